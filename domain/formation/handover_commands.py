"""Handovers (serah terima): books and balances pass on, before witnesses.

The one act that is left to officers whose term is over: MANDATE_ENDED does not apply to it.
Balances stand in their own unit: rupiah and rice are never added (S2).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, ClassVar
from uuid import UUID

from msgspec import Meta

from ..kernel.corrections import entry_of
from ..kernel.fields import note
from ..kernel.model import Context, Decision
from ..kernel.refusal import About, refuse
from ..kernel.vocabulary import NoteText
from .board import Board, board_id
from .board_command import BoardCommand, BoardCorrection
from .board_events import HandedBalance, HandedBook, HandoverCorrected, HandoverRecorded
from .nominees import registered
from .seat_commands import holders_of_term
from .term_commands import TermNo
from .wksbm import Wksbm

Officers = Annotated[
    tuple[UUID, ...], Meta(min_length=1, max_length=20, description="Persons of the board.")
]
Books = Annotated[
    tuple[HandedBook, ...], Meta(max_length=50, description="Books that change hands.")
]
Balances = Annotated[
    tuple[HandedBalance, ...], Meta(max_length=50, description="Balances that change hands.")
]
Witnesses = Annotated[
    tuple[UUID, ...], Meta(max_length=20, description="Witnesses; none of the officers.")
]


class RecordHandover(BoardCommand, frozen=True, kw_only=True):
    """Records the handover of a term's books and balances to other officers.

    Those who hand over sat in the term; those who receive have, or had, a seat in the board.
    """

    GROUP: ClassVar[str] = "BOARD"

    term_no: TermNo
    handed_over_by: Officers
    received_by: Officers
    books: Books = ()
    balances: Balances = ()
    witnesses: Witnesses = ()
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        context.existing(Wksbm, self.wksbm_id, field="wksbmId")
        board = context.load(Board, board_id(self.wksbm_id))
        board.term(self.term_no)
        facts = handed(
            context,
            board,
            term_no=self.term_no,
            handed_over_by=self.handed_over_by,
            received_by=self.received_by,
            books=self.books,
            balances=self.balances,
            witnesses=self.witnesses,
        )
        handover = HandoverRecorded(term_no=self.term_no, note=note(board.id, self.note), **facts)
        return [(board, handover)]


class CorrectHandover(BoardCorrection, frozen=True, kw_only=True):
    """Mends a handover: its officers, books, balances and witnesses."""

    GROUP: ClassVar[str] = "BOARD"

    handed_over_by: Officers
    received_by: Officers
    books: Books = ()
    balances: Balances = ()
    witnesses: Witnesses = ()

    def decide(self, context: Context) -> Decision:
        context.existing(Wksbm, self.wksbm_id, field="wksbmId")
        board = context.existing(Board, board_id(self.wksbm_id), field="wksbmId")
        old = entry_of(board.handovers, self.of)
        facts = handed(
            context,
            board,
            term_no=old.term_no,
            handed_over_by=self.handed_over_by,
            received_by=self.received_by,
            books=self.books,
            balances=self.balances,
            witnesses=self.witnesses,
        )
        return [(board, HandoverCorrected(of=self.of, **facts, **self.why()))]


def handed(
    context: Context,
    board: Board,
    *,
    term_no: int,
    handed_over_by: Sequence[UUID],
    received_by: Sequence[UUID],
    books: Sequence[HandedBook],
    balances: Sequence[HandedBalance],
    witnesses: Sequence[UUID],
) -> dict[str, Any]:
    """The facts of a handover, as its events have them.

    Raises ``Refused``: NOT_FOUND, PERSON_TWICE, NOT_AN_OFFICER, HANDOVER_EMPTY,
    WITNESS_NOT_APART.
    """
    if not books and not balances:
        refuse("HANDOVER_EMPTY", field="books")
    givers = registered(context, handed_over_by, field="handedOverBy")
    receivers = registered(context, received_by, field="receivedBy")
    watchers = registered(context, witnesses, field="witnesses")
    seated = holders_of_term(board, term_no)
    for nth, person in enumerate(givers, 1):
        if person not in seated:
            refuse("NOT_AN_OFFICER", field="handedOverBy", person=About("person", person), nth=nth)
    members = {item.person for item in board.holdings}
    for nth, person in enumerate(receivers, 1):
        if person in givers:
            refuse("PERSON_TWICE", field="receivedBy", person=About("person", person), nth=nth)
        if person not in members:
            refuse("NOT_AN_OFFICER", field="receivedBy", person=About("person", person), nth=nth)
    for nth, person in enumerate(watchers, 1):
        if person in givers or person in receivers:
            refuse("WITNESS_NOT_APART", field="witnesses", person=About("person", person), nth=nth)
    return {
        "handed_over_by": givers,
        "received_by": receivers,
        "books": tuple(books),
        "balances": tuple(balances),
        "witnesses": watchers,
    }
