"""An office with a WKSBM and a person in need, in a service without HTTP or a worker."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from wahana.deploy import provision
from wahana.deploy.assembly import ServiceParts
from wahana.deploy.processes import NAMES, process_parts
from wahana.deploy.provision import OPERATOR, MemberSetup, TenantSetup
from wahana.domain.care.assess import AgreePlan, AssessCase, DeclareLocalCapacity
from wahana.domain.care.bodies import BodyRef
from wahana.domain.care.case_events import CasePlanItem
from wahana.domain.care.refer import RequestReferral
from wahana.domain.care.report import ReportCase
from wahana.domain.formation.proposal_commands import ProposeWksbm
from wahana.domain.kernel.model import Command
from wahana.domain.people.registration import NewPerson, PersonRef
from wahana.platform import clock as clocks
from wahana.platform.clock import system_clock
from wahana.platform.events import Recorded
from wahana.platform.execution import Accepted
from wahana.platform.ids import TenantId, uuid7
from wahana.platform.processes import process_status
from wahana.platform.processes.due import DueScan
from wahana.platform.processes.runner import ProcessParts, ProcessRunner
from wahana.tenants.authorization import Authorization
from wahana.tenants.processes import PROCESS
from wahana.tenants.tenant_commands import AdoptCategoryEdition

SOROSUTAN, UMBULHARJO = "34.71.13.1006", "34.71.13"
TSKS = BodyRef(kind="KECAMATAN_TKSK", area_code=UMBULHARJO)


@dataclass
class Later:
    """A clock that can be put forward."""

    by: timedelta = timedelta()

    def __call__(self) -> datetime:
        return system_clock() + self.by


@dataclass
class CareOffice:
    """The office, its people's scopes, and short words for what is done in it."""

    service: ServiceParts
    tenant: TenantId
    admin: Authorization
    people: dict[str, Authorization] = field(default_factory=dict)
    wksbm: UUID = field(default_factory=uuid7)

    @property
    def today(self) -> date:
        return clocks.today(self.service.clock, "Asia/Jakarta")

    @property
    def chair(self) -> Authorization:
        return self.people["WKSBM_CHAIR"]

    async def hire(self, role: str, **limits: Any) -> Authorization:
        """A new member with a role."""
        _, secret = await provision.add_member(
            self.service, self.tenant, self.admin, MemberSetup(role, role, **limits)
        )
        scope = await self.service.authorizer.admit(secret)
        self.people.setdefault(role, scope)
        return scope

    async def do(self, command: Command, *, by: str = "WKSBM_CHAIR") -> Accepted:
        """A command of an actor, to be accepted."""
        return await provision.run(self.service, self.tenant, self.people[by], command)

    async def reported(self, person: UUID | None = None, **more: Any) -> UUID:
        """A case of one person."""
        case, who = uuid7(), person or uuid7()
        ref = PersonRef(new=NewPerson(person_id=who, name="Mbah Contoh"))
        report = ReportCase(
            case_id=case,
            wksbm_id=self.wksbm,
            target_kind="INDIVIDUAL",
            subjects=more.pop("subjects", (ref,)),
            channel="VISIT",
            reporter_role="NEIGHBOUR",
            categories=("2012/08",),
            **more,
        )
        await self.do(report)
        return case

    async def planned(self, case: UUID, *kinds: str) -> None:
        """A plan with an item of the board for each kind, from today for a month."""
        days = {"valid_from": self.today, "valid_to": self.today + timedelta(days=30)}
        items = tuple(
            CasePlanItem(no=no, service_kind=kind, pillar="LINJAMSOS", doer="BOARD", **days)
            for no, kind in enumerate(kinds, start=1)
        )
        assessed = AssessCase(case_id=case, by_role="BOARD", method="VISIT", findings="Sendiri.")
        await self.do(assessed)
        await self.do(AgreePlan(case_id=case, items=items, agreed_with="SUBJECT"))

    async def referred(self, case: UUID, **more: Any) -> UUID:
        """A referral to the TKSK that was sent."""
        referral = uuid7()
        exceeded = DeclareLocalCapacity(
            case_id=case, verdict="EXCEEDED", tried=("BOARD_HELP",), cause="NO_FUNDS"
        )
        await self.do(exceeded)
        wish = RequestReferral(
            referral_id=referral,
            case_id=case,
            to_body=TSKS,
            need="Perlu beras.",
            basis="LOCAL_CAPACITY",
            send_now=True,
            **more,
        )
        await self.do(wish)
        return referral

    async def events(self, *topics: str) -> list[Recorded]:
        """The events of these topics in the log."""
        decode = self.service.events.decode
        return [
            decode(row)
            async for row in self.service.log.read_log(self.tenant)
            if row.topic in topics
        ]

    @property
    def parts(self) -> ProcessParts:
        """What the service runs its process managers with."""
        return process_parts(self.service)

    def runner(self, parts: ProcessParts | None = None) -> ProcessRunner:
        """A runner of the process managers."""
        return ProcessRunner(parts or self.parts)

    def due_scan(self) -> DueScan:
        """The scan for what falls due on a day."""
        return DueScan(self.parts)


async def care_office(service: ServiceParts) -> CareOffice:
    """A new office, with an officer, a head, a TKSK, and a chair of one WKSBM."""
    new = TenantSetup(
        "Dinas Sosial Kota Yogyakarta", f"yk-{uuid7().hex[-8:]}", "KABKOTA", "34.71",
        "Asia/Jakarta",
    )  # fmt: skip
    tenant = await provision.add_tenant(service, new, log_name="log.test")
    _, secret = await provision.add_member(
        service, tenant, OPERATOR, MemberSetup("Admin", "TENANT_ADMIN")
    )
    office = CareOffice(service, tenant, await service.authorizer.admit(secret))
    office.people["TENANT_ADMIN"] = office.admin
    adopted = AdoptCategoryEdition(edition="2012", effective_from=date(2013, 1, 1))
    await office.do(adopted, by="TENANT_ADMIN")
    await office.hire("DINAS_OFFICER")
    await office.hire("DINAS_HEAD")
    proposed = ProposeWksbm(
        wksbm_id=office.wksbm,
        name="WKSBM Sorosutan",
        level="KELURAHAN",
        village_code=SOROSUTAN,
        origin="NATURAL",
        budget_year=office.today.year,
    )
    await office.do(proposed, by="DINAS_OFFICER")
    await office.hire("WKSBM_CHAIR", wksbm_ids=(office.wksbm,))
    await office.hire("TKSK", area_code=UMBULHARJO)
    return office


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
    """Name, state and whether it is up to date, of each process manager of the office."""
    rows = await process_status.status(office.service.database, NAMES, tenant=office.tenant)
    return {(row.name, row.state, row.events_behind == 0) for row in rows}


LEVEL = {(name, "running", True) for name in NAMES}


async def waiting(office: CareOffice) -> list[tuple[str, UUID, Any]]:
    """The office's work lists of cases: process, item, day. Members and boards, of which the office
    has some from the start, wait for a death."""
    of_cases = ["service_process", "referral_process"]
    async with office.service.database.reading(office.tenant) as session:
        rows = await session.fetch(
            "SELECT process, item_id, due FROM wahana.process_item WHERE tenant_id = $1 "
            "AND process = ANY ($2) ORDER BY process, item_id",
            office.tenant,
            of_cases,
        )
    return [(row["process"], UUID(int=row["item_id"].int), row["due"]) for row in rows]
