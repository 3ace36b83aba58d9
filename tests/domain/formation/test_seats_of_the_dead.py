"""A death ends the seats of the person, by whichever record they sat, and nobody else's."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.domain.one_person import merged, twin
from tests.domain.reacting import Happening, process_context, reacted

from wahana.domain.formation.board_events import SeatVacated
from wahana.domain.formation.death_process import BoardDeathProcess
from wahana.domain.formation.seat_commands import EndSeatOfDeceased
from wahana.domain.people.life_commands import RecordDeath
from wahana.domain.people.person_corrections import CorrectDeath

DIED = date(2012, 7, 20)
AFTER = date(2012, 7, 21)


@pytest.fixture
def sitting(bontang: Any) -> Any:
    """Lok Tuan with its first board, later in 2012."""
    bontang.world.today = date(2012, 12, 1)
    return bontang.reach("INAUGURATED")


def died(sitting: Any, record: Any) -> int:
    outcome = sitting.world.when(RecordDeath(person_id=record, died_on=DIED)).accepted()
    return reacted(
        sitting.world,
        BoardDeathProcess(),
        outcome.written,
        sitting.world.today,
        linked=(sitting.board.id,),
    )


def seats(sitting: Any, day: date) -> dict[str, Any]:
    return {span.seat: span.person for span in sitting.board.days if span.covers(day)}


@pytest.mark.parametrize("on_the_other_record", [False, True])
def test_a_death_ends_the_seats_of_the_person(sitting: Any, on_the_other_record: bool) -> None:
    chair = sitting.people[0]
    if on_the_other_record:
        merged(sitting.world, chair, sitting.world.today)
    before = seats(sitting, DIED)
    assert died(sitting, twin(chair) if on_the_other_record else chair) == 1
    assert seats(sitting, DIED) == before
    left = {seat: person for seat, person in before.items() if person != chair}
    assert seats(sitting, AFTER) == left
    holding = next(each for each in sitting.board.holdings if each.person == chair)
    assert (holding.valid_to, holding.end_reason) == (AFTER, "DIED")


def test_who_sits_nowhere_leaves_no_seat(sitting: Any) -> None:
    assert died(sitting, sitting.person("a neighbour")) == 0


def test_a_seat_ends_by_its_holders_death_alone_and_once(sitting: Any) -> None:
    chair, world = sitting.people[0], sitting.world
    end = EndSeatOfDeceased(wksbm_id=sitting.id, seat="KETUA", person_id=chair)
    world.when(end).then_refused("DEATH_STATE", "personId", dead=False)
    assert died(sitting, chair) == 1
    world.when(end).then_refused("NO_CHANGE", "personId")


def test_an_earlier_day_of_death_ends_the_seat_earlier(sitting: Any) -> None:
    chair, world = sitting.people[0], sitting.world
    died(sitting, chair)
    earlier = CorrectDeath(person_id=chair, died_on=date(2012, 7, 1), reason="WRONG_DATE")
    outcome = world.when(earlier).accepted()
    linked = (sitting.board.id,)
    assert reacted(world, BoardDeathProcess(), outcome.written, world.today, linked=linked) == 1
    assert "KETUA" not in seats(sitting, date(2012, 7, 2))


def test_a_board_is_linked_to_everybody_who_sat_in_it(sitting: Any) -> None:
    chair, board = sitting.people[0], sitting.board
    vacated = SeatVacated(of=1, seat="KETUA", person=chair, valid_to=AFTER, reason="RESIGNED")
    happened = Happening(vacated, board.id, sitting.world.today)
    item = BoardDeathProcess().work_item(happened, process_context(sitting.world))
    assert item is not None
    assert (item.id, item.done) == (board.id, False)
    assert set(item.links) == {each.person for each in board.holdings}
