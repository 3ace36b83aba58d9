"""The ``eventsourcing`` library's event store, asynchronous: events in, events out.

Typed structs need no transcoder, so what the library's mapper does is done by the registry of
topics; ``put`` takes events that are encoded already, ``get`` gives decoded ones.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from uuid import UUID

from eventsourcing.persistence import Recording

from .append import Guard, IdempotencyKey
from .events import EventRegistry, NewEvent, Recorded
from .recorder import AsyncAggregateRecorder, RowNotification


class AsyncEventStore:
    """Mirror of ``EventStore`` over a recorder, for the recorder's tenant."""

    def __init__(self, registry: EventRegistry, recorder: AsyncAggregateRecorder) -> None:
        self.registry = registry
        self.recorder = recorder

    async def put(
        self,
        domain_events: Sequence[NewEvent],
        *,
        key: IdempotencyKey | None = None,
        guards: Sequence[Guard] = (),
    ) -> list[Recording[UUID]]:
        """Store events of one command, all or none, and give them back as recorded.

        Raises ``IntegrityError`` and the library's other errors as the recorder does.
        """
        rows = await self.recorder.insert_rows(domain_events, key=key, guards=guards)
        return [Recording(self.registry.decode(row), RowNotification.of(row)) for row in rows]

    async def get(
        self,
        originator_id: UUID,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> AsyncIterator[Recorded]:
        """The events of one stream, decoded. Raises ``UnknownTopic``, ``UndecodableEvent``."""
        for stored in await self.recorder.select_events(
            originator_id, gt=gt, lte=lte, desc=desc, limit=limit
        ):
            yield self.registry.decode(stored.row)
