"""No sum over a book leaves 64 bits: amounts, balances and the number of entries have ceilings."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from wahana.domain.kernel.units import AMOUNT_MAX, BOOK_MAX
from wahana.domain.money import fund_command
from wahana.domain.money.fund_opening import RecordOpeningBalance
from wahana.domain.money.rice import ConvertRice

DAY = date(2026, 3, 7)


@pytest.fixture
def full(rw: Any) -> Any:
    """A box that holds as much as it can."""
    rw.open()
    rw.dues(AMOUNT_MAX)
    rw.enrol("Sri")
    for _ in range(BOOK_MAX // AMOUNT_MAX):
        rw.give(AMOUNT_MAX, on=DAY)
    assert rw.book().balance == BOOK_MAX
    return rw


def test_nothing_more_comes_into_a_full_box(full: Any) -> None:
    full.give(1, on=DAY).then_refused("BOOK_LIMIT", "amount", most=BOOK_MAX)
    full.give(1, on=date(2026, 1, 1)).then_refused("BOOK_LIMIT", "amount")
    full.evening(full.line("Sri"), on=DAY).then_refused("BOOK_LIMIT", "lines")
    full.round(kind="IURAN", unit="IDR", amount=1, rice=None, on=DAY).then_refused(
        "BOOK_LIMIT", "amount"
    )
    full.run(RecordOpeningBalance, kind="IURAN", amount=1, on=DAY).then_refused(
        "BOOK_LIMIT", "amount"
    )


def test_what_was_sold_or_found_does_not_come_in_either(full: Any) -> None:
    full.open("JIMPITAN", "RICE_G")
    full.round(kind="JIMPITAN", unit="RICE_G", rice=full.rice("5"), on=DAY).accepted()
    full.run(
        ConvertRice, kind="JIMPITAN", into="IURAN", rice=full.rice("5"), rupiah=1, on=DAY
    ).then_refused("BOOK_LIMIT", "rupiah")


def test_it_can_be_emptied_and_filled_again(full: Any) -> None:
    full.pay(AMOUNT_MAX, decision=full.decision(AMOUNT_MAX), on=DAY).accepted()
    full.give(1, on=DAY).accepted()
    assert full.book().balance == BOOK_MAX - AMOUNT_MAX + 1


def test_a_book_has_so_many_entries(rw: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    rw.open()
    monkeypatch.setattr(fund_command, "ENTRIES_MAX", 2)
    rw.give(1, on=DAY).accepted()
    rw.give(1, on=DAY).accepted()
    rw.give(1, on=DAY).then_refused("BOOK_FULL", "kind", most=2)
