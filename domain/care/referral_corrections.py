"""Commands: correct a referral, and retract its steps."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

import msgspec
from msgspec import Meta

from ..kernel.corrections import EntryVersion, Why, entry_of
from ..kernel.days import PlannedDay
from ..kernel.fields import ClearText, case_text
from ..kernel.model import Aggregate, Command, Context, Decision, Place
from ..kernel.refusal import refuse
from ..kernel.vocabulary import NoteText
from .access import check_sends, place_of_sender
from .answer import AnswerCommand
from .case_rules import sealed_under
from .refer import (
    Need,
    ReferralCommand,
    ReferralDescription,
    ReferralId,
    answer_by,
    check_disclosure,
    referral_and_case,
)
from .referral import FEEDBACK, OVERRIDE, REQUEST, STEP, Referral, ReferralState, Step
from .referral_events import AcceptanceCorrected, ReferralCorrected
from .referral_rules import REFERRAL

SENDER: tuple[ReferralState, ...] = ("SENT", "REVOKED", "EXPIRED")
RECEIVER: tuple[ReferralState, ...] = (
    "RECEIVED", "ACCEPTED", "DECLINED", "COMPLETED", "RETURNED",
)  # fmt: skip
"""The steps of each side, which that side may retract."""


class CorrectReferral(
    ReferralDescription, Command, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """Corrects the particulars of a referral. Send the complete corrected entry; the need is kept
    if none is given.

    Once it was sent, receiver, persons and disclosure cannot be corrected: revoke it and request it
    again.
    """

    GROUP: ClassVar[str] = "REFERRAL"
    CORRECTS = (REQUEST,)

    referral_id: ReferralId
    need: Need | None = None
    reason: Why
    note: NoteText | None = None

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return Referral, self.referral_id

    def place(self, context: Context) -> Place:
        referral = context.existing(Referral, self.referral_id, field="referralId")
        return place_of_sender(context, referral)

    def decide(self, context: Context) -> Decision:
        referral, case = referral_and_case(context, self.referral_id)
        check_sends(context, referral, case)
        assert referral.from_body is not None
        assert referral.what is not None
        asked, *later = referral.steps
        what, review = self.checked(context, case, referral.from_body, on=asked.on)
        old = referral.what
        gone_out = (old.to_body, old.subjects, old.disclosed)
        if (what.to_body, what.subjects, what.disclosed) != gone_out:
            referral.must_be("REQUESTED")
        answer: date | None = None
        if referral.state != "REQUESTED":
            check_disclosure(context, what, released=referral.override is not None)
            review = tuple(dict.fromkeys((*referral.review, *review)))
        if what.urgency != old.urgency:
            sent = next((step for step in later if step.state == "SENT"), None)
            answer = None if sent is None else answer_by(context, what.urgency, sent.on)
        about = sealed_under(case, what.subjects[0] if what.subjects else None)
        return REFERRAL.corrected(
            context,
            referral,
            self,
            ReferralCorrected,
            of=asked.entry,
            field=None,
            need=case_text(about, self.need) if self.need else None,
            review=review,
            answer_by=answer,
            **msgspec.structs.asdict(what),
        )


class CorrectAcceptance(AnswerCommand, frozen=True, kw_only=True):
    """Corrects or changes the expected day of completion of an accepted referral, and who is
    responsible."""

    GROUP: ClassVar[str] = "REFERRAL_ANSWER"
    CORRECTS = (STEP,)

    by: Annotated[
        ClearText | None, Meta(description="Unit or post in charge; names no person.")
    ] = None
    expected_by: Annotated[PlannedDay, Meta(description="Day until which it will be done.")]
    reason: Why
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        referral, _ = self.answered(context)
        accepted = next((step for step in referral.steps if step.state == "ACCEPTED"), None)
        if accepted is None:
            referral.must_be("ACCEPTED")
        assert accepted is not None
        return REFERRAL.corrected(
            context,
            referral,
            self,
            AcceptanceCorrected,
            of=accepted.entry,
            field="expectedBy",
        )


class RetractReferralStep(ReferralCommand, frozen=True, kw_only=True):
    """Retracts a step made by the sender's side: sent, revoked, expired."""

    GROUP: ClassVar[str] = "REFERRAL"
    RETRACTS = (STEP,)

    of: EntryVersion
    reason: Why
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        referral, case = self.both(context)
        check_sends(context, referral, case)
        _theirs(referral, self.of, SENDER)
        return REFERRAL.retracted(context, referral, self, STEP, of=self.of)


class RetractAnswer(AnswerCommand, frozen=True, kw_only=True):
    """Retracts an answer to a referral, or feedback, that was entered wrongly."""

    GROUP: ClassVar[str] = "REFERRAL_ANSWER"
    RETRACTS = (STEP, FEEDBACK)

    of: EntryVersion
    reason: Why
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        referral, case = self.answered(context)
        if any(item.entry == self.of for item in referral.feedback):
            return REFERRAL.retracted(context, referral, self, FEEDBACK, of=self.of)
        step = _theirs(referral, self.of, RECEIVER)
        retracted = REFERRAL.retracted(context, referral, self, STEP, of=self.of)
        if step.state == "ACCEPTED":
            for service in case.services:
                if service.running and service.what.referral == referral.id:
                    refuse("ENTRY_IN_USE", field="of", entry="SERVICE", day=service.assigned_on)
        return retracted


class RetractConsentOverride(ReferralCommand, frozen=True, kw_only=True):
    """Retracts a release of data without consent, as long as nothing was disclosed."""

    GROUP: ClassVar[str] = "CONSENT_OVERRIDE"
    RETRACTS = (OVERRIDE,)

    reason: Why
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        referral, _ = self.both(context)
        referral.must_be("REQUESTED")
        if referral.override is None:
            refuse("NO_CHANGE", field="referralId")
        of = referral.override.entry
        return REFERRAL.retracted(context, referral, self, OVERRIDE, of=of)


def _theirs(referral: Referral, of: int, states: tuple[ReferralState, ...]) -> Step:
    """The last step, if it is one of these states. Raises NOT_FOUND, ENTRY_IN_USE,
    REFERRAL_STATE."""
    step = entry_of(referral.steps, of)
    last = referral.steps[-1]
    if step is not last:
        refuse("ENTRY_IN_USE", field="of", entry=last.state, day=last.on)
    referral.must_be(*states, field="of")
    return step
