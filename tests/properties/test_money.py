"""Random histories of three books: late entries, sales, reversals, seals, in any order.

After every command that is accepted, each book is computed again from its events alone, by their
movements, day by day: no balance is ever negative, the running balance is the sum, entry numbers
have no gap, a sealed month is what it was when it was sealed, and one deceased has one benefit.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.domain.conftest import Scenario
from tests.domain.money.conftest import Neighbourhood

from wahana.domain.kernel.model import Command, Event
from wahana.domain.kernel.policies import Policies
from wahana.domain.money.amounts import RiceGiven
from wahana.domain.money.arrears import Accounts, owing
from wahana.domain.money.closing import BookCountDifference, CountCash, SealMonth, seal
from wahana.domain.money.fund_book import FundBook, book_id
from wahana.domain.money.fund_opening import OpenFund
from wahana.domain.money.fund_record_events import MonthSealed
from wahana.domain.money.fund_terms import DuesLine
from wahana.domain.money.movements import Movement, movements
from wahana.domain.money.payers import ExemptPayer, RecordPayerLeaving
from wahana.domain.money.payments import Disburse, PayDeathBenefit
from wahana.domain.money.receipts import CollectJimpitan, ReceiveDonation, ReceiveDues
from wahana.domain.money.reversals import ReverseEntry
from wahana.domain.money.rice import ConvertRice
from wahana.domain.people.registration import PersonRef

FIRST = date(2026, 1, 1)
TODAY = date(2026, 4, 3)
BOOKS = (("IURAN", "IDR"), ("JIMPITAN", "IDR"), ("JIMPITAN", "RICE_G"))
NAMES = ("Sri", "Budi")
DEAD = ("Karto", "Karti")
HOUSE = Neighbourhood(Scenario())
"""Only for its ids, which are the same in every world."""

days = st.integers(0, (TODAY - FIRST).days).map(lambda number: FIRST + timedelta(days=number))
amounts = st.integers(1, 400_000)
rice = st.integers(1, 60).map(lambda number: RiceGiven(measure="CUP", quantity=str(number)))
money = st.sampled_from(("IURAN", "JIMPITAN"))
books = st.sampled_from(BOOKS).map(lambda book: {"kind": book[0], "unit": book[1]})
people = st.sampled_from(NAMES).map(HOUSE.uid)
reasons = st.sampled_from(("TYPING_ERROR", "DUPLICATE"))


def command(wish: type[Command], /, *parts: st.SearchStrategy[Any], **fields: Any) -> Any:
    """Commands of a kind about the WKSBM; ``parts``: dictionaries of more fields."""
    return st.tuples(*parts, st.fixed_dictionaries(fields)).map(
        lambda given: wish(wksbm_id=HOUSE.id, **{k: v for part in given for k, v in part.items()})
    )


lines = st.lists(
    st.builds(DuesLine, payer_id=people, amount=st.one_of(st.none(), st.integers(1, 20_000))),
    min_size=1,
    max_size=3,
).map(tuple)
dead = st.lists(st.sampled_from(DEAD), min_size=1, max_size=2, unique=True).map(
    lambda names: tuple(PersonRef(person_id=HOUSE.uid(name)) for name in names)
)
donation = command(ReceiveDonation, kind=money, donor_kind=st.just("RESIDENT"), amount=amounts)
payment = command(
    Disburse,
    kind=money,
    purpose=st.just("SANTUNAN"),
    organisation=st.just("Toko"),
    amount=amounts,
)
collection = command(
    CollectJimpitan,
    unit=st.just("RICE_G"),
    collectors=st.just((HOUSE.uid("Sri"),)),
    households=st.just(90),
    gave=st.just(80),
    rice=rice,
)
benefit = command(
    PayDeathBenefit,
    kind=st.just("IURAN"),
    deceased=dead,
    payer_id=people,
    paid_to=st.just(PersonRef(person_id=HOUSE.uid("heir"))),
)
reversal = command(ReverseEntry, books, entry_no=st.integers(1, 12), reason=reasons)
wishes: st.SearchStrategy[Command] = st.one_of(
    donation,
    donation,
    payment,
    payment,
    collection,
    collection,
    command(ReceiveDues, kind=st.just("IURAN"), lines=lines),
    command(ConvertRice, rice=rice, rupiah=amounts),
    benefit,
    reversal,
    reversal,
    command(SealMonth, year=st.just(2026), month=st.integers(1, 3)),
    command(
        CountCash,
        books,
        counted=st.integers(0, 300_000),
        witnesses=st.just((HOUSE.uid("Budi"),)),
    ),
    command(BookCountDifference, books, of=st.integers(4, 20), note=st.just("Selisih")),
    command(ExemptPayer, kind=st.just("IURAN"), payer_id=people, reason=st.just("ELDER")),
    command(RecordPayerLeaving, kind=st.just("IURAN"), payer_id=people, reason=st.just("MOVED")),
)
histories = st.lists(st.tuples(wishes, days), min_size=10, max_size=40)
sad = st.lists(
    st.tuples(
        st.one_of(
            benefit, benefit, reversal, command(ConvertRice, rice=rice, rupiah=amounts), collection
        ),
        days,
    ),
    min_size=10,
    max_size=40,
)
"""Histories of many deaths and mistakes."""


class World:
    """Three books, two payers, and every event in the order in which it came."""

    def __init__(self) -> None:
        policies = Policies(death_benefit_totals=(90_000, 150_000))
        self.scenario = Scenario(area_code="34.71", today=TODAY, policies=policies)
        self.house = Neighbourhood(self.scenario)
        self.events: dict[UUID, list[Event]] = defaultdict(list)
        self.seals: dict[UUID, list[MonthSealed]] = defaultdict(list)
        for name in (*NAMES, *DEAD, "heir"):
            self.house.person(name)
        for kind, unit in BOOKS:
            opening = 300_000 if kind == "IURAN" else None
            opened = {"kind": kind, "unit": unit, "year": 2026, "opens_on": FIRST}
            wish = OpenFund(wksbm_id=self.house.id, opening_balance=opening, **opened)
            assert self.run(wish, FIRST)
        self.house.dues(5_000)
        self.house.enrol(*NAMES)

    def run(self, wish: Command, on: date) -> bool:
        """Whether it was accepted; its events are kept by stream."""
        today = isinstance(wish, SealMonth)
        outcome = self.house.do(wish, on=TODAY if today else on)
        for state, event in outcome.written:
            if isinstance(state, FundBook):
                self.events[state.id].append(event)
            if isinstance(event, MonthSealed):
                self.seals[state.id].append(event)
        return outcome.refused is None

    def books(self) -> list[FundBook]:
        return [self.house.book(kind, unit) for kind, unit in BOOKS]

    def moved(self, book: FundBook) -> list[Movement]:
        """The entries of a book, read from its events alone."""
        return [one for event in self.events[book.id] for one in movements(book.id, event)]


def check_books(world: World) -> None:
    """What holds after every command, whatever came before it."""
    for book in world.books():
        entries = world.moved(book)
        assert [entry.entry_no for entry in entries] == list(range(1, len(entries) + 1))
        assert {entry.unit for entry in entries} <= {book.unit}
        by_day: dict[date, int] = defaultdict(int)
        for entry in entries:
            by_day[entry.day] += entry.amount
        running = 0
        for number in range((TODAY - FIRST).days + 1):
            day = FIRST + timedelta(days=number)
            running += by_day[day]
            assert running >= 0, (book.kind, book.unit, day)
            assert book.balance_on(day) == running
        assert book.balance == running
        for sealed in world.seals[book.id]:
            again = seal(book, sealed.month)
            same = {"last_entry_no": sealed.last_entry_no}
            assert msgspec.structs.replace(again, **same) == sealed


@settings(max_examples=120, deadline=None)
@given(histories)
def test_any_history_of_the_books_adds_up(history: list[tuple[Command, date]]) -> None:
    world = World()
    for wish, on in history:
        if world.run(wish, on):
            check_books(world)
    check_books(world)


@settings(max_examples=60, deadline=None)
@given(sad)
def test_one_deceased_has_one_benefit_and_reversals_come_in_pairs(
    history: list[tuple[Command, date]],
) -> None:
    world = World()
    for wish, on in history:
        world.run(wish, on)
    standing: list[UUID] = []
    for book in world.books():
        for entry in book.entries:
            if entry.reversed_by is not None:
                other = book.entries[entry.reversed_by - 1]
                assert (other.reverses, other.amount) == (entry.no, -entry.amount)
                assert other.day >= entry.day
            elif entry.kind == "DEATH_BENEFIT_OUT":
                standing.extend(entry.deceased)
    assert len(standing) == len(set(standing))
    grams, rupiah = world.books()[2], world.books()[1]
    sold = [entry for entry in grams.entries if entry.kind == "RICE_OUT"]
    came = [entry for entry in rupiah.entries if entry.kind == "PROCEEDS_IN"]
    assert [(entry.no, entry.twin_no) for entry in sold] == [
        (entry.twin_no, entry.no) for entry in came
    ]
    assert [entry.reversed_by is None for entry in sold] == [
        entry.reversed_by is None for entry in came
    ]


@settings(max_examples=60, deadline=None)
@given(histories, days)
def test_what_is_owed_is_what_fell_due_less_what_was_paid(
    history: list[tuple[Command, date]], on: date
) -> None:
    world = World()
    for wish, day in history:
        world.run(wish, day)
    book = world.house.book()
    for payer in book.payers:
        given_ = Accounts(book).paid(payer.payer)
        owed = {item.period: item.amount for item in Accounts(book).arrears(payer, on)}
        for period, item in owing(book, payer, on).items():
            assert owed.get(period, 0) == max(item.amount - given_.get(period, 0), 0)
        assert sum(given_.values()) == sum(
            entry.amount
            for entry in book.entries
            if entry.kind == "DUES_IN" and entry.person == payer.payer and entry.reversed_by is None
        )


@settings(max_examples=40, deadline=None)
@given(histories)
def test_the_stored_events_fold_to_the_same_books(history: list[tuple[Command, date]]) -> None:
    world = World()
    for wish, on in history:
        world.run(wish, on)
    for book in world.books():
        stored = msgspec.json.decode(msgspec.json.encode(book), type=FundBook)
        assert stored == book
        assert stored.id == book_id(HOUSE.id, book.kind, book.unit, 2026)
