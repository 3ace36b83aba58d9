"""Frequent statements use their index, as the role that runs them: also while the table is small,
and when its statistics are old. A plan is kept, so the first one counts."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import asyncpg
import pytest
from tests.conftest import FreshDatabase, FreshDatabases
from tests.logs.building import a_tenant, command, event

from wahana.platform import sql
from wahana.platform.ids import TenantId
from wahana.platform.postgres_log import PostgresLog

PLATFORM = Path(sql.__file__)
STATEMENTS = sql.load(str(PLATFORM), "event_log.sql") | sql.load(
    str(PLATFORM.parent / "processes" / "tracking.py"), "tracking.sql"
)
BY_POSITION = "event_pkey"
BY_STREAM = "event_tenant_id_stream_id_version_key"

KEY = ("tenant_id", "stream_id", "version")

READS: dict[str, tuple[int, dict[str, tuple[str, ...]]]] = {
    "lookup": (2, {"command_log_pkey": ("tenant_id", "client", "key")}),
    "versions": (1, {BY_STREAM: ("tenant_id", "stream_id")}),
    "read_stream": (5, {BY_STREAM: KEY}),
    "read_stream_back": (5, {BY_STREAM: KEY}),
    "read_streams": (2, {BY_STREAM: KEY}),
    "read_log": (2, {BY_POSITION: ("tenant_id", "position")}),
    "read_log_topics": (3, {BY_POSITION: ("tenant_id", "position")}),
    "first_unknown": (3, {BY_POSITION: ("tenant_id", "position")}),
    "head": (0, {"tenant_head_pkey": ("tenant_id",)}),
    "position_at": (
        1,
        {"tenant_head_pkey": ("tenant_id",), BY_POSITION: ("tenant_id", "position")},
    ),
    "command_end": (
        1,
        {
            "command_log_by_end": ("tenant_id", "last_position"),
            BY_POSITION: ("tenant_id", "position"),
        },
    ),
    "tracked": (1, {"tracking_pkey": ("tenant_id", "name")}),
}
"""Number of binds after the tenant; each index that must be used, with its condition's columns."""


@pytest.fixture(params=["empty", "small", "grown"])
async def filled(
    request: pytest.FixtureRequest, fresh_database: FreshDatabases
) -> tuple[FreshDatabase, TenantId]:
    """A database whose event table is empty; small with fresh statistics; or has grown since."""
    fresh = await fresh_database()
    log, tenant = PostgresLog(fresh.database), a_tenant()
    await log.open_log(tenant)
    if request.param != "empty":
        await log.append(tenant, [command(event(uuid4(), 1)) for _ in range(20)])
        await _administrate(fresh, "ANALYZE")
    if request.param == "grown":
        for _ in range(10):
            await log.append(tenant, [command(event(uuid4(), 1)) for _ in range(250)])
    return fresh, tenant


async def _administrate(fresh: FreshDatabase, statement: str) -> None:
    connection = await asyncpg.connect(fresh.url)
    await connection.execute(statement)
    await connection.close()


async def test_reads_go_by_their_index(filled: tuple[FreshDatabase, TenantId]) -> None:
    fresh, tenant = filled
    for name, (binds, expected) in READS.items():
        async with fresh.database.reading(tenant) as session:
            # As the pool plans it: once, without the values.
            unknown = ", ".join(["NULL"] * (1 + binds))
            await session.fetch(f"PREPARE probe AS {STATEMENTS[name]}")
            rows = await session.fetch(f"EXPLAIN EXECUTE probe({unknown})")
            await session.fetch("DEALLOCATE probe")
        plan = "\n".join([name, *(row[0] for row in rows)])
        assert "Seq Scan" not in plan, plan
        used = re.findall(r"using (\w+) on .*\n\s+Index Cond: (.*)", plan)
        assert {index for index, _ in used} == set(expected), plan
        for index, condition in used:
            asked = set(re.findall(r"\(\"?(\w+)\"? [<>=]", condition))
            assert asked == set(expected[index]), plan
        if name in {"read_log", "read_stream", "read_streams", "read_stream_back"}:
            assert "Sort" not in plan, plan


def test_every_read_statement_is_looked_at() -> None:
    assert set(READS) == set(STATEMENTS) - {"append", "open_log", "close_instant", "track", "stop"}


@pytest.fixture
async def scans(filled: tuple[FreshDatabase, TenantId]) -> AsyncIterator[Any]:
    """Counts scans of the event store's tables, by table: (sequential, by index)."""
    connection = await asyncpg.connect(filled[0].url)

    async def count() -> dict[str, tuple[int, int]]:
        rows = await connection.fetch(
            "SELECT relname, seq_scan, seq_tup_read, idx_scan, idx_tup_fetch "
            "FROM pg_stat_user_tables WHERE schemaname = 'wahana'"
        )
        return {row[0]: (row[2], row[4] or 0) for row in rows}

    yield count
    await connection.close()


async def test_an_append_reads_a_few_rows_by_index_however_many_there_are(
    filled: tuple[FreshDatabase, TenantId], scans: Any
) -> None:
    """The function's statements cannot be explained one by one; what they touched is counted."""
    fresh, tenant = filled
    log = PostgresLog(fresh.database)
    streams = [uuid4() for _ in range(10)]
    await log.append(tenant, [command(event(name, 1)) for name in streams])
    await _flush_statistics(fresh)
    before = await scans()
    batch = [command(event(name, 2)) for name in streams]
    batch.append(command(event(streams[0], 9)))  # a conflict: also the walk goes by index
    await log.append(tenant, batch)
    await _flush_statistics(fresh)
    after = await scans()
    for table in ("event", "tenant_head", "command_log"):
        assert after[table][0] == before[table][0], f"{table} was scanned"
    assert after["event"][1] - before["event"][1] <= 4 * len(batch)


async def _flush_statistics(fresh: FreshDatabase) -> None:
    """A backend hands in its counts when told, or when it has been idle for a while."""
    pool = fresh.database.pool("wahana_app_rw")
    for _ in range(pool.get_size()):
        async with pool.acquire() as connection:
            await connection.execute("SELECT pg_stat_force_next_flush()")
            await connection.execute("SELECT 1")
