"""Process managers: what follows from an event happens exactly once, whatever is cut off.

| fault                                     | what is in the log                 |
| ----------------------------------------- | ---------------------------------- |
| cut off before, after any command         | every command once                 |
| cut off between commands and checkpoint   | every command once                 |
| two workers at once, no lease holds       | every command once                 |
| a fault of the reaction's own             | that reaction of that tenant stops |
| a command that is refused                 | the reaction goes on               |
| two looks at what is due at once          | every expiry once                  |
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

import pytest
from tests.faults.care_office import CareOffice, Later, care_office
from tests.story.conftest import Places, opened
from tests.story.conftest import installed_template as installed_template
from tests.story.conftest import places as places

from wahana.deploy import jobs, provision
from wahana.deploy.assembly import Service
from wahana.deploy.provision import CommandRefused
from wahana.domain.care.conclude import CloseCase
from wahana.domain.care.services import AssignService
from wahana.domain.people.duplicate_commands import MergePersons, SuspectDuplicate
from wahana.domain.people.registration import PersonRef
from wahana.domain.privacy.consent_commands import GiveConsent, WithdrawConsent
from wahana.platform import interventions, positions
from wahana.platform.ids import uuid7
from wahana.platform.interventions import Warrant
from wahana.platform.orders import Order, Result
from wahana.platform.runner import Pace, Worker
from wahana.platform.views import Batch, View
from wahana.projections.reactions.reaction import PROCESS
from wahana.projections.registry import INSTALLED, REACTIONS
from wahana.tenants.tenant_commands import OpenBacklog

KINDS = ("BERAS", "KUNJUNGAN", "KONSELING")


@pytest.fixture(scope="module")
def clock() -> Later:
    return Later()


@pytest.fixture(scope="module")
async def service(places: Places, clock: Later) -> AsyncIterator[Service]:
    async with places() as place, opened(place, clock=clock) as made:
        yield made


@pytest.fixture
async def office(service: Service, clock: Later) -> CareOffice:
    clock.by = timedelta()
    return await care_office(service)


async def assigned(office: CareOffice) -> list[str]:
    """The kinds of the services that were assigned, by the process and for their cause."""
    plans = {event.event_id for event in await office.events("case.plan_agreed")}
    found = await office.events("case.service_assigned")
    for event in found:
        assert event.actor_id == PROCESS.actor.id
        assert event.meta.causation in plans
        assert (event.meta.source, event.meta.role) == ("process", "PROCESS")
        assert event.meta.correlation == event.row.stream_id, "the case is its correlation"
    return [event.data.service_kind for event in found]


async def level(office: CareOffice) -> set[tuple[str, str, bool]]:
    """Name, state and whether it is level, of each reaction of the office."""
    rows = await positions.status(office.service.database, INSTALLED, tenant=office.tenant)
    names = {reaction.name for reaction in REACTIONS}
    return {(row.view, row.state, row.events_behind == 0) for row in rows if row.view in names}


LEVEL = {(reaction.name, "live", True) for reaction in REACTIONS}


async def test_a_plan_becomes_services(office: CareOffice) -> None:
    await office.planned(await office.reported(), *KINDS)
    await office.worker().catch_up()
    assert await assigned(office) == list(KINDS)
    claims = await office.events("service_register.service_claimed")
    assert len(claims) == len(KINDS)
    await office.worker().catch_up()
    assert await assigned(office) == list(KINDS)
    assert await level(office) == LEVEL


@dataclass
class Cut:
    """Commands whose connection is cut at the n-th: before it is given, or after it was done."""

    commands: Any
    at: int
    before: bool
    given: int = 0

    async def execute(self, order: Order) -> Result:
        self.given += 1
        if self.given == self.at and self.before:
            raise ConnectionResetError
        result: Result = await self.commands.execute(order)
        if self.given == self.at:
            raise ConnectionResetError
        return result


@pytest.mark.parametrize("before", [True, False])
@pytest.mark.parametrize("at", range(1, len(KINDS) + 1))
async def test_a_cut_at_any_command_does_nothing_twice(
    office: CareOffice, at: int, before: bool
) -> None:
    await office.planned(await office.reported(), *KINDS)
    hands = jobs.hands_of(office.service)
    cut = replace(hands, commands=Cut(hands.commands, at, before))
    turn = await office.worker([one.by(cut) for one in REACTIONS]).turn()
    assert turn.failures.total() == 1
    done = at - before
    assert await assigned(office) == list(KINDS[:done]), "what was done before the cut is done"
    await office.worker().catch_up()
    assert await assigned(office) == list(KINDS)
    assert await level(office) == LEVEL


async def test_a_cut_before_the_checkpoint_does_nothing_twice(office: CareOffice) -> None:
    await office.planned(await office.reported(), *KINDS)

    def cut(view: View) -> View:
        async def apply(session: Any, batch: Batch) -> None:
            await view.apply(session, batch)
            raise ConnectionResetError

        return replace(view, apply=apply)

    hands = jobs.hands_of(office.service)
    for _ in range(3):
        await office.worker([cut(one.by(hands)) for one in REACTIONS]).turn()
        assert await assigned(office) == list(KINDS)
    await office.worker().catch_up()
    assert await assigned(office) == list(KINDS)


async def test_a_cancelled_worker_does_nothing_twice(office: CareOffice) -> None:
    case = await office.reported()
    await office.planned(case, *KINDS)
    for pause in (0.0, 0.01, 0.02, 0.04, 0.08):
        task = asyncio.create_task(office.worker().catch_up())
        await asyncio.sleep(pause)
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
    await office.worker().catch_up()
    assert await assigned(office) == list(KINDS)


async def test_workers_that_hold_no_lease_do_nothing_twice(office: CareOffice) -> None:
    for _ in range(3):
        await office.planned(await office.reported(), *KINDS)
    hands = jobs.hands_of(office.service)
    crowd = [
        Worker(
            office.service.projector,
            [one.by(hands) for one in REACTIONS],
            pace=Pace(lease_s=0.0),
        )
        for _ in range(3)
    ]
    await asyncio.gather(*(worker.catch_up() for worker in crowd))
    await office.worker().catch_up()
    assert sorted(await assigned(office)) == sorted(KINDS * 3)


async def test_a_refusal_is_an_answer_and_an_overlap_waits(office: CareOffice) -> None:
    person = uuid7()
    first = await office.reported(person)
    days = {"valid_from": office.today, "valid_to": office.today + timedelta(days=40)}
    rice = {"service_kind": "BERAS", "provider": "BOARD", **days}
    await office.do(AssignService(case_id=first, service_id=uuid7(), **rice))  # type: ignore[arg-type]
    second = await office.reported(subjects=(PersonRef(person_id=person),))
    await office.planned(second, "BERAS")
    await office.worker().catch_up()
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
        await office.worker().catch_up()
        (warned,) = await office.events("service_register.overlap_warned")
    assert (warned.data.person, warned.data.other_person) == (survivor, merged)
    assert not await office.events("case.service_ended", "service_register.claim_released")


async def test_what_others_were_asked_is_void_when_the_case_ends(office: CareOffice) -> None:
    case = await office.reported()
    referral = await office.referred(case)
    await office.do(CloseCase(case_id=case, reason="MOVED"))
    await office.worker().catch_up()
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
    await office.worker().catch_up()
    (revoked,) = await office.events("referral.revoked")
    assert (revoked.row.stream_id, revoked.data.reason) == (referral, "CONSENT_ENDED")


async def test_what_falls_due_becomes_an_event_once(office: CareOffice, clock: Later) -> None:
    case = await office.reported()
    referral = await office.referred(case)
    await office.planned(case, "BERAS")
    await office.worker().catch_up()
    service = office.service
    assert await jobs.due_scan(service).run(office.tenant) == 0
    (sent,) = await office.events("referral.sent")
    last_day = sent.data.answer_by
    clock.by = timedelta(days=(last_day - office.today).days)
    assert await jobs.due_scan(service).run(office.tenant) == 0, "on the day itself it is not late"
    clock.by += timedelta(days=1)
    scans = [jobs.due_scan(service) for _ in range(3)]
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
        await jobs.due_scan(service).run(office.tenant)
    (ended,) = await office.events("case.service_ended")
    assert ended.data.reason == "PERIOD_END"
    assert len(await office.events("service_register.claim_released")) == 1
    await office.worker().catch_up()
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
    await office.worker().catch_up()
    service = office.service
    assert await jobs.due_scan(service).run(office.tenant) == 0
    clock.by = timedelta(days=31)
    assert await jobs.due_scan(service).run(office.tenant) == 2, "what is due now is done now"
    (ended,) = await office.events("case.service_ended")
    (expired,) = await office.events("referral.expired")
    assert expired.row.stream_id == referral
    clock.by = timedelta(days=40)
    assert await jobs.due_scan(service).run(office.tenant) == 0, "the last day is of the backlog"
    clock.by = timedelta(days=41)
    await office.worker().catch_up()
    assert await jobs.due_scan(service).run(office.tenant) == 1
    (visits, rice) = await office.events("case.service_ended")
    assert (visits.event_id, rice.data.reason) == (ended.event_id, "PERIOD_END")


async def test_a_poison_event_stops_that_reaction_of_that_tenant(office: CareOffice) -> None:
    other = await care_office(office.service)
    for one in (office, other):
        await one.planned(await one.reported(), *KINDS)
    hands = jobs.hands_of(office.service)

    def poisoned(view: View) -> View:
        async def apply(session: Any, batch: Batch) -> None:
            planned = any(event.row.topic == "case.plan_agreed" for event in batch.events)
            if batch.tenant == office.tenant and planned:
                raise KeyError("a fault of ours")
            await view.apply(session, batch)

        return replace(view, apply=apply)

    projector = replace(office.service.projector, retry_s=0.001)
    views = [
        poisoned(one.by(hands)) if one.name == "service_flow" else one.by(hands)
        for one in REACTIONS
    ]
    await Worker(projector, views).catch_up()
    assert await level(office) == {
        ("service_flow", "stopped", False), ("referral_flow", "live", True),
    }  # fmt: skip
    assert await assigned(office) == []
    assert await assigned(other) == list(KINDS)
    await interventions.replay(
        office.service.database, office.tenant, "service_flow", Warrant("Bu Ratna", "mended")
    )
    await office.worker().catch_up()
    assert await assigned(office) == list(KINDS)
    assert await level(office) == LEVEL


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

    async with asyncio.timeout(60):
        outcomes = await asyncio.gather(*(claim(number) for number in range(1000)))
    assert {code: outcomes.count(code) for code in set(outcomes)} == {
        "ACCEPTED": 1, "OVERLAP": 999,
    }  # fmt: skip
    assert len(await office.events("service_register.service_claimed")) == 1
    assert len(await office.events("case.service_assigned")) == 1
