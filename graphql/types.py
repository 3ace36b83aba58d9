"""Makes the GraphQL types of relations from their declarations: objects, edges, connections.

Only root fields are resolved: everything below one is answered with it, in one statement
(``compiled.py``), so the fields of rows have no resolvers. Descriptions come from the declarations.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime
from enum import Enum
from inspect import Parameter, Signature
from typing import Annotated, Any, cast

import strawberry
from graphql import GraphQLField
from strawberry.annotation import StrawberryAnnotation
from strawberry.scalars import JSON
from strawberry.schema.schema_converter import GraphQLCoreConverter
from strawberry.types.field import StrawberryField

from wahana.projections.relation import (
    PAGE_MAX,
    Catalogue,
    Child,
    Column,
    Enumeration,
    Filter,
    Kind,
    Relation,
)

from .scalars import BigInt

_SCALARS: Mapping[Kind, Any] = {
    "id": strawberry.ID,
    "text": str,
    "texts": list[str],
    "days": list[str],
    "int": int,
    "bigint": BigInt,
    "bool": bool,
    "date": date,
    "datetime": datetime,
    "json": JSON,
    "sealed": str,
}

Argument = tuple[Any, str]
"""Type and description of an argument; its default is always null."""


@strawberry.interface(description="Anything with a global id, to be found again by `node`.")
class Node:
    id: strawberry.ID = strawberry.field(description="Global id, such as `wksbm_<uuid>`.")


@strawberry.type(description="Position of a page in its list.")
class PageInfo:
    has_next_page: bool = strawberry.field(description="Whether rows follow this page.")
    has_previous_page: bool = strawberry.field(description="Whether rows come before this page.")
    start_cursor: str | None = strawberry.field(description="Cursor of the page's first row.")
    end_cursor: str | None = strawberry.field(description="Cursor of the page's last row.")


@strawberry.input(
    one_of=True,
    description="The point in time that an answer shows: what was recorded by then, nothing later.",
)
class AsOf:
    position: BigInt | None = strawberry.field(
        default=strawberry.UNSET,
        description="Position in the tenant's log; its command is shown whole.",
    )
    recorded_at: datetime | None = strawberry.field(
        default=strawberry.UNSET,
        description="Instant that is over; the answer shows every command recorded up to it.",
    )


MOMENT_ARGUMENTS: Mapping[str, Argument] = {
    "asOf": (AsOf, "Show what was recorded up to this moment; default: now."),
    "minPosition": (
        BigInt,
        "Wait up to 2 s until the views have reached this position, to read your own writes.",
    ),
}
VALID_ON: Mapping[str, Argument] = {
    "validOn": (
        date,
        "Business date the answer is about; default: today, or the office's date at asOf.",
    ),
}
PAGE_ARGUMENTS: Mapping[str, Argument] = {
    "first": (int, f"Rows from the start or after a cursor, up to {PAGE_MAX}; default 50."),
    "after": (str, "Start after this cursor."),
    "last": (int, f"Rows from the end or before a cursor, up to {PAGE_MAX}."),
    "before": (str, "End before this cursor."),
}


class RelationTypes:
    """The GraphQL types of a catalogue."""

    def __init__(self, catalogue: Catalogue) -> None:
        self.catalogue = catalogue
        self._enums: dict[str, type[Enum]] = {}
        self._orders: dict[str, type[Enum]] = {}
        self.rows: dict[str, type[Any]] = {}
        self.edges: dict[str, type[Any]] = {}
        self.connections: dict[str, type[Any]] = {}
        for relation in catalogue:  # bare first: relations refer to each other
            bases = (Node,) if relation.node is not None else ()
            self.rows[relation.name] = types.new_class(relation.name, bases)
            self.edges[relation.name] = types.new_class(f"{relation.name}Edge")
            self.connections[relation.name] = types.new_class(f"{relation.name}Connection")
        for relation in catalogue:
            self._build(relation)

    def argument_types(self, relation: Relation, form: str) -> dict[str, Argument]:
        """The arguments of a field over a relation: its filters, order and page."""
        arguments: dict[str, Argument] = {}
        if form == "one":
            return arguments
        for name, condition in relation.filters.items():
            arguments[name] = (self._filter_type(condition), condition.description)
        if len(relation.orderings) > 1:
            arguments["orderBy"] = (self.order(relation), "Order of the rows.")
        return {**arguments, **(PAGE_ARGUMENTS if form == "connection" else {})}

    def result_type(self, relation: str, form: str, *, nullable: bool = True) -> Any:
        """The Python annotation of a field's result."""
        row = self.rows[relation]
        if form == "connection":
            return self.connections[relation]
        if form == "list":
            return list[row]  # type: ignore[valid-type]
        return row | None if nullable else row

    @property
    def enums(self) -> Mapping[str, type[Enum]]:
        """The enum types made so far, by name."""
        return self._enums

    def enum(self, enumeration: Enumeration) -> type[Enum]:
        """The enum type of an enumeration, one per name."""
        if enumeration.name not in self._enums:
            self._enums[enumeration.name] = _enum(
                enumeration.name, enumeration.description, enumeration.values
            )
        return self._enums[enumeration.name]

    def order(self, relation: Relation) -> type[Enum]:
        """The enum type of a relation's orderings."""
        if relation.name not in self._orders:
            self._orders[relation.name] = _enum(
                f"{relation.name}Order",
                f"Orders of {relation.name}.",
                {name: ordering.description for name, ordering in relation.orderings.items()},
            )
        return self._orders[relation.name]

    def _build(self, relation: Relation) -> None:
        row = self.rows[relation.name]
        fields = [self._column(name, column) for name, column in relation.columns.items()]
        fields += [self._child(name, child) for name, child in relation.children.items()]
        _finish(row, fields, relation.description)
        edge = self.edges[relation.name]
        _finish(
            edge,
            [
                _plain("cursor", str, "Cursor of the row in this order."),
                _plain("node", row, "The row."),
            ],
            f"A row of {relation.name} and its place in a list.",
        )
        page = _connection_fields(edge, row)
        _finish(self.connections[relation.name], page, f"A page of {relation.name}.")

    def _column(self, name: str, column: Column) -> StrawberryField:
        if column.enumeration is not None:
            annotation: Any = self.enum(column.enumeration)
        else:
            annotation = _SCALARS[column.kind]
        annotation = annotation | None if column.nullable else annotation
        return _plain(name, annotation, column.description)

    def _child(self, name: str, child: Child) -> StrawberryField:
        relation = self.catalogue[child.relation]

        def never(root: Any, info: Any, **arguments: Any) -> Any:
            raise RuntimeError(f"{name} is answered with the root field above it")

        return made_field(
            name,
            never,
            self.result_type(child.relation, child.form, nullable=child.nullable),
            child.description,
            self.argument_types(relation, child.form),
            metadata={"form": child.form, "expected": child.expected},
            required={key for key, given in relation.filters.items() if given.required},
        )

    def _filter_type(self, condition: Filter) -> Any:
        if condition.enumeration is not None:
            annotation: Any = self.enum(condition.enumeration)
        else:
            annotation = _SCALARS[condition.kind]
        return list[annotation] if condition.many else annotation


def _connection_fields(edge: type[Any], row: type[Any]) -> list[StrawberryField]:
    return [
        _plain("edges", list[edge], "The rows with their cursors."),  # type: ignore[valid-type]
        _plain("nodes", list[row], "The rows."),  # type: ignore[valid-type]
        _plain("pageInfo", PageInfo, "Position of the page."),
        _plain("totalCount", int, "Number of rows of all pages; counted only when selected."),
        _plain("position", BigInt, "Position of the log that the page shows."),
        _plain(
            "stale", bool, "Whether the page is behind what was asked for, or its view stopped."
        ),
    ]


PRIVATE = "private"
"""Key of the names of a field's private arguments in its metadata."""


def private_arguments(defined: GraphQLField) -> frozenset[str]:
    """The arguments of a field whose values must not appear in a URL or a cached document."""
    declared = defined.extensions.get(GraphQLCoreConverter.DEFINITION_BACKREF)
    metadata: Mapping[str, Any] = getattr(declared, "metadata", None) or {}
    found: frozenset[str] = metadata.get(PRIVATE) or frozenset()
    return found


def made_field(
    name: str,
    resolver: Callable[..., Any],
    annotation: Any,
    description: str,
    arguments: Mapping[str, Argument],
    *,
    metadata: Mapping[str, Any] | None = None,
    required: Collection[str] = (),
) -> StrawberryField:
    """A field whose arguments are data: ``resolver(root, info, **arguments)``.

    Arguments that are not given are null. The signature that Strawberry reads is made here.
    """
    parameters = [
        Parameter("root", Parameter.POSITIONAL_OR_KEYWORD),
        Parameter("info", Parameter.POSITIONAL_OR_KEYWORD, annotation=strawberry.Info),
    ]
    for argument, (kind, text) in arguments.items():
        named = strawberry.argument(description=text, name=argument)
        parameters.append(
            Parameter(
                argument,
                Parameter.KEYWORD_ONLY,
                default=Parameter.empty if argument in required else None,
                annotation=Annotated[kind if argument in required else kind | None, named],
            )
        )
    resolver.__signature__ = Signature(parameters, return_annotation=annotation)  # type: ignore[attr-defined]
    field = strawberry.field(
        resolver=resolver, name=name, description=description, metadata=metadata
    )
    field.python_name = name
    return cast("StrawberryField", field)


def _plain(name: str, annotation: Any, description: str) -> StrawberryField:
    field = cast("StrawberryField", strawberry.field(name=name, description=description))
    field.python_name = name
    field.type_annotation = StrawberryAnnotation(annotation)
    return field


def _finish(cls: type[Any], fields: Sequence[StrawberryField], description: str) -> None:
    """Make a bare class a Strawberry type, in place: others refer to it already."""
    cls.__annotations__ = {field.python_name: field.type for field in fields}
    for field in fields:
        setattr(cls, field.python_name, field)
    strawberry.type(cls, description=description)


def _enum(name: str, description: str, values: Mapping[str, str]) -> type[Enum]:
    members = {
        value: strawberry.enum_value(value, description=text) for value, text in values.items()
    }
    made = Enum(name, members)  # type: ignore[misc]
    return strawberry.enum(made, description=description)
