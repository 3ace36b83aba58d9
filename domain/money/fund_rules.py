"""When a fact of a book besides money is allowed: one rule for each kind."""

from __future__ import annotations

from datetime import date

from ..kernel.model import Context
from ..kernel.refusal import About, refuse, refuse_missing
from ..kernel.timeline import Timeline
from ..people.standing import known_as
from .arrears import dues_on, period_of
from .fund_book import FundBook
from .fund_facts import (
    COUNT,
    DIFFERENCE,
    DUES,
    DUES_PAID,
    EXEMPTION,
    FUND,
    LEAVING,
    PAYER,
    Exempted,
)
from .fund_terms import Dues, Payer
from .ledger import Entry


def within(book: FundBook, day: date, *, field: str) -> None:
    """Raises BOOK_DAY unless a fact about payers begins before the end of the book's year."""
    last = date(book.year, 12, 31)
    if day > last:
        refuse("BOOK_DAY", field=field, day=day, day_from=book.opens_on, day_to=last)


def _payer(context: Context, book: FundBook, payer: Payer) -> None:
    known = book.payer(known_as(context, payer.payer, [each.payer for each in book.payers]))
    if known is not None and (known.left_on is None or known.left_on > payer.enrolled_from):
        refuse("PAYER_TWICE", field="payer", person=About("person", payer.payer))
    within(book, payer.enrolled_from, field="enrolledFrom")


def _exemption(context: Context, book: FundBook, exempted: Exempted) -> None:
    days = exempted.exemption
    if days.valid_to is not None and days.valid_to <= days.valid_from:
        refuse("PERIOD_EMPTY", field="validTo", valid_from=days.valid_from, valid_to=days.valid_to)
    within(book, days.valid_from, field="validFrom")


def _leaving(context: Context, book: FundBook, payer: Payer) -> None:
    assert payer.left_on is not None
    if payer.left_on < payer.enrolled_from:
        days = {"date_from": payer.enrolled_from, "date_to": payer.left_on}
        refuse("DATE_ORDER", field="leftOn", **days)
    within(book, payer.left_on, field="leftOn")


def _dues(context: Context, book: FundBook, dues: Dues) -> None:
    if any(item.valid_from == dues.valid_from for item in book.dues):
        refuse("DUES_TWICE", field="validFrom", day=dues.valid_from)
    for entry in book.entries:
        if entry.kind != "DUES_IN" or entry.reversed_by is not None:
            continue
        assert entry.period is not None
        assert entry.person is not None
        before = dues_on(book, entry.period)
        if entry.period < dues.valid_from or before is None:
            continue
        if before.frequency != dues.frequency:
            about = {"person": About("person", entry.person), "period": entry.period}
            refuse("DUES_PAID", field="validFrom", **about, frequency=before.frequency)


def _dues_paid(context: Context, book: FundBook, lines: tuple[Entry, ...]) -> None:
    """Checks that all who paid on an evening are payers, and that dues were in force for the
    periods paid."""
    payers = {payer.payer: payer for payer in book.payers}
    for person in {entry.person for entry in lines} - payers.keys():
        assert person is not None
        refuse("PAYER_PAID", field="payerId", person=About("person", person))
    for person, period in {(entry.person, entry.period) for entry in lines}:
        assert person is not None
        assert period is not None
        known = dues_on(book, period) is not None
        if not known or period_of(book, payers[person], period) != period:
            refuse_missing("entry", lines[0].version, field="of")


def _difference(context: Context, book: FundBook, entry: Entry) -> None:
    if all(count.entry != entry.count for count in book.counts):
        refuse_missing("entry", entry.count or 0, field="of")


FUNDS: Timeline[FundBook] = Timeline(
    {
        FUND: None,
        PAYER: _payer,
        EXEMPTION: _exemption,
        LEAVING: _leaving,
        DUES: _dues,
        COUNT: None,
        DUES_PAID: _dues_paid,
        DIFFERENCE: _difference,
    }
)
"""The facts of a book besides money, and their rules."""
