"""What can be asked of books of funds: entries, days, months, counts, and any day's balance."""

from __future__ import annotations

from wahana.platform import sql

from .. import fund_enumerations as lists
from ..relation import Child, Column, Filter, Ordering, Relation, SortKey
from .entry_relations import COUNT, COUNT_WITNESS, ENTRY, PROOF
from .parts import (
    BOOK_ID,
    DAY_VIEWS,
    KIND,
    KINDS,
    OF_BOOK,
    SCOPES,
    UNIT,
    VIEWS,
    WKSBM,
    WKSBM_ID,
)

_SQL = sql.load(__file__, "read.sql")
_LINK = {"book_id": "book_id"}
_WHOSE = {"bookId": BOOK_ID, "wksbmId": WKSBM_ID, "kind": KIND, "unit": UNIT}
_BY_BOOK = (
    SortKey("year", "int"),
    SortKey("wksbm_id", "id"),
    SortKey("kind", "text"),
    SortKey("unit", "text"),
)
_BOOK = Child("FundBook", "one", "The book.", _LINK)

BOOK = Relation(
    name="FundBook",
    description="The book of a fund of a WKSBM for one unit and one year.",
    sql=_SQL,
    rows="books",
    views=VIEWS,
    key=(SortKey("book_id", "id"),),
    node="fund",
    columns={
        "id": Column("id", "Global id.", sql="book_id", id_kind="fund"),
        "wksbmId": WKSBM_ID,
        "version": Column("int", "Version of its stream, for expectedVersion."),
        "updatedAt": Column("datetime", "When its last event was recorded."),
        "kind": KIND,
        "unit": UNIT,
        "year": Column("int", "The year it is for."),
        "title": Column("text", "What the WKSBM calls the fund.", nullable=True),
        "opensOn": Column("date", "No entry is older."),
        "scope": Column("enum", "How far it collects.", enumeration=lists.FUND_SCOPE),
        "mayPayOperations": Column("bool", "Whether it may pay the WKSBM's own operations."),
        "permitNo": Column("text", "Number of the permit to collect (PUB).", nullable=True),
        "permitUntil": Column("date", "Last day of that permit.", nullable=True),
        "state": Column("enum", "Whether it is kept.", enumeration=lists.FUND_STATE),
        "sealedTo": Column("date", "Last day of the last sealed month.", nullable=True),
        "entryCount": Column("int", "How many entries it has.", sql="entries"),
        "balance": Column("bigint", "Its balance, all entries counted, in its unit."),
    },
    orderings={
        "YEAR": Ordering("Latest year first, then by WKSBM and kind.", _BY_BOOK, descending=True),
        "BALANCE": Ordering("Largest first.", (SortKey("balance", "bigint"),), descending=True),
    },
    filters={
        **KINDS,
        "year": Filter("int", "Of this year.", column="year"),
        "state": Filter("enum", "So kept.", column="state", enumeration=lists.FUND_STATE),
    },
    scopes=SCOPES,
    children={
        "wksbm": WKSBM,
        "entries": Child("CashEntry", "connection", "The cash book.", _LINK),
        "days": Child("FundDay", "connection", "Balances by day.", _LINK),
        "months": Child("FundMonth", "list", "Its months.", _LINK, expected=12),
        "counts": Child("FundCount", "connection", "Counts of the box.", _LINK),
        "balanceOn": Child("FundBalance", "one", "Its balance on the day (validOn).", _LINK),
        "dues": Child("DuesRate", "list", "What every payer owes.", _LINK, expected=2),
        "payers": Child("DuesPayer", "connection", "Who owes dues.", _LINK),
        "arrears": Child("Arrears", "connection", "Who is behind on the day.", _LINK),
        "jimpitanRounds": Child("JimpitanRound", "connection", "Its rounds by night.", _LINK),
        "history": Child(
            "TrailObjectEntry",
            "connection",
            "Every event that names it, newest first.",
            {"object_id": "book_id"},
        ),
    },
)

BALANCE = Relation(
    name="FundBalance",
    description="What a book says for the end of a day (validOn, else today). Rupiah and grams "
    "stand in books of their own and are never added.",
    sql=_SQL,
    rows="balances",
    views=DAY_VIEWS,
    key=(SortKey("book_id", "id"),),
    columns={
        **_WHOSE,
        "on": Column("date", "The day.", sql="on_day"),
        "balance": Column("bigint", "The balance at its end, in the book's unit."),
        "entryCount": Column("int", "How many entries it rests on.", sql="entries"),
        "lastDay": Column("date", "The last day with an entry, up to it.", nullable=True),
        "lastPosition": Column("bigint", "Position of the last event it rests on.", nullable=True),
        "sealed": Column("bool", "The day lies in a sealed month: this balance is final."),
    },
    orderings={
        "YEAR": Ordering("Latest year first, then by WKSBM and kind.", _BY_BOOK, descending=True),
    },
    filters={**KINDS, "year": Filter("int", "Of books of this year.", column="year")},
    scopes=SCOPES,
    children={
        "book": _BOOK,
        "wksbm": WKSBM,
        "fundProof": Child(
            "FundProof",
            "connection",
            "The entries it is the sum of, each with the position of its event.",
            _LINK,
        ),
    },
)

DAY = Relation(
    name="FundDay",
    description="A day on which something was booked; with validOn: up to it. A late entry gives "
    "the days after it other balances, as of its position.",
    sql=_SQL,
    rows="days",
    views=VIEWS,
    key=(SortKey("book_id", "id"), SortKey("day", "date")),
    columns={
        **_WHOSE,
        "day": Column("date", "The day."),
        "received": Column("bigint", "What came in."),
        "paid": Column("bigint", "What went out."),
        "closing": Column("bigint", "The balance at its end."),
        "lastPosition": Column("bigint", "Position of the last event the closing rests on."),
    },
    orderings={
        "DAY": Ordering("By day.", (SortKey("day", "date"),)),
        "NEWEST": Ordering("Latest first.", (SortKey("day", "date"),), descending=True),
    },
    filters={
        **OF_BOOK,
        "dayFrom": Filter("date", "On or after.", column="day", operator=">="),
        "dayBefore": Filter("date", "Before.", column="day", operator="<"),
    },
    scopes=SCOPES,
    children={"book": _BOOK},
)

MONTH = Relation(
    name="FundMonth",
    description="A month of a book that has begun by the day (validOn, else today), sealed or not.",
    sql=_SQL,
    rows="months",
    views=DAY_VIEWS,
    key=(SortKey("book_id", "id"), SortKey("month", "date")),
    columns={
        **_WHOSE,
        "month": Column("date", "Its first day."),
        "lastDay": Column("date", "Its last day."),
        "opening": Column("bigint", "Carried over from the month before (pindahan)."),
        "received": Column("bigint", "What came in."),
        "paid": Column("bigint", "What went out."),
        "closing": Column("bigint", "The balance at its end."),
        "entryCount": Column("int", "How many entries are booked in it.", sql="entries"),
        "sealed": Column("bool", "It is closed for ever."),
        "digest": Column("text", "SHA-256 over its entries, from the seal.", nullable=True),
        "sealedBy": Column("id", "Who sealed it.", nullable=True, id_kind="member"),
        "sealedAt": Column("datetime", "When it was sealed.", nullable=True),
        "sealedPosition": Column("bigint", "Position of the seal.", nullable=True),
        "approvedBy": Column("id", "Who approved its sheet.", nullable=True, id_kind="member"),
        "approvedAt": Column("datetime", "When it was approved.", nullable=True),
    },
    orderings={
        "MONTH": Ordering("By month.", (SortKey("month", "date"),)),
        "NEWEST": Ordering("Latest first.", (SortKey("month", "date"),), descending=True),
    },
    filters={
        **OF_BOOK,
        **KINDS,
        "sealed": Filter("bool", "Sealed or not.", column="sealed"),
        "endedBefore": Filter(
            "date",
            "Over before this day: with sealed: false, what is late.",
            column="last_day",
            operator="<",
        ),
    },
    scopes=SCOPES,
    children={"book": _BOOK, "wksbm": WKSBM},
)

RELATIONS = (BOOK, BALANCE, DAY, MONTH, ENTRY, PROOF, COUNT, COUNT_WITNESS)
