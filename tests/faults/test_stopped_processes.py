"""Process managers that cannot continue: they stop, wait or leave it to another, and lose nothing.

| fault                                     | what happens                              |
| ----------------------------------------- | ----------------------------------------- |
| a fault of the process manager's own      | it stops before the event for that tenant |
| a person leaves the event out             | it goes on after it, recorded             |
| an event that only a newer release knows  | this release waits before it              |
| another worker was faster                 | nothing of an older state is written      |
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest
from tests.faults.care_office import LEVEL, CareOffice, assigned, care_office, level, waiting
from tests.faults.test_process_managers import KINDS
from tests.faults.test_process_managers import clock as clock
from tests.faults.test_process_managers import office as office
from tests.faults.test_process_managers import service as service
from tests.story.conftest import installed_template as installed_template
from tests.story.conftest import places as places

from wahana.deploy import registry
from wahana.deploy.processes import NAMES, PROCESS_MANAGERS
from wahana.domain.care.case_events import PlanAgreed
from wahana.domain.care.conclude import CloseCase
from wahana.domain.care.processes.referrals import ReferralProcess
from wahana.domain.care.processes.services import ServiceProcess
from wahana.domain.kernel.processes import Happened, Instruction, ProcessContext
from wahana.platform.events import EventRegistry
from wahana.platform.ids import TenantId
from wahana.platform.interventions import Justification, NothingStopped
from wahana.platform.processes import process_status
from wahana.platform.processes.runner import ProcessRunner, ProcessTiming


class Poisoned(ServiceProcess):
    """Has a fault with the plans of one office."""

    tenant: UUID

    def react(self, event: Happened, context: ProcessContext) -> Sequence[Instruction]:
        if context.tenant_id == self.tenant and isinstance(event.data, PlanAgreed):
            raise KeyError("a fault of ours")
        return super().react(event, context)


def poisoned(office: CareOffice) -> ProcessRunner:
    """A runner with a fault in the process manager of services, for this office."""
    manager = Poisoned()
    manager.tenant = office.tenant
    parts = replace(office.parts, managers=(manager, *PROCESS_MANAGERS[1:]))
    return ProcessRunner(parts, pace=ProcessTiming(retry_s=0.001))


OTHERS = tuple(name for name in NAMES if name != ServiceProcess.NAME)
STOPPED = {(ServiceProcess.NAME, "stopped", False), *((name, "running", True) for name in OTHERS)}
WARRANT = Justification("Bu Ratna", "mended")


async def test_a_poison_event_stops_that_process_manager_of_that_tenant(
    office: CareOffice,
) -> None:
    other = await care_office(office.service)
    for one in (office, other):
        await one.planned(await one.reported(), *KINDS)
    await poisoned(office).catch_up()
    assert await level(office) == STOPPED
    assert await assigned(office) == []
    assert await assigned(other) == list(KINDS)
    rows = await process_status.status(office.service.database, NAMES, tenant=office.tenant)
    (plan,) = await office.events("case.plan_agreed")
    assert {(row.name, row.stopped_position) for row in rows} == {
        (ServiceProcess.NAME, plan.position),
        *((name, None) for name in OTHERS),
    }
    (error,) = (row.error for row in rows if row.error)
    assert error.startswith("KeyError in react")
    assert "a fault of ours" not in error, "a message may name a person"
    await poisoned(office).catch_up()
    await process_status.replay(
        office.service.database, office.tenant, ServiceProcess.NAME, WARRANT
    )
    await office.runner().catch_up()
    assert await assigned(office) == list(KINDS)
    assert await level(office) == LEVEL


async def test_a_poison_event_can_be_left_out_by_a_named_person(office: CareOffice) -> None:
    await office.planned(await office.reported(), *KINDS)
    await poisoned(office).catch_up()
    (plan,) = await office.events("case.plan_agreed")
    database, name = office.service.database, ServiceProcess.NAME
    with pytest.raises(NothingStopped, match=f"is stopped at {plan.position}, not at 1"):
        await process_status.discard(database, office.tenant, name, 1, WARRANT)
    with pytest.raises(NothingStopped, match="is not stopped"):
        await process_status.replay(database, office.tenant, ReferralProcess.NAME, WARRANT)
    await process_status.discard(database, office.tenant, name, plan.position, WARRANT)
    await poisoned(office).catch_up()
    assert await assigned(office) == [], "nothing follows from it"
    assert await level(office) == LEVEL
    async with database.reading(office.tenant) as session:
        acts = await session.fetch(
            "SELECT process, act, position, by_whom, reason FROM wahana.process_act "
            "WHERE tenant_id = $1",
            office.tenant,
        )
    assert [tuple(act) for act in acts] == [
        (name, "discard", plan.position, WARRANT.by, WARRANT.reason)
    ]


async def test_what_only_a_newer_release_knows_is_left_to_it(office: CareOffice) -> None:
    await office.planned(await office.reported(), *KINDS)
    known = [event for event in registry.EVENTS if event is not PlanAgreed]
    older = replace(office.parts, registry=EventRegistry(known))
    await office.runner(older).catch_up()
    (plan,) = await office.events("case.plan_agreed")
    rows = await process_status.status(office.service.database, NAMES, tenant=office.tenant)
    assert {(row.position, row.state) for row in rows} == {(plan.position - 1, "running")}
    await office.runner().catch_up()
    assert await assigned(office) == list(KINDS)


async def test_a_worker_that_was_overtaken_writes_nothing(office: CareOffice) -> None:
    """Two read the same events; the slower one has an older state of the case in hand."""
    case = await office.reported()
    await office.planned(case, *KINDS)
    slow = office.parts
    read = asyncio.Event()
    go_on = asyncio.Event()

    class Slowly:
        async def refresh(self, tenant: TenantId, wanted: Sequence[tuple[type[Any], UUID]]) -> Any:
            states = await slow.states.refresh(tenant, wanted)
            read.set()
            await go_on.wait()
            return states

    late = ProcessRunner(replace(slow, states=Slowly()), pace=ProcessTiming(lease_s=-1.0))
    task = asyncio.create_task(late.turn())
    await read.wait()
    await ProcessRunner(slow, pace=ProcessTiming(lease_s=-1.0)).catch_up()
    await office.do(CloseCase(case_id=case, reason="MOVED"))
    await ProcessRunner(slow, pace=ProcessTiming(lease_s=-1.0)).catch_up()
    assert await waiting(office) == []
    go_on.set()
    await task
    assert await waiting(office) == [], "the state before the case was closed is not written"
    assert await assigned(office) == list(KINDS)
