"""The rows of the registers of services: one struct per table, in the order of its columns."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import msgspec


class ClaimRow(msgspec.Struct, frozen=True):
    """One version of a claim in a person's register, within days ``[valid_from, valid_to)``."""

    register_id: UUID
    person_id: UUID
    claim_id: UUID
    case_id: UUID
    wksbm_id: UUID | None
    kps_id: UUID | None
    service_kind: str
    valid_from: date
    valid_to: date
    released: str | None


class WarningRow(msgspec.Struct, frozen=True):
    """One version of a warning of overlap."""

    register_id: UUID
    person_id: UUID
    warning_id: UUID
    claim_id: UUID
    case_id: UUID
    wksbm_id: UUID | None
    kps_id: UUID | None
    service_kind: str
    valid_from: date
    valid_to: date
    others: tuple[UUID, ...]
    other_person: UUID | None
    rule: str
    waits: bool
    state: str
    asked_by: UUID
    raised_at: datetime
    decided_by: UUID | None
    decided_at: datetime | None
    reason: str | None
