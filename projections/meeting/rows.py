"""The rows of meetings: the meeting as a whole, and each of its decisions."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import msgspec

from wahana.platform.columns import BigInt


class MeetingRow(msgspec.Struct, frozen=True, kw_only=True):
    """One version of a meeting; who was there as JSON arrays."""

    meeting_id: UUID
    wksbm_id: UUID
    version: int
    updated_at: datetime
    kind: str
    held_on: date
    headcount: int
    place: str | None
    withdrawn: bool
    present: str
    guests: str
    minutes: tuple[str, ...]
    """SHA-256 of each of its minutes."""
    decision_count: int


class DecisionRow(msgspec.Struct, frozen=True, kw_only=True):
    """One version of a decision, with what was spent by it."""

    meeting_id: UUID
    no: int
    wksbm_id: UUID
    held_on: date
    entry: int
    kind: str
    title: str
    text: str | None
    """The sealed group of its text, as JSON."""
    votes_for: int
    votes_against: int
    carried: bool
    limit_amount: BigInt | None
    unit: str | None
    spent: BigInt
    entered_by: UUID
    withdrawn: bool
    position: BigInt
    """Of the event that says it as it stands."""
