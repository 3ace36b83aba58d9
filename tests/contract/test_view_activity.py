"""Activities: plan, programme, attendance, and words that stay sealed."""

from __future__ import annotations

import json
from datetime import date

from tests.views.history import History, house
from tests.views.reading import ask
from tests.views.story import (
    GUNTUNG,
    JUNE_14,
    JUNE_15,
    PEOPLE,
    SESSION,
    SPEAKER,
    TRAINING,
    bontang,
)

from wahana.domain.formation import activity_events as activities
from wahana.platform.database import Database

__all__ = ["house"]


async def test_an_activity_as_it_stands(house: Database) -> None:
    history = await bontang(History(house)).run()
    (row,) = await ask(history, "Activity", status="HELD")
    expected = {
        "activity_id": TRAINING,
        "title": "Pembekalan teknis",
        "date_from": JUNE_14,
        "date_to": JUNE_15,
        "regency_name": "Kota Bontang",
        "headcount": 82,
        "attended_count": 5,
        "invited_count": 75,
        "speaker_count": 1,
        "budget_year": 2012,
        "funding": "APBD",
        "evidence_marks": ["SEED"],
    }
    assert {name: row[name] for name in expected} == expected
    (moved,) = await ask(history, "Activity", status="SCHEDULED")
    assert (moved["activity_id"], moved["date_from"]) == (SESSION, date(2012, 5, 25))


async def test_the_programme_and_who_was_invited(house: Database) -> None:
    history = await bontang(History(house)).run()
    materials = await ask(history, "ActivityMaterial", _activity_id=TRAINING)
    assert [(row["no"], row["title"]) for row in materials] == [(1, "Kebijakan")]
    (speaker,) = await ask(history, "ActivitySpeaker")
    assert (speaker["person_id"], speaker["institution"]) == (SPEAKER, "BBPPKS Banjarmasin")
    (invited,) = await ask(history, "ActivityInvitation")
    assert (invited["invitee_kind"], invited["count"]) == ("BOARD_CANDIDATE", 75)


async def test_the_attendance_list_and_its_counts(house: Database) -> None:
    history = await bontang(History(house)).run()
    rows = await ask(history, "ActivityAttendee", activityId=TRAINING)
    assert {row["person_id"] for row in rows} == {*PEOPLE[:4], PEOPLE[5]}
    assert {row["regency_name"] for row in rows} == {"Kota Bontang"}
    second_day = await ask(history, "ActivityAttendee", valid_on=JUNE_15, wksbmId=GUNTUNG)
    assert {row["person_id"] for row in second_day} == {*PEOPLE[1:4], PEOPLE[5]}
    (count,) = await ask(history, "ActivityAttendanceCount")
    assert (count["regency_code"], count["role"], count["attended"]) == (
        "64.74", "BOARD_CANDIDATE", 5,
    )  # fmt: skip
    for found, area in ((5, "64"), (5, "64.74.01"), (5, "64.74.01.1004"), (0, "64.74.01.100")):
        assert len(await ask(history, "ActivityAttendee", area=area)) == found, area
    assert len(await ask(history, "ActivityAttendee", wksbm=[GUNTUNG])) == 5
    assert await ask(history, "ActivityAttendee", wksbm=[SESSION], fromArea="64.74") == []
    corrected = await ask(history, "TrailEntry", topic="activity.attendance_corrected")
    before = await ask(history, "ActivityAttendanceCount", as_of=corrected[0]["position"] - 1)
    assert [row["attended"] for row in before] == [6]


async def test_a_person_taken_off_the_list_can_come_back(house: Database) -> None:
    history = bontang(History(house))
    await history.run()
    line = activities.Attendee(person_id=PEOPLE[4], role="BOARD")
    history.add(TRAINING, activities.AttendanceRecorded(attendees=(line,)))
    await history.run()
    (row,) = await ask(history, "ActivityAttendee", personId=PEOPLE[4])
    assert (row["role"], row["area_code"]) == ("BOARD", None)
    (count, none) = await ask(history, "ActivityAttendanceCount", order="AREA")
    assert (count["regency_code"], none["attended"]) == ("", 5)


async def test_what_was_said_stays_sealed(house: Database) -> None:
    history = await bontang(History(house)).run()
    opening, commitment = await ask(history, "ActivityStatement")
    assert (opening["kind"], opening["office"], opening["points"]) == ("OPENING", "Kepala Dinas", 2)
    assert json.loads(opening["words"])["s"] == str(SPEAKER)
    assert json.loads(commitment["words"])["c"] == "note"
    assert commitment["committed_by"] == "PARTICIPANTS"


async def test_filters_and_orderings(house: Database) -> None:
    history = await bontang(History(house)).run()

    async def ids(**conditions: object) -> list[object]:
        rows = await ask(history, "Activity", **conditions)  # type: ignore[arg-type]
        return [row["activity_id"] for row in rows]

    assert await ids() == [TRAINING, SESSION]
    assert await ids(order="TITLE") == [TRAINING, SESSION]
    assert await ids(titlePrefix="SOSIAL") == [SESSION]
    assert await ids(kind="BIMTEK", level="KABKOTA", budgetYear=2012) == [TRAINING]
    assert await ids(inArea="64.74", heldFrom=JUNE_15, heldBefore=date(2012, 7, 1)) == [TRAINING]
    assert await ids(valid_on=date(2012, 5, 25)) == [SESSION]
    assert await ids(valid_on=date(2012, 5, 23)) == []
    assert await ids(valid_on=date(2013, 1, 1)) == [TRAINING, SESSION]
    assert await ids(valid_on=date(2012, 5, 24), as_of=6) == [SESSION]
