"""Commands: record who took part in an activity, and that it was held.

Attendance is recorded in one event with several lines, also for people of other tenants: a province
registers them as its own persons, with their area and their WKSBM's name as text (S1).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from ..kernel.days import PastDay
from ..kernel.fields import ClearText
from ..kernel.model import Aggregate, Context, Decision, Event
from ..kernel.particulars import carry
from ..kernel.person_fields import names_person
from ..kernel.reference_checks import require_area
from ..kernel.refusal import refuse
from ..kernel.vocabulary import AreaCode, one_of
from ..people.registration import PersonRef, person_of
from ..people.standing import is_among
from .activity import ATTENDANCE, HOLDING
from .activity_command import AboutActivity, ActivityCommand, ActivityId
from .activity_events import ActivityHeld, AttendanceRecorded, Attendee, Course, ParticipantKind
from .activity_rules import check_headcount
from .wksbm import Wksbm


class Participation(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """In which capacity, on which days and from where a person took part."""

    role: Annotated[ParticipantKind, Meta(description="Their role in the activity.")]
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

    person: Annotated[
        PersonRef,
        names_person("ACTS", day="days"),
        Meta(description="The person: registered, or new."),
    ]


class RecordAttendance(ActivityCommand, frozen=True, kw_only=True):
    """Records who took part, several at once; each person once, and on days of the
    activity (S1)."""

    MAKES = (ATTENDANCE,)

    attendees: Annotated[
        tuple[Participant, ...],
        Meta(min_length=1, max_length=500, description="Lines of the attendance list."),
    ]

    def decide(self, context: Context) -> Decision:
        lines: list[Attendee] = []
        decided: list[tuple[Aggregate, Event]] = []
        for participant in self.attendees:
            person_id, registered = person_of(context, participant.person, field="attendees")
            if is_among(context, person_id, [line.person_id for line in lines]):
                refuse("ATTENDANCE_CAP", field="attendees", cause="ATTENDEE_TWICE")
            decided.extend(registered)
            lines.append(attendance_line(context, person_id, participant))
        event = AttendanceRecorded(attendees=tuple(lines), area_edition=_edition(context, lines))
        decided.extend(self.made(context, event))
        state = self.activity(context)
        if state.holding is not None:
            named = len(state.attendees) + len(lines)
            check_headcount(named, state.holding.headcount, field="attendees")
        return decided


class HoldActivity(Course, AboutActivity, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Records that the activity was held, and its headcount (at least the number of
    those named)."""

    MAKES = (HOLDING,)

    activity_id: ActivityId

    def decide(self, context: Context) -> Decision:
        return self.made(context, carry(ActivityHeld, self))


def attendance_line(context: Context, person_id: UUID, given: Participation) -> Attendee:
    """A line of the attendance list. Raises AREA_UNKNOWN, NOT_FOUND, ONE_OF."""
    if given.area_code is not None:
        require_area(context, given.area_code, field="areaCode")
    if given.wksbm_id is not None:
        if given.wksbm_name is not None:
            one_of(wksbm_id=given.wksbm_id, wksbm_name=given.wksbm_name)
        context.existing(Wksbm, given.wksbm_id, field="wksbmId")
    return carry(Attendee, given, person_id=person_id, days=tuple(sorted(given.days)))


def _edition(context: Context, lines: Sequence[Attendee]) -> str | None:
    named = any(line.area_code for line in lines)
    return context.reference.areas.edition if named else None
