"""Commands: correct and retract facts about a fund, its payers, its dues and its receipts.

Money itself is never corrected but reversed (:mod:`.reversals`).
"""

from __future__ import annotations

from typing import Annotated, ClassVar
from uuid import UUID

import msgspec
from msgspec import Meta

from ..kernel.corrections import EntryVersion, NoEnd, end_of
from ..kernel.days import PlannedDay, StartDay
from ..kernel.facts import left_out
from ..kernel.fields import DocumentNo
from ..kernel.model import Context, Decision
from ..kernel.particulars import carry
from ..kernel.person_fields import names_person
from ..kernel.refusal import refuse
from ..kernel.vocabulary import Sha256
from .amounts import Amount
from .fund_command import FundCorrection, PayerId
from .fund_events import FundCorrected
from .fund_facts import DUES, EXEMPTION, FUND, KINDS, LEAVING, PAYER
from .fund_opening import CollectionArea, Operations, PermitNo, Title, checked_terms
from .fund_record_events import DuesCorrected, PayerCorrected, ReceiptCorrected
from .fund_rules import FUNDS
from .fund_terms import FundEntry
from .paper_receipts import Shared, check_receipt
from .payers import (
    Frequency,
    HouseholdId,
    Pledge,
    check_household,
    first_of_dues,
    known_payer,
    payer_of,
)
from .reversals import EntryNo


class CorrectFund(FundCorrection, frozen=True, kw_only=True):
    """Corrects the terms of a fund: send the complete corrected entry.

    The pot (for the needy, or for operations) cannot change once the book has money.
    """

    GROUP: ClassVar[str] = "FUND"
    CORRECTS = (FUND,)

    scope: CollectionArea
    permit_no: PermitNo = None
    permit_until: Annotated[
        PlannedDay | None, Meta(description="Last day of the permit; default: unchanged.")
    ] = None
    no_end: NoEnd = False
    may_pay_operations: Operations = False
    title: Title = None

    def decide(self, context: Context) -> Decision:
        book = self.book(context)
        until = end_of(self.permit_until, self.no_end, book.terms.permit_until)
        terms = checked_terms(self) | {"permit_until": until if self.permit_no else None}
        if self.may_pay_operations != book.terms.may_pay_operations and book.entries:
            refuse("POT_MIX", field="mayPayOperations", cause="POT_IN_USE")
        return FUNDS.corrected(
            context, book, self, FundCorrected, of=book.opening, field=None, **terms
        )


class WithdrawFund(FundCorrection, frozen=True, kw_only=True):
    """Withdraws a book that was opened for the wrong kind, unit or year.

    Reverse its entries first.
    """

    GROUP: ClassVar[str] = "FUND"
    RETRACTS = (FUND,)

    def decide(self, context: Context) -> Decision:
        book = self.book(context)
        standing = [
            entry for entry in book.entries if entry.reversed_by is None and entry.reverses is None
        ]
        if standing or book.seals:
            refuse("BOOK_IN_USE", field="kind", entries=len(standing), months=len(book.seals))
        return FUNDS.retracted(context, book, self, FUND, of=book.opening, field="kind")


class CorrectPayer(FundCorrection, frozen=True, kw_only=True):
    """Corrects a payer: send the complete corrected entry.

    If the wrong person was enrolled, retract the entry and enrol the right one.
    """

    GROUP: ClassVar[str] = "FUND"
    CORRECTS = (PAYER,)

    payer_id: PayerId
    household_id: HouseholdId = None
    enrolled_from: Annotated[StartDay, Meta(description="The right first day.")]
    pledge: Pledge = None

    def decide(self, context: Context) -> Decision:
        book = self.book(context)
        payer = payer_of(context, book, self.payer_id)
        check_household(context, self.household_id)
        return FUNDS.corrected(
            context,
            book,
            self,
            PayerCorrected,
            of=payer.entry,
            field="enrolledFrom",
            unchanged=None,
            which=lambda fact: fact.payer == payer.payer,
            payer=payer.payer,
            household=self.household_id,
        )


class CorrectDues(FundCorrection, frozen=True, kw_only=True):
    """Corrects dues that were entered wrongly; a new amount from a later day is set instead."""

    GROUP: ClassVar[str] = "FUND"
    CORRECTS = (DUES,)

    of: EntryVersion
    amount: Amount
    frequency: Frequency
    valid_from: Annotated[StartDay, Meta(description="The right first day.")]

    def decide(self, context: Context) -> Decision:
        book = self.book(context)
        others = msgspec.structs.replace(book, dues=left_out(book.dues, self.of))
        valid_from = first_of_dues(others, self.frequency, self.valid_from)
        return FUNDS.corrected(
            context,
            book,
            self,
            DuesCorrected,
            of=self.of,
            unchanged=None,
            unit=book.unit,
            valid_from=valid_from,
        )


class RetractFundEntry(FundCorrection, frozen=True, kw_only=True):
    """Retracts an entry that moves no money: a payer, an exemption, a leaving, dues, a count.

    Money is never retracted but reversed.
    """

    GROUP: ClassVar[str] = "FUND"
    RETRACTS = tuple(KINDS.values())

    of: EntryVersion
    entry: Annotated[FundEntry, Meta(description="Kind of the entry.")]
    payer_id: Annotated[
        UUID | None,
        names_person("PAYER"),
        Meta(description="The payer, for an entry about a payer."),
    ] = None

    def decide(self, context: Context) -> Decision:
        book = self.book(context)
        payer = None if self.payer_id is None else known_payer(context, book, self.payer_id)
        whose = None if payer is None else payer.payer
        kind = KINDS[self.entry]
        of_payer = kind in (PAYER, EXEMPTION, LEAVING)
        return FUNDS.retracted(
            context,
            book,
            self,
            kind,
            of=self.of,
            field="payerId" if kind is PAYER else "of",
            which=lambda fact: not of_payer or kind.about(fact) == whose,
            payer=whose,
        )


class CorrectReceipt(FundCorrection, frozen=True, kw_only=True):
    """Corrects the number or hash of an entry's paper receipt; the amount is unchanged."""

    GROUP: ClassVar[str] = "FUND"

    entry_no: EntryNo
    receipt_no: Annotated[
        DocumentNo | None, Meta(description="The right number of the paper receipt.")
    ] = None
    receipt_sha256: (
        Annotated[Sha256, Meta(description="The right SHA-256 of the receipt.")] | None
    ) = None
    receipt_shared: Shared = False

    def decide(self, context: Context) -> Decision:
        book = self.book(context)
        entry = book.entry(self.entry_no, field="entryNo")
        same_no = self.receipt_no in (None, entry.receipt_no)
        if same_no and self.receipt_sha256 in (None, entry.receipt_sha256):
            refuse("NO_CHANGE", field="receiptNo")
        check_receipt(
            book,
            self.receipt_no,
            self.receipt_sha256,
            shared=self.receipt_shared,
            but=self.entry_no,
        )
        corrected = carry(ReceiptCorrected, self, **self.why(context))
        return [(book, corrected)]
