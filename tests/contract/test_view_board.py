"""Boards: who sat where on which day, by the record of any moment."""

from __future__ import annotations

import json
from datetime import date, timedelta

from tests.views.history import History, house
from tests.views.reading import ask
from tests.views.story import BOARD, GUNTUNG, JUNE_14, JUNE_15, PEOPLE, SPEAKER, bontang

from wahana.domain.formation import board_events as boards
from wahana.platform.database import Database

__all__ = ["house"]


async def test_the_board_of_a_day(house: Database) -> None:
    history = await bontang(History(house)).run()

    async def on(day: date, **more: object) -> list[tuple[object, ...]]:
        rows = await ask(history, "BoardMember", valid_on=day, wksbmId=GUNTUNG, **more)  # type: ignore[arg-type]
        return [(row["seat"], row["person_id"], row["acting"]) for row in rows]

    assert await on(JUNE_14) == []
    assert await on(JUNE_15) == [
        ("KETUA", PEOPLE[0], False),
        ("WAKIL", PEOPLE[1], False),
        ("BENDAHARA", PEOPLE[3], False),
    ]
    assert await on(date(2012, 7, 1), seat="SEKRETARIS") == [("SEKRETARIS", PEOPLE[2], False)]
    assert await on(date(2013, 4, 30), seat="KETUA") == [("KETUA", PEOPLE[1], True)]
    assert await on(date(2013, 5, 1), seat="KETUA") == [("KETUA", PEOPLE[4], False)]
    assert await on(date(2014, 6, 15)) == []


async def test_what_the_record_said_before_the_corrections(house: Database) -> None:
    history = await bontang(History(house)).run()
    corrected = await ask(history, "TrailEntry", topic="board.seat_corrected")
    at = corrected[0]["position"]
    then = await ask(history, "BoardMember", as_of=at - 1, valid_on=JUNE_15)
    assert [row["seat"] for row in then] == [
        "KETUA", "WAKIL", "SEKRETARIS", "BENDAHARA", "SEKSI:HUMAS",
    ]  # fmt: skip


async def test_seats_of_a_person_with_the_days_that_came_of_them(house: Database) -> None:
    history = await bontang(History(house)).run()
    rows = await ask(history, "BoardSeat", personId=PEOPLE[1], order="VALID_FROM")
    assert [(row["seat"], row["valid_from"], row["valid_to"]) for row in rows] == [
        ("WAKIL", JUNE_15, date(2014, 6, 15)),
        ("KETUA", date(2013, 3, 1), date(2013, 5, 1)),
    ]
    (left,) = await ask(history, "BoardSeat", personId=PEOPLE[0])
    assert (left["end_reason"], left["valid_to"]) == ("RESIGNED", date(2013, 3, 1))
    assert left["decree_no"] == "SK 12/2012"


async def test_boards_whose_term_ends_soon(house: Database) -> None:
    history = await bontang(History(house)).run()
    end = date(2014, 6, 15)
    for days_before, found in ((91, 0), (90, 1), (1, 1), (0, 0)):
        rows = await ask(
            history, "BoardTerm", valid_on=end - timedelta(days=days_before), endsWithinDays=90
        )
        assert len(rows) == found, days_before
    assert len(await ask(history, "BoardTerm", endsFrom=end)) == 1
    assert await ask(history, "BoardTerm", endsBefore=end) == []
    (board,) = await ask(history, "Board", valid_on=JUNE_15)
    assert (board["board_id"], board["term_no"], board["term_to"]) == (BOARD, 1, end)
    (today,) = await ask(history, "Board")
    assert today["term_no"] is None


async def test_without_a_day_the_board_is_that_of_the_moment_s_day(house: Database) -> None:
    history = bontang(History(house))
    history.add(
        BOARD,
        boards.BoardTermOpened(wksbm=GUNTUNG, term_no=2, valid_from=date(2020, 1, 1)),
    )
    history.add(
        BOARD,
        boards.SeatFilled(term_no=2, seat="KETUA", person=PEOPLE[1], valid_from=date(2020, 1, 1)),
    )
    await history.run()
    (member,) = await ask(history, "BoardMember")
    assert (member["person_id"], member["valid_to"]) == (PEOPLE[1], None)
    (board,) = await ask(history, "Board")
    assert (board["term_no"], board["term_to"]) == (2, None)
    then = await ask(history, "Board", today=date(2013, 1, 1))
    assert then == await ask(history, "Board", valid_on=date(2013, 1, 1))
    assert then[0]["term_no"] == 1


async def test_handovers_as_corrected(house: Database) -> None:
    history = await bontang(History(house)).run()
    (row,) = await ask(history, "Handover")
    assert json.loads(row["balances"])[0]["amount"] == 160_000
    assert (json.loads(row["books"]), row["held_on"]) == ([], date(2013, 3, 1))
    people = await ask(history, "HandoverPerson")
    assert [(row["part"], row["person_id"]) for row in people] == [
        ("HANDED_OVER", PEOPLE[0]),
        ("RECEIVED", PEOPLE[1]),
    ]
    before = await ask(history, "TrailEntry", topic="board.handover_corrected")
    people = await ask(history, "HandoverPerson", as_of=before[0]["position"] - 1)
    assert ("WITNESS", SPEAKER) in [(row["part"], row["person_id"]) for row in people]


async def test_scopes_reach_a_board_through_its_wksbm(house: Database) -> None:
    history = await bontang(History(house)).run()
    assert len(await ask(history, "Board", area="64.74.01")) == 1
    assert await ask(history, "Board", area="64.74.02") == []
    assert await ask(history, "BoardSeat", wksbm=[PEOPLE[0]]) == []
