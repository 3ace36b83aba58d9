"""What can be asked of cards: the names of those who are named in an office."""

from __future__ import annotations

from wahana.platform import sql

from ..declared import Order, declare, history, paged, starts
from . import rows

_SQL = sql.load(__file__, "read.sql")

PERSON_CARD = declare(
    "PersonCard",
    rows.Card,
    sql=_SQL,
    rows="cards",
    views=("person_card",),
    key=("person_id",),
    node=True,
    orderings={
        "NAME": Order("By name.", ("name_key",)),
    },
    filters={
        "namePrefix": starts("name_key", "The name begins so."),
    },
    children={
        "seats": paged("BoardSeat", "Seats of the person.", "person_id", ordering="VALID_FROM"),
        "attendance": paged("ActivityAttendee", "Activities attended.", "person_id"),
        "history": history("person_id", "the person"),
    },
)

RELATIONS = (PERSON_CARD,)
