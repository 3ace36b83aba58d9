"""Seats over time: filled, vacated, held for a while, corrected (S1)."""

from __future__ import annotations

from datetime import date

import pytest

from wahana.domain.formation.board_corrections import CorrectSeat
from wahana.domain.formation.board_events import (
    ActingOfficerNamed,
    SeatCorrected,
    SeatFilled,
    SeatVacated,
)
from wahana.domain.formation.board_facts import SEAT
from wahana.domain.formation.board_rules import BOARD
from wahana.domain.formation.life_commands import DissolveWksbm
from wahana.domain.formation.seat_commands import FillSeat, NameActingOfficer, VacateSeat
from wahana.domain.formation.term_commands import OpenBoardTerm
from wahana.domain.kernel.model import Place
from wahana.domain.people.person_events import PersonRegistered

TERM_ENDS = date(2017, 6, 15)
JULY = date(2012, 7, 1)
AUGUST = date(2012, 8, 1)


@pytest.fixture
def sitting(bontang):
    """Lok Tuan with its first board, later in 2012."""
    bontang.world.today = date(2012, 12, 1)
    return bontang.reach("INAUGURATED")


@pytest.fixture
def run(sitting):
    def when(command, on=None, **fields):
        return sitting.world.when(command(**({"wksbm_id": sitting.id} | fields)), on=on)

    return when


@pytest.fixture
def vacant(sitting, run):
    """The chair left on 1 July."""
    run(VacateSeat, seat="KETUA", valid_to=JULY, reason="RESIGNED").accepted()
    return sitting


def test_a_commands_target_is_the_board_and_its_place_the_wksbm(sitting):
    command = FillSeat(wksbm_id=sitting.id, seat="KETUA", person=sitting.known(sitting.people[0]))
    context = sitting.world.context()
    assert command.target(context)[1] == sitting.board.id
    assert command.place(context) == Place(area_code="64.74.01.1003", wksbm_id=sitting.id)


def test_a_new_person_takes_a_seat_that_was_left(vacant, run):
    newcomer = vacant.uid("newcomer")
    outcome = run(FillSeat, seat="KETUA", person=vacant.new(newcomer), valid_from=AUGUST)
    assert outcome.only(PersonRegistered)
    assert outcome.only(SeatFilled) == SeatFilled(
        term_no=1, seat="KETUA", person=newcomer, valid_from=AUGUST
    )
    board = vacant.board
    assert board.holder("KETUA", date(2012, 6, 30)) == vacant.people[0]
    assert board.holder("KETUA", date(2012, 7, 31)) is None
    assert board.holder("KETUA", AUGUST) == newcomer
    assert board.holder("KETUA", TERM_ENDS) is None


def test_a_seat_has_one_holder_a_day(sitting, run):
    newcomer = sitting.known(sitting.person("newcomer"))
    run(FillSeat, seat="KETUA", person=newcomer, valid_from=JULY).then_refused(
        "SEAT_TAKEN", "seat", seat="KETUA", day=JULY
    )


def test_a_late_entry_is_judged_by_its_days(vacant, run):
    run(FillSeat, seat="KETUA", person=vacant.known(vacant.person("second")), valid_from=AUGUST)
    third = vacant.known(vacant.person("third"))
    between = {"seat": "KETUA", "person": third, "valid_from": JULY}
    run(FillSeat, **between).then_refused("SEAT_TAKEN", "seat", day=AUGUST)
    run(FillSeat, valid_to=AUGUST, **between).accepted()
    assert vacant.board.holder("KETUA", date(2012, 7, 31)) == vacant.uid("third")


def test_chair_and_treasurer_are_two_people(vacant, run):
    treasurer = vacant.people[3]
    run(FillSeat, seat="KETUA", person=vacant.known(treasurer), valid_from=AUGUST).then_refused(
        "DUAL_TREASURER", "person"
    )
    run(VacateSeat, seat="BENDAHARA", valid_to=AUGUST, reason="MOVED").accepted()
    run(FillSeat, seat="KETUA", person=vacant.known(treasurer), valid_from=AUGUST).accepted()


def test_a_seat_lies_within_a_term(sitting, run):
    newcomer = sitting.known(sitting.person("newcomer"))
    free = {"seat": "SEKSI:PELAYANAN", "person": newcomer}
    run(FillSeat, valid_from=TERM_ENDS, **free).then_refused(
        "MANDATE_ENDED", "validFrom", ended_on=TERM_ENDS
    )
    run(FillSeat, valid_from=date(2012, 6, 1), **free).then_refused("NO_TERM", "validFrom")
    run(FillSeat, valid_from=JULY, valid_to=JULY, **free).then_refused("PERIOD_EMPTY", "validTo")
    run(FillSeat, **(free | {"seat": "PELINDUNG"})).then_refused("KIND_UNKNOWN", "seat")
    run(FillSeat, **(free | {"person": sitting.known(sitting.uid("nobody"))})).then_refused(
        "NOT_FOUND", "personId"
    )
    run(FillSeat, **free).accepted()


def test_leaving_a_seat(sitting, run):
    chair = sitting.people[0]
    outcome = run(VacateSeat, seat="KETUA", valid_to=JULY, reason="MOVED", note="ke Sangatta")
    vacated = outcome.only(SeatVacated)
    assert (vacated.of, vacated.seat, vacated.person) == (2, "KETUA", chair)
    assert vacated.note.subject == chair
    assert BOARD.fact(sitting.board, SEAT, 2).end_reason == "MOVED"
    run(VacateSeat, seat="KETUA", valid_to=JULY, reason="DIED").then_refused("NO_CHANGE", "validTo")
    run(VacateSeat, seat="KETUA", valid_to=AUGUST, reason="DIED").then_refused(
        "SEAT_EMPTY", "seat", seat="KETUA", day=AUGUST
    )
    run(VacateSeat, seat="SEKSI:PELAYANAN", reason="DIED").then_refused("SEAT_EMPTY", "seat")


def test_nobody_leaves_on_the_first_day(sitting, run):
    run(VacateSeat, seat="KETUA", valid_to=sitting.INAUGURATED_ON, reason="MOVED").then_refused(
        "SEAT_EMPTY", "seat"
    )


def test_an_acting_chair_until_the_new_one(vacant, run):
    deputy = vacant.people[1]
    acting = {"seat": "KETUA", "person": vacant.known(deputy), "valid_from": JULY}
    run(NameActingOfficer, valid_to=date(2012, 10, 1), **acting).then(
        ActingOfficerNamed(
            term_no=1,
            seat="KETUA",
            person=deputy,
            valid_from=JULY,
            valid_to=date(2012, 10, 1),
        )
    )
    assert vacant.board.holder("KETUA", date(2012, 9, 30)) == deputy
    elected = vacant.known(vacant.person("elected"))
    run(FillSeat, seat="KETUA", person=elected, valid_from=AUGUST).accepted()
    assert vacant.board.holder("KETUA", date(2012, 7, 31)) == deputy
    assert vacant.board.holder("KETUA", date(2012, 9, 30)) == vacant.uid("elected")


def test_where_nobody_acts(vacant, run):
    deputy = vacant.known(vacant.people[1])
    ends = date(2012, 10, 1)
    acting = {"seat": "KETUA", "person": deputy, "valid_from": JULY, "valid_to": ends}
    run(NameActingOfficer, **(acting | {"seat": "SEKRETARIS"})).then_refused("SEAT_TAKEN", "seat")
    run(NameActingOfficer, **(acting | {"valid_to": date(2017, 7, 1)})).then_refused(
        "MANDATE_ENDED", "validTo", ended_on=TERM_ENDS
    )
    run(NameActingOfficer, **(acting | {"valid_from": date(2012, 6, 1)})).then_refused(
        "NO_TERM", "validFrom"
    )
    treasurer = vacant.known(vacant.people[3])
    run(NameActingOfficer, **(acting | {"person": treasurer})).then_refused(
        "DUAL_TREASURER", "person"
    )
    run(NameActingOfficer, **acting).accepted()
    run(NameActingOfficer, **acting).then_refused("SEAT_TAKEN", "seat")
    endless = {name: acting[name] for name in ("seat", "person", "valid_from")}
    endless |= {"of": vacant.board.version, "no_end": True, "reason": "WRONG_DATE"}
    run(CorrectSeat, **endless).then_refused("INVALID_INPUT", "noEnd")


def test_the_wrong_person_in_a_seat(sitting, run):
    right = sitting.person("right")
    fields = {
        "of": 2,
        "seat": "KETUA",
        "valid_from": sitting.INAUGURATED_ON,
        "reason": "WRONG_PERSON",
    }
    run(CorrectSeat, person=sitting.known(right), **fields).then(
        SeatCorrected(person=right, **fields)
    )
    assert sitting.board.holder("KETUA", sitting.INAUGURATED_ON) == right
    run(CorrectSeat, person=sitting.known(right), **fields).then_refused("NO_CHANGE", "seat")
    run(CorrectSeat, person=sitting.known(right), **(fields | {"of": 1})).then_refused(
        "NOT_FOUND", "of"
    )
    treasurer = sitting.known(sitting.people[3])
    run(CorrectSeat, person=treasurer, **fields).then_refused("DUAL_TREASURER", "person")


def test_a_correction_breaks_no_rule(sitting, run):
    chair = sitting.known(sitting.people[0])
    fields = {
        "of": 2,
        "person": chair,
        "seat": "KETUA",
        "valid_from": sitting.INAUGURATED_ON,
        "reason": "WRONG_DATE",
    }

    def correct(**changes):
        return run(CorrectSeat, **(fields | changes))

    correct(seat="WAKIL").then_refused("SEAT_TAKEN", "seat", seat="WAKIL")
    correct(seat="PELINDUNG").then_refused("KIND_UNKNOWN", "seat")
    correct(valid_from=date(2012, 6, 1)).then_refused("NO_TERM", "validFrom")
    correct(valid_from=TERM_ENDS).then_refused("MANDATE_ENDED", "validFrom")
    correct(valid_to=JULY, end_reason="DIED").accepted()
    assert sitting.board.holder("KETUA", JULY) is None


def test_an_end_of_a_seat_is_corrected_away_only_if_that_is_said(sitting, run):
    fields = {"of": 2, "seat": "KETUA", "person": sitting.known(sitting.people[0])}
    fields |= {"valid_from": sitting.INAUGURATED_ON, "reason": "WRONG_DATE"}
    run(CorrectSeat, **fields, valid_to=JULY, end_reason="DIED").accepted()
    run(CorrectSeat, **fields, end_reason="MOVED").accepted()
    assert sitting.board.holder("KETUA", JULY) is None
    run(CorrectSeat, **fields, valid_to=JULY, no_end=True).then_refused("INVALID_INPUT", "noEnd")
    run(CorrectSeat, **fields, no_end=True).accepted()
    assert sitting.board.holder("KETUA", JULY) == sitting.people[0]
    run(VacateSeat, seat="KETUA", valid_to=JULY, reason="DIED").accepted()
    run(CorrectSeat, **fields, no_end=True).then_refused("ENTRY_IN_USE", "noEnd", entry="VACANCY")


def test_only_members_of_a_wksbm_that_lives(sitting, run):
    run(DissolveWksbm, reason="X").accepted()
    newcomer = sitting.known(sitting.people[0])
    run(FillSeat, seat="KETUA", person=newcomer).then_refused("WKSBM_STATE", "wksbmId")
    run(OpenBoardTerm).then_refused("WKSBM_STATE", "wksbmId")
