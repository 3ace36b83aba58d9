"""The command that draws the winner of a round; the proof is checked in :mod:`.arisan_proof`."""

from __future__ import annotations

from typing import Annotated, ClassVar
from uuid import UUID

from msgspec import Meta

from ..formation.nominees import registered
from ..kernel.model import Context, Decision
from ..kernel.particulars import carry
from ..kernel.person_fields import names_person
from ..kernel.refusal import refuse
from ..kernel.units import AMOUNT_MAX, Ordinal
from .arisan_command import ArisanCommand, RoundNo
from .arisan_events import DrawMethod, WinnerDrawn
from .arisan_facts import DRAW
from .arisan_proof import check_due, proved
from .arisan_rules import CYCLES, check_round

Seed = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:/+-]{0,79}$",
        extra={"clear": "drawn by chance", "text": "form"},
    ),
]
"""Its digits are random: they may look like a NIK but are none."""


class DrawWinner(ArisanCommand, frozen=True, kw_only=True):
    """Draws the winner of a round whose contributions are complete, or whose shortfall
    is covered."""

    round: RoundNo = None
    share: (
        Annotated[
            Ordinal,
            Meta(description="The share that won; omitted if seed or order decides."),
        ]
        | None
    ) = None
    method: Annotated[
        DrawMethod | None, Meta(description="How it was drawn: as agreed in the cycle.")
    ] = None
    seed: Annotated[
        Seed | None, Meta(description="RANDOM: a word or number said aloud before the draw.")
    ] = None
    witnesses: Annotated[
        tuple[UUID, ...],
        names_person("ACTS"),
        Meta(max_length=50, description="Who saw it, by person."),
    ] = ()
    bid: Annotated[
        int,
        Meta(ge=0, le=AMOUNT_MAX, description="AUCTION: the winner's bid, which stays in the box."),
    ] = 0

    GROUP: ClassVar[str] = "ARISAN"
    MAKES = (DRAW,)

    def decide(self, context: Context) -> Decision:
        cycle = self.running(context)
        number = self.round or cycle.current
        check_round(cycle, number)
        check_due(cycle, number, context.occurred_on)
        method = self.method or cycle.agreed.method
        share = self.share or proved(cycle, number, method, self.seed)
        if share is None:
            refuse("DRAW_PROOF", field="share", cause="NO_WINNER", share=self.share)
        drawn = carry(
            WinnerDrawn,
            self,
            round=number,
            drawn_on=context.occurred_on,
            share=share,
            member=cycle.share(share, field="share").member,
            method=method,
            candidates=cycle.candidates,
            witnesses=registered(context, self.witnesses, field="witnesses"),
            pot=cycle.needed - cycle.agreed.cut - self.bid,
        )
        return CYCLES.made(context, cycle, drawn)
