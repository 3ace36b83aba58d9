"""The rows of arisan: a cycle, its shares, its rounds, and what is still owed."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import msgspec

from wahana.platform.columns import BigInt


class CycleRow(msgspec.Struct, frozen=True, kw_only=True):
    """One version of a cycle."""

    cycle_id: UUID
    wksbm_id: UUID
    version: int
    updated_at: datetime
    title: str
    unit: str
    contribution: BigInt
    frequency: str
    method: str
    cut: BigInt
    starts_on: date
    state: str
    closed_on: date | None
    share_count: int
    won_count: int
    current_round: int | None
    """The round whose turn it is; none when all have won or the cycle is closed."""
    missing: BigInt | None
    """What that round still lacks."""
    owed: BigInt
    """What is unpaid of rounds that are drawn."""


class ShareRow(msgspec.Struct, frozen=True, kw_only=True):
    """One version of a share."""

    cycle_id: UUID
    no: int
    wksbm_id: UUID
    member_id: UUID
    won_round: int | None
    in_draw: bool
    """It can win the round whose turn it is."""
    next: bool
    """In an agreed order: it is this share's turn."""
    unpaid: BigInt
    """What it has not paid for that round."""
    owed: BigInt
    """What it owes for rounds that are drawn."""


class RoundRow(msgspec.Struct, frozen=True, kw_only=True):
    """One version of a round. Lists as JSON arrays."""

    cycle_id: UUID
    no: int
    wksbm_id: UUID
    state: str
    collected_on: date | None
    collected: BigInt
    covered: BigInt
    missing: BigInt
    winner_share: int | None
    winner_id: UUID | None
    """Who held the share when it won."""
    drawn_on: date | None
    method: str | None
    candidates: str
    seed: str | None
    witnesses: str
    bid: BigInt
    pot: BigInt
    paid_on: date | None
    paid: BigInt
    withheld: BigInt
    receipt_no: str | None
    payments: str


class DebtRow(msgspec.Struct, frozen=True):
    """One version of what a share owes for a round that is drawn."""

    cycle_id: UUID
    share: int
    round: int
    wksbm_id: UUID
    member_id: UUID
    amount: BigInt
