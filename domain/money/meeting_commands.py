"""Commands of a meeting: hold, decide, attach minutes.

Chair and secretary enter them in the evening: a meeting needs only a kind and a headcount.
Decisions have their votes; a decision to spend has a limit.
"""

from __future__ import annotations

from typing import Annotated, ClassVar
from uuid import UUID

from msgspec import Meta

from ..formation.nominees import registered
from ..formation.wksbm_command import place_of, recorded
from ..kernel.fields import ClearText, NewId
from ..kernel.model import Aggregate, Command, Context, Decision, Place
from ..kernel.particulars import carry
from ..kernel.person_fields import names_person
from ..kernel.refusal import refuse
from ..kernel.units import AMOUNT_MAX, FundUnit
from ..kernel.vocabulary import NoteText, Sha256
from .meeting import DECISION, MEETING, MINUTES, Meeting
from .meeting_events import (
    DecisionKind,
    DecisionTaken,
    Guest,
    Held,
    MeetingHeld,
    MeetingKind,
    MinutesAttached,
)
from .meeting_rules import MEETINGS

Kind = Annotated[MeetingKind, Meta(description="Routine or incidental (S2).")]
Present = Annotated[
    tuple[UUID, ...],
    names_person("ACTS"),
    Meta(max_length=500, description="Members who were present, each once."),
]
Headcount = (
    Annotated[
        int,
        Meta(ge=1, le=100_000, description="Number of people present; default: of those named."),
    ]
    | None
)
Guests = Annotated[tuple[Guest, ...], Meta(max_length=100, description="Guests.")]
Venue = Annotated[ClearText | None, Meta(description="Venue: balai RW, …")]
Title = Annotated[ClearText, Meta(description="The decision, in words that name no person.")]
Votes = Annotated[int, Meta(ge=0, le=100_000, description="Votes; by consensus all are for it.")]
Limit = (
    Annotated[
        int,
        Meta(ge=1, le=AMOUNT_MAX, description="SPEND: the most that may be paid by it."),
    ]
    | None
)
LimitUnit = Annotated[FundUnit | None, Meta(description="SPEND: whole rupiah, or grams of rice.")]
About = Annotated[DecisionKind, Meta(description="Subject of the decision.")]


class MeetingCommand(Command, frozen=True, kw_only=True):
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
        """The meeting, if it is not retracted. Raises NOT_FOUND, MEETING_STATE, MANDATE_ENDED."""
        recorded(context, self._wksbm(context))
        meeting = context.existing(Meeting, self.meeting_id, field="meetingId")
        if meeting.withdrawn:
            refuse("MEETING_STATE", field="meetingId", state="WITHDRAWN")
        return meeting


class MeetingDescription(MeetingCommand, frozen=True, kw_only=True):
    """A meeting, as a command gives it."""

    kind: Kind
    present: Present = ()
    headcount: Headcount = None
    guests: Guests = ()
    place_name: Venue = None

    def checked(self, context: Context) -> Held:
        """As an event stores it. Raises NOT_FOUND, PERSON_TWICE, HEADCOUNT_LOW."""
        present = registered(context, self.present, field="present")
        registered(
            context,
            [guest.person for guest in self.guests if guest.person is not None],
            field="guests",
        )
        headcount = self.headcount or len(present)
        if headcount < max(len(present), 1):
            refuse("HEADCOUNT_LOW", field="headcount", headcount=headcount, named=len(present))
        return carry(
            Held,
            self,
            held_on=context.occurred_on,
            present=present,
            headcount=headcount,
            place=self.place_name,
        )


class HoldMeeting(MeetingDescription, frozen=True, kw_only=True):
    """Records a meeting of a WKSBM on the business date (S2: routine and incidental)."""

    MAKES = (MEETING,)

    meeting_id: Annotated[NewId, Meta(description="Id of the new meeting.")]
    wksbm_id: Annotated[UUID, Meta(description="The WKSBM that met.")]
    kind: Kind = "ROUTINE"

    def place(self, context: Context) -> Place:
        return place_of(context, self.wksbm_id)

    def decide(self, context: Context) -> Decision:
        recorded(context, self.wksbm_id)
        meeting = context.fresh(Meeting, self.meeting_id, field="meetingId")
        held = carry(MeetingHeld, self.checked(context), wksbm=self.wksbm_id)
        return [(meeting, held)]


class DecisionDescription(MeetingCommand, frozen=True, kw_only=True):
    """A decision, as a command gives it."""

    title: Title
    text: NoteText | None = None
    kind: About
    votes_for: Votes
    votes_against: Votes = 0
    limit: Limit = None
    unit: LimitUnit = None


class TakeDecision(DecisionDescription, frozen=True, kw_only=True):
    """Records a decision of a meeting; a decision to spend has a limit."""

    MAKES = (DECISION,)

    def decide(self, context: Context) -> Decision:
        meeting = self.standing(context)
        taken = carry(DecisionTaken, self, under=meeting.id, no=meeting.decided + 1)
        return MEETINGS.made(context, meeting, taken)


class AttachMinutes(MeetingCommand, frozen=True, kw_only=True):
    """Records the hash of a meeting's minutes (notulen), which are kept elsewhere."""

    MAKES = (MINUTES,)

    sha256: Annotated[Sha256, Meta(description="SHA-256 of the document, 64 hex digits.")]
    pages: Annotated[int, Meta(ge=1, le=10_000, description="Number of pages.")] | None = None

    def decide(self, context: Context) -> Decision:
        meeting = self.standing(context)
        return MEETINGS.made(context, meeting, carry(MinutesAttached, self))
