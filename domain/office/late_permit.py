"""Late-entry permits: an officer lets others enter acts that are older than the policy allows.

A permit covers a period of business dates, may be limited to one WKSBM, and expires. The officer
who gave it may not use it: approval must come from another person. The meta of an event names the
permit under which it was entered.
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
    """The terms of a permit, by whom it was given, and when."""

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
