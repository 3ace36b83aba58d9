"""The rows of the register: persons, consents, aliases, possible duplicates, households."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

import msgspec

from wahana.platform.tables import ListIndex, LookupIndex
from wahana.platform.versioned import VersionedTable

from .. import ids
from ..by_day import by_day
from ..field import GLOBAL_ID, REFUSES_VALID_ON, VALID_TIME, Field, Sealed, UpdatedAt, Version
from . import lists

OfPerson = Annotated[ids.PersonId, Field("The person.")]
AreaCode = Annotated[str | None, VALID_TIME, Field("Code of the area, of any level.")]
RegencyName = Annotated[str | None, VALID_TIME, Field("Kabupaten or kota.")]
DistrictName = Annotated[str | None, VALID_TIME, Field("Kecamatan.")]
VillageName = Annotated[str | None, VALID_TIME, Field("Desa or kelurahan.")]


class PersonRow(msgspec.Struct, frozen=True):
    """A person on record: candidate, officer or person in need. Names and numbers are sealed; they
    are opened for roles that may see them, and for others by `reveal`."""

    person_id: Annotated[ids.PersonId, GLOBAL_ID]
    version: Annotated[int, Field("Version of the person's stream, for expectedVersion.")]
    updated_at: UpdatedAt
    name: Annotated[Sealed | None, Field("Full name.", mask="PERSON_NEEDS")]
    nik: Annotated[
        Sealed | None, REFUSES_VALID_ON, Field("NIK, 16 digits.", mask="PERSON_IDENTITY")
    ]
    birth_date: Annotated[
        Sealed | None, Field("Date of birth, 1950-03-02.", mask="PERSON_IDENTITY")
    ]
    phone: Annotated[Sealed | None, Field("Phone, in E.164.", mask="PERSON_CONTACTS")]
    address: Annotated[Sealed | None, VALID_TIME, Field("Address.", mask="PERSON_CONTACTS")]
    email: Annotated[Sealed | None, Field("E-mail.", mask="PERSON_CONTACTS")]
    birth_year: Annotated[int | None, Field("Year of birth, if known.")]
    sex: Annotated[str | None, Field("F or M, if known.")]
    nik_state: Annotated[str, lists.NIK_STATE, REFUSES_VALID_ON, Field("Status of the NIK.")]
    nik_missing: Annotated[
        str | None, lists.MISSING_NIK, REFUSES_VALID_ON, Field("Why there is no NIK.")
    ]
    nik_record: Annotated[
        ids.PersonId | None,
        REFUSES_VALID_ON,
        Field("The record that holds the NIK: this one, or one that was merged into it."),
    ]
    warnings: Annotated[
        tuple[str, ...],
        REFUSES_VALID_ON,
        Field("Where the NIK differs from the other data, as codes."),
    ]
    legal_basis: Annotated[str | None, Field("Why the data may be processed.")]
    area_code: AreaCode
    province_code: Annotated[str | None, VALID_TIME]
    regency_code: Annotated[str | None, VALID_TIME]
    district_code: Annotated[str | None, VALID_TIME]
    village_code: Annotated[str | None, VALID_TIME]
    regency_name: RegencyName
    district_name: DistrictName
    village_name: VillageName
    died_on: Annotated[date | None, VALID_TIME, Field("Day of death.")]
    certificate: Annotated[
        str | None, VALID_TIME, Field("Number of the death certificate.", name="deathCertificate")
    ]
    merged_into: Annotated[
        ids.PersonId | None, VALID_TIME, Field("The record that is used instead of this one.")
    ]
    registered_on: date


class ConsentRow(msgspec.Struct, frozen=True):
    """A consent to a use of a person's data (UU 27/2022 ps 20–26)."""

    person_id: OfPerson
    consent_id: Annotated[ids.ConsentId, Field("Id of the consent.")]
    record: Annotated[ids.PersonId, Field("The record to which it was given.")]
    purpose: Annotated[str, lists.PURPOSE, Field("Purpose of the consent.")]
    scope: Annotated[tuple[str, ...], Field("Parts of the data that it covers, as codes.")]
    giver: Annotated[str, lists.GIVER, Field("Who gave it.")]
    giver_person: Annotated[ids.PersonId | None, Field("The parent or guardian, if registered.")]
    giver_name: Annotated[
        Sealed | None, Field("Name of the parent or guardian.", mask="PERSON_NEEDS")
    ]
    method: Annotated[str | None, lists.CONSENT_METHOD, Field("How it was given.")]
    proof: Annotated[str | None, Field("Number of the form or recording.")]
    wksbm_id: Annotated[ids.WksbmId | None, Field("The WKSBM that asked for it.")]
    given_on: Annotated[date, Field("First day of its validity.")]
    until: Annotated[date | None, Field("Last day of its validity, if limited.")]
    withdrawn_on: Annotated[date | None, VALID_TIME, Field("When it was withdrawn.")]


class AliasRow(msgspec.Struct, frozen=True):
    """Another name of a person."""

    person_id: OfPerson
    entry: Annotated[int, Field("Version of the event that entered it.")]
    kind: Annotated[str, lists.ALIAS_KIND, Field("Kind of the name.")]
    alias: Annotated[Sealed, Field("The name.", mask="PERSON_NEEDS")]


class DuplicateRow(msgspec.Struct, frozen=True):
    """Two records that are, or were, suspected to belong to the same person."""

    person_id: OfPerson
    other_id: Annotated[ids.PersonId, Field("The other record.")]
    state: Annotated[str, lists.DUPLICATE_STATE, Field("Its status.")]
    score: Annotated[int, Field("Similarity of the records, 0 to 100.")]
    basis: Annotated[tuple[str, ...], Field("Common features of the records, as codes.")]
    suspected_by: Annotated[ids.MemberId, Field("Who suspected it.")]
    suspected_at: Annotated[datetime, Field("When.")]
    decided_by: Annotated[ids.MemberId | None, Field("Who decided.")]
    decided_at: Annotated[datetime | None, Field("When.")]
    survivor: Annotated[ids.PersonId | None, Field("The record that is kept.")]


class HouseholdRow(msgspec.Struct, frozen=True):
    """A household: the members of one family, with one card (KK)."""

    household_id: Annotated[ids.HouseholdId, GLOBAL_ID]
    version: Version
    updated_at: UpdatedAt
    head_id: Annotated[ids.PersonId | None, VALID_TIME, Field("The head of the family.")]
    size: Annotated[int, VALID_TIME, Field("Number of its members.")]
    kk: Annotated[
        Sealed | None, VALID_TIME, Field("Number of the family card.", mask="PERSON_IDENTITY")
    ]
    address: Annotated[Sealed | None, VALID_TIME, Field("Address.", mask="PERSON_CONTACTS")]
    area_code: AreaCode
    province_code: Annotated[str | None, VALID_TIME]
    regency_code: Annotated[str | None, VALID_TIME]
    district_code: Annotated[str | None, VALID_TIME]
    village_code: Annotated[str | None, VALID_TIME]
    regency_name: RegencyName
    district_name: DistrictName
    village_name: VillageName
    formed_on: Annotated[date, Field("Day on which it was formed.")]
    dissolved_on: Annotated[date | None, VALID_TIME, Field("When it was dissolved.")]


class HouseholdMemberRow(msgspec.Struct, frozen=True):
    """A member of a household."""

    household_id: Annotated[ids.HouseholdId, Field("The household.")]
    person_id: OfPerson
    entry: int
    role: Annotated[str, lists.HOUSEHOLD_ROLE, Field("Relationship to the head.")]
    since: Annotated[date, Field("First day of the membership.")]
    left_on: Annotated[date | None, VALID_TIME, Field("When the person left.")]


PERSONS = VersionedTable(
    PersonRow,
    key=("person_id",),
    table="person_registry",
    indexes=(
        ListIndex("by_update", "updated_at", "person_id"),
        LookupIndex("by_person", "person_id"),
        LookupIndex("by_district", "district_code", "updated_at", "person_id"),
        LookupIndex("by_village", "village_code", "updated_at", "person_id"),
    ),
)
CONSENTS = VersionedTable(
    ConsentRow,
    key=("person_id", "consent_id"),
    table="person_consent",
    indexes=(
        ListIndex("by_day", "given_on", "person_id", "consent_id"),
        LookupIndex("by_person", "person_id", "given_on", "consent_id"),
    ),
)
ALIASES = VersionedTable(AliasRow, key=("person_id", "entry"), table="person_alias")
DUPLICATES = VersionedTable(
    DuplicateRow,
    key=("person_id", "other_id"),
    table="person_duplicate",
    indexes=(
        ListIndex("by_state", "state", "suspected_at", "person_id", "other_id"),
        LookupIndex("by_other", "other_id"),
    ),
)
HOUSEHOLDS = VersionedTable(
    HouseholdRow,
    key=("household_id",),
    table="household",
    indexes=(
        ListIndex("by_update", "updated_at", "household_id"),
        LookupIndex("by_village", "village_code", "updated_at", "household_id"),
    ),
)
MEMBERS = VersionedTable(
    HouseholdMemberRow,
    key=("household_id", "person_id", "entry"),
    table="household_member",
    indexes=(LookupIndex("by_person", "person_id"),),
)
PERSONS_BY_DAY, HOUSEHOLDS_BY_DAY = by_day(PERSONS), by_day(HOUSEHOLDS)
MEMBERS_BY_DAY = by_day(MEMBERS, whole=True)
