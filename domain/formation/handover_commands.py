"""Handovers (serah terima): books and balances are handed over before witnesses.

It is the one act open to officers whose term is over: MANDATE_ENDED does not apply to it. Balances
have their own units: rupiah and rice are never added (S2).
"""

from __future__ import annotations

from typing import ClassVar

from ..kernel.model import Context, Decision
from ..kernel.particulars import carry
from ..kernel.refusal import refuse
from ..kernel.vocabulary import NoteText
from .board import Board, board_id
from .board_command import AboutBoard
from .board_events import HandoverParticulars, HandoverRecorded
from .board_facts import HANDOVER
from .board_rules import BOARD
from .nominees import registered
from .term_commands import TermNo
from .wksbm import Wksbm
from .wksbm_command import WksbmId


class RecordHandover(
    HandoverParticulars, AboutBoard, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """Records the handover of a term's books and balances to other officers.

    Those who hand over had a seat in the term; those who receive have, or had, a seat in the board.
    """

    GROUP: ClassVar[str] = "BOARD"
    MAKES = (HANDOVER,)

    wksbm_id: WksbmId
    term_no: TermNo
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        context.existing(Wksbm, self.wksbm_id, field="wksbmId")
        board = context.load(Board, board_id(self.wksbm_id))
        board.term(self.term_no)
        event = carry(HandoverRecorded, handed(context, self), self, under=board.id)
        return BOARD.made(context, board, event)


def handed(context: Context, given: HandoverParticulars) -> HandoverParticulars:
    """A handover as it is stored: all persons registered, each named once.

    Raises ``Refused``: NOT_FOUND, PERSON_TWICE, HANDOVER_EMPTY.
    """
    if not given.books and not given.balances:
        refuse("HANDOVER_EMPTY", field="books")
    return carry(
        HandoverParticulars,
        given,
        handed_over_by=registered(context, given.handed_over_by, field="handedOverBy"),
        received_by=registered(context, given.received_by, field="receivedBy"),
        witnesses=registered(context, given.witnesses, field="witnesses"),
    )
