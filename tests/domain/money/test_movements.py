"""Movements: what an event moves, computed from the event alone."""

from __future__ import annotations

from datetime import date

import pytest

from wahana.domain.money import fund_events
from wahana.domain.money.fund_events import (
    Disbursed,
    DuesReceived,
    EntryReversed,
    FundWithdrawn,
    Posting,
)
from wahana.domain.money.fund_terms import DuesPaid
from wahana.domain.money.movements import _KINDS, Movement, movements
from wahana.domain.registry import EVENTS

DAY = date(2026, 11, 21)


def test_each_line_of_an_evening_is_a_movement(rw):
    book, sri = rw.uid("book"), rw.uid("Sri")
    lines = (
        DuesPaid(entry_no=7, payer=sri, period=DAY, amount=15_000, receipt_no="A-7"),
        DuesPaid(entry_no=8, payer=sri, period=DAY, amount=5_000),
    )
    evening = DuesReceived(booked_on=DAY, unit="IDR", total=20_000, lines=lines)
    assert movements(book, evening) == (
        Movement(book, DAY, 7, 15_000, "IDR", "DUES_IN", sri, "A-7"),
        Movement(book, DAY, 8, 5_000, "IDR", "DUES_IN", sri, None),
    )


def test_payments_are_negative_and_reversals_carry_their_sign(rw):
    book = rw.uid("book")
    paid = Disbursed(
        entry_no=3, booked_on=DAY, amount=9, unit="RICE_G", purpose="FOOD", payee=rw.uid("Sri")
    )
    assert movements(book, paid) == (
        Movement(book, DAY, 3, -9, "RICE_G", "PAYMENT_OUT", rw.uid("Sri"), None),
    )
    back = EntryReversed(
        entry_no=4,
        booked_on=DAY,
        amount=9,
        unit="RICE_G",
        of=3,
        of_day=DAY,
        reason="DUPLICATE",
    )
    assert movements(book, back)[0].amount == 9
    assert movements(book, FundWithdrawn(of=1, reason="DUPLICATE")) == ()


@pytest.mark.parametrize(
    "event", [event for event in EVENTS if issubclass(event, Posting)], ids=lambda e: e.TOPIC
)
def test_every_posting_has_a_kind_and_a_sign(event):
    kind, sign = _KINDS[event]
    assert kind
    assert sign in (1, -1)
    assert event.__module__ == fund_events.__name__
