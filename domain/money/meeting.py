"""A meeting of a WKSBM: who was there, what was decided, what was spent by it.

The state keeps the decisions with what is left of their limits, so that two payments can never
use the same rupiah of one decision: each payment writes into this stream too.
"""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self
from uuid import UUID

import msgspec

from ..kernel.model import Aggregate, Context, Stamp
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
    """A decision, and what has been paid by it."""

    no: int
    entry: int
    """Version of the event that took it."""
    kind: DecisionKind
    votes_for: int
    votes_against: int
    limit: int | None
    unit: FundUnit | None
    entered_by: UUID
    """The actor who entered it, or mended it last: the approver of what is paid by it."""
    spent: int = 0

    @property
    def carried(self) -> bool:
        """Whether more were for it than against it; a consensus has nobody against."""
        return self.votes_for > self.votes_against


class Minutes(msgspec.Struct, frozen=True, kw_only=True):
    """Minutes that stand."""

    entry: int
    sha256: str


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
    """How many decisions were ever taken; the next one's number follows it."""
    minutes: tuple[Minutes, ...] = ()
    withdrawn: bool = False

    def evolve(self, event: Any, stamp: Stamp) -> Self:
        change: dict[str, Any] = {}
        match event:
            case MeetingHeld():
                change = {"wksbm": event.wksbm, "entry": stamp.version, **_held(event)}
            case MeetingCorrected():
                change = _held(event)
            case DecisionTaken():
                taken = _decision(event, event.no, stamp.version, stamp.actor_id)
                change = {"decisions": (*self.decisions, taken), "decided": event.no}
            case DecisionCorrected():
                change = self._decided(
                    event.no,
                    lambda old: msgspec.structs.replace(
                        _decision(event, old.no, old.entry, stamp.actor_id), spent=old.spent
                    ),
                )
            case DecisionSpent():
                change = self._spent(event.no, event.amount)
            case DecisionRefunded():
                change = self._spent(event.no, -event.amount)
            case MinutesAttached():
                new = Minutes(entry=stamp.version, sha256=event.sha256)
                change = {"minutes": (*self.minutes, new)}
            case MeetingEntryRetracted(entry="MEETING"):
                change = {"withdrawn": True}
            case MeetingEntryRetracted():
                change = {
                    "decisions": tuple(item for item in self.decisions if item.entry != event.of),
                    "minutes": tuple(item for item in self.minutes if item.entry != event.of),
                }
        return msgspec.structs.replace(self, **change) if change else self

    def decision(self, no: int, *, field: str) -> Decision:
        """The decision number ``no``. Raises NOT_FOUND."""
        found = next((item for item in self.decisions if item.no == no), None)
        if found is None:
            refuse_missing("decision", no, field=field)
        return found

    def _decided(self, no: int, change: Any) -> dict[str, Any]:
        return {
            "decisions": tuple(change(item) if item.no == no else item for item in self.decisions)
        }

    def _spent(self, no: int, amount: int) -> dict[str, Any]:
        return self._decided(no, lambda old: msgspec.structs.replace(old, spent=old.spent + amount))


def spend(
    context: Context,
    *,
    wksbm_id: UUID,
    meeting_id: UUID,
    no: int,
    amount: int,
    unit: FundUnit,
) -> tuple[Meeting, Decision]:
    """The decision that a payment rests on, if it covers it.

    Raises NOT_FOUND, DECISION_REQUIRED with its cause, SELF_APPROVAL: who pays is another actor
    than who entered the decision.
    """
    meeting = context.existing(Meeting, meeting_id, field="decision")
    if meeting.wksbm != wksbm_id:
        refuse_missing("meeting", meeting_id, field="decision")
    decision = meeting.decision(no, field="decision")
    cause = _cause(context, meeting, decision, amount, unit)
    if cause is not None:
        refuse("DECISION_REQUIRED", field="decision", amount=amount, unit=unit, cause=cause)
    if decision.entered_by == context.actor.id:
        refuse("SELF_APPROVAL", field="decision")
    return meeting, decision


def _cause(
    context: Context, meeting: Meeting, decision: Decision, amount: int, unit: FundUnit
) -> str | None:
    """Why a decision does not cover a payment; ``None`` if it does."""
    if meeting.withdrawn:
        return "MEETING_WITHDRAWN"
    if decision.kind != "SPEND" or decision.limit is None or decision.unit != unit:
        return "OTHER_KIND"
    if not decision.carried:
        return "NOT_CARRIED"
    if meeting.held_on is None or meeting.held_on > context.occurred_on:
        return "DECIDED_LATER"
    if decision.spent + amount > decision.limit:
        return "LIMIT_EXCEEDED"
    return None


def _held(event: Held) -> dict[str, Any]:
    facts = {name: getattr(event, name) for name in Held.__struct_fields__}
    return {"held": Held(**facts), "held_on": event.held_on}


def _decision(event: Decided, no: int, entry: int, actor: UUID) -> Decision:
    return Decision(
        no=no,
        entry=entry,
        kind=event.kind,
        votes_for=event.votes_for,
        votes_against=event.votes_against,
        limit=event.limit,
        unit=event.unit,
        entered_by=actor,
    )
