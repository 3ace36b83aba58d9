"""Consent: given with its proof, by a guardian for a child, limited, withdrawn."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import msgspec
import pytest
from msgspec.structs import replace

from wahana.domain.care.persons import consented
from wahana.domain.care.report import ReportCase
from wahana.domain.formation.wksbm import Wksbm
from wahana.domain.formation.wksbm_events import WksbmProposed
from wahana.domain.kernel.fields import child_data, note
from wahana.domain.kernel.model import Actor
from wahana.domain.people.consent_events import (
    ConsentCorrected,
    ConsentGiven,
    ConsentWithdrawn,
)
from wahana.domain.people.duplicate_commands import MergePersons, SuspectDuplicate
from wahana.domain.people.life_commands import RecordDeath
from wahana.domain.people.person import Person
from wahana.domain.people.registration import PersonRef, RegisterPerson
from wahana.domain.privacy.consent_commands import GiveConsent, WithdrawConsent
from wahana.domain.privacy.consent_corrections import CorrectConsent


@pytest.fixture
def world(scenario):
    made = scenario()
    made.run(
        RegisterPerson(person_id=made.uid("mbah"), name="Sarinem", birth_year=1931),
        RegisterPerson(person_id=made.uid("anak"), name="Budi", birth_year=2003),
        RegisterPerson(person_id=made.uid("remaja"), name="Rini", birth_year=1994),
        RegisterPerson(person_id=made.uid("entah"), name="Nn"),
    )
    return made


def give(world, who: str = "mbah", name: str = "c", **more: object) -> GiveConsent:
    values: dict[str, object] = {
        "person_id": world.uid(who), "consent_id": world.uid(name), "purpose": "REFERRAL",
        "scope": ("IDENTITY", "NEEDS", "NEEDS"), "method": "WRITTEN", "proof": "F-12/2012",
    }  # fmt: skip
    return GiveConsent(**values | more)  # type: ignore[arg-type]


def test_a_consent_says_what_for_what_of_and_by_which_proof(world):
    mbah, wksbm = world.uid("mbah"), found(world, "64.74.01.1001")
    world.when(give(world, wksbm_id=wksbm)).then(
        ConsentGiven(
            consent_id=world.uid("c"), purpose="REFERRAL", scope=("IDENTITY", "NEEDS"),
            giver="SELF", method="WRITTEN", proof="F-12/2012", wksbm_id=wksbm,
        )
    )  # fmt: skip
    state = world.state(Person, mbah)
    day = world.today
    assert state.consent_for("REFERRAL", day, scope=("NEEDS",)).id == world.uid("c")
    assert state.consent_for("REFERRAL", day, scope=("NEEDS", "HEALTH")) is None
    assert state.consent_for("SERVICE", day) is None
    assert state.consent_for("REFERRAL", day - timedelta(days=1)) is None
    world.when(give(world)).then_refused("ALREADY_EXISTS", "consentId", kind="consent")


def test_a_consent_may_be_limited(world):
    until = world.today + timedelta(days=30)
    world.run(give(world, until=until))
    state = world.state(Person, world.uid("mbah"))
    assert state.consent_for("REFERRAL", until) is not None
    assert state.consent_for("REFERRAL", until + timedelta(days=1)) is None
    world.when(give(world, name="d", until=date(2012, 6, 19))).then_refused("DATE_ORDER", "until")


def test_for_a_child_a_parent_or_guardian_consents_and_is_named(world):
    anak = world.uid("anak")
    world.when(give(world, "anak")).then_refused("GUARDIAN_REQUIRED", "giver")
    world.when(give(world, "anak", giver="PARENT")).then_refused("GUARDIAN_REQUIRED", "giverPerson")
    world.when(give(world, "anak", giver="PARENT", giver_person=anak)).then_refused(
        "GUARDIAN_REQUIRED", "giverPerson"
    )
    world.when(give(world, "anak", giver="PARENT", giver_person=world.uid("nobody"))).then_refused(
        "NOT_FOUND", "giverPerson"
    )
    both = {"giver_person": world.uid("mbah"), "giver_name": "Bu Sri"}
    world.when(give(world, "anak", giver="GUARDIAN", **both)).then_refused("ONE_OF", "giverPerson")
    event = world.when(give(world, "anak", giver="GUARDIAN", giver_name="Bu Sri")).only(
        ConsentGiven
    )
    assert event.giver_name == child_data(anak, "Bu Sri")
    event = world.when(
        give(world, "anak", "d", giver="PARENT", giver_person=world.uid("mbah"))
    ).only(ConsentGiven)
    assert (event.giver, event.giver_person) == ("PARENT", world.uid("mbah"))


def test_who_turns_eighteen_this_year_or_is_of_unknown_age_may_speak_for_themselves(world):
    for who in ("remaja", "entah"):
        assert world.state(Person, world.uid(who)).is_child_on(world.today) is None
        world.when(give(world, who, who)).accepted()
    world.when(give(world, "mbah", giver_name="Bu Sri")).then_refused("ONE_OF", "giver")


def test_a_guardian_is_alive_and_of_age(world):
    minor = give(world, "remaja", giver="GUARDIAN", giver_person=world.uid("anak"))
    world.when(minor).then_refused("GUARDIAN_UNFIT", "giverPerson")
    world.run(RecordDeath(person_id=world.uid("mbah"), died_on=date(2012, 6, 1)))
    dead = give(world, "remaja", giver="GUARDIAN", giver_person=world.uid("mbah"))
    world.when(dead).then_refused("PERSON_DIED", "giverPerson")
    world.when(dead, on=date(2012, 6, 1)).accepted()


@pytest.mark.parametrize(("ends", "allowed"), [(True, False), (False, True)])
def test_a_guardians_consent_ends_when_the_child_comes_of_age(world, ends, allowed):
    """Unless the office's policy says otherwise; a consent of their own confirms it."""
    anak = world.uid("anak")
    world.policies = replace(world.policies, guardian_consent_ends=ends)
    world.run(give(world, "anak", giver="PARENT", giver_name="Bu Budi"))
    asked = (world.uid("c"),)
    for day, lasts in ((date(2021, 12, 31), True), (date(2022, 1, 1), allowed)):
        world.today = day
        assert consented(world.context(), anak, asked, ("NEEDS",)) is lasts
    world.run(give(world, "anak", name="own"))
    assert consented(world.context(), anak, (world.uid("own"),), ("NEEDS",))


def test_a_consent_is_withdrawn_once(world):
    mbah = world.uid("mbah")
    withdraw = WithdrawConsent(person_id=mbah, consent_id=world.uid("c"), note="tidak mau lagi")
    world.when(withdraw).then_refused("NOT_FOUND", "consentId", kind="consent")
    world.run(give(world))
    world.when(withdraw).then(
        ConsentWithdrawn(consent_id=world.uid("c"), by="SELF", note=note(mbah, "tidak mau lagi"))
    )
    assert world.state(Person, mbah).consent_for("REFERRAL", world.today) is None
    world.when(withdraw).then_refused("CONSENT_STATE", "consentId")


def test_a_consent_is_corrected_on_every_record_that_holds_it(world):
    mbah, entah = world.uid("mbah"), world.uid("entah")
    world.run(give(world))
    world.run(SuspectDuplicate(person_id=entah, other_id=mbah, score=90, basis=("NAME",)))
    merge = MergePersons(person_id=entah, merged_id=mbah)
    world.when(merge, actor=Actor(id=world.uid("head"), role="DINAS_HEAD")).accepted()
    correct = CorrectConsent(
        person_id=entah, consent_id=world.uid("c"), purpose="SERVICE", scope=("NEEDS",),
        method="WRITTEN", proof="F-13/2012", reason="TYPING_ERROR",
    )  # fmt: skip
    right = {"purpose": "SERVICE", "scope": ("NEEDS",), "giver": "SELF", "method": "WRITTEN"}
    world.when(correct).then(
        *(
            ConsentCorrected(
                of=of, consent_id=world.uid("c"), **right, proof="F-13/2012", reason="TYPING_ERROR"
            )
            for of in (3, 2)
        )
    )
    for who in (entah, mbah):
        assert world.state(Person, who).consent_for("SERVICE", world.today).proof == "F-13/2012"
    unknown = msgspec.structs.replace(correct, consent_id=world.uid("none"))
    world.when(unknown).then_refused("NOT_FOUND", "consentId", kind="consent")


def test_a_board_takes_consents_of_those_who_live_in_its_area(world):
    near, far = found(world, "64.74.01.1001"), found(world, "64.74.02.1001")
    lives = "64.74.01.1001"
    world.run(RegisterPerson(person_id=world.uid("warga"), name="Sarinem", area_code=lives))
    for wksbm, known in ((near, near), (far, None), (world.uid("no wksbm"), None)):
        place = give(world, "warga", wksbm_id=wksbm).place(world.context())
        assert (place.area_code, place.wksbm_id) == (lives, known)
    assert give(world, "mbah", wksbm_id=near).place(world.context()).wksbm_id is None
    world.when(give(world, "warga", wksbm_id=world.uid("no wksbm"))).then_refused(
        "NOT_FOUND", "wksbmId", kind="wksbm"
    )


def test_a_board_takes_consents_of_those_whom_a_case_of_it_names(world):
    wksbm, other = found(world, "64.74.01.1001"), found(world, "64.74.02.1001")
    world.edition = "2012"
    chair = Actor(id=world.uid("chair"), role="WKSBM_CHAIR", wksbm_ids=(wksbm,))
    mbah, case = world.uid("mbah"), world.uid("case")
    report = ReportCase(
        case_id=case, wksbm_id=wksbm, target_kind="INDIVIDUAL", channel="VISIT",
        reporter_role="NEIGHBOUR", subjects=(PersonRef(person_id=mbah),),
    )  # fmt: skip
    world.when(report, actor=chair).accepted()

    def place(**more: object) -> UUID | None:
        return give(world, case_id=case, **more).place(world.context()).wksbm_id

    assert place() == place(wksbm_id=wksbm) == wksbm
    assert place(wksbm_id=other) is None
    assert give(world, "entah", case_id=case).place(world.context()).wksbm_id is None
    for who, given in (("entah", case), ("mbah", world.uid("no case"))):
        world.when(give(world, who, case_id=given)).then_refused("NOT_FOUND", "caseId", kind="case")
    # A record that was merged into hers is hers.
    world.run(
        SuspectDuplicate(person_id=world.uid("entah"), other_id=mbah, score=90, basis=("NAME",))
    )
    merge = MergePersons(person_id=world.uid("entah"), merged_id=mbah)
    world.when(merge, actor=Actor(id=world.uid("head"), role="DINAS_HEAD")).accepted()
    assert give(world, "entah", case_id=case).place(world.context()).wksbm_id == wksbm
    event = world.when(give(world, "entah", case_id=case)).only(ConsentGiven)
    assert event.wksbm_id == wksbm


def test_the_board_that_took_a_consent_takes_its_withdrawal(world):
    wksbm, other = found(world, "64.74.01.1001"), found(world, "64.74.02.1001")
    world.run(give(world, wksbm_id=wksbm))
    withdraw = WithdrawConsent(person_id=world.uid("mbah"), consent_id=world.uid("c"))
    for told, known in ((None, wksbm), (wksbm, wksbm), (other, None)):
        place = msgspec.structs.replace(withdraw, wksbm_id=told).place(world.context())
        assert place.wksbm_id == known
    world.when(withdraw).accepted()


def found(world, village: str) -> UUID:
    """A WKSBM of a village."""
    wksbm: UUID = world.uid(f"wksbm {village}")
    proposed = WksbmProposed(
        name="WKSBM", level="KELURAHAN", village_code=village, area_edition="2025",
        origin="NATURAL", budget_year=2012,
    )  # fmt: skip
    world.given(Wksbm, wksbm, proposed)
    return wksbm
