"""What a resolver over a relation returns: not rows, but what is wanted of them.

The executor (``compiled.py``) turns a marker and the client's selection into one statement, or
has it answered plainly (``ordinary.py``). :class:`Row` and :class:`Page` stand behind the
objects of the ordinary road, and lead on from them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from wahana.projections import read
from wahana.projections.relation import Child, Relation
from wahana.projections.selection import Connection, Paging, Rows, Selection, Source

from .arguments import Moment, paging_of, pinned_by, source_of
from .context import RequestContext
from .sealed import open_values

if TYPE_CHECKING:
    from .engine import Engine

Form = Literal["one", "list", "connection"]


@dataclass(frozen=True, slots=True)
class Marker:
    """Rows that are wanted of a relation, at a moment, for somebody."""

    engine: Engine
    context: RequestContext
    form: Form
    source: Source
    moment: Moment
    paging: Paging | None = None

    @property
    def relation(self) -> Relation:
        return self.engine.catalogue[self.source.relation]

    def selecting(self, items: tuple[Any, ...] = ()) -> Selection:
        """The selection of these rows; without items for the ordinary road."""
        if self.form == "connection":
            assert self.paging is not None
            return Connection(self.source, self.paging, items)
        return Rows(self.source, self.form, items)


def marked(
    engine: Engine,
    context: RequestContext,
    relation: Relation,
    form: Form,
    arguments: Mapping[str, Any],
    moment: Moment,
    *,
    links: Mapping[str, Any] | None = None,
) -> Marker:
    """The marker of a root field. A cursor in the arguments pins the moment to its page."""
    source = source_of(engine.catalogue, relation, arguments, context, links=links)
    paging = None
    if form == "connection":
        paging, position = paging_of(relation, source, arguments, None)
        moment = pinned_by(moment, position)
    return Marker(engine, context, form, source, moment, paging)


def child_source(
    engine: Engine,
    context: RequestContext,
    child: Child,
    arguments: Mapping[str, Any],
    moment: Moment,
    links: Mapping[str, Any] | None = None,
) -> tuple[Source, Paging | None]:
    """The rows that a child field asks for, inside another answer."""
    relation = engine.catalogue[child.relation]
    source = source_of(
        engine.catalogue, relation, arguments, context, links=links, ordering=child.ordering
    )
    if child.form != "connection":
        return source, None
    return source, paging_of(relation, source, arguments, moment)[0]


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the ordinary road, behind its object."""

    marker: Marker
    record: Mapping[str, Any]

    def follow(self, name: str, arguments: Mapping[str, Any]) -> Marker | None:
        """The marker of a child field of this row."""
        marker = self.marker
        child = marker.relation.children[name]
        links = {theirs: self.record[ours] for theirs, ours in child.link.items()}
        source, paging = child_source(
            marker.engine, marker.context, child, arguments, marker.moment, links
        )
        return Marker(marker.engine, marker.context, child.form, source, self._moment(), paging)

    async def open(self, name: str) -> str | None:
        """The value of a sealed column, if it may be seen."""
        relation = self.marker.relation
        column = relation.columns[name]
        if column.mask is not None and not self.marker.context.may(column.mask):
            return None
        sealed = self.record[relation.column_sql(name)]
        if sealed is None:
            return None
        opened = await open_values(self.marker.context, relation, [(sealed, column.path or "")])
        return opened[0]

    def _moment(self) -> Moment:
        return self.marker.moment.at(self.record["answer_position"])


@dataclass(frozen=True, slots=True)
class Page:
    """A page of the ordinary road, behind its connection."""

    marker: Marker
    position: int

    async def total(self) -> int:
        """How many rows all pages have, at the page's moment."""
        marker = self.marker
        wanted = replace(marker.moment.wanted, position=self.position, at_least=0)
        rows = Rows(marker.source, "list", ())
        return await read.count(marker.context.reading, marker.engine.compiler, wanted, rows)
