"""How each event changes the state of a book. Pure; the rules are in the modules of the
commands."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from ..kernel.model import Event, Stamp
from ..kernel.particulars import carry
from . import fund_events as events
from . import fund_record_events as records
from .fund_state import FundState
from .fund_terms import CarriedDues, Dues, EntryKind, Exemption, FundTerms, Payer
from .ledger import Count, Entry, Seal, posted
from .payers_fold import unenrolled, unpaid_again

Change = dict[str, Any]


def _opened(book: FundState, event: events.FundOpened, stamp: Stamp) -> Change:
    return {
        "wksbm": event.wksbm,
        "kind": event.kind,
        "unit": event.unit,
        "year": event.year,
        "opens_on": event.opens_on,
        "opening": stamp.version,
        "title": event.title,
        "terms": _terms(event),
        "open": True,
        "payers": (),
        "dues": (),
        "counts": (),
    }


def _corrected(book: FundState, event: events.FundCorrected, stamp: Stamp) -> Change:
    return {"terms": _terms(event), "title": event.title}


def _withdrawn(book: FundState, event: events.FundWithdrawn, stamp: Stamp) -> Change:
    return {"open": False}


def _permit(book: FundState, event: events.FundPermitRecorded, stamp: Stamp) -> Change:
    return {
        "terms": msgspec.structs.replace(
            book.terms, permit_no=event.permit_no, permit_until=event.permit_until
        )
    }


def _terms(event: FundTerms) -> FundTerms:
    return FundTerms(**{name: getattr(event, name) for name in FundTerms.__struct_fields__})


# --- money ---------------------------------------------------------------------------------


def _post(
    book: FundState,
    posting: events.Posting,
    stamp: Stamp,
    kind: EntryKind,
    amount: int,
    **facts: Any,
) -> Change:
    """A new entry, and the closing balances that follow from it."""
    entry = Entry(
        no=posting.entry_no,
        day=posting.booked_on,
        amount=amount,
        kind=kind,
        version=stamp.version,
        receipt_no=getattr(posting, "receipt_no", None),
        receipt_sha256=getattr(posting, "receipt_sha256", None),
        **facts,
    )
    return {
        "entries": (*book.entries, entry),
        "closings": posted(book.closings, entry.day, amount),
    }


def _opening_balance(book: FundState, event: Any, stamp: Stamp) -> Change:
    return _post(book, event, stamp, "BALANCE_OPENED", event.amount)


def _carried(book: FundState, event: events.BalanceCarriedOver, stamp: Stamp) -> Change:
    known = {item.payer for item in book.payers}
    payers = tuple(
        Payer(
            payer=item.payer,
            entry=stamp.version,
            enrolled_from=item.enrolled_from,
            household=item.household,
            pledge=item.pledge,
            left_on=item.left_on,
            exemptions=tuple(
                Exemption(entry=stamp.version, valid_from=days.valid_from, valid_to=days.valid_to)
                for days in item.exemptions
            ),
            owed=item.owed,
            advance=item.advance,
        )
        for item in event.payers
    )
    came = {item.payer: item for item in payers}
    merged = tuple(
        msgspec.structs.replace(item, owed=came[item.payer].owed, advance=came[item.payer].advance)
        if item.payer in came
        else item
        for item in book.payers
    )
    carried = event.dues
    dues = () if carried is None else (_dues(carried, stamp.version),)
    return {
        **_post(book, event, stamp, "CARRIED_OVER", event.amount),
        "payers": (*merged, *(item for item in payers if item.payer not in known)),
        "dues": _by_day((*dues, *book.dues)),
        "carried": True,
    }


def _dues_received(book: FundState, event: events.DuesReceived, stamp: Stamp) -> Change:
    entries = tuple(
        Entry(
            no=line.entry_no,
            day=event.booked_on,
            amount=line.amount,
            kind="DUES_IN",
            version=stamp.version,
            person=line.payer,
            period=line.period,
            receipt_no=line.receipt_no,
        )
        for line in event.lines
    )
    return {
        "entries": (*book.entries, *entries),
        "closings": posted(book.closings, event.booked_on, event.total),
    }


def _jimpitan(book: FundState, event: events.JimpitanRoundCollected, stamp: Stamp) -> Change:
    return _post(book, event, stamp, "JIMPITAN_IN", event.amount, route=event.route)


def _side(kind: EntryKind, sign: int, other: str) -> Callable[[FundState, Any, Stamp], Change]:
    """The fold of a side of a sale or transfer; ``other``: how its event calls the other one."""

    def post(book: FundState, event: Any, stamp: Stamp) -> Change:
        twin = {
            "twin_book": getattr(event, f"{other}_book"),
            "twin_no": getattr(event, f"{other}_entry"),
        }
        return _post(book, event, stamp, kind, sign * event.amount, **twin, **_decision(event))

    return post


def _donation(book: FundState, event: events.DonationReceived, stamp: Stamp) -> Change:
    return _post(book, event, stamp, "DONATION_IN", event.amount, person=event.donor)


def _disbursed(book: FundState, event: events.Disbursed, stamp: Stamp) -> Change:
    facts = {"person": event.payee, "organisation": event.organisation, "case": event.case}
    facts |= _decision(event)
    return _post(book, event, stamp, "PAYMENT_OUT", -event.amount, **facts)


def _death_benefit(book: FundState, event: events.DeathBenefitPaid, stamp: Stamp) -> Change:
    facts = {"person": event.paid_to, "deceased": event.deceased, **_decision(event)}
    return _post(book, event, stamp, "DEATH_BENEFIT_OUT", -event.amount, **facts)


def _decision(event: Any) -> Change:
    if getattr(event, "decision", None) is None:
        return {}
    return {"meeting": event.decision.meeting_id, "decision": event.decision.no}


def _reversed(book: FundState, event: events.EntryReversed, stamp: Stamp) -> Change:
    if event.of_book is not None:
        change = _post(book, event, stamp, "REVERSAL", event.amount)
        if event.payer is None or event.period is None:
            return change
        period, amount = event.period, -event.amount
        payer = book.payer(event.payer)
        if payer is not None:
            again = unpaid_again(payer, period, amount)
            return change | {
                "payers": tuple(again if item is payer else item for item in book.payers)
            }
        # Who had left by the year's end and owed nothing did not come over: the debt stays theirs.
        gone = Payer(payer=event.payer, entry=stamp.version, enrolled_from=period, left_on=period)
        return change | {"payers": (*book.payers, unpaid_again(gone, period, amount))}
    change = _post(book, event, stamp, "REVERSAL", event.amount, reverses=event.of)
    return {
        **change,
        "entries": _marked(change["entries"], event.of, event.entry_no),
        "counts": tuple(
            msgspec.structs.replace(item, booked=None) if item.booked == event.of else item
            for item in book.counts
        ),
    }


def _receipt(book: FundState, event: records.ReceiptCorrected, stamp: Stamp) -> Change:
    """Given values replace the previous ones; the others are kept."""
    given = {"receipt_no": event.receipt_no, "receipt_sha256": event.receipt_sha256}
    right = {name: value for name, value in given.items() if value is not None}
    before, after = book.entries[: event.entry_no - 1], book.entries[event.entry_no :]
    entry = msgspec.structs.replace(book.entries[event.entry_no - 1], **right)
    return {"entries": (*before, entry, *after)}


def _noted(book: FundState, event: events.ReversalNoted, stamp: Stamp) -> Change:
    return {"entries": _marked(book.entries, event.of, event.entry_no)}


def _marked(entries: tuple[Entry, ...], of: int, reversed_by: int) -> tuple[Entry, ...]:
    old = msgspec.structs.replace(entries[of - 1], reversed_by=reversed_by)
    return (*entries[: of - 1], old, *entries[of:])


def _difference(book: FundState, event: events.CountDifferenceBooked, stamp: Stamp) -> Change:
    facts = {"count": event.of, **_decision(event)}
    return {
        **_post(book, event, stamp, "COUNT_DIFFERENCE", event.amount, **facts),
        "counts": tuple(
            msgspec.structs.replace(item, booked=event.entry_no) if item.entry == event.of else item
            for item in book.counts
        ),
    }


# --- payers, dues, counts, seals --------------------------------------------------------------


def _enrolled(book: FundState, event: records.PayerEnrolled, stamp: Stamp) -> Change:
    former = book.payer(event.payer)
    payer = Payer(
        payer=event.payer,
        entry=stamp.version,
        enrolled_from=event.enrolled_from,
        household=event.household,
        pledge=event.pledge,
        advance=() if former is None else former.advance,
        former=former,
    )
    return {"payers": (*(item for item in book.payers if item.payer != event.payer), payer)}


def _payer_corrected(book: FundState, event: records.PayerCorrected, stamp: Stamp) -> Change:
    return {
        "payers": tuple(
            msgspec.structs.replace(
                item,
                enrolled_from=event.enrolled_from,
                household=event.household,
                pledge=event.pledge,
            )
            if item.payer == event.payer
            else item
            for item in book.payers
        )
    }


def _exempted(book: FundState, event: records.PayerExempted, stamp: Stamp) -> Change:
    new = Exemption(entry=stamp.version, valid_from=event.valid_from, valid_to=event.valid_to)
    return _on_payer(book, event.payer, lambda old: {"exemptions": (*old.exemptions, new)})


def _left(book: FundState, event: records.PayerLeft, stamp: Stamp) -> Change:
    return _on_payer(
        book, event.payer, lambda _: {"left_on": event.left_on, "leaving": stamp.version}
    )


def _on_payer(book: FundState, person: Any, change: Callable[[Payer], Change]) -> Change:
    return {
        "payers": tuple(
            msgspec.structs.replace(item, **change(item)) if item.payer == person else item
            for item in book.payers
        )
    }


def _dues_set(book: FundState, event: records.DuesSet, stamp: Stamp) -> Change:
    return {"dues": _by_day((*book.dues, _dues(event, stamp.version)))}


def _dues_corrected(book: FundState, event: records.DuesCorrected, stamp: Stamp) -> Change:
    corrected = (_dues(event, item.entry) if item.entry == event.of else item for item in book.dues)
    return {"dues": _by_day(tuple(corrected))}


def _dues(event: records.DuesSet | records.DuesCorrected | CarriedDues, entry: int) -> Dues:
    return Dues(
        entry=entry, amount=event.amount, frequency=event.frequency, valid_from=event.valid_from
    )


def _by_day(dues: tuple[Dues, ...]) -> tuple[Dues, ...]:
    return tuple(sorted(dues, key=lambda item: (item.valid_from, item.entry)))


def _retracted(book: FundState, event: records.FundEntryRetracted, stamp: Stamp) -> Change:
    of = event.of
    match event.entry:
        case "PAYER":
            return {"payers": tuple(unenrolled(book.payers, event.payer))}
        case "DUES":
            return {"dues": tuple(item for item in book.dues if item.entry != of)}
        case "COUNT":
            return {"counts": tuple(item for item in book.counts if item.entry != of)}
        case "LEAVING":
            return _on_payer(book, event.payer, lambda _: {"left_on": None, "leaving": None})
        case "EXEMPTION":
            return _on_payer(
                book,
                event.payer,
                lambda old: {"exemptions": tuple(it for it in old.exemptions if it.entry != of)},
            )


def _counted(book: FundState, event: records.CashCounted, stamp: Stamp) -> Change:
    return {"counts": (*book.counts, carry(Count, event, entry=stamp.version))}


def _sealed(book: FundState, event: records.MonthSealed, stamp: Stamp) -> Change:
    seal = Seal(
        month=event.month,
        opening=event.opening,
        closing=event.closing,
        digest=event.digest,
        sealed_by=stamp.actor_id,
    )
    return {"seals": (*book.seals, seal)}


def _approved(book: FundState, event: records.MonthApproved, stamp: Stamp) -> Change:
    return {
        "seals": tuple(
            msgspec.structs.replace(item, approved_by=stamp.actor_id)
            if item.month == event.month
            else item
            for item in book.seals
        )
    }


def _closed(book: FundState, event: records.YearClosed, stamp: Stamp) -> Change:
    return {"open": False, "closed": True}


FOLD: dict[type[Event], Callable[[FundState, Any, Stamp], Change]] = {
    events.FundOpened: _opened,
    events.FundCorrected: _corrected,
    events.FundWithdrawn: _withdrawn,
    events.FundPermitRecorded: _permit,
    events.OpeningBalanceRecorded: _opening_balance,
    events.BalanceCarriedOver: _carried,
    events.DuesReceived: _dues_received,
    events.JimpitanRoundCollected: _jimpitan,
    events.RiceConverted: _side("RICE_OUT", -1, "proceeds"),
    events.ProceedsReceived: _side("PROCEEDS_IN", 1, "rice"),
    events.TransferSent: _side("TRANSFER_OUT", -1, "to"),
    events.TransferReceived: _side("TRANSFER_IN", 1, "from"),
    events.DonationReceived: _donation,
    events.Disbursed: _disbursed,
    events.DeathBenefitPaid: _death_benefit,
    events.EntryReversed: _reversed,
    events.ReversalNoted: _noted,
    events.CountDifferenceBooked: _difference,
    records.PayerEnrolled: _enrolled,
    records.PayerCorrected: _payer_corrected,
    records.PayerExempted: _exempted,
    records.PayerLeft: _left,
    records.DuesSet: _dues_set,
    records.DuesCorrected: _dues_corrected,
    records.FundEntryRetracted: _retracted,
    records.ReceiptCorrected: _receipt,
    records.CashCounted: _counted,
    records.MonthSealed: _sealed,
    records.MonthApproved: _approved,
    records.YearClosed: _closed,
}
