"""Names of the schema follow the conventions of GraphQL, so that none has to be looked up."""

from __future__ import annotations

import re
from collections.abc import Iterator

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLObjectType,
    GraphQLSchema,
    build_schema,
)
from tests.tidy.test_house import ROOT

TYPE = re.compile(r"[A-Z][A-Za-z0-9]*")
FIELD = re.compile(r"[a-z][A-Za-z0-9]*")
VALUE = re.compile(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)*")


def names(schema: GraphQLSchema) -> Iterator[tuple[str, str, re.Pattern[str]]]:
    """Every name, its location, and how it should look."""
    for kind in schema.type_map.values():
        if kind.name.startswith("__"):
            continue
        yield kind.name, "type", TYPE
        if isinstance(kind, GraphQLEnumType):
            yield from ((value, kind.name, VALUE) for value in kind.values)
        elif isinstance(kind, GraphQLInputObjectType):
            yield from ((field, kind.name, FIELD) for field in kind.fields)
        elif isinstance(kind, GraphQLObjectType):
            for field, one in kind.fields.items():
                yield field, kind.name, FIELD
                yield from ((argument, f"{kind.name}.{field}", FIELD) for argument in one.args)


def test_names_look_as_names_of_their_kind_do() -> None:
    schema = build_schema((ROOT / "graphql/schema.graphql").read_text("utf-8"))
    found = list(names(schema))
    assert len(found) > 3000
    assert [(where, name) for name, where, form in found if not form.fullmatch(name)] == []
