"""Nobody decides about their own request; the one who reports a case can correct and close it."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest

from wahana.domain.care.assess import AgreePlan
from wahana.domain.care.bodies import BodyRef
from wahana.domain.care.case_corrections import CorrectCase
from wahana.domain.care.case_events import CasePlanItem
from wahana.domain.care.case_retractions import WithdrawCase
from wahana.domain.care.conclude import CloseCase, ReopenCase
from wahana.domain.care.kps_conflicts import DeclareConflictOfInterest
from wahana.domain.care.overlap_commands import DismissOverlap, OverrideOverlap
from wahana.domain.care.processes.services import on_plan_agreed
from wahana.domain.care.refer import RevokeReferral
from wahana.domain.care.referral_events import ReferralRequested
from wahana.domain.care.service_register_events import OverlapWarned
from wahana.domain.formation.wksbm import Wksbm
from wahana.domain.formation.wksbm_life_events import WksbmDissolved
from wahana.domain.kernel.roles import allows
from wahana.domain.people.person import Person
from wahana.domain.people.person_events import PersonDied

SEPTEMBER = {"valid_from": date(2021, 9, 1), "valid_to": date(2021, 10, 1)}


def item(**more: Any) -> CasePlanItem:
    fields = {"no": 1, "service_kind": "BERAS", "pillar": "LINJAMSOS", "doer": "BOARD"}
    return CasePlanItem(**(fields | SEPTEMBER | more))


def test_who_agreed_the_plan_does_not_decide_on_its_overlap(ladder: Any):
    ladder.reported().world.run(ladder.assign())
    second = ladder.second_case()
    when = ladder.world.when
    when(ladder.assess(case_id=second), actor=ladder.other_chair).accepted()
    plan = AgreePlan(case_id=second, items=(item(),), agreed_with="SUBJECT")
    when(plan, actor=ladder.other_chair).accepted()
    (wish,) = on_plan_agreed(ladder.world.state(type(ladder.state), second))
    warned = when(wish, actor=ladder.process).only(OverlapWarned)
    about = {"person_id": ladder.elder, "warning_id": warned.warning_id}
    planner = ladder.as_(ladder.head, id=ladder.other_chair.id)
    when(OverrideOverlap(**about, reason="AGREED"), actor=planner).then_refused(
        "SELF_APPROVAL", "warningId"
    )
    when(DismissOverlap(**about, reason="OTHER_PERSON"), actor=planner).then_refused(
        "SELF_APPROVAL", "warningId"
    )
    when(OverrideOverlap(**about, reason="AGREED"), actor=ladder.head).accepted()


def test_a_wish_is_taken_back_in_its_case_and_not_by_a_decision():
    with pytest.raises(msgspec.ValidationError, match="Invalid enum value"):
        _decoded("WISH_WITHDRAWN")
    assert _decoded("OTHER_PERSON").reason == "OTHER_PERSON"


def _decoded(reason: str) -> DismissOverlap:
    ids = dict.fromkeys(("person_id", "warning_id"), "5eed0000-0000-4000-8000-000000000000")
    return msgspec.convert({**ids, "reason": reason}, DismissOverlap)


def test_a_plan_asks_nobody_who_is_in_conflict_about_it(ladder: Any):
    kps, rival = ladder.body("pengajian"), ladder.body("dasawisma")
    declare = DeclareConflictOfInterest(
        conflict_id=ladder.uid("conflict"), kps_a_id=kps, kps_b_id=rival, matter="BERAS"
    )
    ladder.reported().world.run(ladder.assess(), declare)
    plan = AgreePlan(case_id=ladder.case, items=(item(doer="KPS", kps=kps),), agreed_with="SUBJECT")
    ladder.world.when(plan).then_refused("KPS_CONFLICT", "items")


def test_a_plan_is_for_the_living(ladder: Any):
    ladder.reported().world.run(ladder.assess())
    ladder.world.given(Person, ladder.elder, PersonDied(died_on=date(2021, 8, 30)))
    plan = AgreePlan(case_id=ladder.case, items=(item(),), agreed_with="FAMILY")
    ladder.world.when(plan).then_refused("PERSON_DIED", "items")


def reported_by_the_lurah(ladder: Any) -> Any:
    """The village office holds the case."""
    report = ladder.report(wksbm_id=None, village_code=ladder.SOROSUTAN)
    ladder.world.when(report, actor=ladder.lurah).accepted()
    return ladder


def test_the_lurah_mends_ends_and_withdraws_what_the_village_holds(ladder: Any):
    reported_by_the_lurah(ladder)
    when = ladder.world.when
    mend = CorrectCase(
        case_id=ladder.case,
        target_kind="INDIVIDUAL",
        subjects=(ladder.known(ladder.elder),),
        village_code=ladder.SOROSUTAN,
        channel="PHONE",
        reporter_role="RT_RW",
        reason="TYPING_ERROR",
    )
    when(mend, actor=ladder.lurah).accepted()
    when(CloseCase(case_id=ladder.case, reason="MOVED"), actor=ladder.lurah).accepted()
    when(ReopenCase(case_id=ladder.case, reason="FOUND_AGAIN"), actor=ladder.lurah).accepted()
    when(WithdrawCase(case_id=ladder.case, reason="DUPLICATE"), actor=ladder.lurah).accepted()
    assert (ladder.state.what.channel, ladder.state.stage) == ("PHONE", "WITHDRAWN")


def test_the_lurah_ends_no_case_of_a_wksbm(ladder: Any):
    ladder.reported()
    close = CloseCase(case_id=ladder.case, reason="MOVED")
    ladder.world.when(close, actor=ladder.lurah).then_refused("NOT_YOUR_CASE", "caseId")


def test_the_lurah_records_cases_and_handles_none():
    assert allows("LURAH", "CASE_RECORD") == "AREA"
    assert allows("LURAH", "CASE") is None
    assert {role for role in ("CAMAT", "TKSK") if allows(role, "CASE_RECORD") == "AREA"} == {
        "CAMAT", "TKSK",
    }  # fmt: skip


def test_a_case_of_a_wksbm_that_ended_is_left_to_the_dinas(ladder: Any):
    ladder.reported()
    close = CloseCase(case_id=ladder.case, reason="TRANSFERRED")
    when = ladder.world.when
    when(close, actor=ladder.officer).then_refused("NOT_YOUR_CASE", "caseId")
    ladder.world.given(Wksbm, ladder.wksbm, WksbmDissolved(reason="INACTIVE"), on=date(2021, 9, 10))
    for other in (ladder.tksk, ladder.other_chair, ladder.head):
        when(close, actor=other).then_refused("NOT_YOUR_CASE", "caseId")
    passed_on = ladder.refer(to_body=BodyRef(kind="WKSBM", id=ladder.other_wksbm), send_now=True)
    asked = when(passed_on, actor=ladder.officer).only(ReferralRequested)
    assert asked.from_body.kind == "DINAS_KABKOTA", "it declares no capacity of the neighbours"
    revoke = RevokeReferral(referral_id=ladder.referral, reason="OTHER_BODY")
    when(revoke, actor=ladder.officer).accepted()
    when(close, actor=ladder.officer).accepted()
