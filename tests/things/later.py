"""The release after that of ``thing_view.py``: its view has gained columns, and another joins it.

``colour`` is nullable, ``changes`` is required with a default, ``delta`` has a wider type. Each
release reads by its own relations, as the service does.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

import msgspec
from tests.things.thing_view import (
    VIEW,
    Counted,
    Event,
    Gone,
    Made,
    Renamed,
    Tagged,
    World,
)

from wahana.platform.columns import BigInt
from wahana.platform.database import WorkSession
from wahana.platform.ids import TenantId
from wahana.platform.tables import AppendTable, LookupIndex
from wahana.platform.versioned import VersionedTable
from wahana.platform.views import NOW, Batch, View
from wahana.projections.compile import Compiler
from wahana.projections.read import Answer, ReadTime, answer
from wahana.projections.reading import TableNames
from wahana.projections.relation import Catalogue, Column, Ordering, Relation, SortKey
from wahana.projections.selection import RowConditions, RowSelection, SelectedField


class Thing(msgspec.Struct, frozen=True):
    """A thing, and more of it than before."""

    thing_id: UUID
    label: str
    total: BigInt
    tags: tuple[str, ...]
    colour: str | None = None
    """The first tag."""
    changes: int = -1
    """How often it was changed; -1: not counted."""


class Entry(msgspec.Struct, frozen=True):
    """A count."""

    position: BigInt
    thing_id: UUID
    delta: BigInt
    source: str = "it's old"


THINGS = VersionedTable(
    Thing,
    key=["thing_id"],
    table="thing",
    include=["to_position"],
    indexes=[LookupIndex("by_colour", "colour")],
)
ENTRIES = AppendTable(Entry, key=["position"], table="thing_entry")


async def apply(session: WorkSession, batch: Batch) -> None:
    """As before, with the new columns."""
    things = await THINGS.load(session, batch, ((event.data.thing,) for event in batch.events))
    entries = []
    for event in batch.events:
        data, at = event.data, event.position
        thing = things.get(data.thing)
        if isinstance(data, Counted):
            entries.append(Entry(at, data.thing, data.delta, "counted"))
        if isinstance(data, Made):
            things.put(at, Thing(data.thing, data.label, 0, (), None, 0))
        elif isinstance(data, Gone):
            things.remove(at, data.thing)
        elif thing is not None:
            things.put(at, _changed(thing, data))
    await things.write(session)
    await ENTRIES.add(session, batch, entries)


def _changed(thing: Thing, data: Event) -> Thing:
    values: dict[str, Any] = {"changes": thing.changes + 1}
    if isinstance(data, Renamed):
        values["label"] = data.label
    elif isinstance(data, Tagged):
        values |= {"tags": data.tags, "colour": data.tags[0] if data.tags else None}
    elif isinstance(data, Counted):
        values["total"] = thing.total + data.delta
    return msgspec.structs.replace(thing, **values)


NEWER: View = replace(VIEW, version=2, tables=(THINGS, ENTRIES), apply=apply)
"""The view at its next version."""


class Seen(msgspec.Struct, frozen=True):
    """That a thing was named by an event."""

    position: BigInt
    thing_id: UUID


SEEN = AppendTable(Seen, key=["position"], table="seen")


async def _see(session: WorkSession, batch: Batch) -> None:
    await SEEN.add(session, batch, [Seen(one.position, one.data.thing) for one in batch.events])


OTHER = View(name="other", version=1, topics=VIEW.topics, tables=(SEEN,), apply=_see)
"""A view whose statements join the first one."""

_SQL = {
    "things": "SELECT x.* FROM as_of.thing x",
    "seen": (
        "SELECT s.position, s.thing_id, x.label FROM as_of.seen s "
        "JOIN as_of.thing x ON x.thing_id = s.thing_id"
    ),
}
_OLD = {
    "id": Column("id", "The thing.", sql="thing_id", id_kind="thing"),
    "label": Column("text", "Its label."),
    "total": Column("bigint", "Its count."),
}
_NEW = {
    "colour": Column("text", "Its first tag.", nullable=True),
    "changes": Column("int", "How often it was changed."),
}


class Release:
    """A release: its views, and the statements by which it reads them."""

    def __init__(self, *views: View) -> None:
        self.views = views
        new = _NEW if any(view.of == NEWER.of for view in views) else {}
        self.columns = {**_OLD, **new}
        self.reading = TableNames(views)
        by_id = Ordering("By id.", (SortKey("thing_id", "id"),))
        things = Relation(
            name="Thing", description="Things.", sql=_SQL, rows="things", views=("thing",),
            key=(SortKey("thing_id", "id"),), columns=self.columns, orderings={"ID": by_id},
        )  # fmt: skip
        seen = Relation(
            name="Seen", description="Things seen.", sql=_SQL, rows="seen",
            views=("other", "thing"), key=(SortKey("position", "bigint"),),
            columns={"position": Column("bigint", "Where."), "label": Column("text", "What.")},
            orderings={"POSITION": Ordering("In order.", ())},
        )  # fmt: skip
        relations = (things, seen) if any(view.name == "other" for view in views) else (things,)
        versions = {view.name: view.version for view in views}
        self.compiler = Compiler(Catalogue(relations, versions, self.reading.resolve))

    async def answer(
        self, world: World, t: TenantId, relation: str = "Thing", position: int = NOW
    ) -> Answer:
        """The answer of the release, as its service would give it."""
        columns = self.compiler.catalogue[relation].columns
        items = tuple(SelectedField(name, name) for name in columns)
        what = RowSelection(RowConditions(relation), "list", items)
        return await answer(
            lambda: world.database.reading(t), self.compiler, ReadTime(position), what
        )

    async def rows(
        self, world: World, t: TenantId, relation: str = "Thing", position: int = NOW
    ) -> list[dict[str, Any]]:
        """The rows of the answer."""
        body = (await self.answer(world, t, relation, position)).body
        assert body is not None
        found: list[dict[str, Any]] = msgspec.json.decode(body)
        return found


OLD, NEW = Release(VIEW), Release(NEWER)


def fold(events: Sequence[Event]) -> list[dict[str, Any]]:
    """What the newer release must answer: an independent fold."""
    found: dict[UUID, dict[str, Any]] = {}
    for event in events:
        row = found.get(event.thing)
        if isinstance(event, Made):
            found[event.thing] = {
                "id": f"thing_{event.thing}", "label": event.label, "total": "0",
                "colour": None, "changes": 0,
            }  # fmt: skip
        elif isinstance(event, Gone):
            found.pop(event.thing, None)
        elif row is not None and isinstance(event, Renamed | Tagged | Counted):
            row["changes"] += 1
            if isinstance(event, Renamed):
                row["label"] = event.label
            elif isinstance(event, Tagged):
                row["colour"] = event.tags[0] if event.tags else None
            else:
                row["total"] = str(int(row["total"]) + event.delta)
    return [row for _, row in sorted(found.items())]


def as_before(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows as the older release answers."""
    return [{name: row[name] for name in _OLD} for row in rows]


def unfilled(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows as the newer release answers while an older version is read."""
    return [{**row, "colour": None, "changes": -1} for row in rows]
