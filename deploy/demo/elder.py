"""The elder of a WKSBM: found, visited, beyond what neighbours can do, referred, helped with rice.

The ladder of S1, by an invented case: the board declares that its capacity is exceeded and asks
the district's social worker, who declines; a company then gives rice for some months. The board
answers for the company, because nobody of it has an account. When a member body offers rice in the
same month, its request waits for the Dinas, which confirms the overlap (S0).
"""

from __future__ import annotations

from typing import NamedTuple
from uuid import UUID

from wahana.domain.care.answer import (
    AcceptReferral,
    CompleteReferral,
    DeclineReferral,
    ReceiveReferral,
)
from wahana.domain.care.assess import AgreePlan, AssessCase, DeclareLocalCapacity
from wahana.domain.care.bodies import BodyRef
from wahana.domain.care.case_events import CasePlanItem
from wahana.domain.care.conclude import AddCaseNote, CloseCase, RecordOutcome
from wahana.domain.care.kps_commands import JoinKps
from wahana.domain.care.kps_events import KpsService
from wahana.domain.care.overlap_commands import ConfirmOverlap
from wahana.domain.care.refer import RequestReferral
from wahana.domain.care.report import ReportCase
from wahana.domain.care.service_register import ServiceRegister, register_id, warning_id
from wahana.domain.care.services import AssignService, RecordDelivery
from wahana.domain.privacy.consent_commands import GiveConsent

from .community import Community
from .story import Act, Chain, DemoMember

NAMES = 1
"""Sample names that the case takes."""
CATEGORY = "2012/08"
"""Neglected older person (LUT), in the list of Permensos 8/2012."""
COMPANY = "PT Beras Sejahtera (SAMPLE)"


class ResponsibleActors(NamedTuple):
    """Who acts: the social worker with their district, and the officer of the Dinas."""

    tksk: DemoMember
    district: str
    kasi: DemoMember


def case(our: Community, name: int, around: ResponsibleActors) -> Chain:
    """The case from its report in August to its closing in December; ``name``: of the elder."""
    own = our.id("case")
    return [
        *_found(our, own, name),
        *_asked_in_vain(our, own, around),
        *_helped(our, own, around),
        *_closed(our, own),
    ]


def _found(our: Community, own: UUID, name: int) -> Chain:
    report = ReportCase(
        case_id=own,
        wksbm_id=our.wksbm_id,
        target_kind="INDIVIDUAL",
        subjects=(our.newcomer(name, "elder"),),
        channel="VISIT",
        reporter_role="NEIGHBOUR",
        categories=(CATEGORY,),
        narrative="Tinggal sendiri, makan dari pemberian tetangga.",
    )
    consent = GiveConsent(
        person_id=our.id("elder"),
        consent_id=our.id("consent"),
        purpose="REFERRAL",
        scope=("CATEGORY", "NEEDS"),
        method="WRITTEN",
        proof="SAMPLE/PERSETUJUAN/1",
        wksbm_id=our.wksbm_id,
    )
    assess = AssessCase(
        case_id=own,
        by_role="BOARD",
        method="VISIT",
        findings="Masih dapat mengurus diri; tidak ada penghasilan tetap.",
    )
    item = CasePlanItem(
        no=1,
        service_kind="BERAS",
        pillar="JAMSOS",
        doer="REFERRAL",
        valid_from=our.day(10, 1),
        valid_to=our.day(13, 1),
    )
    plan = AgreePlan(case_id=own, items=(item,), agreed_with="SUBJECT")
    capacity = DeclareLocalCapacity(
        case_id=own,
        verdict="EXCEEDED",
        tried=("NEIGHBOURS", "COMMUNITY_FUND"),
        cause="NO_FUNDS",
    )
    return [
        our.leads(our.day(8, 3), report),
        our.leads(our.day(8, 3), consent),
        our.leads(our.day(8, 7), assess),
        our.leads(our.day(8, 14), plan),
        our.leads(our.day(8, 21), capacity),
    ]


def _asked_in_vain(our: Community, own: UUID, around: ResponsibleActors) -> Chain:
    referral = our.id("referral", "tksk")
    asked = _request(our, own, referral, BodyRef(kind="KECAMATAN_TKSK", area_code=around.district))
    answers = (
        (our.day(8, 24), ReceiveReferral(referral_id=referral)),
        (our.day(8, 28), DeclineReferral(referral_id=referral, reason="NO_CAPACITY")),
    )
    return [
        our.leads(our.day(8, 22), asked),
        *(Act(around.tksk, on, command, our.basis) for on, command in answers),
    ]


def _helped(our: Community, own: UUID, around: ResponsibleActors) -> Chain:
    referral, service = our.id("referral", "company"), our.id("service")
    asked = _request(our, own, referral, BodyRef(kind="DUNIA_USAHA", name=COMPANY))
    accept = AcceptReferral(referral_id=referral, expected_by=our.day(12, 31))
    assign = AssignService(
        case_id=own,
        service_id=service,
        service_kind="BERAS",
        provider="REFERRED",
        referral_id=referral,
        valid_from=our.day(10, 1),
        valid_to=our.day(13, 1),
        plan_item=1,
    )
    given = [
        our.leads(
            our.day(month, 5),
            RecordDelivery(
                case_id=own, service_id=service, pillar="JAMSOS", quantity=10, unit="KG",
                value_idr=125_000,
            ),
        )
        for month in (10, 11, 12)
    ]  # fmt: skip
    return [
        our.leads(our.day(9, 1), asked),
        our.leads(our.day(9, 4), ReceiveReferral(referral_id=referral)),
        our.leads(our.day(9, 8), accept),
        our.leads(our.day(10, 1), assign),
        *given[:2],
        *_requested_twice(our, own, around.kasi),
        given[2],
        our.leads(our.day(12, 8), CompleteReferral(referral_id=referral, outcome="SERVED")),
    ]


def _requested_twice(our: Community, own: UUID, kasi: DemoMember) -> Chain:
    """The same rice from the women's reading circle: the Dinas decides that one is enough."""
    kps = our.id("kps", "pengajian")
    joins = JoinKps(
        kps_id=kps,
        wksbm_id=our.wksbm_id,
        name="Pengajian ibu-ibu (SAMPLE)",
        kps_kind="PENGAJIAN",
        pillars=("JAMSOS",),
        services=(KpsService(service_kind="BERAS", pillar="JAMSOS"),),
    )
    second = AssignService(
        case_id=own,
        service_id=our.id("second service"),
        service_kind="BERAS",
        provider="KPS",
        kps_id=kps,
        valid_from=our.day(11, 1),
        valid_to=our.day(12, 1),
        ask_override=True,
    )
    register = register_id(our.tenant_id, our.id("elder"))
    warning = warning_id(ServiceRegister(id=register))
    confirmed = ConfirmOverlap(person_id=our.id("elder"), warning_id=warning)
    return [
        our.leads(our.day(11, 7), joins),
        our.leads(our.day(11, 8), second),
        Act(kasi, our.day(11, 10), confirmed, our.basis),
    ]


def _closed(our: Community, own: UUID) -> Chain:
    visit = AddCaseNote(case_id=own, kind="VISIT", text="Persediaan beras cukup sampai Januari.")
    return [
        our.leads(our.day(12, 15), visit),
        our.leads(our.day(12, 20), RecordOutcome(case_id=own, result="IMPROVED")),
        our.leads(our.day(12, 28), CloseCase(case_id=own, reason="GOALS_MET")),
    ]


def _request(our: Community, own: UUID, referral: UUID, body: BodyRef) -> RequestReferral:
    """A referral that goes out at once, with what the elder consented to."""
    return RequestReferral(
        referral_id=referral,
        case_id=own,
        to_body=body,
        need="Bantuan beras bulanan untuk lansia yang tinggal sendiri.",
        basis="LOCAL_CAPACITY",
        disclosed=("CATEGORY", "NEEDS"),
        consent_ids=(our.id("consent"),),
        send_now=True,
    )
