"""A small aggregate for tests of what folds events: a counter."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar
from uuid import UUID

import msgspec
from tests.logs.building import ACTOR, event

from wahana.platform.append import Log
from wahana.platform.events import EventMeta, EventRegistry, NewEvent, encode_payload
from wahana.platform.ids import TenantId
from wahana.platform.infrastructure import AsyncInfrastructureFactory
from wahana.platform.mapper import AsyncMapper, DecidedEvent, MappedEvent
from wahana.platform.writer import Writer


class Counted(msgspec.Struct, frozen=True):
    """The counter rises by a number."""

    TOPIC: ClassVar[str] = "counter.counted"
    SCHEMA: ClassVar[int] = 1
    by: int


class Tilted(msgspec.Struct, frozen=True):
    """An event of another kind of stream."""

    TOPIC: ClassVar[str] = "table.tilted"
    SCHEMA: ClassVar[int] = 1


class Counter(msgspec.Struct, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "counter"
    id: UUID
    version: int = 0
    total: int = 0

    def evolve(self, happened: Any, stamp: Any) -> Counter:
        return msgspec.structs.replace(self, total=self.total + happened.by)


class Table(msgspec.Struct, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "table"
    id: UUID
    version: int = 0
    tilts: int = 0

    def evolve(self, happened: Any, stamp: Any) -> Table:
        return msgspec.structs.replace(self, tilts=self.tilts + 1)


REGISTRY = EventRegistry([Counted, Tilted])


def counted(stream_id: UUID, version: int, by: int) -> NewEvent:
    payload = encode_payload(Counted(by), [], bytes(16))
    return event(stream_id, version, topic=Counted.TOPIC, payload=payload)


def tilted(stream_id: UUID, version: int) -> NewEvent:
    payload = encode_payload(Tilted(), [], bytes(16))
    return event(stream_id, version, topic=Tilted.TOPIC, payload=payload)


META = EventMeta(
    role="OPERATOR",
    client="test",
    occurred_on=date(2026, 1, 1),
    policy=1,
    catalogue="none",
    correlation=UUID(int=1),
    source="app",
)


class NothingToSeal:
    """A sealer for events without personal values."""

    async def seal(self, tenant: TenantId, happened: Sequence[tuple[UUID, Any]]) -> list[Any]:
        return [(data, ()) for _, data in happened]

    def unique_values(self, happened: Sequence[Any]) -> list[Any]:
        return []


MAPPER = AsyncMapper(REGISTRY, NothingToSeal())


async def mapped(*counts: tuple[UUID, int, int]) -> list[MappedEvent]:
    """Events ready to be stored, each from stream, version and amount."""
    pending = [DecidedEvent(stream, version, Counted(by)) for stream, version, by in counts]
    return await MAPPER.to_stored_events(TenantId(UUID(int=0)), pending, META, ACTOR)


def infrastructure(log: Log, writer: Writer | None = None) -> AsyncInfrastructureFactory:
    """Recorders and stores of countings over a log, put together as the service's are."""
    writer = writer or Writer(log)
    return AsyncInfrastructureFactory(log, writer, MAPPER, wakeups=writer.wakeups)
