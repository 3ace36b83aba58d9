"""Migrations: numbered SQL files, applied once each, in order, and never changed afterwards.

``NNNN_name.sql`` files of a folder belong to one schema of one database: ``wahana`` in the event
database (``platform/migrations``), ``vault`` in the key store (``platform/vault/migrations``).
Each runs in a transaction of its own as ``wahana_owner``, with no search path (a migration names
its schema), under time-outs, and is recorded with its checksum in ``<schema>.migration``.

Concurrent runners are serialised: each transaction takes an advisory lock, then checks again what
is left to do. A failed migration leaves nothing behind.

Two releases run side by side while a service is upgraded, so the older one must start on a schema
that is ahead of it. A migration that is compatible with older code says so in a line
``-- works with: NNNN``: code that knows the migrations up to that one works beside it. Without
the line, only code that knows the migration itself starts.
"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.metadata
import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import asyncpg

from . import databases, sql

Schema = Literal["wahana", "vault"]

EVENT_MIGRATIONS = Path(__file__).with_name("migrations")
VAULT_MIGRATIONS = Path(__file__).with_name("vault") / "migrations"

RUNNER_WAIT_S = 300
"""How long a runner waits for another one."""
LOCK_WAIT_S = 10
"""How long a migration waits for a table in use, blocking the statements queued behind it."""
STATEMENT_S_MAX = 900

_SQL = sql.load(__file__, "migrate.sql")
_ROLES = sql.load(__file__, "roles.sql")
_SETUP: dict[Schema, tuple[str, str]] = {
    "wahana": ("event_roles", "event_schema"),
    "vault": ("vault_roles", "vault_schema"),
}
_FILE_NAME = re.compile(r"(?P<number>\d{4})_(?P<name>[a-z0-9_]+)\.sql")
_WORKS_WITH = re.compile(r"^-- works with: (\d{4})$", re.MULTILINE)
_TRANSACTION_CONTROL = re.compile(
    r"^\s*(begin|start|commit|rollback|abort)(\s+(work|transaction))?\s*;",
    re.IGNORECASE | re.MULTILINE,
)


class SchemaError(Exception):
    """The database's schema does not fit this release; the message says how to fix it."""


class SchemaBehind(SchemaError):
    """Migrations of this release are not applied yet: run ``wahana migrate``."""


class SchemaNewer(SchemaError):
    """A newer release changed the schema incompatibly: install that release or a later one."""


class SchemaAltered(SchemaError):
    """An applied migration is not the file of this release: one of the two was changed."""


class MigrationFailed(SchemaError):
    """A migration failed and was rolled back whole; those before it stay applied."""


@dataclass(frozen=True, slots=True)
class Migration:
    """One file."""

    number: int
    name: str
    text: str

    @property
    def file(self) -> str:
        return f"{self.number:04}_{self.name}.sql"

    @property
    def checksum(self) -> str:
        """Hex SHA-256 of the text in UTF-8, line ends as ``\\n``."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def works_with(self) -> int:
        """The last migration that code must know to work beside this one; else this one."""
        found = _WORKS_WITH.search(self.text)
        return int(found[1]) if found else self.number


@dataclass(frozen=True, slots=True)
class Applied:
    """One row of ``<schema>.migration``."""

    number: int
    name: str
    checksum: str
    applied_at: datetime
    release: str
    works_with: int
    """The last migration that code must know to work beside this one."""


def read_folder(folder: Path) -> list[Migration]:
    """The folder's migrations in order. Raises ``ValueError`` on a wrong name or a duplicate
    number."""
    found: list[Migration] = []
    for path in sorted(folder.glob("*.sql")):
        match = _FILE_NAME.fullmatch(path.name)
        number = int(match["number"]) if match else 0
        if match is None or number <= (found[-1].number if found else 0):
            raise ValueError(f"{path}: rename it to NNNN_name.sql with a number of its own")
        text = path.read_text(encoding="utf-8")
        if control := _TRANSACTION_CONTROL.search(text):
            raise ValueError(
                f"{path}: '{control[1]}' must go: a migration runs in one transaction of the runner"
            )
        migration = Migration(number, match["name"], text)
        if migration.works_with > number:
            raise ValueError(f"{path}: 'works with' names a migration before this one")
        found.append(migration)
    return found


async def migrate(
    url: str,
    folder: Path = EVENT_MIGRATIONS,
    *,
    schema: Schema = "wahana",
    release: str | None = None,
) -> list[Migration]:
    """Apply what is missing and return it; make the roles and the schema first.

    ``url``'s login must be able to create roles the first time, and is made a member of them.
    Raises :class:`SchemaNewer`, :class:`SchemaAltered`, :class:`MigrationFailed`.
    """
    wanted = read_folder(folder)
    release = release or importlib.metadata.version("wahana")
    done: list[Migration] = []
    connection = await databases.connect(url)
    try:
        await _set_up(connection, schema)
        while pending := await _apply_next(connection, wanted, schema, release):
            done.append(pending)
    finally:
        await connection.close()
    return done


async def check(
    url: str, folder: Path = EVENT_MIGRATIONS, *, schema: Schema = "wahana"
) -> list[Applied]:
    """Compare the database with the folder and return what is applied.

    Raises :class:`SchemaBehind`, :class:`SchemaNewer` or :class:`SchemaAltered`; a service
    refuses to start on any of them.
    """
    wanted = read_folder(folder)
    applied = await read_applied(url, schema=schema)
    _compare(applied, wanted, schema)
    if len(applied) < len(wanted):
        missing = wanted[len(applied)]
        raise SchemaBehind(
            f"the schema '{schema}' lacks {len(wanted) - len(applied)} migration(s), the first is "
            f"{missing.file}; run 'wahana migrate'"
        )
    return applied


async def read_applied(url: str, *, schema: Schema = "wahana") -> list[Applied]:
    """The migrations that were applied to the schema; empty for a database that was never
    migrated."""
    connection = await databases.connect(url, search_path=schema)
    try:
        if not await connection.fetchval(_SQL["ledger_exists"], schema):
            return []
        return [Applied(**row) for row in await connection.fetch(_SQL["applied"])]
    finally:
        await connection.close()


async def make_roles(connection: asyncpg.Connection[Any], schema: Schema) -> None:
    """Make the schema's roles and let only them connect to this database; repeatable."""
    async with connection.transaction():
        await connection.execute(_SQL["lock_runner"], schema)
        await connection.execute(_ROLES[_SETUP[schema][0]])


SERVICE_LOGIN = "wahana_service"
"""The login of a running service: a member of its roles and nothing else."""


async def open_service_login(connection: asyncpg.Connection[Any], password: str) -> None:
    """Let ``wahana_service`` log in: it may act as the service's roles and has no other rights. A
    statement injected into a session of the administrator could switch back to the administrator's
    role; a session of this login has no such role. Needs :func:`make_roles`.
    """
    await connection.execute(await connection.fetchval(_ROLES["service_login_statement"], password))


@contextlib.asynccontextmanager
async def owner_transaction(
    connection: asyncpg.Connection[Any], schema: Schema = "wahana"
) -> AsyncIterator[None]:
    """A transaction as ``wahana_owner``, alone among those that change this schema.

    For definitions that are not numbered migrations too, such as the tables of views.
    """
    async with connection.transaction():
        await connection.execute(_SQL["set_limits"], f"{RUNNER_WAIT_S}s", "0")
        await connection.execute(_SQL["lock_runner"], schema)
        await connection.execute(_SQL["set_limits"], f"{LOCK_WAIT_S}s", f"{STATEMENT_S_MAX}s")
        await connection.execute(_SQL["become_owner"])
        await connection.execute(_SQL["enter_schema"], "")
        yield


async def _set_up(connection: asyncpg.Connection[Any], schema: Schema) -> None:
    try:
        await make_roles(connection, schema)
        async with connection.transaction():
            await connection.execute(_SQL["lock_runner"], schema)
            await connection.execute(_ROLES[_SETUP[schema][1]])
    except asyncpg.InsufficientPrivilegeError as error:
        raise MigrationFailed(
            f"the login may not prepare the schema '{schema}': {error}; use a login with "
            "CREATEROLE that owns the database, or have an administrator run platform/roles.sql "
            "and grant it the roles"
        ) from error
    async with owner_transaction(connection, schema):
        await connection.execute(_SQL["enter_schema"], schema)
        await connection.execute(_SQL["create_ledger"])
        await connection.execute(_SQL["widen_ledger"])
        await connection.execute(_SQL["share_ledger"])


async def _apply_next(
    connection: asyncpg.Connection[Any], wanted: Sequence[Migration], schema: Schema, release: str
) -> Migration | None:
    async with owner_transaction(connection, schema):
        await connection.execute(_SQL["enter_schema"], schema)
        applied = [Applied(**row) for row in await connection.fetch(_SQL["applied"])]
        _compare(applied, wanted, schema)
        if len(applied) >= len(wanted):
            return None
        following = wanted[len(applied)]
        await connection.execute(_SQL["enter_schema"], "")
        try:
            await connection.execute(following.text)
        except asyncpg.PostgresError as error:
            raise MigrationFailed(
                f"{following.file}{_line(following.text, error)} failed and was rolled back: "
                f"{error}{_cure(error)}"
            ) from error
        await connection.execute(_SQL["enter_schema"], schema)
        await connection.execute(
            _SQL["record"],
            following.number,
            following.name,
            following.checksum,
            release,
            following.works_with,
        )
        return following


def _compare(applied: Sequence[Applied], wanted: Sequence[Migration], schema: Schema) -> None:
    for row, file in zip(applied, wanted, strict=False):
        if row.number != file.number or row.checksum != file.checksum:
            raise SchemaAltered(
                f"the schema '{schema}' was made by another {row.number:04}_{row.name}.sql "
                f"(applied {row.applied_at:%Y-%m-%d} by release {row.release}) than {file.file} of "
                "this release; install the release again, or restore a backup that fits it"
            )
    known = wanted[-1].number if wanted else 0
    for row in applied[len(wanted) :]:
        if row.works_with > known:
            raise SchemaNewer(
                f"the schema '{schema}' has {row.number:04}_{row.name}, made by release "
                f"{row.release}; this release knows {len(wanted)} migration(s) and does not work "
                f"beside it: install {row.release} or a later one"
            )


def _line(text: str, error: asyncpg.PostgresError) -> str:
    position = getattr(error, "position", None)
    return f", line {text.count(chr(10), 0, int(position) - 1) + 1}," if position else ""


def _cure(error: asyncpg.PostgresError) -> str:
    if isinstance(error, asyncpg.LockNotAvailableError):
        return (
            f" (a table was in use for {LOCK_WAIT_S} s); run 'wahana migrate' again at a calm time"
        )
    return ""
