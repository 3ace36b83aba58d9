"""The rows of books of funds: books, entries, and the balance of each day.

The row of a book changes with its terms, its seals and its state. Entries and the balance after
each event are only added. The row of a day has the balance at its end: a late entry gives every
later day of the book a new version; sealed months never change.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec

from wahana.platform.columns import BigInt
from wahana.platform.tables import AppendTable, ListIndex, LookupIndex
from wahana.platform.versioned import VersionedTable

from .. import fund_enumerations as lists
from .. import ids
from ..belonging import OfWksbm
from ..field import (
    GLOBAL_ID,
    REFUSES_VALID_ON,
    VALID_TIME,
    Entry,
    Field,
    Json,
    Sealed,
    UpdatedAt,
    Version,
)

OfBook = Annotated[ids.FundBookId, Field("The book.")]
FundKind = Annotated[str, lists.FUND_KIND, Field("Kind of the fund.")]
FundUnit = Annotated[str, lists.FUND_UNIT, Field("The unit of all its amounts.")]
EventPosition = Annotated[BigInt, Field("Position of its event.")]
RecordedAt = Annotated[datetime, Field("When it was recorded.")]
EnteredBy = Annotated[ids.MemberId, Field("Who entered it.", name="enteredBy")]
ReversedBy = Annotated[int | None, REFUSES_VALID_ON, Field("Number of the entry that reversed it.")]
PayerName = Annotated[
    Sealed | None,
    Field(
        "Their name; shown to roles that may see payers and recipients.",
        mask="FUND_LINES",
        path="name",
    ),
]


class BookRow(msgspec.Struct, frozen=True):
    """The book of a fund of a WKSBM for one unit and one year."""

    book_id: Annotated[ids.FundBookId, GLOBAL_ID]
    wksbm_id: OfWksbm
    kind: FundKind
    unit: FundUnit
    year: Annotated[int, Field("The year it is for.")]
    title: Annotated[str | None, Field("The WKSBM's name for the fund.")]
    opens_on: Annotated[date, Field("First day of the book.")]
    scope: Annotated[str, lists.FUND_SCOPE, Field("Area in which it collects.")]
    may_pay_operations: Annotated[bool, Field("Whether it may pay the WKSBM's own operations.")]
    permit_no: Annotated[str | None, Field("Number of the permit to collect (PUB).")]
    permit_until: Annotated[date | None, Field("Last day of that permit.")]
    state: Annotated[str, lists.FUND_STATE, REFUSES_VALID_ON, Field("State of the book.")]
    """OPEN, CLOSED for the year, or WITHDRAWN."""
    sealed_to: Annotated[date | None, REFUSES_VALID_ON, Field("Last day of the last sealed month.")]
    next_book_id: UUID | None
    """The book to which its balance was carried over."""


class Book(BookRow, frozen=True):
    version: Version
    updated_at: UpdatedAt
    entries: Annotated[int, REFUSES_VALID_ON, Field("Number of its entries.", name="entryCount")]
    balance: Annotated[
        BigInt, REFUSES_VALID_ON, Field("Its balance, all entries counted, in its unit.")
    ]


class BalanceRow(msgspec.Struct, frozen=True):
    """The balance of the book after one of its events, in the order of the log."""

    book_id: UUID
    position: BigInt
    version: int
    recorded_at: datetime
    entries: int
    """Number of entries of the book, which is the highest entry number."""
    balance: BigInt


class BookEntryRow(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of a cash book. It never changes: a wrong one is reversed by another, whose number
    it then shows. With validOn: entries booked by that day."""

    book_id: OfBook
    entry_no: Annotated[int, Field("Its number in the book, gapless from 1.")]
    wksbm_id: OfWksbm
    position: EventPosition
    version: Annotated[int, Field("Version of its event in the book's stream.")]
    event_id: Annotated[ids.EventId, Field("Its event.")]
    recorded_at: RecordedAt
    actor_id: EnteredBy
    day: Annotated[date, Field("The day it counts for.")]
    kind: Annotated[str, lists.ENTRY_KIND, Field("Kind of the entry.")]
    amount: Annotated[BigInt, Field("Signed: receipts are positive; goods in kind have 0.")]
    unit: FundUnit
    balance: Annotated[BigInt, Field("Balance after it, in the order of numbers.")]
    person_id: Annotated[
        ids.PersonId | None, Field("The payer, the donor, or the payee.", mask="FUND_LINES")
    ] = None
    period: Annotated[date | None, Field("First day of the period that dues are for.")] = None
    receipt_no: Annotated[str | None, Field("Number of the paper receipt (no. bukti).")] = None
    receipt_sha256: Annotated[str | None, Field("SHA-256 of the paper receipt.")] = None
    purpose: Annotated[str | None, Field("Purpose: SANTUNAN, EDUCATION, …")] = None
    donor_kind: Annotated[str | None, Field("Kind of the donor: RESIDENT, BUSINESS, …")] = None
    organisation: Annotated[
        str | None, Field("The organisation that gave or received.", mask="FUND_LINES")
    ] = None
    publishable: bool = False
    decision_meeting_id: Annotated[
        ids.MeetingId | None, Field("Meeting that took its decision.")
    ] = None
    decision_no: Annotated[int | None, Field("Number of that decision.")] = None
    approved_by: Annotated[
        ids.MemberId | None,
        Field("Who entered the decision; not the person who paid.", name="approvedBy"),
    ] = None
    reverses_no: Annotated[int | None, Field("REVERSAL: number of the entry it reverses.")] = None
    reverses_book_id: Annotated[
        ids.FundBookId | None, Field("REVERSAL: the closed book of the reversed entry.")
    ] = None
    reverses_day: Annotated[date | None, Field("REVERSAL: the day of that entry.")] = None
    reason: Annotated[str | None, Field("REVERSAL: why.")] = None
    corrects_no: Annotated[int | None, Field("The reversed entry that it replaces.")] = None
    twin_book_id: Annotated[
        ids.FundBookId | None, Field("Rice sold, or a transfer: the other book.")
    ] = None
    twin_entry_no: Annotated[int | None, Field("Rice sold, or a transfer: the entry there.")] = None
    twin_amount: Annotated[
        BigInt | None, Field("Rice sold, or a transfer: the amount there, in its unit.")
    ] = None
    """The other side of a sale of rice, in the other book's unit."""
    households: Annotated[int | None, Field("Jimpitan: houses visited.")] = None
    gave: Annotated[int | None, Field("Jimpitan: houses that gave.")] = None
    case_id: Annotated[ids.CaseId | None, Field("The case it helps in.", mask="FUND_LINES")] = None
    goods: Annotated[Json | None, Field("Goods in kind: name, quantity, measure.")] = None
    rice: Annotated[
        Json | None, Field("Rice as it was measured: measure, quantity, grams_each, grams.")
    ] = None
    note: Annotated[Sealed | None, Field("Its free text.", mask="NOTES")] = None
    buyer: Annotated[Sealed | None, Field("Rice sold: the buyer.", mask="NOTES")] = None


class CashEntry(BookEntryRow, frozen=True, kw_only=True):
    received: Annotated[
        BigInt | None, Field("What came in; what a reversal undoes of it is negative.")
    ]
    paid: Annotated[
        BigInt | None, Field("What went out; what a reversal undoes of it is negative.")
    ]
    payer_name: PayerName
    payee_name: Annotated[
        Sealed | None,
        Field(
            "The payee, who may be in need: shown to roles that may see such names.",
            mask="PERSON_NEEDS",
            path="name",
        ),
    ]
    published_donor: Annotated[
        str | None, Field("The organisation that gave, if it agrees to be named.")
    ]
    reversed_by: ReversedBy
    reversed_in: Annotated[
        ids.FundBookId | None, Field("Book in which it was reversed.", name="reversedIn")
    ]


class MarkRow(msgspec.Struct, frozen=True, kw_only=True):
    """A later addition to an entry: its reversal, or a corrected receipt number."""

    book_id: UUID
    entry_no: int
    position: BigInt
    reversed_in: UUID | None = None
    reversed_by: int | None = None
    receipt_no: str | None = None
    receipt_sha256: str | None = None


class DayRow(msgspec.Struct, frozen=True):
    """A day with entries; with validOn: days up to it. A late entry changes the balances of the
    days after it, as of its position."""

    book_id: OfBook
    day: Annotated[date, Field("The day.")]
    received: Annotated[BigInt, Field("The payments.")]
    paid: Annotated[BigInt, Field("The total of payments.")]
    closing: Annotated[BigInt, Field("The balance at its end.")]
    entries: int
    """Number of entries booked on it or before."""
    last_position: Annotated[BigInt, Field("Position of the last event that it includes.")]


class Day(DayRow, frozen=True):
    wksbm_id: OfWksbm
    kind: FundKind
    unit: FundUnit


class SealRow(msgspec.Struct, frozen=True, kw_only=True):
    """A version of a sealed month: its figures never change, its approval is added later."""

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
    """A count of the box before witnesses (opname kas); with validOn: counts made by then."""

    book_id: OfBook
    entry: Entry
    wksbm_id: OfWksbm
    counted_on: Annotated[date, Field("The day.")]
    counted: Annotated[BigInt, Field("The amount counted.")]
    balance: Annotated[BigInt, Field("Balance of the book at the count.")]
    difference: Annotated[BigInt, Field("Counted less balance.")]
    witnesses: str
    booked_no: Annotated[int | None, Field("The entry that booked the difference.")] = None


class Balance(msgspec.Struct, frozen=True):
    """The balance of a book at the end of a day (validOn, else today). A closed book has one until
    its balance is carried over to the next one, so every amount is counted once. Rupiah and grams
    have books of their own and are never added."""

    book_id: OfBook
    year: int
    wksbm_id: OfWksbm
    kind: FundKind
    unit: FundUnit
    on_day: Annotated[date, VALID_TIME, Field("The day.", name="on")]
    balance: Annotated[BigInt, VALID_TIME, Field("Closing balance, in the book's unit.")]
    entries: Annotated[
        int, VALID_TIME, Field("Number of entries of which it is the sum.", name="entryCount")
    ]
    last_day: Annotated[date | None, VALID_TIME, Field("The last day with an entry, up to it.")]
    last_position: Annotated[
        BigInt | None, VALID_TIME, Field("Position of the last event that it includes.")
    ]
    sealed: Annotated[
        bool, VALID_TIME, Field("The day lies in a sealed month: this balance is final.")
    ]


class Month(msgspec.Struct, frozen=True):
    """A month of a book that has begun by the day (validOn, else today), sealed or not."""

    book_id: OfBook
    month: Annotated[date, Field("Its first day.")]
    wksbm_id: OfWksbm
    kind: FundKind
    unit: FundUnit
    last_day: Annotated[date, Field("Its last day.")]
    opening: Annotated[BigInt, Field("Carried over from the month before (pindahan).")]
    received: Annotated[BigInt, Field("The payments.")]
    paid: Annotated[BigInt, Field("The total of payments.")]
    closing: Annotated[BigInt, Field("The balance at its end.")]
    entries: Annotated[int, Field("Number of entries booked in it.", name="entryCount")]
    sealed: Annotated[bool, Field("It is sealed.")]
    digest: Annotated[str | None, Field("SHA-256 over its entries, from the seal.")]
    sealed_by: Annotated[ids.MemberId | None, Field("Who sealed it.", name="sealedBy")]
    sealed_at: Annotated[datetime | None, Field("When it was sealed.")]
    sealed_position: Annotated[BigInt | None, Field("Position of the seal.")]
    approved_by: Annotated[ids.MemberId | None, Field("Who approved its sheet.", name="approvedBy")]
    approved_at: Annotated[datetime | None, Field("When it was approved.")]


class BalanceProof(msgspec.Struct, frozen=True):
    """An entry of a balance: the amounts of all of them add up to it. Its event is at this position
    of the log, where anybody who may export it can check its leaf."""

    book_id: UUID
    entry_no: Annotated[int, Field("Number of the entry.")]
    wksbm_id: ids.WksbmId
    day: Annotated[date, Field("The day it counts for.")]
    amount: Annotated[BigInt, Field("Its signed amount.")]
    position: EventPosition
    event_id: Annotated[ids.EventId, Field("Its event.")]


class CountWitness(msgspec.Struct, frozen=True):
    """A witness of a cash count."""

    book_id: UUID
    entry: int
    no: int
    wksbm_id: ids.WksbmId
    person_id: Annotated[ids.PersonId, Field("The person.")]


BOOKS = VersionedTable(
    BookRow,
    key=("book_id",),
    table="fund_book",
    indexes=(
        ListIndex("by_year", "year", "wksbm_id", "kind", "unit", "book_id"),
        LookupIndex("by_wksbm", "wksbm_id", "kind", "unit", "year"),
    ),
)
DAYS = VersionedTable(
    DayRow,
    key=("book_id", "day"),
    table="fund_day",
    include=("to_position", "closing", "entries", "last_position"),
)
SEALS = VersionedTable(SealRow, key=("book_id", "month"), table="fund_seal")
COUNTS = VersionedTable(
    CountRow,
    key=("book_id", "entry"),
    table="fund_count",
    indexes=(LookupIndex("by_wksbm", "wksbm_id", "counted_on"),),
)
BALANCES = AppendTable(
    BalanceRow,
    key=("book_id", "position"),
    table="fund_balance",
    include=("balance", "entries", "version", "recorded_at"),
)
ENTRIES = AppendTable(
    BookEntryRow,
    key=("book_id", "entry_no"),
    table="fund_entry",
    indexes=(
        ListIndex("by_day", "day", "book_id", "entry_no", "position"),
        LookupIndex("by_book", "book_id", "day", "entry_no", "position"),
        LookupIndex("by_wksbm", "wksbm_id", "day", "book_id", "entry_no", "position"),
        LookupIndex("by_person", "person_id", "day", "book_id", "entry_no", "position"),
        LookupIndex(
            "by_decision", "decision_meeting_id", "decision_no", "book_id", "entry_no", "position"
        ),
    ),
)
MARKS = AppendTable(MarkRow, key=("book_id", "entry_no", "position"), table="fund_mark")
