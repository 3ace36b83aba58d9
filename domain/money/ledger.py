"""The arithmetic of a book: closings by day, kept as entries come, early or late.

A book remembers the closing balance of each day with an entry, in order of days. A new entry
changes the closings from its day on: a late one rewrites a few, today's adds one at the end. So
no rule replays anything, and FUND_NEGATIVE asks the days from the entry's on.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from datetime import date
from hashlib import sha256
from uuid import UUID

import msgspec

from .fund_terms import EntryKind


class DayBalance(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The balance at the end of a day."""

    day: date
    amount: int


class Entry(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """An entry of the cash book, as far as later rules ask for it."""

    no: int
    day: date
    amount: int
    """Signed: what came in is positive."""
    kind: EntryKind
    version: int
    """Version of its event."""
    person: UUID | None = None
    """The payer of dues, the payee of a payment."""
    period: date | None = None
    """First day of the period that dues are for."""
    route: str | None = None
    reverses: int | None = None
    reversed_by: int | None = None
    twin_book: UUID | None = None
    twin_no: int | None = None
    """The other side of a sale of rice."""
    meeting: UUID | None = None
    decision: int | None = None
    deceased: tuple[UUID, ...] = ()
    count: int | None = None
    """Version of the count whose difference it books."""
    organisation: str | None = None
    """The body that was paid."""
    receipt_no: str | None = None
    receipt_sha256: str | None = None
    """Number and hash of the paper receipt, as corrected."""


class Count(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """A count of the box that stands."""

    entry: int
    counted_on: date
    difference: int
    booked: int | None = None
    """Number of the entry that booked the difference."""
    counted: int = 0
    """What was found."""


class Seal(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """A sealed month; it never changes."""

    month: int
    opening: int
    closing: int
    digest: str
    sealed_by: UUID
    approved_by: UUID | None = None


Closings = tuple[DayBalance, ...]


def balance_on(closings: Closings, day: date) -> int:
    """The balance at the end of a day."""
    index = bisect_right(closings, day, key=lambda item: item.day)
    return closings[index - 1].amount if index else 0


def posted(closings: Closings, day: date, amount: int) -> Closings:
    """The closings with one more entry on a day."""
    index = bisect_left(closings, day, key=lambda item: item.day)
    later = closings[index:]
    if not later or later[0].day != day:
        before = closings[index - 1].amount if index else 0
        later = (DayBalance(day, before), *later)
    return (*closings[:index], *(DayBalance(item.day, item.amount + amount) for item in later))


def sides(kind: str, amount: int) -> tuple[int, int]:
    """What a signed amount adds to what came in and to what went out.

    A reversal counts on the side of the entry that it undoes, with the opposite sign: what came
    in by mistake never came in.
    """
    received = (amount > 0) != (kind == "REVERSAL")
    return (amount, 0) if received else (0, -amount)


def lowest_from(closings: Closings, day: date) -> DayBalance:
    """The first of the lowest closings on the day or after it."""
    index = bisect_left(closings, day, key=lambda item: item.day)
    candidates = [DayBalance(day, balance_on(closings, day)), *closings[index:]]
    return min(candidates, key=lambda item: item.amount)


def digest(entries: Iterable[Entry]) -> str:
    """SHA-256, as hex, over entries by number: what a sealed month was made of."""
    lines = (
        f"{entry.no}|{entry.day.isoformat()}|{entry.amount}\n"
        for entry in sorted(entries, key=lambda entry: entry.no)
    )
    return sha256("".join(lines).encode()).hexdigest()
