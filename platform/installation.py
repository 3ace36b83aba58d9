"""The tables of views: created once per version of a view, protected, never altered.

``wahana migrate`` calls :func:`install` after the migrations. A new version gets its own tables
beside the old ones, and the views of the schema ``reading``, through which queries find the rows in
either (decision 0018). A table that is not keyed by tenant and generation is refused; all others
get the same row-level security and grants. Different tables under the same version are refused:
what a running release reads must not change. The service calls :func:`check` when it starts.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from typing import Any

import asyncpg
import msgspec

from . import databases, migrate, sql, table_sql
from .clock import Clock, system_clock
from .views import View

_SQL = sql.load(__file__, "installation.sql")
_REMARK = re.compile(r"COMMENT ON TABLE [^\n]*;")


class ViewRefused(migrate.SchemaError):
    """A view's tables cannot be made or used as they are; the message says how to fix it."""


def fingerprint(definition: str) -> bytes:
    """SHA-256 of a definition without its comments and with normalised white space."""
    plain = _REMARK.sub("", definition)
    return hashlib.sha256(" ".join(plain.split()).encode()).digest()


async def install(url: str, views: Sequence[View], *, clock: Clock = system_clock) -> list[str]:
    """Create the tables of new versions and return their names. The migrations must be applied.

    Each view is one transaction as the owner. Raises :class:`ViewRefused`.
    """
    made: list[str] = []
    connection = await databases.connect(url)
    try:
        for view in views:
            async with migrate.owner_transaction(connection):
                try:
                    if await _install(connection, view, clock):
                        made.append(f"{view.name}, version {view.version}")
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
                raise ViewRefused(
                    f"version {view.version} of the view '{view.name}' has no tables yet; run "
                    "'wahana migrate'"
                )
    finally:
        await connection.close()


async def _install(connection: asyncpg.Connection[Any], view: View, clock: Clock) -> bool:
    if await _is_installed(connection, view):
        return False
    name, version = view.name, view.version
    await connection.execute(view.definition)
    await connection.execute(
        _SQL["add_version"], name, version, fingerprint(view.definition), clock()
    )
    for table in view.tables:
        relation = view.of.table(table.name)
        await connection.execute(_SQL["protect"], relation)
        defaults = msgspec.json.encode(table_sql.defaults(table)).decode()
        await connection.execute(_SQL["add_table"], name, version, table.name, relation, defaults)
    await connection.execute(_SQL["bridge"], name)
    await connection.execute(_SQL["try_comparison"], name, version)
    return True


async def _is_installed(connection: asyncpg.Connection[Any], view: View) -> bool:
    row = await connection.fetchrow(_SQL["fingerprint"], view.name, view.version)
    if row is None:
        return False
    if row["fingerprint"] != fingerprint(view.definition):
        raise ViewRefused(
            f"version {view.version} of the view '{view.name}' was installed with other tables "
            "than those of this release: raise the version, so that it gets tables of its own, or "
            "install the release again that made it"
        )
    return True
