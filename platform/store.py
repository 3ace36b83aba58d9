"""The ``eventsourcing`` library's event store, asynchronous: events of the domain in and out.

Every event that the service writes or decides on passes here: the executor puts the events of a
command, the repository gets those of an aggregate.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from uuid import UUID

from .append import Guard, IdempotencyKey
from .events import Recorded
from .mapper import AsyncMapper, MappedEvent
from .recorder import AsyncApplicationRecorder


class AsyncEventStore:
    """Mirror of ``EventStore`` over a mapper and a recorder, for the recorder's tenant."""

    __slots__ = ("mapper", "recorder")

    def __init__(self, mapper: AsyncMapper, recorder: AsyncApplicationRecorder) -> None:
        self.mapper = mapper
        self.recorder = recorder

    async def put(
        self,
        mapped: Sequence[MappedEvent],
        *,
        key: IdempotencyKey | None = None,
        guards: Sequence[Guard] = (),
    ) -> list[Recorded]:
        """Store the events of one command, all or none; as recorded (the library's recordings).

        They are mapped beforehand (:meth:`.mapper.AsyncMapper.to_stored_events`), because unique
        values are claimed between the two. Raises as
        :meth:`.recorder.AsyncApplicationRecorder.insert_events`.
        """
        rows = await self.recorder.insert_events(
            [one.stored for one in mapped], key=key, guards=guards
        )
        return [
            Recorded(row=row, data=one.data, sealed=one.sealed)
            for row, one in zip(rows, mapped, strict=True)
        ]

    async def get(
        self,
        originator_id: UUID,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> AsyncIterator[Recorded]:
        """The events of one stream. Raises as :meth:`.mapper.AsyncMapper.to_domain_event`."""
        for row in await self.recorder.select_events(
            originator_id, gt=gt, lte=lte, desc=desc, limit=limit
        ):
            yield self.mapper.to_domain_event(row)
