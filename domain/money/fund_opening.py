"""Commands: open a book, record its opening balance and its permit."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, ClassVar
from uuid import UUID

import msgspec
from msgspec import Meta

from ..formation.wksbm_command import living
from ..kernel.dates import not_future
from ..kernel.days import PlannedDay, StartDay
from ..kernel.fields import ClearText, DocumentNo, note
from ..kernel.model import Context, Decision
from ..kernel.particulars import carry
from ..kernel.refusal import refuse, refuse_existing
from ..kernel.units import AMOUNT_MAX
from ..kernel.vocabulary import NoteText
from .amounts import Amount
from .fund_book import FundBook, book_id
from .fund_command import FundCommand, check_day, check_room, entered, open_day, sealed_to
from .fund_events import (
    FundOpened,
    FundPermitRecorded,
    OpeningBalanceRecorded,
)
from .fund_facts import FUND
from .fund_terms import BOOKS, FundScope, FundTerms

CollectionArea = Annotated[
    FundScope,
    Meta(description="Area in which it collects; WIDER than desa/kelurahan needs a permit."),
]
Operations = Annotated[
    bool,
    Meta(description="Whether the book may pay operations; donation money never does (two pots)."),
]
PermitNo = Annotated[DocumentNo | None, Meta(description="Number of the permit to collect (PUB).")]
PermitUntil = Annotated[
    PlannedDay | None,
    Meta(description="Last day of the permit, if it has one."),
]
Title = Annotated[ClearText | None, Meta(description="The WKSBM's name for the fund.")]


class OpenFund(FundCommand, frozen=True, kw_only=True):
    """Opens a fund's book for a year: dues, death fund, jimpitan, aid or another (S2, S3).

    Collecting beyond desa or kelurahan requires a permit (UU 9/1961, Permensos 8/2021). Money and
    rice are two books. Last year's balance is carried over by closing last year, not by entering
    it.
    """

    GROUP: ClassVar[str] = "FUND"
    MAKES = (FUND,)

    scope: CollectionArea = "RW"
    permit_no: PermitNo = None
    permit_until: PermitUntil = None
    may_pay_operations: Operations = False
    title: Title = None
    opens_on: Annotated[
        StartDay | None,
        Meta(description="First day of the book; default: the business date."),
    ] = None
    opening_balance: (
        Annotated[
            int,
            Meta(
                ge=1,
                le=AMOUNT_MAX,
                description="The balance of the box on that day, in the book's unit.",
            ),
        ]
        | None
    ) = None

    def decide(self, context: Context) -> Decision:
        living(context, self.wksbm_id)
        book = context.load(FundBook, self.book_id(context))
        if book.open or book.closed:
            refuse_existing("fund", book.id, field="kind")
        year = self.year or context.occurred_on.year
        opens_on = self.opens_on or context.occurred_on
        not_future(context, opens_on, field="opensOn")
        if opens_on.year != year:
            first, last = date(year, 1, 1), date(year, 12, 31)
            refuse("BOOK_DAY", field="opensOn", day=opens_on, day_from=first, day_to=last)
        sealed = sealed_by_others(context, self.wksbm_id, year)
        if sealed is not None and opens_on <= sealed:
            refuse("PERIOD_SEALED", field="opensOn", day=opens_on, sealed_to=sealed)
        if book.entries and opens_on > book.entries[0].day:
            opens_on = book.entries[0].day
        opened = carry(
            FundOpened,
            self,
            wksbm=self.wksbm_id,
            year=year,
            opens_on=opens_on,
            **checked_terms(self),
        )
        if self.opening_balance is None:
            return [(book, opened)]
        _no_predecessor(context, self, year)
        balance = entered(
            book,
            OpeningBalanceRecorded,
            self,
            on=opens_on,
            amount=self.opening_balance,
            unit=self.unit,
        )
        return [(book, opened), (book, balance)]


class RecordOpeningBalance(FundCommand, frozen=True, kw_only=True):
    """Records the balance of the box on the book's first day, if it was not given on opening.

    To correct it, reverse it and record it again: on that day if its month is open, else on the
    first open day.
    """

    GROUP: ClassVar[str] = "FUND"

    amount: Amount
    note: NoteText | None = None

    def days_booked(self, context: Context) -> dict[str, date]:
        return {**super().days_booked(context), "year": self.book(context).opens_on}

    def decide(self, context: Context) -> Decision:
        book = self.book(context)
        day = open_day(context, book, book.opens_on)
        check_day(book, day)
        _no_predecessor(context, self, book.year)
        if book.carried or _opened_with(book):
            refuse("OPENING_TWICE", field="amount", year=book.year)
        check_room(book, self.amount)
        recorded = entered(
            book, OpeningBalanceRecorded, self, on=day, note=note(book.id, self.note)
        )
        return [(book, recorded)]


class RecordFundPermit(FundCommand, frozen=True, kw_only=True):
    """Records a new permit to collect (izin PUB) for a fund."""

    GROUP: ClassVar[str] = "FUND"
    MAKES = (FUND,)

    permit_no: Annotated[DocumentNo, Meta(description="Number of the permit.")]
    permit_until: PermitUntil = None

    def decide(self, context: Context) -> Decision:
        book = self.book(context)
        permit = carry(FundPermitRecorded, self)
        if (book.terms.permit_no, book.terms.permit_until) == (
            permit.permit_no,
            permit.permit_until,
        ):
            refuse("NO_CHANGE", field="permitNo")
        return [(book, permit)]


def sealed_by_others(context: Context, wksbm_id: UUID, year: int) -> date | None:
    """The last sealed day in the books of a WKSBM: a seal applies to all of them."""
    books = (context.load(FundBook, book_id(wksbm_id, kind, unit, year)) for kind, unit in BOOKS)
    return max((sealed_to(book) for book in books if book.seals), default=None)


def check_permit(book: FundBook, day: date) -> None:
    """Raises PERMIT_REQUIRED unless a wider collection has a permit on the day."""
    terms = book.terms
    if terms.scope != "WIDER":
        return
    if terms.permit_no is None or (terms.permit_until is not None and day > terms.permit_until):
        refuse("PERMIT_REQUIRED", field="kind", scope=terms.scope, permit_until=terms.permit_until)


def checked_terms(command: FundCommand) -> dict[str, Any]:
    """The terms of a fund, from a command. Raises PERMIT_REQUIRED."""
    terms = carry(FundTerms, command)
    if terms.scope == "WIDER" and terms.permit_no is None:
        refuse(
            "PERMIT_REQUIRED",
            field="permitNo",
            scope=terms.scope,
            permit_until=terms.permit_until,
        )
    return msgspec.structs.asdict(terms)


def _no_predecessor(context: Context, command: FundCommand, year: int) -> None:
    """Raises OPENING_TWICE if the book of last year is kept here: its balance is carried over."""
    before = context.load(FundBook, _previous(command, year))
    if before.open:
        refuse("OPENING_TWICE", field="openingBalance", year=year)


def _previous(command: FundCommand, year: int) -> UUID:
    return book_id(command.wksbm_id, command.kind, command.unit, year - 1)


def _opened_with(book: FundBook) -> bool:
    return any(
        entry.kind == "BALANCE_OPENED" and entry.reversed_by is None for entry in book.entries
    )
