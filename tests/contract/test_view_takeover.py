"""Tables of release 0.1.0, which had no versions in their names, are taken over as they are.

What a running deployment has is made here by hand, as that release made it; then the migrations
are applied to it, while it goes on working.
"""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import asyncpg
import pytest
from tests.conftest import SERVICE_PASSWORD, SMALL_POOLS, role_urls
from tests.patience import until
from tests.things.later import NEW, NEWER, fold, unfilled
from tests.things.thing_view import STORY, A, Counted, World, tenant, worker, world

from wahana.platform import databases, installation, migrate, sql
from wahana.platform.database import Database
from wahana.platform.ids import TenantId
from wahana.platform.readers import announced
from wahana.platform.views import NOW

__all__ = ["world"]

EARLIER = sql.load(__file__.replace("contract", "things"), "release_0_1_0.sql")
FIRST_FOUR = ("0001_", "0002_", "0003_", "0004_")
"""The migrations of release 0.1.0."""
THERE = "SELECT to_regclass($1) IS NOT NULL"


@pytest.fixture
async def running(
    world: World, empty_url: str, tmp_path: Path
) -> AsyncIterator[tuple[World, list[TenantId]]]:
    """A database of release 0.1.0 with two tenants, brought to this release's migrations.

    The rows are those that the view has made in another database: they have not changed. The
    second tenant's generation is the third of an older code.
    """
    for path in migrate.EVENT_MIGRATIONS.glob("*.sql"):
        if path.name.startswith(FIRST_FOUR):
            shutil.copy(path, tmp_path)
    await migrate.migrate(empty_url, tmp_path)
    admin = await asyncpg.connect(empty_url)
    async with migrate.owner_transaction(admin):
        await admin.execute(EARLIER["tables"])
    await migrate.open_service_login(admin, SERVICE_PASSWORD)
    database = await Database.open(role_urls(empty_url), SMALL_POOLS)
    earlier = World(empty_url, database)
    tenants = [tenant(), tenant()]
    for t in tenants:
        await world.write(t, STORY)
        await earlier.write(t, STORY)
    await worker(world).catch_up()
    for t, generation in zip(tenants, (1, 3), strict=True):
        await admin.execute(EARLIER["begin"], t, generation, 1, len(STORY))
        await admin.execute(EARLIER["serve"], t, generation)
        for thing, begins, ends, label, total, tags in await world.versions(t):
            row = (thing, label, total, tags, begins, ends)
            await admin.execute(EARLIER["thing"], t, generation, *row)
    await admin.close()
    await migrate.migrate(empty_url)
    try:
        yield earlier, tenants
    finally:
        await database.close()


async def labels(world: World, t: TenantId) -> list[str]:
    """What release 0.1.0 answers."""
    async with world.database.reading(t) as session:
        return sorted(row["label"] for row in await session.fetch(EARLIER["read"], t, NOW))


async def test_its_rows_answer_until_the_new_tables_are_filled(
    running: tuple[World, list[TenantId]],
) -> None:
    world, tenants = running
    await installation.install(world.url, [NEWER])
    for t in tenants:
        found = await NEW.answer(world, t)
        assert (found.position, found.stale) == (len(STORY), True)
        assert await NEW.rows(world, t) == unfilled(fold(STORY))
        for position in range(1, len(STORY) + 1):
            rows = await NEW.rows(world, t, position=position)
            assert rows == unfilled(fold(STORY[:position])), "no row of its history is lost"
    await worker(world, NEWER).turn([tenants[0]])
    assert await NEW.rows(world, tenants[0]) == fold(STORY)
    assert await NEW.rows(world, tenants[1]) == unfilled(fold(STORY))
    await worker(world, NEWER).catch_up()
    for t in tenants:
        assert await NEW.rows(world, t) == fold(STORY)


async def test_it_goes_on_working_beside_this_release(
    running: tuple[World, list[TenantId]],
) -> None:
    world, tenants = running
    await installation.install(world.url, [NEWER])
    await world.write(tenants[0], [Counted(thing=A, delta=1)])
    await worker(world, NEWER).catch_up()
    for t in tenants:
        assert await labels(world, t) == ["tikar pandan"]
    pool = world.database.pool("wahana_worker")
    assert [tuple(row) for row in await pool.fetch(EARLIER["behind"])] == [
        ("thing", 1, "live", len(STORY))
    ]
    async with world.database.working(tenants[0]) as session:
        assert await session.execute(EARLIER["advance"], tenants[0], 1, 11) == "UPDATE 1"
        assert await session.execute(EARLIER["advance"], tenants[0], 2, 11) == "UPDATE 0", "not its"


async def test_its_tables_are_dropped_when_none_of_its_connections_is_left(
    running: tuple[World, list[TenantId]],
) -> None:
    world, tenants = running
    await installation.install(world.url, [NEWER])
    await worker(world, NEWER).catch_up()
    async with announced(world.database, [NEWER]):
        old = await databases.connect(world.url, application_name="wahana")
        await worker(world, NEWER).turn()
        assert await world.admin(THERE, "view.thing"), "release 0.1.0 still runs"
        await old.close()

        async def dropped() -> bool:
            await worker(world, NEWER).turn()
            return not await world.admin(THERE, "view.thing")

        await until(dropped, "the server to forget a connection")
    for table in ("view.thing", "view.thing_entry"):
        assert not await world.admin(THERE, table)
    for left in ("view_definition", "projection_live"):
        assert await world.admin(f"SELECT count(*) FROM wahana.{left}") == 0  # noqa: S608
    assert await world.admin("SELECT array_agg(DISTINCT version) FROM wahana.projection") == [2]
    for t in tenants:
        assert await NEW.rows(world, t) == fold(STORY)
