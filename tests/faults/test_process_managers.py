"""Process managers: what follows from an event happens exactly once, whatever is cut off.

| fault                                     | what is in the log                 |
| ----------------------------------------- | ---------------------------------- |
| cut off before, after any command         | every command once                 |
| cut off between commands and tracking     | every command once                 |
| two workers at once, no lease holds       | every command once                 |
| a command that is refused                 | the process manager goes on        |
| two looks at what is due at once          | every expiry once                  |
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, fields, replace
from datetime import timedelta
from itertools import combinations
from typing import Any

import pytest
from eventsourcing.persistence import Tracking
from tests.faults.care_office import LEVEL, CareOffice, Later, assigned, care_office, level, waiting
from tests.patience import PATIENCE_S
from tests.story.conftest import Places, opened
from tests.story.conftest import installed_template as installed_template
from tests.story.conftest import places as places

from wahana.deploy import provision
from wahana.deploy.assembly import ServiceParts
from wahana.deploy.provision import CommandRefused
from wahana.domain.care.conclude import CloseCase
from wahana.domain.care.processes.services import ServiceProcess
from wahana.domain.care.services import AssignService
from wahana.domain.people.duplicate_commands import MergePersons, SuspectDuplicate
from wahana.domain.people.registration import PersonRef
from wahana.domain.privacy.consent_commands import GiveConsent, WithdrawConsent
from wahana.platform.database import WorkSession
from wahana.platform.execution import ExecutableCommand, Result
from wahana.platform.ids import TenantId, uuid7
from wahana.platform.processes.runner import ProcessParts, ProcessRunner, ProcessTiming
from wahana.platform.processes.tracking import AsyncTrackingRecorder
from wahana.tenants.processes import ProcessCommands
from wahana.tenants.tenant_commands import OpenBacklog

KINDS = ("BERAS", "KUNJUNGAN", "KONSELING")


@pytest.fixture(scope="module")
def clock() -> Later:
    return Later()


@pytest.fixture(scope="module")
async def service(places: Places, clock: Later) -> AsyncIterator[ServiceParts]:
    async with places() as place, opened(place, clock=clock) as made:
        yield made


@pytest.fixture
async def office(service: ServiceParts, clock: Later) -> CareOffice:
    clock.by = timedelta()
    return await care_office(service)


async def test_a_plan_becomes_services(office: CareOffice) -> None:
    await office.planned(await office.reported(), *KINDS)
    await office.runner().catch_up()
    assert await assigned(office) == list(KINDS)
    claims = await office.events("service_register.service_claimed")
    assert len(claims) == len(KINDS)
    await office.runner().catch_up()
    assert await assigned(office) == list(KINDS)
    assert await level(office) == LEVEL


@dataclass
class Cut:
    """Commands whose connection is cut at the n-th: before it is given, or after it was done."""

    commands: Any
    at: int
    before: bool
    given: int = 0

    async def execute(self, order: ExecutableCommand) -> Result:
        self.given += 1
        if self.given == self.at and self.before:
            raise ConnectionResetError
        result: Result = await self.commands.execute(order)
        if self.given == self.at:
            raise ConnectionResetError
        return result


def cut(office: CareOffice, at: int, *, before: bool) -> ProcessParts:
    """Parts whose commands are cut at the n-th."""
    executor = Cut(office.service.executor, at, before)
    return replace(office.parts, commands=ProcessCommands(office.service.authorizer, executor))


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("at", range(1, len(KINDS) + 1))
async def test_a_cut_at_any_command_does_nothing_twice(
    office: CareOffice, at: int, before: bool
) -> None:
    await office.planned(await office.reported(), *KINDS)
    turn = await office.runner(cut(office, at, before=before)).turn()
    assert turn.failures.total() == 1
    done = at - before
    assert await assigned(office) == list(KINDS[:done]), "what was done before the cut is done"
    await office.runner().catch_up()
    assert await assigned(office) == list(KINDS)
    assert await level(office) == LEVEL


class CutBeforeTracking(ProcessParts):
    """Parts whose connection is cut when the work list is written and before the position is."""

    def tracking(self, tenant: TenantId) -> AsyncTrackingRecorder:
        class Broken(AsyncTrackingRecorder):
            async def insert_tracking_in(self, session: WorkSession, tracking: Tracking) -> None:
                raise ConnectionResetError

        return Broken(self.database, tenant)


async def test_a_cut_before_the_tracking_does_nothing_twice(office: CareOffice) -> None:
    case = await office.reported()
    await office.planned(case, *KINDS)
    parts = office.parts
    broken = CutBeforeTracking(**{f.name: getattr(parts, f.name) for f in fields(parts)})
    for _ in range(3):
        await office.runner(broken).turn()
        assert await assigned(office) == list(KINDS)
        assert await waiting(office) == [], "list and position are written together or not at all"
    await office.runner().catch_up()
    assert await assigned(office) == list(KINDS)
    month = office.today + timedelta(days=30)
    assert await waiting(office) == [(ServiceProcess.NAME, case, month)]


async def test_a_cancelled_worker_does_nothing_twice(office: CareOffice) -> None:
    case = await office.reported()
    await office.planned(case, *KINDS)
    for pause in (0.0, 0.01, 0.02, 0.04, 0.08):
        task = asyncio.create_task(office.runner().catch_up())
        await asyncio.sleep(pause)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    await office.runner().catch_up()
    assert await assigned(office) == list(KINDS)


async def test_workers_that_hold_no_lease_do_nothing_twice(office: CareOffice) -> None:
    for _ in range(3):
        await office.planned(await office.reported(), *KINDS)
    crowd = [ProcessRunner(office.parts, pace=ProcessTiming(lease_s=-1.0)) for _ in range(3)]
    await asyncio.gather(*(worker.catch_up() for worker in crowd))
    await office.runner().catch_up()
    assert sorted(await assigned(office)) == sorted(KINDS * 3)


async def test_a_refusal_is_an_answer_and_an_overlap_waits(office: CareOffice) -> None:
    person = uuid7()
    first = await office.reported(person)
    days = {"valid_from": office.today, "valid_to": office.today + timedelta(days=40)}
    rice = {"service_kind": "BERAS", "provider": "BOARD", **days}
    await office.do(AssignService(case_id=first, service_id=uuid7(), **rice))  # type: ignore[arg-type]
    second = await office.reported(subjects=(PersonRef(person_id=person),))
    await office.planned(second, "BERAS")
    await office.runner().catch_up()
    (asked,) = await office.events("case.service_requested")
    assert asked.row.stream_id == second
    (warned,) = await office.events("service_register.overlap_warned")
    assert warned.data.claim_id == asked.data.service_id
    assert await level(office) == LEVEL


async def test_merged_persons_are_warned_of_and_nothing_is_cancelled(office: CareOffice) -> None:
    people = [uuid7(), uuid7()]
    for person in people:
        case = await office.reported(person)
        await office.do(
            AssignService(case_id=case, service_id=uuid7(), service_kind="BERAS", provider="BOARD")
        )
    survivor, merged = people
    suspected = SuspectDuplicate(person_id=survivor, other_id=merged, score=90, basis=("NAME",))
    await office.do(suspected, by="DINAS_OFFICER")
    await office.do(MergePersons(person_id=survivor, merged_id=merged), by="DINAS_HEAD")
    for _ in range(2):
        await office.runner().catch_up()
        (warned,) = await office.events("service_register.overlap_warned")
    assert (warned.data.person, warned.data.other_person) == (survivor, merged)
    assert not await office.events("case.service_ended", "service_register.claim_released")


async def test_an_event_is_decided_on_what_the_one_before_it_led_to(office: CareOffice) -> None:
    """Two merges into one record, read together: nothing is asked for that is done already, and
    the claims of every two of the three records have met."""
    people = [uuid7() for _ in range(3)]
    for person in people:
        case = await office.reported(person)
        await office.do(
            AssignService(case_id=case, service_id=uuid7(), service_kind="BERAS", provider="BOARD")
        )
    survivor, *others = people
    for other in others:
        suspected = SuspectDuplicate(person_id=survivor, other_id=other, score=90, basis=("NAME",))
        await office.do(suspected, by="DINAS_OFFICER")
        await office.do(MergePersons(person_id=survivor, merged_id=other), by="DINAS_HEAD")
    await office.runner().catch_up()
    warned = await office.events("service_register.overlap_warned")
    met = [frozenset((event.data.person, event.data.other_person)) for event in warned]
    assert len(met) == 3
    assert set(met) == {frozenset(pair) for pair in combinations(people, 2)}
    assert await office.service.refusals.page(office.tenant, limit=9) == []


async def test_what_others_were_asked_is_void_when_the_case_ends(office: CareOffice) -> None:
    case = await office.reported()
    referral = await office.referred(case)
    await office.do(CloseCase(case_id=case, reason="MOVED"))
    await office.runner().catch_up()
    (revoked,) = await office.events("referral.revoked")
    assert (revoked.row.stream_id, revoked.data.reason) == (referral, "CASE_CLOSED")


async def test_a_withdrawn_consent_ends_what_rests_on_it(office: CareOffice) -> None:
    person, consent = uuid7(), uuid7()
    case = await office.reported(person)
    given = GiveConsent(
        person_id=person,
        consent_id=consent,
        purpose="REFERRAL",
        scope=("IDENTITY",),
        giver="SELF",
        method="WRITTEN",
        proof="Formulir 1",
    )
    await office.do(given, by="DINAS_OFFICER")
    referral = await office.referred(case, disclosed=("IDENTITY",), consent_ids=(consent,))
    await office.do(
        WithdrawConsent(person_id=person, consent_id=consent, by="SELF"), by="DINAS_OFFICER"
    )
    await office.runner().catch_up()
    (revoked,) = await office.events("referral.revoked")
    assert (revoked.row.stream_id, revoked.data.reason) == (referral, "CONSENT_ENDED")


async def test_what_falls_due_becomes_an_event_once(office: CareOffice, clock: Later) -> None:
    case = await office.reported()
    referral = await office.referred(case)
    await office.planned(case, "BERAS")
    await office.runner().catch_up()
    assert await office.due_scan().run(office.tenant) == 0
    (sent,) = await office.events("referral.sent")
    last_day = sent.data.answer_by
    clock.by = timedelta(days=(last_day - office.today).days)
    assert await office.due_scan().run(office.tenant) == 0, "on the day itself it is not late"
    clock.by += timedelta(days=1)
    scans = [office.due_scan() for _ in range(3)]
    await asyncio.gather(*(scan.run(office.tenant) for scan in scans))
    (expired,) = await office.events("referral.expired")
    assert (expired.row.stream_id, expired.data.due, expired.data.unanswered) == (
        referral, last_day, True,
    )  # fmt: skip
    assert expired.occurred_on == office.today
    assert expired.meta.role == "PROCESS"
    assert not await office.events("case.service_ended")
    clock.by = timedelta(days=30)
    for _ in range(2):
        await office.due_scan().run(office.tenant)
    (ended,) = await office.events("case.service_ended")
    assert ended.data.reason == "PERIOD_END"
    assert len(await office.events("service_register.claim_released")) == 1
    await office.runner().catch_up()
    assert len(await office.events("referral.requested")) == 1, "nothing goes up a ladder itself"


async def test_what_was_over_when_it_was_entered_rests_while_the_past_is_brought_in(
    office: CareOffice, clock: Later
) -> None:
    until = office.today + timedelta(days=40)
    await office.do(OpenBacklog(until=until), by="TENANT_ADMIN")
    case = await office.reported()
    old, over = office.today - timedelta(days=25), office.today - timedelta(days=5)
    past = {"service_kind": "BERAS", "provider": "BOARD", "valid_from": old, "valid_to": over}
    await office.do(AssignService(case_id=case, service_id=uuid7(), **past))  # type: ignore[arg-type]
    await office.planned(case, "KUNJUNGAN")
    referral = await office.referred(case)
    await office.runner().catch_up()
    assert await office.due_scan().run(office.tenant) == 0
    clock.by = timedelta(days=31)
    assert await office.due_scan().run(office.tenant) == 2, "what is due now is done now"
    (ended,) = await office.events("case.service_ended")
    (expired,) = await office.events("referral.expired")
    assert expired.row.stream_id == referral
    clock.by = timedelta(days=40)
    assert await office.due_scan().run(office.tenant) == 0, "the last day is of the backlog"
    clock.by = timedelta(days=41)
    await office.runner().catch_up()
    assert await office.due_scan().run(office.tenant) == 1
    (visits, rice) = await office.events("case.service_ended")
    assert (visits.event_id, rice.data.reason) == (ended.event_id, "PERIOD_END")


async def test_a_thousand_claims_at_once_leave_one(office: CareOffice) -> None:
    """Bodies that want to help the same person with the same thing in the same month."""
    person = uuid7()
    known = (PersonRef(person_id=person),)
    first = await office.reported(person)
    cases = [first, *[await office.reported(subjects=known) for _ in range(9)]]

    async def claim(number: int) -> str:
        wish = AssignService(
            case_id=cases[number % len(cases)],
            service_id=uuid7(),
            service_kind="BERAS",
            provider="BOARD",
        )
        try:
            await provision.run(office.service, office.tenant, office.chair, wish)
        except CommandRefused as refused:
            return refused.code
        return "ACCEPTED"

    async with asyncio.timeout(PATIENCE_S):
        outcomes = await asyncio.gather(*(claim(number) for number in range(1000)))
    assert {code: outcomes.count(code) for code in set(outcomes)} == {
        "ACCEPTED": 1, "OVERLAP": 999,
    }  # fmt: skip
    assert len(await office.events("service_register.service_claimed")) == 1
    assert len(await office.events("case.service_assigned")) == 1
