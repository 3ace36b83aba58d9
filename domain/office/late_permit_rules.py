"""When a late-entry permit may be given."""

from __future__ import annotations

from ..kernel.model import Context
from ..kernel.refusal import refuse
from ..kernel.timeline import Timeline
from .late_permit import PERMIT, LatePermit, Permit


def _permit(context: Context, state: LatePermit, permit: Permit) -> None:
    first, last = permit.covers_from, permit.covers_to
    if last < first:
        refuse("DATE_ORDER", field="coversTo", date_from=first, date_to=last)
    if last > context.today:
        refuse("FUTURE_DATE", field="coversTo", day=last, today=context.today)
    if permit.until < context.today:
        refuse("PERMIT_ENDED", field="until", last=permit.until)


PERMITS: Timeline[LatePermit] = Timeline({PERMIT: _permit})
"""The facts of a late-entry permit and their rules."""
