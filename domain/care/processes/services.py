"""The process manager of services: assigns planned ones, ends those that are over, warns of
overlaps.

After a plan is agreed its items become services; one that overlaps another waits for the Dinas as a
request. When two records are found to be of one person, their overlapping claims get warnings and
are kept. When the period of a service is over, its claims are released.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import combinations
from uuid import UUID

from ...kernel.days import shifted
from ...kernel.policy_types import ServiceOverlap
from ...kernel.processes import Happened, Instruction, ProcessContext, ProcessManager, WorkItem
from ...kernel.topics import stream_type, topics
from ...people.person_events import MergeReversed, PersonsMerged
from ...people.standing import same_person, standing
from .. import case_correction_events, case_events
from ..case import Case
from ..case_events import CasePlanItem, PlanAgreed
from ..case_facts import Service
from ..claims import merge_warning
from ..overlap import collisions
from ..overlap_commands import WarnOfOverlap, WithdrawOverlapWarning
from ..service_register import ServiceRegister, register_id
from ..services import AssignService, EndService


class ServiceProcess(ProcessManager):
    """Work list: open cases, due on the day after a service's period."""

    NAME = "service_process"
    TOPICS = topics(case_events, case_correction_events) | {
        PersonsMerged.TOPIC,
        MergeReversed.TOPIC,
    }

    def work_item(self, event: Happened, context: ProcessContext) -> WorkItem | None:
        if stream_type(event.data.TOPIC) != Case.TYPE:
            return None
        case = context.load(Case, event.originator_id)
        day = next_service_day(case, context.backlog_until)
        return WorkItem(id=case.id, due=day, done=day is None)

    def react(self, event: Happened, context: ProcessContext) -> Sequence[Instruction]:
        match event.data:
            case PlanAgreed():
                return _planned(event, context)
            case PersonsMerged(survivor=survivor) if event.originator_id == survivor:
                return _merged(event, survivor, context)
            case MergeReversed(survivor=survivor, merged=merged) if event.originator_id == survivor:
                return _parted(context, survivor, merged)
        return ()

    def due(self, item: UUID, on: date, context: ProcessContext) -> Sequence[Instruction]:
        case = context.load(Case, item)
        return [
            Instruction(command=command, about=case.id, because=_over(case, command))
            for command in services_due(case, on, context.backlog_until)
        ]


def _over(case: Case, command: EndService) -> str:
    service = case.service(command.service_id)
    assert service is not None
    return f"over/{service.service_id}/{service.what.valid_to}"


def _planned(event: Happened, context: ProcessContext) -> Sequence[Instruction]:
    """Assigns what a plan says, unless another plan has replaced it since."""
    case = context.load(Case, event.originator_id)
    if case.plan is None or case.plan.entry != event.version:
        return ()
    return [Instruction(command=command, about=case.id) for command in on_plan_agreed(case)]


def _merged(event: Happened, survivor: UUID, context: ProcessContext) -> Sequence[Instruction]:
    """Warns of claims that meet because two records are of one person."""
    registers = _registers(context, survivor)
    policy = context.resolve_policies(event.occurred_on).service_overlap
    claims = (claim for register in registers.values() for claim in register.claims)
    cases = {claim.claim_id: claim.case_id for claim in claims}
    return [
        Instruction(command=command, about=cases[command.claim_id])
        for command in on_persons_merged(registers, policy)
    ]


def _parted(context: ProcessContext, *people: UUID) -> Sequence[Instruction]:
    """Withdraws the warnings of claims that no longer meet in one person."""
    found: list[Instruction] = []
    for person in people:
        for record, register in _registers(context, person).items():
            for warning in register.warnings:
                other, claim = warning.other_person, register.claim(warning.claim_id)
                if warning.state != "OPEN" or other is None or claim is None:
                    continue
                if not same_person(context, record, other):
                    command = WithdrawOverlapWarning(
                        person_id=record, warning_id=warning.warning_id
                    )
                    found.append(Instruction(command=command, about=claim.case_id))
    return found


def _registers(context: ProcessContext, person: UUID) -> Mapping[UUID, ServiceRegister]:
    """The registers of all records of a person, by record; that of the one that counts first."""
    return {
        record: context.load(ServiceRegister, register_id(context.tenant_id, record))
        for record in standing(context, person).ids
    }


def on_plan_agreed(case: Case) -> tuple[AssignService, ...]:
    """After ``case.plan_agreed``: a service for every item of the board or a member body.

    One that overlaps another waits for the Dinas as a request. The id of a service is derived from
    plan and item, so repeating has no effect; an item whose service is running (the previous plan
    had it too) gets none.
    """
    if case.plan is None or not case.open:
        return ()
    plan = case.plan
    return tuple(
        AssignService(
            case_id=case.id,
            service_id=case.planned_service(plan, item.no),
            service_kind=item.service_kind,
            provider="KPS" if item.doer == "KPS" else "BOARD",
            kps_id=item.kps,
            recipients=item.recipients,
            valid_from=item.valid_from,
            valid_to=item.valid_to,
            plan_item=item.no,
            ask_override=True,
        )
        for item in plan.items
        if item.doer in ("BOARD", "KPS") and not _runs(case, item)
    )


def services_due(
    case: Case, today: date, backlog_until: date | None = None
) -> tuple[EndService, ...]:
    """The end of services whose period is over, so that their claims are released.

    Those that were over when they were entered are kept while the office enters its past
    (``backlog_until``): their deliveries, and the decision on a request, may be entered later.
    """
    if not case.open:
        return ()
    return tuple(
        EndService(case_id=case.id, service_id=service.service_id, reason="PERIOD_END")
        for service in case.services
        if service.running and _service_day(service, backlog_until) <= today
    )


def next_service_day(case: Case, backlog_until: date | None = None) -> date | None:
    """The next day on which :func:`services_due` has something to do; ``None``: never."""
    if not case.open:
        return None
    days = (_service_day(item, backlog_until) for item in case.services if item.running)
    return min(days, default=None)


def _service_day(service: Service, backlog_until: date | None) -> date:
    """The first day on which a service is to be ended."""
    if backlog_until is not None and service.over_when_entered:
        return max(service.what.valid_to, shifted(backlog_until, 1))
    return service.what.valid_to


def on_persons_merged(
    registers: Mapping[UUID, ServiceRegister], policy: ServiceOverlap
) -> tuple[WarnOfOverlap, ...]:
    """After ``person.persons_merged``: a warning for every two claims of one person that meet.

    ``registers``: those of all records of the person, by record; claims of any two may meet, also
    of two that were merged into a third. Nothing is cancelled silently; what was warned of before
    is not warned of again.
    """
    return tuple(
        WarnOfOverlap(
            person_id=one,
            claim_id=claim.claim_id,
            other_person_id=another,
            other_claim_id=met.claim_id,
        )
        for (one, register), (another, other) in combinations(registers.items(), 2)
        for claim in register.claims
        for met in collisions(policy, claim, other.claims)
        if not _warned(merge_warning(claim.claim_id, met.claim_id), register, other)
    )


def _warned(warning: UUID, *registers: ServiceRegister) -> bool:
    return any(register.warning(warning) is not None for register in registers)


def _runs(case: Case, item: CasePlanItem) -> bool:
    """Whether a running service already covers an item."""
    return any(
        service.running
        and service.what.service_kind == item.service_kind
        and service.what.kps == item.kps
        and service.what.provider != "REFERRED"
        and set(item.recipients or case.subjects) <= set(service.what.recipients)
        and service.what.valid_from <= item.valid_from
        and item.valid_to <= service.what.valid_to
        for service in case.services
    )
