"""Commands: correct a budget target, or withdraw one that was entered by mistake."""

from __future__ import annotations

from ..kernel.corrections import Why
from ..kernel.model import Context, Decision
from ..kernel.vocabulary import NoteText, Year
from .budget_target import TARGET
from .budget_target_commands import AboutTarget, Indicator
from .budget_target_events import BudgetTargetCorrected, Target
from .budget_target_rules import TARGETS


class CorrectBudgetTarget(
    Target, AboutTarget, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """Corrects a target that was entered wrongly: send the complete corrected entry."""

    CORRECTS = (TARGET,)

    year: Year
    indicator: Indicator
    reason: Why
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        state, target = self.standing(context)
        event = BudgetTargetCorrected
        return TARGETS.corrected(context, state, self, event, of=target.entry, field="targetQty")


class WithdrawBudgetTarget(AboutTarget, frozen=True, kw_only=True):
    """Withdraws a target that was entered for the wrong year or indicator."""

    RETRACTS = (TARGET,)

    year: Year
    indicator: Indicator
    reason: Why
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        state, target = self.standing(context)
        return TARGETS.retracted(context, state, self, TARGET, of=target.entry, field="year")
