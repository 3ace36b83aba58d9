"""Counting the box, sealing months, the chair's approval, closing the year."""

from __future__ import annotations

from datetime import date

import pytest

from wahana.domain.money.arrears import Accounts
from wahana.domain.money.closing import (
    ApproveMonth,
    BookCountDifference,
    CountCash,
    SealMonth,
    last_day,
)
from wahana.domain.money.fund_corrections import RetractFundEntry
from wahana.domain.money.fund_events import (
    BalanceCarriedOver,
    CountDifferenceBooked,
    EntryReversed,
    FundOpened,
    OpeningBalanceRecorded,
    ReversalNoted,
)
from wahana.domain.money.fund_opening import OpenFund, RecordOpeningBalance
from wahana.domain.money.fund_record_events import (
    CashCounted,
    MonthApproved,
    MonthSealed,
    YearClosed,
)
from wahana.domain.money.fund_terms import Owed
from wahana.domain.money.ledger import Entry, digest
from wahana.domain.money.payers import RecordPayerLeaving
from wahana.domain.money.reversals import ReverseEntry
from wahana.domain.money.year_end import CloseYear

JAN_31 = date(2026, 1, 31)


def seal(rw, month, *, year=2026, on=None):
    return rw.run(SealMonth, year=year, month=month, on=on)


def count(rw, counted, **changes):
    fields = {"kind": "IURAN", "counted": counted, "witnesses": (rw.person("Budi"),)} | changes
    return rw.run(CountCash, **fields)


def approve(rw, month, by=None):
    command = ApproveMonth(wksbm_id=rw.id, year=2026, month=month)
    return rw.do(command, by=by or rw.chair)


def test_the_box_is_counted_before_witnesses_and_nothing_is_booked(rw):
    rw.open(opening_balance=100_000)
    count(rw, 99_500).then(
        CashCounted(
            counted_on=rw.world.today,
            unit="IDR",
            counted=99_500,
            balance=100_000,
            difference=-500,
            witnesses=(rw.uid("Budi"),),
        )
    )
    assert rw.book().balance == 100_000
    count(rw, 1, witnesses=(rw.uid("Budi"), rw.uid("Budi"))).then_refused(
        "PERSON_TWICE", "witnesses"
    )
    command = CountCash(
        wksbm_id=rw.id, kind="IURAN", counted=1, witnesses=(rw.person("Bendahara"),)
    )
    rw.world.when(command, actor=rw.treasurer, on_behalf_of=rw.uid("Bendahara")).then_refused(
        "WITNESS_NOT_APART", "witnesses"
    )


def test_a_difference_is_booked_once_with_its_reason(rw):
    rw.open(opening_balance=1_000_000)
    count(rw, 999_500).accepted()
    book = {"kind": "IURAN", "of": 3, "note": "Uang rusak"}
    booked = rw.run(BookCountDifference, **book).only(CountDifferenceBooked)
    assert (booked.entry_no, booked.amount, booked.of) == (2, -500, 3)
    assert rw.book().balance == 999_500
    rw.run(BookCountDifference, **book).then_refused("COUNT_SETTLED", "of", difference=-500)
    rw.run(BookCountDifference, **(book | {"of": 1})).then_refused("NOT_FOUND", "of")
    rw.run(ReverseEntry, kind="IURAN", entry_no=2, reason="TYPING_ERROR").accepted()
    early = date(2026, 11, 1)
    rw.run(BookCountDifference, **book, on=early).then_refused("REVERSAL_EARLY", "occurredOn")
    rw.run(BookCountDifference, **book).accepted()


def test_what_a_late_entry_explains_is_no_difference_any_more(rw):
    """The box lacked what was paid before the count and entered after it."""
    rw.open(opening_balance=1_000_000)
    day = date(2026, 11, 10)
    rw.run(
        CountCash, kind="IURAN", counted=970_000, witnesses=(rw.person("Budi"),), on=day
    ).accepted()
    of = rw.book().counts[0].entry
    book = {"kind": "IURAN", "of": of, "note": "Selisih"}
    rw.pay(20_000, on=date(2026, 11, 9)).accepted()
    rw.pay(1_000, on=day).accepted()
    booked = rw.run(BookCountDifference, **book).only(CountDifferenceBooked)
    assert (booked.amount, rw.book().balance) == (-9_000, 970_000)
    rw.run(ReverseEntry, kind="IURAN", entry_no=booked.entry_no, reason="TYPING_ERROR").accepted()
    rw.pay(9_000, on=date(2026, 11, 9)).accepted()
    rw.run(BookCountDifference, **book).then_refused("COUNT_SETTLED", "of", difference=0)


def test_a_large_shortage_is_decided_by_a_meeting_a_surplus_is_not(rw):
    rw.open(opening_balance=5_000_000)
    count(rw, 4_000_000).accepted()
    book = {"kind": "IURAN", "of": 3, "note": "Hilang"}
    rw.run(BookCountDifference, **book).then_refused("DECISION_REQUIRED", "decision")
    rw.run(BookCountDifference, **book, decision=rw.decision(1_000_000)).accepted()
    count(rw, 9_000_000).accepted()
    rw.run(BookCountDifference, **(book | {"of": 5})).accepted()
    assert rw.book().balance == 9_000_000


def test_a_wrong_count_is_taken_back(rw):
    rw.open()
    count(rw, 7).accepted()
    gone = {"kind": "IURAN", "of": 2, "entry": "COUNT", "reason": "TYPING_ERROR"}
    rw.run(RetractFundEntry, **gone).accepted()
    rw.run(BookCountDifference, kind="IURAN", of=2, note="x").then_refused("NOT_FOUND", "of")


def test_a_month_is_sealed_in_all_books_together(rw):
    rw.open(opening_balance=100_000)
    rw.open("JIMPITAN", "RICE_G")
    rw.open("BANTUAN", opens_on=date(2026, 2, 1))
    rw.give(50_000, on=date(2026, 1, 10)).accepted()
    rw.pay(30_000, on=JAN_31).accepted()
    rw.give(1, on=date(2026, 2, 1)).accepted()
    outcome = seal(rw, 1)
    iuran, jimpitan = outcome.accepted().events
    entries = [
        Entry(no=no, day=day, amount=amount, kind="PAYMENT_OUT", version=0)
        for no, day, amount in (
            (1, date(2026, 1, 1), 100_000),
            (2, date(2026, 1, 10), 50_000),
            (3, JAN_31, -30_000),
        )
    ]
    assert iuran == MonthSealed(
        year=2026,
        month=1,
        unit="IDR",
        opening=0,
        received=150_000,
        paid=30_000,
        closing=120_000,
        entries=3,
        last_entry_no=4,
        digest=digest(entries),
    )
    assert (jimpitan.unit, jimpitan.closing, jimpitan.entries) == ("RICE_G", 0, 0)
    assert rw.book("BANTUAN").sealed_months == 0


def test_a_sealed_month_never_changes(rw):
    rw.open(opening_balance=100_000)
    seal(rw, 1).accepted()
    for refused in (
        rw.give(1, on=JAN_31),
        rw.pay(1, on=JAN_31),
        rw.run(ReverseEntry, kind="IURAN", entry_no=1, reason="TYPING_ERROR", on=JAN_31),
        count(rw, 1, on=JAN_31),
    ):
        refused.then_refused("PERIOD_SEALED", "occurredOn", day=JAN_31, sealed_to=JAN_31)
    seal(rw, 1).then_refused("PERIOD_SEALED", "month")
    back = rw.run(ReverseEntry, kind="IURAN", entry_no=1, reason="TYPING_ERROR")
    reversal = back.only(EntryReversed)
    assert (reversal.of_day, reversal.booked_on) == (date(2026, 1, 1), date(2026, 2, 1))
    assert rw.book().balance_on(JAN_31) == 100_000
    assert rw.book().balance == 0


def test_months_are_sealed_after_their_end_and_in_order(rw):
    rw.open()
    seal(rw, 11).then_refused("MONTH_RUNNING", "month", last=date(2026, 11, 30))
    seal(rw, 1, on=JAN_31).then_refused("MONTH_RUNNING", "month", last=JAN_31)
    seal(rw, 2).then_refused("SEAL_ORDER", "month", kind="IURAN", month=date(2026, 1, 1))
    seal(rw, 1, year=2024).then_refused("NOT_FOUND", "year")
    seal(rw, 1, on=date(2026, 2, 1)).accepted()
    seal(rw, 2).accepted()


def test_the_chair_approves_a_sealed_month_and_never_the_own_seal(rw):
    rw.open()
    approve(rw, 1).then_refused("NOT_SEALED", "month")
    sealed = seal(rw, 1).only(MonthSealed)
    approve(rw, 1, by=rw.treasurer).then_refused("SELF_APPROVAL", "month")
    approve(rw, 1).then(MonthApproved(year=2026, month=1, digest=sealed.digest))
    assert rw.book().seals[0].approved_by == rw.chair.id
    approve(rw, 1).then_refused("NOT_SEALED", "month", month=date(2026, 1, 1))


@pytest.fixture
def year(rw):
    """A year of dues that is over: Sri behind by two months, Budi one ahead, Wati gone."""
    rw.world.today = date(2026, 12, 31)
    rw.open(opening_balance=100_000, title="Kas RW", permit_no="PUB 1")
    rw.dues()
    rw.enrol("Sri", "Budi", "Wati")
    months = [date(2026, month, 1) for month in range(1, 13)]
    lines = [rw.line("Sri", period=month) for month in months[:10]]
    lines += [rw.line("Budi", period=month) for month in (*months, date(2027, 1, 1))]
    lines += [rw.line("Wati", period=month, amount=15_000) for month in months[:1]]
    leaving = {"kind": "IURAN", "payer_id": rw.uid("Wati"), "reason": "MOVED"}
    rw.run(RecordPayerLeaving, **leaving, left_on=date(2026, 2, 1)).accepted()
    rw.evening(*lines).accepted()
    rw.world.today = date(2027, 1, 5)
    return rw


def close(rw, **fields):
    return rw.run(CloseYear, kind="IURAN", **fields)


def sealed_year(rw):
    for month in range(1, 13):
        seal(rw, month).accepted()
    return rw


def test_a_year_is_closed_when_its_months_are_sealed(year):
    close(year).then_refused("SEAL_ORDER", "year", month=date(2026, 1, 1))
    seal(year, 1).accepted()
    close(year).then_refused("SEAL_ORDER", "year", month=date(2026, 2, 1))
    for month in range(2, 13):
        seal(year, month).accepted()
    outcome = close(year)
    closed, opened, carried = outcome.accepted().events
    assert closed == YearClosed(closing=460_000, unit="IDR", next_book=year.book(year=2027).id)
    assert opened == FundOpened(
        wksbm=year.id,
        kind="IURAN",
        unit="IDR",
        year=2027,
        opens_on=date(2027, 1, 1),
        title="Kas RW",
        scope="RW",
        permit_no="PUB 1",
    )
    assert isinstance(carried, BalanceCarriedOver)
    assert (carried.entry_no, carried.amount, carried.booked_on) == (1, 460_000, date(2027, 1, 1))
    assert [payer.payer for payer in carried.payers] == [year.uid("Sri"), year.uid("Budi")]
    assert year.book(year=2027).balance == 460_000


def test_debts_and_advances_go_over(year):
    sealed_year(year)
    close(year).accepted()
    book = year.book(year=2027)
    february = date(2027, 2, 14)
    months = [date(2026, 11, 1), date(2026, 12, 1), date(2027, 1, 1), date(2027, 2, 1)]
    sri, budi = (book.payer(year.uid(name)) for name in ("Sri", "Budi"))
    assert Accounts(book).arrears(sri, february) == [
        Owed(period=day, amount=15_000) for day in months
    ]
    assert Accounts(book).arrears(budi, february) == [Owed(period=months[-1], amount=15_000)]
    paid = year.evening(year.line("Sri"), year.line("Sri", period=months[1])).accepted().events[0]
    assert [line.period for line in paid.lines] == months[:2]


def test_a_closed_book_takes_no_entry(year):
    sealed_year(year)
    close(year).accepted()
    year.give(1, on=date(2026, 12, 31)).then_refused("BOOK_STATE", "kind", state="CLOSED")
    close(year).then_refused("BOOK_STATE", "kind")
    year.run(ReverseEntry, kind="IURAN", entry_no=1, reason="DUPLICATE").then_refused(
        "REVERSAL_FINAL", "entryNo", kind="CARRIED_OVER"
    )


def test_an_entry_of_a_closed_year_is_reversed_in_the_open_one(year):
    back = {"kind": "IURAN", "year": 2026, "entry_no": 2, "reason": "WRONG_PERSON"}
    sealed_year(year)
    year.run(ReverseEntry, **back).then_refused("PERIOD_SEALED", "occurredOn")
    close(year).accepted()
    outcome = year.run(ReverseEntry, **back)
    reversed_, noted = outcome.accepted().events
    assert isinstance(reversed_, EntryReversed)
    assert (reversed_.entry_no, reversed_.amount, reversed_.of) == (2, -15_000, 2)
    assert reversed_.of_book == year.book().id
    assert noted == ReversalNoted(of=2, book=year.book(year=2027).id, entry_no=2)
    assert (year.book().balance, year.book(year=2027).balance) == (460_000, 445_000)
    again = Owed(period=date(2026, 1, 1), amount=15_000)
    assert again in year.book(year=2027).payer(year.uid("Sri")).owed
    year.run(ReverseEntry, **back).then_refused("ENTRY_REVERSED", "entryNo")


def test_a_reversal_stands_where_its_entry_does_while_that_month_is_open(year):
    year.open(year=2027, opens_on=date(2027, 1, 1))
    back = {"kind": "IURAN", "year": 2026, "entry_no": 2, "reason": "WRONG_PERSON"}
    reversal = year.run(ReverseEntry, **back).only(EntryReversed)
    assert (reversal.booked_on, reversal.of_book) == (date(2026, 12, 31), None)
    later = back | {"entry_no": 3, "booked_on": date(2027, 1, 4)}
    year.run(ReverseEntry, **later).then_refused("BOOK_DAY", "bookedOn")


def test_totals_leave_out_what_was_taken_back(rw):
    """A gift of 750,000 entered twice and a payment of 750,000 that never was."""
    rw.open(opening_balance=250_000)
    for _ in range(2):
        rw.give(750_000, on=date(2026, 1, 10)).accepted()
        rw.pay(750_000, on=date(2026, 1, 20), decision=rw.decision()).accepted()
    for no in (5, 4):
        rw.run(ReverseEntry, kind="IURAN", entry_no=no, reason="DUPLICATE").accepted()
    sealed = seal(rw, 1).only(MonthSealed)
    assert (sealed.received, sealed.paid, sealed.closing) == (1_000_000, 750_000, 250_000)


def test_a_later_count_replaces_the_earlier_ones(rw):
    """Both found the same 500 missing: they are booked once, also if the first came in late."""
    rw.open(opening_balance=100_000)
    count(rw, 99_500, on=date(2026, 11, 10)).accepted()
    count(rw, 99_500, on=date(2026, 11, 20)).accepted()
    book = {"kind": "IURAN", "note": "Selisih"}
    rw.run(BookCountDifference, of=3, **book).then_refused("COUNT_REPLACED", "of")
    assert rw.run(BookCountDifference, of=4, **book).only(CountDifferenceBooked).amount == -500
    count(rw, 99_500, on=date(2026, 11, 21)).accepted()
    rw.run(BookCountDifference, of=6, **book).then_refused("COUNT_SETTLED", "of", difference=0)


def test_a_reversal_explains_a_count_on_the_day_of_its_entry(rw):
    """The gift that was entered by mistake was not in the box when it was counted."""
    rw.open(opening_balance=100_000)
    rw.give(30_000, on=date(2026, 11, 5)).accepted()
    count(rw, 100_000, on=date(2026, 11, 10)).accepted()
    wrong = {"kind": "IURAN", "entry_no": 2, "reason": "DUPLICATE"}
    rw.run(ReverseEntry, **wrong, booked_on=date(2026, 11, 20)).accepted()
    rw.run(BookCountDifference, kind="IURAN", of=4, note="x").then_refused(
        "COUNT_SETTLED", "of", difference=0
    )


def test_a_seal_holds_for_books_that_are_opened_later(rw):
    rw.open(opening_balance=100_000)
    seal(rw, 1).accepted()
    late = {"kind": "JIMPITAN", "year": 2026}
    rw.run(OpenFund, **late, opens_on=date(2026, 1, 5)).then_refused("PERIOD_SEALED", "opensOn")
    rw.run(OpenFund, **late, opens_on=date(2026, 2, 1)).accepted()


def test_a_wrong_opening_balance_is_put_right_after_its_month_is_sealed(rw):
    rw.open(opening_balance=100_000)
    seal(rw, 1).accepted()
    rw.run(ReverseEntry, kind="IURAN", entry_no=1, reason="TYPING_ERROR").accepted()
    again = rw.run(RecordOpeningBalance, kind="IURAN", amount=80_000)
    assert again.only(OpeningBalanceRecorded).booked_on == date(2026, 2, 1)
    assert rw.book().balance == 80_000


def test_a_new_book_is_at_work_before_the_old_one_is_closed(year):
    year.open(year=2027, opens_on=date(2027, 1, 2))
    year.give(5_000, on=date(2027, 1, 3)).accepted()
    year.world.today = date(2027, 2, 3)
    seal(year, 1, year=2027).then_refused("SEAL_ORDER", "year", year=2026)
    sealed_year(year)
    carried = close(year).only(BalanceCarriedOver)
    assert (carried.entry_no, carried.booked_on) == (2, date(2027, 1, 2))
    book = year.book(year=2027)
    assert [book.balance_on(date(2027, 1, day)) for day in (1, 2, 3)] == [0, 460_000, 465_000]
    seal(year, 1, year=2027).accepted()


def test_a_typed_balance_hinders_the_carry_over(rw):
    rw.world.today = date(2027, 1, 5)
    rw.open(year=2027, opens_on=date(2027, 1, 1), opening_balance=7)
    rw.open()
    sealed_year(rw)
    close(rw).then_refused("OPENING_TWICE", "year", year=2027)


def test_the_last_day_of_each_month():
    assert last_day(2028, 2) == date(2028, 2, 29)
    assert last_day(2026, 12) == date(2026, 12, 31)
