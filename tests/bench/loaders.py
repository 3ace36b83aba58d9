"""The list of (d) as one writes it with Strawberry alone: resolvers and a DataLoader per child.

Same rows, pools and transactions as the service: the statements are those of the relations, each
asked for all parents at once. Only the code that makes the answer differs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any
from uuid import UUID

import strawberry
from strawberry.dataloader import DataLoader

from wahana.platform.views import NOW
from wahana.projections.compile import TYPED
from wahana.projections.registry import CATALOGUE


@dataclass(frozen=True)
class Context:
    """A request, with its loaders."""

    request: Any
    loaders: dict[str, DataLoader[UUID, Any]] = field(default_factory=dict)


@strawberry.enum
class WksbmOrder(Enum):
    """Orders of the list."""

    NAME = "NAME"


@strawberry.input
class AsOf:
    """The moment of the answer."""

    position: str | None = None


@strawberry.type
class Member:
    """A member of a board."""

    seat: str
    person_id: strawberry.ID
    valid_from: date
    valid_to: date | None
    acting: bool


@strawberry.type
class Board:
    """A board."""

    key: strawberry.Private[UUID]
    term_no: int | None
    term_from: date | None

    @strawberry.field
    def id(self) -> strawberry.ID:
        return strawberry.ID(f"board_{self.key}")

    @strawberry.field
    async def members(self, info: strawberry.Info) -> list[Member]:
        found: list[Member] = await _loader(info, "BoardMember").load(self.key)
        return found


@strawberry.type
class Wksbm:
    """A WKSBM."""

    key: strawberry.Private[UUID]
    name: str
    stage: str
    status: str
    level: str
    village_name: str
    inaugurated_on: date | None
    maturity_grade: str | None

    @strawberry.field
    def id(self) -> strawberry.ID:
        return strawberry.ID(f"wksbm_{self.key}")

    @strawberry.field
    async def board(self, info: strawberry.Info) -> Board | None:
        found: Board | None = await _loader(info, "Board").load(self.key)
        return found


@strawberry.type
class Page:
    """A page of the list."""

    nodes: list[Wksbm]


@strawberry.type
class Query:
    """What the benchmark asks."""

    @strawberry.field
    async def wksbms(
        self, info: strawberry.Info, first: int, order_by: WksbmOrder, as_of: AsOf | None = None
    ) -> Page:
        relation = CATALOGUE["Wksbm"]
        order = ", ".join(f"r.{key.sql}" for key in relation.sort_keys(order_by.value))
        tail = f"order by {order} limit $4"
        rows = await _rows(info, "Wksbm", tail, first)
        return Page(nodes=[_made(Wksbm, relation, row) for row in rows])


SCHEMA = strawberry.Schema(Query)


def _loader(info: strawberry.Info, name: str) -> DataLoader[UUID, Any]:
    """The request's loader of a relation's rows by their parent."""
    loaders = info.context.loaders
    if name not in loaders:
        load = {"Board": _boards, "BoardMember": _members}[name]
        loaders[name] = DataLoader(load_fn=lambda keys: load(info, keys))
    found: DataLoader[UUID, Any] = loaders[name]
    return found


async def _boards(info: strawberry.Info, keys: Sequence[UUID]) -> list[Board | None]:
    rows = await _rows(info, "Board", "where r.wksbm_id = any($4)", list(keys))
    found = {row["wksbm_id"]: _made(Board, CATALOGUE["Board"], row) for row in rows}
    return [found.get(key) for key in keys]


async def _members(info: strawberry.Info, keys: Sequence[UUID]) -> list[list[Member]]:
    relation = CATALOGUE["BoardMember"]
    ordering = CATALOGUE["Board"].children["members"].ordering or relation.default_ordering
    order = ", ".join(f"r.{key.sql}" for key in relation.sort_keys(ordering))
    tail = f"where r.board_id = any($4) order by {order}"
    found: dict[UUID, list[Member]] = {key: [] for key in keys}
    for row in await _rows(info, "BoardMember", tail, list(keys)):
        found[row["board_id"]].append(_made(Member, relation, row))
    return [found[key] for key in keys]


async def _rows(info: strawberry.Info, name: str, tail: str, value: Any) -> list[Any]:
    relation = CATALOGUE[name]
    rows = CATALOGUE.text(relation, relation.rows)
    statement = f"{TYPED}select r.* from ({rows}) r {tail}"  # noqa: S608
    async with info.context.request.reading() as session:
        return list(await session.fetch(statement, session.tenant, NOW, None, value))


def _made(kind: type[Any], relation: Any, row: Any) -> Any:
    """An object of a row; ids with their kind in front."""
    values = {}
    for one in kind.__strawberry_definition__.fields:
        if one.python_name == "key":
            values["key"] = row[relation.column_sql("id")]
        elif one.base_resolver is None:
            value = row[one.python_name]
            values[one.python_name] = f"person_{value}" if isinstance(value, UUID) else value
    return kind(**values)
