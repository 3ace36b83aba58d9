"""Queries over relations: a relation query and the client's selection become one SQL statement.

Completion is stopped where a query comes up: graphql-core has merged the selections of that
field by then; below it this module collects the fields itself (fragments, ``@skip``,
``@include``, aliases: with graphql-core's own ``collect_subfields``), the compiler makes the
statement, and PostgreSQL's JSON text goes into the answer as it is (``orjson.Fragment``).
What it cannot answer is refused, with a message that says how to correct it; there is no second way
(decision 0020).
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from datetime import date
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
from wahana.projections.selection import (
    Connection,
    Paging,
    RowConditions,
    RowSelection,
    SelectedField,
    Selection,
)

from .errors import BadInput, ClientError, NotPermitted
from .one_moment import LogQuery, RequestMoment, ShownMoment
from .relation_query import RelationQuery
from .sealed import needs_opening, open_body

CONNECTIONS = 2
"""Connections that one operation may hold at once: a request with many root fields must not exhaust
the pool."""


class CompiledExecutor(StrawberryGraphQLCoreExecutionContext):
    """Strawberry's executor, except for relation queries."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.moments: list[tuple[int, bool, date]] = []
        """Position, staleness and the office's date of each answer so far."""
        self._shared: RequestMoment | None = None
        self._gate = asyncio.Semaphore(CONNECTIONS)

    def execute_fields(
        self,
        parent_type: GraphQLObjectType,
        source_value: Any,
        path: Path | None,
        grouped_field_set: Any,
        position_context: Any,
    ) -> Any:
        """As the base class; root fields meet at one moment (``one_moment.py``)."""
        if path is None:
            self._shared = RequestMoment(grouped_field_set)
        execute: Any = super().execute_fields
        return execute(parent_type, source_value, path, grouped_field_set, position_context)

    def execute_field(
        self,
        parent_type: GraphQLObjectType,
        source: Any,
        field_details_list: FieldDetailsList,
        path: Path,
        position_context: Any,
    ) -> Any:
        """As the base class; a root field that ends without a query keeps no other waiting."""
        execute: Any = super().execute_field
        result = execute(parent_type, source, field_details_list, path, position_context)
        if path.prev is not None or self._shared is None:
            return result
        if self.is_awaitable(result):
            return _arriving(self._shared, str(path.key), result)
        self._shared.arrive(str(path.key))
        return result

    def complete_value(
        self,
        return_type: Any,
        field_details_list: FieldDetailsList,
        info: Any,
        path: Any,
        result: Any,
        position_context: Any,
    ) -> Any:
        """As the base class; a relation query is answered from the database."""
        rest = (return_type, field_details_list, info, path)
        if isinstance(result, RelationQuery):
            return self._answer(result, rest, position_context)
        if isinstance(result, LogQuery):
            return self._told(result, rest, position_context)
        complete: Any = super().complete_value
        return complete(*rest, result, position_context)

    def build_response(self, data: Any) -> Any:
        """As the base class, with the moment of the answer in ``extensions``."""
        result = super().build_response(data)
        if self.moments and isinstance(result, ExecutionResult):
            positions, stale, days = zip(*self.moments, strict=True)
            result.extensions = {
                "position": str(min(positions)),
                "stale": any(stale),
                "day": str(min(days)),
            }
        return result

    def build_per_event_executor(self, payload: Any) -> Any:
        """As the base class; every event has its own moments."""
        executor = super().build_per_event_executor(payload)
        cast("CompiledExecutor", executor).moments = []
        return executor

    async def _answer(
        self, query: RelationQuery, rest: tuple[Any, ...], position_context: Any
    ) -> Any:
        try:
            value = await self._compiled(query, rest[1], rest[3])
        except WrongSelection as error:
            raise BadInput(str(error)) from error
        except read.WrongValue as error:
            raise BadInput("a value of an argument does not fit its type; check them") from error
        if value is not None:
            return value
        complete: Any = super().complete_value
        return complete(*rest, None, position_context)

    async def _compiled(self, query: RelationQuery, details: FieldDetailsList, path: Path) -> Any:
        collector = _SelectionBuilder(self, query)
        selection = collector.selection(details)
        context, compiler = query.context, query.compiler
        wanted = query.moment.wanted
        if path.prev is None and self._shared is not None:
            self._shared.arrive(str(path.key), query.moment, compiler.views(selection))
            wanted = await self._shared.of(query.moment, compiler, context)
        async with self._gate:
            answer = await read.answer(context.reading, compiler, wanted, selection)
            return await self._shown(query, selection, answer, collector.refused, path)

    async def _shown(
        self,
        query: RelationQuery,
        selection: Selection,
        answer: read.Answer,
        refused: list[tuple[str, ClientError]],
        path: Path,
    ) -> Any:
        """The JSON of an answer, opened where it is sealed; ``None`` for no row."""
        self.moments.append((answer.position, answer.stale, answer.today))
        if answer.body is None:
            return None
        for alias, error in refused:
            below = path.add_key(alias)
            self.collected_errors.add(located_error(error, error.nodes, below.as_list()), below)
        if needs_opening(query.catalogue, selection):
            return await open_body(query.context, query.catalogue, selection, answer.body)
        return orjson.Fragment(answer.body)

    async def _told(self, query: LogQuery, rest: tuple[Any, ...], position_context: Any) -> Any:
        """What is answered from the log itself, as of the moment of the request."""
        context, wanted = query.context, query.moment.wanted
        if self._shared is not None:
            self._shared.arrive(str(rest[3].key), query.moment)
            wanted = await self._shared.of(query.moment, query.compiler, context)
        async with self._gate:
            shown = await read.moment(context.reading, query.compiler, wanted, ())
        self.moments.append((shown.position, shown.stale, shown.today))
        day = wanted.valid_on or shown.today
        value = await query.answer(ShownMoment(shown.position, day))
        complete: Any = super().complete_value
        completed = complete(*rest, value, position_context)
        return await completed if self.is_awaitable(completed) else completed


async def _arriving(shared: RequestMoment, name: str, result: Any) -> Any:
    try:
        return await result
    finally:
        shared.arrive(name)


@dataclass(frozen=True, slots=True)
class _SelectionBuilder:
    """Makes the selection of one query out of graphql-core's field details."""

    executor: CompiledExecutor
    query: RelationQuery
    refused: list[tuple[str, ClientError]] = field(default_factory=list)
    """Children that may not be read, by alias: null in the answer, and reported as an error."""

    def selection(self, details: FieldDetailsList) -> Selection:
        query = self.query
        return self._selection(query.form, query.source, query.paging, details)

    def _selection(
        self, form: str, source: RowConditions, paging: Paging | None, details: FieldDetailsList
    ) -> Selection:
        relation = self.query.catalogue[source.relation]
        if form == "connection":
            assert paging is not None
            return Connection(source, paging, self._parts(relation, details))
        row = self._type(relation.name)
        items = self._row(relation, row, details)
        return RowSelection(source, "one" if form == "one" else "list", items)

    def _row(
        self, relation: Relation, row: GraphQLObjectType, details: FieldDetailsList
    ) -> tuple[SelectedField, ...]:
        return tuple(
            self._field(relation, row, alias, found)
            for alias, found in self._fields(row, details).items()
        )

    def _field(
        self, relation: Relation, row: GraphQLObjectType, alias: str, details: FieldDetailsList
    ) -> SelectedField:
        name = details[0].node.name.value
        if name == "__typename":
            return SelectedField(alias, name, constant=row.name)
        column = relation.columns.get(name)
        context = self.query.context
        if column is not None:
            masked = column.mask is not None and not context.may(column.mask)
            return SelectedField(alias, name, masked=masked)
        child = relation.children[name]
        try:
            source, paging = self._child(row, name, child, details[0])
        except NotPermitted as error:
            if is_non_null_type(row.fields[name].type):
                raise
            self.refused.append((alias, error))
            return SelectedField(alias, name, masked=True)
        return SelectedField(alias, name, self._selection(child.form, source, paging, details))

    def _child(
        self, row: GraphQLObjectType, name: str, child: Child, first: FieldDetails
    ) -> tuple[RowConditions, Paging | None]:
        """A child's rows. Raises errors of its arguments, located at the field."""
        try:
            arguments = get_argument_values(
                row.fields[name],
                first.node,
                self.executor.variable_values,
                first.fragment_variable_values,
            )
            return self.query.child(child, arguments)
        except ClientError as error:
            error.nodes = [first.node]
            raise

    def _parts(self, relation: Relation, details: FieldDetailsList) -> tuple[SelectedField, ...]:
        row = self._type(relation.name)
        connection = self._type(f"{relation.name}Connection")
        items = []
        for alias, found in self._fields(connection, details).items():
            name = found[0].node.name.value
            match name:
                case "__typename":
                    items.append(SelectedField(alias, name, constant=connection.name))
                case "nodes":
                    items.append(SelectedField(alias, name, self._row(relation, row, found)))
                case "edges":
                    items.append(SelectedField(alias, name, self._edge(relation, row, found)))
                case "pageInfo":
                    items.append(SelectedField(alias, name, self._page_info(found)))
                case _:
                    items.append(SelectedField(alias, name))
        return tuple(items)

    def _edge(
        self, relation: Relation, row: GraphQLObjectType, details: FieldDetailsList
    ) -> tuple[SelectedField, ...]:
        edge = self._type(f"{relation.name}Edge")
        items = []
        for alias, found in self._fields(edge, details).items():
            name = found[0].node.name.value
            of = self._row(relation, row, found) if name == "node" else None
            items.append(SelectedField(alias, name, of, constant=edge.name))
        return tuple(items)

    def _page_info(self, details: FieldDetailsList) -> tuple[SelectedField, ...]:
        page_info = self._type("PageInfo")
        return tuple(
            SelectedField(alias, found[0].node.name.value, constant=page_info.name)
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
