"""Parts that the commands about an activity share: target, place, and checks of a plan."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar
from uuid import UUID

from msgspec import Meta

from ..kernel.dates import check_period
from ..kernel.model import Aggregate, Command, Context, Decision, Event, Place
from ..kernel.reference_checks import require_area
from ..kernel.refusal import refuse, refuse_missing
from ..people.registration import PersonRef, person_of
from .activity import Activity
from .activity_events import ActivityLevel, ActivityPlan
from .activity_rules import ACTIVITIES

LEVELS: tuple[ActivityLevel, ...] = ("NATIONAL", "PROV", "KABKOTA", "KECAMATAN", "KELURAHAN")
"""Highest first; an office holds activities of its own level and of lower ones."""


ActivityId = Annotated[UUID, Meta(description="The activity.")]


class AboutActivity(Command, frozen=True, kw_only=True):
    """Base of the commands about one activity; they act at its venue."""

    GROUP: ClassVar[str] = "ACTIVITY"

    if TYPE_CHECKING:
        activity_id: UUID

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return Activity, self.activity_id

    def place(self, context: Context) -> Place:
        return Place(area_code=context.load(Activity, self.activity_id).area_code)

    def activity(self, context: Context) -> Activity:
        """The state of the activity. Raises NOT_FOUND."""
        return context.existing(Activity, self.activity_id, field="activityId")

    def made(self, context: Context, event: Event, *, person: PersonRef | None = None) -> Decision:
        """The decision to enter a fact of the activity, and to register the named person if new.

        Raises what the fact's rule raises, and what :func:`person_of` raises.
        """
        made = ACTIVITIES.made(context, self.activity(context), event)
        registered = () if person is None else person_of(context, person, field="person")[1]
        return [*registered, *made]


class ActivityCommand(AboutActivity, frozen=True, kw_only=True):
    """A command about one activity, with its id."""

    activity_id: ActivityId


def named(person: PersonRef | None) -> UUID | None:
    """The id of the person meant, registered or new."""
    if person is None:
        return None
    return person.person_id if person.new is None else person.new.person_id


def check_plan(context: Context, activity_id: UUID, plan: ActivityPlan) -> None:
    """Checks a plan against the rules of this tenant.

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
