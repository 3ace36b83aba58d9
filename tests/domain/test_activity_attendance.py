"""Attendance and holding: S1's forty boards, the caps, corrections, references to activities."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from wahana.domain.formation.activity import Activity
from wahana.domain.formation.activity_attendance_commands import (
    HoldActivity,
    Participant,
    Participation,
    RecordAttendance,
)
from wahana.domain.formation.activity_corrections import (
    CorrectAttendance,
    CorrectHeadcount,
    RetractHolding,
)
from wahana.domain.formation.activity_events import (
    ActivityHeld,
    AttendanceCorrected,
    AttendanceRecorded,
    Attendee,
    HeadcountCorrected,
    HoldingRetracted,
)
from wahana.domain.formation.activity_plan_commands import CancelActivity, ScheduleActivity
from wahana.domain.formation.activity_ref import ActivityRef, ExternalActivity, activity_of
from wahana.domain.formation.wksbm import Wksbm
from wahana.domain.formation.wksbm_events import WksbmProposed
from wahana.domain.kernel.fields import note
from wahana.domain.kernel.refusal import Refused
from wahana.domain.people.person_events import PersonRegistered
from wahana.domain.people.registration import NewPerson, PersonRef

FIRST, SECOND, LAST = date(2018, 10, 23), date(2018, 10, 24), date(2018, 10, 25)
REGENCIES = ("34.01", "34.02", "34.03", "34.04", "34.71")


@pytest.fixture
def world(scenario):
    world = scenario(level="PROV", area_code="34", today=date(2018, 11, 16), edition="2012")
    return world.run(
        ScheduleActivity(
            activity_id=world.uid("bimtek"),
            kind="BIMTEK",
            title="Bimbingan Teknis Pengurus WKSBM",
            organiser_unit="Seksi Tenaga Kesejahteraan Sosial Masyarakat",
            level="PROV",
            venue="Hotel Pandanaran, Jl. Prawirotaman No. 38",
            area_code="34.71",
            date_from=FIRST,
            date_to=LAST,
            budget_year=2018,
        )
    )


def about(world, command, **fields: object):
    return command(activity_id=world.uid("bimtek"), **fields)


def new(world, who: str, **fields: object) -> Participant:
    person = PersonRef(new=NewPerson(person_id=world.uid(who), name=who))
    return Participant(person=person, **{"role": "BOARD", **fields})


def again(world, who: str, **fields: object) -> Participant:
    return Participant(person=PersonRef(person_id=world.uid(who)), role="BOARD", **fields)


def attend(world, *lines: Participant) -> RecordAttendance:
    return about(world, RecordAttendance, attendees=lines)


def test_forty_participants_of_five_regencies_in_one_event(world):
    lines = [
        new(world, f"p{n}", area_code=REGENCIES[n % 5], wksbm_name=f"WKSBM {n}") for n in range(40)
    ]
    outcome = world.when(attend(world, *lines), on=FIRST)
    event = outcome.only(AttendanceRecorded)
    assert sum(isinstance(e, PersonRegistered) for e in outcome.events) == 40
    assert event.area_edition == "2025"
    assert event.attendees[7] == Attendee(
        person_id=world.uid("p7"), role="BOARD", area_code="34.03", wksbm_name="WKSBM 7"
    )
    state = world.state(Activity, world.uid("bimtek"))
    assert len(state.attendees) == 40
    assert world.uid("p39") in state.attendees
    assert world.uid("p40") not in state.attendees


def test_a_later_list_adds_to_the_first(world):
    world.run(attend(world, new(world, "a")), attend(world, new(world, "b")), on=SECOND)
    assert len(world.state(Activity, world.uid("bimtek")).attendees) == 2


def test_nobody_attends_twice(world):
    twice = attend(world, new(world, "a"), again(world, "a"))
    world.when(twice, on=FIRST).then_refused("NOT_FOUND", "attendees", kind="person")
    world.run(attend(world, new(world, "a")), on=FIRST)
    world.when(attend(world, again(world, "a")), on=FIRST).then_refused(
        "ATTENDANCE_CAP", "attendees", cause="ATTENDEE_TWICE"
    )
    world.when(attend(world, new(world, "b"), new(world, "b")), on=FIRST).then_refused(
        "ATTENDANCE_CAP", "attendees", cause="ATTENDEE_TWICE"
    )


@pytest.mark.parametrize("day", [date(2018, 10, 22), date(2018, 10, 26)])
def test_nobody_attends_outside_the_dates(world, day: date):
    world.when(attend(world, new(world, "a", days=(FIRST, day))), on=LAST).then_refused(
        "ATTENDANCE_CAP", "attendees", cause="OUTSIDE_DATES"
    )


def test_without_days_the_business_date_is_one_of_the_activitys(world):
    world.when(attend(world, new(world, "a")), on=date(2018, 10, 26)).then_refused(
        "ATTENDANCE_CAP", "occurredOn", cause="OUTSIDE_DATES"
    )
    world.when(attend(world, new(world, "a")), on=date(2018, 10, 22)).then_refused(
        "ACTIVITY_NOT_BEGUN", "occurredOn", date_from=FIRST
    )
    event = world.when(attend(world, new(world, "a", days=(LAST, FIRST)))).only(AttendanceRecorded)
    assert event.attendees[0].days == (FIRST, LAST)


def test_a_day_counts_once_and_has_come(world):
    world.when(attend(world, new(world, "a", days=(FIRST, FIRST)))).then_refused(
        "ATTENDANCE_CAP", "attendees", cause="ATTENDEE_TWICE"
    )
    world.today = FIRST
    world.when(attend(world, new(world, "a", days=(LAST,)))).then_refused(
        "FUTURE_DATE", "attendees[0].days[0]", day=LAST
    )


def test_areas_and_wksbm_of_a_line_are_checked(world):
    def line(**fields: object) -> RecordAttendance:
        return attend(world, new(world, "a", days=(FIRST,), **fields))

    world.when(line(area_code="34.99")).then_refused("AREA_UNKNOWN", "areaCode")
    world.when(line(wksbm_id=world.uid("w"))).then_refused("NOT_FOUND", "wksbmId", kind="wksbm")
    world.when(line(wksbm_id=world.uid("w"), wksbm_name="W")).then_refused("ONE_OF", "wksbmId")
    world.given(
        Wksbm,
        world.uid("w"),
        WksbmProposed(
            name="W",
            level="DESA",
            village_code="34.02.01.2001",
            area_edition="2025",
            origin="INITIATED",
            budget_year=2018,
        ),
    )
    event = world.when(line(wksbm_id=world.uid("w"))).only(AttendanceRecorded)
    assert event.attendees[0].wksbm_id == world.uid("w")
    assert event.area_edition is None


def test_the_headcount_covers_those_who_are_named(world):
    world.run(attend(world, new(world, "a"), new(world, "b")), on=FIRST)
    world.when(about(world, HoldActivity, headcount=1)).then_refused(
        "ATTENDANCE_CAP", "headcount", cause="HEADCOUNT"
    )
    world.when(about(world, HoldActivity, headcount=2, health_protocol="COVID19")).then(
        ActivityHeld(headcount=2, health_protocol="COVID19")
    )
    world.when(attend(world, new(world, "c")), on=LAST).then_refused(
        "ATTENDANCE_CAP", "attendees", cause="HEADCOUNT"
    )
    correct = about(world, CorrectHeadcount, headcount=3, reason="TYPING_ERROR", note="daftar")
    world.when(correct).then(
        HeadcountCorrected(
            of=3, headcount=3, reason="TYPING_ERROR", note=note(world.uid("bimtek"), "daftar")
        )
    )
    world.when(correct).then_refused("NO_CHANGE", "headcount")
    world.when(msgspec.structs.replace(correct, headcount=1)).then_refused(
        "ATTENDANCE_CAP", "headcount", cause="HEADCOUNT"
    )
    world.run(attend(world, new(world, "c")), on=LAST)


def test_an_activity_is_held_once_and_not_before_its_first_day(world):
    world.when(about(world, HoldActivity), on=date(2018, 10, 22)).then_refused(
        "ACTIVITY_NOT_BEGUN", "occurredOn", date_from=FIRST
    )
    world.run(about(world, HoldActivity))
    world.when(about(world, HoldActivity)).then_refused("ACTIVITY_STATE", "activityId")


def test_a_holding_entered_by_mistake_is_taken_back(world):
    retract = about(world, RetractHolding, reason="WRONG_DATE")
    world.when(retract).then_refused(
        "ACTIVITY_STATE", "activityId", state="SCHEDULED", needed="HELD"
    )
    world.when(about(world, CorrectHeadcount, headcount=1, reason="WRONG_DATE")).then_refused(
        "ACTIVITY_STATE", "activityId", needed="HELD"
    )
    world.run(about(world, HoldActivity, headcount=40))
    world.when(retract).then(HoldingRetracted(of=2, reason="WRONG_DATE"))
    state = world.state(Activity, world.uid("bimtek"))
    assert (state.status, state.holding) == ("SCHEDULED", None)
    world.run(about(world, HoldActivity, headcount=41))
    for command in (retract, about(world, CorrectHeadcount, headcount=1, reason="OTHER")):
        explained = msgspec.structs.replace(command, reason="OTHER")
        world.when(explained).then_refused("NOTE_REQUIRED", "note")


def test_a_line_is_corrected_or_struck(world):
    world.run(attend(world, new(world, "a"), new(world, "b")), on=FIRST)
    was = Participation(role="WKSBM_CHAIR", area_code="34.04", days=(SECOND,))
    correct = about(
        world, CorrectAttendance, person_id=world.uid("a"), attendee=was, reason="TYPING_ERROR"
    )
    world.when(correct).then(
        AttendanceCorrected(
            of=2,
            person_id=world.uid("a"),
            attendee=Attendee(
                person_id=world.uid("a"), role="WKSBM_CHAIR", area_code="34.04", days=(SECOND,)
            ),
            reason="TYPING_ERROR",
        )
    )
    world.when(correct).then_refused("NO_CHANGE", "attendee")
    strike = about(
        world, CorrectAttendance, person_id=world.uid("b"), reason="WRONG_PERSON", note="tidak ada"
    )
    world.when(strike).then(
        AttendanceCorrected(
            of=2,
            person_id=world.uid("b"),
            reason="WRONG_PERSON",
            note=note(world.uid("b"), "tidak ada"),
        )
    )
    state = world.state(Activity, world.uid("bimtek"))
    assert set(state.attendees) == {world.uid("a")}
    assert state.attendees[world.uid("a")].days == (SECOND,)
    world.when(strike).then_refused("NOT_FOUND", "personId", kind="attendance")
    outside = msgspec.structs.replace(was, days=(date(2018, 10, 26),))
    world.when(msgspec.structs.replace(correct, attendee=outside)).then_refused(
        "ATTENDANCE_CAP", "attendee", cause="OUTSIDE_DATES"
    )
    world.run(attend(world, again(world, "b")), on=LAST)


# --- references from other streams


EXTERNAL = ExternalActivity(
    organiser="Dinas Sosial DIY", title="Bimtek WKSBM", date_from=FIRST, date_to=LAST
)


def test_an_own_activity_is_cited_with_its_version(world):
    ref = ActivityRef(activity_id=world.uid("bimtek"), version=99)
    cited, activity = activity_of(world.context(), ref, field="activity")
    assert cited == ActivityRef(activity_id=world.uid("bimtek"), version=1)
    assert activity == world.state(Activity, world.uid("bimtek"))


def test_another_offices_activity_is_cited_by_organiser_title_and_dates(world):
    cited, activity = activity_of(world.context(), ActivityRef(external=EXTERNAL), field="activity")
    assert cited == ActivityRef(external=EXTERNAL)
    assert not activity.exists


@pytest.mark.parametrize(
    ("ref", "code"),
    [
        (ActivityRef(), "ONE_OF"),
        (
            ActivityRef(external=msgspec.structs.replace(EXTERNAL, date_to=date(2018, 10, 1))),
            "DATE_ORDER",
        ),
    ],
)
def test_a_reference_that_makes_no_sense_is_refused(world, ref: ActivityRef, code: str):
    with pytest.raises(Refused) as refused:
        activity_of(world.context(), ref, field="activity")
    assert refused.value.code == code


def test_a_cancelled_or_unknown_activity_is_not_cited(world):
    for ref in (
        ActivityRef(activity_id=world.uid("nothing")),
        ActivityRef(activity_id=world.uid("bimtek"), external=EXTERNAL),
    ):
        with pytest.raises(Refused) as refused:
            activity_of(world.context(), ref, field="activity")
        assert refused.value.code in ("NOT_FOUND", "ONE_OF")
    world.run(about(world, CancelActivity, reason="BUDGET"))
    with pytest.raises(Refused) as refused:
        activity_of(world.context(), ActivityRef(activity_id=world.uid("bimtek")), field="activity")
    assert refused.value.code == "ACTIVITY_STATE"
