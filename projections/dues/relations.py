"""What can be asked of dues: rates, payers, their periods, and who is behind on a day."""

from __future__ import annotations

from wahana.platform import sql

from .. import fund_enumerations as lists
from ..fund_book.parts import (
    BOOK_ID,
    OF_BOOK,
    PERSON_NAME,
    UNIT,
    VERSION,
    WKSBM,
    WKSBM_ID,
    of_wksbm,
    scopes,
)
from ..relation import Child, Column, Filter, Ordering, Relation, SortKey

_SQL = sql.load(__file__, "read.sql")
_IN_AREA = "of_wksbm_in_area"
_SCOPES, _OF_WKSBM = scopes(_IN_AREA), of_wksbm(_IN_AREA)
_VIEWS = ("dues", "wksbm_directory")
_NAMED_VIEWS = ("dues", "office", "person_registry", "wksbm_directory")
_BOOK = Child("FundBook", "one", "The book.", {"book_id": "book_id"})
_PAYER_KEY = (SortKey("book_id", "id"), SortKey("payer_id", "id"))
_PAYER_ID = Column("id", "The payer, as enrolled; commands name them so.", id_kind="person")
_PERSON_ID = Column(
    "id", "The payer's record now: that into which theirs was merged.", True, id_kind="person"
)
_HOUSEHOLD_ID = Column("id", "Their household.", nullable=True, id_kind="household")
_OF_PAYER = {"book_id": "book_id", "payer_id": "payer_id"}
_FILTERS = {
    **OF_BOOK,
    "inArea": _OF_WKSBM["inArea"],
    "payerId": Filter(
        "id",
        "Of this person, also as a payer whose record was merged into theirs.",
        statement="of_payer",
        id_kind="person",
    ),
}
_YEAR = Column("int", "Year of the book.")
_OF_YEAR = {"year": Filter("int", "In books of this year.", column="year")}

RATE = Relation(
    name="DuesRate",
    description="What every payer of a book owes each period; with validOn: begun by that day.",
    sql=_SQL,
    rows="rates",
    views=_VIEWS,
    key=(SortKey("book_id", "id"), SortKey("entry", "int")),
    columns={
        "bookId": BOOK_ID,
        "wksbmId": WKSBM_ID,
        "entry": VERSION,
        "amount": Column("bigint", "For one period."),
        "unit": UNIT,
        "frequency": Column("enum", "How often.", enumeration=lists.DUES_FREQUENCY),
        "validFrom": Column("date", "From this day on."),
    },
    orderings={
        "VALID_FROM": Ordering("By its first day.", (SortKey("valid_from", "date"),)),
    },
    filters=OF_BOOK,
    scopes=_SCOPES,
)

PAYER = Relation(
    name="DuesPayer",
    description="Who owes dues in a book; with validOn: on that day.",
    sql=_SQL,
    rows="payers",
    views=_NAMED_VIEWS,
    key=_PAYER_KEY,
    columns={
        "bookId": BOOK_ID,
        "wksbmId": WKSBM_ID,
        "year": _YEAR,
        "payerId": _PAYER_ID,
        "personId": _PERSON_ID,
        "payerName": PERSON_NAME,
        "householdId": _HOUSEHOLD_ID,
        "entry": VERSION,
        "enrolledFrom": Column("date", "Owes from this day on."),
        "pledge": Column("bigint", "Own amount per period; null: that of the dues.", nullable=True),
        "unit": UNIT,
        "leftOn": Column("date", "First day on which nothing more falls due.", nullable=True),
        "exemptions": Column("json", "Exemptions: entry, valid_from, valid_to."),
    },
    orderings={
        "ENROLLED": Ordering(
            "By first day.", (SortKey("enrolled_from", "date"), SortKey("entry", "int"))
        ),
    },
    filters={**_FILTERS, **_OF_YEAR},
    scopes=_SCOPES,
    children={
        "book": _BOOK,
        "wksbm": WKSBM,
        "periods": Child("DuesPeriod", "connection", "Their periods.", _OF_PAYER),
        "payments": Child(
            "CashEntry",
            "connection",
            "What they paid, or gave.",
            {"book_id": "book_id", "person_id": "payer_id"},
        ),
    },
)

PERIOD = Relation(
    name="DuesPeriod",
    description="A payer's period: what is due for it, what was paid. Those that have begun by "
    "the day (validOn, else today), and those paid in advance.",
    sql=_SQL,
    rows="periods",
    views=_NAMED_VIEWS,
    key=(*_PAYER_KEY, SortKey("period", "date")),
    columns={
        "bookId": BOOK_ID,
        "wksbmId": WKSBM_ID,
        "payerId": _PAYER_ID,
        "period": Column("date", "Its first day."),
        "endsOn": Column("date", "The first day of the next one."),
        "due": Column("bigint", "What is due."),
        "paid": Column("bigint", "What was paid."),
        "owed": Column("bigint", "What is missing."),
        "overdue": Column("bool", "It is over, and something is missing."),
    },
    orderings={"PERIOD": Ordering("By first day.", (SortKey("period", "date"),))},
    filters={
        **_FILTERS,
        "unpaid": Filter("bool", "Something is missing, or nothing.", statement="is_unpaid"),
    },
    scopes=_SCOPES,
)

ARREARS = Relation(
    name="Arrears",
    description="What a payer owes on the day (validOn, else today), as known then: periods that "
    "have begun and are not paid in full. Good standing counts those that are over.",
    sql=_SQL,
    rows="arrears",
    views=_NAMED_VIEWS,
    key=_PAYER_KEY,
    columns={
        "bookId": BOOK_ID,
        "wksbmId": WKSBM_ID,
        "year": _YEAR,
        "payerId": _PAYER_ID,
        "personId": _PERSON_ID,
        "payerName": PERSON_NAME,
        "householdId": _HOUSEHOLD_ID,
        "unit": UNIT,
        "owed": Column("bigint", "What is missing in all."),
        "periodCount": Column("int", "For how many periods.", sql="periods"),
        "overdue": Column("bigint", "What is missing for periods that are over."),
        "overduePeriods": Column("int", "How many of them are over."),
        "oldest": Column("date", "First day of the oldest of them."),
    },
    orderings={
        "OWED": Ordering("Most first.", (SortKey("owed", "bigint"),), descending=True),
        "OLDEST": Ordering("Oldest first.", (SortKey("oldest", "date"),)),
    },
    filters={
        **_FILTERS,
        **_OF_YEAR,
        "overdueFrom": Filter(
            "int", "At least so many periods are over.", column="overdue_periods", operator=">="
        ),
    },
    scopes=_SCOPES,
    children={
        "book": _BOOK,
        "wksbm": WKSBM,
        "periods": Child("DuesPeriod", "connection", "Their periods.", _OF_PAYER),
    },
)

RELATIONS = (RATE, PAYER, PERIOD, ARREARS)
