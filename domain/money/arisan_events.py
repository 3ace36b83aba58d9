"""Events of an arisan: opened, collected, drawn, paid, a member replaced, closed.

The unit is the share: one person may hold several, and each wins once. The event of a draw has its
proof: the candidates, the method, the seed if there was one, the witnesses.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from ..kernel.corrections import CorrectionReason
from ..kernel.fields import ClearText, Code, DocumentNo, Note
from ..kernel.model import Event
from ..kernel.person_fields import names_person
from ..kernel.units import AMOUNT_MAX, FundUnit, Ordinal

ArisanFrequency = Literal["WEEKLY", "SELAPANAN", "MONTHLY", "OTHER"]
"""How often a round is held; SELAPANAN: every 35 days."""

DrawMethod = Literal["RANDOM", "ORDER", "AUCTION"]
"""By lot (kocok), in an agreed order, by auction (lelang)."""

CoverSource = Literal["FUND", "ORGANISER", "MEMBER"]
"""Who covers the shortfall of a round."""

CycleEnd = Literal["COMPLETED", "BROKEN_OFF"]
"""Every share has won and got its pot, or the cycle was broken off."""

ArisanEntry = Literal["COLLECTION", "DRAW", "POT", "SUBSTITUTION", "SETTLEMENT", "CLOSING"]
"""Kinds of entries of a cycle that can be retracted."""


class ShareHeld(msgspec.Struct, frozen=True, kw_only=True):
    """A share and its holder."""

    no: int
    """From 1; with the method ORDER also the order of winning."""
    member: UUID


class SharePaid(msgspec.Struct, frozen=True, kw_only=True):
    """A payment for a share."""

    share: int
    amount: int


class Cover(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The cover of a shortfall; those who did not pay owe it to whoever covered."""

    source: Annotated[CoverSource, Meta(description="Who covers it.")]
    amount: Annotated[
        int,
        Meta(
            ge=1,
            le=10**15,
            description="Amount, in the cycle's unit.",
            extra={"most": AMOUNT_MAX},
        ),
    ]
    person: Annotated[
        UUID | None, names_person("ACTS"), Meta(description="The person, for ORGANISER or MEMBER.")
    ] = None
    book: Annotated[UUID | None, Meta(description="FUND: the book that paid it.")] = None
    entry_no: (
        Annotated[Ordinal, Meta(description="FUND: the number of that payment in the book.")] | None
    ) = None


class ShareDebt(msgspec.Struct, frozen=True, kw_only=True):
    """The debt of a share for a round."""

    share: int
    round: int
    amount: int


class Rules(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The rules on which the members agreed."""

    title: ClearText
    contribution: int
    """Contribution of one share to one round."""
    unit: FundUnit
    frequency: ArisanFrequency
    method: DrawMethod
    cut: int = 0
    """Deducted from each pot for the WKSBM."""
    shares: tuple[ShareHeld, ...]


class CycleOpened(Rules, Event, frozen=True, kw_only=True):
    """A cycle was opened: as many rounds as shares."""

    TOPIC: ClassVar[str] = "arisan.cycle_opened"

    wksbm: UUID
    starts_on: date


class CycleCorrected(Rules, Event, frozen=True, kw_only=True):
    """A cycle was entered wrongly; this is the complete corrected entry."""

    TOPIC: ClassVar[str] = "arisan.cycle_corrected"

    of: int
    starts_on: date
    reason: CorrectionReason
    note: Note | None = None


class Collected(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The payments for a round on one occasion."""

    round: int
    collected_on: date
    payments: tuple[SharePaid, ...]
    cover: Cover | None = None


class RoundCollected(Collected, Event, frozen=True, kw_only=True):
    """Contributions to a round were collected; there may be several such events for a round."""

    TOPIC: ClassVar[str] = "arisan.round_collected"

    total: int
    missing: int
    """The shortfall of the round afterwards, before any cover."""


class Drawn(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The winner of a round, and the proof."""

    round: int
    drawn_on: date
    share: int
    member: UUID
    method: DrawMethod
    candidates: tuple[int, ...]
    """Shares that were in the draw, by number."""
    seed: Code | None = None
    """Announced before the draw; it determines the winner (``arisan_proof.drawn``)."""
    witnesses: tuple[UUID, ...] = ()
    bid: int = 0
    """The bid of an auction's winner, which stays in the box."""
    pot: int
    """The amount that the winner gets."""


class WinnerDrawn(Drawn, Event, frozen=True, kw_only=True):
    """A share won the round; its pot is to be paid."""

    TOPIC: ClassVar[str] = "arisan.winner_drawn"


class PotGiven(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The pot that the winner of a round got."""

    round: int
    paid_on: date
    share: int
    member: UUID
    amount: int
    withheld: int = 0
    settled: tuple[ShareDebt, ...] = ()
    """Debts of the share that were settled by withholding them."""
    receipt_no: DocumentNo | None = None


class PotPaid(PotGiven, Event, frozen=True, kw_only=True):
    """The winner got the pot, less the debts of the share."""

    TOPIC: ClassVar[str] = "arisan.pot_paid"


class Settled(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A payment of a share's debt for a drawn round."""

    round: int
    share: int
    amount: int
    settled_on: date
    receipt_no: DocumentNo | None = None


class DebtSettled(Settled, Event, frozen=True, kw_only=True):
    """A share paid its debt for a drawn round."""

    TOPIC: ClassVar[str] = "arisan.debt_settled"


class Substituted(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The new holder of a share."""

    share: int
    from_member: UUID
    to_member: UUID
    substituted_on: date


class MemberSubstituted(Substituted, Event, frozen=True, kw_only=True):
    """A share has another holder, with its win and its debts."""

    TOPIC: ClassVar[str] = "arisan.member_substituted"

    reason: Code
    note: Note | None = None


class Closed(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How a cycle ended."""

    closed_on: date
    end: CycleEnd
    debts: tuple[ShareDebt, ...] = ()
    without_pot: tuple[int, ...] = ()
    """Shares that never won, if it was broken off."""


class CycleClosed(Closed, Event, frozen=True, kw_only=True):
    """The cycle was closed; unpaid debts stay visible."""

    TOPIC: ClassVar[str] = "arisan.cycle_closed"

    note: Note | None = None


class ArisanEntryRetracted(Event, frozen=True, kw_only=True):
    """An entry of a cycle was made by mistake and is no longer valid."""

    TOPIC: ClassVar[str] = "arisan.entry_retracted"

    of: int
    entry: ArisanEntry
    reason: CorrectionReason
    note: Note | None = None
