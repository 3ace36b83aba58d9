"""Who owes what: periods that have begun, less what was paid for them.

Pure arithmetic over a book's payers, dues and entries; nothing is stored. A payer owes from the
period in which they are enrolled until they leave, but for exemptions; older debts came over
with last year's balance. Good standing (DEATH_TWICE's other half) counts the periods that are
over and unpaid.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from uuid import UUID

from ..kernel.days import shifted
from .fund_book import FundBook
from .fund_terms import Dues, DuesFrequency, Owed, Payer

SELAPAN = 35
"""Days of the Javanese month, from one Selasa Kliwon to the next."""


def first_day(frequency: DuesFrequency, day: date, anchor: date) -> date:
    """The first day of the period that holds ``day``; ``anchor``: a first day of such periods."""
    match frequency:
        case "DAILY":
            return day
        case "WEEKLY":
            return shifted(day, -day.weekday())
        case "SELAPANAN":
            return shifted(day, -((day - anchor).days % SELAPAN))
        case "MONTHLY":
            return day.replace(day=1)
        case "YEARLY":
            return day.replace(month=1, day=1)
        case "ONCE":
            return anchor


def next_first_day(frequency: DuesFrequency, first: date) -> date | None:
    """The first day of the next period; ``None``: there is none (dues on entry, end of time)."""
    if first.year == date.max.year:
        return None
    match frequency:
        case "DAILY":
            return shifted(first, 1)
        case "WEEKLY":
            return shifted(first, 7)
        case "SELAPANAN":
            return shifted(first, SELAPAN)
        case "MONTHLY":
            return shifted(first.replace(day=28), 4).replace(day=1)
        case "YEARLY":
            return first.replace(year=first.year + 1)
        case "ONCE":
            return None


def dues_on(book: FundBook, day: date) -> Dues | None:
    """The dues in force on a day."""
    return next((item for item in reversed(book.dues) if item.valid_from <= day), None)


def period_of(book: FundBook, payer: Payer, day: date) -> date:
    """The first day of the period that a payment for ``day`` is for; months where no dues are."""
    dues = dues_on(book, day)
    if dues is None:
        return day.replace(day=1)
    anchor = payer.enrolled_from if dues.frequency == "ONCE" else dues.valid_from
    return first_day(dues.frequency, day, anchor)


def due(book: FundBook, payer: Payer, until: date) -> Iterator[tuple[Owed, date | None]]:
    """What falls due up to and including ``until``, oldest first, with the next period's start.

    Who left and came again owes what fell due before they left, too.
    """
    for owed in payer.owed:
        yield owed, owed.period
    if payer.former is not None:
        again = period_of(book, payer, payer.enrolled_from)
        yield from (item for item in due(book, payer.former, until) if item[0].period < again)
    start = max(payer.enrolled_from, date(book.year, 1, 1))
    for index, dues in enumerate(book.dues):
        following = book.dues[index + 1].valid_from if index + 1 < len(book.dues) else None
        for first, after in _periods(dues, payer, start):
            if first > until or (following is not None and first >= following):
                break
            if first >= date(book.year, 1, 1) and not _free(payer, first):
                yield Owed(period=first, amount=payer.pledge or dues.amount), after


def _periods(dues: Dues, payer: Payer, start: date) -> Iterator[tuple[date, date | None]]:
    if dues.frequency == "ONCE":
        if payer.enrolled_from >= max(start, dues.valid_from):
            yield payer.enrolled_from, payer.enrolled_from
        return
    first = first_day(dues.frequency, max(start, dues.valid_from), dues.valid_from)
    after: date | None = first
    while after is not None:
        first, after = after, next_first_day(dues.frequency, after)
        yield first, after


def _free(payer: Payer, period: date) -> bool:
    if payer.left_on is not None and period >= payer.left_on:
        return True
    return any(
        days.valid_from <= period and (days.valid_to is None or period < days.valid_to)
        for days in payer.exemptions
    )


class Accounts:
    """What the payers of a book have paid: one walk over its entries, for any number of them."""

    def __init__(self, book: FundBook) -> None:
        self._book = book
        self._payers = {payer.payer: payer for payer in book.payers}
        self._paid: dict[UUID, dict[date, int]] = {
            payer.payer: {item.period: item.amount for item in payer.advance}
            for payer in book.payers
        }
        for entry in book.entries:
            if entry.kind == "DUES_IN" and entry.reversed_by is None:
                assert entry.person is not None
                assert entry.period is not None
                account = self._paid.setdefault(entry.person, {})
                account[entry.period] = account.get(entry.period, 0) + entry.amount

    def payer(self, person: UUID) -> Payer | None:
        """A payer, also one who has left."""
        return self._payers.get(person)

    def paid(self, person: UUID) -> Mapping[date, int]:
        """What a payer has paid, by the first day of the period; reversed entries do not count."""
        return self._paid.get(person, {})

    def arrears(self, payer: Payer, on: date, *, over: bool = False) -> list[Owed]:
        """What a payer still owes on a day, by period, oldest first.

        ``over``: only periods that have ended by then; this month's dues are no arrears yet.
        """
        given = self.paid(payer.payer)
        return [
            Owed(period=owed.period, amount=owed.amount - given.get(owed.period, 0))
            for owed, after in due(self._book, payer, on)
            if owed.amount > given.get(owed.period, 0) and not (over and after and after > on)
        ]
