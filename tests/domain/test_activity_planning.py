"""Planning an activity: the sessions of the seeds, moved, cancelled, corrected; invitations."""

from __future__ import annotations

from datetime import date

import msgspec
import pytest

from wahana.domain.formation.activity import Activity
from wahana.domain.formation.activity_attendance_commands import (
    HoldActivity,
    Participant,
    RecordAttendance,
)
from wahana.domain.formation.activity_corrections import (
    CorrectActivity,
    ReinstateActivity,
    WithdrawInvitation,
)
from wahana.domain.formation.activity_events import (
    ActivityCancelled,
    ActivityCorrected,
    ActivityReinstated,
    ActivityRescheduled,
    ActivityScheduled,
    InvitationIssued,
    InvitationWithdrawn,
)
from wahana.domain.formation.activity_plan_commands import (
    CancelActivity,
    IssueInvitation,
    RescheduleActivity,
    ScheduleActivity,
)
from wahana.domain.kernel.fields import note
from wahana.domain.people.person_events import PersonRegistered
from wahana.domain.people.registration import NewPerson, PersonRef

LATER = date(2013, 1, 1)
PLAN = {
    "kind": "PEMBEKALAN",
    "title": "Sosialisasi dan pembekalan teknis WKSBM",
    "organiser_unit": "Seksi Pemberdayaan dan Pembinaan Sosial",
    "level": "KABKOTA",
    "venue": "Kota Bontang",
    "area_code": "64.74",
    "date_from": date(2012, 6, 14),
    "date_to": date(2012, 6, 15),
    "budget_year": 2012,
    "funding": "APBD",
}


@pytest.fixture
def world(scenario):
    return scenario()


def schedule(world, **changed: object) -> ScheduleActivity:
    return ScheduleActivity(activity_id=world.uid("session"), **{**PLAN, **changed})


def about(world, command, **fields: object):
    return command(activity_id=world.uid("session"), **fields)


def attendance(world, who: str = "siti", **fields: object) -> RecordAttendance:
    person = PersonRef(new=NewPerson(person_id=world.uid(who), name=who))
    line = Participant(person=person, role="BOARD_CANDIDATE", **fields)
    return about(world, RecordAttendance, attendees=(line,))


def test_the_session_of_bontang_is_scheduled(world):
    world.when(schedule(world)).then(ActivityScheduled(**PLAN))
    state = world.state(Activity, world.uid("session"))
    assert (state.status, state.date_from, state.date_to) == (
        "SCHEDULED",
        date(2012, 6, 14),
        date(2012, 6, 15),
    )
    assert about(world, CancelActivity, reason="BUDGET").place(world.context()).area_code == "64.74"


def test_village_sessions_have_no_dates(world):
    event = world.when(schedule(world, date_from=None, date_to=None)).only(ActivityScheduled)
    assert event.date_from is event.date_to is None
    world.run(attendance(world), about(world, HoldActivity))


def test_a_national_office_holds_activities_of_every_level(scenario):
    world = scenario(level="NATIONAL", area_code="", today=date(2013, 1, 4))
    day = date(2009, 3, 19)
    plan = {"kind": "PEMANTAPAN", "level": "NATIONAL", "date_from": day, "date_to": day}
    world.run(schedule(world, **plan, area_code="34.71", funding="APBN", budget_year=2009))
    assert world.state(Activity, world.uid("session")).date_from == day


@pytest.mark.parametrize(
    ("level", "given"), [("KABKOTA", "PROV"), ("KABKOTA", "NATIONAL"), ("PROV", "NATIONAL")]
)
def test_an_office_holds_none_above_its_own_level(scenario, level: str, given: str):
    world = scenario(level=level)
    world.when(schedule(world, level=given)).then_refused("LEVEL_SCOPE", "level", given=given)


@pytest.mark.parametrize(
    ("changed", "code", "field"),
    [
        ({"kind": "PESTA"}, "KIND_UNKNOWN", "kind"),
        ({"area_code": "64.99"}, "AREA_UNKNOWN", "areaCode"),
        ({"date_to": date(2012, 6, 13)}, "DATE_ORDER", "dateTo"),
        ({"date_to": None}, "DATE_IMPLAUSIBLE", "dateTo"),
        ({"date_from": None}, "DATE_IMPLAUSIBLE", "dateTo"),
        ({"date_to": date(2112, 6, 15)}, "DATE_RANGE", "dateTo"),
        ({"date_to": date(2020, 6, 15)}, "DATE_IMPLAUSIBLE", "dateTo"),
    ],
)
def test_a_plan_that_makes_no_sense_is_refused(world, changed, code: str, field: str):
    world.when(schedule(world, **changed)).then_refused(code, field)
    world.run(schedule(world))
    corrected = about(world, CorrectActivity, **{**PLAN, **changed}, reason="TYPING_ERROR")
    world.when(corrected).then_refused(code, field)


def test_an_activity_continues_another_but_not_itself(world):
    world.when(schedule(world, part_of=world.uid("first"))).then_refused("NOT_FOUND", "partOf")
    world.when(schedule(world, part_of=world.uid("session"))).then_refused("NOT_FOUND", "partOf")
    world.run(ScheduleActivity(activity_id=world.uid("first"), **PLAN))
    outcome = world.when(schedule(world, part_of=world.uid("first")))
    assert outcome.accepted().guards == {world.uid("first"): 1}
    itself = {**PLAN, "part_of": world.uid("session")}
    world.when(about(world, CorrectActivity, **itself, reason="WRONG_PLACE")).then_refused(
        "NOT_FOUND", "partOf"
    )


def test_an_id_is_used_once(world):
    world.run(schedule(world))
    world.when(schedule(world)).then_refused("ALREADY_EXISTS", "activityId", kind="activity")


def test_a_plan_may_lie_in_the_future(world):
    days = {"date_from": date(2013, 3, 1), "date_to": date(2013, 3, 2)}
    world.run(schedule(world, **days))
    assert world.state(Activity, world.uid("session")).date_to == date(2013, 3, 2)


def test_it_moves_to_other_days(world):
    world.run(schedule(world))
    days = {"date_from": date(2012, 7, 2), "date_to": date(2012, 7, 3)}
    move = about(world, RescheduleActivity, **days, venue="Gedung B", reason="VENUE", note="banjir")
    world.when(move).then(
        ActivityRescheduled(
            **days, venue="Gedung B", reason="VENUE", note=note(world.uid("session"), "banjir")
        )
    )
    state = world.state(Activity, world.uid("session"))
    assert (state.date_from, state.plan.venue, state.area_code) == (
        date(2012, 7, 2),
        "Gedung B",
        "64.74",
    )
    same = about(world, RescheduleActivity, **days, reason="BUDGET")
    world.when(same).then_refused("NO_CHANGE", "dateFrom")
    world.when(msgspec.structs.replace(same, area_code="99.99")).then_refused(
        "AREA_UNKNOWN", "areaCode"
    )
    world.when(msgspec.structs.replace(same, date_to=date(2012, 1, 1))).then_refused(
        "DATE_ORDER", "dateTo"
    )
    world.when(msgspec.structs.replace(move, reason="OTHER", note=None)).then_refused(
        "NOTE_REQUIRED", "note"
    )


def test_what_is_cancelled_stands_still_until_it_is_reinstated(world):
    world.run(schedule(world))
    cancel = about(world, CancelActivity, reason="BUDGET")
    reinstate = about(world, ReinstateActivity, reason="ENTERED_WRONGLY")
    world.when(reinstate).then_refused(
        "ACTIVITY_STATE", "activityId", state="SCHEDULED", needed="CANCELLED"
    )
    world.when(cancel).then(ActivityCancelled(reason="BUDGET"))
    for command in (cancel, about(world, HoldActivity), attendance(world)):
        world.when(command).then_refused("ACTIVITY_STATE", "activityId", state="CANCELLED")
    world.when(reinstate).then(ActivityReinstated(of=2, reason="ENTERED_WRONGLY"))
    world.run(about(world, HoldActivity))


@pytest.mark.parametrize("held", [True, False])
def test_what_was_held_or_attended_is_neither_moved_nor_cancelled(world, held: bool):
    world.run(schedule(world))
    world.run(about(world, HoldActivity) if held else attendance(world), on=date(2012, 6, 14))
    days = {"date_from": date(2012, 7, 2), "date_to": date(2012, 7, 3)}
    for command in (
        about(world, CancelActivity, reason="BUDGET"),
        about(world, RescheduleActivity, **days, reason="BUDGET"),
    ):
        world.when(command).then_refused("ACTIVITY_STATE", "activityId", state="HELD")


def test_a_correction_gives_the_whole_plan_and_names_the_entry(world):
    world.run(schedule(world))
    right = {**PLAN, "title": "Pembekalan teknis WKSBM", "venue": None}
    correct = about(world, CorrectActivity, **right, reason="TYPING_ERROR", note="undangan")
    world.when(correct).then(
        ActivityCorrected(
            **right, of=1, reason="TYPING_ERROR", note=note(world.uid("session"), "undangan")
        )
    )
    world.when(correct).then_refused("NO_CHANGE")
    again = about(world, CorrectActivity, **PLAN, reason="WRONG_PLACE")
    assert world.when(again).only(ActivityCorrected).of == 1
    days = {"date_from": date(2012, 6, 18), "date_to": date(2012, 6, 19)}
    world.run(about(world, RescheduleActivity, **days, reason="SPEAKERS"))
    last = about(world, CorrectActivity, **{**PLAN, **days, "title": "X"}, reason="DUPLICATE")
    assert world.when(last).only(ActivityCorrected).of == 4
    world.when(about(world, CorrectActivity, **PLAN, reason="OTHER")).then_refused(
        "NOTE_REQUIRED", "note"
    )


def test_corrected_days_fit_what_happened(world):
    world.run(schedule(world), attendance(world, days=(date(2012, 6, 15),)))

    def correct(first: date, last: date) -> CorrectActivity:
        days = {"date_from": first, "date_to": last}
        return about(world, CorrectActivity, **{**PLAN, **days}, reason="WRONG_DATE")

    world.when(correct(date(2012, 6, 13), date(2012, 6, 14))).then_refused(
        "ATTENDANCE_CAP", "dateTo", cause="OUTSIDE_DATES"
    )
    world.when(correct(date(2012, 7, 1), date(2012, 7, 2))).then_refused(
        "ENTRY_IN_USE", "dateTo", entry="ATTENDANCE"
    )
    world.run(correct(date(2012, 6, 15), date(2012, 6, 16)))
    undated = {**PLAN, "date_from": None, "date_to": None}
    world.run(about(world, CorrectActivity, **undated, reason="WRONG_DATE"))


def test_twenty_five_chairs_are_invited_as_a_number(world):
    world.run(schedule(world))
    invite = about(
        world,
        IssueInvitation,
        invitation_id=world.uid("invitation"),
        invitee_kind="WKSBM_CHAIR",
        count=25,
        from_area="34.71",
        organisation="WKSBM se-Kota Yogyakarta",
    )
    world.when(invite).then(
        InvitationIssued(
            invitation_id=world.uid("invitation"),
            invitee_kind="WKSBM_CHAIR",
            count=25,
            from_area="34.71",
            organisation="WKSBM se-Kota Yogyakarta",
        )
    )
    world.when(invite).then_refused("ALREADY_EXISTS", "invitationId", kind="invitation")
    other = msgspec.structs.replace(invite, invitation_id=world.uid("other"))
    world.when(msgspec.structs.replace(other, from_area="99")).then_refused(
        "AREA_UNKNOWN", "fromArea"
    )
    world.when(msgspec.structs.replace(other, count=None)).then_refused("ONE_OF", "count")
    withdraw = about(
        world, WithdrawInvitation, invitation_id=world.uid("invitation"), reason="PARTICIPANTS"
    )
    world.when(withdraw).then(
        InvitationWithdrawn(of=2, invitation_id=world.uid("invitation"), reason="PARTICIPANTS")
    )
    world.when(withdraw).then_refused("NOT_FOUND", "invitationId", kind="invitation")


def test_one_person_is_invited_and_registered_with_it(world):
    world.run(schedule(world))
    lurah = world.uid("lurah")
    outcome = world.when(
        about(
            world,
            IssueInvitation,
            invitation_id=world.uid("invitation"),
            invitee_kind="LURAH",
            person=PersonRef(new=NewPerson(person_id=lurah, name="Lurah Guntung")),
        )
    )
    assert [type(event) for event in outcome.events] == [PersonRegistered, InvitationIssued]
    assert outcome.only(InvitationIssued).person_id == lurah


@pytest.mark.parametrize(
    ("command", "fields"),
    [
        (CancelActivity, {"reason": "BUDGET"}),
        (ReinstateActivity, {"reason": "BUDGET"}),
        (
            RescheduleActivity,
            {"date_from": LATER, "date_to": LATER, "reason": "BUDGET"},
        ),
        (CorrectActivity, {**PLAN, "reason": "DUPLICATE"}),
    ],
)
def test_what_is_not_there_is_not_found(world, command, fields):
    world.when(about(world, command, **fields)).then_refused(
        "NOT_FOUND", "activityId", kind="activity"
    )


def test_the_state_before_the_first_event_has_no_days(world):
    state = world.state(Activity, world.uid("session"))
    assert (state.date_from, state.date_to, state.area_code) == (None, None, None)
