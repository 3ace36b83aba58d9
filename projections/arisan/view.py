"""Arisan: current rounds, contributions and winners of each round, and unpaid debts.

All of it is in the domain's own state.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from wahana.domain.money import arisan_events as happened
from wahana.domain.money import arisan_facts as facts
from wahana.domain.money.arisan import ArisanCycle, Round
from wahana.platform.day_tables import DayTable
from wahana.platform.views import View

from ..by_day import Days
from ..folds import Fold, ShownRows, filled
from ..streams import Streams, json_text, topics
from . import rows
from .rows import CYCLES, DEBTS, ROUNDS, SHARES, ArisanRoundRow, CycleRow, DebtRow, ShareRow


class CycleRecord(ArisanCycle, frozen=True, kw_only=True):
    """The domain's state of a cycle."""

    @property
    def turn(self) -> int | None:
        """The current round."""
        over = self.closed or self.current > len(self.shares)
        return None if over else self.current


def _cycle(cycle: CycleRecord, recorded_at: datetime) -> Iterator[CycleRow]:
    turn = cycle.turn
    yield filled(
        CycleRow,
        cycle,
        cycle.agreed,
        cycle_id=cycle.id,
        wksbm_id=_wksbm(cycle),
        updated_at=recorded_at,
        state="RUNNING" if cycle.closing is None else cycle.closing.end,
        closed_on=None if cycle.closing is None else cycle.closing.closed_on,
        share_count=len(cycle.shares),
        won_count=len(cycle.draws),
        current_round=turn,
        missing=None if turn is None else cycle.missing(turn),
        owed=sum(debt.amount for debt in cycle.debts()),
    )


def _shares(cycle: CycleRecord, recorded_at: datetime) -> Iterator[ShareRow]:
    if cycle.rules is None:
        return
    turn = cycle.turn
    first = min(cycle.candidates, default=None) if cycle.agreed.method == "ORDER" else None
    owed: dict[int, int] = {}
    for debt in cycle.debts():
        owed[debt.share] = owed.get(debt.share, 0) + debt.amount
    paid = {} if turn is None else cycle.paid(turn)
    due = 0 if turn is None else cycle.agreed.contribution
    for share in cycle.shares:
        waiting = turn is not None and share.won is None
        yield ShareRow(
            cycle_id=cycle.id,
            no=share.no,
            wksbm_id=_wksbm(cycle),
            member_id=share.member,
            won_round=share.won,
            in_draw=waiting,
            next=waiting and share.no == first,
            unpaid=due - paid.get(share.no, 0),
            owed=owed.get(share.no, 0),
        )


def _rounds(cycle: CycleRecord, recorded_at: datetime) -> Iterator[ArisanRoundRow]:
    for found in cycle.rounds:
        draw, pot = found.draw, found.pot
        payments = [
            {"share": paid.share, "amount": paid.amount, "late": late}
            for late, group in ((False, found.payments), (True, found.late))
            for paid in group
        ]
        yield ArisanRoundRow(
            cycle_id=cycle.id,
            no=found.no,
            wksbm_id=_wksbm(cycle),
            state=_state(cycle, found),
            collected_on=found.collected_on,
            collected=sum(paid.amount for paid in found.payments),
            covered=sum(cover.amount for cover in found.covers),
            missing=cycle.needed - found.together,
            winner_share=draw.share if draw else None,
            winner_id=draw.member if draw else None,
            drawn_on=draw.drawn_on if draw else None,
            method=draw.method if draw else None,
            candidates=json_text(draw.candidates if draw else ()),
            seed=draw.seed if draw else None,
            witnesses=json_text(draw.witnesses if draw else ()),
            bid=draw.bid if draw else 0,
            pot=draw.pot if draw else 0,
            paid_on=pot.paid_on if pot else None,
            paid=pot.amount if pot else 0,
            withheld=pot.withheld if pot else 0,
            receipt_no=pot.receipt_no if pot else None,
            payments=json_text(payments),
        )


def _state(cycle: CycleRecord, found: Round) -> str:
    if found.pot is not None:
        return "PAID"
    if found.draw is not None:
        return "DRAWN"
    return "COLLECTING" if cycle.needed > found.together else "COLLECTED"


def _debts(cycle: CycleRecord, recorded_at: datetime) -> Iterator[DebtRow]:
    members = {share.no: share.member for share in cycle.shares}
    for debt in cycle.debts():
        yield DebtRow(
            cycle.id, debt.share, debt.round, _wksbm(cycle), members[debt.share], debt.amount
        )


def _wksbm(cycle: CycleRecord) -> UUID:
    assert cycle.wksbm is not None, "a cycle's first event names its WKSBM"
    return cycle.wksbm


_FACTS = (facts.CYCLE, *facts.KINDS.values())
_STATES = (
    *("starts_on", "rules", "collections", "draws", "pots", "settlements", "substitutions"),
    "closing",
)


def _days(table: DayTable) -> Days:
    return Days(table, _FACTS, _STATES)


FOLD = Fold(
    Streams(CycleRecord, table="arisan_state"),
    ShownRows(CycleRecord, CYCLES, _cycle, days=_days(rows.CYCLES_BY_DAY)),
    ShownRows(CycleRecord, SHARES, _shares, days=_days(rows.SHARES_BY_DAY)),
    ShownRows(CycleRecord, ROUNDS, _rounds, days=_days(rows.ROUNDS_BY_DAY)),
    ShownRows(CycleRecord, DEBTS, _debts, days=_days(rows.DEBTS_BY_DAY)),
)

VIEW = View(
    name="arisan",
    version=4,
    topics=topics(happened),
    tables=FOLD.tables,
    apply=FOLD.apply,
)
