"""Notes, outcomes, the end of a case, and what comes after it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from wahana.domain.care.case_correction_events import CaseWithdrawn
from wahana.domain.care.case_events import CaseClosed, CaseNoteAdded, CaseReopened, OutcomeRecorded
from wahana.domain.care.case_retractions import WithdrawCase
from wahana.domain.care.conclude import AddCaseNote, CloseCase, RecordOutcome, ReopenCase
from wahana.domain.care.service_register_events import ClaimReleased
from wahana.domain.care.services import RecordDelivery
from wahana.domain.formation.board import Board, board_id
from wahana.domain.formation.board_events import BoardTermOpened
from wahana.domain.formation.legality import Decree
from wahana.domain.kernel.fields import case_text, child_data, health
from wahana.domain.kernel.refusal import Refused
from wahana.domain.money.fees import check_free


def rice(ladder: Any, **changes: Any) -> RecordDelivery:
    fields = {
        "case_id": ladder.case,
        "service_id": ladder.service,
        "pillar": "LINJAMSOS",
        "quantity": 5,
        "unit": "KG",
    }
    return RecordDelivery(**(fields | changes))


def test_a_note_is_sealed_by_what_it_is_about(ladder: Any):
    ladder.reported()
    note = {"case_id": ladder.case}
    when = ladder.world.when
    added = when(AddCaseNote(**note, text="Dikunjungi.")).only(CaseNoteAdded)
    assert (added.subject, added.text) == (ladder.elder, case_text(ladder.elder, "Dikunjungi."))
    added = when(AddCaseNote(**note, health_text="Batuk.")).only(CaseNoteAdded)
    assert added.health == health(ladder.elder, "Batuk.")
    added = when(AddCaseNote(**note, child_text="Cucu.")).only(CaseNoteAdded)
    assert added.child == child_data(ladder.elder, "Cucu.")
    when(AddCaseNote(**note)).then_refused("ONE_OF", "text")
    when(AddCaseNote(**note, text="a", child_text="b")).then_refused("ONE_OF", "text")


def test_goals_that_were_met_have_an_outcome(ladder: Any):
    ladder.reported()
    close = CloseCase(case_id=ladder.case, reason="GOALS_MET")
    ladder.world.when(close).then_refused("CASE_STAGE", "reason", needed="OUTCOME")
    outcome = RecordOutcome(case_id=ladder.case, result="IMPROVED", note="Lebih kuat.")
    recorded = ladder.world.when(outcome).only(OutcomeRecorded)
    assert recorded.note == case_text(ladder.elder, "Lebih kuat.")
    assert ladder.state.stage == "OUTCOME"
    ladder.world.when(close).then(CaseClosed(reason="GOALS_MET"))
    assert not ladder.state.open


def test_a_closed_case_rests_but_for_after_care(ladder: Any):
    ladder.reported().world.run(CloseCase(case_id=ladder.case, reason="MOVED"))
    when = ladder.world.when
    when(ladder.assess()).then_refused("CASE_STATE", "caseId", state="CLOSED")
    when(CloseCase(case_id=ladder.case, reason="MOVED")).then_refused("CASE_STATE", "caseId")
    when(AddCaseNote(case_id=ladder.case, text="x")).then_refused("CASE_STATE", "kind")
    when(AddCaseNote(case_id=ladder.case, kind="AFTER_CARE", text="x")).accepted()
    when(CloseCase(case_id=ladder.case, reason="OTHER")).then_refused("CASE_STATE", "caseId")


def test_the_end_releases_what_the_case_claimed(ladder: Any):
    ladder.reported().world.run(ladder.assign(valid_to=date(2022, 1, 1)))
    visits = ladder.assign(service_id=ladder.uid("visits"), service_kind="KUNJUNGAN")
    ladder.world.run(visits)
    outcome = ladder.world.when(CloseCase(case_id=ladder.case, reason="DIED"))
    released = [event for event in outcome.events if isinstance(event, ClaimReleased)]
    assert [event.reason for event in released] == ["CASE_CLOSED", "CASE_CLOSED"]
    assert [service.state for service in ladder.state.services] == ["ENDED", "ENDED"]


def test_a_case_does_not_end_before_what_was_given(ladder: Any):
    ladder.reported().world.run(ladder.assign(), rice(ladder, delivered_on=date(2021, 9, 12)))
    close = CloseCase(case_id=ladder.case, reason="MOVED")
    ladder.world.when(close, on=date(2021, 9, 11)).then_refused(
        "STAGE_DATE", "occurredOn", stage="DELIVERY"
    )


def test_a_case_is_taken_up_again(ladder: Any):
    ladder.reported()
    reopen = ReopenCase(case_id=ladder.case, reason="RELAPSE")
    ladder.world.when(reopen).then_refused("CASE_STATE", "caseId", state="OPEN")
    ladder.world.run(CloseCase(case_id=ladder.case, reason="MOVED"), on=date(2021, 9, 10))
    ladder.world.when(reopen, on=date(2021, 9, 9)).then_refused("STAGE_DATE", "occurredOn")
    ladder.world.when(reopen).then(CaseReopened(reason="RELAPSE"))
    assert ladder.state.open
    ladder.world.when(ladder.assess()).accepted()


def test_a_case_that_never_was_is_withdrawn(ladder: Any):
    twin = ladder.uid("twin case")
    ladder.reported().world.run(ladder.report(case_id=twin, subjects=(ladder.new(twin),)))
    withdraw = {"case_id": ladder.case, "reason": "DUPLICATE"}
    when = ladder.world.when
    when(WithdrawCase(**withdraw, twin_case_id=ladder.case)).then_refused("SAME_CASE", "twinCaseId")
    when(WithdrawCase(**withdraw, twin_case_id=ladder.uid("none"))).then_refused(
        "NOT_FOUND", "twinCaseId"
    )
    ladder.world.run(ladder.assign(), rice(ladder))
    when(WithdrawCase(**withdraw, twin_case_id=twin)).then_refused("ENTRY_IN_USE", "caseId")
    other = ladder.assign(case_id=twin, service_id=ladder.uid("rice of the twin"))
    ladder.world.run(other)
    outcome = when(WithdrawCase(case_id=twin, reason="WRONG_PERSON"))
    assert outcome.only(CaseWithdrawn).twin is None
    assert outcome.only(ClaimReleased).claim_id == other.service_id
    when(ladder.assess(case_id=twin)).then_refused("CASE_STATE", "caseId", state="WITHDRAWN")


def test_a_board_without_a_term_handles_nothing(ladder: Any):
    ladder.reported()
    term = BoardTermOpened(
        wksbm=ladder.wksbm,
        term_no=1,
        valid_from=date(2015, 1, 1),
        valid_to=date(2020, 1, 1),
        decree=Decree(no="1", issued_on=date(2015, 1, 1), issuer_role="LURAH"),
    )
    ladder.world.given(Board, board_id(ladder.wksbm), term)
    ladder.world.when(ladder.assess()).then_refused("MANDATE_ENDED", "occurredOn")
    ladder.world.when(ladder.report(case_id=ladder.uid("new"))).then_refused(
        "MANDATE_ENDED", "occurredOn"
    )


def test_money_that_comes_in_for_a_case_or_a_referral_of_one_is_a_fee(ladder: Any):
    ladder.reported()
    read: dict[Any, int] = {}
    context = ladder.world.context(read=read)
    with pytest.raises(Refused, match="FEE_FORBIDDEN"):
        check_free(replace(context, correlation=ladder.case))
    assert read == {ladder.case: ladder.state.version}
    check_free(replace(context, causation=ladder.uid("a book")))
    with pytest.raises(Refused, match="FEE_FORBIDDEN"):
        check_free(replace(context, correlation=ladder.uid("a book"), causation=ladder.case))
    ladder.sent()
    with pytest.raises(Refused, match="FEE_FORBIDDEN"):
        check_free(replace(ladder.world.context(), causation=ladder.referral))
