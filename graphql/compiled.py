"""Queries over relations: a marker and the client's selection become one SQL statement.

Completion is stopped where a marker comes up: graphql-core has merged the selections of that
field by then; below it this module collects the fields itself (fragments, ``@skip``,
``@include``, aliases: with graphql-core's own ``collect_subfields``), the compiler makes the
statement, and PostgreSQL's JSON text goes into the answer as it is (``orjson.Fragment``).
What it cannot answer it refuses with the cure; there is no second way (decision 0020).
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Any, cast

import orjson
from graphql import (
    ExecutionResult,
    GraphQLObjectType,
    get_named_type,
    is_non_null_type,
    located_error,
)
from graphql.execution.collect_fields import FieldDetails, FieldDetailsList, collect_subfields
from graphql.execution.values import get_argument_values
from graphql.pyutils import Path
from strawberry.schema.schema import StrawberryGraphQLCoreExecutionContext

from wahana.projections import read
from wahana.projections.quoting import WrongSelection
from wahana.projections.relation import Child, Relation
from wahana.projections.selection import Connection, Item, Paging, Rows, Selection, Source

from .errors import BadInput, DoorError, NotPermitted
from .marker import Marker
from .sealed import needs_opening, open_body

CONNECTIONS = 2
"""Connections that one operation may hold at once: a request of many root fields must not take
the pool from everybody else."""


class CompiledExecutor(StrawberryGraphQLCoreExecutionContext):
    """Strawberry's executor, but for markers."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.moments: list[tuple[int, bool]] = []
        """Position and staleness of each answer so far."""
        self._gate = asyncio.Semaphore(CONNECTIONS)

    def complete_value(
        self,
        return_type: Any,
        field_details_list: FieldDetailsList,
        info: Any,
        path: Any,
        result: Any,
        position_context: Any,
    ) -> Any:
        """As the base class; a marker is answered from the database."""
        rest = (return_type, field_details_list, info, path)
        if isinstance(result, Marker):
            return self._answer(result, rest, position_context)
        complete: Any = super().complete_value
        return complete(*rest, result, position_context)

    def build_response(self, data: Any) -> Any:
        """As the base class, with the moment of the answer in ``extensions``."""
        result = super().build_response(data)
        if self.moments and isinstance(result, ExecutionResult):
            positions, stale = zip(*self.moments, strict=True)
            result.extensions = {"position": str(min(positions)), "stale": any(stale)}
        return result

    def build_per_event_executor(self, payload: Any) -> Any:
        """As the base class; every event has its own moments."""
        executor = super().build_per_event_executor(payload)
        cast("CompiledExecutor", executor).moments = []
        return executor

    async def _answer(self, marker: Marker, rest: tuple[Any, ...], position_context: Any) -> Any:
        try:
            async with self._gate:
                value = await self._compiled(marker, rest[1], rest[3])
        except (WrongSelection, read.NotYetRecorded) as error:
            raise BadInput(str(error)) from error
        except read.WrongValue as error:
            raise BadInput("a value of an argument does not fit its type; check them") from error
        if value is not None:
            return value
        complete: Any = super().complete_value
        return complete(*rest, None, position_context)

    async def _compiled(self, marker: Marker, details: FieldDetailsList, path: Path) -> Any:
        collector = _Collector(self, marker)
        selection = collector.selection(details)
        context, catalogue = marker.context, marker.catalogue
        answer = await read.answer(
            context.reading, marker.compiler, marker.moment.wanted, selection
        )
        self.moments.append((answer.position, answer.stale))
        if answer.body is None:
            return None
        for alias, error in collector.refused:
            below = path.add_key(alias)
            self.collected_errors.add(located_error(error, error.nodes, below.as_list()), below)
        if needs_opening(catalogue, selection):
            return await open_body(context, catalogue, selection, answer.body)
        return orjson.Fragment(answer.body)


@dataclass(frozen=True, slots=True)
class _Collector:
    """Makes the selection of one marker out of graphql-core's field details."""

    executor: CompiledExecutor
    marker: Marker
    refused: list[tuple[str, DoorError]] = field(default_factory=list)
    """Children that may not be read, by alias: null in the answer, and told beside it."""

    def selection(self, details: FieldDetailsList) -> Selection:
        marker = self.marker
        return self._selection(marker.form, marker.source, marker.paging, details)

    def _selection(
        self, form: str, source: Source, paging: Paging | None, details: FieldDetailsList
    ) -> Selection:
        relation = self.marker.catalogue[source.relation]
        if form == "connection":
            assert paging is not None
            return Connection(source, paging, self._parts(relation, details))
        row = self._type(relation.name)
        items = self._row(relation, row, details)
        return Rows(source, "one" if form == "one" else "list", items)

    def _row(
        self, relation: Relation, row: GraphQLObjectType, details: FieldDetailsList
    ) -> tuple[Item, ...]:
        return tuple(
            self._field(relation, row, alias, found)
            for alias, found in self._fields(row, details).items()
        )

    def _field(
        self, relation: Relation, row: GraphQLObjectType, alias: str, details: FieldDetailsList
    ) -> Item:
        name = details[0].node.name.value
        if name == "__typename":
            return Item(alias, name, constant=row.name)
        column = relation.columns.get(name)
        context = self.marker.context
        if column is not None:
            masked = column.mask is not None and not context.may(column.mask)
            return Item(alias, name, masked=masked)
        child = relation.children[name]
        try:
            source, paging = self._child(row, name, child, details[0])
        except NotPermitted as error:
            if is_non_null_type(row.fields[name].type):
                raise
            self.refused.append((alias, error))
            return Item(alias, name, masked=True)
        return Item(alias, name, self._selection(child.form, source, paging, details))

    def _child(
        self, row: GraphQLObjectType, name: str, child: Child, first: FieldDetails
    ) -> tuple[Source, Paging | None]:
        """A child's rows. Raises what is wrong with its arguments, with the field as the place."""
        try:
            arguments = get_argument_values(
                row.fields[name],
                first.node,
                self.executor.variable_values,
                first.fragment_variable_values,
            )
            return self.marker.child(child, arguments)
        except DoorError as error:
            error.nodes = [first.node]
            raise

    def _parts(self, relation: Relation, details: FieldDetailsList) -> tuple[Item, ...]:
        row = self._type(relation.name)
        connection = self._type(f"{relation.name}Connection")
        items = []
        for alias, found in self._fields(connection, details).items():
            name = found[0].node.name.value
            match name:
                case "__typename":
                    items.append(Item(alias, name, constant=connection.name))
                case "nodes":
                    items.append(Item(alias, name, self._row(relation, row, found)))
                case "edges":
                    items.append(Item(alias, name, self._edge(relation, row, found)))
                case "pageInfo":
                    items.append(Item(alias, name, self._page_info(found)))
                case _:
                    items.append(Item(alias, name))
        return tuple(items)

    def _edge(
        self, relation: Relation, row: GraphQLObjectType, details: FieldDetailsList
    ) -> tuple[Item, ...]:
        edge = self._type(f"{relation.name}Edge")
        items = []
        for alias, found in self._fields(edge, details).items():
            name = found[0].node.name.value
            of = self._row(relation, row, found) if name == "node" else None
            items.append(Item(alias, name, of, constant=edge.name))
        return tuple(items)

    def _page_info(self, details: FieldDetailsList) -> tuple[Item, ...]:
        page_info = self._type("PageInfo")
        return tuple(
            Item(alias, found[0].node.name.value, constant=page_info.name)
            for alias, found in self._fields(page_info, details).items()
        )

    def _fields(
        self, kind: GraphQLObjectType, details: FieldDetailsList
    ) -> dict[str, FieldDetailsList]:
        executor = self.executor
        return collect_subfields(
            executor.schema,
            executor.fragments,
            executor.variable_values,
            executor.operation,
            kind,
            details,
            executor.hide_suggestions,
        ).grouped_field_set

    def _type(self, name: str) -> GraphQLObjectType:
        found = get_named_type(self.executor.schema.type_map[name])
        assert isinstance(found, GraphQLObjectType)
        return found
