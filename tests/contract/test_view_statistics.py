"""Tables of a view are analyzed before queries are switched to them."""

from __future__ import annotations

import asyncpg
from tests.contract.test_view_versions import filled
from tests.things.later import NEW, NEWER, fold
from tests.things.thing_view import STORY, World, worker, world

from wahana.platform import following, installation

__all__ = ["world"]

KNOWN = """
SELECT bool_and(c.reltuples >= 0) FROM wahana.view_table t
JOIN pg_class c ON c.oid = t.relation::regclass WHERE t.view = $1 AND t.version = $2
"""


async def test_the_planner_knows_the_tables_before_queries_are_switched_to_them(
    world: World,
) -> None:
    """Autovacuum is off on servers of tests, and too late elsewhere."""
    await filled(world)
    await installation.install(world.url, [NEWER])
    assert not await world.admin(KNOWN, "thing", 2)
    await worker(world, NEWER).catch_up()
    assert await world.admin(KNOWN, "thing", 2)


async def test_a_table_that_is_being_altered_is_not_waited_for(world: World) -> None:
    await filled(world)
    await installation.install(world.url, [NEWER])
    holder = await asyncpg.connect(world.url)
    try:
        async with holder.transaction():
            await holder.execute("LOCK TABLE view.thing__v2 IN SHARE UPDATE EXCLUSIVE MODE")
            await following.analyze(world.database, NEWER)
    finally:
        await holder.close()
    await following.analyze(world.database, NEWER)
    assert await world.admin(KNOWN, "thing", 2)


async def test_statistics_that_take_too_long_do_not_keep_the_old_version_answering(
    world: World,
) -> None:
    (t,) = await filled(world, number=1)
    await installation.install(world.url, [NEWER])
    await world.admin(
        "CREATE OR REPLACE FUNCTION wahana.analyze_version(p_view text, p_version int) "
        "RETURNS void LANGUAGE plpgsql AS $$ BEGIN RAISE query_canceled; END $$"
    )
    await worker(world, NEWER).catch_up()
    assert await NEW.rows(world, t) == fold(STORY)
