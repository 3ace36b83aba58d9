"""The rows of the office: its settings, members, local areas and permits."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec

from wahana.platform.columns import SearchKey
from wahana.platform.tables import ListIndex, LookupIndex
from wahana.platform.versioned import VersionedTable

from .. import enumerations as lists
from .. import ids
from ..field import GLOBAL_ID, REFUSES_VALID_ON, VALID_TIME, Field, Json, UpdatedAt, Version

EffectiveFrom = Annotated[date, Field("First day.")]


class OfficeRow(msgspec.Struct, frozen=True):
    """The office (Dinas); with validOn: by the name of that day."""

    office_id: Annotated[ids.OfficeId, GLOBAL_ID]
    version: Version
    updated_at: UpdatedAt
    name: Annotated[str, VALID_TIME, Field("Its name.")]
    slug: Annotated[str, Field("Short name in addresses.")]
    level: Annotated[str, lists.OFFICE_LEVEL, Field("Its level.")]
    area_code: Annotated[str, Field("Code of its area; empty for a national office.")]
    area_name: Annotated[str | None, Field("Name of its area.")]
    time_zone: Annotated[str, Field("IANA name of the zone its days are counted in.")]
    log_origin: Annotated[str, Field("Name of its log, for proofs.")]
    sample: Annotated[bool, Field("Its people are invented.")]
    backlog_until: Annotated[
        date | None,
        REFUSES_VALID_ON,
        Field("Until that day any past date is accepted and marked late."),
    ]
    names: str
    policies: str
    editions: str


class MemberRow(msgspec.Struct, frozen=True):
    """A member of the office: a person, an app or a process."""

    member_id: Annotated[ids.MemberId, GLOBAL_ID]
    version: Version
    updated_at: UpdatedAt
    kind: Annotated[str, lists.MEMBER_KIND, Field("Kind of the member.")]
    person_id: Annotated[ids.PersonId | None, Field("The person.")]
    label: Annotated[str | None, Field("Name of the app or process.")]
    admitted_on: Annotated[date, Field("Day of admission.")]
    grants: str
    tokens: str


class AreaRow(msgspec.Struct, frozen=True):
    """The office's own area below the village: RT, RW, dusun, kampung."""

    local_area_id: Annotated[ids.LocalAreaId, GLOBAL_ID]
    version: Version
    updated_at: UpdatedAt
    province_code: str
    regency_code: str
    district_code: str
    village_code: Annotated[str, Field("Code of its desa or kelurahan.")]
    village_name: Annotated[str | None, Field("Name of its desa or kelurahan.")]
    area_edition: Annotated[str, Field("Edition of the area list that was cited.")]
    kind: Annotated[str, Field("RT, RW, DUSUN, …")]
    number: Annotated[str | None, Field("Its number, without leading zeros.")]
    name: Annotated[str | None, Field("Its name.")]
    label: Annotated[str, Field("Kind, number and name.")]
    label_key: SearchKey
    parent_id: Annotated[ids.LocalAreaId | None, Field("The local area it lies in.")]
    closed: Annotated[bool, REFUSES_VALID_ON, Field("It no longer exists.")]


class PermitRow(msgspec.Struct, frozen=True):
    """A late-entry permit; with validOn: permits that cover the day."""

    permit_id: Annotated[ids.PermitId, GLOBAL_ID]
    version: Version
    updated_at: UpdatedAt
    covers_from: Annotated[date, Field("First business date it covers.")]
    covers_to: Annotated[date, Field("Last business date it covers.")]
    until: Annotated[date, Field("Last day on which it may be used.")]
    wksbm_id: Annotated[ids.WksbmId | None, Field("The only WKSBM it is for.")]
    reason: Annotated[str, Field("Why the entries are late.")]
    allowed_by: Annotated[ids.MemberId, Field("Who gave it.")]
    allowed_on: Annotated[date, Field("Day on which it was given.")]
    revoked: Annotated[bool, REFUSES_VALID_ON, Field("It is no longer valid.")]
    revoked_on: Annotated[date | None, REFUSES_VALID_ON, Field("Day it was revoked.")]


OFFICES = VersionedTable(OfficeRow, key=("office_id",), table="office")
MEMBERS = VersionedTable(
    MemberRow,
    key=("member_id",),
    table="office_member",
    indexes=(ListIndex("by_admission", "admitted_on", "member_id"),),
)
AREAS = VersionedTable(
    AreaRow,
    key=("local_area_id",),
    table="office_local_area",
    indexes=(
        ListIndex("by_village", "village_code", "label_key", "local_area_id"),
        LookupIndex("by_parent", "parent_id", where="parent_id IS NOT NULL"),
    ),
)
PERMITS = VersionedTable(
    PermitRow,
    key=("permit_id",),
    table="office_late_permit",
    indexes=(ListIndex("by_end", "until", "permit_id"),),
)


class OfficeName(msgspec.Struct, frozen=True):
    """A name of the office from a day on."""

    office_id: UUID
    of: Annotated[int, Field("Version of the event that gave it.", name="entry")]
    effective_from: EffectiveFrom
    text: Annotated[str, Field("The name.", name="name")]


class OfficePolicy(msgspec.Struct, frozen=True):
    """A policy that was set from a day on; policies that were never set have their defaults."""

    office_id: UUID
    name: Annotated[str, Field("The policy.")]
    effective_from: EffectiveFrom
    value: Annotated[Json, Field("Its value: number, switch, code or codes.")]


class OfficeEdition(msgspec.Struct, frozen=True):
    """An edition of the category list, adopted from a day on."""

    office_id: UUID
    entry: Annotated[int, Field("Version of the event that adopted it.")]
    effective_from: EffectiveFrom
    edition: Annotated[str, Field("The edition.")]


class MemberRole(msgspec.Struct, frozen=True):
    """A role that was given; with validOn: held on that day."""

    grant_id: Annotated[ids.GrantId, Field("Id of the grant.")]
    member_id: Annotated[ids.MemberId, Field("The member.")]
    role: Annotated[str, Field("The role.")]
    area_code: Annotated[str | None, Field("Area it is limited to.")]
    wksbm_ids: Annotated[Json, Field("Ids of the WKSBM it is limited to.")]
    starts_on: Annotated[date, Field("First day.")]
    ends_on: Annotated[date | None, REFUSES_VALID_ON, Field("Last day, included.")]


class MemberToken(msgspec.Struct, frozen=True):
    """A token that was issued: what it allows, never its text."""

    token_id: Annotated[ids.TokenId, Field("Id of the token.")]
    member_id: Annotated[ids.MemberId, Field("The member.")]
    grant_id: Annotated[ids.GrantId, Field("The role it acts in.")]
    label: Annotated[str, Field("Name of the app that uses it.")]
    scopes: Annotated[tuple[str, ...], Field("Limits of the token; empty: all rights of the role.")]
    expires_at: Annotated[datetime, Field("When it ends.")]
    revoked: Annotated[bool, REFUSES_VALID_ON, Field("It was revoked.")]
