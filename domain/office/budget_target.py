"""Budget targets: how much of an indicator is planned for a budget year (S0: 15 WKSBM in 2012).

The stream's id is derived from year and indicator, so there is one target for each; a wrong year is
corrected by withdrawing the target and setting the right one.
"""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self
from uuid import UUID

import msgspec

from ..kernel.facts import Changed, Fold, folded, folds, listed
from ..kernel.in_force import in_force, in_order
from ..kernel.model import Aggregate, Event, Stamp, derive
from .budget_target_events import (
    BudgetTargetCorrected,
    BudgetTargetRevised,
    BudgetTargetSet,
    BudgetTargetWithdrawn,
    RevisionReason,
    Target,
)


class Aim(Target, frozen=True, kw_only=True):
    """A target as it was set, or as it was last revised."""

    entry: int
    entered_on: date
    from_qty: int | None = None
    """The value before the revision; ``None`` if it is not a revision."""
    revised_for: RevisionReason | None = None

    @property
    def is_revision(self) -> bool:
        """Whether it changes a target that was set before."""
        return self.from_qty is not None


class BudgetTarget(Aggregate, frozen=True, kw_only=True):
    """The target for a year and an indicator, with its revisions; empty if none is set."""

    TYPE: ClassVar[str] = "budget_target"

    aims: tuple[Aim, ...] = ()

    @property
    def target(self) -> Aim | None:
        """The target in force."""
        return self.aims[-1] if self.aims else None

    def evolve(self, event: Any, stamp: Stamp) -> Self:
        return folded(self, FOLD, event, stamp)


def _revised(state: BudgetTarget, event: BudgetTargetRevised, stamp: Stamp) -> Changed:
    aim = msgspec.structs.replace(
        in_force(state.aims, "entered_on", stamp.occurred_on),
        target_qty=event.to_qty,
        from_qty=event.from_qty,
        revised_for=event.reason,
        entry=stamp.version,
        entered_on=stamp.occurred_on,
    )
    return {"aims": in_order((*state.aims, aim), "entered_on")}


def _withdrawn(state: BudgetTarget, event: BudgetTargetWithdrawn, stamp: Stamp) -> Changed:
    """The target was withdrawn, and its revisions with it."""
    return {"aims": ()}


TARGET = listed(
    "TARGET",
    Aim,
    "aims",
    made_by=(BudgetTargetSet, BudgetTargetRevised),
    corrected_by=BudgetTargetCorrected,
    retracted_by=BudgetTargetWithdrawn,
    day="entered_on",
)

FOLD: dict[type[Event], Fold] = {
    **folds(TARGET),
    BudgetTargetRevised: _revised,
    BudgetTargetWithdrawn: _withdrawn,
}


def budget_target_id(tenant_id: UUID, year: int, indicator: str) -> UUID:
    """The stream of the target for a year and an indicator."""
    return derive(tenant_id, "budget_target", year, indicator)
