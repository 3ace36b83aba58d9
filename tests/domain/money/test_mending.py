"""Rice sold, entries reversed, receipts corrected; what is reversed together with an entry."""

from __future__ import annotations

from datetime import date

import pytest

from wahana.domain.kernel.slot_events import SlotReleased
from wahana.domain.money.fund_corrections import CorrectReceipt
from wahana.domain.money.fund_events import (
    DeathBenefitPaid,
    DonationReceived,
    EntryReversed,
    ProceedsReceived,
    RiceConverted,
)
from wahana.domain.money.fund_record_events import ReceiptCorrected
from wahana.domain.money.meeting import Meeting
from wahana.domain.money.meeting_events import DecisionRefunded
from wahana.domain.money.payments import PayDeathBenefit
from wahana.domain.money.reversals import ReverseEntry
from wahana.domain.money.rice import ConvertRice

DAY = date(2026, 11, 10)


def sell(rw, *, on=DAY, **changes):
    fields = {"rice": rw.rice("20"), "rupiah": 240_000, "buyer": "Warung Bu Yati"} | changes
    return rw.run(ConvertRice, on=on, **fields)


def reverse(rw, no, *, on=DAY, **changes):
    fields = {"kind": "IURAN", "entry_no": no, "reason": "TYPING_ERROR"} | changes
    return rw.run(ReverseEntry, on=on, **fields)


@pytest.fixture
def rice(rw):
    rw.open("JIMPITAN", "RICE_G", opening_balance=25_000)
    rw.open("JIMPITAN", "IDR")
    return rw


def test_rice_is_sold_in_two_books_by_one_command(rice):
    grams, money = rice.book("JIMPITAN", "RICE_G"), rice.book("JIMPITAN")
    outcome = sell(rice, receipt_no="J-1")
    sold, came = outcome.only(RiceConverted), outcome.only(ProceedsReceived)
    assert (sold.entry_no, sold.amount, sold.unit, sold.rupiah) == (2, 20_000, "RICE_G", 240_000)
    assert (sold.proceeds_book, sold.proceeds_entry) == (money.id, 1)
    assert came == ProceedsReceived(
        entry_no=1,
        booked_on=DAY,
        amount=240_000,
        unit="IDR",
        grams=20_000,
        rice_book=grams.id,
        rice_entry=2,
        receipt_no="J-1",
    )
    assert rice.book("JIMPITAN", "RICE_G").balance == 5_000
    assert rice.book("JIMPITAN").balance == 240_000


def test_rice_is_sold_from_what_is_there_into_a_book_of_the_same_pot(rice):
    sell(rice, rice=rice.rice("25.001")).then_refused("FUND_NEGATIVE", "rice", missing=1)
    sell(rice, into="IURAN").then_refused("NOT_FOUND", "into")
    rice.open("LAIN", may_pay_operations=True)
    sell(rice, into="LAIN").then_refused("POT_MIX", "into", cause="OTHER_POT")
    sell(rice, buyer_id=rice.uid("nobody")).then_refused("NOT_FOUND", "buyerId")
    rice.open("BANTUAN")
    sell(rice, into="BANTUAN", buyer_id=rice.person("Yati")).accepted()


def test_a_sale_goes_back_in_both_books(rice):
    sell(rice).accepted()
    outcome = reverse(rice, 2, kind="JIMPITAN", unit="RICE_G")
    first, second = outcome.accepted().events
    assert (first.amount, first.unit, first.twin_entry) == (20_000, "RICE_G", 2)
    assert (second.amount, second.unit, second.twin_entry) == (-240_000, "IDR", 3)
    assert first.twin_book == rice.book("JIMPITAN").id
    assert rice.book("JIMPITAN", "RICE_G").balance == 25_000
    assert rice.book("JIMPITAN").balance == 0
    reverse(rice, 1, kind="JIMPITAN").then_refused("ENTRY_REVERSED", "entryNo", no=1, by=2)


def test_a_sale_whose_rupiah_are_spent_does_not_go_back(rice):
    sell(rice).accepted()
    rice.pay(200_000, kind="JIMPITAN", on=DAY).accepted()
    reverse(rice, 2, kind="JIMPITAN", unit="RICE_G").then_refused("FUND_NEGATIVE", "entryNo")


def test_an_entry_is_reversed_by_its_opposite_and_entered_anew(rw):
    rw.open()
    rw.give(100_000, on=date(2026, 11, 2)).accepted()
    reverse(rw, 1).then(
        EntryReversed(
            entry_no=2,
            booked_on=date(2026, 11, 2),
            amount=-100_000,
            unit="IDR",
            of=1,
            of_day=date(2026, 11, 2),
            reason="TYPING_ERROR",
        )
    )
    again = rw.give(10_000, on=DAY, corrects=1).only(DonationReceived)
    assert (again.entry_no, again.corrects) == (3, 1)
    assert rw.book().balance == 10_000


def test_what_can_not_be_reversed(rw):
    rw.open()
    rw.give(100_000, on=DAY).accepted()
    reverse(rw, 9).then_refused("NOT_FOUND", "entryNo")
    reverse(rw, 1, on=date(2026, 11, 9)).then_refused("REVERSAL_EARLY", "occurredOn", entry_day=DAY)
    reverse(rw, 1, reason="OTHER").then_refused("NOTE_REQUIRED", "note")
    rw.pay(1, on=DAY).accepted()
    reverse(rw, 1).then_refused("FUND_NEGATIVE", "entryNo", missing=1)
    reverse(rw, 2).accepted()
    reverse(rw, 1).accepted()
    reverse(rw, 1).then_refused("ENTRY_REVERSED", "entryNo", by=4)
    reverse(rw, 4).then_refused("REVERSAL_FINAL", "entryNo", kind="REVERSAL")


def test_dues_that_are_reversed_are_owed_again(rw):
    rw.open()
    rw.dues()
    rw.enrol("Sri", enrolled_from=date(2026, 11, 1))
    rw.evening(rw.line("Sri"), on=DAY).accepted()
    rw.evening(rw.line("Sri"), on=DAY).then_refused("DUES_PAID", "lines")
    reverse(rw, 1).accepted()
    rw.evening(rw.line("Sri"), on=DAY, corrects=1).accepted()


def test_a_night_is_collected_again_after_its_reversal(rice):
    rice.round(rice=rice.rice("3"), on=DAY).accepted()
    reverse(rice, 2, kind="JIMPITAN", unit="RICE_G").accepted()
    rice.round(rice=rice.rice("4"), on=DAY, corrects=2).accepted()
    assert rice.book("JIMPITAN", "RICE_G").balance == 29_000


def test_a_reversed_benefit_frees_the_deceased(rw):
    rw.open("DANA_KEMATIAN", opening_balance=2_000_000)
    rw.enrol("Sri", kind="DANA_KEMATIAN")
    benefit = {
        "deceased": (rw.ref("Pak Karto"),),
        "payer_id": rw.uid("Sri"),
        "paid_to": rw.ref("Budi"),
    }
    rw.run(PayDeathBenefit, **benefit, on=DAY).accepted()
    back = reverse(rw, 2, kind="DANA_KEMATIAN", reason="WRONG_PERSON")
    assert back.only(SlotReleased).holder == rw.book("DANA_KEMATIAN").id
    again = rw.run(PayDeathBenefit, **benefit, on=DAY, corrects=2)
    assert again.only(DeathBenefitPaid).entry_no == 4


def test_a_reversed_payment_gives_its_decision_back(rw):
    rw.open(opening_balance=2_000_000)
    ref = rw.decision(900_000)
    rw.pay(900_000, decision=ref, on=DAY).accepted()
    back = reverse(rw, 2).only(DecisionRefunded)
    assert (back.amount, back.entry_no, back.no) == (900_000, 2, 1)
    assert rw.state(Meeting, ref.meeting_id).spent(1) == 0
    rw.pay(900_000, decision=ref, on=DAY, corrects=2).accepted()


def test_a_receipts_number_is_mended_without_moving_money(rw):
    rw.open()
    rw.give(100_000, receipt_no="A-1").accepted()
    fields = {"kind": "IURAN", "entry_no": 1, "reason": "TYPING_ERROR"}
    rw.run(CorrectReceipt, **fields, receipt_no="A-7").then(
        ReceiptCorrected(entry_no=1, receipt_no="A-7", reason="TYPING_ERROR")
    )
    rw.run(CorrectReceipt, **fields).then_refused("NO_CHANGE", "receiptNo")
    rw.run(CorrectReceipt, **(fields | {"entry_no": 2}), receipt_no="X").then_refused(
        "NOT_FOUND", "entryNo"
    )
    assert rw.book().balance == 100_000
