"""Databases on a PostgreSQL server: create, rename, drop; and their names in URLs.

The login needs the right to create databases.
"""

from __future__ import annotations

from typing import Any
from urllib.parse import quote, unquote, urlsplit, urlunsplit

import asyncpg

from . import sql
from .database import APPLICATION, DatabaseUnavailable

_SQL = sql.load(__file__, "databases.sql")


def at(url: str, database: str) -> str:
    """The URL of another database on the same server, with the same login."""
    return urlunsplit(urlsplit(url)._replace(path=f"/{quote(database, safe='')}"))


def with_login(url: str, user: str, password: str) -> str:
    """The URL of the same database for another login."""
    parts = urlsplit(url)
    host = parts.netloc.rpartition("@")[2]
    login = f"{quote(user, safe='')}:{quote(password, safe='')}"
    return urlunsplit(parts._replace(netloc=f"{login}@{host}"))


def name_in(url: str) -> str:
    """The database that a URL names. Raises ``ValueError`` if it names none."""
    name = unquote(urlsplit(url).path.lstrip("/"))
    if not name:
        raise ValueError("the database URL names no database; write …/wahana at its end")
    return name


async def connect(url: str, **settings: str) -> asyncpg.Connection[Any]:
    """One connection. Raises :class:`DatabaseUnavailable` with the cause, never the password."""
    try:
        return await asyncpg.connect(
            url, timeout=10, server_settings={"application_name": APPLICATION} | settings
        )
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError, TimeoutError) as error:
        raise DatabaseUnavailable(
            f"cannot connect to the database '{name_in(url)}': {error or 'no answer in 10 s'}. "
            "Check that the server runs and WAHANA_DATABASE_URL points to it."
        ) from error


async def exists(server: str, name: str) -> bool:
    """Whether the server at the URL ``server`` has a database of this name."""
    connection = await connect(server)
    try:
        return bool(await connection.fetchval(_SQL["exists"], name))
    finally:
        await connection.close()


async def ensure(server: str, name: str) -> bool:
    """Create an empty database (UTF-8, C locale) if it does not exist; return whether it was
    created."""
    if await exists(server, name):
        return False
    try:
        await create(server, name)
    except (asyncpg.DuplicateDatabaseError, asyncpg.UniqueViolationError):
        return False
    return True


async def create(server: str, name: str, *, template: str = "template0") -> None:
    """Create a database as a copy of ``template``; it must have no connections."""
    await _run(server, "create_statement", name, template)


async def drop(server: str, name: str) -> None:
    """Drop a database if it exists, ending its sessions."""
    await _run(server, "drop_statement", name)


async def rename(server: str, name: str, to: str) -> None:
    """Rename a database; it must have no connections."""
    await _run(server, "rename_statement", name, to)


async def _run(server: str, builder: str, *names: str) -> None:
    connection = await connect(server)
    try:
        await connection.execute(await connection.fetchval(_SQL[builder], *names))
    finally:
        await connection.close()
