"""Arrears: the dues of periods that have begun, less the payments for them.

Pure arithmetic over a book's payers, dues and entries; nothing is stored. The rules and the view of
dues both use it: the dues (:func:`owing`), the payments in last year's book
(:mod:`.payers_fold`), and the arrears. A payer owes from the period of enrolment until they leave,
except for exempted periods; older debts were carried over with last year's balance. A payment
counts from the day for which it is booked, and never if it was reversed. Good standing, a
condition of the death benefit, counts the unpaid periods that are over.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple
from uuid import UUID

from ..kernel.days import shifted
from .fund_book import FundBook
from .fund_terms import Dues, DuesFrequency, Owed, Payer
from .payers_fold import paid_ahead

SELAPAN = 35
"""Days of the Javanese month, from one Selasa Kliwon to the next."""


def first_day(frequency: DuesFrequency, day: date, anchor: date) -> date:
    """The first day of the period that contains ``day``; ``anchor``: the first day of
    any period."""
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
    """The first day of the next period; ``None`` if there is none (dues on entry, end of the
    calendar)."""
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
    """The first day of the period that a payment for ``day`` is for; without dues, of the month."""
    dues = dues_on(book, day)
    if dues is None:
        return day.replace(day=1)
    if dues.frequency == "ONCE":
        return payer.enrolled_from
    return max(first_day(dues.frequency, day, dues.valid_from), dues.valid_from)


def next_start(book: FundBook, day: date) -> date | None:
    """The first day, on or after ``day``, on which dues may change: a period begins. ``None``: the
    book has no dues on that day, and they begin with the period that holds it."""
    dues = dues_on(book, day)
    if dues is None:
        return None
    first = first_day(dues.frequency, day, dues.valid_from)
    if dues.frequency == "ONCE" or max(first, dues.valid_from) == day:
        return day
    return next_first_day(dues.frequency, first)


class Due(NamedTuple):
    """The dues of a period."""

    amount: int
    ends_on: date | None
    """The first day of the next period; ``None``: the period does not end."""


def owing(book: FundBook, payer: Payer, until: date) -> dict[date, Due]:
    """The dues up to and including ``until``, by the period's first day, oldest first.

    Parts carried over from last year for the same period are one amount. A payer who left and came
    again also owes the dues from before they left.
    """
    found: dict[date, Due] = {}
    for owed, ends_on in _due(book, payer, until):
        before = found.get(owed.period, Due(0, None))
        found[owed.period] = Due(before.amount + owed.amount, ends_on)
    return dict(sorted(found.items()))


def _due(book: FundBook, payer: Payer, until: date) -> Iterator[tuple[Owed, date | None]]:
    for owed in payer.owed:
        if owed.period <= until:
            yield owed, _end_of_owed(book, owed.period)
    if payer.former is not None:
        again = period_of(book, payer, payer.enrolled_from)
        yield from (item for item in _due(book, payer.former, until) if item[0].period < again)
    start = max(payer.enrolled_from, date(book.year, 1, 1))
    for index, dues in enumerate(book.dues):
        following = book.dues[index + 1].valid_from if index + 1 < len(book.dues) else None
        for first, after in _periods(dues, payer, start):
            if first > until or (following is not None and first >= following):
                break
            ends_on = after if following is None or after is None else min(after, following)
            if first >= date(book.year, 1, 1) and not _free(payer, first):
                yield Owed(period=first, amount=payer.pledge or dues.amount), ends_on


def _end_of_owed(book: FundBook, period: date) -> date:
    """The end of a period that was carried over: one that began last year may not be over yet."""
    dues = dues_on(book, period)
    if dues is None or first_day(dues.frequency, period, dues.valid_from) != period:
        return period
    return next_first_day(dues.frequency, period) or period


def _periods(dues: Dues, payer: Payer, start: date) -> Iterator[tuple[date, date | None]]:
    if dues.frequency == "ONCE":
        if payer.enrolled_from >= max(start, dues.valid_from):
            yield payer.enrolled_from, payer.enrolled_from
        return
    first = first_day(dues.frequency, max(start, dues.valid_from), dues.valid_from)
    after: date | None = first
    while after is not None:
        first, after = after, next_first_day(dues.frequency, after)
        # Dues that follow others of another frequency begin where those end, within a period.
        yield max(first, dues.valid_from), after


def _free(payer: Payer, period: date) -> bool:
    if payer.left_on is not None and period >= payer.left_on:
        return True
    return any(
        days.valid_from <= period and (days.valid_to is None or period < days.valid_to)
        for days in payer.exemptions
    )


class Accounts:
    """Payments by payer: one pass over the entries of a book, for any number of payers."""

    def __init__(self, book: FundBook, by: date | None = None) -> None:
        """``by``: only entries booked on that day or before it; default: all."""
        self._book = book
        self._payers = {payer.payer: payer for payer in book.payers}
        self._paid: dict[UUID, dict[date, int]] = {
            payer.payer: paid_ahead(payer) for payer in book.payers
        }
        for entry in book.entries:
            if entry.kind != "DUES_IN" or entry.reversed_by is not None:
                continue
            if by is None or entry.day <= by:
                assert entry.person is not None
                assert entry.period is not None
                account = self._paid.setdefault(entry.person, {})
                account[entry.period] = account.get(entry.period, 0) + entry.amount

    def payer(self, person: UUID) -> Payer | None:
        """A payer, also one who has left."""
        return self._payers.get(person)

    def paid(self, person: UUID) -> Mapping[date, int]:
        """The payments of a payer, by first day of the period; reversed entries do not count."""
        return self._paid.get(person, {})

    def arrears(
        self, payer: Payer, on: date, *, over: bool = False, ahead: bool = False
    ) -> list[Owed]:
        """The unpaid dues of a payer on a day, by period, oldest first.

        ``over``: only periods that have ended by then, without those of the current period. Periods
        after the book's year are owed in the next book; ``ahead``: they are given too.
        """
        given, last = self.paid(payer.payer), date(self._book.year, 12, 31)
        return [
            Owed(period=period, amount=owed.amount - given.get(period, 0))
            for period, owed in owing(self._book, payer, on if ahead else min(on, last)).items()
            if owed.amount > given.get(period, 0)
            and not (over and owed.ends_on is not None and owed.ends_on > on)
        ]
