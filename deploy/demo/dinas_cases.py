"""Cases of a WKSBM, drawn by chance: what neighbours can do is done, the rest is referred.

Each is one chain from its report to its closing. Some come to the office itself, which asks the
WKSBM; some are unfinished at the year's end: nobody answered, the promised day has passed, or a
service is requested twice and the office has not decided. The texts of the cases are few and
repeated, because all are invented.
"""

from __future__ import annotations

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
    ReturnReferral,
)
from wahana.domain.care.assess import AssessCase, DeclareLocalCapacity
from wahana.domain.care.bodies import BodyRef
from wahana.domain.care.conclude import AddCaseNote, CloseCase, RecordOutcome
from wahana.domain.care.overlap_commands import ConfirmOverlap, DismissOverlap, OverrideOverlap
from wahana.domain.care.refer import RequestReferral
from wahana.domain.care.report import ReportCase
from wahana.domain.care.service_register import ServiceRegister, register_id, warning_id
from wahana.domain.care.services import AssignService
from wahana.domain.care.vocabulary import ReferralBasis
from wahana.domain.kernel.model import Command
from wahana.domain.privacy.consent_commands import GiveConsent

from .community import Community
from .dinas_services import AID, AidKind, DrawnCase, ServiceActors, served
from .samples import NAMES_MAX
from .story import Act, Chain, DemoMember

CATEGORIES = ("2012/02", "2012/08", "2012/09", "2012/13", "2012/23", "2012/24")


COMPANY = "PT Peduli Warga (SAMPLE)"
EXCEEDED, LEFT_OPEN, TWICE = 0.35, 0.12, 0.25
"""Shares of cases beyond the community, of those open at the year's end, of local cases where a
second body offers the same service."""
FATES = {"DONE": 57, "DECLINED": 18, "UNANSWERED": 8, "UNFINISHED": 10, "RETURNED": 7}
"""The results of referrals, in percent."""
DECIDED = {"CONFIRM": 35, "OVERRIDE": 20, "DISMISS": 15, "": 30}
"""The office's decisions on a service that is requested twice, in percent; the rest are open."""
WALK_IN_EVERY = 8
"""One case in this many is reported at the office's own counter."""


class _Referral(NamedTuple):
    """A referral of a case: who is asked, and who answers for them."""

    id: UUID
    to: BodyRef
    answering: DemoMember


Told = tuple[Chain, date | None]
"""What was done, and its last day; ``None``: the case is open still."""


def case(our: Community, number: int, draw: Random, asked: ServiceActors) -> Chain:
    """One case; ``draw`` is used in the order of the cases."""
    reported = our.day(1, 4) + timedelta(days=draw.randrange(210))
    own = DrawnCase(our, our.id("case", number), number, draw, asked, draw.random() < LEFT_OPEN)
    if number % WALK_IN_EVERY == WALK_IN_EVERY - 1:
        return _walked_in(own, reported)
    found = _found(own, reported)
    exceeded = draw.random() < EXCEEDED
    helped, last = (_referred if exceeded else _helped_here)(own, reported + timedelta(days=14))
    if last is None or own.stays_open:
        return [*found, *helped]
    return [*found, *helped, *(own.does(on, command) for on, command in _ending(own, last))]


def _found(own: DrawnCase, on: date) -> Chain:
    report = ReportCase(
        case_id=own.id,
        wksbm_id=own.our.wksbm_id,
        target_kind="INDIVIDUAL",
        subjects=(own.our.newcomer(own.draw.randrange(NAMES_MAX), "case", own.number, "person"),),
        channel=own.draw.choice(("VISIT", "MEETING", "SELF")),
        reporter_role=own.draw.choice(("NEIGHBOUR", "RT_RW", "FAMILY")),
        categories=(own.draw.choice(CATEGORIES),),
        narrative="Contoh uraian.",
    )
    assess = AssessCase(
        case_id=own.id, by_role="BOARD", method="VISIT", findings="Contoh temuan kunjungan."
    )
    return [own.does(on, report), own.does(on + timedelta(days=5), assess)]


def _helped_here(own: DrawnCase, on: date) -> Told:
    """The community helps for some months by itself; a second body may offer the same service."""
    enough = DeclareLocalCapacity(case_id=own.id, verdict="SUFFICIENT")
    aid = own.draw.choice(AID)
    twice = aid.kind != "KUNJUNGAN" and own.draw.random() < TWICE
    decision = own.chance(DECIDED) if twice else "NONE"
    given, last = served(own, on, aid, planned=bool(decision) and not own.stays_open)
    acts = [own.does(on, enough), *given]
    if twice:
        acts += _requested_twice(own, aid, on + timedelta(days=3), decision)
        acts.sort(key=lambda act: act.on or on)
    return acts, last if decision else None


def _requested_twice(own: DrawnCase, aid: AidKind, on: date, decision: str) -> Chain:
    """The same aid from the board too; the office decides, unless it has not done so yet."""
    second = AssignService(
        case_id=own.id,
        service_id=own.part("second"),
        service_kind=aid.kind,
        provider="BOARD",
        valid_from=on,
        valid_to=on + timedelta(days=30),
        ask_override=True,
    )
    person = own.part("person")
    warning = warning_id(ServiceRegister(id=register_id(own.our.tenant_id, person)))
    by, command = own.asked.kasi, _decision(person, warning, aid, decision)
    if isinstance(command, OverrideOverlap):
        by = own.asked.head
    decided = [Act(by, on + timedelta(days=6), command, own.our.basis)] if command else []
    return [own.does(on, second), *decided]


def _decision(person: UUID, warning: UUID, aid: AidKind, decision: str) -> Command | None:
    match decision:
        case "OVERRIDE" if aid.kind != "KONSELING":  # two counsels only warn: nothing to override
            return OverrideOverlap(person_id=person, warning_id=warning, reason="NOT_ENOUGH")
        case "CONFIRM":
            return ConfirmOverlap(person_id=person, warning_id=warning)
        case "":
            return None
        case _:
            return DismissOverlap(person_id=person, warning_id=warning, reason="DIFFERENT_THING")


def _referred(own: DrawnCase, on: date) -> Told:
    """Beyond the community: another body is asked, with consent; if it declines, a company is."""
    short = DeclareLocalCapacity(
        case_id=own.id, verdict="EXCEEDED", tried=("NEIGHBOURS",), cause="NO_FUNDS"
    )
    started = [own.does(on, command) for command in (short, _consent(own))]
    told, last, fate = _answered(own, _office(own), on)
    if fate != "DECLINED":
        return [*started, *told], last
    again, last, _ = _answered(own, _company(own), on + timedelta(days=10), fate="DONE")
    return [*started, *told, *again], last


def _answered(
    own: DrawnCase, asked: _Referral, on: date, fate: str = ""
) -> tuple[Chain, date | None, str]:
    """A referral is sent, with its result; ``fate``: the result, unless it is drawn by chance."""
    fate = fate or own.chance(FATES)
    acts = [own.does(on, _request(own, asked, "LOCAL_CAPACITY"))]

    def answer(days: int, command: AnswerCommand) -> None:
        acts.append(Act(asked.answering, on + timedelta(days=days), command, own.our.basis))

    if fate == "UNANSWERED":
        return acts, None, fate
    answer(2, ReceiveReferral(referral_id=asked.id))
    if fate == "DECLINED":
        answer(4, DeclineReferral(referral_id=asked.id, reason="NOT_ELIGIBLE"))
        return acts, on + timedelta(days=4), fate
    answer(4, AcceptReferral(referral_id=asked.id, expected_by=on + timedelta(days=120)))
    if fate == "RETURNED":
        answer(9, ReturnReferral(referral_id=asked.id, recommendation="CONTINUE_LOCALLY"))
        begun, aid = on + timedelta(days=12), own.draw.choice(AID)
        given, last = served(own, begun, aid, planned=not own.stays_open)
        return [*acts, *given], last, fate
    given, last = served(own, on + timedelta(days=7), own.draw.choice(AID), asked.id)
    acts += given
    if fate == "UNFINISHED":
        return acts, None, fate
    ended = (last - on).days + 1
    answer(ended, GiveFeedback(referral_id=asked.id, text="Contoh umpan balik."))
    answer(ended + 1, CompleteReferral(referral_id=asked.id, outcome="SERVED"))
    return acts, on + timedelta(days=ended + 1), fate


def _walked_in(own: DrawnCase, on: date) -> Chain:
    """Reported at the office's counter: it assesses, asks the WKSBM to help, and closes the
    case."""
    report = ReportCase(
        case_id=own.id,
        village_code=own.our.area_code,
        target_kind="INDIVIDUAL",
        subjects=(own.our.newcomer(own.draw.randrange(NAMES_MAX), "case", own.number, "person"),),
        channel="COMPLAINT",
        reporter_role="FAMILY",
        categories=(own.draw.choice(CATEGORIES),),
        narrative="Contoh pengaduan di kantor.",
    )
    assess = AssessCase(
        case_id=own.id, by_role="DINAS", method="INTERVIEW", findings="Contoh temuan wawancara."
    )
    acts = [own.office(on, report), own.office(on + timedelta(days=2), assess)]
    if own.stays_open:
        return acts
    wksbm = BodyRef(kind="WKSBM", id=own.our.wksbm_id)
    asked = _Referral(own.part("referral"), wksbm, own.our.chair)
    sent = on + timedelta(days=3)
    acts += [
        own.office(sent, command) for command in (_consent(own), _request(own, asked, "ASSESSMENT"))
    ]
    until = sent + timedelta(days=120)
    taken = (
        ReceiveReferral(referral_id=asked.id),
        AcceptReferral(referral_id=asked.id, expected_by=until),
    )
    acts += [own.does(sent + timedelta(days=2), command) for command in taken]
    begun = sent + timedelta(days=7)
    given, last = served(own, begun, own.draw.choice(AID), asked.id, via=asked.id)
    done = own.does(last, CompleteReferral(referral_id=asked.id, outcome="SERVED"))
    ended = [own.office(day, command) for day, command in _ending(own, last)]
    return [*acts, *given, done, *ended]


def _consent(own: DrawnCase) -> GiveConsent:
    return GiveConsent(
        person_id=own.part("person"),
        consent_id=own.part("consent"),
        purpose="REFERRAL",
        scope=("CATEGORY", "NEEDS"),
        method="WRITTEN",
        proof=f"SAMPLE/{own.number}",
        wksbm_id=own.our.wksbm_id,
    )


def _request(own: DrawnCase, asked: _Referral, basis: ReferralBasis) -> RequestReferral:
    return RequestReferral(
        referral_id=asked.id,
        case_id=own.id,
        to_body=asked.to,
        need="Contoh kebutuhan.",
        basis=basis,
        disclosed=("CATEGORY", "NEEDS"),
        consent_ids=(own.part("consent"),),
        send_now=True,
    )


def _office(own: DrawnCase) -> _Referral:
    """The TKSK, the Dinas, or a company."""
    own_id = own.part("referral")
    tksk = BodyRef(kind="KECAMATAN_TKSK", area_code=own.our.area_code[:8])
    return own.draw.choice(
        (
            _Referral(own_id, tksk, own.asked.tksk),
            _Referral(own_id, BodyRef(kind="DINAS_KABKOTA"), own.asked.kasi),
            _company(own, own_id),
        )
    )


def _company(own: DrawnCase, own_id: UUID | None = None) -> _Referral:
    """A company; the board answers for it, for nobody of it has an account."""
    to = BodyRef(kind="DUNIA_USAHA", name=COMPANY)
    return _Referral(own_id or own.part("referral", "company"), to, own.our.chair)


def _ending(own: DrawnCase, last: date) -> list[tuple[date, Command]]:
    """The last visit, the outcome, the closing."""
    visit = AddCaseNote(case_id=own.id, kind="VISIT", text="Contoh catatan kunjungan.")
    result = RecordOutcome(
        case_id=own.id, result=own.draw.choice(("RESOLVED", "IMPROVED", "UNCHANGED"))
    )
    close = CloseCase(case_id=own.id, reason="GOALS_MET")
    return [
        (last + timedelta(days=days), command)
        for days, command in ((3, visit), (5, result), (6, close))
    ]
