"""Relations of cards: the names of persons who are named in an office."""

from __future__ import annotations

from ..declared import RowOrder, declare, history, paged, starts
from ..row_source import TableRows
from . import rows

PERSON_CARD = declare(
    "PersonCard",
    rows.Card,
    rows=TableRows(rows.CARDS),
    views=("person_card",),
    key=("person_id",),
    node=True,
    orderings={
        "NAME": RowOrder("By name.", ("name_key",)),
    },
    filters={
        "namePrefix": starts("name_key", "Name begins with this text."),
    },
    children={
        "seats": paged("BoardSeat", "Seats of the person.", "person_id", ordering="VALID_FROM"),
        "attendance": paged("ActivityAttendee", "Activities attended.", "person_id"),
        "history": history("person_id", "the person"),
    },
)

RELATIONS = (PERSON_CARD,)
