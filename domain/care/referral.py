"""A referral: where it stands between two bodies, and what it may still become.

A stream beside its case: the two are moved by different people. Its state is the last of the
steps that stand, so a step that was entered wrongly can be taken back.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any, ClassVar, Literal, Self
from uuid import UUID

import msgspec

from ..kernel.model import Aggregate, Event, Stamp
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
"""States from which something can still come."""
DISCLOSING: tuple[ReferralState, ...] = ("SENT", "RECEIVED", "ACCEPTED")
"""States in which the receiver may see what is disclosed."""


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """A change of state."""

    entry: int
    state: ReferralState
    on: date
    due: date | None = None
    """Last day for the next step: an answer, or the end."""
    recorded_on: date | None = None
    """Day (UTC) on which it was entered; unknown only in states kept before this was."""


class Override(msgspec.Struct, frozen=True, kw_only=True):
    """A release of data without consent."""

    entry: int
    reason: ConsentOverrideReason
    by: UUID


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
    finding: ReviewFinding | None = None
    """What the latest review found."""
    feedback: tuple[int, ...] = ()
    """Versions of the events that gave feedback."""

    def evolve(self, event: Any, stamp: Stamp) -> Self:
        fold = _FOLD.get(type(event))
        return self if fold is None else replace(self, **fold(self, event, stamp))

    @property
    def state(self) -> ReferralState:
        """Where it stands."""
        return self.steps[-1].state

    @property
    def due(self) -> date | None:
        """Last day for what is awaited."""
        return self.steps[-1].due

    @property
    def to_body(self) -> Body:
        """The receiver."""
        assert self.what is not None
        return self.what.to_body

    def expires_after(self, grace_days: int) -> date | None:
        """The last day before it expires; ``None`` if nothing is awaited of the receiver.

        An answer is due on the day itself; a promised end has some days of grace (policy
        ``referral_grace_days``), so that a late report is not lost. What was entered late, as from
        an offline queue, has its days from the day it was entered: nobody could see it before.
        """
        if self.due is None or self.state not in (*UNANSWERED, "ACCEPTED"):
            return None
        step = self.steps[-1]
        last = self.due
        if step.recorded_on is not None:
            last = max(last, step.recorded_on + (self.due - step.on))
        return last if self.state in UNANSWERED else last + timedelta(days=grace_days)

    @property
    def overdue_when_entered(self) -> bool:
        """Whether what is awaited was overdue already on the day it was entered: the past."""
        step = self.steps[-1]
        return step.due is not None and step.recorded_on is not None and step.due < step.recorded_on

    def must_be(self, *states: ReferralState, field: str = "referralId") -> None:
        """Raises REFERRAL_STATE unless it stands in one of these states."""
        if self.state not in states:
            refuse("REFERRAL_STATE", field=field, state=self.state, needed=states)


# --- what each event changes ---------------------------------------------------------------

Change = dict[str, Any]


def referral_particulars(source: ReferralParticulars) -> ReferralParticulars:
    """What is referred, without what else an event says."""
    names = ReferralParticulars.__struct_fields__
    return ReferralParticulars(**{name: getattr(source, name) for name in names})


def _step(new: ReferralState, stamp: Stamp, due: date | None = None) -> Step:
    return Step(
        entry=stamp.version,
        state=new,
        on=stamp.occurred_on,
        due=due,
        recorded_on=stamp.recorded_at.date(),
    )


def _requested(state: Referral, event: ReferralRequested, stamp: Stamp) -> Change:
    step = _step("REQUESTED", stamp)
    return {
        "case_id": event.case_id,
        "from_body": event.from_body,
        "via": event.via,
        "what": referral_particulars(event),
        "requested_by": stamp.actor_id,
        "steps": (step,),
        "review": event.review,
    }


def _corrected(state: Referral, event: ReferralCorrected, stamp: Stamp) -> Change:
    return {"what": referral_particulars(event), "review": event.review}


def _overridden(state: Referral, event: ConsentOverridden, stamp: Stamp) -> Change:
    return {"override": Override(entry=stamp.version, reason=event.override, by=stamp.actor_id)}


def _to(
    new: ReferralState, due: Callable[[Any], date | None] = lambda _: None
) -> Callable[[Referral, Any, Stamp], Change]:
    """A fold that adds a step."""

    def fold(state: Referral, event: Any, stamp: Stamp) -> Change:
        step = _step(new, stamp, due(event))
        return {"steps": (*state.steps, step)}

    return fold


def _received(state: Referral, event: ReferralReceived, stamp: Stamp) -> Change:
    step = _step("RECEIVED", stamp, state.due)
    return {"steps": (*state.steps, step)}


def _acceptance(state: Referral, event: AcceptanceCorrected, stamp: Stamp) -> Change:
    return {
        "steps": tuple(
            replace(step, due=event.expected_by) if step.entry == event.of else step
            for step in state.steps
        )
    }


def _feedback(state: Referral, event: FeedbackGiven, stamp: Stamp) -> Change:
    return {"feedback": (*state.feedback, stamp.version)}


def _reviewed(state: Referral, event: ReferralReviewed, stamp: Stamp) -> Change:
    return {"finding": event.finding}


def _retracted(state: Referral, event: ReferralEntryRetracted, stamp: Stamp) -> Change:
    match event.entry:
        case "STEP":
            return {"steps": tuple(step for step in state.steps if step.entry != event.of)}
        case "FEEDBACK":
            return {"feedback": tuple(item for item in state.feedback if item != event.of)}
        case "OVERRIDE":
            return {"override": None}


_FOLD: dict[type[Event], Callable[[Referral, Any, Stamp], Change]] = {
    ReferralRequested: _requested,
    ReferralCorrected: _corrected,
    ConsentOverridden: _overridden,
    ReferralSent: _to("SENT", lambda event: event.answer_by),
    ReferralReceived: _received,
    ReferralAccepted: _to("ACCEPTED", lambda event: event.expected_by),
    ReferralDeclined: _to("DECLINED"),
    ReferralExpired: _to("EXPIRED"),
    ReferralRevoked: _to("REVOKED"),
    ReferralCompleted: _to("COMPLETED"),
    ReferralReturned: _to("RETURNED"),
    AcceptanceCorrected: _acceptance,
    FeedbackGiven: _feedback,
    ReferralReviewed: _reviewed,
    ReferralEntryRetracted: _retracted,
}
