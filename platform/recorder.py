"""The ``eventsourcing`` library's application recorder, asynchronous and bound to a tenant.

Same names, arguments and exceptions as ``eventsourcing.persistence``; mirrored, not subclassed,
because its abstract classes are synchronous. The tenant is bound to the recorder, so no call can
omit it. Input fits the library's ``StoredEvent``, output its ``Notification``; a notification's id
is the event's position. One implementation serves every log.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from eventsourcing.persistence import IntegrityError

from .append import (
    Append,
    Duplicate,
    Guard,
    IdempotencyKey,
    Log,
    Outcome,
    VersionConflict,
    recorded_rows,
)
from .events import EventRow, NewEvent
from .ids import TenantId, uuid7
from .subscription import AsyncSubscription
from .wakeups import Wakeups

_NO_DIGEST = bytes(32)


class StreamConflict(IntegrityError):
    """A written or guarded stream is not at the version that was expected of it."""

    def __init__(self, conflict: VersionConflict) -> None:
        super().__init__(
            f"stream {conflict.stream_id} is at version {conflict.actual}, not at "
            f"{conflict.expected}"
        )
        self.conflict = conflict


class KeyUsed(IntegrityError):
    """The idempotency key was used before: for the same events, or for others."""

    def __init__(self, key: IdempotencyKey, first: Duplicate) -> None:
        super().__init__(
            f"the key {key.key} was used before, for {'the same' if first.same else 'another'} "
            f"command: positions {first.first} to {first.last}"
        )
        self.first = first


class Appender(Protocol):
    """The writer (``wahana.platform.writer``)."""

    async def append(self, tenant: TenantId, append: Append, /) -> Outcome: ...


class AsyncApplicationRecorder:
    """Mirror of ``ApplicationRecorder``: the events of one tenant, by stream and by position."""

    __slots__ = ("_appender", "_log", "_wakeups", "tenant")

    def __init__(
        self, log: Log, appender: Appender, tenant: TenantId, *, wakeups: Wakeups | None = None
    ) -> None:
        self.tenant = tenant
        self._log = log
        self._appender = appender
        self._wakeups = wakeups

    async def insert_events(
        self,
        stored_events: Sequence[NewEvent],
        *,
        key: IdempotencyKey | None = None,
        guards: Sequence[Guard] = (),
    ) -> list[EventRow]:
        """Write events, all or none; return them as recorded (the library returns only the ids).

        ``key``: a new one unless given. Raises :class:`StreamConflict` if a version is not the
        next of its stream or a guard does not hold, :class:`KeyUsed`, and what the appender
        raises: all are of the library's exceptions.
        """
        if not stored_events:
            return []
        key = key or IdempotencyKey(stored_events[0].actor_id, str(uuid7()), _NO_DIGEST)
        append = Append(key, tuple(stored_events), tuple(guards))
        outcome = await self._appender.append(self.tenant, append)
        if isinstance(outcome, VersionConflict):
            raise StreamConflict(outcome)
        if isinstance(outcome, Duplicate):
            raise KeyUsed(key, outcome)
        return recorded_rows(self.tenant, append, outcome)

    async def lookup(self, key: IdempotencyKey) -> Duplicate | None:
        """The first result of an idempotency key, if it was ever accepted."""
        return await self._log.lookup(self.tenant, key)

    async def select_events(
        self,
        originator_id: UUID,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> list[EventRow]:
        """Events of one stream, with a version above ``gt`` and up to ``lte``."""
        return [
            row
            async for row in self._log.read_stream(
                self.tenant,
                originator_id,
                after_version=0 if gt is None else gt,
                up_to_version=lte,
                newest_first=desc,
                limit=limit,
            )
        ]

    async def select_streams(
        self, wanted: Sequence[tuple[UUID, int]]
    ) -> dict[UUID, list[EventRow]]:
        """Events of several streams in one round trip, each above the given version."""
        return await self._log.read_streams(self.tenant, wanted)

    async def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> list[EventRow]:
        """Up to ``limit`` events from position ``start`` (``None``: the first) to ``stop``."""
        after = 0 if start is None else start - 1 if inclusive_of_start else start
        return [
            row
            async for row in self._log.read_log(
                self.tenant, after=after, up_to=stop, limit=limit, topics=topics
            )
        ]

    async def first_unknown(self, after: int, up_to: int, known: Sequence[str]) -> int | None:
        """The first position of a range whose event has none of the known topics."""
        return await self._log.first_unknown(self.tenant, after, up_to, known)

    async def max_notification_id(self) -> int | None:
        """The tenant's last position; ``None`` while it has no event."""
        return await self._log.head(self.tenant) or None

    def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> AsyncSubscription:
        """The events after position ``gt``, and those to come, until it is stopped."""
        return AsyncSubscription(self, gt, topics, wakeups=self._wakeups)
