"""A command sent twice, a key used twice, an old version; refusals leave no trace."""

from __future__ import annotations

import asyncio

import pytest

from wahana.platform.ids import uuid7

from . import formation
from .client import Client
from .offices import BONTANG, Office, Town, later

BELIMBING = "64.74.03.1001"


@pytest.fixture
async def office(town: Town) -> Office:
    return await town.found(BONTANG)


@pytest.fixture
async def officer(office: Office) -> Client:
    return await office.staff("DINAS_OFFICER", "Nasution")


async def _head(client: Client) -> int:
    return int((await client.ask("{ events(first: 1) { head } }"))["events"]["head"])


async def test_the_same_key_again_gives_the_first_result(officer: Client) -> None:
    key = str(uuid7())
    wish = {
        "idempotencyKey": key,
        "wksbmId": str(uuid7()),
        "name": "WKSBM Belimbing",
        "level": "KELURAHAN",
        "villageCode": BELIMBING,
        "origin": "INITIATED",
        "budgetYear": 2012,
    }
    first = await officer.done("proposeWksbm", **wish)
    head = await _head(officer)
    again = await officer.done("proposeWksbm", **wish)
    assert again == {**first, "repeated": True}
    refused = await officer.refused("KEY_REUSED", "proposeWksbm", **{**wish, "name": "Lain"})
    assert "another command" in refused["messageEn"]
    await officer.refused(
        "KEY_REUSED",
        "recordValues",
        idempotencyKey=key,
        wksbmId=wish["wksbmId"],
        values=["gotong royong"],
    )
    assert await _head(officer) == head


async def test_the_same_key_at_once_is_done_once(officer: Client) -> None:
    wish = {"idempotencyKey": str(uuid7()), "name": "Peserta", "personId": str(uuid7())}
    answers = await asyncio.gather(*(officer.done("registerPerson", **wish) for _ in range(12)))
    assert len({answer["position"] for answer in answers}) == 1
    assert sum(not answer["repeated"] for answer in answers) == 1


async def test_a_key_is_the_clients_own(office: Office, officer: Client) -> None:
    colleague = await office.staff("DINAS_OFFICER", "Rina")
    first = await officer.done("registerPerson", idempotencyKey="1", name="Satu")
    other = await colleague.done("registerPerson", idempotencyKey="1", name="Dua")
    assert not other["repeated"]
    assert other["position"] > first["position"]


async def test_a_token_shows_its_text_once(office: Office) -> None:
    admin = office.admin
    member = await admin.done("admitMember", kind="APP", label="dashboard")
    grant = str(uuid7())
    await admin.done("giveRole", memberId=member["id"], grantId=grant, role="APP")
    wish = {
        "idempotencyKey": str(uuid7()),
        "memberId": member["id"],
        "tokenId": str(uuid7()),
        "grantId": grant,
        "label": "dashboard",
        "expiresAt": f"{office.today.year + 1}-01-01T00:00:00Z",
    }
    first = await admin.done("issueToken", **wish)
    again = await admin.done("issueToken", **wish)
    assert first["secret"].startswith("wah_")
    assert (again["repeated"], again["secret"]) == (True, None)
    assert (await admin.as_(first["secret"]).ask("{ me { role } }"))["me"]["role"] == "APP"


async def test_a_refused_command_keeps_its_key_free_and_takes_no_position(
    officer: Client,
) -> None:
    wksbm_id = await formation.proposed(officer, BELIMBING, "WKSBM Belimbing", "2012-05-25")
    head, key = await _head(officer), str(uuid7())
    wish = {"idempotencyKey": key, "wksbmId": wksbm_id, "occurredOn": "2012-06-08"}
    five = formation.nominees("Belimbing")
    await officer.refused("STAGE_ORDER", "nominateCandidates", candidates=five, **wish)
    assert await _head(officer) == head
    query = "{ refusedCommands(first: 1) { command code idempotencyKey } }"
    assert (await officer.ask(query))["refusedCommands"] == [
        {"command": "NominateCandidates", "code": "STAGE_ORDER", "idempotencyKey": key}
    ]
    await formation.socialised(officer, wksbm_id, "2012-05-29")
    await officer.done("nominateCandidates", candidates=five, **wish)


async def test_who_decides_on_an_old_version_is_told_what_changed(
    office: Office, officer: Client
) -> None:
    colleague = await office.staff("DINAS_OFFICER", "Rina")
    wksbm_id = await formation.proposed(officer, BELIMBING, "WKSBM Belimbing", "2012-05-25")
    rename = {"wksbmId": wksbm_id, "occurredOn": "2012-06-01", "expectedVersion": 1}
    first = await officer.done("renameWksbm", name="WKSBM Belimbing Jaya", **rename)
    await colleague.done("recordValues", wksbmId=wksbm_id, values=["peduli"], expectedVersion=2)
    stale = await colleague.do("renameWksbm", name="WKSBM Belimbing Indah", **rename)
    assert (stale["__typename"], stale["id"]) == ("Conflict", wksbm_id)
    assert (stale["expectedVersion"], stale["currentVersion"]) == (1, 3)
    assert set(stale["changedFields"]) >= {"name", "values"}
    rename["expectedVersion"] = stale["currentVersion"]
    done = await colleague.done("renameWksbm", name="WKSBM Belimbing Indah", **rename)
    assert later(done, by=-2) == first["position"]
    query = """query($id: ID!, $p: BigInt, $at: AsOf) {
      wksbm(id: $id, minPosition: $p, asOf: $at) { name version }
    }"""
    asked = {"id": wksbm_id, "p": done["position"]}
    found = await officer.ask(query, **asked)
    assert found["wksbm"] == {"name": "WKSBM Belimbing Indah", "version": 4}
    found = await officer.ask(query, **asked, at={"position": first["position"]})
    assert found["wksbm"] == {"name": "WKSBM Belimbing Jaya", "version": 2}


async def test_of_many_who_saw_one_version_one_wins(officer: Client) -> None:
    wksbm_id = await formation.proposed(officer, BELIMBING, "WKSBM Belimbing", "2012-05-25")
    answers = await asyncio.gather(
        *(
            officer.do("renameWksbm", wksbmId=wksbm_id, name=f"WKSBM {n}", expectedVersion=1)
            for n in range(12)
        )
    )
    ends = sorted(answer["__typename"] for answer in answers)
    assert ends == ["Accepted", *["Conflict"] * 11]
    for answer in answers:
        if answer["__typename"] == "Conflict":
            assert (answer["currentVersion"], answer["changedFields"]) == (2, ["name"])
