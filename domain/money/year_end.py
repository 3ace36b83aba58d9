"""The command that closes the year of a book and carries over balance, payers, dues and debts."""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from uuid import UUID

from ..formation.wksbm_command import recorded
from ..kernel.model import Aggregate, Context, Decision, Event
from ..kernel.refusal import refuse
from .arrears import Accounts, dues_on
from .fund_book import FundBook, book_id
from .fund_command import FundCommand, check_day, open_book
from .fund_events import BalanceCarriedOver, FundOpened
from .fund_record_events import YearClosed
from .fund_terms import CarriedDues, CarriedPayer, ExemptDays, FundTerms, Owed, Payer

MONTHS = 12


class CloseYear(FundCommand, frozen=True, kw_only=True):
    """Closes a book whose twelve months are sealed and carries its balance over (pindahan).

    Next year's book is opened on 1 January if it does not exist yet. Default of ``year``: last
    year.
    """

    REPLAYS = True  # each payer's periods are compared with all exemptions
    GROUP: ClassVar[str] = "FUND"

    def book_id(self, context: Context) -> UUID:
        year = self.year or context.occurred_on.year - 1
        return book_id(self.wksbm_id, self.kind, self.unit, year)

    def decide(self, context: Context) -> Decision:
        recorded(context, self.wksbm_id)
        book = open_book(context, self.book_id(context))
        if book.sealed_months != MONTHS:
            unsealed = date(book.year, (book.sealed_months or book.opens_on.month - 1) + 1, 1)
            refuse("SEAL_ORDER", field="year", kind=book.kind, month=unsealed)
        following = context.load(
            FundBook, book_id(self.wksbm_id, book.kind, book.unit, book.year + 1)
        )
        closed = YearClosed(closing=book.balance, unit=book.unit, next_book=following.id)
        happened: list[tuple[Aggregate, Event]] = [(book, closed)]
        new_year = date(book.year + 1, 1, 1)
        if not following.open:
            happened.append((following, _opened(book, new_year)))
        else:
            new_year = following.opens_on
            check_day(following, new_year)
            if any(
                entry.kind == "BALANCE_OPENED" and entry.reversed_by is None
                for entry in following.entries
            ):
                refuse("OPENING_TWICE", field="year", year=following.year)
        accounts = Accounts(book)
        carried = BalanceCarriedOver(
            entry_no=following.next_no,
            booked_on=new_year,
            amount=book.balance,
            unit=book.unit,
            from_book=book.id,
            payers=tuple(
                came
                for payer in book.payers
                if (came := _carried(book, payer, accounts)) is not None
            ),
            dues=_dues(book),
        )
        return [*happened, (following, carried)]


def _opened(book: FundBook, opens_on: date) -> FundOpened:
    assert book.wksbm is not None
    return FundOpened(
        wksbm=book.wksbm,
        kind=book.kind,
        unit=book.unit,
        year=book.year + 1,
        opens_on=opens_on,
        title=book.title,
        **{name: getattr(book.terms, name) for name in FundTerms.__struct_fields__},
    )


def _dues(book: FundBook) -> CarriedDues | None:
    last = dues_on(book, date(book.year, 12, 31))
    if last is None:
        return None
    return CarriedDues(amount=last.amount, frequency=last.frequency, valid_from=last.valid_from)


def _carried(book: FundBook, payer: Payer, accounts: Accounts) -> CarriedPayer | None:
    """A payer as carried over; ``None`` for one who has left, owes nothing and has paid nothing in
    advance."""
    last = date(book.year, 12, 31)
    owed = tuple(accounts.arrears(payer, last))
    advance = tuple(
        Owed(period=period, amount=amount)
        for period, amount in sorted(accounts.paid(payer.payer).items())
        if period > last
    )
    if payer.left_on is not None and payer.left_on <= last and not owed and not advance:
        return None
    return CarriedPayer(
        payer=payer.payer,
        enrolled_from=payer.enrolled_from,
        household=payer.household,
        pledge=payer.pledge,
        left_on=payer.left_on,
        exemptions=tuple(
            ExemptDays(valid_from=days.valid_from, valid_to=days.valid_to)
            for days in payer.exemptions
            if days.valid_to is None or days.valid_to > last
        ),
        owed=owed,
        advance=advance,
    )
