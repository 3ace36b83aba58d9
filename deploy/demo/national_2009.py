"""The ministry's meeting of 19 March 2009 in Yogyakarta (S4): 32 provinces, LK3 and WKSBM.

S4 gives weekday, day and month (Thursday, 19 March); the year follows from the weekday and from
Law 11/2009, and is ASSUMED. 32 is the number of provinces; how many people each sent is not known.
"""

from __future__ import annotations

from datetime import date

from wahana.domain.formation.activity_attendance_commands import HoldActivity
from wahana.domain.formation.activity_events import ParticipantKind
from wahana.domain.formation.activity_plan_commands import IssueInvitation, ScheduleActivity
from wahana.domain.formation.activity_programme_commands import GiveOpening, RecordCommitment
from wahana.tenants.tenant_commands import RenameTenant

from ..provision import TenantSetup
from .marks import assumed, sample, seed
from .samples import demo_id, named
from .story import Act, Chain, DemoMember, Story

SLUG = "kemensos"
HELD_ON = date(2009, 3, 19)
PROVINCES = 32
UNIT = "Direktorat Jenderal Pemberdayaan Sosial, Departemen Sosial RI"
OFFICE = TenantSetup(
    name="Departemen Sosial Republik Indonesia",
    slug=SLUG,
    level="NATIONAL",
    area_code="",
    time_zone="Asia/Jakarta",
    sample=True,
)
ADMIN = DemoMember(SLUG, "admin", "TENANT_ADMIN", "admin instansi", 90)
OFFICER = DemoMember(SLUG, "subdit", "DINAS_OFFICER", "Direktorat Jenderal Pemberdayaan Sosial", 91)

_MEETING = demo_id(SLUG, "activity", "meeting")
_S4 = seed("S4")
_YEAR = assumed("the year: 19 March was a Thursday in 2009")


def story() -> Story:
    """The story; the same at every call."""
    later = RenameTenant(
        name="Kementerian Sosial Republik Indonesia", effective_from=date(2009, 11, 3)
    )
    renamed = (assumed("day of the new name (Perpres 47/2009)"),)
    held = Act(OFFICER, HELD_ON, HoldActivity(activity_id=_MEETING), (_S4, _YEAR))
    return Story(
        office=OFFICE,
        basis=(_S4, sample("the office as a tenant")),
        members=(ADMIN, OFFICER),
        setting=[Act(ADMIN, date(2009, 11, 3), later, renamed)],
        chapters=([[_planned(), *_invitations(), _opening(), *_agreements()]], [[held]]),
    )


def _planned() -> Act:
    command = ScheduleActivity(
        activity_id=_MEETING,
        kind="PEMANTAPAN",
        title="Sosialisasi penumbuhan LK3 dan pemantapan pengelola WKSBM",
        organiser_unit=UNIT,
        level="NATIONAL",
        venue="Hotel Sahid, Yogyakarta",
        area_code="34",
        date_from=HELD_ON,
        date_to=HELD_ON,
    )
    return Act(OFFICER, date(2009, 3, 2), command, (_S4, _YEAR, assumed("day of planning")))


def _invitations() -> Chain:
    invited: tuple[tuple[ParticipantKind, str], ...] = (
        ("KASUBDIN", "Subdinas pemberdayaan keluarga, satu dari tiap provinsi"),
        ("LK3_MANAGER", "Pengelola LK3, satu dari tiap provinsi"),
        ("KASI", "Seksi yang membidangi WKSBM, satu dari tiap provinsi"),
    )
    marks = (_S4, assumed("one of each kind from each of the 32 provinces"))
    return [
        Act(
            OFFICER,
            date(2009, 3, 2),
            IssueInvitation(
                activity_id=_MEETING,
                invitation_id=demo_id(SLUG, "invitation", kind),
                invitee_kind=kind,
                count=PROVINCES,
                organisation=organisation,
            ),
            marks,
        )
        for kind, organisation in invited
    ]


def _opening() -> Act:
    command = GiveOpening(
        activity_id=_MEETING,
        statement_id=demo_id(SLUG, "statement", "opening"),
        office="Sekretaris Jenderal Departemen Sosial RI",
        person=named(
            "Drs. Chazali H Situmorang, Apt. M.SC, Ph.", SLUG, "person", "secretary general"
        ),
        points=(
            "LK3 di tiap kabupaten/kota memperluas jangkauan atas masalah sosial psikologis "
            "keluarga dan masalah kesejahteraan sosial.",
            "Pertemuan ini tempat menata ulang dan menghidupkan kembali LK3 dan WKSBM.",
            "Pertemuan ini menghasilkan kesepakatan untuk menumbuhkan, memperkuat, mengembangkan "
            "dan memperluas LK3 dan WKSBM.",
        ),
    )
    return Act(OFFICER, HELD_ON, command, (_S4, _YEAR))


def _agreements() -> Chain:
    texts = (
        "Menumbuhkan, memperkuat, mengembangkan dan memperluas LK3 dan WKSBM di berbagai wilayah.",
        "Mendirikan LK3 di setiap kabupaten/kota; WKSBM menjadi rujukan dan penyangganya.",
        "LK3 menjadi asesor dan pembuka akses ke sumber yang mendukung WKSBM.",
    )
    marks = (_S4, _YEAR, assumed("S4 tells them as what the meeting is to bring"))
    return [
        Act(
            OFFICER,
            HELD_ON,
            RecordCommitment(
                activity_id=_MEETING,
                statement_id=demo_id(SLUG, "statement", "agreement", number),
                by="PARTICIPANTS",
                text=text,
            ),
            marks,
        )
        for number, text in enumerate(texts, 1)
    ]
