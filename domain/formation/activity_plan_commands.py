"""Planning an activity: schedule, move, cancel, take up again, correct; invitations."""

from __future__ import annotations

from typing import Annotated, ClassVar
from uuid import UUID

from msgspec import Meta

from ..kernel.dates import check_period
from ..kernel.days import PlannedDay
from ..kernel.fields import ClearText, NewId
from ..kernel.model import Aggregate, Command, Context, Decision, Place
from ..kernel.particulars import carry
from ..kernel.reference_checks import require_area
from ..kernel.refusal import refuse, refuse_existing
from ..kernel.vocabulary import AreaCode, NoteText, explained, one_of
from ..people.registration import PersonRef, person_of
from . import activity_events as happened
from .activity import Activity
from .activity_events import ChangeReason, ParticipantKind, Plan
from .activity_rules import ActivityCommand, check_plan

Because = Annotated[ChangeReason, Meta(description="Why.")]


class ScheduleActivity(Plan, Command, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Plans an activity, or enters one of the past; any office may, also a national one (S4)."""

    GROUP: ClassVar[str] = "ACTIVITY"

    activity_id: Annotated[NewId, Meta(description="Id of the activity.")]

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return Activity, self.activity_id

    def place(self, context: Context) -> Place:
        return Place(area_code=self.area_code)

    def decide(self, context: Context) -> Decision:
        state = context.fresh(Activity, self.activity_id, field="activityId")
        check_plan(context, self.activity_id, self)
        return [(state, carry(happened.ActivityScheduled, self))]


class RescheduleActivity(ActivityCommand, frozen=True, kw_only=True):
    """Moves an activity that has not been held to other days, and perhaps another place."""

    date_from: Annotated[PlannedDay, Meta(description="New first day.")]
    date_to: Annotated[PlannedDay, Meta(description="New last day.")]
    venue: Annotated[ClearText | None, Meta(description="New venue, if it changes.")] = None
    area_code: AreaCode | None = None
    reason: Because
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        state = self.planned(context)
        check_period(self.date_from, self.date_to, field="dateTo")
        if self.area_code is not None:
            require_area(context, self.area_code, field="areaCode")
        days = (state.date_from, state.date_to)
        if days == (self.date_from, self.date_to) and not (self.venue or self.area_code):
            refuse("NO_CHANGE", field="dateFrom")
        note = explained(self.reason, self.note, self.activity_id)
        event = carry(happened.ActivityRescheduled, self, note=note)
        return [(state, event)]


class CancelActivity(ActivityCommand, frozen=True, kw_only=True):
    """Cancels an activity that has not been held."""

    reason: Because
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        state = self.planned(context)
        note = explained(self.reason, self.note, self.activity_id)
        event = carry(happened.ActivityCancelled, self, note=note)
        return [(state, event)]


class ReinstateActivity(ActivityCommand, frozen=True, kw_only=True):
    """Takes a cancellation back: it was entered wrongly, or the activity is held after all."""

    reason: Because
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        state = context.existing(Activity, self.activity_id, field="activityId")
        if state.status != "CANCELLED":
            refuse("ACTIVITY_STATE", field="activityId", state=state.status, needed="CANCELLED")
        note = explained(self.reason, self.note, self.activity_id)
        event = carry(happened.ActivityReinstated, self, of=state.status_entry, note=note)
        return [(state, event)]


class IssueInvitation(ActivityCommand, frozen=True, kw_only=True):
    """Records who was invited: one person, or a number of people of a kind (S3: 25 chairs)."""

    invitation_id: Annotated[NewId, Meta(description="Id of the invitation.")]
    invitee_kind: Annotated[ParticipantKind, Meta(description="Who they are.")]
    count: Annotated[int, Meta(ge=1, le=100_000, description="How many.")] | None = None
    person: Annotated[PersonRef | None, Meta(description="Or the person invited.")] = None
    from_area: Annotated[AreaCode | None, Meta(description="Area they come from.")] = None
    organisation: Annotated[ClearText | None, Meta(description="Body they come from.")] = None

    def decide(self, context: Context) -> Decision:
        state = self.live(context)
        one_of(count=self.count, person=self.person)
        if self.invitation_id in state.invitations:
            refuse_existing("invitation", self.invitation_id, field="invitationId")
        if self.from_area is not None:
            require_area(context, self.from_area, field="fromArea")
        person_id, registered = None, []
        if self.person is not None:
            person_id, new = person_of(context, self.person, field="person")
            registered = list(new)
        event = carry(happened.InvitationIssued, self, person_id=person_id)
        return [*registered, (state, event)]


class WithdrawInvitation(ActivityCommand, frozen=True, kw_only=True):
    """Takes an invitation back, or strikes one that was entered wrongly."""

    invitation_id: Annotated[UUID, Meta(description="The invitation.")]
    reason: Because
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        state = self.live(context)
        of = self.entry(
            state.invitations, self.invitation_id, kind="invitation", field="invitationId"
        )
        note = explained(self.reason, self.note, self.activity_id)
        event = carry(happened.InvitationWithdrawn, self, of=of, note=note)
        return [(state, event)]
