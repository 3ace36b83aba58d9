"""Dues: rates, payers, periods, and who was behind on which day."""

from __future__ import annotations

from datetime import date

from tests.views.history import History, house
from tests.views.neighbourhood import closed_year, half_a_year, neighbourhood
from tests.views.reading import ask

from wahana.domain.money.arrears import Accounts
from wahana.domain.people.duplicate_commands import MergePersons, SuspectDuplicate
from wahana.domain.people.duplicate_corrections import ReverseMerge
from wahana.platform.database import Database

__all__ = ["house"]


async def test_arrears_on_any_day_are_those_of_the_rules(house: Database) -> None:
    history = History(house)
    rw = half_a_year(history)
    await history.run()
    book = rw.book()
    for day in (date(2026, 1, 1), date(2026, 2, 28), date(2026, 6, 15), date(2026, 12, 31)):
        expected = {}
        for payer in book.payers:
            owed, over = (
                Accounts(book, day).arrears(payer, day),
                Accounts(book, day).arrears(payer, day, over=True),
            )
            if owed:
                expected[payer.payer] = (
                    sum(item.amount for item in owed), len(owed), owed[0].period,
                    sum(item.amount for item in over), len(over),
                )  # fmt: skip
        rows = await ask(history, "Arrears", valid_on=day, bookId=book.id)
        assert {
            row["payer_id"]: (
                row["owed"], row["periods"], row["oldest"], row["overdue"], row["overdue_periods"],
            )
            for row in rows
        } == expected, day  # fmt: skip
        assert rows == sorted(rows, key=lambda row: -row["owed"])


async def test_a_payment_is_for_a_period_and_a_reversal_takes_it_away(house: Database) -> None:
    history = History(house)
    rw = half_a_year(history)
    await history.run()
    budi = await ask(history, "DuesPeriod", valid_on=date(2026, 3, 31), payerId=rw.uid("Budi"))
    # The line of 15,000 was reversed; 10,000 came later, for the oldest period.
    assert [(row["period"].month, row["due"], row["paid"], row["owed"]) for row in budi] == [
        (1, 15_000, 10_000, 5_000), (2, 15_000, 0, 15_000), (3, 15_000, 0, 15_000),
    ]  # fmt: skip
    assert [row["overdue"] for row in budi] == [True, True, False]
    sri = await ask(history, "DuesPeriod", valid_on=date(2026, 3, 31), payerId=rw.uid("Sri"),
                    _book_id=rw.book().id)  # fmt: skip
    assert [(row["period"].month, row["paid"]) for row in sri] == [
        (1, 15_000), (2, 5_000), (3, 0), (12, 15_000),
    ]  # fmt: skip


async def test_payers_exempt_and_gone(house: Database) -> None:
    history = History(house)
    rw = half_a_year(history)
    await history.run()
    book = rw.book().id
    rows = await ask(history, "DuesPayer", bookId=book)
    assert len(rows) == 4
    today = await ask(history, "DuesPayer", bookId=book, valid_on=date(2026, 4, 1))
    assert rw.uid("Tini") not in {row["payer_id"] for row in today}
    assert await ask(history, "DuesPeriod", payerId=rw.uid("Karto")) == []
    (rate,) = await ask(history, "DuesRate", bookId=book)
    assert (rate["amount"], rate["frequency"]) == (15_000, "MONTHLY")
    assert rows[0]["payer_name"] is not None, "the sealed name, from the register"


async def test_dues_set_anew_count_from_their_day_on(house: Database) -> None:
    history = History(house)
    rw = neighbourhood(history)
    rw.open()
    rw.dues(10_000)
    rw.enrol("Sri")
    known = await history.write()
    rw.dues(12_000, valid_from=date(2026, 3, 1))
    await history.run()
    for as_of, expected in ((known, 40_000), (2**63 - 2, 44_000)):
        (row,) = await ask(history, "Arrears", as_of=as_of, valid_on=date(2026, 4, 1))
        assert row["owed"] == expected


async def test_debts_go_over_to_the_next_year(house: Database) -> None:
    history = History(house)
    rw = half_a_year(history)
    closed_year(rw)
    await history.run()
    book = rw.book(year=2027)
    assert book.payers
    day = date(2027, 2, 1)
    rows = await ask(history, "Arrears", valid_on=day, bookId=book.id)
    assert {row["payer_id"]: row["owed"] for row in rows} == {
        payer.payer: sum(item.amount for item in Accounts(book, day).arrears(payer, day))
        for payer in book.payers
        if Accounts(book, day).arrears(payer, day)
    }


async def test_a_merged_person_s_arrears_show_under_the_person_they_are(house: Database) -> None:
    """Merged twice over, and unmerged: at every moment under the record that stood then."""
    history = History(house)
    rw = half_a_year(history)
    budi, one, two = rw.uid("Budi"), rw.person("Budi S."), rw.person("Budi Santoso")
    positions = [(await history.run()).position]
    for survivor, merged in ((one, budi), (two, one)):
        rw.do(SuspectDuplicate(person_id=survivor, other_id=merged, score=90, basis=("NAME",)))
        rw.do(MergePersons(person_id=survivor, merged_id=merged), by=rw.chair).accepted()
        positions.append((await history.run()).position)
    rw.do(ReverseMerge(person_id=two, merged_id=one, reason="OTHER_PERSON"), by=rw.chair).accepted()
    positions.append((await history.run()).position)
    for relation in ("Arrears", "DuesPayer", "DuesPeriod"):
        records = ({budi}, {budi, one}, {budi, one, two}, {budi, one})
        for at, standing, known in zip(positions, (budi, one, two, one), records, strict=True):
            rows = await ask(history, relation, as_of=at, payerId=standing)
            assert rows, relation
            assert {row["payer_id"] for row in rows} == {budi}
            if relation != "DuesPeriod":
                (row,) = rows
                assert row["person_id"] == standing
                names = await ask(history, "RegisteredPerson", as_of=at, _person_id=standing)
                assert row["payer_name"] == names[0]["name"]
            for other in (budi, one, two):
                found = await ask(history, relation, as_of=at, payerId=other)
                assert (found == rows) == (other in known), (relation, at)
