"""Claims of one person who has several records: what the service warns of, and withdraws."""

from __future__ import annotations

from typing import Any

from tests.domain.reacting import reacted

from wahana.domain.care.overlap_commands import WithdrawOverlapWarning
from wahana.domain.care.processes.services import ServiceProcess
from wahana.domain.care.service_register_events import OverlapWarningWithdrawn
from wahana.domain.people.duplicate_commands import MergePersons, SuspectDuplicate
from wahana.domain.people.duplicate_corrections import ReverseMerge


def test_claims_of_two_records_that_were_merged_into_a_third_meet(ladder: Any):
    third, twin = ladder.person("a third record"), ladder.uid("the twin")
    world, case = ladder.reported().world, ladder.uid("case of the twin")
    world.run(
        ladder.assign(),
        ladder.report(case_id=case, subjects=(ladder.new(twin),)),
        ladder.assign(case_id=case, service_id=ladder.uid("rice of the twin")),
    )
    given = 0
    for merged in (ladder.elder, twin):
        world.run(SuspectDuplicate(person_id=third, other_id=merged, score=90, basis=("NAME",)))
        merge = world.when(
            MergePersons(person_id=third, merged_id=merged), actor=ladder.head
        ).accepted()
        given += reacted(world, ServiceProcess(), merge.written, world.today)
    assert given == 1
    not_yet = WithdrawOverlapWarning(person_id=ladder.elder, warning_id=ladder.uid("none"))
    world.when(not_yet, actor=ladder.process).then_refused("NOT_FOUND", "warningId")
    (warning,) = ladder.register(ladder.elder).warnings + ladder.register(twin).warnings
    assert {warning.claim_id, *warning.others} == {
        ladder.service,
        ladder.uid("rice of the twin"),
    }
    reverse = ReverseMerge(person_id=third, merged_id=twin, reason="OTHER_PERSON")
    reversal = world.when(reverse, actor=ladder.head).accepted()
    withdraw = WithdrawOverlapWarning(person_id=ladder.elder, warning_id=warning.warning_id)
    streams = dict(world._streams)
    world.when(withdraw, actor=ladder.process).only(OverlapWarningWithdrawn)
    world._streams = streams
    assert reacted(world, ServiceProcess(), reversal.written, world.today) == 1
    assert ladder.register(ladder.elder).warnings + ladder.register(twin).warnings == ()
