"""The rows of cases: one struct per table, in the order of its columns."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import msgspec

from wahana.platform.columns import BigInt


class CaseRow(msgspec.Struct, frozen=True):
    """One version of a case as a whole."""

    case_id: UUID
    version: int
    updated_at: datetime
    stage: str
    is_open: bool
    urgency: str
    urgency_order: int
    target: str
    group_name: str | None
    group_size: int | None
    province_code: str | None
    regency_code: str | None
    district_code: str | None
    village_code: str
    regency_name: str | None
    district_name: str | None
    village_name: str | None
    local_area: UUID | None
    channel: str
    reporter_role: str
    contexts: tuple[str, ...]
    body_kind: str
    body_id: UUID | None
    body_area: str | None
    wksbm_id: UUID | None
    reported_on: date
    reported_by: UUID
    people: int
    top_tier: bool
    capacity: str | None
    closed_on: date | None
    close_reason: str | None
    result: str | None
    last_delivery: date | None


class SubjectRow(msgspec.Struct, frozen=True):
    """One version of a person concerned; ``entry`` 0: named in the report itself."""

    case_id: UUID
    person_id: UUID
    no: int
    entry: int


class CategoryRow(msgspec.Struct, frozen=True):
    """One version of a category of a case; ``open_code`` is empty for the top tier."""

    case_id: UUID
    entry: int
    code: str
    open_code: str | None
    person_id: UUID | None
    top_tier: bool
    assigned_on: date
    removed_on: date | None


class ServiceRow(msgspec.Struct, frozen=True):
    """One version of a service."""

    case_id: UUID
    service_id: UUID
    entry: int
    state: str
    service_kind: str
    provider: str
    wksbm_id: UUID | None
    kps_id: UUID | None
    referral_id: UUID | None
    recipients: tuple[UUID, ...]
    valid_from: date
    valid_to: date
    plan_item: int | None
    asked_by: UUID
    ended_on: date | None
    end_reason: str | None


class DeliveryRow(msgspec.Struct, frozen=True):
    """One version of something that was given."""

    case_id: UUID
    entry: int
    service_id: UUID
    service_kind: str
    pillar: str
    quantity: int
    unit: str
    value_idr: BigInt | None
    fund_book: UUID | None
    fund_entry: int | None
    recipients: tuple[UUID, ...]
    delivered_on: date


class EntryRow(msgspec.Struct, frozen=True):
    """One version of an assessment, item of the plan, declaration, outcome or closing.

    ``happened_on`` is its business date; ``data`` the rest as a JSON object.
    """

    case_id: UUID
    kind: str
    entry: int
    no: int
    happened_on: date
    data: str


class TextRow(msgspec.Struct, frozen=True):
    """One version of a sealed text; ``part`` is what of a person's data a consent calls it."""

    case_id: UUID
    entry: int
    kind: str
    part: str
    person_id: UUID | None
    sealed: str
    recorded_by: UUID
    happened_on: date
