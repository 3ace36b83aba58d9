"""Relations of boards: terms, seats by day, handovers."""

from __future__ import annotations

from wahana.platform import sql

from .. import belonging, one_person
from ..declared import ColumnFilter, RowOrder, declare, history, listed, one, paged
from ..relation import Filter
from ..row_source import TableRows
from . import rows

_SQL = {**sql.load(__file__, "read.sql"), **belonging.SQL, **one_person.SQL}
_VIEWS = ("board", one_person.VIEW, "wksbm_directory")
"""Scopes look up the area of a WKSBM in the directory."""
_DAY_VIEWS = ("board", "office", one_person.VIEW, "wksbm_directory")
"""Today is the date in the office's time zone."""
_BY_SEAT = {
    "SEAT": RowOrder("By rank of the seat, then start.", ("seat_rank", "seat", "valid_from"))
}
_PERSON = one("PersonCard", "The person's card.", "person_id")

BOARD = declare(
    "Board",
    rows.Board,
    sql=_SQL,
    rows="boards",
    views=_DAY_VIEWS,
    key=("board_id",),
    node=True,
    orderings={
        "WKSBM": RowOrder("By id of the WKSBM.", ("wksbm_id",)),
    },
    filters=belonging.FILTERS,
    scopes=belonging.SCOPES,
    children={
        "wksbm": belonging.WKSBM,
        "members": listed("BoardMember", "Who holds which seat.", "wksbm_id", expected=5),
        "seats": paged("BoardSeat", "All seats over time.", "wksbm_id"),
        "terms": listed("BoardTerm", "Its terms.", "wksbm_id", expected=3),
        "handovers": listed("Handover", "Its handovers.", "wksbm_id", expected=2),
        "history": history("board_id"),
    },
)

MEMBER = declare(
    "BoardMember",
    rows.SeatRow,
    description="Who holds a seat on the day (validOn, else today).",
    without=("endReason",),
    sql=_SQL,
    rows="members",
    views=_DAY_VIEWS,
    key=("board_id", "entry"),
    orderings=_BY_SEAT,
    filters={
        **belonging.FILTERS,
        "seat": "In this seat.",
        "personId": one_person.of_person("This person."),
    },
    scopes=belonging.SCOPES,
    children={
        "person": _PERSON,
        "contact": one(
            "BoardContact",
            "Contact, if they hold a seat now; for roles that may see it.",
            "wksbm_id",
            "person_id",
        ),
        "wksbm": belonging.WKSBM,
    },
)

CONTACT = declare(
    "BoardContact",
    rows.BoardContact,
    sql=_SQL,
    rows="contacts",
    views=(*_DAY_VIEWS, "person_card"),
    key=("wksbm_id", "person_id"),
    orderings={
        "PERSON": RowOrder("By id of the person.", ("person_id",)),
    },
    scopes=belonging.SCOPES,
)

SEAT = declare(
    "BoardSeat",
    rows.SeatRow,
    sql=_SQL,
    rows=TableRows(rows.SEATS, since="valid_from", until="valid_to"),
    views=_VIEWS,
    key=("board_id", "entry"),
    orderings={
        **_BY_SEAT,
        "VALID_FROM": RowOrder("By start.", ("valid_from",)),
    },
    filters={
        **belonging.FILTERS,
        "seat": "In this seat.",
        "personId": one_person.of_person("Of this person."),
        "termNo": "Of this term.",
    },
    scopes=belonging.SCOPES,
    children={
        "person": _PERSON,
        "wksbm": belonging.WKSBM,
    },
)

TERM = declare(
    "BoardTerm",
    rows.TermRow,
    sql=_SQL,
    rows=TableRows(rows.TERMS, since="valid_from", until="valid_to"),
    views=_DAY_VIEWS,
    key=("board_id", "term_no"),
    orderings={
        "VALID_FROM": RowOrder("By start.", ("valid_from",)),
        "VALID_TO": RowOrder("By end.", ("valid_to",)),
    },
    filters={
        **belonging.FILTERS,
        "endsFrom": ColumnFilter("valid_to", ">=", "Ends on or after."),
        "endsBefore": ColumnFilter("valid_to", "<", "Ends before."),
        "endsWithinDays": Filter(
            "int", "Runs on the day and ends within this many days.", statement="ends_within_days"
        ),
    },
    scopes=belonging.SCOPES,
    children={
        "wksbm": belonging.WKSBM,
    },
)

HANDOVER = declare(
    "Handover",
    rows.HandoverRow,
    sql=_SQL,
    rows=TableRows(rows.HANDOVERS, since="held_on"),
    views=_VIEWS,
    key=("board_id", "entry"),
    orderings={
        "HELD_ON": RowOrder("By day.", ("held_on",)),
    },
    filters=belonging.FILTERS,
    scopes=belonging.SCOPES,
    children={
        "people": listed("HandoverPerson", "Who took part.", "board_id", "entry", expected=6),
        "wksbm": belonging.WKSBM,
    },
)

HANDOVER_PERSON = declare(
    "HandoverPerson",
    rows.HandoverPerson,
    sql=_SQL,
    rows="handover_people",
    views=("board",),
    key=("board_id", "entry", "part", "no"),
    orderings={
        "PART": RowOrder("By part.", ("part",)),
    },
    children={
        "person": _PERSON,
    },
)

RELATIONS = (BOARD, MEMBER, CONTACT, SEAT, TERM, HANDOVER, HANDOVER_PERSON)
