"""Budget targets: how much of an indicator a year's budget is to bring (S0: 15 WKSBM in 2012).

The stream's id is made of year and indicator, so there is one target for each; a wrong year is
mended by withdrawing and setting the right one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, Self
from uuid import UUID

import msgspec
from msgspec import Meta

from ..kernel.corrections import CorrectionReason, Why
from ..kernel.fields import ClearText, Code, DocumentNo, Note
from ..kernel.model import Aggregate, Command, Context, Decision, Event, Stamp, derive
from ..kernel.particulars import carry
from ..kernel.reference_checks import require_regional
from ..kernel.refusal import refuse
from ..kernel.vocabulary import Funding, NoteText, Year, explained

Basis = Literal["SPM", "RPJMD", "RENSTRA", "IKU", "BUDGET", "OTHER"]
"""What the target rests on: minimum service standard (S0: "janji pemerintah"), plans, budget."""

RevisionReason = Literal["BUDGET_CHANGE", "POLICY_CHANGE", "DISASTER", "OTHER"]
"""Why a right target is changed in the course of the year (APBD perubahan, …)."""

Quantity = Annotated[int, Meta(ge=0, le=1_000_000, description="How many are to be reached.")]
Indicator = Annotated[Code, Meta(description="Indicator, from the policy: WKSBM_FORMED, …")]


class Target(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a target says."""

    target_qty: Quantity
    funding: Annotated[Funding, Meta(description="Where the money comes from.")]
    activity_code: Annotated[
        DocumentNo | None, Meta(description="Code of programme and activity in the budget.")
    ] = None
    basis: Annotated[Basis | None, Meta(description="What the target rests on.")] = None
    basis_ref: Annotated[
        ClearText | None, Meta(description="Its document, such as Permensos 129/HUK/2008.")
    ] = None


class BudgetTargetSet(Target, Event, frozen=True, kw_only=True):
    """A year's budget is to bring so much."""

    TOPIC: ClassVar[str] = "budget_target.set"

    year: int
    indicator: Code


class BudgetTargetRevised(Event, frozen=True, kw_only=True):
    """The target was changed in the course of the year."""

    TOPIC: ClassVar[str] = "budget_target.revised"

    from_qty: int
    to_qty: int
    reason: RevisionReason
    note: Note | None = None


class BudgetTargetCorrected(Target, Event, frozen=True, kw_only=True):
    """The target was entered wrongly; this is the whole of it as it should have been."""

    TOPIC: ClassVar[str] = "budget_target.corrected"

    of: int
    reason: CorrectionReason
    note: Note | None = None


class BudgetTargetWithdrawn(Event, frozen=True, kw_only=True):
    """There was no such target: it was entered for a wrong year or indicator."""

    TOPIC: ClassVar[str] = "budget_target.withdrawn"

    of: int
    reason: CorrectionReason
    note: Note | None = None


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


class _AboutTarget(Command, frozen=True, kw_only=True):
    """What commands about the target of a year and an indicator do."""

    GROUP: ClassVar[str] = "TARGET"

    if TYPE_CHECKING:
        year: int
        indicator: str

    def stream(self, context: Context) -> UUID:
        return budget_target_id(context.tenant_id, self.year, self.indicator)

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return BudgetTarget, self.stream(context)

    def standing(self, context: Context) -> tuple[BudgetTarget, Target]:
        """State and target, if one is set. Raises NOT_FOUND, TARGET_STATE."""
        state = context.existing(BudgetTarget, self.stream(context), field="year")
        if state.target is None:
            refuse("TARGET_STATE", field="year", state="WITHDRAWN")
        return state, state.target


class SetBudgetTarget(Target, _AboutTarget, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Sets how much a year's budget is to bring (S0: 15 WKSBM in the budget year 2012)."""

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
        if state.target is not None:
            refuse("TARGET_STATE", field="year", state="TARGET_SET")
        return [(state, carry(BudgetTargetSet, self))]


class ReviseBudgetTarget(_AboutTarget, frozen=True, kw_only=True):
    """Changes a target in the course of the year; a wrong entry is corrected instead."""

    year: Year
    indicator: Indicator
    target_qty: Quantity
    reason: Annotated[RevisionReason, Meta(description="Why it changes.")]
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        state, target = self.standing(context)
        if target.target_qty == self.target_qty:
            refuse("NO_CHANGE", field="targetQty")
        event = BudgetTargetRevised(
            from_qty=target.target_qty,
            to_qty=self.target_qty,
            reason=self.reason,
            note=explained(self.reason, self.note, state.id),
        )
        return [(state, event)]


class CorrectBudgetTarget(
    Target, _AboutTarget, frozen=True, kw_only=True, forbid_unknown_fields=True
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


class WithdrawBudgetTarget(_AboutTarget, frozen=True, kw_only=True):
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
