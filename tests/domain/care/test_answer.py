"""The receiver answers: each step from its state, by its own side, corrected if it was wrong."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from wahana.domain.care.answer import (
    AcceptReferral,
    CompleteReferral,
    DeclineReferral,
    GiveFeedback,
    ReceiveReferral,
    ReturnReferral,
)
from wahana.domain.care.bodies import BodyRef
from wahana.domain.care.refer import RevokeReferral
from wahana.domain.care.referral_corrections import (
    CorrectAcceptance,
    CorrectReferral,
    RetractAnswer,
    RetractReferralStep,
)
from wahana.domain.care.referral_events import (
    AcceptanceCorrected,
    FeedbackGiven,
    ReferralAccepted,
    ReferralCompleted,
    ReferralCorrected,
    ReferralDeclined,
    ReferralEntryRetracted,
    ReferralExpired,
    ReferralReceived,
    ReferralReturned,
)
from wahana.domain.care.referral_oversight import ExpireReferral
from wahana.domain.kernel.fields import case_text

PROMISED = date(2021, 10, 10)


def steps(ladder: Any) -> dict[str, Any]:
    """Every answer by its name."""
    of = {"referral_id": ladder.referral}
    return {
        "receive": ReceiveReferral(**of),
        "accept": AcceptReferral(**of, by="Pekerja sosial", expected_by=PROMISED),
        "decline": DeclineReferral(**of, reason="NOT_OUR_TASK"),
        "feedback": GiveFeedback(**of, text="Sudah dikunjungi."),
        "complete": CompleteReferral(**of, outcome="SERVED", note="Beras tiap bulan."),
        "return": ReturnReferral(**of, recommendation="CONTINUE_LOCALLY", text="Cukup."),
    }


def answered(ladder: Any, *names: str) -> Any:
    """A sent referral after these answers of the TKSK."""
    ladder.reported().sent()
    for name in names:
        ladder.world.when(steps(ladder)[name], actor=ladder.tksk).accepted()
    return ladder


@pytest.mark.parametrize(
    ("before", "name", "state"),
    [
        ((), "receive", "RECEIVED"),
        (("receive",), "accept", "ACCEPTED"),
        (("receive",), "decline", "DECLINED"),
        (("receive", "accept"), "complete", "COMPLETED"),
        (("receive", "accept"), "return", "RETURNED"),
    ],
)
def test_each_answer_follows_its_state(ladder: Any, before: tuple[str, ...], name: str, state: str):
    answered(ladder, *before, name)
    assert ladder.sent_referral.state == state


@pytest.mark.parametrize(
    ("before", "names"),
    [
        ((), ("accept", "decline", "complete", "return", "feedback")),
        (("receive",), ("receive", "complete", "return")),
        (("receive", "accept"), ("receive", "accept", "decline")),
        (("receive", "decline"), ("accept", "decline", "complete", "return", "feedback")),
        (("receive", "accept", "complete"), ("accept", "complete", "return")),
        (("receive", "accept", "return"), ("accept", "complete", "return")),
    ],
)
def test_an_answer_out_of_its_turn_is_refused(
    ladder: Any, before: tuple[str, ...], names: tuple[str, ...]
):
    answered(ladder, *before)
    for name in names:
        ladder.world.when(steps(ladder)[name], actor=ladder.tksk).then_refused(
            "REFERRAL_STATE", "referralId", state=ladder.sent_referral.state
        )


def test_answers_say_what_they_are_and_seal_what_is_told(ladder: Any):
    answered(ladder)
    outcomes = [
        ladder.world.when(steps(ladder)[name], actor=ladder.tksk).events[0]
        for name in ("receive", "accept", "feedback", "complete", "feedback")
    ]
    assert outcomes == [
        ReferralReceived(),
        ReferralAccepted(by="Pekerja sosial", expected_by=PROMISED),
        FeedbackGiven(text=case_text(ladder.elder, "Sudah dikunjungi.")),
        ReferralCompleted(outcome="SERVED", note=case_text(ladder.elder, "Beras tiap bulan.")),
        FeedbackGiven(text=case_text(ladder.elder, "Sudah dikunjungi.")),
    ]
    assert len(ladder.sent_referral.feedback) == 2


def test_a_case_is_given_back_with_advice(ladder: Any):
    answered(ladder, "receive", "accept")
    returned = ladder.world.when(steps(ladder)["return"], actor=ladder.tksk)
    assert returned.only(ReferralReturned).recommendation == "CONTINUE_LOCALLY"


def test_a_refusal_of_its_own_says_why(ladder: Any):
    answered(ladder, "receive")
    other = DeclineReferral(referral_id=ladder.referral, reason="OTHER")
    ladder.world.when(other, actor=ladder.tksk).then_refused("NOTE_REQUIRED", "note")
    told = DeclineReferral(referral_id=ladder.referral, reason="OTHER", note="Sedang cuti.")
    declined = ladder.world.when(told, actor=ladder.tksk).only(ReferralDeclined)
    assert declined.note == case_text(ladder.elder, "Sedang cuti.")


def test_what_is_promised_lies_ahead(ladder: Any):
    answered(ladder, "receive")
    past = AcceptReferral(referral_id=ladder.referral, expected_by=date(2021, 9, 19))
    ladder.world.when(past, actor=ladder.tksk).then_refused("DATE_ORDER", "expectedBy")


def test_an_accepted_one_expires_after_its_days_of_grace(ladder: Any):
    answered(ladder, "receive", "accept")
    expire = ExpireReferral(referral_id=ladder.referral)
    ladder.world.today = date(2021, 11, 9)
    ladder.world.when(expire, actor=ladder.process).then_refused("NOT_DUE", "referralId")
    ladder.world.today = date(2021, 11, 10)
    ladder.world.when(expire, actor=ladder.process).then(
        ReferralExpired(due=date(2021, 11, 9), unanswered=False)
    )


# --- correcting -----------------------------------------------------------------------------


def mend(ladder: Any, **changes: Any) -> CorrectReferral:
    fields = {
        "referral_id": ladder.referral,
        "to_body": BodyRef(kind="KECAMATAN_TKSK", area_code=ladder.UMBULHARJO),
        "need": "Perlu beras dan obat.",
        "basis": "RESOURCE",
        "reason": "TYPING_ERROR",
    }
    return CorrectReferral(**(fields | changes))


def test_a_request_is_mended_before_it_goes_out(ladder: Any):
    ladder.reported().world.run(ladder.exceeded(), ladder.refer())
    corrected = ladder.world.when(mend(ladder, to_body=BodyRef(kind="DINAS_KABKOTA")))
    assert corrected.only(ReferralCorrected).to_body.kind == "DINAS_KABKOTA"
    assert ladder.sent_referral.to_body.kind == "DINAS_KABKOTA"
    ladder.world.when(mend(ladder), actor=ladder.other_chair).then_refused(
        "NOT_YOUR_CASE", "referralId"
    )


def test_what_went_out_keeps_its_receiver(ladder: Any):
    answered(ladder)
    elsewhere = mend(ladder, to_body=BodyRef(kind="DINAS_KABKOTA"))
    ladder.world.when(elsewhere).then_refused("REFERRAL_STATE", "referralId", state="SENT")
    more = mend(ladder, disclosed=("IDENTITY",))
    ladder.world.when(more).then_refused("REFERRAL_STATE", "referralId", state="SENT")
    assert ladder.world.when(mend(ladder)).only(ReferralCorrected).basis == "RESOURCE"


def test_a_promise_is_moved_in_the_open(ladder: Any):
    answered(ladder, "receive")
    later = CorrectAcceptance(
        referral_id=ladder.referral, expected_by=date(2021, 12, 1), reason="WRONG_DATE"
    )
    ladder.world.when(later, actor=ladder.tksk).then_refused("REFERRAL_STATE", "referralId")
    ladder.world.when(steps(ladder)["accept"], actor=ladder.tksk).accepted()
    corrected = ladder.world.when(later, actor=ladder.tksk).only(AcceptanceCorrected)
    assert corrected.expected_by == ladder.sent_referral.due == date(2021, 12, 1)
    past = CorrectAcceptance(
        referral_id=ladder.referral, expected_by=date(2021, 9, 1), reason="WRONG_DATE"
    )
    ladder.world.when(past, actor=ladder.tksk).then_refused("DATE_ORDER", "expectedBy")


def test_the_last_answer_is_taken_back_by_who_gave_it(ladder: Any):
    answered(ladder, "receive", "decline")
    of = ladder.sent_referral.steps[-1].entry
    undo = RetractAnswer(referral_id=ladder.referral, of=of, reason="TYPING_ERROR")
    ladder.world.when(undo).then_refused("NOT_YOUR_CASE", "referralId")
    ladder.world.when(undo, actor=ladder.tksk).then(
        ReferralEntryRetracted(of=of, entry="STEP", reason="TYPING_ERROR")
    )
    assert ladder.sent_referral.state == "RECEIVED"
    ladder.world.when(undo, actor=ladder.tksk).then_refused("NOT_FOUND", "of")


def test_feedback_is_taken_back_alone(ladder: Any):
    answered(ladder, "receive", "feedback")
    of = ladder.sent_referral.feedback[0].entry
    undo = RetractAnswer(referral_id=ladder.referral, of=of, reason="WRONG_PERSON")
    ladder.world.when(undo, actor=ladder.tksk).accepted()
    assert (ladder.sent_referral.feedback, ladder.sent_referral.state) == ((), "RECEIVED")


def test_an_acceptance_bears_its_services(ladder: Any):
    answered(ladder, "receive", "accept")
    ladder.world.run(ladder.assign(provider="REFERRED", referral_id=ladder.referral))
    undo = RetractAnswer(
        referral_id=ladder.referral,
        of=ladder.sent_referral.steps[-1].entry,
        reason="TYPING_ERROR",
    )
    ladder.world.when(undo, actor=ladder.tksk).then_refused("ENTRY_IN_USE", "of", entry="SERVICE")


def test_the_senders_steps_are_taken_back_by_the_sender(ladder: Any):
    answered(ladder)
    sent = ladder.sent_referral.steps[-1].entry
    fields = {"referral_id": ladder.referral, "reason": "TYPING_ERROR"}
    ladder.world.run(RevokeReferral(referral_id=ladder.referral, reason="WRONG_BODY"))
    when = ladder.world.when
    when(RetractReferralStep(**fields, of=sent)).then_refused("ENTRY_IN_USE", "of", entry="REVOKED")
    revoked = ladder.sent_referral.steps[-1].entry
    when(RetractReferralStep(**fields, of=revoked), actor=ladder.tksk).then_refused(
        "NOT_YOUR_CASE", "referralId"
    )
    when(RetractReferralStep(**fields, of=revoked)).accepted()
    when(RetractReferralStep(**fields, of=sent)).accepted()
    assert ladder.sent_referral.state == "REQUESTED"
    first = ladder.sent_referral.steps[0].entry
    when(RetractReferralStep(**fields, of=first)).then_refused("REFERRAL_STATE", "of")
