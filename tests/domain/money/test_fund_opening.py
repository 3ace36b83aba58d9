"""Opening a book: kind, unit, year, scope and permit, the pot, and the balance at the start."""

from __future__ import annotations

from datetime import date

import pytest

from wahana.domain.money.fund_book import book_id
from wahana.domain.money.fund_corrections import CorrectFund, WithdrawFund
from wahana.domain.money.fund_events import (
    FundCorrected,
    FundOpened,
    FundPermitRecorded,
    FundWithdrawn,
    OpeningBalanceRecorded,
)
from wahana.domain.money.fund_opening import OpenFund, RecordFundPermit, RecordOpeningBalance
from wahana.domain.money.reversals import ReverseEntry

JAN_1 = date(2026, 1, 1)


def test_a_book_is_a_singleton_of_kind_unit_and_year(rw):
    outcome = rw.run(OpenFund, kind="JIMPITAN", unit="RICE_G", title="Jimpitan RW 08")
    outcome.then(
        FundOpened(
            wksbm=rw.id,
            kind="JIMPITAN",
            unit="RICE_G",
            year=2026,
            opens_on=date(2026, 11, 21),
            title="Jimpitan RW 08",
            scope="RW",
        )
    )
    assert outcome.target[1] == book_id(rw.id, "JIMPITAN", "RICE_G", 2026)
    rw.run(OpenFund, kind="JIMPITAN", unit="RICE_G").then_refused("ALREADY_EXISTS", "kind")
    rw.run(OpenFund, kind="JIMPITAN").accepted()


def test_a_book_opens_with_what_is_in_the_box(rw):
    opened = rw.run(OpenFund, kind="IURAN", year=2026, opens_on=JAN_1, opening_balance=1_250_000)
    assert opened.only(OpeningBalanceRecorded) == OpeningBalanceRecorded(
        entry_no=1, booked_on=JAN_1, amount=1_250_000, unit="IDR"
    )
    assert rw.book().balance_on(JAN_1) == rw.book().balance == 1_250_000
    assert rw.book().balance_on(date(2025, 12, 31)) == 0


def test_a_book_opens_within_its_year(rw):
    rw.run(OpenFund, kind="IURAN", year=2025).then_refused("BOOK_DAY", "opensOn")
    future = date(2026, 12, 1)
    rw.run(OpenFund, kind="IURAN", opens_on=future).then_refused("FUTURE_DATE", "opensOn")


def test_a_balance_is_recorded_once_and_again_after_its_reversal(rw):
    rw.open()
    record = {"kind": "IURAN", "amount": 700_000, "note": "Dihitung bersama"}
    rw.run(RecordOpeningBalance, **record).accepted()
    rw.run(RecordOpeningBalance, **record).then_refused("OPENING_TWICE", "amount", year=2026)
    rw.run(ReverseEntry, kind="IURAN", entry_no=1, reason="TYPING_ERROR").accepted()
    again = rw.run(RecordOpeningBalance, **(record | {"amount": 70_000}))
    assert again.only(OpeningBalanceRecorded).entry_no == 3
    assert rw.book().balance == 70_000


def test_last_years_open_book_brings_the_balance_by_itself(rw):
    rw.open(year=2025, opens_on=date(2025, 1, 1), opening_balance=5)
    rw.run(OpenFund, kind="IURAN", opening_balance=5).then_refused(
        "OPENING_TWICE", "openingBalance"
    )
    rw.open()
    rw.run(RecordOpeningBalance, kind="IURAN", amount=5).then_refused(
        "OPENING_TWICE", "openingBalance"
    )


def test_collecting_beyond_the_village_needs_a_permit(rw):
    wide = {"kind": "BANTUAN", "scope": "WIDER", "opens_on": JAN_1}
    rw.run(OpenFund, **wide).then_refused("PERMIT_REQUIRED", "permitNo", scope="WIDER")
    until = date(2026, 6, 30)
    rw.run(OpenFund, **wide, permit_no="PUB 12/2026", permit_until=until).accepted()
    rw.give(10_000, kind="BANTUAN", on=until).accepted()
    rw.give(10_000, kind="BANTUAN").then_refused("PERMIT_REQUIRED", "kind", permit_until=until)
    renewal = {"kind": "BANTUAN", "permit_no": "PUB 77/2026"}
    rw.run(RecordFundPermit, **renewal).then(FundPermitRecorded(permit_no="PUB 77/2026"))
    rw.run(RecordFundPermit, **renewal).then_refused("NO_CHANGE", "permitNo")
    rw.give(10_000, kind="BANTUAN").accepted()


def test_a_fund_is_described_anew(rw):
    rw.open()
    fields = {"kind": "IURAN", "scope": "RT", "title": "Kas RT 31", "reason": "TYPING_ERROR"}
    rw.run(CorrectFund, **fields).then(
        FundCorrected(of=1, scope="RT", title="Kas RT 31", reason="TYPING_ERROR")
    )
    rw.run(CorrectFund, **fields).then_refused("NO_CHANGE")
    rw.run(CorrectFund, **(fields | {"scope": "WIDER"})).then_refused("PERMIT_REQUIRED", "permitNo")
    rw.run(CorrectFund, **(fields | {"reason": "OTHER"}), may_pay_operations=True).then_refused(
        "NOTE_REQUIRED", "note"
    )


def test_a_pot_does_not_change_its_meaning_once_money_is_in_it(rw):
    rw.open()
    rw.give(1000).accepted()
    fields = {"kind": "IURAN", "scope": "RW", "may_pay_operations": True, "reason": "WRONG_PLACE"}
    rw.run(CorrectFund, **fields).then_refused("POT_MIX", "mayPayOperations", cause="POT_IN_USE")


def test_a_book_is_struck_when_nothing_in_it_stands_and_opened_again(rw):
    rw.open("LAIN")
    rw.give(1000, kind="LAIN").accepted()
    struck = {"kind": "LAIN", "reason": "WRONG_DOCUMENT"}
    rw.run(WithdrawFund, **struck).then_refused("BOOK_IN_USE", "kind", entries=1, months=0)
    rw.run(ReverseEntry, kind="LAIN", entry_no=1, reason="DUPLICATE").accepted()
    rw.run(WithdrawFund, **struck).then(FundWithdrawn(of=1, reason="WRONG_DOCUMENT"))
    rw.give(1000, kind="LAIN").then_refused("BOOK_STATE", "kind", state="WITHDRAWN")
    rw.open("LAIN")
    assert rw.give(1000, kind="LAIN").accepted().events[0].entry_no == 3


def test_nothing_is_entered_in_a_book_that_is_not_there(rw):
    rw.give(1000).then_refused("NOT_FOUND", "kind")


@pytest.mark.parametrize("day", [date(2026, 2, 28), date(2025, 12, 31)])
def test_no_entry_is_older_than_the_book(rw, day):
    rw.open(opens_on=date(2026, 3, 1))
    rw.open(year=2025, opens_on=date(2025, 12, 31))
    if day.year == 2026:
        rw.give(1000, on=day).then_refused("BOOK_DAY", "occurredOn", day_from=date(2026, 3, 1))
    else:
        rw.give(1000, on=day).accepted()
