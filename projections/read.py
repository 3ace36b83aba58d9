"""Runs compiled selections in a tenant's reading session: one statement, one answer.

The rows of an answer, its position and whether it is stale come from the same snapshot. The times
that a caller asks for (as of, valid on, at least) are one value, :class:`ReadTime`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

import asyncpg

from wahana.platform.database import ReadSession
from wahana.platform.views import NOW

from .compile import Compiler, binds
from .quoting import UNFIT
from .selection import Selection

WAIT_S_MAX = 2.0
"""Seconds that a query waits for a least position before it answers from the present one."""
_WAIT_STEP_S = 0.02

OpenSession = Callable[[], AbstractAsyncContextManager[ReadSession]]
"""Opens a read-only transaction of the request's tenant."""


@dataclass(frozen=True, slots=True)
class ReadTime:
    """The position and the day of an answer."""

    position: int = NOW
    """As of this position; :data:`wahana.platform.views.NOW`: the newest position of the views."""
    valid_on: date | None = None
    """Business date; ``None``: the relation's default, which is today."""
    at_least: int = 0
    """Read your writes: wait until the views have reached this position."""
    today: date | None = None
    """The office's date at this moment; ``None``: the date in UTC."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The JSON text of a selection, and the position it shows. ``body`` is ``None`` if there is no
    row."""

    body: str | None
    position: int
    stale: bool
    today: date


class WrongValue(ValueError):
    """A value of the client does not fit into the statement."""


class UnfitRow(RuntimeError):
    """A row has a value that its declaration forbids: a fault of the view, not of the client."""


async def answer(
    reading: OpenSession, compiler: Compiler, wanted: ReadTime, what: Selection
) -> Answer:
    """The answer as JSON, in one statement.

    Raises :class:`WrongValue` and :class:`.quoting.WrongSelection` for requests that cannot be
    answered, :class:`UnfitRow` for a fault of the view.
    """
    statement = compiler.answer(what, wanted.valid_on is not None)
    row = await _run(reading, statement, wanted, binds(what))
    return Answer(row["body"], row["position"], row["stale"], row["today"])


async def moment(
    reading: OpenSession, compiler: Compiler, wanted: ReadTime, views: Iterable[str]
) -> Answer:
    """The moment that some views can show together, and no rows."""
    row = await _run(reading, compiler.moment(views), wanted, ())
    return Answer(None, row["position"], row["stale"], row["today"])


async def _run(
    reading: OpenSession, statement: str, wanted: ReadTime, values: Sequence[Any]
) -> asyncpg.Record:
    today = wanted.today or datetime.now(UTC).date()
    of = (wanted.position, wanted.valid_on, wanted.at_least, today)
    deadline = asyncio.get_running_loop().time() + WAIT_S_MAX
    while True:
        try:
            async with reading() as session:
                (found,) = await session.fetch(statement, session.tenant, *of, *values)
        except asyncpg.DataError as error:
            raise _fault(error) from error
        behind = found["position"] < min(wanted.at_least, wanted.position)
        if not behind or asyncio.get_running_loop().time() >= deadline:
            return found
        await asyncio.sleep(_WAIT_STEP_S)


def _fault(error: asyncpg.DataError) -> Exception:
    """The exception by the origin of the value: a cast that only a row can fail (``compile.py``),
    or the client."""
    told = f"{error} {getattr(error, 'detail', '')}"
    ours = isinstance(error, asyncpg.NumericValueOutOfRangeError) or f'"{UNFIT}' in told
    return UnfitRow("a row holds a value that its type forbids") if ours else WrongValue(str(error))
