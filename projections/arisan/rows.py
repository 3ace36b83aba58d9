"""The rows of arisan: cycles, shares, rounds, and unpaid debts."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec

from wahana.platform.columns import BigInt
from wahana.platform.tables import ListIndex, LookupIndex
from wahana.platform.versioned import VersionedTable

from .. import fund_enumerations as lists
from .. import ids
from ..belonging import OfWksbm
from ..by_day import by_day
from ..field import GLOBAL_ID, VALID_TIME, Field, Json, Sealed, UpdatedAt, Version
from ..fund_book.rows import FundUnit

OfCycle = Annotated[ids.CycleId, Field("The cycle.")]
MemberName = Annotated[
    Sealed | None,
    Field("Their name; shown to roles that may read arisan.", mask="ARISAN", path="name"),
]


class CycleRow(msgspec.Struct, frozen=True, kw_only=True):
    """A cycle of an arisan: as many rounds as shares, each share wins once."""

    cycle_id: Annotated[ids.CycleId, GLOBAL_ID]
    wksbm_id: OfWksbm
    version: Version
    updated_at: UpdatedAt
    title: Annotated[str, Field("Name of the arisan.")]
    unit: FundUnit
    contribution: Annotated[BigInt, Field("Of one share in one round.")]
    frequency: Annotated[str, lists.ARISAN_FREQUENCY, Field("How often a round is held.")]
    method: Annotated[str, lists.DRAW_METHOD, Field("How the winner of a round is determined.")]
    cut: Annotated[BigInt, Field("Deducted from each pot for the WKSBM.")]
    starts_on: Annotated[date, Field("First day.")]
    state: Annotated[str, lists.ARISAN_STATE, VALID_TIME, Field("State of the cycle.")]
    closed_on: Annotated[date | None, VALID_TIME, Field("When it was closed.")]
    share_count: Annotated[int, Field("Number of shares, which is that of rounds.")]
    won_count: Annotated[int, VALID_TIME, Field("Number of shares that have won.")]
    current_round: Annotated[int | None, VALID_TIME, Field("The current round.")]
    """The round that is being collected; null when all have won or the cycle is closed."""
    missing: Annotated[BigInt | None, VALID_TIME, Field("The shortfall of that round.")]
    owed: Annotated[BigInt, VALID_TIME, Field("The unpaid contributions to drawn rounds.")]


class ShareRow(msgspec.Struct, frozen=True, kw_only=True):
    """A share of a cycle and its holder; one person may hold several."""

    cycle_id: OfCycle
    no: Annotated[int, Field("Its number; in an agreed order this is the order.")]
    wksbm_id: ids.WksbmId
    member_id: Annotated[ids.PersonId, VALID_TIME, Field("Who holds it.")]
    won_round: Annotated[int | None, VALID_TIME, Field("The round it won.")]
    in_draw: Annotated[bool, VALID_TIME, Field("It can win the current round.")]
    next: Annotated[bool, VALID_TIME, Field("In an agreed order: it is the turn of this share.")]
    unpaid: Annotated[BigInt, VALID_TIME, Field("The unpaid contribution to that round.")]
    owed: Annotated[BigInt, VALID_TIME, Field("Its debts for drawn rounds.")]


class Share(ShareRow, frozen=True, kw_only=True):
    member_name: MemberName


class ArisanRoundRow(msgspec.Struct, frozen=True, kw_only=True):
    """A round of a cycle in its present state, with the proof of its draw."""

    cycle_id: OfCycle
    no: Annotated[int, Field("Its number.")]
    wksbm_id: ids.WksbmId
    state: Annotated[str, lists.ROUND_STATE, VALID_TIME, Field("State of the round.")]
    collected_on: Annotated[date | None, VALID_TIME, Field("Last day of collecting.")]
    collected: Annotated[BigInt, VALID_TIME, Field("The amount collected before the draw.")]
    covered: Annotated[BigInt, VALID_TIME, Field("Covers by others for those who did not pay.")]
    missing: Annotated[BigInt, VALID_TIME, Field("The amount that it lacks.")]
    winner_share: Annotated[int | None, VALID_TIME, Field("The share that won.")]
    winner_id: Annotated[
        ids.PersonId | None, VALID_TIME, Field("The holder of the share at the draw.")
    ]
    drawn_on: Annotated[date | None, VALID_TIME, Field("When it was drawn.")]
    method: Annotated[str | None, lists.DRAW_METHOD, VALID_TIME, Field("How.")]
    candidates: Annotated[Json, VALID_TIME, Field("Shares that were in the draw, by number.")]
    seed: Annotated[
        str | None, VALID_TIME, Field("Said aloud before the draw; the winner follows from it.")
    ]
    witnesses: Annotated[Json, VALID_TIME, Field("Who saw it: ids of persons.")]
    bid: Annotated[
        BigInt, VALID_TIME, Field("The bid of an auction's winner, which stayed in the box.")
    ]
    pot: Annotated[BigInt, VALID_TIME, Field("The amount that the winner gets.")]
    paid_on: Annotated[date | None, VALID_TIME, Field("When the pot was paid.")]
    paid: Annotated[BigInt, VALID_TIME, Field("The amount paid of it.")]
    withheld: Annotated[BigInt, VALID_TIME, Field("The amount deducted for debts of the share.")]
    receipt_no: Annotated[str | None, VALID_TIME, Field("Number of the paper receipt.")]
    payments: Annotated[
        Json, VALID_TIME, Field("The payments: share, amount, late (after the draw).")
    ]


class ArisanRound(ArisanRoundRow, frozen=True, kw_only=True):
    winner_name: MemberName


class DebtRow(msgspec.Struct, frozen=True):
    """The debt of a share for a drawn round."""

    cycle_id: OfCycle
    share: Annotated[int, Field("The share.")]
    round: Annotated[int, Field("The round.")]
    wksbm_id: ids.WksbmId
    member_id: Annotated[ids.PersonId, Field("Who holds the share.")]
    amount: Annotated[BigInt, VALID_TIME, Field("Amount, in the cycle's unit.")]


class Debt(DebtRow, frozen=True):
    member_name: MemberName


CYCLES = VersionedTable(
    CycleRow,
    key=("cycle_id",),
    table="arisan_cycle",
    indexes=(
        ListIndex("by_start", "starts_on", "cycle_id"),
        LookupIndex("by_wksbm", "wksbm_id", "starts_on", "cycle_id"),
    ),
)
SHARES = VersionedTable(
    ShareRow,
    key=("cycle_id", "no"),
    table="arisan_share",
    indexes=(LookupIndex("by_member", "member_id"),),
)
ROUNDS = VersionedTable(ArisanRoundRow, key=("cycle_id", "no"), table="arisan_round")
DEBTS = VersionedTable(DebtRow, key=("cycle_id", "share", "round"), table="arisan_debt")
CYCLES_BY_DAY = by_day(CYCLES)
SHARES_BY_DAY, ROUNDS_BY_DAY = by_day(SHARES, whole=True), by_day(ROUNDS, whole=True)
DEBTS_BY_DAY = by_day(DEBTS, whole=True)
