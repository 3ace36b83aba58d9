"""Correcting a budget target that was entered wrongly, and withdrawing one that never was."""

from __future__ import annotations

from ..kernel.corrections import Why
from ..kernel.model import Context, Decision
from ..kernel.particulars import carry
from ..kernel.refusal import refuse
from ..kernel.vocabulary import NoteText, Year, explained
from .budget_target_commands import AboutTarget, Indicator
from .budget_target_events import BudgetTargetCorrected, BudgetTargetWithdrawn, Target


class CorrectBudgetTarget(
    Target, AboutTarget, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """Corrects a target that was entered wrongly: give the whole of it as it should have been."""

    year: Year
    indicator: Indicator
    reason: Why
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        state, target = self.standing(context)
        if carry(Target, self) == target:
            refuse("NO_CHANGE", field="targetQty")
        note = explained(self.reason, self.note, state.id)
        event = carry(BudgetTargetCorrected, self, of=state.entry, note=note)
        return [(state, event)]


class WithdrawBudgetTarget(AboutTarget, frozen=True, kw_only=True):
    """Strikes a target that was entered for a wrong year or indicator."""

    year: Year
    indicator: Indicator
    reason: Why
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        state, _ = self.standing(context)
        note = explained(self.reason, self.note, state.id)
        event = carry(BudgetTargetWithdrawn, self, of=state.entry, note=note)
        return [(state, event)]
