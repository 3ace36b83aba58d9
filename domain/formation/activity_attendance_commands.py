"""Who took part in an activity, and that it was held.

Attendance is recorded in one event with its lines, also for people of other tenants: a province
registers them as its own persons, with their area and their WKSBM's name as text (S1).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from ..kernel.days import PastDay
from ..kernel.fields import ClearText, Code
from ..kernel.model import Context, Decision
from ..kernel.particulars import carry
from ..kernel.reference_checks import require_area
from ..kernel.refusal import refuse
from ..kernel.vocabulary import AreaCode, one_of
from ..people.registration import PersonRef, person_of
from .activity import Activity
from .activity_events import ActivityHeld, AttendanceRecorded, Attendee, ParticipantKind
from .activity_rules import ActivityCommand
from .wksbm import Wksbm

Headcount = Annotated[
    Annotated[int, Meta(ge=0, le=100_000)] | None,
    Meta(description="People present; none if nobody counted."),
]
HealthProtocol = Annotated[
    Code | None, Meta(description="Code of the health protocol kept, such as COVID19 (S3).")
]


class Participation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How somebody took part."""

    role: Annotated[ParticipantKind, Meta(description="As what they took part.")]
    area_code: Annotated[AreaCode | None, Meta(description="Area they come from.")] = None
    wksbm_id: Annotated[UUID | None, Meta(description="Their WKSBM, if the tenant's own.")] = None
    wksbm_name: Annotated[
        ClearText | None, Meta(description="Name of their WKSBM, if another tenant's.")
    ] = None
    days: Annotated[
        tuple[PastDay, ...],
        Meta(max_length=366, description="Days attended; none: the whole activity."),
    ] = ()


class Participant(Participation, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One line of an attendance list."""

    person: Annotated[PersonRef, Meta(description="Who: registered, or new.")]


class RecordAttendance(ActivityCommand, frozen=True, kw_only=True):
    """Records who took part, several at once; nobody twice and nobody outside the dates (S1)."""

    attendees: Annotated[
        tuple[Participant, ...],
        Meta(min_length=1, max_length=500, description="Lines of the attendance list."),
    ]

    def decide(self, context: Context) -> Decision:
        state = self.begun(context)
        lines: list[Attendee] = []
        registrations: list[tuple[object, object]] = []
        seen = set(state.attendees)
        for participant in self.attendees:
            person_id, registered = person_of(context, participant.person, field="attendees")
            if person_id in seen:
                refuse("ATTENDANCE_CAP", field="attendees", cause="ATTENDEE_TWICE")
            seen.add(person_id)
            registrations.extend(registered)
            lines.append(attendance_line(context, state, person_id, participant, field="attendees"))
        if not all(line.days for line in lines):
            _check_day(state, context.occurred_on, field="occurredOn")
        check_headcount(len(seen), state.headcount, field="attendees")
        event = AttendanceRecorded(attendees=tuple(lines), area_edition=_edition(context, lines))
        return [*registrations, (state, event)]  # type: ignore[list-item]


class HoldActivity(ActivityCommand, frozen=True, kw_only=True):
    """Records that the activity took place, with its headcount (at least those named)."""

    headcount: Headcount = None
    health_protocol: HealthProtocol = None

    def decide(self, context: Context) -> Decision:
        state = self.begun(context)
        if state.status == "HELD":
            refuse("ACTIVITY_STATE", field="activityId", state="HELD", needed="SCHEDULED")
        check_headcount(len(state.attendees), self.headcount, field="headcount")
        return [(state, carry(ActivityHeld, self))]


def held(state: Activity) -> Activity:
    if state.status != "HELD":
        refuse("ACTIVITY_STATE", field="activityId", state=state.status, needed="HELD")
    return state


def attendance_line(
    context: Context, state: Activity, person_id: UUID, given: Participation, *, field: str
) -> Attendee:
    """A line of the list, checked. Raises AREA_UNKNOWN, NOT_FOUND, ONE_OF, ATTENDANCE_CAP."""
    if given.area_code is not None:
        require_area(context, given.area_code, field="areaCode")
    if given.wksbm_id is not None:
        if given.wksbm_name is not None:
            one_of(wksbm_id=given.wksbm_id, wksbm_name=given.wksbm_name)
        context.existing(Wksbm, given.wksbm_id, field="wksbmId")
    if len(set(given.days)) != len(given.days):
        refuse("ATTENDANCE_CAP", field=field, cause="ATTENDEE_TWICE")
    for day in given.days:
        _check_day(state, day, field=field)
    return carry(Attendee, given, person_id=person_id, days=tuple(sorted(given.days)))


def _check_day(state: Activity, day: date, *, field: str) -> None:
    first, last = state.date_from, state.date_to
    if first is not None and last is not None and not first <= day <= last:
        refuse("ATTENDANCE_CAP", field=field, cause="OUTSIDE_DATES")


def check_headcount(named: int, headcount: int | None, *, field: str) -> None:
    if headcount is not None and headcount < named:
        refuse("ATTENDANCE_CAP", field=field, cause="HEADCOUNT")


def _edition(context: Context, lines: Sequence[Attendee]) -> str | None:
    named = any(line.area_code for line in lines)
    return context.reference.areas.edition if named else None
