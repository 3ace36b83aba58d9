"""Parts that the commands about a board share: target and place, from its WKSBM."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from ..kernel.corrections import EntryVersion, Why
from ..kernel.model import Aggregate, Command, Context, Place
from ..kernel.vocabulary import NoteText
from .board import Board, board_id
from .wksbm_command import WksbmId, living, place_of, recorded


class AboutBoard(Command, frozen=True, kw_only=True):
    """Base of the commands about the board of one WKSBM; those that inherit their particulars from
    elsewhere declare ``wksbm_id`` themselves."""

    if TYPE_CHECKING:
        wksbm_id: UUID

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return Board, board_id(self.wksbm_id)

    def place(self, context: Context) -> Place:
        return place_of(context, self.wksbm_id)

    def board(self, context: Context) -> Board:
        """The board of a WKSBM that has not ended. Raises NOT_FOUND, WKSBM_STATE, MANDATE_ENDED."""
        living(context, self.wksbm_id)
        return context.load(Board, board_id(self.wksbm_id))

    def recorded(self, context: Context) -> Board:
        """The board, even if its WKSBM has ended."""
        recorded(context, self.wksbm_id)
        return context.existing(Board, board_id(self.wksbm_id), field="wksbmId")


class BoardCommand(AboutBoard, frozen=True, kw_only=True):
    """A command about the board of one WKSBM, with its id."""

    wksbm_id: WksbmId


class BoardCorrection(BoardCommand, frozen=True, kw_only=True):
    """A correction of one fact of a board; possible after the end of the WKSBM too."""

    of: EntryVersion
    reason: Why
    note: NoteText | None = None
