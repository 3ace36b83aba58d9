"""An arisan cycle: shares, rounds, pots and debts. Each share wins once (ARISAN_TWICE).

Rounds go one after another: collected, drawn, paid. A pot is owed from the draw on; whoever did
not pay owes it, before or after their own win. Source: S2 (arisan), practice of draw groups.
"""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self
from uuid import UUID

import msgspec

from ..kernel.model import Aggregate, Stamp
from ..kernel.refusal import refuse_missing
from .arisan_events import (
    ArisanEntryRetracted,
    CycleClosed,
    CycleCorrected,
    CycleOpened,
    DebtSettled,
    MemberSubstituted,
    PotPaid,
    RoundCollected,
    Rules,
    ShareDebt,
    WinnerDrawn,
)


class Share(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """A share, who holds it, and the round it won."""

    no: int
    member: UUID
    won: int | None = None


class Paid(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """A payment for a share, and the version of its event."""

    entry: int
    share: int
    amount: int


class Covered(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """What covered a round's shortfall, and the version of its event."""

    entry: int
    amount: int
    book: UUID | None = None
    entry_no: int | None = None
    """The payment of a fund's book that covered it; it covers once."""


class Round(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """A round, as far as it has come."""

    no: int
    payments: tuple[Paid, ...] = ()
    covers: tuple[Covered, ...] = ()
    late: tuple[Paid, ...] = ()
    """Paid after the draw: debts settled or withheld."""
    collected_on: date = date(1, 1, 1)
    winner: int | None = None
    drawn: int | None = None
    """Version of the draw."""
    drawn_on: date | None = None
    pot: int = 0
    bid: int = 0
    paid: int | None = None
    """Version of the event that paid the pot."""

    @property
    def entries(self) -> frozenset[int]:
        """Versions of the events that collected for it."""
        return frozenset(
            [item.entry for item in self.payments] + [item.entry for item in self.covers]
        )


class Substitution(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """A change of holder that stands."""

    entry: int
    share: int
    from_member: UUID


class ArisanCycle(Aggregate, frozen=True, kw_only=True):
    """State of one cycle."""

    TYPE: ClassVar[str] = "arisan"

    wksbm: UUID | None = None
    entry: int = 0
    """Version of the event that opened it."""
    starts_on: date = date(1, 1, 1)
    rules: Rules | None = None
    shares: tuple[Share, ...] = ()
    rounds: tuple[Round, ...] = ()
    substitutions: tuple[Substitution, ...] = ()
    closed: bool = False

    def evolve(self, event: Any, stamp: Stamp) -> Self:
        change: dict[str, Any] = {}
        match event:
            case CycleOpened():
                change = {"wksbm": event.wksbm, "entry": stamp.version, **_agreed(event)}
            case CycleCorrected():
                change = _agreed(event)
            case RoundCollected():
                change = self._on_round(event.round, _collected, event, stamp.version)
            case WinnerDrawn():
                change = self._on_round(event.round, _drawn, event, stamp.version)
                change["shares"] = self._won(event.share, event.round)
            case PotPaid():
                change = self._pot_paid(event, stamp.version)
            case DebtSettled():
                debt = ShareDebt(share=event.share, round=event.round, amount=event.amount)
                change = {"rounds": _settled(self.rounds, (debt,), stamp.version)}
            case MemberSubstituted():
                done = Substitution(
                    entry=stamp.version, share=event.share, from_member=event.from_member
                )
                change = {
                    "shares": self._held(event.share, event.to_member),
                    "substitutions": (*self.substitutions, done),
                }
            case CycleClosed():
                change = {"closed": True}
            case ArisanEntryRetracted():
                change = self._retracted(event)
        return msgspec.structs.replace(self, **change) if change else self

    # --- what the rules ask

    @property
    def agreed(self) -> Rules:
        """What the members agreed on."""
        assert self.rules is not None
        return self.rules

    @property
    def needed(self) -> int:
        """What a round brings when all have paid."""
        return self.agreed.contribution * len(self.shares)

    @property
    def current(self) -> int:
        """The round that is being collected; one more than the number of shares when all won."""
        return 1 + sum(item.winner is not None for item in self.rounds)

    @property
    def candidates(self) -> tuple[int, ...]:
        """Shares that have not won yet, by number."""
        return tuple(share.no for share in self.shares if share.won is None)

    def round(self, no: int) -> Round:
        """A round; an empty one if nothing was collected for it yet."""
        return next((item for item in self.rounds if item.no == no), Round(no=no))

    def share(self, no: int, *, field: str) -> Share:
        """The share number ``no``. Raises NOT_FOUND."""
        if not 1 <= no <= len(self.shares):
            refuse_missing("share", no, field=field)
        return self.shares[no - 1]

    def unpaid(self, round_no: int, share: int) -> int:
        """What a share has not paid for a round."""
        found = self.round(round_no)
        paid = sum(item.amount for item in (*found.payments, *found.late) if item.share == share)
        return self.agreed.contribution - paid

    def missing(self, round_no: int) -> int:
        """What a round lacks, with its covers, before it can be drawn."""
        found = self.round(round_no)
        together = sum(item.amount for item in found.payments)
        return self.needed - together - sum(item.amount for item in found.covers)

    def debts(self, share: int | None = None) -> tuple[ShareDebt, ...]:
        """What is owed for rounds that are drawn, of all shares or of one."""
        debts = []
        for found in self.rounds:
            if found.winner is None:
                continue
            owed = dict.fromkeys((item.no for item in self.shares), self.agreed.contribution)
            for payment in (*found.payments, *found.late):
                owed[payment.share] -= payment.amount
            debts += [
                ShareDebt(share=no, round=found.no, amount=amount)
                for no, amount in owed.items()
                if amount > 0 and share in (None, no)
            ]
        return tuple(debts)

    # --- changes

    def _on_round(self, no: int, change: Any, event: Any, version: int) -> dict[str, Any]:
        rounds = {item.no: item for item in self.rounds}
        rounds[no] = change(self.round(no), event, version)
        return {"rounds": tuple(rounds[key] for key in sorted(rounds))}

    def _won(self, no: int, round_no: int | None) -> tuple[Share, ...]:
        return tuple(
            msgspec.structs.replace(item, won=round_no) if item.no == no else item
            for item in self.shares
        )

    def _held(self, no: int, member: UUID) -> tuple[Share, ...]:
        return tuple(
            msgspec.structs.replace(item, member=member) if item.no == no else item
            for item in self.shares
        )

    def _pot_paid(self, event: PotPaid, version: int) -> dict[str, Any]:
        rounds = tuple(
            msgspec.structs.replace(item, paid=version) if item.no == event.round else item
            for item in self.rounds
        )
        return {"rounds": _settled(rounds, event.settled, version)}

    def _retracted(self, event: ArisanEntryRetracted) -> dict[str, Any]:
        of = event.of
        if event.entry == "SUBSTITUTION":
            gone = next(item for item in self.substitutions if item.entry == of)
            return {
                "shares": self._held(gone.share, gone.from_member),
                "substitutions": tuple(it for it in self.substitutions if it.entry != of),
            }
        rounds = tuple(_without(item, of) for item in self.rounds)
        if event.entry != "DRAW":
            return {"rounds": rounds}
        winner = next(item.winner for item in self.rounds if item.drawn == of)
        assert winner is not None
        return {"rounds": rounds, "shares": self._won(winner, None)}


def _agreed(event: CycleOpened | CycleCorrected) -> dict[str, Any]:
    return {
        "starts_on": event.starts_on,
        "rules": Rules(**{name: getattr(event, name) for name in Rules.__struct_fields__}),
        "shares": tuple(Share(no=item.no, member=item.member) for item in event.shares),
    }


def _collected(found: Round, event: RoundCollected, version: int) -> Round:
    paid = (Paid(entry=version, share=item.share, amount=item.amount) for item in event.payments)
    covers = found.covers
    if event.cover is not None:
        cover = Covered(
            entry=version,
            amount=event.cover.amount,
            book=event.cover.book,
            entry_no=event.cover.entry_no,
        )
        covers = (*covers, cover)
    return msgspec.structs.replace(
        found,
        payments=(*found.payments, *paid),
        covers=covers,
        collected_on=max(found.collected_on, event.collected_on),
    )


def _drawn(found: Round, event: WinnerDrawn, version: int) -> Round:
    return msgspec.structs.replace(
        found,
        winner=event.share,
        drawn=version,
        drawn_on=event.drawn_on,
        pot=event.pot,
        bid=event.bid,
    )


def _settled(
    rounds: tuple[Round, ...], debts: tuple[ShareDebt, ...], version: int
) -> tuple[Round, ...]:
    return tuple(
        msgspec.structs.replace(
            item,
            late=(
                *item.late,
                *(
                    Paid(entry=version, share=debt.share, amount=debt.amount)
                    for debt in debts
                    if debt.round == item.no
                ),
            ),
        )
        for item in rounds
    )


def _without(found: Round, of: int) -> Round:
    """The round without what the event of version ``of`` brought to it."""
    change: dict[str, Any] = {
        "payments": tuple(item for item in found.payments if item.entry != of),
        "covers": tuple(item for item in found.covers if item.entry != of),
        "late": tuple(item for item in found.late if item.entry != of),
    }
    if found.drawn == of:
        change |= {"winner": None, "drawn": None, "drawn_on": None, "pot": 0, "bid": 0}
    if found.paid == of:
        change["paid"] = None
    return msgspec.structs.replace(found, **change)
