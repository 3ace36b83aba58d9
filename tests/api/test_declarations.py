"""Inconsistent declarations are refused when the catalogue is made."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from wahana.projections.compile import Compiler, binds
from wahana.projections.quoting import WrongSelection
from wahana.projections.relation import (
    Catalogue,
    Child,
    Column,
    Filter,
    Relation,
    WrongDeclaration,
    snake_case,
)
from wahana.projections.selection import (
    Connection,
    Paging,
    RowConditions,
    RowSelection,
    SelectedField,
    columns_taken,
)


@pytest.fixture
def group(catalogue: Catalogue) -> Relation:
    return catalogue["Group"]


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"rows": "nothing"}, "no statement called nothing"),
        ({"orderings": {}}, "at least one ordering"),
        ({"columns": {}}, "a column called id"),
        ({"scopes": {"stage": Filter("text", "x", column="stage")}}, "filters and scopes at once"),
        ({"filters": {"after": Filter("text", "x", column="name")}}, "engine's own arguments"),
        ({"filters": {"q": Filter("text", "x")}}, "either column or statement"),
        ({"filters": {"q": Filter("text", "x", statement="nothing")}}, "called nothing"),
        ({"filters": {"q": Filter("enum", "x", column="stage")}}, "needs its enumeration"),
        ({"filters": {"q": Filter("text", "x", through=("nobody", "q"))}}, "no child and filter"),
        (
            {"filters": {"q": Filter("text", "x", column="name", through=("members", "q"))}},
            "is described, and masked, there",
        ),
        ({"children": {"name": Child("Member", "list", "x", {"a": "b"})}}, "columns and children"),
        ({"children": {"x": Child("Nobody", "list", "x", {"a": "b"})}}, "called Nobody"),
        ({"children": {"x": Child("Member", "list", "x", {})}}, "which columns link it"),
        ({"children": {"x": Child("Member", "list", "x", {"a": "b"}, ordering="UP")}}, "called UP"),
    ],
)
def test_what_is_wrong_is_said(
    catalogue: Catalogue, group: Relation, change: dict[str, Any], problem: str
) -> None:
    with pytest.raises(WrongDeclaration, match=problem):
        Catalogue([replace(group, **change), catalogue["Member"]], {"sample": 1})


@pytest.mark.parametrize(
    ("column", "problem"),
    [
        (Column("id", "x"), "id_kind goes with kind id"),
        (Column("enum", "x"), "enumeration goes with kind enum"),
        (Column("sealed", "x", nullable=True), "path goes with kind sealed"),
        (Column("text", "x", mask="secrets"), "must be nullable"),
    ],
)
def test_what_is_wrong_with_a_column_is_said(
    catalogue: Catalogue, group: Relation, column: Column, problem: str
) -> None:
    changed = replace(group, columns={**group.columns, "x": column})
    with pytest.raises(WrongDeclaration, match=problem):
        Catalogue([changed, catalogue["Member"]], {"sample": 1})


def test_names_are_told_apart(catalogue: Catalogue, group: Relation) -> None:
    with pytest.raises(WrongDeclaration, match="two relations are called Group"):
        Catalogue([group, group], {"sample": 1})
    with pytest.raises(WrongDeclaration, match="share the id prefix group"):
        Catalogue([group, replace(group, name="Other"), catalogue["Member"]], {"sample": 1})
    assert snake_case("inauguratedOn") == "inaugurated_on"


def test_the_statement_depends_on_the_shape_alone(catalogue: Catalogue) -> None:
    compiler = Compiler(catalogue)

    def page(value: str, size: int, after: tuple[str, ...], alias: str = "n") -> Connection:
        return Connection(
            RowConditions("Group", ("contains",), (value,)),
            Paging(has_after=True, size=size, after=after),
            (SelectedField(alias, "nodes", (SelectedField("name", "name"),)),),
        )

    ours, theirs = page("a", 5, ("x", "y")), page("' or true --", 7, ("z", "w"))
    assert compiler.answer(ours) is compiler.answer(theirs)
    assert "or true" not in compiler.answer(theirs)
    assert binds(theirs) == ["' or true --", "z", "w", 7]
    assert compiler.answer(ours) != compiler.answer(page("a", 5, ("x", "y"), alias="m"))


def test_columns_that_nobody_takes_are_not_computed(catalogue: Catalogue) -> None:
    board = RowSelection(RowConditions("Member"), "list", (SelectedField("seat", "seat"),))
    items = (
        SelectedField("x", "name"),
        SelectedField("board", "board", board),
        SelectedField("parent", "parent", board),
    )
    edges = (
        SelectedField(
            "edges",
            "edges",
            (SelectedField("cursor", "cursor"), SelectedField("node", "node", items)),
        ),
    )
    what = Connection(RowConditions("Group", ordering="MEMBERS_DOWN"), Paging(), edges)
    taken = columns_taken(catalogue["Group"], what)
    assert sorted(taken) == ["id", "members", "name", "parent_id"]
    assert "r.members, r.id, r.name, r.parent_id from" in Compiler(catalogue).answer(what)


@pytest.mark.parametrize("alias", ["a" * 64, 'a"b', "", "a b"])
def test_only_short_graphql_names_are_written(catalogue: Catalogue, alias: str) -> None:
    what = RowSelection(RowConditions("Group"), "list", (SelectedField(alias, "name"),))
    with pytest.raises(WrongSelection):
        Compiler(catalogue).answer(what)
