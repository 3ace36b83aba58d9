"""Parts that the commands about an arisan share: the cycle and its state."""

from __future__ import annotations

from typing import Annotated, ClassVar
from uuid import UUID

from msgspec import Meta

from ..formation.wksbm_command import living, place_of, recorded
from ..kernel.corrections import Why
from ..kernel.model import Aggregate, Command, Context, Place
from ..kernel.units import Ordinal
from ..kernel.vocabulary import NoteText
from .arisan import ArisanCycle
from .arisan_rules import running

CycleId = Annotated[UUID, Meta(description="The cycle.")]
RoundNo = Annotated[Ordinal, Meta(description="Which round; default: the current one.")] | None


class ArisanCommand(Command, frozen=True, kw_only=True):
    """A command about one cycle; it acts where its WKSBM is."""

    SETTLES: ClassVar[bool] = False
    """Whether it is left to the cycles of a WKSBM that has ended: pots, debts, closing."""

    cycle_id: CycleId

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return ArisanCycle, self.cycle_id

    def place(self, context: Context) -> Place:
        return place_of(context, wksbm_of(context, self.cycle_id))

    def running(self, context: Context) -> ArisanCycle:
        """A cycle that is not closed, of a living WKSBM; to settle, also of one that has ended.

        Raises NOT_FOUND, WKSBM_STATE, MANDATE_ENDED, ARISAN_STATE.
        """
        (recorded if self.SETTLES else living)(context, wksbm_of(context, self.cycle_id))
        cycle = context.existing(ArisanCycle, self.cycle_id, field="cycleId")
        running(cycle)
        return cycle


class ArisanCorrection(ArisanCommand, frozen=True, kw_only=True):
    """A correction in a cycle; possible after the end of the cycle, and of the WKSBM, too."""

    reason: Why
    note: NoteText | None = None

    def recorded(self, context: Context) -> ArisanCycle:
        """The cycle, even if it or its WKSBM has ended. Raises NOT_FOUND, MANDATE_ENDED."""
        recorded(context, wksbm_of(context, self.cycle_id))
        return context.existing(ArisanCycle, self.cycle_id, field="cycleId")


def wksbm_of(context: Context, cycle_id: UUID) -> UUID:
    """The WKSBM of a cycle. Raises NOT_FOUND."""
    cycle = context.existing(ArisanCycle, cycle_id, field="cycleId")
    assert cycle.wksbm is not None
    return cycle.wksbm
