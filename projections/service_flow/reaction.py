"""From a plan to services and back: assigns what was planned, ends what is over, warns of overlap.

After a plan is agreed its items become services; an overlap does not refuse them, the wish waits
for the Dinas. When two records turn out to be of one person, claims that now meet are warned of
and stay. On the day a service's period is over its claims are released (``due.py``).
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from datetime import date
from uuid import UUID

import msgspec

from wahana.domain.care import case_correction_events as corrected
from wahana.domain.care import case_events as events
from wahana.domain.care import reactions
from wahana.domain.care.case import Case
from wahana.domain.care.service_register import ServiceRegister, register_id
from wahana.domain.kernel import policies
from wahana.domain.people.person import Person
from wahana.domain.people.person_events import PersonsMerged
from wahana.platform import sql
from wahana.platform.database import WorkSession
from wahana.platform.events import Recorded
from wahana.platform.ids import TenantId
from wahana.platform.tables import CurrentTable, ListIndex
from wahana.platform.views import Batch
from wahana.tenants.tenant import Tenant

from ..reactions.due import Duty
from ..reactions.reaction import Hands, Reaction, because_of
from ..reading import Reading
from ..streams import stream_type, topics

SQL = sql.load(__file__, "apply.sql")


class Waiting(msgspec.Struct, frozen=True):
    """An open case and the day on which a period of service is over; no history."""

    case_id: UUID
    ends_on: date


WAITING = CurrentTable(
    Waiting,
    key=("case_id",),
    table="service_flow",
    indexes=(ListIndex("by_day", "ends_on", "case_id"),),
)


@functools.cache
def _reading() -> Reading:
    return Reading([REACTION.definition])


async def react(session: WorkSession, batch: Batch, hands: Hands) -> None:
    """Keep the list of days, and give what follows from plans and merges."""
    cases = await _cases(batch, hands)
    await _list(session, batch, cases.values(), hands)
    for event in batch.events:
        match event.data:
            case events.PlanAgreed():
                await _planned(batch.tenant, event, cases[event.row.stream_id], hands)
            case PersonsMerged(survivor=survivor) if event.row.stream_id == survivor:
                await _merged(batch.tenant, event, survivor, hands)


async def due(session: WorkSession, on: date, hands: Hands, most: int) -> list[Duty]:
    """The ends of services whose period is over on a day."""
    rows = await session.fetch(_reading().resolve(SQL["due"]), session.tenant, on, most)
    wanted = [(Case, UUID(int=row["case_id"].int)) for row in rows]
    office, *found = await hands.states.refresh(session.tenant, [(Tenant, session.tenant), *wanted])
    duties = []
    for case in found:
        for command in reactions.services_due(case, on, office.backlog_until):
            service = case.service(command.service_id)
            because = f"over/{command.service_id}/{service.what.valid_to}"
            duties.append(Duty(command=command, about=case.id, because=because))
    return duties


async def _cases(batch: Batch, hands: Hands) -> Mapping[UUID, Case]:
    """The cases that the batch concerns, as they stand now."""
    touched = dict.fromkeys(
        event.row.stream_id for event in batch.events if stream_type(event.row.topic) == Case.TYPE
    )
    found = await hands.states.refresh(batch.tenant, [(Case, case_id) for case_id in touched])
    return {case.id: case for case in found}


async def _list(session: WorkSession, batch: Batch, cases: Iterable[Case], hands: Hands) -> None:
    (office,) = await hands.states.refresh(batch.tenant, [(Tenant, batch.tenant)])
    days = {case.id: reactions.next_service_day(case, office.backlog_until) for case in cases}
    gone = [(case_id,) for case_id, day in days.items() if day is None]
    await WAITING.remove(session, batch, gone)
    waiting = [Waiting(case_id, day) for case_id, day in days.items() if day is not None]
    await WAITING.put(session, batch, waiting)


async def _planned(tenant: TenantId, event: Recorded, case: Case, hands: Hands) -> None:
    """Assign what a plan says, unless another plan has replaced it meanwhile."""
    if case.plan is None or case.plan.entry != event.version:
        return
    for command in reactions.on_plan_agreed(case):
        await hands.give(
            tenant, command, because=because_of(event), about=case.id, cause=event.event_id
        )


async def _merged(tenant: TenantId, event: Recorded, survivor: UUID, hands: Hands) -> None:
    """Warn of claims that meet because two records are of one person."""
    records = await _records(tenant, survivor, hands)
    wanted = [(ServiceRegister, register_id(tenant, record)) for record in (survivor, *records)]
    office, own, *others = await hands.states.refresh(tenant, [(Tenant, tenant), *wanted])
    policy = policies.resolve(office.policy_versions, event.occurred_on).service_overlap
    merged = dict(zip(records, others, strict=True))
    for command in reactions.on_persons_merged(survivor, own, merged, policy):
        claim = own.claim(command.claim_id)
        await hands.give(
            tenant, command, because=because_of(event), about=claim.case_id, cause=event.event_id
        )


async def _records(tenant: TenantId, survivor: UUID, hands: Hands) -> list[UUID]:
    """The records that were merged into a person's, and those merged into these before."""
    records: list[UUID] = []
    level = [survivor]
    while level:
        states = await hands.states.refresh(tenant, [(Person, record) for record in level])
        level = [
            takeover.merged
            for state in states
            for takeover in state.takeovers
            if takeover.merged not in records
        ]
        records += level
    return records


REACTION = Reaction(
    name="service_flow",
    version=1,
    topics=topics(events, corrected) | {PersonsMerged.TOPIC},
    tables=(WAITING,),
    react=react,
)
