"""Two years of a fund's book, in any order and with any mistakes: rule = view = independent fold.

The commands are those of the service; what they wrote is read as an auditor reads it, from the
exported lines, by ``tests/oracle/money.py``, which shares no code with rules and views. Balances
and arrears are compared on many days, at positions in the middle of the log too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import msgspec
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st
from tests.domain.conftest import Scenario
from tests.domain.money.conftest import Neighbourhood
from tests.oracle.money import Book, Books
from tests.views.history import History, house, seal
from tests.views.neighbourhood import Recorded
from tests.views.reading import ask

from wahana.domain.kernel.model import Actor, Aggregate, Command, Event
from wahana.domain.money.arrears import Accounts
from wahana.domain.money.closing import BookCountDifference, CountCash, SealMonth, last_day
from wahana.domain.money.closing import seal as seal_of
from wahana.domain.money.fund_book import FundBook
from wahana.domain.money.fund_corrections import CorrectDues, RetractFundEntry
from wahana.domain.money.fund_opening import OpenFund
from wahana.domain.money.fund_terms import DuesLine
from wahana.domain.money.payers import EnrolPayer, ExemptPayer, RecordPayerLeaving, SetDues
from wahana.domain.money.payments import Disburse
from wahana.domain.money.receipts import ReceiveDonation, ReceiveDues
from wahana.domain.money.reversals import ReverseEntry
from wahana.domain.money.transfers import TransferFund
from wahana.domain.money.year_end import CloseYear
from wahana.domain.people.registration import PersonRef
from wahana.platform.database import Database
from wahana.platform.views import NOW
from wahana.projections.dues import view as dues
from wahana.projections.fund_book import view as fund_book
from wahana.projections.office import view as office
from wahana.projections.person_registry import view as person_registry
from wahana.projections.wksbm_directory import view as directory

__all__ = ["house"]

VIEWS = (fund_book.VIEW, dues.VIEW, office.VIEW, person_registry.VIEW, directory.VIEW)
TODAY = date(2027, 3, 20)
OLD, NEW = (date(2026, 9, 1), date(2026, 12, 31)), (date(2027, 1, 1), TODAY)
NAMES = ("Sri", "Budi", "Tini")
HOUSE = Neighbourhood(Scenario())
"""Only for its ids, which are the same in every world."""


class Told(Scenario):
    """A world whose log is kept as the lines of an export."""

    def __init__(self, **properties: Any) -> None:
        self.lines: list[bytes] = []
        super().__init__(**properties)

    def _fold(
        self, kind: type[Aggregate], stream_id: UUID, event: Event, on: date, actor: Actor
    ) -> None:
        super()._fold(kind, stream_id, event, on, actor)
        self.lines.append(exported(stream_id, self.state(kind, stream_id).version, event))


class Both(Recorded, Told):
    """A world that tells the views' history, too."""

    def __init__(self, history: History, **properties: Any) -> None:
        self.lines = []
        Recorded.__init__(self, history, **properties)


def exported(stream: UUID, version: int, event: Event) -> bytes:
    """An event of the export."""
    data, _ = seal(event, stream)
    payload = {"data": msgspec.to_builtins(data)}
    line = {"streamId": str(stream), "version": version, "topic": event.TOPIC}
    return json.dumps(line | {"payload": json.dumps(payload)}).encode()


def between(days: tuple[date, date]) -> st.SearchStrategy[date]:
    return st.integers(0, (days[1] - days[0]).days).map(lambda n: days[0] + timedelta(days=n))


def wish(kind: type[Command], **fields: Any) -> st.SearchStrategy[Command]:
    """A command about the fund of dues."""
    given_ = st.fixed_dictionaries(fields)
    return given_.map(lambda said: kind(wksbm_id=HOUSE.id, kind="IURAN", **said))


people = st.sampled_from(NAMES).map(HOUSE.uid)
months = st.sampled_from([date(2026, n, 1) for n in (9, 10, 11, 12)] + [date(2027, 1, 1)])
lines = st.lists(
    st.builds(
        DuesLine,
        payer_id=people,
        period=st.one_of(st.none(), months),
        amount=st.sampled_from((None, 2_000, 5_000, 12_000)),
    ),
    min_size=1,
    max_size=3,
).map(tuple)
often = st.sampled_from(("MONTHLY", "MONTHLY", "WEEKLY", "SELAPANAN", "YEARLY"))
years = st.sampled_from((2026, 2026, 2027))
wishes: st.SearchStrategy[Command] = st.one_of(
    wish(ReceiveDues, lines=lines),
    wish(ReceiveDues, lines=lines),
    wish(
        ReverseEntry,
        entry_no=st.integers(1, 9),
        year=years,
        reason=st.sampled_from(("TYPING_ERROR", "DUPLICATE")),
    ),
    wish(ReceiveDonation, donor_kind=st.just("RESIDENT"), amount=st.integers(1, 50_000)),
    wish(
        Disburse,
        purpose=st.just("SANTUNAN"),
        organisation=st.just("Toko"),
        amount=st.integers(1, 60_000),
    ),
    wish(
        CountCash,
        counted=st.integers(0, 150_000),
        witnesses=st.just((HOUSE.uid("Budi"),)),
    ),
    wish(TransferFund, into=st.just("BANTUAN"), amount=st.integers(1, 30_000)),
    wish(BookCountDifference, of=st.integers(4, 20), note=st.just("Selisih")),
    wish(ExemptPayer, payer_id=people, reason=st.just("ELDER"), valid_to=st.none()),
    wish(RecordPayerLeaving, payer_id=people, reason=st.just("MOVED")),
    wish(EnrolPayer, payer=people.map(lambda one: PersonRef(person_id=one))),
    wish(SetDues, amount=st.sampled_from((4_000, 6_000)), frequency=often),
    wish(
        CorrectDues,
        of=st.integers(3, 12),
        amount=st.sampled_from((3_000, 8_000)),
        frequency=often,
        valid_from=between(OLD),
        reason=st.just("TYPING_ERROR"),
    ),
    wish(
        RetractFundEntry,
        of=st.integers(3, 12),
        entry=st.sampled_from(("DUES", "COUNT", "PAYER", "LEAVING", "EXEMPTION")),
        payer_id=people,
        reason=st.just("TYPING_ERROR"),
    ),
)
Dated = list[tuple[Command, date]]


def some(days: tuple[date, date], most: int) -> st.SearchStrategy[Dated]:
    return st.lists(st.tuples(wishes, between(days)), max_size=most)


histories = st.tuples(some(OLD, 14), some(NEW, 4), st.booleans(), some(NEW, 12))
"""The old year, the new one before the old book is closed, whether it is closed, and after that."""
days = st.lists(between((date(2026, 8, 28), TODAY)), min_size=1, max_size=4)


def run(rw: Neighbourhood, story: tuple[Dated, Dated, bool, Dated]) -> Iterable[None]:
    """The story, command by command."""
    old, early, closes, new = story
    for name in NAMES:
        rw.person(name)
    rw.run(OpenFund, kind="IURAN", year=2026, opens_on=OLD[0], opening_balance=40_000, on=OLD[0])
    rw.run(OpenFund, kind="BANTUAN", year=2026, opens_on=OLD[0], on=OLD[0])
    rw.dues(5_000, valid_from=OLD[0], on=OLD[0])
    rw.enrol(*NAMES, enrolled_from=OLD[0], on=OLD[0])
    yield
    for command, on in old:
        rw.do(command, on=on)
        yield
    if early:
        rw.run(OpenFund, kind="IURAN", year=2027, opens_on=date(2027, 1, 4), on=date(2027, 1, 4))
        yield
    for command, on in early:
        rw.do(command, on=on)
        yield
    if closes:
        for month in range(9, 13):
            rw.run(SealMonth, year=2026, month=month).accepted()
        event(f"closed: {rw.run(CloseYear, kind='IURAN', year=2026).refused is None}")
        yield
    for command, on in new:
        rw.do(command, on=on)
        yield


def book_of(rw: Neighbourhood, told: Book) -> FundBook:
    """The same book as the rules have it."""
    kind: Any = told.kind
    return rw.book(kind, "IDR", told.year)


def rule(rw: Neighbourhood, told: Book, day: date) -> Any:
    """What the rules see in a book on a day."""
    book = book_of(rw, told)
    behind = {}
    accounts = Accounts(book, day)
    for payer in book.payers:
        owed, over = (accounts.arrears(payer, day, over=only) for only in (False, True))
        if owed:
            sums = sum(item.amount for item in owed), sum(item.amount for item in over)
            behind[str(payer.payer)] = sums
    return book.balance_on(day), behind


def check_sums(rw: Neighbourhood, told: Book) -> None:
    """Differences of counts and the figures of sealed months are what the log says."""
    assert [booked for booked, _ in told.differences] == [right for _, right in told.differences]
    for month, sums in told.seals.items():
        first = date(told.year, month, 1)
        assert sums == told.totals(first, last_day(told.year, month)), (told.year, month)
        sealed = seal_of(book_of(rw, told), month)
        assert (sealed.received, sealed.paid) == sums


def independent(told: Book, day: date) -> Any:
    return told.balance(day), told.all_arrears(day)


@settings(max_examples=150, deadline=None)
@given(histories, days)
def test_the_rules_see_what_the_log_says(
    story: tuple[Dated, Dated, bool, Dated], on: list[date]
) -> None:
    world = Told(area_code="34.71", today=TODAY, edition="2012", tenant="kota yogya")
    rw = Neighbourhood(world)
    for _ in run(rw, story):
        pass
    for told in Books.exported(world.lines).books.values():
        check_sums(rw, told)
        for day in (*on, date(2026, 12, 31), date(2027, 1, 1), TODAY):
            if told.answers(day):
                assert rule(rw, told, day) == independent(told, day), (told.year, day)


async def viewed(history: History, day: date, as_of: int) -> Any:
    """What the views say of all books on a day."""
    found: dict[str, Any] = {}
    for row in await ask(history, "FundBalance", valid_on=day, as_of=as_of):
        found[str(UUID(int=row["book_id"].int))] = (row["balance"], {})
    for row in await ask(history, "Arrears", valid_on=day, as_of=as_of):
        behind = found[str(UUID(int=row["book_id"].int))][1]
        behind[str(UUID(int=row["payer_id"].int))] = (row["owed"], row["overdue"])
    return found


@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(histories, days, st.integers(0, 30), st.integers(1, 12))
async def test_the_views_say_what_the_log_says(
    house: Database,
    story: tuple[Dated, Dated, bool, Dated],
    on: list[date],
    cut: int,
    portion: int,
) -> None:
    history = History(house)
    world = Both(history, area_code="34.71", today=TODAY, edition="2012", tenant="kota yogya")
    rw = Neighbourhood(world)
    then: tuple[int, list[bytes]] | None = None
    for number, _ in enumerate(run(rw, story)):
        if number == cut:
            then = (await history.write(), list(world.lines))
    await history.run(views=VIEWS, batch_events=portion)
    for as_of, log in ((NOW, world.lines), *([then] if then else [])):
        told = Books.exported(log).books
        for day in (*on, date(2026, 12, 31), date(2027, 1, 4), TODAY):
            expected = {
                book.id: independent(book, day) for book in told.values() if book.answers(day)
            }
            assert await viewed(history, day, as_of) == expected, (day, as_of)
        for row in await ask(history, "FundMonth", valid_on=TODAY, as_of=as_of):
            book = told[str(UUID(int=row["book_id"].int))]
            sums = book.totals(row["month"], row["last_day"])
            assert (row["received"], row["paid"]) == sums, (book.year, row["month"])
