"""What the commands about an arisan share: the cycle, that it runs, and which round is on."""

from __future__ import annotations

from typing import Annotated, Any, NoReturn
from uuid import UUID

from msgspec import Meta

from ..formation.wksbm_command import living, place_of, recorded
from ..kernel.corrections import Why
from ..kernel.model import Aggregate, Command, Context, Place
from ..kernel.refusal import refuse
from ..kernel.units import Ordinal
from ..kernel.vocabulary import NoteText, explained
from .arisan import ArisanCycle

CycleId = Annotated[UUID, Meta(description="The cycle.")]
RoundNo = Annotated[Ordinal, Meta(description="Which round; default: the current one.")] | None


class ArisanCommand(Command, frozen=True, kw_only=True):
    """A command about one cycle; it acts where its WKSBM is."""

    cycle_id: CycleId

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return ArisanCycle, self.cycle_id

    def place(self, context: Context) -> Place:
        return place_of(context, wksbm_of(context, self.cycle_id))

    def running(self, context: Context) -> ArisanCycle:
        """A cycle that is not closed, of a living WKSBM.

        Raises NOT_FOUND, WKSBM_STATE, MANDATE_ENDED, ARISAN_STATE.
        """
        living(context, wksbm_of(context, self.cycle_id))
        return _open(context, self.cycle_id)


class ArisanCorrection(ArisanCommand, frozen=True, kw_only=True):
    """A correction in a cycle that is not closed; it can be made after the WKSBM's end too."""

    reason: Why
    note: NoteText | None = None

    def running(self, context: Context) -> ArisanCycle:
        recorded(context, wksbm_of(context, self.cycle_id))
        return _open(context, self.cycle_id)

    def why(self) -> dict[str, Any]:
        return {"reason": self.reason, "note": explained(self.reason, self.note, self.cycle_id)}


def wksbm_of(context: Context, cycle_id: UUID) -> UUID:
    """The WKSBM of a cycle. Raises NOT_FOUND."""
    cycle = context.existing(ArisanCycle, cycle_id, field="cycleId")
    assert cycle.wksbm is not None
    return cycle.wksbm


def check_round(cycle: ArisanCycle, given: int | None) -> int:
    """The current round. Raises ARISAN_STATE when all have won, ARISAN_ROUND for another."""
    current = cycle.current
    if current > len(cycle.shares):
        refuse("ARISAN_STATE", field="cycleId", state="ALL_WON")
    if given not in (None, current):
        refuse("ARISAN_ROUND", field="round", round=given, expected=current)
    return current


def refuse_amount(cycle: ArisanCycle, field: str, given: int, most: int) -> NoReturn:
    """Raise ARISAN_AMOUNT: an amount is more than it may be."""
    refuse("ARISAN_AMOUNT", field=field, given=given, expected=most, unit=cycle.agreed.unit)


def _open(context: Context, cycle_id: UUID) -> ArisanCycle:
    cycle = context.existing(ArisanCycle, cycle_id, field="cycleId")
    if cycle.closed:
        refuse("ARISAN_STATE", field="cycleId", state="CLOSED")
    return cycle
