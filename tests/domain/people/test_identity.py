"""The NIK on a record: registered, claimed, verified, corrected, withdrawn; and aliases."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from wahana.domain.kernel.fields import identity, note
from wahana.domain.kernel.refusal import Refused
from wahana.domain.people.identity_commands import ClaimIdentity, RecordAlias, VerifyIdentity
from wahana.domain.people.person import Person
from wahana.domain.people.person_corrections import (
    CorrectIdentity,
    CorrectPerson,
    RetractAlias,
    WithdrawIdentity,
)
from wahana.domain.people.person_events import (
    AliasRecorded,
    AliasRetracted,
    IdentityClaimed,
    IdentityCorrected,
    IdentityVerified,
    IdentityWithdrawn,
    PersonRegistered,
)
from wahana.domain.people.registration import RegisterPerson

NIK, OTHER = "6474014304500001", "6474014304500002"


@pytest.fixture
def world(scenario):
    made = scenario()
    made.run(RegisterPerson(person_id=made.uid("mbah"), name="Mbah Sarinem"))
    return made


def test_a_person_is_registered_with_nik_birth_date_and_warnings(scenario):
    world = scenario()
    mbah = world.uid("mbah")
    event = world.when(
        RegisterPerson(
            person_id=mbah, name="Mbah Sarinem", nik="9901-0143-0450-0001", sex="M",
            birth_date=date(1950, 4, 2), verified_by="KTP",
        )
    ).only(PersonRegistered)  # fmt: skip
    assert event.nik == identity(mbah, "9901014304500001", unique="nik")
    assert event.birth_date == identity(mbah, "1950-04-02")
    assert (event.birth_year, event.nik_state, event.nik_missing) == (1950, "VERIFIED", None)
    assert event.warnings == ("REGION_UNKNOWN", "BIRTH_DATE_DIFFERS", "SEX_DIFFERS")
    state = world.state(Person, mbah)
    assert (state.nik_state, state.nik_record, state.nik_entry) == ("VERIFIED", mbah, 1)
    assert b"9901" not in msgspec.json.encode(state)


def test_who_has_no_nik_has_a_reason(scenario):
    world = scenario()

    def register(name: str, **more: object):
        return world.when(RegisterPerson(person_id=world.uid(name), name=name, **more))

    assert register("a").only(PersonRegistered).nik_missing == "NOT_ASKED"
    event = register("b", nik_missing="NOT_REGISTERED").only(PersonRegistered)
    assert (event.nik_missing, event.nik_state) == ("NOT_REGISTERED", "NONE")
    register("c", nik=NIK, nik_missing="UNABLE").then_refused("ONE_OF", "nikMissing")
    register("d", verified_by="KTP").then_refused("ONE_OF", "verifiedBy")
    register("e", nik="123").then_refused("NIK_FORMAT", "nik", cause="NOT_16_DIGITS")


def test_a_year_of_birth_may_be_all_that_is_known(scenario):
    world = scenario(today=date(2012, 6, 20))

    def register(name: str, **more: object):
        return world.when(RegisterPerson(person_id=world.uid(name), name=name, **more))

    assert register("a", birth_year=1931).only(PersonRegistered).birth_year == 1931
    register("b", birth_year=1931, birth_date=date(1931, 1, 1)).then_refused("ONE_OF", "birthYear")
    register("c", birth_year=1880).then_refused("DATE_IMPLAUSIBLE", "birthYear", cause="TOO_EARLY")
    register("d", birth_year=2013).then_refused("DATE_IMPLAUSIBLE", "birthYear", cause="TOO_FAR")
    register("e", birth_date=date(2012, 6, 21)).then_refused("FUTURE_DATE", "birthDate")
    register("f", birth_date=date(1880, 1, 1)).then_refused("DATE_RANGE", "birthDate")


def test_a_birth_date_is_corrected(world):
    mbah = world.uid("mbah")
    world.run(CorrectPerson(person_id=mbah, reason="TYPING_ERROR", birth_date=date(1949, 1, 2)))
    assert world.state(Person, mbah).birth_year == 1949


def test_a_nik_is_claimed_verified_and_corrected(world):
    mbah = world.uid("mbah")
    world.when(ClaimIdentity(person_id=mbah, nik=NIK, sex="M")).then(
        IdentityClaimed(nik=identity(mbah, NIK, unique="nik"), warnings=("SEX_DIFFERS",))
    )
    world.when(ClaimIdentity(person_id=mbah, nik=OTHER)).then_refused(
        "IDENTITY_STATE", "personId", has_nik=True, state="CLAIMED"
    )
    world.when(VerifyIdentity(person_id=mbah, by="DUKCAPIL", reference="470/12")).then(
        IdentityVerified(by="DUKCAPIL", reference="470/12")
    )
    assert world.state(Person, mbah).nik_state == "VERIFIED"
    world.when(
        CorrectIdentity(person_id=mbah, nik=OTHER, reason="OTHER", note="dua angka tertukar")
    ).then(
        IdentityCorrected(
            of=2, nik=identity(mbah, OTHER, unique="nik"), reason="OTHER",
            note=note(mbah, "dua angka tertukar"),
        )
    )  # fmt: skip
    state = world.state(Person, mbah)
    assert (state.nik_state, state.nik_entry) == ("CLAIMED", 4)


def test_a_nik_is_withdrawn_with_the_reason_why_there_is_none(world):
    mbah = world.uid("mbah")
    withdraw = WithdrawIdentity(person_id=mbah, nik_missing="NOT_REMEMBERED", reason="WRONG_PERSON")
    world.when(withdraw).then_refused("IDENTITY_STATE", "personId", has_nik=False)
    world.run(ClaimIdentity(person_id=mbah, nik=NIK))
    world.when(withdraw).then(
        IdentityWithdrawn(of=2, nik_missing="NOT_REMEMBERED", reason="WRONG_PERSON")
    )
    state = world.state(Person, mbah)
    assert (state.nik_state, state.nik_record, state.nik_missing) == (
        "NONE",
        None,
        "NOT_REMEMBERED",
    )
    world.run(ClaimIdentity(person_id=mbah, nik=OTHER))
    assert IdentityWithdrawn.RELEASES == ("nik",)


def test_what_cannot_be_done_with_a_nik_is_refused(world):
    mbah, nobody = world.uid("mbah"), world.uid("nobody")
    world.when(ClaimIdentity(person_id=nobody, nik=NIK)).then_refused("NOT_FOUND", "personId")
    world.when(VerifyIdentity(person_id=mbah, by="KTP")).then_refused(
        "IDENTITY_STATE", "personId", has_nik=False
    )
    world.when(CorrectIdentity(person_id=mbah, nik=NIK, reason="TYPING_ERROR")).then_refused(
        "IDENTITY_STATE", "personId", has_nik=False
    )
    world.run(ClaimIdentity(person_id=mbah, nik=NIK))
    with pytest.raises(Refused, match="NIK_IN_CLEAR"):
        VerifyIdentity(person_id=mbah, by="KTP", reference=f"KTP {NIK}")


def test_aliases_are_recorded_and_retracted(world):
    mbah = world.uid("mbah")
    world.when(RecordAlias(person_id=mbah, alias="Mbah Nem")).then(
        AliasRecorded(alias=identity(mbah, "Mbah Nem"), kind="CALLED")
    )
    world.when(RetractAlias(person_id=mbah, of=1, reason="TYPING_ERROR")).then_refused(
        "NOT_FOUND", "of", kind="entry"
    )
    world.when(RetractAlias(person_id=mbah, of=2, reason="WRONG_PERSON")).then(
        AliasRetracted(of=2, reason="WRONG_PERSON")
    )
    assert world.state(Person, mbah).aliases == ()
