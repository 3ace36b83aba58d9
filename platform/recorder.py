"""The ``eventsourcing`` library's recorders, asynchronous and bound to a tenant.

Same names, arguments and exceptions as ``eventsourcing.persistence``; mirrored, not subclassed,
because its abstract classes are synchronous. The tenant belongs to the recorder, so no call can
forget it. A notification's id is the event's position. One implementation serves every log.
"""

from __future__ import annotations

import contextlib
from collections.abc import AsyncGenerator, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol, Self
from uuid import UUID

import asyncpg
from eventsourcing import persistence
from eventsourcing.persistence import IntegrityError, Notification, StoredEvent

from .append import (
    Append,
    Appended,
    Duplicate,
    Guard,
    IdempotencyKey,
    InvalidAppend,
    Log,
    Outcome,
    QueueFull,
    UnknownTenant,
    VersionConflict,
    recorded_rows,
)
from .database import DatabaseUnavailable
from .events import EventRow, NewEvent
from .ids import TenantId, uuid7
from .subscription import AsyncSubscription, tail_rows
from .wakeups import Wakeups
from .writer import WriterClosed

_NO_META = b"{}"
_NO_DIGEST = bytes(32)


@dataclass(frozen=True)
class StoredRow(StoredEvent):
    """A stored event with everything else its row says."""

    row: EventRow

    @classmethod
    def of(cls, row: EventRow) -> Self:
        return cls(row.stream_id, row.version, row.topic, row.payload, row)


@dataclass(frozen=True)
class RowNotification(Notification):
    """A notification with everything else its row says."""

    row: EventRow

    @classmethod
    def of(cls, row: EventRow) -> Self:
        return cls(row.stream_id, row.version, row.topic, row.payload, row.position, row)


class Appender(Protocol):
    """The writer (``wahana.platform.writer``)."""

    async def append(self, tenant: TenantId, append: Append, /) -> Outcome: ...


class AsyncAggregateRecorder:
    """Mirror of ``AggregateRecorder``: the events of one tenant by stream.

    ``actor_id`` is the actor of plain stored events (see :meth:`insert_events`).
    """

    def __init__(
        self,
        log: Log,
        appender: Appender,
        tenant: TenantId,
        *,
        actor_id: UUID,
        wakeups: Wakeups | None = None,
    ) -> None:
        self.tenant = tenant
        self._log = log
        self._appender = appender
        self._actor_id = actor_id
        self._wakeups = wakeups or Wakeups()

    def for_tenant(self, tenant: TenantId) -> Self:
        """The same recorder for another tenant."""
        return type(self)(
            self._log, self._appender, tenant, actor_id=self._actor_id, wakeups=self._wakeups
        )

    async def insert_events(
        self,
        stored_events: Sequence[StoredEvent],
        *,
        key: IdempotencyKey | None = None,
        guards: Sequence[Guard] = (),
    ) -> Sequence[int] | None:
        """Write stored events, all or none; a plain one gets a new id, schema 1 and no meta.

        Raises ``IntegrityError`` if one of their versions is not the next of its stream, a guard
        does not hold, or the key was used for something else.
        """
        await self.insert_rows(
            [self._new(event) for event in stored_events], key=key, guards=guards
        )
        return None

    async def insert_rows(
        self,
        new_events: Sequence[NewEvent],
        *,
        key: IdempotencyKey | None = None,
        guards: Sequence[Guard] = (),
    ) -> list[EventRow]:
        """As :meth:`insert_events`, for events that are ready; their rows, as recorded."""
        if not new_events:
            return []
        key = key or IdempotencyKey(self._actor_id, str(uuid7()), _NO_DIGEST)
        append = Append(key, tuple(new_events), tuple(guards))
        with library_errors():
            outcome = await self._appender.append(self.tenant, append)
            if isinstance(outcome, VersionConflict):
                raise IntegrityError(
                    f"stream {outcome.stream_id} is at version {outcome.actual}, "
                    f"not at {outcome.expected}"
                )
            if isinstance(outcome, Appended):
                return recorded_rows(self.tenant, append, outcome)
            return await self._repeated(outcome, key)

    async def _repeated(self, outcome: Duplicate, key: IdempotencyKey) -> list[EventRow]:
        if not outcome.same:
            raise IntegrityError(f"the key {key.key} was used for another command")
        return [
            row
            async for row in self._log.read_log(
                self.tenant, after=outcome.first - 1, up_to=outcome.last
            )
        ]

    async def select_events(
        self,
        originator_id: UUID,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> list[StoredRow]:
        """Events of one stream, with a version above ``gt`` and up to ``lte``."""
        with library_errors():
            return [
                StoredRow.of(row)
                async for row in self._log.read_stream(
                    self.tenant,
                    originator_id,
                    after_version=0 if gt is None else gt,
                    up_to_version=lte,
                    newest_first=desc,
                    limit=limit,
                )
            ]

    def _new(self, event: StoredEvent) -> NewEvent:
        if not isinstance(event.originator_id, UUID):
            raise persistence.DataError("an originator's id is a UUID")
        return NewEvent(
            event_id=uuid7(),
            stream_id=event.originator_id,
            version=event.originator_version,
            topic=event.topic,
            schema_version=1,
            actor_id=self._actor_id,
            meta=_NO_META,
            payload=event.state,
        )


class AsyncApplicationRecorder(AsyncAggregateRecorder):
    """Mirror of ``ApplicationRecorder``: also the tenant's events by position."""

    async def insert_events(
        self,
        stored_events: Sequence[StoredEvent],
        *,
        key: IdempotencyKey | None = None,
        guards: Sequence[Guard] = (),
    ) -> list[int]:
        """As the aggregate recorder's; returns the events' positions."""
        rows = await self.insert_rows(
            [self._new(event) for event in stored_events], key=key, guards=guards
        )
        return [row.position for row in rows]

    async def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> list[RowNotification]:
        """Up to ``limit`` events from position ``start`` (``None``: the first) to ``stop``."""
        after = 0 if start is None else start - 1 if inclusive_of_start else start
        with library_errors():
            return [
                RowNotification.of(row)
                async for row in self._log.read_log(
                    self.tenant, after=after, up_to=stop, limit=limit, topics=topics
                )
            ]

    async def max_notification_id(self) -> int | None:
        """The tenant's last position; ``None`` while it has no event."""
        with library_errors():
            return await self._log.head(self.tenant) or None

    def subscribe(
        self, gt: int | None = None, topics: Sequence[str] = ()
    ) -> AsyncSubscription[RowNotification]:
        """The events after position ``gt``, and those to come, until it is stopped."""
        return AsyncSubscription(self._notifications(gt or 0, topics))

    async def _notifications(
        self, after: int, topics: Sequence[str]
    ) -> AsyncGenerator[RowNotification, None]:
        with library_errors():
            async for row in tail_rows(self._log, self._wakeups, self.tenant, after, topics):
                yield RowNotification.of(row)


@contextlib.contextmanager
def library_errors() -> Iterator[None]:
    """Turn the log's and asyncpg's errors into the library's, which are named as in PEP 249."""
    try:
        yield
    except InvalidAppend as error:
        raise IntegrityError(str(error)) from error
    except UnknownTenant as error:
        raise persistence.ProgrammingError(str(error)) from error
    except (DatabaseUnavailable, QueueFull, WriterClosed) as error:
        raise persistence.OperationalError(str(error)) from error
    except asyncpg.PostgresError as error:
        state = (error.sqlstate or "")[:2]
        raise _ERRORS.get(state, persistence.DatabaseError)(str(error.args[0])) from error
    except asyncpg.InterfaceError as error:
        raise persistence.InterfaceError(str(error)) from error


_ERRORS: dict[str, type[persistence.DatabaseError]] = {
    "0A": persistence.NotSupportedError,
    "22": persistence.DataError,
    "23": IntegrityError,
    "40": persistence.OperationalError,
    "42": persistence.ProgrammingError,
    "53": persistence.OperationalError,
    "54": persistence.OperationalError,
    "55": persistence.OperationalError,
    "57": persistence.OperationalError,
    "58": persistence.OperationalError,
    "XX": persistence.InternalError,
}
"""The library's error by class of SQLSTATE."""
