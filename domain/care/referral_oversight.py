"""Commands of neither side of a referral: allow disclosure, review emergencies, let it expire.

Time is a parameter: a passed deadline becomes an event only by a command, which the service gives
itself when the day has come.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from ..kernel.model import Context, Decision
from ..kernel.particulars import carry
from ..kernel.refusal import refuse
from ..kernel.vocabulary import NoteText, explained
from .case_rules import sealed_under
from .refer import ReferralCommand
from .referral import OVERRIDE, STEP, UNANSWERED
from .referral_events import ConsentOverridden, ReferralExpired, ReferralReviewed
from .referral_rules import REFERRAL
from .vocabulary import ConsentOverrideReason, ReviewFinding


class OverrideConsent(ReferralCommand, frozen=True, kw_only=True):
    """Allows the data of a referral to be disclosed without consent, on a legal ground; always
    logged.

    Only by an authorised role, and never by the person who requested the referral.
    """

    GROUP: ClassVar[str] = "CONSENT_OVERRIDE"
    MAKES = (OVERRIDE,)

    override: Annotated[ConsentOverrideReason, Meta(description="The ground.")]
    note: Annotated[NoteText, Meta(description="Reason why it is necessary. Kept sealed.")]

    def decide(self, context: Context) -> Decision:
        referral, case = self.both(context)
        if referral.requested_by == context.actor.id:
            refuse("SELF_APPROVAL", field="referralId")
        note = explained(self.override, self.note, sealed_under(case, None))
        return REFERRAL.made(context, referral, carry(ConsentOverridden, self, note=note))


class ReviewReferral(ReferralCommand, frozen=True, kw_only=True):
    """Records whether the emergency justified the checks that were skipped; a later review replaces
    an earlier one."""

    GROUP: ClassVar[str] = "REFERRAL_REVIEW"

    finding: Annotated[ReviewFinding, Meta(description="Finding of the review.")]
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        referral, case = self.both(context)
        if not referral.review or referral.finding == self.finding:
            refuse("NO_CHANGE", field="referralId")
        if referral.requested_by == context.actor.id:
            refuse("SELF_APPROVAL", field="referralId")
        note = explained(self.finding, self.note, sealed_under(case, None))
        return [(referral, carry(ReferralReviewed, self, note=note))]


class ExpireReferral(ReferralCommand, frozen=True, kw_only=True):
    """Lets a referral expire whose deadline has passed; given by the service itself.

    The sender's case worker then chooses what to do next; nothing is forwarded automatically.
    """

    GROUP: ClassVar[str] = "CARE_PROCESS"
    MAKES = (STEP,)

    def decide(self, context: Context) -> Decision:
        referral, _ = self.both(context)
        due = referral.expires_after(context.policies.referral_grace_days)
        if due is None:
            referral.must_be(*UNANSWERED, "ACCEPTED")
        assert due is not None
        unanswered = referral.state in UNANSWERED
        expired = ReferralExpired(due=due, unanswered=unanswered)
        return REFERRAL.made(context, referral, expired)
