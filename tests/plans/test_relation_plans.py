"""The hot reads of the views walk an index in the order of the list, as the role that reads.

Row-level security lets only leakproof operators into an index; a filter that is not one would
walk the whole tenant, and a missing index would sort it. The statements are the compiler's own.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import asyncpg
import pytest
from tests.conftest import Postgres
from tests.domain.conftest import uid
from tests.views.history import History, house
from tests.views.reading import COMPILER, source
from tests.views.story import GUNTUNG, PEOPLE, TRAINING, bontang

from wahana.domain.formation.activity_events import ActivityScheduled, AttendanceRecorded, Attendee
from wahana.domain.formation.board import board_id
from wahana.domain.formation.board_events import BoardTermOpened, SeatFilled
from wahana.domain.formation.wksbm_events import WksbmProposed, WksbmRenamed
from wahana.domain.kernel.fields import identity
from wahana.domain.people.person_events import PersonRegistered
from wahana.platform.database import Database
from wahana.platform.views import NOW
from wahana.projections.compile import binds
from wahana.projections.selection import (
    Connection,
    Paging,
    RowConditions,
    RowSelection,
    SelectedField,
    Selection,
)

__all__ = ["house"]

WHOLE_TABLE = r"Seq Scan on (wksbm_directory|board|activity|person|household|trail|office)"


def page(relation: str, order: str | None = None, **conditions: Any) -> Connection:
    """Fifty rows of a relation in an order, under conditions, with their key columns."""
    column = next(iter(COMPILER.catalogue[relation].columns))
    return Connection(
        source(relation, conditions, order),
        Paging(size=50),
        (SelectedField("nodes", "nodes", (SelectedField("a", column),)),),
    )


def with_board() -> Connection:
    """Fifty WKSBM with who sits in which seat, and their names."""
    person = RowSelection(RowConditions("PersonCard"), "one", (SelectedField("name", "name"),))
    members = RowSelection(
        RowConditions("BoardMember"),
        "list",
        (SelectedField("seat", "seat"), SelectedField("person", "person", person)),
    )
    items = (SelectedField("name", "name"), SelectedField("boardMembers", "boardMembers", members))
    return Connection(
        RowConditions("Wksbm"), Paging(size=50), (SelectedField("nodes", "nodes", items),)
    )


HOT: dict[str, tuple[Selection, str, str, bool]] = {
    # What is asked: the selection, its index, what the index is entered with, sorted or not.
    "names": (page("Wksbm", "NAME"), "wksbm_directory_by_name", "tenant_id", False),
    "areas": (page("Wksbm", "AREA"), "wksbm_directory_by_area", "tenant_id", False),
    "updates": (page("Wksbm", "UPDATED"), "wksbm_directory_by_update", "tenant_id", False),
    "inaugurations": (
        page("Wksbm", "INAUGURATED_ON"), "wksbm_directory_by_inauguration", "tenant_id", False,
    ),
    "prefix": (
        page("Wksbm", "NAME", namePrefix="wk"), "wksbm_directory_by_name", "name_key", False,
    ),
    "village": (
        page("Wksbm", "AREA", villageCode="64.74.01.1004"),
        "wksbm_directory_by_area", "village_code", False,
    ),
    "one": (
        RowSelection(
            RowConditions("Wksbm", ("=wksbm_id",), (GUNTUNG,)), "one",
            (SelectedField("name", "name"),),
        ),
        "wksbm_directory_pkey", "wksbm_id", False,
    ),
    "boards": (with_board(), "board_seat_by_wksbm", "wksbm_id", True),
    "cards": (with_board(), "person_card_pkey", "person_id", True),
    "person": (page("BoardSeat", personId=PEOPLE[0]), "board_seat_by_person", "person_id", True),
    "terms": (
        page("BoardTerm", "VALID_TO", endsBefore=date(2015, 1, 1)),
        "board_term_by_end", "valid_to", False,
    ),
    "activities": (page("Activity", "DATE"), "activity_by_date", "tenant_id", False),
    "attendance": (
        page("ActivityAttendee", "ENTERED", activityId=TRAINING),
        "activity_attendee_by_entry", "activity_id", False,
    ),
    "register": (
        page("RegisteredPerson", "UPDATED"), "person_registry_by_update", "tenant_id", False,
    ),
    "register of a village": (
        page("RegisteredPerson", "UPDATED", villageCode="64.74.01.1004"),
        "person_registry_by_village", "village_code", False,
    ),
    "one of the register": (
        RowSelection(
            RowConditions("RegisteredPerson", ("=person_id",), (PEOPLE[0],)), "one",
            (SelectedField("nikState", "nikState"),),
        ),
        "person_registry_by_person", "person_id", False,
    ),
    "consents of a person": (
        page("PersonConsent", personId=PEOPLE[0]), "person_consent_by_person", "person_id", False,
    ),
    "suspected duplicates": (
        page("PersonDuplicate", "SUSPECTED_AT", state="SUSPECTED"),
        "person_duplicate_by_state", "state", False,
    ),
    "households of a person": (
        page("HouseholdMember", **{"=person_id": PEOPLE[0]}),
        "household_member_by_person", "person_id", True,
    ),
    "looks at a record": (
        page("PersonAccess", subjectId=PEOPLE[0]), "person_access_by_subject", "subject", False,
    ),
    "card list": (page("PersonCard", "NAME"), "person_card_by_name", "tenant_id", False),
    "trail": (page("TrailEntry", "NEWEST"), "trail_pkey", "tenant_id", False),
    "stream": (page("TrailEntry", streamId=GUNTUNG), "trail_by_stream", "stream_id", False),
    "actor": (page("TrailEntry", actorId=uid("lurah")), "trail_by_actor", "actor_id", False),
    "topic": (page("TrailEntry", topic="wksbm.proposed"), "trail_by_topic", "topic", False),
    "event of an object": (
        page("TrailObjectEntry", objectId=GUNTUNG), "trail_pkey", "position", False,
    ),
    "terms of a board": (
        page("BoardTerm", wksbmId=GUNTUNG), "board_term_by_wksbm", "wksbm_id", True,
    ),
    "small sets": (
        page("WksbmMentor", **{"=wksbm_id": GUNTUNG}), "wksbm_directory_detail_pkey", "wksbm_id",
        True,
    ),
    "history": (
        page("TrailObjectEntry", objectId=GUNTUNG), "trail_object_pkey", "object_id", False,
    ),
    "trail of an area": (
        page("TrailEntry", area="64.74.01.1004"), "trail_object_by_event", "position", False,
    ),
    "trail of a WKSBM": (
        page("TrailEntry", wksbm=[GUNTUNG]), "trail_object_pkey", "object_id", True,
    ),
}  # fmt: skip


@pytest.fixture(scope="module")
async def small(house: Database) -> History:
    """Three offices with a story each, in tables that the server knows nothing of."""
    histories = [await bontang(History(house)).run() for _ in range(3)]
    return histories[0]


@pytest.fixture(scope="module")
async def large(house: Database, postgres: Postgres) -> History:
    """Three offices with hundreds of WKSBM, in tables that the server has looked at."""
    histories = [await grown(bontang(History(house))).run() for _ in range(3)]
    name = await house.pool("wahana_app_ro").fetchval("SELECT current_database()")
    admin = await asyncpg.connect(postgres.url(name))
    await admin.execute("VACUUM ANALYZE")
    await admin.close()
    return histories[0]


def grown(history: History) -> History:
    """Hundreds of WKSBM with a board and a training each."""
    for number in range(400):
        wksbm, person, session = (uid(f"{kind} {number}") for kind in ("w", "p", "a"))
        begun = date(2012, 1, 1) + timedelta(days=number)
        proposed = WksbmProposed(
            name=f"WKSBM {number:03}", level="RW", village_code=f"64.74.01.1{number % 15:03}",
            area_edition="2025", origin="NATURAL", budget_year=2012 + number % 5, slot=uid("s"),
        )  # fmt: skip
        history.add(wksbm, proposed, on=begun)
        history.add(wksbm, WksbmRenamed(name=f"WKSBM {number:03} Jaya"), on=begun)
        history.add(person, PersonRegistered(
            name=identity(person, f"Warga {number}"), legal_basis="PUBLIC_TASK", legal_proof="x"
        ))  # fmt: skip
        history.add(
            board_id(wksbm), BoardTermOpened(wksbm=wksbm, term_no=1, valid_from=begun), on=begun
        )
        for seat in ("KETUA", "SEKRETARIS"):
            filled = SeatFilled(term_no=1, seat=seat, person=person, valid_from=begun)
            history.add(board_id(wksbm), filled, on=begun)
        history.add(session, ActivityScheduled(
            kind="BIMTEK", title=f"Bimtek {number}", organiser_unit="Dinas", level="KABKOTA",
            date_from=begun, date_to=begun,
        ))  # fmt: skip
        line = Attendee(person_id=person, role="BOARD")
        history.add(session, AttendanceRecorded(attendees=(line,)))
    return history


async def explain(history: History, selection: Selection) -> str:
    """The generic plan, as the pool that reads makes it."""
    statement = COMPILER.answer(selection)
    values = [history.tenant, NOW, None, 0, date(2026, 12, 1), *binds(selection)]
    async with history.database.reading(history.tenant) as session:
        await session.fetch(f"PREPARE hot AS {statement}")
        literals = ", ".join(_literal(value) for value in values)
        rows: list[asyncpg.Record] = await session.fetch(
            f"EXPLAIN (COSTS OFF) EXECUTE hot ({literals})"
        )
        await session.fetch("DEALLOCATE hot")
    # Names of tables and indexes have the version of their view.
    return re.sub(r"__v\d+", "", "\n".join(row[0] for row in rows))


def _literal(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, list):
        return "'{" + ",".join(map(str, value)) + "}'"
    return str(value) if isinstance(value, int) else f"'{value}'"


# While a table is small, the trail is walked as well by one index as by another; the lists and
# look-ups of the other views must be right from the first row on, for their plans may be kept.
FROM_THE_FIRST_ROW = [name for name, read in HOT.items() if "trail" not in read[1]]


@pytest.mark.parametrize("name", FROM_THE_FIRST_ROW)
async def test_a_hot_read_keeps_to_its_index_from_the_first_row_on(
    small: History, name: str
) -> None:
    expect_index(await explain(small, HOT[name][0]), *HOT[name][1:])


@pytest.mark.parametrize("name", HOT)
async def test_a_hot_read_keeps_to_its_index(large: History, name: str) -> None:
    expect_index(await explain(large, HOT[name][0]), *HOT[name][1:])


def expect_index(plan: str, index: str, entered_with: str, may_sort: bool) -> None:
    """The plan enters ``index`` with a condition on ``entered_with``, and sorts nothing above."""
    assert not re.search(WHOLE_TABLE, plan), plan
    found = re.search(rf"Scan.* using {index} .*\n\s+Index Cond: (.*)", plan)
    assert found, plan
    assert entered_with in found[1], plan
    if not may_sort:
        before = plan[: found.start()]
        walked = before[before.rfind("CTE found") :] if "CTE found" in before else before
        assert "Sort" not in walked, plan
