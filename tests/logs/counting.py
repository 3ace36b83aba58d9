"""A small aggregate for tests of what folds events: a counter."""

from __future__ import annotations

from typing import Any, ClassVar
from uuid import UUID

import msgspec
from tests.logs.building import event

from wahana.platform.events import EventRegistry, NewEvent, encode_payload


class Counted(msgspec.Struct, frozen=True):
    """So many more."""

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
