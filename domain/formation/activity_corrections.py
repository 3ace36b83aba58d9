"""Correcting what was entered wrongly about an activity, and retracting what never was."""

from __future__ import annotations

from typing import Annotated, ClassVar
from uuid import UUID

from msgspec import Meta

from ..kernel.corrections import Why
from ..kernel.model import Aggregate, Command, Context, Decision, Place
from ..kernel.particulars import carry
from ..kernel.refusal import refuse, refuse_missing
from ..kernel.vocabulary import NoteText, explained
from . import activity_events as happened
from .activity import Activity
from .activity_attendance_commands import (
    Headcount,
    HealthProtocol,
    Participation,
    attendance_line,
    check_headcount,
    held,
)
from .activity_events import (
    AttendanceCorrected,
    Attendee,
    HeadcountCorrected,
    HoldingRetracted,
    Plan,
)
from .activity_rules import ActivityCommand, check_course, check_plan


class CorrectAttendance(ActivityCommand, frozen=True, kw_only=True):
    """Corrects a line of the attendance list; without ``attendee`` the person was not there."""

    person_id: Annotated[UUID, Meta(description="The person on the list.")]
    attendee: Annotated[
        Participation | None,
        Meta(description="How it was; none: the person did not take part."),
    ] = None
    reason: Why
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        state = self.live(context)
        attended = state.attendees.get(self.person_id)
        if attended is None:
            refuse_missing("attendance", self.person_id, field="personId")
        line = None
        if self.attendee is not None:
            line = attendance_line(context, state, self.person_id, self.attendee, field="attendee")
        if line == carry(Attendee, attended):
            refuse("NO_CHANGE", field="attendee")
        note = explained(self.reason, self.note, self.person_id)
        event = carry(AttendanceCorrected, self, of=attended.entry, attendee=line, note=note)
        return [(state, event)]


class CorrectHeadcount(ActivityCommand, frozen=True, kw_only=True):
    """Corrects headcount and health protocol of an activity that was held: give both."""

    headcount: Headcount = None
    health_protocol: HealthProtocol = None
    reason: Why
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        state = held(self.live(context))
        check_headcount(len(state.attendees), self.headcount, field="headcount")
        if (self.headcount, self.health_protocol) == (state.headcount, state.health_protocol):
            refuse("NO_CHANGE", field="headcount")
        note = explained(self.reason, self.note, self.activity_id)
        event = carry(HeadcountCorrected, self, of=state.status_entry, note=note)
        return [(state, event)]


class RetractHolding(ActivityCommand, frozen=True, kw_only=True):
    """Takes back that the activity was held: it was entered by mistake."""

    reason: Why
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        state = held(self.live(context))
        note = explained(self.reason, self.note, self.activity_id)
        event = carry(HoldingRetracted, self, of=state.status_entry, note=note)
        return [(state, event)]


class CorrectActivity(Plan, Command, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Corrects a plan that was entered wrongly: give the whole plan as it should have been."""

    GROUP: ClassVar[str] = "ACTIVITY"

    activity_id: Annotated[UUID, Meta(description="The activity.")]
    reason: Why
    note: NoteText | None = None

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return Activity, self.activity_id

    def place(self, context: Context) -> Place:
        return Place(area_code=context.load(Activity, self.activity_id).area_code)

    def decide(self, context: Context) -> Decision:
        state = context.existing(Activity, self.activity_id, field="activityId")
        check_plan(context, self.activity_id, self)
        check_course(context, state, self.date_from, self.date_to)
        if state.plan == carry(Plan, self):
            refuse("NO_CHANGE")
        note = explained(self.reason, self.note, self.activity_id)
        event = carry(happened.ActivityCorrected, self, of=state.plan_entry, note=note)
        return [(state, event)]


class RetractStatement(ActivityCommand, frozen=True, kw_only=True):
    """Strikes an opening, commitment or testimony that was entered wrongly; enter it anew."""

    statement_id: Annotated[UUID, Meta(description="The statement.")]
    reason: Why
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        state = self.live(context)
        of = self.entry(state.statements, self.statement_id, kind="statement", field="statementId")
        note = explained(self.reason, self.note, self.activity_id)
        event = carry(happened.StatementRetracted, self, of=of, note=note)
        return [(state, event)]
