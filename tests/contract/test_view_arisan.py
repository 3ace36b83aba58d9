"""Arisan: whose turn it is, what each round brought, who owes what."""

from __future__ import annotations

import json

from tests.views.history import History, house
from tests.views.neighbourhood import NAMES, half_a_year
from tests.views.reading import ask

from wahana.domain.money.arisan_commands import CloseCycle
from wahana.platform.database import Database

__all__ = ["house"]


async def test_whose_turn_it_is(house: Database) -> None:
    history = History(house)
    rw = half_a_year(history)
    await history.run()
    (cycle,) = await ask(history, "ArisanCycle")
    assert (cycle["state"], cycle["share_count"], cycle["won_count"]) == ("RUNNING", 4, 1)
    assert (cycle["current_round"], cycle["missing"], cycle["owed"]) == (2, 100_000, 30_000)
    shares = await ask(history, "ArisanShare")
    members = [rw.uid(name) for name in NAMES]
    members[1] = rw.uid("Wati")
    assert [row["member_id"] for row in shares] == members
    draw = rw.cycle().round(1).draw
    assert draw is not None
    won = draw.share
    assert {row["no"] for row in shares if row["in_draw"]} == {1, 2, 3, 4} - {won}
    assert [row["unpaid"] for row in shares] == [0, 0, 50_000, 50_000]
    assert [row["owed"] for row in shares] == [0, 0, 0, 30_000]
    assert not any(row["next"] for row in shares), "by lot nobody is next"


async def test_rounds_with_the_proof_of_their_draw(house: Database) -> None:
    history = History(house)
    rw = half_a_year(history)
    await history.run()
    first, second = await ask(history, "ArisanRound")
    assert (first["state"], second["state"]) == ("PAID", "COLLECTING")
    assert (first["collected"], first["covered"], first["missing"]) == (150_000, 50_000, 0)
    assert (first["seed"], json.loads(first["candidates"])) == ("satu", [1, 2, 3, 4])
    assert first["pot"] == 200_000
    assert first["paid"] + first["withheld"] == 200_000
    assert first["winner_id"] == rw.uid(NAMES[first["winner_share"] - 1])
    assert json.loads(first["payments"])[-1] == {"share": 4, "amount": 20_000, "late": True}
    drawn = (await ask(history, "TrailEntry", topic="arisan.winner_drawn"))[0]["position"]
    (then,) = await ask(history, "ArisanRound", as_of=drawn - 1)
    assert (then["state"], then["winner_share"]) == ("COLLECTED", None)


async def test_debts_stay_visible_when_a_cycle_is_broken_off(house: Database) -> None:
    history = History(house)
    rw = half_a_year(history)
    closed = CloseCycle(cycle_id=rw.uid("cycle"), end="BROKEN_OFF", note="banyak yang pindah")
    rw.do(closed).accepted()
    await history.run()
    (cycle,) = await ask(history, "ArisanCycle", state="BROKEN_OFF")
    assert (cycle["current_round"], cycle["owed"]) == (None, 30_000)
    (debt,) = await ask(history, "ArisanDebt")
    assert (debt["share"], debt["round"], debt["amount"]) == (4, 1, 30_000)
    assert debt["member_name"] is not None
    assert await ask(history, "ArisanShare", inDraw=True) == []
