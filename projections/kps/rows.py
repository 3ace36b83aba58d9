"""The rows of member bodies and partners. Structs called ``…Row`` are tables; their fields are the
columns in this order."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from wahana.platform.tables import ListIndex, LookupIndex
from wahana.platform.versioned import VersionedTable

from .. import enumerations, ids
from ..case_reach import lists
from ..field import (
    GLOBAL_ID,
    REFUSES_VALID_ON,
    VALID_TIME,
    Entry,
    Field,
    OpenEnd,
    UpdatedAt,
    Version,
)

OfBody = Annotated[ids.KpsId, Field("The body.")]


class KpsRow(msgspec.Struct, frozen=True):
    """A member body of a WKSBM (keperangkatan pelayanan sosial)."""

    kps_id: Annotated[ids.KpsId, GLOBAL_ID]
    wksbm_id: Annotated[ids.WksbmId, Field("The WKSBM it belongs to.")]
    version: Version
    updated_at: UpdatedAt
    name: Annotated[str, Field("Its name.")]
    name_key: str
    kps_kind: Annotated[str, Field("Kind, from the policy kps_kinds.")]
    is_formal: Annotated[bool, REFUSES_VALID_ON, Field("Whether it has a legal form.")]
    legal_no: Annotated[str | None, REFUSES_VALID_ON, Field("Number of the document of that form.")]
    origin: Annotated[str, enumerations.ORIGIN, Field("How it was formed.")]
    pillars: Annotated[tuple[str, ...], Field("The pillars it serves.")]
    local_area: Annotated[ids.LocalAreaId | None, Field("Area in which it works.")]
    people: Annotated[int | None, Field("Number of its members.")]
    joined_on: Annotated[date, Field("First day of its membership.")]
    left_on: Annotated[
        OpenEnd, REFUSES_VALID_ON, Field("First day on which it was no longer a member.")
    ]
    leave_reason: Annotated[str | None, lists.LEAVE_REASON, REFUSES_VALID_ON, Field("Why.")]
    liaisons: tuple[UUID, ...]


class Kps(KpsRow, frozen=True):
    is_member: Annotated[
        bool, VALID_TIME, Field("It is a member on the day (validOn, else today).")
    ]


class OfferRow(msgspec.Struct, frozen=True):
    """A kind of service that a member body offers."""

    kps_id: OfBody
    entry: Entry
    wksbm_id: ids.WksbmId
    service_kind: Annotated[str, Field("Kind, from the policy service_kinds.")]
    pillar: Annotated[str, lists.PILLAR, Field("The pillar it serves.")]
    valid_from: Annotated[date, Field("First day.")]
    valid_to: Annotated[
        OpenEnd, REFUSES_VALID_ON, Field("First day on which it was no longer offered.")
    ]


class Liaison(msgspec.Struct, frozen=True):
    """A member of the office who acts for a body."""

    kps_id: OfBody
    no: int
    wksbm_id: ids.WksbmId
    member_id: Annotated[ids.MemberId, Field("The member.")]


class ConflictRow(msgspec.Struct, frozen=True):
    """A conflict of interest of two member bodies in a matter; it is recorded in both."""

    kps_id: OfBody
    conflict_id: Annotated[ids.ConflictId, Field("Its id, for the settlement.")]
    wksbm_id: ids.WksbmId
    other_id: Annotated[ids.KpsId, Field("The other body.")]
    matter: Annotated[str, Field("Kind of service it is about, or ANY.")]
    state: Annotated[str, lists.CONFLICT_STATE, REFUSES_VALID_ON, Field("Its status.")]
    how: Annotated[str | None, lists.SETTLEMENT, REFUSES_VALID_ON, Field("How it ended.")]
    declared_on: Annotated[date, Field("Day on which it was declared.")]
    settled_on: Annotated[date | None, REFUSES_VALID_ON, Field("Until when.")]


class PartnerRow(msgspec.Struct, frozen=True):
    """A company, university, institution, LK3 or other WKSBM that supports a WKSBM."""

    partner_id: Annotated[ids.PartnerId, GLOBAL_ID]
    wksbm_id: Annotated[ids.WksbmId, Field("The WKSBM it supports.")]
    version: Version
    updated_at: UpdatedAt
    kind: Annotated[str, lists.PARTNER_KIND, Field("Kind of the partner.")]
    name: Annotated[str | None, Field("Its name.")]
    other_wksbm: Annotated[ids.WksbmId | None, Field("The other WKSBM.")]
    scope: Annotated[tuple[str, ...], Field("The pillars it helps with; empty: all.")]
    agreement_no: Annotated[str | None, Field("Number of the agreement.")]
    linked_on: Annotated[date, Field("Day on which it was linked.")]
    unlinked_on: Annotated[date | None, REFUSES_VALID_ON, Field("Until when.")]


BODIES = VersionedTable(
    KpsRow,
    key=("kps_id",),
    table="kps",
    indexes=(
        ListIndex("by_name", "name_key", "kps_id"),
        LookupIndex("by_wksbm", "wksbm_id"),
    ),
)
OFFERS = VersionedTable(
    OfferRow,
    key=("kps_id", "entry"),
    table="kps_service",
    indexes=(LookupIndex("by_kind", "service_kind"),),
)
CONFLICTS = VersionedTable(
    ConflictRow,
    key=("kps_id", "conflict_id"),
    table="kps_conflict",
    indexes=(ListIndex("by_day", "declared_on", "kps_id", "conflict_id"),),
)
PARTNERS = VersionedTable(
    PartnerRow,
    key=("partner_id",),
    table="network_partner",
    indexes=(
        ListIndex("by_day", "linked_on", "partner_id"),
        LookupIndex("by_wksbm", "wksbm_id"),
    ),
)
