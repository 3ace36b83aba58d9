"""Five new people in one command (S0); replaced, withdrawn, approved by another (U2)."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest

from wahana.domain.formation.nomination_commands import (
    ApproveNomination,
    NominateCandidates,
    ReplaceCandidate,
    WithdrawCandidate,
)
from wahana.domain.formation.nominees import Nominee
from wahana.domain.formation.wksbm_events import (
    Candidate,
    CandidateReplaced,
    CandidatesNominated,
    CandidateWithdrew,
    NominationApproved,
)
from wahana.domain.people.person_events import PersonRegistered
from wahana.domain.people.registration import PersonRef


def replace(bontang, leaving, person, **changes):
    fields = {"wksbm_id": bontang.id, "leaving": leaving, "person": person, "reason": "MOVED"}
    return bontang.world.when(ReplaceCandidate(**(fields | changes)))


def withdraw(bontang, person, **changes):
    fields = {"wksbm_id": bontang.id, "person_id": person, "reason": "RESIGNED"} | changes
    return bontang.world.when(WithdrawCandidate(**fields))


def approve(bontang, **how):
    how = {"actor": bontang.lurah} | how
    return bontang.world.when(ApproveNomination(wksbm_id=bontang.id), **how)


def test_five_new_people_in_one_command(bontang):
    bontang.reach("SOCIALISED")
    outcome = bontang.world.when(bontang.nominate())
    *registrations, nominated = outcome.events
    assert [type(event) for event in registrations] == [PersonRegistered] * 5
    assert nominated == CandidatesNominated(
        candidates=tuple(
            Candidate(person=person, seat=seat)
            for person, seat in zip(bontang.people, bontang.SEATS, strict=True)
        )
    )
    assert bontang.state.stage == "NOMINATED"


@pytest.mark.parametrize("count", [4, 6])
def test_neither_four_nor_six(bontang, count):
    bontang.reach("SOCIALISED")
    command = bontang.nominate(candidates=bontang.nominees(count=count))
    bontang.world.when(command).then_refused("BOARD_SIZE", "candidates", expected=5, given=count)


def test_the_policy_may_ask_for_seven(bontang):
    bontang.world.policies = msgspec.structs.replace(bontang.world.policies, board_candidates=7)
    bontang.reach("SOCIALISED")
    bontang.world.when(bontang.nominate()).then_refused("BOARD_SIZE", "candidates", expected=7)
    seven = bontang.nominate(candidates=bontang.nominees(count=7))
    bontang.world.when(seven).accepted()


def test_one_person_twice_is_four_people(bontang):
    bontang.reach("SOCIALISED")
    *four, last = bontang.nominees()
    twice = msgspec.structs.replace(last, person=four[0].person)
    bontang.world.when(bontang.nominate(candidates=(*four, twice))).then_refused(
        "BOARD_SIZE", "candidates", given=4
    )


def test_seats_are_known_and_given_once(bontang):
    bontang.reach("SOCIALISED")
    *four, last = bontang.nominees()

    def nominate(seat):
        changed = (*four, msgspec.structs.replace(last, seat=seat))
        return bontang.world.when(bontang.nominate(candidates=changed))

    nominate("PELINDUNG").then_refused("KIND_UNKNOWN", "seat", code="PELINDUNG")
    nominate("KETUA").then_refused("SEAT_TWICE", "candidates", seat="KETUA")


def test_candidates_are_registered_or_new(bontang):
    bontang.reach("SOCIALISED")
    unknown = bontang.nominees(new=False)
    bontang.world.when(bontang.nominate(candidates=unknown)).then_refused("NOT_FOUND", "personId")
    *four, last = bontang.nominees()
    neither = (*four, msgspec.structs.replace(last, person=PersonRef()))
    bontang.world.when(bontang.nominate(candidates=neither)).then_refused("ONE_OF", "personId")
    known = Nominee(person=bontang.known(bontang.person("warga")), seat=last.seat)
    bontang.world.when(bontang.nominate(candidates=(*four, known))).accepted()


def test_a_nomination_needs_the_socialisation(bontang):
    bontang.reach("PROPOSED")
    bontang.world.when(bontang.nominate()).then_refused(
        "STAGE_ORDER", stage="PROPOSED", needed="SOCIALISED"
    )


def test_a_nomination_is_not_before_the_first_session(bontang):
    bontang.reach("SOCIALISED")
    bontang.world.when(bontang.nominate(), on=date(2012, 5, 23)).then_refused(
        "STAGE_DATE", "occurredOn", stage="SOCIALISED"
    )


def test_an_undated_session_is_taken_on_trust(bontang):
    bontang.reach("SOCIALISED")
    bontang.world.when(bontang.socialise(held_from=None, held_to=None)).accepted()
    bontang.world.when(bontang.nominate(), on=date(2012, 5, 23)).accepted()
    assert bontang.state.nomination.nominated_on == date(2012, 5, 23)


def test_a_second_nomination_is_refused(bontang):
    bontang.reach("NOMINATED")
    again = NominateCandidates(wksbm_id=bontang.id, candidates=bontang.nominees(new=False))
    bontang.world.when(again).then_refused("STAGE_DONE", stage="NOMINATED")


def test_a_candidate_is_replaced_in_the_same_seat(bontang):
    bontang.reach("NOMINATED")
    newcomer = bontang.uid("newcomer")
    outcome = replace(bontang, bontang.people[0], bontang.new(newcomer))
    assert outcome.only(CandidateReplaced) == CandidateReplaced(
        leaving=bontang.people[0],
        candidate=Candidate(person=newcomer, seat="KETUA"),
        reason="MOVED",
    )
    assert outcome.only(PersonRegistered)
    assert bontang.state.nomination.candidates[0].person == newcomer


def test_what_a_replacement_may_not_do(bontang):
    bontang.reach("NOMINATED")
    first, second, *_ = bontang.people
    newcomer = bontang.person("newcomer")
    replace(bontang, newcomer, bontang.known(first)).then_refused("NOT_CANDIDATE", "leaving")
    replace(bontang, first, bontang.known(second)).then_refused("PERSON_TWICE", "person")
    replace(bontang, first, bontang.known(newcomer), seat="WAKIL").then_refused(
        "SEAT_TWICE", "seat"
    )
    replace(bontang, first, bontang.known(first)).then_refused("NO_CHANGE", "person")
    replace(bontang, first, bontang.known(newcomer), reason="OTHER").then_refused(
        "NOTE_REQUIRED", "note"
    )


def test_a_withdrawn_candidate_is_replaced(bontang):
    bontang.reach("NOMINATED")
    leaving = bontang.people[3]
    outcome = withdraw(bontang, leaving, note="pindah ke Samarinda")
    assert outcome.only(CandidateWithdrew).note.subject == leaving
    assert len(bontang.state.nomination.standing) == 4
    withdraw(bontang, leaving).then_refused("NOT_CANDIDATE", "personId")
    replace(bontang, leaving, bontang.known(bontang.person("newcomer"))).accepted()
    assert len(bontang.state.nomination.standing) == 5


def test_a_candidate_leaves_after_the_nomination(bontang):
    bontang.reach("NOMINATED")
    nominated_on = bontang.state.nomination.nominated_on
    about = {"wksbm_id": bontang.id, "reason": "MOVED"}
    leaving, new = bontang.people[3], bontang.known(bontang.person("newcomer"))
    for command in (
        WithdrawCandidate(**about, person_id=leaving),
        ReplaceCandidate(**about, leaving=leaving, person=new),
    ):
        before = bontang.world.when(command, on=nominated_on - timedelta(days=1))
        before.then_refused("STAGE_DATE", "occurredOn", stage="NOMINATED", day=nominated_on)
        bontang.world.fork().when(command, on=nominated_on).accepted()


def test_before_a_nomination_there_is_nobody_to_replace(bontang):
    bontang.reach("SOCIALISED")
    withdraw(bontang, bontang.people[0]).then_refused("STAGE_ORDER", needed="NOMINATED")


def test_after_the_inauguration_the_board_is_changed(bontang):
    bontang.reach("INAUGURATED")
    replace(bontang, bontang.people[0], bontang.known(bontang.person("x"))).then_refused(
        "STAGE_DONE", stage="INAUGURATED"
    )


def test_the_lurah_approves(bontang):
    bontang.reach("NOMINATED")
    approve(bontang).then(NominationApproved(of=3))
    assert bontang.state.nomination.approved_by == bontang.lurah.id
    approve(bontang).then_refused("STAGE_DONE", stage="APPROVED")


def test_nobody_approves_what_they_entered(bontang):
    bontang.reach("NOMINATED")
    approve(bontang, actor=None).then_refused("SELF_APPROVAL")


def test_an_approval_is_not_before_the_nomination(bontang):
    bontang.reach("NOMINATED")
    approve(bontang, on=date(2012, 6, 1)).then_refused("STAGE_DATE", "occurredOn")


def test_a_change_makes_the_approval_lapse_and_its_maker_no_approver(bontang):
    bontang.reach("NOMINATED")
    approve(bontang).accepted()
    newcomer = bontang.known(bontang.person("newcomer"))
    change = ReplaceCandidate(
        wksbm_id=bontang.id, leaving=bontang.people[0], person=newcomer, reason="MOVED"
    )
    bontang.world.when(change, actor=bontang.lurah).accepted()
    assert bontang.state.nomination.approved_by is None
    approve(bontang).then_refused("SELF_APPROVAL")
