"""The commands of a running arisan except the draw, from collecting to closing."""

from __future__ import annotations

from typing import Annotated, ClassVar

import msgspec
from msgspec import Meta

from ..kernel.fields import Code
from ..kernel.model import Context, Decision
from ..kernel.particulars import carry
from ..kernel.person_fields import names_person
from ..kernel.refusal import refuse
from ..kernel.units import AMOUNT_MAX, Ordinal
from ..kernel.vocabulary import NoteText, explained
from ..people.registration import PersonRef, person_of
from .arisan import ArisanCycle
from .arisan_command import ArisanCommand, RoundNo
from .arisan_events import (
    Cover,
    CycleClosed,
    CycleEnd,
    DebtSettled,
    MemberSubstituted,
    PotPaid,
    RoundCollected,
    ShareDebt,
    SharePaid,
)
from .arisan_facts import CLOSING, COLLECTION, POT, SETTLEMENT, SUBSTITUTION
from .arisan_rules import CYCLES, check_round, draw_of
from .fund_terms import ReceiptNo


class SharePayment(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A payment for a share in a round."""

    share: Annotated[Ordinal, Meta(description="Number of the share.")]
    amount: (
        Annotated[
            int,
            Meta(
                ge=1,
                le=AMOUNT_MAX,
                description="Amount; default: the unpaid part for the round.",
            ),
        ]
        | None
    ) = None


class CollectRound(ArisanCommand, frozen=True, kw_only=True):
    """Records the contributions to the current round, and the cover of a shortfall."""

    GROUP: ClassVar[str] = "ARISAN"
    MAKES = (COLLECTION,)

    round: RoundNo = None
    payments: Annotated[
        tuple[SharePayment, ...], Meta(max_length=300, description="Which shares paid.")
    ] = ()
    cover: Annotated[Cover | None, Meta(description="The cover for those who did not pay.")] = None

    def decide(self, context: Context) -> Decision:
        cycle = self.running(context)
        number = self.round or cycle.current
        check_round(cycle, number)
        already, due = cycle.paid(number), cycle.agreed.contribution
        payments = tuple(
            SharePaid(
                share=payment.share,
                amount=due - already.get(payment.share, 0)
                if payment.amount is None
                else payment.amount,
            )
            for payment in self.payments
        )
        total = sum(item.amount for item in payments)
        collected = carry(
            RoundCollected,
            self,
            round=number,
            collected_on=context.occurred_on,
            payments=payments,
            total=total,
            missing=cycle.missing(number) - total,
        )
        return CYCLES.made(context, cycle, collected)


class PayPot(ArisanCommand, frozen=True, kw_only=True):
    """Pays the winner of a round the pot, less what the share owes for earlier rounds."""

    GROUP: ClassVar[str] = "ARISAN"
    SETTLES: ClassVar[bool] = True
    MAKES = (POT,)

    round: Annotated[Ordinal, Meta(description="The round that was drawn.")]
    withhold: Annotated[
        bool, Meta(description="Whether debts of the share are deducted from the pot.")
    ] = True
    receipt_no: ReceiptNo = None

    def decide(self, context: Context) -> Decision:
        cycle = self.running(context)
        draw = draw_of(cycle, self.round)
        settled = _withheld(cycle, draw.share, draw.pot) if self.withhold else ()
        withheld = sum(debt.amount for debt in settled)
        paid = carry(
            PotPaid,
            self,
            paid_on=context.occurred_on,
            share=draw.share,
            member=cycle.share(draw.share, field="round").member,
            amount=draw.pot - withheld,
            withheld=withheld,
            settled=settled,
        )
        return CYCLES.made(context, cycle, paid)


class SettleDebt(ArisanCommand, frozen=True, kw_only=True):
    """Records that a share pays its debt for a drawn round; the money goes to whoever
    covered it."""

    GROUP: ClassVar[str] = "ARISAN"
    SETTLES: ClassVar[bool] = True
    MAKES = (SETTLEMENT,)

    round: Annotated[Ordinal, Meta(description="The round that was not paid.")]
    share: Annotated[Ordinal, Meta(description="Number of the share.")]
    amount: (
        Annotated[int, Meta(ge=1, le=AMOUNT_MAX, description="Amount; default: all of it.")] | None
    ) = None
    receipt_no: ReceiptNo = None

    def decide(self, context: Context) -> Decision:
        cycle = self.running(context)
        amount = self.amount or cycle.owed(self.round, self.share)
        settled = carry(DebtSettled, self, amount=amount, settled_on=context.occurred_on)
        return CYCLES.made(context, cycle, settled)


class SubstituteMember(ArisanCommand, frozen=True, kw_only=True):
    """Transfers a share to another holder, who takes over its win and its debts."""

    GROUP: ClassVar[str] = "ARISAN"
    MAKES = (SUBSTITUTION,)

    share: Annotated[Ordinal, Meta(description="Number of the share.")]
    member: Annotated[PersonRef, names_person("RECEIVES"), Meta(description="The new holder.")]
    reason: Annotated[Code, Meta(description="Why: MOVED, DIED, RESIGNED, …; OTHER needs a note.")]
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        cycle = self.running(context)
        share = cycle.share(self.share, field="share")
        member, registrations = person_of(context, self.member, field="member")
        substituted = carry(
            MemberSubstituted,
            self,
            from_member=share.member,
            to_member=member,
            substituted_on=context.occurred_on,
            note=explained(self.reason, self.note, self.cycle_id),
        )
        return [*registrations, *CYCLES.made(context, cycle, substituted)]


class CloseCycle(ArisanCommand, frozen=True, kw_only=True):
    """Closes a cycle: every share has won and got its pot, or the cycle was broken off.

    Debts do not prevent it; they stay visible. To reopen a closed cycle, retract its closing.
    """

    GROUP: ClassVar[str] = "ARISAN"
    SETTLES: ClassVar[bool] = True
    MAKES = (CLOSING,)

    end: Annotated[CycleEnd, Meta(description="Completed, or broken off.")] = "COMPLETED"
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        cycle = self.running(context)
        if self.end == "BROKEN_OFF" and self.note is None:
            refuse("NOTE_REQUIRED", field="note")
        closed = carry(
            CycleClosed,
            self,
            under=cycle.id,
            closed_on=context.occurred_on,
            debts=cycle.debts(),
            without_pot=cycle.candidates,
        )
        return CYCLES.made(context, cycle, closed)


def _withheld(cycle: ArisanCycle, share: int, pot: int) -> tuple[ShareDebt, ...]:
    """Debts of a share that its pot settles, oldest first, as far as the pot suffices."""
    settled: list[ShareDebt] = []
    for debt in cycle.debts(share):
        amount = min(debt.amount, pot)
        if amount:
            settled.append(ShareDebt(share=share, round=debt.round, amount=amount))
        pot -= amount
    return tuple(settled)
