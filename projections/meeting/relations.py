"""Relations of meetings: attendance, decisions, and spending by decision."""

from __future__ import annotations

from collections.abc import Mapping

from wahana.platform import sql

from .. import belonging
from ..declared import ColumnFilter, Condition, RowOrder, declare, history, listed, one, paged
from ..row_source import TableRows
from . import rows

_SQL = {**sql.load(__file__, "read.sql"), **belonging.SQL}
_VIEWS = ("meeting", "wksbm_directory")
_FILTERS: Mapping[str, Condition] = {
    **belonging.FILTERS,
    "heldFrom": ColumnFilter("held_on", ">=", "Held on or after."),
    "heldBefore": ColumnFilter("held_on", "<", "Held before."),
}
_IN_ORDER = {"NO": RowOrder("As entered.", ("no",))}
_PERSON = {"person": one("PersonCard", "The card.", "person_id")}

MEETING = declare(
    "Meeting",
    rows.MeetingRow,
    sql=_SQL,
    rows=TableRows(rows.MEETINGS, since="held_on"),
    views=_VIEWS,
    key=("meeting_id",),
    node=True,
    orderings={
        "NEWEST": RowOrder("Latest first.", ("held_on",), descending=True),
    },
    filters={
        **_FILTERS,
        "kind": "Of this kind.",
        "withdrawn": "Withdrawn or not.",
    },
    scopes=belonging.SCOPES,
    children={
        "wksbm": belonging.WKSBM,
        "decisions": listed("MeetingDecision", "Decisions.", "meeting_id", expected=5),
        "present": listed("MeetingPresence", "Who was there.", "meeting_id", expected=15),
        "guests": listed("MeetingGuest", "The guests.", "meeting_id", expected=3),
        "history": history("meeting_id"),
    },
)

DECISION = declare(
    "MeetingDecision",
    rows.Decision,
    sql=_SQL,
    rows="decisions",
    views=_VIEWS,
    key=("meeting_id", "no"),
    orderings={
        "NEWEST": RowOrder("Latest first.", ("held_on",), descending=True),
        "NO": RowOrder("By number.", ("no",)),
    },
    filters={
        **_FILTERS,
        "meetingId": "Of this meeting.",
        "kind": "About this.",
        "leftFrom": ColumnFilter("left_amount", ">=", "At least this amount is left."),
    },
    scopes=belonging.SCOPES,
    children={
        "meeting": one("Meeting", "The meeting.", "meeting_id"),
        "payments": paged(
            "CashEntry", "The payments by it.", decision_meeting_id="meeting_id", decision_no="no"
        ),
    },
)

PRESENCE = declare(
    "MeetingPresence",
    rows.Presence,
    sql=_SQL,
    rows="present",
    views=_VIEWS,
    key=("meeting_id", "no"),
    orderings=_IN_ORDER,
    scopes=belonging.SCOPES,
    children=_PERSON,
)

GUEST = declare(
    "MeetingGuest",
    rows.Guest,
    sql=_SQL,
    rows=TableRows(rows.MEETINGS, each="guests", number="no", own=("kind",)),
    views=_VIEWS,
    key=("meeting_id", "no"),
    orderings=_IN_ORDER,
    scopes=belonging.SCOPES,
    children={"person": one("PersonCard", "The card.", person_id="person")},
)

RELATIONS = (MEETING, DECISION, PRESENCE, GUEST)
