"""Rules about dates: when something happened, and when it may be entered.

:func:`check_dates` runs before every decision. It never reads a clock: today's date comes with the
context.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Final, Literal
from uuid import UUID

from ..kernel.days import Days, shifted
from ..kernel.model import Context
from ..kernel.refusal import refuse
from .late_permit import LatePermit

Timeliness = Literal["ON_TIME", "BACKLOG", "PERMITTED"]
"""BACKLOG: late, entered while the tenant enters its past. PERMITTED: late, under a permit."""

NOTHING: Final[Mapping[str, date]] = MappingProxyType({})


def check_dates(
    context: Context,
    *,
    backlog_until: date | None,
    booked: Mapping[str, date] = NOTHING,
    permit_id: UUID | None = None,
    wksbm_id: UUID | None = None,
) -> Timeliness:
    """Whether the days of a command may be entered today, and on what ground.

    ``booked`` are the days on which it books facts beside its business date, by field
    (``Command.days_booked``): the earliest of all is judged, a permit covers each that is late.

    ``backlog_until`` is the last day on which the tenant may enter any past date; ``wksbm_id`` the
    WKSBM in which the command acts. The window is that of the policies in force today, because the
    entering is judged, not the act. The permit is loaded through the context, so a decision that
    relies on it is guarded against its revocation.

    Raises FUTURE_DATE, DATE_RANGE, LATE_ENTRY with its cause, SELF_APPROVAL, NOT_FOUND (permit).
    """
    Days().check(context.occurred_on, context.today, field="occurredOn")
    days = {"occurredOn": context.occurred_on, **booked}
    field = min(days, key=lambda name: (days[name], name != "occurredOn"))
    day = days[field]
    resolve = context.resolve_policies
    policies = context.policies if resolve is None else resolve(context.today)
    in_time = shifted(context.today, -policies.late_window_days)
    if day >= in_time:
        return "ON_TIME"
    if backlog_until is not None and context.today <= backlog_until:
        return "BACKLOG"
    permit = None
    if permit_id is not None:
        permit = context.existing(LatePermit, permit_id, field="permit")
    late = [each for each in days.values() if each < in_time]
    cause = _cause(context, permit, wksbm_id, late)
    if cause is not None:
        refuse(
            "LATE_ENTRY",
            field=field,
            day=day,
            window_days=policies.late_window_days,
            cause=cause,
        )
    assert permit is not None
    assert permit.permit is not None
    if permit.permit.allowed_by == context.actor.id:
        refuse("SELF_APPROVAL", field="permit")
    return "PERMITTED"


def _cause(
    context: Context, state: LatePermit | None, wksbm_id: UUID | None, late: Sequence[date]
) -> str | None:
    """Why the permit does not cover the late entry; ``None`` if it does."""
    if state is None or state.permit is None:
        return "NO_PERMIT"
    if state.revoked:
        return "PERMIT_REVOKED"
    permit = state.permit
    if context.today > permit.until:
        return "PERMIT_EXPIRED"
    if not all(permit.covers_from <= day <= permit.covers_to for day in late):
        return "PERMIT_OTHER_DATES"
    if permit.wksbm_id is not None and permit.wksbm_id != wksbm_id:
        return "PERMIT_OTHER_WKSBM"
    return None
