"""Guarantees of every view: any moment can be asked, batches do not matter, a rebuild is the
same."""

from __future__ import annotations

import pytest
from tests.views.history import History, house, twice
from tests.views.reading import COMPILER, everything
from tests.views.story import bontang

from wahana.platform import rebuild
from wahana.platform.database import Database
from wahana.platform.interventions import Justification
from wahana.platform.tables import AnyTable
from wahana.platform.versioned import VersionedTable
from wahana.platform.views import View
from wahana.projections.registry import CATALOGUE, VIEWS

pytestmark = pytest.mark.takes(15)

__all__ = ["house"]

MONEY = {
    relation.name
    for relation in CATALOGUE
    if {"fund_book", "dues", "jimpitan", "meeting", "arisan"} & set(relation.views)
}
"""Relations that have a story of their own (``test_view_money``)."""
CARE = {
    relation.name
    for relation in CATALOGUE
    if {"case_file", "referral", "overlap", "kps"} & set(relation.views)
}
"""Relations that have a story of their own (``test_view_care``)."""


async def test_every_relation_has_rows_in_the_story(house: Database) -> None:
    shown = await everything(await bontang(History(house)).run())
    silent = {name for name, rows in shown.items() if not rows} - MONEY - CARE
    # Shown by the tests of their views; no term runs today.
    assert silent == {
        "OfficePolicy", "OfficeEdition", "BoardMember", "BoardContact", "Member", "MemberRole",
        "MemberToken", "LocalArea", "LatePermit", "WksbmAward", "WksbmWaiver",
        "PersonConsent", "PersonAlias", "PersonDuplicate", "Household", "HouseholdMember",
        "PersonAccess",
    }  # fmt: skip


async def test_as_of_a_position_shows_what_was_shown_then(house: Database) -> None:
    history = bontang(History(house))
    head = await history.write()
    shown = {}
    for position in range(1, head + 1):
        await history.run(batch_events=1, up_to=position)
        shown[position] = await everything(history)
    assert shown[head]["TrailEntry"][0]["position"] == head
    for position, then in shown.items():
        assert await everything(history, as_of=position) == then, position


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.name)
async def test_batches_do_not_matter_nor_does_a_second_application(
    house: Database, view: View
) -> None:
    history = bontang(History(house))
    await history.run(views=[twice(view)], batch_events=3)
    (rebuilt,) = await rebuild.rebuild(
        history.projector(),
        view,
        [history.tenant],
        Justification("Bu Ratna", "held against a rebuild"),
    )
    assert (rebuilt.outcome, rebuilt.differences) == ("switched", ())


async def test_a_tenant_sees_nothing_of_another(house: Database) -> None:
    await bontang(History(house)).run()
    other = await History(house).run()
    shown = await everything(other)
    assert {name for name, rows in shown.items() if rows} == {
        "Office", "OfficeName", "TrailEntry", "TrailObjectEntry",
    }  # fmt: skip
    assert [row["position"] for row in shown["TrailEntry"]] == [1]


async def test_every_statement_of_the_relations_is_accepted(house: Database) -> None:
    async with house.pool("wahana_app_ro").acquire() as connection:
        for name, statement in COMPILER.every_statement():
            assert await connection.prepare(statement), name


def test_every_view_is_read_by_a_relation() -> None:
    read = {view for relation in CATALOGUE for view in relation.views}
    assert read == {view.name for view in VIEWS}


async def test_rows_that_are_written_whole_have_the_columns_of_their_table(house: Database) -> None:
    tables = {
        view.of.table(table.name): (*table.row.__struct_fields__, *_tail(table))
        for view in VIEWS
        for table in view.tables
    }
    async with house.pool("wahana_app_ro").acquire() as connection:
        for name, fields in tables.items():
            prepared = await connection.prepare(f"SELECT * FROM {name} LIMIT 0")  # noqa: S608
            columns = [attribute.name for attribute in prepared.get_attributes()]
            assert columns == ["tenant_id", "generation", *fields], name


def _tail(table: AnyTable) -> tuple[str, ...]:
    return ("from_position", "to_position") if isinstance(table, VersionedTable) else ()
