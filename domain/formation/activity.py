"""An activity of an office: sosialisasi, bimtek, penyuluhan, pemantapan, pengukuhan, …

The state holds the valid facts: plans, how the activity was held, and who was invited, spoke and
attended. Attendance is a fact of the activity; the training of candidates refers to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar, Literal, Self
from uuid import UUID

import msgspec

from ..kernel.facts import Changed, Fold, folded, folds, keyed, listed, single
from ..kernel.in_force import in_force, in_order
from ..kernel.model import Aggregate, Event, Stamp
from ..kernel.particulars import carry
from . import activity_events as happened

Status = Literal["SCHEDULED", "HELD", "CANCELLED"]

replace = msgspec.structs.replace


class Planned(happened.ActivityPlan, frozen=True, kw_only=True):
    """A plan, as it was entered on a business day; the latest one is in force."""

    entry: int
    planned_on: date


class Attended(happened.Attendee, frozen=True, kw_only=True):
    """A person who attended, with the event that recorded it."""

    entry: int
    recorded_on: date


class Invited(happened.Invitee, frozen=True, kw_only=True):
    """An invited person, or a number of invited people of one kind."""

    entry: int
    person_id: UUID | None = None
    invited_on: date


class Speaker(happened.Talk, frozen=True, kw_only=True):
    """A speaker; unnamed if only the institution is known."""

    entry: int
    person_id: UUID | None = None
    assigned_on: date


class Material(happened.Topic, frozen=True, kw_only=True):
    """A topic of the programme."""

    entry: int
    added_on: date


class Statement(msgspec.Struct, frozen=True, kw_only=True):
    """An opening, commitment or testimony; its text is sealed."""

    entry: int
    statement_id: UUID
    person_id: UUID | None = None
    said_on: date


class Occurrence(happened.Course, frozen=True, kw_only=True):
    """That it was held, and how."""

    entry: int
    held_on: date


class Cancellation(msgspec.Struct, frozen=True, kw_only=True):
    """That it will not be held."""

    entry: int
    cancelled_on: date


class Activity(Aggregate, frozen=True, kw_only=True):
    """The state of an activity."""

    TYPE: ClassVar[str] = "activity"

    plans: tuple[Planned, ...] = ()
    holding: Occurrence | None = None
    cancellation: Cancellation | None = None
    attendees: Mapping[UUID, Attended] = {}
    invitations: Mapping[UUID, Invited] = {}
    speakers: Mapping[UUID, Speaker] = {}
    materials: Mapping[int, Material] = {}
    statements: Mapping[UUID, Statement] = {}

    @property
    def status(self) -> Status:
        """Its status."""
        if self.cancellation is not None:
            return "CANCELLED"
        return "SCHEDULED" if self.holding is None else "HELD"

    @property
    def plan(self) -> Planned | None:
        """The plan in force."""
        return self.plans[-1] if self.plans else None

    @property
    def area_code(self) -> str | None:
        """Area of the venue, if known."""
        return None if self.plan is None else self.plan.area_code

    @property
    def date_from(self) -> date | None:
        """First day, if known."""
        return None if self.plan is None else self.plan.date_from

    @property
    def date_to(self) -> date | None:
        """Last day, if known."""
        return None if self.plan is None else self.plan.date_to

    def evolve(self, event: Any, stamp: Stamp) -> Self:
        return folded(self, FOLD, event, stamp)


# --- what each event changes ---------------------------------------------------------------


def _moved(activity: Activity, event: happened.ActivityRescheduled, stamp: Stamp) -> Changed:
    """The plan on other days; without a new place, the place is kept."""
    before = in_force(activity.plans, "planned_on", stamp.occurred_on)
    given = carry(happened.NewDays, event)
    changed = {
        name: value
        for name in happened.NewDays.__struct_fields__
        if (value := getattr(given, name)) is not None
    }
    plan = replace(before, **changed, entry=stamp.version, planned_on=stamp.occurred_on)
    return {"plans": in_order((*activity.plans, plan), "planned_on")}


def _attended(event: happened.AttendanceRecorded, stamp: Stamp) -> Iterable[Attended]:
    return (
        carry(Attended, line, entry=stamp.version, recorded_on=stamp.occurred_on)
        for line in event.attendees
    )


def _line_corrected(
    activity: Activity, event: happened.AttendanceCorrected, stamp: Stamp
) -> Changed:
    """The corrected line, or its removal."""
    lines = {at: line for at, line in activity.attendees.items() if at != event.person_id}
    if event.attendee is not None:
        old = activity.attendees[event.person_id]
        lines = {**activity.attendees, event.person_id: carry(Attended, event.attendee, old)}
    return {"attendees": lines}


def _person(fact: Any) -> UUID | None:
    person: UUID | None = fact.person_id
    return person


PLAN = listed(
    "ACTIVITY_PLAN",
    Planned,
    "plans",
    made_by=(happened.ActivityScheduled, happened.ActivityRescheduled),
    corrected_by=happened.ActivityCorrected,
    day="planned_on",
)
HOLDING = single(
    "HOLDING",
    Occurrence,
    "holding",
    made_by=happened.ActivityHeld,
    corrected_by=happened.HeadcountCorrected,
    retracted_by=happened.HoldingRetracted,
    day="held_on",
)
CANCELLATION = single(
    "CANCELLATION",
    Cancellation,
    "cancellation",
    made_by=happened.ActivityCancelled,
    retracted_by=happened.ActivityReinstated,
    day="cancelled_on",
)
ATTENDANCE = keyed(
    "ATTENDANCE",
    Attended,
    "attendees",
    key="person_id",
    made_by=happened.AttendanceRecorded,
    corrected_by=happened.AttendanceCorrected,
    retracted_by=happened.AttendanceCorrected,
    day="recorded_on",
    about=_person,
    build=_attended,
    renamed={"attendees": "attendee", "occurred_on": "attendee"},
    kept_codes=("ATTENDANCE_CAP",),
)
INVITATION = keyed(
    "INVITATION",
    Invited,
    "invitations",
    key="invitation_id",
    made_by=happened.InvitationIssued,
    retracted_by=happened.InvitationWithdrawn,
    day="invited_on",
    about=_person,
)
SPEAKER = keyed(
    "SPEAKER",
    Speaker,
    "speakers",
    key="speaker_id",
    made_by=happened.SpeakerAssigned,
    retracted_by=happened.SpeakerRemoved,
    day="assigned_on",
    about=_person,
)
TOPIC = keyed(
    "TOPIC",
    Material,
    "materials",
    key="no",
    made_by=happened.MaterialAdded,
    retracted_by=happened.MaterialRemoved,
    day="added_on",
)
STATEMENT = keyed(
    "STATEMENT",
    Statement,
    "statements",
    key="statement_id",
    made_by=(happened.OpeningGiven, happened.CommitmentRecorded, happened.TestimonyGiven),
    retracted_by=happened.StatementRetracted,
    day="said_on",
    about=_person,
)

FOLD: dict[type[Event], Fold] = {
    **folds(PLAN, HOLDING, CANCELLATION, ATTENDANCE, INVITATION, SPEAKER, TOPIC, STATEMENT),
    happened.ActivityRescheduled: _moved,
    happened.AttendanceCorrected: _line_corrected,
}
