"""What happens in a fund's book: opening, receipts, payments, reversals.

Money moves only by events that carry ``entry_no`` (gapless in the book), ``booked_on`` (the day
it counts for), ``amount`` and ``unit``; :mod:`.movements` reads them without any state. Amounts
are positive, the event says the direction; only a reversal and a count's difference are signed.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from uuid import UUID

import msgspec

from ..kernel.corrections import CorrectionReason
from ..kernel.fields import ClearText, Code, DocumentNo, Note
from ..kernel.model import Event
from ..kernel.units import FundUnit
from .amounts import GoodsGiven, MeasuredRice
from .fund_terms import (
    CarriedDues,
    CarriedPayer,
    DecisionRef,
    DonorKind,
    DuesPaid,
    FundKind,
    FundTerms,
    JimpitanGiven,
    PaymentPurpose,
    ReceiptPurpose,
)


class Posting(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What every entry of the cash book says."""

    entry_no: int
    """Our number in this book, from 1, without gaps."""
    booked_on: date
    amount: int
    unit: FundUnit


class FundOpened(FundTerms, Event, frozen=True, kw_only=True):
    """A WKSBM keeps a book for a fund, a unit and a year."""

    TOPIC: ClassVar[str] = "fund.opened"

    wksbm: UUID
    kind: FundKind
    unit: FundUnit
    year: int
    opens_on: date
    """No entry of this book is older."""
    title: ClearText | None = None
    """What the WKSBM calls it."""


class FundCorrected(FundTerms, Event, frozen=True, kw_only=True):
    """A fund was described wrongly; this is the complete corrected entry."""

    TOPIC: ClassVar[str] = "fund.corrected"

    of: int
    title: ClearText | None = None
    reason: CorrectionReason
    note: Note | None = None


class FundWithdrawn(Event, frozen=True, kw_only=True):
    """The book should never have been opened: another kind, unit or year was meant."""

    TOPIC: ClassVar[str] = "fund.withdrawn"

    of: int
    reason: CorrectionReason
    note: Note | None = None


class FundPermitRecorded(Event, frozen=True, kw_only=True):
    """The fund has a new permit to collect (izin PUB)."""

    TOPIC: ClassVar[str] = "fund.permit_recorded"

    permit_no: DocumentNo
    permit_until: date | None = None


class OpeningBalanceRecorded(Posting, Event, frozen=True, kw_only=True):
    """What was in the box when the book was opened here."""

    TOPIC: ClassVar[str] = "fund.opening_balance_recorded"
    FINAL: ClassVar[str] = "money is reversed, in the open, and entered again"

    note: Note | None = None


class BalanceCarriedOver(Posting, Event, frozen=True, kw_only=True):
    """Balance, payers and dues of last year's book came over (pindahan)."""

    TOPIC: ClassVar[str] = "fund.balance_carried_over"
    FINAL: ClassVar[str] = "it follows a seal"

    from_book: UUID
    payers: tuple[CarriedPayer, ...] = ()
    dues: CarriedDues | None = None


class DuesReceived(Event, frozen=True, kw_only=True):
    """An evening of dues: one event, each line an entry with its own number and receipt."""

    TOPIC: ClassVar[str] = "fund.dues_received"
    FINAL: ClassVar[str] = "money is reversed, in the open, and entered again"

    booked_on: date
    unit: FundUnit
    total: int
    """Sum of the lines."""
    lines: tuple[DuesPaid, ...]
    corrects: int | None = None


class JimpitanRoundCollected(Posting, Event, frozen=True, kw_only=True):
    """A night's round from house to house: rice or coins, counted the same night."""

    TOPIC: ClassVar[str] = "fund.jimpitan_round_collected"
    FINAL: ClassVar[str] = "money is reversed, in the open, and entered again"

    route: Code | None = None
    """Which round, where several go in one night (RT 1, RT 2)."""
    collectors: tuple[UUID, ...]
    households: int
    """How many houses were visited."""
    gave: int
    """How many of them gave."""
    rice: MeasuredRice | None = None
    lines: tuple[JimpitanGiven, ...] = ()
    corrects: int | None = None


class RiceConverted(Posting, Event, frozen=True, kw_only=True):
    """Rice left this book because it was sold; the rupiah came into another one."""

    TOPIC: ClassVar[str] = "fund.rice_converted"
    FINAL: ClassVar[str] = "money is reversed, in the open, and entered again"

    rupiah: int
    buyer: Note | None = None
    buyer_id: UUID | None = None
    proceeds_book: UUID
    proceeds_entry: int
    receipt_no: DocumentNo | None = None


class ProceedsReceived(Posting, Event, frozen=True, kw_only=True):
    """Rupiah came in for rice that left another book."""

    TOPIC: ClassVar[str] = "fund.proceeds_received"
    FINAL: ClassVar[str] = "money is reversed, in the open, and entered again"

    grams: int
    rice_book: UUID
    rice_entry: int
    receipt_no: DocumentNo | None = None


class DonationReceived(Posting, Event, frozen=True, kw_only=True):
    """A gift: an amount in the book's unit, or goods (then the amount is 0)."""

    TOPIC: ClassVar[str] = "fund.donation_received"
    FINAL: ClassVar[str] = "money is reversed, in the open, and entered again"

    donor_kind: DonorKind
    donor: UUID | None = None
    """The person who gave; none: anonymous or an organisation."""
    organisation: ClearText | None = None
    publishable: bool = False
    """Whether the donor agrees to be named; else only totals are published."""
    purpose: ReceiptPurpose = "SOCIAL"
    rice: MeasuredRice | None = None
    goods: tuple[GoodsGiven, ...] = ()
    receipt_no: DocumentNo | None = None
    note: Note | None = None
    corrects: int | None = None


class Disbursed(Posting, Event, frozen=True, kw_only=True):
    """Something was paid out, or goods were handed over (then the amount is 0)."""

    TOPIC: ClassVar[str] = "fund.disbursed"
    FINAL: ClassVar[str] = "money is reversed, in the open, and entered again"

    purpose: PaymentPurpose
    payee: UUID | None = None
    organisation: ClearText | None = None
    """A shop, school or body that was paid."""
    case: UUID | None = None
    """The case it helps in, if any."""
    rice: MeasuredRice | None = None
    goods: tuple[GoodsGiven, ...] = ()
    decision: DecisionRef | None = None
    approved_by: UUID | None = None
    """The actor who entered the decision; never the one who pays."""
    receipt_no: DocumentNo | None = None
    receipt_sha256: Code | None = None
    note: Note | None = None
    corrects: int | None = None


class DeathBenefitPaid(Posting, Event, frozen=True, kw_only=True):
    """A household got the benefit for its dead; once for each of them."""

    TOPIC: ClassVar[str] = "fund.death_benefit_paid"
    FINAL: ClassVar[str] = "money is reversed, in the open, and entered again"

    deceased: tuple[UUID, ...]
    payer: UUID
    """The payer whose household it is."""
    household: UUID | None = None
    paid_to: UUID
    """The heir who received it."""
    tabled: int
    """What the policy's table says for so many at once."""
    unpaid_periods: int
    decision: DecisionRef | None = None
    approved_by: UUID | None = None
    receipt_no: DocumentNo | None = None
    note: Note | None = None
    corrects: int | None = None


class EntryReversed(Posting, Event, frozen=True, kw_only=True):
    """An entry was wrong and is balanced by its opposite, in the open; it stays readable."""

    TOPIC: ClassVar[str] = "fund.entry_reversed"
    FINAL: ClassVar[str] = "the right entry is made again"

    of: int
    """Number of the entry that is reversed."""
    of_day: date
    """The day that entry was booked on."""
    of_book: UUID | None = None
    """The closed book it stands in, if it is of an earlier year."""
    payer: UUID | None = None
    """Whose dues are unpaid again."""
    period: date | None = None
    reason: CorrectionReason
    note: Note | None = None
    twin_book: UUID | None = None
    """A sale of rice is reversed in both books."""
    twin_entry: int | None = None


class ReversalNoted(Event, frozen=True, kw_only=True):
    """An entry of this closed book was reversed in a later one; no balance of this one changes."""

    TOPIC: ClassVar[str] = "fund.reversal_noted"
    FINAL: ClassVar[str] = "it is written with a reversal"

    of: int
    book: UUID
    entry_no: int
    """The reversal, in that book."""


class CountDifferenceBooked(Posting, Event, frozen=True, kw_only=True):
    """The book was brought to what was counted; the amount is signed."""

    TOPIC: ClassVar[str] = "fund.count_difference_booked"
    FINAL: ClassVar[str] = "money is reversed, in the open, and entered again"

    of: int
    """Version of the count."""
    decision: DecisionRef | None = None
    approved_by: UUID | None = None
    note: Note
