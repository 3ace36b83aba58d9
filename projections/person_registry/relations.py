"""What can be asked of the register: persons, consents, aliases, duplicates, households, looks."""

from __future__ import annotations

from wahana.platform import sql

from ..relation import Child, Column, Filter, Ordering, Relation, SortKey
from . import lists

_SQL = sql.load(__file__, "read.sql")
_VIEWS = ("person_registry",)
_UPDATED = Ordering("Latest change first.", (SortKey("updated_at", "datetime"),), descending=True)
_PERSON_ID = Column("id", "The person.", id_kind="person")
_PERSON = Child("RegisteredPerson", "one", "The person.", {"person_id": "person_id"})
_OF_PERSON = {"personId": Filter("id", "Of this person.", column="person_id", id_kind="person")}
_AREA = {
    "areaCode": Column("text", "Code of the area, of any level.", nullable=True),
    "regencyName": Column("text", "Kabupaten or kota.", nullable=True),
    "districtName": Column("text", "Kecamatan.", nullable=True),
    "villageName": Column("text", "Desa or kelurahan.", nullable=True),
}
_IN_AREA = {
    "inArea": Filter("text", "Lives in this area, a code of any level.", statement="in_area"),
    "districtCode": Filter("text", "Lives in this kecamatan.", column="district_code"),
    "villageCode": Filter("text", "Lives in this desa or kelurahan.", column="village_code"),
}
_SCOPES = {"area": Filter("text", "The actor's area.", statement="in_area")}


def _sealed(field: str, description: str, mask: str) -> Column:
    return Column("sealed", description, True, sql=field, mask=mask, path=field)


PERSON = Relation(
    name="RegisteredPerson",
    description="Somebody on record: candidate, officer or person in need. Names and numbers are "
    "sealed; they are opened for roles that may see them, for the others by `reveal`.",
    sql=_SQL,
    rows="persons",
    views=_VIEWS,
    key=(SortKey("person_id", "id"),),
    columns={
        "id": Column("id", "Global id.", sql="person_id", id_kind="person"),
        "version": Column("int", "Version of the person's stream, for expectedVersion."),
        "updatedAt": Column("datetime", "When its last event was recorded."),
        "name": _sealed("name", "Full name.", "PERSON_NEEDS"),
        "nik": _sealed("nik", "NIK, 16 digits.", "PERSON_IDENTITY"),
        "birthDate": _sealed("birth_date", "Date of birth, 1950-03-02.", "PERSON_IDENTITY"),
        "phone": _sealed("phone", "Phone, in E.164.", "PERSON_CONTACTS"),
        "address": _sealed("address", "Address.", "PERSON_CONTACTS"),
        "email": _sealed("email", "E-mail.", "PERSON_CONTACTS"),
        "birthYear": Column("int", "Year of birth, if known.", nullable=True),
        "sex": Column("text", "F or M, if known.", nullable=True),
        "nikState": Column("enum", "How the NIK stands.", enumeration=lists.NIK_STATE),
        "nikMissing": Column(
            "enum", "Why there is no NIK.", nullable=True, enumeration=lists.MISSING_NIK
        ),
        "nikRecordId": Column(
            "id",
            "The record the NIK stands on: this one, or one that was merged into it.",
            nullable=True,
            sql="nik_record",
            id_kind="person",
        ),
        "warnings": Column("texts", "What in the NIK does not go with the rest, as codes."),
        "legalBasis": Column("text", "Why the data may be processed.", nullable=True),
        **_AREA,
        "diedOn": Column("date", "Day of death.", nullable=True),
        "deathCertificate": Column(
            "text", "Number of the death certificate.", nullable=True, sql="certificate"
        ),
        "mergedIntoId": Column(
            "id",
            "The record that is used instead of this one.",
            nullable=True,
            sql="merged_into",
            id_kind="person",
        ),
    },
    orderings={"UPDATED": _UPDATED},
    filters={
        **_IN_AREA,
        "nikState": Filter(
            "enum", "How the NIK stands.", column="nik_state", enumeration=lists.NIK_STATE
        ),
        "isMerged": Filter("bool", "Merged into another record, or not.", statement="is_merged"),
    },
    scopes=_SCOPES,
    children={
        "card": Child(
            "PersonCard", "one", "The card, if in an office.", {"person_id": "person_id"}
        ),
        "consents": Child(
            "PersonConsent", "list", "Consents.", {"person_id": "person_id"}, expected=3
        ),
        "aliases": Child(
            "PersonAlias", "list", "Other names.", {"person_id": "person_id"}, expected=1
        ),
        "households": Child(
            "HouseholdMember",
            "list",
            "Households, past and present.",
            {"person_id": "person_id"},
            expected=2,
        ),
        "mergedInto": Child(
            "RegisteredPerson",
            "one",
            "The record that is used instead.",
            {"person_id": "merged_into"},
        ),
        "looks": Child(
            "PersonAccess",
            "connection",
            "Who had sealed data of the person opened.",
            {"subject": "person_id"},
        ),
        "history": Child(
            "TrailObjectEntry",
            "connection",
            "Every event that names the person, newest first.",
            {"object_id": "person_id"},
        ),
    },
)

CONSENT = Relation(
    name="PersonConsent",
    description="A consent to a use of a person's data (UU 27/2022 ps 20–26).",
    sql=_SQL,
    rows="consents",
    views=_VIEWS,
    key=(SortKey("person_id", "id"), SortKey("consent_id", "id")),
    columns={
        "personId": _PERSON_ID,
        "consentId": Column("id", "Id of the consent.", id_kind="consent"),
        "recordId": Column("id", "The record it was given on.", sql="record", id_kind="person"),
        "purpose": Column("enum", "What it is for.", enumeration=lists.PURPOSE),
        "scope": Column("texts", "What of the data it covers, as codes."),
        "giver": Column("enum", "Who gave it.", enumeration=lists.GIVER),
        "giverPersonId": Column(
            "id",
            "The parent or guardian, if registered.",
            nullable=True,
            sql="giver_person",
            id_kind="person",
        ),
        "giverName": _sealed("giver_name", "Name of the parent or guardian.", "PERSON_NEEDS"),
        "method": Column(
            "enum", "How it was given.", nullable=True, enumeration=lists.CONSENT_METHOD
        ),
        "proof": Column("text", "Number of the form or recording.", nullable=True),
        "wksbmId": Column("id", "The WKSBM that asked for it.", nullable=True, id_kind="wksbm"),
        "givenOn": Column("date", "Since when it holds."),
        "until": Column("date", "Last day on which it holds, if limited.", nullable=True),
        "withdrawnOn": Column("date", "When it was withdrawn.", nullable=True),
    },
    orderings={
        "GIVEN_ON": Ordering("Newest first.", (SortKey("given_on", "date"),), descending=True)
    },
    filters={
        **_OF_PERSON,
        "purpose": Filter("enum", "For this purpose.", column="purpose", enumeration=lists.PURPOSE),
        "isWithdrawn": Filter("bool", "Withdrawn, or not.", statement="is_withdrawn"),
    },
    children={"person": _PERSON},
)

ALIAS = Relation(
    name="PersonAlias",
    description="A name that a person also goes by.",
    sql=_SQL,
    rows="aliases",
    views=_VIEWS,
    key=(SortKey("person_id", "id"), SortKey("entry", "int")),
    columns={
        "personId": _PERSON_ID,
        "entry": Column("int", "Version of the event that entered it."),
        "kind": Column("enum", "What kind of name.", enumeration=lists.ALIAS_KIND),
        "alias": _sealed("alias", "The name.", "PERSON_NEEDS"),
    },
    orderings={"ENTERED": Ordering("As entered.", (SortKey("entry", "int"),))},
    filters=_OF_PERSON,
)

DUPLICATE = Relation(
    name="PersonDuplicate",
    description="Two records that are or were thought to be of one person.",
    sql=_SQL,
    rows="duplicates",
    views=_VIEWS,
    key=(SortKey("person_id", "id"), SortKey("other_id", "id")),
    columns={
        "personId": _PERSON_ID,
        "otherId": Column("id", "The other record.", id_kind="person"),
        "state": Column("enum", "How it stands.", enumeration=lists.DUPLICATE_STATE),
        "score": Column("int", "How alike the records are, 0 to 100."),
        "basis": Column("texts", "What they have in common, as codes."),
        "suspectedById": Column("id", "Who suspected it.", sql="suspected_by", id_kind="member"),
        "suspectedAt": Column("datetime", "When."),
        "decidedById": Column(
            "id", "Who decided.", nullable=True, sql="decided_by", id_kind="member"
        ),
        "decidedAt": Column("datetime", "When.", nullable=True),
        "survivorId": Column(
            "id", "The record that goes on.", nullable=True, sql="survivor", id_kind="person"
        ),
    },
    orderings={
        "SUSPECTED_AT": Ordering("Oldest first.", (SortKey("suspected_at", "datetime"),)),
        "SCORE": Ordering("The most alike first.", (SortKey("score", "int"),), descending=True),
    },
    filters={
        "state": Filter("enum", "How it stands.", column="state", enumeration=lists.DUPLICATE_STATE)
    },
    children={
        "person": _PERSON,
        "other": Child("RegisteredPerson", "one", "The other.", {"person_id": "other_id"}),
        "suspectedBy": Child("Member", "one", "Who suspected.", {"member_id": "suspected_by"}),
    },
)

HOUSEHOLD = Relation(
    name="Household",
    description="Who lives as one family, on which card (KK).",
    sql=_SQL,
    rows="households",
    views=_VIEWS,
    key=(SortKey("household_id", "id"),),
    node="household",
    columns={
        "id": Column("id", "Global id.", sql="household_id", id_kind="household"),
        "version": Column("int", "Version of its stream, for expectedVersion."),
        "updatedAt": Column("datetime", "When its last event was recorded."),
        "headId": Column("id", "The head of the family.", nullable=True, id_kind="person"),
        "size": Column("int", "How many belong to it."),
        "kk": _sealed("kk", "Number of the family card.", "PERSON_IDENTITY"),
        "address": _sealed("address", "Address.", "PERSON_CONTACTS"),
        **_AREA,
        "formedOn": Column("date", "Since when it is known."),
        "dissolvedOn": Column("date", "When it was dissolved.", nullable=True),
    },
    orderings={"UPDATED": _UPDATED},
    filters={
        **_IN_AREA,
        "isDissolved": Filter("bool", "Dissolved, or not.", statement="is_dissolved"),
    },
    scopes=_SCOPES,
    children={
        "head": Child("RegisteredPerson", "one", "The head.", {"person_id": "head_id"}),
        "members": Child(
            "HouseholdMember",
            "list",
            "Who belongs to it or did.",
            {"household_id": "household_id"},
            expected=5,
        ),
    },
)

MEMBER = Relation(
    name="HouseholdMember",
    description="Somebody in a household.",
    sql=_SQL,
    rows="household_members",
    views=_VIEWS,
    key=(
        SortKey("household_id", "id"),
        SortKey("person_id", "id"),
        SortKey("entry", "int"),
    ),
    columns={
        "householdId": Column("id", "The household.", id_kind="household"),
        "personId": _PERSON_ID,
        "role": Column("enum", "What to the head.", enumeration=lists.HOUSEHOLD_ROLE),
        "since": Column("date", "Since when."),
        "leftOn": Column("date", "When the person left.", nullable=True),
    },
    orderings={"SINCE": Ordering("As they joined.", (SortKey("since", "date"),))},
    filters={"hasLeft": Filter("bool", "Has left, or not.", statement="has_left")},
    children={
        "person": _PERSON,
        "household": Child("Household", "one", "The household.", {"household_id": "household_id"}),
    },
)

ACCESS = Relation(
    name="PersonAccess",
    description="Somebody had sealed data of a record opened (`reveal`).",
    sql=_SQL,
    rows="looks",
    views=_VIEWS,
    key=(SortKey("position", "bigint"),),
    columns={
        "position": Column("bigint", "Position of its record in the log."),
        "subjectId": Column("text", "Global id of the record looked at.", sql="object"),
        "kind": Column("text", "Kind of the record: person, household, …"),
        "fields": Column("texts", "What was opened."),
        "reason": Column("enum", "Why.", enumeration=lists.ACCESS_REASON),
        "letter": Column("text", "Letter of assignment.", nullable=True),
        "memberId": Column("id", "Who looked.", id_kind="member"),
        "role": Column("text", "In which role."),
        "lookedAt": Column("datetime", "When."),
    },
    orderings={
        "NEWEST": Ordering("Newest first.", (SortKey("position", "bigint"),), descending=True)
    },
    filters={
        "subjectId": Filter("id", "At this record.", column="subject"),
        "memberId": Filter("id", "By this member.", column="member_id", id_kind="member"),
    },
    children={"member": Child("Member", "one", "Who looked.", {"member_id": "member_id"})},
)

RELATIONS = (PERSON, CONSENT, ALIAS, DUPLICATE, HOUSEHOLD, MEMBER, ACCESS)
