"""A WKSBM's board: its terms, who sits in which seat on which day, and its handovers.

A singleton below its WKSBM (``board_id``). The state keeps what was entered; the days that come
of it are computed (:mod:`.seats`), so a correction leaves nothing behind that contradicts it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime
from typing import Any, ClassVar, Self
from uuid import UUID

import msgspec

from ..kernel.corrections import entry_of
from ..kernel.model import Aggregate, Context, Event, Stamp, derive
from ..kernel.refusal import refuse, refuse_missing
from .board_events import (
    ActingOfficerNamed,
    BoardDecreeCorrected,
    BoardEntryRetracted,
    BoardTermClosed,
    BoardTermOpened,
    HandoverRecorded,
    SeatCorrected,
    SeatFilled,
    SeatVacated,
    TermCorrected,
)
from .seats import Ending, Handover, Holding, Mandate, Span, Term, judge, mandate, spans

_UNKNOWN = datetime(1, 1, 1, tzinfo=UTC)


class Board(Aggregate, frozen=True, kw_only=True):
    """Terms, holdings and handovers of one WKSBM, as entered and corrected."""

    TYPE: ClassVar[str] = "board"

    wksbm: UUID | None = None
    terms: tuple[Term, ...] = ()
    terms_opened: int = 0
    """How many terms were ever opened; the next one's number follows it."""
    holdings: tuple[Holding, ...] = ()
    handovers: tuple[Handover, ...] = ()
    """The handovers that stand."""

    def evolve(self, event: Any, stamp: Stamp) -> Self:
        evolve = _EVOLVE.get(type(event))
        return (
            self if evolve is None else msgspec.structs.replace(self, **evolve(self, event, stamp))
        )

    @property
    def days(self) -> tuple[Span, ...]:
        """Who really sat where, by seat and start."""
        return spans(self.terms, self.holdings)

    def holder(self, seat: str, on: date) -> UUID | None:
        """Who sat in ``seat`` on the day ``on``."""
        return next(
            (span.person for span in self.days if span.seat == seat and span.covers(on)), None
        )

    def mandate(self, person: UUID, on: date) -> Mandate:
        """What ``person`` may act as on the day ``on``."""
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
        """The term number ``no``; refuses NOT_FOUND."""
        found = next((term for term in self.terms if term.no == no), None)
        if found is None:
            refuse_missing("board_term", no, field="termNo")
        return found

    def holding(self, entry: int) -> Holding:
        """The holding that the event of version ``entry`` made; refuses NOT_FOUND."""
        return entry_of(self.holdings, entry)

    def after(self, context: Context, events: Iterable[Event]) -> Self:
        """The state these events would lead to, if no rule of seats is broken; else refuses."""
        state = self
        for event in events:
            stamp = Stamp(
                event_id=UUID(int=0),
                version=state.version + 1,
                occurred_on=context.occurred_on,
                recorded_at=_UNKNOWN,
                actor_id=context.actor.id,
                role=context.actor.role,
            )
            state = msgspec.structs.replace(state.evolve(event, stamp), version=stamp.version)
        judge(state.terms, state.holdings)
        return state


def board_id(wksbm_id: UUID) -> UUID:
    """The id of a WKSBM's board."""
    return derive(wksbm_id, "board")


def check_mandate(context: Context, wksbm_id: UUID) -> None:
    """Refuse MANDATE_ENDED to officers of this board whose days are over.

    Two are judged on ``occurred_on``: the person on whose behalf something is entered, if they
    ever sat in this board (a lurah or Dinas officer never did and needs no seat), and an actor
    whose role is limited to this WKSBM, who may not act for a board that has no term on that day.
    The formation, before there is any term, is open to both. A handover never asks this.
    """
    officer = wksbm_id in context.actor.wksbm_ids
    if context.on_behalf_of is None and not officer:
        return
    board = context.load(Board, board_id(wksbm_id))
    if not board.terms:
        return
    on = context.occurred_on
    if context.on_behalf_of is not None:
        standing = board.mandate(context.on_behalf_of, on)
        if standing.known and not standing.seats:
            refuse("MANDATE_ENDED", field="onBehalfOf", ended_on=standing.ended_on)
    if officer and board.term_on(on) is None:
        ended = [term.valid_to for term in board.terms if term.valid_to and term.valid_to <= on]
        refuse("MANDATE_ENDED", field="occurredOn", ended_on=max(ended, default=None))


# --- what each event changes ---------------------------------------------------------------

Change = dict[str, Any]


def _term_opened(board: Board, event: BoardTermOpened, stamp: Stamp) -> Change:
    term = Term(
        no=event.term_no,
        entry=stamp.version,
        valid_from=event.valid_from,
        valid_to=event.valid_to,
        decree=event.decree,
    )
    return {
        "wksbm": event.wksbm,
        "terms": (*board.terms, term),
        "terms_opened": max(board.terms_opened, event.term_no),
    }


def _seat_filled(board: Board, event: SeatFilled, stamp: Stamp) -> Change:
    return _held(board, event, stamp, acting=False)


def _acting_named(board: Board, event: ActingOfficerNamed, stamp: Stamp) -> Change:
    return _held(board, event, stamp, acting=True)


def _held(
    board: Board, event: SeatFilled | ActingOfficerNamed, stamp: Stamp, *, acting: bool
) -> Change:
    holding = Holding(
        entry=stamp.version,
        term_no=event.term_no,
        seat=event.seat,
        person=event.person,
        valid_from=event.valid_from,
        valid_to=event.valid_to,
        acting=acting,
    )
    return {"holdings": (*board.holdings, holding)}


def _seat_vacated(board: Board, event: SeatVacated, stamp: Stamp) -> Change:
    return _on_holdings(
        board,
        event.of,
        lambda old: {
            "valid_to": event.valid_to,
            "end_reason": event.reason,
            "vacating": Ending(entry=stamp.version, planned_to=old.valid_to, reason=event.reason),
        },
    )


def _seat_corrected(board: Board, event: SeatCorrected, stamp: Stamp) -> Change:
    return _on_holdings(
        board,
        event.of,
        lambda _: {
            "seat": event.seat,
            "person": event.person,
            "valid_from": event.valid_from,
            "valid_to": event.valid_to,
            "end_reason": event.end_reason,
            "vacating": None,
        },
    )


def _term_closed(board: Board, event: BoardTermClosed, stamp: Stamp) -> Change:
    return {
        "terms": tuple(
            msgspec.structs.replace(
                term,
                valid_to=event.valid_to,
                closing=Ending(entry=stamp.version, planned_to=term.valid_to, reason=event.reason),
            )
            if term.no == event.term_no
            else term
            for term in board.terms
        )
    }


def _term_corrected(board: Board, event: TermCorrected, stamp: Stamp) -> Change:
    return _on_terms(
        board,
        event.of,
        lambda old: {
            "valid_from": event.valid_from,
            "valid_to": event.valid_to,
            "closing": None if event.valid_to is None else old.closing,
        },
    )


def _decree_corrected(board: Board, event: BoardDecreeCorrected, stamp: Stamp) -> Change:
    return _on_terms(board, event.of, lambda _: {"decree": event.decree})


def _handover(board: Board, event: HandoverRecorded, stamp: Stamp) -> Change:
    return {"handovers": (*board.handovers, Handover(entry=stamp.version, term_no=event.term_no))}


def _retracted(board: Board, event: BoardEntryRetracted, stamp: Stamp) -> Change:
    match event.entry:
        case "TERM":
            gone = {term.no for term in board.terms if term.entry == event.of}
            return {
                "terms": tuple(term for term in board.terms if term.no not in gone),
                "holdings": tuple(item for item in board.holdings if item.term_no not in gone),
            }
        case "SEAT":
            return {"holdings": tuple(item for item in board.holdings if item.entry != event.of)}
        case "HANDOVER":
            return {"handovers": tuple(item for item in board.handovers if item.entry != event.of)}
        case "VACANCY":
            return {"holdings": tuple(_unvacated(item, event.of) for item in board.holdings)}
        case "CLOSING":
            return {"terms": tuple(_reopened(term, event.of) for term in board.terms)}


def _unvacated(holding: Holding, entry: int) -> Holding:
    if holding.vacating is None or holding.vacating.entry != entry:
        return holding
    return msgspec.structs.replace(
        holding, valid_to=holding.vacating.planned_to, end_reason=None, vacating=None
    )


def _reopened(term: Term, entry: int) -> Term:
    if term.closing is None or term.closing.entry != entry:
        return term
    return msgspec.structs.replace(term, valid_to=term.closing.planned_to, closing=None)


def _on_holdings(board: Board, entry: int, change: Callable[[Holding], Change]) -> Change:
    return {
        "holdings": tuple(
            msgspec.structs.replace(item, **change(item)) if item.entry == entry else item
            for item in board.holdings
        )
    }


def _on_terms(board: Board, entry: int, change: Callable[[Term], Change]) -> Change:
    return {
        "terms": tuple(
            msgspec.structs.replace(term, **change(term)) if term.entry == entry else term
            for term in board.terms
        )
    }


_EVOLVE: dict[type[Event], Callable[[Board, Any, Stamp], Change]] = {
    BoardTermOpened: _term_opened,
    SeatFilled: _seat_filled,
    ActingOfficerNamed: _acting_named,
    SeatVacated: _seat_vacated,
    SeatCorrected: _seat_corrected,
    BoardTermClosed: _term_closed,
    TermCorrected: _term_corrected,
    BoardDecreeCorrected: _decree_corrected,
    HandoverRecorded: _handover,
    BoardEntryRetracted: _retracted,
}
