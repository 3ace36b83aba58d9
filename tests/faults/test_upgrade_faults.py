"""A worker that dies at any statement of an upgrade: queries go on, the next start finishes it."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import asyncpg
import pytest
from tests.conftest import SMALL_POOLS, role_urls
from tests.things.later import NEW, NEWER, OLD, as_before, fold, unfilled
from tests.things.thing_view import (
    REGISTRY,
    STORY,
    VIEW,
    WARRANT,
    A,
    Counted,
    World,
    projector,
    tenant,
    worker,
    world,
)

from wahana.platform import installation, positions, rebuild
from wahana.platform.database import Connection, Database, WorkSession, tenant_transaction
from wahana.platform.ids import TenantId
from wahana.platform.projector import Projector
from wahana.platform.readers import announced
from wahana.platform.runner import Worker, WorkerTiming

__all__ = ["world"]

STATEMENTS_MAX = 200
"""More than an upgrade of one tenant needs; the last death finds nothing to interrupt."""


class Killed(BaseException):
    """The process is gone: nothing catches this, and the server rolls back what was open."""


@dataclass
class Life:
    """Number of statements that a process has left."""

    left: int

    def spend(self) -> None:
        self.left -= 1
        if self.left == 0:
            raise Killed


class _Mortal:
    """A connection whose process dies before one of its statements."""

    def __init__(self, connection: Connection, life: Life) -> None:
        self._connection = connection
        self._life = life

    def __getattr__(self, name: str) -> Any:
        of_connection = getattr(self._connection, name)
        if name not in ("execute", "fetch", "fetchrow", "fetchval"):
            return of_connection

        async def call(statement: str, *binds: Any) -> Any:
            if statement != "ROLLBACK":
                self._life.spend()
            return await of_connection(statement, *binds)

        return call


class MortalDatabase(Database):
    """The pools of a process that is killed after a number of statements."""

    def __init__(self, world: World, life: Life) -> None:
        super().__init__(world.database._pools)
        self._life = life

    @contextlib.asynccontextmanager
    async def working(
        self, tenant: TenantId, *, durable: bool = True
    ) -> AsyncIterator[WorkSession]:
        async with self._pools["wahana_worker"].acquire() as connection:
            mortal: Any = _Mortal(connection, self._life)
            async with tenant_transaction(mortal, tenant):
                yield WorkSession(mortal, tenant)


async def test_a_worker_may_die_at_any_statement_of_an_upgrade(world: World) -> None:
    died = 0
    for left in range(1, STATEMENTS_MAX):
        t = tenant()
        await world.write(t, STORY)
        await worker(world).catch_up()
        if left == 1:
            await installation.install(world.url, [NEWER])
        life = Life(left)
        mortal = Projector(database=MortalDatabase(world, life), registry=REGISTRY, batch_events=4)
        with contextlib.suppress(Killed):
            await Worker(mortal, [NEWER], pace=WorkerTiming(tasks=1)).catch_up()
        switched = (await NEW.answer(world, t)).stale is False
        expected = fold(STORY) if switched else unfilled(fold(STORY))
        assert await NEW.rows(world, t) == expected, f"died at statement {left}"
        assert await OLD.rows(world, t) == as_before(fold(STORY))
        more = [Counted(thing=A, delta=1)]
        await world.write(t, more)
        await worker(world).catch_up()
        assert await OLD.rows(world, t) == as_before(fold([*STORY, *more]))
        # The lease of the dead one would expire; here it is released.
        await world.admin("DELETE FROM wahana.lease RETURNING 1")
        await worker(world, NEWER).catch_up()
        assert await NEW.rows(world, t) == fold([*STORY, *more]), f"died at statement {left}"
        (rebuilt,) = await rebuild.rebuild(projector(world), NEWER, [t], WARRANT)
        assert (rebuilt.outcome, rebuilt.differences) == ("switched", ())
        if life.left > 0:
            break
        died = left
    assert died > 20
    rows = await positions.status(world.database, [NEWER])
    assert {row.state for row in rows if row.follows} == {"live"}


@pytest.mark.parametrize("view", [VIEW, NEWER], ids=["older", "newer"])
async def test_tables_that_are_not_there_stop_no_view(world: World, view: Any) -> None:
    """A worker whose tables were dropped under it, as after a long sleep, harms nobody."""
    t = tenant()
    await world.write(t, STORY)
    other = NEWER if view is VIEW else VIEW
    await installation.install(world.url, [other])
    await worker(world, other).catch_up()
    if view is VIEW:
        async with announced(world.database, [NEWER]):
            assert await world.admin("SELECT count(*) FROM wahana.retire_versions()") == 1
    database = await Database.open(role_urls(world.url), SMALL_POOLS)
    try:
        sleeper = Worker(Projector(database=database, registry=REGISTRY, retry_s=0.001), [view])
        turn = await sleeper.turn()
        assert turn.failures.total() == 1
    finally:
        await database.close()
    rows = await positions.status(world.database, [other])
    assert [(row.version, row.state) for row in rows] == [(other.version, "live")]


async def test_a_drop_that_fails_in_the_middle_takes_nothing(world: World) -> None:
    t = tenant()
    await world.write(t, STORY)
    await worker(world).catch_up()
    await installation.install(world.url, [NEWER])
    await worker(world, NEWER).catch_up()
    async with announced(world.database, [NEWER]):
        admin = await asyncpg.connect(world.url)
        transaction = admin.transaction()
        await transaction.start()
        assert await admin.fetchval("SELECT count(*) FROM wahana.retire_versions()") == 1
        assert not await admin.fetchval("SELECT to_regclass('view.thing__v1')")
        await admin.close()  # before the commit
    assert await OLD.rows(world, t) == as_before(fold(STORY))
    assert await NEW.rows(world, t) == fold(STORY)
    await installation.check(world.url, [VIEW])
