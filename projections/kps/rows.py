"""The rows of member bodies and partners: one struct per table, in the order of its columns."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import msgspec


class KpsRow(msgspec.Struct, frozen=True):
    """One version of a membership. Without an end ``left_on`` is ``date.max``."""

    kps_id: UUID
    wksbm_id: UUID
    version: int
    updated_at: datetime
    name: str
    name_key: str
    kps_kind: str
    is_formal: bool
    legal_no: str | None
    origin: str
    pillars: tuple[str, ...]
    local_area: UUID | None
    people: int | None
    joined_on: date
    left_on: date
    leave_reason: str | None
    liaisons: tuple[UUID, ...]


class OfferRow(msgspec.Struct, frozen=True):
    """One version of a kind of service that a body offers; ``valid_to`` as ``left_on``."""

    kps_id: UUID
    entry: int
    wksbm_id: UUID
    service_kind: str
    pillar: str
    valid_from: date
    valid_to: date


class ConflictRow(msgspec.Struct, frozen=True):
    """One version of a conflict of interest, as it stands on one of its two bodies."""

    kps_id: UUID
    conflict_id: UUID
    wksbm_id: UUID
    other_id: UUID
    matter: str
    state: str
    how: str | None
    declared_on: date
    settled_on: date | None


class PartnerRow(msgspec.Struct, frozen=True):
    """One version of a partner of a WKSBM."""

    partner_id: UUID
    wksbm_id: UUID
    version: int
    updated_at: datetime
    kind: str
    name: str | None
    other_wksbm: UUID | None
    scope: tuple[str, ...]
    agreement_no: str | None
    linked_on: date
    unlinked_on: date | None
