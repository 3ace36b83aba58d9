"""Random histories of a board: at any day one holder a seat, chair and treasurer apart.

Commands come in any order and with any days, as late entries and corrections do; those that are
refused change nothing. Afterwards every day is looked at, and the state is folded again from
its events as they are stored.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from wahana.domain.formation.board import Board, board_id
from wahana.domain.formation.board_corrections import CorrectSeat, CorrectTerm, RetractBoardEntry
from wahana.domain.formation.seat_commands import FillSeat, NameActingOfficer, VacateSeat
from wahana.domain.formation.term_commands import CloseBoardTerm, OpenBoardTerm
from wahana.domain.formation.wksbm import Wksbm
from wahana.domain.kernel.model import Actor, Command, Context, Stamp
from wahana.domain.kernel.policies import Policies
from wahana.domain.kernel.refusal import Refused
from wahana.domain.people.person import Person
from wahana.domain.people.registration import PersonRef
from wahana.domain.reference.catalogue import REFERENCE

SPACE = UUID("5eed0000-0000-4000-8000-000000000001")
WKSBM = uuid5(SPACE, "wksbm")
ACTOR = Actor(id=uuid5(SPACE, "officer"), role="DINAS_OFFICER")
PEOPLE = tuple(uuid5(SPACE, f"person {number}") for number in range(3))
SEATS = ("KETUA", "WAKIL", "BENDAHARA")
FIRST = date(2012, 1, 1)
SPAN = 40
TODAY = FIRST + timedelta(days=SPAN)

days = st.integers(0, SPAN).map(lambda number: FIRST + timedelta(days=number))
seats = st.sampled_from(SEATS)
people = st.sampled_from(PEOPLE).map(lambda person: PersonRef(person_id=person))
entries = st.integers(1, 8)


@st.composite
def periods(draw: st.DrawFn, *, open_ended: bool) -> dict[str, date | None]:
    """A first day and the day after the last; a few of them empty, some without an end."""
    first = draw(st.integers(0, SPAN))
    length = draw(st.one_of(st.none(), st.integers(0, 15)) if open_ended else st.integers(0, 15))
    end = None if length is None else FIRST + timedelta(days=first + length)
    return {"valid_from": FIRST + timedelta(days=first), "valid_to": end}


def command(kind: type[Command], *, period: bool | None = None, **fields: Any) -> Any:
    """Commands of a kind on the WKSBM; ``period``: with days, which may be without an end."""
    spans = st.just({}) if period is None else periods(open_ended=period)
    return st.builds(
        lambda span, rest: kind(wksbm_id=WKSBM, **span, **rest),
        spans,
        st.fixed_dictionaries(fields),
    )


seated = {"seat": seats, "person": people}
mended = {"of": entries, "reason": st.just("WRONG_DATE")}
kinds = st.sampled_from(("TERM", "SEAT", "SEAT", "VACANCY", "CLOSING"))
fill = command(FillSeat, period=True, **seated)
vacate = command(VacateSeat, seat=seats, valid_to=days, reason=st.just("MOVED"))
commands: st.SearchStrategy[Command] = st.one_of(
    fill,
    fill,
    fill,
    vacate,
    vacate,
    command(NameActingOfficer, period=False, **seated),
    command(CorrectSeat, period=True, **seated, **mended),
    command(OpenBoardTerm, period=False),
    command(CloseBoardTerm, term_no=st.integers(1, 2), valid_to=days, reason=st.just("X")),
    command(CorrectTerm, period=True, **mended),
    command(RetractBoardEntry, entry=kinds, **mended),
)
histories = st.tuples(
    st.just(OpenBoardTerm(wksbm_id=WKSBM, valid_from=FIRST, valid_to=TODAY)),
    st.lists(commands, min_size=8, max_size=30),
).map(lambda parts: [parts[0], *parts[1]])


class World:
    """One board beside its WKSBM and three people."""

    def __init__(self) -> None:
        self.events: list[Any] = []
        self.board = Board(id=board_id(WKSBM))

    def load(self, kind: type[Any], stream_id: UUID, /) -> Any:
        if kind is Board:
            return self.board
        if kind is Wksbm:
            return Wksbm(id=WKSBM, version=1, origin="NATURAL", village_code="64.74.01.1003")
        assert kind is Person
        return Person(id=stream_id, version=1)

    def run(self, command: Command) -> None:
        context = Context(
            tenant_id=SPACE,
            level="KABKOTA",
            area_code="64.74",
            actor=ACTOR,
            occurred_on=TODAY,
            today=TODAY,
            policies=Policies(),
            edition="2007",
            reference=REFERENCE,
            load=self.load,
        )
        before = self.board
        try:
            decision = command.decide(context)
        except Refused:
            assert self.board is before
            return
        for state, event in decision:
            assert state is before
            self.events.append(event)
            self.board = fold(self.board, event)


def fold(board: Board, event: Any) -> Board:
    version = board.version + 1
    stamp = Stamp(
        event_id=uuid5(SPACE, str(version)),
        version=version,
        occurred_on=TODAY,
        recorded_at=datetime(2012, 2, 10, tzinfo=UTC),
        actor_id=ACTOR.id,
        role=ACTOR.role,
    )
    return msgspec.structs.replace(board.evolve(event, stamp), version=version)


def holders(board: Board, seat: str, day: date) -> list[UUID]:
    """Who sits in a seat on a day, computed from the entries alone, day by day."""
    sitting = {
        term.no
        for term in board.terms
        if term.valid_from <= day and (term.valid_to is None or day < term.valid_to)
    }
    here = [
        item
        for item in board.holdings
        if item.seat == seat
        and item.term_no in sitting
        and item.valid_from <= day
        and (item.valid_to is None or day < item.valid_to)
    ]
    filled = [item.person for item in here if not item.acting]
    if filled:
        return filled
    seated = [item.valid_from for item in board.holdings if item.seat == seat and not item.acting]
    return [
        item.person for item in here if not any(item.valid_from < start <= day for start in seated)
    ]


@settings(max_examples=150, deadline=None)
@given(histories)
def test_any_history_of_a_board_keeps_its_rules(history: list[Command]) -> None:
    world = World()
    for command in history:
        world.run(command)
    board = world.board
    for number in range(-1, SPAN + 2):
        day = FIRST + timedelta(days=number)
        sitting = {seat: holders(board, seat, day) for seat in SEATS}
        for seat, persons in sitting.items():
            assert len(persons) <= 1, (seat, day)
            assert board.holder(seat, day) == (persons[0] if persons else None), (seat, day)
            if persons:
                assert seat in board.mandate(persons[:1], day).seats
        assert not sitting["KETUA"] or sitting["KETUA"] != sitting["BENDAHARA"]
        terms = [
            term
            for term in board.terms
            if term.valid_from <= day and (term.valid_to is None or day < term.valid_to)
        ]
        assert len(terms) <= 1
        assert board.term_on(day) == (terms[0] if terms else None)


@settings(max_examples=60, deadline=None)
@given(histories)
def test_the_stored_events_fold_to_the_same_board(history: list[Command]) -> None:
    world = World()
    for command in history:
        world.run(command)
    replayed = Board(id=board_id(WKSBM))
    for event in world.events:
        stored = msgspec.json.decode(msgspec.json.encode(event), type=type(event))
        replayed = fold(replayed, stored)
    assert replayed == world.board
    assert replayed.version == len(world.events)
