"""Who sits where: seats filled, vacated, held for a while, and mended (S1)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from msgspec import Meta

from ..kernel.fields import Code
from ..kernel.model import Context, Decision
from ..kernel.refusal import refuse
from ..kernel.vocabulary import NoteText, explained
from ..people.registration import PersonRef, person_of
from .board import Board
from .board_command import BoardCommand, BoardCorrection
from .board_events import ActingOfficerNamed, SeatCorrected, SeatFilled, SeatVacated
from .nominees import check_seat
from .seats import EndReason, Holding, Term, check_days

Seat = Annotated[Code, Meta(description="The seat: KETUA, WAKIL, SEKRETARIS, SEKSI:HUMAS, …")]
FromDay = Annotated[
    date | None, Meta(description="First day in the seat; left out: the business date.")
]


class FillSeat(BoardCommand, frozen=True, kw_only=True):
    """Puts a person in a seat from a day on; a new person is registered too."""

    GROUP: ClassVar[str] = "BOARD"

    seat: Seat
    person: Annotated[PersonRef, Meta(description="Who.")]
    valid_from: FromDay = None
    valid_to: Annotated[
        date | None, Meta(description="First day after it; left out: the term's end.")
    ] = None

    def decide(self, context: Context) -> Decision:
        board = self.board(context)
        check_seat(context, self.seat)
        person, registration = person_of(context, self.person, field="personId")
        valid_from = self.valid_from or context.occurred_on
        check_days(context, valid_from, self.valid_to)
        filled = SeatFilled(
            term_no=term_of_day(board, valid_from).no,
            seat=self.seat,
            person=person,
            valid_from=valid_from,
            valid_to=self.valid_to,
        )
        board.after(context, [filled])
        return [*registration, (board, filled)]


class VacateSeat(BoardCommand, frozen=True, kw_only=True):
    """Records that a person left a seat before the term's end."""

    GROUP: ClassVar[str] = "BOARD"

    seat: Seat
    valid_to: Annotated[
        date | None,
        Meta(description="First day on which the seat is empty; left out: the business date."),
    ] = None
    reason: Annotated[EndReason, Meta(description="Why the holder left.")]
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        board = self.board(context)
        valid_to = self.valid_to or context.occurred_on
        holding = holding_before(board, self.seat, valid_to)
        if holding.valid_to == valid_to:
            refuse("NO_CHANGE", field="validTo")
        vacated = SeatVacated(
            of=holding.entry,
            seat=holding.seat,
            person=holding.person,
            valid_to=valid_to,
            reason=self.reason,
            note=explained(self.reason, self.note, holding.person),
        )
        board.after(context, [vacated])
        return [(board, vacated)]


class NameActingOfficer(BoardCommand, frozen=True, kw_only=True):
    """Names somebody who stands in for an empty seat, until a day or until it is filled."""

    GROUP: ClassVar[str] = "BOARD"

    seat: Seat
    person: Annotated[PersonRef, Meta(description="Who.")]
    valid_from: FromDay = None
    valid_to: Annotated[date, Meta(description="First day after it, at the latest.")]

    def decide(self, context: Context) -> Decision:
        board = self.board(context)
        check_seat(context, self.seat)
        person, registration = person_of(context, self.person, field="personId")
        valid_from = self.valid_from or context.occurred_on
        check_days(context, valid_from, self.valid_to)
        term = term_of_day(board, valid_from)
        if term.valid_to is not None and self.valid_to > term.valid_to:
            refuse("MANDATE_ENDED", field="validTo", ended_on=term.valid_to)
        named = ActingOfficerNamed(
            term_no=term.no,
            seat=self.seat,
            person=person,
            valid_from=valid_from,
            valid_to=self.valid_to,
        )
        board.after(context, [named])
        return [*registration, (board, named)]


class CorrectSeat(BoardCorrection, frozen=True, kw_only=True):
    """Mends who held which seat, and on which days; it was never so before, it was always so."""

    GROUP: ClassVar[str] = "BOARD"

    seat: Seat
    person: Annotated[PersonRef, Meta(description="Who.")]
    valid_from: Annotated[date, Meta(description="The right first day.")]
    valid_to: Annotated[
        date | None, Meta(description="The right first day after it; left out: the term's end.")
    ] = None
    end_reason: Annotated[
        EndReason | None, Meta(description="Why the holder left, if before the term's end.")
    ] = None

    def decide(self, context: Context) -> Decision:
        board = self.recorded(context)
        old = board.holding(self.of)
        check_seat(context, self.seat)
        person, registration = person_of(context, self.person, field="personId")
        check_days(context, self.valid_from, self.valid_to)
        was = (old.seat, old.person, old.valid_from, old.valid_to, old.end_reason)
        if was == (self.seat, person, self.valid_from, self.valid_to, self.end_reason):
            refuse("NO_CHANGE", field="seat")
        corrected = SeatCorrected(
            of=self.of,
            seat=self.seat,
            person=person,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            end_reason=self.end_reason,
            **self.why(person),
        )
        board.after(context, [corrected])
        return [*registration, (board, corrected)]


def term_of_day(board: Board, day: date) -> Term:
    """The term a seat belongs to that begins on ``day``.

    Raises ``Refused``: MANDATE_ENDED after the end of the last term before that day, NO_TERM if
    none was ever before it.
    """
    term = board.term_on(day)
    if term is None:
        ended = [item.valid_to for item in board.terms if item.valid_to and item.valid_to <= day]
        if ended:
            refuse("MANDATE_ENDED", field="validFrom", ended_on=max(ended))
        refuse("NO_TERM", field="validFrom", day=day)
    return term


def holding_before(board: Board, seat: str, day: date) -> Holding:
    """The holding of ``seat`` that the day before ``day`` lies in. Raises SEAT_EMPTY."""
    entry = next(
        (
            span.entry
            for span in board.days
            if span.seat == seat and span.start < day and (span.end is None or day <= span.end)
        ),
        None,
    )
    if entry is None:
        refuse("SEAT_EMPTY", field="seat", seat=seat, day=day)
    return board.holding(entry)


def holders_of_term(board: Board, term_no: int) -> frozenset[UUID]:
    """Everybody who had a seat in a term."""
    return frozenset(item.person for item in board.holdings if item.term_no == term_no)
