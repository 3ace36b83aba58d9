"""The rows of cases. Structs called ``…Row`` are tables, with their columns in this order."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from wahana.platform.columns import BigInt
from wahana.platform.tables import ListIndex, LookupIndex
from wahana.platform.versioned import VersionedTable

from .. import ids
from ..case_reach import lists
from ..field import (
    GLOBAL_ID,
    REFUSES_VALID_ON,
    ConstantColumn,
    Entry,
    Field,
    Sealed,
    UpdatedAt,
    Version,
)

OfCase = Annotated[ids.CaseId, Field("The case.")]
Person = Annotated[ids.PersonId, Field("The person.")]
Service = Annotated[ids.ServiceId, Field("The service, also the id of its claims.")]
ServiceKind = Annotated[str, Field("Kind, from the policy service_kinds.")]
Pillar = Annotated[str, lists.PILLAR, Field("The pillar it belongs to.")]
ValidFrom = Annotated[date, Field("First day.")]
ValidTo = Annotated[date, Field("First day after it.")]
Told = Annotated[str, ConstantColumn("IDENTITY")]
"""What of a person's data a row tells, as a consent calls it (the conditions of ``case_reach``)."""
ByNobody = Annotated[UUID | None, ConstantColumn(None)]
"""Who wrote a row, if that opens it to them."""
TopTier = Annotated[
    bool, Field("Of the most sensitive tier: opened only by `reveal`, which is recorded.")
]


class CaseRow(msgspec.Struct, frozen=True):
    """A need that became known, and what is done about it. Who the persons are stands in
    `subjects`, what is told about them in `texts`."""

    case_id: Annotated[ids.CaseId, GLOBAL_ID]
    version: Version
    updated_at: UpdatedAt
    stage: Annotated[str, lists.STAGE, REFUSES_VALID_ON, Field("How far it has come.")]
    is_open: Annotated[bool, REFUSES_VALID_ON, Field("It is open.")]
    urgency: Annotated[str, lists.URGENCY, REFUSES_VALID_ON, Field("How urgent it is.")]
    urgency_order: int
    target: Annotated[str, lists.TARGET, Field("Whose need it is.")]
    group_name: Annotated[str | None, Field("Name of the group or community.")]
    group_size: int | None
    province_code: str | None
    regency_code: str | None
    district_code: str | None
    village_code: Annotated[str, Field("Code of the desa or kelurahan.")]
    regency_name: Annotated[str | None, Field("Kabupaten or kota.")]
    district_name: Annotated[str | None, Field("Kecamatan.")]
    village_name: Annotated[str | None, Field("Desa or kelurahan.")]
    local_area: Annotated[ids.LocalAreaId | None, Field("The area below.")]
    channel: Annotated[str, lists.CHANNEL, Field("How it became known.")]
    reporter_role: Annotated[str, lists.REPORTER_ROLE, Field("Who told it.")]
    contexts: Annotated[tuple[str, ...], Field("Circumstances, as codes: PANDEMIC, …")]
    body_kind: Annotated[str, lists.BODY_KIND, Field("The body that holds it.")]
    body_id: UUID | None
    body_area: str | None
    wksbm_id: Annotated[ids.WksbmId | None, Field("The WKSBM that holds it.")]
    reported_on: Annotated[date, Field("When it was reported.")]
    reported_by: Annotated[ids.MemberId, Field("Who entered it.")]
    people: Annotated[int, REFUSES_VALID_ON, Field("How many people it is about.")]
    top_tier: Annotated[bool, REFUSES_VALID_ON, Field("A category is of the most sensitive tier.")]
    capacity: Annotated[
        str | None, lists.VERDICT, REFUSES_VALID_ON, Field("What the community can do itself.")
    ]
    closed_on: Annotated[date | None, REFUSES_VALID_ON, Field("When it ended.")]
    close_reason: Annotated[
        str | None, lists.CLOSE_REASON, REFUSES_VALID_ON, Field("Why it ended.")
    ]
    result: Annotated[str | None, lists.RESULT, REFUSES_VALID_ON, Field("The latest outcome.")]
    last_delivery: Annotated[
        date | None,
        REFUSES_VALID_ON,
        Field("When something was last given.", name="lastDeliveryOn"),
    ]


class SubjectRow(msgspec.Struct, frozen=True):
    """A person that a case is about: for the holder of the case, and for the receiver of a referral
    that discloses who it is."""

    case_id: OfCase
    person_id: Person
    no: Annotated[int, Field("Their number; the first is the one spoken about.")]
    entry: Annotated[int, Field("Version of the event that added them; 0: the report.")]


class Subject(SubjectRow, frozen=True):
    part: Told
    recorded_by: ByNobody


class CaseIdentity(msgspec.Struct, frozen=True):
    """Who a person of a case is: for the holder of the case, and for the receiver of a referral
    that discloses it."""

    case_id: UUID
    person_id: Person
    no: int
    name: Annotated[Sealed | None, Field("Full name.", mask="CASE_IDENTITY")]
    birth_year: Annotated[int | None, Field("Year of birth.", mask="CASE_IDENTITY")]
    sex: Annotated[str | None, Field("F or M.", mask="CASE_IDENTITY")]
    top_tier: TopTier


class CaseContact(msgspec.Struct, frozen=True):
    """Where a person of a case is found, as `CaseIdentity`."""

    case_id: UUID
    person_id: Person
    no: int
    phone: Annotated[Sealed | None, Field("Phone.", mask="CASE_IDENTITY")]
    address: Annotated[Sealed | None, Field("Address.", mask="CASE_IDENTITY")]
    top_tier: TopTier


class CategoryRow(msgspec.Struct, frozen=True):
    """A category of need (PMKS) of a case."""

    case_id: OfCase
    entry: Entry
    code: Annotated[
        str,
        Field(
            "Edition and code: 2012/08. Null if it is of the most sensitive tier and you need not "
            "know it.",
            mask="CASE_TOP_TIER",
            instead="open_code",
        ),
    ]
    open_code: str | None
    person_id: UUID | None
    top_tier: Annotated[bool, Field("Of the most sensitive tier.")]
    assigned_on: Annotated[date, Field("Since when.")]
    removed_on: Annotated[date | None, Field("Until when.")]


class Category(CategoryRow, frozen=True):
    part: Annotated[str, ConstantColumn("CATEGORY")]
    recorded_by: ByNobody


class ServiceRow(msgspec.Struct, frozen=True):
    """A service: requested, assigned, refused or ended."""

    case_id: OfCase
    service_id: Service
    entry: Entry
    state: Annotated[str, lists.SERVICE_STATE, REFUSES_VALID_ON, Field("Its status.")]
    service_kind: ServiceKind
    provider: Annotated[str, lists.PROVIDER, Field("Who gives it.")]
    wksbm_id: Annotated[ids.WksbmId | None, Field("The WKSBM that gives it.")]
    kps_id: Annotated[ids.KpsId | None, Field("The member body that does.")]
    referral_id: Annotated[ids.ReferralId | None, Field("The referral by which another does.")]
    recipients: tuple[UUID, ...]
    valid_from: ValidFrom
    valid_to: ValidTo
    plan_item: Annotated[int | None, Field("Number of the item of the plan.")]
    asked_by: Annotated[ids.MemberId, Field("Who asked for it.")]
    ended_on: Annotated[date | None, REFUSES_VALID_ON, Field("When it ended.")]
    end_reason: Annotated[str | None, lists.END_REASON, REFUSES_VALID_ON, Field("Why it ended.")]


class ServiceRecipient(msgspec.Struct, frozen=True):
    """For whom a service is."""

    case_id: OfCase
    service_id: Service
    person_id: Person
    no: int
    part: Told
    recorded_by: ByNobody


class DeliveryRow(msgspec.Struct, frozen=True):
    """Something that was given."""

    case_id: OfCase
    entry: Entry
    service_id: Service
    service_kind: ServiceKind
    pillar: Pillar
    quantity: Annotated[int, Field("How much.")]
    unit: Annotated[str, lists.UNIT, Field("Of what.")]
    value_idr: Annotated[BigInt | None, Field("Worth in whole rupiah, if known.")]
    fund_book: Annotated[ids.FundBookId | None, Field("The book that paid.")]
    fund_entry: Annotated[int | None, Field("Number of the entry in it.")]
    recipients: tuple[UUID, ...]
    delivered_on: Annotated[date, Field("When.")]


class Delivery(DeliveryRow, frozen=True):
    people: Annotated[int, Field("For how many people.")]


class DeliveryRecipient(msgspec.Struct, frozen=True):
    """To whom something was given."""

    case_id: OfCase
    entry: Entry
    person_id: Person
    no: int
    part: Told
    recorded_by: ByNobody


class CaseEntryRow(msgspec.Struct, frozen=True):
    """An assessment, item of the plan, declaration, outcome or closing.

    ``happened_on`` is its business date; ``data`` the rest as a JSON object.
    """

    case_id: UUID
    kind: str
    entry: int
    no: int
    happened_on: date
    data: str


class Assessment(msgspec.Struct, frozen=True):
    """An assessment (asesmen). Findings are sealed texts."""

    case_id: OfCase
    entry: Entry
    happened_on: Annotated[date, Field("When.", name="assessedOn")]
    by_role: Annotated[str, lists.ASSESSOR_ROLE, Field("By whom.")]
    method: Annotated[str, lists.METHOD, Field("How.")]
    urgency: Annotated[str, lists.URGENCY, Field("How urgent it was found.")]
    person_id: UUID | None


class PlanItem(msgspec.Struct, frozen=True):
    """An item of the plan in force."""

    case_id: OfCase
    entry: Entry
    no: Annotated[int, Field("Its number.")]
    happened_on: Annotated[date, Field("When the plan was agreed.", name="agreedOn")]
    agreed_with: Annotated[str, lists.AGREED_WITH, Field("With whom.")]
    service_kind: ServiceKind
    pillar: Pillar
    doer: Annotated[str, lists.DOER, Field("Who does it.")]
    kps: Annotated[ids.KpsId | None, Field("The member body.")]
    valid_from: ValidFrom
    valid_to: ValidTo


class Capacity(msgspec.Struct, frozen=True):
    """Whether the community can help by itself, and what it tried."""

    case_id: OfCase
    entry: Entry
    happened_on: Annotated[date, Field("When.", name="declaredOn")]
    verdict: Annotated[str, lists.VERDICT, Field("Whether it can.")]
    cause: Annotated[str | None, lists.CAPACITY_REASON, Field("Why it cannot.")]
    tried: Annotated[tuple[str, ...], Field("What it tried, as codes.")]


class Outcome(msgspec.Struct, frozen=True):
    """The outcome of a case on a day."""

    case_id: OfCase
    entry: Entry
    happened_on: Annotated[date, Field("When.", name="recordedOn")]
    result: Annotated[str, lists.RESULT, Field("What.")]
    person_id: UUID | None


class Closing(msgspec.Struct, frozen=True):
    """An end of a case, and whether the case was reopened."""

    case_id: OfCase
    entry: Entry
    happened_on: Annotated[date, Field("When.", name="closedOn")]
    reason: Annotated[str, lists.CLOSE_REASON, Field("Why.")]
    reopened_on: Annotated[date | None, REFUSES_VALID_ON, Field("When it was reopened.")]


class CaseTextRow(msgspec.Struct, frozen=True):
    """A sealed text; ``part`` is what of a person's data a consent calls it."""

    case_id: OfCase
    entry: Entry
    kind: Annotated[str, lists.TEXT_KIND, Field("What text it is.")]
    part: str
    person_id: UUID | None
    sealed: Annotated[Sealed, Field("The text.", name="text", mask="CASE_NOTES", path="*")]
    recorded_by: UUID
    happened_on: Annotated[date, Field("Business date of the entry.")]


class CaseText(CaseTextRow, frozen=True):
    """A sealed text of a case: narrative, findings, notes. Opened for the holder of the case, for a
    receiver who accepted a referral that discloses it, and for its writer."""

    top_tier: TopTier


CASES = VersionedTable(
    CaseRow,
    key=("case_id",),
    table="case_file",
    indexes=(
        ListIndex("by_urgency", "urgency_order", "reported_on", "case_id"),
        ListIndex("by_report", "reported_on", "case_id"),
        ListIndex("by_update", "updated_at", "case_id"),
        ListIndex("open", "urgency_order", "reported_on", "case_id", where="is_open"),
        LookupIndex("by_wksbm", "wksbm_id", "reported_on", "case_id"),
        LookupIndex("by_district", "district_code", "reported_on", "case_id"),
        LookupIndex("by_village", "village_code", "reported_on", "case_id"),
    ),
)
SUBJECTS = VersionedTable(
    SubjectRow,
    key=("case_id", "person_id"),
    table="case_subject",
    indexes=(LookupIndex("by_person", "person_id"),),
)
CATEGORY_ROWS = VersionedTable(
    CategoryRow,
    key=("case_id", "entry"),
    table="case_category",
    indexes=(LookupIndex("by_code", "code", "case_id"),),
)
SERVICES = VersionedTable(
    ServiceRow,
    key=("case_id", "service_id"),
    table="case_service",
    indexes=(
        LookupIndex("by_kps", "kps_id"),
        LookupIndex("by_id", "service_id"),
    ),
)
DELIVERIES = VersionedTable(
    DeliveryRow,
    key=("case_id", "entry"),
    table="case_delivery",
    indexes=(LookupIndex("by_service", "service_id", "delivered_on"),),
)
ENTRIES = VersionedTable(CaseEntryRow, key=("case_id", "kind", "entry", "no"), table="case_entry")
TEXTS = VersionedTable(CaseTextRow, key=("case_id", "entry", "kind"), table="case_text")
