"""The whole service under load while its processes are killed, and what is left afterwards.

Real processes on an embedded database: ``wahana serve``, ``wahana work``, PostgreSQL. 64 clients
on one office, then on sixteen, send commands that conflict, come twice, or reuse a key, and try
again until they are answered. In the middle the server, the worker and the database are ended by
kill -9, and started again as a supervisor would. Then: positions gapless, every acceptance in the
log once and nothing else there, equal answers to equal keys, views equal to a replay.

The seed is printed; ``WAHANA_CHAOS_SEED`` sets it. (Which command meets which is up to the
machine: a seed repeats the commands and the order of the faults, not the races.)
"""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from signal import SIGKILL
from uuid import UUID

import httpx
import pytest
from tests.faults import traffic
from tests.faults.processes import Supervised, free_port
from tests.faults.traffic import Office, Record, Sender, told
from tests.level import level
from tests.patience import PATIENCE_S, until

from wahana.deploy import assembly, locations, provision
from wahana.deploy.assembly import ServiceParts
from wahana.deploy.provision import OPERATOR, MemberSetup, TenantSetup
from wahana.domain.formation.proposal_commands import ProposeWksbm
from wahana.platform import positions, rebuild
from wahana.platform.embedded import EmbeddedPostgres
from wahana.platform.ids import TenantId, global_id, uuid7
from wahana.platform.interventions import Justification
from wahana.platform.log.check import check_log
from wahana.platform.log.leaf import leaf, leaf_hash
from wahana.platform.settings import Settings
from wahana.projections.registry import VIEWS

pytestmark = pytest.mark.takes(40)

SEED = os.environ.get("WAHANA_CHAOS_SEED", "20261121")
CLIENTS = 64
VILLAGES = ("64.74.01.1003", "64.74.01.1004", "64.74.03.1001")
WARRANT = Justification("test", "held against a replay")


@dataclass(frozen=True)
class House:
    """The running processes, and the service in this process beside them."""

    service: ServiceParts
    url: str
    server: Supervised
    worker: Supervised
    postgres: EmbeddedPostgres

    def kill_database(self) -> None:
        pid = self.postgres.pid
        assert pid is not None
        os.kill(pid, SIGKILL)

    def faults(self, random: Random) -> list[Callable[[], None]]:
        """What is killed, in this order; the worker first, whose leases have to run out."""
        others = [self.server.kill, self.kill_database]
        random.shuffle(others)
        return [self.worker.kill, *others]


@pytest.fixture
async def house(data: Path) -> AsyncIterator[House]:
    """The service on a data folder of its own."""
    port = free_port()
    settings = Settings(data=data, read_connections=2, append_connections=2, work_connections=2)
    async with contextlib.AsyncExitStack() as stack:
        postgres = await stack.enter_async_context(EmbeddedPostgres.start(data, fast=True))
        addresses = await stack.enter_async_context(locations.addresses(settings))
        root = await locations.root_key(settings, addresses)
        await assembly.prepare(addresses)
        service = await stack.enter_async_context(
            assembly.opened(addresses, root, settings=settings)
        )
        on = ("--data", str(data))
        server = Supervised(("serve", *on, "--port", str(port)), data.with_name("serve.log"))
        worker = Supervised(("work", *on), data.with_name("work.log"))
        for process in (server, worker):
            await stack.enter_async_context(process.running())
        yield House(service, f"http://127.0.0.1:{port}", server, worker, postgres)


async def office(service: ServiceParts, number: int) -> Office:
    """An office with an officer's token and three WKSBM."""
    new = TenantSetup(f"Dinas {number}", f"dinas-{number}", "KABKOTA", "64.74", "Asia/Makassar")
    tenant = await provision.add_tenant(service, new, log_name="log.test")
    _, token = await provision.add_member(
        service, tenant, OPERATOR, MemberSetup("Petugas", "DINAS_OFFICER")
    )
    scope = await service.authorizer.admit(token)
    ids = [uuid7() for _ in VILLAGES]
    for wksbm_id, village in zip(ids, VILLAGES, strict=True):
        command = ProposeWksbm(
            wksbm_id=wksbm_id,
            name=f"WKSBM {village}",
            level="KELURAHAN",
            village_code=village,
            origin="INITIATED",
            budget_year=2026,
        )
        await provision.run(service, tenant, scope, command)
    return Office(tenant, token, tuple(global_id("wksbm", one) for one in ids), VILLAGES[0])


@pytest.mark.parametrize(("tenants", "wishes"), [(1, 10), (16, 7)], ids=["one", "sixteen"])
async def test_what_was_accepted_is_there_once_whatever_was_killed(
    house: House, tenants: int, wishes: int
) -> None:
    print(f"WAHANA_CHAOS_SEED={SEED}")
    offices = [await office(house.service, number) for number in range(tenants)]
    before = {one.tenant: await house.service.log.head(TenantId(one.tenant)) for one in offices}
    record = await load(house, offices, wishes)
    assert record.troubles, "nothing was ever sent again: the kills hit nobody"
    for code in ("Accepted", "STALE_VERSION", "AREA_NUMBER_TAKEN", "KEY_REUSED"):
        code = "Conflict" if code == "STALE_VERSION" else code
        assert record.kinds[code], f"the load did not bring about any {code}: {record.kinds}"
    for one in offices:
        await check_office(house.service, one, before[one.tenant], record)
    await check_views(house, [TenantId(one.tenant) for one in offices])


async def load(house: House, offices: Sequence[Office], wishes: int) -> Record:
    """All clients' wishes, with every kind of process killed on the way."""
    record = Record()
    limits = httpx.Limits(max_connections=2 * CLIENTS)
    async with httpx.AsyncClient(timeout=PATIENCE_S, limits=limits) as http:
        sender = Sender(http, house.url, record)
        await until_live(http, house.url)
        killer = asyncio.create_task(kill_at_times(house, record, CLIENTS * wishes))
        async with asyncio.TaskGroup() as clients:
            for number in range(CLIENTS):
                # On one office all clients meet; on many, each has a few that it shares.
                near = [offices[(number + step) % len(offices)] for step in range(2)]
                clients.create_task(traffic.client(f"{SEED}-{number}", near, sender, wishes))
        await killer
        accepted = list(record.accepted.values())
        for wish, answer in Random(SEED).sample(accepted, 50):
            again = await sender.send(wish)
            assert again["repeated"]
            assert told(again) == told(answer)
    assert house.server.starts > 1
    assert house.worker.starts > 1
    return record


async def until_live(http: httpx.AsyncClient, url: str) -> None:
    async def ready() -> bool:
        with contextlib.suppress(httpx.TransportError):
            return (await http.get(f"{url}/ready")).status_code == 200
        return False

    await until(ready, "the server ready")


async def kill_at_times(house: House, record: Record, total: int) -> None:
    """Kill something whenever another part of the work is done."""
    faults = house.faults(Random(SEED))
    for number, fault in enumerate(faults, start=1):
        goal = total * number // (len(faults) + 1)
        await until(lambda: record.answered >= goal)  # noqa: B023 - awaited here
        await until(lambda: None not in (house.server.pid, house.worker.pid, house.postgres.pid))
        fault()


async def check_office(service: ServiceParts, one: Office, before: int, record: Record) -> None:
    """The log is sound, and what was accepted is exactly what it holds."""
    tenant = TenantId(one.tenant)
    assert await check_log(service.log, tenant) is None
    origin = f"log.test/t/{one.tenant}"
    rows = {row.position: row async for row in service.log.read_log(tenant, after=before)}
    taken: set[int] = set()
    for (where, _), (wish, answer) in record.accepted.items():
        if where != one.tenant:
            continue
        for event in answer["events"]:
            position = int(event["position"])
            assert position not in taken, f"two commands at position {position}"
            taken.add(position)
            assert rows[position].topic == event["topic"], wish
            assert rows[position].version == event["version"], wish
        last = rows[int(answer["position"])]
        assert answer["receipt"]["leafHash"] == leaf_hash(leaf(last, origin)).hex()
    assert taken == set(rows), "the log holds something that nobody was told of, or lacks it"


async def check_views(house: House, tenants: Sequence[TenantId]) -> None:
    """The worker has caught up, and every view is what a replay makes of the log."""
    service = house.service
    await level(service)
    rows = await positions.status(service.database, VIEWS)
    assert {row.state for row in rows if row.live} == {"live"}
    assert {UUID(int=row.tenant.int) for row in rows} == {UUID(int=one.int) for one in tenants}
    for view in VIEWS:
        for done in await rebuild.rebuild(service.projector, view, tenants, WARRANT):
            assert (done.outcome, done.differences) == ("switched", ()), (view.name, done)
