"""The board of a WKSBM: its terms, who held which seat on which day, and its handovers.

It is a singleton of its WKSBM (``board_id``). The state keeps the entries; the days that follow
from them are computed (:mod:`.seats`), so a correction cannot leave contradicting data behind.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any, ClassVar, Self
from uuid import UUID

from ..kernel.facts import Changed, Fold, changed, folded, folds
from ..kernel.model import Aggregate, Context, Event, Stamp, derive
from ..kernel.particulars import carry
from ..kernel.refusal import refuse, refuse_missing
from ..people.standing import standing
from .board_events import BoardTermClosed, BoardTermOpened, SeatVacated
from .board_facts import KINDS, Ending, Handover, Holding, Term
from .seats import Mandate, Span, mandate, spans


class Board(Aggregate, frozen=True, kw_only=True):
    """Terms, holdings and handovers of one WKSBM, as entered and corrected."""

    TYPE: ClassVar[str] = "board"

    wksbm: UUID | None = None
    terms: tuple[Term, ...] = ()
    terms_opened: int = 0
    """Number of terms ever opened, retracted ones included; the next term gets the next number."""
    holdings: tuple[Holding, ...] = ()
    handovers: tuple[Handover, ...] = ()
    """The valid handovers."""

    def evolve(self, event: Any, stamp: Stamp) -> Self:
        return folded(self, _FOLD, event, stamp)

    @property
    def days(self) -> tuple[Span, ...]:
        """The days on which each person held each seat, by seat and start."""
        return spans(self.terms, self.holdings)

    def holder(self, seat: str, on: date) -> UUID | None:
        """Who held ``seat`` on the day ``on``."""
        return next(
            (span.person for span in self.days if span.seat == seat and span.covers(on)), None
        )

    def mandate(self, person: Collection[UUID], on: date) -> Mandate:
        """The seats of a person, known by these records, on the day ``on``."""
        return mandate(self.days, person, on)

    def term_on(self, on: date) -> Term | None:
        """The term that covers the day ``on``."""
        return next(
            (
                term
                for term in self.terms
                if term.valid_from <= on and (term.valid_to is None or on < term.valid_to)
            ),
            None,
        )

    def term(self, no: int) -> Term:
        """The term number ``no``. Raises NOT_FOUND."""
        found = next((term for term in self.terms if term.no == no), None)
        if found is None:
            refuse_missing("board_term", no, field="termNo")
        return found


def board_id(wksbm_id: UUID) -> UUID:
    """The id of a WKSBM's board."""
    return derive(wksbm_id, "board")


def check_mandate(context: Context, wksbm_id: UUID) -> None:
    """Raises MANDATE_ENDED for officers of this board whose term is over.

    Two persons are checked on ``occurred_on``: the one on whose behalf something is entered, if
    they ever had a seat in this board (a lurah or Dinas officer never had and needs none), and an
    actor whose role is limited to this WKSBM, who may not act for a board without a term on that
    day. During the formation, before the first term, both may act. Handovers do not make this
    check.
    """
    officer = wksbm_id in context.actor.wksbm_ids
    if context.on_behalf_of is None and not officer:
        return
    board = context.load(Board, board_id(wksbm_id))
    if not board.terms:
        return
    on = context.occurred_on
    if context.on_behalf_of is not None:
        held = board.mandate(standing(context, context.on_behalf_of).ids, on)
        if held.known and not held.seats:
            refuse("MANDATE_ENDED", field="onBehalfOf", ended_on=held.ended_on)
    if officer and board.term_on(on) is None:
        ended = [term.valid_to for term in board.terms if term.valid_to and term.valid_to <= on]
        refuse("MANDATE_ENDED", field="occurredOn", ended_on=max(ended, default=None))


# --- what each event changes beyond what follows from the kinds of facts ---------------------


def _term_opened(board: Board, event: BoardTermOpened, stamp: Stamp) -> Changed:
    term = carry(Term, event, no=event.term_no, entry=stamp.version)
    return {
        "wksbm": event.wksbm,
        "terms": (*board.terms, term),
        "terms_opened": max(board.terms_opened, event.term_no),
    }


def _term_closed(board: Board, event: BoardTermClosed, stamp: Stamp) -> Changed:
    term = board.term(event.term_no)
    closing = Ending(entry=stamp.version, planned_to=term.valid_to, reason=event.reason)
    return {"terms": changed(board.terms, term.entry, valid_to=event.valid_to, closing=closing)}


def _seat_vacated(board: Board, event: SeatVacated, stamp: Stamp) -> Changed:
    planned_to = next((item.valid_to for item in board.holdings if item.entry == event.of), None)
    vacated: Changed = {
        "valid_to": event.valid_to,
        "end_reason": event.reason,
        "vacating": Ending(entry=stamp.version, planned_to=planned_to, reason=event.reason),
    }
    return {"holdings": changed(board.holdings, event.of, **vacated)}


_FOLD: dict[type[Event], Fold] = {
    **folds(*KINDS.values()),
    BoardTermOpened: _term_opened,
    BoardTermClosed: _term_closed,
    SeatVacated: _seat_vacated,
}
