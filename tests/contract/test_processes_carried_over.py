"""Process managers were run as views in release 0.1: positions and lists are carried over.

What a running deployment has is made here by hand, as that release made it; then the migration
is applied to it.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import asyncpg
import pytest

from wahana.platform import migrate

BEFORE = ("0001_", "0002_", "0003_", "0004_")
"""The migrations of release 0.1."""
TABLES = """
CREATE TABLE view.service_flow (
    tenant_id uuid NOT NULL, generation int NOT NULL, case_id uuid NOT NULL, ends_on date NOT NULL,
    PRIMARY KEY (tenant_id, generation, case_id)
);
CREATE TABLE view.referral_flow (
    tenant_id uuid NOT NULL, generation int NOT NULL, referral_id uuid NOT NULL,
    case_id uuid NOT NULL, due date, consents uuid[] NOT NULL,
    PRIMARY KEY (tenant_id, generation, referral_id)
);
SELECT wahana.protect_view_table('view.service_flow'),
    wahana.protect_view_table('view.referral_flow');
INSERT INTO wahana.view_definition VALUES
    ('service_flow', decode(repeat('00', 32), 'hex'), ARRAY['view.service_flow'], now()),
    ('referral_flow', decode(repeat('00', 32), 'hex'), ARRAY['view.referral_flow'], now()),
    ('trail', decode(repeat('00', 32), 'hex'), ARRAY['view.trail'], now());
"""
A, B = UUID(int=1), UUID(int=2)
CASE, REFERRAL, CONSENTS = UUID(int=3), UUID(int=4), [UUID(int=5), UUID(int=6)]
NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.fixture
async def running(empty_url: str, tmp_path: Path) -> AsyncIterator[asyncpg.Connection[Any]]:
    """A database of release 0.1 with two process managers at work, as its administrator."""
    for path in migrate.EVENT_MIGRATIONS.glob("*.sql"):
        if path.name.startswith(BEFORE):
            shutil.copy(path, tmp_path)
    await migrate.migrate(empty_url, tmp_path)
    connection = await asyncpg.connect(empty_url)
    try:
        async with migrate.owner_transaction(connection):
            await connection.execute(TABLES)
        yield connection
    finally:
        await connection.close()


async def begun(
    connection: asyncpg.Connection[Any],
    tenant: UUID,
    view: str,
    position: int,
    *,
    generation: int = 1,
    error: str | None = None,
) -> None:
    """A live generation at a position; stopped if there is an error."""
    stopped = None if error is None else position + 1
    await connection.execute(
        "INSERT INTO wahana.projection VALUES ($1, $2, $3, 1, $4, $5, $6, $7, $8)",
        *(tenant, view, generation, position, "live" if error is None else "stopped"),
        *(stopped, error, NOW),
    )
    await connection.execute(
        "INSERT INTO wahana.projection_live VALUES ($1, $2, $3)", tenant, view, generation
    )


async def rows(connection: asyncpg.Connection[Any], statement: str) -> list[tuple[Any, ...]]:
    return [tuple(row) for row in await connection.fetch(statement)]


async def test_positions_and_acts_are_carried_over(
    running: asyncpg.Connection[Any], empty_url: str
) -> None:
    await begun(running, A, "service_flow", 17)
    await begun(running, A, "referral_flow", 12, error="KeyError in react (x.py:1)")
    await begun(running, A, "trail", 20)
    await begun(running, B, "service_flow", 5, generation=2)
    discard = (B, "service_flow", 2, uuid4(), "discard", 6, "Bu Ratna", "of no use", None, NOW)
    replay = (A, "referral_flow", 1, uuid4(), "replay", 13, "Bu Ratna", "mended", None, NOW)
    rebuilt = (A, "trail", 1, uuid4(), "rebuild", 20, "Bu Ratna", "mended", 0, NOW)
    await running.executemany(
        "INSERT INTO wahana.projection_act VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        [discard, replay, rebuilt],
    )
    await migrate.migrate(empty_url)
    assert await rows(
        running,
        "SELECT tenant_id, name, position, stopped_position, error FROM wahana.tracking "
        "ORDER BY tenant_id, name",
    ) == [
        (A, "referral_process", 12, 13, "KeyError in react (x.py:1)"),
        (A, "service_process", 17, None, None),
        (B, "service_process", 6, None, None),  # what was discarded is passed over
    ]
    assert await rows(
        running,
        "SELECT tenant_id, process, act, position, by_whom FROM wahana.process_act "
        "ORDER BY tenant_id",
    ) == [
        (A, "referral_process", "replay", 13, "Bu Ratna"),
        (B, "service_process", "discard", 6, "Bu Ratna"),
    ]


async def test_work_lists_are_carried_over(
    running: asyncpg.Connection[Any], empty_url: str
) -> None:
    other = UUID(int=7)
    await begun(running, A, "service_flow", 17)
    await begun(running, A, "referral_flow", 12)
    await begun(running, B, "service_flow", 5, generation=2)
    await running.execute(
        "INSERT INTO view.service_flow VALUES ($1, 1, $3, '2026-02-01'), "
        "($2, 1, $3, '2020-01-01'), ($2, 2, $3, '2026-03-01')",
        *(A, B, CASE),
    )
    await running.execute(
        "INSERT INTO view.referral_flow VALUES ($1, 1, $2, $3, '2026-02-27', $4), "
        "($1, 1, $5, $3, NULL, '{}')",
        *(A, REFERRAL, CASE, CONSENTS, other),
    )
    await migrate.migrate(empty_url)
    assert await rows(
        running,
        "SELECT tenant_id, process, item_id, due FROM wahana.process_item "
        "ORDER BY tenant_id, process, item_id",
    ) == [
        (A, "referral_process", REFERRAL, date(2026, 2, 28)),  # the first day, not the last before
        (A, "referral_process", other, None),
        (A, "service_process", CASE, date(2026, 2, 1)),
        (B, "service_process", CASE, date(2026, 3, 1)),  # of the live generation
    ]
    assert await rows(
        running, "SELECT link_id, item_id FROM wahana.process_link ORDER BY link_id, item_id"
    ) == [(CASE, REFERRAL), (CASE, other), *((consent, REFERRAL) for consent in CONSENTS)]
    definitions = await rows(running, "SELECT view FROM wahana.view_definition")
    assert definitions == [("trail",)]
    assert await running.fetchval("SELECT to_regclass('view.service_flow')") is None


async def test_a_worker_of_the_release_before_leaves_them_alone(
    running: asyncpg.Connection[Any], empty_url: str
) -> None:
    await begun(running, A, "service_flow", 17)
    await begun(running, A, "referral_flow", 12, error="KeyError in react (x.py:1)")
    await running.execute("INSERT INTO wahana.tenant_head (tenant_id, head) VALUES ($1, 20)", A)
    names = ["service_flow", "referral_flow"]
    await migrate.migrate(empty_url)
    behind = "SELECT view, generation, state FROM wahana.behind($1, ARRAY[1, 1]) ORDER BY view"
    found = [tuple(row) for row in await running.fetch(behind, names)]
    assert found == [("referral_flow", 1, "retired"), ("service_flow", 1, "retired")]
    ours = "SELECT name, position FROM wahana.processes_behind($1) ORDER BY name"
    processes = ["referral_process", "service_process"]
    found = [tuple(row) for row in await running.fetch(ours, processes)]
    assert found == [("service_process", 17)], "the stopped one stays stopped"


async def test_a_batch_that_is_under_way_is_waited_for(
    running: asyncpg.Connection[Any], empty_url: str
) -> None:
    await begun(running, A, "service_flow", 17)
    worker = await asyncpg.connect(empty_url)
    try:
        transaction = worker.transaction()
        await transaction.start()
        await worker.fetchrow("SELECT FROM wahana.projection WHERE tenant_id = $1 FOR UPDATE", A)
        migrating = asyncio.create_task(migrate.migrate(empty_url))
        await asyncio.sleep(0.2)
        assert not migrating.done()
        await worker.execute(
            "INSERT INTO view.service_flow VALUES ($1, 1, $2, '2026-02-01')", A, CASE
        )
        await worker.execute("UPDATE wahana.projection SET position = 19 WHERE tenant_id = $1", A)
        await transaction.commit()
        await migrating
    finally:
        await worker.close()
    assert await running.fetchval("SELECT position FROM wahana.tracking") == 19
    assert await running.fetchval("SELECT item_id FROM wahana.process_item") == CASE
