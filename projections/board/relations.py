"""What can be asked of boards: terms, who sits where on which day, handovers."""

from __future__ import annotations

from wahana.platform import sql

from .. import enumerations as lists
from ..relation import Child, Column, Enumeration, Filter, Ordering, Relation, SortKey

_SQL = sql.load(__file__, "read.sql")

HANDOVER_PART = Enumeration.of(
    "HandoverPart", "How a person took part in a handover.", "HandoverPart"
)

_VIEWS = ("board", "wksbm_directory")
"""Scopes ask the directory where a WKSBM stands."""
_DAY_VIEWS = ("board", "office", "wksbm_directory")
"""Today is the date in the office's zone."""

_SCOPES = {
    "area": Filter("text", "The actor's area.", statement="of_wksbm_in_area"),
    "wksbm": Filter(
        "id", "The actor's WKSBM.", column="wksbm_id", operator="among", id_kind="wksbm"
    ),
}
_OF_WKSBM = {"wksbmId": Filter("id", "Of this WKSBM.", column="wksbm_id", id_kind="wksbm")}
_IN_AREA = {
    "inArea": Filter(
        "text", "Its WKSBM stands in this area, a code of any level.", statement="of_wksbm_in_area"
    )
}
_WKSBM_ID = Column("id", "The WKSBM.", id_kind="wksbm")
_BOARD_ID = Column("id", "The board.", id_kind="board")
_ENTRY = Column("int", "Version of the event that entered it; corrections name it.")
_PERSON = Child("PersonCard", "one", "The person's card.", {"person_id": "person_id"})
_WKSBM = Child("Wksbm", "one", "The WKSBM.", {"wksbm_id": "wksbm_id"})
_DECREE = {
    "decreeNo": Column("text", "Number of the term's decree.", nullable=True),
    "decreeIssuedOn": Column("date", "Date of the decree.", nullable=True),
    "decreeIssuerRole": Column("text", "Role of who signed it.", nullable=True),
}
_DAYS = {
    "validFrom": Column("date", "First day."),
    "validTo": Column("date", "First day no longer; null while no end is known.", nullable=True),
}
_SEAT = {
    "boardId": _BOARD_ID,
    "wksbmId": _WKSBM_ID,
    "entry": _ENTRY,
    "termNo": Column("int", "Number of the term."),
    "seat": Column("text", "The seat: KETUA, SEKRETARIS, SEKSI:HUMAS, …"),
    "personId": Column("id", "Who sits in it.", id_kind="person"),
    **_DAYS,
    "acting": Column("bool", "Stands in for an empty seat."),
    **_DECREE,
}
_BY_SEAT = Ordering(
    "By rank of the seat, then start.",
    (SortKey("seat_rank", "int"), SortKey("seat", "text"), SortKey("valid_from", "date")),
)
_SEAT_KEY = (SortKey("board_id", "id"), SortKey("entry", "int"))

BOARD = Relation(
    name="Board",
    description="The board of a WKSBM, with the term of the day (validOn, else today).",
    sql=_SQL,
    rows="boards",
    views=_DAY_VIEWS,
    key=(SortKey("board_id", "id"),),
    node="board",
    columns={
        "id": Column("id", "Global id.", sql="board_id", id_kind="board"),
        "wksbmId": _WKSBM_ID,
        "version": Column("int", "Version of its stream, for expectedVersion."),
        "updatedAt": Column("datetime", "When its last event was recorded."),
        "termNo": Column("int", "Number of the term of the day.", nullable=True),
        "termFrom": Column("date", "First day of that term.", nullable=True),
        "termTo": Column("date", "First day after it, if an end is set.", nullable=True),
        **_DECREE,
    },
    orderings={"WKSBM": Ordering("By id of the WKSBM.", (SortKey("wksbm_id", "id"),))},
    filters={**_OF_WKSBM, **_IN_AREA},
    scopes=_SCOPES,
    children={
        "wksbm": _WKSBM,
        "members": Child(
            "BoardMember", "list", "Who sits in which seat.", {"wksbm_id": "wksbm_id"}, expected=5
        ),
        "seats": Child("BoardSeat", "connection", "All seats over time.", {"wksbm_id": "wksbm_id"}),
        "terms": Child("BoardTerm", "list", "Its terms.", {"wksbm_id": "wksbm_id"}, expected=3),
        "handovers": Child(
            "Handover", "list", "Its handovers.", {"wksbm_id": "wksbm_id"}, expected=2
        ),
        "history": Child(
            "TrailObjectEntry",
            "connection",
            "Every event that names it, newest first.",
            {"object_id": "board_id"},
        ),
    },
)

MEMBER = Relation(
    name="BoardMember",
    description="Who sits in a seat on the day (validOn, else today).",
    sql=_SQL,
    rows="members",
    views=_DAY_VIEWS,
    key=_SEAT_KEY,
    columns=_SEAT,
    orderings={"SEAT": _BY_SEAT},
    filters={
        **_OF_WKSBM,
        **_IN_AREA,
        "seat": Filter("text", "In this seat.", column="seat"),
        "personId": Filter("id", "This person.", column="person_id", id_kind="person"),
    },
    scopes=_SCOPES,
    children={
        "person": _PERSON,
        "contact": Child(
            "BoardContact",
            "one",
            "How to reach them, if they sit in the board now; for who may see it.",
            {"wksbm_id": "wksbm_id", "person_id": "person_id"},
        ),
        "wksbm": _WKSBM,
    },
)


def _contact(field: str, description: str) -> Column:
    return Column("sealed", description, True, sql=field, mask="PERSON_CONTACTS", path=field)


CONTACT = Relation(
    name="BoardContact",
    description="How to reach somebody who sits in a board now: for the board itself, its "
    "district's social worker and the office.",
    sql=_SQL,
    rows="contacts",
    views=(*_DAY_VIEWS, "person_card"),
    key=(SortKey("wksbm_id", "id"), SortKey("person_id", "id")),
    columns={
        "personId": Column("id", "The person.", id_kind="person"),
        "phone": _contact("phone", "Phone."),
        "address": _contact("address", "Address."),
        "email": _contact("email", "E-mail."),
    },
    orderings={"PERSON": Ordering("By id of the person.", (SortKey("person_id", "id"),))},
    scopes=_SCOPES,
)

SEAT = Relation(
    name="BoardSeat",
    description="A person in a seat, past, present or to come; with validOn: on that day.",
    sql=_SQL,
    rows="seats",
    views=_VIEWS,
    key=_SEAT_KEY,
    columns=_SEAT
    | {
        "endReason": Column(
            "enum", "Why the person left.", nullable=True, enumeration=lists.END_REASON
        )
    },
    orderings={
        "SEAT": _BY_SEAT,
        "VALID_FROM": Ordering("By start.", (SortKey("valid_from", "date"),)),
    },
    filters={
        **_OF_WKSBM,
        **_IN_AREA,
        "seat": Filter("text", "In this seat.", column="seat"),
        "personId": Filter("id", "Of this person.", column="person_id", id_kind="person"),
        "termNo": Filter("int", "Of this term.", column="term_no"),
    },
    scopes=_SCOPES,
    children={"person": _PERSON, "wksbm": _WKSBM},
)

TERM = Relation(
    name="BoardTerm",
    description="A term of a board.",
    sql=_SQL,
    rows="terms",
    views=_DAY_VIEWS,
    key=(SortKey("board_id", "id"), SortKey("term_no", "int")),
    columns={
        "boardId": _BOARD_ID,
        "wksbmId": _WKSBM_ID,
        "termNo": Column("int", "Its number, in order of entry."),
        "entry": _ENTRY,
        **_DAYS,
        "closed": Column("bool", "It was closed by an act of its own."),
        **_DECREE,
    },
    orderings={
        "VALID_FROM": Ordering("By start.", (SortKey("valid_from", "date"),)),
        "VALID_TO": Ordering("By end.", (SortKey("valid_to_key", "date"),)),
    },
    filters={
        **_OF_WKSBM,
        **_IN_AREA,
        "endsFrom": Filter("date", "Ends on or after.", column="valid_to_key", operator=">="),
        "endsBefore": Filter("date", "Ends before.", column="valid_to_key", operator="<"),
        "endsWithinDays": Filter(
            "int", "Runs on the day and ends within so many days.", statement="ends_within_days"
        ),
    },
    scopes=_SCOPES,
    children={"wksbm": _WKSBM},
)

HANDOVER = Relation(
    name="Handover",
    description="Books and balances that went from one set of officers to another.",
    sql=_SQL,
    rows="handovers",
    views=_VIEWS,
    key=_SEAT_KEY,
    columns={
        "boardId": _BOARD_ID,
        "wksbmId": _WKSBM_ID,
        "entry": _ENTRY,
        "termNo": Column("int", "Term in which it was held."),
        "heldOn": Column("date", "Day of the handover."),
        "books": Column("json", "Books: kind, volumes, kept_up_to."),
        "balances": Column("json", "Balances: fund, unit (IDR, RICE_G), amount."),
    },
    orderings={"HELD_ON": Ordering("By day.", (SortKey("held_on", "date"),))},
    filters={**_OF_WKSBM, **_IN_AREA},
    scopes=_SCOPES,
    children={
        "people": Child(
            "HandoverPerson",
            "list",
            "Who took part.",
            {"board_id": "board_id", "entry": "entry"},
            expected=6,
        ),
        "wksbm": _WKSBM,
    },
)

HANDOVER_PERSON = Relation(
    name="HandoverPerson",
    description="Somebody who took part in a handover.",
    sql=_SQL,
    rows="handover_people",
    views=("board",),
    key=(
        SortKey("board_id", "id"),
        SortKey("entry", "int"),
        SortKey("part", "text"),
        SortKey("no", "int"),
    ),
    columns={
        "personId": Column("id", "The person.", id_kind="person"),
        "part": Column("enum", "How.", enumeration=HANDOVER_PART),
    },
    orderings={"PART": Ordering("By part.", (SortKey("part", "text"),))},
    children={"person": _PERSON},
)

RELATIONS = (BOARD, MEMBER, CONTACT, SEAT, TERM, HANDOVER, HANDOVER_PERSON)
