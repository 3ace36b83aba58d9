"""Budget targets: S0's 15 WKSBM of 2012, revised, corrected, withdrawn."""

from __future__ import annotations

import msgspec
import pytest

from wahana.domain.kernel.fields import note
from wahana.domain.kernel.particulars import carry
from wahana.domain.office.budget_target import BudgetTarget, budget_target_id
from wahana.domain.office.budget_target_commands import ReviseBudgetTarget, SetBudgetTarget
from wahana.domain.office.budget_target_corrections import CorrectBudgetTarget, WithdrawBudgetTarget
from wahana.domain.office.budget_target_events import (
    BudgetTargetCorrected,
    BudgetTargetRevised,
    BudgetTargetSet,
    BudgetTargetWithdrawn,
    Target,
)

KEY = {"year": 2012, "indicator": "WKSBM_FORMED"}
SET = SetBudgetTarget(
    **KEY,
    target_qty=15,
    funding="APBD",
    activity_code="1.13.16",
    basis="SPM",
    basis_ref="Permensos 129/HUK/2008",
)


def target(world) -> BudgetTarget:
    return world.state(BudgetTarget, budget_target_id(world.tenant_id, 2012, "WKSBM_FORMED"))


def test_a_target_is_set_with_its_basis(scenario):
    world = scenario()
    outcome = world.when(SET).then(
        BudgetTargetSet(
            **KEY,
            target_qty=15,
            funding="APBD",
            activity_code="1.13.16",
            basis="SPM",
            basis_ref="Permensos 129/HUK/2008",
        )
    )
    assert outcome.target == (BudgetTarget, target(world).id)
    assert target(world).target.target_qty == 15


def test_there_is_one_target_per_year_and_indicator(scenario):
    world = scenario().run(SET)
    world.when(SET).then_refused("TARGET_STATE", "year", state="TARGET_SET")
    world.run(msgspec.structs.replace(SET, year=2013))
    assert budget_target_id(world.tenant_id, 2013, "WKSBM_FORMED") != target(world).id


def test_a_target_is_revised_in_the_course_of_the_year(scenario):
    world = scenario().run(SET)
    revise = ReviseBudgetTarget(**KEY, target_qty=12, reason="BUDGET_CHANGE", note="APBD-P")
    world.when(revise).then(
        BudgetTargetRevised(
            from_qty=15, to_qty=12, reason="BUDGET_CHANGE", note=note(target(world).id, "APBD-P")
        )
    )
    assert carry(Target, target(world).target) == Target(
        target_qty=12,
        funding="APBD",
        activity_code="1.13.16",
        basis="SPM",
        basis_ref="Permensos 129/HUK/2008",
    )
    world.when(revise).then_refused("NO_CHANGE", "targetQty")


def test_a_correction_names_the_entry_it_mends(scenario):
    world = scenario().run(SET)
    correct = CorrectBudgetTarget(**KEY, target_qty=51, funding="APBD", reason="TYPING_ERROR")
    world.when(correct).then(
        BudgetTargetCorrected(of=1, target_qty=51, funding="APBD", reason="TYPING_ERROR")
    )
    world.when(correct).then_refused("NO_CHANGE", "targetQty")
    world.run(ReviseBudgetTarget(**KEY, target_qty=20, reason="DISASTER"))
    again = msgspec.structs.replace(correct, target_qty=21)
    assert world.when(again).only(BudgetTargetCorrected).of == 3


def test_a_target_of_a_wrong_year_is_withdrawn_and_may_be_set_again(scenario):
    world = scenario().run(SET)
    withdraw = WithdrawBudgetTarget(**KEY, reason="WRONG_DATE")
    world.when(withdraw).then(BudgetTargetWithdrawn(of=1, reason="WRONG_DATE"))
    assert target(world).target is None
    world.when(withdraw).then_refused("TARGET_STATE", "year", state="WITHDRAWN")
    world.when(ReviseBudgetTarget(**KEY, target_qty=1, reason="DISASTER")).then_refused(
        "TARGET_STATE", "year"
    )
    world.run(SET)
    assert target(world).target.entry == 3


@pytest.mark.parametrize(
    "command",
    [
        ReviseBudgetTarget(**KEY, target_qty=1, reason="DISASTER"),
        CorrectBudgetTarget(**KEY, target_qty=1, funding="APBD", reason="DUPLICATE"),
        WithdrawBudgetTarget(**KEY, reason="DUPLICATE"),
    ],
    ids=lambda command: type(command).__name__,
)
def test_what_was_never_set_is_not_found(scenario, command):
    scenario().when(command).then_refused("NOT_FOUND", "year", kind="budget_target")


@pytest.mark.parametrize(
    "command",
    [
        ReviseBudgetTarget(**KEY, target_qty=1, reason="OTHER"),
        CorrectBudgetTarget(**KEY, target_qty=1, funding="APBD", reason="OTHER"),
        WithdrawBudgetTarget(**KEY, reason="OTHER"),
    ],
    ids=lambda command: type(command).__name__,
)
def test_the_reason_other_is_explained(scenario, command):
    scenario().run(SET).when(command).then_refused("NOTE_REQUIRED", "note")


def test_an_indicator_is_of_the_tenants_list(scenario):
    command = msgspec.structs.replace(SET, indicator="MOON_LANDINGS")
    scenario().when(command).then_refused("KIND_UNKNOWN", "indicator", code="MOON_LANDINGS")


def test_a_national_office_has_no_targets_of_formation(scenario):
    world = scenario(level="NATIONAL", area_code="")
    world.when(SET).then_refused("LEVEL_SCOPE", given="NATIONAL")


@pytest.mark.parametrize("changed", [{"target_qty": -1}, {"year": 12}, {"funding": "GOLD"}])
def test_the_schema_refuses_impossible_values(changed: dict[str, object]):
    body = {**KEY, "target_qty": 15, "funding": "APBD", **changed}
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(body, SetBudgetTarget)
