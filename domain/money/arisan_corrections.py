"""Commands: correct an arisan cycle, and retract its entries."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from msgspec import Meta

from ..kernel.corrections import EntryVersion
from ..kernel.model import Context, Decision
from .arisan_command import ArisanCorrection
from .arisan_events import ArisanEntry, CycleCorrected
from .arisan_facts import CYCLE, KINDS
from .arisan_opening import (
    Contribution,
    Cut,
    CycleUnit,
    Frequency,
    Members,
    Method,
    Title,
    agreed,
)
from .arisan_rules import CYCLES


class CorrectCycle(ArisanCorrection, frozen=True, kw_only=True):
    """Corrects a cycle: send the complete corrected entry; it began on the business date.

    The collections, draws and payments since must agree with it.
    """

    GROUP: ClassVar[str] = "ARISAN"
    CORRECTS = (CYCLE,)

    title: Title
    contribution: Contribution
    unit: CycleUnit = "IDR"
    frequency: Frequency
    method: Method
    cut: Cut = 0
    members: Members

    def acted_on(self, context: Context) -> date | None:
        return context.occurred_on

    def decide(self, context: Context) -> Decision:
        cycle = self.recorded(context)
        rules, registrations = agreed(context, self, self.members)
        corrected = CYCLES.corrected(
            context,
            cycle,
            self,
            CycleCorrected,
            of=cycle.entry,
            field="cycleId",
            unchanged=None,
            starts_on=context.occurred_on,
            **{name: getattr(rules, name) for name in rules.__struct_fields__},
        )
        return [*registrations, *corrected]


class RetractArisanEntry(ArisanCorrection, frozen=True, kw_only=True):
    """Retracts an entry that was made by mistake, as long as no other entry depends on it.

    A collection can be retracted until its round is drawn; a draw until its pot is paid or the next
    round begins.
    """

    GROUP: ClassVar[str] = "ARISAN"
    RETRACTS = tuple(KINDS.values())

    of: EntryVersion
    entry: Annotated[ArisanEntry, Meta(description="Kind of the entry.")]

    def decide(self, context: Context) -> Decision:
        cycle = self.recorded(context)
        return CYCLES.retracted(context, cycle, self, KINDS[self.entry], of=self.of)
