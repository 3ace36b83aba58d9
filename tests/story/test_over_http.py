"""A fact's whole way as an app sees it: tokens, a command, its receipt, a view, the past."""

from __future__ import annotations

from wahana.deploy.assembly import ServiceParts

from .client import Client
from .offices import BONTANG, Town


async def test_from_a_command_to_a_view_and_back_in_time(
    service: ServiceParts, client: Client
) -> None:
    office = await Town(service, client).found(BONTANG, backlog=False)
    officer = await office.staff("DINAS_OFFICER", "Nasution")
    proposed = await officer.done(
        "proposeWksbm",
        name="WKSBM Belimbing",
        level="KELURAHAN",
        villageCode="64.74.03.1001",
        origin="INITIATED",
        budgetYear=2026,
    )
    assert proposed["id"].startswith("wksbm_")
    listed = await officer.ask(
        "query($p: BigInt) { wksbms(minPosition: $p) { totalCount nodes { id name stage } } }",
        p=proposed["position"],
    )
    assert listed["wksbms"]["totalCount"] == 1
    assert listed["wksbms"]["nodes"][0]["name"] == "WKSBM Belimbing"
    before = await officer.ask(
        "query($p: BigInt!) { wksbms(asOf: {position: $p}) { totalCount } }",
        p=str(int(proposed["position"]) - 2),
    )
    assert before["wksbms"]["totalCount"] == 0
