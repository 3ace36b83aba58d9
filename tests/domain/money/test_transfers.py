"""Money goes from book to book, and none is stranded where a WKSBM has ended."""

from __future__ import annotations

from datetime import date

import pytest
from tests.domain.conftest import uid

from wahana.domain.formation.wksbm import Wksbm
from wahana.domain.formation.wksbm_events import WksbmProposed
from wahana.domain.formation.wksbm_life_events import WksbmDissolved, WksbmMerged
from wahana.domain.money.arisan_commands import CloseCycle, CollectRound, SharePayment
from wahana.domain.money.fund_book import FundBook, book_id
from wahana.domain.money.fund_events import EntryReversed, TransferReceived, TransferSent
from wahana.domain.money.fund_opening import OpenFund
from wahana.domain.money.reversals import ReverseEntry
from wahana.domain.money.transfers import TransferFund

DAY = date(2026, 11, 10)
OTHER = uid("wksbm rw 09")


def move(rw, amount=200_000, *, on=DAY, **changes):
    return rw.run(
        TransferFund, on=on, kind="IURAN", amount=amount, **({"into": "BANTUAN"} | changes)
    )


@pytest.fixture
def two(rw):
    """A WKSBM with two books of rupiah."""
    rw.open(opening_balance=1_000_000)
    rw.open("BANTUAN")
    return rw


@pytest.fixture
def merged(two):
    """It was merged into its neighbour, which keeps a book of dues."""
    proposed = WksbmProposed(
        name="WKSBM RW 09",
        level="RW",
        village_code="34.71.13.1006",
        area_edition="2025",
        origin="NATURAL",
        budget_year=2010,
    )
    two.world.given(Wksbm, OTHER, proposed)
    opened = OpenFund(wksbm_id=OTHER, kind="IURAN", year=2026, opens_on=date(2026, 1, 1))
    two.world.when(opened).accepted()
    two.world.given(Wksbm, two.id, WksbmMerged(into=OTHER, reason="OTHER"))
    return two


def test_a_transfer_is_two_entries_that_name_each_other(two):
    outcome = move(two, receipt_no="K-7")
    sent, came = outcome.only(TransferSent), outcome.only(TransferReceived)
    source, target = two.book(), two.book("BANTUAN")
    assert (sent.amount, sent.to_book, sent.to_entry) == (200_000, target.id, came.entry_no)
    assert (came.amount, came.from_book, came.from_entry) == (200_000, source.id, sent.entry_no)
    assert (source.balance, target.balance) == (800_000, 200_000)


def test_a_transfer_goes_back_in_both_books(two):
    move(two).accepted()
    wrong = {"kind": "BANTUAN", "entry_no": 1, "reason": "TYPING_ERROR"}
    two.run(ReverseEntry, **wrong).accepted()
    assert (two.book().balance, two.book("BANTUAN").balance) == (1_000_000, 0)
    two.run(ReverseEntry, **(wrong | {"kind": "IURAN", "entry_no": 2})).then_refused(
        "ENTRY_REVERSED", "entryNo"
    )


def test_a_transfer_is_covered_decided_and_keeps_the_pots_apart(two):
    move(two, 2_000_000, decision=two.decision()).then_refused("FUND_NEGATIVE", "amount")
    limit = two.world.policies.spending_limit_idr
    move(two, limit + 1).then_refused("DECISION_REQUIRED", "decision")
    move(two, into="IURAN").then_refused("NO_CHANGE", "into")
    move(two, into="JIMPITAN").then_refused("NOT_FOUND", "into")
    two.open("LAIN", may_pay_operations=True)
    move(two, into="LAIN").then_refused("POT_MIX", "into")
    move(two, into_wksbm_id=OTHER).then_refused("NOT_SUCCESSOR", "intoWksbmId")


def test_what_a_merged_wksbm_has_left_goes_to_the_one_it_became_part_of(merged):
    merged.give(1).then_refused("WKSBM_STATE", "wksbmId")
    sent = move(merged, 1_000_000, into="IURAN", into_wksbm_id=OTHER).only(TransferSent)
    assert sent.to_wksbm == OTHER
    theirs = merged.state(FundBook, book_id(OTHER, "IURAN", "IDR", 2026))
    assert (merged.book().balance, theirs.balance) == (0, 1_000_000)
    back = {"kind": "IURAN", "entry_no": 2, "reason": "TYPING_ERROR"}
    events = merged.run(ReverseEntry, **back).accepted().events
    assert [event.amount for event in events if isinstance(event, EntryReversed)] == [
        1_000_000, -1_000_000,
    ]  # fmt: skip


def test_a_dissolved_wksbm_pays_out_what_it_has_and_takes_nothing_in(two):
    two.world.given(Wksbm, two.id, WksbmDissolved(reason="OTHER"))
    two.give(1).then_refused("WKSBM_STATE", "wksbmId")
    two.pay(100_000).accepted()
    move(two).accepted()
    two.pay(1_000_000, kind="BANTUAN").then_refused("DECISION_REQUIRED", "decision")


def test_an_arisan_is_settled_after_the_end_of_its_wksbm(arisan):
    cycle = arisan.uid("cycle")
    arisan.world.given(Wksbm, arisan.id, WksbmDissolved(reason="OTHER"))
    collected = CollectRound(cycle_id=cycle, payments=(SharePayment(share=1),))
    arisan.do(collected).then_refused("WKSBM_STATE", "wksbmId")
    arisan.do(CloseCycle(cycle_id=cycle, end="BROKEN_OFF", note="bubar")).accepted()
