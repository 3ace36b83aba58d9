"""Rows that follow from a table: the statement says what the declaration does, and no more."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
import pytest

from wahana.platform.versioned import VersionedTable
from wahana.projections.field import ConstantColumn, Field, Json, Sealed
from wahana.projections.folds import filled, packed
from wahana.projections.row_source import TableRows


class BoxRow(msgspec.Struct, frozen=True):
    box_id: UUID
    kind: str
    opened_on: date
    shut_on: date | None
    holders: tuple[UUID, ...]
    things: str
    data: str


BOXES = VersionedTable(BoxRow, key=("box_id",), table="box")


class Box(BoxRow, frozen=True):
    part: Annotated[str, ConstantColumn("ALL")]
    nobody: Annotated[UUID | None, ConstantColumn(None)]


class Holder(msgspec.Struct):
    box_id: UUID
    no: int
    person: UUID


class Thing(msgspec.Struct):
    box_id: UUID
    kind: Annotated[str, Field("Its own kind.")]
    packed_on: date | None
    note: Sealed | None
    more: Json


@pytest.mark.parametrize(
    ("source", "row", "statement"),
    [
        (TableRows(BOXES), BoxRow, "SELECT t.*\nFROM as_of.box t"),
        (
            TableRows(BOXES, since="opened_on", until="shut_on", where={"kind": "RED"}),
            BoxRow,
            "SELECT t.*\nFROM as_of.box t\nWHERE t.kind = 'RED'::text AND ($3::date IS NULL OR "
            "(t.opened_on <= $3 AND $3 < coalesce(t.shut_on, 'infinity')))",
        ),
        (
            TableRows(BOXES),
            Box,
            "SELECT t.*, 'ALL'::text AS part, NULL::uuid AS nobody\nFROM as_of.box t",
        ),
        (
            TableRows(BOXES, each="holders", number="no", last="shut_on"),
            Holder,
            "SELECT t.box_id, x.no::integer AS no, x.person\nFROM as_of.box t\n"
            "CROSS JOIN LATERAL unnest(t.holders) WITH ORDINALITY AS x (person, no)\n"
            "WHERE ($3::date IS NULL OR ($3 <= coalesce(t.shut_on, 'infinity')))",
        ),
        (
            TableRows(BOXES, each="things", own=("kind",), since="packed_on"),
            Thing,
            "SELECT t.box_id, x.kind, x.packed_on, x.note, x.more\nFROM as_of.box t\n"
            "CROSS JOIN LATERAL ROWS FROM (json_to_recordset(t.things::json) AS (kind text, "
            "packed_on date, note json, more json)) AS x (kind, packed_on, note, more)\n"
            "WHERE ($3::date IS NULL OR (x.packed_on <= $3))",
        ),
        (
            TableRows(BOXES, packed="data", since="opened_on"),
            Thing,
            "SELECT t.box_id, t.kind, x.packed_on, x.note, x.more\nFROM as_of.box t\n"
            "CROSS JOIN LATERAL ROWS FROM (json_to_record(t.data::json) AS (packed_on date, "
            "note json, more json)) AS x (packed_on, note, more)\n"
            "WHERE ($3::date IS NULL OR (t.opened_on <= $3))",
        ),
    ],
)
def test_a_statement_follows(source: TableRows, row: type[msgspec.Struct], statement: str) -> None:
    assert source.statement(row) == statement


def test_fields_that_are_nowhere_are_refused() -> None:
    with pytest.raises(ValueError, match="box has no no, person: name the column they are in"):
        TableRows(BOXES).statement(Holder)


class Fact(msgspec.Struct):
    kind: str
    opened_on: date
    shut_on: date | None = None


class Source(msgspec.Struct):
    kind: str
    holders: tuple[UUID, ...]

    @property
    def things(self) -> str:
        return f"things of {self.kind}"


def test_a_row_takes_what_its_sources_say_the_first_first() -> None:
    fact, source = Fact("A", date(2012, 6, 14)), Source("B", ())
    row = filled(BoxRow, fact, source, box_id=UUID(int=1), data="{}")
    assert row == BoxRow(UUID(int=1), "A", date(2012, 6, 14), None, (), "things of B", "{}")
    assert filled(BoxRow, source, fact, box_id=UUID(int=1), data="{}").kind == "B"
    with pytest.raises(TypeError, match="box_id"):
        filled(BoxRow, fact, source, data="{}")


def test_what_no_column_of_the_table_holds_is_packed() -> None:
    text = packed(Thing, BOXES, Fact("A", date(2012, 6, 14)), packed_on=None, note=None, more="")
    assert text == '{"more":"","note":null,"packed_on":null}'
