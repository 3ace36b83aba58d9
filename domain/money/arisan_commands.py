"""The commands of a running arisan but the draw: from collecting to closing, and corrections."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar

import msgspec
from msgspec import Meta

from ..kernel.corrections import EntryVersion
from ..kernel.fields import Code, note
from ..kernel.model import Aggregate, Context, Decision, Event
from ..kernel.refusal import refuse, refuse_missing
from ..kernel.units import AMOUNT_MAX, Ordinal
from ..kernel.vocabulary import NoteText, explained
from ..people.person import Person
from ..people.registration import PersonRef, person_of
from . import covers
from .arisan import ArisanCycle
from .arisan_command import ArisanCommand, ArisanCorrection, RoundNo, check_round, refuse_amount
from .arisan_events import (
    ArisanEntry,
    ArisanEntryRetracted,
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
from .fund_book import FundBook
from .fund_terms import ReceiptNo


class SharePayment(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What was paid for a share in a round."""

    share: Annotated[Ordinal, Meta(description="Number of the share.")]
    amount: (
        Annotated[
            int,
            Meta(
                ge=1,
                le=AMOUNT_MAX,
                description="How much; default: what is still due for the round.",
            ),
        ]
        | None
    ) = None


class CollectRound(ArisanCommand, frozen=True, kw_only=True):
    """Records the contributions to the current round, and what covers a shortfall."""

    GROUP: ClassVar[str] = "ARISAN"

    round: RoundNo = None
    payments: Annotated[
        tuple[SharePayment, ...], Meta(max_length=300, description="Which shares paid.")
    ] = ()
    cover: Annotated[
        Cover | None, Meta(description="What was put in for those who did not pay.")
    ] = None

    def decide(self, context: Context) -> Decision:
        cycle = self.running(context)
        number = check_round(cycle, self.round)
        if not self.payments and self.cover is None:
            refuse("NO_CHANGE", field="payments")
        payments: list[SharePaid] = []
        for payment in self.payments:
            cycle.share(payment.share, field="payments")
            if any(item.share == payment.share for item in payments):
                refuse("SHARE_TWICE", field="payments", share=payment.share)
            rest = cycle.unpaid(number, payment.share)
            amount = rest if payment.amount is None else payment.amount
            if not 1 <= amount <= rest:
                refuse_amount(cycle, "payments", amount, rest)
            payments.append(SharePaid(share=payment.share, amount=amount))
        total = sum(item.amount for item in payments)
        missing = cycle.missing(number) - total
        covered = 0 if self.cover is None else self.cover.amount
        if missing < covered:
            refuse_amount(cycle, "cover", covered, max(missing, 0))
        covered_by: list[tuple[Aggregate, Event]] = []
        if self.cover is not None:
            _check_cover(context, cycle, self.cover)
            if self.cover.book is not None and self.cover.entry_no is not None:
                paid = covers.taken(context, self.cover.book, self.cover.entry_no, cycle.id)
                covered_by.append(paid)
        collected = RoundCollected(
            round=number,
            collected_on=context.occurred_on,
            payments=tuple(payments),
            total=total,
            missing=missing,
            cover=self.cover,
        )
        return [*covered_by, (cycle, collected)]


class PayPot(ArisanCommand, frozen=True, kw_only=True):
    """Pays the winner of a round the pot, less what the share owes for earlier rounds."""

    GROUP: ClassVar[str] = "ARISAN"

    round: Annotated[Ordinal, Meta(description="The round that was drawn.")]
    withhold: Annotated[
        bool, Meta(description="Whether debts of the share are deducted from the pot.")
    ] = True
    receipt_no: ReceiptNo = None

    def decide(self, context: Context) -> Decision:
        cycle = self.running(context)
        found = cycle.round(self.round)
        if found.winner is None or found.drawn_on is None:
            refuse("ARISAN_STATE", field="round", state="NOT_DRAWN")
        if found.paid is not None:
            refuse("ARISAN_STATE", field="round", state="POT_PAID")
        if context.occurred_on < found.drawn_on:
            refuse(
                "DATE_ORDER",
                field="occurredOn",
                date_from=found.drawn_on,
                date_to=context.occurred_on,
            )
        settled = _withheld(cycle, found.winner, found.pot) if self.withhold else ()
        withheld = sum(debt.amount for debt in settled)
        paid = PotPaid(
            round=self.round,
            paid_on=context.occurred_on,
            share=found.winner,
            member=cycle.share(found.winner, field="round").member,
            amount=found.pot - withheld,
            withheld=withheld,
            settled=settled,
            receipt_no=self.receipt_no,
        )
        return [(cycle, paid)]


class SettleDebt(ArisanCommand, frozen=True, kw_only=True):
    """Records what a share pays of its debt for a drawn round; it goes to whoever covered it."""

    GROUP: ClassVar[str] = "ARISAN"

    round: Annotated[Ordinal, Meta(description="The round that was not paid.")]
    share: Annotated[Ordinal, Meta(description="Number of the share.")]
    amount: (
        Annotated[int, Meta(ge=1, le=AMOUNT_MAX, description="How much; default: all of it.")]
        | None
    ) = None
    receipt_no: ReceiptNo = None

    def decide(self, context: Context) -> Decision:
        cycle = self.running(context)
        cycle.share(self.share, field="share")
        owed = sum(debt.amount for debt in cycle.debts(self.share) if debt.round == self.round)
        amount = self.amount or owed
        if not 1 <= amount <= owed:
            refuse_amount(cycle, "amount", amount, owed)
        settled = DebtSettled(
            round=self.round,
            share=self.share,
            amount=amount,
            settled_on=context.occurred_on,
            receipt_no=self.receipt_no,
        )
        return [(cycle, settled)]


class SubstituteMember(ArisanCommand, frozen=True, kw_only=True):
    """Gives a share another holder, who takes over its win and its debts."""

    GROUP: ClassVar[str] = "ARISAN"

    share: Annotated[Ordinal, Meta(description="Number of the share.")]
    member: Annotated[PersonRef, Meta(description="The new holder.")]
    reason: Annotated[Code, Meta(description="Why: MOVED, DIED, RESIGNED, …; OTHER needs a note.")]
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        cycle = self.running(context)
        share = cycle.share(self.share, field="share")
        member, registrations = person_of(context, self.member, field="member")
        if share.member == member:
            refuse("NO_CHANGE", field="member")
        substituted = MemberSubstituted(
            share=share.no,
            from_member=share.member,
            to_member=member,
            substituted_on=context.occurred_on,
            reason=self.reason,
            note=explained(self.reason, self.note, self.cycle_id),
        )
        return [*registrations, (cycle, substituted)]


class CloseCycle(ArisanCommand, frozen=True, kw_only=True):
    """Closes a cycle: every share has won and got its pot, or it was broken off.

    Debts do not hinder it; they stay visible. A closed cycle is never opened again.
    """

    GROUP: ClassVar[str] = "ARISAN"

    end: Annotated[CycleEnd, Meta(description="Completed, or broken off.")] = "COMPLETED"
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        cycle = self.running(context)
        if self.end == "COMPLETED":
            if cycle.candidates:
                refuse("ARISAN_STATE", field="end", state="ROUNDS_LEFT")
            if any(item.paid is None for item in cycle.rounds):
                refuse("ARISAN_STATE", field="end", state="POTS_UNPAID")
        elif self.note is None:
            refuse("NOTE_REQUIRED", field="note")
        closed = CycleClosed(
            closed_on=context.occurred_on,
            end=self.end,
            debts=cycle.debts(),
            without_pot=cycle.candidates,
            note=note(cycle.id, self.note),
        )
        return [(cycle, closed)]


class RetractArisanEntry(ArisanCorrection, frozen=True, kw_only=True):
    """Retracts an entry that was made by mistake, as long as no other entry depends on it.

    A collection until its round is drawn; a draw until its pot is paid or the next round begins.
    """

    GROUP: ClassVar[str] = "ARISAN"

    of: EntryVersion
    entry: Annotated[ArisanEntry, Meta(description="What kind of entry it is.")]

    def decide(self, context: Context) -> Decision:
        cycle = self.running(context)
        _check_retractable(cycle, self.entry, self.of)
        retracted = ArisanEntryRetracted(of=self.of, entry=self.entry, **self.why())
        uncovered = [
            freed
            for item in cycle.rounds
            for used in item.covers
            if used.entry == self.of and used.book is not None and used.entry_no is not None
            for freed in covers.given_back(context, used.book, used.entry_no, cycle.id)
        ]
        return [*uncovered, (cycle, retracted)]


def _check_cover(context: Context, cycle: ArisanCycle, cover: Cover) -> None:
    """Who covers is known; a fund that covers has paid just that. Raises COVER_PROOF, NOT_FOUND."""
    if cover.source != "FUND":
        if cover.person is None:
            refuse("COVER_PROOF", field="cover", cause="NO_PERSON")
        if cover.book is not None or cover.entry_no is not None:
            refuse("COVER_PROOF", field="cover", cause="OTHER_PAYMENT")
        context.existing(Person, cover.person, field="cover")
        return
    if cover.book is None or cover.entry_no is None:
        refuse("COVER_PROOF", field="cover", cause="NO_PAYMENT")
    book = context.existing(FundBook, cover.book, field="cover")
    entry = book.entry(cover.entry_no, field="cover")
    fits = (
        book.wksbm == cycle.wksbm
        and book.unit == cycle.agreed.unit
        and entry.kind == "PAYMENT_OUT"
        and entry.reversed_by is None
        and entry.amount == -cover.amount
        and not any(
            (used.book, used.entry_no) == (cover.book, cover.entry_no)
            for item in cycle.rounds
            for used in item.covers
        )
    )
    if not fits:
        refuse("COVER_PROOF", field="cover", cause="OTHER_PAYMENT")


def _withheld(cycle: ArisanCycle, share: int, pot: int) -> tuple[ShareDebt, ...]:
    """Debts of a share that its pot settles, oldest first, as far as it reaches."""
    settled: list[ShareDebt] = []
    for debt in cycle.debts(share):
        amount = min(debt.amount, pot)
        if amount:
            settled.append(ShareDebt(share=share, round=debt.round, amount=amount))
        pot -= amount
    return tuple(settled)


def _check_retractable(cycle: ArisanCycle, entry: ArisanEntry, of: int) -> None:
    """Raises NOT_FOUND, ARISAN_STATE: the entry is there, and nothing rests on it."""
    rounds = {item.no: item for item in cycle.rounds}
    holding: Sequence[int] = ()
    match entry:
        case "COLLECTION":
            holding = [no for no, item in rounds.items() if of in item.entries]
            stuck = any(rounds[no].winner is not None for no in holding)
        case "DRAW":
            holding = [no for no, item in rounds.items() if item.drawn == of]
            stuck = any(
                rounds[no].paid is not None or rounds[no].late or cycle.round(no + 1).entries
                for no in holding
            )
        case "POT":
            holding = [no for no, item in rounds.items() if item.paid == of]
            stuck = False
        case "SETTLEMENT":
            holding = [
                no
                for no, item in rounds.items()
                if any(late.entry == of for late in item.late) and item.paid != of
            ]
            pots = {item.paid for item in cycle.rounds}
            stuck = of in pots
        case "SUBSTITUTION":
            holding = [item.share for item in cycle.substitutions if item.entry == of]
            later = [item for item in cycle.substitutions if item.entry > of]
            # Who won or was paid since then is the new holder.
            won = any(
                item.winner in holding and max(item.drawn or 0, item.paid or 0) > of
                for item in cycle.rounds
            )
            stuck = won or any(item.share in holding for item in later)
    if not holding:
        refuse_missing("entry", of, field="of")
    if stuck:
        refuse("ARISAN_STATE", field="of", state="RESTED_ON")
