"""Boards: who sat in which seat on which day, by which decree, and what was handed over.

Business dates are columns (``valid_from``, ``valid_to``: the first day no longer part of it), so
"the board on a day" is a range of an index; positions say when the record knew it. The days are
the domain's own arithmetic (an acting officer leaves when a holder is seated, everybody leaves
with the term): a correction moves every row it touches and no other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from wahana.domain.formation import board_events
from wahana.domain.formation.board import Board
from wahana.domain.formation.board_facts import Term
from wahana.platform.database import WorkSession
from wahana.platform.views import Batch, View

from ..streams import Streams, json_text, replace_rows, topics
from .rows import BOARDS, HANDOVERS, SEATS, TERMS, BoardRow, HandoverRow, SeatRow, TermRow

SEAT_RANKS = {"KETUA": 1, "WAKIL": 2, "SEKRETARIS": 3, "BENDAHARA": 4}
"""Order of the seats on a list; sections come last."""

STREAMS = Streams(Board, table="board_state")


async def apply(session: WorkSession, batch: Batch) -> None:
    """Fold the batch's boards; of each table only the rows that changed get a version."""
    folding = await STREAMS.load(session, batch)
    states = list(folding.states(Board))
    boards = await BOARDS.load(session, batch, [(state.id,) for state in states])
    terms = await TERMS.load(session, batch, [(s.id, t.no) for s in states for t in s.terms])
    seats = await SEATS.load(session, batch, [(s.id, h.entry) for s in states for h in s.holdings])
    handovers = await HANDOVERS.load(
        session, batch, [(s.id, h.entry) for s in states for h in s.handovers]
    )
    sat: dict[UUID, Sequence[SeatRow]] = {}
    async for step in folding.steps():
        at, before, after = step.event.position, step.before, step.after
        boards.put(at, _board_row(after, step.event.recorded_at))
        # A fold keeps what it does not change: the same objects mean the same rows.
        if after.terms is not before.terms:
            replace_rows(TERMS, terms, at, _terms(before), _terms(after))
        if after.terms is not before.terms or after.holdings is not before.holdings:
            sitting = list(_seats(after))
            sat_before = sat[after.id] if after.id in sat else list(_seats(before))
            replace_rows(SEATS, seats, at, sat_before, sitting)
            sat[after.id] = sitting
        if after.handovers is not before.handovers:
            replace_rows(HANDOVERS, handovers, at, _handovers(before), _handovers(after))
    for rows in (boards, terms, seats, handovers):
        await rows.write(session)
    await folding.save(session)


def _board_row(board: Board, updated_at: datetime) -> BoardRow:
    assert board.wksbm is not None, "a board's first event opens a term and names its WKSBM"
    return BoardRow(
        board_id=board.id, wksbm_id=board.wksbm, version=board.version, updated_at=updated_at
    )


def _terms(board: Board) -> Iterator[TermRow]:
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


def _seats(board: Board) -> Iterator[SeatRow]:
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


def _handovers(board: Board) -> Iterator[HandoverRow]:
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


VIEW = View(
    name="board",
    version=2,
    topics=topics(board_events),
    tables=(STREAMS.table, BOARDS, TERMS, SEATS, HANDOVERS),
    apply=apply,
)
