"""Story F, Kota Yogyakarta 2021: twenty-five chairs in the pandemic, and who was trained.

S3 says that twenty-five chairs were invited, that the protocol against Covid-19 was kept, and
who gave the three talks. Who came is assumed.
"""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from . import formation
from .client import Client
from .offices import ASSUMED, SEED, YOGYAKARTA, Town, id_of, newcomer, settled

DAY = "2021-09-16"
TALKS = {
    "Penguatan Kelembagaan dan Peran WKSBM di Masa Pandemi": "Sapto Parjono, S.Pd, MM",
    "Peran WKSBM dalam Usaha Kesejahteraan Sosial": "H. Mulyanto, SE, MM",
    "Pemberdayaan Ekonomi Lokasi Pasca Pandemi": "Dr. Sugiyanto, S.Sos, MM",
}
KRICAK = "34.71.01.1001"


@dataclass(frozen=True)
class Yogyakarta:
    """The office, its session of 16 September 2021, and two RW whose chairs were invited."""

    officer: Client
    session: str
    wksbm: list[str]
    chairs: list[str]


@pytest.fixture(scope="module")
async def story(town: Town) -> Yogyakarta:
    """The session up to its holding, and a WKSBM in two RW; both boards sit."""
    office = await town.found(YOGYAKARTA)
    officer = await office.staff("DINAS_OFFICER", "Setyoaji")
    head = await office.staff("DINAS_HEAD", "Maryustion Tonang")
    wksbm, chairs = [], []
    for number in ("1", "2"):
        wksbm_id, chair = await _rw(officer, head, number)
        wksbm.append(wksbm_id)
        chairs.append(chair)
    scheduled = await officer.done(
        "scheduleActivity",
        kind="PENYULUHAN",
        title="Penyuluhan WKSBM tahun 2021",
        organiserUnit="Seksi Pemberdayaan Sumber Daya Kesejahteraan Sosial",
        level="KABKOTA",
        venue="Ruang Utama lantai atas Balaikota",
        areaCode="34.71",
        dateFrom=DAY,
        dateTo=DAY,
        budgetYear=2021,
        occurredOn=DAY,
        evidence=[SEED],
    )
    session = scheduled["id"]
    await officer.done(
        "issueInvitation",
        activityId=session,
        inviteeKind="WKSBM_CHAIR",
        count=25,
        fromArea="34.71",
        evidence=[SEED],
    )
    for no, (talk, speaker) in enumerate(TALKS.items(), start=1):
        await officer.done("addMaterial", activityId=session, no=no, title=talk, evidence=[SEED])
        await officer.done(
            "assignSpeaker",
            activityId=session,
            person=newcomer(speaker),
            topicNo=no,
            evidence=[SEED],
        )
    await officer.done(
        "giveOpening",
        activityId=session,
        office="Kepala Dinas Sosial, Tenaga Kerja dan Transmigrasi",
        person=newcomer("Drs. Maryustion Tonang, MM"),
        points=["WKSBM terbentuk dari, oleh, dan untuk masyarakat"],
        evidence=[SEED],
    )
    held = await officer.done(
        "holdActivity",
        activityId=session,
        healthProtocol="COVID19",
        occurredOn=DAY,
        evidence=[SEED],
    )
    await settled(officer, held["position"])
    return Yogyakarta(officer, session, wksbm, chairs)


async def _rw(officer: Client, head: Client, number: str) -> tuple[str, str]:
    """A WKSBM that grew in an RW of Kricak long ago, and its chair."""
    area = await officer.done("registerLocalArea", villageCode=KRICAK, kind="RW", number=number)
    wksbm_id = await formation.proposed(
        officer,
        KRICAK,
        f"WKSBM RW {number}",
        "2019-01-10",
        level="RW",
        localAreaId=area["id"],
        origin="NATURAL",
    )
    for stage in ("SOCIALISED", "TRAINED"):
        await head.done(
            "waiveStage",
            wksbmId=wksbm_id,
            stage=stage,
            reason="PRE_EXISTING",
            occurredOn="2019-01-10",
        )
    people = formation.nominees(f"RW {number}")
    await formation.nominated(officer, wksbm_id, people, "2019-01-11")
    await officer.done(
        "inaugurateWksbm",
        wksbmId=wksbm_id,
        decree=formation.decree(f"{number}/2019", "2019-01-12"),
        occurredOn="2019-01-12",
    )
    return wksbm_id, id_of(people[0]["person"])


async def test_the_session_as_the_page_tells_it(story: Yogyakarta) -> None:
    query = """query($id: ID!) {
      activity(id: $id) {
        status healthProtocol headcount invitedCount speakerCount venue
        invitations { inviteeKind count } materials { no title }
        speakers { topicNo person { name } }
        statements { kind office person { name } pointCount point1 }
      }
    }"""
    found = (await story.officer.ask(query, id=story.session))["activity"]
    assert (found["status"], found["healthProtocol"]) == ("HELD", "COVID19")
    assert found["headcount"] is None
    assert found["invitations"] == [{"inviteeKind": "WKSBM_CHAIR", "count": 25}]
    assert (found["invitedCount"], found["speakerCount"]) == (25, 3)
    assert [line["title"] for line in found["materials"]] == list(TALKS)
    assert {line["topicNo"]: line["person"]["name"] for line in found["speakers"]} == dict(
        enumerate(TALKS.values(), start=1)
    )
    (opening,) = found["statements"]
    assert (opening["kind"], opening["pointCount"]) == ("OPENING", 1)
    assert opening["person"]["name"] == "Drs. Maryustion Tonang, MM"
    assert opening["point1"].startswith("WKSBM terbentuk")


async def test_attendance_and_training_coverage(story: Yogyakarta) -> None:
    officer = story.officer
    lines = [
        {"role": "WKSBM_CHAIR", "wksbmId": wksbm_id, "areaCode": KRICAK, "person": person}
        for wksbm_id, person in zip(
            story.wksbm, [{"personId": chair} for chair in story.chairs], strict=True
        )
    ]
    others = [
        {"role": "WKSBM_CHAIR", "areaCode": KRICAK, "wksbmName": f"WKSBM RW {number}",
         "person": newcomer(f"Ketua RW {number}")}
        for number in range(3, 26)
    ]  # fmt: skip
    training = {"activity": {"activityId": story.session}, "occurredOn": DAY}
    chair = {"wksbmId": story.wksbm[0], "attended": [story.chairs[0]], **training}
    await officer.refused("NOT_ATTENDED", "recordTraining", **chair)
    await officer.done(
        "recordAttendance",
        activityId=story.session,
        attendees=[*lines, *others],
        occurredOn=DAY,
        evidence=[ASSUMED],
    )
    assert await _coverage(officer) == {"inaugurated": 2, "trained": 0, "activeNow": 2}
    await officer.done("recordTraining", **chair)
    assert await _coverage(officer) == {"inaugurated": 2, "trained": 1, "activeNow": 2}
    await officer.refused(
        "NOT_CANDIDATE", "recordTraining", **{**chair, "attended": [story.chairs[1]]}
    )
    done = await officer.done(
        "recordTraining",
        **{**chair, "wksbmId": story.wksbm[1], "attended": [story.chairs[1]]},
    )
    assert await _coverage(officer) == {"inaugurated": 2, "trained": 2, "activeNow": 2}
    assert await _coverage(officer, {"position": str(int(done["position"]) - 1)}) == {
        "inaugurated": 2,
        "trained": 1,
        "activeNow": 2,
    }
    # By the day before the session nobody of theirs was trained.
    assert await _coverage(officer, on="2021-09-15") == {
        "inaugurated": 2,
        "trained": 0,
        "activeNow": 2,
    }
    query = """query($id: ID!) {
      activity(id: $id) { attendedCount attendanceByRegency { regencyName role attended } }
    }"""
    found = (await officer.ask(query, id=story.session))["activity"]
    assert found["attendedCount"] == 25
    assert found["attendanceByRegency"] == [
        {"regencyName": "Kota Yogyakarta", "role": "WKSBM_CHAIR", "attended": 25}
    ]


async def _coverage(
    officer: Client, at: dict[str, str] | None = None, on: str | None = None
) -> dict[str, int]:
    """Formed in 2019 and trained: as of a position, by a day; else all that is known now."""
    head = (await officer.ask("{ events(first: 1) { head } }"))["events"]["head"]
    query = """query($p: BigInt, $at: AsOf, $on: Date) {
      formedYears(year: 2019, minPosition: $p, asOf: $at, validOn: $on) {
        inaugurated trained activeNow
      }
    }"""
    (year,) = (await officer.ask(query, p=head, at=at, on=on))["formedYears"]
    return dict(year)
