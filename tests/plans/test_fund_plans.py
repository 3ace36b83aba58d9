"""A balance is one probe of an index, live and as of any moment; the lists of money walk theirs.

As the role that reads, with the generic plan that its pool keeps, on tables without statistics and
on analysed ones.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, timedelta

import asyncpg
import pytest
from tests.conftest import Postgres
from tests.domain.conftest import uid
from tests.plans.test_relation_plans import explain, page
from tests.views.history import History, house

from wahana.domain.formation.wksbm_events import WksbmProposed
from wahana.domain.money.fund_book import book_id
from wahana.domain.money.fund_events import DonationReceived, FundOpened, JimpitanRoundCollected
from wahana.domain.money.fund_record_events import DuesSet, PayerEnrolled
from wahana.domain.money.meeting_events import MeetingHeld
from wahana.platform.database import Database
from wahana.projections.selection import RowConditions, RowSelection, SelectedField, Selection

__all__ = ["house"]

BOOKS = 60
DAYS = 40
FIRST = date(2026, 1, 1)
WKSBM = uid("w 0")
BOOK = book_id(WKSBM, "IURAN", "IDR", 2026)


def one(relation: str, column: str) -> RowSelection:
    """A column of a book's row."""
    return RowSelection(
        RowConditions(relation, ("=book_id",), (BOOK,)), "one", (SelectedField("a", column),)
    )


PROBES: dict[str, tuple[Selection, str]] = {
    "the balance of a day": (one("FundBalance", "balance"), "fund_day_pkey"),
    "the balance in the order of the log": (one("FundBook", "balance"), "fund_balance_pkey"),
}
LISTS: dict[str, tuple[Selection, str, str]] = {
    "book": (page("CashEntry", "NUMBER", bookId=BOOK), "fund_entry_pkey", "book_id"),
    "cash book by day": (page("CashEntry", "DAY", bookId=BOOK), "fund_entry_by_book", "book_id"),
    "entries of a WKSBM": (
        page("CashEntry", "NEWEST", wksbmId=WKSBM), "fund_entry_by_wksbm", "wksbm_id",
    ),
    "proof": (page("FundProof", **{"=book_id": BOOK}), "fund_entry_(pkey|by_book)", "book_id"),
    "books of a WKSBM": (page("FundBook", wksbmId=WKSBM), "fund_book_by_wksbm", "wksbm_id"),
    "books": (page("FundBook", "YEAR"), "fund_book_by_year", "tenant_id"),
    "nights of a WKSBM": (
        page("JimpitanRound", wksbmId=WKSBM), "jimpitan_round_by_wksbm", "wksbm_id",
    ),
    "nights": (page("JimpitanRound"), "jimpitan_round_by_night", "tenant_id"),
    "arrears of a WKSBM": (page("Arrears", wksbmId=WKSBM), "dues_payer_by_wksbm", "wksbm_id"),
    "what a payer owes": (page("Arrears", bookId=BOOK), "dues_period_pkey", "payer_id"),
    "meetings of a WKSBM": (page("Meeting", wksbmId=WKSBM), "meeting_by_wksbm", "wksbm_id"),
    "meetings": (page("Meeting"), "meeting_by_day", "tenant_id"),
}  # fmt: skip


def books(history: History, count: int) -> History:
    """WKSBM with a book each, gifts on several days, nights, a payer and a meeting."""
    for number in range(count):
        wksbm = uid(f"w {number}")
        book = book_id(wksbm, "IURAN", "IDR", 2026)
        history.add(wksbm, WksbmProposed(
            name=f"WKSBM {number}", level="RW", village_code=f"64.74.01.1{number % 15:03}",
            area_edition="2025", origin="NATURAL", budget_year=2026, slot=uid("s"),
        ))  # fmt: skip
        history.add(book, FundOpened(
            wksbm=wksbm, kind="IURAN", unit="IDR", year=2026, opens_on=FIRST, scope="RW"
        ))  # fmt: skip
        history.add(book, DuesSet(amount=10, unit="IDR", frequency="MONTHLY", valid_from=FIRST))
        history.add(book, PayerEnrolled(payer=uid(f"p {number}"), enrolled_from=FIRST))
        history.add(uid(f"m {number}"), MeetingHeld(
            wksbm=wksbm, kind="ROUTINE", held_on=FIRST + timedelta(days=number), headcount=9
        ))  # fmt: skip
        for event in gifts():
            history.add(book, event)
    return history


def gifts() -> Iterator[DonationReceived | JimpitanRoundCollected]:
    for number in range(DAYS):
        day = FIRST + timedelta(days=number)
        yield DonationReceived(
            entry_no=2 * number + 1, booked_on=day, amount=5, unit="IDR", donor_kind="RESIDENT"
        )
        yield JimpitanRoundCollected(
            entry_no=2 * number + 2, booked_on=day, amount=5, unit="IDR", collectors=(),
            households=2, gave=1,
        )  # fmt: skip


@pytest.fixture(scope="module")
async def small(house: Database) -> History:
    """Three offices with two books each, in tables that the server knows nothing of."""
    histories = [await books(History(house), 2).run() for _ in range(3)]
    return histories[0]


@pytest.fixture(scope="module")
async def large(house: Database, postgres: Postgres, small: History) -> History:
    """Three offices with many books, in tables that the server has looked at."""
    histories = [await books(History(house), BOOKS).run() for _ in range(3)]
    name = await house.pool("wahana_app_ro").fetchval("SELECT current_database()")
    admin = await asyncpg.connect(postgres.url(name))
    await admin.execute("VACUUM ANALYZE")
    await admin.close()
    return histories[0]


@pytest.mark.parametrize("name", PROBES)
async def test_a_balance_is_one_probe_from_the_first_row_on(small: History, name: str) -> None:
    await expect_probe(small, name)


@pytest.mark.parametrize("name", PROBES)
async def test_a_balance_is_one_probe_of_an_index_alone(large: History, name: str) -> None:
    await expect_probe(large, name)


@pytest.mark.parametrize("name", LISTS)
async def test_a_list_of_money_walks_its_index_from_the_first_row_on(
    small: History, name: str
) -> None:
    await expect_walk(small, name)


@pytest.mark.parametrize("name", LISTS)
async def test_a_list_of_money_walks_its_index(large: History, name: str) -> None:
    await expect_walk(large, name)


async def expect_probe(history: History, name: str) -> None:
    selection, index = PROBES[name]
    plan = await explain(history, selection)
    assert len(re.findall(rf"Index Only Scan Backward using {index} ", plan)) == 1, plan
    assert "Seq Scan on fund" not in plan, plan
    assert "Sort" not in plan, plan


async def expect_walk(history: History, name: str) -> None:
    selection, index, entered_with = LISTS[name]
    plan = await explain(history, selection)
    assert not re.search(r"Seq Scan on (fund|dues|jimpitan|meeting)", plan), plan
    found = re.search(rf"Scan.* using {index} .*\n\s+Index Cond: (?P<condition>.*)", plan)
    assert found, plan
    assert entered_with in found["condition"], plan
