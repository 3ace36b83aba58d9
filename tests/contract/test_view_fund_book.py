"""Books of funds: the running balance, the balance of any day, later changes of entries."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from typing import Any

from tests.views.history import History, house
from tests.views.neighbourhood import closed_year, half_a_year, neighbourhood
from tests.views.reading import ask

from wahana.domain.money.fund_book import book_id
from wahana.domain.money.reversals import ReverseEntry
from wahana.platform.database import Database
from wahana.platform.views import NOW

__all__ = ["house"]

MARCH = date(2026, 3, 1)


async def balance(history: History, book: Any, on: date, as_of: int = NOW) -> int:
    (row,) = await ask(history, "FundBalance", as_of=as_of, valid_on=on, _book_id=book)
    proof = await ask(history, "FundProof", as_of=as_of, valid_on=on, _book_id=book)
    assert sum(entry["amount"] for entry in proof) == row["balance"]
    assert len(proof) == row["entries"]
    assert max((entry["position"] for entry in proof), default=None) == row["last_position"]
    found: int = row["balance"]
    return found


async def test_entries_with_the_balance_after_each(house: Database) -> None:
    history = History(house)
    rw = half_a_year(history)
    await history.run()
    rows = await ask(history, "CashEntry", bookId=rw.book().id)
    running = 0
    for number, row in enumerate(rows, start=1):
        running += row["amount"]
        assert (row["entry_no"], row["balance"]) == (number, running)
    assert running == rw.book().balance == 758_000
    kinds = {row["kind"] for row in await ask(history, "CashEntry")}
    assert kinds == {
        "BALANCE_OPENED", "DUES_IN", "JIMPITAN_IN", "DONATION_IN", "RICE_OUT", "PROCEEDS_IN",
        "PAYMENT_OUT", "COUNT_DIFFERENCE", "REVERSAL",
    }  # fmt: skip
    by_day = await ask(history, "CashEntry", bookId=rw.book().id, order="DAY")
    assert [row["entry_no"] for row in by_day][:6] == [1, 5, 13, 2, 3, 4]


async def test_what_an_entry_says_and_what_came_to_it_later(house: Database) -> None:
    history = History(house)
    rw = half_a_year(history)
    await history.run()
    rows = {row["entry_no"]: row for row in await ask(history, "CashEntry", bookId=rw.book().id)}
    assert rows[2]["receipt_no"] == "A-7"
    assert (rows[3]["reversed_by"], rows[6]["reverses_no"]) == (6, 3)
    assert rows[6]["reason"] == "WRONG_PERSON"
    assert rows[7]["published_donor"] == rows[7]["organisation"] == "CV Maju"
    assert '"Kasur"' in rows[8]["goods"]
    assert rows[8]["received"] is None
    assert (rows[9]["paid"], rows[9]["decision_no"]) == (150_000, 1)
    assert rows[9]["approved_by"] == rw.chair.id
    assert "lima paket" not in str(rows[9]["purpose"])
    assert rows[9]["note"] is not None
    assert {row["entry_no"] for row in await ask(history, "CashEntry", reversed=True)} == {2, 3, 10}
    receipt = await ask(history, "TrailEntry", topic="fund.receipt_corrected")
    before = receipt[0]["position"] - 1
    (then,) = await ask(history, "CashEntry", as_of=before, bookId=rw.book().id, entryNo=2)
    assert then["receipt_no"] == "A-1"
    (rice,) = await ask(history, "CashEntry", kind="RICE_OUT")
    (money,) = await ask(history, "CashEntry", kind="PROCEEDS_IN")
    assert (rice["amount"], rice["twin_amount"]) == (-20_000, 240_000)
    assert (money["amount"], money["twin_amount"]) == (240_000, 20_000)
    assert (rice["twin_book_id"], money["twin_book_id"]) == (money["book_id"], rice["book_id"])


async def test_the_balance_of_a_day_and_what_proves_it(house: Database) -> None:
    history = History(house)
    rw = half_a_year(history)
    await history.run()
    book = rw.book()
    for closing in book.closings:
        assert await balance(history, book.id, closing.day) == closing.amount
    assert await balance(history, book.id, date(2026, 2, 28)) == book.balance_on(date(2026, 2, 28))
    assert await balance(history, book.id, date(2026, 12, 31)) == book.balance
    assert await ask(history, "FundBalance", valid_on=date(2025, 12, 31)) == []


async def test_a_late_entry_changes_the_days_after_it_and_no_moment_before_it(
    house: Database,
) -> None:
    history = History(house)
    rw = neighbourhood(history)
    rw.open()
    rw.give(100, on=date(2026, 3, 1)).accepted()
    rw.give(10, on=date(2026, 3, 20)).accepted()
    before = await history.write()
    rw.give(1, on=date(2026, 3, 10)).accepted()
    await history.run()
    book = rw.book().id
    days = {day: await balance(history, book, date(2026, 3, day)) for day in (1, 9, 10, 19, 20, 31)}
    assert days == {1: 100, 9: 100, 10: 101, 19: 101, 20: 111, 31: 111}
    known = {
        day: await balance(history, book, date(2026, 3, day), before) for day in (1, 10, 20, 31)
    }
    assert known == {1: 100, 10: 100, 20: 110, 31: 110}
    (row,) = await ask(history, "FundDay", bookId=book, dayFrom=date(2026, 3, 20))
    assert (row["received"], row["paid"], row["closing"]) == (10, 0, 111)


async def test_months_sealed_or_not(house: Database) -> None:
    history = History(house)
    rw = half_a_year(history)
    await history.run()
    months = await ask(history, "FundMonth", valid_on=date(2026, 4, 15), bookId=rw.book().id)
    assert [row["month"].month for row in months] == [1, 2, 3, 4]
    for row, following in pairwise(months):
        assert row["opening"] + row["received"] - row["paid"] == row["closing"]
        assert row["closing"] == following["opening"]
    assert [row["sealed"] for row in months] == [True, True, False, False]
    assert [row["approved_by"] for row in months[:2]] == [rw.chair.id, None]
    assert sum(row["entries"] for row in months) == 13
    seals = {seal.month: seal for seal in rw.book().seals}
    for row in months[:2]:
        seal = seals[row["month"].month]
        assert (row["opening"], row["closing"]) == (seal.opening, seal.closing)
        assert row["digest"] == seal.digest
    late = await ask(
        history, "FundMonth", valid_on=date(2026, 4, 15), sealed=False,
        endedBefore=date(2026, 4, 10),
    )  # fmt: skip
    assert {(row["kind"], row["month"].month) for row in late} == {
        ("IURAN", 3), ("JIMPITAN", 3), ("DANA_KEMATIAN", 3),
    }  # fmt: skip


async def test_counts_and_the_entry_that_booked_what_was_missing(house: Database) -> None:
    history = History(house)
    rw = half_a_year(history)
    await history.run()
    (count,) = await ask(history, "FundCount")
    assert (count["difference"], count["booked_no"]) == (-2_000, 12)
    (witness,) = await ask(history, "FundCountWitness")
    assert witness["person_id"] == rw.uid("Budi")
    wrong = {"kind": "IURAN", "entry_no": 12, "reason": "TYPING_ERROR"}
    rw.run(ReverseEntry, on=date(2026, 3, 16), **wrong).accepted()
    await history.run()
    (count,) = await ask(history, "FundCount")
    assert count["booked_no"] is None


async def test_the_year_is_closed_and_the_next_book_bears_what_was_wrong(house: Database) -> None:
    history = History(house)
    rw = half_a_year(history)
    closed_year(rw)
    await history.run()
    books = await ask(history, "FundBook", kind="IURAN")
    assert [(row["year"], row["state"], row["balance"]) for row in books] == [
        (2027, "OPEN", 743_000), (2026, "CLOSED", 758_000),
    ]  # fmt: skip
    assert books[1]["sealed_to"] == date(2026, 12, 31)
    (entry,) = await ask(history, "CashEntry", bookId=rw.book().id, entryNo=2)
    later = book_id(rw.id, "IURAN", "IDR", 2027)
    assert (entry["reversed_by"], entry["reversed_in"]) == (2, later)
    (reversal,) = await ask(history, "CashEntry", bookId=later, kind="REVERSAL")
    assert (reversal["reverses_book_id"], reversal["reverses_no"]) == (rw.book().id, 2)
    assert reversal["reverses_day"] == date(2026, 3, 5)
    assert await balance(history, rw.book().id, date(2026, 12, 31)) == 758_000


async def test_scopes_reach_money_through_its_wksbm(house: Database) -> None:
    history = History(house)
    rw = half_a_year(history)
    await history.run()
    for relation in ("FundBook", "CashEntry", "FundDay", "FundCount"):
        assert await ask(history, relation, wksbm=[rw.id])
        assert await ask(history, relation, wksbm=[rw.uid("another")]) == []
        assert await ask(history, relation, area="34.71.13")
        assert await ask(history, relation, area="34.71.12") == []
    assert len(await ask(history, "FundBook", inArea="34", unit="RICE_G")) == 1
    assert len(await ask(history, "FundBook", wksbmId=rw.id, kind="IURAN", year=2026)) == 1
