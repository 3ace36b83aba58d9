"""A wrong entry of a case is corrected by a new one; entries that depend on it are corrected
first."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from wahana.domain.care.assess import AgreePlan
from wahana.domain.care.case_correction_events import (
    AssessmentCorrected,
    CaseCorrected,
    CaseEntryRetracted,
    ClosingCorrected,
    DeliveryCorrected,
    LocalCapacityCorrected,
    OutcomeCorrected,
    ServiceCorrected,
)
from wahana.domain.care.case_corrections import (
    CorrectAssessment,
    CorrectCase,
    CorrectClosing,
    CorrectDelivery,
    CorrectLocalCapacity,
    CorrectOutcome,
    CorrectService,
)
from wahana.domain.care.case_events import CasePlanItem
from wahana.domain.care.case_retractions import RetractCaseEntry, RetractDelivery
from wahana.domain.care.conclude import AddCaseNote, CloseCase, RecordOutcome, ReopenCase
from wahana.domain.care.kps import Kps
from wahana.domain.care.kps_events import KpsLiaisonNamed
from wahana.domain.care.report import AddCaseSubject, RemoveCategory
from wahana.domain.care.service_register_events import ClaimCorrected, ClaimReleased, ClaimRestored
from wahana.domain.care.services import EndService, RecordDelivery
from wahana.domain.kernel.fields import case_text
from wahana.domain.people.person import Person
from wahana.domain.people.person_events import PersonsMerged

OCTOBER = {"valid_from": date(2021, 10, 1), "valid_to": date(2021, 11, 1)}


def correct(ladder: Any, **changes: Any) -> CorrectCase:
    fields = {
        "case_id": ladder.case,
        "target_kind": "INDIVIDUAL",
        "subjects": (ladder.known(ladder.elder),),
        "channel": "VISIT",
        "reporter_role": "NEIGHBOUR",
        "reason": "TYPING_ERROR",
    }
    return CorrectCase(**(fields | changes))


def deliver(ladder: Any, **changes: Any) -> RecordDelivery:
    fields = {
        "case_id": ladder.case,
        "service_id": ladder.service,
        "pillar": "LINJAMSOS",
        "quantity": 5,
        "unit": "KG",
    }
    return RecordDelivery(**(fields | changes))


def retract(ladder: Any, entry: str, of: int) -> RetractCaseEntry:
    return RetractCaseEntry(
        case_id=ladder.case,
        entry=entry,  # type: ignore[arg-type]
        of=of,
        reason="DUPLICATE",
    )


def test_what_a_case_is_is_mended(ladder: Any):
    ladder.reported()
    command = correct(ladder, urgency="URGENT", narrative="Sebenarnya dua hari.")
    corrected = ladder.world.when(command).only(CaseCorrected)
    assert (corrected.urgency, corrected.reported_on) == ("URGENT", ladder.REPORTED_ON)
    assert corrected.narrative == case_text(ladder.elder, "Sebenarnya dua hari.")
    assert ladder.state.urgency == "URGENT"
    ladder.world.when(correct(ladder, urgency="URGENT")).then_refused("NO_CHANGE")
    future = correct(ladder, reported_on=date(2021, 9, 21))
    ladder.world.when(future).then_refused("FUTURE_DATE", "reportedOn")


def test_a_case_is_not_reported_after_what_was_done_in_it(ladder: Any):
    ladder.reported()
    late = correct(ladder, reported_on=date(2021, 9, 5))
    ladder.world.when(late).then_refused("STAGE_DATE", "reportedOn", stage="CATEGORY")
    ladder.world.when(correct(ladder, reported_on=date(2021, 8, 20))).accepted()


def test_a_person_who_was_served_stays_named(ladder: Any):
    ladder.reported(categories=())
    other = correct(ladder, subjects=(ladder.new(ladder.uid("the right one")),))
    ladder.world.run(ladder.assign())
    ladder.world.when(other).then_refused("ENTRY_IN_USE", "subjects", entry="SERVICE")
    ladder.world.run(retract(ladder, "SERVICE", ladder.state.services[0].entry))
    ladder.world.when(other).accepted()
    assert ladder.state.subjects == (ladder.uid("the right one"),)


def test_a_person_found_in_need_stays_named(ladder: Any):
    ladder.reported()
    other = correct(ladder, subjects=(ladder.new(ladder.uid("the right one")),))
    ladder.world.when(other).then_refused("ENTRY_IN_USE", "subjects", entry="CATEGORY")


def test_an_assessment_is_mended_whole(ladder: Any):
    ladder.reported().world.run(ladder.assess())
    of = ladder.state.assessments[0].entry
    command = CorrectAssessment(
        case_id=ladder.case,
        of=of,
        by_role="BOARD",
        method="INTERVIEW",
        findings="Ada anak di Bantul.",
        assessed_on=date(2021, 9, 3),
        reason="WRONG_DATE",
    )
    assert ladder.world.when(command).only(AssessmentCorrected).of == of
    found = ladder.state.assessments[0]
    assert (found.method, found.assessed_on) == ("INTERVIEW", date(2021, 9, 3))
    early = CorrectAssessment(
        case_id=ladder.case,
        of=of,
        by_role="BOARD",
        method="VISIT",
        findings="x",
        assessed_on=date(2021, 8, 1),
        reason="WRONG_DATE",
    )
    ladder.world.when(early).then_refused("STAGE_DATE", "assessedOn")


def test_a_declaration_is_mended(ladder: Any):
    ladder.reported().world.run(ladder.exceeded())
    fields = {"case_id": ladder.case, "of": ladder.state.capacities[0].entry}
    same = CorrectLocalCapacity(
        **fields,
        verdict="EXCEEDED",
        tried=("BOARD_HELP", "NEIGHBOURS"),
        cause="NO_FUNDS",
        reason="OTHER",
        note="x",
    )
    ladder.world.when(same).then_refused("NO_CHANGE", "of")
    command = CorrectLocalCapacity(**fields, verdict="SUFFICIENT", reason="TYPING_ERROR")
    assert ladder.world.when(command).only(LocalCapacityCorrected).verdict == "SUFFICIENT"
    ladder.world.when(ladder.refer()).then_refused("REFER_TOO_EARLY", "toBody")


def test_days_and_kind_of_a_service_are_mended_with_its_claims(ladder: Any):
    ladder.reported().world.run(ladder.assign())
    fields = {"case_id": ladder.case, "service_id": ladder.service, "reason": "WRONG_DATE"}
    command = CorrectService(**fields, service_kind="BERAS", **OCTOBER)
    outcome = ladder.world.when(command)
    assert outcome.only(ServiceCorrected).valid_from == OCTOBER["valid_from"]
    assert outcome.only(ClaimCorrected).claim_id == ladder.service
    assert ladder.register().claims[0].valid_from == OCTOBER["valid_from"]
    ladder.world.when(command).then_refused("NO_CHANGE", "serviceId")


def test_a_mended_service_may_overlap_now(ladder: Any):
    ladder.reported().world.run(ladder.assign())
    second = ladder.second_case()
    wish = {"case_id": second, "service_id": ladder.uid("second rice")}
    october = ladder.assign(**wish, **OCTOBER)
    ladder.world.when(october, actor=ladder.other_chair).accepted()
    command = CorrectService(
        case_id=ladder.case,
        service_id=ladder.service,
        service_kind="BERAS",
        reason="WRONG_DATE",
        **OCTOBER,
    )
    ladder.world.when(command).then_refused("OVERLAP", "serviceKind")


def test_a_service_keeps_what_was_given_under_it(ladder: Any):
    ladder.reported().world.run(ladder.assign(), deliver(ladder))
    fields = {"case_id": ladder.case, "service_id": ladder.service, "reason": "WRONG_DATE"}
    when = ladder.world.when
    when(CorrectService(**fields, service_kind="BERAS", **OCTOBER)).then_refused(
        "ENTRY_IN_USE", "serviceId", entry="DELIVERY"
    )
    ladder.world.run(
        EndService(case_id=ladder.case, service_id=ladder.service, reason="DONE"),
    )
    when(CorrectService(**fields, service_kind="BERAS", **OCTOBER)).then_refused(
        "SERVICE_STATE", "serviceId", state="ENDED"
    )


def test_a_delivery_is_mended_by_the_liaison_too(ladder: Any):
    kps = ladder.body("pengajian")
    ladder.world.given(Kps, kps, KpsLiaisonNamed(member=ladder.liaison.id))
    ladder.reported().world.run(ladder.assign(provider="KPS", kps_id=kps), deliver(ladder))
    of = ladder.state.deliveries[0].entry
    fields = {
        "case_id": ladder.case,
        "of": of,
        "pillar": "LINJAMSOS",
        "unit": "KG",
        "reason": "TYPING_ERROR",
    }
    when = ladder.world.when
    when(CorrectDelivery(**fields, quantity=5)).then_refused("NO_CHANGE", "of")
    command = CorrectDelivery(**fields, quantity=50)
    assert when(command, actor=ladder.liaison).only(DeliveryCorrected).quantity == 50
    undo = RetractDelivery(case_id=ladder.case, of=of, reason="DUPLICATE")
    when(undo, actor=ladder.liaison).then(
        CaseEntryRetracted(of=of, entry="DELIVERY", reason="DUPLICATE")
    )
    when(undo, actor=ladder.liaison).then_refused("NOT_FOUND", "of")


def test_an_outcome_is_mended(ladder: Any):
    ladder.reported().world.run(RecordOutcome(case_id=ladder.case, result="RESOLVED"))
    fields = {"case_id": ladder.case, "of": ladder.state.outcomes[0].entry}
    same = CorrectOutcome(**fields, result="RESOLVED", reason="TYPING_ERROR")
    ladder.world.when(same).then_refused("NO_CHANGE", "of")
    command = CorrectOutcome(**fields, result="UNCHANGED", reason="TYPING_ERROR")
    assert ladder.world.when(command).only(OutcomeCorrected).result == "UNCHANGED"
    assert ladder.state.outcomes[0].result == "UNCHANGED"


def test_why_and_when_a_case_ended_is_mended(ladder: Any):
    ladder.reported().world.run(CloseCase(case_id=ladder.case, reason="MOVED"))
    fields = {
        "case_id": ladder.case,
        "of": ladder.state.closing.entry,
        "reason": "WRONG_DATE",
    }
    when = ladder.world.when
    when(CorrectClosing(**fields, closed_for="MOVED")).then_refused("NO_CHANGE", "of")
    when(CorrectClosing(**fields, closed_for="GOALS_MET")).then_refused("CASE_STAGE", "closedFor")
    command = CorrectClosing(**fields, closed_for="DIED", closed_on=date(2021, 9, 12))
    assert when(command).only(ClosingCorrected).closed_for == "DIED"
    ladder.world.run(ReopenCase(case_id=ladder.case, reason="FOUND_AGAIN"), on=date(2021, 9, 15))
    late = CorrectClosing(**fields, closed_for="MOVED", closed_on=date(2021, 9, 16))
    when(late).then_refused("STAGE_DATE", "closedOn", stage="REOPENING")


# --- retracting ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "entry",
    [
        *("SUBJECT", "CATEGORY", "CATEGORY_REMOVAL", "ASSESSMENT", "PLAN", "CAPACITY"),
        *("SERVICE", "SERVICE_END", "DELIVERY", "NOTE", "OUTCOME", "CLOSING", "REOPENING"),
    ],
)
def test_only_an_entry_that_stands_is_taken_back(ladder: Any, entry: str):
    ladder.reported(categories=())
    ladder.world.when(retract(ladder, entry, 1)).then_refused("NOT_FOUND", "of")


def test_a_subject_is_taken_back_until_something_rests_on_it(ladder: Any):
    wife = ladder.uid("wife")
    ladder.reported(target_kind="FAMILY")
    ladder.world.run(AddCaseSubject(case_id=ladder.case, person=ladder.new(wife)))
    of = ladder.state.added[0].entry
    ladder.world.run(ladder.assign())
    ladder.world.when(retract(ladder, "SUBJECT", of)).then_refused(
        "ENTRY_IN_USE", "of", entry="SERVICE"
    )
    ladder.world.run(retract(ladder, "SERVICE", ladder.state.services[0].entry))
    ladder.world.run(retract(ladder, "SUBJECT", of))
    assert ladder.state.subjects == (ladder.elder,)


def test_a_category_and_its_removal_are_taken_back(ladder: Any):
    ladder.reported()
    of = ladder.state.categories[0].entry
    ladder.world.run(RemoveCategory(case_id=ladder.case, of=of, reason="CHANGED"))
    ladder.world.run(retract(ladder, "CATEGORY_REMOVAL", ladder.state.categories[0].removal))
    assert ladder.state.categories[0].removed_on is None
    ladder.world.run(retract(ladder, "CATEGORY", of))
    assert ladder.state.categories == ()


def test_an_assessment_bears_its_plan(ladder: Any):
    item = CasePlanItem(no=1, service_kind="BERAS", pillar="LINJAMSOS", doer="BOARD", **OCTOBER)
    plan = AgreePlan(case_id=ladder.case, items=(item,), agreed_with="SUBJECT")
    ladder.reported().world.run(ladder.assess(), plan, ladder.assign(plan_item=1, **OCTOBER))
    assessment, planned = ladder.state.assessments[0].entry, ladder.state.plans[0].entry
    when = ladder.world.when
    when(ladder.assign(service_id=ladder.uid("x"), plan_item=1)).then_refused(
        "NO_CHANGE", "planItem"
    )
    when(retract(ladder, "ASSESSMENT", assessment)).then_refused("ENTRY_IN_USE", "of")
    when(retract(ladder, "PLAN", planned)).then_refused("ENTRY_IN_USE", "of", entry="SERVICE")
    ladder.world.run(
        retract(ladder, "SERVICE", ladder.state.services[0].entry),
        retract(ladder, "PLAN", planned),
        retract(ladder, "ASSESSMENT", assessment),
    )
    assert ladder.state.stage == "REPORTED"


def test_a_service_goes_with_its_claims_once_nothing_was_given(ladder: Any):
    ladder.reported().world.run(ladder.assign(), deliver(ladder))
    of = ladder.state.services[0].entry
    ladder.world.when(retract(ladder, "SERVICE", of)).then_refused(
        "ENTRY_IN_USE", "of", entry="DELIVERY"
    )
    ladder.world.run(retract(ladder, "DELIVERY", ladder.state.deliveries[0].entry))
    outcome = ladder.world.when(retract(ladder, "SERVICE", of))
    assert outcome.only(ClaimReleased).free_from == date(2021, 9, 1)
    second = ladder.second_case()
    wish = ladder.assign(case_id=second, service_id=ladder.uid("second rice"))
    ladder.world.when(wish, actor=ladder.other_chair).accepted()


def test_an_end_that_is_taken_back_brings_the_claims_again(ladder: Any):
    ladder.reported().world.run(ladder.assign(valid_to=date(2021, 12, 1)))
    end = EndService(case_id=ladder.case, service_id=ladder.service, reason="REFUSED")
    ladder.world.run(end)
    of = ladder.state.services[0].end
    second = ladder.second_case()
    wish = ladder.assign(case_id=second, service_id=ladder.uid("second rice"), **OCTOBER)
    ladder.world.when(wish, actor=ladder.other_chair).accepted()
    ladder.world.when(retract(ladder, "SERVICE_END", of)).then_refused("OVERLAP", "of")
    gone = EndService(case_id=second, service_id=wish.service_id, reason="NOT_NEEDED")
    ladder.world.when(gone, actor=ladder.other_chair).accepted()
    outcome = ladder.world.when(retract(ladder, "SERVICE_END", of))
    assert outcome.only(ClaimRestored).valid_to == date(2021, 12, 1)
    assert ladder.state.services[0].state == "ASSIGNED"


def test_a_closing_that_is_taken_back_lets_everything_go_on(ladder: Any):
    ladder.reported().world.run(
        ladder.assign(),
        RecordOutcome(case_id=ladder.case, result="RESOLVED"),
        CloseCase(case_id=ladder.case, reason="GOALS_MET"),
    )
    outcome = ladder.state.outcomes[0].entry
    ladder.world.when(retract(ladder, "OUTCOME", outcome)).then_refused(
        "ENTRY_IN_USE", "of", entry="CLOSING"
    )
    ladder.world.run(retract(ladder, "CLOSING", ladder.state.closing.entry))
    assert ladder.state.open
    assert ladder.state.services[0].state == "ASSIGNED"
    ladder.world.run(retract(ladder, "OUTCOME", outcome))
    assert ladder.state.outcomes == ()


def test_a_reopening_is_taken_back_until_something_runs(ladder: Any):
    ladder.reported().world.run(
        CloseCase(case_id=ladder.case, reason="MOVED"),
        ReopenCase(case_id=ladder.case, reason="NEW_NEED"),
        ladder.assign(),
    )
    of = ladder.state.closings[-1].reopened
    ladder.world.when(retract(ladder, "REOPENING", of)).then_refused(
        "ENTRY_IN_USE", "of", entry="SERVICE"
    )
    ladder.world.run(retract(ladder, "SERVICE", ladder.state.services[0].entry))
    ladder.world.run(retract(ladder, "REOPENING", of))
    assert ladder.state.stage == "CLOSED"


def test_notes_and_declarations_are_taken_back(ladder: Any):
    ladder.reported().world.run(
        AddCaseNote(case_id=ladder.case, text="Salah orang."), ladder.exceeded()
    )
    ladder.world.run(
        retract(ladder, "NOTE", ladder.state.notes[0].entry),
        retract(ladder, "CAPACITY", ladder.state.capacities[0].entry),
    )
    assert (ladder.state.notes, ladder.state.capacities) == ((), ())


def test_the_record_that_a_subject_was_merged_into_is_the_same_subject(ladder: Any):
    twin = ladder.person("the elder again")
    ladder.reported().world.run(ladder.assign())
    merge = PersonsMerged(
        survivor=twin,
        merged=ladder.elder,
        suspected_by=ladder.chair.id,
        approver=ladder.head.id,
        nik_state="NONE",
    )
    ladder.world.given(Person, ladder.elder, merge).given(Person, twin, merge)
    ladder.world.when(correct(ladder, subjects=(ladder.known(twin),))).then_refused("NO_CHANGE")
    assert ladder.state.subjects == (ladder.elder,)
