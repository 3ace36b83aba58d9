"""After a death: the seats that the person held end with the day after it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from uuid import UUID

from ..kernel.days import shifted
from ..kernel.processes import Happened, Instruction, ProcessContext, ProcessManager, WorkItem
from ..kernel.topics import stream_type, topics
from ..people.person_events import DeathCorrected, PersonDied, PersonsMerged
from ..people.standing import Standing, standing
from . import board_events
from .board import Board
from .seat_commands import EndSeatOfDeceased


class BoardDeathProcess(ProcessManager):
    """Its work list: boards, each linked to everybody who ever sat in it."""

    NAME = "board_death_process"
    TOPICS = topics(board_events) | {
        PersonDied.TOPIC,
        DeathCorrected.TOPIC,
        PersonsMerged.TOPIC,
    }

    def work_item(self, event: Happened, context: ProcessContext) -> WorkItem | None:
        if stream_type(event.data.TOPIC) != Board.TYPE:
            return None
        board = context.load(Board, event.originator_id)
        people = tuple(dict.fromkeys(each.person for each in board.holdings))
        return WorkItem(id=board.id, links=people, done=not people)

    def react(self, event: Happened, context: ProcessContext) -> Sequence[Instruction]:
        match event.data:
            case PersonDied() | DeathCorrected():
                return tuple(_seats_of(context, event.originator_id))
            case PersonsMerged(survivor=survivor) if event.originator_id == survivor:
                return tuple(_seats_of(context, survivor))
        if stream_type(event.data.TOPIC) != Board.TYPE:
            return ()
        board = context.load(Board, event.originator_id)
        people = {standing(context, each.person).id: each.person for each in board.holdings}
        known = [standing(context, person) for person in people]
        return tuple(each for person in known for each in _seats(board, person))


def _seats_of(context: ProcessContext, person_id: UUID) -> Iterator[Instruction]:
    """What ends the seats of a person, in every board that any record of theirs is linked to."""
    person = standing(context, person_id)
    boards = {board for record in person.ids for board in context.linked(record)}
    for board in sorted(boards, key=str):
        yield from _seats(context.load(Board, board), person)


def _seats(board: Board, person: Standing) -> Iterator[Instruction]:
    """What ends the seats of a board that a person holds beyond their death."""
    died_on = person.died_on
    if died_on is None or board.wksbm is None:
        return
    for span in board.days:
        beyond = span.end is None or span.end > shifted(died_on, 1)
        if span.start <= died_on and beyond and person.among([span.person]) is not None:
            command = EndSeatOfDeceased(wksbm_id=board.wksbm, seat=span.seat, person_id=span.person)
            because = f"died/{span.entry}/{died_on}"
            yield Instruction(command=command, about=board.wksbm, because=because)
