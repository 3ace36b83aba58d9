"""Topics, speakers, openings, commitments and testimonies of the seeds' activities."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from wahana.domain.formation import activity_events as happened
from wahana.domain.formation.activity import Activity
from wahana.domain.formation.activity_corrections import (
    RemoveMaterial,
    RemoveSpeaker,
    RetractStatement,
)
from wahana.domain.formation.activity_events import (
    CommitmentRecorded,
    MaterialAdded,
    MaterialRemoved,
    OpeningGiven,
    SpeakerAssigned,
    SpeakerRemoved,
    StatementRetracted,
)
from wahana.domain.formation.activity_plan_commands import CancelActivity, ScheduleActivity
from wahana.domain.formation.activity_programme_commands import (
    AddMaterial,
    AssignSpeaker,
    GiveOpening,
    GiveTestimony,
    RecordCommitment,
)
from wahana.domain.formation.wksbm import Wksbm
from wahana.domain.formation.wksbm_events import WksbmProposed
from wahana.domain.kernel.fields import note
from wahana.domain.people.person_events import PersonRegistered
from wahana.domain.people.registration import NewPerson, PersonRef, RegisterPerson

DAY = date(2021, 9, 16)


@pytest.fixture
def world(scenario):
    world = scenario(area_code="34.71", today=date(2021, 9, 17))
    return world.run(
        ScheduleActivity(
            activity_id=world.uid("talk"),
            kind="PENYULUHAN",
            title="Penyuluhan WKSBM Tahun 2021",
            organiser_unit="Bidang Pemberdayaan dan Rehabilitasi Sosial",
            level="KABKOTA",
            venue="Ruang Utama lantai atas Balaikota",
            date_from=DAY,
            date_to=DAY,
        )
    )


def about(world, command, **fields: object):
    return command(activity_id=world.uid("talk"), **fields)


def new(world, who: str) -> PersonRef:
    return PersonRef(new=NewPerson(person_id=world.uid(who), name=who))


def wksbm(world) -> None:
    world.given(
        Wksbm,
        world.uid("wksbm"),
        WksbmProposed(
            name="Mawar",
            level="KELURAHAN",
            village_code="34.71.13.1006",
            area_edition="2025",
            origin="NATURAL",
            budget_year=2021,
        ),
    )


def test_three_talks_with_their_speakers(world):
    title = "Peran WKSBM dalam Usaha Kesejahteraan Sosial"
    world.when(about(world, AddMaterial, no=2, title=title)).then(MaterialAdded(no=2, title=title))
    speaker = world.uid("speaker")
    assign = about(world, AssignSpeaker, speaker_id=speaker, person=new(world, "m"), topic_no=2)
    outcome = world.when(assign)
    assert [type(event) for event in outcome.events] == [PersonRegistered, SpeakerAssigned]
    assert outcome.only(SpeakerAssigned) == SpeakerAssigned(
        speaker_id=speaker, person_id=world.uid("m"), topic_no=2
    )
    world.when(about(world, AddMaterial, no=2, title="x")).then_refused("TOPIC_IN_USE", "no", no=2)
    world.when(assign).then_refused("ALREADY_EXISTS", "speakerId", kind="speaker")
    known = msgspec.structs.replace(
        assign, speaker_id=world.uid("s2"), person=PersonRef(person_id=world.uid("m"))
    )
    world.when(known).then_refused("ALREADY_EXISTS", "person", kind="speaker")
    world.run(msgspec.structs.replace(known, topic_no=None))


def test_speakers_of_bontang_have_an_institution_and_no_name(world):
    banjarmasin = "BBPPKS Banjarmasin"
    for number in range(3):
        speaker = world.uid(f"speaker {number}")
        world.when(about(world, AssignSpeaker, speaker_id=speaker, institution=banjarmasin)).then(
            SpeakerAssigned(speaker_id=speaker, institution=banjarmasin)
        )
    assert len(world.state(Activity, world.uid("talk")).speakers) == 3


def test_a_speaker_is_somebody_with_a_topic_of_the_programme(world):
    speaker = world.uid("speaker")
    world.when(about(world, AssignSpeaker, speaker_id=speaker)).then_refused(
        "SPEAKER_UNKNOWN", "person"
    )
    world.when(
        about(world, AssignSpeaker, speaker_id=speaker, institution="B", topic_no=7)
    ).then_refused("TOPIC_UNKNOWN", "topicNo", no=7)


def test_a_topic_stays_while_somebody_speaks_on_it(world):
    speaker = world.uid("speaker")
    world.run(
        about(world, AddMaterial, no=1, title="Satu"),
        about(world, AssignSpeaker, speaker_id=speaker, institution="B", topic_no=1),
    )
    drop = about(world, RemoveMaterial, no=1, reason="ENTERED_WRONGLY")
    world.when(drop).then_refused("ENTRY_IN_USE", "no", entry="SPEAKER")
    leave = about(world, RemoveSpeaker, speaker_id=speaker, reason="SPEAKERS", note="sakit")
    world.when(leave).then(
        SpeakerRemoved(
            of=3, speaker_id=speaker, reason="SPEAKERS", note=note(world.uid("talk"), "sakit")
        )
    )
    world.when(leave).then_refused("NOT_FOUND", "speakerId", kind="speaker")
    world.when(drop).then(MaterialRemoved(of=2, no=1, reason="ENTERED_WRONGLY"))
    world.when(drop).then_refused("NOT_FOUND", "no", kind="material", no=1)


def test_an_opening_has_an_office_a_person_and_points_that_are_sealed(world):
    points = ("Penumbuhan LK3", "Reposisi dan revitalisasi", "Kesepakatan")
    outcome = world.when(
        about(
            world,
            GiveOpening,
            statement_id=world.uid("opening"),
            office="Kepala Dinas Sosial, Tenaga Kerja dan Transmigrasi",
            person=new(world, "head"),
            points=points,
        ),
        on=DAY,
    )
    assert outcome.only(OpeningGiven) == OpeningGiven(
        statement_id=world.uid("opening"),
        kind="OPENING",
        office="Kepala Dinas Sosial, Tenaga Kerja dan Transmigrasi",
        person_id=world.uid("head"),
        points=tuple(note(world.uid("talk"), point) for point in points),
    )


def test_commitments_and_testimonies_name_who_gave_them(world):
    wksbm(world)
    commit = about(
        world,
        RecordCommitment,
        statement_id=world.uid("commitment"),
        by="BOARD",
        wksbm_id=world.uid("wksbm"),
        text="Menyusun program kerja",
    )
    world.when(commit).then(
        CommitmentRecorded(
            statement_id=world.uid("commitment"),
            by="BOARD",
            wksbm_id=world.uid("wksbm"),
            text=note(world.uid("talk"), "Menyusun program kerja"),
        )
    )
    tell = about(world, GiveTestimony, statement_id=world.uid("own"), wksbm_id=world.uid("wksbm"))
    world.when(tell).then(
        happened.TestimonyGiven(statement_id=world.uid("own"), wksbm_id=world.uid("wksbm"))
    )
    foreign = about(
        world,
        GiveTestimony,
        statement_id=world.uid("foreign"),
        wksbm_name="Bakti Mulia",
        person=new(world, "chair"),
        summary="Kiat menuju WKSBM prestasi",
    )
    assert world.when(foreign).only(happened.TestimonyGiven) == happened.TestimonyGiven(
        statement_id=world.uid("foreign"),
        wksbm_name="Bakti Mulia",
        person_id=world.uid("chair"),
        summary=note(world.uid("talk"), "Kiat menuju WKSBM prestasi"),
    )
    for command in (commit, tell, foreign):
        world.when(command).then_refused("ALREADY_EXISTS", "statementId", kind="statement")
    fresh = msgspec.structs.replace(tell, statement_id=world.uid("fresh"))
    world.when(msgspec.structs.replace(fresh, wksbm_name="X")).then_refused("ONE_OF", "wksbmId")
    nowhere = {"wksbm_id": world.uid("nowhere"), "statement_id": world.uid("fresh")}
    for command in (tell, commit):
        world.when(msgspec.structs.replace(command, **nowhere)).then_refused(
            "NOT_FOUND", "wksbmId", kind="wksbm"
        )


def test_a_statement_that_was_wrong_is_struck_and_entered_anew(world):
    opening = about(world, GiveOpening, statement_id=world.uid("o"), office="Walikota")
    world.run(opening)
    retract = about(world, RetractStatement, statement_id=world.uid("o"), reason="WRONG_PERSON")
    world.when(retract).then(
        StatementRetracted(of=2, statement_id=world.uid("o"), reason="WRONG_PERSON")
    )
    world.when(retract).then_refused("NOT_FOUND", "statementId", kind="statement")
    world.run(msgspec.structs.replace(opening, office="Wakil Walikota"))
    world.when(msgspec.structs.replace(retract, reason="OTHER")).then_refused(
        "NOTE_REQUIRED", "note"
    )


STATEMENTS = [
    (GiveOpening, {"statement_id": "s", "office": "Walikota"}),
    (RecordCommitment, {"statement_id": "s", "by": "OFFICE", "text": "x"}),
    (GiveTestimony, {"statement_id": "s", "wksbm_name": "X"}),
]
PROGRAMME = [
    (AddMaterial, {"no": 1, "title": "x"}),
    (AssignSpeaker, {"speaker_id": "s", "institution": "x"}),
]


@pytest.mark.parametrize(("command", "fields"), STATEMENTS)
def test_nothing_is_said_before_the_first_day(world, command, fields):
    fields = {**fields, "statement_id": world.uid("s")}
    world.when(about(world, command, **fields), on=date(2021, 9, 15)).then_refused(
        "ACTIVITY_NOT_BEGUN", "occurredOn", date_from=DAY
    )


@pytest.mark.parametrize(("command", "fields"), STATEMENTS + PROGRAMME)
def test_a_cancelled_activity_has_no_programme(world, command, fields):
    world.run(about(world, CancelActivity, reason="HEALTH"))
    fields = {name: world.uid("s") if value == "s" else value for name, value in fields.items()}
    world.when(about(world, command, **fields)).then_refused(
        "ACTIVITY_STATE", "activityId", state="CANCELLED"
    )


def test_a_registered_person_speaks(world):
    world.run(RegisterPerson(person_id=world.uid("p"), name="Dr. Sugiyanto, S.Sos, MM"))
    assign = about(
        world,
        AssignSpeaker,
        speaker_id=world.uid("s"),
        person=PersonRef(person_id=world.uid("p")),
    )
    outcome = world.when(assign)
    assert outcome.only(SpeakerAssigned).person_id == world.uid("p")
    assert outcome.guards == {world.uid("p"): 1}
