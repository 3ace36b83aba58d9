"""Money moved from one book to another of the same unit, in one command: none is stranded.

Between the books of a WKSBM, and from one that was merged into another one into the books of that.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from ..formation.wksbm import Wksbm
from ..formation.wksbm_command import WksbmId, alive
from ..kernel.fields import note
from ..kernel.model import Context, Decision
from ..kernel.refusal import refuse
from ..kernel.vocabulary import NoteText
from .amounts import Amount
from .fund_command import (
    Approval,
    FundCommand,
    approval,
    book_of,
    check_covered,
    check_day,
    check_room,
    entered,
)
from .fund_events import TransferReceived, TransferSent
from .fund_terms import FundKind, ReceiptNo
from .paper_receipts import Shared, check_receipt
from .payments import DecisionCited, check_handed_over


class TransferFund(FundCommand, frozen=True, kw_only=True):
    """Moves an amount from one book to another of the same unit: of this WKSBM, or of the one that
    it was merged into.

    Above the policy's limit it cites a meeting's decision, unless the books follow a merger. What
    was given for the needy does not become money for operations (two pots).
    """

    GROUP: ClassVar[str] = "FUND"
    SETTLES: ClassVar[bool] = True

    into: Annotated[FundKind, Meta(description="The fund that gets it.")]
    into_wksbm_id: Annotated[
        WksbmId | None,
        Meta(description="The WKSBM that this one was merged into; default: this one."),
    ] = None
    amount: Amount
    decision: DecisionCited = None
    receipt_no: ReceiptNo = None
    receipt_shared: Shared = False
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        source = self.book(context)
        day = context.occurred_on
        other = self.into_wksbm_id if self.into_wksbm_id != self.wksbm_id else None
        owner = self.wksbm_id
        if other is not None:
            end = context.existing(Wksbm, self.wksbm_id, field="wksbmId").end
            if end is None or end.into != other:
                refuse("NOT_SUCCESSOR", field="intoWksbmId")
            alive(context, other, field="intoWksbmId")
            owner = other
        else:
            check_handed_over(context, self.wksbm_id)
        target = book_of(context, owner, self.into, self.unit, field="into")
        if target.id == source.id:
            refuse("NO_CHANGE", field="into")
        check_day(source, day)
        check_day(target, day)
        for book in (source, target):
            check_receipt(book, self.receipt_no, shared=self.receipt_shared)
        if target.terms.may_pay_operations and not source.terms.may_pay_operations:
            refuse("POT_MIX", field="into", cause="OTHER_POT")
        approved = Approval(None, None, None)
        if other is None or self.decision is not None:
            approved = approval(context, source, self.decision, self.amount)
        check_covered(source, day, -self.amount)
        check_room(target, self.amount)
        sent = entered(
            source,
            TransferSent,
            self,
            on=day,
            to_book=target.id,
            to_entry=target.next_no,
            to_wksbm=other,
            approved_by=approved.approved_by,
            note=note(source.id, self.note),
        )
        came = entered(
            target,
            TransferReceived,
            self,
            on=day,
            from_book=source.id,
            from_entry=source.next_no,
            from_wksbm=None if other is None else self.wksbm_id,
        )
        spent = approved.spent(source, sent.entry_no, self.amount)
        return [(source, sent), (target, came), *spent]
