"""Every command of the registry, with a world in which it is accepted.

Most come from the stories of the corrections (``tests/domain/corrections``): each makes, corrects
and retracts a fact, and says what may follow. The other commands have a world here. A command of
the registry that has none fails ``tests/bench/test_decisions.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from itertools import chain
from typing import Any

from tests.domain.care.conftest import Ladder
from tests.domain.care.test_overlap import Clash, merged
from tests.domain.conftest import Scenario
from tests.domain.corrections import care_world, formation_world, meeting_stories, office_stories
from tests.domain.corrections.stories import Story
from tests.domain.formation.conftest import LOK_TUAN, Formation
from tests.domain.money.conftest import JANUARY, Neighbourhood
from tests.domain.test_corrections import STORIES

from wahana.domain.care.answer import DeclineReferral, ReceiveReferral, ReturnReferral
from wahana.domain.care.case_retractions import RetractDelivery
from wahana.domain.care.overlap_commands import (
    ConfirmOverlap,
    OverrideOverlap,
    WarnOfOverlap,
    WithdrawOverlapWarning,
)
from wahana.domain.care.referral_oversight import ExpireReferral, ReviewReferral
from wahana.domain.formation.legality import LegalReference
from wahana.domain.formation.life_commands import MergeWksbm, WithdrawWksbm
from wahana.domain.formation.nomination_commands import ReplaceCandidate, WithdrawCandidate
from wahana.domain.formation.proposal_commands import (
    RenameWksbm,
    SetLegalReferences,
    SetWksbmParent,
)
from wahana.domain.formation.seat_commands import EndSeatOfDeceased
from wahana.domain.kernel.model import Actor, Command
from wahana.domain.money.closing import ApproveMonth, SealMonth
from wahana.domain.money.fund_corrections import CorrectReceipt
from wahana.domain.money.fund_opening import RecordFundPermit, RecordOpeningBalance
from wahana.domain.money.payments import PayDeathBenefit
from wahana.domain.money.receipts import CollectJimpitan, ReceiveDonation
from wahana.domain.money.reversals import ReverseEntry
from wahana.domain.money.rice import ConvertRice
from wahana.domain.money.transfers import TransferFund
from wahana.domain.money.year_end import CloseYear
from wahana.domain.people.duplicate_corrections import ReverseMerge
from wahana.domain.people.life_commands import RecordDeath
from wahana.domain.people.person_corrections import CorrectIdentity
from wahana.domain.people.registration import PersonRef, RegisterPerson
from wahana.domain.privacy.reveal import Reveal
from wahana.tenants.member_commands import (
    AdmitMember,
    EndRolesOfDeceased,
    GiveRole,
    IssueToken,
    RevokeToken,
)
from wahana.tenants.tenant_commands import OpenBacklog, RegisterTenant, SetPolicy

JUNE = date(2026, 6, 30)


@dataclass(frozen=True)
class Ready:
    """A command that its world accepts on a day."""

    world: Scenario
    command: Command
    actor: Actor | None = None
    on: date | None = None


def ready() -> dict[type[Command], Ready]:
    """A world for each command, by its class; of several the one that knows most."""
    found: dict[type[Command], Ready] = {}
    for one in chain(_of_stories(), _others()):
        before = found.get(type(one.command))
        if before is None or _known(one) > _known(before):
            found[type(one.command)] = replace(one, world=one.world.fork())
    return found


def _known(one: Ready) -> int:
    """Number of events in its world."""
    return sum(state.version for state in one.world.states())


def _of_stories() -> Iterator[Ready]:
    for made in STORIES:
        for number in range(len(made().tellings)):
            yield from _of_story(made, number)


def _of_story(made: Callable[[], Story], number: int) -> Iterator[Ready]:
    """The commands of one telling of a story: the fact, its changes, and what follows."""
    story = made()
    telling = story.tellings[number]
    tell = Ready(story.world.fork(), telling.make, story.by, telling.on)
    if story.world.when(tell.command, on=tell.on, actor=tell.actor).refused:
        return
    yield tell
    of = story.entry()
    for step in (None, *story.then):
        if step is not None:
            does = step.does if isinstance(step.does, Command) else step.does(of)
            then = Ready(story.world.fork(), does, step.by or story.by, step.on)
            if story.world.when(does, on=then.on, actor=then.actor).refused:
                return
            yield then
        for change, on in _changes(story, of):
            one = Ready(story.world.fork(), change, story.by, on)
            if not story.world.fork().when(change, on=on, actor=story.by).refused:
                yield one


def _changes(story: Story, of: int) -> Iterator[tuple[Command, date | None]]:
    """The corrections and the retraction of the fact of a version."""
    for telling in story.tellings:
        if telling.correct is not None:
            yield telling.correct(of), telling.correct_on
    if story.retract is not None:
        yield story.retract(of), story.retract_on


# --- commands that no story tells -----------------------------------------------------------


def _others() -> Iterator[Ready]:
    yield from _of_people()
    yield from _of_formation()
    yield from _of_money()
    yield from _of_closing()
    yield from _of_care()
    yield from _of_overlap()
    yield from _of_the_office()


def _of_people() -> Iterator[Ready]:
    world = Scenario()
    person = world.uid("mbah")
    world.run(RegisterPerson(person_id=person, name="Mbah Sarinem", nik="6474014304500001"))
    right = CorrectIdentity(person_id=person, nik="6474014304500002", reason="TYPING_ERROR")
    yield Ready(world, right)
    look = Reveal(kind="person", subject=person, fields=("nik",), reason="CASE_HANDLING")
    yield Ready(world, look)


def _of_formation() -> Iterator[Ready]:
    made = formation_world.world("INAUGURATED")
    of = {"wksbm_id": made.id}
    yield Ready(made.world, RenameWksbm(**of, name="WKSBM Amanah"))
    reference = LegalReference(title="Pedoman WKSBM", no="35/PEGHUK/2003")
    yield Ready(made.world, SetLegalReferences(**of, legal_references=(reference,)))
    other = made.sibling("WKSBM Guntung")
    yield Ready(made.world, MergeWksbm(**of, into=other, reason="FEW_PEOPLE"))
    child = made.sibling("RW 8", village_code=LOK_TUAN, level="RW", local_area_id=made.rw("8"))
    yield Ready(made.world, SetWksbmParent(wksbm_id=child, parent_id=made.id))
    twin = WithdrawWksbm(wksbm_id=child, reason="DUPLICATE", twin_id=made.id)
    yield Ready(made.world, twin)
    mourning: Formation = formation_world.world("INAUGURATED")
    chair = mourning.people[0]
    mourning.world.run(RecordDeath(person_id=chair, died_on=mourning.world.today))
    yield Ready(
        mourning.world, EndSeatOfDeceased(wksbm_id=mourning.id, seat="KETUA", person_id=chair)
    )
    nominated: Formation = formation_world.world("NOMINATED")
    new, leaving = nominated.known(nominated.person("newcomer")), nominated.people[0]
    of = {"wksbm_id": nominated.id}
    change = ReplaceCandidate(**of, leaving=leaving, person=new, reason="MOVED")
    yield Ready(nominated.world, change)
    gone = WithdrawCandidate(**of, person_id=leaving, reason="RESIGNED")
    yield Ready(nominated.world, gone)


def _of_money() -> Iterator[Ready]:
    def by_treasurer(does: type[Command], on: date = JUNE, **fields: Any) -> Ready:
        return Ready(rw.world, does(wksbm_id=rw.id, **fields), rw.treasurer, on)

    rw = meeting_stories.world()
    rw.world.today = date(2026, 7, 10)
    rw.open()
    rw.open("DANA_KEMATIAN")
    rw.open("JIMPITAN", "RICE_G")
    rw.dues()
    rw.enrol("Sri")
    rw.enrol("Sri", kind="DANA_KEMATIAN")
    yield by_treasurer(RecordOpeningBalance, JANUARY, kind="IURAN", amount=250_000)
    permit = {"permit_no": "PUB 77/2026"}
    yield by_treasurer(RecordFundPermit, kind="IURAN", **permit)
    gift = {"kind": "IURAN", "donor_kind": "RESIDENT", "amount": 10_000}
    yield by_treasurer(ReceiveDonation, **gift)
    rw.give(10_000_000, kind="DANA_KEMATIAN", on=JANUARY).accepted()
    dead = {"deceased": (rw.ref("almarhum"),), "payer_id": rw.uid("Sri")}
    yield by_treasurer(PayDeathBenefit, **dead, paid_to=rw.ref("ahli waris"))
    night = {"unit": "RICE_G", "collectors": (rw.person("ronda"),), "households": 110, "gave": 100}
    yield by_treasurer(CollectJimpitan, **night, rice=rw.rice("80", "CUP"))
    rw.round(rice=rw.rice("80", "CUP"), on=JANUARY).accepted()
    sold = {"rice": rw.rice("5"), "rupiah": 60_000, "into": "IURAN"}
    yield by_treasurer(ConvertRice, **sold)
    rw.evening(rw.line("Sri"), on=JUNE).accepted()
    wrong = {"kind": "IURAN", "entry_no": 1, "reason": "TYPING_ERROR"}
    yield by_treasurer(ReverseEntry, **wrong)
    yield by_treasurer(CorrectReceipt, **wrong, receipt_no="A-7")
    rw.open("BANTUAN")
    rw.give(20_000, kind="BANTUAN", on=JANUARY).accepted()
    yield by_treasurer(TransferFund, kind="BANTUAN", into="IURAN", amount=20_000)


def _of_closing() -> Iterator[Ready]:
    rw: Neighbourhood = meeting_stories.world()
    rw.open(opening_balance=100_000)
    rw.world.today = date(2027, 1, 5)
    of = {"wksbm_id": rw.id, "year": 2026}
    yield Ready(rw.world.fork(), SealMonth(**of, month=1), rw.treasurer)
    for month in range(1, 13):
        rw.run(SealMonth, year=2026, month=month).accepted()
    yield Ready(rw.world, ApproveMonth(**of, month=1), rw.chair)
    yield Ready(rw.world, CloseYear(**of, kind="IURAN"), rw.treasurer)


def _of_care() -> Iterator[Ready]:
    ladder = care_world.world()
    ladder.reported().world.run(ladder.assign(), care_world.delivery_of(ladder))
    of = ladder.state.deliveries[0].entry
    yield Ready(ladder.world, RetractDelivery(case_id=ladder.case, of=of, reason="DUPLICATE"))
    ladder = care_world.world()
    ladder.reported().sent()
    referral = {"referral_id": ladder.referral}
    late = ladder.world.fork()
    late.today = date(2021, 10, 5)
    yield Ready(late, ExpireReferral(**referral), ladder.process)
    ladder.world.when(ReceiveReferral(**referral), actor=ladder.tksk).accepted()
    yield Ready(ladder.world, DeclineReferral(**referral, reason="NOT_OUR_TASK"), ladder.tksk)
    accepted: Ladder = care_world.world()
    accepted.reported().taken_on()
    back = ReturnReferral(**referral, recommendation="CONTINUE_LOCALLY")
    yield Ready(accepted.world, back, accepted.tksk)
    urgent: Ladder = care_world.world()
    fields = {"urgency": "EMERGENCY", "disclosed": ("IDENTITY",), "override": "VITAL_INTEREST"}
    urgent.reported().world.run(urgent.refer(**fields, send_now=True))
    review = ReviewReferral(**referral, finding="JUSTIFIED")
    yield Ready(urgent.world, review, urgent.officer)


def _of_overlap() -> Iterator[Ready]:
    clash = Clash(care_world.world())
    about = {"person_id": clash.ladder.elder, "warning_id": clash.asked()}
    override = OverrideOverlap(**about, reason="NOT_ENOUGH")
    yield Ready(clash.world, override, clash.ladder.head)
    yield Ready(clash.world, ConfirmOverlap(**about), clash.ladder.head)
    ladder: Ladder = care_world.world()
    warn = WarnOfOverlap(
        person_id=ladder.elder,
        other_person_id=merged(ladder),
        claim_id=ladder.service,
        other_claim_id=ladder.uid("rice of the twin"),
    )
    yield Ready(ladder.world.fork(), warn, ladder.process)
    ladder.world.when(warn, actor=ladder.process).accepted()
    (warning,) = ladder.register(ladder.elder).warnings
    reverse = ReverseMerge(
        person_id=ladder.elder, merged_id=warning.other_person, reason="OTHER_PERSON"
    )
    ladder.world.when(reverse, actor=ladder.head).accepted()
    withdraw = WithdrawOverlapWarning(person_id=ladder.elder, warning_id=warning.warning_id)
    yield Ready(ladder.world, withdraw, ladder.process)


def _of_the_office() -> Iterator[Ready]:
    empty, office = Scenario(), office_stories.world()
    register = {"name": "Dinas Sosial", "slug": "bontang", "level": "KABKOTA"}
    area = {"area_code": "64.74", "time_zone": "Asia/Makassar", "origin": "bontang/t/1"}
    yield Ready(empty, RegisterTenant(**register, **area))
    day = {"effective_from": office.today}
    policy = SetPolicy(name="late_window_days", value=14, reason="REVISION", **day)
    yield Ready(office, policy)
    yield Ready(office, OpenBacklog(until=date(2012, 12, 31)))
    yield Ready(office, AdmitMember(member_id=office.uid("app"), kind="APP", label="app"))
    grant = {"member_id": office.uid("member"), "grant_id": office.uid("grant")}
    office.run(GiveRole(**grant, role="DINAS_OFFICER"))
    end = datetime(2013, 1, 1, tzinfo=UTC)
    token = {"token_id": office.uid("token")}
    issue = IssueToken(**grant, **token, label="tablet", expires_at=end)
    yield Ready(office.fork(), issue)
    office.run(issue)
    revoke = RevokeToken(member_id=grant["member_id"], **token, reason="LOST")
    yield Ready(office.fork(), revoke)
    dead = {"member_id": office.uid("dead"), "grant_id": office.uid("grant of the dead")}
    person = office.uid("person")
    office.run(RegisterPerson(person_id=person, name="Pak Lurah"))
    office.run(
        AdmitMember(member_id=dead["member_id"], kind="PERSON", person=PersonRef(person_id=person))
    )
    office.run(GiveRole(**dead, role="DINAS_OFFICER"))
    office.run(RecordDeath(person_id=person, died_on=office.today))
    yield Ready(office, EndRolesOfDeceased(member_id=dead["member_id"]))
