"""Corrections of a WKSBM's life, and retractions of entries."""

from __future__ import annotations

from datetime import date

import pytest

from wahana.domain.formation.board_events import BoardEntryRetracted
from wahana.domain.formation.guidance_commands import (
    AssessMaturity,
    AssignMentor,
    DeclareTargetGroups,
    EndMentor,
    EnterAward,
    RecordValues,
)
from wahana.domain.formation.life_commands import (
    DissolveWksbm,
    ReactivateWksbm,
    RecordWksbmDormancy,
)
from wahana.domain.formation.nomination_commands import ApproveNomination
from wahana.domain.formation.stage_commands import WaiveStage
from wahana.domain.formation.wksbm_correction_events import (
    AwardCorrected,
    DormancyCorrected,
    MaturityCorrected,
    MentorCorrected,
    WksbmEntryRetracted,
)
from wahana.domain.formation.wksbm_life_corrections import (
    CorrectAward,
    CorrectDormancy,
    CorrectMaturity,
    CorrectMentor,
    RetractWksbmEntry,
)
from wahana.domain.kernel.slot_events import SlotReleased, SlotTaken

DUPLICATE = {"reason": "DUPLICATE"}


@pytest.fixture
def run(bontang):
    """Run a command on the WKSBM of Lok Tuan."""

    def when(command, on=None, **fields):
        return bontang.world.when(command(**({"wksbm_id": bontang.id} | fields)), on=on)

    return when


@pytest.fixture
def retract(bontang, run):
    """Retract an entry."""

    def when(entry, of):
        return run(RetractWksbmEntry, entry=entry, of=of, **DUPLICATE)

    return when


def test_a_grade(bontang, run):
    bontang.reach("PROPOSED")
    run(AssessMaturity, grade="TUMBUH", scheme_version="2012-1").accepted()
    entry = bontang.state.grades[0].entry
    right = {"of": entry, "grade": "MANDIRI", "scheme_version": "2012-2", **DUPLICATE}
    run(CorrectMaturity, assessed_on=date(2012, 6, 1), **right).then(
        MaturityCorrected(assessed_on=date(2012, 6, 1), **right)
    )
    assert bontang.state.grades[0].assessed_on == date(2012, 6, 1)
    run(CorrectMaturity, **(right | {"of": 1})).then_refused("NOT_FOUND", "of")
    run(CorrectMaturity, **(right | {"grade": "X"})).then_refused("KIND_UNKNOWN", "grade")
    run(CorrectMaturity, assessed_on=date(2013, 1, 1), **right).then_refused(
        "FUTURE_DATE", "assessedOn"
    )


def test_a_mentor(bontang, run, retract):
    bontang.reach("PROPOSED")
    wrong, right = bontang.person("wrong"), bontang.person("right")
    guidance = {"role": "TKSK", "guidance": "TECHNICAL"}
    run(AssignMentor, person=bontang.known(wrong), **guidance, valid_from=date(2012, 6, 1))
    entry = bontang.state.mentors[0].entry
    run(EndMentor, of=entry, reason="MOVED").accepted()
    ended = bontang.state.mentors[0].ended_by
    retract("MENTOR_END", ended).accepted()
    assert bontang.state.mentors[0].valid_to is None
    fields = {**guidance, "of": entry, "valid_from": date(2012, 5, 1), **DUPLICATE}
    run(CorrectMentor, person=bontang.known(right), **fields).then(
        MentorCorrected(person=right, **fields)
    )
    assert bontang.state.mentors[0].person == right
    run(CorrectMentor, person=bontang.known(right), **(fields | {"of": 1})).then_refused(
        "NOT_FOUND", "of"
    )
    run(
        CorrectMentor, person=bontang.known(right), valid_to=date(2012, 5, 1), **fields
    ).then_refused("PERIOD_EMPTY", "validTo")


def test_an_award(bontang, run):
    bontang.reach("PROPOSED")
    entered = {"competition": "WKSBM prestasi", "level": "KABKOTA", "year": 2012}
    run(EnterAward, **entered).accepted()
    entry = bontang.state.awards[0].entry
    right = entered | {"level": "PROV", "rank": 2, "of": entry} | DUPLICATE
    run(CorrectAward, **right).then(AwardCorrected(**right))
    assert bontang.state.awards[0].rank == 2
    run(CorrectAward, **(right | {"of": 1})).then_refused("NOT_FOUND", "of")


def test_the_days_of_a_rest(bontang, run):
    bontang.reach("PROPOSED")
    run(RecordWksbmDormancy, valid_from=date(2012, 4, 1), reason="X").accepted()
    entry = bontang.state.resting.entry
    right = {"of": entry, "valid_from": date(2012, 4, 2), **DUPLICATE}
    run(CorrectDormancy, **right).then(DormancyCorrected(**right))
    run(CorrectDormancy, **right).then_refused("NO_CHANGE", "validFrom")
    run(CorrectDormancy, valid_to=date(2012, 5, 1), **right).then_refused(
        "WKSBM_STATE", "validTo", needed="ACTIVE"
    )
    run(CorrectDormancy, **(right | {"of": 1})).then_refused("NOT_FOUND", "of")
    run(CorrectDormancy, **(right | {"valid_from": date(2013, 1, 1)})).then_refused(
        "FUTURE_DATE", "validFrom"
    )


def test_taking_back_a_rest_or_an_end_wakes_it(bontang, run, retract):
    bontang.reach("PROPOSED")
    slot = bontang.state.slot
    run(RecordWksbmDormancy, valid_from=date(2012, 4, 1), reason="X").accepted()
    entry = bontang.state.resting.entry
    retract("DORMANCY", entry).then(
        WksbmEntryRetracted(of=entry, entry="DORMANCY", slot=slot, **DUPLICATE),
        SlotTaken(kind="wksbm-area", holder=bontang.id),
    )
    assert bontang.state.slot == slot
    run(DissolveWksbm, reason="X").accepted()
    retract("END", bontang.state.end.entry).accepted()
    assert bontang.state.status == "FORMING"
    assert bontang.state.slot == slot


def test_taking_back_a_reactivation_lets_it_rest_on(bontang, run, retract):
    bontang.reach("INAUGURATED")
    run(RecordWksbmDormancy, valid_from=date(2012, 6, 16), reason="X").accepted()
    run(ReactivateWksbm, on=date(2012, 6, 18)).accepted()
    entry = bontang.state.dormancies[0].woken
    retract("REACTIVATION", entry).then(
        WksbmEntryRetracted(of=entry, entry="REACTIVATION", **DUPLICATE),
        SlotReleased(kind="wksbm-area", holder=bontang.id),
    )
    assert bontang.state.status == "DORMANT"
    assert bontang.state.slot is None
    run(ReactivateWksbm, on=date(2012, 6, 18)).accepted()
    run(RecordWksbmDormancy, valid_from=date(2012, 6, 19), reason="X").accepted()
    retract("REACTIVATION", bontang.state.dormancies[0].woken).then_refused(
        "ENTRY_IN_USE", "of", entry="DORMANCY"
    )


def test_taking_back_an_approval(bontang, retract):
    bontang.reach("NOMINATED")
    approval = ApproveNomination(wksbm_id=bontang.id)
    bontang.world.when(approval, actor=bontang.lurah).accepted()
    entry = bontang.state.nomination.approval
    retract("APPROVAL", entry).then(WksbmEntryRetracted(of=entry, entry="APPROVAL", **DUPLICATE))
    assert bontang.state.nomination.approved_by is None
    bontang.world.when(approval, actor=bontang.lurah).accepted()


def test_with_an_end_that_is_taken_back_the_term_goes_on(bontang, run, retract):
    bontang.reach("INAUGURATED")
    run(DissolveWksbm, reason="X").accepted()
    assert bontang.board.term_on(date(2012, 6, 20)) is None
    closing = bontang.board.terms[0].closing.entry
    retract("END", bontang.state.end.entry).accepted().only(BoardEntryRetracted)
    assert bontang.board.term_on(date(2012, 6, 20)).closing is None
    assert closing == bontang.board.version - 1


def test_waking_by_retraction_needs_the_area(bontang, run, retract):
    bontang.reach("PROPOSED")
    run(DissolveWksbm, reason="X").accepted()
    bontang.sibling("WKSBM baru", village_code="64.74.01.1003")
    retract("END", bontang.state.end.entry).then_refused("ONE_PER_AREA", "villageCode")


def test_a_rest_that_is_over_frees_nothing_when_taken_back(bontang, run, retract):
    bontang.reach("PROPOSED")
    days = {"valid_from": date(2012, 4, 1), "valid_to": date(2012, 5, 1)}
    run(RecordWksbmDormancy, reason="X", **days).accepted()
    entry = bontang.state.dormancies[0].entry
    retract("DORMANCY", entry).then(WksbmEntryRetracted(of=entry, entry="DORMANCY", **DUPLICATE))


def test_with_an_inauguration_goes_its_term(bontang, retract):
    bontang.reach("INAUGURATED")
    nomination, entry = bontang.state.nomination.entry, bontang.state.inauguration.entry
    retract("NOMINATION", nomination).then_refused("ENTRY_IN_USE", "of", entry="TRAINING")
    retract("INAUGURATION", entry).then(
        WksbmEntryRetracted(of=entry, entry="INAUGURATION", **DUPLICATE),
        BoardEntryRetracted(of=1, entry="TERM", **DUPLICATE),
    )
    assert bontang.state.status == "FORMING"
    assert bontang.board.terms == ()
    assert bontang.board.holdings == ()
    retract("TRAINING", bontang.state.trainings[0].entry).accepted()
    retract("NOMINATION", nomination).accepted()
    assert bontang.state.nomination is None
    again = bontang.nominate(candidates=bontang.nominees(new=False))
    bontang.world.when(again).accepted()


def test_an_inauguration_can_be_entered_again(bontang, retract):
    bontang.reach("INAUGURATED")
    retract("INAUGURATION", bontang.state.inauguration.entry).accepted()
    bontang.world.when(bontang.inaugurate(), on=bontang.INAUGURATED_ON).accepted()
    assert [term.no for term in bontang.board.terms] == [2]


def test_every_listed_entry_can_be_taken_back(bontang, run, retract):
    bontang.reach("TRAINED")
    run(WaiveStage, stage="TRAINED", reason="PRE_EXISTING").accepted()
    run(AssessMaturity, grade="TUMBUH", scheme_version="1").accepted()
    mentor = {"role": "DINAS", "guidance": "FUNCTIONAL"}
    run(AssignMentor, person=bontang.known(bontang.people[0]), **mentor).accepted()
    run(EnterAward, competition="Lomba", level="PROV", year=2012).accepted()
    run(DeclareTargetGroups, codes=("2007/LUT",)).accepted()
    run(RecordValues, values=("gotong royong",)).accepted()
    state = bontang.state
    listed = {
        "SOCIALISATION": state.socialisations,
        "TRAINING": state.trainings,
        "WAIVER": state.waivers,
        "MATURITY": state.grades,
        "MENTOR": state.mentors,
        "AWARD": state.awards,
        "TARGET_GROUPS": state.target_groups,
        "VALUES": state.values,
    }
    retract("SOCIALISATION", state.socialisations[0].entry).then_refused(
        "ENTRY_IN_USE", "of", entry="NOMINATION"
    )
    retract("NOMINATION", state.nomination.entry).then_refused(
        "ENTRY_IN_USE", "of", entry="TRAINING"
    )
    nomination = state.nomination.entry
    for kind, facts in sorted(listed.items(), key=lambda item: item[0] == "SOCIALISATION"):
        if kind == "SOCIALISATION":
            retract("NOMINATION", nomination).accepted()
        assert len(facts) == 1, kind
        retract(kind, facts[0].entry).accepted()
        retract(kind, facts[0].entry).then_refused("NOT_FOUND", "of")
    for kind in ("INAUGURATION", "END", "MENTOR_END", "DORMANCY", "REACTIVATION", "APPROVAL"):
        retract(kind, 1).then_refused("NOT_FOUND", "of")
    assert bontang.state.stage == "PROPOSED"
