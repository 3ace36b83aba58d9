"""What is given in the drawn cases of a year: kinds of aid, who gives it, once a month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import Literal, NamedTuple
from uuid import UUID

from wahana.domain.care.assess import AgreePlan
from wahana.domain.care.case_events import CasePlanItem
from wahana.domain.care.kps_commands import JoinKps
from wahana.domain.care.kps_events import KpsService
from wahana.domain.care.services import AssignService, RecordDelivery
from wahana.domain.care.vocabulary import Pillar, ServiceUnit
from wahana.domain.kernel.model import Command

from .community import Community
from .story import Act, Chain, DemoMember


class AidKind(NamedTuple):
    """A kind of service, how it is counted, and which local body gives it where there is one."""

    kind: str
    unit: ServiceUnit
    quantity: int
    pillar: Pillar
    kps_kind: str
    kps_name: str


AID = (
    AidKind("BERAS", "KG", 10, "JAMSOS", "PENGAJIAN", "Pengajian warga (SAMPLE)"),
    AidKind("KUNJUNGAN", "VISIT", 1, "REHSOS", "DASAWISMA", "Dasawisma (SAMPLE)"),
    AidKind("SEMBAKO", "PACKAGE", 1, "JAMSOS", "KUBE", "KUBE warung bersama (SAMPLE)"),
    AidKind("KONSELING", "HOUR", 1, "REHSOS", "KARANG_TARUNA", "Karang Taruna (SAMPLE)"),
    AidKind("SANTUNAN", "IDR", 150_000, "JAMSOS", "RT", "Dana sosial RT (SAMPLE)"),
)
BY_KPS = 0.4
"""Share of services that a member body gives, where there is one for it."""


class ServiceActors(NamedTuple):
    """Who of the office acts, and how many local bodies the WKSBM has."""

    tksk: DemoMember
    kasi: DemoMember
    head: DemoMember
    bodies: int


class DrawnCase(NamedTuple):
    """A case with the random source that decides about it."""

    our: Community
    id: UUID
    number: int
    draw: Random
    asked: ServiceActors
    stays_open: bool

    def part(self, *what: object) -> UUID:
        return self.our.id("case", self.number, *what)

    def does(self, on: date, command: Command) -> Act:
        return self.our.leads(on, command)

    def office(self, on: date, command: Command) -> Act:
        return Act(self.asked.kasi, on, command, self.our.basis)

    def chance(self, of: dict[str, int]) -> str:
        return self.draw.choices(tuple(of), tuple(of.values()))[0]


def bodies(our: Community, number: int) -> Chain:
    """The local bodies that are members, each with what it offers."""
    return [
        our.leads(
            our.day(1, 1),
            JoinKps(
                kps_id=_kps(our, aid),
                wksbm_id=our.wksbm_id,
                name=aid.kps_name,
                kps_kind=aid.kps_kind,
                pillars=(aid.pillar,),
                services=(KpsService(service_kind=aid.kind, pillar=aid.pillar),),
            ),
        )
        for aid in AID[:number]
    ]


def served(
    own: DrawnCase,
    on: date,
    aid: AidKind,
    referral: UUID | None = None,
    *,
    via: UUID | None = None,
    planned: bool = True,
) -> tuple[Chain, date]:
    """A service of two to four months after its plan, given once a month; its last day.

    ``referral``: whose body gives it, else the board or a member body; ``via``: the referral by
    which the case is open to the chair. A plan of the board that is still in force after its
    service has ended would begin it again: so where the case stays open, the service is not
    ``planned``.
    """
    months, service = own.draw.randrange(2, 5), own.part("service")
    days = [on + timedelta(days=1 + 30 * turn) for turn in range(months)]
    has_body = AID.index(aid) < own.asked.bodies and own.draw.random() < BY_KPS
    kps = _kps(own.our, aid) if referral is None and has_body else None
    local: Literal["KPS", "BOARD"] = "KPS" if kps else "BOARD"
    item = CasePlanItem(
        no=1,
        service_kind=aid.kind,
        pillar=aid.pillar,
        doer="REFERRAL" if referral else local,
        kps=kps,
        valid_from=on,
        valid_to=days[-1] + timedelta(days=1),
    )
    assign = AssignService(
        case_id=own.id,
        service_id=service,
        service_kind=aid.kind,
        provider="REFERRED" if referral else local,
        kps_id=kps,
        referral_id=referral,
        valid_from=item.valid_from,
        valid_to=item.valid_to,
        plan_item=item.no if planned else None,
        via=via,
    )
    plan = AgreePlan(case_id=own.id, items=(item,), agreed_with="SUBJECT", via=via)
    began = [own.does(on, command) for command in ((plan, assign) if planned else (assign,))]
    return [*began, *_given(own, aid, service, days, via)], days[-1]


def _given(
    own: DrawnCase, aid: AidKind, service: UUID, days: Sequence[date], via: UUID | None
) -> Chain:
    return [
        own.does(
            day,
            RecordDelivery(
                case_id=own.id,
                service_id=service,
                pillar=aid.pillar,
                quantity=aid.quantity,
                unit=aid.unit,
                via=via,
            ),
        )
        for day in days
    ]


def _kps(our: Community, aid: AidKind) -> UUID:
    return our.id("kps", aid.kps_kind)
