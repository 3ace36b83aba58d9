"""Commands: schedule, move and cancel an activity; record invitations."""

from __future__ import annotations

from typing import Annotated, ClassVar
from uuid import UUID

from msgspec import Meta

from ..kernel.dates import check_period
from ..kernel.fields import NewId
from ..kernel.model import Aggregate, Command, Context, Decision, Place
from ..kernel.particulars import carry
from ..kernel.person_fields import names_person
from ..kernel.reference_checks import require_area
from ..kernel.refusal import refuse
from ..kernel.vocabulary import AreaCode, NoteText, explained, one_of
from ..people.registration import PersonRef
from . import activity_events as happened
from .activity import CANCELLATION, INVITATION, PLAN, Activity
from .activity_command import AboutActivity, ActivityCommand, ActivityId, check_plan, named
from .activity_events import ActivityPlan, ChangeReason
from .activity_rules import ACTIVITIES

Because = Annotated[ChangeReason, Meta(description="Why.")]


class ScheduleActivity(
    ActivityPlan, Command, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """Plans an activity, or enters a past one; national offices may too (S4)."""

    GROUP: ClassVar[str] = "ACTIVITY"
    MAKES = (PLAN,)

    activity_id: Annotated[NewId, Meta(description="Id of the activity.")]

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return Activity, self.activity_id

    def place(self, context: Context) -> Place:
        return Place(area_code=self.area_code)

    def decide(self, context: Context) -> Decision:
        state = context.fresh(Activity, self.activity_id, field="activityId")
        check_plan(context, self.activity_id, self)
        return ACTIVITIES.made(context, state, carry(happened.ActivityScheduled, self))


class RescheduleActivity(
    happened.NewDays, AboutActivity, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """Moves an activity that has not been held to other days, and to another place if
    one is given."""

    MAKES = (PLAN,)

    activity_id: ActivityId
    area_code: AreaCode | None = None
    reason: Because
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        plan = self.activity(context).plan
        check_period(self.date_from, self.date_to, field="dateTo")
        if self.area_code is not None:
            require_area(context, self.area_code, field="areaCode")
        assert plan is not None
        days = (plan.date_from, plan.date_to)
        if days == (self.date_from, self.date_to) and not (self.venue or self.area_code):
            refuse("NO_CHANGE", field="dateFrom")
        note = explained(self.reason, self.note, self.activity_id)
        return self.made(context, carry(happened.ActivityRescheduled, self, note=note))


class CancelActivity(ActivityCommand, frozen=True, kw_only=True):
    """Cancels an activity that has not been held."""

    MAKES = (CANCELLATION,)

    reason: Because
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        note = explained(self.reason, self.note, self.activity_id)
        return self.made(context, carry(happened.ActivityCancelled, self, note=note))


class IssueInvitation(
    happened.Invitee, AboutActivity, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """Records who was invited: one person, or a number of people of one kind (S3: 25 chairs)."""

    MAKES = (INVITATION,)

    activity_id: ActivityId
    invitation_id: Annotated[NewId, Meta(description="Id of the invitation.")]
    person: Annotated[
        PersonRef | None, names_person("ACTS"), Meta(description="Or the person invited.")
    ] = None
    from_area: Annotated[AreaCode | None, Meta(description="Area they come from.")] = None

    def decide(self, context: Context) -> Decision:
        one_of(count=self.count, person=self.person)
        if self.from_area is not None:
            require_area(context, self.from_area, field="fromArea")
        invited = carry(happened.InvitationIssued, self, person_id=named(self.person))
        return self.made(context, invited, person=self.person)
