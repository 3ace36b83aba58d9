"""The relations of the small sets of a WKSBM: names, target groups, candidates, mentors …"""

from __future__ import annotations

from collections.abc import Mapping

from wahana.platform import sql

from .. import enumerations as lists
from ..relation import Child, Column, Ordering, Relation, SortKey

_SQL = sql.load(__file__, "read.sql")

_PERSON = Child("PersonCard", "one", "The person's card.", {"person_id": "person_id"})
_ACTIVITY = Child("Activity", "one", "The office's own activity.", {"activity_id": "activity_id"})
_ENTRY = Column("int", "Version of the event that entered it; corrections name it.")
_PERSON_ID = Column("id", "The person.", id_kind="person")

_CITED = {
    "activityId": Column(
        "id", "The office's own activity, if it was one.", nullable=True, id_kind="activity"
    ),
    "externalOrganiser": Column("text", "Office that held it, if another one.", nullable=True),
    "externalTitle": Column("text", "Title there.", nullable=True),
}


def _part(
    name: str,
    rows: str,
    description: str,
    columns: Mapping[str, Column],
    *,
    order: SortKey,
    children: Mapping[str, Child] | None = None,
) -> Relation:
    return Relation(
        name=name,
        description=description,
        sql=_SQL,
        rows=rows,
        views=("wksbm_directory",),
        key=(SortKey("wksbm_id", "id"), order),
        columns=columns,
        orderings={"ENTERED": Ordering("In their order.", (order,))},
        children=children or {},
    )


_BY_ENTRY, _BY_NUMBER = SortKey("entry", "int"), SortKey("no", "int")

PARTS = (
    _part(
        "WksbmName",
        "wksbm_names",
        "A name of a WKSBM from a business date on.",
        {
            "entry": _ENTRY,
            "validFrom": Column("date", "First day of the name."),
            "name": Column("text", "The name."),
        },
        order=_BY_ENTRY,
    ),
    _part(
        "WksbmTargetGroup",
        "target_group_codes",
        "A category of people (PMKS) that a WKSBM is there for.",
        {
            "edition": Column("text", "Edition of the list of categories.", nullable=True),
            "code": Column("text", "Code in that edition."),
        },
        order=_BY_NUMBER,
    ),
    _part(
        "WksbmLocalValue",
        "local_values",
        "A local value that a WKSBM keeps up.",
        {"value": Column("text", "The value.")},
        order=_BY_NUMBER,
    ),
    _part(
        "WksbmLegalReference",
        "legal_references",
        "A regulation or letter that a WKSBM refers to.",
        {
            "title": Column("text", "Name of the document."),
            "documentNo": Column("text", "Its number.", nullable=True),
            "issuedOn": Column("date", "Its date.", nullable=True),
        },
        order=SortKey("ordinal", "int"),
    ),
    _part(
        "WksbmSocialisation",
        "socialisations",
        "A session that explained a WKSBM; its days may be unknown.",
        {
            "entry": _ENTRY,
            "heldFrom": Column("date", "First day within which it was held.", nullable=True),
            "heldTo": Column("date", "Last such day.", nullable=True),
            **_CITED,
        },
        order=_BY_ENTRY,
        children={"activity": _ACTIVITY},
    ),
    _part(
        "WksbmCandidate",
        "candidates",
        "A candidate of the first board.",
        {
            "personId": _PERSON_ID,
            "seat": Column("text", "The seat."),
            "nominatedOn": Column("date", "Day of the nomination."),
            "withdrawn": Column("bool", "Stands no more."),
        },
        order=_BY_NUMBER,
        children={"person": _PERSON},
    ),
    _part(
        "WksbmTraining",
        "trainings",
        "A training of candidates or members.",
        {
            "entry": _ENTRY,
            "trainedOn": Column("date", "Day of the training."),
            "attended": Column("int", "How many of them were there."),
            **_CITED,
        },
        order=_BY_ENTRY,
        children={"activity": _ACTIVITY},
    ),
    _part(
        "WksbmWaiver",
        "waivers",
        "A stage that a WKSBM need not go through.",
        {
            "entry": _ENTRY,
            "stage": Column("enum", "The stage.", enumeration=lists.STAGE),
        },
        order=_BY_ENTRY,
    ),
    _part(
        "WksbmMentor",
        "mentors",
        "Who guides a WKSBM, from when and until when.",
        {
            "entry": _ENTRY,
            "personId": _PERSON_ID,
            "role": Column("enum", "Where from.", enumeration=lists.MENTOR_ROLE),
            "guidance": Column("enum", "In what.", enumeration=lists.GUIDANCE),
            "validFrom": Column("date", "First day."),
            "validTo": Column("date", "First day no longer.", nullable=True),
        },
        order=_BY_ENTRY,
        children={"person": _PERSON},
    ),
    _part(
        "WksbmAward",
        "awards",
        "A competition that a WKSBM entered (no rank) or won.",
        {
            "entry": _ENTRY,
            "competition": Column("text", "Name of the competition."),
            "level": Column("enum", "Its level.", enumeration=lists.AWARD_LEVEL),
            "year": Column("int", "Its year."),
            "rank": Column("int", "Place won; 1 is the first.", nullable=True),
        },
        order=_BY_ENTRY,
    ),
    _part(
        "WksbmDormancy",
        "dormancies",
        "A rest of a WKSBM.",
        {
            "entry": _ENTRY,
            "validFrom": Column("date", "First day."),
            "validTo": Column("date", "First day at work again.", nullable=True),
        },
        order=_BY_ENTRY,
    ),
)
