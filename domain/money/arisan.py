"""An arisan cycle: shares, rounds, pots and debts. Each share wins once (ARISAN_TWICE).

Rounds follow one another: collected, drawn, paid. After the draw, whoever has not paid for the
round owes the contribution, before or after their own win. Source: S2 (arisan), practice of draw
groups.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, ClassVar, Self
from uuid import UUID

import msgspec

from ..kernel.facts import folded
from ..kernel.model import Aggregate, Stamp
from ..kernel.refusal import refuse_missing
from .arisan_events import Cover, Rules, ShareDebt, SharePaid
from .arisan_facts import (
    FOLD,
    Collection,
    CycleEnding,
    Draw,
    Pot,
    Settlement,
    Substitution,
)


class Share(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """A share, its holder, and the round that it won."""

    no: int
    member: UUID
    won: int | None = None


class Round(msgspec.Struct, frozen=True, kw_only=True):
    """A round in its present state."""

    no: int
    collections: tuple[Collection, ...] = ()
    draw: Draw | None = None
    pot: Pot | None = None
    late: tuple[SharePaid, ...] = ()
    """Payments after the draw: debts settled or withheld."""

    @property
    def payments(self) -> tuple[SharePaid, ...]:
        """The payments for each share before the draw."""
        return tuple(paid for item in self.collections for paid in item.payments)

    @property
    def covers(self) -> tuple[Cover, ...]:
        """The covers of its shortfall."""
        return tuple(item.cover for item in self.collections if item.cover is not None)

    @property
    def collected_on(self) -> date | None:
        """The latest day on which something was collected for it."""
        return max((item.collected_on for item in self.collections), default=None)

    @property
    def together(self) -> int:
        """The sum of payments and covers."""
        paid = sum(item.amount for item in self.payments)
        return paid + sum(cover.amount for cover in self.covers)


class ArisanCycle(Aggregate, frozen=True, kw_only=True):
    """State of one cycle."""

    TYPE: ClassVar[str] = "arisan"

    wksbm: UUID | None = None
    entry: int = 0
    """Version of the event that opened it."""
    starts_on: date = date(1, 1, 1)
    rules: Rules | None = None
    collections: tuple[Collection, ...] = ()
    draws: tuple[Draw, ...] = ()
    pots: tuple[Pot, ...] = ()
    settlements: tuple[Settlement, ...] = ()
    substitutions: tuple[Substitution, ...] = ()
    closing: CycleEnding | None = None

    def evolve(self, event: Any, stamp: Stamp) -> Self:
        return folded(self, FOLD, event, stamp)

    # --- questions of rules

    @property
    def closed(self) -> bool:
        """Whether the cycle has ended."""
        return self.closing is not None

    @property
    def agreed(self) -> Rules:
        """The rules on which the members agreed."""
        assert self.rules is not None
        return self.rules

    @property
    def needed(self) -> int:
        """The total of a round when all have paid."""
        return self.agreed.contribution * len(self.agreed.shares)

    @property
    def current(self) -> int:
        """The round that is being collected; one more than the number of shares when
        all have won."""
        return 1 + len(self.draws)

    @property
    def shares(self) -> tuple[Share, ...]:
        """All shares, by number."""
        if self.rules is None:
            return ()
        members = {share.no: share.member for share in self.rules.shares}
        members |= {item.share: item.to_member for item in self.substitutions}
        won = {draw.share: draw.round for draw in self.draws}
        return tuple(Share(no=no, member=one, won=won.get(no)) for no, one in members.items())

    @property
    def candidates(self) -> tuple[int, ...]:
        """Shares that have not won yet, by number."""
        won = {draw.share for draw in self.draws}
        return tuple(share.no for share in self.agreed.shares if share.no not in won)

    def check_share(self, no: int, *, field: str) -> None:
        """Raises NOT_FOUND unless there is a share of this number."""
        if not 1 <= no <= len(self.agreed.shares):
            refuse_missing("share", no, field=field)

    def share(self, no: int, *, field: str) -> Share:
        """The share number ``no``. Raises NOT_FOUND."""
        self.check_share(no, field=field)
        return self.shares[no - 1]

    @property
    def rounds(self) -> tuple[Round, ...]:
        """The rounds with collections, a draw or late payments, in order."""
        collections: dict[int, list[Collection]] = {}
        for item in self.collections:
            collections.setdefault(item.round, []).append(item)
        late: dict[int, list[SharePaid]] = {}
        for no, paid in self._paid_late():
            late.setdefault(no, []).append(paid)
        draws = {draw.round: draw for draw in self.draws}
        pots = {pot.round: pot for pot in self.pots}
        return tuple(
            Round(
                no=no,
                collections=tuple(collections.get(no, ())),
                draw=draws.get(no),
                pot=pots.get(no),
                late=tuple(late.get(no, ())),
            )
            for no in sorted({*collections, *late, *draws})
        )

    def round(self, no: int) -> Round:
        """A round; an empty one if nothing was collected for it yet."""
        return Round(
            no=no,
            collections=tuple(item for item in self.collections if item.round == no),
            draw=next((draw for draw in self.draws if draw.round == no), None),
            pot=next((pot for pot in self.pots if pot.round == no), None),
            late=tuple(paid for late, paid in self._paid_late() if late == no),
        )

    def paid(self, round_no: int) -> dict[int, int]:
        """The payments in a round by share number, before and after its draw."""
        found = self.round(round_no)
        paid: dict[int, int] = {}
        for item in (*found.payments, *found.late):
            paid[item.share] = paid.get(item.share, 0) + item.amount
        return paid

    def unpaid(self, round_no: int, share: int) -> int:
        """The part of the contribution that a share has not paid for a round."""
        return self.agreed.contribution - self.paid(round_no).get(share, 0)

    def missing(self, round_no: int) -> int:
        """The amount that a round lacks, after its covers, before it can be drawn."""
        return self.needed - self.round(round_no).together

    def owed(self, round_no: int, share: int) -> int:
        """The debt of a share for a round; 0 before it is drawn."""
        drawn = any(draw.round == round_no for draw in self.draws)
        return self.unpaid(round_no, share) if drawn else 0

    def debts(self, share: int | None = None) -> tuple[ShareDebt, ...]:
        """The debts for drawn rounds, of all shares or of one."""
        debts = []
        for found in self.rounds:
            if found.draw is None:
                continue
            owed = {item.no: self.agreed.contribution for item in self.agreed.shares}
            for payment in (*found.payments, *found.late):
                owed[payment.share] -= payment.amount
            debts += [
                ShareDebt(share=no, round=found.no, amount=amount)
                for no, amount in owed.items()
                if amount > 0 and share in (None, no)
            ]
        return tuple(debts)

    def _paid_late(self) -> Iterator[tuple[int, SharePaid]]:
        """The payments made after a round was drawn, with the round, in order of entry."""
        facts: list[Settlement | Pot] = [*self.settlements, *self.pots]
        for fact in sorted(facts, key=lambda fact: fact.entry):
            settled = fact.settled if isinstance(fact, Pot) else (fact,)
            for debt in settled:
                yield debt.round, SharePaid(share=debt.share, amount=debt.amount)
