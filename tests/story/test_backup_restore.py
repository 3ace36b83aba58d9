"""A backup of a running service, restored elsewhere: the same tokens get the same answers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from tests.conftest import SERVICE_PASSWORD, Postgres

from wahana.deploy import locations
from wahana.deploy.assembly import Addresses
from wahana.platform import backup, databases, restore
from wahana.platform.settings import Settings
from wahana.platform.vault.errors import RootKeyRefused, VaultError
from wahana.platform.vault.root_key import LocalRootKey

from . import formation
from .client import Answer, Client
from .conftest import Place, opened, served
from .offices import BONTANG, DIY, Town, id_of, newcomer, settled

pytestmark = pytest.mark.takes(7)

QUESTIONS = """query($at: AsOf, $on: Date) {
  wksbms(asOf: $at, validOn: $on) {
    totalCount position
    nodes { id version name stage updatedAt boardMembers { seat person { name phone address } } }
  }
  formationPipelines(asOf: $at, validOn: $on) { targetQty proposed nominated inaugurated }
  activities(asOf: $at) {
    nodes { id title attendedCount speakers { institution person { name } } }
  }
  persons(asOf: $at, first: 50) { nodes { id name phone offices } }
  trail(asOf: $at, first: 100) {
    nodes { position eventId recordedAt topic actorId actEn data evidence }
  }
  events(after: "0", first: 200) { events { position leafHash data } head }
  me { tenant tenantName logOrigin role }
}"""


@dataclass(frozen=True)
class Elsewhere:
    """Where a backup can be restored: names of databases that are not there, and of a key file."""

    place: Place

    @property
    def targets(self) -> dict[str, Any]:
        addresses = self.place.addresses
        return {
            "event_url": addresses.events,
            "vault_url": addresses.vault,
            "root_key": self.place.root_key,
        }


@pytest.fixture
async def elsewhere(postgres: Postgres, tmp_path: Path) -> AsyncIterator[Elsewhere]:
    names = [f"wahana_test_{uuid4().hex}" for _ in range(2)]
    events, vault = map(postgres.url, names)
    addresses = Addresses(events, vault, SERVICE_PASSWORD)
    yield Elsewhere(Place(addresses, tmp_path / "restored.key"))
    for name in names:
        await databases.drop(postgres.server, name)


async def _backed_up(place: Place, target: Path) -> backup.Manifest:
    return await backup.backup(
        target,
        event_url=place.addresses.events,
        vault_url=place.addresses.vault,
        root_key=place.root_key,
    )


async def _lived(client: Client, officer: Client) -> Answer:
    """A board is nominated, with contacts and sealed notes; the last command's answer."""
    wksbm_id = await formation.proposed(officer, "64.74.03.1001", "WKSBM Belimbing", "2012-05-25")
    await formation.socialised(officer, wksbm_id, "2012-05-29")
    people = formation.nominees("Belimbing", formation.SEATS[:-1])
    chatty = newcomer("Ketua muda", phone="+62811000001", address="Jl. Belimbing 8")
    people.append({"seat": "SEKSI:PENDATAAN", "person": chatty})
    await formation.nominated(officer, wksbm_id, people, "2012-06-08")
    ids = [id_of(nominee["person"]) for nominee in people]
    lines = formation.candidates(ids)
    session = await formation.held_session(officer, lines, ("2012-06-14", "2012-06-15"))
    await officer.done(
        "recordTraining",
        wksbmId=wksbm_id,
        activity={"activityId": session},
        attended=ids,
        occurredOn="2012-06-15",
    )
    await officer.done(
        "inaugurateWksbm",
        wksbmId=wksbm_id,
        decree=formation.decree("188/1/DSTK/2012"),
        occurredOn="2012-06-15",
    )
    return await officer.done(
        "recordWksbmDormancy",
        wksbmId=wksbm_id,
        reason="OTHER",
        note="Ketua pindah ke Samarinda.",
        occurredOn="2015-01-01",
    )


async def test_a_restored_service_gives_the_same_answers_and_goes_on(
    place: Place, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    moments: list[dict[str, Any]] = [
        {},
        {"at": {"position": "12"}},
        {"on": "2012-06-14"},
        {"on": "2012-06-15"},
    ]
    async with opened(place) as service, served(service) as client:
        office = await Town(service, client).found(BONTANG)
        officer = await office.staff("DINAS_OFFICER", "Nasution")
        inspector = await office.staff("INSPECTORATE", "Inspektur")
        await Town(service, client).found(DIY)
        last = await _lived(client, officer)
        await settled(officer, last["position"])
        before = [await officer.ask(QUESTIONS, **moment) for moment in moments]
        log = await client.http.get(f"{client.url}/log.ndjson", headers=inspector.headers)
        made = await _backed_up(place, tmp_path / "backup")
        assert sorted(head.events for head in made.heads)[-1] == int(last["position"])
        # What comes after the backup is not in it.
        area = {"villageCode": "64.74.03.1001", "kind": "RW", "number": "1"}
        lost = await officer.done("registerLocalArea", **area)

    await restore.restore(tmp_path / "backup", **elsewhere.targets)
    async with opened(elsewhere.place) as service, served(service) as client:
        officer, inspector = client.as_(officer.token), client.as_(inspector.token)
        after = [await officer.ask(QUESTIONS, **moment) for moment in moments]
        assert after == before
        names = {person["name"] for person in after[0]["persons"]["nodes"]}
        phones = {person["phone"] for person in after[0]["persons"]["nodes"]}
        assert "Ketua muda" in names
        assert "+62811000001" in phones
        again = await client.http.get(f"{client.url}/log.ndjson", headers=inspector.headers)
        assert again.content == log.content
        # The log goes on where the backup ended, and so do the views.
        done = await officer.done("registerLocalArea", **{**area, "number": "2"})
        assert done["position"] == lost["position"]
        query = """query($p: BigInt) {
          localAreas(minPosition: $p) { nodes { number } stale }
        }"""
        found = (await officer.ask(query, p=done["position"]))["localAreas"]
        assert found == {"nodes": [{"number": "2"}], "stale": False}


async def test_a_key_sent_before_the_backup_is_known_after_the_restore(
    place: Place, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    wish = {"idempotencyKey": "from-an-app", "name": "Peserta"}
    async with opened(place) as service, served(service) as client:
        office = await Town(service, client).found(BONTANG)
        officer = await office.staff("DINAS_OFFICER", "Nasution")
        first = await officer.done("registerPerson", **wish)
        await _backed_up(place, tmp_path / "backup")
    await restore.restore(tmp_path / "backup", **elsewhere.targets)
    async with opened(elsewhere.place) as service, served(service) as client:
        officer = client.as_(officer.token)
        again = await officer.done("registerPerson", **wish)
        assert (again["repeated"], again["position"]) == (True, first["position"])
        other = {**wish, "name": "Orang lain"}
        await officer.refused("KEY_REUSED", "registerPerson", **other)


async def test_without_its_root_key_a_restored_service_does_not_start(
    place: Place, elsewhere: Elsewhere, tmp_path: Path
) -> None:
    async with opened(place) as service, served(service) as client:
        await Town(service, client).found(BONTANG)
        await _backed_up(place, tmp_path / "backup")
    await restore.restore(tmp_path / "backup", **elsewhere.targets)
    LocalRootKey.create(tmp_path / "other.key")
    wrong = Place(elsewhere.place.addresses, tmp_path / "other.key")
    with pytest.raises(VaultError, match="root key file"):
        async with opened(wrong):
            pass


async def test_a_root_key_that_is_gone_is_asked_for_and_not_made_anew(
    place: Place, tmp_path: Path
) -> None:
    lost = Settings(data=tmp_path, root_key_file=tmp_path / "keys" / "root.key")
    made = await locations.root_key(lost, place.addresses)
    assert (await locations.root_key(lost, place.addresses)).id == made.id, "an empty key store"
    lost.root_key_file.unlink()  # type: ignore[union-attr]
    lost.root_key_file.parent.rmdir()  # type: ignore[union-attr]
    async with opened(place) as service, served(service) as client:
        await Town(service, client).found(BONTANG)
    for _ in range(2):
        with pytest.raises(RootKeyRefused, match="put it back"):
            await locations.root_key(lost, place.addresses)
    assert list(tmp_path.iterdir()) == []
