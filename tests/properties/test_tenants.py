"""Random commands on several offices, with crashes: positions, states, views and walls hold.

A crash is what a killed process leaves: commands in flight are dropped where they are, caches
and pools are gone, and a new service starts on the same databases. Afterwards everything is
compared with the logs.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from tests.story.conftest import Place, Places, opened
from tests.story.conftest import installed_template as installed_template
from tests.story.conftest import places as places

from wahana.deploy import provision, registry
from wahana.deploy.assembly import ServiceParts
from wahana.deploy.provision import OPERATOR, MemberSetup, TenantSetup
from wahana.domain.formation.activity_plan_commands import ScheduleActivity
from wahana.domain.formation.proposal_commands import ProposeWksbm, RenameWksbm
from wahana.domain.kernel.model import Command
from wahana.domain.office.budget_target_commands import ReviseBudgetTarget, SetBudgetTarget
from wahana.domain.office.local_area_commands import CloseLocalArea, RegisterLocalArea
from wahana.domain.people.person_corrections import CorrectPerson
from wahana.domain.people.registration import RegisterPerson
from wahana.platform import rebuild
from wahana.platform.execution import Accepted, CommandRequest
from wahana.platform.ids import TenantId, uuid7
from wahana.platform.interventions import Justification
from wahana.platform.log.check import check_log
from wahana.platform.repository import Repository
from wahana.platform.runner import Worker
from wahana.projections.registry import VIEWS
from wahana.tenants.authorization import canonical

pytestmark = pytest.mark.takes(8)

TENANTS = 3
LIVES = 4
"""Starts of the service in one history; all but the last end in a crash."""
WAVES = 3
"""Waves of commands in one life; the last one is cut."""
AT_ONCE = 24
VILLAGES = ("64.74.01.1003", "64.74.01.1004", "64.74.03.1001")
WARRANT = Justification("test", "held against a replay")
_UUID = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")
ENOUGH = 60
"""Events that were accepted, at least, before everything is checked."""


@dataclass
class Office:
    """An office, its officer's token, and what its commands may be about."""

    tenant: TenantId
    token: str
    ids: dict[str, list[UUID]] = field(default_factory=dict)

    def one(self, random: Random, kind: str) -> UUID:
        """The id of something that may be there, or not yet, or never."""
        known = self.ids.setdefault(kind, [])
        if not known or random.random() < 0.4:
            known.append(uuid7())
        return random.choice(known)


def wish(random: Random, office: Office) -> Command:
    """A command that may well be refused."""
    name = f"Nama {random.randrange(1000)}"
    number = str(random.randrange(1, 6))
    village = random.choice(VILLAGES)
    soon = date.today() + timedelta(days=7)  # noqa: DTZ011 - any day that is not late
    wishes: list[Any] = [
        lambda: RegisterPerson(person_id=office.one(random, "person"), name=name),
        lambda: CorrectPerson(
            person_id=office.one(random, "person"), name=name, reason="TYPING_ERROR"
        ),
        lambda: ProposeWksbm(
            wksbm_id=office.one(random, "wksbm"),
            name=name,
            level="KELURAHAN",
            village_code=village,
            origin="NATURAL",
            budget_year=2026,
        ),
        lambda: RenameWksbm(wksbm_id=office.one(random, "wksbm"), name=name),
        lambda: RegisterLocalArea(
            local_area_id=office.one(random, "area"),
            village_code=village,
            kind="RW",
            number=number,
        ),
        lambda: CloseLocalArea(local_area_id=office.one(random, "area"), reason="MERGED"),
        lambda: SetBudgetTarget(year=2026, indicator="WKSBM_FORMED", target_qty=5, funding="APBD"),
        lambda: ReviseBudgetTarget(
            year=2026,
            indicator="WKSBM_FORMED",
            target_qty=random.randrange(9),
            reason="OTHER",
            note=name,
        ),
        lambda: ScheduleActivity(
            activity_id=office.one(random, "activity"),
            kind="PENYULUHAN",
            title=name,
            organiser_unit="Seksi",
            level="KABKOTA",
            date_from=soon,
            date_to=soon,
        ),
    ]
    made: Command = random.choice(wishes)()
    return made


@dataclass
class History:
    """A place in which services live and die, and the offices in it."""

    place: Place
    random: Random
    offices: list[Office] = field(default_factory=list)
    accepted: dict[tuple[UUID, int], bytes] = field(default_factory=dict)
    """Payloads of what was told to be accepted, by tenant and position."""

    @contextlib.asynccontextmanager
    async def life(self) -> AsyncIterator[ServiceParts]:
        """One life of the service."""
        async with opened(self.place) as service:
            if not self.offices:
                self.offices = [await founded(service, number) for number in range(TENANTS)]
            yield service

    async def execute(self, service: ServiceParts, office: Office) -> None:
        """One command of an office's officer; sometimes stale, sometimes sent twice."""
        scope = await service.authorizer.admit(office.token)
        command = wish(self.random, office)
        expected = self.random.choice([None, None, 1, 2])
        request = CommandRequest(key=str(uuid7()), source="app", expected_version=expected)
        order = service.authorizer.order(scope, command, request, canonical(command, request))
        for _ in range(self.random.choice([1, 1, 2])):
            result = await service.executor.execute(order)
            if isinstance(result, Accepted):
                rows = {(row.tenant_id, row.position): row.payload for row in result.rows}
                known = {place: self.accepted.get(place, rows[place]) for place in rows}
                assert rows == known, "another event at a position that was given away"
                self.accepted |= rows

    async def wave(self, service: ServiceParts, *, cut: bool) -> None:
        """Many commands at once, beside a worker; ``cut``: dropped in the middle of it."""
        worker = asyncio.create_task(Worker(service.projector, VIEWS).catch_up())
        commands = [
            asyncio.create_task(self.execute(service, self.random.choice(self.offices)))
            for _ in range(AT_ONCE)
        ]
        if cut:
            await asyncio.sleep(self.random.random() * 0.03)
            for task in (worker, *commands):
                task.cancel()
            ended = await asyncio.gather(worker, *commands, return_exceptions=True)
            wrong = [one for one in ended if isinstance(one, Exception)]
            assert not wrong, wrong
        else:
            await asyncio.gather(worker, *commands)

    async def enough(self, service: ServiceParts) -> None:
        """More waves where little was accepted: a slow machine is cut off earlier."""
        for _ in range(WAVES * LIVES):
            if len(self.accepted) > ENOUGH:
                return
            await self.wave(service, cut=False)


async def founded(service: ServiceParts, number: int) -> Office:
    new = TenantSetup(f"Dinas {number}", f"dinas-{number}", "KABKOTA", "64.74", "Asia/Makassar")
    tenant = await provision.add_tenant(service, new, log_name="log.test")
    _, token = await provision.add_member(
        service, tenant, OPERATOR, MemberSetup("Petugas", "DINAS_HEAD")
    )
    return Office(tenant, token)


@pytest.mark.parametrize("seed", range(3))
async def test_random_lives_of_several_offices_keep_every_promise(
    places: Places, seed: int
) -> None:
    async with places() as place:
        history = History(place, Random(seed))
        for number in range(LIVES):
            async with history.life() as service:
                for wave in range(WAVES):
                    await history.wave(service, cut=wave == WAVES - 1 and number < LIVES - 1)
                if number == LIVES - 1:
                    await history.enough(service)
                    await check_everything(service, history)


async def check_everything(service: ServiceParts, history: History) -> None:
    """Everything against the logs, which are sound themselves."""
    tenants = [office.tenant for office in history.offices]
    stored: dict[tuple[UUID, int], bytes] = {}
    for tenant in tenants:
        assert await check_log(service.log, tenant) is None
        async for row in service.log.read_log(tenant):
            stored[row.tenant_id, row.position] = row.payload
        await check_states(service, tenant)
    assert len(history.accepted) > ENOUGH
    assert history.accepted.items() <= stored.items()
    await Worker(service.projector, VIEWS).catch_up()
    for view in VIEWS:
        for done in await rebuild.rebuild(service.projector, view, tenants, WARRANT):
            assert (done.outcome, done.differences) == ("switched", ()), (view.name, done)
    await check_walls(history.place, service, tenants)


async def check_states(service: ServiceParts, tenant: TenantId) -> None:
    """The states that the service decides on are those that the log tells to a newcomer."""
    newcomer = Repository(service.infrastructure.event_store)
    kinds: dict[UUID, tuple[type, int]] = {}
    async for row in service.log.read_log(tenant):
        kinds[row.stream_id] = (registry.KINDS[row.topic.partition(".")[0]], row.version)
    for stream_id, (kind, version) in kinds.items():
        known = service.repository.cached(tenant, kind, stream_id)
        if known is None:
            (known,) = await service.repository.get_many(tenant, [(kind, stream_id)])
        (replayed,) = await newcomer.get_many(tenant, [(kind, stream_id)])
        assert known == replayed
        assert replayed.version == version, "the version is the number of its events"


async def check_walls(place: Place, service: ServiceParts, tenants: Sequence[TenantId]) -> None:
    """No row of one office names anything of another."""
    named: dict[TenantId, set[str]] = {}
    for tenant in tenants:
        ids: set[str] = set()
        async for row in service.log.read_log(tenant):
            ids |= {str(row.stream_id), str(row.event_id)} | set(_UUID.findall(str(row.payload)))
        named[tenant] = ids
    shared = set.intersection(*named.values())  # the operator acts in all
    connection = await asyncpg.connect(place.addresses.events)
    tables = await connection.fetch(
        "SELECT attrelid::regclass::text AS name FROM pg_attribute JOIN pg_class c "
        "ON c.oid = attrelid WHERE attname = 'tenant_id' AND c.relkind = 'r' "
        "AND c.relnamespace IN ('wahana'::regnamespace, 'view'::regnamespace)"
    )
    assert len(tables) > 20
    for name in (table["name"] for table in tables):
        whole = f"SELECT tenant_id, t::text AS everything FROM {name} t"  # noqa: S608 - a table's name
        for found in await connection.fetch(whole):
            own = UUID(int=found["tenant_id"].int)
            others = set().union(*(ids for one, ids in named.items() if one != own))
            foreign = others - shared - named[TenantId(own)]
            assert not foreign & set(_UUID.findall(found["everything"])), name
    await connection.close()
