"""Kota Yogyakarta 2021 (S3), with what S2 says of the WKSBM of DIY: 25 chairs, three talks.

S3: 25 chairs were invited to the city hall on 16 September 2021, under the health protocol; three
named speakers, the head of the office spoke. That all came is ASSUMED. The 25 WKSBM were there
before: their RW, names, decrees and chairs are SAMPLE, the stages of their formation are waived.
S2: values, regulations, and the guidance by office and kelurahan.
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
from wahana.domain.formation.activity_plan_commands import IssueInvitation, ScheduleActivity
from wahana.domain.formation.activity_programme_commands import (
    AddMaterial,
    AssignSpeaker,
    GiveOpening,
)
from wahana.domain.formation.activity_ref import ActivityRef
from wahana.domain.formation.guidance_commands import AssignMentor, RecordValues
from wahana.domain.formation.legality import Decree, LegalReference
from wahana.domain.formation.proposal_commands import ProposeWksbm
from wahana.domain.formation.seat_commands import FillSeat
from wahana.domain.formation.stage_commands import InaugurateWksbm, RecordTraining, WaiveStage
from wahana.domain.formation.wksbm_events import Stage
from wahana.domain.office.local_area_commands import RegisterLocalArea
from wahana.domain.reference.areas import Area
from wahana.domain.reference.catalogue import REFERENCE
from wahana.tenants.tenant_commands import AdoptCategoryEdition

from ..provision import TenantSetup
from . import village_year
from .community import Community
from .elder import ResponsibleActors
from .marks import assumed, sample, seed
from .samples import demo_id, known, named, person
from .story import Act, Chain, DemoMember, Story, admitted

SLUG = "yogyakarta"
CITY = "34.71"
HELD_ON = date(2021, 9, 16)
PLANNED_ON = date(2021, 9, 1)
ON_RECORD_FROM = date(2019, 1, 2)
"""Business date of the 25 that were there before; no seed says when they began."""
CHAIRS = 25
OFFICE = TenantSetup(
    name="Dinas Sosial Tenaga Kerja dan Transmigrasi Kota Yogyakarta",
    slug=SLUG,
    level="KABKOTA",
    area_code=CITY,
    time_zone="Asia/Jakarta",
    sample=True,
)
ADMIN = DemoMember(SLUG, "admin", "TENANT_ADMIN", "admin instansi", 160)
KASI = DemoMember(
    SLUG, "kasi", "DINAS_OFFICER", "Kasi Pemberdayaan Sumber Daya Kesejahteraan Sosial", 161
)
HEAD = DemoMember(SLUG, "kepala", "DINAS_HEAD", "Kepala Dinas", 162)
AUDITOR = DemoMember(SLUG, "inspektorat", "INSPECTORATE", "Inspektorat Kota Yogyakarta", 163)
LURAH = DemoMember(SLUG, "lurah", "LURAH", "Lurah Kricak", 164, "34.71.01.1001")

TALKS = (
    ("Penguatan Kelembagaan dan Peran WKSBM di Masa Pandemi", "Sapto Parjono, S.pd, MM."),
    ("Peran WKSBM dalam Usaha Kesejahteraan Sosial", "H. Mulyanto, SE, MM."),
    ("Pemberdayaan Ekonomi Lokasi Pasca Pandemi", "Dr. Sugiyanto, S. Sos, MM."),
)
"""Titles and speakers as S3 writes them ("Lokasi" included)."""
VALUES = ("gotong royong", "tolong menolong", "peduli", "rendah hati", "nilai adat setempat")
BASIS = (
    LegalReference(title="Pedoman Pelaksanaan Pemberdayaan WKSBM (Kepmensos)", no="42/HUK/2004"),
    LegalReference(title="Undang-Undang Kesejahteraan Sosial", no="11/2009"),
)

_SESSION = demo_id(SLUG, "activity", "penyuluhan")
_S2, _S3 = seed("S2"), seed("S3")
_THERE_BEFORE = assumed("S3 tells of 25 WKSBM; which and since when is not told")
_INVENTED = sample("RW, name, chair and decree")


@cache
def kelurahan() -> tuple[Area, ...]:
    """The 25 kelurahan in which the demo has a WKSBM, spread over the 14 kemantren."""
    by_district = [
        REFERENCE.areas.children(district.code) for district in REFERENCE.areas.children(CITY)
    ]
    rounds = [
        villages[turn]
        for turn in range(max(map(len, by_district)))
        for villages in by_district
        if turn < len(villages)
    ]
    return tuple(sorted(rounds[:CHAIRS], key=lambda village: village.code))


def wksbm_id(village: Area) -> UUID:
    """The id of the WKSBM in a kelurahan."""
    return demo_id(SLUG, "wksbm", village.code)


def story() -> Story:
    """The story; the same at every call."""
    held = HoldActivity(activity_id=_SESSION, health_protocol="COVID19")
    edition = AdoptCategoryEdition(edition="2012", effective_from=date(2013, 1, 1))
    return Story(
        office=OFFICE,
        basis=(_S3, assumed("area code, time zone")),
        members=(ADMIN, KASI, HEAD, AUDITOR, LURAH),
        setting=[Act(ADMIN, date(2013, 1, 1), edition, (assumed("day of the adoption"),))],
        chapters=(
            [_programme(), *(_there_before(n, one) for n, one in enumerate(kelurahan()))],
            [[_attendance(), _address()]],
            [[_trained(one)] for one in kelurahan()],
            [[Act(KASI, HELD_ON, held, (_S3,))]],
            [[_treasurer_seated(), *(act for one in _officers() for act in admitted(one, ADMIN))]],
            *village_year.chapters(lived(), 650, _around()),
        ),
        officers=_officers(),
        with_tokens=True,
    )


def lived() -> Community:
    """The WKSBM whose year after the session is part of the demo; all of that is SAMPLE."""
    home = _home()
    chair, treasurer, _ = _officers()
    return Community(
        office=SLUG,
        key=home.code,
        wksbm_id=wksbm_id(home),
        area_code=home.code,
        year=HELD_ON.year + 1,
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
            registered=_chair_key(home),
        ),
        DemoMember(
            *(SLUG, "bendahara", "WKSBM_TREASURER", f"Bendahara WKSBM {home.name}", 0),
            wksbm_ids=own,
            registered=_treasurer_key(home),
        ),
        DemoMember(SLUG, "tksk", "TKSK", "TKSK kemantren", 649, home.code[:8]),
    )


def _treasurer_key(village: Area) -> tuple[str, ...]:
    return (SLUG, "person", "treasurer", village.code)


def _treasurer_seated() -> Act:
    home = _home()
    command = FillSeat(
        wksbm_id=wksbm_id(home),
        seat="BENDAHARA",
        person=person(648, *_treasurer_key(home), area_code=home.code),
    )
    return Act(KASI, date(HELD_ON.year, 12, 1), command, (sample("a treasurer"),))


def _programme() -> Chain:
    """The session, its talks and speakers, and the 25 invitations."""
    plan = ScheduleActivity(
        activity_id=_SESSION,
        kind="PENYULUHAN",
        title="Penyuluhan WKSBM Tahun 2021",
        organiser_unit="Seksi Pemberdayaan Sumber Daya Kesejahteraan Sosial, "
        "Bidang Pemberdayaan dan Rehabilitasi Sosial",
        level="KABKOTA",
        venue="Ruang Utama lantai atas, Balaikota Yogyakarta",
        area_code=CITY,
        date_from=HELD_ON,
        date_to=HELD_ON,
        budget_year=2021,
    )
    invitation = IssueInvitation(
        activity_id=_SESSION,
        invitation_id=demo_id(SLUG, "invitation", "chairs"),
        invitee_kind="WKSBM_CHAIR",
        count=CHAIRS,
        from_area=CITY,
    )
    talks = [
        command
        for number, (title, speaker) in enumerate(TALKS, 1)
        for command in (
            AddMaterial(activity_id=_SESSION, no=number, title=title),
            AssignSpeaker(
                activity_id=_SESSION,
                speaker_id=demo_id(SLUG, "speaker", number),
                person=named(speaker, SLUG, "person", "speaker", number),
                topic_no=number,
            ),
        )
    ]
    marks = (_S3, assumed("day of planning"))
    return [Act(KASI, PLANNED_ON, command, marks) for command in (plan, *talks, invitation)]


def _there_before(number: int, village: Area) -> Chain:
    """A WKSBM of an RW that was there before: waived stages, a decree, its chair, its guidance."""
    own, local_area = wksbm_id(village), demo_id(SLUG, "local area", village.code)
    rw = f"{number * 5 % 12 + 1:02}"
    register = RegisterLocalArea(
        local_area_id=local_area, village_code=village.code, kind="RW", number=rw
    )
    propose = ProposeWksbm(
        wksbm_id=own,
        name=f"WKSBM RW {rw} {village.name} (SAMPLE)",
        level="RW",
        village_code=village.code,
        local_area_id=local_area,
        origin="NATURAL",
        budget_year=ON_RECORD_FROM.year,
        legal_references=BASIS,
    )
    stages: tuple[Stage, ...] = ("SOCIALISED", "NOMINATED", "TRAINED")
    waivers = [WaiveStage(wksbm_id=own, stage=stage, reason="PRE_EXISTING") for stage in stages]
    decree = Decree(
        no=f"SAMPLE/{number + 1:02}/{ON_RECORD_FROM.year}",
        issued_on=ON_RECORD_FROM,
        issuer_role="LURAH",
    )
    chair = FillSeat(
        wksbm_id=own,
        seat="KETUA",
        person=person(170 + number, *_chair_key(village), area_code=village.code),
    )
    day = ON_RECORD_FROM
    return [
        Act(KASI, day, register, (_INVENTED,)),
        Act(KASI, day, propose, (_S2, _THERE_BEFORE, _INVENTED)),
        *(Act(HEAD, day, waiver, (_THERE_BEFORE,)) for waiver in waivers),
        Act(HEAD, day, InaugurateWksbm(wksbm_id=own, decree=decree), (_THERE_BEFORE, _INVENTED)),
        Act(KASI, day, chair, (_THERE_BEFORE, _INVENTED)),
        *_guided(number, village),
    ]


def _guided(number: int, village: Area) -> Chain:
    """Its values, and its mentors: the office for function, the kelurahan for technique (S2)."""
    own = wksbm_id(village)
    mentor = person(200 + number, SLUG, "person", "mentor", village.code, area_code=village.code)
    values = RecordValues(wksbm_id=own, values=VALUES)
    office = AssignMentor(
        wksbm_id=own, person=known(*KASI.person_key), role="DINAS", guidance="FUNCTIONAL"
    )
    kelurahan_mentor = AssignMentor(
        wksbm_id=own, person=mentor, role="KELURAHAN", guidance="TECHNICAL"
    )
    each = assumed("S2 says it of WKSBM in general; for each here")
    day = date(2020, 11, 10)
    return [
        Act(KASI, day, values, (_S2, each)),
        Act(KASI, day, office, (_S2, each, sample("who"))),
        Act(KASI, day, kelurahan_mentor, (_S2, each, sample("who"))),
    ]


def _chair_key(village: Area) -> tuple[str, ...]:
    return (SLUG, "person", "chair", village.code)


def _attendance() -> Act:
    attendees = tuple(
        Participant(
            role="WKSBM_CHAIR",
            area_code=village.code,
            wksbm_id=wksbm_id(village),
            person=known(*_chair_key(village)),
        )
        for village in kelurahan()
    )
    command = RecordAttendance(activity_id=_SESSION, attendees=attendees)
    return Act(KASI, HELD_ON, command, (assumed("S3: invited; that all came"), sample("who")))


def _address() -> Act:
    command = GiveOpening(
        activity_id=_SESSION,
        statement_id=demo_id(SLUG, "statement", "address"),
        kind="ADDRESS",
        office="Kepala Dinas Sosial Tenaga Kerja dan Transmigrasi Kota Yogyakarta",
        person=named("Drs. Maryustion Tonang, MM", SLUG, "person", "head of the office"),
        points=(
            "WKSBM terbentuk dari, oleh, dan untuk masyarakat.",
            "Dengan gotong royong WKSBM ikut menjawab masalah sosial pada masa pandemi.",
        ),
    )
    return Act(KASI, HELD_ON, command, (_S3,))


def _trained(village: Area) -> Act:
    command = RecordTraining(
        wksbm_id=wksbm_id(village),
        activity=ActivityRef(activity_id=_SESSION),
        attended=(demo_id(*_chair_key(village)),),
    )
    return Act(KASI, HELD_ON, command, (assumed("S3: invited; that all came"),))
