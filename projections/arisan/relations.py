"""What can be asked of arisan: whose turn it is, rounds and their draws, debts."""

from __future__ import annotations

from wahana.platform import sql

from .. import fund_enumerations as lists
from ..fund_book.parts import UNIT, WKSBM, WKSBM_ID, of_wksbm, scopes
from ..relation import Child, Column, Filter, Ordering, Relation, SortKey

_SQL = sql.load(__file__, "read.sql")
_IN_AREA = "of_wksbm_in_area"
_SCOPES, _OF_WKSBM = scopes(_IN_AREA), of_wksbm(_IN_AREA)
_VIEWS = ("arisan", "wksbm_directory")
_NAMED_VIEWS = ("arisan", "person_registry", "wksbm_directory")
_LINK = {"cycle_id": "cycle_id"}
_CYCLE_ID = Column("id", "The cycle.", id_kind="arisan")
_CYCLE = Child("ArisanCycle", "one", "The cycle.", _LINK)
_OF_CYCLE = {
    "cycleId": Filter("id", "Of this cycle.", column="cycle_id", id_kind="arisan"),
    **_OF_WKSBM,
}
_BY_NO = {"NO": Ordering("By number.", (SortKey("no", "int"),))}
_NAME = Column(
    "sealed", "Their name; opened for who may read arisan.", True, mask="ARISAN", path="name"
)
_KEY = (SortKey("cycle_id", "id"), SortKey("no", "int"))

CYCLE = Relation(
    name="ArisanCycle",
    description="A cycle of an arisan: as many rounds as shares, each share wins once.",
    sql=_SQL,
    rows="cycles",
    views=_VIEWS,
    key=(SortKey("cycle_id", "id"),),
    node="arisan",
    columns={
        "id": Column("id", "Global id.", sql="cycle_id", id_kind="arisan"),
        "wksbmId": WKSBM_ID,
        "version": Column("int", "Version of its stream, for expectedVersion."),
        "updatedAt": Column("datetime", "When its last event was recorded."),
        "title": Column("text", "What it is called."),
        "unit": UNIT,
        "contribution": Column("bigint", "Of one share in one round."),
        "frequency": Column(
            "enum", "How often a round is held.", enumeration=lists.ARISAN_FREQUENCY
        ),
        "method": Column("enum", "How winners are found.", enumeration=lists.DRAW_METHOD),
        "cut": Column("bigint", "Kept back from each pot, for the WKSBM."),
        "startsOn": Column("date", "First day."),
        "state": Column("enum", "Whether it runs.", enumeration=lists.ARISAN_STATE),
        "closedOn": Column("date", "When it was closed.", nullable=True),
        "shareCount": Column("int", "How many shares, and rounds."),
        "wonCount": Column("int", "How many of them have won."),
        "currentRound": Column("int", "The round whose turn it is.", nullable=True),
        "missing": Column("bigint", "What that round still lacks.", nullable=True),
        "owed": Column("bigint", "What is unpaid of rounds that are drawn."),
    },
    orderings={
        "NEWEST": Ordering("Latest start first.", (SortKey("starts_on", "date"),), descending=True),
    },
    filters={
        **_OF_WKSBM,
        "state": Filter("enum", "So it stands.", column="state", enumeration=lists.ARISAN_STATE),
    },
    scopes=_SCOPES,
    children={
        "wksbm": WKSBM,
        "shares": Child("ArisanShare", "list", "Who holds which share.", _LINK, expected=12),
        "rounds": Child("ArisanRound", "list", "Its rounds.", _LINK, expected=12),
        "debts": Child("ArisanDebt", "list", "Who owes what.", _LINK, expected=3),
        "history": Child(
            "TrailObjectEntry",
            "connection",
            "Every event that names it, newest first.",
            {"object_id": "cycle_id"},
        ),
    },
)

SHARE = Relation(
    name="ArisanShare",
    description="A share of a cycle and who holds it; one person may hold several.",
    sql=_SQL,
    rows="shares",
    views=_NAMED_VIEWS,
    key=_KEY,
    columns={
        "cycleId": _CYCLE_ID,
        "no": Column("int", "Its number; in an agreed order this is the order."),
        "memberId": Column("id", "Who holds it.", id_kind="person"),
        "memberName": _NAME,
        "wonRound": Column("int", "The round it won.", nullable=True),
        "inDraw": Column("bool", "It can win the round whose turn it is."),
        "next": Column("bool", "In an agreed order: it is this share's turn."),
        "unpaid": Column("bigint", "What it has not paid for that round."),
        "owed": Column("bigint", "What it owes for rounds that are drawn."),
    },
    orderings=_BY_NO,
    filters={
        **_OF_CYCLE,
        "inDraw": Filter("bool", "Still in the draw, or not.", column="in_draw"),
        "memberId": Filter("id", "Of this person.", column="member_id", id_kind="person"),
    },
    scopes=_SCOPES,
    children={"cycle": _CYCLE},
)

ROUND = Relation(
    name="ArisanRound",
    description="A round of a cycle, as far as it has come, with the proof of its draw.",
    sql=_SQL,
    rows="rounds",
    views=_NAMED_VIEWS,
    key=_KEY,
    columns={
        "cycleId": _CYCLE_ID,
        "no": Column("int", "Its number."),
        "state": Column("enum", "How far it has come.", enumeration=lists.ROUND_STATE),
        "collectedOn": Column("date", "Last day of collecting.", nullable=True),
        "collected": Column("bigint", "What was collected before the draw."),
        "covered": Column("bigint", "What others put in for those who did not pay."),
        "missing": Column("bigint", "What it lacks."),
        "winnerShare": Column("int", "The share that won.", nullable=True),
        "winnerId": Column("id", "Who held it then.", nullable=True, id_kind="person"),
        "winnerName": _NAME,
        "drawnOn": Column("date", "When it was drawn.", nullable=True),
        "method": Column("enum", "How.", nullable=True, enumeration=lists.DRAW_METHOD),
        "candidates": Column("json", "Shares that were in the draw, by number."),
        "seed": Column("text", "Said aloud before the draw; the winner follows from it.", True),
        "witnesses": Column("json", "Who saw it: ids of persons."),
        "bid": Column("bigint", "What the winner of an auction left in the box."),
        "pot": Column("bigint", "What the winner gets."),
        "paidOn": Column("date", "When the pot was paid.", nullable=True),
        "paid": Column("bigint", "What was paid of it."),
        "withheld": Column("bigint", "What was kept back for debts of the share."),
        "receiptNo": Column("text", "Number of the paper receipt.", nullable=True),
        "payments": Column("json", "What came in: share, amount, late (after the draw)."),
    },
    orderings=_BY_NO,
    filters={
        **_OF_CYCLE,
        "state": Filter("enum", "So far.", column="state", enumeration=lists.ROUND_STATE),
    },
    scopes=_SCOPES,
    children={"cycle": _CYCLE},
)

DEBT = Relation(
    name="ArisanDebt",
    description="What a share owes for a round that is drawn.",
    sql=_SQL,
    rows="debts",
    views=_NAMED_VIEWS,
    key=(SortKey("cycle_id", "id"), SortKey("share", "int"), SortKey("round", "int")),
    columns={
        "cycleId": _CYCLE_ID,
        "share": Column("int", "The share."),
        "round": Column("int", "The round."),
        "memberId": Column("id", "Who holds the share.", id_kind="person"),
        "memberName": _NAME,
        "amount": Column("bigint", "How much, in the cycle's unit."),
    },
    orderings={"ROUND": Ordering("By round.", (SortKey("round", "int"),))},
    filters=_OF_CYCLE,
    scopes=_SCOPES,
    children={"cycle": _CYCLE},
)

RELATIONS = (CYCLE, SHARE, ROUND, DEBT)
