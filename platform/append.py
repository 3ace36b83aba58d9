"""Types of an append: what a command asks the log to write, and what the log answers.

Outcomes are values, not exceptions: a conflict of one command must not affect the others in its
batch. Two logs implement :class:`Log`: PostgreSQL (``postgres_log``) and the in-memory twin
(``memory_log``); one contract suite runs on both.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from eventsourcing import persistence

from .events import EventRow, NewEvent
from .ids import TenantId


@dataclass(frozen=True, slots=True)
class IdempotencyKey:
    """Scope is (tenant, client): the same key of another client is another key."""

    client: UUID
    """The actor whose queue made the key."""
    key: str
    """1 to 200 printable ASCII characters."""
    digest: bytes
    """HMAC-SHA256 of the command as the client sent it; a retry has the same one."""


@dataclass(frozen=True, slots=True)
class Guard:
    """A stream that was read but not written: the append is valid only while it is at
    ``version``."""

    stream_id: UUID
    version: int


@dataclass(frozen=True, slots=True)
class Append:
    """All events of one command. Events of one stream are consecutive; versions rise by one."""

    key: IdempotencyKey
    events: tuple[NewEvent, ...]
    guards: tuple[Guard, ...] = ()


@dataclass(frozen=True, slots=True)
class Appended:
    """Written, positions ``first`` to ``last``; event n was recorded n−1 µs after the first."""

    first: int
    last: int
    recorded_at: datetime

    def recorded_at_of(self, ordinal: int) -> datetime:
        """``recorded_at`` of the event number ``ordinal`` (from 0) of the command."""
        return self.recorded_at + timedelta(microseconds=ordinal)


@dataclass(frozen=True, slots=True)
class Duplicate:
    """The key was used before, for the same command (``same``) or another one (KEY_REUSED)."""

    first: int
    last: int
    recorded_at: datetime
    same: bool


@dataclass(frozen=True, slots=True)
class VersionConflict:
    """A written or guarded stream has moved: it is at ``actual``, not at ``expected``."""

    stream_id: UUID
    expected: int
    actual: int


Outcome = Appended | Duplicate | VersionConflict


@dataclass(frozen=True, slots=True)
class Moment:
    """A point of the log between two commands: what it shows holds whole commands only."""

    position: int
    """Of the last event of a command; 0: before the first."""
    recorded_at: datetime
    """When that event was recorded; at position 0, the first one of all."""


class InvalidAppend(persistence.IntegrityError, ValueError):
    """No state of the log could accept this append: its events are out of order or cannot be
    stored."""


class UnknownTenant(persistence.ProgrammingError, LookupError):
    """The tenant has no log in this database. Add the tenant first (``wahana tenant add``)."""


class QueueFull(persistence.OperationalError):
    """The tenant's write queue is full. Nothing was written; send the command again in a moment."""


class Log(Protocol):
    """A log of events per tenant: append in batches, read by stream and by position."""

    async def open_log(self, tenant: TenantId) -> None:
        """Open the log of a new tenant. Idempotent."""
        ...

    async def append(self, tenant: TenantId, batch: Sequence[Append]) -> list[Outcome]:
        """Write a batch in one transaction; one outcome per command, in order.

        The outcomes are the same as if the commands were written one after the other. Raises
        :class:`UnknownTenant` or :class:`InvalidAppend`; then nothing is written.
        """
        ...

    async def lookup(self, tenant: TenantId, key: IdempotencyKey) -> Duplicate | None:
        """The first result of an idempotency key, or ``None`` if none was accepted."""
        ...

    async def versions(self, tenant: TenantId, streams: Sequence[UUID]) -> dict[UUID, int]:
        """The current version of each stream (0: not there)."""
        ...

    def read_stream(
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
        ...

    async def read_streams(
        self, tenant: TenantId, wanted: Sequence[tuple[UUID, int]]
    ) -> dict[UUID, list[EventRow]]:
        """Several streams in one round trip, each after the given version."""
        ...

    def read_log(
        self,
        tenant: TenantId,
        *,
        after: int = 0,
        up_to: int | None = None,
        limit: int | None = None,
        topics: Sequence[str] | None = None,
    ) -> AsyncIterator[EventRow]:
        """The tenant's events by position, in bounded memory."""
        ...

    async def first_unknown(
        self, tenant: TenantId, after: int, up_to: int, known: Sequence[str]
    ) -> int | None:
        """The first position of a range whose event has none of the known topics."""
        ...

    async def head(self, tenant: TenantId) -> int:
        """The tenant's last position; 0 while it has none."""
        ...

    async def position_at(self, tenant: TenantId, recorded_at: datetime) -> int | None:
        """The last position recorded at or before an instant (aware); 0 if none.

        ``None``: the instant is not over. One that is over has nothing recorded up to it any
        more, so the same instant gives the same position for ever.
        """
        ...

    async def moment_of(self, tenant: TenantId, position: int) -> Moment | None:
        """The end of the command that wrote a position; ``None``: it is not recorded yet."""
        ...


def recorded_rows(tenant: TenantId, append: Append, outcome: Appended) -> list[EventRow]:
    """The rows of a command that was just written, without reading them back."""
    return [
        EventRow(
            tenant_id=tenant,
            position=outcome.first + ordinal,
            event_id=event.event_id,
            stream_id=event.stream_id,
            version=event.version,
            topic=event.topic,
            schema_version=event.schema_version,
            actor_id=event.actor_id,
            recorded_at=outcome.recorded_at_of(ordinal),
            meta=event.meta,
            payload=event.payload,
        )
        for ordinal, event in enumerate(append.events)
    ]
