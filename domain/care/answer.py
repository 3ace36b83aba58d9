"""Commands of the receiver of a referral: receive, accept, decline, give feedback, complete,
return.

A received referral is accepted or declined; only an accepted one is completed or returned. For a
body outside the service, the sender's side records the answers.
"""

from __future__ import annotations

from typing import Annotated, ClassVar
from uuid import UUID

from msgspec import Meta

from ..kernel.days import PlannedDay
from ..kernel.fields import ClearText
from ..kernel.model import Aggregate, Command, Context, Decision, Place
from ..kernel.particulars import carry
from ..kernel.refusal import refuse
from ..kernel.vocabulary import NoteText
from .access import check_answers, place_of_answer
from .case import Case
from .case_rules import sealed_under
from .refer import ReferralId, referral_and_case
from .referral import FEEDBACK, STEP, Referral
from .referral_events import (
    FeedbackGiven,
    ReferralAccepted,
    ReferralCompleted,
    ReferralDeclined,
    ReferralReceived,
    ReferralReturned,
)
from .referral_rules import REFERRAL
from .vocabulary import ReferralDeclineReason, ReferralOutcome, ReferralRecommendation


class AnswerCommand(Command, frozen=True, kw_only=True):
    """A command of the receiver's side about one referral; it acts at the receiver."""

    referral_id: ReferralId

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return Referral, self.referral_id

    def place(self, context: Context) -> Place:
        referral = context.existing(Referral, self.referral_id, field="referralId")
        return place_of_answer(context, referral)

    def answered(self, context: Context) -> tuple[Referral, Case]:
        """The referral and its case, after the check of the actor. Raises NOT_FOUND,
        NOT_YOUR_CASE."""
        referral, case = referral_and_case(context, self.referral_id)
        check_answers(context, referral, case)
        return referral, case


class ReceiveReferral(AnswerCommand, frozen=True, kw_only=True):
    """Records that the receiver has received a referral."""

    GROUP: ClassVar[str] = "REFERRAL_ANSWER"
    MAKES = (STEP,)

    def decide(self, context: Context) -> Decision:
        referral, _ = self.answered(context)
        return REFERRAL.made(context, referral, ReferralReceived())


class AcceptReferral(AnswerCommand, frozen=True, kw_only=True):
    """Accepts a referral and gives the expected day of completion; the case is open to the receiver
    from now on."""

    GROUP: ClassVar[str] = "REFERRAL_ANSWER"
    MAKES = (STEP,)

    by: Annotated[
        ClearText | None, Meta(description="Unit or post in charge; names no person.")
    ] = None
    expected_by: Annotated[PlannedDay, Meta(description="Day until which it will be done.")]

    def decide(self, context: Context) -> Decision:
        referral, _ = self.answered(context)
        return REFERRAL.made(context, referral, carry(ReferralAccepted, self))


class DeclineReferral(AnswerCommand, frozen=True, kw_only=True):
    """Declines a referral; the sender may then choose another body."""

    GROUP: ClassVar[str] = "REFERRAL_ANSWER"
    MAKES = (STEP,)

    reason: Annotated[ReferralDeclineReason, Meta(description="Why it is declined.")]
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        referral, case = self.answered(context)
        if self.reason == "OTHER" and not self.note:
            refuse("NOTE_REQUIRED", field="note")
        declined = carry(ReferralDeclined, self, under=_about(referral, case))
        return REFERRAL.made(context, referral, declined)


class GiveFeedback(AnswerCommand, frozen=True, kw_only=True):
    """Gives feedback to the sender (umpan balik); sealed under the person."""

    GROUP: ClassVar[str] = "REFERRAL_ANSWER"
    MAKES = (FEEDBACK,)

    text: Annotated[NoteText, Meta(description="Report of what was done and found. Kept sealed.")]

    def decide(self, context: Context) -> Decision:
        referral, case = self.answered(context)
        given = carry(FeedbackGiven, self, under=_about(referral, case))
        return REFERRAL.made(context, referral, given)


class CompleteReferral(AnswerCommand, frozen=True, kw_only=True):
    """Completes a referral: the receiver has done its part."""

    GROUP: ClassVar[str] = "REFERRAL_ANSWER"
    MAKES = (STEP,)

    outcome: Annotated[ReferralOutcome, Meta(description="Its outcome.")]
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        referral, case = self.answered(context)
        completed = carry(ReferralCompleted, self, under=_about(referral, case))
        return REFERRAL.made(context, referral, completed)


class ReturnReferral(AnswerCommand, frozen=True, kw_only=True):
    """Returns a case with advice (rujuk balik)."""

    GROUP: ClassVar[str] = "REFERRAL_ANSWER"
    MAKES = (STEP,)

    recommendation: Annotated[ReferralRecommendation, Meta(description="The advice.")]
    text: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        referral, case = self.answered(context)
        returned = carry(ReferralReturned, self, under=_about(referral, case))
        return REFERRAL.made(context, referral, returned)


def _about(referral: Referral, case: Case) -> UUID:
    assert referral.what is not None
    return sealed_under(case, referral.what.subjects[0] if referral.what.subjects else None)
