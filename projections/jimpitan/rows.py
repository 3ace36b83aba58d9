"""The rows of jimpitan: a round of a night, with its lines."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import msgspec

from wahana.platform.columns import BigInt


class RoundRow(msgspec.Struct, frozen=True, kw_only=True):
    """A round; it never changes. Collectors and lines as JSON arrays."""

    book_id: UUID
    entry_no: int
    wksbm_id: UUID
    position: BigInt
    recorded_at: datetime
    actor_id: UUID
    night: date
    route: str | None
    unit: str
    amount: BigInt
    households: int
    gave: int
    measure: str | None
    quantity: str | None
    grams_each: int | None
    collectors: str
    lines: str
    corrects_no: int | None
