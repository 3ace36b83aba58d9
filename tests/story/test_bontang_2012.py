"""Story A, Bontang 2012: fifteen kelurahan, seventy-five names, and questions about them."""

from __future__ import annotations

import asyncio

import pytest

from . import bontang, formation
from .bontang import Bontang
from .offices import Town, newcomer, settled

PIPELINE = """query($on: Date, $at: AsOf) {
  formationPipelines(budgetYear: 2012, validOn: $on, asOf: $at) {
    targetQty proposed socialised nominated trained inaugurated attainmentPercent
    daysToSocialised daysToNominated daysToTrained daysToInaugurated daysInAll
  }
}"""
BOARDS = """query($on: Date, $at: AsOf) {
  wksbms(first: 50, orderBy: AREA, validOn: $on, asOf: $at) {
    totalCount
    nodes { name stage villageCode boardMembers { seat person { name } } }
  }
}"""


@pytest.fixture(scope="module")
async def story(town: Town) -> Bontang:
    """Bontang, once for the tests here: what one changes, no other looks at."""
    story = await bontang.brought_in(town)
    await settled(story.officer, story.positions["inaugurated"])
    return story


async def test_all_fifteen_of_the_target_are_inaugurated_with_the_days_per_stage(
    story: Bontang,
) -> None:
    (year,) = (await story.officer.ask(PIPELINE))["formationPipelines"]
    assert year == {
        "targetQty": 15,
        **dict.fromkeys(("proposed", "socialised", "nominated", "trained", "inaugurated"), 15),
        "attainmentPercent": 100,
        # 25 May; 28 to 31 May; 8 June; 15 June
        "daysToSocialised": 4,
        "daysToNominated": 10,
        "daysToTrained": 7,
        "daysToInaugurated": 0,
        "daysInAll": 21,
    }


async def test_every_kelurahan_has_a_board_of_five_and_every_name_is_there(
    story: Bontang,
) -> None:
    found = (await story.officer.ask(BOARDS, on="2012-06-15"))["wksbms"]
    assert found["totalCount"] == 15
    names = set()
    for row in found["nodes"]:
        place = story.villages[row["villageCode"]]
        assert row["name"] == f"WKSBM {place}"
        assert [member["seat"] for member in row["boardMembers"]] == list(formation.SEATS)
        assert row["boardMembers"][0]["person"]["name"] == f"Ketua {place}"
        names |= {member["person"]["name"] for member in row["boardMembers"]}
    assert len(names) == 75


async def test_the_session_had_three_speakers_and_all_candidates(story: Bontang) -> None:
    query = """query($id: ID!) {
      activity(id: $id) {
        status dateFrom dateTo headcount invitedCount attendedCount
        materials { no title } speakers { institution topicNo }
        attendanceByRegency { regencyName role attended }
      }
    }"""
    session = (await story.officer.ask(query, id=story.session))["activity"]
    assert (session["dateFrom"], session["dateTo"]) == ("2012-06-14", "2012-06-15")
    assert (session["status"], session["headcount"]) == ("HELD", 108)
    assert (session["invitedCount"], session["attendedCount"]) == (108, 75)
    assert [line["title"] for line in session["materials"]] == list(bontang.TALKS)
    assert session["speakers"] == [
        {"institution": "BBPPKS Banjarmasin", "topicNo": no} for no in (1, 2, 3)
    ]
    assert session["attendanceByRegency"] == [
        {"regencyName": "Kota Bontang", "role": "BOARD_CANDIDATE", "attended": 75}
    ]
    earlier = (await story.officer.ask(query, id=story.officers_session))["activity"]
    assert (earlier["dateFrom"], earlier["status"], earlier["invitedCount"]) == (
        "2012-05-24",
        "HELD",
        18,
    )


@pytest.mark.parametrize(
    ("day", "socialised", "nominated", "inaugurated"),
    [
        ("2012-05-29", 8, 0, 0),
        ("2012-06-07", 15, 0, 0),
        ("2012-06-14", 15, 15, 0),
        ("2012-06-15", 15, 15, 15),
    ],
)
async def test_a_business_date_shows_how_far_it_had_come_by_then(
    story: Bontang, day: str, socialised: int, nominated: int, inaugurated: int
) -> None:
    (year,) = (await story.officer.ask(PIPELINE, on=day))["formationPipelines"]
    assert (year["socialised"], year["nominated"], year["inaugurated"]) == (
        socialised,
        nominated,
        inaugurated,
    )
    rows = (await story.officer.ask(BOARDS, on=day))["wksbms"]["nodes"]
    assert len(rows) == 15
    assert sum(row["stage"] == "INAUGURATED" for row in rows) == inaugurated
    assert sum(len(row["boardMembers"]) for row in rows) == 5 * inaugurated


@pytest.mark.parametrize(
    ("stage", "counts"),
    [
        ("begun", (0, 0, 0, 0)),
        ("socialised", (15, 0, 0, 0)),
        ("nominated", (15, 15, 0, 0)),
        ("trained", (15, 15, 15, 0)),
        ("inaugurated", (15, 15, 15, 15)),
    ],
)
async def test_a_position_in_the_middle_shows_what_was_known_there(
    story: Bontang, stage: str, counts: tuple[int, ...]
) -> None:
    at = {"position": story.positions[stage]}
    (year,) = (await story.officer.ask(PIPELINE, at=at))["formationPipelines"]
    assert (
        year["socialised"],
        year["nominated"],
        year["trained"],
        year["inaugurated"],
    ) == counts
    # What was known there of a later day: nothing.
    rows = (await story.officer.ask(BOARDS, at=at, on="2012-06-15"))["wksbms"]
    assert rows["totalCount"] == counts[0]
    assert sum(len(row["boardMembers"]) for row in rows["nodes"]) == 5 * counts[3]


async def test_a_replaced_chair_still_sat_in_2012(story: Bontang) -> None:
    code, officer = "64.74.03.1001", story.officer
    wksbm_id = story.wksbm[code]
    await officer.done(
        "vacateSeat",
        wksbmId=wksbm_id,
        seat="KETUA",
        validTo="2014-03-01",
        reason="MOVED",
        occurredOn="2014-03-01",
    )
    successor = newcomer("Rahmawati")
    filled = await officer.done(
        "fillSeat",
        wksbmId=wksbm_id,
        seat="KETUA",
        person=successor,
        validFrom="2014-03-01",
        occurredOn="2014-03-01",
    )

    async def chairs(on: str, at: str) -> list[str]:
        query = """query($id: ID, $on: Date, $at: AsOf, $p: BigInt) {
          boardMembers(wksbmId: $id, seat: "KETUA", validOn: $on, asOf: $at, minPosition: $p) {
            nodes { person { name } }
          }
        }"""
        asked = {"id": wksbm_id, "on": on, "at": {"position": at}, "p": filled["position"]}
        nodes = (await officer.ask(query, **asked))["boardMembers"]["nodes"]
        return [node["person"]["name"] for node in nodes]

    before, now = story.positions["inaugurated"], filled["position"]
    assert await chairs("2012-07-01", now) == ["Ketua Belimbing"]
    assert await chairs("2014-02-28", now) == ["Ketua Belimbing"]
    assert await chairs("2014-03-01", now) == ["Rahmawati"]
    assert await chairs("2014-03-01", before) == ["Ketua Belimbing"]
    query = """query($id: ID) {
      boardSeats(wksbmId: $id, seat: "KETUA", orderBy: VALID_FROM) {
        nodes { validFrom validTo endReason person { name } }
      }
    }"""
    seats = (await officer.ask(query, id=wksbm_id))["boardSeats"]["nodes"]
    assert [(seat["person"]["name"], seat["validTo"], seat["endReason"]) for seat in seats] == [
        ("Ketua Belimbing", "2014-03-01", "MOVED"),
        ("Rahmawati", "2017-06-15", None),
    ]
    person = story.boards[code][0]
    query = "query($id: ID!) { person(id: $id) { name seats { nodes { seat validFrom } } } }"
    assert (await officer.ask(query, id=person))["person"] == {
        "name": "Ketua Belimbing",
        "seats": {"nodes": [{"seat": "KETUA", "validFrom": "2012-06-15"}]},
    }


async def test_the_lists_of_2007_and_2012_hold_on_their_days(story: Bontang) -> None:
    officer, wksbm_id = story.officer, story.wksbm["64.74.01.1001"]
    query = "query($e: String) { categories(edition: $e) { code } }"
    of_2007 = [one["code"] for one in (await officer.ask(query, e="2007"))["categories"]]
    of_2012 = [one["code"] for one in (await officer.ask(query, e="2012"))["categories"]]
    assert (len(of_2007), len(of_2012)) == (22, 26)
    june = {"wksbmId": wksbm_id, "occurredOn": "2012-06-30"}
    july = {"wksbmId": wksbm_id, "occurredOn": "2012-07-01"}
    refused = await officer.refused(
        "CATEGORY_NOT_IN_LIST", "declareTargetGroups", codes=[*of_2007, of_2012[0]], **june
    )
    assert refused["field"] == "codes"
    assert of_2012[0] in refused["messageEn"]
    await officer.done("declareTargetGroups", codes=of_2007, **june)
    await officer.refused("CATEGORY_NOT_IN_LIST", "declareTargetGroups", codes=of_2007, **july)
    declared = await officer.done("declareTargetGroups", codes=of_2012, **july)
    query = """query($id: ID!, $p: BigInt, $at: AsOf) {
      wksbm(id: $id, minPosition: $p, asOf: $at) { targetGroups { edition code } }
    }"""
    for position, edition, codes in (
        (declared["position"], "2012", of_2012),
        (str(int(declared["position"]) - 1), "2007", of_2007),
    ):
        asked = {"id": wksbm_id, "p": declared["position"], "at": {"position": position}}
        groups = (await officer.ask(query, **asked))["wksbm"]["targetGroups"]
        assert {group["edition"] for group in groups} == {edition}
        assert {group["code"] for group in groups} == set(codes)


async def test_the_inspectorate_sees_who_recorded_what_on_what_evidence(story: Bontang) -> None:
    query = """query($id: ID, $p: AsOf) {
      history(objectId: $id, orderBy: OLDEST, asOf: $p) {
        nodes { topic occurredOn isLate role evidence }
      }
    }"""
    at = {"position": story.positions["inaugurated"]}
    wksbm_id = story.wksbm["64.74.02.1001"]
    found = (await story.inspector.ask(query, id=wksbm_id, p=at))["history"]["nodes"]
    topics = [entry["topic"] for entry in found]
    assert [topic for topic in topics if topic.startswith("wksbm.")] == [
        "wksbm.proposed",
        "wksbm.socialised",
        "wksbm.candidates_nominated",
        "wksbm.candidates_trained",
        "wksbm.inaugurated",
    ]
    assert {"slot.taken", "activity.attendance_recorded", "board.term_opened"} <= set(topics)
    assert {entry["role"] for entry in found} == {"DINAS_OFFICER"}
    assert all(entry["isLate"] for entry in found)
    assert {entry["evidence"][0]["mark"] for entry in found} == {"ASSUMED", "SAMPLE"}
    counted = await asyncio.gather(
        *(
            story.inspector.ask(
                "query($m: EvidenceMark, $p: AsOf) {"
                " trail(evidence: $m, asOf: $p) { totalCount } }",
                m=mark,
                p=at,
            )
            for mark in ("SEED", "SAMPLE")
        )
    )
    # The target; schedule and holding of 24 May; three speakers. 15 × (5 names + 1 nomination).
    assert [one["trail"]["totalCount"] for one in counted] == [6, 90]
