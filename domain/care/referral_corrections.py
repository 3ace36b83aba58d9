"""Mending what was entered wrongly in a referral, and taking back its last step."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, ClassVar
from uuid import UUID

import msgspec
from msgspec import Meta

from ..kernel.corrections import CorrectionReason, EntryVersion, Why
from ..kernel.fields import ClearText, case_text
from ..kernel.model import Aggregate, Command, Context, Decision, Place
from ..kernel.refusal import refuse
from ..kernel.vocabulary import NoteText, explained
from .access import check_sends, place_of_sender
from .answer import AnswerCommand, check_promise
from .case_rules import sealed_under
from .refer import (
    ReferralCommand,
    ReferralDescription,
    ReferralId,
    check_disclosure,
    referral_and_case,
)
from .referral import Referral, ReferralState
from .referral_events import AcceptanceCorrected, ReferralCorrected, ReferralEntryRetracted


def why(reason: CorrectionReason, note: str | None, about: UUID) -> dict[str, Any]:
    """Reason and note of a correction, sealed under a person or the stream it is about."""
    return {"reason": reason, "note": explained(reason, note, about)}


SENDER: tuple[ReferralState, ...] = ("SENT", "REVOKED", "EXPIRED")
RECEIVER: tuple[ReferralState, ...] = (
    "RECEIVED", "ACCEPTED", "DECLINED", "COMPLETED", "RETURNED",
)  # fmt: skip
"""Whose steps they are, and who may take them back."""


class CorrectReferral(
    ReferralDescription, Command, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """Mends what a referral asks for. Give the whole of it.

    Once it was sent, receiver, persons and what is disclosed stand: revoke it and ask anew.
    """

    GROUP: ClassVar[str] = "REFERRAL"

    referral_id: ReferralId
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
        what, review = self.checked(context, case, referral.from_body)
        old = referral.what
        gone_out = (old.to_body, old.subjects, old.disclosed)
        if (what.to_body, what.subjects, what.disclosed) != gone_out:
            referral.must_be("REQUESTED")
        if referral.state != "REQUESTED":
            check_disclosure(context, what, released=referral.override is not None)
        about = sealed_under(case, what.subjects[0] if what.subjects else None)
        corrected = ReferralCorrected(
            of=1,
            need=case_text(about, self.need),
            review=tuple(dict.fromkeys((*referral.review, *review))),
            **why(self.reason, self.note, about),
            **msgspec.structs.asdict(what),
        )
        return [(referral, corrected)]


class CorrectAcceptance(AnswerCommand, frozen=True, kw_only=True):
    """Mends, or moves, the day until which an accepted referral will be done, and by whom."""

    GROUP: ClassVar[str] = "REFERRAL_ANSWER"

    by: Annotated[
        ClearText | None, Meta(description="Unit or post that takes care; names no person.")
    ] = None
    expected_by: Annotated[date, Meta(description="Day until which it will be done.")]
    reason: Why
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        referral, case = self.answered(context)
        referral.must_be("ACCEPTED")
        step = referral.steps[-1]
        check_promise(step.on, self.expected_by)
        corrected = AcceptanceCorrected(
            of=step.entry,
            by=self.by,
            expected_by=self.expected_by,
            **why(self.reason, self.note, sealed_under(case, None)),
        )
        return [(referral, corrected)]


class RetractReferralStep(ReferralCommand, frozen=True, kw_only=True):
    """Takes back the last step of a referral, if it was the sender's: sent, revoked, expired."""

    GROUP: ClassVar[str] = "REFERRAL"

    of: EntryVersion
    reason: Why
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        referral, case = self.both(context)
        check_sends(context, referral, case)
        _check_last(referral, self.of, SENDER)
        mended = why(self.reason, self.note, sealed_under(case, None))
        return [(referral, ReferralEntryRetracted(of=self.of, entry="STEP", **mended))]


class RetractAnswer(AnswerCommand, frozen=True, kw_only=True):
    """Takes back the last answer to a referral, or a feedback, that was entered wrongly."""

    GROUP: ClassVar[str] = "REFERRAL_ANSWER"

    of: EntryVersion
    reason: Why
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        referral, case = self.answered(context)
        mended = why(self.reason, self.note, sealed_under(case, None))
        if self.of in referral.feedback:
            return [(referral, ReferralEntryRetracted(of=self.of, entry="FEEDBACK", **mended))]
        _check_last(referral, self.of, RECEIVER)
        if referral.state == "ACCEPTED":
            for service in case.services:
                if service.running and service.what.referral == referral.id:
                    refuse("ENTRY_IN_USE", field="of", entry="SERVICE", day=service.assigned_on)
        return [(referral, ReferralEntryRetracted(of=self.of, entry="STEP", **mended))]


class RetractConsentOverride(ReferralCommand, frozen=True, kw_only=True):
    """Takes back a release of data without consent, as long as nothing went out."""

    GROUP: ClassVar[str] = "CONSENT_OVERRIDE"

    reason: Why
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        referral, case = self.both(context)
        referral.must_be("REQUESTED")
        if referral.override is None:
            refuse("NO_CHANGE", field="referralId")
        mended = why(self.reason, self.note, sealed_under(case, None))
        of = referral.override.entry
        return [(referral, ReferralEntryRetracted(of=of, entry="OVERRIDE", **mended))]


def _check_last(referral: Referral, of: int, states: tuple[ReferralState, ...]) -> None:
    """Raises NOT_FOUND unless ``of`` is the last step, REFERRAL_STATE if it is not theirs."""
    if referral.steps[-1].entry != of:
        refuse("NOT_FOUND", field="of", kind="entry", id=str(of))
    referral.must_be(*states, field="of")
