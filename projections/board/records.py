"""What the view keeps of a board: the domain's own state, and what was handed over."""

from __future__ import annotations

from datetime import date
from typing import Any, Self
from uuid import UUID

import msgspec

from wahana.domain.formation.board import Board
from wahana.domain.formation.board_events import (
    BoardEntryRetracted,
    HandedBalance,
    HandedBook,
    HandoverCorrected,
    HandoverRecorded,
)
from wahana.domain.kernel.model import Stamp


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


class BoardRecord(Board, frozen=True, kw_only=True):
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


def _contents(event: HandoverRecorded | HandoverCorrected) -> dict[str, Any]:
    names = ("handed_over_by", "received_by", "books", "balances", "witnesses")
    return {name: getattr(event, name) for name in names}
