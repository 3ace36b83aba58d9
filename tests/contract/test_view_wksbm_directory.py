"""The directory of WKSBM: what each is, as recorded and on a business day."""

from __future__ import annotations

from datetime import date

import pytest
from tests.domain.conftest import uid
from tests.views.history import History, house
from tests.views.reading import ask
from tests.views.story import (
    GUNTUNG,
    JUNE_14,
    LOKTUAN,
    PEOPLE,
    SPEAKER,
    TRAINING,
    bontang,
)

from wahana.domain.formation import wksbm_correction_events as corrections
from wahana.domain.formation import wksbm_events as forming
from wahana.domain.formation import wksbm_life_events as life
from wahana.platform.database import Database

__all__ = ["house"]


async def test_a_wksbm_as_it_stands(house: Database) -> None:
    history = await bontang(History(house)).run()
    (row,) = await ask(history, "Wksbm", _wksbm_id=GUNTUNG)
    expected = {
        "name": "WKSBM Guntung Jaya",
        "level": "KELURAHAN",
        "province_name": "Kalimantan Timur",
        "regency_name": "Kota Bontang",
        "district_code": "64.74.01",
        "village_name": "Guntung",
        "area_edition": "2025",
        "origin": "INITIATED",
        "budget_year": 2012,
        "stage": "INAUGURATED",
        "status": "ACTIVE",
        "proposed_on": date(2012, 2, 1),
        "socialised_on": date(2012, 5, 31),
        "nominated_on": date(2012, 6, 5),
        "approved_on": date(2012, 6, 7),
        "trained_on": JUNE_14,
        "inaugurated_on": date(2012, 6, 16),
        "decree_no": "SK 12/2012",
        "decree_issuer_role": "DINAS_HEAD",
        "maturity_grade": "BERKEMBANG",
        "dormant_since": None,
        "ended_on": None,
        "evidence_marks": ["ASSUMED", "SEED"],
        "version": 18,
    }
    assert {name: row[name] for name in expected} == expected


@pytest.mark.parametrize(
    ("day", "name", "stage", "status"),
    [
        (date(2012, 1, 31), None, None, None),
        (date(2012, 2, 1), "WKSBM Guntung", "PROPOSED", "FORMING"),
        (date(2012, 6, 1), "WKSBM Guntung", "SOCIALISED", "FORMING"),
        (date(2012, 6, 13), "WKSBM Guntung", "NOMINATED", "FORMING"),
        (date(2012, 6, 15), "WKSBM Guntung", "TRAINED", "FORMING"),
        (date(2012, 6, 16), "WKSBM Guntung", "INAUGURATED", "ACTIVE"),
        (date(2014, 1, 1), "WKSBM Guntung Jaya", "INAUGURATED", "ACTIVE"),
        (date(2014, 7, 31), "WKSBM Guntung Jaya", "INAUGURATED", "DORMANT"),
        (date(2014, 8, 1), "WKSBM Guntung Jaya", "INAUGURATED", "ACTIVE"),
    ],
)
async def test_name_stage_and_status_of_a_day(
    house: Database, day: date, name: str | None, stage: str | None, status: str | None
) -> None:
    history = await bontang(History(house)).run()
    rows = await ask(history, "Wksbm", valid_on=day, _wksbm_id=GUNTUNG)
    expected = [] if name is None else [(name, stage, status)]
    assert [(row["name"], row["stage"], row["status"]) for row in rows] == expected


async def test_a_correction_leaves_what_was_known_before(house: Database) -> None:
    history = await bontang(History(house)).run()
    events = await ask(history, "TrailEntry", topic="wksbm.inauguration_date_corrected")
    at = events[0]["position"]
    (before,) = await ask(history, "Wksbm", as_of=at - 1, _wksbm_id=GUNTUNG)
    (after,) = await ask(history, "Wksbm", as_of=at, _wksbm_id=GUNTUNG)
    assert before["inaugurated_on"] == date(2012, 6, 15)
    assert after["inaugurated_on"] == date(2012, 6, 16)


async def test_small_sets(house: Database) -> None:
    history = await bontang(History(house)).run()

    async def of(relation: str, *names: str, **more: object) -> list[tuple[object, ...]]:
        rows = await ask(history, relation, _wksbm_id=GUNTUNG, **more)  # type: ignore[arg-type]
        return [tuple(row[name] for name in names) for row in rows]

    assert await of("WksbmTargetGroup", "edition", "code") == [("2007", "ABT"), ("2007", "LUT")]
    assert await of("WksbmLocalValue", "value") == [("gotong royong",)]
    assert await of("WksbmLegalReference", "title", "no") == [("Kepmensos", "42/HUK/2004")]
    assert await of("WksbmMentor", "person", "role") == [(SPEAKER, "TKSK")]
    assert await of("WksbmMentor", "person", valid_on=date(2012, 6, 30)) == []
    assert await of("WksbmAward", "entry") == []  # retracted
    assert await of("WksbmDormancy", "valid_to") == [(date(2014, 8, 1),)]
    assert await of("WksbmCandidate", "person", "withdrawn") == [
        (person, False) for person in (*PEOPLE[:4], PEOPLE[5])
    ]
    assert await of("WksbmTraining", "activity_id", "external_organiser", "attended") == [
        (TRAINING, None, 5),
        (None, "Dinas Sosial Provinsi", 2),
    ]
    assert await of("WksbmName", "name", "valid_from") == [
        ("WKSBM Guntung", date(2012, 2, 1)),
        ("WKSBM Guntung Jaya", date(2014, 1, 1)),
    ]


async def test_filters_scopes_and_orderings(house: Database) -> None:
    history = await bontang(History(house)).run()

    async def ids(**conditions: object) -> list[object]:
        rows = await ask(history, "Wksbm", **conditions)  # type: ignore[arg-type]
        return [row["wksbm_id"] for row in rows]

    assert await ids() == [GUNTUNG, LOKTUAN]
    assert await ids(order="AREA") == [LOKTUAN, GUNTUNG]
    assert await ids(order="UPDATED") == [LOKTUAN, GUNTUNG]
    assert await ids(order="INAUGURATED_ON") == [GUNTUNG, LOKTUAN]
    assert await ids(namePrefix="wksbm LOK") == [LOKTUAN]
    assert await ids(villageCode="64.74.01.1004") == [GUNTUNG]
    assert await ids(inArea="64.74.01", regencyCode="64.74") == [GUNTUNG, LOKTUAN]
    assert await ids(area="64.74.02") == []
    assert await ids(wksbm=[LOKTUAN]) == [LOKTUAN]
    assert await ids(status="WITHDRAWN") == [LOKTUAN]
    assert await ids(stage="INAUGURATED", level="KELURAHAN", budgetYear=2012) == [GUNTUNG]
    assert await ids(inauguratedFrom=date(2012, 6, 16)) == [GUNTUNG]
    assert await ids(inauguratedBefore=date(2012, 6, 16)) == []


async def test_ends_and_corrections_of_what_it_is(house: Database) -> None:
    history = History(house)
    first, second = uid("first"), uid("second")
    for wksbm, number in ((first, 1), (second, 2)):
        history.add(
            wksbm,
            forming.WksbmProposed(
                name=f"WKSBM {number}", level="RW", village_code="64.74.02.1001",
                area_edition="2025", origin="NATURAL", budget_year=2012, slot=uid("slot"),
                parent=first if number == 2 else None,
            ),
        )  # fmt: skip
    history.add(first, forming.StageWaived(stage="SOCIALISED", reason="TRADITIONAL"))
    history.add(
        first,
        corrections.WksbmCorrected(
            of=1, name="WKSBM Satu", level="RW", village_code="64.74.02.1002",
            area_edition="2025", origin="NATURAL", budget_year=2013, reason="WRONG_PLACE",
        ),
    )  # fmt: skip
    merged = history.add(second, life.WksbmMerged(into=first, reason="SMALL"), on=date(2013, 1, 1))
    await history.run()
    (row,) = await ask(history, "Wksbm", _wksbm_id=first)
    assert (row["name"], row["village_name"], row["budget_year"], row["stage"]) == (
        "WKSBM Satu", "Berbas Tengah", 2013, "SOCIALISED",
    )  # fmt: skip
    assert [row["stage"] for row in await ask(history, "WksbmWaiver")] == ["SOCIALISED"]
    (row,) = await ask(history, "Wksbm", parentId=first)
    assert (row["status"], row["merged_into_id"], row["ended_on"]) == (
        "MERGED", first, date(2013, 1, 1),
    )  # fmt: skip
    history.add(
        second, corrections.WksbmEntryRetracted(of=merged, entry="END", reason="WRONG_PERSON")
    )
    await history.run()
    (row,) = await ask(history, "Wksbm", parentId=first)
    assert (row["status"], row["merged_into_id"]) == ("FORMING", None)
