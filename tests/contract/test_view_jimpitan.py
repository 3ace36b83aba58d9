"""Jimpitan by night: rounds, who went round, what each house gave, what was reversed."""

from __future__ import annotations

from datetime import date

from tests.views.history import History, house
from tests.views.neighbourhood import half_a_year
from tests.views.reading import ask

from wahana.platform.database import Database

__all__ = ["house"]


async def test_rounds_by_night(house: Database) -> None:
    history = History(house)
    rw = half_a_year(history)
    await history.run()
    rows = await ask(history, "JimpitanRound", order="NIGHT")
    assert [row["night"].day for row in rows] == [1, 2, 3, 4, 5, 10]
    assert [row["amount"] for row in rows] == [12_000] * 5 + [300]
    assert {row["unit"] for row in rows} == {"RICE_G"}
    assert [row["reversed_by"] for row in rows] == [None, 7, None, None, None, None]
    first = rows[0]
    assert (first["route"], first["households"], first["gave"]) == ("RT-1", 110, 100)
    assert (first["measure"], first["quantity"], first["grams_each"]) == ("CUP", "80", 150)
    at = rows[1]["position"]
    (then,) = await ask(history, "JimpitanRound", as_of=at, nightFrom=date(2026, 1, 2))
    assert then["reversed_by"] is None
    assert len(await ask(history, "JimpitanRound", nightBefore=date(2026, 1, 3))) == 2
    assert len(await ask(history, "JimpitanRound", reversed=False)) == 5
    assert len(await ask(history, "JimpitanRound", valid_on=date(2026, 1, 4))) == 4
    assert await ask(history, "JimpitanRound", wksbm=[rw.uid("another")]) == []


async def test_lines_and_collectors(house: Database) -> None:
    history = History(house)
    rw = half_a_year(history)
    await history.run()
    (line,) = await ask(history, "JimpitanLine")
    assert (line["payer_id"], line["amount"]) == (rw.uid("Sri"), 300)
    assert line["payer_name"] is not None
    collectors = await ask(history, "JimpitanCollector", _book_id=line["book_id"], _entry_no=6)
    assert [row["person_id"] for row in collectors] == [rw.uid("Budi")]
