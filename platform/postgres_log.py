"""The log in PostgreSQL: appends through the append function, reads through tenant sessions.

An append is one call in autocommit, so the tenant's row lock lives no longer than the call and
its flush. Reads are paged, each page in its own transaction, so that a slow consumer holds neither
a connection nor a snapshot. asyncpg's UUIDs are converted to standard ones here. This module
retries nothing: a broken connection is raised as ``DatabaseUnavailable`` (see ``writer``).
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg
from eventsourcing import persistence

from . import sql
from .append import (
    Append,
    Appended,
    Duplicate,
    IdempotencyKey,
    InvalidAppend,
    Moment,
    Outcome,
    UnknownTenant,
    VersionConflict,
)
from .database import Database, DatabaseUnavailable
from .events import EventRow
from .ids import TenantId

PAGE_ROWS = 500
"""Rows of one page of a read."""
TOPIC_PAGE_POSITIONS = 5_000
"""Positions that one page of a read by topic looks through."""
VERSION_MAX = 2**31 - 1
POSITION_MAX = 2**63 - 1

_SQL = sql.load(__file__, "event_log.sql")
_NO_LOG = "WH001"
_INVALID = "WH002"
_CUT_CLASSES = ("08", "57")
_DATA_CLASSES = ("22", "23")


class PostgresLog:
    """A :class:`~wahana.platform.append.Log` in the event database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def open_log(self, tenant: TenantId) -> None:
        """Open the log of a new tenant; nothing happens if it is open."""
        with named_errors():
            await self._database.pool("wahana_app_rw").execute(_SQL["open_log"], tenant)

    async def append(self, tenant: TenantId, batch: Sequence[Append]) -> list[Outcome]:
        """Write a batch in one transaction; one outcome per command, in order.

        Raises :class:`UnknownTenant`, :class:`InvalidAppend` (nothing of the batch is written),
        or :class:`DatabaseUnavailable`: then it may have been written; send it again unchanged.
        """
        if not batch:
            return []
        with named_errors():
            rows = await self._database.pool("wahana_app_rw").fetch(
                _SQL["append"], tenant, *_columns(batch)
            )
        return [_outcome(row) for row in rows]

    async def lookup(self, tenant: TenantId, key: IdempotencyKey) -> Duplicate | None:
        """The first result of an idempotency key, if it was ever accepted."""
        with named_errors():
            async with self._database.reading(tenant) as session:
                row = await session.fetchrow(_SQL["lookup"], tenant, key.client, key.key)
        if row is None:
            return None
        digest, first, last, recorded_at = row
        return Duplicate(first, last, recorded_at, same=digest == key.digest)

    async def versions(self, tenant: TenantId, streams: Sequence[UUID]) -> dict[UUID, int]:
        """The current version of each stream (0: not there)."""
        rows = await self._fetch(tenant, "versions", list(streams))
        return {_uuid(stream_id): version for stream_id, version in rows}

    async def read_stream(
        self,
        tenant: TenantId,
        stream_id: UUID,
        *,
        after_version: int = 0,
        up_to_version: int | None = None,
        up_to_position: int | None = None,
        newest_first: bool = False,
        limit: int | None = None,
    ) -> AsyncIterator[EventRow]:
        """A stream's events, oldest first by default, in bounded memory."""
        low, high = after_version, VERSION_MAX if up_to_version is None else up_to_version
        position = POSITION_MAX if up_to_position is None else up_to_position
        statement = "read_stream_back" if newest_first else "read_stream"
        left = POSITION_MAX if limit is None else limit
        while low < high and left > 0:
            rows = min(PAGE_ROWS, left)
            page = await self._fetch(tenant, statement, stream_id, low, high, position, rows)
            for row in page:
                yield _event(tenant, row)
            left -= rows
            if len(page) < rows:
                return
            if newest_first:
                high = page[-1]["version"] - 1
            else:
                low = page[-1]["version"]

    async def read_streams(
        self, tenant: TenantId, wanted: Sequence[tuple[UUID, int]]
    ) -> dict[UUID, list[EventRow]]:
        """Several streams in one round trip, each after the given version."""
        found: dict[UUID, list[EventRow]] = {stream_id: [] for stream_id, _ in wanted}
        rows = await self._fetch(
            tenant, "read_streams", [name for name, _ in wanted], [after for _, after in wanted]
        )
        for first in range(0, len(rows), PAGE_ROWS):
            for row in rows[first : first + PAGE_ROWS]:
                event = _event(tenant, row)
                found[event.stream_id].append(event)
            if len(rows) > PAGE_ROWS:
                await asyncio.sleep(0)  # other tasks have their turn during a long stream
        return found

    async def read_log(
        self,
        tenant: TenantId,
        *,
        after: int = 0,
        up_to: int | None = None,
        limit: int | None = None,
        topics: Sequence[str] | None = None,
    ) -> AsyncIterator[EventRow]:
        """The tenant's events by position, in bounded memory.

        To ``up_to``, or to the head of this moment. ``topics``: only these (none given, empty
        included: all).
        """
        end = POSITION_MAX if up_to is None else up_to
        if up_to is None or topics:  # else a page that is not full says where the end is
            end = min(end, await self.head(tenant))
        step = TOPIC_PAGE_POSITIONS if topics else PAGE_ROWS
        left = POSITION_MAX if limit is None else limit
        while after < end and left > 0:
            stop = min(after + (step if topics else min(step, left)), end)
            if topics:
                page = await self._fetch(tenant, "read_log_topics", after, stop, list(topics))
            else:
                page = await self._fetch(tenant, "read_log", after, stop)
            for row in page[:left]:
                yield _event(tenant, row)
            if not topics and len(page) < stop - after:
                return  # positions have no gaps: the head is reached
            left -= len(page)
            after = stop

    async def first_unknown(
        self, tenant: TenantId, after: int, up_to: int, known: Sequence[str]
    ) -> int | None:
        """The first position of a range whose event has none of the known topics."""
        rows = await self._fetch(tenant, "first_unknown", after, up_to, list(known))
        return rows[0]["position"] if rows else None

    async def head(self, tenant: TenantId) -> int:
        """The tenant's last position; 0 while it has none."""
        rows = await self._fetch(tenant, "head")
        return rows[0]["head"] if rows else 0

    async def position_at(self, tenant: TenantId, recorded_at: datetime) -> int | None:
        """The last position recorded at or before an instant (aware); ``None``: it is not over."""
        with named_errors():
            over = await self._database.pool("wahana_app_rw").fetchval(
                _SQL["close_instant"], tenant, recorded_at
            )
        if not over:
            return None
        rows = await self._fetch(tenant, "position_at", recorded_at)
        return rows[0]["low"] if rows else 0

    async def moment_of(self, tenant: TenantId, position: int) -> Moment | None:
        """The end of the command that wrote a position; ``None``: it is not recorded yet."""
        rows = await self._fetch(tenant, "command_end", position)
        if not rows:
            return None
        return Moment(rows[0]["position"] if position else 0, rows[0]["recorded_at"])

    async def _fetch(self, tenant: TenantId, statement: str, *binds: Any) -> list[asyncpg.Record]:
        with named_errors():
            async with self._database.reading(tenant) as session:
                return await session.fetch(_SQL[statement], tenant, *binds)


_ERRORS: dict[str, type[persistence.DatabaseError]] = {
    "0A": persistence.NotSupportedError,
    "23": persistence.IntegrityError,
    "40": persistence.OperationalError,
    "42": persistence.ProgrammingError,
    "53": persistence.OperationalError,
    "54": persistence.OperationalError,
    "55": persistence.OperationalError,
    "57": persistence.OperationalError,
    "58": persistence.OperationalError,
    "XX": persistence.InternalError,
}
"""The library's error by class of SQLSTATE, where the log has none of its own."""


@contextlib.contextmanager
def named_errors() -> Iterator[None]:
    """Translate asyncpg's errors into the log's own errors, or the library's.

    Raises :class:`UnknownTenant`, :class:`InvalidAppend`, :class:`DatabaseUnavailable`.
    """
    try:
        yield
    except Exception as error:
        if is_cut(error):
            raise DatabaseUnavailable(
                f"the call to PostgreSQL was cut: {error or type(error).__name__}. "
                "Check that the server runs and WAHANA_DATABASE_URL points to it."
            ) from error
        state = getattr(error, "sqlstate", None) or ""
        if state == _NO_LOG:
            raise UnknownTenant(f"{error.args[0]}; add it first: wahana tenant add") from error
        if state == _INVALID or state[:2] in _DATA_CLASSES or _is_bad_bind(error):
            # Not str(error): its DETAIL repeats the values of the row.
            raise InvalidAppend(error.args[0]) from error
        if isinstance(error, asyncpg.PostgresError):
            known = _ERRORS.get(state[:2], persistence.DatabaseError)
            raise known(str(error.args[0])) from error
        raise


def is_cut(error: BaseException) -> bool:
    """Whether the connection, not the statement, failed: the outcome of the call is unknown."""
    if isinstance(error, asyncpg.PostgresError):
        return (error.sqlstate or "")[:2] in _CUT_CLASSES
    if isinstance(error, asyncpg.InterfaceError):
        return not _is_bad_bind(error)
    return isinstance(error, OSError | TimeoutError | asyncpg.InternalClientError)


def _is_bad_bind(error: BaseException) -> bool:
    """Whether asyncpg could not encode a value, so that nothing was ever sent."""
    return isinstance(error, asyncpg.InterfaceError) and isinstance(error, ValueError)


def _columns(batch: Sequence[Append]) -> list[list[Any]]:
    """The parallel arrays of ``wahana.append``, without the tenant."""
    events = [event for append in batch for event in append.events]
    guards = [(n, guard) for n, append in enumerate(batch, 1) for guard in append.guards]
    return [
        [append.key.client for append in batch],
        [append.key.key for append in batch],
        [append.key.digest for append in batch],
        [len(append.events) for append in batch],
        [n for n, _ in guards],
        [guard.stream_id for _, guard in guards],
        [guard.version for _, guard in guards],
        [event.event_id for event in events],
        [event.stream_id for event in events],
        [event.version for event in events],
        [event.topic for event in events],
        [event.schema_version for event in events],
        [event.actor_id for event in events],
        [event.meta for event in events],
        [event.payload for event in events],
    ]


def _outcome(row: asyncpg.Record) -> Outcome:
    kind, first, last, recorded_at, same, stream_id, expected, actual = row
    if kind == "appended":
        return Appended(first, last, recorded_at)
    if kind == "duplicate":
        return Duplicate(first, last, recorded_at, same)
    return VersionConflict(_uuid(stream_id), expected, actual)


def _event(tenant: TenantId, row: asyncpg.Record) -> EventRow:
    (position, event_id, stream_id, version, topic, schema_version, actor_id, *rest) = row
    return EventRow(
        tenant,
        position,
        _uuid(event_id),
        _uuid(stream_id),
        version,
        topic,
        schema_version,
        _uuid(actor_id),
        *rest,
    )


def _uuid(value: UUID) -> UUID:
    return UUID(int=value.int)
