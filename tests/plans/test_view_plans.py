"""The frequent statements of views use their keys, whatever the statistics say.

A statement is prepared once and runs for weeks while its table grows, so the plan that the
planner likes on an empty, a tiny or an analysed table must be the one for a large table too.
"""

from __future__ import annotations

import re
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from tests.things.thing_view import THINGS as TABLE
from tests.things.thing_view import VIEW, Counted, Made, World, tenant, worker, world

from wahana.platform import projector as projector_module
from wahana.platform import sql
from wahana.platform.ids import TenantId

pytestmark = pytest.mark.takes(7)

__all__ = ["world"]

PROJECTOR = sql.load(projector_module.__file__, "projector.sql")
THINGS = [UUID(int=n) for n in range(1, 301)]
TABLES = r"(thing__v1|thing_entry__v1|event|projection|projection_version|tenant_head)\b"


async def explain(world: World, t: TenantId, mode: str, statement: str, *binds: Any) -> str:
    """The plan of a statement as the worker's pool makes it, for a given kind of plan."""
    async with world.database.working(t) as session:
        await session.execute(f"SET LOCAL plan_cache_mode = {mode}")
        await session.execute(f"PREPARE hot AS {statement}")
        values = ", ".join(literal(bind) for bind in binds)
        rows = await session.fetch(f"EXPLAIN (COSTS OFF) EXECUTE hot ({values})")
        await session.execute("DEALLOCATE hot")
    return "\n".join(row[0] for row in rows)


def literal(bind: Any) -> str:
    if isinstance(bind, list):
        return "'{" + ",".join(str(item) for item in bind) + "}'"
    return str(bind) if isinstance(bind, int) else f"'{bind}'"


async def fill(world: World, t: TenantId, size: str) -> None:
    if size == "empty":
        return
    things = THINGS[:5] if size == "tiny" else THINGS
    times = 2 if size == "tiny" else 60
    await world.write(t, [Made(thing=thing, label="a") for thing in things])
    for _ in range(times // 2):
        await world.write(t, [Counted(thing=thing, delta=1) for thing in things] * 2)
    await worker(world).catch_up()
    await world.admin("SELECT 1")
    admin = await asyncpg.connect(world.url)
    for table in ("view.thing__v1", "view.thing_entry__v1", "wahana.event", "wahana.projection"):
        await admin.execute(f"ANALYZE {table}")
    await admin.close()


@pytest.mark.parametrize("mode", ["force_generic_plan", "force_custom_plan", "auto"])
@pytest.mark.parametrize("size", ["empty", "tiny", "large"])
async def test_hot_statements_of_a_view_probe_their_keys(
    world: World, size: str, mode: str
) -> None:
    t = tenant()
    await fill(world, t, size)
    statements = TABLE.statements(VIEW.of)
    closing = await explain(world, t, mode, statements["close"], t, 1, [9] * len(THINGS), THINGS)
    assert "Tid Scan on thing__v1 t" in closing
    assert re.search(
        r"Index (Only )?Scan( Backward)? using thing__v1_pkey on thing__v1 t", closing
    ), closing
    assert "Seq Scan" not in closing
    last = await explain(world, t, mode, statements["last"], t, 1, THINGS)
    assert re.search(r"Index Scan Backward using thing__v1_pkey", last), last
    assert "Seq Scan" not in last
    binds = (t, 0, 5000, sorted(VIEW.topics or ()), ["noise.heard"], 5000)
    reading = await explain(world, t, mode, PROJECTOR["read_events"], *binds)
    assert "Index Scan using event_pkey on event" in reading, reading
    taking = await explain(world, t, mode, PROJECTOR["take"], t, "thing", 1, 1)
    assert not re.search(rf"Seq Scan on {TABLES}", taking), taking


@pytest.mark.parametrize("size", ["empty", "large"])
async def test_who_is_behind_among_a_few_tenants_is_asked_by_key(world: World, size: str) -> None:
    t = tenant()
    await fill(world, t, size)
    for _ in range(30):
        await world.write(tenant(), [Made(thing=THINGS[0], label="b")])
    admin = await asyncpg.connect(world.url)
    body = await admin.fetchval(
        "SELECT prosrc FROM pg_proc"
        " WHERE oid = 'wahana.followed(text[], int[], uuid[])'::regprocedure"
    )
    async with admin.transaction():
        await admin.execute("SET LOCAL ROLE wahana_owner")
        for setting in ("enable_seqscan", "enable_hashjoin", "enable_mergejoin"):
            await admin.execute(f"SET LOCAL {setting} = off")
        await admin.execute(f"PREPARE behind (text[], int[], uuid[]) AS {body}")
        rows = await admin.fetch(
            f"EXPLAIN (COSTS OFF) EXECUTE behind ('{{thing}}', '{{1}}', '{{{t}}}')"
        )
    await admin.close()
    plan = "\n".join(row[0] for row in rows)
    assert "tenant_head_pkey" in plan
    assert "projection_pkey" in plan
    assert "event_pkey" in plan
    assert "Seq Scan" not in plan
