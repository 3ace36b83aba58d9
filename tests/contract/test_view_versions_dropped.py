"""The tables of a version are dropped when nobody reads them any more, and not before."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from tests.conftest import SMALL_POOLS, role_urls
from tests.contract.test_view_versions import filled
from tests.patience import until
from tests.things.later import NEW, NEWER, OLD, as_before, fold, unfilled
from tests.things.thing_view import STORY, VIEW, World, worker, world

from wahana.platform import installation
from wahana.platform.database import Database
from wahana.platform.installation import ViewRefused
from wahana.platform.readers import announced

__all__ = ["world"]

RETIRE = "SELECT array_agg(view || ' ' || version) FROM wahana.retire_versions()"
THERE = "SELECT to_regclass($1) IS NOT NULL"


async def test_a_version_is_dropped_when_nobody_reads_it_and_everybody_is_switched(
    world: World,
) -> None:
    first, second = await filled(world)
    await installation.install(world.url, [NEWER])
    assert await world.admin(RETIRE) is None, "nobody says what is read"
    async with announced(world.database, [NEWER]):
        async with announced(world.database, [VIEW]):
            await worker(world, NEWER).catch_up()
            assert await world.admin(RETIRE) is None, "the older release runs"
        await world.admin(
            "UPDATE wahana.projection_version SET serves = false"
            " WHERE tenant_id = $1 AND version = 2",
            second,
        )
        assert await world.admin(RETIRE) is None, "a tenant is not switched"
        assert await NEW.rows(world, second) == unfilled(fold(STORY))
        await worker(world, NEWER).turn([second])
        before = {t: await NEW.rows(world, t) for t in (first, second)}
        await worker(world, NEWER).turn()
    for table in ("view.thing__v1", "view.thing_entry__v1", "reading.thing__v1"):
        assert not await world.admin(THERE, table)
    # The same connections, with statements that were prepared while both tables were there.
    assert {t: await NEW.rows(world, t) for t in (first, second)} == before
    assert await world.admin("SELECT array_agg(version) FROM wahana.view_version") == [2]
    assert await world.admin("SELECT array_agg(DISTINCT version) FROM wahana.projection") == [2]
    await installation.check(world.url, [NEWER])
    with pytest.raises(ViewRefused, match="run 'wahana migrate'"):
        await installation.check(world.url, [VIEW])


async def test_an_announcement_is_renewed_and_ends_by_itself(world: World) -> None:
    await filled(world)
    await installation.install(world.url, [NEWER])
    await worker(world, NEWER).catch_up()
    ends = "SELECT until FROM wahana.reader WHERE versions = '{1}'"
    async with announced(world.database, [VIEW], lease_s=0.3):
        first = await world.admin(ends)

        async def renewed() -> bool:
            return await world.admin(ends) > first

        await until(renewed)
    async with announced(world.database, [VIEW]), announced(world.database, [NEWER]):
        assert await world.admin(RETIRE) is None
        await world.admin(
            "UPDATE wahana.reader SET until = now() - $1::interval WHERE versions = '{1}'",
            timedelta(seconds=1),
        )
        assert await world.admin(RETIRE) == ["thing 1"]


async def test_what_is_in_use_is_dropped_another_time(world: World) -> None:
    (t,) = await filled(world, number=1)
    await installation.install(world.url, [NEWER])
    await worker(world, NEWER).catch_up()
    async with announced(world.database, [NEWER]):
        async with world.database.reading(t) as session:
            statement = OLD.reading.resolve("SELECT count(*) FROM latest.thing x")
            assert await session.fetchval(statement, t)
            await worker(world, NEWER).turn()
            assert await world.admin(THERE, "view.thing__v1")
        await worker(world, NEWER).turn()
        assert not await world.admin(THERE, "view.thing__v1")


async def test_a_release_that_comes_back_gets_its_tables_again(world: World) -> None:
    (t,) = await filled(world, number=1)
    await installation.install(world.url, [NEWER])
    async with announced(world.database, [NEWER]):
        await worker(world, NEWER).catch_up()
        await worker(world, NEWER).turn()
    assert await installation.install(world.url, [VIEW]) == ["thing, version 1"]
    database = await Database.open(role_urls(world.url), SMALL_POOLS)
    again = replace(world, database=database)
    try:
        await worker(again).catch_up()
        assert await OLD.rows(again, t) == as_before(fold(STORY))
        assert await NEW.rows(again, t) == fold(STORY)
    finally:
        await database.close()
