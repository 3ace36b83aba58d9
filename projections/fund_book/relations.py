"""Relations of books of funds: entries, days, months, counts, and any day's balance."""

from __future__ import annotations

from collections.abc import Mapping

from wahana.platform import sql

from .. import belonging
from ..declared import (
    ColumnFilter,
    Condition,
    RowOrder,
    declare,
    history,
    listed,
    one,
    paged,
    present,
)
from ..row_source import TableRows
from . import rows

_SQL = {**sql.load(__file__, "read.sql"), **belonging.SQL}
_VIEWS = ("fund_book", "wksbm_directory")
"""Scopes look up the area of a WKSBM in the directory."""
_NAMED_VIEWS = ("fund_book", "person_registry", "wksbm_directory")
"""Names of payers come from the register, sealed."""
_DAY_VIEWS = ("fund_book", "office", "wksbm_directory")
"""Today is the date in the office's time zone."""
_KINDS: Mapping[str, Condition] = {
    **belonging.FILTERS,
    "kind": "Of this kind.",
    "unit": "In this unit.",
}
_BY_YEAR = {
    "YEAR": RowOrder(
        "Latest year first, then by WKSBM and kind.",
        ("year", "wksbm_id", "kind", "unit"),
        descending=True,
    )
}
_BOOK = one("FundBook", "The book.", "book_id")
_IN_ORDER = {"NO": RowOrder("As entered.", ("no",))}
_PERSON = {"person": one("PersonCard", "The card.", "person_id")}

BOOK = declare(
    "FundBook",
    rows.Book,
    sql=_SQL,
    rows="books",
    views=_VIEWS,
    key=("book_id",),
    node=True,
    orderings={
        **_BY_YEAR,
        "BALANCE": RowOrder("Largest first.", ("balance",), descending=True),
    },
    filters={
        **_KINDS,
        "year": "Of this year.",
        "state": "With this status.",
    },
    scopes=belonging.SCOPES,
    children={
        "wksbm": belonging.WKSBM,
        "entries": paged("CashEntry", "The cash book.", "book_id"),
        "days": paged("FundDay", "Balances by day.", "book_id"),
        "months": listed("FundMonth", "Its months.", "book_id", expected=12),
        "counts": paged("FundCount", "Counts of the box.", "book_id"),
        "balanceOn": one("FundBalance", "Its balance on the day (validOn).", "book_id"),
        "dues": listed("DuesRate", "The dues of every payer.", "book_id", expected=2),
        "payers": paged("DuesPayer", "Who owes dues.", "book_id"),
        "arrears": paged("Arrears", "Who is in arrears on the day.", "book_id"),
        "jimpitanRounds": paged("JimpitanRound", "Its rounds by night.", "book_id"),
        "history": history("book_id"),
    },
)

BALANCE = declare(
    "FundBalance",
    rows.Balance,
    sql=_SQL,
    rows="balances",
    views=_DAY_VIEWS,
    key=("book_id",),
    orderings=_BY_YEAR,
    filters={
        **_KINDS,
        "year": "Of books of this year.",
    },
    scopes=belonging.SCOPES,
    children={
        "book": _BOOK,
        "wksbm": belonging.WKSBM,
        "fundProof": paged(
            "FundProof",
            "The entries it is the sum of, each with the position of its event.",
            "book_id",
        ),
    },
)

DAY = declare(
    "FundDay",
    rows.Day,
    sql=_SQL,
    rows="days",
    views=_VIEWS,
    key=("book_id", "day"),
    orderings={
        "DAY": RowOrder("By day.", ("day",)),
        "NEWEST": RowOrder("Latest first.", ("day",), descending=True),
    },
    filters={
        "bookId": "Of this book.",
        "wksbmId": "Of this WKSBM.",
        "dayFrom": ColumnFilter("day", ">=", "On or after."),
        "dayBefore": ColumnFilter("day", "<", "Before."),
    },
    scopes=belonging.SCOPES,
    children={"book": _BOOK},
)

MONTH = declare(
    "FundMonth",
    rows.Month,
    sql=_SQL,
    rows="months",
    views=_DAY_VIEWS,
    key=("book_id", "month"),
    orderings={
        "MONTH": RowOrder("By month.", ("month",)),
        "NEWEST": RowOrder("Latest first.", ("month",), descending=True),
    },
    filters={
        "bookId": "Of this book.",
        **_KINDS,
        "sealed": "Sealed or not.",
        "endedBefore": ColumnFilter(
            "last_day", "<", "Ended before this day; with sealed: false, the months that are late."
        ),
    },
    scopes=belonging.SCOPES,
    children={"book": _BOOK, "wksbm": belonging.WKSBM},
)

ENTRY = declare(
    "CashEntry",
    rows.CashEntry,
    sql=_SQL,
    rows="entries",
    views=_NAMED_VIEWS,
    key=("book_id", "entry_no"),
    orderings={
        "NUMBER": RowOrder("By book and number.", ("book_id", "entry_no")),
        "DAY": RowOrder("By day, then number.", ("day",)),
        "NEWEST": RowOrder("Latest day first.", ("day",), descending=True),
    },
    filters={
        "bookId": "Of this book.",
        **belonging.FILTERS,
        "dayFrom": ColumnFilter("day", ">=", "Booked on or after."),
        "dayBefore": ColumnFilter("day", "<", "Booked before."),
        "kind": "Of this kind.",
        "entryNo": "With this number.",
        "reversed": present("reversed_by", "Reversed or not."),
    },
    scopes=belonging.SCOPES,
    children={
        "book": _BOOK,
        "wksbm": belonging.WKSBM,
        "decision": one(
            "MeetingDecision",
            "The decision by which it was paid.",
            meeting_id="decision_meeting_id",
            no="decision_no",
        ),
    },
)

PROOF = declare(
    "FundProof",
    rows.BalanceProof,
    sql=_SQL,
    rows="proofs",
    views=_DAY_VIEWS,
    key=("book_id", "entry_no"),
    orderings={
        "NUMBER": RowOrder("By number.", ("book_id", "entry_no")),
    },
    scopes=belonging.SCOPES,
)

COUNT = declare(
    "FundCount",
    rows.CountRow,
    sql=_SQL,
    rows=TableRows(rows.COUNTS, since="counted_on"),
    views=_VIEWS,
    key=("book_id", "entry"),
    orderings={
        "NEWEST": RowOrder("Latest first.", ("counted_on",), descending=True),
    },
    filters={
        "bookId": "Of this book.",
        **belonging.FILTERS,
    },
    scopes=belonging.SCOPES,
    children={
        "book": _BOOK,
        "witnesses": listed("FundCountWitness", "Before whom.", "book_id", "entry", expected=3),
    },
)

COUNT_WITNESS = declare(
    "FundCountWitness",
    rows.CountWitness,
    sql=_SQL,
    rows="count_witnesses",
    views=_VIEWS,
    key=("book_id", "entry", "no"),
    orderings=_IN_ORDER,
    scopes=belonging.SCOPES,
    children=_PERSON,
)

RELATIONS = (BOOK, BALANCE, DAY, MONTH, ENTRY, PROOF, COUNT, COUNT_WITNESS)
