"""Both logs, for the one suite that they share."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from tests.conftest import SMALL_POOLS, FreshDatabase, FreshDatabases, Postgres, copy, role_urls
from tests.logs.building import a_tenant
from tests.logs.clocked import SetClock, clocked

from wahana.platform.append import Log
from wahana.platform.database import Database
from wahana.platform.ids import TenantId
from wahana.platform.memory_log import MemoryLog
from wahana.platform.postgres_log import PostgresLog


@pytest.fixture(scope="session")
async def shared_database(postgres: Postgres, event_template: str) -> AsyncIterator[FreshDatabase]:
    """A shared database for tests that use their own tenants, because a copy for each costs
    time."""
    async with copy(postgres, event_template, "wahana") as url:
        database = await Database.open(role_urls(url), SMALL_POOLS)
        yield FreshDatabase(url, database)
        await database.close()


@pytest.fixture(params=["memory", "postgres"])
async def log(request: pytest.FixtureRequest, shared_database: FreshDatabase) -> Log:
    """A log; every test has a tenant of its own."""
    return MemoryLog() if request.param == "memory" else PostgresLog(shared_database.database)


@pytest.fixture
async def tenant(log: Log) -> TenantId:
    """A tenant whose log is open."""
    name = a_tenant()
    await log.open_log(name)
    return name


@dataclass(frozen=True)
class ClockedLog:
    """A log whose time the test sets."""

    log: Log
    set_clock: SetClock


@pytest.fixture(params=["memory", "postgres"])
async def clocked_log(
    request: pytest.FixtureRequest, fresh_database: FreshDatabases
) -> AsyncIterator[ClockedLog]:
    """A log with a clock that the test sets; start by setting it."""
    if request.param == "memory":
        now = datetime(2026, 1, 1, tzinfo=UTC)

        async def set_memory(at: datetime) -> None:
            nonlocal now
            now = at

        yield ClockedLog(MemoryLog(clock=lambda: now), set_memory)
        return
    fresh = await fresh_database()
    async with clocked(fresh.url) as set_clock:
        yield ClockedLog(PostgresLog(fresh.database), set_clock)
