"""Invented events of things, and a view with both kinds of tables, to test the runner."""

from __future__ import annotations

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, ClassVar
from uuid import UUID, uuid4

import asyncpg
import msgspec
import pytest
from tests.patience import PATIENCE_S

from wahana.platform import installation, positions, sql
from wahana.platform.columns import BigInt
from wahana.platform.database import Database, WorkSession
from wahana.platform.events import EventMeta, EventRegistry, encode_meta, encode_payload
from wahana.platform.ids import TenantId
from wahana.platform.interventions import Justification
from wahana.platform.projector import Projector
from wahana.platform.runner import Worker
from wahana.platform.tables import AppendTable
from wahana.platform.versioned import VersionedTable
from wahana.platform.views import NOW, Batch, View

READ = sql.load(__file__, "read.sql")


class _Thing(msgspec.Struct, frozen=True, kw_only=True):
    TOPIC: ClassVar[str]
    SCHEMA: ClassVar[int] = 1
    thing: UUID


class Made(_Thing, frozen=True, kw_only=True):
    TOPIC: ClassVar[str] = "thing.made"
    label: str


class Renamed(_Thing, frozen=True, kw_only=True):
    TOPIC: ClassVar[str] = "thing.renamed"
    label: str


class Counted(_Thing, frozen=True, kw_only=True):
    TOPIC: ClassVar[str] = "thing.counted"
    delta: int


class Tagged(_Thing, frozen=True, kw_only=True):
    TOPIC: ClassVar[str] = "thing.tagged"
    tags: tuple[str, ...]


class Gone(_Thing, frozen=True, kw_only=True):
    TOPIC: ClassVar[str] = "thing.gone"


class Noise(_Thing, frozen=True, kw_only=True):
    """Known to the registry, read by no view."""

    TOPIC: ClassVar[str] = "noise.heard"


class Strange(_Thing, frozen=True, kw_only=True):
    """Not known to the registry."""

    TOPIC: ClassVar[str] = "strange.seen"


REGISTRY = EventRegistry([Made, Renamed, Counted, Tagged, Gone, Noise])
Event = Made | Renamed | Counted | Tagged | Gone | Noise | Strange


class Thing(msgspec.Struct, frozen=True):
    """A thing."""

    thing_id: UUID
    label: str
    total: BigInt
    tags: tuple[str, ...]


class Entry(msgspec.Struct, frozen=True):
    """A count."""

    position: BigInt
    thing_id: UUID
    delta: BigInt


THINGS = VersionedTable(Thing, key=["thing_id"], table="thing", include=["to_position"])
ENTRIES = AppendTable(Entry, key=["position"], table="thing_entry")


class Poison(Exception):
    """What the view raises on a label 'poison'. Its message must never be stored."""


async def apply(session: WorkSession, batch: Batch) -> None:
    things = await THINGS.load(session, batch, ((event.data.thing,) for event in batch.events))
    entries = []
    for event in batch.events:
        data, at = event.data, event.position
        match data:
            case Made(label="poison"):
                raise Poison("Siti lives in Jalan Melati 3")
            case Made():
                things.put(at, Thing(data.thing, data.label, 0, ()))
            case Renamed():
                things.change(at, data.thing, label=data.label)
            case Tagged():
                things.change(at, data.thing, tags=data.tags)
            case Gone():
                things.remove(at, data.thing)
            case Counted():
                thing = things.get(data.thing)
                if thing is not None:
                    things.change(at, data.thing, total=thing.total + data.delta)
                entries.append(Entry(at, data.thing, data.delta))
    await things.write(session)
    await ENTRIES.add(session, batch, entries)


VIEW = View(
    name="thing",
    version=1,
    topics=frozenset(cls.TOPIC for cls in (Made, Renamed, Counted, Tagged, Gone)),
    tables=(THINGS, ENTRIES),
    apply=apply,
)


class Seen(msgspec.Struct, frozen=True):
    """An event that was seen."""

    position: BigInt


META = encode_meta(
    EventMeta(
        role="OPERATOR",
        client="tests",
        occurred_on=date(2012, 6, 14),
        policy=1,
        catalogue="none",
        correlation=UUID(int=1),
        source="cli",
    )
)


@dataclass(frozen=True)
class World:
    """A migrated database with the view's tables, and a quick way to write events."""

    url: str
    database: Database

    async def write(self, tenant: TenantId, events: Sequence[Event]) -> int:
        """Append events as the administrator; the new head."""
        admin: asyncpg.Connection[Any] = await asyncpg.connect(self.url)
        try:
            async with admin.transaction():
                head = await admin.fetchval(READ["head"], tenant)
                await admin.execute(
                    READ["write_events"],
                    tenant,
                    head,
                    [event.thing for event in events],
                    [event.TOPIC for event in events],
                    META,
                    [encode_payload(event, (), bytes(16)) for event in events],
                )
                await admin.execute(READ["move_head"], tenant, head + len(events))
        finally:
            await admin.close()
        return int(head) + len(events)

    async def admin(self, statement: str, *binds: Any) -> Any:
        """One value, as the administrator."""
        admin: asyncpg.Connection[Any] = await asyncpg.connect(self.url)
        try:
            return await admin.fetchval(statement, *binds)
        finally:
            await admin.close()

    async def reached(
        self, tenant: TenantId, position: int, *, timeout_s: float = PATIENCE_S
    ) -> bool:
        """Wait until the view has applied the events up to ``position``; whether it did."""
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(timeout_s):
                while True:
                    rows = await positions.status(self.database, [VIEW], tenant=tenant)
                    if any(row.live and row.position >= position for row in rows):
                        return True
                    await asyncio.sleep(0.01)
        return False

    async def versions(self, tenant: TenantId, generation: int = 1) -> list[tuple[Any, ...]]:
        return await self._rows("versions", tenant, generation)

    async def entries(self, tenant: TenantId, generation: int = 1) -> list[tuple[Any, ...]]:
        return await self._rows("entries", tenant, generation)

    async def as_of(
        self, tenant: TenantId, position: int = NOW, generation: int = 1
    ) -> list[tuple[Any, ...]]:
        return await self._rows("things_as_of", tenant, generation, position)

    async def _rows(self, name: str, tenant: TenantId, *binds: Any) -> list[tuple[Any, ...]]:
        async with self.database.reading(tenant) as session:
            return [tuple(row) for row in await session.fetch(READ[name], tenant, *binds)]


async def make_world(url: str, database: Database, views: Sequence[View] = (VIEW,)) -> World:
    await installation.install(url, views)
    return World(url, database)


def tenant() -> TenantId:
    return TenantId(uuid4())


def named(view: View, name: str, **changes: Any) -> View:
    """The same view under another name, with a table of its own."""
    table = AppendTable(Seen, key=["position"], table=name)
    return replace(view, name=name, tables=(table,), **changes)


def fold(events: Sequence[Event]) -> dict[int, list[tuple[Any, ...]]]:
    """What the view must show as of each position: an independent fold, one event at a time."""
    state: dict[UUID, tuple[str, int, list[str]]] = {}
    shown: dict[int, list[tuple[Any, ...]]] = defaultdict(list)
    for position, event in enumerate(events, 1):
        label, total, tags = state.get(event.thing, ("", 0, []))
        known = event.thing in state
        if isinstance(event, Made):
            state[event.thing] = (event.label, 0, [])
        elif isinstance(event, Gone):
            state.pop(event.thing, None)
        elif known and isinstance(event, Renamed):
            state[event.thing] = (event.label, total, tags)
        elif known and isinstance(event, Counted):
            state[event.thing] = (label, total + event.delta, tags)
        elif known and isinstance(event, Tagged):
            state[event.thing] = (label, total, list(event.tags))
        shown[position] = [(thing, *row) for thing, row in sorted(state.items())]
    return shown


WARRANT = Justification("Bu Ratna", "mended")
A, B, C = (UUID(int=n) for n in (10, 11, 12))
STORY: list[Event] = [
    Made(thing=A, label="tikar"),
    Noise(thing=A),
    Counted(thing=A, delta=5),
    Made(thing=B, label="kursi"),
    Tagged(thing=B, tags=('kayu "jati"', "tua, \\ retak", "{NULL}", "")),
    Renamed(thing=A, label="tikar pandan"),
    Counted(thing=A, delta=-2),
    Gone(thing=B),
    Noise(thing=C),
    Counted(thing=B, delta=9),
]


@pytest.fixture
async def world(fresh_database: Callable[[], Awaitable[Any]]) -> World:
    """A database of its own for one test. Import it, and name it in ``__all__``."""
    fresh = await fresh_database()
    return await make_world(fresh.url, fresh.database)


def projector(world: World, **changes: Any) -> Projector:
    return Projector(database=world.database, registry=REGISTRY, retry_s=0.001, **changes)


def worker(world: World, *views: View, **changes: Any) -> Worker:
    return Worker(projector(world, **changes), views or (VIEW,))
