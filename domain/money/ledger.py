"""The arithmetic of a book: closing balances by day, updated by each entry, early or late.

A book keeps the closing balance of each day that has an entry, in order of days. A new entry
changes the balances from its day on: a late one changes a few, today's adds one at the end. So no
rule needs a replay, and FUND_NEGATIVE reads only the days from the entry's on.
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
    """An entry of the cash book, with the fields that rules use."""

    no: int
    day: date
    amount: int
    """Signed: receipts are positive."""
    kind: EntryKind
    version: int
    """Version of its event."""
    person: UUID | None = None
    """The payer of dues, the payee of a payment."""
    period: date | None = None
    """First day of the period, for dues."""
    route: str | None = None
    reverses: int | None = None
    reversed_by: int | None = None
    twin_book: UUID | None = None
    twin_no: int | None = None
    """The entry on the other side of a sale of rice."""
    meeting: UUID | None = None
    decision: int | None = None
    deceased: tuple[UUID, ...] = ()
    count: int | None = None
    """Version of the count whose difference it books."""
    organisation: str | None = None
    """The organisation that was paid."""
    receipt_no: str | None = None
    receipt_sha256: str | None = None
    """Number and hash of the paper receipt, as corrected."""
    case: UUID | None = None
    """The case that a payment helps in."""


class Count(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """A count of the box."""

    entry: int
    counted_on: date
    difference: int
    booked: int | None = None
    """Number of the entry that booked the difference."""
    counted: int = 0
    """The amount counted."""


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
    """The closing balances after one more entry on a day."""
    index = bisect_left(closings, day, key=lambda item: item.day)
    later = closings[index:]
    if not later or later[0].day != day:
        before = closings[index - 1].amount if index else 0
        later = (DayBalance(day, before), *later)
    return (*closings[:index], *(DayBalance(item.day, item.amount + amount) for item in later))


def sides(kind: str, amount: int) -> tuple[int, int]:
    """The parts of a signed amount in the totals of receipts and of payments.

    A reversal counts in the total of the reversed entry, with the opposite sign, as if that entry
    had not been made.
    """
    received = (amount > 0) != (kind == "REVERSAL")
    return (amount, 0) if received else (0, -amount)


def lowest_from(closings: Closings, day: date) -> DayBalance:
    """The first of the lowest closing balances on the day or after it."""
    index = bisect_left(closings, day, key=lambda item: item.day)
    candidates = [DayBalance(day, balance_on(closings, day)), *closings[index:]]
    return min(candidates, key=lambda item: item.amount)


def digest(entries: Iterable[Entry]) -> str:
    """SHA-256 as hex over entries by number: the content of a sealed month."""
    lines = (
        f"{entry.no}|{entry.day.isoformat()}|{entry.amount}\n"
        for entry in sorted(entries, key=lambda entry: entry.no)
    )
    return sha256("".join(lines).encode()).hexdigest()
