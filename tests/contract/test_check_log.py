"""The walk over a log finds each kind of damage, and says where."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import asyncpg
import msgspec
import pytest
from tests.conftest import FreshDatabase
from tests.logs.building import a_tenant, command, event

from wahana.platform.events import EventRow
from wahana.platform.ids import TenantId
from wahana.platform.log.check import check_log
from wahana.platform.memory_log import MemoryLog
from wahana.platform.postgres_log import PostgresLog


class DamagedLog(MemoryLog):
    """A log that gives back other rows than were written."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[EventRow] = []

    async def read_log(self, tenant: TenantId, **options: Any) -> AsyncIterator[EventRow]:  # type: ignore[override]
        for row in self.rows:
            yield row


@pytest.fixture
async def tenant(log: DamagedLog) -> TenantId:
    name, a, b = a_tenant(), uuid4(), uuid4()
    await log.open_log(name)
    await log.append(
        name, [command(event(a, 1), event(b, 1)), command(event(a, 2)), command(event(b, 2))]
    )
    log.rows = [row async for row in MemoryLog.read_log(log, name)]
    return name


@pytest.fixture
def log() -> DamagedLog:
    return DamagedLog()


async def test_a_whole_log_has_no_defect(log: DamagedLog, tenant: TenantId) -> None:
    assert await check_log(log, tenant) is None
    log.rows = log.rows[:2]
    assert await check_log(log, tenant, up_to=2) is None


@pytest.mark.parametrize("missing", [1, 2, 3])
async def test_a_missing_event(log: DamagedLog, tenant: TenantId, missing: int) -> None:
    del log.rows[missing - 1]
    defect = await check_log(log, tenant)
    assert defect is not None
    assert (defect.position, defect.what) == (missing + 1, f"position {missing} is missing")


async def test_a_missing_end(log: DamagedLog, tenant: TenantId) -> None:
    del log.rows[3]
    assert str(await check_log(log, tenant)) == (
        f"tenant {tenant}, position 4: the head is 4, but the last event is 3"
    )


async def test_a_wrong_version(log: DamagedLog, tenant: TenantId) -> None:
    log.rows[2] = msgspec.structs.replace(log.rows[2], version=3)
    defect = await check_log(log, tenant)
    assert defect is not None
    assert "goes from version 1 to 3" in str(defect)
    assert defect.position == 3


async def test_a_time_that_does_not_rise(log: DamagedLog, tenant: TenantId) -> None:
    log.rows[1] = msgspec.structs.replace(log.rows[1], recorded_at=log.rows[0].recorded_at)
    defect = await check_log(log, tenant)
    assert defect is not None
    assert "recorded at" in defect.what
    log.rows[1] = msgspec.structs.replace(
        log.rows[1], recorded_at=log.rows[0].recorded_at - timedelta(days=1)
    )
    assert await check_log(log, tenant) is not None


async def test_a_row_deleted_by_the_administrator(shared_database: FreshDatabase) -> None:
    log, tenant = PostgresLog(shared_database.database), a_tenant()
    await log.open_log(tenant)
    await log.append(tenant, [command(event(uuid4(), 1)) for _ in range(5)])
    assert await check_log(log, tenant) is None
    connection = await asyncpg.connect(shared_database.url)
    await connection.execute(
        "DELETE FROM wahana.event WHERE tenant_id = $1 AND position = 3", tenant
    )
    await connection.close()
    defect = await check_log(log, tenant)
    assert defect is not None
    assert defect.what == "position 3 is missing"
