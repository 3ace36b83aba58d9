"""Boards: who sat in which seat on which day, by which decree, and what was handed over.

Business dates are columns (``valid_from``, ``valid_to``: the first day no longer part of it), so
"the board on a day" is a range of an index; positions say when the record knew it. The days are
the domain's own arithmetic (an acting officer leaves when a holder is seated, everybody leaves
with the term): a correction moves every row it touches and no other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Any, Self
from uuid import UUID

import msgspec

from wahana.domain.formation import board_events
from wahana.domain.formation.board import Board
from wahana.domain.formation.board_events import (
    BoardEntryRetracted,
    HandedBalance,
    HandedBook,
    HandoverCorrected,
    HandoverRecorded,
)
from wahana.domain.formation.seats import Term
from wahana.domain.kernel.model import Stamp
from wahana.platform.database import WorkSession
from wahana.platform.tables import ListIndex, LookupIndex
from wahana.platform.versioned import VersionedTable
from wahana.platform.views import Batch, View

from ..streams import Streams, json_text, replace_rows, topics


class Handed(msgspec.Struct, frozen=True, kw_only=True):
    """A handover that stands, as recorded or corrected."""

    entry: int
    held_on: date
    term_no: int
    handed_over_by: tuple[UUID, ...]
    received_by: tuple[UUID, ...]
    books: tuple[HandedBook, ...]
    balances: tuple[HandedBalance, ...]
    witnesses: tuple[UUID, ...]


class Record(Board, frozen=True, kw_only=True):
    """A board as the rules see it, with the content of its handovers."""

    handed: tuple[Handed, ...] = ()

    def evolve(self, event: Any, stamp: Stamp) -> Self:
        return msgspec.structs.replace(
            super().evolve(event, stamp), handed=self._after(event, stamp)
        )

    def _after(self, event: Any, stamp: Stamp) -> tuple[Handed, ...]:
        match event:
            case HandoverRecorded():
                handed = Handed(
                    entry=stamp.version,
                    held_on=stamp.occurred_on,
                    term_no=event.term_no,
                    **_contents(event),
                )
                return (*self.handed, handed)
            case HandoverCorrected():
                return tuple(
                    msgspec.structs.replace(item, **_contents(event))
                    if item.entry == event.of
                    else item
                    for item in self.handed
                )
            case BoardEntryRetracted(entry="HANDOVER"):
                return tuple(item for item in self.handed if item.entry != event.of)
        return self.handed


class BoardRow(msgspec.Struct, frozen=True):
    """One version of a board as a whole."""

    board_id: UUID
    wksbm_id: UUID
    version: int
    updated_at: datetime


class TermRow(msgspec.Struct, frozen=True):
    """One version of a term. Without an end ``valid_to`` is ``date.max``, in SQL infinity."""

    board_id: UUID
    term_no: int
    wksbm_id: UUID
    entry: int
    valid_from: date
    valid_to: date
    closed: bool
    decree_no: str | None
    decree_issued_on: date | None
    decree_issuer_role: str | None


class SeatRow(msgspec.Struct, frozen=True):
    """One version of a person in a seat. ``valid_to``: as in :class:`TermRow`."""

    board_id: UUID
    entry: int
    wksbm_id: UUID
    term_no: int
    seat: str
    seat_rank: int
    person_id: UUID
    valid_from: date
    valid_to: date
    acting: bool
    end_reason: str | None
    decree_no: str | None
    decree_issued_on: date | None
    decree_issuer_role: str | None


class HandoverRow(msgspec.Struct, frozen=True):
    """One version of a handover; people as JSON arrays of ids."""

    board_id: UUID
    entry: int
    wksbm_id: UUID
    term_no: int
    held_on: date
    handed_over_by: str
    received_by: str
    witnesses: str
    books: str
    balances: str


SEAT_RANKS = {"KETUA": 1, "WAKIL": 2, "SEKRETARIS": 3, "BENDAHARA": 4}
"""Order of the seats on a list; sections come last."""

STREAMS = Streams(Record, table="board_state")
BOARDS = VersionedTable(
    BoardRow,
    key=("board_id",),
    table="board",
    indexes=(LookupIndex("by_wksbm", "wksbm_id"),),
)
TERMS = VersionedTable(
    TermRow,
    key=("board_id", "term_no"),
    table="board_term",
    indexes=(
        ListIndex("by_end", "valid_to", "board_id", "term_no"),
        LookupIndex("by_wksbm", "wksbm_id", "valid_to", "valid_from"),
    ),
)
SEATS = VersionedTable(
    SeatRow,
    key=("board_id", "entry"),
    table="board_seat",
    indexes=(
        LookupIndex("by_wksbm", "wksbm_id", "valid_to", "valid_from"),
        LookupIndex("by_person", "person_id", "valid_from"),
    ),
)
HANDOVERS = VersionedTable(
    HandoverRow,
    key=("board_id", "entry"),
    table="board_handover",
    indexes=(LookupIndex("by_wksbm", "wksbm_id", "held_on"),),
)


async def apply(session: WorkSession, batch: Batch) -> None:
    """Fold the batch's boards; of each table only the rows that changed get a version."""
    folding = await STREAMS.load(session, batch)
    states = list(folding.states(Record))
    boards = await BOARDS.load(session, batch, [(state.id,) for state in states])
    terms = await TERMS.load(session, batch, [(s.id, t.no) for s in states for t in s.terms])
    seats = await SEATS.load(session, batch, [(s.id, h.entry) for s in states for h in s.holdings])
    handovers = await HANDOVERS.load(
        session, batch, [(s.id, h.entry) for s in states for h in s.handed]
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
        if after.handed is not before.handed:
            replace_rows(HANDOVERS, handovers, at, _handovers(before), _handovers(after))
    for rows in (boards, terms, seats, handovers):
        await rows.write(session)
    await folding.save(session)


def _board_row(board: Record, updated_at: datetime) -> BoardRow:
    assert board.wksbm is not None, "a board's first event opens a term and names its WKSBM"
    return BoardRow(
        board_id=board.id, wksbm_id=board.wksbm, version=board.version, updated_at=updated_at
    )


def _terms(board: Record) -> Iterator[TermRow]:
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


def _seats(board: Record) -> Iterator[SeatRow]:
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


def _handovers(board: Record) -> Iterator[HandoverRow]:
    for item in board.handed:
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


def _contents(event: HandoverRecorded | HandoverCorrected) -> dict[str, Any]:
    names = ("handed_over_by", "received_by", "books", "balances", "witnesses")
    return {name: getattr(event, name) for name in names}


VIEW = View(
    name="board",
    version=1,
    topics=topics(board_events),
    tables=(STREAMS.table, BOARDS, TERMS, SEATS, HANDOVERS),
    apply=apply,
)
