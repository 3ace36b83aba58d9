"""Every relation of the release is answered by one statement, with each filter and order.

An empty tenant is enough to show that the statements are right SQL for the types of the arguments.
The answers are tested by the views' own tests and the stories.
"""

from __future__ import annotations

from typing import Any

import asyncpg
import pytest
import strawberry

from wahana.graphql.engine import Engine, root_type
from wahana.platform import installation
from wahana.projections.registry import CATALOGUE, VIEWS
from wahana.projections.relation import Filter, Relation

pytestmark = pytest.mark.takes(9)

VALUES = {
    "text": '"x"',
    "int": "1",
    "bigint": '"1"',
    "bool": "true",
    "date": '"2012-06-14"',
    "datetime": '"2012-06-14T00:00:00Z"',
}


def literal(condition: Filter) -> str:
    """A value of a filter as GraphQL text."""
    if condition.enumeration is not None:
        value = next(iter(condition.enumeration.values))
    elif condition.kind == "id":
        kind = condition.id_kind or "wksbm"
        value = f'"{kind}_00000000-0000-0000-0000-000000000000"'
    else:
        value = VALUES[condition.kind]
    return f"[{value}]" if condition.many else value


def columns(relation: Relation) -> str:
    return " ".join(["__typename", *relation.columns])


def selection(relation: Relation) -> str:
    """All columns, and the columns of all children."""
    parts = [columns(relation)]
    for name, child in relation.children.items():
        inner = columns(CATALOGUE[child.relation])
        parts.append(
            f"{name} {{ totalCount edges {{ cursor node {{ {inner} }} }} }}"
            if child.form == "connection"
            else f"{name} {{ {inner} }}"
        )
    return " ".join(parts)


def arguments(relation: Relation) -> list[str]:
    """Argument lists that use each order and each filter once."""
    required = {n: literal(f) for n, f in relation.filters.items() if f.required}
    lists = [{}, *({"orderBy": name} for name in relation.orderings if len(relation.orderings) > 1)]
    lists += [{name: literal(condition)} for name, condition in relation.filters.items()]
    return [
        ", ".join(f"{name}: {value}" for name, value in {"first": "1", **required, **one}.items())
        for one in lists
    ]


@pytest.fixture
async def release(fresh_database: Any, context_over: Any, tenant: Any) -> Any:
    fresh = await fresh_database()
    await installation.install(fresh.url, VIEWS)
    connection = await asyncpg.connect(fresh.url)
    await connection.execute("select wahana.open_log($1)", tenant)
    await connection.close()
    return lambda **values: context_over(fresh.database, **values)


@pytest.fixture(scope="module")
def schema() -> strawberry.Schema:
    """Every relation as a root field of its own name."""
    engine = Engine(CATALOGUE)
    fields = [
        engine.connection(relation.name, relation.name, "All.", dated=True)
        for relation in CATALOGUE
    ]
    return engine.schema(query=root_type("Query", [*fields, engine.node()], "All."))


async def test_every_relation_with_all_below_it_is_one_statement(
    release: Any, schema: strawberry.Schema
) -> None:
    for relation in CATALOGUE:
        for given in arguments(relation):
            text = (
                f"{{ {relation.name}({given}) {{ totalCount position stale "
                f"nodes {{ {selection(relation)} }} }} }}"
            )
            asked = release()
            result = await schema.execute(text, context_value=asked)
            assert result.errors is None, (text, result.errors)
            assert asked.statements == 1, text


async def test_every_scope_is_right_sql(release: Any, schema: strawberry.Schema) -> None:
    samples: dict[str, Any] = {"text": "64.74"}
    for relation in CATALOGUE:
        given = arguments(relation)[0]
        for name, condition in relation.scopes.items():
            value = [] if condition.many else samples.get(condition.kind, [])
            asked = release(limits={name: value})
            result = await schema.execute(
                f"{{ {relation.name}({given}) {{ totalCount nodes {{ __typename }} }} }}",
                context_value=asked,
            )
            assert result.errors is None, (relation.name, name, result.errors)
            assert asked.statements == 1
