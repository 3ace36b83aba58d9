"""Story C as commands: an RW's WKSBM in Sorosutan, an elder in need, and the bodies around.

``ladder`` is the world: its commands take other fields (``ladder.report(urgency=…)``),
``ladder.reported()`` runs the first one. People are invented.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import pytest

from wahana.domain.care.answer import AcceptReferral, ReceiveReferral
from wahana.domain.care.assess import AssessCase, DeclareLocalCapacity
from wahana.domain.care.bodies import BodyRef
from wahana.domain.care.case import Case
from wahana.domain.care.kps import Kps
from wahana.domain.care.kps_events import KpsJoined
from wahana.domain.care.refer import RequestReferral, SendReferral
from wahana.domain.care.referral import Referral
from wahana.domain.care.report import ReportCase
from wahana.domain.care.service_register import ServiceRegister, register_id
from wahana.domain.care.services import AssignService
from wahana.domain.formation.wksbm import Wksbm
from wahana.domain.formation.wksbm_events import WksbmProposed
from wahana.domain.kernel.fields import identity
from wahana.domain.kernel.model import Actor
from wahana.domain.people.consent_events import ConsentGiven
from wahana.domain.people.person import Person
from wahana.domain.people.person_events import PersonRegistered
from wahana.domain.people.registration import NewPerson, PersonRef

SOROSUTAN = "34.71.13.1006"
UMBULHARJO = "34.71.13"
TODAY = date(2021, 9, 20)
REPORTED_ON = date(2021, 9, 1)


class Ladder:
    """One WKSBM, its people, and the offices around it."""

    SOROSUTAN = SOROSUTAN
    UMBULHARJO = UMBULHARJO
    TODAY = TODAY
    REPORTED_ON = REPORTED_ON

    def __init__(self, world: Any) -> None:
        self.world = world
        self.uid = world.uid
        self.wksbm = self.found("wksbm rw 08", "WKSBM RW 08 Sorosutan")
        self.other_wksbm = self.found("wksbm rw 09", "WKSBM RW 09 Sorosutan")
        self.chair = Actor(id=self.uid("ketua"), role="WKSBM_CHAIR", wksbm_ids=(self.wksbm,))
        self.other_chair = Actor(
            id=self.uid("other ketua"), role="WKSBM_CHAIR", wksbm_ids=(self.other_wksbm,)
        )
        self.liaison = Actor(id=self.uid("liaison"), role="KPS_LIAISON", wksbm_ids=(self.wksbm,))
        self.lurah = Actor(id=self.uid("lurah"), role="LURAH", area=SOROSUTAN)
        self.tksk = Actor(id=self.uid("tksk"), role="TKSK", area=UMBULHARJO)
        self.lk3 = Actor(id=self.uid("lk3"), role="LK3_COUNSELLOR")
        self.officer = Actor(id=self.uid("kasi"), role="DINAS_OFFICER")
        self.head = Actor(id=self.uid("head"), role="DINAS_HEAD")
        self.process = Actor(id=self.uid("process"), role="PROCESS")
        self.case: UUID = self.uid("case of the elder")
        self.elder: UUID = self.uid("elder")
        self.referral: UUID = self.uid("referral to the tksk")
        self.service: UUID = self.uid("rice of september")
        world.actor = self.chair

    # --- facts

    def found(self, key: str, name: str) -> UUID:
        """A WKSBM of the kelurahan."""
        wksbm: UUID = self.uid(key)
        proposed = WksbmProposed(
            name=name,
            level="KELURAHAN",
            village_code=SOROSUTAN,
            area_edition="2025",
            origin="NATURAL",
            budget_year=2021,
        )
        self.world.given(Wksbm, wksbm, proposed, on=date(2018, 1, 2))
        return wksbm

    def body(self, key: str, wksbm: UUID | None = None, kind: str = "PENGAJIAN") -> UUID:
        """A member body."""
        kps: UUID = self.uid(key)
        joined = KpsJoined(
            wksbm=wksbm or self.wksbm,
            name=key,
            kps_kind=kind,
            legal_status="INFORMAL",
            origin="NATURAL",
        )
        self.world.given(Kps, kps, joined, on=date(2018, 1, 3))
        return kps

    def person(self, name: str) -> UUID:
        """A registered person."""
        person: UUID = self.uid(name)
        registered = PersonRegistered(
            name=identity(person, name), legal_basis="PUBLIC_TASK", legal_proof="UU 11/2009 ps 38"
        )
        self.world.given(Person, person, registered)
        return person

    def consent(self, person: UUID, *scope: str, purpose: str = "REFERRAL", **more: Any) -> UUID:
        """A consent of a person, given on the day of the report."""
        consent: UUID = self.uid(f"consent {person} {scope} {purpose} {more}")
        given = ConsentGiven(
            consent_id=consent,
            purpose=purpose,  # type: ignore[arg-type]
            scope=scope,  # type: ignore[arg-type]
            giver="SELF",
            method="WRITTEN",
            proof="Formulir 1",
            **more,
        )
        self.world.given(Person, person, given, on=REPORTED_ON)
        return consent

    # --- commands

    def new(self, person: UUID, name: str = "Mbah Contoh") -> PersonRef:
        return PersonRef(new=NewPerson(person_id=person, name=name))

    def known(self, person: UUID) -> PersonRef:
        return PersonRef(person_id=person)

    def report(self, **changes: Any) -> ReportCase:
        fields = {
            "case_id": self.case,
            "wksbm_id": self.wksbm,
            "target_kind": "INDIVIDUAL",
            "subjects": (self.new(self.elder),),
            "channel": "VISIT",
            "reporter_role": "NEIGHBOUR",
            "categories": ("2012/08",),
        }
        return ReportCase(**(fields | changes))

    def reported(self, **changes: Any) -> Ladder:
        """The elder's case, reported by the chair."""
        self.world.when(self.report(**changes), on=REPORTED_ON).accepted()
        return self

    def assess(self, **changes: Any) -> AssessCase:
        fields = {
            "case_id": self.case,
            "by_role": "BOARD",
            "method": "VISIT",
            "findings": "Tinggal sendiri, tidak dapat memasak.",
        }
        return AssessCase(**(fields | changes))

    def exceeded(self, **changes: Any) -> DeclareLocalCapacity:
        fields = {
            "case_id": self.case,
            "verdict": "EXCEEDED",
            "tried": ("BOARD_HELP", "NEIGHBOURS"),
            "cause": "NO_FUNDS",
        }
        return DeclareLocalCapacity(**(fields | changes))

    def assign(self, **changes: Any) -> AssignService:
        fields = {
            "case_id": self.case,
            "service_id": self.service,
            "service_kind": "BERAS",
            "provider": "BOARD",
        }
        return AssignService(**(fields | changes))

    def refer(self, **changes: Any) -> RequestReferral:
        fields = {
            "referral_id": self.referral,
            "case_id": self.case,
            "to_body": BodyRef(kind="KECAMATAN_TKSK", area_code=UMBULHARJO),
            "need": "Perlu beras setiap bulan.",
            "basis": "LOCAL_CAPACITY",
        }
        return RequestReferral(**(fields | changes))

    def sent(self, **changes: Any) -> Ladder:
        """The referral to the TKSK, sent after the capacity was exceeded."""
        self.world.run(self.exceeded(), self.refer(**changes))
        self.world.when(SendReferral(referral_id=self.referral)).accepted()
        return self

    def taken_on(self, **changes: Any) -> Ladder:
        """The referral to the TKSK, sent and accepted."""
        self.sent(**changes)
        of = {"referral_id": self.referral}
        for command in (ReceiveReferral(**of), AcceptReferral(**of, expected_by=date(2021, 10, 1))):
            self.world.when(command, actor=self.tksk).accepted()
        return self

    def second_case(self, key: str = "second case", **changes: Any) -> UUID:
        """Another case of the same elder, at the other WKSBM."""
        case: UUID = self.uid(key)
        fields: dict[str, Any] = {
            "case_id": case,
            "wksbm_id": self.other_wksbm,
            "subjects": (PersonRef(person_id=self.elder),),
        }
        command = self.report(**(fields | changes))
        self.world.when(command, on=REPORTED_ON, actor=self.other_chair).accepted()
        return case

    # --- states

    @property
    def state(self) -> Case:
        found: Case = self.world.state(Case, self.case)
        return found

    @property
    def sent_referral(self) -> Referral:
        found: Referral = self.world.state(Referral, self.referral)
        return found

    def register(self, person: UUID | None = None) -> ServiceRegister:
        key = register_id(self.world.tenant_id, person or self.elder)
        found: ServiceRegister = self.world.state(ServiceRegister, key)
        return found

    def as_(self, actor: Actor, **changes: Any) -> Actor:
        return replace(actor, **changes)


@pytest.fixture
def ladder(scenario: Any) -> Ladder:
    """Sorosutan in the September of 2021 (S3)."""
    return Ladder(scenario(area_code="34.71", today=TODAY, edition="2012"))
