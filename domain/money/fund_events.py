"""Events of a fund's book: opening, receipts, payments, reversals.

Only events with ``entry_no`` (gapless in the book), ``booked_on`` (the day for which it counts),
``amount`` and ``unit`` move money; :mod:`.movements` reads them without any state. Amounts are
positive and the event gives the direction; only a reversal and a count's difference are signed.
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
    """The fields of every entry of the cash book."""

    entry_no: int
    """Number of the entry in this book, from 1, without gaps."""
    booked_on: date
    amount: int
    unit: FundUnit


class FundOpened(FundTerms, Event, frozen=True, kw_only=True):
    """A WKSBM opened a book for a fund, a unit and a year."""

    TOPIC: ClassVar[str] = "fund.opened"

    wksbm: UUID
    kind: FundKind
    unit: FundUnit
    year: int
    opens_on: date
    """The first day of the book: no entry is older."""
    title: ClearText | None = None
    """The WKSBM's name for it."""


class FundCorrected(FundTerms, Event, frozen=True, kw_only=True):
    """The terms of a fund were entered wrongly; this is the complete corrected entry."""

    TOPIC: ClassVar[str] = "fund.corrected"

    of: int
    title: ClearText | None = None
    reason: CorrectionReason
    note: Note | None = None


class FundWithdrawn(Event, frozen=True, kw_only=True):
    """The book was opened by mistake: another kind, unit or year was meant."""

    TOPIC: ClassVar[str] = "fund.withdrawn"

    of: int
    reason: CorrectionReason
    note: Note | None = None


class FundPermitRecorded(Event, frozen=True, kw_only=True):
    """The fund got a new permit to collect (izin PUB)."""

    TOPIC: ClassVar[str] = "fund.permit_recorded"

    permit_no: DocumentNo
    permit_until: date | None = None


class OpeningBalanceRecorded(Posting, Event, frozen=True, kw_only=True):
    """The balance of the box when the book was opened here."""

    TOPIC: ClassVar[str] = "fund.opening_balance_recorded"
    FINAL: ClassVar[str] = "money is reversed, in the open, and entered again"

    note: Note | None = None


class BalanceCarriedOver(Posting, Event, frozen=True, kw_only=True):
    """Balance, payers and dues of last year's book were carried over (pindahan)."""

    TOPIC: ClassVar[str] = "fund.balance_carried_over"
    FINAL: ClassVar[str] = "it follows a seal"

    from_book: UUID
    payers: tuple[CarriedPayer, ...] = ()
    dues: CarriedDues | None = None


class DuesReceived(Event, frozen=True, kw_only=True):
    """Dues of one evening were received: each line is an entry with its own number and receipt."""

    TOPIC: ClassVar[str] = "fund.dues_received"
    FINAL: ClassVar[str] = "money is reversed, in the open, and entered again"

    booked_on: date
    unit: FundUnit
    total: int
    """Sum of the lines."""
    lines: tuple[DuesPaid, ...]
    corrects: int | None = None


class JimpitanRoundCollected(Posting, Event, frozen=True, kw_only=True):
    """A night's house-to-house round was collected: rice or coins, counted the same night."""

    TOPIC: ClassVar[str] = "fund.jimpitan_round_collected"
    FINAL: ClassVar[str] = "money is reversed, in the open, and entered again"

    route: Code | None = None
    """The round, if there are several in one night (RT 1, RT 2)."""
    collectors: tuple[UUID, ...]
    households: int
    """Number of houses visited."""
    gave: int
    """Number of houses that gave."""
    rice: MeasuredRice | None = None
    lines: tuple[JimpitanGiven, ...] = ()
    corrects: int | None = None


class RiceConverted(Posting, Event, frozen=True, kw_only=True):
    """Rice of this book was sold; the rupiah were booked in another book."""

    TOPIC: ClassVar[str] = "fund.rice_converted"
    FINAL: ClassVar[str] = "money is reversed, in the open, and entered again"

    rupiah: int
    buyer: Note | None = None
    buyer_id: UUID | None = None
    proceeds_book: UUID
    proceeds_entry: int
    receipt_no: DocumentNo | None = None


class ProceedsReceived(Posting, Event, frozen=True, kw_only=True):
    """Rupiah were received for rice of another book."""

    TOPIC: ClassVar[str] = "fund.proceeds_received"
    FINAL: ClassVar[str] = "money is reversed, in the open, and entered again"

    grams: int
    rice_book: UUID
    rice_entry: int
    receipt_no: DocumentNo | None = None


class TransferSent(Posting, Event, frozen=True, kw_only=True):
    """Money or rice left this book for another one of the same unit."""

    TOPIC: ClassVar[str] = "fund.transfer_sent"
    FINAL: ClassVar[str] = "money is reversed, in the open, and entered again"

    to_book: UUID
    to_entry: int
    to_wksbm: UUID | None = None
    """The WKSBM that this one was merged into, if it went there."""
    decision: DecisionRef | None = None
    approved_by: UUID | None = None
    receipt_no: DocumentNo | None = None
    note: Note | None = None


class TransferReceived(Posting, Event, frozen=True, kw_only=True):
    """Money or rice came from another book of the same unit."""

    TOPIC: ClassVar[str] = "fund.transfer_received"
    FINAL: ClassVar[str] = "money is reversed, in the open, and entered again"

    from_book: UUID
    from_entry: int
    from_wksbm: UUID | None = None
    """The WKSBM that was merged into this one, if it came from there."""
    receipt_no: DocumentNo | None = None


class DonationReceived(Posting, Event, frozen=True, kw_only=True):
    """A donation was received: an amount in the book's unit, or goods (then the amount is 0)."""

    TOPIC: ClassVar[str] = "fund.donation_received"
    FINAL: ClassVar[str] = "money is reversed, in the open, and entered again"

    donor_kind: DonorKind
    donor: UUID | None = None
    """The person who gave; ``None``: anonymous, or an organisation."""
    organisation: ClearText | None = None
    publishable: bool = False
    """Whether the donor agrees to be named; otherwise only totals are published."""
    purpose: ReceiptPurpose = "SOCIAL"
    rice: MeasuredRice | None = None
    goods: tuple[GoodsGiven, ...] = ()
    receipt_no: DocumentNo | None = None
    note: Note | None = None
    corrects: int | None = None


class Disbursed(Posting, Event, frozen=True, kw_only=True):
    """A payment was made, or goods were handed over (then the amount is 0)."""

    TOPIC: ClassVar[str] = "fund.disbursed"
    FINAL: ClassVar[str] = "money is reversed, in the open, and entered again"

    purpose: PaymentPurpose
    payee: UUID | None = None
    organisation: ClearText | None = None
    """A shop, school or body that was paid."""
    case: UUID | None = None
    """The case for which it was paid, if any."""
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
    """A household got the death benefit; once for each deceased person."""

    TOPIC: ClassVar[str] = "fund.death_benefit_paid"
    FINAL: ClassVar[str] = "money is reversed, in the open, and entered again"

    deceased: tuple[UUID, ...]
    payer: UUID
    """The payer of the household."""
    household: UUID | None = None
    paid_to: UUID
    """The heir who received it."""
    tabled: int
    """The amount in the policy's table for this number of deaths at once."""
    unpaid_periods: int
    decision: DecisionRef | None = None
    approved_by: UUID | None = None
    receipt_no: DocumentNo | None = None
    note: Note | None = None
    corrects: int | None = None


class EntryReversed(Posting, Event, frozen=True, kw_only=True):
    """An entry was wrong and was reversed by an opposite entry; both stay readable."""

    TOPIC: ClassVar[str] = "fund.entry_reversed"
    FINAL: ClassVar[str] = "the right entry is made again"

    of: int
    """Number of the entry that is reversed."""
    of_day: date
    """The day for which that entry was booked."""
    of_book: UUID | None = None
    """The closed book of that entry, if it is of an earlier year."""
    payer: UUID | None = None
    """The payer whose dues are unpaid again."""
    period: date | None = None
    reason: CorrectionReason
    note: Note | None = None
    twin_book: UUID | None = None
    """The other book, if a sale of rice is reversed in both books."""
    twin_entry: int | None = None


class ReversalNoted(Event, frozen=True, kw_only=True):
    """An entry of this closed book was reversed in a later one; the balance of this one is
    unchanged."""

    TOPIC: ClassVar[str] = "fund.reversal_noted"
    FINAL: ClassVar[str] = "it is written with a reversal"

    of: int
    book: UUID
    entry_no: int
    """The number of the reversal, in that book."""


class CountDifferenceBooked(Posting, Event, frozen=True, kw_only=True):
    """The difference of a count was booked, so the book agrees with the box; the amount
    is signed."""

    TOPIC: ClassVar[str] = "fund.count_difference_booked"
    FINAL: ClassVar[str] = "money is reversed, in the open, and entered again"

    of: int
    """Version of the count."""
    decision: DecisionRef | None = None
    approved_by: UUID | None = None
    note: Note
