"""Kota Bontang 2012 (S0): a target of 15, four linked activities, 15 WKSBM, 75 candidates.

S0 is an announcement of late May or early June 2012: the officers' session had been held, the
city's session and the inauguration were to come. That they took place as announced, that 15
WKSBM are the 15 kelurahan, and that all 75 candidates came, is ASSUMED; every name is SAMPLE.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from uuid import UUID

from wahana.domain.formation.activity_attendance_commands import (
    HoldActivity,
    Participant,
    RecordAttendance,
)
from wahana.domain.formation.activity_events import ParticipantKind
from wahana.domain.formation.activity_plan_commands import IssueInvitation, ScheduleActivity
from wahana.domain.formation.activity_programme_commands import AssignSpeaker, RecordCommitment
from wahana.domain.formation.activity_ref import ActivityRef
from wahana.domain.formation.guidance_commands import DeclareTargetGroups, RecordValues
from wahana.domain.formation.legality import Decree
from wahana.domain.formation.nomination_commands import NominateCandidates
from wahana.domain.formation.nominees import Nominee
from wahana.domain.formation.proposal_commands import ProposeWksbm
from wahana.domain.formation.stage_commands import InaugurateWksbm, RecordTraining, SocialiseWksbm
from wahana.domain.kernel.days import EARLIEST
from wahana.domain.office.budget_target_commands import SetBudgetTarget
from wahana.domain.reference.areas import Area
from wahana.domain.reference.catalogue import REFERENCE
from wahana.platform.events import Evidence
from wahana.tenants.tenant_commands import AdoptCategoryEdition, RenameTenant

from ..provision import TenantSetup
from . import village_year
from .community import Community
from .elder import ResponsibleActors
from .marks import assumed, sample, seed
from .samples import demo_id, known, person
from .story import Act, Chain, DemoMember, Story, admitted

SLUG = "bontang"
CITY = "64.74"
YEAR = 2012
OFFICERS_ON = date(2012, 5, 24)
CITY_FROM, CITY_TO = date(2012, 6, 14), date(2012, 6, 15)
BEFORE_INAUGURATION = "Bontang: trained, not yet inaugurated"
"""Name of the position between the city's session and the first inauguration."""

SEATS = ("KETUA", "WAKIL", "SEKRETARIS", "BENDAHARA", "SEKSI:PELAYANAN")
UNIT = "Seksi Pemberdayaan dan Pembinaan Sosial, Dinas Sosial dan Tenaga Kerja Kota Bontang"
OFFICE = TenantSetup(
    name="Dinas Sosial dan Tenaga Kerja Kota Bontang",
    slug=SLUG,
    level="KABKOTA",
    area_code=CITY,
    time_zone="Asia/Makassar",
    sample=True,
)
ADMIN = DemoMember(SLUG, "admin", "TENANT_ADMIN", "admin instansi", 0)
KASI = DemoMember(SLUG, "kasi", "DINAS_OFFICER", "Kasi Pemberdayaan dan Pembinaan Sosial", 1)
HEAD = DemoMember(SLUG, "kepala", "DINAS_HEAD", "Kepala Dinas", 2)
AUDITOR = DemoMember(SLUG, "inspektorat", "INSPECTORATE", "Inspektorat Kota Bontang", 3)
LURAH = DemoMember(SLUG, "lurah", "LURAH", "Lurah Bontang Kuala", 4, "64.74.01.1001")

_OFFICERS, _VILLAGES, _CITY_SESSION, _INAUGURATION = (
    demo_id(SLUG, "activity", name) for name in ("officers", "villages", "city", "inauguration")
)
_VILLAGE_DAYS = {
    "64.74.01": date(2012, 5, 29),
    "64.74.02": date(2012, 5, 31),
    "64.74.03": date(2012, 6, 5),
}
"""Business dates of the sessions in the kelurahan; S0 says "by stages", and gives no date."""
_NOMINATED_ON = date(2012, 6, 8)
_S0 = seed("S0")
_ANNOUNCED = assumed("S0 announces it; that it took place is assumed")
_INFERRED = assumed("S0: 15 WKSBM, taken to be the 15 kelurahan")


@cache
def kelurahan() -> tuple[Area, ...]:
    """The 15 kelurahan of Bontang, by code."""
    return tuple(
        village
        for district in REFERENCE.areas.children(CITY)
        for village in REFERENCE.areas.children(district.code)
    )


def wksbm_id(village: Area) -> UUID:
    """The id of a kelurahan's WKSBM."""
    return demo_id(SLUG, "wksbm", village.code)


def story() -> Story:
    """The story; the same at every call."""
    villages = kelurahan()
    return Story(
        office=OFFICE,
        basis=(_S0, assumed("area code, time zone and spelling of the name")),
        members=(ADMIN, KASI, HEAD, AUDITOR, LURAH),
        setting=_setting(),
        chapters=(
            [_planning()],
            [_officers_session(), _city_programme(), *(_formation(one) for one in villages)],
            [_village_sessions_held(), _city_attendance()],
            [[_training(one)] for one in villages],
            [[_city_session_held()]],
            [[_inaugurated(number, one)] for number, one in enumerate(villages, 1)],
            [[_inauguration_held()]],
            [[act for officer in _officers() for act in admitted(officer, ADMIN)]],
            *village_year.chapters(lived(), 600, _around()),
        ),
        officers=_officers(),
        with_tokens=True,
    )


def lived() -> Community:
    """The WKSBM whose year after its inauguration is part of the demo; all of that is SAMPLE."""
    home = _home()
    chair, treasurer, _ = _officers()
    return Community(
        office=SLUG,
        key=home.code,
        wksbm_id=wksbm_id(home),
        area_code=home.code,
        year=YEAR + 1,
        chair=chair,
        treasurer=treasurer,
        basis=(sample("the year of a WKSBM: people, sums and days"),),
    )


def _home() -> Area:
    return kelurahan()[0]


def _around() -> ResponsibleActors:
    return ResponsibleActors(_officers()[-1], _home().code[:8], KASI)


def _officers() -> tuple[DemoMember, ...]:
    """The chair and the treasurer of that WKSBM, and the social worker of its district."""
    home = _home()
    own = (wksbm_id(home),)
    return (
        DemoMember(
            *(SLUG, "ketua", "WKSBM_CHAIR", f"Ketua WKSBM {home.name}", 0),
            wksbm_ids=own,
            registered=_candidate_key(home, "KETUA"),
        ),
        DemoMember(
            *(SLUG, "bendahara", "WKSBM_TREASURER", f"Bendahara WKSBM {home.name}", 0),
            wksbm_ids=own,
            registered=_candidate_key(home, "BENDAHARA"),
        ),
        DemoMember(SLUG, "tksk", "TKSK", "TKSK kecamatan", 599, home.code[:8]),
    )


def _setting() -> Chain:
    later = RenameTenant(
        name="Dinas Sosial dan Pemberdayaan Masyarakat Kota Bontang",
        effective_from=date(2017, 1, 1),
    )
    first = AdoptCategoryEdition(edition="2007", effective_from=EARLIEST)
    second = AdoptCategoryEdition(edition="2012", effective_from=date(2013, 1, 1))
    list_day = assumed("day of adopting the list of Permensos 8/2012")
    return [
        Act(ADMIN, date(2012, 1, 2), first, (_S0, assumed("S0 counts the 22 groups of 2007"))),
        Act(ADMIN, date(2013, 1, 1), second, (list_day,)),
        Act(ADMIN, date(2017, 1, 1), later, (assumed("day and full form of the later name"),)),
    ]


def _planning() -> Chain:
    """The target, and the four activities that continue each other."""
    target = SetBudgetTarget(
        year=YEAR,
        indicator="WKSBM_FORMED",
        target_qty=15,
        funding="APBD",
        basis="SPM",
        basis_ref="Permensos 129/HUK/2008",
    )
    from_city = assumed("funding, document and day of the target")
    officers = _plan(
        _OFFICERS, "SOSIALISASI", "Sosialisasi WKSBM bagi petugas", OFFICERS_ON, OFFICERS_ON
    )
    villages = ScheduleActivity(
        activity_id=_VILLAGES,
        kind="SOSIALISASI",
        title="Sosialisasi WKSBM ke kelurahan secara bertahap",
        organiser_unit=UNIT,
        level="KELURAHAN",
        area_code=CITY,
        budget_year=YEAR,
        part_of=_OFFICERS,
    )
    city = _plan(
        *(_CITY_SESSION, "PEMBEKALAN", "Sosialisasi dan pembekalan teknis calon pengurus WKSBM"),
        *(CITY_FROM, CITY_TO, _OFFICERS),
    )
    inauguration = _plan(
        *(_INAUGURATION, "PENGUKUHAN", "Pengukuhan pengurus WKSBM", CITY_TO, CITY_TO),
        _CITY_SESSION,
    )
    planned = (_S0, assumed("day of planning; titles after S0"))
    return [
        Act(HEAD, date(2012, 1, 2), target, (_S0, from_city)),
        *(
            Act(KASI, date(2012, 5, 1), plan, planned)
            for plan in (officers, villages, city, inauguration)
        ),
    ]


def _plan(
    activity: UUID, kind: str, title: str, first: date, last: date, part_of: UUID | None = None
) -> ScheduleActivity:
    return ScheduleActivity(
        activity_id=activity,
        kind=kind,
        title=title,
        organiser_unit=UNIT,
        level="KABKOTA",
        area_code=CITY,
        date_from=first,
        date_to=last,
        budget_year=YEAR,
        part_of=part_of,
    )


def _officers_session() -> Chain:
    promise = RecordCommitment(
        activity_id=_OFFICERS,
        statement_id=demo_id(SLUG, "statement", "promise"),
        by="OFFICE",
        text="WKSBM termasuk standar pelayanan minimal: janji pemerintah yang wajib dipenuhi.",
    )
    return [
        Act(KASI, OFFICERS_ON, HoldActivity(activity_id=_OFFICERS), (_S0,)),
        Act(KASI, OFFICERS_ON, promise, (_S0, assumed("said on this day"))),
    ]


def _city_programme() -> Chain:
    """Who was invited to the city's session, and the three speakers of BBPPKS Banjarmasin."""
    invited: tuple[tuple[ParticipantKind, int, Evidence], ...] = (
        ("BOARD_CANDIDATE", 75, assumed("S0: five candidates each, of 15")),
        ("KASI", 15, assumed("one Kasi of each kelurahan")),
        ("LURAH", 15, assumed("one lurah of each kelurahan")),
        ("CAMAT", 3, assumed("one camat of each kecamatan")),
    )
    on = date(2012, 6, 1)
    invitations = [
        Act(
            KASI,
            on,
            IssueInvitation(
                activity_id=_CITY_SESSION,
                invitation_id=demo_id(SLUG, "invitation", kind),
                invitee_kind=kind,
                count=number,
                from_area=CITY,
            ),
            (_S0, count),
        )
        for kind, number, count in invited
    ]
    speakers = [
        Act(
            KASI,
            on,
            AssignSpeaker(
                activity_id=_CITY_SESSION,
                speaker_id=demo_id(SLUG, "speaker", number),
                person=person(84 + number, SLUG, "person", "speaker", number),
                institution="BBPPKS Banjarmasin",
            ),
            (_S0, sample("the name; S0 names the institution only")),
        )
        for number in (1, 2, 3)
    ]
    return [*invitations, *speakers]


def _formation(village: Area) -> Chain:
    """Proposed, its groups and values declared, explained in the village, five nominated."""
    own = wksbm_id(village)
    proposed_on = date(2012, 5, 25)
    socialised_on = _VILLAGE_DAYS[village.code[:8]]
    propose = ProposeWksbm(
        wksbm_id=own,
        name=f"WKSBM {village.name}",
        level="KELURAHAN",
        village_code=village.code,
        origin="INITIATED",
        budget_year=YEAR,
    )
    groups = REFERENCE.categories.editions["2007"].categories.values()
    declare = DeclareTargetGroups(wksbm_id=own, codes=tuple(group.code for group in groups))
    values = RecordValues(
        wksbm_id=own,
        values=(
            "kebersamaan antarlembaga komunitas lokal",
            "kepedulian masyarakat",
            "ketahanan sosial",
        ),
    )
    socialise = SocialiseWksbm(wksbm_id=own, activity=ActivityRef(activity_id=_VILLAGES))
    nominate = NominateCandidates(wksbm_id=own, candidates=_candidates(village))
    names = sample("the five people and their seats")
    return [
        Act(KASI, proposed_on, propose, (_S0, _INFERRED, assumed("name and day of the proposal"))),
        Act(KASI, proposed_on, declare, (_S0, assumed("the same for each; codes of 2007"))),
        Act(KASI, proposed_on, values, (_S0, assumed("the same for each"))),
        Act(KASI, socialised_on, socialise, (_S0, assumed("day; S0 says by stages, undated"))),
        Act(KASI, _NOMINATED_ON, nominate, (_S0, assumed("day of the nomination"), names)),
    ]


def _candidate_key(village: Area, seat: str) -> tuple[str, ...]:
    return (SLUG, "person", village.code, seat)


def _candidates(village: Area) -> tuple[Nominee, ...]:
    first = 10 + len(SEATS) * kelurahan().index(village)
    return tuple(
        Nominee(
            person=person(number, *_candidate_key(village, seat), area_code=village.code),
            seat=seat,
        )
        for number, seat in enumerate(SEATS, first)
    )


def _village_sessions_held() -> Chain:
    held_on = max(_VILLAGE_DAYS.values())
    welcome = RecordCommitment(
        activity_id=_VILLAGES,
        statement_id=demo_id(SLUG, "statement", "welcome"),
        by="PARTICIPANTS",
        text="Calon pengurus pada umumnya antusias menyatukan lembaga lokal di kelurahannya.",
    )
    return [
        Act(KASI, held_on, HoldActivity(activity_id=_VILLAGES), (_S0, assumed("day of the last"))),
        Act(KASI, held_on, welcome, (_S0, assumed("day"))),
    ]


def _city_attendance() -> Chain:
    attendees = tuple(
        Participant(
            role="BOARD_CANDIDATE",
            area_code=village.code,
            wksbm_id=wksbm_id(village),
            person=known(*_candidate_key(village, seat)),
        )
        for village in kelurahan()
        for seat in SEATS
    )
    command = RecordAttendance(activity_id=_CITY_SESSION, attendees=attendees)
    return [Act(KASI, CITY_FROM, command, (_S0, assumed("that all 75 came"), sample("who came")))]


def _training(village: Area) -> Act:
    command = RecordTraining(
        wksbm_id=wksbm_id(village),
        activity=ActivityRef(activity_id=_CITY_SESSION),
        attended=tuple(demo_id(*_candidate_key(village, seat)) for seat in SEATS),
    )
    return Act(KASI, CITY_FROM, command, (_S0, _ANNOUNCED))


def _city_session_held() -> Act:
    command = HoldActivity(activity_id=_CITY_SESSION)
    return Act(KASI, CITY_TO, command, (_S0, _ANNOUNCED), cite=BEFORE_INAUGURATION)


def _inaugurated(number: int, village: Area) -> Act:
    command = InaugurateWksbm(
        wksbm_id=wksbm_id(village),
        activity=ActivityRef(activity_id=_INAUGURATION),
        decree=Decree(no=f"SAMPLE/{number:02}/{YEAR}", issued_on=CITY_TO, issuer_role="DINAS_HEAD"),
    )
    decree = sample("number and signer of the decree; term by policy")
    return Act(HEAD, CITY_TO, command, (_S0, _ANNOUNCED, decree))


def _inauguration_held() -> Act:
    return Act(KASI, CITY_TO, HoldActivity(activity_id=_INAUGURATION), (_S0, _ANNOUNCED))
