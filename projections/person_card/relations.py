"""What can be asked of cards: the names of those who are named in an office."""

from __future__ import annotations

from wahana.platform import sql

from ..relation import Child, Column, Filter, Ordering, Relation, SortKey

_SQL = sql.load(__file__, "read.sql")
CONTACTS = "PERSON_CONTACTS:TENANT"
"""A card is reached from anywhere (a speaker, an invitee), so an area's reach is not enough."""


def _contact(field: str, description: str) -> Column:
    return Column("sealed", description, True, sql=field, mask=CONTACTS, path=field)


PERSON_CARD = Relation(
    name="PersonCard",
    description="Somebody who is named in an office: candidate, officer, mentor, speaker, "
    "participant, member. A forgotten person has no name any more.",
    sql=_SQL,
    rows="cards",
    views=("person_card",),
    key=(SortKey("person_id", "id"),),
    node="person",
    columns={
        "id": Column("id", "Global id of the person.", sql="person_id", id_kind="person"),
        "version": Column("int", "Version of the person's stream, for expectedVersion."),
        "updatedAt": Column("datetime", "When the card last changed."),
        "name": Column("text", "Full name, as written.", nullable=True, mask="PERSON_NAMES"),
        "forgotten": Column("bool", "The person's data were erased."),
        "sex": Column("text", "F or M, if known.", nullable=True),
        "areaCode": Column("text", "Area the person lives in.", nullable=True),
        "regencyName": Column("text", "Kabupaten or kota.", nullable=True),
        "villageName": Column("text", "Desa or kelurahan.", nullable=True),
        "offices": Column("texts", "In what capacity the person was named."),
        "phone": _contact("phone", "Phone; opened for who may see it."),
        "address": _contact("address", "Address; opened for who may see it."),
        "email": _contact("email", "E-mail; opened for who may see it."),
    },
    orderings={"NAME": Ordering("By name.", (SortKey("name_key", "text"),))},
    filters={"namePrefix": Filter("text", "The name begins so.", statement="name_prefix")},
    children={
        "seats": Child(
            "BoardSeat",
            "connection",
            "Seats of the person.",
            {"person_id": "person_id"},
            ordering="VALID_FROM",
        ),
        "attendance": Child(
            "ActivityAttendee", "connection", "Activities attended.", {"person_id": "person_id"}
        ),
        "history": Child(
            "TrailObjectEntry",
            "connection",
            "Every event that names the person, newest first.",
            {"object_id": "person_id"},
        ),
    },
)

RELATIONS = (PERSON_CARD,)
