"""Relations of the register: persons, consents, aliases, duplicates, households, accesses."""

from __future__ import annotations

from collections.abc import Mapping

from wahana.platform import sql

from ..declared import (
    ColumnFilter,
    Condition,
    RowOrder,
    declare,
    history,
    in_area,
    listed,
    one,
    paged,
    present,
)
from ..row_source import TableRows
from . import looks, rows

_SQL = sql.load(__file__, "read.sql")
_VIEWS = ("person_registry",)
_PERSON = one("RegisteredPerson", "The person.", "person_id")
_BY_UPDATE = {"UPDATED": RowOrder("Latest change first.", ("updated_at",), descending=True)}
_IN_AREA: Mapping[str, Condition] = {
    "inArea": in_area("Lives in this area, a code of any level."),
    "districtCode": "Lives in this kecamatan.",
    "villageCode": "Lives in this desa or kelurahan.",
}

PERSON = declare(
    "RegisteredPerson",
    rows.PersonRow,
    sql=_SQL,
    rows=TableRows(rows.PERSONS, since="registered_on"),
    views=_VIEWS,
    key=("person_id",),
    orderings=_BY_UPDATE,
    filters={
        **_IN_AREA,
        "nikState": "Status of the NIK.",
        "isMerged": present("merged_into", "Merged into another record, or not."),
    },
    scopes={"area": in_area("The actor's area.")},
    children={
        "card": one("PersonCard", "The card, if in an office.", "person_id"),
        "consents": listed("PersonConsent", "Consents.", "person_id", expected=3),
        "aliases": listed("PersonAlias", "Other names.", "person_id", expected=1),
        "households": listed(
            "HouseholdMember", "Households, past and present.", "person_id", expected=2
        ),
        "mergedInto": one(
            "RegisteredPerson", "The record that is used instead.", person_id="merged_into"
        ),
        "looks": paged(
            "PersonAccess", "Who had sealed data of the person opened.", subject="person_id"
        ),
        "history": history("person_id", "the person"),
    },
)

CONSENT = declare(
    "PersonConsent",
    rows.ConsentRow,
    sql=_SQL,
    rows=TableRows(rows.CONSENTS, since="given_on", last="until", until="withdrawn_on"),
    views=_VIEWS,
    key=("person_id", "consent_id"),
    orderings={
        "GIVEN_ON": RowOrder("Newest first.", ("given_on",), descending=True),
    },
    filters={
        "personId": "Of this person.",
        "purpose": "For this purpose.",
        "isWithdrawn": present("withdrawn_on", "Withdrawn, or not."),
    },
    children={
        "person": _PERSON,
    },
)

ALIAS = declare(
    "PersonAlias",
    rows.AliasRow,
    sql=_SQL,
    rows=TableRows(rows.ALIASES),
    views=_VIEWS,
    key=("person_id", "entry"),
    orderings={
        "ENTERED": RowOrder("As entered.", ("entry",)),
    },
    filters={"personId": "Of this person."},
)

DUPLICATE = declare(
    "PersonDuplicate",
    rows.DuplicateRow,
    sql=_SQL,
    rows=TableRows(rows.DUPLICATES),
    views=_VIEWS,
    key=("person_id", "other_id"),
    orderings={
        "SUSPECTED_AT": RowOrder("Oldest first.", ("suspected_at",)),
        "SCORE": RowOrder("The most similar first.", ("score",), descending=True),
    },
    filters={
        "state": "Its status.",
    },
    children={
        "person": _PERSON,
        "other": one("RegisteredPerson", "The other.", person_id="other_id"),
        "suspectedBy": one("Member", "Who suspected.", member_id="suspected_by"),
    },
)

HOUSEHOLD = declare(
    "Household",
    rows.HouseholdRow,
    sql=_SQL,
    rows=TableRows(rows.HOUSEHOLDS, since="formed_on"),
    views=_VIEWS,
    key=("household_id",),
    node=True,
    orderings=_BY_UPDATE,
    filters={
        **_IN_AREA,
        "isDissolved": present("dissolved_on", "Dissolved, or not."),
    },
    scopes={"area": in_area("The actor's area.")},
    children={
        "head": one("RegisteredPerson", "The head.", person_id="head_id"),
        "members": listed(
            "HouseholdMember", "Present and former members.", "household_id", expected=5
        ),
    },
)

MEMBER = declare(
    "HouseholdMember",
    rows.HouseholdMemberRow,
    sql=_SQL,
    rows=TableRows(rows.MEMBERS, since="since", until="left_on"),
    views=_VIEWS,
    key=("household_id", "person_id", "entry"),
    orderings={
        "SINCE": RowOrder("As they joined.", ("since",)),
    },
    filters={
        "hasLeft": present("left_on", "Has left, or not."),
    },
    children={
        "person": _PERSON,
        "household": one("Household", "The household.", "household_id"),
    },
)

ACCESS = declare(
    "PersonAccess",
    looks.Access,
    sql=_SQL,
    rows="looks",
    views=_VIEWS,
    key=("position",),
    orderings={
        "NEWEST": RowOrder("Newest first.", ("position",), descending=True),
    },
    filters={
        "subjectId": ColumnFilter("subject", "=", "At this record."),
        "memberId": "By this member.",
    },
    children={
        "member": one("Member", "Who looked.", "member_id"),
    },
)

RELATIONS = (PERSON, CONSENT, ALIAS, DUPLICATE, HOUSEHOLD, MEMBER, ACCESS)
