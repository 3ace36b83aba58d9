"""The money of a WKSBM: a meeting, a book of dues and an arisan, brought in over HTTP in 2012."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from tests.door.walls.cases import ON
from tests.story.client import Client

from wahana.deploy import provision
from wahana.deploy.assembly import Service
from wahana.deploy.provision import OPERATOR, NewMember
from wahana.domain.money.fund_book import book_id
from wahana.platform.ids import TenantId

KINDS = ("meeting", "cycle")
"""What is made here under an id of its own; the book's follows from its WKSBM."""


def book_of(wksbm: UUID) -> UUID:
    """The book of dues of 2012."""
    return book_id(wksbm, "IURAN", "IDR", 2012)


async def kept(service: Service, tenant: TenantId, client: Client, ids: Mapping[str, UUID]) -> None:
    """A chair holds a meeting; a treasurer opens a book and an arisan."""
    people = {}
    for role in ("WKSBM_CHAIR", "WKSBM_TREASURER"):
        new = NewMember("Pengurus", role, wksbm_ids=(ids["wksbm"],))
        _, token = await provision.add_member(service, tenant, OPERATOR, new)
        people[role] = client.as_(token)
    wksbm = {"wksbmId": str(ids["wksbm"]), **ON}
    await people["WKSBM_CHAIR"].done(
        "holdMeeting", **wksbm, meetingId=str(ids["meeting"]), kind="ROUTINE", headcount=12
    )
    treasurer = people["WKSBM_TREASURER"]
    await treasurer.done("openFund", **wksbm, kind="IURAN", unit="IDR", year=2012, scope="RW")
    await treasurer.done(
        "openCycle",
        **wksbm,
        cycleId=str(ids["cycle"]),
        title="Arisan Contoh",
        contribution="10000",
        members=[{"personId": str(ids["person"])}] * 2,
    )
