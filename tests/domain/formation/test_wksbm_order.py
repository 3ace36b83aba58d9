"""Nothing of a WKSBM happens before its proposal, nor what it did after its end."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from wahana.domain.formation.life_commands import DissolveWksbm, MergeWksbm, RecordWksbmDormancy

DAY = timedelta(days=1)


def ends(bontang):
    into = bontang.sibling("WKSBM lain", village_code="64.74.01.1002")
    return (
        DissolveWksbm(wksbm_id=bontang.id, reason="NO_ACTIVITY"),
        MergeWksbm(wksbm_id=bontang.id, into=into, reason="NO_ACTIVITY"),
    )


def test_an_end_before_the_proposal_is_refused(bontang):
    bontang.reach("PROPOSED")
    proposed = bontang.state.proposed_on
    dissolve, merge = ends(bontang)
    for command in (dissolve, merge):
        refused = bontang.world.when(command, on=proposed - DAY)
        refused.then_refused("STAGE_DATE", "occurredOn", stage="PROPOSED", day=proposed)
    bontang.world.when(dissolve, on=proposed).accepted()


@pytest.mark.parametrize(
    ("stage", "day"), [("NOMINATED", "nominated_on"), ("INAUGURATED", "inaugurated_on")]
)
def test_an_end_before_what_was_done_is_refused(bontang, stage, day):
    bontang.reach(stage)
    fact = bontang.state.nomination if stage == "NOMINATED" else bontang.state.inauguration
    done = getattr(fact, day)
    (dissolve, _) = ends(bontang)
    refused = bontang.world.when(dissolve, on=done - DAY)
    refused.then_refused("STAGE_DATE", "occurredOn", day=done)
    bontang.world.when(dissolve, on=done).accepted()


def test_a_rest_before_the_proposal_is_refused(bontang):
    bontang.reach("INAUGURATED")
    proposed = bontang.state.proposed_on
    rest = RecordWksbmDormancy(
        wksbm_id=bontang.id,
        reason="FEW_PEOPLE",
        valid_from=proposed - DAY,
        valid_to=proposed + DAY,
    )
    bontang.world.when(rest).then_refused("STAGE_DATE", "occurredOn", stage="PROPOSED")


def test_a_wksbm_came_into_being_before_its_proposal(bontang):
    late = bontang.propose(founded_year=2012)
    bontang.world.when(late, on=date(2011, 6, 14)).then_refused("DATE_RANGE", "foundedYear")
    bontang.world.when(late, on=date(2012, 6, 14)).accepted()
