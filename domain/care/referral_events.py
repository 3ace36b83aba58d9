"""What happens to a referral: a case is sent to another body, answered, finished or given back.

Its text and what is told in answers are sealed under the person spoken about; which parts of
their data go along is clear, so that an auditor sees what was disclosed on what ground.
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
"""What an emergency let pass and somebody has to look at afterwards."""


class ReferralParticulars(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is referred, to whom, why, and what of the persons is disclosed on what ground."""

    to_body: Body
    basis: ReferralBasis
    urgency: Urgency = "NORMAL"
    subjects: tuple[UUID, ...] = ()
    """The persons of the case it is about."""
    disclosed: tuple[ConsentPart, ...] = ()
    """What of them the receiver gets to see; nothing: no consent is needed."""
    consents: tuple[UUID, ...] = ()
    """The consents it rests on, one for each subject at least."""
    override: ConsentOverrideReason | None = None
    """The ground on which data are disclosed without consent."""


class ReferralRequested(ReferralParticulars, Event, frozen=True, kw_only=True):
    """A body asks another to take a case over, in whole or in part."""

    TOPIC: ClassVar[str] = "referral.requested"

    case_id: UUID
    from_body: Body
    via: UUID | None = None
    """The referral by which the sender holds the case itself, if it came by one."""
    need: CaseText
    review: tuple[ReviewGround, ...] = ()
    """What passed because it is an emergency, and is to be reviewed."""


class ConsentOverridden(Event, frozen=True, kw_only=True):
    """An authorised role lets the data go without consent; the actor is not the one who asked."""

    TOPIC: ClassVar[str] = "referral.consent_overridden"

    override: ConsentOverrideReason
    note: Note | None = None


class ReferralSent(Event, frozen=True, kw_only=True):
    """It went out; the receiver may see what is disclosed from now on."""

    TOPIC: ClassVar[str] = "referral.sent"

    answer_by: date
    """Last day for an answer, by policy and urgency."""


class ReferralReceived(Event, frozen=True, kw_only=True):
    """The receiver has it."""

    TOPIC: ClassVar[str] = "referral.received"


class ReferralAccepted(Event, frozen=True, kw_only=True):
    """The receiver takes it on."""

    TOPIC: ClassVar[str] = "referral.accepted"

    by: ClearText | None = None
    """Unit or post that takes care of it; names no person."""
    expected_by: date
    """Day until which it will be done."""


class ReferralDeclined(Event, frozen=True, kw_only=True):
    """The receiver does not take it on."""

    TOPIC: ClassVar[str] = "referral.declined"

    reason: ReferralDeclineReason
    note: CaseText | None = None


class ReferralExpired(Event, frozen=True, kw_only=True):
    """Its day passed without an answer, or without an end; the sender chooses what next."""

    TOPIC: ClassVar[str] = "referral.expired"

    due: date
    """The last day, which has passed."""
    unanswered: bool


class ReferralRevoked(Event, frozen=True, kw_only=True):
    """The sender, or the Dinas above it, revokes it."""

    TOPIC: ClassVar[str] = "referral.revoked"

    reason: ReferralRevokeReason
    note: Note | None = None


class FeedbackGiven(Event, frozen=True, kw_only=True):
    """The receiver says how it goes (umpan balik)."""

    TOPIC: ClassVar[str] = "referral.feedback_given"

    text: CaseText


class ReferralCompleted(Event, frozen=True, kw_only=True):
    """The receiver has done its part."""

    TOPIC: ClassVar[str] = "referral.completed"

    outcome: ReferralOutcome
    note: CaseText | None = None


class ReferralReturned(Event, frozen=True, kw_only=True):
    """The receiver gives the case back with advice (rujuk balik)."""

    TOPIC: ClassVar[str] = "referral.returned"

    recommendation: ReferralRecommendation
    text: CaseText | None = None


class ReferralReviewed(Event, frozen=True, kw_only=True):
    """Another person reviewed what an emergency skipped."""

    TOPIC: ClassVar[str] = "referral.reviewed"
    FINAL: ClassVar[str] = "a later review replaces it"

    finding: ReviewFinding
    note: Note | None = None


class ReferralCorrected(ReferralParticulars, Event, frozen=True, kw_only=True):
    """What was asked for was entered wrongly; this is how it is."""

    TOPIC: ClassVar[str] = "referral.corrected"

    of: int
    need: CaseText | None = None
    """Replaces the need, if given."""
    review: tuple[ReviewGround, ...] = ()
    answer_by: date | None = None
    """The day for an answer that follows from a corrected urgency, if it went out already."""
    reason: CorrectionReason
    note: Note | None = None


class AcceptanceCorrected(Event, frozen=True, kw_only=True):
    """Who takes care of it, or until when, was entered wrongly or has changed."""

    TOPIC: ClassVar[str] = "referral.acceptance_corrected"

    of: int
    by: ClearText | None = None
    expected_by: date
    reason: CorrectionReason
    note: Note | None = None


class ReferralEntryRetracted(Event, frozen=True, kw_only=True):
    """An entry should never have been made here; it is no longer valid."""

    TOPIC: ClassVar[str] = "referral.entry_retracted"

    of: int
    entry: ReferralEntry
    reason: CorrectionReason
    note: Note | None = None
