"""A fact's whole way as an app sees it: tokens, a command, its receipt, a view, the past."""

from __future__ import annotations

from wahana.deploy import provision
from wahana.deploy.assembly import Service
from wahana.deploy.provision import OPERATOR, NewMember, NewTenant
from wahana.platform.ids import uuid7

from .conftest import Client

BONTANG = NewTenant("Dinas Sosial Kota Bontang", "bontang", "KABKOTA", "64.74", "Asia/Makassar")


async def _officer(service: Service, client: Client) -> Client:
    """An officer who was admitted over the API by the office's administrator."""
    tenant = await provision.add_tenant(service, BONTANG, log_name="log.test")
    _, secret = await provision.add_member(
        service, tenant, OPERATOR, NewMember("Siti Aminah", "TENANT_ADMIN")
    )
    admin = client.as_(secret)
    admitted = await admin.done("admitMember", kind="PERSON", person={"new": {"name": "Nasution"}})
    grant = str(uuid7())
    given = await admin.done(
        "giveRole", memberId=admitted["id"], grantId=grant, role="DINAS_OFFICER"
    )
    assert given["version"] == 2
    issued = await admin.done(
        "issueToken",
        memberId=admitted["id"],
        grantId=grant,
        label="console",
        expiresAt="2027-01-01T00:00:00+08:00",
    )
    return client.as_(issued["secret"])


async def test_from_a_command_to_a_view_and_back_in_time(service: Service, client: Client) -> None:
    officer = await _officer(service, client)
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
