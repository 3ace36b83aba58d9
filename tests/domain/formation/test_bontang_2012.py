"""S0: fifteen kelurahan, fifteen WKSBM, seventy-five people, one inauguration."""

from __future__ import annotations

from datetime import date

from wahana.domain.formation.board import Board, board_id
from wahana.domain.formation.board_events import SeatFilled
from wahana.domain.formation.nominees import Nominee
from wahana.domain.formation.proposal_commands import SetWksbmParent
from wahana.domain.formation.wksbm import Wksbm
from wahana.domain.kernel.slots import Slot
from wahana.domain.people.registration import NewPerson, PersonRef
from wahana.domain.reference.catalogue import REFERENCE

KELURAHAN = [
    village
    for district in REFERENCE.areas.children("64.74")
    for village in REFERENCE.areas.children(district.code)
]


def test_the_fifteen_wksbm_of_bontang(bontang):
    world = bontang.world
    assert len(KELURAHAN) == 15
    people = {
        village.code: [bontang.uid(f"{village.code} {seat}") for seat in bontang.SEATS]
        for village in KELURAHAN
    }
    ids = {village.code: bontang.uid(village.code) for village in KELURAHAN}
    for village in KELURAHAN:
        own = {"wksbm_id": ids[village.code]}
        name = f"WKSBM {village.name}"
        proposal = bontang.propose(**own, name=name, village_code=village.code)
        world.when(proposal, on=date(2012, 3, 1)).accepted()
        undated = bontang.socialise(**own, held_from=None, held_to=None)
        world.when(undated, on=date(2012, 6, 1)).accepted()
        candidates = tuple(
            Nominee(
                person=PersonRef(new=NewPerson(person_id=person, name=f"Contoh {seat}")),
                seat=seat,
            )
            for person, seat in zip(people[village.code], bontang.SEATS, strict=True)
        )
        nomination = bontang.nominate(**own, candidates=candidates)
        world.when(nomination, on=date(2012, 6, 4)).accepted()
    bontang.session_held(*(person for five in people.values() for person in five))
    seats = []
    for village in KELURAHAN:
        own = {"wksbm_id": ids[village.code]}
        training = bontang.train(**own, attended=tuple(people[village.code]))
        world.when(training, on=bontang.TRAINED_ON).accepted()
        outcome = world.when(bontang.inaugurate(**own), on=bontang.INAUGURATED_ON).accepted()
        seats += [event for event in outcome.events if isinstance(event, SeatFilled)]
    assert len(seats) == 75
    assert len({seat.person for seat in seats}) == 75
    for wksbm_id in ids.values():
        state = world.state(Wksbm, wksbm_id)
        assert state.status == "ACTIVE"
        assert world.state(Slot, state.slot).holder == wksbm_id
        board = world.state(Board, board_id(wksbm_id))
        assert {span.seat for span in board.days} == set(bontang.SEATS)


def test_a_chair_is_asked_for_the_own_board_only(bontang):
    """The other WKSBM of a merger may have any board, or none on that day."""
    bontang.reach("INAUGURATED")
    other = bontang.sibling(
        "rw 8", level="RW", village_code="64.74.01.1003", local_area_id=bontang.rw("8")
    )
    command = SetWksbmParent(wksbm_id=other, parent_id=bontang.id)
    after = date(2012, 6, 1)
    bontang.world.when(command, on=after, actor=bontang.chair).accepted()
    assert bontang.world.state(Wksbm, other).parent == bontang.id
