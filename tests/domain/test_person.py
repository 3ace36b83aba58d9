"""Persons: registered with sealed name and contact, corrected, named by other commands."""

from __future__ import annotations

import msgspec
import pytest

from wahana.domain.kernel.fields import Personal, contact, identity, note
from wahana.domain.kernel.refusal import Refused
from wahana.domain.people.person import Person
from wahana.domain.people.person_corrections import CorrectPerson
from wahana.domain.people.person_events import PersonCorrected, PersonRegistered
from wahana.domain.people.registration import (
    PUBLIC_TASK_PROOF,
    NewPerson,
    PersonRef,
    RegisterPerson,
    person_of,
)


def test_a_person_is_registered_with_name_and_contact_sealed_under_them(scenario):
    world = scenario()
    siti = world.uid("siti")
    outcome = world.when(
        RegisterPerson(
            person_id=siti,
            name="Siti Aminah, S.Sos",
            phone="+6281200000001",
            address="Jl. Awang Long 1",
            email="siti@example.org",
            sex="F",
            area_code="64.74.01.1001",
        )
    )
    outcome.then(
        PersonRegistered(
            name=identity(siti, "Siti Aminah, S.Sos"),
            phone=contact(siti, "+6281200000001"),
            address=contact(siti, "Jl. Awang Long 1"),
            email=contact(siti, "siti@example.org"),
            sex="F",
            area_code="64.74.01.1001",
            area_edition="2025",
            legal_basis="PUBLIC_TASK",
            legal_proof=PUBLIC_TASK_PROOF,
        )
    )
    assert world.state(Person, siti).area_code == "64.74.01.1001"
    assert world.state(Person, siti).legal_basis == "PUBLIC_TASK"


def test_nothing_personal_is_in_the_state(scenario):
    world = scenario()
    siti = world.uid("siti")
    world.run(RegisterPerson(person_id=siti, name="Siti", phone="08120000001"))
    assert b"Siti" not in msgspec.json.encode(world.state(Person, siti))


def test_a_person_is_registered_once(scenario):
    world = scenario()
    command = RegisterPerson(person_id=world.uid("siti"), name="Siti")
    world.run(command)
    world.when(command).then_refused("ALREADY_EXISTS", "personId", kind="person")


@pytest.mark.parametrize("basis", ["CONSENT", "LEGAL_DUTY", "VITAL_INTEREST"])
def test_every_other_basis_names_its_proof(scenario, basis: str):
    world = scenario()
    siti = world.uid("siti")
    world.when(RegisterPerson(person_id=siti, name="Siti", legal_basis=basis)).then_refused(
        "PROOF_REQUIRED", "legalProof", basis=basis
    )
    event = world.when(
        RegisterPerson(person_id=siti, name="Siti", legal_basis=basis, legal_proof="F-12/2012")
    ).only(PersonRegistered)
    assert (event.legal_basis, event.legal_proof) == (basis, "F-12/2012")


def test_an_area_that_is_not_in_the_list_is_refused(scenario):
    world = scenario()
    world.when(
        RegisterPerson(person_id=world.uid("x"), name="X", area_code="64.74.01.9999")
    ).then_refused("AREA_UNKNOWN", "areaCode", code="64.74.01.9999", edition="2025")


def test_particulars_are_corrected_and_the_entry_is_named(scenario):
    world = scenario()
    siti = world.uid("siti")
    world.run(RegisterPerson(person_id=siti, name="Sitti", phone="08120000001", address="Jl. A"))
    world.when(
        CorrectPerson(
            person_id=siti,
            reason="TYPING_ERROR",
            note="KTP diperlihatkan",
            name="Siti",
            cleared=("phone",),
            area_code="64.74.02",
        )
    ).then(
        PersonCorrected(
            of=1,
            reason="TYPING_ERROR",
            note=note(siti, "KTP diperlihatkan"),
            name=identity(siti, "Siti"),
            cleared=("phone",),
            area_code="64.74.02",
            area_edition="2025",
        )
    )
    assert world.state(Person, siti).area_code == "64.74.02"


def test_basis_and_contacts_are_corrected(scenario):
    world = scenario()
    siti = world.uid("siti")
    world.run(RegisterPerson(person_id=siti, name="Siti"))
    event = world.when(
        CorrectPerson(
            person_id=siti,
            reason="OTHER",
            note="persetujuan menyusul",
            phone="0813-0000-002",
            address="Jl. B",
            email="s@example.org",
            sex="F",
            legal_basis="CONSENT",
            legal_proof="F-1",
        )
    ).only(PersonCorrected)
    assert event.phone == contact(siti, "+628130000002")
    assert event.legal_proof == "F-1"
    assert world.state(Person, siti).legal_basis == "CONSENT"


def test_a_correction_that_cannot_be_is_refused(scenario):
    world = scenario()
    siti = world.uid("siti")

    def correct(**fields: object) -> CorrectPerson:
        return CorrectPerson(person_id=siti, **{"reason": "TYPING_ERROR", **fields})

    world.when(correct(name="Siti")).then_refused("NOT_FOUND", "personId", kind="person")
    world.run(RegisterPerson(person_id=siti, name="Siti"))
    world.when(correct()).then_refused("NO_CHANGE")
    world.when(correct(sex="F", birth_year=1980)).accepted()
    world.when(correct(sex="F", birth_year=1980)).then_refused("NO_CHANGE")
    world.when(correct(sex="F", name="Sitti")).accepted()
    world.when(correct(name="Siti", of=9)).then_refused("NOT_FOUND", "of", kind="entry", no=9)
    world.when(correct(name="S", reason="OTHER")).then_refused("NOTE_REQUIRED", "note")
    world.when(correct(phone="0", cleared=("phone",))).then_refused("ONE_OF", "cleared")
    world.when(correct(area_code="99")).then_refused("AREA_UNKNOWN", "areaCode")
    world.when(correct(legal_basis="CONSENT")).then_refused("PROOF_REQUIRED", "legalProof")


def test_a_command_names_a_registered_person_or_a_new_one(scenario):
    world = scenario()
    old, new = world.uid("old"), world.uid("new")
    world.run(RegisterPerson(person_id=old, name="Lama"))
    context = world.context()
    assert person_of(context, PersonRef(person_id=old), field="person") == (old, [])
    ref = PersonRef(new=NewPerson(person_id=new, name="Baru"))
    found, decision = person_of(context, ref, field="person")
    assert found == new
    ((state, event),) = decision
    assert state == Person(id=new)
    assert event.name == Personal(subject=new, category="identity", value="Baru")


@pytest.mark.parametrize("both", [True, False])
def test_exactly_one_of_the_two(scenario, both: bool):
    world = scenario()
    new = NewPerson(person_id=world.uid("new"), name="Baru")
    ref = PersonRef(person_id=world.uid("old"), new=new) if both else PersonRef()
    with pytest.raises(Refused) as refused:
        person_of(world.context(), ref, field="person")
    assert refused.value.code == "ONE_OF"


def test_somebody_unknown_is_not_found(scenario):
    world = scenario()
    with pytest.raises(Refused) as refused:
        person_of(world.context(), PersonRef(person_id=world.uid("nobody")), field="speaker")
    assert (refused.value.code, refused.value.field) == ("NOT_FOUND", "speaker")


@pytest.mark.parametrize(
    "fields",
    [
        {"name": ""},
        {"name": "   "},
        {"name": "x" * 201},
        {"name": "X", "phone": " "},
        {"name": "X", "area_code": "6474"},
        {"name": "X", "unknown": 1},
    ],
)
def test_the_schema_refuses_what_no_name_or_contact_is(fields: dict[str, object]):
    body = {"person_id": "5eed0000-0000-4000-8000-000000000001", **fields}
    with pytest.raises((msgspec.ValidationError, Refused)):
        msgspec.convert(body, RegisterPerson)
