"""The rows of dues: payers, amounts, periods, and the payments for each."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from wahana.platform.columns import BigInt
from wahana.platform.tables import LookupIndex
from wahana.platform.versioned import VersionedTable

from .. import fund_enumerations as lists
from .. import ids
from ..belonging import OfWksbm
from ..field import REFUSES_VALID_ON, VALID_TIME, Entry, Field, Json
from ..fund_book.rows import FundUnit, OfBook, PayerName

EnrolledPayer = Annotated[ids.PersonId, Field("The payer as enrolled; the id for commands.")]
PayerNow = Annotated[
    ids.PersonId | None, Field("The payer's record now: that into which theirs was merged.")
]
PayerHousehold = Annotated[ids.HouseholdId | None, Field("Their household.")]
BookYear = Annotated[int, Field("Year of the book.")]


class RateRow(msgspec.Struct, frozen=True):
    """The amount that every payer of a book owes each period; with validOn: rates begun by that
    day."""

    book_id: OfBook
    entry: Entry
    wksbm_id: OfWksbm
    amount: Annotated[BigInt, Field("For one period.")]
    unit: FundUnit
    frequency: Annotated[str, lists.DUES_FREQUENCY, Field("Frequency of the periods.")]
    valid_from: Annotated[date, Field("From this day on.")]


class PayerRow(msgspec.Struct, frozen=True):
    """A payer of dues in a book; with validOn: on that day."""

    book_id: OfBook
    payer_id: EnrolledPayer
    wksbm_id: OfWksbm
    year: BookYear
    unit: FundUnit
    entry: Entry
    household_id: PayerHousehold
    enrolled_from: Annotated[date, Field("Owes from this day on.")]
    pledge: Annotated[BigInt | None, Field("Own amount per period; null: that of the dues.")]
    left_on: Annotated[
        date | None, REFUSES_VALID_ON, Field("First day on which nothing more falls due.")
    ]
    exemptions: Annotated[Json, Field("Exemptions: entry, valid_from, valid_to.")]


class Payer(PayerRow, frozen=True):
    person_id: PayerNow
    payer_name: PayerName


class PeriodRow(msgspec.Struct, frozen=True, kw_only=True):
    """A payer's period: the amount due and the amount paid. Periods that have begun by the day
    (validOn, else today), and periods paid in advance. Amounts unpaid when a year is closed are
    owed in the next year's book."""

    book_id: OfBook
    payer_id: EnrolledPayer
    period: Annotated[date, Field("Its first day.")]
    wksbm_id: OfWksbm
    ends_on: Annotated[date, Field("The first day of the next one.")]
    due: Annotated[BigInt, Field("The amount due.")] = 0
    paid: Annotated[BigInt, REFUSES_VALID_ON, Field("The amount paid.")] = 0


class Period(PeriodRow, frozen=True, kw_only=True):
    owed: Annotated[BigInt, REFUSES_VALID_ON, Field("The amount unpaid.")]
    overdue: Annotated[bool, VALID_TIME, Field("It has ended and is not paid in full.")]


class PaymentRow(msgspec.Struct, frozen=True):
    """A valid line of dues: the payer and period of an entry of the cash book, and its day."""

    book_id: UUID
    entry_no: int
    payer_id: UUID
    period: date
    amount: BigInt
    day: date


class Arrears(msgspec.Struct, frozen=True):
    """The arrears of a payer on the day (validOn, else today): periods that have begun and are not
    paid in full by entries booked by then. Good standing counts those that are over. A book shows
    arrears until they are carried over to the next year's, so each is counted once."""

    book_id: OfBook
    payer_id: EnrolledPayer
    wksbm_id: OfWksbm
    year: BookYear
    person_id: PayerNow
    payer_name: PayerName
    household_id: PayerHousehold
    unit: FundUnit
    owed: Annotated[BigInt, VALID_TIME, Field("The total amount unpaid.")]
    periods: Annotated[int, VALID_TIME, Field("Number of periods.", name="periodCount")]
    overdue: Annotated[BigInt, VALID_TIME, Field("The amount unpaid for periods that have ended.")]
    overdue_periods: Annotated[int, VALID_TIME, Field("Number of them that have ended.")]
    oldest: Annotated[date, VALID_TIME, Field("First day of the oldest of them.")]


RATES = VersionedTable(RateRow, key=("book_id", "entry"), table="dues_rate")
PAYERS = VersionedTable(
    PayerRow,
    key=("book_id", "payer_id"),
    table="dues_payer",
    indexes=(
        LookupIndex("by_wksbm", "wksbm_id", "year", "book_id", "payer_id"),
        LookupIndex("by_person", "payer_id", "year", "book_id"),
    ),
)
PERIODS = VersionedTable(
    PeriodRow,
    key=("book_id", "payer_id", "period"),
    table="dues_period",
    indexes=(LookupIndex("by_wksbm", "wksbm_id", "period", "book_id", "payer_id"),),
)
PAYMENTS = VersionedTable(
    PaymentRow,
    key=("book_id", "entry_no"),
    table="dues_payment",
    indexes=(LookupIndex("by_payer", "book_id", "payer_id", "day"),),
)
