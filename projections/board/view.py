"""Boards: who held which seat on which day, by which decree, and handovers.

Business dates are columns (``valid_from``, and ``valid_to``, the first day after), so "the board on
a day" is a range of an index; positions give the transaction time. The days come from the domain's
own arithmetic (an acting officer leaves when a holder is seated, all leave with the term): a
correction changes exactly the rows that it affects.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from wahana.domain.formation import board_events
from wahana.domain.formation.board import Board
from wahana.domain.formation.board_facts import CLOSING, SEAT, TERM, VACANCY, Term
from wahana.platform.views import View

from ..by_day import Days
from ..folds import Fold, ShownRows
from ..streams import Streams, json_text, topics
from .rows import (
    BOARDS,
    HANDOVERS,
    SEATS,
    SEATS_BY_DAY,
    TERMS,
    TERMS_BY_DAY,
    BoardRow,
    HandoverRow,
    SeatRow,
    TermRow,
)

SEAT_RANKS = {"KETUA": 1, "WAKIL": 2, "SEKRETARIS": 3, "BENDAHARA": 4}
"""Order of the seats in a list; sections come last."""


def _board(board: Board, recorded_at: datetime) -> Iterator[BoardRow]:
    assert board.wksbm is not None, "a board's first event opens a term and names its WKSBM"
    yield BoardRow(board.id, board.wksbm, board.version, recorded_at)


def _terms(board: Board, recorded_at: datetime) -> Iterator[TermRow]:
    assert board.wksbm is not None or not board.terms
    for term in board.terms:
        yield TermRow(
            board_id=board.id,
            term_no=term.no,
            wksbm_id=board.wksbm or board.id,
            entry=term.entry,
            valid_from=term.valid_from,
            valid_to=term.valid_to or date.max,
            closed=term.closing is not None,
            **_decree(term),
        )


def _seats(board: Board, recorded_at: datetime) -> Iterator[SeatRow]:
    terms = {term.no: term for term in board.terms}
    holdings = {holding.entry: holding for holding in board.holdings}
    for span in board.days:
        holding = holdings[span.entry]
        yield SeatRow(
            board_id=board.id,
            entry=span.entry,
            wksbm_id=board.wksbm or board.id,
            term_no=holding.term_no,
            seat=span.seat,
            seat_rank=SEAT_RANKS.get(span.seat, 9),
            person_id=span.person,
            valid_from=span.start,
            valid_to=span.end or date.max,
            acting=span.acting,
            end_reason=holding.end_reason,
            **_decree(terms[holding.term_no]),
        )


def _handovers(board: Board, recorded_at: datetime) -> Iterator[HandoverRow]:
    for item in board.handovers:
        yield HandoverRow(
            board_id=board.id,
            entry=item.entry,
            wksbm_id=board.wksbm or board.id,
            term_no=item.term_no,
            held_on=item.held_on,
            handed_over_by=json_text(item.handed_over_by),
            received_by=json_text(item.received_by),
            witnesses=json_text(item.witnesses),
            books=json_text(item.books),
            balances=json_text(item.balances),
        )


def _decree(term: Term) -> dict[str, Any]:
    decree = term.decree
    return {
        "decree_no": decree.no if decree else None,
        "decree_issued_on": decree.issued_on if decree else None,
        "decree_issuer_role": decree.issuer_role if decree else None,
    }


FOLD = Fold(
    Streams(Board, table="board_state"),
    ShownRows(Board, BOARDS, _board),
    ShownRows(
        Board,
        TERMS,
        _terms,
        of=("terms",),
        days=Days(TERMS_BY_DAY, (TERM, CLOSING), ("terms",)),
    ),
    ShownRows(
        Board,
        SEATS,
        _seats,
        of=("terms", "holdings"),
        days=Days(SEATS_BY_DAY, (TERM, CLOSING, SEAT, VACANCY), ("terms", "holdings")),
    ),
    ShownRows(Board, HANDOVERS, _handovers, of=("handovers",)),
)

VIEW = View(
    name="board",
    version=3,
    topics=topics(board_events),
    tables=FOLD.tables,
    apply=FOLD.apply,
)
