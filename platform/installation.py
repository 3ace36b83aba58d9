"""The tables of views: made once from each view's declaration, protected, never altered.

``wahana migrate`` calls :func:`install` after the migrations. A table that is not keyed by tenant
and generation is refused; every other one gets row-level security and the grants of the roles,
the same for all. A changed definition under the same name is refused: what a running release
reads must not change under it. The service calls :func:`check` when it starts.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import Any

import asyncpg

from . import databases, migrate, sql
from .clock import Clock, system_clock
from .views import View

_SQL = sql.load(__file__, "installation.sql")
_REMARK = re.compile(r"COMMENT ON TABLE [^\n]*;")


class ViewRefused(migrate.SchemaError):
    """A view's tables cannot be made or used as they are; the message says how to mend it."""


def fingerprint(definition: str) -> bytes:
    """SHA-256 of a definition without its remarks and with its white space made even."""
    plain = _REMARK.sub("", definition)
    return hashlib.sha256(" ".join(plain.split()).encode()).digest()


async def install(url: str, views: Sequence[View], *, clock: Clock = system_clock) -> list[str]:
    """Make the tables of the views that are new; give their names. Needs the migrations.

    Each view is its own transaction as the owner. What is installed is held against its
    definition and protected again where needed. Raises :class:`ViewRefused`.
    """
    made: list[str] = []
    connection = await databases.connect(url)
    try:
        for view in views:
            async with migrate.owner_transaction(connection):
                try:
                    if await _install(connection, view, clock):
                        made.append(view.name)
                except asyncpg.PostgresError as error:
                    raise ViewRefused(
                        f"the tables of the view '{view.name}' are refused: {error}. "
                        f"{error.hint or 'Correct its tables and run wahana migrate again.'}"
                    ) from error
    finally:
        await connection.close()
    return made


async def check(url: str, views: Sequence[View]) -> None:
    """Raise :class:`ViewRefused` unless every view is installed as this release has it."""
    connection = await databases.connect(url)
    try:
        for view in views:
            if not await _is_installed(connection, view):
                raise ViewRefused(f"the view '{view.name}' has no tables yet; run 'wahana migrate'")
    finally:
        await connection.close()


async def _install(connection: asyncpg.Connection[Any], view: View, clock: Clock) -> bool:
    new = not await _is_installed(connection, view)
    if new:
        before = set(await connection.fetchval(_SQL["view_tables"]))
        await connection.execute(view.definition)
        tables = [t for t in await connection.fetchval(_SQL["view_tables"]) if t not in before]
        await connection.execute(
            _SQL["define"], view.name, fingerprint(view.definition), tables, clock()
        )
    for table in await connection.fetchval(_SQL["tables"], view.name):
        await connection.execute(_SQL["protect"], table)
    await connection.execute(_SQL["try_comparison"], view.name)
    return new


async def _is_installed(connection: asyncpg.Connection[Any], view: View) -> bool:
    row = await connection.fetchrow(_SQL["definition"], view.name)
    if row is None:
        return False
    if row["fingerprint"] != fingerprint(view.definition):
        raise ViewRefused(
            f"the view '{view.name}' was installed with other tables than those of this "
            "release; an incompatible shape is a new folder in projections/ with a new name, or "
            "install the release again that made it"
        )
    return True
