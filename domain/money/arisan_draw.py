"""Drawing the winner of a round, so that anybody can check it afterwards.

With a seed that was said aloud the winner follows from it; without one (papers in a bowl) two
witnesses stand for it; in an agreed order the next share wins; in an auction the highest bid.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import Annotated, ClassVar
from uuid import UUID

from msgspec import Meta

from ..formation.nominees import registered
from ..kernel.model import Context, Decision
from ..kernel.refusal import refuse
from ..kernel.units import AMOUNT_MAX, Ordinal
from .arisan import ArisanCycle
from .arisan_command import ArisanCommand, RoundNo, check_round, refuse_amount
from .arisan_events import DrawMethod, WinnerDrawn

WITNESSES_MIN = 2
"""Witnesses of a draw that nothing else proves."""

Seed = Annotated[
    str,
    Meta(
        pattern=r"^[A-Za-z0-9][A-Za-z0-9_.:/+-]{0,79}$",
        extra={"clear": "drawn by chance", "text": "form"},
    ),
]
"""Digits among it are chance: they may look like a NIK and are none."""


class DrawWinner(ArisanCommand, frozen=True, kw_only=True):
    """Draws the winner of a round that is collected, or whose shortfall is covered."""

    round: RoundNo = None
    share: (
        Annotated[
            Ordinal,
            Meta(description="The share that won; left out where seed or order decides."),
        ]
        | None
    ) = None
    method: Annotated[
        DrawMethod | None, Meta(description="How it was drawn; default: as agreed.")
    ] = None
    seed: Annotated[
        Seed | None, Meta(description="RANDOM: a word or number said aloud before the draw.")
    ] = None
    witnesses: Annotated[
        tuple[UUID, ...], Meta(max_length=50, description="Who saw it, by person.")
    ] = ()
    bid: Annotated[
        int,
        Meta(ge=0, le=AMOUNT_MAX, description="AUCTION: what the winner leaves in the box."),
    ] = 0

    GROUP: ClassVar[str] = "ARISAN"

    def decide(self, context: Context) -> Decision:
        cycle = self.running(context)
        number = check_round(cycle, self.round)
        found = cycle.round(number)
        missing = cycle.missing(number)
        if missing > 0:
            refuse(
                "ARISAN_EARLY", field="round", round=number, missing=missing, unit=cycle.agreed.unit
            )
        if context.occurred_on < found.collected_on:
            refuse(
                "DATE_ORDER",
                field="occurredOn",
                date_from=found.collected_on,
                date_to=context.occurred_on,
            )
        witnesses = registered(context, self.witnesses, field="witnesses")
        method = self.method or cycle.agreed.method
        winner = self._winner(cycle, number, method)
        pot = cycle.needed - cycle.agreed.cut
        highest = pot - 1 if method == "AUCTION" else 0
        if self.bid > highest:
            refuse_amount(cycle, "bid", self.bid, highest)
        drawn = WinnerDrawn(
            round=number,
            drawn_on=context.occurred_on,
            share=winner,
            member=cycle.share(winner, field="share").member,
            method=method,
            candidates=cycle.candidates,
            seed=self.seed,
            witnesses=witnesses,
            bid=self.bid,
            pot=pot - self.bid,
        )
        return [(cycle, drawn)]

    def _winner(self, cycle: ArisanCycle, number: int, method: DrawMethod) -> int:
        """Who won. Raises NOT_FOUND, ARISAN_TWICE, ARISAN_ORDER, DRAW_PROOF."""
        if self.share is not None:
            won = cycle.share(self.share, field="share").won
            if won is not None:
                refuse("ARISAN_TWICE", field="share", share=self.share, round=won)
        if method == "ORDER":
            following = cycle.candidates[0]
            if self.share not in (None, following):
                refuse("ARISAN_ORDER", field="share", share=self.share, expected=following)
            return following
        if method == "RANDOM" and self.seed is not None:
            winner = drawn(cycle.id, number, self.seed, cycle.candidates)
            if self.share not in (None, winner):
                refuse("DRAW_PROOF", field="share", cause="OTHER_WINNER", share=winner)
            return winner
        if self.share is None:
            refuse("DRAW_PROOF", field="share", cause="NO_WINNER", share=self.share)
        if len(self.witnesses) < WITNESSES_MIN:
            refuse("DRAW_PROOF", field="witnesses", cause="FEW_WITNESSES", share=self.share)
        return self.share


def drawn(cycle_id: UUID, round_no: int, seed: str, candidates: Sequence[int]) -> int:
    """The winner that follows from a seed: SHA-256 of ``cycle|round|seed``, modulo how many.

    Anybody can do it again with ``sha256sum``: the hash as one number, divided by the number of
    shares in the draw; the rest counts from 0 in the list of their numbers.
    """
    text = f"{cycle_id}|{round_no}|{seed}"
    return candidates[int(sha256(text.encode()).hexdigest(), 16) % len(candidates)]
