"""The rows of cases. Structs called ``…Row`` are tables; their fields are the columns in this
order."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from wahana.platform.columns import BigInt
from wahana.platform.tables import ListIndex, LookupIndex
from wahana.platform.versioned import VersionedTable

from .. import ids
from ..by_day import by_day
from ..case_reach import lists
from ..field import (
    GLOBAL_ID,
    REFUSES_VALID_ON,
    VALID_TIME,
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
"""The part of a person's data that a row contains, as a consent names it (conditions of
``case_reach``).
"""
ByNobody = Annotated[UUID | None, ConstantColumn(None)]
"""The author of a row, if the author may always see it."""
TopTier = Annotated[
    bool, Field("Of the most sensitive tier: opened only by `reveal`, which is recorded.")
]


class CaseRow(msgspec.Struct, frozen=True):
    """A reported need, and what is done about it. The persons are in `subjects`, the texts about
    them in `texts`."""

    case_id: Annotated[ids.CaseId, GLOBAL_ID]
    version: Version
    updated_at: UpdatedAt
    stage: Annotated[str, lists.STAGE, VALID_TIME, Field("Stage of the case.")]
    is_open: Annotated[bool, VALID_TIME, Field("It is open.")]
    urgency: Annotated[str, lists.URGENCY, VALID_TIME, Field("Its urgency.")]
    urgency_order: Annotated[int, VALID_TIME]
    target: Annotated[str, lists.TARGET, Field("Kind of the persons concerned.")]
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
    reporter_role: Annotated[str, lists.REPORTER_ROLE, Field("Who reported it.")]
    contexts: Annotated[tuple[str, ...], Field("Circumstances, as codes: PANDEMIC, …")]
    body_kind: Annotated[str, lists.BODY_KIND, Field("The body that holds it.")]
    body_id: UUID | None
    body_area: str | None
    wksbm_id: Annotated[ids.WksbmId | None, Field("The WKSBM that holds it.")]
    reported_on: Annotated[date, Field("When it was reported.")]
    reported_by: Annotated[ids.MemberId, Field("Who entered it.")]
    people: Annotated[int, VALID_TIME, Field("Number of people concerned.")]
    top_tier: Annotated[bool, REFUSES_VALID_ON, Field("A category is of the most sensitive tier.")]
    capacity: Annotated[
        str | None,
        lists.VERDICT,
        VALID_TIME,
        Field("Whether the community can help by itself."),
    ]
    closed_on: Annotated[date | None, VALID_TIME, Field("When it ended.")]
    close_reason: Annotated[str | None, lists.CLOSE_REASON, VALID_TIME, Field("Why it ended.")]
    result: Annotated[str | None, lists.RESULT, VALID_TIME, Field("The latest outcome.")]
    last_delivery: Annotated[
        date | None,
        VALID_TIME,
        Field("Day of the latest delivery.", name="lastDeliveryOn"),
    ]


class SubjectRow(msgspec.Struct, frozen=True):
    """A person whom a case concerns: for the holder of the case, and for the receiver of a referral
    that discloses the identity."""

    case_id: OfCase
    person_id: Person
    no: Annotated[int, Field("Their order; the first is the main person.")]
    entry: Annotated[int, Field("Version of the event that added them; 0: the report.")]


class Subject(SubjectRow, frozen=True):
    part: Told
    recorded_by: ByNobody


class CaseIdentity(msgspec.Struct, frozen=True):
    """The identity of a person of a case: for the holder of the case, and for the receiver of a
    referral that discloses it."""

    case_id: UUID
    person_id: Person
    no: int
    name: Annotated[Sealed | None, Field("Full name.", mask="CASE_IDENTITY")]
    birth_year: Annotated[int | None, Field("Year of birth.", mask="CASE_IDENTITY")]
    sex: Annotated[str | None, Field("F or M.", mask="CASE_IDENTITY")]
    top_tier: TopTier


class CaseContact(msgspec.Struct, frozen=True):
    """The contact of a person of a case; for the same readers as `CaseIdentity`."""

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
    assigned_on: Annotated[date, Field("Day on which it was assigned.")]
    removed_on: Annotated[date | None, VALID_TIME, Field("Until when.")]


class Category(CategoryRow, frozen=True):
    part: Annotated[str, ConstantColumn("CATEGORY")]
    recorded_by: ByNobody


class ServiceRow(msgspec.Struct, frozen=True):
    """A service: requested, assigned, refused or ended."""

    case_id: OfCase
    service_id: Service
    entry: Entry
    state: Annotated[str, lists.SERVICE_STATE, VALID_TIME, Field("Its status.")]
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
    ended_on: Annotated[date | None, VALID_TIME, Field("When it ended.")]
    end_reason: Annotated[str | None, lists.END_REASON, VALID_TIME, Field("Why it ended.")]


class ServiceRecipient(msgspec.Struct, frozen=True):
    """A person for whom a service is."""

    case_id: OfCase
    service_id: Service
    person_id: Person
    no: int
    part: Told
    recorded_by: ByNobody


class DeliveryRow(msgspec.Struct, frozen=True):
    """A delivery under a service."""

    case_id: OfCase
    entry: Entry
    service_id: Service
    service_kind: ServiceKind
    pillar: Pillar
    quantity: Annotated[int, Field("Quantity.")]
    unit: Annotated[str, lists.UNIT, Field("Of what.")]
    value_idr: Annotated[BigInt | None, Field("Worth in whole rupiah, if known.")]
    fund_book: Annotated[ids.FundBookId | None, Field("The book that paid.")]
    fund_entry: Annotated[int | None, Field("Number of the entry in it.")]
    recipients: tuple[UUID, ...]
    delivered_on: Annotated[date, Field("When.")]


class Delivery(DeliveryRow, frozen=True):
    people: Annotated[int, Field("Number of people.")]


class DeliveryRecipient(msgspec.Struct, frozen=True):
    """A person who received a delivery."""

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
    urgency: Annotated[str, lists.URGENCY, Field("Its urgency by the assessment.")]
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
    """A declaration whether the community can help by itself, and what it tried."""

    case_id: OfCase
    entry: Entry
    happened_on: Annotated[date, Field("When.", name="declaredOn")]
    verdict: Annotated[str, lists.VERDICT, Field("The declaration: sufficient or exceeded.")]
    cause: Annotated[str | None, lists.CAPACITY_REASON, Field("Why it cannot.")]
    tried: Annotated[tuple[str, ...], Field("What the community tried, as codes.")]


class Outcome(msgspec.Struct, frozen=True):
    """The outcome of a case on a day."""

    case_id: OfCase
    entry: Entry
    happened_on: Annotated[date, Field("When.", name="recordedOn")]
    result: Annotated[str, lists.RESULT, Field("What.")]
    person_id: UUID | None


class Closing(msgspec.Struct, frozen=True):
    """A closing of the case, and whether the case was reopened."""

    case_id: OfCase
    entry: Entry
    happened_on: Annotated[date, Field("When.", name="closedOn")]
    reason: Annotated[str, lists.CLOSE_REASON, Field("Why.")]
    reopened_on: Annotated[date | None, VALID_TIME, Field("When it was reopened.")]


class CaseTextRow(msgspec.Struct, frozen=True):
    """A sealed text; ``part`` is the part of a person's data as a consent names it."""

    case_id: OfCase
    entry: Entry
    kind: Annotated[str, lists.TEXT_KIND, Field("Kind of the text.")]
    part: str
    person_id: UUID | None
    sealed: Annotated[Sealed, Field("The text.", name="text", mask="CASE_NOTES", path="*")]
    recorded_by: UUID
    happened_on: Annotated[date, Field("Business date of the entry.")]


class CaseText(CaseTextRow, frozen=True):
    """A sealed text of a case: narrative, findings, notes. Opened for the holder of the case, for a
    receiver who accepted a referral that discloses it, and for its author."""

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
CASES_BY_DAY = by_day(CASES)
SUBJECTS_BY_DAY, CATEGORIES_BY_DAY = by_day(SUBJECTS, whole=True), by_day(CATEGORY_ROWS, whole=True)
SERVICES_BY_DAY, ENTRIES_BY_DAY = by_day(SERVICES, whole=True), by_day(ENTRIES, whole=True)
TEXTS = VersionedTable(CaseTextRow, key=("case_id", "entry", "kind"), table="case_text")
