"""When a fact of an activity is allowed: one rule for each kind."""

from __future__ import annotations

from datetime import date

from ..kernel.model import Context
from ..kernel.refusal import refuse, refuse_existing
from ..kernel.timeline import Timeline
from ..people.standing import is_among, same_person
from .activity import (
    ATTENDANCE,
    CANCELLATION,
    HOLDING,
    INVITATION,
    PLAN,
    SPEAKER,
    STATEMENT,
    TOPIC,
    Activity,
    Attended,
    Cancellation,
    Invited,
    Material,
    Occurrence,
    Planned,
    Speaker,
    Statement,
)


def check_live(activity: Activity) -> None:
    """Raises ACTIVITY_STATE if it is cancelled."""
    if activity.status == "CANCELLED":
        refuse("ACTIVITY_STATE", field="activityId", state="CANCELLED", needed="SCHEDULED")


def check_headcount(named: int, headcount: int | None, *, field: str) -> None:
    """Raises ATTENDANCE_CAP if more people are named than were counted."""
    if headcount is not None and headcount < named:
        refuse("ATTENDANCE_CAP", field=field, cause="HEADCOUNT")


def _check_open(activity: Activity) -> None:
    """Raises ACTIVITY_STATE unless it is planned and nobody has attended yet."""
    check_live(activity)
    if activity.status == "HELD" or activity.attendees:
        refuse("ACTIVITY_STATE", field="activityId", state="HELD", needed="SCHEDULED")


def _check_begun(activity: Activity, day: date) -> None:
    """Raises ACTIVITY_STATE if it is cancelled, ACTIVITY_NOT_BEGUN before its first day."""
    check_live(activity)
    first = activity.date_from
    if first is not None and day < first:
        refuse("ACTIVITY_NOT_BEGUN", field="occurredOn", date_from=first)


def _check_day(activity: Activity, day: date, *, field: str) -> None:
    first, last = activity.date_from, activity.date_to
    if first is not None and last is not None and not first <= day <= last:
        refuse("ATTENDANCE_CAP", field=field, cause="OUTSIDE_DATES")


def _plan(context: Context, activity: Activity, plan: Planned) -> None:
    _check_open(activity)


def _cancellation(context: Context, activity: Activity, cancelled: Cancellation) -> None:
    _check_open(activity)


def _holding(context: Context, activity: Activity, holding: Occurrence) -> None:
    _check_begun(activity, holding.held_on)
    if activity.status == "HELD":
        refuse("ACTIVITY_STATE", field="activityId", state="HELD", needed="SCHEDULED")
    check_headcount(len(activity.attendees), holding.headcount, field="headcount")


def _attendance(context: Context, activity: Activity, line: Attended) -> None:
    _check_begun(activity, line.recorded_on)
    if is_among(context, line.person_id, activity.attendees):
        refuse("ATTENDANCE_CAP", field="attendees", cause="ATTENDEE_TWICE")
    if len(set(line.days)) != len(line.days):
        refuse("ATTENDANCE_CAP", field="attendees", cause="ATTENDEE_TWICE")
    for day in line.days:
        _check_day(activity, day, field="attendees")
    if not line.days:
        _check_day(activity, line.recorded_on, field="occurredOn")


def _invitation(context: Context, activity: Activity, invited: Invited) -> None:
    check_live(activity)
    if invited.invitation_id in activity.invitations:
        refuse_existing("invitation", invited.invitation_id, field="invitationId")


def _speaker(context: Context, activity: Activity, speaker: Speaker) -> None:
    check_live(activity)
    if speaker.speaker_id in activity.speakers:
        refuse_existing("speaker", speaker.speaker_id, field="speakerId")
    if speaker.topic_no is not None and speaker.topic_no not in activity.materials:
        refuse("TOPIC_UNKNOWN", field="topicNo", no=speaker.topic_no)
    person = speaker.person_id
    for other in activity.speakers.values():
        if person is None or other.topic_no != speaker.topic_no:
            continue
        if same_person(context, other.person_id, person):
            refuse_existing("speaker", person, field="person")


def _topic(context: Context, activity: Activity, material: Material) -> None:
    check_live(activity)
    if material.no in activity.materials:
        refuse("TOPIC_IN_USE", field="no", no=material.no)


def _statement(context: Context, activity: Activity, said: Statement) -> None:
    _check_begun(activity, said.said_on)
    if said.statement_id in activity.statements:
        refuse_existing("statement", said.statement_id, field="statementId")


def _whole(context: Context, activity: Activity) -> None:
    """The headcount also limits names that are entered after it."""
    if activity.holding is not None:
        check_headcount(len(activity.attendees), activity.holding.headcount, field="headcount")


ACTIVITIES: Timeline[Activity] = Timeline(
    {
        PLAN: _plan,
        HOLDING: _holding,
        CANCELLATION: _cancellation,
        ATTENDANCE: _attendance,
        INVITATION: _invitation,
        SPEAKER: _speaker,
        TOPIC: _topic,
        STATEMENT: _statement,
    },
    whole=_whole,
)
"""The facts of an activity and their rules."""
