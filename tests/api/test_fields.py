"""A row struct declares its fields once: kinds, names, masks and filters follow from its lines."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Annotated, Any
from uuid import UUID

import msgspec
import pytest

from wahana.platform.columns import BigInt
from wahana.projections.compile import Compiler
from wahana.projections.declared import (
    ColumnFilter,
    Condition,
    RowOrder,
    declare,
    history,
    in_area,
    one,
    present,
    starts,
)
from wahana.projections.field import (
    GLOBAL_ID,
    REFUSES_VALID_ON,
    TIMELESS,
    Entry,
    Field,
    Json,
    OpenEnd,
    Sealed,
    Version,
    camel_case,
    fields_of,
)
from wahana.projections.ids import MemberId, WksbmId
from wahana.projections.registry import CATALOGUE
from wahana.projections.relation import (
    Catalogue,
    Column,
    Enumeration,
    Filter,
    Ordering,
    Relation,
    SortKey,
    WrongDeclaration,
)
from wahana.projections.selection import RowConditions, RowSelection
from wahana.projections.valid_on import ValidOnSupport

STATE = Enumeration("State", "How it stands.", {"OPEN": "Open.", "SHUT": "Shut."})


class Row(msgspec.Struct, frozen=True):
    """A thing, said
    over two lines."""

    wksbm_id: Annotated[WksbmId, GLOBAL_ID]
    version: Version
    entry: Entry
    state: Annotated[str | None, STATE, REFUSES_VALID_ON, Field("How it stands.")]
    asked_by: Annotated[MemberId | None, Field("Who asked.")]
    amount: Annotated[BigInt, Field("How much.")]
    tags: Annotated[tuple[str, ...], Field("Words.")]
    valid_to: Annotated[OpenEnd, Field("Until when.")]
    recorded_at: Annotated[datetime, Field("When.")]
    note: Annotated[Sealed, Field("A note.", mask="NOTES"), Field("Its end.", "end", path="*")]
    more: Annotated[Json | None, Field("The rest.")]
    code: Annotated[str, Field("The code.", mask="CODES", instead="open_code")]
    open_code: str | None
    is_open: Annotated[bool, Field("Open.", mask="CODES")]
    hidden_on: date


def test_a_field_is_a_column_of_the_relation() -> None:
    shown = fields_of(Row).shown
    assert list(shown) == [
        *("id", "version", "entry", "state", "askedById", "amount", "tags", "validTo"),
        *("recordedAt", "note", "end", "more", "code", "isOpen"),
    ]
    assert shown["id"] == Column("id", "Global id.", sql="wksbm_id", id_kind="wksbm")
    assert shown["state"] == Column(
        *("enum", "How it stands.", True, "state"),
        enumeration=STATE,
        on_day=ValidOnSupport.REFUSES_VALID_ON,
    )
    assert shown["askedById"] == Column("id", "Who asked.", True, "asked_by", id_kind="member")
    assert shown["amount"].kind == "bigint"
    assert shown["tags"].kind == "texts"
    assert shown["validTo"] == Column("date", "Until when.", True, "valid_to", open_end=True)
    assert shown["more"] == Column("json", "The rest.", True, "more")
    assert {one.on_day for name, one in shown.items() if name != "state"} == {TIMELESS}


def test_what_may_be_masked_is_null_for_some() -> None:
    shown = fields_of(Row).shown
    note = Column("sealed", "A note.", True, "note", mask="NOTES", path="note")
    assert shown["note"] == note
    assert shown["end"] == Column("sealed", "Its end.", True, "note", path="*")
    code = Column("text", "The code.", True, "code", mask="CODES", instead="open_code")
    assert shown["code"] == code
    assert shown["isOpen"].nullable


def test_every_column_can_order_rows_shown_or_not() -> None:
    fields = fields_of(Row)
    assert fields.sort_key("hidden_on") == SortKey("hidden_on", "date")
    assert fields.sort_key("wksbm_id") == SortKey("wksbm_id", "id")


def test_names_follow_from_the_columns() -> None:
    assert camel_case("reported_on", "date") == "reportedOn"
    assert camel_case("receipt_sha256", "text") == "receiptSha256"
    assert camel_case("reported_by", "id") == "reportedById"
    assert camel_case("wksbm_id", "id") == "wksbmId"


class Placed(Row, frozen=True):
    name_key: str
    village_code: str
    regency_code: str


def declared(row: type[msgspec.Struct] = Row, **changes: Any) -> Relation:
    given: dict[str, Any] = {
        "sql": {"things": "SELECT 1", "odd": "r.amount % 2 = $4"},
        "rows": "things",
        "views": ("thing",),
        "key": ("wksbm_id", "entry"),
        "orderings": {"NEWEST": RowOrder("Newest first.", ("recorded_at", "amount"), True)},
    }
    return declare("Thing", row, **(given | changes))


def test_a_declaration_says_only_what_does_not_follow() -> None:
    thing = declared(node=True, children={"asked": one("Member", "Who.", member_id="asked_by")})
    assert thing.description == "A thing, said over two lines."
    assert thing.node == "wksbm"
    assert thing.key == (SortKey("wksbm_id", "id"), SortKey("entry", "int"))
    assert thing.columns == fields_of(Row).shown
    keys = (SortKey("recorded_at", "datetime"), SortKey("amount", "bigint"))
    assert thing.orderings == {"NEWEST": Ordering("Newest first.", keys, descending=True)}
    assert thing.children["asked"].link == {"member_id": "asked_by"}
    assert history("wksbm_id").link == {"object_id": "wksbm_id"}
    assert "code" not in declared(without=("code",)).columns


@pytest.mark.parametrize(
    ("name", "given", "made"),
    [
        ("state", "So.", Filter("enum", "So.", column="state", enumeration=STATE)),
        ("askedById", "By.", Filter("id", "By.", column="asked_by", id_kind="member")),
        ("hiddenOn", "On.", Filter("date", "On.", column="hidden_on")),
        (
            "atLeast",
            ColumnFilter("amount", ">=", "So much."),
            Filter("bigint", "So much.", column="amount", operator=">="),
        ),
        ("odd", Filter("bool", "Odd.", statement="odd"), Filter("bool", "Odd.", statement="odd")),
    ],
)
def test_a_filter_takes_what_it_is_of_from_the_row(
    name: str, given: Condition, made: Filter
) -> None:
    filters: Mapping[str, Condition] = {name: given}
    assert declared(filters=filters).filters == {name: made}
    assert declared(scopes=filters).scopes == {name: made}


@pytest.mark.parametrize("given", ["Nobody.", ColumnFilter("nobody", "<", "Nobody.")])
def test_a_filter_of_no_column_is_refused(given: Condition) -> None:
    with pytest.raises(WrongDeclaration, match="filter nobody: the row has no such column"):
        declared(filters={"nobody": given})


class Twice(msgspec.Struct):
    kind: Annotated[str, Field("One.")]
    sort: Annotated[str, Field("Another.", name="kind")]


class Nameless(msgspec.Struct):
    whose: Annotated[UUID, Field("An id of no kind.")]


def test_two_fields_of_one_name_are_refused() -> None:
    with pytest.raises(WrongDeclaration, match="Twice: two fields are called kind"):
        fields_of(Twice)


def test_an_id_that_is_shown_says_of_what() -> None:
    assert fields_of(Nameless).shown["whoseId"].id_kind is None  # the catalogue refuses it


def test_a_kind_of_id_is_one_word_throughout() -> None:
    # An id that is shown is found again by `node`, if anything of its kind is.
    nodes = {relation.node: relation for relation in CATALOGUE if relation.node}
    named = {
        (column.id_kind, relation.name, name)
        for relation in CATALOGUE
        for name, column in relation.columns.items()
        if column.id_kind is not None
    }
    without = {kind for kind, _, _ in named if kind not in nodes}
    assert without == {
        *("conflict", "consent", "correlation", "event", "grant", "invitation", "service"),
        *("speaker", "statement", "token", "warning"),
    }


@pytest.mark.parametrize(
    ("given", "kind", "written"),
    [
        (in_area("There."), "text", " or r.regency_code = $6 or r.province_code = $6)"),
        (starts("name_key", "So."), "text", "r.name_key >= $6::text and r.name_key < $6::text"),
        (present("asked_by", "Asked."), "bool", "(r.asked_by is not null) = $6::boolean"),
        (ColumnFilter("amount", "among", "These."), "bigint", "r.amount = any($6)"),
    ],
)
def test_every_way_to_compare_is_written(given: ColumnFilter, kind: str, written: str) -> None:
    thing = declared(filters={"x": given}, row=Placed)
    assert (thing.filters["x"].kind, thing.filters["x"].id_kind) == (kind, None)
    compiler = Compiler(Catalogue([thing], {"thing": 1}))
    assert written in compiler.answer(
        RowSelection(RowConditions("Thing", ("x",), ("y",)), "list", ())
    )
