"""Story B, DIY 2018: a province trains forty officers whose WKSBM belong to five regencies.

The province registers them as its own persons, with their area and the WKSBM's name as text; a
regency records the same training by organiser, title and dates. Neither sees the other's rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from . import formation
from .client import Client
from .offices import ASSUMED, DIY, SEED, SLEMAN, Office, Town, id_of, newcomer

DAYS = ("2018-10-23", "2018-10-25")
TITLE = "Bimbingan teknis pengurus WKSBM"
VILLAGES = {
    "34.01": "34.01.01.2001",
    "34.02": "34.02.01.2001",
    "34.03": "34.03.01.2001",
    "34.04": "34.04.01.2001",
    "34.71": "34.71.01.1001",
}
"""A village of each regency; which ones the forty came from is not told."""


@dataclass(frozen=True)
class Province:
    """The provincial office and the training it holds."""

    office: Office
    officer: Client
    training: str
    position: str


@pytest.fixture(scope="module")
async def province(town: Town) -> Province:
    """DIY, once for the tests here: none of them changes it."""
    office = await town.found(DIY)
    officer = await office.staff("DINAS_OFFICER", "Suparmin")
    lines = [
        {
            "role": "BOARD",
            "areaCode": village,
            "wksbmName": f"WKSBM {no + 1} {regency}",
            "person": newcomer(f"Pengurus {no + 1} {regency}"),
        }
        for regency, village in VILLAGES.items()
        for no in range(8)
    ]
    training = await formation.held_session(
        officer,
        lines,
        DAYS,
        kind="BIMTEK",
        title=TITLE,
        organiserUnit="Bidang Pemberdayaan Sosial",
        level="PROV",
        areaCode="34",
        budgetYear=2018,
        funding="APBD",
        evidence=[SEED],
    )
    await officer.done(
        "issueInvitation",
        activityId=training,
        inviteeKind="BOARD",
        count=40,
        fromArea="34",
        evidence=[SEED],
    )
    held = await officer.done(
        "holdActivity", activityId=training, headcount=40, occurredOn=DAYS[1], evidence=[ASSUMED]
    )
    return Province(office, officer, training, held["position"])


@dataclass(frozen=True)
class Regency:
    """A regency's office with a WKSBM that was formed in 2018."""

    office: Office
    officer: Client
    wksbm_id: str
    people: list[str]
    position: str


@pytest.fixture(scope="module")
async def regency(town: Town) -> Regency:
    """Sleman: one WKSBM formed and trained in 2018, one formed then and not trained."""
    office = await town.found(SLEMAN)
    officer = await office.staff("DINAS_OFFICER", "Sri")
    formed = [
        await _formed(officer, village, name)
        for village, name in (
            ("34.04.01.2001", "WKSBM 1 34.04"),
            ("34.04.01.2002", "WKSBM yang tidak ikut"),
        )
    ]
    wksbm_id, people = formed[0]
    done = await officer.done(
        "recordTraining",
        wksbmId=wksbm_id,
        activity={"external": _external()},
        attended=people[:2],
        occurredOn=DAYS[1],
        evidence=[{"mark": "DOCUMENT", "ref": "surat tugas 094/1180"}],
    )
    return Regency(office, officer, wksbm_id, people, done["position"])


def _external(**other: str) -> dict[str, str]:
    """The province's training as its letter names it."""
    days = {"dateFrom": DAYS[0], "dateTo": DAYS[1]}
    return {"organiser": "Dinas Sosial DIY", "title": TITLE, **days, **other}


async def _formed(officer: Client, village: str, name: str) -> tuple[str, list[str]]:
    wksbm_id = await formation.proposed(officer, village, name, "2018-02-01", level="DESA")
    await formation.socialised(officer, wksbm_id, "2018-02-10")
    people = formation.nominees(name)
    await formation.nominated(officer, wksbm_id, people, "2018-03-01")
    ids = [id_of(nominee["person"]) for nominee in people]
    lines = formation.candidates(ids)
    session = await formation.held_session(officer, lines, ("2018-03-05", "2018-03-05"))
    training = {"activity": {"activityId": session}, "attended": ids}
    await officer.done("recordTraining", wksbmId=wksbm_id, occurredOn="2018-03-05", **training)
    await officer.done(
        "inaugurateWksbm",
        wksbmId=wksbm_id,
        decree=formation.decree("1/2018", "2018-03-06"),
        occurredOn="2018-03-06",
    )
    return wksbm_id, ids


async def test_forty_participants_eight_of_each_regency(province: Province) -> None:
    query = """query($id: ID!, $p: BigInt) {
      activity(id: $id, minPosition: $p) {
        dateFrom dateTo invitedCount attendedCount headcount evidenceMarks
        attendanceByRegency { regencyCode regencyName role attended }
      }
    }"""
    asked = {"id": province.training, "p": province.position}
    found = (await province.officer.ask(query, **asked))["activity"]
    assert (found["dateFrom"], found["dateTo"]) == DAYS
    assert (found["invitedCount"], found["attendedCount"], found["headcount"]) == (40, 40, 40)
    assert set(found["evidenceMarks"]) >= {"SEED", "ASSUMED"}
    counts = {
        line["regencyCode"]: (line["regencyName"], line["role"], line["attended"])
        for line in found["attendanceByRegency"]
    }
    assert counts == {
        "34.01": ("Kabupaten Kulon Progo", "BOARD", 8),
        "34.02": ("Kabupaten Bantul", "BOARD", 8),
        "34.03": ("Kabupaten Gunungkidul", "BOARD", 8),
        "34.04": ("Kabupaten Sleman", "BOARD", 8),
        "34.71": ("Kota Yogyakarta", "BOARD", 8),
    }


async def test_the_list_names_people_with_their_wksbm_as_text(province: Province) -> None:
    query = """query($id: ID, $after: String, $p: BigInt) {
      attendances(activityId: $id, fromArea: "34.04", first: 5, after: $after, minPosition: $p) {
        totalCount pageInfo { hasNextPage endCursor }
        nodes { wksbmId wksbmName days person { name areaCode } }
      }
    }"""
    asked = {"id": province.training, "p": province.position}
    first = (await province.officer.ask(query, **asked))["attendances"]
    after = first["pageInfo"]["endCursor"]
    second = (await province.officer.ask(query, **asked, after=after))["attendances"]
    assert (first["totalCount"], first["pageInfo"]["hasNextPage"]) == (8, True)
    assert (len(second["nodes"]), second["pageInfo"]["hasNextPage"]) == (3, False)
    nodes = [*first["nodes"], *second["nodes"]]
    assert {node["wksbmName"] for node in nodes} == {f"WKSBM {n} 34.04" for n in range(1, 9)}
    assert {node["person"]["name"] for node in nodes} == {
        f"Pengurus {n} 34.04" for n in range(1, 9)
    }
    assert all(node["wksbmId"] is None for node in nodes)


async def test_the_regency_records_the_same_training_by_reference(regency: Regency) -> None:
    query = """query($id: ID!, $p: BigInt) {
      wksbm(id: $id, minPosition: $p) {
        trainings { trainedOn attended activityId externalOrganiser externalTitle }
      }
    }"""
    asked = {"id": regency.wksbm_id, "p": regency.position}
    found = (await regency.officer.ask(query, **asked))["wksbm"]
    own, provinces = found["trainings"]
    assert own["activityId"] is not None
    assert provinces == {
        "trainedOn": DAYS[1],
        "attended": 2,
        "activityId": None,
        "externalOrganiser": "Dinas Sosial DIY",
        "externalTitle": TITLE,
    }


async def test_formed_in_2018_and_trained_in_2018(regency: Regency) -> None:
    query = """query($p: BigInt, $on: Date) {
      formedYears(year: 2018, minPosition: $p, validOn: $on) { inaugurated trained activeNow }
      wksbms(
        inauguratedFrom: "2018-01-01", inauguratedBefore: "2019-01-01",
        minPosition: $p, validOn: $on
      ) { nodes { name trainings { trainedOn externalOrganiser } } }
    }"""
    by_then = {"2018-12-31": 1, "2018-10-24": 0}
    for day, provinces in by_then.items():
        found = await regency.officer.ask(query, p=regency.position, on=day)
        assert found["formedYears"] == [{"inaugurated": 2, "trained": 2, "activeNow": 2}]
        trained = [
            row["name"]
            for row in found["wksbms"]["nodes"]
            if any(one["externalOrganiser"] == "Dinas Sosial DIY" for one in row["trainings"])
        ]
        assert trained == ["WKSBM 1 34.04"][:provinces]
    members = """query($p: BigInt) {
      trail(topic: "wksbm.members_trained", minPosition: $p) {
        nodes { occurredOn streamId data }
      }
    }"""
    (entry,) = (await regency.officer.ask(members, p=regency.position))["trail"]["nodes"]
    assert (entry["occurredOn"], entry["streamId"]) == (DAYS[1], regency.wksbm_id)
    assert len(entry["data"]["attended"]) == 2


@pytest.mark.parametrize(
    ("code", "wrong"),
    [
        ("DATE_ORDER", {"external": _external(dateTo="2018-10-22")}),
        ("FUTURE_DATE", {"external": _external(dateFrom="2035-10-23", dateTo="2035-10-25")}),
        ("ONE_OF", {}),
    ],
)
async def test_a_reference_makes_sense(regency: Regency, code: str, wrong: dict[str, Any]) -> None:
    wish = {"wksbmId": regency.wksbm_id, "attended": regency.people[:1], "occurredOn": DAYS[1]}
    answer = await regency.officer.refused(code, "recordTraining", activity=wrong, **wish)
    assert answer["code"] == code


async def test_neither_sees_a_row_of_the_other(province: Province, regency: Regency) -> None:
    rows = """query($p: BigInt) {
      wksbms(minPosition: $p) { totalCount } boards(minPosition: $p) { totalCount }
      activities(minPosition: $p) { nodes { id } } persons(minPosition: $p) { totalCount }
    }"""
    seen = await province.officer.ask(rows, p=province.position)
    assert (seen["wksbms"]["totalCount"], seen["boards"]["totalCount"]) == (0, 0)
    assert seen["activities"]["nodes"] == [{"id": province.training}]
    assert seen["persons"]["totalCount"] == 42
    one = "query($id: ID!) { node(id: $id) { id } }"
    for object_id in (regency.wksbm_id, regency.people[0]):
        assert await province.officer.ask(one, id=object_id) == {"node": None}
        assert (await regency.officer.ask(one, id=object_id))["node"]["id"] == object_id
    assert await regency.officer.ask(one, id=province.training) == {"node": None}
    wish = {"wksbmId": regency.wksbm_id, "attended": regency.people[:1], "occurredOn": DAYS[1]}
    await regency.officer.refused(
        "NOT_FOUND", "recordTraining", activity={"activityId": province.training}, **wish
    )


async def test_a_province_forms_no_wksbm(province: Province) -> None:
    answer = await province.officer.refused(
        "LEVEL_SCOPE",
        "proposeWksbm",
        name="WKSBM",
        level="DESA",
        villageCode="34.04.01.2001",
        origin="NATURAL",
        budgetYear=2018,
    )
    assert answer["code"] == "LEVEL_SCOPE"
