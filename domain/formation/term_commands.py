"""A board's terms: opened with its people, closed, mended, taken back."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from msgspec import Meta

from ..kernel.corrections import entry_of
from ..kernel.dates import not_future
from ..kernel.fields import Code
from ..kernel.model import Context, Decision, Event
from ..kernel.refusal import refuse, refuse_missing
from .board import Board
from .board_command import BoardCommand, BoardCorrection
from .board_events import (
    BoardDecreeCorrected,
    BoardEntry,
    BoardEntryRetracted,
    BoardTermClosed,
    BoardTermOpened,
    SeatFilled,
    TermCorrected,
)
from .legality import Decree
from .nominees import Nominee, candidates_of
from .seats import check_days, term_end
from .wksbm_command import living

TermNo = Annotated[int, Meta(ge=1, description="Number of the term, as its opening was answered.")]


class OpenBoardTerm(BoardCommand, frozen=True, kw_only=True):
    """Opens a further term of a board, with its people if they are known.

    The first term of a formed WKSBM begins with its inauguration. Earlier terms of a body that
    was there before can be entered too: terms are judged by their days, not by their arrival.
    """

    GROUP: ClassVar[str] = "BOARD"

    valid_from: Annotated[
        date | None, Meta(description="First day; left out: the business date.")
    ] = None
    valid_to: Annotated[
        date | None,
        Meta(description="First day after it; left out: as many years as the policy says."),
    ] = None
    decree: Annotated[Decree | None, Meta(description="The decree, if there is one.")] = None
    seats: Annotated[
        tuple[Nominee, ...],
        Meta(max_length=50, description="Who takes which seat on the first day."),
    ] = ()

    def decide(self, context: Context) -> Decision:
        state = living(context, self.wksbm_id)
        if state.inauguration is None and state.origin == "INITIATED":
            refuse("STAGE_ORDER", stage=state.stage, needed="INAUGURATED")
        board = self.board(context)
        valid_from = self.valid_from or context.occurred_on
        valid_to = self.valid_to or term_end(valid_from, context.policies.board_term_years)
        check_days(context, valid_from, valid_to)
        if self.decree is not None:
            not_future(context, self.decree.issued_on, field="decree")
        people, registrations = candidates_of(context, self.seats)
        opened = BoardTermOpened(
            wksbm=self.wksbm_id,
            term_no=board.terms_opened + 1,
            valid_from=valid_from,
            valid_to=valid_to,
            decree=self.decree,
        )
        events: list[Event] = [
            opened,
            *(
                SeatFilled(
                    term_no=opened.term_no,
                    seat=item.seat,
                    person=item.person,
                    valid_from=valid_from,
                )
                for item in people
            ),
        ]
        board.after(context, events)
        return [*registrations, *((board, event) for event in events)]


class CloseBoardTerm(BoardCommand, frozen=True, kw_only=True):
    """Closes a term on its day or before; all its seats end with it, only the handover is left."""

    GROUP: ClassVar[str] = "BOARD"

    term_no: TermNo
    valid_to: Annotated[
        date | None, Meta(description="First day after the term; left out: the business date.")
    ] = None
    reason: Annotated[Code, Meta(description="Why: TERM_END, RESIGNED, REMOVED, …")]

    def decide(self, context: Context) -> Decision:
        board = self.board(context)
        term = board.term(self.term_no)
        if term.closing is not None:
            refuse("TERM_CLOSED", field="termNo", closed_on=term.valid_to)
        valid_to = self.valid_to or context.occurred_on
        check_days(context, term.valid_from, valid_to)
        if term.valid_to is not None and valid_to > term.valid_to:
            refuse("MANDATE_ENDED", field="validTo", ended_on=term.valid_to)
        closed = BoardTermClosed(term_no=self.term_no, valid_to=valid_to, reason=self.reason)
        board.after(context, [closed])
        return [(board, closed)]


class CorrectTerm(BoardCorrection, frozen=True, kw_only=True):
    """Mends the days of a term. Seats that would begin outside it are mended first."""

    GROUP: ClassVar[str] = "BOARD"

    valid_from: Annotated[date, Meta(description="The right first day.")]
    valid_to: Annotated[
        date | None, Meta(description="The right first day after it; left out: no end is set.")
    ] = None

    def decide(self, context: Context) -> Decision:
        board = self.recorded(context)
        term = entry_of(board.terms, self.of)
        check_days(context, self.valid_from, self.valid_to)
        if (self.valid_from, self.valid_to) == (term.valid_from, term.valid_to):
            refuse("NO_CHANGE", field="validFrom")
        corrected = TermCorrected(
            of=self.of, valid_from=self.valid_from, valid_to=self.valid_to, **self.why()
        )
        board.after(context, [corrected])
        return [(board, corrected)]


class CorrectBoardDecree(BoardCorrection, frozen=True, kw_only=True):
    """Mends the decree of a term; that of an inauguration is mended in the WKSBM."""

    GROUP: ClassVar[str] = "BOARD"

    decree: Annotated[Decree, Meta(description="The right decree.")]

    def decide(self, context: Context) -> Decision:
        board = self.recorded(context)
        if entry_of(board.terms, self.of).decree == self.decree:
            refuse("NO_CHANGE", field="decree")
        not_future(context, self.decree.issued_on, field="decree")
        corrected = BoardDecreeCorrected(of=self.of, decree=self.decree, **self.why())
        return [(board, corrected)]


class RetractBoardEntry(BoardCorrection, frozen=True, kw_only=True):
    """Takes back an entry that should never have been made for this board.

    With a term go its seats. A vacancy or closing that is taken back restores the end before it.
    """

    GROUP: ClassVar[str] = "BOARD"

    entry: Annotated[BoardEntry, Meta(description="What kind of entry it is.")]

    def decide(self, context: Context) -> Decision:
        board = self.recorded(context)
        if self.of not in _entries(board, self.entry):
            refuse_missing("entry", self.of, field="of")
        retracted = BoardEntryRetracted(of=self.of, entry=self.entry, **self.why())
        board.after(context, [retracted])
        return [(board, retracted)]


def _entries(board: Board, kind: BoardEntry) -> set[int]:
    match kind:
        case "TERM":
            return {term.entry for term in board.terms}
        case "SEAT":
            return {holding.entry for holding in board.holdings}
        case "VACANCY":
            return {item.vacating.entry for item in board.holdings if item.vacating is not None}
        case "HANDOVER":
            return {handover.entry for handover in board.handovers}
        case "CLOSING":
            return {term.closing.entry for term in board.terms if term.closing is not None}
