"""The engine over a catalogue of relations: its types, and the root fields one builds on it.

Made once per process. A schema is put together with :func:`schema`; see the module's functions
for how a connection, a list, a single row and ``node`` are declared.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Iterable, Mapping, Sequence
from contextlib import aclosing
from typing import Any, cast
from uuid import UUID

import strawberry
from graphql import GraphQLError
from strawberry.extensions import SchemaExtension
from strawberry.types.field import StrawberryField

from wahana.platform.ids import parse_global_id
from wahana.platform.views import NOW
from wahana.projections.compile import Compiler
from wahana.projections.read import ReadTime
from wahana.projections.relation import Catalogue

from .compiled import CompiledExecutor
from .context import RequestContext
from .errors import BadInput
from .moments import RequestedTime, moment_of
from .relation_query import Form, RelationQuery, query_relation
from .scalars import config
from .types import MOMENT_ARGUMENTS, VALID_ON, Argument, Node, RelationTypes, made_field

Source = Callable[[Any, Mapping[str, Any]], AsyncGenerator[tuple[UUID, int], None]]
"""What a subscription over a relation follows: ids and positions, for ever or to an end."""


class Engine:
    """Types and root fields of a catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self.compiler = Compiler(catalogue)
        self.types = RelationTypes(catalogue)

    def connection(
        self, name: str, relation: str, description: str, *, dated: bool = False
    ) -> StrawberryField:
        """A root field that pages through a relation: ``wksbms(first:, after:, …)``.

        ``dated``: the relation has business dates, so the field takes ``validOn``.
        """
        return self._field(name, relation, "connection", description, dated=dated)

    def list(
        self, name: str, relation: str, description: str, *, dated: bool = False, expected: int = 50
    ) -> StrawberryField:
        """A root field with all rows of a small relation. ``expected`` counts for the cost."""
        return self._field(name, relation, "list", description, dated=dated, expected=expected)

    def one(
        self, name: str, relation: str, description: str, *, dated: bool = False
    ) -> StrawberryField:
        """A root field with the row of an ``id``, or null: ``wksbm(id: "wksbm_…")``."""
        about = self.catalogue[relation]
        column = about.columns.get("id")
        if column is None or column.id_kind is None:
            raise ValueError(f"{relation} has no global ids; declare its column id")
        prefix = column.id_kind

        async def find(root: Any, info: strawberry.Info, **arguments: Any) -> RelationQuery | None:
            kind, value = _parsed(arguments["id"])
            if kind != prefix:
                raise BadInput(f"id: {name} takes an id such as {prefix}_<uuid>, not of a {kind}")
            return await self._found(info.context, relation, value, arguments)

        return made_field(
            name,
            find,
            self.types.result_type(relation, "one"),
            description,
            {"id": (strawberry.ID, f"Global id: `{prefix}_<uuid>`.")} | self._moment(dated),
            metadata={"form": "one"},
            required={"id"},
        )

    def node(self) -> StrawberryField:
        """The root field ``node(id:)`` over all relations that have global ids."""

        async def find(root: Any, info: strawberry.Info, **arguments: Any) -> RelationQuery | None:
            kind, value = _parsed(arguments["id"])
            relation = self.catalogue.of_node(kind)
            if relation is None:
                raise BadInput(f"id: nothing here has ids that start with {kind}_")
            return await self._found(info.context, relation.name, value, arguments)

        return made_field(
            "node",
            find,
            Node | None,
            "The object with this global id, or null. Another tenant's is not found.",
            {"id": (strawberry.ID, "Global id.")} | self._moment(dated=True),
            metadata={"form": "one"},
            required={"id"},
        )

    def row(
        self,
        context: RequestContext,
        relation: str,
        value: UUID,
        *,
        position: int = NOW,
        at_least: int = 0,
    ) -> RelationQuery:
        """The row with this id, for resolvers of one's own to return: a subscription's events, a
        mutation's result. ``at_least`` waits for the views; ``position`` is *as of*."""
        context.enter(relation)
        about = self.catalogue[relation]
        moment = RequestedTime(
            ReadTime(position=position, at_least=at_least, today=context.today()),
            pinned=position != NOW,
        )
        links = {about.column_sql("id"): value}
        return query_relation(self.compiler, context, about, "one", {}, moment, links=links)

    def subscription(
        self,
        name: str,
        relation: str,
        source: Source,
        description: str,
        arguments: Mapping[str, Argument] | None = None,
    ) -> StrawberryField:
        """A root field of subscriptions whose events are rows of a relation.

        ``source(context, arguments)`` gives ids with the position of their change; every event
        is the row (null once it is gone) as the views have it at that position or later.
        """

        async def follow(root: Any, info: strawberry.Info, **given: Any) -> Any:
            async with aclosing(source(info.context, given)) as changes:
                async for value, position in changes:
                    yield self.row(info.context, relation, value, at_least=position)

        row = self.types.result_type(relation, "one")
        events = AsyncGenerator[row, None]  # type: ignore[valid-type]
        field = made_field(name, follow, events, description, arguments or {})
        field.is_subscription = True
        return field

    def schema(
        self,
        *,
        query: type[Any],
        mutation: type[Any] | None = None,
        subscription: type[Any] | None = None,
        types: Iterable[type[Any]] = (),
        extensions: Iterable[type[SchemaExtension]] = (),
    ) -> strawberry.Schema:
        """The schema; its rows are answered by the compiled executor."""
        nodes = [self.types.rows[relation.name] for relation in self.catalogue if relation.node]
        return _Schema(
            query=query,
            mutation=mutation,
            subscription=subscription,
            types=[*nodes, *types],
            extensions=extensions,
            execution_context_class=CompiledExecutor,
            config=config(),
        )

    def _field(
        self,
        name: str,
        relation: str,
        form: Form,
        description: str,
        *,
        dated: bool,
        expected: int = 50,
    ) -> StrawberryField:
        about = self.catalogue[relation]

        async def ask(root: Any, info: strawberry.Info, **arguments: Any) -> RelationQuery:
            info.context.enter(relation)
            moment = await moment_of(arguments, info.context)
            return query_relation(self.compiler, info.context, about, form, arguments, moment)

        return made_field(
            name,
            ask,
            self.types.result_type(relation, form),
            description,
            self.types.argument_types(about, form) | self._moment(dated),
            metadata={"form": form, "expected": expected},
            required={key for key, given in about.filters.items() if given.required},
        )

    async def _found(
        self, context: Any, relation: str, value: Any, arguments: Mapping[str, Any]
    ) -> RelationQuery:
        context.enter(relation)
        about = self.catalogue[relation]
        moment = await moment_of(arguments, context)
        links = {about.column_sql("id"): value}
        return query_relation(self.compiler, context, about, "one", {}, moment, links=links)

    @staticmethod
    def _moment(dated: bool) -> dict[str, Any]:
        return {**MOMENT_ARGUMENTS, **(VALID_ON if dated else {})}


class _Schema(strawberry.Schema):
    def process_errors(self, errors: list[GraphQLError], execution_context: Any = None) -> None:
        """Nothing: the request handler presents and logs errors, without the values they quote."""


def _parsed(text: str) -> tuple[str, Any]:
    try:
        return parse_global_id(text)
    except ValueError as error:
        raise BadInput(f"id: {error}") from error


def root_type(name: str, fields: Sequence[StrawberryField], description: str) -> type[Any]:
    """A root type (``Query``, ``Mutation``) made of fields."""
    from strawberry.tools import create_type

    return cast("type[Any]", create_type(name, list(fields), description=description))
