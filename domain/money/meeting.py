"""A meeting of a WKSBM: attendance, decisions, and what was spent by them.

The state keeps the decisions with the payments from their limits, and each payment writes to this
stream too, so two payments can never use the same rupiah of one decision.
"""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self
from uuid import UUID

import msgspec

from ..kernel.facts import Changed, Fold, folded, folds, identity_of, listed
from ..kernel.model import Aggregate, Context, Event, Stamp
from ..kernel.particulars import carry
from ..kernel.refusal import refuse, refuse_missing
from ..kernel.units import FundUnit
from .meeting_events import (
    Decided,
    DecisionCorrected,
    DecisionKind,
    DecisionRefunded,
    DecisionSpent,
    DecisionTaken,
    Held,
    MeetingCorrected,
    MeetingEntryRetracted,
    MeetingHeld,
    MinutesAttached,
)


class Decision(msgspec.Struct, frozen=True, kw_only=True):
    """A decision of the meeting."""

    no: int
    entry: int
    """Version of the event that recorded it."""
    title: str
    has_text: bool
    """Whether it has a sealed text."""
    taken_on: date
    kind: DecisionKind
    votes_for: int
    votes_against: int
    limit: int | None
    unit: FundUnit | None
    entered_by: UUID
    """The actor who entered or last corrected it: the approver of payments by it."""

    @property
    def carried(self) -> bool:
        """Whether more votes were for it than against it; a consensus has no votes against."""
        return self.votes_for > self.votes_against


class Minutes(msgspec.Struct, frozen=True, kw_only=True):
    """The minutes of the meeting."""

    entry: int
    sha256: str
    attached_on: date


class Spending(msgspec.Struct, frozen=True, kw_only=True):
    """A payment by a decision, not reversed."""

    entry: int
    no: int
    """Number of the decision."""
    book: UUID
    entry_no: int
    amount: int
    unit: FundUnit
    spent_on: date


class Meeting(Aggregate, frozen=True, kw_only=True):
    """State of one meeting."""

    TYPE: ClassVar[str] = "meeting"

    wksbm: UUID | None = None
    entry: int = 0
    """Version of the event that recorded it."""
    held_on: date | None = None
    held: Held | None = None
    decisions: tuple[Decision, ...] = ()
    decided: int = 0
    """Number of decisions ever recorded, retracted ones included; the next one gets the next
    number."""
    minutes: tuple[Minutes, ...] = ()
    payments: tuple[Spending, ...] = ()
    withdrawn: bool = False

    def evolve(self, event: Any, stamp: Stamp) -> Self:
        return folded(self, FOLD, event, stamp)

    def spent(self, no: int) -> int:
        """The sum of payments by a decision."""
        return sum(item.amount for item in self.payments if item.no == no)

    def decision(self, no: int, *, field: str) -> Decision:
        """The decision number ``no``. Raises NOT_FOUND."""
        found = next((item for item in self.decisions if item.no == no), None)
        if found is None:
            refuse_missing("decision", no, field=field)
        return found


def spend(
    context: Context,
    *,
    wksbm_id: UUID,
    meeting_id: UUID,
    no: int,
    amount: int,
    unit: FundUnit,
) -> tuple[Meeting, Decision]:
    """The decision for a payment, if it covers the amount.

    Raises NOT_FOUND, DECISION_REQUIRED with its cause, SELF_APPROVAL if the payer entered the
    decision.
    """
    meeting = context.existing(Meeting, meeting_id, field="decision")
    if meeting.wksbm != wksbm_id:
        refuse_missing("meeting", meeting_id, field="decision")
    decision = meeting.decision(no, field="decision")
    cause = uncovered(meeting, decision, amount, unit, on=context.occurred_on)
    if cause is not None:
        refuse("DECISION_REQUIRED", field="decision", amount=amount, unit=unit, cause=cause)
    if decision.entered_by == context.actor.id:
        refuse("SELF_APPROVAL", field="decision")
    return meeting, decision


def uncovered(
    meeting: Meeting, decision: Decision, amount: int, unit: FundUnit, *, on: date
) -> str | None:
    """Why a decision does not cover a payment on a day; ``None`` if it does."""
    if meeting.withdrawn:
        return "MEETING_WITHDRAWN"
    if decision.kind != "SPEND" or decision.limit is None or decision.unit != unit:
        return "OTHER_KIND"
    if not decision.carried:
        return "NOT_CARRIED"
    if meeting.held_on is None or meeting.held_on > on:
        return "DECIDED_LATER"
    if meeting.spent(decision.no) + amount > decision.limit:
        return "LIMIT_EXCEEDED"
    return None


# --- what each event changes ---------------------------------------------------------------


def _meeting_held(meeting: Meeting, event: MeetingHeld, stamp: Stamp) -> Changed:
    return {"wksbm": event.wksbm, "entry": stamp.version, **_held(event)}


def _corrected(meeting: Meeting, event: MeetingCorrected, stamp: Stamp) -> Changed:
    return _held(event)


def _held(event: Held) -> Changed:
    return {"held": carry(Held, event), "held_on": event.held_on}


def _taken(event: Decided, stamp: Stamp, **more: Any) -> Decision:
    given: dict[str, Any] = {"entry": stamp.version, "taken_on": stamp.occurred_on} | more
    has_text = event.text is not None
    return carry(Decision, event, has_text=has_text, entered_by=stamp.actor_id, **given)


def _decision_taken(meeting: Meeting, event: DecisionTaken, stamp: Stamp) -> Changed:
    return {"decisions": (*meeting.decisions, _taken(event, stamp)), "decided": event.no}


def _decision(meeting: Meeting, event: DecisionCorrected, stamp: Stamp) -> Changed:
    return {
        "decisions": tuple(
            _taken(event, stamp, entry=old.entry, taken_on=old.taken_on)
            if old.no == event.no
            else old
            for old in meeting.decisions
        )
    }


def _spent(event: DecisionSpent, stamp: Stamp) -> Spending:
    return carry(Spending, event, entry=stamp.version, spent_on=stamp.occurred_on)


def _refunded(meeting: Meeting, event: DecisionRefunded, stamp: Stamp) -> Changed:
    gone = (event.book, event.entry_no)
    left = (item for item in meeting.payments if (item.book, item.entry_no) != gone)
    return {"payments": tuple(left)}


MEETING = identity_of(
    "MEETING",
    made_by=MeetingHeld,
    corrected_by=MeetingCorrected,
    retracted_by=MeetingEntryRetracted,
    fact=lambda meeting: meeting.held,
    entry=lambda meeting: meeting.entry,
    day=lambda held: held.held_on,
    withdrawn={"withdrawn": True},
)
DECISION = listed(
    "DECISION",
    Decision,
    "decisions",
    made_by=DecisionTaken,
    corrected_by=DecisionCorrected,
    retracted_by=MeetingEntryRetracted,
    day="taken_on",
    correct=_decision,
    kept_codes=("VOTES_EXCEED",),
)
MINUTES = listed(
    "MINUTES",
    Minutes,
    "minutes",
    made_by=MinutesAttached,
    retracted_by=MeetingEntryRetracted,
    day="attached_on",
)
SPENDING = listed(
    "SPENDING",
    Spending,
    "payments",
    made_by=DecisionSpent,
    day="spent_on",
    build=_spent,
    kept_codes=("DECISION_SPENT",),
)
KINDS = {kind.code: kind for kind in (MEETING, DECISION, MINUTES)}
"""The kinds of facts that are retracted one by one, by their codes in the API."""

FOLD: dict[type[Event], Fold] = {
    **folds(*KINDS.values(), SPENDING),
    MeetingHeld: _meeting_held,
    MeetingCorrected: _corrected,
    DecisionTaken: _decision_taken,
    DecisionRefunded: _refunded,
}
