"""A reference to an activity: one of the tenant's own, or one that another office held.

A province holds a training and registers the participants as its own persons. The regency records
the same training of its candidates by organiser, title and dates (S1), because it cannot see the
province's data.
"""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from ..kernel.dates import check_period
from ..kernel.days import PastDay, PlannedDay
from ..kernel.fields import ClearText
from ..kernel.model import Context
from ..kernel.refusal import refuse
from ..kernel.units import Ordinal
from ..kernel.vocabulary import one_of
from .activity import Activity


class ExternalActivity(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An activity of another office, as its letter or certificate names it."""

    organiser: Annotated[ClearText, Meta(description="Office that held it.")]
    title: Annotated[ClearText, Meta(description="Title of the activity.")]
    date_from: Annotated[PastDay, Meta(description="First day.")]
    date_to: Annotated[PlannedDay, Meta(description="Last day.")]


class ActivityRef(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An activity: the tenant's own by its id, or another office's. Exactly one of the two."""

    activity_id: Annotated[UUID | None, Meta(description="An activity of this tenant.")] = None
    version: Annotated[
        Ordinal | None,
        Meta(description="Version of the own activity that was read; set by the service."),
    ] = None
    external: Annotated[
        ExternalActivity | None, Meta(description="An activity of another office.")
    ] = None


def activity_of(context: Context, ref: ActivityRef, *, field: str) -> tuple[ActivityRef, Activity]:
    """The reference as an event stores it, and the state of the tenant's own activity.

    For another office's activity the state is empty (``exists`` is false): there is no attendance
    to check. Raises ONE_OF, NOT_FOUND, ACTIVITY_STATE if the own activity is cancelled, DATE_ORDER
    or DATE_IMPLAUSIBLE.
    """
    one_of(activity_id=ref.activity_id, external=ref.external)
    if ref.external is not None:
        check_period(ref.external.date_from, ref.external.date_to, field=field)
        return ActivityRef(external=ref.external), Activity(id=UUID(int=0))
    assert ref.activity_id is not None
    activity = context.existing(Activity, ref.activity_id, field=field)
    if activity.status == "CANCELLED":
        refuse("ACTIVITY_STATE", field=field, state="CANCELLED", needed="SCHEDULED")
    return ActivityRef(activity_id=activity.id, version=activity.version), activity
