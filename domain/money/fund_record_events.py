"""Events of a fund's book besides money: payers, dues, counts, seals, the end of the year.

None of these moves an amount; a wrong one is corrected or retracted, except a sealed month.
"""

from __future__ import annotations

from datetime import date
from typing import ClassVar
from uuid import UUID

from ..kernel.corrections import CorrectionReason
from ..kernel.fields import Code, DocumentNo, Note
from ..kernel.model import Event
from ..kernel.units import FundUnit
from .fund_terms import DuesFrequency, FundEntry


class PayerEnrolled(Event, frozen=True, kw_only=True):
    """A payer was enrolled, who owes dues from a day on (a household's payer, a fixed donor)."""

    TOPIC: ClassVar[str] = "fund.payer_enrolled"

    payer: UUID
    household: UUID | None = None
    enrolled_from: date
    pledge: int | None = None


class PayerCorrected(Event, frozen=True, kw_only=True):
    """A payer was enrolled wrongly; this is the complete corrected entry."""

    TOPIC: ClassVar[str] = "fund.payer_corrected"

    of: int
    """Version of the event that enrolled the payer (or carried them over)."""
    payer: UUID
    household: UUID | None = None
    enrolled_from: date
    pledge: int | None = None
    reason: CorrectionReason
    note: Note | None = None


class PayerExempted(Event, frozen=True, kw_only=True):
    """A payer was exempted: periods that begin in ``[valid_from, valid_to)`` are not owed."""

    TOPIC: ClassVar[str] = "fund.payer_exempted"

    payer: UUID
    valid_from: date
    valid_to: date | None = None
    reason: Code
    note: Note | None = None


class PayerLeft(Event, frozen=True, kw_only=True):
    """A payer left: no dues are owed for periods from a day on."""

    TOPIC: ClassVar[str] = "fund.payer_left"

    payer: UUID
    left_on: date
    reason: Code
    note: Note | None = None


class DuesSet(Event, frozen=True, kw_only=True):
    """Dues were set: the amount that every payer owes each period, from a day on."""

    TOPIC: ClassVar[str] = "fund.dues_set"

    amount: int
    unit: FundUnit
    frequency: DuesFrequency
    valid_from: date


class DuesCorrected(Event, frozen=True, kw_only=True):
    """Dues were entered wrongly; this is the complete corrected entry."""

    TOPIC: ClassVar[str] = "fund.dues_corrected"

    of: int
    amount: int
    unit: FundUnit
    frequency: DuesFrequency
    valid_from: date
    reason: CorrectionReason
    note: Note | None = None


class FundEntryRetracted(Event, frozen=True, kw_only=True):
    """An entry that moves no money was made by mistake and is no longer valid."""

    TOPIC: ClassVar[str] = "fund.entry_retracted"

    of: int
    entry: FundEntry
    payer: UUID | None = None
    """The payer, for an entry about a payer."""
    reason: CorrectionReason
    note: Note | None = None


class ReceiptCorrected(Event, frozen=True, kw_only=True):
    """The number or hash of an entry's paper receipt was entered wrongly; these are the
    right ones."""

    TOPIC: ClassVar[str] = "fund.receipt_corrected"
    FINAL: ClassVar[str] = "it corrects a receipt, and another one replaces it"

    entry_no: int
    receipt_no: DocumentNo | None = None
    receipt_sha256: Code | None = None
    reason: CorrectionReason
    note: Note | None = None


class CashCounted(Event, frozen=True, kw_only=True):
    """The box was counted before witnesses (opname kas); it books nothing."""

    TOPIC: ClassVar[str] = "fund.cash_counted"

    counted_on: date
    unit: FundUnit
    counted: int
    balance: int
    """The balance of the book at the end of that day."""
    difference: int
    """Counted amount less balance."""
    witnesses: tuple[UUID, ...]


class MonthSealed(Event, frozen=True, kw_only=True):
    """A month was sealed for ever: its figures, and a hash over its entries."""

    TOPIC: ClassVar[str] = "fund.month_sealed"
    FINAL: ClassVar[str] = "a seal never changes"

    year: int
    month: int
    unit: FundUnit
    opening: int
    received: int
    paid: int
    closing: int
    entries: int
    """Number of entries booked in it."""
    last_entry_no: int
    """The highest entry number of the book so far."""
    digest: Code
    """SHA-256 of its entries as lines ``no|day|amount``, ordered by number."""


class MonthApproved(Event, frozen=True, kw_only=True):
    """The chair approved the sheet of a sealed month."""

    TOPIC: ClassVar[str] = "fund.month_approved"
    FINAL: ClassVar[str] = "a seal never changes"

    year: int
    month: int
    digest: Code
    """The digest of the approved seal."""


class YearClosed(Event, frozen=True, kw_only=True):
    """The year was closed: all months are sealed and the balance was carried over to next year's
    book."""

    TOPIC: ClassVar[str] = "fund.year_closed"
    FINAL: ClassVar[str] = "a seal never changes"

    closing: int
    unit: FundUnit
    next_book: UUID
