"""What can be asked of meetings: who was there, what was decided, what was spent by it."""

from __future__ import annotations

from wahana.platform import sql

from .. import fund_enumerations as lists
from ..fund_book.parts import VERSION, WKSBM, WKSBM_ID, of_wksbm, scopes
from ..relation import Child, Column, Filter, Ordering, Relation, SortKey

_SQL = sql.load(__file__, "read.sql")
_IN_AREA = "of_wksbm_in_area"
_SCOPES, _OF_WKSBM = scopes(_IN_AREA), of_wksbm(_IN_AREA)
_VIEWS = ("meeting", "wksbm_directory")
_LINK = {"meeting_id": "meeting_id"}
_MEETING_ID = Column("id", "The meeting.", id_kind="meeting")
_IN_ORDER = {"NO": Ordering("As entered.", (SortKey("no", "int"),))}
_DAYS = {
    "heldFrom": Filter("date", "Held on or after.", column="held_on", operator=">="),
    "heldBefore": Filter("date", "Held before.", column="held_on", operator="<"),
}

MEETING = Relation(
    name="Meeting",
    description="A meeting of a WKSBM; with validOn: held by that day.",
    sql=_SQL,
    rows="meetings",
    views=_VIEWS,
    key=(SortKey("meeting_id", "id"),),
    node="meeting",
    columns={
        "id": Column("id", "Global id.", sql="meeting_id", id_kind="meeting"),
        "wksbmId": WKSBM_ID,
        "version": Column("int", "Version of its stream, for expectedVersion."),
        "updatedAt": Column("datetime", "When its last event was recorded."),
        "kind": Column("enum", "Routine or not.", enumeration=lists.MEETING_KIND),
        "heldOn": Column("date", "The day."),
        "headcount": Column("int", "How many were there, without guests."),
        "place": Column("text", "Where.", nullable=True),
        "withdrawn": Column("bool", "It should never have been entered."),
        "minutes": Column("texts", "SHA-256 of its minutes (notulen), kept elsewhere."),
        "decisionCount": Column("int", "How many decisions stand."),
    },
    orderings={
        "NEWEST": Ordering("Latest first.", (SortKey("held_on", "date"),), descending=True),
    },
    filters={
        **_OF_WKSBM,
        **_DAYS,
        "kind": Filter("enum", "Of this kind.", column="kind", enumeration=lists.MEETING_KIND),
        "withdrawn": Filter("bool", "Withdrawn or not.", column="withdrawn"),
    },
    scopes=_SCOPES,
    children={
        "wksbm": WKSBM,
        "decisions": Child("MeetingDecision", "list", "Decisions.", _LINK, expected=5),
        "present": Child("MeetingPresence", "list", "Who was there.", _LINK, expected=15),
        "guests": Child("MeetingGuest", "list", "The guests.", _LINK, expected=3),
        "history": Child(
            "TrailObjectEntry",
            "connection",
            "Every event that names it, newest first.",
            {"object_id": "meeting_id"},
        ),
    },
)

DECISION = Relation(
    name="MeetingDecision",
    description="A decision of a meeting; with validOn: taken by that day.",
    sql=_SQL,
    rows="decisions",
    views=_VIEWS,
    key=(SortKey("meeting_id", "id"), SortKey("no", "int")),
    columns={
        "meetingId": _MEETING_ID,
        "wksbmId": WKSBM_ID,
        "no": Column("int", "Its number in the meeting."),
        "entry": VERSION,
        "heldOn": Column("date", "Day of the meeting."),
        "kind": Column("enum", "What it is about.", enumeration=lists.DECISION_KIND),
        "title": Column("text", "What was decided, in words that name no person."),
        "text": Column("sealed", "Its full text.", True, mask="NOTES", path="text"),
        "votesFor": Column("int", "How many were for it."),
        "votesAgainst": Column("int", "How many were against it."),
        "carried": Column("bool", "More were for it than against it."),
        "limit": Column(
            "bigint", "At most this much may be spent by it.", True, sql="limit_amount"
        ),
        "unit": Column("enum", "Unit of the limit.", True, enumeration=lists.FUND_UNIT),
        "spent": Column("bigint", "What was spent by it."),
        "left": Column("bigint", "What is left of the limit.", True, sql="left_amount"),
        "enteredBy": Column("id", "Who entered it: who approves.", id_kind="member"),
        "withdrawn": Column("bool", "Its meeting should never have been entered."),
        "position": Column("bigint", "Position of the event that says it."),
    },
    orderings={
        "NEWEST": Ordering("Latest first.", (SortKey("held_on", "date"),), descending=True),
        "NO": Ordering("By number.", (SortKey("no", "int"),)),
    },
    filters={
        **_OF_WKSBM,
        **_DAYS,
        "meetingId": Filter("id", "Of this meeting.", column="meeting_id", id_kind="meeting"),
        "kind": Filter("enum", "About this.", column="kind", enumeration=lists.DECISION_KIND),
        "leftFrom": Filter("bigint", "At least so much is left.", "left_amount", ">="),
    },
    scopes=_SCOPES,
    children={
        "meeting": Child("Meeting", "one", "The meeting.", _LINK),
        "payments": Child(
            "CashEntry",
            "connection",
            "What was paid by it.",
            {"decision_meeting_id": "meeting_id", "decision_no": "no"},
        ),
    },
)

PRESENCE = Relation(
    name="MeetingPresence",
    description="Somebody who was at a meeting.",
    sql=_SQL,
    rows="present",
    views=_VIEWS,
    key=(SortKey("meeting_id", "id"), SortKey("no", "int")),
    columns={"personId": Column("id", "The person.", id_kind="person")},
    orderings=_IN_ORDER,
    scopes=_SCOPES,
    children={"person": Child("PersonCard", "one", "The card.", {"person_id": "person_id"})},
)

GUEST = Relation(
    name="MeetingGuest",
    description="Guests of a meeting: one who is registered, or several of a kind.",
    sql=_SQL,
    rows="guests",
    views=_VIEWS,
    key=(SortKey("meeting_id", "id"), SortKey("no", "int")),
    columns={
        "kind": Column("enum", "Where they come from.", enumeration=lists.GUEST_KIND),
        "personId": Column("id", "Who, if registered.", nullable=True, id_kind="person"),
        "organisation": Column("text", "The body they come from.", nullable=True),
        "count": Column("int", "How many."),
    },
    orderings=_IN_ORDER,
    scopes=_SCOPES,
    children={"person": Child("PersonCard", "one", "The card.", {"person_id": "person_id"})},
)

RELATIONS = (MEETING, DECISION, PRESENCE, GUEST)
