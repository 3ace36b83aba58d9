"""Commands: correct and retract facts of a board.

Each correction gives the complete corrected fact and is judged by ``kernel/timeline.py``.
"""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from ..kernel.corrections import EntryVersion, NoEnd, Why, end_of
from ..kernel.days import DistantDay, StartDay
from ..kernel.model import Context, Decision, Event
from ..kernel.particulars import carry
from ..kernel.person_fields import names_person
from ..kernel.problems import refuse_field
from ..kernel.refusal import refuse
from ..kernel.timeline import Correcting, Happened
from ..kernel.vocabulary import NoteText, explained
from ..people.registration import PersonRef, person_of
from .board import Board, board_id
from .board_command import AboutBoard, BoardCorrection
from .board_events import (
    BoardDecreeCorrected,
    BoardEntry,
    EndReason,
    HandoverCorrected,
    HandoverParticulars,
    SeatCorrected,
    TermCorrected,
)
from .board_facts import CLOSING, HANDOVER, KINDS, SEAT, TERM, VACANCY, Term
from .board_rules import BOARD
from .handover_commands import handed
from .legality import Decree
from .nominees import check_seat
from .seat_commands import Seat
from .seats import check_days
from .wksbm import Wksbm
from .wksbm_command import WksbmId


class CorrectTerm(BoardCorrection, frozen=True, kw_only=True):
    """Corrects the days of a term. Seats that began with it move to the right first day; others
    that would begin outside the term must be corrected first.

    A closing is kept: to remove it, retract it.
    """

    GROUP: ClassVar[str] = "BOARD"
    CORRECTS = (TERM,)

    valid_from: Annotated[StartDay, Meta(description="The right first day.")]
    valid_to: Annotated[
        DistantDay | None, Meta(description="The right first day after it; default: unchanged.")
    ] = None

    def decide(self, context: Context) -> Decision:
        board = self.recorded(context)
        term = BOARD.fact(board, TERM, self.of)
        valid_to = self.valid_to or term.valid_to
        check_days(self.valid_from, valid_to)
        note = explained(self.reason, self.note, board.id)
        corrected = carry(TermCorrected, self, valid_to=valid_to, note=note)
        return BOARD.corrected(
            context,
            board,
            self,
            TermCorrected,
            of=self.of,
            unchanged="validFrom",
            together=seats_of(board, term, corrected),
            valid_to=valid_to,
        )


class CorrectBoardDecree(BoardCorrection, frozen=True, kw_only=True):
    """Corrects the decree of a term; that of an inauguration is corrected in the WKSBM."""

    GROUP: ClassVar[str] = "BOARD"
    CORRECTS = (TERM,)

    decree: Annotated[Decree, Meta(description="The right decree.")]

    def decide(self, context: Context) -> Decision:
        board = self.recorded(context)
        return BOARD.corrected(
            context, board, self, BoardDecreeCorrected, of=self.of, unchanged="decree"
        )


class CorrectSeat(BoardCorrection, frozen=True, kw_only=True):
    """Corrects who held which seat, and on which days.

    A vacancy is kept: to remove it, retract it.
    """

    GROUP: ClassVar[str] = "BOARD"
    CORRECTS = (SEAT,)

    seat: Seat
    person: Annotated[PersonRef, names_person("SEATED", day="valid_from"), Meta(description="Who.")]
    valid_from: Annotated[StartDay, Meta(description="The right first day.")]
    valid_to: Annotated[
        DistantDay | None,
        Meta(description="The right first day after it, if before the term's; default: unchanged."),
    ] = None
    no_end: NoEnd = False
    end_reason: Annotated[
        EndReason | None, Meta(description="Why the holder left, if before the term's end.")
    ] = None

    def decide(self, context: Context) -> Decision:
        board = self.recorded(context)
        old = BOARD.fact(board, SEAT, self.of)
        check_seat(context, self.seat)
        person, registration = person_of(context, self.person, field="personId")
        if self.no_end and old.acting:
            refuse_field("noEnd", "acting_end")
        if self.no_end and old.vacating is not None:
            refuse("ENTRY_IN_USE", field="noEnd", entry=VACANCY.code, day=old.valid_to)
        valid_to = end_of(self.valid_to, self.no_end, old.valid_to)
        end_reason = self.end_reason or (None if self.no_end else old.end_reason)
        check_days(self.valid_from, valid_to)
        corrected = BOARD.corrected(
            context,
            board,
            self,
            SeatCorrected,
            of=self.of,
            unchanged="seat",
            person=person,
            valid_to=valid_to,
            end_reason=end_reason,
        )
        return [*registration, *corrected]


class CorrectHandover(
    HandoverParticulars, AboutBoard, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """Corrects a handover: its officers, books, balances and witnesses."""

    GROUP: ClassVar[str] = "BOARD"
    CORRECTS = (HANDOVER,)

    wksbm_id: WksbmId
    of: EntryVersion
    reason: Why
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        context.existing(Wksbm, self.wksbm_id, field="wksbmId")
        board = context.existing(Board, board_id(self.wksbm_id), field="wksbmId")
        BOARD.fact(board, HANDOVER, self.of)
        given = handed(context, self)
        return BOARD.corrected(
            context,
            board,
            self,
            HandoverCorrected,
            of=self.of,
            handed_over_by=given.handed_over_by,
            received_by=given.received_by,
            witnesses=given.witnesses,
        )


class RetractBoardEntry(BoardCorrection, frozen=True, kw_only=True):
    """Retracts what was entered by mistake for this board. A term is retracted together with the
    seats entered with it; the term that an inauguration opened is retracted by retracting the
    inauguration. Retracting a vacancy or closing restores the previous end."""

    GROUP: ClassVar[str] = "BOARD"
    RETRACTS = (TERM, SEAT, VACANCY, HANDOVER, CLOSING)

    entry: Annotated[BoardEntry, Meta(description="Kind of the entry.")]

    def decide(self, context: Context) -> Decision:
        board = self.recorded(context)
        kind = KINDS[self.entry]
        fact = BOARD.fact(board, kind, self.of)
        inauguration = context.load(Wksbm, self.wksbm_id).inauguration
        if kind is TERM and inauguration is not None and inauguration.term_no == fact.no:
            day = inauguration.inaugurated_on
            refuse("ENTRY_IN_USE", field="of", entry="INAUGURATION", day=day)
        if kind is TERM:
            return term_retracted(context, board, self, fact)
        return BOARD.retracted(context, board, self, kind, of=self.of)


def term_retracted(context: Context, board: Board, command: Correcting, term: Term) -> Happened:
    """The decision to retract a term, with the seats that were entered with it.

    Raises ENTRY_IN_USE for a seat that was filled later in the term.
    """
    together = {
        entry
        for entry, seat in enumerate(
            (seat for seat in board.holdings if seat.entry > term.entry), start=term.entry + 1
        )
        if (seat.entry, seat.valid_from) == (entry, term.valid_from)
    }
    for seat in board.holdings:
        if seat.term_no == term.no and seat.entry not in together:
            refuse("ENTRY_IN_USE", field="of", entry=SEAT.code, day=seat.valid_from)
    return BOARD.retracted(context, board, command, TERM, of=term.entry)


def seats_of(board: Board, term: Term, corrected: TermCorrected) -> list[Event]:
    """The corrections of the seats that began with a term, when its first day is corrected."""
    first = corrected.valid_from
    return [
        carry(
            SeatCorrected,
            seat,
            of=seat.entry,
            valid_from=first,
            reason=corrected.reason,
        )
        for seat in board.holdings
        if first != term.valid_from
        and (seat.term_no, seat.valid_from) == (term.no, term.valid_from)
    ]
