"""The command that opens an arisan cycle: members with their shares, contribution, method."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar
from uuid import UUID

from msgspec import Meta

from ..formation.wksbm_command import WksbmId, living, place_of
from ..kernel.fields import ClearText, NewId
from ..kernel.model import Aggregate, Command, Context, Decision, Event, Place
from ..kernel.particulars import carry
from ..kernel.person_fields import names_person
from ..kernel.units import AMOUNT_MAX, FundUnit
from ..people.registration import PersonRef, person_of
from .arisan import ArisanCycle
from .arisan_events import (
    ArisanFrequency,
    CycleOpened,
    DrawMethod,
    Rules,
    ShareHeld,
)
from .arisan_facts import CYCLE
from .arisan_rules import CYCLES

Title = Annotated[ClearText, Meta(description="Name of the arisan.")]
Contribution = Annotated[
    int, Meta(ge=1, le=AMOUNT_MAX, description="Of one share in one round, in the cycle's unit.")
]
CycleUnit = Annotated[FundUnit, Meta(description="Whole rupiah, or grams of rice.")]
Frequency = Annotated[ArisanFrequency, Meta(description="How often a round is held.")]
Method = Annotated[
    DrawMethod, Meta(description="How the winner is determined: by lot (kocok), order or auction.")
]
Cut = Annotated[int, Meta(ge=0, le=AMOUNT_MAX, description="Deducted from each pot for the WKSBM.")]
Members = Annotated[
    tuple[PersonRef, ...],
    names_person("RECEIVES"),
    Meta(
        min_length=2,
        max_length=300,
        description="The holder of each share, in the agreed order; a person may hold several.",
    ),
]


class OpenCycle(Command, frozen=True, kw_only=True):
    """Opens an arisan cycle (S2): members with their shares, contribution and method."""

    GROUP: ClassVar[str] = "ARISAN"
    MAKES = (CYCLE,)

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
        rules, registrations = agreed(context, self, self.members)
        opened = carry(CycleOpened, rules, wksbm=self.wksbm_id, starts_on=context.occurred_on)
        return [*registrations, *CYCLES.made(context, cycle, opened)]


def agreed(
    context: Context, command: Command, given: Sequence[PersonRef]
) -> tuple[Rules, list[tuple[Aggregate, Event]]]:
    """The rules, and the registrations of the new members.

    A member with several shares is listed several times; a new one is registered once. Raises
    NOT_FOUND.
    """
    members: list[UUID] = []
    registrations: list[tuple[Aggregate, Event]] = []
    for ref in given:
        if ref.new is not None and ref.new.person_id in members:
            members.append(ref.new.person_id)
            continue
        member, registered = person_of(context, ref, field="members")
        members.append(member)
        registrations.extend(registered)
    shares = enumerate(members, 1)
    rules = carry(Rules, command, shares=tuple(ShareHeld(no=no, member=one) for no, one in shares))
    return rules, registrations
