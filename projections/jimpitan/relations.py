"""Relations of jimpitan: rounds by night, their collectors, the gift of each house."""

from __future__ import annotations

from wahana.platform import sql

from .. import belonging
from ..declared import ColumnFilter, RowOrder, declare, listed, one, present
from . import rows

_SQL = {**sql.load(__file__, "read.sql"), **belonging.SQL}
_VIEWS = ("fund_book", "jimpitan", "wksbm_directory")
_IN_ORDER = {"NO": RowOrder("As entered.", ("no",))}
_PERSON = {"person": one("PersonCard", "The card.", "person_id")}

ROUND = declare(
    "JimpitanRound",
    rows.JimpitanRound,
    sql=_SQL,
    rows="rounds",
    views=_VIEWS,
    key=("book_id", "entry_no"),
    orderings={
        "NEWEST": RowOrder("Latest night first.", ("night",), descending=True),
        "NIGHT": RowOrder("By night.", ("night",)),
    },
    filters={
        "bookId": "Of this book.",
        **belonging.FILTERS,
        "unit": "In this unit.",
        "nightFrom": ColumnFilter("night", ">=", "On or after."),
        "nightBefore": ColumnFilter("night", "<", "Before."),
        "reversed": present("reversed_by", "Reversed or not."),
    },
    scopes=belonging.SCOPES,
    children={
        "book": one("FundBook", "The book.", "book_id"),
        "wksbm": belonging.WKSBM,
        "collectors": listed(
            "JimpitanCollector", "Who collected.", "book_id", "entry_no", expected=3
        ),
        "lines": listed(
            "JimpitanLine", "The gift of each house.", "book_id", "entry_no", expected=40
        ),
    },
)

COLLECTOR = declare(
    "JimpitanCollector",
    rows.Collector,
    sql=_SQL,
    rows="collectors",
    views=("jimpitan", "wksbm_directory"),
    key=("book_id", "entry_no", "no"),
    orderings=_IN_ORDER,
    scopes=belonging.SCOPES,
    children=_PERSON,
)

LINE = declare(
    "JimpitanLine",
    rows.JimpitanLine,
    sql=_SQL,
    rows="lines",
    views=("jimpitan", "person_registry", "wksbm_directory"),
    key=("book_id", "entry_no", "no"),
    orderings=_IN_ORDER,
    scopes=belonging.SCOPES,
)

RELATIONS = (ROUND, COLLECTOR, LINE)
