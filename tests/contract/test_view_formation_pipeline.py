"""The pipeline: target against stages reached, days per stage, at any moment and on any day."""

from __future__ import annotations

from datetime import date

import pytest
from tests.views.history import History, house
from tests.views.reading import ask
from tests.views.story import GUNTUNG, TARGET, bontang

from wahana.domain.office.budget_target_events import BudgetTargetSet, BudgetTargetWithdrawn
from wahana.platform.database import Database

__all__ = ["house"]


async def test_a_year_counts_what_stands(house: Database) -> None:
    history = await bontang(History(house)).run()
    (year,) = await ask(history, "FormationPipeline")
    expected = {
        "budget_year": 2012,
        "target_qty": 14,
        "first_qty": 15,
        "proposed": 1,  # the other one was withdrawn
        "socialised": 1,
        "nominated": 1,
        "trained": 1,
        "inaugurated": 1,
        "attainment_percent": 7,
        "days_to_socialised": 120,
        "days_to_nominated": 5,
        "days_to_trained": 9,
        "days_to_inaugurated": 2,
        "days_in_all": 136,
    }
    assert year == expected
    (formed,) = await ask(history, "FormedYear")
    assert formed == {"year": 2012, "inaugurated": 1, "trained": 1, "active_now": 1}


@pytest.mark.parametrize(
    ("day", "target", "reached"),
    [
        (date(2012, 1, 15), 15, (0, 0, 0, 0, 0)),
        (date(2012, 5, 31), 15, (1, 1, 0, 0, 0)),
        (date(2012, 6, 14), 15, (1, 1, 1, 1, 0)),
        (date(2012, 9, 1), 14, (1, 1, 1, 1, 1)),
    ],
)
async def test_a_year_on_a_day(
    house: Database, day: date, target: int, reached: tuple[int, ...]
) -> None:
    history = await bontang(History(house)).run()
    (year,) = await ask(history, "FormationPipeline", valid_on=day, budgetYear=2012)
    stages = ("proposed", "socialised", "nominated", "trained", "inaugurated")
    assert (year["target_qty"], tuple(year[stage] for stage in stages)) == (target, reached)
    if not reached[-1]:
        assert year["days_to_inaugurated"] is None


async def test_the_way_of_one_wksbm(house: Database) -> None:
    history = await bontang(History(house)).run()
    (row,) = await ask(history, "Formation", stage="INAUGURATED")
    assert (row["wksbm_id"], row["days_in_all"], row["days_waiting"]) == (GUNTUNG, 136, None)
    (then,) = await ask(history, "Formation", valid_on=date(2012, 6, 10), wksbm=[GUNTUNG])
    assert (then["stage"], then["days_waiting"], then["trained_on"]) == ("NOMINATED", 5, None)
    waiting = await ask(history, "Formation", valid_on=date(2012, 6, 10), waitingDaysFrom=100)
    assert [row["wksbm_id"] == GUNTUNG for row in waiting] == [False]


async def test_targets_with_their_revisions_and_corrections(house: Database) -> None:
    history = await bontang(History(house)).run()
    (target,) = await ask(history, "BudgetTarget", indicator="WKSBM_FORMED")
    assert (target["target_qty"], target["first_qty"], target["basis"]) == (14, 15, None)
    assert target["evidence_marks"] == ["SEED"]
    (revision,) = await ask(history, "BudgetTargetRevision")
    assert (revision["from_qty"], revision["to_qty"]) == (15, 14)
    (mistaken,) = await ask(history, "BudgetTarget", as_of=2)
    assert (mistaken["target_qty"], mistaken["basis"]) == (16, "SPM")


async def test_a_withdrawn_target_is_none_until_it_is_set_again(house: Database) -> None:
    history = bontang(History(house))
    history.add(TARGET, BudgetTargetWithdrawn(of=3, reason="DUPLICATE"))
    await history.run()
    assert await ask(history, "BudgetTarget") == []
    (year,) = await ask(history, "FormationPipeline")
    assert (year["target_qty"], year["attainment_percent"], year["inaugurated"]) == (None, None, 1)
    history.add(
        TARGET,
        BudgetTargetSet(target_qty=1, funding="APBD", year=2012, indicator="WKSBM_FORMED"),
    )
    await history.run()
    (year,) = await ask(history, "FormationPipeline")
    assert (year["target_qty"], year["attainment_percent"]) == (1, 100)
    assert await ask(history, "BudgetTargetRevision") == []
