"""The commands of a meeting: hold, decide, attach minutes, mend each of them.

Written by chair and secretary, by hand in the evening: a meeting needs a kind and a headcount,
no more. Decisions count their votes; a spending decision says how much at most.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, ClassVar
from uuid import UUID

from msgspec import Meta

from ..formation.nominees import registered
from ..formation.wksbm_command import living, place_of, recorded
from ..kernel.corrections import EntryVersion, Why
from ..kernel.fields import ClearText, NewId, note
from ..kernel.model import Aggregate, Command, Context, Decision, Place
from ..kernel.refusal import refuse, refuse_missing
from ..kernel.units import AMOUNT_MAX, FundUnit, Ordinal
from ..kernel.vocabulary import NoteText, Sha256, explained
from .meeting import Decision as Standing
from .meeting import Meeting
from .meeting_events import (
    DecisionCorrected,
    DecisionKind,
    DecisionTaken,
    Guest,
    MeetingCorrected,
    MeetingEntry,
    MeetingEntryRetracted,
    MeetingHeld,
    MeetingKind,
    MinutesAttached,
)

Kind = Annotated[MeetingKind, Meta(description="Routine or incidental (S2).")]
Present = Annotated[
    tuple[UUID, ...], Meta(max_length=500, description="Members who were there, each once.")
]
Headcount = (
    Annotated[
        int,
        Meta(ge=1, le=100_000, description="How many were there; left out: those named."),
    ]
    | None
)
Guests = Annotated[tuple[Guest, ...], Meta(max_length=100, description="Guests.")]
Venue = Annotated[ClearText | None, Meta(description="Where, as a place: balai RW, …")]
Title = Annotated[ClearText, Meta(description="What was decided, in words that name no person.")]
Votes = Annotated[int, Meta(ge=0, le=100_000, description="Votes; by consensus all are for it.")]
Limit = (
    Annotated[
        int,
        Meta(ge=1, le=AMOUNT_MAX, description="SPEND: at most so much may be paid by it."),
    ]
    | None
)
LimitUnit = Annotated[FundUnit | None, Meta(description="SPEND: whole rupiah, or grams of rice.")]
About = Annotated[DecisionKind, Meta(description="What the decision is about.")]


class HoldMeeting(Command, frozen=True, kw_only=True):
    """Records a meeting of a WKSBM on the business date (S2: routine and incidental)."""

    GROUP: ClassVar[str] = "MEETING"

    meeting_id: Annotated[NewId, Meta(description="Id that the meeting shall have.")]
    wksbm_id: Annotated[UUID, Meta(description="The WKSBM that met.")]
    kind: Kind = "ROUTINE"
    present: Present = ()
    headcount: Headcount = None
    guests: Guests = ()
    place_name: Venue = None

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return Meeting, self.meeting_id

    def place(self, context: Context) -> Place:
        return place_of(context, self.wksbm_id)

    def decide(self, context: Context) -> Decision:
        living(context, self.wksbm_id)
        meeting = context.fresh(Meeting, self.meeting_id, field="meetingId")
        held = MeetingHeld(wksbm=self.wksbm_id, **_held(context, self))
        return [(meeting, held)]


class _MeetingCommand(Command, frozen=True, kw_only=True):
    """A command about one meeting; it acts where the WKSBM is."""

    GROUP: ClassVar[str] = "MEETING"

    meeting_id: Annotated[UUID, Meta(description="The meeting.")]

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return Meeting, self.meeting_id

    def place(self, context: Context) -> Place:
        return place_of(context, self._wksbm(context))

    def _wksbm(self, context: Context) -> UUID:
        meeting = context.existing(Meeting, self.meeting_id, field="meetingId")
        assert meeting.wksbm is not None
        return meeting.wksbm

    def standing(self, context: Context) -> Meeting:
        """The meeting, if it stands. Raises NOT_FOUND, MEETING_STATE, MANDATE_ENDED."""
        recorded(context, self._wksbm(context))
        meeting = context.existing(Meeting, self.meeting_id, field="meetingId")
        if meeting.withdrawn:
            refuse("MEETING_STATE", field="meetingId", state="WITHDRAWN")
        return meeting


class _MeetingCorrection(_MeetingCommand, frozen=True, kw_only=True):
    """A correction of an entry of a meeting."""

    reason: Why
    note: NoteText | None = None

    def why(self) -> dict[str, Any]:
        return {
            "reason": self.reason,
            "note": explained(self.reason, self.note, self.meeting_id),
        }


class CorrectMeeting(_MeetingCorrection, frozen=True, kw_only=True):
    """Mends a meeting: give the whole of it as it was; its day is the business date."""

    kind: Kind
    present: Present = ()
    headcount: Headcount = None
    guests: Guests = ()
    place_name: Venue = None

    def decide(self, context: Context) -> Decision:
        meeting = self.standing(context)
        facts = _held(context, self)
        if any(item.votes_for + item.votes_against > _all(facts) for item in meeting.decisions):
            refuse("VOTES_EXCEED", field="headcount", votes=_most(meeting), present=_all(facts))
        corrected = MeetingCorrected(of=meeting.entry, **facts, **self.why())
        if meeting.held is not None and all(
            getattr(meeting.held, name) == value for name, value in facts.items()
        ):
            refuse("NO_CHANGE")
        return [(meeting, corrected)]


class TakeDecision(_MeetingCommand, frozen=True, kw_only=True):
    """Records what a meeting decided; a decision to spend says how much at most."""

    title: Title
    text: NoteText | None = None
    kind: About
    votes_for: Votes
    votes_against: Votes = 0
    limit: Limit = None
    unit: LimitUnit = None

    def decide(self, context: Context) -> Decision:
        meeting = self.standing(context)
        facts = _decided(context, meeting, self)
        return [(meeting, DecisionTaken(no=meeting.decided + 1, **facts))]


class CorrectDecision(_MeetingCorrection, frozen=True, kw_only=True):
    """Mends a decision: give the whole of it as it was taken.

    What has been paid by it must stay covered.
    """

    no: Annotated[Ordinal, Meta(description="Number of the decision in its meeting.")]
    title: Title
    text: NoteText | None = None
    kind: About
    votes_for: Votes
    votes_against: Votes = 0
    limit: Limit = None
    unit: LimitUnit = None

    def decide(self, context: Context) -> Decision:
        meeting = self.standing(context)
        old = meeting.decision(self.no, field="no")
        facts = _decided(context, meeting, self)
        covered = (
            self.kind == "SPEND"
            and self.unit == old.unit
            and (self.limit or 0) >= old.spent
            and self.votes_for > self.votes_against
        )
        if old.spent and not covered:
            refuse("DECISION_SPENT", field="no", spent=old.spent, unit=old.unit)
        corrected = DecisionCorrected(no=self.no, of=old.entry, **facts, **self.why())
        return [(meeting, corrected)]


class AttachMinutes(_MeetingCommand, frozen=True, kw_only=True):
    """Records the hash of a meeting's minutes (notulen), which are kept elsewhere."""

    sha256: Annotated[Sha256, Meta(description="SHA-256 of the document, 64 hex digits.")]
    pages: Annotated[int, Meta(ge=1, le=10_000, description="How many pages.")] | None = None

    def decide(self, context: Context) -> Decision:
        meeting = self.standing(context)
        if any(item.sha256 == self.sha256 for item in meeting.minutes):
            refuse("NO_CHANGE", field="sha256")
        return [(meeting, MinutesAttached(sha256=self.sha256, pages=self.pages))]


class RetractMeetingEntry(_MeetingCorrection, frozen=True, kw_only=True):
    """Takes back a meeting, a decision or minutes that should never have been entered.

    What has been paid by a decision keeps it; reverse the payment first.
    """

    of: EntryVersion
    entry: Annotated[MeetingEntry, Meta(description="What kind of entry it is.")]

    def decide(self, context: Context) -> Decision:
        meeting = self.standing(context)
        gone: Sequence[Standing] = ()
        match self.entry:
            case "MEETING":
                found = self.of == meeting.entry
                gone = meeting.decisions
            case "DECISION":
                gone = [item for item in meeting.decisions if item.entry == self.of]
                found = bool(gone)
            case "MINUTES":
                found = any(item.entry == self.of for item in meeting.minutes)
        if not found:
            refuse_missing("entry", self.of, field="of")
        for item in gone:
            if item.spent:
                refuse("DECISION_SPENT", field="of", spent=item.spent, unit=item.unit)
        return [(meeting, MeetingEntryRetracted(of=self.of, entry=self.entry, **self.why()))]


def _held(context: Context, command: HoldMeeting | CorrectMeeting) -> dict[str, Any]:
    """The facts of a meeting. Raises NOT_FOUND, PERSON_TWICE, HEADCOUNT_LOW."""
    present = registered(context, command.present, field="present")
    registered(
        context,
        [guest.person for guest in command.guests if guest.person is not None],
        field="guests",
    )
    headcount = command.headcount or len(present)
    if headcount < max(len(present), 1):
        refuse("HEADCOUNT_LOW", field="headcount", headcount=headcount, named=len(present))
    return {
        "kind": command.kind,
        "held_on": context.occurred_on,
        "present": present,
        "headcount": headcount,
        "guests": command.guests,
        "place": command.place_name,
    }


def _all(facts: dict[str, Any]) -> int:
    return int(facts["headcount"])


def _most(meeting: Meeting) -> int:
    return max(item.votes_for + item.votes_against for item in meeting.decisions)


def _decided(
    context: Context, meeting: Meeting, command: TakeDecision | CorrectDecision
) -> dict[str, Any]:
    """The facts of a decision. Raises VOTES_EXCEED, LIMIT_REQUIRED."""
    assert meeting.held is not None
    votes = command.votes_for + command.votes_against
    if not 1 <= votes <= meeting.held.headcount:
        refuse("VOTES_EXCEED", field="votesFor", votes=votes, present=meeting.held.headcount)
    needed = 2 if command.kind == "SPEND" else 0
    if sum(part is not None for part in (command.limit, command.unit)) != needed:
        refuse("LIMIT_REQUIRED", field="limit")
    return {
        "title": command.title,
        "text": note(meeting.id, command.text),
        "kind": command.kind,
        "votes_for": command.votes_for,
        "votes_against": command.votes_against,
        "limit": command.limit,
        "unit": command.unit,
    }
