"""Commands that pay: a payment with its purpose and payee, and the death benefit.

Above the policy's limit, a payment must name a meeting's decision that covers it and was entered by
another actor (DECISION_REQUIRED, SELF_APPROVAL). After a change of board, no payment is possible
before the handover.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar, NoReturn
from uuid import UUID

from msgspec import Meta

from ..formation.board import Board, board_id
from ..kernel.fields import ClearText, note
from ..kernel.model import Aggregate, Context, Decision, Event
from ..kernel.person_fields import names_person
from ..kernel.refusal import About, refuse
from ..kernel.slots import DEATH_BENEFIT, Slot, slot_id, take
from ..kernel.units import AMOUNT_MAX
from ..kernel.vocabulary import NoteText, Sha256
from ..people.registration import PersonRef, person_of
from ..people.standing import is_among, standing
from .amounts import Goods
from .arrears import Accounts
from .fund_book import FundBook
from .fund_command import (
    FundCommand,
    Kind,
    PayerId,
    approval,
    check_covered,
    check_day,
    check_replaces,
    entered,
    paid_that_day,
)
from .fund_events import DeathBenefitPaid, Disbursed
from .fund_terms import Corrects, DecisionRef, Payer, PaymentPurpose, ReceiptNo
from .paper_receipts import Shared, check_receipt
from .payers import payer_of
from .receipts import Coins, Rice, amount_or_goods, person_or_none

DecisionCited = Annotated[
    DecisionRef | None, Meta(description="The meeting's decision; needed above the policy's limit.")
]
ReceiptSha256 = Annotated[Sha256, Meta(description="SHA-256 of the receipt, 64 hex digits.")] | None


class Disburse(FundCommand, frozen=True, kw_only=True):
    """Pays something out of a fund, or hands over goods: for whom, for what, how much. A WKSBM that
    has ended settles so what it has left.

    The balance must not fall below zero on that day or any later day.
    """

    GROUP: ClassVar[str] = "FUND"
    SETTLES: ClassVar[bool] = True

    purpose: Annotated[PaymentPurpose, Meta(description="Purpose of the payment.")]
    payee: Annotated[
        PersonRef | None, names_person("RECEIVES"), Meta(description="The person who receives it.")
    ] = None
    organisation: Annotated[
        ClearText | None, Meta(description="The shop, school or body that receives it.")
    ] = None
    case_id: Annotated[UUID | None, Meta(description="The case it helps in, if any.")] = None
    amount: Coins = None
    rice: Rice = None
    goods: Goods = ()
    decision: DecisionCited = None
    receipt_no: ReceiptNo = None
    receipt_sha256: ReceiptSha256 = None
    receipt_shared: Shared = False
    note: NoteText | None = None
    corrects: Corrects = None

    def decide(self, context: Context) -> Decision:
        book = self.book(context)
        check_handed_over(context, self.wksbm_id)
        day = context.occurred_on
        check_day(book, day)
        check_replaces(book, self.corrects)
        check_receipt(book, self.receipt_no, self.receipt_sha256, shared=self.receipt_shared)
        if (self.payee is None) == (self.organisation is None):
            refuse("ONE_OF", field="payee", options=("payee", "organisation"))
        payee, registrations = person_or_none(context, self.payee, field="payee")
        if self.case_id is not None:
            context.existing(context.kinds["case"], self.case_id, field="caseId")
        if self.purpose == "OPERATIONS" and not book.terms.may_pay_operations:
            refuse("POT_MIX", field="purpose", cause="NOT_FOR_OPERATIONS")
        amount, rice = amount_or_goods(context, book, self.amount, self.rice, self.goods)
        already = paid_that_day(context, book, payee or self.organisation, day)
        approved = approval(
            context, book, self.decision, amount, already=already, always=_own(context, payee)
        )
        check_covered(book, day, -amount)
        paid = entered(
            book,
            Disbursed,
            self,
            on=day,
            amount=amount,
            payee=payee,
            case=self.case_id,
            rice=rice,
            approved_by=approved.approved_by,
            note=note(payee or book.id, self.note),
        )
        return [*registrations, (book, paid), *approved.spent(book, paid.entry_no, amount)]


class PayDeathBenefit(FundCommand, frozen=True, kw_only=True):
    """Pays the death benefit (dana kematian, rukem) of a household, once for each deceased person.

    The amount is that of the policy's table for this number of deaths at once; another amount
    requires a meeting's decision. The household's payer must be in good standing by the policy.
    """

    GROUP: ClassVar[str] = "FUND"

    kind: Kind = "DANA_KEMATIAN"
    deceased: Annotated[
        tuple[PersonRef, ...],
        names_person("NAMED"),
        Meta(min_length=1, max_length=20, description="Who died; several at once in one payment."),
    ]
    payer_id: PayerId
    paid_to: Annotated[
        PersonRef,
        names_person("RECEIVES"),
        Meta(description="The heir or relative who receives it."),
    ]
    amount: (
        Annotated[
            int,
            Meta(ge=1, le=AMOUNT_MAX, description="In the book's unit; default: as in the table."),
        ]
        | None
    ) = None
    decision: DecisionCited = None
    receipt_no: ReceiptNo = None
    receipt_shared: Shared = False
    note: NoteText | None = None
    corrects: Corrects = None

    def decide(self, context: Context) -> Decision:
        book = self.book(context)
        check_handed_over(context, self.wksbm_id)
        day = context.occurred_on
        check_day(book, day)
        check_replaces(book, self.corrects)
        check_receipt(book, self.receipt_no, shared=self.receipt_shared)
        deceased, registrations = people_of(context, self.deceased, field="deceased")
        heir, registered = person_of(context, self.paid_to, field="paidTo")
        if is_among(context, heir, deceased):
            refuse("PERSON_TWICE", field="paidTo", person=About("person", heir))
        payer = payer_of(context, book, self.payer_id)
        taken = _slots(context, book, deceased)
        unpaid = _standing(context, book, payer)
        table = context.policies.death_benefit_totals
        tabled = table[min(len(deceased), len(table)) - 1] if book.unit == "IDR" else 0
        amount = self.amount or tabled
        if (amount != tabled and self.decision is None) or amount == 0:
            refuse("BENEFIT_TABLE", field="amount", amount=amount, tabled=tabled)
        # The table is itself a decision of the members: what follows it needs no other.
        own = _own(context, heir)
        approved = approval(context, book, self.decision, amount, already=-amount, always=own)
        check_covered(book, day, -amount)
        paid = entered(
            book,
            DeathBenefitPaid,
            self,
            on=day,
            amount=amount,
            deceased=deceased,
            payer=payer.payer,
            household=payer.household,
            paid_to=heir,
            tabled=tabled,
            unpaid_periods=unpaid,
            approved_by=approved.approved_by,
            note=note(heir, self.note),
        )
        return [
            *registrations,
            *registered,
            (book, paid),
            *taken,
            *approved.spent(book, paid.entry_no, amount),
        ]


def _own(context: Context, payee: UUID | None) -> bool:
    """Whether somebody pays themselves: only a meeting's decision lets them."""
    acting = context.on_behalf_of
    return payee is not None and acting is not None and is_among(context, payee, (acting,))


def people_of(
    context: Context, refs: Sequence[PersonRef], *, field: str
) -> tuple[tuple[UUID, ...], list[tuple[Aggregate, Event]]]:
    """Several people, each once, and the registrations of the new ones. Raises PERSON_TWICE."""
    people: list[UUID] = []
    registrations: list[tuple[Aggregate, Event]] = []
    for nth, ref in enumerate(refs, 1):
        person, registered = person_of(context, ref, field=field)
        if is_among(context, person, people):
            refuse("PERSON_TWICE", field=field, person=About("person", person), nth=nth)
        people.append(person)
        registrations.extend(registered)
    return tuple(people), registrations


def check_handed_over(context: Context, wksbm_id: UUID) -> None:
    """Raises HANDOVER_MISSING if the board changed and no handover was recorded since."""
    board = context.load(Board, board_id(wksbm_id))
    term = board.term_on(context.occurred_on)
    if term is None:
        return
    before = [item for item in board.terms if item.valid_from < term.valid_from]
    last = max(before, key=lambda item: item.valid_from, default=None)
    if last is not None and all(item.term_no != last.no for item in board.handovers):
        refuse("HANDOVER_MISSING", field="wksbmId", term_no=last.no)


def _slots(
    context: Context, book: FundBook, deceased: tuple[UUID, ...]
) -> list[tuple[Aggregate, Event]]:
    """Takes the slots of the deceased. Raises DEATH_TWICE, DATE_ORDER.

    A benefit that was paid for a record merged into this one counts: it is the same person.
    """
    taken: list[tuple[Aggregate, Event]] = []
    for nth, person in enumerate(deceased, 1):
        died_on = standing(context, person).died_on
        if died_on is not None and context.occurred_on < died_on:
            refuse(
                "DATE_ORDER",
                field="occurredOn",
                date_from=died_on,
                date_to=context.occurred_on,
            )
        for record in standing(context, person).ids[1:]:
            slot_of = context.load(Slot, slot_id(context.tenant_id, DEATH_BENEFIT, str(record)))
            if slot_of.holder is not None:
                _refuse_twice(nth, person, slot_of.holder)
        slot = take(context, kind=DEATH_BENEFIT, key=str(person), holder=book.id)
        if isinstance(slot, UUID):
            _refuse_twice(nth, person, slot)
        taken.append(slot)
    return taken


def _refuse_twice(nth: int, person: UUID, paid_by: UUID) -> NoReturn:
    """Raise DEATH_TWICE for the n-th of the deceased, whose benefit a book has paid."""
    refuse(
        "DEATH_TWICE",
        field="deceased",
        nth=nth,
        person=About("person", person),
        book=About("fund", paid_by),
    )


def _standing(context: Context, book: FundBook, payer: Payer) -> int:
    """The number of unpaid periods that are over. Raises NOT_STANDING if there are too many."""
    day = context.occurred_on
    policy = context.policies.good_standing
    unpaid = len(Accounts(book, day).arrears(payer, day, over=True))
    cause = None
    if payer.left_on is not None and payer.left_on <= day:
        cause = "LEFT"
    elif (day - payer.enrolled_from).days < policy.waiting_days:
        cause = "WAITING"
    elif unpaid > policy.unpaid_periods_max:
        cause = "IN_ARREARS"
    if cause is not None:
        refuse(
            "NOT_STANDING",
            field="payerId",
            cause=cause,
            unpaid=unpaid if cause == "IN_ARREARS" else None,
            allowed=policy.unpaid_periods_max,
        )
    return unpaid
