"""Budget targets: how much of an indicator a year's budget is to bring (S0: 15 WKSBM in 2012).

The stream's id is made of year and indicator, so there is one target for each; a wrong year is
corrected by withdrawing and setting the right one.
"""

from __future__ import annotations

from typing import Any, ClassVar, Self
from uuid import UUID

import msgspec

from ..kernel.model import Aggregate, Stamp, derive
from ..kernel.particulars import carry
from .budget_target_events import (
    BudgetTargetCorrected,
    BudgetTargetRevised,
    BudgetTargetSet,
    BudgetTargetWithdrawn,
    Target,
)


class BudgetTarget(Aggregate, frozen=True, kw_only=True):
    """The target of a year and an indicator; ``target`` is ``None`` while there is none."""

    TYPE: ClassVar[str] = "budget_target"

    target: Target | None = None
    entry: int = 0
    """Version of the entry that set or last revised it; a correction names it."""

    def evolve(self, event: Any, stamp: Stamp) -> Self:
        match event:
            case BudgetTargetSet():
                return msgspec.structs.replace(
                    self, target=carry(Target, event), entry=stamp.version
                )
            case BudgetTargetCorrected():
                return msgspec.structs.replace(self, target=carry(Target, event))
            case BudgetTargetRevised():
                assert self.target is not None
                revised = msgspec.structs.replace(self.target, target_qty=event.to_qty)
                return msgspec.structs.replace(self, target=revised, entry=stamp.version)
            case BudgetTargetWithdrawn():
                return msgspec.structs.replace(self, target=None, entry=0)
        return self


def budget_target_id(tenant_id: UUID, year: int, indicator: str) -> UUID:
    """The stream of a year's target for an indicator."""
    return derive(tenant_id, "budget_target", year, indicator)
