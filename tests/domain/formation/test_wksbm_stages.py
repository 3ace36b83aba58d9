"""The stages of the formation and their order (S0); what may be waived (S2)."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from wahana.domain.formation.activity import Activity
from wahana.domain.formation.activity_events import ActivityCancelled
from wahana.domain.formation.activity_ref import ActivityRef, ExternalActivity
from wahana.domain.formation.board_events import BoardTermOpened, SeatFilled
from wahana.domain.formation.life_commands import RecordWksbmDormancy
from wahana.domain.formation.nomination_commands import WithdrawCandidate
from wahana.domain.formation.stage_commands import WaiveStage
from wahana.domain.formation.wksbm_events import (
    CandidatesTrained,
    MembersTrained,
    StageWaived,
    WksbmInaugurated,
    WksbmSocialised,
)

BIMTEK = ExternalActivity(
    organiser="Dinas Sosial DIY",
    title="Bimbingan teknis pengurus WKSBM",
    date_from=date(2012, 6, 12),
    date_to=date(2012, 6, 13),
)


def waive(bontang, stage, **changes):
    fields = {"wksbm_id": bontang.id, "stage": stage, "reason": "PRE_EXISTING"} | changes
    return bontang.world.when(WaiveStage(**fields), on=date(2012, 6, 1))


# --- socialisation


def test_a_village_session_may_have_no_date(bontang):
    bontang.reach("PROPOSED")
    command = bontang.socialise(held_from=None, held_to=None)
    bontang.world.when(command).then(WksbmSocialised())
    assert bontang.state.stage == "SOCIALISED"


def test_a_session_between_two_days(bontang):
    bontang.reach("PROPOSED")
    command = bontang.socialise(held_to=date(2012, 6, 13))
    bontang.world.when(command).then(
        WksbmSocialised(held_from=date(2012, 5, 24), held_to=date(2012, 6, 13))
    )


def test_an_activity_brings_its_days_and_its_version(bontang):
    bontang.reach("PROPOSED")
    bontang.session_held()
    cited = ActivityRef(activity_id=bontang.session)
    command = bontang.socialise(activity=cited, held_from=None, held_to=None)
    outcome = bontang.world.when(command)
    outcome.then(
        WksbmSocialised(
            activity=ActivityRef(activity_id=bontang.session, version=2),
            held_from=date(2012, 6, 14),
            held_to=date(2012, 6, 15),
        )
    )
    assert outcome.guards[bontang.session] == 2


@pytest.mark.parametrize(
    ("days", "code", "field"),
    [
        ({"held_to": None}, "DATE_IMPLAUSIBLE", "heldFrom"),
        ({"held_to": date(2012, 5, 1)}, "DATE_ORDER", "heldTo"),
        (
            {"held_from": date(2012, 7, 1), "held_to": date(2012, 7, 1)},
            "FUTURE_DATE",
            "heldFrom",
        ),
    ],
)
def test_days_of_a_session_make_sense(bontang, days, code, field):
    bontang.reach("PROPOSED")
    bontang.world.when(bontang.socialise(**days)).then_refused(code, field)


def test_a_cancelled_activity_socialised_nobody(bontang):
    bontang.reach("PROPOSED")
    bontang.session_held()
    bontang.world.given(Activity, bontang.session, ActivityCancelled(reason="BUDGET"))
    command = bontang.socialise(activity=ActivityRef(activity_id=bontang.session))
    bontang.world.when(command).then_refused("ACTIVITY_STATE", "activity")


# --- training


def test_training_cites_the_activity_and_who_was_there(bontang):
    bontang.reach("NOMINATED")
    bontang.session_held(*bontang.people)
    outcome = bontang.world.when(bontang.train(), on=bontang.TRAINED_ON)
    outcome.then(
        CandidatesTrained(
            activity=ActivityRef(activity_id=bontang.session, version=2),
            attended=tuple(bontang.people),
        )
    )
    assert bontang.state.stage == "TRAINED"
    assert outcome.guards[bontang.session] == 2


def test_training_needs_a_nomination(bontang):
    bontang.reach("SOCIALISED")
    bontang.session_held(*bontang.people)
    bontang.world.when(bontang.train()).then_refused(
        "STAGE_ORDER", stage="SOCIALISED", needed="NOMINATED"
    )


def test_training_is_proved_by_attendance(bontang):
    bontang.reach("NOMINATED")
    bontang.session_held(*bontang.people[:4])
    bontang.world.when(bontang.train()).then_refused(
        "NOT_ATTENDED", "attended", person=str(bontang.people[4])
    )


def test_only_candidates_are_trained(bontang):
    bontang.reach("NOMINATED")
    guest = bontang.person("guest")
    bontang.session_held(guest)
    bontang.world.when(bontang.train(attended=(guest,))).then_refused("NOT_CANDIDATE", "attended")
    twice = (bontang.people[0], bontang.people[0])
    bontang.world.when(bontang.train(attended=twice)).then_refused("PERSON_TWICE", "attended")


def test_training_is_not_before_its_activity_nor_the_nomination(bontang):
    bontang.reach("NOMINATED")
    bontang.session_held(*bontang.people)
    bontang.world.when(bontang.train(), on=date(2012, 6, 13)).then_refused(
        "ACTIVITY_NOT_BEGUN", "occurredOn"
    )
    bontang.world.when(bontang.train(), on=date(2012, 6, 3)).then_refused(
        "STAGE_DATE", "occurredOn", stage="NOMINATED"
    )


def test_another_offices_training_is_cited_by_name(bontang):
    bontang.reach("NOMINATED")
    command = bontang.train(activity=ActivityRef(external=BIMTEK))
    bontang.world.when(command, on=date(2012, 6, 13)).then(
        CandidatesTrained(activity=ActivityRef(external=BIMTEK), attended=tuple(bontang.people))
    )
    both = ActivityRef(external=BIMTEK, activity_id=bontang.session)
    bontang.world.when(bontang.train(activity=both)).then_refused("ONE_OF", "activityId")


def test_members_of_the_board_are_trained_later(bontang):
    bontang.reach("INAUGURATED")
    chair = bontang.people[:1]
    command = bontang.train(activity=ActivityRef(external=BIMTEK), attended=tuple(chair))
    bontang.world.when(command, on=date(2012, 6, 18)).then(
        MembersTrained(activity=ActivityRef(external=BIMTEK), attended=tuple(chair))
    )


# --- waivers


def test_a_traditional_body_waives_its_stages(bontang):
    bontang.reach("PROPOSED")
    waive(bontang, "SOCIALISED").then(StageWaived(stage="SOCIALISED", reason="PRE_EXISTING"))
    waive(bontang, "NOMINATED").accepted()
    waive(bontang, "TRAINED").accepted()
    outcome = bontang.world.when(bontang.inaugurate(activity=None), on=bontang.INAUGURATED_ON)
    assert [type(event) for event in outcome.events] == [WksbmInaugurated, BoardTermOpened]
    assert bontang.state.status == "ACTIVE"


def test_a_waiver_has_its_reason_and_is_given_once(bontang):
    bontang.reach("PROPOSED")
    waive(bontang, "TRAINED", reason="OTHER").then_refused("NOTE_REQUIRED", "note")
    noted = waive(bontang, "TRAINED", reason="OTHER", note="sejak 1987").only(StageWaived)
    assert noted.note.value == "sejak 1987"
    assert noted.note.subject == bontang.id
    waive(bontang, "TRAINED").then_refused("STAGE_DONE", "stage")


def test_nothing_is_waived_after_the_inauguration(bontang):
    bontang.reach("INAUGURATED")
    waive(bontang, "TRAINED").then_refused("STAGE_DONE", "stage", stage="INAUGURATED")


# --- inauguration


def test_the_inauguration_opens_the_term_and_fills_the_seats(bontang):
    bontang.reach("TRAINED")
    outcome = bontang.world.when(bontang.inaugurate(), on=bontang.INAUGURATED_ON)
    term_to = date(2017, 6, 15)
    outcome.then(
        WksbmInaugurated(
            activity=ActivityRef(activity_id=bontang.session, version=2),
            decree=bontang.DECREE,
            term_no=1,
            term_from=bontang.INAUGURATED_ON,
            term_to=term_to,
        ),
        BoardTermOpened(
            wksbm=bontang.id,
            term_no=1,
            valid_from=bontang.INAUGURATED_ON,
            valid_to=term_to,
            decree=bontang.DECREE,
        ),
        *(
            SeatFilled(term_no=1, seat=seat, person=person, valid_from=bontang.INAUGURATED_ON)
            for seat, person in zip(bontang.SEATS, bontang.people, strict=True)
        ),
    )
    assert bontang.state.status == "ACTIVE"
    assert bontang.board.holder("KETUA", bontang.INAUGURATED_ON) == bontang.people[0]
    assert bontang.board.holder("KETUA", term_to) is None


def test_the_term_may_be_given(bontang):
    bontang.reach("TRAINED")
    term = {"term_from": date(2012, 7, 1), "term_to": date(2015, 7, 1)}
    opened = bontang.world.when(bontang.inaugurate(**term), on=bontang.INAUGURATED_ON)
    assert opened.only(BoardTermOpened).valid_to == date(2015, 7, 1)


@pytest.mark.parametrize(
    ("stage", "code", "params"),
    [
        ("PROPOSED", "STAGE_ORDER", {"stage": "PROPOSED", "needed": "SOCIALISED"}),
        ("SOCIALISED", "STAGE_ORDER", {"stage": "SOCIALISED", "needed": "NOMINATED"}),
        ("NOMINATED", "NOT_TRAINED", {"trained": 0, "candidates": 5, "share_percent": 80}),
    ],
)
def test_no_stage_is_skipped(bontang, stage, code, params):
    bontang.reach(stage)
    command = bontang.inaugurate(activity=None)
    bontang.world.when(command, on=bontang.INAUGURATED_ON).then_refused(code, **params)


def test_before_the_session_nobody_is_trained(bontang):
    bontang.reach("TRAINED")
    bontang.world.when(bontang.inaugurate(), on=date(2012, 6, 13)).then_refused("NOT_TRAINED")


@pytest.mark.parametrize(("attended", "accepted"), [(4, True), (3, False)])
def test_the_share_of_the_policy_is_enough(bontang, attended, accepted):
    bontang.reach("NOMINATED")
    bontang.session_held(*bontang.people)
    there = tuple(bontang.people[:attended])
    bontang.world.when(bontang.train(attended=there), on=bontang.TRAINED_ON).accepted()
    outcome = bontang.world.when(bontang.inaugurate(), on=bontang.INAUGURATED_ON)
    if accepted:
        outcome.accepted()
    else:
        outcome.then_refused("NOT_TRAINED", trained=3)


def test_the_stages_are_not_after_the_inauguration(bontang):
    bontang.reach("TRAINED")
    bontang.world.when(bontang.inaugurate(), on=date(2012, 6, 1)).then_refused(
        "STAGE_DATE", "occurredOn", stage="NOMINATED"
    )
    bontang.world.when(bontang.inaugurate(), on=date(2012, 5, 1)).then_refused(
        "STAGE_DATE", "occurredOn", stage="SOCIALISED"
    )


def test_the_policy_may_ask_for_the_approval(bontang):
    bontang.world.policies = msgspec.structs.replace(
        bontang.world.policies, nomination_approval=True
    )
    bontang.reach("TRAINED")
    command = bontang.inaugurate()
    bontang.world.when(command, on=bontang.INAUGURATED_ON).then_refused(
        "STAGE_ORDER", needed="APPROVED"
    )


def test_a_place_left_by_a_candidate_must_be_filled(bontang):
    bontang.reach("TRAINED")
    gone = WithdrawCandidate(wksbm_id=bontang.id, person_id=bontang.people[4], reason="MOVED")
    bontang.world.when(gone).accepted()
    bontang.world.when(bontang.inaugurate(), on=bontang.INAUGURATED_ON).then_refused(
        "BOARD_SIZE", expected=5, given=4
    )


def test_it_is_inaugurated_once_and_awake(bontang):
    bontang.reach("TRAINED")
    rest = RecordWksbmDormancy(wksbm_id=bontang.id, reason="FEW_PEOPLE")
    bontang.world.when(rest, on=date(2012, 6, 16)).accepted()
    bontang.world.when(bontang.inaugurate(), on=bontang.INAUGURATED_ON).then_refused(
        "WKSBM_STATE", "wksbmId", state="DORMANT"
    )


def test_a_second_inauguration_is_refused(bontang):
    bontang.reach("INAUGURATED")
    bontang.world.when(bontang.inaugurate()).then_refused("STAGE_DONE", stage="INAUGURATED")


def test_decree_and_term_have_sensible_days(bontang):
    bontang.reach("TRAINED")

    def inaugurate(**changes):
        return bontang.world.when(bontang.inaugurate(**changes), on=bontang.INAUGURATED_ON)

    late = msgspec.structs.replace(bontang.DECREE, issued_on=date(2012, 12, 1))
    inaugurate(decree=late).then_refused("FUTURE_DATE", "decree.issuedOn")
    inaugurate(term_to=bontang.INAUGURATED_ON).then_refused("PERIOD_EMPTY", "validTo")
    inaugurate(term_from=date(1940, 1, 1)).then_refused("DATE_RANGE", "termFrom")
    inaugurate(term_to=date(2090, 1, 1)).then_refused("DATE_RANGE", "termTo")
    inaugurate(activity=ActivityRef(activity_id=bontang.uid("no"))).then_refused(
        "NOT_FOUND", "activity"
    )
