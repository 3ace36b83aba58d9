"""The rows of dues: who owes, how much, for which periods, and what was paid for each."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec

from wahana.platform.columns import BigInt


class RateRow(msgspec.Struct, frozen=True):
    """One version of what every payer of a book owes each period, from a day on."""

    book_id: UUID
    entry: int
    wksbm_id: UUID
    amount: BigInt
    unit: str
    frequency: str
    valid_from: date


class PayerRow(msgspec.Struct, frozen=True):
    """One version of a payer. ``left_on`` is the first day on which nothing more falls due."""

    book_id: UUID
    payer_id: UUID
    wksbm_id: UUID
    year: int
    unit: str
    entry: int
    household_id: UUID | None
    enrolled_from: date
    pledge: BigInt | None
    left_on: date | None
    exemptions: str
    """JSON array of entry, valid_from, valid_to (null: no end)."""


class PeriodRow(msgspec.Struct, frozen=True, kw_only=True):
    """One version of a payer's period: what is due for it and what was paid."""

    book_id: UUID
    payer_id: UUID
    period: date
    """Its first day, on which it falls due."""
    wksbm_id: UUID
    ends_on: date
    """The first day of the next period: from then on it is overdue."""
    due: BigInt = 0
    paid: BigInt = 0


class PaymentRow(msgspec.Struct, frozen=True):
    """A line of dues: what an entry of the cash book was paid for."""

    book_id: UUID
    entry_no: int
    payer_id: UUID
    period: date
    amount: BigInt
