"""DIY 2018 (S1): the province's training of 40 new board members, as province and regency see it.

The province registers the participants as its own persons, with their area and the name of their
WKSBM as text. Kabupaten Sleman, an office of its own, records the same training by organiser,
title and dates for two of its own WKSBM. S1 names no participant and no WKSBM: these are SAMPLE,
and that each of the five regencies sent eight people is ASSUMED.
"""

from __future__ import annotations

from datetime import date

from wahana.domain.formation.activity_attendance_commands import (
    HoldActivity,
    Participant,
    RecordAttendance,
)
from wahana.domain.formation.activity_plan_commands import ScheduleActivity
from wahana.domain.formation.activity_programme_commands import (
    AddMaterial,
    GiveTestimony,
    RecordCommitment,
)

from ..provision import TenantSetup
from .marks import assumed, sample, seed
from .samples import demo_id, person
from .story import Act, Chain, DemoMember, Story

SLUG = "diy"
FIRST_DAY, LAST_DAY = date(2018, 10, 23), date(2018, 10, 25)
TITLE = "Bimbingan teknis pengurus WKSBM"
ORGANISER = "Dinas Sosial Daerah Istimewa Yogyakarta"
OFFICE = TenantSetup(
    name=ORGANISER,
    slug=SLUG,
    level="PROV",
    area_code="34",
    time_zone="Asia/Jakarta",
    sample=True,
)
ADMIN = DemoMember(SLUG, "admin", "TENANT_ADMIN", "admin instansi", 95)
OFFICER = DemoMember(
    SLUG, "kasi", "DINAS_OFFICER", "Kasi Tenaga Kesejahteraan Sosial Masyarakat", 96
)
AUDITOR = DemoMember(SLUG, "inspektorat", "INSPECTORATE", "Inspektorat DIY", 97)

TOPICS = (
    "Kebijakan Dinas Sosial DIY dalam pemberdayaan WKSBM",
    "Pendataan dan pemetaan PMKS serta penanganannya melalui WKSBM",
    "Pengembangan jejaring kerja WKSBM",
    "Perilaku berbagi untuk penanganan PMKS",
    "Pengelolaan organisasi WKSBM",
    "Pedoman teknis pengelolaan WKSBM",
    "Tahapan penanganan PMKS",
    "Peran WKSBM dalam penanganan PMKS",
    "Testimoni pengelolaan WKSBM",
    "Kiat menuju WKSBM prestasi tingkat provinsi",
    "Komitmen pengurus dalam pengembangan WKSBM",
    "Program kerja WKSBM jangka pendek, menengah dan panjang",
)
SAMPLE_WKSBM = (
    ("34.01", "WKSBM Ngudi Rahayu (SAMPLE)"),
    ("34.01", "WKSBM Sido Makmur (SAMPLE)"),
    ("34.02", "WKSBM Guyub Rukun (SAMPLE)"),
    ("34.02", "WKSBM Karya Bakti (SAMPLE)"),
    ("34.03", "WKSBM Sumber Waras (SAMPLE)"),
    ("34.03", "WKSBM Tunas Peduli (SAMPLE)"),
    ("34.04", "WKSBM Margo Mulyo (SAMPLE)"),
    ("34.04", "WKSBM Ngesti Luhur (SAMPLE)"),
    ("34.71", "WKSBM Sari Asih (SAMPLE)"),
    ("34.71", "WKSBM Welas Asih (SAMPLE)"),
)
"""Two invented WKSBM of each of the five regencies and cities: area code and name."""
FROM_EACH = 4
"""Participants of each of these."""
FIRST_NAME = 100
"""Number of the first participant's sample name."""

_TRAINING = demo_id(SLUG, "activity", "bimtek")
_S1 = seed("S1")


def story() -> Story:
    """The story of the province; the same at every call."""
    held = Act(OFFICER, LAST_DAY, HoldActivity(activity_id=_TRAINING, headcount=40), (_S1,))
    return Story(
        office=OFFICE,
        basis=(_S1,),
        members=(ADMIN, OFFICER, AUDITOR),
        setting=[],
        chapters=([[_planned(), *_topics(), _attendance(), *_said()]], [[held]]),
    )


def _planned() -> Act:
    command = ScheduleActivity(
        activity_id=_TRAINING,
        kind="BIMTEK",
        title=TITLE,
        organiser_unit=f"Seksi Tenaga Kesejahteraan Sosial Masyarakat, {ORGANISER}",
        level="PROV",
        venue="Hotel Pandanaran, Jl. Prawirotaman No. 38, Yogyakarta",
        area_code="34.71",
        date_from=FIRST_DAY,
        date_to=LAST_DAY,
    )
    return Act(OFFICER, date(2018, 10, 1), command, (_S1, assumed("day of planning")))


def _topics() -> Chain:
    return [
        Act(
            OFFICER,
            date(2018, 10, 1),
            AddMaterial(activity_id=_TRAINING, no=number, title=title),
            (_S1, assumed("order of the topics; day of planning")),
        )
        for number, title in enumerate(TOPICS, 1)
    ]


def _attendance() -> Act:
    attendees = tuple(
        Participant(
            role="BOARD",
            area_code=area,
            wksbm_name=name,
            person=person(
                FIRST_NAME + FROM_EACH * place + number,
                *(SLUG, "person", place, number),
                area_code=area,
            ),
        )
        for place, (area, name) in enumerate(SAMPLE_WKSBM)
        for number in range(FROM_EACH)
    )
    command = RecordAttendance(activity_id=_TRAINING, attendees=attendees)
    marks = (_S1, assumed("eight from each of the five"), sample("participants and their WKSBM"))
    return Act(OFFICER, FIRST_DAY, command, marks)


def _said() -> Chain:
    testimony = GiveTestimony(
        activity_id=_TRAINING,
        statement_id=demo_id(SLUG, "statement", "testimony"),
        wksbm_name="WKSBM Bina Sejahtera (SAMPLE)",
        summary="Pengalaman mengelola WKSBM dan mengikuti lomba WKSBM prestasi.",
    )
    commitment = RecordCommitment(
        activity_id=_TRAINING,
        statement_id=demo_id(SLUG, "statement", "commitment"),
        by="PARTICIPANTS",
        text="Pengurus mengembangkan WKSBM di daerah masing-masing dan menyusun program kerja "
        "jangka pendek, menengah dan panjang.",
    )
    return [
        Act(OFFICER, date(2018, 10, 24), testimony, (_S1, assumed("day"), sample("the WKSBM"))),
        Act(OFFICER, LAST_DAY, commitment, (_S1, assumed("day"))),
    ]
