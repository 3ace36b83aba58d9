"""The trail: every event is there, says what happened, and is found by whatever it names."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime, timedelta

from tests.domain.conftest import uid
from tests.views.history import History, house
from tests.views.reading import ask
from tests.views.story import (
    BOARD,
    GUNTUNG,
    JUNE_15,
    PEOPLE,
    SESSION,
    SPEAKER,
    bontang,
)

from wahana.platform.database import Database

__all__ = ["house"]


async def test_the_trail_is_the_log_readable(house: Database) -> None:
    history = await bontang(History(house)).run()
    rows = await ask(history, "TrailEntry", order="OLDEST")
    assert [row["position"] for row in rows] == list(range(1, history.position + 1))
    (row,) = [row for row in rows if row["topic"] == "wksbm.inaugurated"]
    assert row["act_id"] == (
        "Mengukuhkan pengurus WKSBM Guntung dengan SK nomor 12/2012 tanggal 15 Juni 2012, "
        "masa jabatan 15 Juni 2012 – 14 Juni 2015."
    )
    assert (row["occurred_on"], row["is_late"]) == (JUNE_15, True)
    assert row["late_days"] >= (datetime.now(UTC).date() - JUNE_15 - timedelta(1)).days
    assert json.loads(row["evidence"]) == [{"mark": "ASSUMED", "ref": "S0"}]
    assert row["object"] == f"wksbm_{GUNTUNG}"
    assert json.loads(row["data"])["decree"]["no"] == "SK 12/2012"


async def test_no_personal_value_stands_in_the_trail(house: Database) -> None:
    history = await bontang(History(house)).run()
    rows = await ask(history, "TrailEntry")
    text = "".join(str(row) for row in rows)
    for value in ("Warga", "Jalan", "Samarinda", "siap membentuk", "pindah kerja"):
        assert value not in text
    # A phone number, not a part of some random id.
    assert re.search(r"[\"']0812\d*[\"']", text) is None
    assert '"$":"sealed"' in text


async def test_an_event_is_found_by_every_object_it_names(house: Database) -> None:
    history = await bontang(History(house)).run()

    async def topics(object_id: object) -> set[str]:
        rows = await ask(history, "TrailObjectEntry", objectId=object_id)
        assert [row["position"] for row in rows] == sorted(
            (row["position"] for row in rows), reverse=True
        )
        return {row["topic"] for row in rows}

    assert await topics(PEOPLE[4]) == {
        "person.registered", "wksbm.candidates_nominated", "wksbm.candidate_replaced",
        "activity.attendance_recorded", "activity.attendance_corrected", "board.seat_filled",
    }  # fmt: skip
    assert {"board.term_opened", "board.seat_vacated"} <= await topics(GUNTUNG)
    assert await topics(SESSION) == {
        "activity.scheduled", "activity.rescheduled", "wksbm.socialised",
    }  # fmt: skip
    assert "wksbm.nomination_approved" in await topics(SPEAKER)  # on whose behalf
    assert await topics(uid("nobody")) == set()
    named = await ask(history, "TrailEntry", objectId=PEOPLE[4], streamType="board")
    assert [row["topic"] for row in named] == ["board.seat_filled"]


async def test_filters_and_scopes(house: Database) -> None:
    history = await bontang(History(house)).run()

    async def count(**conditions: object) -> int:
        return len(await ask(history, "TrailEntry", **conditions))  # type: ignore[arg-type]

    in_all = history.position
    assert await count(streamId=BOARD) == await count(streamType="board") > 5
    assert await count(actorId=uid("lurah")) == await count(role="LURAH") == 1
    assert await count(topics=["wksbm.proposed", "board.term_opened"]) == 3
    assert await count(isLate=False) == 0
    assert await count(evidence="ASSUMED") == 3
    assert await count(occurredFrom=JUNE_15, occurredBefore=date(2012, 6, 16)) > 1
    assert await count(valid_on=date(2012, 2, 1)) == 2
    now = datetime.now(UTC)
    assert await count(recordedFrom=now - timedelta(hours=1), recordedBefore=now) == in_all
    assert await count(afterPosition=in_all - 2) == 2
    assert await count(as_of=3) == 3
    of_wksbm = await count(wksbm=[GUNTUNG])
    assert of_wksbm == 20 + await count(streamType="board") - 1
    assert await count(area="64.74.01") > of_wksbm
    assert await count(area="64.74.02") == 0
