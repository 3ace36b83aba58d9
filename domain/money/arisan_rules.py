"""When a fact of an arisan cycle is allowed: one rule for each kind.

Values that a fact took from earlier ones, such as the pot of a draw or the holder of a share, must
still agree with them, so no earlier fact can be changed unnoticed.
"""

from __future__ import annotations

from typing import NoReturn
from uuid import UUID

from ..kernel.model import Context
from ..kernel.refusal import refuse
from ..kernel.timeline import Happened, Timeline
from ..kernel.units import AMOUNT_MAX
from ..people.person import Person
from ..people.standing import same_person
from . import covers
from .arisan import ArisanCycle
from .arisan_events import Cover
from .arisan_facts import (
    CLOSING,
    COLLECTION,
    CYCLE,
    DRAW,
    POT,
    SETTLEMENT,
    SUBSTITUTION,
    Agreement,
    Collection,
    CycleEnding,
    Draw,
    Pot,
    Settlement,
    Substitution,
)
from .arisan_proof import check_due, check_winner
from .fund_book import FundBook


def refuse_amount(cycle: ArisanCycle, field: str, given: int, most: int) -> NoReturn:
    """Raise ARISAN_AMOUNT: an amount is above its maximum."""
    refuse("ARISAN_AMOUNT", field=field, given=given, expected=most, unit=cycle.agreed.unit)


def running(cycle: ArisanCycle) -> None:
    """Raises ARISAN_STATE unless the cycle is open."""
    if cycle.closed:
        refuse("ARISAN_STATE", field="cycleId", state="CLOSED")


def check_round(cycle: ArisanCycle, given: int) -> None:
    """Raises ARISAN_STATE if all have won, ARISAN_ROUND for a round that is not the current one."""
    running(cycle)
    if cycle.current > len(cycle.agreed.shares):
        refuse("ARISAN_STATE", field="cycleId", state="ALL_WON")
    if given != cycle.current:
        refuse("ARISAN_ROUND", field="round", round=given, expected=cycle.current)


def _cycle(context: Context, cycle: ArisanCycle, agreement: Agreement) -> None:
    rules = agreement.rules
    assert rules is not None
    pot = rules.contribution * len(rules.shares)
    if pot > AMOUNT_MAX or rules.cut >= pot:
        refuse("ARISAN_AMOUNT", field="cut", given=rules.cut, expected=pot, unit=rules.unit)


def _collection(context: Context, cycle: ArisanCycle, collected: Collection) -> None:
    check_round(cycle, collected.round)
    if not collected.payments and collected.cover is None:
        refuse("NO_CHANGE", field="payments")
    already, seen = cycle.paid(collected.round), set[int]()
    for payment in collected.payments:
        cycle.check_share(payment.share, field="payments")
        if payment.share in seen:
            refuse("SHARE_TWICE", field="payments", share=payment.share)
        seen.add(payment.share)
        rest = cycle.agreed.contribution - already.get(payment.share, 0)
        if not 1 <= payment.amount <= rest:
            refuse_amount(cycle, "payments", payment.amount, rest)
    paid = sum(payment.amount for payment in collected.payments)
    missing = cycle.missing(collected.round) - paid
    covered = 0 if collected.cover is None else collected.cover.amount
    if missing < covered:
        refuse_amount(cycle, "cover", covered, max(missing, 0))
    if collected.cover is not None:
        _cover(context, cycle, collected.cover)


def _cover(context: Context, cycle: ArisanCycle, cover: Cover) -> None:
    """Raises COVER_PROOF or NOT_FOUND unless the covering person is known, or the fund paid exactly
    this amount."""
    if cover.source != "FUND":
        if cover.person is None:
            refuse("COVER_PROOF", field="cover", cause="NO_PERSON")
        if cover.book is not None or cover.entry_no is not None:
            refuse("COVER_PROOF", field="cover", cause="OTHER_PAYMENT")
        context.existing(Person, cover.person, field="cover")
        return
    if cover.book is None or cover.entry_no is None:
        refuse("COVER_PROOF", field="cover", cause="NO_PAYMENT")
    book = context.existing(FundBook, cover.book, field="cover")
    entry = book.entry(cover.entry_no, field="cover")
    fits = (
        book.wksbm == cycle.wksbm
        and book.unit == cycle.agreed.unit
        and entry.kind == "PAYMENT_OUT"
        and entry.reversed_by is None
        and entry.amount == -cover.amount
        and (cover.book, cover.entry_no) not in _covering(cycle)
    )
    if not fits:
        refuse("COVER_PROOF", field="cover", cause="OTHER_PAYMENT")


def _draw(context: Context, cycle: ArisanCycle, draw: Draw) -> None:
    check_round(cycle, draw.round)
    check_due(cycle, draw.round, draw.drawn_on)
    check_winner(cycle, draw)
    pot = cycle.needed - cycle.agreed.cut
    highest = pot - 1 if draw.method == "AUCTION" else 0
    if draw.bid > highest or draw.pot != pot - draw.bid:
        refuse_amount(cycle, "bid", draw.bid, highest)
    _same_holder(cycle, draw.share, draw.member)


def draw_of(cycle: ArisanCycle, round_no: int) -> Draw:
    """The draw of a round. Raises ARISAN_STATE if there is none."""
    found = cycle.round(round_no)
    if found.draw is None:
        refuse("ARISAN_STATE", field="round", state="NOT_DRAWN")
    return found.draw


def _pot(context: Context, cycle: ArisanCycle, pot: Pot) -> None:
    running(cycle)
    draw = draw_of(cycle, pot.round)
    if any(item.round == pot.round for item in cycle.pots):
        refuse("ARISAN_STATE", field="round", state="POT_PAID")
    if pot.paid_on < draw.drawn_on:
        days = {"date_from": draw.drawn_on, "date_to": pot.paid_on}
        refuse("DATE_ORDER", field="occurredOn", **days)
    for debt in pot.settled:
        owed = cycle.owed(debt.round, debt.share)
        if debt.amount > owed:
            refuse_amount(cycle, "withhold", debt.amount, owed)
    if (pot.share, pot.amount + pot.withheld) != (draw.share, draw.pot):
        refuse_amount(cycle, "round", pot.amount, draw.pot - pot.withheld)
    _same_holder(cycle, pot.share, pot.member)


def _settlement(context: Context, cycle: ArisanCycle, settled: Settlement) -> None:
    running(cycle)
    cycle.check_share(settled.share, field="share")
    owed = cycle.owed(settled.round, settled.share)
    if not 1 <= settled.amount <= owed:
        refuse_amount(cycle, "amount", settled.amount, owed)


def _substitution(context: Context, cycle: ArisanCycle, done: Substitution) -> None:
    running(cycle)
    _same_holder(cycle, done.share, done.from_member)
    if same_person(context, done.to_member, done.from_member):
        refuse("NO_CHANGE", field="member")


def _same_holder(cycle: ArisanCycle, share: int, member: UUID) -> None:
    """Raises ARISAN_STATE if another person held the share."""
    if cycle.share(share, field="share").member != member:
        refuse("ARISAN_STATE", field="share", state="OTHER_HOLDER")


def _closing(context: Context, cycle: ArisanCycle, closing: CycleEnding) -> None:
    running(cycle)
    if closing.end == "COMPLETED":
        if cycle.candidates:
            refuse("ARISAN_STATE", field="end", state="ROUNDS_LEFT")
        if len(cycle.pots) < len(cycle.draws):
            refuse("ARISAN_STATE", field="end", state="POTS_UNPAID")
    if (closing.debts, closing.without_pot) != (cycle.debts(), cycle.candidates):
        refuse("ARISAN_STATE", field="cycleId", state="CLOSED")


def _covering(cycle: ArisanCycle) -> list[tuple[UUID, int]]:
    """The payments of funds that cover rounds of the cycle."""
    return [
        (item.cover.book, item.cover.entry_no)
        for item in cycle.collections
        if item.cover is not None
        and item.cover.book is not None
        and item.cover.entry_no is not None
    ]


def _follows(context: Context, was: ArisanCycle, cycle: ArisanCycle) -> Happened:
    """Takes and releases the slots of covering payments: a payment covers one round of
    one cycle."""
    before, now = _covering(was), _covering(cycle)
    taken = [covers.take_cover(context, *paid, cycle.id) for paid in now if paid not in before]
    freed = [
        move
        for paid in before
        if paid not in now
        for move in covers.release_cover(context, *paid, cycle.id)
    ]
    return [*taken, *freed]


CYCLES: Timeline[ArisanCycle] = Timeline(
    {
        CYCLE: _cycle,
        COLLECTION: _collection,
        DRAW: _draw,
        POT: _pot,
        SETTLEMENT: _settlement,
        SUBSTITUTION: _substitution,
        CLOSING: _closing,
    },
    follows=_follows,
)
"""The facts of a cycle and their rules."""
