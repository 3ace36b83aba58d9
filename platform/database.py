"""Connections to PostgreSQL, one pool per role, and the sessions that are bound to a tenant.

A session is opened for a :class:`TenantId` that was looked up (``ids.py``).
``BEGIN`` and ``SET LOCAL app.tenant`` travel together in one round trip; the setting ends with the
transaction, so it cannot leak to the next user of the connection. Row-level security checks it on
every row. Sessions for reading and for writing differ in type.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias
from uuid import UUID

import asyncpg
from asyncpg.pool import PoolConnectionProxy
from eventsourcing.persistence import OperationalError

from .ids import TenantId

APPLICATION = "wahana service"
"""The application name of our connections. Release 0.1.0 used "wahana" and does not announce what
it reads (``readers.py``); the name shows whether one still runs."""

Connection: TypeAlias = "asyncpg.Connection[Any] | PoolConnectionProxy[Any]"
Role = Literal["wahana_app_rw", "wahana_app_ro", "wahana_worker"]

_PLANNER: dict[str, str] = {"jit": "off"}
_READ_PLANNER: dict[str, str] = {
    "plan_cache_mode": "force_generic_plan",
    "enable_seqscan": "off",
    "enable_bitmapscan": "off",
    "enable_hashjoin": "off",
    "enable_mergejoin": "off",
}
"""A statement that was prepared while its table was small keeps its plan; these settings allow
index plans only."""
_WORK_PLANNER: dict[str, str] = {"enable_seqscan": "off", "enable_bitmapscan": "off"}
"""The same for read models; a bitmap would also fetch and sort more events than a batch takes."""


class DatabaseUnavailable(OperationalError):
    """The database cannot be reached. Check that it runs and WAHANA_DATABASE_URL points to it."""


@dataclass(frozen=True, slots=True)
class PoolSizes:
    """Connections per pool of one process; each pool is filled at start and never grows."""

    read: int = 8
    append: int = 8
    work: int = 6


class ReadSession:
    """A read-only transaction of one tenant."""

    __slots__ = ("_connection", "tenant")

    def __init__(self, connection: Connection, tenant: TenantId) -> None:
        self._connection = connection
        self.tenant = tenant

    @property
    def connection(self) -> Connection:
        """The connection of the transaction, for a session that wraps this one."""
        return self._connection

    async def fetch(self, statement: str, *binds: Any) -> list[asyncpg.Record]:
        return await self._connection.fetch(statement, *binds)

    async def fetchrow(self, statement: str, *binds: Any) -> asyncpg.Record | None:
        return await self._connection.fetchrow(statement, *binds)

    async def fetchval(self, statement: str, *binds: Any) -> Any:
        return await self._connection.fetchval(statement, *binds)

    async def stream(
        self, statement: str, *binds: Any, batch_rows: int = 500
    ) -> AsyncIterator[asyncpg.Record]:
        """The rows one by one through a cursor, in bounded memory."""
        async for row in self._connection.cursor(statement, *binds, prefetch=batch_rows):
            yield row


class WorkSession(ReadSession):
    """A read-write transaction of one tenant, as the worker role: for read models only."""

    __slots__ = ()

    async def execute(self, statement: str, *binds: Any) -> str:
        return await self._connection.execute(statement, *binds)

    async def fetch_ahead(self, statement: str, *binds: Any) -> list[asyncpg.Record]:
        """Rows that need not wait for the previous batch (see ``staging.py``)."""
        return await self._connection.fetch(statement, *binds)


_WITHOUT_FLUSH = "; SET LOCAL synchronous_commit = off"


class Database:
    """The pools of one process. Open with :meth:`open`, close with :meth:`close`."""

    def __init__(self, pools: Mapping[Role, asyncpg.Pool[Any]]) -> None:
        self._pools = pools

    @classmethod
    async def open(cls, urls: Mapping[Role, str], sizes: PoolSizes | None = None) -> Database:
        """Open and fill the pools. Raises :class:`DatabaseUnavailable` with the cause.

        ``urls`` gives a libpq URL per role. The role is also sent as the session's ``role``
        setting, so a login that is a member of the roles may be used for all of them.
        """
        sizes = sizes or PoolSizes()
        wanted: dict[Role, tuple[int, Mapping[str, str]]] = {
            "wahana_app_ro": (sizes.read, _PLANNER | _READ_PLANNER),
            "wahana_app_rw": (sizes.append, _PLANNER),
            "wahana_worker": (sizes.work, _PLANNER | _WORK_PLANNER),
        }
        opened: dict[Role, asyncpg.Pool[Any]] = {}
        try:
            for role, (size, settings) in wanted.items():
                opened[role] = await open_pool(urls[role], role, size, settings)
        except BaseException:
            await asyncio.gather(*(pool.close() for pool in opened.values()))
            raise
        return cls(opened)

    async def close(self) -> None:
        """Close the pools once the statements in flight are finished."""
        await asyncio.gather(*(pool.close() for pool in self._pools.values()))

    def pool(self, role: Role) -> asyncpg.Pool[Any]:
        """The pool of a role: for tables without a tenant and for the append function."""
        return self._pools[role]

    @contextlib.asynccontextmanager
    async def reading(self, tenant: TenantId) -> AsyncIterator[ReadSession]:
        """A read-only, repeatable-read transaction: three round trips with its query."""
        async with self._pools["wahana_app_ro"].acquire() as connection:
            mode = "READ ONLY, ISOLATION LEVEL REPEATABLE READ"
            async with tenant_transaction(connection, tenant, mode):
                yield ReadSession(connection, tenant)

    @contextlib.asynccontextmanager
    async def working(
        self, tenant: TenantId, *, durable: bool = True
    ) -> AsyncIterator[WorkSession]:
        """A read-write transaction of ``tenant`` as the worker role; committed unless it raises.

        ``durable=False``: the commit does not wait for the disk. A crash of the server may then
        undo the whole transaction, never a part of it. For work that can be repeated.
        """
        mode = "ISOLATION LEVEL READ COMMITTED" + ("" if durable else _WITHOUT_FLUSH)
        async with (
            self._pools["wahana_worker"].acquire() as connection,
            tenant_transaction(connection, tenant, mode),
        ):
            yield WorkSession(connection, tenant)


async def open_pool(
    url: str, role: str | None, size: int, settings: Mapping[str, str] | None = None
) -> asyncpg.Pool[Any]:
    """A filled pool of fixed size. Raises :class:`DatabaseUnavailable` with the cause."""
    server_settings = dict(settings or _PLANNER) | {"application_name": APPLICATION}
    if role is not None:
        server_settings["role"] = role
    try:
        return await asyncpg.create_pool(
            url,
            min_size=size,
            max_size=size,
            max_cached_statement_lifetime=0,
            server_settings=server_settings,
            timeout=10,
            reset=_keep_session,
        )
    except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
        raise DatabaseUnavailable(
            f"cannot connect to PostgreSQL as {role or 'the given user'}: {error}. Check that the "
            "server runs, that WAHANA_DATABASE_URL points to it, and run 'wahana migrate' once."
        ) from error


@contextlib.asynccontextmanager
async def tenant_transaction(
    connection: Connection, tenant: TenantId, mode: str = "ISOLATION LEVEL READ COMMITTED"
) -> AsyncIterator[None]:
    """A transaction of ``tenant`` on a given connection; committed unless it raises."""
    await connection.execute(_begin(mode, tenant))
    async with _finished(connection):
        yield


async def _keep_session(connection: Connection) -> None:
    """Skip the pool's reset, a round trip per use: no session setting is ever made here.

    (An open transaction is still rolled back.)
    """


def _begin(mode: str, tenant: UUID) -> str:
    """BEGIN and the tenant in one round trip; a UUID's text cannot carry SQL."""
    return f"BEGIN {mode}; SET LOCAL app.tenant = '{UUID(int=tenant.int)}'"


@contextlib.asynccontextmanager
async def _finished(connection: Connection) -> AsyncIterator[None]:
    try:
        yield
    except BaseException:
        if not connection.is_closed():
            await connection.execute("ROLLBACK")
        raise
    await connection.execute("COMMIT")
