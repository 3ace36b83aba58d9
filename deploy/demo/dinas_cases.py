"""Cases of a WKSBM, drawn by chance: what neighbours can do is done, the rest is referred.

Each is one chain from its report to its closing; some are still open at the year's end. Words of a
case are few and always the same, for nobody lived them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from random import Random
from typing import NamedTuple
from uuid import UUID

from wahana.domain.care.answer import (
    AcceptReferral,
    AnswerCommand,
    CompleteReferral,
    DeclineReferral,
    GiveFeedback,
    ReceiveReferral,
)
from wahana.domain.care.assess import AssessCase, DeclareLocalCapacity
from wahana.domain.care.bodies import BodyRef
from wahana.domain.care.conclude import AddCaseNote, CloseCase, RecordOutcome
from wahana.domain.care.refer import RequestReferral
from wahana.domain.care.report import ReportCase
from wahana.domain.care.services import AssignService, RecordDelivery
from wahana.domain.people.consent import GiveConsent

from .community import Community
from .samples import NAMES_MAX
from .story import Act, Chain, Member

CATEGORIES = ("2012/01", "2012/02", "2012/08", "2012/13", "2012/23", "2012/26")
AID = (
    ("BERAS", "KG", 10),
    ("SEMBAKO", "PACKAGE", 1),
    ("SANTUNAN", "IDR", 150_000),
    ("KUNJUNGAN", "VISIT", 1),
    ("KONSELING", "HOUR", 1),
)
COMPANY = "PT Peduli Warga (SAMPLE)"
EXCEEDED, DECLINED, LEFT_OPEN = 0.35, 0.2, 0.15
"""Shares of cases beyond the community, of referrals declined, of cases open at the year's end."""


class Asked(NamedTuple):
    """Who of the office answers a referral."""

    tksk: Member
    kasi: Member


class _Case(NamedTuple):
    our: Community
    id: UUID
    number: int
    draw: Random
    asked: Asked

    def part(self, *what: object) -> UUID:
        return self.our.id("case", self.number, *what)

    def does(self, on: date, command: object) -> Act:
        return self.our.leads(on, command)  # type: ignore[arg-type]


def case(our: Community, number: int, draw: Random, asked: Asked) -> Chain:
    """One case; ``draw`` is used in the order of the cases."""
    own = _Case(our, our.id("case", number), number, draw, asked)
    reported = our.day(1, 4) + timedelta(days=draw.randrange(210))
    found = _found(own, reported)
    capacity = reported + timedelta(days=14)
    exceeded = draw.random() < EXCEEDED
    helped, last = (_referred if exceeded else _helped_here)(own, capacity)
    if draw.random() < LEFT_OPEN:
        return [*found, *helped]
    return [*found, *helped, *_closed(own, last)]


def _found(own: _Case, on: date) -> Chain:
    who = own.our.newcomer(own.draw.randrange(NAMES_MAX), "case", own.number, "person")
    report = ReportCase(
        case_id=own.id,
        wksbm_id=own.our.wksbm_id,
        target_kind="INDIVIDUAL",
        subjects=(who,),
        channel=own.draw.choice(("VISIT", "COMPLAINT", "SELF", "MEETING", "PHONE")),
        reporter_role=own.draw.choice(("NEIGHBOUR", "FAMILY", "RT_RW", "SELF")),
        categories=(own.draw.choice(CATEGORIES),),
        narrative="Contoh uraian.",
    )
    assess = AssessCase(
        case_id=own.id, by_role="BOARD", method="VISIT", findings="Contoh temuan kunjungan."
    )
    return [own.does(on, report), own.does(on + timedelta(days=5), assess)]


def _helped_here(own: _Case, on: date) -> tuple[Chain, date]:
    """The community helps for some months by itself."""
    enough = DeclareLocalCapacity(case_id=own.id, verdict="SUFFICIENT")
    given, last = _served(own, on)
    return [own.does(on, enough), *given], last


def _referred(own: _Case, on: date) -> tuple[Chain, date]:
    """Beyond the community: another body is asked, with consent, and helps or declines."""
    short = DeclareLocalCapacity(
        case_id=own.id, verdict="EXCEEDED", tried=("NEIGHBOURS",), cause="NO_FUNDS"
    )
    consent = GiveConsent(
        person_id=own.part("person"),
        consent_id=own.part("consent"),
        purpose="REFERRAL",
        scope=("CATEGORY", "NEEDS"),
        method="WRITTEN",
        proof=f"SAMPLE/{own.number}",
        wksbm_id=own.our.wksbm_id,
    )
    body, answering = _body(own)
    referral = own.part("referral")
    asked = RequestReferral(
        referral_id=referral,
        case_id=own.id,
        to_body=body,
        need="Contoh kebutuhan.",
        basis="LOCAL_CAPACITY",
        disclosed=("CATEGORY", "NEEDS"),
        consent_ids=(own.part("consent"),),
        send_now=True,
    )
    acts = [own.does(on, command) for command in (short, consent, asked)]

    def answer(days: int, command: AnswerCommand) -> None:
        acts.append(Act(answering, on + timedelta(days=days), command, own.our.basis))

    answer(2, ReceiveReferral(referral_id=referral))
    if own.draw.random() < DECLINED:
        answer(4, DeclineReferral(referral_id=referral, reason="NOT_ELIGIBLE"))
        return acts, on + timedelta(days=4)
    answer(4, AcceptReferral(referral_id=referral, expected_by=on + timedelta(days=120)))
    given, last = _served(own, on + timedelta(days=7), referral)
    acts += given
    ended = (last - on).days + 1
    answer(ended, GiveFeedback(referral_id=referral, text="Contoh umpan balik."))
    answer(ended + 1, CompleteReferral(referral_id=referral, outcome="SERVED"))
    return acts, on + timedelta(days=ended + 1)


def _body(own: _Case) -> tuple[BodyRef, Member]:
    """Who is asked, and who answers: the board itself for a company outside the service."""
    our, asked = own.our, own.asked
    return own.draw.choice(
        (
            (BodyRef(kind="KECAMATAN_TKSK", area_code=our.area_code[:8]), asked.tksk),
            (BodyRef(kind="DINAS_KABKOTA"), asked.kasi),
            (BodyRef(kind="DUNIA_USAHA", name=COMPANY), our.chair),
        )
    )


def _served(own: _Case, on: date, referral: UUID | None = None) -> tuple[Chain, date]:
    """A service of two to four months, given once a month."""
    kind, unit, quantity = own.draw.choice(AID)
    months, service = own.draw.randrange(2, 5), own.part("service")
    days = [on + timedelta(days=1 + 30 * turn) for turn in range(months)]
    assign = AssignService(
        case_id=own.id,
        service_id=service,
        service_kind=kind,
        provider="BOARD" if referral is None else "REFERRED",
        referral_id=referral,
        valid_from=on,
        valid_to=days[-1] + timedelta(days=1),
    )
    return [own.does(on, assign), *_given(own, service, days, unit, quantity)], days[-1]


def _given(own: _Case, service: UUID, days: Sequence[date], unit: str, quantity: int) -> Chain:
    return [
        own.does(
            day,
            RecordDelivery(
                case_id=own.id,
                service_id=service,
                pillar="JAMSOS",
                quantity=quantity,
                unit=unit,  # type: ignore[arg-type]
            ),
        )
        for day in days
    ]


def _closed(own: _Case, last: date) -> Chain:
    visit = AddCaseNote(case_id=own.id, kind="VISIT", text="Contoh catatan kunjungan.")
    result = RecordOutcome(
        case_id=own.id, result=own.draw.choice(("RESOLVED", "IMPROVED", "UNCHANGED"))
    )
    close = CloseCase(case_id=own.id, reason="GOALS_MET")
    return [
        own.does(last + timedelta(days=days), command)
        for days, command in ((3, visit), (5, result), (6, close))
    ]
