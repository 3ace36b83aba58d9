"""Commands: set a budget target, and change it during the year."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar
from uuid import UUID

from msgspec import Meta

from ..kernel.fields import Code
from ..kernel.model import Aggregate, Command, Context, Decision
from ..kernel.particulars import carry
from ..kernel.reference_checks import require_regional
from ..kernel.refusal import refuse
from ..kernel.vocabulary import NoteText, Year, explained
from .budget_target import TARGET, Aim, BudgetTarget, budget_target_id
from .budget_target_events import (
    BudgetTargetRevised,
    BudgetTargetSet,
    Quantity,
    RevisionReason,
    Target,
)
from .budget_target_rules import TARGETS, check_standing

Indicator = Annotated[Code, Meta(description="Indicator, from the policy: WKSBM_FORMED, …")]


class AboutTarget(Command, frozen=True, kw_only=True):
    """Base of the commands about the target for a year and an indicator."""

    GROUP: ClassVar[str] = "TARGET"

    if TYPE_CHECKING:
        year: int
        indicator: str

    def stream(self, context: Context) -> UUID:
        return budget_target_id(context.tenant_id, self.year, self.indicator)

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return BudgetTarget, self.stream(context)

    def standing(self, context: Context) -> tuple[BudgetTarget, Aim]:
        """State and target in force. Raises NOT_FOUND, TARGET_STATE."""
        state = context.existing(BudgetTarget, self.stream(context), field="year")
        return state, check_standing(state)


class SetBudgetTarget(Target, AboutTarget, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Sets the target of an indicator for a budget year (S0: 15 WKSBM in the budget year 2012)."""

    MAKES = (TARGET,)

    year: Year
    indicator: Indicator

    def decide(self, context: Context) -> Decision:
        require_regional(context)
        indicators = context.policies.indicators
        if self.indicator not in indicators:
            refuse(
                "KIND_UNKNOWN",
                field="indicator",
                code=self.indicator,
                list="Indicator",
                allowed=indicators,
            )
        state = context.load(BudgetTarget, self.stream(context))
        return TARGETS.made(context, state, carry(BudgetTargetSet, self))


class ReviseBudgetTarget(AboutTarget, frozen=True, kw_only=True):
    """Changes a target during the year; a wrong entry is corrected instead."""

    MAKES = (TARGET,)

    year: Year
    indicator: Indicator
    target_qty: Quantity
    reason: Annotated[RevisionReason, Meta(description="Why it changes.")]
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        state, target = self.standing(context)
        if target.target_qty == self.target_qty:
            refuse("NO_CHANGE", field="targetQty")
        revised = carry(
            BudgetTargetRevised,
            self,
            from_qty=target.target_qty,
            to_qty=self.target_qty,
            note=explained(self.reason, self.note, state.id),
        )
        return TARGETS.made(context, state, revised)
