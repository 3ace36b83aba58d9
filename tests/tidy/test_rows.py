"""The row structs say what columns the tables have: names in order, types, nulls, collation."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID

import msgspec
import pytest
from tests.tidy.conftest import Prepared

from wahana.platform.columns import BigInt, SearchKey, columns_of
from wahana.projections import registry
from wahana.projections.compile import Compiler
from wahana.projections.field import ContentKind
from wahana.projections.registry import CATALOGUE
from wahana.projections.relation import Relation

OURS = ("tenant_id", "generation", "from_position", "to_position")
COLUMNS = """
    SELECT a.attname AS name, format_type(a.atttypid, NULL) AS type, NOT a.attnotnull AS nullable,
        CASE WHEN a.attcollation <> t.typcollation THEN a.attcollation::regcollation::text END
            AS collation
    FROM pg_attribute a JOIN pg_type t ON t.oid = a.atttypid
    WHERE a.attrelid = $1::regclass AND a.attnum > 0 AND NOT a.attisdropped
    ORDER BY a.attnum
"""


TABLES = {view.of.table(table.name): table for view in registry.VIEWS for table in view.tables}
"""The tables of the release by their names in the database."""


@pytest.mark.parametrize("name", TABLES)
async def test_a_row_is_the_table_it_is_written_to(prepared: Prepared, name: str) -> None:
    stored = [
        (row["name"], row["type"], row["nullable"], row["collation"])
        for row in await prepared.events.fetch(COLUMNS, name)
        if row["name"] not in OURS
    ]
    assert stored == [
        (
            column.name,
            column.sql_type.replace("timestamptz", "timestamp with time zone"),
            column.nullable,
            column.collation,
        )
        for column in columns_of(TABLES[name].row)
    ]


class Sample(msgspec.Struct):
    id: UUID
    key: SearchKey
    size: int
    amount: BigInt | None
    open: bool
    day: Annotated[date, "a remark"]
    at: datetime | None
    kind: Annotated[Literal["A", "B"] | None, "what it is"]
    who: tuple[UUID, ...]
    packed: bytes


def test_a_struct_is_taken_apart() -> None:
    assert [column.definition for column in columns_of(Sample)] == [
        "id uuid NOT NULL",
        'key text COLLATE "C" NOT NULL',
        "size integer NOT NULL",
        "amount bigint",
        "open boolean NOT NULL",
        "day date NOT NULL",
        "at timestamptz",
        "kind text",
        "who uuid[] NOT NULL",
        "packed bytea NOT NULL",
    ]
    by_name = {column.name: column for column in columns_of(Sample)}
    assert by_name["kind"].annotations == ("what it is",)
    assert by_name["kind"].python_type == Literal["A", "B"]


class Odd(msgspec.Struct):
    weight: float


def test_a_type_that_no_column_has_is_refused() -> None:
    with pytest.raises(TypeError, match=r"Odd\.weight: no column type goes with"):
        columns_of(Odd)


@pytest.mark.parametrize("relation", list(CATALOGUE), ids=lambda relation: relation.name)
async def test_the_rows_of_a_relation_are_what_its_struct_says(
    prepared: Prepared, relation: Relation
) -> None:
    assert relation.row is not None
    rows = dict(Compiler(CATALOGUE).every_statement())[relation.name]
    statement = await prepared.events.prepare(rows)
    given = {one.name: one.type for one in statement.get_attributes()}
    for column in columns_of(relation.row):
        assert column.name in given, f"the statement gives no {column.name}"
        found = given[column.name]
        name = f"{found.name.removesuffix('[]')}[]" if found.kind == "array" else found.name
        names = {"int4": "integer", "int8": "bigint", "bool": "boolean"}
        wanted = {column.sql_type}
        if column.said(ContentKind) is not None and column.sql_type == "text":
            wanted |= {"json", "jsonb"}
        assert names.get(name, name) in wanted, f"{column.name} is {name}, not {wanted}"
