"""Story E, the arisan: twelve members, twelve rounds, every share wins once, over HTTP."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from wahana.domain.words import formats

from .funds import OPENED, YEAR, Community, community
from .offices import YOGYAKARTA, Town, newcomer

MEMBERS = 12
SHARE = 100_000


@pytest.fixture
async def ours(town: Town) -> Community:
    """A WKSBM of Kota Yogyakarta."""
    return await community(await town.found(YOGYAKARTA))


async def test_an_arisan_of_twelve_rounds(ours: Community) -> None:
    cycle = await _cycle(ours)
    witnesses = await _witnesses(ours)
    winners = []
    for turn in range(MEMBERS):
        day = f"{YEAR}-{turn + 1:02}-15"
        await ours.done("collectRound", day, cycleId=cycle, payments=_paid(range(2, MEMBERS + 1)))
        early = await ours.refused(
            "ARISAN_EARLY", "drawWinner", day, cycleId=cycle, seed=f"kata{turn}"
        )
        assert formats.rupiah(SHARE) in early["messageEn"]
        await ours.done("collectRound", day, cycleId=cycle, payments=_paid([1]))
        if winners:
            twice = await ours.refused(
                "ARISAN_TWICE",
                "drawWinner",
                day,
                cycleId=cycle,
                share=winners[-1],
                witnesses=witnesses,
            )
            assert twice["field"] == "share"
        await ours.done("drawWinner", day, cycleId=cycle, share=MEMBERS - turn, witnesses=witnesses)
        winners.append(MEMBERS - turn)
        await ours.done("payPot", day, cycleId=cycle, round=turn + 1)
    assert sorted(winners) == list(range(1, MEMBERS + 1))
    day = f"{YEAR}-12-31"
    await ours.refused("ARISAN_STATE", "drawWinner", day, cycleId=cycle, share=1)
    await ours.done("closeCycle", day, cycleId=cycle)
    await ours.refused("ARISAN_STATE", "collectRound", day, cycleId=cycle, payments=_paid([1]))


async def test_a_shortfall_is_covered_and_stays_a_debt(ours: Community) -> None:
    cycle = await _cycle(ours)
    day = f"{YEAR}-01-15"
    await ours.done("collectRound", day, cycleId=cycle, payments=_paid(range(1, MEMBERS)))
    await ours.refused("ARISAN_EARLY", "drawWinner", day, cycleId=cycle, seed="kata")
    cover = {"source": "FUND", "amount": SHARE}
    await ours.refused("COVER_PROOF", "collectRound", day, cycleId=cycle, cover=cover)
    book = await ours.open("LAIN", openingBalance=SHARE)
    await ours.done(
        "disburse",
        day,
        kind="LAIN",
        purpose="ARISAN_COVER",
        organisation="Arisan",
        amount=SHARE,
    )
    cover |= {"book": book["id"], "entryNo": 2}
    await ours.done("collectRound", day, cycleId=cycle, cover=cover)
    seen = await _witnesses(ours)
    await ours.done("drawWinner", day, cycleId=cycle, seed="kata", witnesses=seen)
    await ours.done("payPot", day, cycleId=cycle, round=1)
    debt = {"cycleId": cycle, "round": 1, "share": MEMBERS}
    answer = await ours.refused("ARISAN_AMOUNT", "settleDebt", day, amount=SHARE + 1, **debt)
    assert answer["code"] == "ARISAN_AMOUNT"


async def _cycle(ours: Community) -> str:
    members = [newcomer(f"Peserta {number}") for number in range(1, MEMBERS + 1)]
    opened = await ours.done(
        "openCycle", OPENED, title="Arisan RW", contribution=SHARE, members=members
    )
    return str(opened["id"])


async def _witnesses(ours: Community) -> list[str]:
    return [
        str((await ours.officer.done("registerPerson", name=name))["id"])
        for name in ("Saksi Satu", "Saksi Dua")
    ]


def _paid(shares: Iterable[int]) -> list[dict[str, int]]:
    return [{"share": share} for share in shares]
