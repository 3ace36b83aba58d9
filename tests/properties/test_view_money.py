"""Random histories of books through the commands: the views say what the rules' states say, on
any day, at any moment, in any portions, and after a rebuild."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.properties.test_money import BOOKS, FIRST, NAMES, TODAY, histories
from tests.views.history import History, house, twice
from tests.views.neighbourhood import neighbourhood
from tests.views.reading import ask

from wahana.domain.kernel.model import Command
from wahana.domain.kernel.policies import Policies
from wahana.domain.money.arrears import Accounts
from wahana.domain.money.closing import SealMonth
from wahana.domain.money.fund_book import FundBook
from wahana.platform import rebuild
from wahana.platform.database import Database
from wahana.platform.interventions import Justification
from wahana.platform.views import NOW
from wahana.projections.dues import view as dues
from wahana.projections.fund_book import view as fund_book
from wahana.projections.office import view as office
from wahana.projections.person_registry import view as person_registry
from wahana.projections.wksbm_directory import view as directory

__all__ = ["house"]

MONEY = (twice(fund_book.VIEW), twice(dues.VIEW))
VIEWS = (*MONEY, office.VIEW, person_registry.VIEW, directory.VIEW)


async def said(history: History, book: FundBook, on: date, as_of: int = NOW) -> Any:
    """What the views say of a book on a day, each part proved by another."""
    here = {"as_of": as_of, "valid_on": on, "_book_id": book.id}
    entries = await ask(history, "CashEntry", as_of=as_of, bookId=book.id)
    running = 0
    for row in entries:
        running += row["amount"]
        assert row["balance"] == running >= 0
    (balance,) = await ask(history, "FundBalance", **here)
    proof = await ask(history, "FundProof", **here)
    assert sum(row["amount"] for row in proof) == balance["balance"]
    assert [row["entry_no"] for row in proof] == [
        row["entry_no"] for row in entries if row["day"] <= on
    ]
    behind = await ask(history, "Arrears", as_of=as_of, valid_on=on, bookId=book.id)
    months = await ask(history, "FundMonth", as_of=as_of, valid_on=on, bookId=book.id)
    return (
        [(row["entry_no"], row["day"], row["amount"], row["reversed_by"]) for row in entries],
        balance["balance"],
        {row["payer_id"]: (row["owed"], row["overdue"]) for row in behind},
        [(row["month"].month, row["closing"]) for row in months if row["sealed"]],
    )


def expected(book: FundBook, on: date) -> Any:
    """The same, from the state that the rules see."""
    behind = {}
    for payer in book.payers:
        owed, over = (
            Accounts(book, on).arrears(payer, on),
            Accounts(book, on).arrears(payer, on, over=True),
        )
        if owed:
            behind[payer.payer] = (
                sum(item.amount for item in owed),
                sum(item.amount for item in over),
            )
    return (
        [(entry.no, entry.day, entry.amount, entry.reversed_by) for entry in book.entries],
        book.balance_on(on),
        behind,
        [(seal.month, seal.closing) for seal in book.seals if seal.month <= on.month],
    )


@settings(
    max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    histories,
    st.integers(1, 40),
    st.integers(0, (TODAY - FIRST).days).map(lambda number: FIRST + timedelta(days=number)),
    st.integers(1, 12),
)
async def test_views_of_money_say_what_the_rules_see(
    house: Database, wishes: list[tuple[Command, date]], cut: int, on: date, portion: int
) -> None:
    history = History(house)
    rw = neighbourhood(history, today=TODAY)
    rw.world.policies = Policies(death_benefit_totals=(90_000, 150_000))
    for name in (*NAMES, "Karto", "Karti", "heir"):
        rw.person(name)
    for kind, unit in BOOKS:
        rw.open(kind, unit)
    rw.dues(5_000)
    rw.enrol(*NAMES)
    then, moment = {}, 0
    for number, (wish, day) in enumerate(wishes):
        rw.do(wish, on=TODAY if isinstance(wish, SealMonth) else day)
        if number == cut:
            moment = await history.write()
            then = {book: expected(rw.book(*book), on) for book in BOOKS}
    await history.run(views=VIEWS, batch_events=portion)
    for book in BOOKS:
        assert await said(history, rw.book(*book), on) == expected(rw.book(*book), on)
        if book in then:
            assert await said(history, rw.book(*book), on, moment) == then[book]
    for view in MONEY:
        (rebuilt,) = await rebuild.rebuild(
            history.projector(),
            view,
            [history.tenant],
            Justification("Bu Ratna", "held to a replay"),
        )
        assert (rebuilt.outcome, rebuilt.differences) == ("switched", ())
