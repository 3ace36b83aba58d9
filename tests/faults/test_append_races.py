"""Appends to PostgreSQL under cut connections and from racing processes."""

from __future__ import annotations

import asyncio
import multiprocessing
import random
import time
from concurrent.futures import ProcessPoolExecutor
from uuid import UUID, uuid4

import asyncpg
import pytest
from eventsourcing.persistence import ProgrammingError
from tests.conftest import SMALL_POOLS, FreshDatabase, FreshDatabases, role_urls
from tests.logs.building import a_tenant, command, comparable, event
from tests.patience import PATIENCE_S, until

from wahana.platform.append import (
    Append,
    Appended,
    Duplicate,
    InvalidAppend,
    VersionConflict,
)
from wahana.platform.database import Database, DatabaseUnavailable
from wahana.platform.ids import TenantId
from wahana.platform.log.check import check_log
from wahana.platform.postgres_log import PostgresLog, named_errors
from wahana.platform.writer import Writer, WriterLimits


@pytest.fixture
async def fresh(fresh_database: FreshDatabases) -> FreshDatabase:
    return await fresh_database()


async def _cut_connections(fresh: FreshDatabase, wanted: int) -> None:
    """End appending sessions every few milliseconds, until the wanted number was ended."""
    administrator = await asyncpg.connect(fresh.url)
    ended = 0
    while ended < wanted:
        await asyncio.sleep(random.uniform(0.005, 0.03))
        ended += len(
            await administrator.fetch(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE "
                "datname = current_database() AND query LIKE '%wahana.append%' "
                "AND pid <> pg_backend_pid()"
            )
        )
    await administrator.close()


async def test_cut_connections_lose_nothing_and_double_nothing(fresh: FreshDatabase) -> None:
    log, tenant = PostgresLog(fresh.database), a_tenant()
    await log.open_log(tenant)
    writer = Writer(log, limits=WriterLimits(retry_s_max=PATIENCE_S, retry_pause_s=0.002))
    stop = asyncio.Event()

    async def client() -> list[UUID]:
        accepted = []
        while not stop.is_set():
            stream = uuid4()
            outcome = await writer.append(tenant, command(event(stream, 1), event(stream, 2)))
            assert isinstance(outcome, Appended | Duplicate)
            accepted.append(stream)
        return accepted

    clients = [asyncio.create_task(client()) for _ in range(16)]
    await _cut_connections(fresh, wanted=20)
    stop.set()
    accepted = [stream for streams in await asyncio.gather(*clients) for stream in streams]
    await writer.close()
    rows = [row async for row in log.read_log(tenant)]
    assert sorted(row.stream_id for row in rows if row.version == 1) == sorted(accepted)
    assert len(rows) == 2 * len(accepted)
    assert await check_log(log, tenant) is None


async def test_an_unreachable_server_is_a_clear_error(fresh: FreshDatabase) -> None:
    database = await Database.open(role_urls(fresh.url), SMALL_POOLS)
    await database.close()
    with pytest.raises(DatabaseUnavailable, match="WAHANA_DATABASE_URL"):
        await PostgresLog(database).append(a_tenant(), [_new()])


async def test_appends_of_a_tenant_wait_for_the_one_before_and_no_other_tenant_does(
    fresh: FreshDatabase,
) -> None:
    """Lock order is commit order is position order: what a reader relies on."""
    log, tenant, other = PostgresLog(fresh.database), a_tenant(), a_tenant()
    for name in (tenant, other):
        await log.open_log(name)
    blocker = await asyncpg.connect(fresh.url)
    async with blocker.transaction():
        await blocker.fetch(
            "SELECT * FROM wahana.tenant_head WHERE tenant_id = $1 FOR NO KEY UPDATE", tenant
        )
        waiting = asyncio.create_task(log.append(tenant, [_new()]))
        assert comparable((await log.append(other, [_new()]))[0]) == ("appended", 1, 1)
        await asyncio.sleep(0.1)
        assert not waiting.done()
        assert await log.head(tenant) == 0
    assert comparable((await waiting)[0]) == ("appended", 1, 1)
    await blocker.close()


STREAMS = [UUID(int=n) for n in range(1, 5)]
START = 7
"""An advisory lock; who takes part in the race waits for it."""


async def test_writers_of_several_processes_race_without_gap_or_loss(fresh: FreshDatabase) -> None:
    tenants = [a_tenant(), a_tenant()]
    log = PostgresLog(fresh.database)
    for tenant in tenants:
        await log.open_log(tenant)
    loop = asyncio.get_running_loop()
    starter = await asyncpg.connect(fresh.url)
    await starter.execute("SELECT pg_advisory_lock($1)", START)
    ready = "SELECT count(*) = 3 FROM pg_locks WHERE locktype = 'advisory' AND NOT granted"
    with ProcessPoolExecutor(3, mp_context=multiprocessing.get_context("spawn")) as processes:
        racing = [
            loop.run_in_executor(processes, _race, fresh.url, tenants, seed) for seed in range(3)
        ]
        await until(lambda: starter.fetchval(ready), "every process at the start")
        await starter.execute("SELECT pg_advisory_unlock($1)", START)
        results = await asyncio.gather(*racing)
    await starter.close()
    conflicts = sum(conflicts for _, conflicts in results)
    assert conflicts > 0
    for tenant in tenants:
        accepted = sorted(span for spans, _ in results for name, span in spans if name == tenant)
        assert await check_log(log, tenant) is None
        head = await log.head(tenant)
        positions = [n for first, last in accepted for n in range(first, last + 1)]
        assert positions == list(range(1, head + 1))
        assert sum((await log.versions(tenant, STREAMS)).values()) == head


def _race(
    url: str, tenants: list[TenantId], seed: int
) -> tuple[list[tuple[TenantId, tuple[int, int]]], int]:
    """In a process of its own: eight clients who decide on what they last knew of four streams."""
    return asyncio.run(_race_clients(url, tenants, seed))


async def _race_clients(
    url: str, tenants: list[TenantId], seed: int
) -> tuple[list[tuple[TenantId, tuple[int, int]]], int]:
    chance = random.Random(seed)
    database = await Database.open(role_urls(url), SMALL_POOLS)
    writer = Writer(PostgresLog(database))
    accepted: list[tuple[TenantId, tuple[int, int]]] = []
    conflicts = 0
    known: dict[tuple[TenantId, UUID], int] = {}
    await database.pool("wahana_worker").fetch("SELECT pg_advisory_xact_lock_shared($1)", START)
    stop_at = time.monotonic() + 1.0

    async def client() -> None:
        nonlocal conflicts
        while time.monotonic() < stop_at:
            tenant, stream = chance.choice(tenants), chance.choice(STREAMS)
            version = known.get((tenant, stream), 0)
            size = chance.randint(1, 3)
            events = [event(stream, version + n) for n in range(1, size + 1)]
            outcome = await writer.append(tenant, command(*events))
            if isinstance(outcome, VersionConflict):
                conflicts += 1
                known[tenant, stream] = outcome.actual
            else:
                accepted.append((tenant, (outcome.first, outcome.last)))
                known[tenant, stream] = max(version + size, known.get((tenant, stream), 0))

    await asyncio.gather(*(client() for _ in range(8)))
    await writer.close()
    await database.close()
    return accepted, conflicts


@pytest.mark.parametrize(
    ("raised", "named"),
    [
        (asyncpg.AdminShutdownError("57P01"), DatabaseUnavailable),
        (asyncpg.CannotConnectNowError("57P03"), DatabaseUnavailable),
        (asyncpg.ConnectionDoesNotExistError("08003"), DatabaseUnavailable),
        (asyncpg.InterfaceError("connection is closed"), DatabaseUnavailable),
        (asyncpg.InternalClientError("got result for unknown protocol state"), DatabaseUnavailable),
        (ConnectionResetError(), DatabaseUnavailable),
        (TimeoutError(), DatabaseUnavailable),
        (asyncpg.UniqueViolationError("23505"), InvalidAppend),
        (asyncpg.exceptions._base.DataError("a value that cannot be sent"), InvalidAppend),
        (asyncpg.InsufficientPrivilegeError("42501"), ProgrammingError),
        (KeyError("a bug"), KeyError),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else type(value).__name__,
)
def test_which_errors_leave_the_outcome_unknown(raised: Exception, named: type[Exception]) -> None:
    with pytest.raises(named) as caught, named_errors():
        raise raised
    assert caught.value is raised or caught.value.__cause__ is raised


def _new(size: int = 1) -> Append:
    stream = uuid4()
    return command(*(event(stream, version) for version in range(1, size + 1)))
