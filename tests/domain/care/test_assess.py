"""What is found, planned and declared: assessment, plan, local capacity."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest

from wahana.domain.care.assess import AgreePlan
from wahana.domain.care.case_events import (
    CaseAssessed,
    CasePlanItem,
    LocalCapacityDeclared,
    PlanAgreed,
)
from wahana.domain.kernel.fields import case_text, child_data, health

OCTOBER = (date(2021, 10, 1), date(2021, 11, 1))


def item(no: int = 1, **changes: Any) -> CasePlanItem:
    fields = {
        "no": no,
        "service_kind": "BERAS",
        "pillar": "LINJAMSOS",
        "doer": "BOARD",
        "valid_from": OCTOBER[0],
        "valid_to": OCTOBER[1],
    }
    return CasePlanItem(**(fields | changes))


def plan(ladder: Any, *items: CasePlanItem) -> AgreePlan:
    return AgreePlan(
        case_id=ladder.case,
        items=items or (item(),),
        agreed_with="SUBJECT",
        goals="Makan dua kali sehari.",
    )


def test_findings_are_sealed_under_the_person_by_what_they_are_about(ladder: Any):
    ladder.reported()
    command = ladder.assess(
        health_findings="Tekanan darah tinggi.", child_findings="Cucu ikut.", urgency="URGENT"
    )
    assessed = ladder.world.when(command).only(CaseAssessed)
    assert assessed.findings == case_text(ladder.elder, "Tinggal sendiri, tidak dapat memasak.")
    assert assessed.health == health(ladder.elder, "Tekanan darah tinggi.")
    assert assessed.child == child_data(ladder.elder, "Cucu ikut.")
    assert (ladder.state.urgency, ladder.state.stage) == ("URGENT", "ASSESSED")
    again = ladder.world.when(ladder.assess(method="CONFERENCE")).only(CaseAssessed)
    assert again.urgency == "URGENT"


def test_only_its_counsellor_assesses_for_the_lk3(ladder: Any):
    ladder.reported()
    ladder.world.when(ladder.assess(by_role="LK3")).then_refused(
        "LK3_ONLY", "byRole", role="WKSBM_CHAIR"
    )
    stranger = ladder.assess(subject_id=ladder.person("stranger"))
    ladder.world.when(stranger).then_refused("NOT_A_SUBJECT", "subjectId")


def test_a_plan_builds_on_an_assessment(ladder: Any):
    ladder.reported()
    ladder.world.when(plan(ladder)).then_refused("CASE_STAGE", "caseId", needed="ASSESSED")
    ladder.world.run(ladder.assess())
    agreed = ladder.world.when(plan(ladder)).only(PlanAgreed)
    assert agreed.goals == case_text(ladder.elder, "Makan dua kali sehari.")
    assert ladder.state.stage == "PLANNED"
    ladder.world.when(plan(ladder)).then_refused("NO_CHANGE", "items")
    ladder.world.when(plan(ladder, item(2))).accepted()
    assert [item.no for item in ladder.state.plan.items] == [2]


def test_an_emergency_is_planned_for_at_once(ladder: Any):
    ladder.reported(urgency="EMERGENCY").world.when(plan(ladder)).accepted()
    assert ladder.state.stage == "PLANNED"


@pytest.mark.parametrize(
    ("items", "code"),
    [
        ((item(1), item(1)), "PLAN_ITEM_TWICE"),
        ((item(service_kind="GOLD"),), "KIND_UNKNOWN"),
        ((item(valid_to=OCTOBER[0]),), "PERIOD_EMPTY"),
        ((item(valid_to=date(2030, 1, 1)),), "DATE_IMPLAUSIBLE"),
        ((item(doer="KPS"),), "PROVIDER_INCOMPLETE"),
    ],
)
def test_an_item_is_complete(ladder: Any, items: tuple[CasePlanItem, ...], code: str):
    ladder.reported().world.run(ladder.assess())
    ladder.world.when(plan(ladder, *items)).then_refused(code, "items")


def test_an_item_names_a_member_and_subjects(ladder: Any):
    ladder.reported().world.run(ladder.assess())
    foreign = ladder.body("gapoktan of the others", ladder.other_wksbm)
    ladder.world.when(plan(ladder, item(doer="KPS", kps=foreign))).then_refused(
        "KPS_UNKNOWN", "items"
    )
    own = ladder.body("pengajian")
    stranger = item(doer="KPS", kps=own, recipients=(ladder.person("stranger"),))
    ladder.world.when(plan(ladder, stranger)).then_refused("NOT_A_SUBJECT", "items")
    ladder.world.when(plan(ladder, item(doer="KPS", kps=own))).accepted()


def test_without_a_wksbm_no_board_does_an_item(ladder: Any):
    report = ladder.report(wksbm_id=None, village_code=ladder.SOROSUTAN)
    ladder.world.when(report, actor=ladder.officer, on=ladder.REPORTED_ON).accepted()
    ladder.world.when(ladder.assess(by_role="DINAS"), actor=ladder.officer).accepted()
    ladder.world.when(plan(ladder), actor=ladder.officer).then_refused(
        "PROVIDER_INCOMPLETE", "items"
    )
    family = plan(ladder, item(doer="FAMILY"))
    ladder.world.when(family, actor=ladder.officer).accepted()


def test_capacity_is_declared_with_what_was_tried(ladder: Any):
    ladder.reported()
    world = ladder.world
    world.when(ladder.exceeded(tried=())).then_refused("TRIED_REQUIRED", "tried")
    world.when(ladder.exceeded(cause=None)).then_refused("TRIED_REQUIRED", "cause")
    world.when(ladder.exceeded(verdict="SUFFICIENT")).then_refused("TRIED_REQUIRED", "cause")
    world.when(ladder.exceeded(cause="OTHER")).then_refused("NOTE_REQUIRED", "note")
    world.when(ladder.exceeded()).then(
        LocalCapacityDeclared(
            verdict="EXCEEDED", tried=("BOARD_HELP", "NEIGHBOURS"), cause="NO_FUNDS"
        )
    )
    sufficient = msgspec.structs.replace(
        ladder.exceeded(), verdict="SUFFICIENT", tried=(), cause=None
    )
    world.when(sufficient, on=date(2021, 9, 10)).accepted()
    assert ladder.state.capacity_on(date(2021, 9, 9)) is None
    assert ladder.state.capacity_on(date(2021, 9, 15)) == "SUFFICIENT"
    assert ladder.state.capacity_on(ladder.TODAY) == "EXCEEDED"
