"""The money of a WKSBM: a meeting, a book of dues and an arisan, entered over HTTP in 2012."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from tests.api.walls.cases import ON
from tests.story.client import Client

from wahana.deploy import provision
from wahana.deploy.assembly import ServiceParts
from wahana.deploy.provision import OPERATOR, MemberSetup
from wahana.domain.money.fund_book import book_id
from wahana.platform.ids import TenantId

KINDS = ("meeting", "cycle")
"""What is made here under an id of its own; the book's follows from its WKSBM."""


def book_of(wksbm: UUID) -> UUID:
    """The book of dues of 2012."""
    return book_id(wksbm, "IURAN", "IDR", 2012)


async def kept(
    service: ServiceParts, tenant: TenantId, client: Client, ids: Mapping[str, UUID]
) -> None:
    """A chair holds a meeting; a treasurer opens a book and an arisan."""
    people = {}
    for role in ("WKSBM_CHAIR", "WKSBM_TREASURER"):
        new = MemberSetup("Pengurus", role, wksbm_ids=(ids["wksbm"],))
        _, token = await provision.add_member(service, tenant, OPERATOR, new)
        people[role] = client.as_(token)
    wksbm = {"wksbmId": str(ids["wksbm"]), **ON}
    await people["WKSBM_CHAIR"].done(
        "holdMeeting", **wksbm, meetingId=str(ids["meeting"]), kind="ROUTINE", headcount=12
    )
    chair, treasurer = people["WKSBM_CHAIR"], people["WKSBM_TREASURER"]
    await chair.done(
        "takeDecision",
        meetingId=str(ids["meeting"]),
        title="Santunan",
        kind="OTHER",
        votesFor=10,
        **ON,
    )
    person = str(ids["person"])
    await booked(treasurer, wksbm, person)
    cycle = {"cycleId": str(ids["cycle"]), **ON}
    await treasurer.done(
        "openCycle",
        **wksbm,
        cycleId=cycle["cycleId"],
        title="Arisan Contoh",
        contribution="10000",
        members=[{"personId": person}] * 2,
        method="ORDER",
    )
    cover = {"source": "ORGANISER", "amount": "10000", "person": person}
    await treasurer.done("collectRound", **cycle, payments=[{"share": 1}], cover=cover)
    drawn = {"method": "ORDER", "share": 1}
    await treasurer.done("drawWinner", **cycle, **drawn)


async def booked(treasurer: Client, wksbm: Mapping[str, str], person: str) -> None:
    """A book of dues with a payer, a gift and a count, and a book of jimpitan with a night."""
    dues = {**wksbm, "kind": "IURAN"}
    await treasurer.done("openFund", **dues, unit="IDR", year=2012, scope="RW")
    await treasurer.done("setDues", **dues, amount="5000", frequency="MONTHLY")
    await treasurer.done("enrolPayer", **dues, payer={"personId": person})
    await treasurer.done("receiveDonation", **dues, donorKind="RESIDENT", amount="7000")
    await treasurer.done("countCash", **dues, counted="7000", witnesses=[person])
    night = {**wksbm, "kind": "JIMPITAN"}
    await treasurer.done("openFund", **night, unit="RICE_G", year=2012, scope="RW")
    await treasurer.done(
        "collectJimpitan",
        **night,
        unit="RICE_G",
        collectors=[person],
        households=3,
        gave=2,
        rice={"measure": "CUP", "quantity": "2"},
    )
