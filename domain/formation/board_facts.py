"""The parts of a board's state: terms, holdings of seats, handovers; and their kinds of facts.

``entry`` is the version, in the board's stream, of the event that made the fact; corrections and
retractions name it.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from ..kernel.facts import Changed, FactKind, changed, left_out, listed
from ..kernel.model import Stamp
from ..kernel.particulars import carry
from . import board_events as events
from .board_events import EndReason, HandoverParticulars
from .legality import Decree


class Ending(msgspec.Struct, frozen=True, kw_only=True):
    """An end that was recorded by a separate event, and can be retracted."""

    entry: int
    """Version of that event."""
    planned_to: date | None
    """The end that was planned before."""
    reason: str


class Term(msgspec.Struct, frozen=True, kw_only=True):
    """A term of a board. ``no`` is in order of entry; for the order in time, sort by dates."""

    no: int
    entry: int
    """Version of the event that opened it."""
    valid_from: date
    valid_to: date | None = None
    """The first day after it; ``None``: no end is set."""
    decree: Decree | None = None
    closing: Ending | None = None
    """Set if the term was closed by a separate event."""


class Holding(msgspec.Struct, frozen=True, kw_only=True):
    """A person in a seat, as entered; :class:`.seats.Span` has the days that follow from it."""

    entry: int
    """Version of the event that filled the seat."""
    term_no: int
    seat: str
    person: UUID
    valid_from: date
    valid_to: date | None = None
    acting: bool = False
    end_reason: EndReason | None = None
    vacating: Ending | None = None
    """Set if the seat was vacated by a separate event."""


class Handover(HandoverParticulars, frozen=True, kw_only=True):
    """A recorded handover, and the term it concerns."""

    entry: int
    term_no: int
    held_on: date


# --- kinds -----------------------------------------------------------------------------------

RETRACTED = events.BoardEntryRetracted

replace = msgspec.structs.replace


def _opened(event: events.BoardTermOpened, stamp: Stamp) -> Term:
    return carry(Term, event, no=event.term_no, entry=stamp.version)


def _term_corrected(board: Any, event: events.TermCorrected, stamp: Stamp) -> Changed:
    """The corrected days; a separately recorded closing can still be retracted."""
    days: Changed = {"valid_from": event.valid_from, "valid_to": event.valid_to}
    if event.valid_to is None:
        days["closing"] = None
    return {"terms": changed(board.terms, event.of, **days)}


def _decree_corrected(board: Any, event: events.BoardDecreeCorrected, stamp: Stamp) -> Changed:
    return {"terms": changed(board.terms, event.of, decree=event.decree)}


def _without_term(board: Any, of: int) -> Changed:
    """A board without a term and its seats."""
    gone = {term.no for term in board.terms if term.entry == of}
    holdings = tuple(item for item in board.holdings if item.term_no not in gone)
    return {"terms": left_out(board.terms, of), "holdings": holdings}


def _seated(event: events.SeatFilled | events.ActingOfficerNamed, stamp: Stamp) -> Holding:
    acting = isinstance(event, events.ActingOfficerNamed)
    return carry(Holding, event, entry=stamp.version, acting=acting)


def _seat_corrected(board: Any, event: events.SeatCorrected, stamp: Stamp) -> Changed:
    """The corrected person, seat and days; a separately recorded vacancy can still be retracted."""
    values: Changed = {
        "seat": event.seat,
        "person": event.person,
        "valid_from": event.valid_from,
        "valid_to": event.valid_to,
        "end_reason": event.end_reason,
    }
    if event.valid_to is None or event.end_reason is None:
        values["vacating"] = None
    return {"holdings": changed(board.holdings, event.of, **values)}


def _unvacated(board: Any, of: int) -> Changed:
    """A board without a vacancy: the holder keeps the seat until the end planned before."""
    return {
        "holdings": tuple(
            replace(item, valid_to=item.vacating.planned_to, end_reason=None, vacating=None)
            if item.vacating is not None and item.vacating.entry == of
            else item
            for item in board.holdings
        )
    }


def _unclosed(board: Any, of: int) -> Changed:
    """A board without a closing: the term ends on the day planned before."""
    return {
        "terms": tuple(
            replace(term, valid_to=term.closing.planned_to, closing=None)
            if term.closing is not None and term.closing.entry == of
            else term
            for term in board.terms
        )
    }


TERM = FactKind(
    code="TERM",
    made_by=(events.BoardTermOpened,),
    corrected_by=(events.TermCorrected, events.BoardDecreeCorrected),
    retracted_by=RETRACTED,
    found=lambda board: ((term.entry, term) for term in board.terms),
    day=lambda term: term.valid_from,
    without=_without_term,
    day_field="valid_from",
    fold={
        events.TermCorrected: _term_corrected,
        events.BoardDecreeCorrected: _decree_corrected,
    },
)
CLOSING = FactKind(
    code="CLOSING",
    made_by=(events.BoardTermClosed,),
    retracted_by=RETRACTED,
    found=lambda board: (
        (term.closing.entry, term) for term in board.terms if term.closing is not None
    ),
    day=lambda term: term.valid_to,
    without=_unclosed,
    day_field="valid_to",
)
SEAT = listed(
    "SEAT",
    Holding,
    "holdings",
    made_by=(events.SeatFilled, events.ActingOfficerNamed),
    corrected_by=events.SeatCorrected,
    retracted_by=RETRACTED,
    day="valid_from",
    build=_seated,
    correct=_seat_corrected,
)
VACANCY = FactKind(
    code="VACANCY",
    made_by=(events.SeatVacated,),
    retracted_by=RETRACTED,
    found=lambda board: (
        (item.vacating.entry, item) for item in board.holdings if item.vacating is not None
    ),
    day=lambda item: item.valid_to,
    without=_unvacated,
    about=lambda item: item.person,
    day_field="valid_to",
)
HANDOVER = listed(
    "HANDOVER",
    Handover,
    "handovers",
    made_by=events.HandoverRecorded,
    corrected_by=events.HandoverCorrected,
    retracted_by=RETRACTED,
    day="held_on",
)

KINDS = {kind.code: kind for kind in (TERM, CLOSING, SEAT, VACANCY, HANDOVER)}
"""Kinds of facts of a board, by their codes in the API."""
