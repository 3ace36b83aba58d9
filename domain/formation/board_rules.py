"""When a fact of a board is allowed: handovers by their officers, terms and seats by their days.

All terms and seats are judged together (:func:`.seats.judge`), whatever the order in which they
were entered.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec

from ..kernel.model import Aggregate, Context, Event
from ..kernel.refusal import About, refuse
from ..kernel.timeline import Timeline, after
from ..people.standing import is_among, standing
from .board import Board
from .board_facts import CLOSING, HANDOVER, SEAT, TERM, VACANCY, Handover, Holding, Term
from .seats import BENDAHARA, KETUA, judge


def holders_of_term(board: Board, term_no: int) -> frozenset[UUID]:
    """All persons who had a seat in a term."""
    return frozenset(item.person for item in board.holdings if item.term_no == term_no)


def term_of_day(board: Board, day: date) -> Term:
    """The term of a seat that begins on ``day``.

    Raises ``Refused``: MANDATE_ENDED if the last term before that day has ended, NO_TERM if there
    is none before it.
    """
    term = board.term_on(day)
    if term is None:
        ended = [item.valid_to for item in board.terms if item.valid_to and item.valid_to <= day]
        if ended:
            refuse("MANDATE_ENDED", field="validFrom", ended_on=max(ended))
        refuse("NO_TERM", field="validFrom", day=day)
    return term


def _seat(context: Context, board: Board, holding: Holding) -> None:
    term_of_day(board, holding.valid_from)


def _handover(context: Context, board: Board, handover: Handover) -> None:
    board.term(handover.term_no)
    givers, receivers = handover.handed_over_by, handover.received_by
    seated = holders_of_term(board, handover.term_no)
    for nth, person in enumerate(givers, 1):
        if not is_among(context, person, seated):
            refuse("NOT_AN_OFFICER", field="handedOverBy", person=About("person", person), nth=nth)
    members = {item.person for item in board.holdings}
    for nth, person in enumerate(receivers, 1):
        if is_among(context, person, givers):
            refuse("PERSON_TWICE", field="receivedBy", person=About("person", person), nth=nth)
        if not is_among(context, person, members):
            refuse("NOT_AN_OFFICER", field="receivedBy", person=About("person", person), nth=nth)
    for nth, person in enumerate(handover.witnesses, 1):
        if is_among(context, person, (*givers, *receivers)):
            refuse("WITNESS_NOT_APART", field="witnesses", person=About("person", person), nth=nth)


def _whole(context: Context, board: Board) -> None:
    """One person may hold two seats under two records: they are judged by the one that counts."""
    holdings = [
        msgspec.structs.replace(each, person=standing(context, each.person).id)
        if each.seat in (KETUA, BENDAHARA)
        else each
        for each in board.holdings
    ]
    judge(board.terms, holdings)


BOARD: Timeline[Board] = Timeline(
    {TERM: None, CLOSING: None, SEAT: _seat, VACANCY: None, HANDOVER: _handover}, whole=_whole
)
"""The facts of a board and their rules."""


def seated(
    context: Context, board: Board, events: Sequence[Event]
) -> list[tuple[Aggregate, Event]]:
    """The decision to change terms and seats. Raises what their rules raise."""
    _whole(context, after(context, board, *events))
    return [(board, event) for event in events]
