"""What the commands about one activity share: target, place, and the rules of its life."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from msgspec import Meta

from ..kernel.dates import check_period, not_future
from ..kernel.model import Aggregate, Command, Context, Place
from ..kernel.reference_checks import require_area
from ..kernel.refusal import refuse, refuse_missing
from .activity import Activity
from .activity_events import ActivityLevel, Plan

LEVELS: tuple[ActivityLevel, ...] = ("NATIONAL", "PROV", "KABKOTA", "KECAMATAN", "KELURAHAN")
"""Highest first; an office holds activities of its own level and below."""


class ActivityCommand(Command, frozen=True, kw_only=True):
    """A command about one activity; it acts at the activity's venue."""

    GROUP: ClassVar[str] = "ACTIVITY"

    activity_id: Annotated[UUID, Meta(description="The activity.")]

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return Activity, self.activity_id

    def place(self, context: Context) -> Place:
        return Place(area_code=context.load(Activity, self.activity_id).area_code)

    def live(self, context: Context) -> Activity:
        """The state of an activity that is not cancelled. Raises NOT_FOUND, ACTIVITY_STATE."""
        state = context.existing(Activity, self.activity_id, field="activityId")
        if state.status == "CANCELLED":
            refuse("ACTIVITY_STATE", field="activityId", state="CANCELLED", needed="SCHEDULED")
        return state

    def planned(self, context: Context) -> Activity:
        """The state of an activity that is planned and nobody has attended yet."""
        state = self.live(context)
        if state.status == "HELD" or state.attendees:
            refuse("ACTIVITY_STATE", field="activityId", state="HELD", needed="SCHEDULED")
        return state

    def begun(self, context: Context) -> Activity:
        """The state of an activity whose first day has come. Raises ACTIVITY_NOT_BEGUN."""
        state = self.live(context)
        if state.date_from is not None and context.occurred_on < state.date_from:
            refuse("ACTIVITY_NOT_BEGUN", field="occurredOn", date_from=state.date_from)
        return state

    def entry(self, entries: object, key: UUID | int, kind: str, field: str) -> int:
        """The version of what ``key`` names among ``entries``. Raises NOT_FOUND."""
        assert isinstance(entries, dict)
        if key not in entries:
            refuse_missing(kind, key, field=field)
        found: int = entries[key]
        return found


def check_plan(context: Context, activity_id: UUID, plan: Plan) -> None:
    """Whether a plan makes sense for this tenant.

    Raises KIND_UNKNOWN, LEVEL_SCOPE, AREA_UNKNOWN, DATE_IMPLAUSIBLE, DATE_ORDER, NOT_FOUND.
    """
    kinds = context.policies.activity_kinds
    if plan.kind not in kinds:
        refuse("KIND_UNKNOWN", field="kind", code=plan.kind, list="ActivityKind", allowed=kinds)
    allowed = LEVELS[LEVELS.index(context.level) :]
    if plan.level not in allowed:
        refuse("LEVEL_SCOPE", field="level", given=plan.level, allowed=allowed)
    if plan.area_code is not None:
        require_area(context, plan.area_code, field="areaCode")
    one_day = plan.date_from or plan.date_to
    if plan.date_from is not None and plan.date_to is not None:
        check_period(plan.date_from, plan.date_to, field="dateTo")
    elif one_day is not None:
        refuse("DATE_IMPLAUSIBLE", field="dateTo", day=one_day, cause="INCOMPLETE")
    if plan.part_of is not None:
        if plan.part_of == activity_id:
            refuse_missing("activity", plan.part_of, field="partOf")
        context.existing(Activity, plan.part_of, field="partOf")


def check_course(context: Context, state: Activity, first: date | None, last: date | None) -> None:
    """Whether what is recorded of the activity's course fits other days.

    Raises FUTURE_DATE if it was held or attended and would begin only later, and
    ATTENDANCE_CAP if somebody attended on a day outside.
    """
    if first is None or last is None:
        return
    if state.status == "HELD" or state.attendees:
        not_future(context, first, field="dateFrom")
    if any(not first <= day <= last for line in state.attendees.values() for day in line.days):
        refuse("ATTENDANCE_CAP", field="dateTo", cause="OUTSIDE_DATES")
