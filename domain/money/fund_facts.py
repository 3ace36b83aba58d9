"""Kinds of facts of a fund's book besides money: terms, payers, dues, counts.

Money is never corrected but reversed; payments appear here as facts that depend on the others.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import msgspec

from ..kernel.facts import Changed, FactKind, identity_of, left_out, listed
from . import fund_events as events
from . import fund_record_events as records
from .fund_terms import Dues, Exemption, Payer
from .ledger import Count, Entry

replace = msgspec.structs.replace
RETRACTED = records.FundEntryRetracted


class Exempted(NamedTuple):
    """An exemption and its payer."""

    payer: Payer
    exemption: Exemption


def _exemptions(book: Any) -> Iterator[tuple[int, Exempted]]:
    for payer in book.payers:
        for exemption in payer.exemptions:
            yield exemption.entry, Exempted(payer, exemption)


def _entries(book: Any, kind: str) -> Iterator[tuple[int, Entry]]:
    """Entries of the cash book that are not reversed."""
    for entry in book.entries:
        if entry.kind == kind and entry.reversed_by is None:
            yield entry.version, entry


def _evenings(book: Any) -> Iterator[tuple[int, tuple[Entry, ...]]]:
    """The valid entries of each evening of dues: one event has several lines."""
    by_event: dict[int, list[Entry]] = {}
    for version, entry in _entries(book, "DUES_IN"):
        by_event.setdefault(version, []).append(entry)
    for version, lines in by_event.items():
        yield version, tuple(lines)


def _unenrolled(book: Any, of: int) -> Changed:
    """The payers without an enrolment; one who had left and come again is as before."""
    before = (item.former if item.entry == of else item for item in book.payers)
    return {"payers": tuple(item for item in before if item is not None)}


def _stayed(book: Any, of: int) -> Changed:
    return {
        "payers": tuple(
            replace(item, left_on=None, leaving=None) if item.leaving == of else item
            for item in book.payers
        )
    }


def _unexempted(book: Any, of: int) -> Changed:
    return {
        "payers": tuple(
            replace(item, exemptions=left_out(item.exemptions, of)) for item in book.payers
        )
    }


FUND = identity_of(
    "FUND",
    made_by=(events.FundOpened, events.FundPermitRecorded),
    corrected_by=events.FundCorrected,
    retracted_by=events.FundWithdrawn,
    fact=lambda book: (book.terms, book.title),
    entry=lambda book: book.opening,
    day=lambda fact: None,
    withdrawn={"open": False},
)
PAYER = FactKind(
    code="PAYER",
    made_by=(records.PayerEnrolled,),
    corrected_by=(records.PayerCorrected,),
    retracted_by=RETRACTED,
    found=lambda book: ((item.entry, item) for item in book.payers),
    day=lambda payer: payer.enrolled_from,
    without=_unenrolled,
    about=lambda payer: payer.payer,
    day_field="enrolled_from",
)
EXEMPTION = FactKind(
    code="EXEMPTION",
    made_by=(records.PayerExempted,),
    retracted_by=RETRACTED,
    found=_exemptions,
    day=lambda fact: fact.exemption.valid_from,
    without=_unexempted,
    about=lambda fact: fact.payer.payer,
    day_field="valid_from",
)
LEAVING = FactKind(
    code="LEAVING",
    made_by=(records.PayerLeft,),
    retracted_by=RETRACTED,
    found=lambda book: ((item.leaving, item) for item in book.payers if item.leaving is not None),
    day=lambda payer: payer.left_on,
    without=_stayed,
    about=lambda payer: payer.payer,
    day_field="left_on",
    kept_codes=frozenset({"DATE_ORDER"}),
)
DUES = listed(
    "DUES",
    Dues,
    "dues",
    made_by=records.DuesSet,
    corrected_by=records.DuesCorrected,
    retracted_by=RETRACTED,
    day="valid_from",
)
COUNT = listed(
    "COUNT",
    Count,
    "counts",
    made_by=records.CashCounted,
    retracted_by=RETRACTED,
    day="counted_on",
)
DUES_PAID = FactKind(
    code="DUES_IN",
    made_by=(events.DuesReceived,),
    found=_evenings,
    day=lambda lines: lines[0].day,
    without=lambda book, of: {},
    kept_codes=frozenset({"PAYER_PAID"}),
)
DIFFERENCE = FactKind(
    code="COUNT_DIFFERENCE",
    made_by=(events.CountDifferenceBooked,),
    found=lambda book: _entries(book, "COUNT_DIFFERENCE"),
    day=lambda entry: entry.day,
    without=lambda book, of: {},
)
KINDS = {kind.code: kind for kind in (PAYER, EXEMPTION, LEAVING, DUES, COUNT)}
"""The kinds of facts that are retracted one by one, by their codes in the API."""
