"""The log in memory: the twin of ``postgres_log`` for tests, examples and dry runs.

It has every guarantee of the log except durability: gapless positions per tenant, expected
versions, guards, idempotency keys, rising ``recorded_at``. One contract suite runs on both.
It refuses what the database's constraints refuse. It belongs to one event loop.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

from .append import (
    Append,
    Appended,
    Duplicate,
    Guard,
    IdempotencyKey,
    InvalidAppend,
    Moment,
    Outcome,
    UnknownTenant,
    VersionConflict,
)
from .clock import Clock, system_clock
from .events import EventRow, NewEvent
from .ids import TenantId

_TOPIC = re.compile(r"[a-z][a-z0-9_.-]{0,99}")
_KEY = re.compile(r"[ -~]{1,200}")
_META_BYTES_MAX = 65_536
_PAYLOAD_BYTES_MAX = 1_048_576
_MICROSECOND = timedelta(microseconds=1)
_NEVER = datetime.min.replace(tzinfo=UTC)


@dataclass(slots=True)
class _TenantLog:
    rows: list[EventRow] = field(default_factory=list)
    streams: dict[UUID, list[EventRow]] = field(default_factory=dict)
    keys: dict[tuple[UUID, str], tuple[bytes, Appended]] = field(default_factory=dict)
    ends: list[int] = field(default_factory=list)
    """The last position of each command."""
    last_at: datetime = _NEVER
    """Nothing is recorded up to here any more."""

    def version(self, stream_id: UUID) -> int:
        return len(self.streams.get(stream_id, ()))


class MemoryLog:
    """A :class:`~wahana.platform.append.Log` that lives in the process's memory."""

    def __init__(self, clock: Clock = system_clock) -> None:
        self._clock = clock
        self._tenants: dict[UUID, _TenantLog] = {}

    async def open_log(self, tenant: TenantId) -> None:
        """Open the log of a new tenant; nothing happens if it is open."""
        self._tenants.setdefault(tenant, _TenantLog())

    async def append(self, tenant: TenantId, batch: Sequence[Append]) -> list[Outcome]:
        """Write a batch; one outcome per command, in order. Errors as the protocol says."""
        if not batch:
            return []
        for append in batch:
            _refuse_invalid(append)
        log = self._tenants.get(tenant)
        if log is None:
            raise UnknownTenant(f"tenant {tenant} has no log; add it first: wahana tenant add")
        at = self._clock().astimezone(UTC)
        if log.last_at > _NEVER:
            at = max(at, log.last_at + _MICROSECOND)
        outcomes: list[Outcome] = []
        for append in batch:
            outcome = _judge(log, append) or _write(log, tenant, append, at)
            if isinstance(outcome, Appended):
                at += _MICROSECOND * len(append.events)
            outcomes.append(outcome)
        return outcomes

    async def lookup(self, tenant: TenantId, key: IdempotencyKey) -> Duplicate | None:
        """The first result of an idempotency key, if it was ever accepted."""
        return _first_result(self._of(tenant), key)

    async def versions(self, tenant: TenantId, streams: Sequence[UUID]) -> dict[UUID, int]:
        """The current version of each stream (0: not there)."""
        log = self._of(tenant)
        return {stream_id: log.version(stream_id) for stream_id in streams}

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
        """A stream's events, oldest first by default."""
        rows = [
            row
            for row in _between(
                self._of(tenant).streams.get(stream_id, []), after_version, up_to_version
            )
            if up_to_position is None or row.position <= up_to_position
        ]
        for row in (rows[::-1] if newest_first else rows)[:limit]:
            yield row

    async def read_streams(
        self, tenant: TenantId, wanted: Sequence[tuple[UUID, int]]
    ) -> dict[UUID, list[EventRow]]:
        """Several streams, each after the given version."""
        log = self._of(tenant)
        return {stream_id: log.streams.get(stream_id, [])[after:] for stream_id, after in wanted}

    async def read_log(
        self,
        tenant: TenantId,
        *,
        after: int = 0,
        up_to: int | None = None,
        limit: int | None = None,
        topics: Sequence[str] | None = None,
    ) -> AsyncIterator[EventRow]:
        """The tenant's events by position, up to the head of this moment."""
        rows = _between(self._of(tenant).rows, after, up_to)
        for row in [row for row in rows if not topics or row.topic in topics][:limit]:
            yield row

    async def first_unknown(
        self, tenant: TenantId, after: int, up_to: int, known: Sequence[str]
    ) -> int | None:
        """The first position of a range whose event has none of the known topics."""
        rows = _between(self._of(tenant).rows, after, up_to)
        return next((row.position for row in rows if row.topic not in known), None)

    async def head(self, tenant: TenantId) -> int:
        """The tenant's last position; 0 while it has none."""
        return len(self._of(tenant).rows)

    async def position_at(self, tenant: TenantId, recorded_at: datetime) -> int | None:
        """The last position recorded at or before an instant (aware); ``None``: it is not over."""
        log = self._tenants.get(tenant)
        if log is None:
            return None
        if recorded_at > log.last_at:
            if recorded_at >= self._clock():
                return None
            log.last_at = recorded_at.astimezone(UTC)
        return bisect_right(log.rows, recorded_at, key=lambda row: row.recorded_at)

    async def moment_of(self, tenant: TenantId, position: int) -> Moment | None:
        """The end of the command that wrote a position; ``None``: it is not recorded yet."""
        log = self._of(tenant)
        if position > len(log.rows) or not log.rows:
            return None
        end = log.ends[bisect_left(log.ends, position)] if position else 0
        return Moment(end, log.rows[max(end, 1) - 1].recorded_at)

    def _of(self, tenant: TenantId) -> _TenantLog:
        return self._tenants.get(tenant) or _TenantLog()


def _between(rows: list[EventRow], after: int, up_to: int | None) -> list[EventRow]:
    """The rows whose number (from 1, without a gap) is in the range."""
    return rows[max(after, 0) : None if up_to is None else max(up_to, 0)]


def _judge(log: _TenantLog, append: Append) -> Duplicate | VersionConflict | None:
    """The outcome that prevents a command in the current state: first its key, then versions."""
    if repeated := _first_result(log, append.key):
        return repeated
    written = [
        Guard(event.stream_id, event.version - 1)
        for event, before in zip(append.events, (None, *append.events), strict=False)
        if before is None or before.stream_id != event.stream_id
    ]
    for expected in (*written, *append.guards):
        actual = log.version(expected.stream_id)
        if actual != expected.version:
            return VersionConflict(expected.stream_id, expected.version, actual)
    return None


def _write(log: _TenantLog, tenant: TenantId, append: Append, at: datetime) -> Appended:
    first = len(log.rows) + 1
    for ordinal, event in enumerate(append.events):
        row = _row(tenant, event, first + ordinal, at + _MICROSECOND * ordinal)
        log.rows.append(row)
        log.streams.setdefault(event.stream_id, []).append(row)
    log.ends.append(len(log.rows))
    log.last_at = log.rows[-1].recorded_at
    outcome = Appended(first, len(log.rows), at)
    log.keys[append.key.client, append.key.key] = (append.key.digest, outcome)
    return outcome


def _row(tenant: TenantId, event: NewEvent, position: int, recorded_at: datetime) -> EventRow:
    return EventRow(
        tenant_id=tenant,
        position=position,
        event_id=event.event_id,
        stream_id=event.stream_id,
        version=event.version,
        topic=event.topic,
        schema_version=event.schema_version,
        actor_id=event.actor_id,
        recorded_at=recorded_at,
        meta=event.meta,
        payload=event.payload,
    )


def _first_result(log: _TenantLog, key: IdempotencyKey) -> Duplicate | None:
    found = log.keys.get((key.client, key.key))
    if found is None:
        return None
    digest, first = found
    return Duplicate(first.first, first.last, first.recorded_at, same=digest == key.digest)


def _refuse_invalid(append: Append) -> None:
    """Raise what no state of the log could accept; the checks have the database's order."""
    if not append.events:
        raise InvalidAppend("a command has at least one event")
    seen: set[UUID] = set()
    before: NewEvent | None = None
    for event in append.events:
        if before is not None and before.stream_id == event.stream_id:
            if event.version != before.version + 1:
                raise InvalidAppend(
                    f"stream {event.stream_id} goes from version {before.version} to "
                    f"{event.version} within one command"
                )
        elif event.stream_id in seen:
            raise InvalidAppend(f"the events of stream {event.stream_id} do not stand together")
        seen.add(event.stream_id)
        before = event
        if not (
            event.version >= 1
            and event.schema_version >= 1
            and _TOPIC.fullmatch(event.topic)
            and 2 <= len(event.meta) <= _META_BYTES_MAX
            and 2 <= len(event.payload) <= _PAYLOAD_BYTES_MAX
        ):
            raise InvalidAppend(f"event {event.event_id} ({event.topic!a}) cannot be stored")
    if not _KEY.fullmatch(append.key.key) or len(append.key.digest) != 32:
        raise InvalidAppend("an idempotency key is 1–200 printable ASCII characters and 32 bytes")
