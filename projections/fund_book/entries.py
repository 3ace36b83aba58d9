"""Entries of the cash book from an event: the amounts moved, and their particulars."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import msgspec

from wahana.domain.money import fund_events as money
from wahana.domain.money import fund_record_events as records
from wahana.domain.money.movements import movements
from wahana.platform.events import Recorded

from ..streams import FoldedEvent, json_text
from .rows import BookEntryRow, MarkRow


def entries_of(step: FoldedEvent) -> Iterator[BookEntryRow]:
    """The entries that an event made, by number, each with the balance after it."""
    event, book = step.event, step.after
    balance = step.before.amount
    facts = _facts(event)
    periods = _periods(event.data)
    for moved in movements(book.id, event.data):
        balance += moved.amount
        yield BookEntryRow(
            book_id=book.id,
            entry_no=moved.entry_no,
            wksbm_id=book.wksbm,
            position=event.position,
            version=event.version,
            event_id=event.event_id,
            recorded_at=event.recorded_at,
            actor_id=event.actor_id,
            day=moved.day,
            kind=moved.kind,
            amount=moved.amount,
            unit=moved.unit,
            balance=balance,
            person_id=moved.person,
            receipt_no=moved.receipt_no,
            **(facts | periods.get(moved.entry_no, {})),
        )


def marks_of(step: FoldedEvent) -> Iterator[MarkRow]:
    """What an event adds to an existing entry."""
    event, book, at = step.event.data, step.after.id, step.event.position
    match event:
        case money.EntryReversed(of_book=None):
            yield _reversed(book, event.of, at, book, event.entry_no)
        case money.ReversalNoted():
            yield _reversed(book, event.of, at, event.book, event.entry_no)
        case records.ReceiptCorrected():
            yield MarkRow(
                book_id=book,
                entry_no=event.entry_no,
                position=at,
                receipt_no=event.receipt_no,
                receipt_sha256=event.receipt_sha256,
            )


def _reversed(book: UUID, entry_no: int, at: int, in_book: UUID, by: int) -> MarkRow:
    return MarkRow(
        book_id=book, entry_no=entry_no, position=at, reversed_in=in_book, reversed_by=by
    )


def _periods(event: Any) -> dict[int, dict[str, Any]]:
    """The periods of lines of dues, by number of the entry."""
    if not isinstance(event, money.DuesReceived):
        return {}
    return {line.entry_no: {"period": line.period} for line in event.lines}


def _facts(recorded: Recorded) -> dict[str, Any]:
    """The particulars of the entries of an event, besides the amount."""
    event = recorded.data
    facts: dict[str, Any] = {
        "corrects_no": getattr(event, "corrects", None),
        "note": _sealed(recorded, getattr(event, "note", None)),
    }
    match event:
        case money.JimpitanRoundCollected():
            facts |= {"households": event.households, "gave": event.gave, "rice": _json(event.rice)}
        case money.RiceConverted():
            facts |= _twin(event.proceeds_book, event.proceeds_entry, event.rupiah)
            facts["buyer"] = _sealed(recorded, event.buyer)
        case money.ProceedsReceived():
            facts |= _twin(event.rice_book, event.rice_entry, event.grams)
        case money.TransferSent():
            facts |= _twin(event.to_book, event.to_entry, event.amount) | _decided(event)
        case money.TransferReceived():
            facts |= _twin(event.from_book, event.from_entry, event.amount)
        case money.DonationReceived():
            facts |= _taken(event, "purpose", "donor_kind", "organisation", "publishable")
            facts |= {"goods": _json(event.goods), "rice": _json(event.rice)}
        case money.Disbursed():
            facts |= _taken(event, "purpose", "organisation", "receipt_sha256")
            facts |= {"goods": _json(event.goods), "rice": _json(event.rice)}
            facts |= {"case_id": event.case, **_decided(event)}
        case money.DeathBenefitPaid() | money.CountDifferenceBooked():
            facts |= _decided(event)
        case money.EntryReversed():
            facts |= {
                "reverses_no": event.of,
                "reverses_day": event.of_day,
                "reverses_book_id": event.of_book,
                "reason": event.reason,
                **_twin(event.twin_book, event.twin_entry, None),
            }
    return facts


def _sealed(recorded: Recorded, text: Any) -> str | None:
    group = None if text is None else recorded.group(text)
    return None if group is None else json_text(group)


def _decided(event: Any) -> dict[str, Any]:
    facts: dict[str, Any] = {"approved_by": event.approved_by}
    if event.decision is not None:
        facts["decision_meeting_id"] = event.decision.meeting_id
        facts["decision_no"] = event.decision.no
    return facts


def _twin(book: UUID | None, entry_no: int | None, amount: int | None) -> dict[str, Any]:
    return {"twin_book_id": book, "twin_entry_no": entry_no, "twin_amount": amount}


def _taken(event: Any, *names: str) -> dict[str, Any]:
    return {name: getattr(event, name) for name in names}


def _json(value: Any) -> str | None:
    return json_text(msgspec.to_builtins(value)) if value else None
