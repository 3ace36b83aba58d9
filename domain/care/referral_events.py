"""Events of a referral: a case is sent to another body, answered, completed or returned.

Its text and the texts of answers are sealed under the person concerned; which parts of their data
are disclosed is stored in clear, so that an auditor sees what was disclosed on which ground.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal
from uuid import UUID

import msgspec

from ..kernel.corrections import CorrectionReason
from ..kernel.fields import CaseText, ClearText, Note
from ..kernel.model import Event
from ..kernel.policy_types import Urgency
from ..people.consent_events import ConsentPart
from .bodies import Body
from .vocabulary import (
    ConsentOverrideReason,
    ReferralBasis,
    ReferralDeclineReason,
    ReferralEntry,
    ReferralOutcome,
    ReferralRecommendation,
    ReferralRevokeReason,
    ReviewFinding,
)

ReviewGround = Literal["TOO_EARLY", "NO_CONSENT"]
"""A check that an emergency skipped and that must be reviewed afterwards."""


class ReferralParticulars(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is referred, to whom, why, and which data of the persons are disclosed on
    which ground."""

    to_body: Body
    basis: ReferralBasis
    urgency: Urgency = "NORMAL"
    subjects: tuple[UUID, ...] = ()
    """The persons of the case whom it concerns."""
    disclosed: tuple[ConsentPart, ...] = ()
    """The data of theirs that the receiver may see; empty: no consent is needed."""
    consents: tuple[UUID, ...] = ()
    """The consents for the disclosure, at least one for each subject."""
    override: ConsentOverrideReason | None = None
    """The ground on which data are disclosed without consent."""


class ReferralRequested(ReferralParticulars, Event, frozen=True, kw_only=True):
    """A body asked another to take over a case, in whole or in part."""

    TOPIC: ClassVar[str] = "referral.requested"

    case_id: UUID
    from_body: Body
    via: UUID | None = None
    """The referral by which the sender holds the case, if it does so by one."""
    need: CaseText
    review: tuple[ReviewGround, ...] = ()
    """Checks that were skipped because it is an emergency, and must be reviewed."""


class ConsentOverridden(Event, frozen=True, kw_only=True):
    """An authorised person allowed the disclosure without consent; never the person who requested
    the referral."""

    TOPIC: ClassVar[str] = "referral.consent_overridden"

    override: ConsentOverrideReason
    note: Note | None = None


class ReferralSent(Event, frozen=True, kw_only=True):
    """The referral was sent; the receiver may see what it discloses from now on."""

    TOPIC: ClassVar[str] = "referral.sent"

    answer_by: date
    """Last day for an answer, by policy and urgency."""


class ReferralReceived(Event, frozen=True, kw_only=True):
    """The receiver has received the referral."""

    TOPIC: ClassVar[str] = "referral.received"


class ReferralAccepted(Event, frozen=True, kw_only=True):
    """The receiver accepted the referral."""

    TOPIC: ClassVar[str] = "referral.accepted"

    by: ClearText | None = None
    """The responsible unit or post; names no person."""
    expected_by: date
    """Expected day of completion."""


class ReferralDeclined(Event, frozen=True, kw_only=True):
    """The receiver declined the referral."""

    TOPIC: ClassVar[str] = "referral.declined"

    reason: ReferralDeclineReason
    note: CaseText | None = None


class ReferralExpired(Event, frozen=True, kw_only=True):
    """The deadline of the answer or of the completion passed; the sender chooses what
    to do next."""

    TOPIC: ClassVar[str] = "referral.expired"

    due: date
    """The last day, which has passed."""
    unanswered: bool


class ReferralRevoked(Event, frozen=True, kw_only=True):
    """The sender, or the Dinas above it, revoked the referral."""

    TOPIC: ClassVar[str] = "referral.revoked"

    reason: ReferralRevokeReason
    note: Note | None = None


class FeedbackGiven(Event, frozen=True, kw_only=True):
    """The receiver gave feedback (umpan balik)."""

    TOPIC: ClassVar[str] = "referral.feedback_given"

    text: CaseText


class ReferralCompleted(Event, frozen=True, kw_only=True):
    """The receiver completed the referral."""

    TOPIC: ClassVar[str] = "referral.completed"

    outcome: ReferralOutcome
    note: CaseText | None = None


class ReferralReturned(Event, frozen=True, kw_only=True):
    """The receiver returned the case with advice (rujuk balik)."""

    TOPIC: ClassVar[str] = "referral.returned"

    recommendation: ReferralRecommendation
    text: CaseText | None = None


class ReferralReviewed(Event, frozen=True, kw_only=True):
    """Another person reviewed the checks that an emergency skipped."""

    TOPIC: ClassVar[str] = "referral.reviewed"
    FINAL: ClassVar[str] = "a later review replaces it"

    finding: ReviewFinding
    note: Note | None = None


class ReferralCorrected(ReferralParticulars, Event, frozen=True, kw_only=True):
    """The referral was entered wrongly; these are the right particulars."""

    TOPIC: ClassVar[str] = "referral.corrected"

    of: int
    need: CaseText | None = None
    """Replaces the need, if given."""
    review: tuple[ReviewGround, ...] = ()
    answer_by: date | None = None
    """The deadline of the answer under a corrected urgency, if it was already sent."""
    reason: CorrectionReason
    note: Note | None = None


class AcceptanceCorrected(Event, frozen=True, kw_only=True):
    """The responsible unit, or the expected day, was entered wrongly or has changed."""

    TOPIC: ClassVar[str] = "referral.acceptance_corrected"

    of: int
    by: ClearText | None = None
    expected_by: date
    reason: CorrectionReason
    note: Note | None = None


class ReferralEntryRetracted(Event, frozen=True, kw_only=True):
    """An entry was made here by mistake and is no longer valid."""

    TOPIC: ClassVar[str] = "referral.entry_retracted"

    of: int
    entry: ReferralEntry
    reason: CorrectionReason
    note: Note | None = None
