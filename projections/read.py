"""Runs compiled selections in a tenant's reading session: one statement, one answer.

The rows of an answer, its position and whether it is stale come from the same snapshot. What a
caller wants of the moment (as of, valid on, at least) is one value, :class:`Wanted`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date
from typing import Any

import asyncpg

from wahana.platform import sql
from wahana.platform.database import ReadSession
from wahana.platform.views import NOW

from .compile import Compiler, binds
from .selection import Selection

WAIT_S_MAX = 2.0
"""How long a query waits for a least position before it answers with what is there."""
_WAIT_STEP_S = 0.02
_OF_LOG = sql.load(__file__, "moment.sql")["of_log"]

Reading = Callable[[], AbstractAsyncContextManager[ReadSession]]
"""Opens a read-only transaction of the request's tenant."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """The moment that an answer is to show."""

    position: int = NOW
    """As of this position; :data:`wahana.platform.views.NOW`: the newest the views have."""
    valid_on: date | None = None
    """Business date; ``None``: whatever the relation takes for today."""
    at_least: int = 0
    """Read your writes: wait until the views have reached this position."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The JSON text of a selection and the moment it shows. ``body`` is ``None`` for no row."""

    body: str | None
    position: int
    stale: bool


class Unrepresentable(Exception):
    """A value does not fit: one of the client's, or one in a row that its type forbids."""


class NotYetRecorded(Unrepresentable):
    """Asked as of a position that the log has not come to: the answer could still change."""


async def answer(reading: Reading, compiler: Compiler, wanted: Wanted, what: Selection) -> Answer:
    """The answer as JSON, in one statement. Raises :class:`Unrepresentable`, and
    :class:`quoting.NotCompilable` if the selection needs the ordinary road."""
    rows = await _run(reading, compiler, compiler.answer(what), wanted, what)
    row = rows[0]
    await _check_recorded(reading, wanted, row["position"])
    return Answer(row["body"], row["position"], row["stale"])


async def rows(
    reading: Reading, compiler: Compiler, wanted: Wanted, what: Selection
) -> list[asyncpg.Record]:
    """The same rows plainly (see ``Compiler.rows``), for the ordinary road. Raises
    :class:`Unrepresentable`."""
    found = await _run(reading, compiler, compiler.rows(what), wanted, what)
    await _check_recorded(reading, wanted, _position(found))
    return found


async def count(reading: Reading, compiler: Compiler, wanted: Wanted, what: Selection) -> int:
    """How many rows there are in all."""
    found = await _run(reading, compiler, compiler.count(what), wanted, what)
    return int(found[0][0])


async def _run(
    reading: Reading, compiler: Compiler, statement: str, wanted: Wanted, what: Selection
) -> list[asyncpg.Record]:
    views = compiler.views(what)
    moment = (wanted.position, wanted.valid_on, views, wanted.at_least)
    values = binds(what)
    deadline = asyncio.get_running_loop().time() + WAIT_S_MAX
    while True:
        try:
            async with reading() as session:
                found = await session.fetch(statement, session.tenant, *moment, *values)
        except asyncpg.DataError as error:
            raise Unrepresentable(str(error)) from error
        behind = wanted.at_least and _position(found) < wanted.at_least
        if not behind or asyncio.get_running_loop().time() >= deadline:
            return found
        await asyncio.sleep(_WAIT_STEP_S)


async def _check_recorded(reading: Reading, wanted: Wanted, shown: int) -> None:
    """Only where an answer shows less than it was asked for does the log's end matter."""
    if shown >= wanted.position or wanted.position >= NOW:
        return
    async with reading() as session:
        row = (await session.fetch(_OF_LOG, session.tenant, wanted.position, None, [], 0))[0]
    if row["position"] < wanted.position:
        raise NotYetRecorded(
            f"position {wanted.position} is not recorded yet, this log ends at {row['position']}; "
            "leave asOf out to ask about now"
        )


def _position(found: list[Any]) -> int:
    row = found[0]
    # A relation may have a column that is called position, too.
    return int(row["answer_position"] if "answer_position" in row else row["position"])
