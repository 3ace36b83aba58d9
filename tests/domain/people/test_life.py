"""A person moves and dies; wrong entries about it are corrected."""

from __future__ import annotations

from datetime import date

import pytest

from wahana.domain.kernel.fields import contact
from wahana.domain.people.household_commands import FormHousehold, MoveHousehold, NewMember
from wahana.domain.people.household_corrections import CorrectHousehold
from wahana.domain.people.life_commands import MovePerson, RecordDeath
from wahana.domain.people.person import Person
from wahana.domain.people.person_corrections import CorrectDeath, CorrectPerson, RetractDeath
from wahana.domain.people.person_events import (
    DeathCorrected,
    DeathRetracted,
    PersonDied,
    PersonMoved,
)
from wahana.domain.people.registration import PersonRef, RegisterPerson
from wahana.domain.privacy.consent_commands import GiveConsent

DIED = date(2012, 6, 18)


@pytest.fixture
def world(scenario):
    made = scenario()
    mbah = made.uid("mbah")
    made.run(
        RegisterPerson(person_id=mbah, name="Sarinem", area_code="64.74.01.1001", birth_year=1931)
    )
    return made


def test_a_person_moves(world):
    mbah = world.uid("mbah")
    world.when(MovePerson(person_id=mbah, area_code="64.74.01.1003", address="Jl. Baru 1")).then(
        PersonMoved(
            area_code="64.74.01.1003", area_edition="2025", address=contact(mbah, "Jl. Baru 1")
        )
    )
    assert world.state(Person, mbah).area_code == "64.74.01.1003"
    world.when(MovePerson(person_id=mbah, area_code="64.74.01.1003")).then_refused("NO_CHANGE")
    world.when(MovePerson(person_id=mbah, area_code="99")).then_refused("AREA_UNKNOWN", "areaCode")


def test_a_change_of_area_acts_where_the_old_and_the_new_one_lie(world):
    """A role that is limited to an area brings nobody into it and sends nobody out of it."""
    mbah = world.uid("mbah")
    home = FormHousehold(
        household_id=world.uid("home"), area_code="64.74.01.1001",
        members=(NewMember(person=PersonRef(person_id=mbah), role="HEAD"),),
    )  # fmt: skip
    world.run(home, RegisterPerson(person_id=world.uid("entah"), name="Nn"))
    home_id = world.uid("home")

    def acts_at(code: str) -> set[str | None]:
        wishes = (
            MovePerson(person_id=mbah, area_code=code),
            CorrectPerson(person_id=mbah, area_code=code, reason="TYPING_ERROR"),
            MoveHousehold(household_id=home_id, area_code=code),
            CorrectHousehold(household_id=home_id, area_code=code, reason="TYPING_ERROR"),
        )
        return {wish.place(world.context()).area_code for wish in wishes}

    assert acts_at("64.74.01.1003") == {"64.74.01"}
    assert acts_at("64.74.02.1001") == {"64.74"}
    assert acts_at("34.71.13.1006") == {None}
    same = CorrectPerson(person_id=mbah, name="Sarinem B.", reason="TYPING_ERROR")
    assert same.place(world.context()).area_code == "64.74.01.1001"
    unknown = MovePerson(person_id=world.uid("entah"), area_code="64.74.01.1001")
    assert unknown.place(world.context()).area_code is None


def test_a_death_is_recorded_corrected_and_retracted(world):
    mbah = world.uid("mbah")
    correct = CorrectDeath(person_id=mbah, died_on=date(2012, 6, 17), reason="WRONG_DATE")
    retract = RetractDeath(person_id=mbah, reason="ALIVE")
    for command in (correct, retract):
        world.when(command).then_refused("DEATH_STATE", "personId", dead=False)
    world.when(RecordDeath(person_id=mbah, died_on=DIED, certificate="6474-KM-1")).then(
        PersonDied(died_on=DIED, certificate="6474-KM-1")
    )
    assert world.state(Person, mbah).died_on == DIED
    world.when(RecordDeath(person_id=mbah, died_on=DIED)).then_refused(
        "DEATH_STATE", "personId", dead=True
    )
    move = MovePerson(person_id=mbah, area_code="64.74.01.1003")
    world.when(move).then_refused("PERSON_DIED", "personId", day=DIED)
    consent = GiveConsent(
        person_id=mbah, consent_id=world.uid("c"), purpose="SERVICE", scope=("NEEDS",),
        method="WRITTEN", proof="F-1",
    )  # fmt: skip
    world.when(consent).then_refused("PERSON_DIED", "personId")
    world.when(move, on=date(2012, 6, 16)).accepted()
    world.when(correct).then(DeathCorrected(of=2, died_on=date(2012, 6, 17), reason="WRONG_DATE"))
    world.when(correct).then_refused("NO_CHANGE", "diedOn")
    world.when(retract).then(DeathRetracted(of=2, reason="ALIVE"))
    assert world.state(Person, mbah).died_on is None
    world.when(consent).accepted()


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2012, 6, 21), "FUTURE_DATE"),
        (date(1930, 1, 1), "DATE_RANGE"),
        (date(1947, 1, 1), "DATE_IMPLAUSIBLE"),
    ],
)
def test_nobody_dies_in_the_future_or_before_birth(world, day: date, code: str):
    cucu = world.uid("cucu")
    world.run(RegisterPerson(person_id=cucu, name="Sari", birth_year=1948))
    world.when(RecordDeath(person_id=cucu, died_on=day)).then_refused(code, "diedOn")
