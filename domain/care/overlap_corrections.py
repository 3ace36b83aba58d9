"""Retracting a decision on an overlap that was entered by mistake."""

from __future__ import annotations

from typing import ClassVar

from ..kernel.corrections import Why
from ..kernel.model import Context, Decision
from ..kernel.refusal import refuse
from ..kernel.vocabulary import NoteText
from .case_facts import SERVICE
from .overlap_commands import OverlapCommand
from .service_register import OVERLAP_DECISION
from .service_register_rules import REGISTERS


class RetractOverlapDecision(OverlapCommand, frozen=True, kw_only=True):
    """Retracts a decision on a warning about two assigned services; the warning is open again.

    A request that was granted or refused is corrected in its case: end or retract the service, or
    request it again.
    """

    GROUP: ClassVar[str] = "OVERLAP"
    RETRACTS = (OVERLAP_DECISION,)

    reason: Why
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        register, found = self.warning(context)
        if found.decided is None:
            refuse("OVERLAP_STATE", field="warningId", state=found.state)
        if found.wish is not None:
            day = found.wish.valid_from
            refuse("ENTRY_IN_USE", field="warningId", entry=SERVICE.code, day=day)
        return REGISTERS.retracted(
            context, register, self, OVERLAP_DECISION, of=found.decided, field="warningId"
        )
