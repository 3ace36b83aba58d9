"""What a release promises, as files one can read: the databases' schema and the API's.

``docs/schema.txt`` is what the migrations and the views' tables make of two empty databases;
``graphql/schema.graphql`` is what the code offers. Both are held to the code here; a wanted
change is written with ``WAHANA_UPDATE_SCHEMA=1 make test ARGS=tests/tidy/test_snapshots.py``
and is then seen in the diff.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import asyncpg
from graphql import (
    BreakingChangeType,
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLObjectType,
    build_schema,
    find_breaking_changes,
)
from tests.tidy.conftest import Prepared
from tests.tidy.test_house import ROOT

from wahana.deploy import registry
from wahana.graphql import schema
from wahana.platform import sql
from wahana.projections.registry import CATALOGUE

QUESTIONS = sql.load(__file__, "catalogue.sql")
TABLES = ROOT / "docs" / "schema.txt"
API = ROOT / "graphql" / "schema.graphql"
UPDATE = os.environ.get("WAHANA_UPDATE_SCHEMA") == "1"
SCHEMA = schema.make(registry.COMMANDS)
HEAD = """\
The schema of the databases, made by tests/tidy/test_snapshots.py; do not edit.
WAHANA_UPDATE_SCHEMA=1 make test ARGS=tests/tidy/test_snapshots.py writes it anew.
"""


CURE = (
    "the file is not what the code makes; if the change is meant, run "
    "WAHANA_UPDATE_SCHEMA=1 make test ARGS=tests/tidy/test_snapshots.py and commit the file"
)


def written_down(path: Path, text: str) -> str:
    """What the file says; with WAHANA_UPDATE_SCHEMA it is made to say ``text``."""
    if UPDATE:
        path.write_text(text, encoding="utf-8")
    return path.read_text(encoding="utf-8")


async def test_the_migrations_make_the_schema_that_is_written_down(prepared: Prepared) -> None:
    parts = [HEAD]
    for title, connection in (("Event database", prepared.events), ("Key store", prepared.vault)):
        parts += ["", title, "=" * len(title), *await listing(connection)]
    text = "\n".join(parts) + "\n"
    assert written_down(TABLES, text) == text, CURE


async def listing(connection: asyncpg.Connection[Any]) -> list[str]:
    """A database's schema, line by line, each table in one place."""

    async def ask(name: str) -> list[Any]:
        return [*await connection.fetch(QUESTIONS[name])]

    about: dict[str, list[str]] = {}
    for row in await ask("tables"):
        security = "no row security"
        if row["enabled"]:
            security = "row security" + (", forced" if row["forced"] else "")
        about.setdefault(row["name"], []).append(f"  owner {row['owner']}; {security}")
    for row in await ask("options"):
        about[row["name"]].append(f"  with {', '.join(row['options'])}")
    columns = await ask("columns")
    for name, group in groupby(columns, key=lambda row: row["name"]):
        about.setdefault(name, ["  row type"]).extend(column(row) for row in group)
    for row in await ask("constraints"):
        about[row["name"]].append(f"  {row['definition']}")
    for row in await ask("indexes"):
        about[row["name"]].append(f"  {row['definition']}")
    for row in await ask("policies"):
        conditions = f"using {row['using']}" + (f" check {row['check']}" if row["check"] else "")
        about[row["name"]].append(
            f"  policy {row['policy']} {row['command']} to {', '.join(row['roles'])} {conditions}"
        )
    for row in await ask("grants"):
        who = "PUBLIC" if row["grantee"] == "-" else row["grantee"]
        about[row["name"]].append(f"  grant {row['privileges']} to {who}")
    lines = [line for name in sorted(about) for line in ("", name, *about[name])]
    return [*lines, "", "functions", *(function(row) for row in await ask("functions"))]


def column(row: Any) -> str:
    parts = [f"  {row['column']} {row['type']}"]
    parts += [f"collate {row['collation']}"] if row["collation"] else []
    parts += ["not null"] if row["needed"] else []
    parts += [f"default {row['default']}"] if row["default"] else []
    return " ".join(parts)


def function(row: Any) -> str:
    security = "as its owner" if row["definer"] else "as its caller"
    given = "; ".join(row["settings"])
    return (
        f"  {row['name']} returns {row['result']}\n    {row['language']} {row['volatility']}, "
        f"{security}, for {', '.join(row['executors']) or 'nobody'}"
        + (f", {given}" if given else "")
        + f"\n    body sha256 {row['body']}"
    )


def test_the_api_is_the_one_that_is_written_down() -> None:
    text = SCHEMA.as_str() + "\n"
    assert written_down(API, text) == text, CURE


def test_a_breaking_change_would_be_found() -> None:
    # What guards the file above: the words it is compared in are those of breaking changes.
    text = API.read_text(encoding="utf-8")
    broken = text.replace("  refusedCommands(", "  refusedWishes(")
    assert broken != text
    found = find_breaking_changes(SCHEMA._schema, build_schema(broken))
    assert [change.type for change in found] == [BreakingChangeType.FIELD_REMOVED]


def parts_of_the_api() -> Iterator[tuple[str, str | None]]:
    """Every type, field, argument, value and directive, with its description."""
    core = SCHEMA._schema
    for name, kind in core.type_map.items():
        if name.startswith("__"):
            continue
        yield name, kind.description
        if isinstance(kind, GraphQLEnumType):
            yield from ((f"{name}.{key}", value.description) for key, value in kind.values.items())
        if isinstance(kind, GraphQLInputObjectType):
            yield from ((f"{name}.{key}", part.description) for key, part in kind.fields.items())
        if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
            for key, field in kind.fields.items():
                yield f"{name}.{key}", field.description
                for argument, given in field.args.items():
                    yield f"{name}.{key}({argument}:)", given.description
    yield from ((f"@{directive.name}", directive.description) for directive in core.directives)


def test_everything_in_the_api_says_what_it_is() -> None:
    parts = dict(parts_of_the_api())
    assert len(parts) > 1500
    assert [name for name, text in parts.items() if not (text or "").strip()] == []


def test_every_field_that_may_be_masked_is_nullable() -> None:
    # A value that one may not see is a null, never an error inside a list.
    core = SCHEMA._schema
    masked = [
        (relation.name, name)
        for relation in CATALOGUE
        for name, about in relation.columns.items()
        if (about.mask is not None and about.instead is None) or about.kind == "sealed"
    ]
    assert masked
    for relation, name in masked:
        kind = core.type_map[relation]
        assert isinstance(kind, GraphQLObjectType)
        assert not str(kind.fields[name].type).endswith("!"), (relation, name)
