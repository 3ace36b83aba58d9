"""Commands about seats: fill, vacate, name an acting officer (S1)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from msgspec import Meta

from ..kernel.days import DistantDay, EndedDay, StartDay, shifted
from ..kernel.fields import Code
from ..kernel.model import Context, Decision
from ..kernel.particulars import carry
from ..kernel.person_fields import names_person
from ..kernel.refusal import refuse
from ..kernel.vocabulary import NoteText, explained
from ..people.registration import PersonRef, person_of
from ..people.standing import Standing, standing
from .board import Board
from .board_command import AboutBoard, BoardCommand
from .board_events import ActingOfficerNamed, EndReason, SeatFilled, SeatVacated
from .board_facts import SEAT, VACANCY, Holding
from .board_rules import BOARD, seated, term_of_day
from .nominees import check_seat
from .seats import Span, check_days
from .wksbm_command import WksbmId

Seat = Annotated[Code, Meta(description="The seat: KETUA, WAKIL, SEKRETARIS, SEKSI:HUMAS, …")]
FromDay = Annotated[
    StartDay | None, Meta(description="First day in the seat; default: the business date.")
]


class FillSeat(BoardCommand, frozen=True, kw_only=True):
    """Fills a seat with a person from a day on; a new person is registered too."""

    GROUP: ClassVar[str] = "BOARD"
    MAKES = (SEAT,)

    seat: Seat
    person: Annotated[PersonRef, names_person("SEATED", day="valid_from"), Meta(description="Who.")]
    valid_from: FromDay = None
    valid_to: Annotated[
        DistantDay | None, Meta(description="First day after it; default: the term's end.")
    ] = None

    def decide(self, context: Context) -> Decision:
        board = self.board(context)
        check_seat(context, self.seat)
        person, registration = person_of(context, self.person, field="personId")
        valid_from = self.valid_from or context.occurred_on
        check_days(valid_from, self.valid_to)
        term_no = term_of_day(board, valid_from).no
        filled = carry(SeatFilled, self, term_no=term_no, person=person, valid_from=valid_from)
        return [*registration, *seated(context, board, [filled])]


class VacateSeat(BoardCommand, frozen=True, kw_only=True):
    """Records that a person left a seat before the end of the term."""

    GROUP: ClassVar[str] = "BOARD"
    MAKES = (VACANCY,)

    seat: Seat
    valid_to: Annotated[
        EndedDay | None,
        Meta(description="First day on which the seat is empty; default: the business date."),
    ] = None
    reason: Annotated[EndReason, Meta(description="Why the holder left.")]
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        board = self.board(context)
        valid_to = self.valid_to or context.occurred_on
        holding = holding_before(board, self.seat, valid_to)
        if holding.valid_to == valid_to:
            refuse("NO_CHANGE", field="validTo")
        vacated = carry(
            SeatVacated,
            self,
            of=holding.entry,
            person=holding.person,
            valid_to=valid_to,
            note=explained(self.reason, self.note, holding.person),
        )
        return seated(context, board, [vacated])


class EndSeatOfDeceased(AboutBoard, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Ends a seat with the day after its holder's death. Given by the service itself."""

    GROUP: ClassVar[str] = "CARE_PROCESS"
    MAKES = (VACANCY,)

    wksbm_id: WksbmId
    seat: Seat
    person_id: Annotated[UUID, names_person("NAMED"), Meta(description="Who died.")]

    def decide(self, context: Context) -> Decision:
        board = self.recorded(context)
        holder = standing(context, self.person_id)
        if holder.died_on is None:
            refuse("DEATH_STATE", field="personId", dead=False)
        after = shifted(holder.died_on, 1)
        span = next((each for each in board.days if self._ends(each, holder, after)), None)
        if span is None:
            refuse("NO_CHANGE", field="personId")
        vacated = carry(
            SeatVacated, self, of=span.entry, person=span.person, valid_to=after, reason="DIED"
        )
        return seated(context, board, [vacated])

    def _ends(self, span: Span, holder: Standing, after: date) -> bool:
        """Whether a seat was held when its holder died, and beyond that."""
        beyond = span.end is None or span.end > after
        held = span.seat == self.seat and span.start < after and beyond
        return held and holder.among([span.person]) is not None


class NameActingOfficer(BoardCommand, frozen=True, kw_only=True):
    """Appoints an acting holder of an empty seat, until a day or until it is filled."""

    GROUP: ClassVar[str] = "BOARD"
    MAKES = (SEAT,)

    seat: Seat
    person: Annotated[PersonRef, names_person("SEATED", day="valid_from"), Meta(description="Who.")]
    valid_from: FromDay = None
    valid_to: Annotated[DistantDay, Meta(description="First day after it, at the latest.")]

    def decide(self, context: Context) -> Decision:
        board = self.board(context)
        check_seat(context, self.seat)
        person, registration = person_of(context, self.person, field="personId")
        valid_from = self.valid_from or context.occurred_on
        check_days(valid_from, self.valid_to)
        term = term_of_day(board, valid_from)
        if term.valid_to is not None and self.valid_to > term.valid_to:
            refuse("MANDATE_ENDED", field="validTo", ended_on=term.valid_to)
        named = carry(
            ActingOfficerNamed, self, term_no=term.no, person=person, valid_from=valid_from
        )
        return [*registration, *seated(context, board, [named])]


def holding_before(board: Board, seat: str, day: date) -> Holding:
    """The holding of ``seat`` on the day before ``day``. Raises SEAT_EMPTY."""
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
    held: Holding = BOARD.fact(board, SEAT, entry)
    return held
