"""Late-entry permits: another officer lets a past that is older than the policy's window in.

A permit covers business dates, may be limited to one WKSBM, and lapses. Who gave it may not use
it: an approval is another person's act. What a permit was used for stands in the events' meta.
"""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self
from uuid import UUID

from ..kernel.facts import Changed, Fold, folded, identity_of
from ..kernel.model import Aggregate, Event, Stamp
from ..kernel.particulars import carry
from .late_permit_events import LateEntryAllowed, LateEntryRevoked, PermitTerms


class Permit(PermitTerms, frozen=True, kw_only=True):
    """What was given, by whom and when."""

    allowed_by: UUID
    allowed_on: date


class LatePermit(Aggregate, frozen=True, kw_only=True):
    """A permit, and whether it was revoked."""

    TYPE: ClassVar[str] = "late_entry"

    permit: Permit | None = None
    revoked_on: date | None = None

    @property
    def revoked(self) -> bool:
        """Whether it was revoked."""
        return self.revoked_on is not None

    def evolve(self, event: Any, stamp: Stamp) -> Self:
        return folded(self, FOLD, event, stamp)


def _allowed(state: LatePermit, event: LateEntryAllowed, stamp: Stamp) -> Changed:
    by, on = stamp.actor_id, stamp.occurred_on
    return {"permit": carry(Permit, event, allowed_by=by, allowed_on=on)}


def _revoked(state: LatePermit, event: LateEntryRevoked, stamp: Stamp) -> Changed:
    return {"revoked_on": stamp.occurred_on}


PERMIT = identity_of(
    "PERMIT",
    made_by=LateEntryAllowed,
    retracted_by=LateEntryRevoked,
    fact=lambda state: state.permit,
    day=lambda permit: permit.allowed_on,
)

FOLD: dict[type[Event], Fold] = {LateEntryAllowed: _allowed, LateEntryRevoked: _revoked}
