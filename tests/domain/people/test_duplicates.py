"""Two records of one person: suspected, rejected, merged by another member, unmerged."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.domain.conftest import Scenario, uid

from wahana.domain.kernel.fields import note
from wahana.domain.kernel.model import Actor
from wahana.domain.people.duplicate_commands import MergePersons, SuspectDuplicate
from wahana.domain.people.duplicate_corrections import RejectDuplicate, ReverseMerge
from wahana.domain.people.identity_commands import ClaimIdentity, VerifyIdentity
from wahana.domain.people.life_commands import MovePerson, RecordDeath
from wahana.domain.people.person import Person
from wahana.domain.people.person_corrections import (
    CorrectDeath,
    CorrectIdentity,
    CorrectPerson,
    RetractDeath,
    RetractPersonEntry,
    WithdrawIdentity,
)
from wahana.domain.people.person_events import (
    DuplicateRejected,
    DuplicateSuspected,
    IdentityVerified,
    MergeReversed,
    PersonEntryRetracted,
    PersonsMerged,
)
from wahana.domain.people.registration import NewPerson, PersonRef, RegisterPerson, person_of
from wahana.domain.privacy.consent_commands import GiveConsent, WithdrawConsent

A, B, C = uid("a"), uid("b"), uid("c")
NIK, OTHER = "6474014304500001", "6474014304500002"
HEAD = Actor(id=uid("head"), role="DINAS_HEAD")


@pytest.fixture
def world():
    made = Scenario()
    made.run(*(RegisterPerson(person_id=each, name="Sarinem") for each in (A, B, C)))
    return made


def suspect(one=A, other=B) -> SuspectDuplicate:
    return SuspectDuplicate(person_id=one, other_id=other, score=90, basis=("NAME", "ADDRESS"))


def merge(world: Scenario, survivor=A, merged=B) -> None:
    world.run(suspect(survivor, merged))
    world.when(MergePersons(person_id=survivor, merged_id=merged), actor=HEAD).accepted()


def consent(person, name: str, **more: object) -> GiveConsent:
    return GiveConsent(
        person_id=person, consent_id=uid(name), purpose="SERVICE", scope=("NEEDS",),
        method="WRITTEN", proof=f"F-{name}", **more,
    )  # fmt: skip


def test_a_suspicion_stands_on_both_records(world):
    world.when(suspect()).then(
        DuplicateSuspected(other=B, score=90, basis=("NAME", "ADDRESS")),
        DuplicateSuspected(other=A, score=90, basis=("NAME", "ADDRESS")),
    )
    assert world.state(Person, B).suspicion_of(A).suspected_by == world.actor.id
    world.when(suspect(B, A)).then_refused("DUPLICATE_STATE", "otherId", cause="ALREADY_SUSPECTED")
    world.when(suspect(A, A)).then_refused("DUPLICATE_STATE", "otherId", cause="SAME_RECORD")
    world.when(suspect(A, uid("nobody"))).then_refused("NOT_FOUND", "otherId")


def test_a_suspicion_is_rejected(world):
    reject = RejectDuplicate(person_id=B, other_id=A, reason="OTHER", note="cucu senama")
    world.when(reject).then_refused("DUPLICATE_STATE", "otherId", cause="NOT_SUSPECTED")
    world.run(suspect())
    world.when(reject, actor=HEAD).then(
        DuplicateRejected(other=A, reason="OTHER", note=note(B, "cucu senama")),
        DuplicateRejected(other=B, reason="OTHER", note=note(A, "cucu senama")),
    )
    assert world.state(Person, A).suspected == ()
    world.when(MergePersons(person_id=A, merged_id=B), actor=HEAD).then_refused(
        "DUPLICATE_STATE", "mergedId", cause="NOT_SUSPECTED"
    )


def test_who_suspects_does_not_merge(world):
    world.run(suspect())
    world.when(MergePersons(person_id=A, merged_id=B)).then_refused("SELF_APPROVAL")
    event = world.when(MergePersons(person_id=A, merged_id=B), actor=HEAD).accepted().events[0]
    assert event == PersonsMerged(
        survivor=A, merged=B, suspected_by=world.actor.id, approver=HEAD.id, nik_state="NONE"
    )
    assert world.state(Person, B).merged_into == A


def test_who_names_a_merged_record_means_the_one_that_counts(world):
    merge(world)
    moved = world.when(MovePerson(person_id=B, area_code="64.74.01.1001")).accepted()
    assert [state.id for state, _ in moved.written] == [A]
    suspected = world.when(suspect(C, B)).accepted()
    assert {event.other for event in suspected.events} == {A, C}
    world.when(suspect(A, B)).then_refused("DUPLICATE_STATE", "otherId", cause="SAME_RECORD")
    new = PersonRef(new=NewPerson(person_id=uid("d"), name="Baru"))
    assert person_of(world.context(), new, field="person")[0] == uid("d")


def test_a_death_on_the_merged_record_is_the_persons(world):
    died, later = date(2012, 6, 2), world.today
    world.run(RecordDeath(person_id=B, died_on=died))
    merge(world)
    moved = MovePerson(person_id=A, area_code="64.74.01.1001")
    world.when(moved, on=later).then_refused("PERSON_DIED", "personId", day=died)
    world.when(moved, on=died).accepted()
    again = RecordDeath(person_id=A, died_on=later)
    world.when(again).then_refused("DEATH_STATE", "personId", dead=True)
    corrected = CorrectDeath(person_id=A, died_on=later, reason="WRONG_DATE")
    assert [state.id for state, _ in world.when(corrected).accepted().written] == [B]
    world.run(RetractDeath(person_id=A, reason="ALIVE"))
    world.when(again).accepted()


def test_nobody_is_born_after_their_death_also_by_correction(world):
    world.run(RecordDeath(person_id=B, died_on=date(2012, 6, 2)))
    merge(world)
    for born in ({"birth_year": 2013}, {"birth_date": date(2012, 6, 3)}):
        correct = CorrectPerson(person_id=A, reason="WRONG_DATE", **born)
        field = "birthYear" if "birth_year" in born else "birthDate"
        refused = world.when(correct).refused
        assert refused is not None
        assert refused.field == field
    right = CorrectPerson(person_id=A, reason="WRONG_DATE", birth_date=date(2012, 6, 2))
    world.when(right).accepted()


def test_two_niks_are_two_persons(world):
    world.run(ClaimIdentity(person_id=A, nik=NIK), ClaimIdentity(person_id=B, nik=OTHER), suspect())
    merging = MergePersons(person_id=A, merged_id=B)
    world.when(merging, actor=HEAD).then_refused("MERGE_TWO_NIKS", "mergedId")
    world.run(WithdrawIdentity(person_id=B, nik_missing="NOT_ASKED", reason="TYPING_ERROR"))
    world.when(merging, actor=HEAD).accepted()


def test_the_survivor_takes_the_nik_over_and_verifying_it_counts_for_both(world):
    world.run(ClaimIdentity(person_id=B, nik=NIK))
    merge(world)
    state = world.state(Person, A)
    assert (state.nik_state, state.nik_record, state.nik_entry) == ("CLAIMED", B, None)
    merge(world, survivor=C, merged=A)
    world.when(VerifyIdentity(person_id=C, by="KTP")).then(*[IdentityVerified(by="KTP")] * 3)
    for survivor, merged in ((C, A), (A, B)):
        world.run(ReverseMerge(person_id=survivor, merged_id=merged, reason="OTHER_PERSON"))
    states = [world.state(Person, each) for each in (A, B, C)]
    assert [state.nik_state for state in states] == ["NONE", "VERIFIED", "NONE"]


def test_a_nik_that_came_by_a_merge_is_corrected_and_withdrawn_where_it_stands(world):
    world.run(ClaimIdentity(person_id=B, nik=NIK))
    merge(world)
    merge(world, survivor=C, merged=A)
    world.run(VerifyIdentity(person_id=C, by="KTP"))
    correct = world.when(CorrectIdentity(person_id=C, nik=OTHER, reason="TYPING_ERROR"))
    assert [state.id for state, _ in correct.accepted().written] == [B, C, A]
    assert [world.state(Person, each).nik_state for each in (A, B, C)] == ["CLAIMED"] * 3
    world.run(VerifyIdentity(person_id=C, by="KTP"))
    withdraw = WithdrawIdentity(person_id=C, nik_missing="NOT_ASKED", reason="WRONG_PERSON")
    world.when(withdraw).accepted()
    assert [world.state(Person, each).nik for each in (A, B, C)] == [None] * 3
    world.run(ClaimIdentity(person_id=C, nik=NIK))
    for survivor, merged in ((C, A), (A, B)):
        world.run(ReverseMerge(person_id=survivor, merged_id=merged, reason="OTHER_PERSON"))
    assert [world.state(Person, each).nik_state for each in (A, B, C)] == [
        "NONE",
        "NONE",
        "CLAIMED",
    ]


def test_a_suspicion_about_a_merged_record_can_be_ended(world):
    world.run(suspect(B, C))
    merge(world)
    for one, other in ((B, C), (C, B)):
        streams = dict(world._streams)
        reject = RejectDuplicate(person_id=one, other_id=other, reason="OTHER_PERSON")
        world.when(reject, actor=HEAD).accepted()
        assert [world.state(Person, each).suspected for each in (A, B, C)] == [()] * 3
        world._streams = streams


def test_a_verification_is_taken_back_on_every_record_down_to_the_nik(world):
    world.run(ClaimIdentity(person_id=B, nik=NIK))
    merge(world)
    world.run(VerifyIdentity(person_id=A, by="KTP"))
    retract = RetractPersonEntry(person_id=A, of=4, entry="VERIFICATION", reason="WRONG_DOCUMENT")
    world.when(retract).then(
        *(
            PersonEntryRetracted(of=of, entry="VERIFICATION", reason="WRONG_DOCUMENT")
            for of in (4, 5)
        )
    )
    assert [world.state(Person, each).nik_state for each in (A, B)] == ["CLAIMED", "CLAIMED"]


def test_what_was_withdrawn_stays_so_after_a_reversal(world):
    world.run(consent(B, "of b"), consent(A, "of a"))
    merge(world)
    held = world.state(Person, A).consents
    assert [(each.id, each.record) for each in held] == [(uid("of a"), A), (uid("of b"), B)]
    assert world.state(Person, A).consent_for("SERVICE", world.today).id == uid("of b")
    world.run(WithdrawConsent(person_id=A, consent_id=uid("of b")))
    world.run(ReverseMerge(person_id=A, merged_id=B, reason="OTHER_PERSON"))
    assert [each.id for each in world.state(Person, A).consents] == [uid("of a")]
    assert world.state(Person, B).consents[0].withdrawn_on == world.today


def test_a_merge_is_reversed_once_and_in_order(world):
    reverse = ReverseMerge(person_id=A, merged_id=B, reason="OTHER", note="ternyata kembar")
    world.when(reverse).then_refused("DUPLICATE_STATE", "mergedId", cause="NOT_MERGED")
    merge(world)
    merge(world, survivor=C, merged=A)
    world.when(reverse).then_refused("PERSON_MERGED", "personId", survivor=C)
    world.run(ReverseMerge(person_id=C, merged_id=A, reason="OTHER_PERSON"))
    world.when(reverse).then(
        MergeReversed(survivor=A, merged=B, reason="OTHER", note=note(A, "ternyata kembar")),
        MergeReversed(survivor=A, merged=B, reason="OTHER", note=note(B, "ternyata kembar")),
    )


def plain(state: Person) -> Person:
    """A state as it is compared: without its version and its closed suspicions."""
    return msgspec.structs.replace(state, version=0, suspected=())


@settings(max_examples=60, deadline=None)
@given(
    niks=st.lists(st.sampled_from(["none", "claimed", "verified"]), min_size=4, max_size=4),
    given_consents=st.lists(st.integers(0, 3), max_size=4),
    merges=st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=6),
)
def test_reversing_all_merges_leaves_every_record_as_it_was(niks, given_consents, merges):
    world = Scenario()
    people = [uid(f"p{number}") for number in range(4)]
    for number, (person, nik) in enumerate(zip(people, niks, strict=True)):
        world.run(RegisterPerson(person_id=person, name="X"))
        if nik != "none":
            world.run(ClaimIdentity(person_id=person, nik=f"647401430450000{number + 1}"))
        if nik == "verified":
            world.run(VerifyIdentity(person_id=person, by="KTP"))
    for number, index in enumerate(given_consents):
        world.run(consent(people[index], f"c{number}"))
    before = [plain(world.state(Person, person)) for person in people]
    done = []
    for survivor, merged in ((people[one], people[other]) for one, other in merges):
        if world.when(suspect(survivor, merged)).refused is None:
            outcome = world.when(MergePersons(person_id=survivor, merged_id=merged), actor=HEAD)
            if outcome.refused is None:
                merge_of = outcome.events[0]
                done.append((merge_of.survivor, merge_of.merged))
                state = world.state(Person, merge_of.survivor)
                held = [each.id for each in state.consents]
                assert len(held) == len(set(held))
    living = [world.state(Person, each) for each in people]
    holders = [state for state in living if state.merged_into is None and state.nik_record]
    assert len({state.nik_record for state in holders}) == len(holders)
    for survivor, merged in reversed(done):
        world.run(ReverseMerge(person_id=survivor, merged_id=merged, reason="OTHER_PERSON"))
    assert [plain(world.state(Person, person)) for person in people] == before
