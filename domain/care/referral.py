"""A referral: its state between two bodies, and the steps that are still possible.

It is a stream beside its case, because the two are changed by different people. Its state is the
last valid step, so a wrong step can be retracted.
"""

from __future__ import annotations

import dataclasses
from datetime import date
from typing import Any, ClassVar, Literal, NamedTuple, Self
from uuid import UUID

import msgspec

from ..kernel.days import shifted
from ..kernel.facts import (
    Changed,
    FactKind,
    Fold,
    changed,
    folded,
    folds,
    identity_of,
    left_out,
    listed,
    single,
)
from ..kernel.in_force import in_force, in_order
from ..kernel.model import Aggregate, Event, Stamp
from ..kernel.particulars import carry
from ..kernel.refusal import refuse
from .bodies import Body
from .referral_events import (
    AcceptanceCorrected,
    ConsentOverridden,
    FeedbackGiven,
    ReferralAccepted,
    ReferralCompleted,
    ReferralCorrected,
    ReferralDeclined,
    ReferralEntryRetracted,
    ReferralExpired,
    ReferralParticulars,
    ReferralReceived,
    ReferralRequested,
    ReferralReturned,
    ReferralReviewed,
    ReferralRevoked,
    ReferralSent,
    ReviewGround,
)
from .vocabulary import ConsentOverrideReason, ReviewFinding

replace = msgspec.structs.replace

ReferralState = Literal[
    "REQUESTED", "SENT", "RECEIVED", "ACCEPTED", "DECLINED", "EXPIRED", "REVOKED", "COMPLETED",
    "RETURNED",
]  # fmt: skip
UNANSWERED: tuple[ReferralState, ...] = ("SENT", "RECEIVED")
LIVE: tuple[ReferralState, ...] = ("REQUESTED", "SENT", "RECEIVED", "ACCEPTED")
"""States that are not final."""
DISCLOSING: tuple[ReferralState, ...] = ("SENT", "RECEIVED", "ACCEPTED")
"""States in which the receiver may see what is disclosed."""


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """A change of state."""

    entry: int
    state: ReferralState
    on: date
    due: date | None = None
    """Last day for the next step: an answer, or the completion."""
    by: str | None = None
    """The responsible unit or post, in an acceptance."""
    recorded_on: date
    """Day (UTC) on which it was entered."""


class Override(msgspec.Struct, frozen=True, kw_only=True):
    """A release of data without consent."""

    entry: int
    reason: ConsentOverrideReason
    by: UUID
    released_on: date


class Review(msgspec.Struct, frozen=True, kw_only=True):
    """What a review of its grounds found."""

    entry: int
    finding: ReviewFinding
    reviewed_on: date


class Feedback(msgspec.Struct, frozen=True, kw_only=True):
    """Feedback of the receiver; the text is sealed."""

    entry: int
    given_on: date


class Asked(NamedTuple):
    """The particulars of a referral, from the first event of its stream."""

    what: ReferralParticulars | None
    requested_on: date


class Referral(Aggregate, frozen=True, kw_only=True):
    """State of one referral."""

    TYPE: ClassVar[str] = "referral"

    case_id: UUID | None = None
    from_body: Body | None = None
    via: UUID | None = None
    what: ReferralParticulars | None = None
    requested_by: UUID | None = None
    steps: tuple[Step, ...] = ()
    override: Override | None = None
    review: tuple[ReviewGround, ...] = ()
    reviews: tuple[Review, ...] = ()
    feedback: tuple[Feedback, ...] = ()

    def evolve(self, event: Any, stamp: Stamp) -> Self:
        return folded(self, FOLD, event, stamp)

    @property
    def state(self) -> ReferralState:
        """Its status."""
        return self.steps[-1].state

    @property
    def finding(self) -> ReviewFinding | None:
        """What the latest review found."""
        return self.reviews[-1].finding if self.reviews else None

    @property
    def due(self) -> date | None:
        """Last day for the expected step."""
        return self.steps[-1].due

    @property
    def to_body(self) -> Body:
        """The receiver."""
        assert self.what is not None
        return self.what.to_body

    def expires_after(self, grace_days: int) -> date | None:
        """The last day before it expires; ``None`` if nothing is expected of the receiver.

        An answer is due on the day itself; a promised completion has a grace (policy
        ``referral_grace_days``), so that a late report is not lost. For a step that was entered
        late, for instance from an offline queue, the days run from the day of entry: nobody could
        see it before.
        """
        if self.due is None or self.state not in (*UNANSWERED, "ACCEPTED"):
            return None
        step = self.steps[-1]
        last = max(self.due, shifted(step.recorded_on, (self.due - step.on).days))
        return last if self.state in UNANSWERED else shifted(last, grace_days)

    @property
    def overdue_when_entered(self) -> bool:
        """Whether the expected step was already overdue on the day it was entered."""
        step = self.steps[-1]
        return step.due is not None and step.due < step.recorded_on

    def must_be(self, *states: ReferralState, field: str = "referralId") -> None:
        """Raises REFERRAL_STATE unless it is in one of these states."""
        if self.state not in states:
            refuse("REFERRAL_STATE", field=field, state=self.state, needed=states)


# --- what each event changes ---------------------------------------------------------------


def _step(new: ReferralState, stamp: Stamp, due: date | None = None, **more: Any) -> Step:
    return Step(
        entry=stamp.version,
        state=new,
        on=stamp.occurred_on,
        due=due,
        recorded_on=stamp.recorded_at.date(),
        **more,
    )


def _requested(state: Referral, event: ReferralRequested, stamp: Stamp) -> Changed:
    return {
        "case_id": event.case_id,
        "from_body": event.from_body,
        "via": event.via,
        "what": carry(ReferralParticulars, event),
        "requested_by": stamp.actor_id,
        "steps": (_step("REQUESTED", stamp),),
        "review": event.review,
    }


def _corrected(state: Referral, event: ReferralCorrected, stamp: Stamp) -> Changed:
    """The corrected particulars; another urgency gives another deadline for the answer."""
    change: Changed = {"what": carry(ReferralParticulars, event), "review": event.review}
    if event.answer_by is not None:
        change["steps"] = tuple(
            replace(step, due=event.answer_by) if step.state in UNANSWERED else step
            for step in state.steps
        )
    return change


def _overridden(event: ConsentOverridden, stamp: Stamp) -> Override:
    return Override(
        entry=stamp.version,
        reason=event.override,
        by=stamp.actor_id,
        released_on=stamp.occurred_on,
    )


STATES: dict[type[Event], ReferralState] = {
    ReferralSent: "SENT",
    ReferralAccepted: "ACCEPTED",
    ReferralDeclined: "DECLINED",
    ReferralExpired: "EXPIRED",
    ReferralRevoked: "REVOKED",
    ReferralCompleted: "COMPLETED",
    ReferralReturned: "RETURNED",
}
"""The state to which an event leads."""


def _stepped(event: Any, stamp: Stamp) -> Step:
    match event:
        case ReferralSent():
            return _step("SENT", stamp, event.answer_by)
        case ReferralAccepted():
            return _step("ACCEPTED", stamp, event.expected_by, by=event.by)
    return _step(STATES[type(event)], stamp)


def _received(state: Referral, event: ReferralReceived, stamp: Stamp) -> Changed:
    before = in_force(state.steps, "on", stamp.occurred_on)
    received = _step("RECEIVED", stamp, before.due)
    return {"steps": in_order((*state.steps, received), "on")}


def _acceptance(state: Referral, event: AcceptanceCorrected, stamp: Stamp) -> Changed:
    return {"steps": changed(state.steps, event.of, due=event.expected_by, by=event.by)}


def _reviewed(state: Referral, event: ReferralReviewed, stamp: Stamp) -> Changed:
    found = Review(entry=stamp.version, finding=event.finding, reviewed_on=stamp.occurred_on)
    return {"reviews": in_order((*state.reviews, found), "reviewed_on")}


RETRACTED = ReferralEntryRetracted
REQUEST = identity_of(
    "REQUEST",
    made_by=ReferralRequested,
    corrected_by=ReferralCorrected,
    fact=lambda state: Asked(state.what, state.steps[0].on),
    day=lambda fact: fact.requested_on,
)
STEP = dataclasses.replace(
    listed(
        "STEP",
        Step,
        "steps",
        made_by=(*STATES, ReferralReceived),
        corrected_by=AcceptanceCorrected,
        retracted_by=RETRACTED,
        day="on",
        build=_stepped,
        correct=_acceptance,
        called=lambda step: str(step.state),
    ),
    # The request is the identity of a referral; all other steps depend on it.
    found=lambda state: ((step.entry, step) for step in state.steps[1:]),
)
FEEDBACK = listed(
    "FEEDBACK",
    Feedback,
    "feedback",
    made_by=FeedbackGiven,
    retracted_by=RETRACTED,
    day="given_on",
)
OVERRIDE = single(
    "OVERRIDE",
    Override,
    "override",
    made_by=ConsentOverridden,
    retracted_by=RETRACTED,
    day="released_on",
    build=_overridden,
)
REVIEW = FactKind(
    code="REVIEW",
    made_by=(ReferralReviewed,),
    found=lambda state: ((each.entry, each) for each in state.reviews),
    day=lambda fact: fact.reviewed_on,
    without=lambda state, of: {"reviews": left_out(state.reviews, of)},
)
"""What a review found: known by a day; another finding takes its place."""

FOLD: dict[type[Event], Fold] = {
    **folds(STEP, FEEDBACK, OVERRIDE),
    ReferralRequested: _requested,
    ReferralCorrected: _corrected,
    ReferralReceived: _received,
    ReferralReviewed: _reviewed,
}
