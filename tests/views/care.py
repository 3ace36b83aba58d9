"""An elder, a child, two WKSBM and the bodies around them, written into a history of the views.

Every command is really decided (the ladder of the domain's tests), so the service could have this
log. Every event class that a view of cases folds in a special way is here at least once. People are
invented.
"""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from tests.domain.care.conftest import REPORTED_ON, SOROSUTAN, TODAY, UMBULHARJO, Ladder
from tests.domain.conftest import Scenario
from tests.views.history import History

from wahana.domain.care.answer import (
    AcceptReferral,
    CompleteReferral,
    DeclineReferral,
    GiveFeedback,
    ReceiveReferral,
)
from wahana.domain.care.assess import AgreePlan
from wahana.domain.care.bodies import BodyRef
from wahana.domain.care.case_corrections import (
    CorrectAssessment,
    CorrectCase,
    CorrectClosing,
    CorrectDelivery,
    CorrectLocalCapacity,
    CorrectOutcome,
    CorrectService,
)
from wahana.domain.care.case_events import CasePlanItem
from wahana.domain.care.case_retractions import RetractCaseEntry, WithdrawCase
from wahana.domain.care.conclude import AddCaseNote, CloseCase, RecordOutcome, ReopenCase
from wahana.domain.care.kps_commands import (
    DeclareKpsService,
    JoinKps,
    LeaveKps,
    LegaliseKps,
    NameKpsLiaison,
    WithdrawKpsService,
)
from wahana.domain.care.kps_conflicts import DeclareConflictOfInterest, ResolveConflict
from wahana.domain.care.kps_corrections import CorrectKps
from wahana.domain.care.network_partner_commands import LinkNetworkPartner, UnlinkNetworkPartner
from wahana.domain.care.network_partner_corrections import CorrectNetworkPartner
from wahana.domain.care.overlap_commands import (
    ConfirmOverlap,
    DismissOverlap,
    OverrideOverlap,
    WarnOfOverlap,
)
from wahana.domain.care.overlap_corrections import RetractOverlapDecision
from wahana.domain.care.refer import SendReferral
from wahana.domain.care.referral_corrections import CorrectAcceptance, CorrectReferral
from wahana.domain.care.report import AddCaseSubject, AssignCategory, RemoveCategory
from wahana.domain.care.services import EndService, RecordDelivery
from wahana.domain.kernel.fields import contact, identity
from wahana.domain.kernel.model import Actor, Command
from wahana.domain.people.duplicate_commands import MergePersons, SuspectDuplicate
from wahana.domain.people.person import Person
from wahana.domain.people.person_events import PersonRegistered

OCTOBER = {"valid_from": date(2021, 10, 1), "valid_to": date(2021, 11, 1)}
TOP = "2012/03"
"""A category of the most sensitive tier."""


class Written(Scenario):
    """A scenario that writes into a history what it folds."""

    def __init__(self, history: History, **given: Any) -> None:
        super().__init__(**given)
        self.tenant_id = history.tenant
        self._history = history

    def _fold(self, kind: Any, stream_id: UUID, event: Any, on: date, actor: Actor) -> None:
        self._history.add(stream_id, event, on=on, role=actor.role, actor=actor.id)
        super()._fold(kind, stream_id, event, on, actor)


class Care:
    """The story with its ids."""

    def __init__(self, history: History) -> None:
        self.ladder = Ladder(Written(history, area_code="34.71", today=TODAY, edition="2012"))
        self.uid = self.ladder.uid
        self.case, self.elder = self.ladder.case, self.ladder.elder
        self.child_case = self.uid("case of the child")
        self.child = self.uid("child")
        self.twin = self.uid("second record of the elder")
        self.kps, self.other_kps = self.uid("kps"), self.uid("other kps")
        self.company = self.uid("referral to a company")
        self.partner = self.uid("partner")
        self.liaison_of: UUID = self.ladder.liaison.id

    def do(self, *commands: Command, actor: Actor | None = None, on: date | None = None) -> None:
        for command in commands:
            self.ladder.world.when(command, actor=actor, on=on).accepted()


def care(history: History) -> Care:
    """The whole story."""
    story = Care(history)
    bodies(story)
    reported(story)
    helped(story)
    referred(story)
    overlapped(story)
    sensitive(story)
    merged(story)
    concluded(story)
    return story


def bodies(story: Care) -> None:
    """Two member bodies with a conflict between them, and a partner."""
    wksbm, do = story.ladder.wksbm, story.do
    for kps, name in ((story.kps, "Pengajian Al-Ikhlas"), (story.other_kps, "Dasawisma Melati")):
        do(JoinKps(kps_id=kps, wksbm_id=wksbm, name=name, kps_kind="PENGAJIAN"), on=REPORTED_ON)
    described = {"name": "Dasawisma Melati", "kps_kind": "DASAWISMA", "reason": "TYPING_ERROR"}
    do(
        CorrectKps(kps_id=story.other_kps, **described),
        LegaliseKps(kps_id=story.kps, legal_no="AHU-1", issued_on=date(2021, 9, 2)),
        DeclareKpsService(kps_id=story.kps, service_kind="BERAS", pillar="LINJAMSOS"),
        DeclareKpsService(kps_id=story.kps, service_kind="KUNJUNGAN", pillar="REHSOS"),
        WithdrawKpsService(kps_id=story.kps, service_kind="KUNJUNGAN", reason="OTHER"),
    )
    conflict = story.uid("conflict")
    do(
        DeclareConflictOfInterest(
            conflict_id=conflict, kps_a_id=story.kps, kps_b_id=story.other_kps, matter="BERAS"
        ),
        ResolveConflict(kps_id=story.kps, conflict_id=conflict, how="SHARED_OUT"),
        LeaveKps(kps_id=story.other_kps, reason="DISSOLVED"),
    )
    named = {"partner_id": story.partner, "kind": "DUNIA_USAHA"}
    do(
        LinkNetworkPartner(wksbm_id=wksbm, name="PT Contoh", **named),
        CorrectNetworkPartner(name="PT Contoh Pangan", reason="TYPING_ERROR", **named),
        UnlinkNetworkPartner(partner_id=story.partner, reason="ENDED"),
    )


def reported(story: Care) -> None:
    """The elder's case, corrected; a neighbour is concerned, too."""
    ladder, do = story.ladder, story.do
    elder = PersonRegistered(
        name=identity(story.elder, "Mbah Contoh"),
        phone=contact(story.elder, "+628123"),
        address=contact(story.elder, "Gang Sembilan"),
        area_code=SOROSUTAN,
        area_edition="2025",
        legal_basis="PUBLIC_TASK",
        legal_proof="UU 11/2009 ps 38",
    )
    ladder.world.given(Person, story.elder, elder, on=REPORTED_ON)
    known = (ladder.known(story.elder),)
    described = {"subjects": known, "narrative": "Tinggal sendiri."}
    do(ladder.report(**described), on=REPORTED_ON)
    neighbour = ladder.person("neighbour")
    do(
        CorrectCase(
            case_id=story.case,
            target_kind="FAMILY",
            subjects=known,
            channel="PHONE",
            reporter_role="RT_RW",
            urgency="URGENT",
            narrative="Tinggal sendiri sejak Maret.",
            reason="TYPING_ERROR",
        ),
        AddCaseSubject(case_id=story.case, person=ladder.known(neighbour)),
        RetractCaseEntry(case_id=story.case, of=4, entry="SUBJECT", reason="WRONG_PERSON"),
        AssignCategory(case_id=story.case, code="2012/11"),
        RemoveCategory(case_id=story.case, of=6, reason="CHANGED"),
        ladder.assess(),
        CorrectAssessment(
            case_id=story.case,
            of=8,
            by_role="KPS",
            method="INTERVIEW",
            findings="Tidak dapat memasak sendiri.",
            health_findings="Katarak.",
            urgency="URGENT",
            reason="TYPING_ERROR",
        ),
    )


def helped(story: Care) -> None:
    """A plan, a service of a member body, what it gave, and that it was not enough."""
    do, case = story.do, story.case
    service = story.uid("visits")
    item = CasePlanItem(no=1, service_kind="KUNJUNGAN", pillar="REHSOS", doer="BOARD", **OCTOBER)
    do(
        AgreePlan(case_id=case, items=(item,), agreed_with="SUBJECT", goals="Makan teratur."),
        story.ladder.assign(service_id=service, service_kind="KUNJUNGAN"),
        CorrectService(
            case_id=case,
            service_id=service,
            service_kind="KUNJUNGAN",
            valid_from=REPORTED_ON,
            valid_to=date(2021, 11, 1),
            reason="WRONG_DATE",
        ),
    )
    given = {"case_id": case, "pillar": "REHSOS", "quantity": 2, "unit": "VISIT"}
    do(RecordDelivery(service_id=service, note="Masak bersama.", **given))
    entry = story.ladder.state.deliveries[-1].entry
    do(
        CorrectDelivery(of=entry, reason="TYPING_ERROR", **given | {"quantity": 3}),
        AddCaseNote(case_id=case, kind="VISIT", text="Butuh beras."),
        story.ladder.exceeded(),
    )
    do(
        CorrectLocalCapacity(
            case_id=case,
            of=story.ladder.state.version,
            verdict="EXCEEDED",
            tried=("NEIGHBOURS",),
            cause="NO_FUNDS",
            reason="TYPING_ERROR",
        )
    )


def referred(story: Care) -> None:
    """The district declines; a company gives rice."""
    ladder, do = story.ladder, story.do
    consent = ladder.consent(story.elder, "IDENTITY", "CATEGORY", "NEEDS")
    disclosed = {"disclosed": ("IDENTITY", "CATEGORY", "NEEDS"), "consent_ids": (consent,)}
    do(ladder.refer(**disclosed))
    do(
        CorrectReferral(
            referral_id=ladder.referral,
            to_body=BodyRef(kind="KECAMATAN_TKSK", area_code=UMBULHARJO),
            need="Perlu 10 kg beras setiap bulan.",
            basis="LOCAL_CAPACITY",
            urgency="URGENT",
            reason="TYPING_ERROR",
            **disclosed,
        )
    )
    do(SendReferral(referral_id=ladder.referral))
    do(
        ReceiveReferral(referral_id=ladder.referral),
        DeclineReferral(referral_id=ladder.referral, reason="NO_CAPACITY", note="Stok habis."),
        actor=ladder.tksk,
    )
    to_company = BodyRef(kind="DUNIA_USAHA", name="PT Contoh Pangan")
    accepted = {"referral_id": story.company, "expected_by": date(2021, 9, 30)}
    do(
        ladder.refer(
            referral_id=story.company, to_body=to_company, basis="RESOURCE", send_now=True
        ),
        ReceiveReferral(referral_id=story.company),
        AcceptReferral(by="CSR", **accepted),
        CorrectAcceptance(by="Bagian CSR", reason="TYPING_ERROR", **accepted),
        ladder.assign(provider="REFERRED", referral_id=story.company),
        RecordDelivery(
            case_id=story.case,
            service_id=ladder.service,
            pillar="LINJAMSOS",
            quantity=10,
            unit="KG",
            value_idr=120_000,
        ),
        GiveFeedback(referral_id=story.company, text="Beras sudah diantar."),
        CompleteReferral(referral_id=story.company, outcome="RESOURCE_GIVEN"),
    )


def overlapped(story: Care) -> None:
    """Another WKSBM brings rice, too: it waits, and the head decides; once so, once otherwise."""
    ladder = story.ladder
    second = ladder.second_case()
    for key in ("second rice", "third rice"):
        wish = ladder.assign(case_id=second, service_id=story.uid(key), ask_override=True)
        story.do(wish, actor=ladder.other_chair)
        warning = ladder.register().warnings[-1].warning_id
        about = {"person_id": story.elder, "warning_id": warning}
        if key == "second rice":
            story.do(OverrideOverlap(reason="NOT_ENOUGH", **about), actor=ladder.head)
        else:
            story.do(ConfirmOverlap(**about), actor=ladder.officer)


def sensitive(story: Care) -> None:
    """A child in conflict with the law: of the most sensitive tier."""
    ladder = story.ladder
    report = ladder.report(
        case_id=story.child_case,
        subjects=(ladder.new(story.child, "Anak Contoh"),),
        categories=(TOP,),
        urgency="EMERGENCY",
        narrative="Ditahan polisi.",
    )
    story.do(report, on=REPORTED_ON)


def merged(story: Care) -> None:
    """The elder was registered twice, and both records were given rice."""
    ladder = story.ladder
    ladder.person("second record of the elder")
    twin_case = ladder.second_case("twin case", subjects=(ladder.known(story.twin),))
    twin_rice = story.uid("twin rice")
    story.do(ladder.assign(case_id=twin_case, service_id=twin_rice), actor=ladder.other_chair)
    suspected = SuspectDuplicate(
        person_id=story.elder, other_id=story.twin, score=80, basis=("NAME",)
    )
    story.do(suspected, actor=ladder.officer)
    story.do(MergePersons(person_id=story.elder, merged_id=story.twin), actor=ladder.head)
    story.do(
        WarnOfOverlap(
            person_id=story.elder,
            claim_id=ladder.service,
            other_person_id=story.twin,
            other_claim_id=twin_rice,
        ),
        actor=ladder.process,
    )
    warning = ladder.register().warnings[-1].warning_id
    about = {"person_id": story.elder, "warning_id": warning}
    story.do(
        DismissOverlap(**about, reason="OTHER_PERSON"),
        RetractOverlapDecision(**about, reason="WRONG_PERSON"),
        actor=ladder.officer,
    )
    story.do(
        EndService(case_id=twin_case, service_id=twin_rice, reason="NOT_NEEDED"),
        WithdrawCase(case_id=twin_case, reason="DUPLICATE", twin_case_id=story.case),
        actor=ladder.other_chair,
    )


def concluded(story: Care) -> None:
    """Its result, its end, and its reopening."""
    do, case, state = story.do, story.case, story.ladder
    do(RecordOutcome(case_id=case, result="IMPROVED", note="Makan dua kali sehari."))
    do(
        CorrectOutcome(
            case_id=case,
            of=state.state.outcomes[-1].entry,
            result="RESOLVED",
            reason="TYPING_ERROR",
        ),
        CloseCase(case_id=case, reason="GOALS_MET"),
    )
    closing = state.state.closings[-1].entry
    mended = CorrectClosing(
        case_id=case, of=closing, closed_for="GOALS_MET", closed_on=TODAY, reason="WRONG_DATE"
    )
    refused = state.world.when(mended).refused
    assert refused is not None, "a closing is mended only to something else"
    do(ReopenCase(case_id=case, reason="RELAPSE"))
    do(NameKpsLiaison(kps_id=story.kps, member_id=story.liaison_of))
