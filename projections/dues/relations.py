"""Relations of dues: rates, payers, their periods, and arrears on a day."""

from __future__ import annotations

from collections.abc import Mapping

from wahana.platform import sql

from .. import belonging, one_person
from ..declared import ColumnFilter, Condition, RowOrder, declare, one, paged
from ..relation import Filter
from ..row_source import TableRows
from . import rows

_SQL = {**sql.load(__file__, "read.sql"), **belonging.SQL, **one_person.SQL}
_VIEWS = ("dues", "wksbm_directory")
_NAMED_VIEWS = ("dues", "fund_book", "office", "person_registry", "wksbm_directory")
_BOOK = one("FundBook", "The book.", "book_id")
_FILTERS: Mapping[str, Condition] = {
    "bookId": "Of this book.",
    **belonging.FILTERS,
    "payerId": one_person.of_person(
        "Of this person, under whichever of their records.", statement="of_payer"
    ),
}

RATE = declare(
    "DuesRate",
    rows.RateRow,
    sql=_SQL,
    rows=TableRows(rows.RATES, since="valid_from"),
    views=_VIEWS,
    key=("book_id", "entry"),
    orderings={
        "VALID_FROM": RowOrder("By its first day.", ("valid_from",)),
    },
    filters={"bookId": "Of this book.", "wksbmId": "Of this WKSBM."},
    scopes=belonging.SCOPES,
)

PAYER = declare(
    "DuesPayer",
    rows.Payer,
    sql=_SQL,
    rows="payers",
    views=_NAMED_VIEWS,
    key=("book_id", "payer_id"),
    orderings={
        "ENROLLED": RowOrder("By first day.", ("enrolled_from", "entry")),
    },
    filters={
        **_FILTERS,
        "year": "In books of this year.",
    },
    scopes=belonging.SCOPES,
    children={
        "book": _BOOK,
        "wksbm": belonging.WKSBM,
        "periods": paged("DuesPeriod", "Their periods.", "book_id", "payer_id"),
        "payments": paged("CashEntry", "Their payments.", "book_id", person_id="payer_id"),
    },
)

PERIOD = declare(
    "DuesPeriod",
    rows.Period,
    sql=_SQL,
    rows="periods",
    views=_NAMED_VIEWS,
    key=("book_id", "payer_id", "period"),
    orderings={
        "PERIOD": RowOrder("By first day.", ("period",)),
    },
    filters={
        **_FILTERS,
        "unpaid": Filter("bool", "Whether something is unpaid.", statement="is_unpaid"),
    },
    scopes=belonging.SCOPES,
)

ARREARS = declare(
    "Arrears",
    rows.Arrears,
    sql=_SQL,
    rows="arrears",
    views=_NAMED_VIEWS,
    key=("book_id", "payer_id"),
    orderings={
        "OWED": RowOrder("Most first.", ("owed",), descending=True),
        "OLDEST": RowOrder("Oldest first.", ("oldest",)),
    },
    filters={
        **_FILTERS,
        "year": "In books of this year.",
        "overdueFrom": ColumnFilter(
            "overdue_periods", ">=", "At least this many periods have ended."
        ),
    },
    scopes=belonging.SCOPES,
    children={
        "book": _BOOK,
        "wksbm": belonging.WKSBM,
        "periods": paged("DuesPeriod", "Their periods.", "book_id", "payer_id"),
    },
)

RELATIONS = (RATE, PAYER, PERIOD, ARREARS)
