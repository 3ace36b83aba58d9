"""The rows of books of funds: what changes rarely, what is only added, the balance of each day.

A book's row turns over when its terms, its seals or its state do. Entries and the balance after
each event are only ever added. A day's row says what the book knew at its end: a late entry gives
every later day of the book another version, and sealed months are never touched.
"""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import msgspec

from wahana.platform.columns import BigInt


class BookRow(msgspec.Struct, frozen=True):
    """One version of a book, without what changes with every entry."""

    book_id: UUID
    wksbm_id: UUID
    kind: str
    unit: str
    year: int
    title: str | None
    opens_on: date
    scope: str
    may_pay_operations: bool
    permit_no: str | None
    permit_until: date | None
    state: str
    """OPEN, CLOSED for the year, or WITHDRAWN."""
    sealed_to: date | None
    """Last day of the last sealed month."""


class BalanceRow(msgspec.Struct, frozen=True):
    """What the book said after one of its events, in the order of the log."""

    book_id: UUID
    position: BigInt
    version: int
    recorded_at: datetime
    entries: int
    """How many entries the book had; the highest number given."""
    balance: BigInt


class EntryRow(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of the cash book. Who is named in it are ids; what is free text stays sealed."""

    book_id: UUID
    entry_no: int
    wksbm_id: UUID
    position: BigInt
    version: int
    event_id: UUID
    recorded_at: datetime
    actor_id: UUID
    day: date
    kind: str
    amount: BigInt
    """Signed: what came in is positive."""
    unit: str
    balance: BigInt
    """What the book said after this entry, in the order of numbers."""
    person_id: UUID | None = None
    period: date | None = None
    receipt_no: str | None = None
    receipt_sha256: str | None = None
    purpose: str | None = None
    donor_kind: str | None = None
    organisation: str | None = None
    publishable: bool = False
    decision_meeting_id: UUID | None = None
    decision_no: int | None = None
    approved_by: UUID | None = None
    reverses_no: int | None = None
    reverses_book_id: UUID | None = None
    reverses_day: date | None = None
    reason: str | None = None
    corrects_no: int | None = None
    twin_book_id: UUID | None = None
    twin_entry_no: int | None = None
    twin_amount: BigInt | None = None
    """The other side of a sale of rice, in the other book's unit."""
    households: int | None = None
    gave: int | None = None
    case_id: UUID | None = None
    goods: str | None = None
    rice: str | None = None
    note: str | None = None
    """The sealed group of its free text, as JSON."""
    buyer: str | None = None
    """The sealed group of who bought rice, as JSON."""


class MarkRow(msgspec.Struct, frozen=True, kw_only=True):
    """What came to an entry later: its reversal, or another receipt number."""

    book_id: UUID
    entry_no: int
    position: BigInt
    reversed_in: UUID | None = None
    reversed_by: int | None = None
    receipt_no: str | None = None
    receipt_sha256: str | None = None


class DayRow(msgspec.Struct, frozen=True):
    """One version of a day on which something was booked."""

    book_id: UUID
    day: date
    received: BigInt
    """Of that day."""
    paid: BigInt
    closing: BigInt
    """The balance at its end."""
    entries: int
    """How many entries are booked on it or before."""
    last_position: BigInt
    """The last event that the closing rests on."""


class SealRow(msgspec.Struct, frozen=True, kw_only=True):
    """One version of a sealed month: its figures never change, its approval comes later."""

    book_id: UUID
    month: date
    """First day of the month."""
    opening: BigInt
    received: BigInt
    paid: BigInt
    closing: BigInt
    entries: int
    last_entry_no: int
    digest: str
    sealed_by: UUID
    sealed_at: datetime
    sealed_position: BigInt
    approved_by: UUID | None = None
    approved_at: datetime | None = None


class CountRow(msgspec.Struct, frozen=True, kw_only=True):
    """One version of a count of the box; people as a JSON array of ids."""

    book_id: UUID
    entry: int
    wksbm_id: UUID
    counted_on: date
    counted: BigInt
    balance: BigInt
    difference: BigInt
    witnesses: str
    booked_no: int | None = None
