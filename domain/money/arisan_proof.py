"""The proof of a round's winner, so that anybody can check it afterwards.

In an agreed order the next share wins; every other draw needs two witnesses: papers in a bowl,
an auction with the highest bid, and a seed, too. The winner follows from the seed, but whoever
chooses it could try seeds until a winner suits them: witnesses say that it was said aloud before.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from hashlib import sha256
from uuid import UUID

from ..kernel.refusal import refuse
from .arisan import ArisanCycle
from .arisan_events import DrawMethod
from .arisan_facts import Draw

WITNESSES_MIN = 2
"""Witnesses of a draw that the agreed order does not decide."""


def check_due(cycle: ArisanCycle, round_no: int, day: date) -> None:
    """Raises ARISAN_EARLY if the round has a shortfall, DATE_ORDER on a day before its
    collection."""
    found = cycle.round(round_no)
    missing = cycle.needed - found.together
    if missing > 0:
        unit = cycle.agreed.unit
        refuse("ARISAN_EARLY", field="round", round=round_no, missing=missing, unit=unit)
    collected_on = found.collected_on
    if collected_on is not None and day < collected_on:
        refuse("DATE_ORDER", field="occurredOn", date_from=collected_on, date_to=day)


def proved(cycle: ArisanCycle, round_no: int, method: DrawMethod, seed: str | None) -> int | None:
    """The share that wins by the agreed order or by the seed; ``None`` if neither decides."""
    if method == "ORDER":
        return cycle.candidates[0]
    if method == "RANDOM" and seed is not None:
        return drawn(cycle.id, round_no, seed, cycle.candidates)
    return None


def check_winner(cycle: ArisanCycle, draw: Draw) -> None:
    """Checks the winner of a draw. Raises NOT_FOUND, ARISAN_TWICE, ARISAN_ORDER, DRAW_PROOF."""
    won = cycle.share(draw.share, field="share").won
    if won is not None:
        refuse("ARISAN_TWICE", field="share", share=draw.share, round=won)
    winner = proved(cycle, draw.round, draw.method, draw.seed)
    if winner not in (None, draw.share):
        if draw.method == "ORDER":
            refuse("ARISAN_ORDER", field="share", share=draw.share, expected=winner)
        refuse("DRAW_PROOF", field="share", cause="OTHER_WINNER", share=winner)
    if draw.method != cycle.agreed.method:
        refuse("DRAW_PROOF", field="method", cause="OTHER_METHOD", share=draw.share)
    if draw.method != "ORDER" and len(draw.witnesses) < WITNESSES_MIN:
        refuse("DRAW_PROOF", field="witnesses", cause="FEW_WITNESSES", share=draw.share)


def drawn(cycle_id: UUID, round_no: int, seed: str, candidates: Sequence[int]) -> int:
    """The winner by a seed: SHA-256 of ``cycle|round|seed``, modulo the number of candidates.

    Anybody can repeat it with ``sha256sum``: take the hash as one number and divide it by the
    number of shares in the draw; the remainder is the index, from 0, in the list of their numbers.
    """
    text = f"{cycle_id}|{round_no}|{seed}"
    return candidates[int(sha256(text.encode()).hexdigest(), 16) % len(candidates)]
