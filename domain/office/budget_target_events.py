"""Events of a budget target: set, revised, corrected, withdrawn."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

import msgspec
from msgspec import Meta

from ..kernel.corrections import CorrectionReason
from ..kernel.fields import ClearText, Code, DocumentNo, Note
from ..kernel.model import Event
from ..kernel.vocabulary import Funding

Basis = Literal["SPM", "RPJMD", "RENSTRA", "IKU", "BUDGET", "OTHER"]
"""The basis of the target: minimum service standard (S0: "janji pemerintah"), plans, budget."""


RevisionReason = Literal["BUDGET_CHANGE", "POLICY_CHANGE", "DISASTER", "OTHER"]
"""Why a target that was right is changed during the year (APBD perubahan, …)."""


Quantity = Annotated[int, Meta(ge=0, le=1_000_000, description="The number to be reached.")]


class Target(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The particulars of a target."""

    target_qty: Quantity
    funding: Annotated[Funding, Meta(description="The source of the money.")]
    activity_code: Annotated[
        DocumentNo | None, Meta(description="Code of programme and activity in the budget.")
    ] = None
    basis: Annotated[Basis | None, Meta(description="Basis of the target.")] = None
    basis_ref: Annotated[
        ClearText | None, Meta(description="Its document, such as Permensos 129/HUK/2008.")
    ] = None


class BudgetTargetSet(Target, Event, frozen=True, kw_only=True):
    """A target was set for a budget year."""

    TOPIC: ClassVar[str] = "budget_target.set"

    year: int
    indicator: Code


class BudgetTargetRevised(Event, frozen=True, kw_only=True):
    """The target was changed during the year."""

    TOPIC: ClassVar[str] = "budget_target.revised"

    from_qty: int
    to_qty: int
    reason: RevisionReason
    note: Note | None = None


class BudgetTargetCorrected(Target, Event, frozen=True, kw_only=True):
    """The target was entered wrongly; this is the complete corrected entry."""

    TOPIC: ClassVar[str] = "budget_target.corrected"

    of: int
    reason: CorrectionReason
    note: Note | None = None


class BudgetTargetWithdrawn(Event, frozen=True, kw_only=True):
    """The target was entered for a wrong year or indicator, and is not valid."""

    TOPIC: ClassVar[str] = "budget_target.withdrawn"

    of: int
    reason: CorrectionReason
    note: Note | None = None
