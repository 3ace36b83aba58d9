"""Movements: the entries of the cash book that an event makes, read from the event alone.

They serve views and proofs: each has book, day, number, signed amount and unit; the sum of all
movements of a book up to a day is its balance of that day. Most events make none.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple
from uuid import UUID

from ..kernel.model import Event
from ..kernel.units import FundUnit
from . import fund_events as events
from .fund_terms import EntryKind

_KINDS: dict[type[Event], tuple[EntryKind, int]] = {
    events.OpeningBalanceRecorded: ("BALANCE_OPENED", 1),
    events.BalanceCarriedOver: ("CARRIED_OVER", 1),
    events.JimpitanRoundCollected: ("JIMPITAN_IN", 1),
    events.DonationReceived: ("DONATION_IN", 1),
    events.ProceedsReceived: ("PROCEEDS_IN", 1),
    events.RiceConverted: ("RICE_OUT", -1),
    events.Disbursed: ("PAYMENT_OUT", -1),
    events.TransferSent: ("TRANSFER_OUT", -1),
    events.TransferReceived: ("TRANSFER_IN", 1),
    events.DeathBenefitPaid: ("DEATH_BENEFIT_OUT", -1),
    events.CountDifferenceBooked: ("COUNT_DIFFERENCE", 1),
    events.EntryReversed: ("REVERSAL", 1),
}
"""Events that make one entry each: the kind of entry, and the sign of their amount."""


class Movement(NamedTuple):
    """One entry of a cash book."""

    book: UUID
    day: date
    entry_no: int
    amount: int
    """Signed: receipts are positive; goods in kind have 0."""
    unit: FundUnit
    kind: EntryKind
    person: UUID | None
    """The payer of dues, the donor or the payee, if it is a known person."""
    receipt_no: str | None


def movements(book: UUID, event: Event) -> tuple[Movement, ...]:
    """The entries that an event of the stream ``book`` makes, by number; empty for most events."""
    if isinstance(event, events.DuesReceived):
        return tuple(
            Movement(
                book=book,
                day=event.booked_on,
                entry_no=line.entry_no,
                amount=line.amount,
                unit=event.unit,
                kind="DUES_IN",
                person=line.payer,
                receipt_no=line.receipt_no,
            )
            for line in event.lines
        )
    if not isinstance(event, events.Posting):
        return ()
    kind, sign = _KINDS[type(event)]
    return (
        Movement(
            book=book,
            day=event.booked_on,
            entry_no=event.entry_no,
            amount=sign * event.amount,
            unit=event.unit,
            kind=kind,
            person=_person(event),
            receipt_no=getattr(event, "receipt_no", None),
        ),
    )


def _person(event: events.Posting) -> UUID | None:
    match event:
        case events.DonationReceived():
            return event.donor
        case events.Disbursed():
            return event.payee
        case events.DeathBenefitPaid():
            return event.paid_to
        case events.RiceConverted():
            return event.buyer_id
    return None
