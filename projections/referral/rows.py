"""The rows of referrals: one struct per table, in the order of its columns."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import msgspec


class ReferralRow(msgspec.Struct, frozen=True):
    """One version of a referral. ``is_live``: something can still come of it; ``is_disclosing``:
    the receiver may see what is disclosed."""

    referral_id: UUID
    case_id: UUID
    version: int
    updated_at: datetime
    state: str
    is_live: bool
    is_disclosing: bool
    from_kind: str
    from_id: UUID | None
    from_wksbm: UUID | None
    from_area: str | None
    from_district: str | None
    from_regency: str | None
    from_name: str | None
    via: UUID | None
    to_kind: str
    to_id: UUID | None
    to_wksbm: UUID | None
    to_area: str | None
    to_district: str | None
    to_regency: str | None
    to_name: str | None
    basis: str
    urgency: str
    urgency_order: int
    subjects: tuple[UUID, ...]
    disclosed: tuple[str, ...]
    consents: tuple[UUID, ...]
    override_reason: str | None
    override_by: UUID | None
    review: tuple[str, ...]
    finding: str | None
    requested_on: date
    requested_by: UUID
    state_since: date
    due: date | None
    accepted_by: str | None
    reason: str | None


class StepRow(msgspec.Struct, frozen=True):
    """One version of a step: a change of state on a day."""

    referral_id: UUID
    entry: int
    case_id: UUID
    state: str
    happened_on: date
    due: date | None
    reason: str | None
    unit: str | None


class TextRow(msgspec.Struct, frozen=True):
    """One version of a sealed text of a referral."""

    referral_id: UUID
    entry: int
    case_id: UUID
    kind: str
    sealed: str
    recorded_by: UUID
    happened_on: date
