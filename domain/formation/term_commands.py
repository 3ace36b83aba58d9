"""Commands: open a term of a board with its members, and close it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from msgspec import Meta

from ..kernel.days import DistantDay, EndedDay, StartDay
from ..kernel.fields import Code
from ..kernel.model import Command, Context, Decision, Event
from ..kernel.particulars import carry
from ..kernel.refusal import refuse
from ..kernel.units import Ordinal
from .board import Board
from .board_command import BoardCommand
from .board_events import BoardTermClosed, BoardTermOpened, SeatFilled
from .board_facts import CLOSING, SEAT, TERM
from .board_rules import seated
from .legality import Decree
from .nominees import Nominee, candidates_of
from .seats import check_days, term_end
from .wksbm_command import living

TermNo = Annotated[Ordinal, Meta(description="Number of the term, as its opening was answered.")]


class OpenBoardTerm(BoardCommand, frozen=True, kw_only=True):
    """Opens a further term of a board, with its members if they are known.

    The first term of a formed WKSBM begins with its inauguration. Earlier terms of a body that
    already existed can be entered too: terms are judged by their days, not by the order of entry.
    """

    GROUP: ClassVar[str] = "BOARD"
    MAKES = (TERM, SEAT)

    valid_from: Annotated[
        StartDay | None, Meta(description="First day; default: the business date.")
    ] = None
    valid_to: Annotated[
        DistantDay | None,
        Meta(description="First day after it; default: as many years as the policy says."),
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
        people, registrations = candidates_of(context, self.seats)
        opened = term_opened(
            context, board, self, self.wksbm_id, first=self.valid_from, after=self.valid_to
        )
        events: list[Event] = [
            opened,
            *(
                SeatFilled(
                    term_no=opened.term_no,
                    seat=item.seat,
                    person=item.person,
                    valid_from=opened.valid_from,
                )
                for item in people
            ),
        ]
        return [*registrations, *seated(context, board, events)]


class CloseBoardTerm(BoardCommand, frozen=True, kw_only=True):
    """Closes a term at its planned end or earlier; all its seats end with it, and only the handover
    remains possible."""

    GROUP: ClassVar[str] = "BOARD"
    MAKES = (CLOSING,)

    term_no: TermNo
    valid_to: Annotated[
        EndedDay | None,
        Meta(description="First day after the term; default: the business date."),
    ] = None
    reason: Annotated[Code, Meta(description="Why: TERM_END, RESIGNED, REMOVED, …")]

    def decide(self, context: Context) -> Decision:
        board = self.board(context)
        term = board.term(self.term_no)
        if term.closing is not None:
            refuse("TERM_CLOSED", field="termNo", closed_on=term.valid_to)
        valid_to = self.valid_to or context.occurred_on
        check_days(term.valid_from, valid_to)
        if term.valid_to is not None and valid_to > term.valid_to:
            refuse("MANDATE_ENDED", field="validTo", ended_on=term.valid_to)
        closed = carry(BoardTermClosed, self, valid_to=valid_to)
        return seated(context, board, [closed])


def term_opened(
    context: Context,
    board: Board,
    command: Command,
    wksbm: UUID,
    *,
    first: date | None,
    after: date | None,
) -> BoardTermOpened:
    """The event that opens the next term of a board, with the decree of the command.

    Its end follows from the policy unless it is given. Raises PERIOD_EMPTY.
    """
    valid_from = first or context.occurred_on
    valid_to = after or term_end(valid_from, context.policies.board_term_years)
    check_days(valid_from, valid_to)
    return carry(
        BoardTermOpened,
        command,
        wksbm=wksbm,
        term_no=board.terms_opened + 1,
        valid_from=valid_from,
        valid_to=valid_to,
    )
