"""Story G, the clock: the ministry's meeting of 19 March 2009, entered on 4 January 2013 (S4).

The office joins in 2011 and enters the meeting two years later. Asked about 2010 as it was known
in 2012, the meeting is not there; as known in 2013, it is. Both clocks are the test's: the
process's and the one by which the log stamps.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from tests.logs.clocked import clocked

from .client import Client
from .conftest import Places, opened, served
from .offices import ASSUMED, DEPSOS, SEED, Office, Town, newcomer, settled

JOINED = datetime(2011, 3, 1, 2, tzinfo=UTC)
ENTERED = datetime(2013, 1, 4, 2, tzinfo=UTC)
ASKED = datetime(2013, 2, 1, 2, tzinfo=UTC)
DAY = "2009-03-19"


@dataclass(frozen=True)
class Ministry:
    """The office with its meeting, asked on 1 February 2013."""

    office: Office
    officer: Client
    meeting: str


@pytest.fixture(scope="module")
async def ministry(places: Places) -> AsyncIterator[Ministry]:
    """Joined in 2011, the meeting entered in 2013."""
    now = JOINED
    async with (
        places() as place,
        clocked(place.addresses.events) as set_clock,
        opened(place, clock=lambda: now) as service,
        served(service) as client,
    ):
        await set_clock(now)
        office = await Town(service, client).found(DEPSOS)
        officer = await office.staff(
            "DINAS_OFFICER", "Subag Program", expires_at=datetime(2013, 3, 1, tzinfo=UTC)
        )
        head = await office.staff(
            "DINAS_HEAD", "Sekretaris", expires_at=datetime(2013, 3, 1, tzinfo=UTC)
        )
        now = ENTERED
        await set_clock(now)
        meeting = await _entered(officer, head)
        now = ASKED
        await set_clock(now)
        yield Ministry(office, officer, meeting)


async def _entered(officer: Client, head: Client) -> str:
    """The meeting as the page of 4 January 2013 tells it; its backlog is closed by then."""
    plan = {
        "kind": "PEMANTAPAN",
        "title": "Sosialisasi penumbuhan LK3 dan pemantapan pengelola WKSBM",
        "organiserUnit": "Direktorat Jenderal Pemberdayaan Sosial",
        "level": "NATIONAL",
        "venue": "Hotel Sahid Yogyakarta",
        "areaCode": "34",
        "dateFrom": DAY,
        "dateTo": DAY,
        "occurredOn": DAY,
        "evidence": [SEED],
    }
    await officer.refused("LATE_ENTRY", "scheduleActivity", **plan)
    allowed = await head.done(
        "allowLateEntry", coversFrom=DAY, coversTo=DAY, until="2013-01-04", reason="PAPER_FOUND"
    )
    meeting = (await officer.done("scheduleActivity", permit=allowed["id"], **plan))["id"]
    late = {"activityId": meeting, "occurredOn": DAY, "permit": allowed["id"]}
    for kind, count, evidence in (("PROVINCE_DELEGATE", 32, SEED), ("KASUBDIN", 32, ASSUMED)):
        await officer.done(
            "issueInvitation", inviteeKind=kind, count=count, evidence=[evidence], **late
        )
    await officer.done(
        "giveOpening",
        office="Sekretaris Jenderal Depsos RI",
        person=newcomer("Drs. Chazali H. Situmorang, Apt., M.Sc., Ph.D."),
        points=["LK3 pada setiap kabupaten/kota", "reposisi LK3 dan WKSBM", "kesepakatan"],
        evidence=[SEED],
        **late,
    )
    held = await officer.done("holdActivity", evidence=[SEED], **late)
    await settled(officer, held["position"])
    return str(meeting)


@pytest.mark.parametrize(
    ("valid_on", "as_of", "known"),
    [
        ("2010-01-01", "2012-07-01T00:00:00+07:00", False),
        ("2010-01-01", "2013-01-05T00:00:00+07:00", True),
        ("2010-01-01", "2013-01-04T08:59:59+07:00", False),
        ("2010-01-01", None, True),
        ("2009-03-19", None, True),
        ("2009-03-18", None, False),
    ],
)
async def test_what_was_known_when(
    ministry: Ministry, valid_on: str, as_of: str | None, known: bool
) -> None:
    query = """query($on: Date, $at: AsOf, $id: ID!) {
      activities(validOn: $on, asOf: $at) { nodes { id dateFrom } }
      activity(id: $id, validOn: $on, asOf: $at) { dateFrom }
    }"""
    at = {"recordedAt": as_of} if as_of else None
    asked = {"on": valid_on, "at": at, "id": ministry.meeting}
    found = await ministry.officer.ask(query, **asked)
    wanted = [{"id": ministry.meeting, "dateFrom": DAY}] if known else []
    assert found["activities"]["nodes"] == wanted
    assert found["activity"] == ({"dateFrom": DAY} if known else None)


async def test_the_trail_says_how_late_it_came_and_by_whose_leave(ministry: Ministry) -> None:
    query = """query($id: ID) {
      history(objectId: $id, topic: "activity.held") {
        nodes { occurredOn recordedAt lateDays isLate permit { reason allowedBy {
          person { name } } } }
      }
    }"""
    (entry,) = (await ministry.officer.ask(query, id=ministry.meeting))["history"]["nodes"]
    assert (entry["occurredOn"], entry["lateDays"], entry["isLate"]) == (DAY, 1387, True)
    assert datetime.fromisoformat(entry["recordedAt"]).date() == ENTERED.date()
    assert entry["permit"] == {
        "reason": "PAPER_FOUND",
        "allowedBy": {"person": {"name": "Sekretaris"}},
    }


async def test_a_national_office_holds_activities_only(ministry: Ministry) -> None:
    officer, today = ministry.officer, {"occurredOn": "2013-02-01"}
    refused = await officer.refused(
        "LEVEL_SCOPE",
        "proposeWksbm",
        name="WKSBM",
        level="DESA",
        villageCode="34.04.01.2001",
        origin="NATURAL",
        budgetYear=2013,
        **today,
    )
    assert refused["field"] == "level"
    await officer.refused(
        "LEVEL_SCOPE",
        "registerLocalArea",
        villageCode="34.04.01.2001",
        kind="RW",
        number="1",
        **today,
    )
    await officer.refused(
        "LEVEL_SCOPE",
        "setBudgetTarget",
        year=2013,
        indicator="WKSBM_FORMED",
        targetQty=1,
        funding="APBN",
        **today,
    )
