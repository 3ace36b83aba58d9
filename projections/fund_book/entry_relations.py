"""What can be asked of the entries of cash books, of what they prove, and of counts."""

from __future__ import annotations

from wahana.platform import sql

from .. import fund_enumerations as lists
from ..relation import Child, Column, Filter, Ordering, Relation, SortKey
from .parts import (
    BOOK_ID,
    DAY_VIEWS,
    NAMED_VIEWS,
    OF_BOOK,
    OF_WKSBM,
    PERSON_NAME,
    SCOPES,
    UNIT,
    VERSION,
    VIEWS,
    WKSBM,
    WKSBM_ID,
    person,
)

_SQL = sql.load(__file__, "read.sql")
_KEY = (SortKey("book_id", "id"), SortKey("entry_no", "int"))
_BOOK = Child("FundBook", "one", "The book.", {"book_id": "book_id"})
_DAYS = {
    "dayFrom": Filter("date", "Booked on or after.", column="day", operator=">="),
    "dayBefore": Filter("date", "Booked before.", column="day", operator="<"),
}

ENTRY = Relation(
    name="CashEntry",
    description="An entry of a cash book. It never changes: a wrong one is reversed by another, "
    "and then says by which. With validOn: booked by that day.",
    sql=_SQL,
    rows="entries",
    views=NAMED_VIEWS,
    key=_KEY,
    columns={
        "bookId": BOOK_ID,
        "wksbmId": WKSBM_ID,
        "entryNo": Column("int", "Its number in the book, gapless from 1."),
        "day": Column("date", "The day it counts for."),
        "kind": Column("enum", "What it is.", enumeration=lists.ENTRY_KIND),
        "unit": UNIT,
        "amount": Column("bigint", "Signed: what came in is positive; goods alone move 0."),
        "received": Column("bigint", "What came in.", nullable=True),
        "paid": Column("bigint", "What went out.", nullable=True),
        "balance": Column("bigint", "Balance after it, in the order of numbers."),
        "receiptNo": Column("text", "Number of the paper receipt (no. bukti).", nullable=True),
        "receiptSha256": Column("text", "SHA-256 of the paper receipt.", nullable=True),
        "personId": person("The payer, who gave, or who received."),
        "payerName": PERSON_NAME,
        "payeeName": Column(
            "sealed",
            "Who received, who may be in need: opened for who may see such names.",
            nullable=True,
            mask="PERSON_NEEDS",
            path="name",
        ),
        "period": Column("date", "First day of the period that dues are for.", nullable=True),
        "purpose": Column("text", "What it is for: SANTUNAN, EDUCATION, …", nullable=True),
        "donorKind": Column("text", "Who gives: RESIDENT, BUSINESS, …", nullable=True),
        "organisation": Column(
            "text", "The organisation that gave or received.", nullable=True, mask="FUND_LINES"
        ),
        "publishedDonor": Column(
            "text", "The organisation that gave, if it agrees to be named.", nullable=True
        ),
        "goods": Column("json", "Goods in kind: name, quantity, measure.", nullable=True),
        "rice": Column(
            "json", "Rice as it was measured: measure, quantity, grams_each, grams.", nullable=True
        ),
        "households": Column("int", "Jimpitan: houses visited.", nullable=True),
        "gave": Column("int", "Jimpitan: houses that gave.", nullable=True),
        "decisionMeetingId": Column(
            "id", "Meeting whose decision it rests on.", nullable=True, id_kind="meeting"
        ),
        "decisionNo": Column("int", "Number of that decision.", nullable=True),
        "approvedBy": Column(
            "id", "Who entered the decision, another one than who paid.", True, id_kind="member"
        ),
        "caseId": Column(
            "id", "The case it helps in.", nullable=True, id_kind="case", mask="FUND_LINES"
        ),
        "reversesNo": Column("int", "REVERSAL: number of the entry it reverses.", nullable=True),
        "reversesDay": Column("date", "REVERSAL: the day of that entry.", nullable=True),
        "reversesBookId": Column(
            "id", "REVERSAL: the closed book that entry stands in.", nullable=True, id_kind="fund"
        ),
        "reason": Column("text", "REVERSAL: why.", nullable=True),
        "reversedBy": Column("int", "Number of the entry that reversed it.", nullable=True),
        "reversedIn": Column("id", "Book in which it was reversed.", nullable=True, id_kind="fund"),
        "correctsNo": Column("int", "The reversed entry that it replaces.", nullable=True),
        "twinBookId": Column("id", "Rice sold: the other book.", nullable=True, id_kind="fund"),
        "twinEntryNo": Column("int", "Rice sold: the entry there.", nullable=True),
        "twinAmount": Column("bigint", "Rice sold: the amount there, in its unit.", nullable=True),
        "note": Column("sealed", "Its free text.", True, mask="NOTES", path="note"),
        "buyer": Column("sealed", "Rice sold: who bought it.", True, mask="NOTES", path="buyer"),
        "position": Column("bigint", "Position of its event."),
        "eventId": Column("id", "Its event.", id_kind="event"),
        "version": Column("int", "Version of its event in the book's stream."),
        "recordedAt": Column("datetime", "When it was recorded."),
        "enteredBy": Column("id", "Who entered it.", sql="actor_id", id_kind="member"),
    },
    orderings={
        "NUMBER": Ordering("By book and number.", _KEY),
        "DAY": Ordering("By day, then number.", (SortKey("day", "date"),)),
        "NEWEST": Ordering("Latest day first.", (SortKey("day", "date"),), descending=True),
    },
    filters={
        **OF_BOOK,
        "inArea": OF_WKSBM["inArea"],
        **_DAYS,
        "kind": Filter("enum", "Of this kind.", column="kind", enumeration=lists.ENTRY_KIND),
        "entryNo": Filter("int", "With this number.", column="entry_no"),
        "reversed": Filter("bool", "Reversed or not.", statement="is_reversed"),
    },
    scopes=SCOPES,
    children={
        "book": _BOOK,
        "wksbm": WKSBM,
        "decision": Child(
            "MeetingDecision",
            "one",
            "The decision it rests on.",
            {"meeting_id": "decision_meeting_id", "no": "decision_no"},
        ),
    },
)

PROOF = Relation(
    name="FundProof",
    description="An entry that a balance rests on: their amounts add up to it. Its event stands "
    "at the position in the log, where anybody who may export it can check its leaf.",
    sql=_SQL,
    rows="proofs",
    views=DAY_VIEWS,
    key=_KEY,
    columns={
        "entryNo": Column("int", "Number of the entry."),
        "day": Column("date", "The day it counts for."),
        "amount": Column("bigint", "Its signed amount."),
        "position": Column("bigint", "Position of its event."),
        "eventId": Column("id", "Its event.", id_kind="event"),
    },
    orderings={"NUMBER": Ordering("By number.", _KEY)},
    scopes=SCOPES,
)

COUNT = Relation(
    name="FundCount",
    description="A count of the box before witnesses (opname kas); with validOn: made by then.",
    sql=_SQL,
    rows="counts",
    views=VIEWS,
    key=(SortKey("book_id", "id"), SortKey("entry", "int")),
    columns={
        "bookId": BOOK_ID,
        "wksbmId": WKSBM_ID,
        "entry": VERSION,
        "countedOn": Column("date", "The day."),
        "counted": Column("bigint", "What was found."),
        "balance": Column("bigint", "What the book said, when it was counted."),
        "difference": Column("bigint", "Counted less balance."),
        "bookedNo": Column("int", "The entry that booked the difference.", nullable=True),
    },
    orderings={
        "NEWEST": Ordering("Latest first.", (SortKey("counted_on", "date"),), descending=True),
    },
    filters={
        **OF_BOOK,
        "inArea": OF_WKSBM["inArea"],
    },
    scopes=SCOPES,
    children={
        "book": _BOOK,
        "witnesses": Child(
            "FundCountWitness",
            "list",
            "Before whom.",
            {"book_id": "book_id", "entry": "entry"},
            expected=3,
        ),
    },
)

COUNT_WITNESS = Relation(
    name="FundCountWitness",
    description="Somebody before whom a box was counted.",
    sql=_SQL,
    rows="count_witnesses",
    views=VIEWS,
    key=(SortKey("book_id", "id"), SortKey("entry", "int"), SortKey("no", "int")),
    columns={"personId": Column("id", "The person.", id_kind="person")},
    orderings={"NO": Ordering("As entered.", (SortKey("no", "int"),))},
    scopes=SCOPES,
    children={"person": Child("PersonCard", "one", "The card.", {"person_id": "person_id"})},
)
