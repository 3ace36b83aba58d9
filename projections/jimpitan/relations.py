"""What can be asked of jimpitan: rounds by night, who went round, what each house gave."""

from __future__ import annotations

from wahana.platform import sql

from .. import fund_enumerations as lists
from ..fund_book.parts import BOOK_ID, OF_BOOK, PERSON_NAME, UNIT, WKSBM, WKSBM_ID, of_wksbm, scopes
from ..relation import Child, Column, Filter, Ordering, Relation, SortKey

_SQL = sql.load(__file__, "read.sql")
_IN_AREA = "of_wksbm_in_area"
_SCOPES, _OF_WKSBM = scopes(_IN_AREA), of_wksbm(_IN_AREA)
_VIEWS = ("fund_book", "jimpitan", "wksbm_directory")
_KEY = (SortKey("book_id", "id"), SortKey("entry_no", "int"))
_LINK = {"book_id": "book_id", "entry_no": "entry_no"}
_LINE_KEY = (*_KEY, SortKey("no", "int"))
_IN_ORDER = {"NO": Ordering("As entered.", (SortKey("no", "int"),))}

ROUND = Relation(
    name="JimpitanRound",
    description="A night's round from house to house: rice in grams or coins in rupiah, never "
    "added. With validOn: up to that night.",
    sql=_SQL,
    rows="rounds",
    views=_VIEWS,
    key=_KEY,
    columns={
        "bookId": BOOK_ID,
        "wksbmId": WKSBM_ID,
        "entryNo": Column("int", "Number of its entry in the cash book."),
        "night": Column("date", "The night."),
        "route": Column("text", "Which round, where several go in one night.", nullable=True),
        "unit": UNIT,
        "amount": Column("bigint", "What was collected."),
        "households": Column("int", "Houses visited."),
        "gave": Column("int", "Houses that gave."),
        "measure": Column(
            "enum", "Measure of the rice, if it was measured.", True, enumeration=lists.RICE_MEASURE
        ),
        "quantity": Column("text", "How many of them, such as 2.5.", nullable=True),
        "gramsEach": Column("int", "Grams that one of them counted for.", nullable=True),
        "correctsNo": Column("int", "The reversed round that it replaces.", nullable=True),
        "reversedBy": Column("int", "Number of the entry that reversed it.", nullable=True),
        "position": Column("bigint", "Position of its event."),
        "recordedAt": Column("datetime", "When it was recorded."),
        "enteredBy": Column("id", "Who entered it.", sql="actor_id", id_kind="member"),
    },
    orderings={
        "NEWEST": Ordering("Latest night first.", (SortKey("night", "date"),), descending=True),
        "NIGHT": Ordering("By night.", (SortKey("night", "date"),)),
    },
    filters={
        **OF_BOOK,
        "inArea": _OF_WKSBM["inArea"],
        "unit": Filter("enum", "In this unit.", column="unit", enumeration=lists.FUND_UNIT),
        "nightFrom": Filter("date", "On or after.", column="night", operator=">="),
        "nightBefore": Filter("date", "Before.", column="night", operator="<"),
        "reversed": Filter("bool", "Reversed or not.", statement="is_reversed"),
    },
    scopes=_SCOPES,
    children={
        "book": Child("FundBook", "one", "The book.", {"book_id": "book_id"}),
        "wksbm": WKSBM,
        "collectors": Child("JimpitanCollector", "list", "Who went round.", _LINK, expected=3),
        "lines": Child("JimpitanLine", "list", "What each house gave.", _LINK, expected=40),
    },
)

COLLECTOR = Relation(
    name="JimpitanCollector",
    description="Somebody who went round.",
    sql=_SQL,
    rows="collectors",
    views=("jimpitan", "wksbm_directory"),
    key=_LINE_KEY,
    columns={"personId": Column("id", "The person.", id_kind="person")},
    orderings=_IN_ORDER,
    scopes=_SCOPES,
    children={"person": Child("PersonCard", "one", "The card.", {"person_id": "person_id"})},
)

LINE = Relation(
    name="JimpitanLine",
    description="What one house gave in a round.",
    sql=_SQL,
    rows="lines",
    views=("jimpitan", "person_registry", "wksbm_directory"),
    key=_LINE_KEY,
    columns={
        "payerId": Column("id", "The payer of that house.", id_kind="person"),
        "payerName": PERSON_NAME,
        "amount": Column("bigint", "What it gave, in the book's unit."),
        "unit": UNIT,
    },
    orderings=_IN_ORDER,
    scopes=_SCOPES,
)

RELATIONS = (ROUND, COLLECTOR, LINE)
