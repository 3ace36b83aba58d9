"""Opening an arisan cycle: members with their shares, contribution, method; and correcting that."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar
from uuid import UUID

from msgspec import Meta

from ..formation.wksbm_command import WksbmId, living, place_of
from ..kernel.fields import ClearText, NewId
from ..kernel.model import Aggregate, Command, Context, Decision, Event, Place
from ..kernel.refusal import refuse
from ..kernel.units import AMOUNT_MAX, FundUnit
from ..people.registration import PersonRef, person_of
from .arisan import ArisanCycle
from .arisan_command import ArisanCorrection
from .arisan_events import (
    ArisanFrequency,
    CycleCorrected,
    CycleOpened,
    DrawMethod,
    Rules,
    ShareHeld,
)

Title = Annotated[ClearText, Meta(description="What the arisan is called.")]
Contribution = Annotated[
    int, Meta(ge=1, le=AMOUNT_MAX, description="Of one share in one round, in the cycle's unit.")
]
CycleUnit = Annotated[FundUnit, Meta(description="Whole rupiah, or grams of rice.")]
Frequency = Annotated[ArisanFrequency, Meta(description="How often a round is held.")]
Method = Annotated[DrawMethod, Meta(description="How the winner is found: kocok, order, auction.")]
Cut = Annotated[int, Meta(ge=0, le=AMOUNT_MAX, description="Deducted from each pot for the WKSBM.")]
Members = Annotated[
    tuple[PersonRef, ...],
    Meta(
        min_length=2,
        max_length=300,
        description="Who holds each share, in the agreed order; a person may stand several times.",
    ),
]


class OpenCycle(Command, frozen=True, kw_only=True):
    """Opens an arisan cycle (S2): members with their shares, contribution and method."""

    GROUP: ClassVar[str] = "ARISAN"

    cycle_id: Annotated[NewId, Meta(description="Id of the new cycle.")]
    wksbm_id: WksbmId
    title: Title
    contribution: Contribution
    unit: CycleUnit = "IDR"
    frequency: Frequency = "MONTHLY"
    method: Method = "RANDOM"
    cut: Cut = 0
    members: Members

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return ArisanCycle, self.cycle_id

    def place(self, context: Context) -> Place:
        return place_of(context, self.wksbm_id)

    def decide(self, context: Context) -> Decision:
        living(context, self.wksbm_id)
        cycle = context.fresh(ArisanCycle, self.cycle_id, field="cycleId")
        rules, registrations = _rules(context, self)
        opened = CycleOpened(wksbm=self.wksbm_id, starts_on=context.occurred_on, **rules)
        return [*registrations, (cycle, opened)]


class CorrectCycle(ArisanCorrection, frozen=True, kw_only=True):
    """Corrects a cycle before anything was collected: send the complete corrected entry."""

    GROUP: ClassVar[str] = "ARISAN"

    title: Title
    contribution: Contribution
    unit: CycleUnit = "IDR"
    frequency: Frequency
    method: Method
    cut: Cut = 0
    members: Members

    def decide(self, context: Context) -> Decision:
        cycle = self.running(context)
        if any(item.entries for item in cycle.rounds) or cycle.substitutions:
            refuse("ARISAN_STATE", field="cycleId", state="COLLECTED")
        rules, registrations = _rules(context, self)
        if (Rules(**rules), context.occurred_on) == (cycle.rules, cycle.starts_on):
            refuse("NO_CHANGE")
        corrected = CycleCorrected(
            of=cycle.entry, starts_on=context.occurred_on, **rules, **self.why()
        )
        return [*registrations, (cycle, corrected)]


def _rules(
    context: Context, command: OpenCycle | CorrectCycle
) -> tuple[dict[str, Any], list[tuple[Aggregate, Event]]]:
    """What the members agreed on, and the registrations of the new ones.

    A member with several shares stands several times; a new one is registered once.
    Raises NOT_FOUND, ARISAN_AMOUNT.
    """
    members: list[UUID] = []
    registrations: list[tuple[Aggregate, Event]] = []
    for ref in command.members:
        if ref.new is not None and ref.new.person_id in members:
            members.append(ref.new.person_id)
            continue
        member, registered = person_of(context, ref, field="members")
        members.append(member)
        registrations.extend(registered)
    pot = command.contribution * len(command.members)
    if pot > AMOUNT_MAX or command.cut >= pot:
        refuse("ARISAN_AMOUNT", field="cut", given=command.cut, expected=pot, unit=command.unit)
    shares = enumerate(members, 1)
    rules = {
        "title": command.title,
        "contribution": command.contribution,
        "unit": command.unit,
        "frequency": command.frequency,
        "method": command.method,
        "cut": command.cut,
        "shares": tuple(ShareHeld(no=no, member=member) for no, member in shares),
    }
    return rules, registrations
