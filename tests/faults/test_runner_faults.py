"""What goes wrong around a view, and what is persisted then.

| fault                                        | view and checkpoint | afterwards            |
| -------------------------------------------- | ------------------- | --------------------- |
| error between view write and checkpoint      | neither             | applied once          |
| connection killed between them               | neither             | applied once          |
| connection killed before the commit          | neither             | applied once          |
| answer to the commit lost                    | both                | not applied again     |
| worker cancelled in a batch                  | neither             | applied once          |
| checkpoint moved under the batch             | neither             | applied once          |
| several workers, no lease holds              | both, once          |                       |
| lease lost while a batch is in flight        | both, once          |                       |
| connections killed again and again           | both, once          |                       |
| key store away                               | neither             | waits, is not stopped |
| a fault of the view's own (binds, SQL)       | what precedes it    | stopped               |
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Coroutine
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from tests.patience import PATIENCE_S
from tests.things.thing_view import (
    READ,
    REGISTRY,
    STORY,
    VIEW,
    WARRANT,
    A,
    Counted,
    Event,
    Made,
    World,
    fold,
    projector,
    tenant,
    worker,
    world,
)

from wahana.platform import following, positions, rebuild
from wahana.platform.database import Database, DatabaseUnavailable, WorkSession
from wahana.platform.errors import UNAVAILABLE
from wahana.platform.events import SealedGroup
from wahana.platform.ids import TenantId
from wahana.platform.leases import BUCKETS
from wahana.platform.projector import Projector
from wahana.platform.runner import Worker, WorkerTiming
from wahana.platform.staging import StagedSession
from wahana.platform.views import Batch, View

__all__ = ["world"]

HERE = UUID(int=99)
THINGS = [UUID(int=n) for n in range(1, 21)]
LONG: list[Event] = [
    *(Made(thing=thing, label="a") for thing in THINGS),
    *(Counted(thing=THINGS[n % 20], delta=n) for n in range(480)),
]


def then(after: Callable[[WorkSession, Batch], Coroutine[Any, Any, None]]) -> View:
    """The view, with something that happens after its writes and before the checkpoint."""

    async def apply(session: WorkSession, batch: Batch) -> None:
        await VIEW.apply(session, batch)
        assert isinstance(session, StagedSession)
        await session.write()
        await after(session, batch)

    return replace(VIEW, apply=apply)


async def check_exactly_once(world: World, t: TenantId, events: list[Event]) -> None:
    """The view is what an independent fold says, and what a rebuild from nothing gives."""
    await worker(world).catch_up()
    assert await world.as_of(t) == fold(events)[len(events)]
    counted = [at for at, event in enumerate(events, 1) if isinstance(event, Counted)]
    assert [row[0] for row in await world.entries(t)] == counted
    (rebuilt,) = await rebuild.rebuild(projector(world), VIEW, [t], WARRANT)
    assert (rebuilt.outcome, rebuilt.differences) == ("switched", ())


async def nothing_is_there(world: World, t: TenantId) -> bool:
    (row,) = await positions.status(world.database, [VIEW], tenant=t)
    rows = await world.versions(t) + await world.entries(t)
    return rows == [] and row.position == 0 and row.state == "live"


async def test_an_error_between_view_write_and_checkpoint_leaves_neither(world: World) -> None:
    t = tenant()
    await world.write(t, STORY)

    async def fail(_session: WorkSession, _batch: Batch) -> None:
        raise ConnectionResetError

    turn = await worker(world, then(fail)).turn()
    assert (turn.batches, turn.failures.total()) == (0, 1)
    assert await nothing_is_there(world, t)
    await check_exactly_once(world, t, STORY)


async def test_a_connection_killed_between_view_write_and_checkpoint_leaves_neither(
    world: World,
) -> None:
    t = tenant()
    await world.write(t, STORY)
    killed = 0

    async def kill(_session: WorkSession, _batch: Batch) -> None:
        nonlocal killed
        killed += await world.admin(READ["kill_workers"])

    turn = await worker(world, then(kill)).turn()
    assert killed
    assert (turn.batches, turn.failures.total()) == (0, 1)
    assert await nothing_is_there(world, t)
    await check_exactly_once(world, t, STORY)


class _Cut(Database):
    """A database whose next commit of work is cut: before it, or before its answer."""

    def __init__(self, world: World, when: str) -> None:
        super().__init__(world.database._pools)
        self._world = world
        self._when = when

    @contextlib.asynccontextmanager
    async def working(
        self, tenant: TenantId, *, durable: bool = True
    ) -> AsyncIterator[WorkSession]:
        async with super().working(tenant, durable=durable) as session:
            yield session
            if self._when == "before":
                await self._world.admin(READ["kill_workers"])
        if self._when == "after":
            raise ConnectionResetError("the answer was lost")


@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_cut_commit_counts_once(world: World, when: str) -> None:
    t = tenant()
    await world.write(t, STORY)
    await following.begin(projector(world), t, VIEW)
    cut = Projector(database=_Cut(world, when), registry=REGISTRY)
    with pytest.raises(UNAVAILABLE):
        await cut.step(t, VIEW, 1)
    assert await nothing_is_there(world, t) == (when == "before")
    applied = await worker(world).catch_up()
    assert applied == (8 if when == "before" else 0)
    await check_exactly_once(world, t, STORY)


async def test_a_cancelled_worker_leaves_nothing_half(world: World) -> None:
    t = tenant()
    await world.write(t, STORY)
    inside = asyncio.Event()

    async def hang(_session: WorkSession, _batch: Batch) -> None:
        inside.set()
        await asyncio.Event().wait()

    task = asyncio.create_task(worker(world, then(hang)).run(asyncio.Event()))
    await asyncio.wait_for(inside.wait(), PATIENCE_S)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await nothing_is_there(world, t)
    await check_exactly_once(world, t, STORY)


async def test_a_stop_finishes_the_batch_in_flight(world: World) -> None:
    t = tenant()
    await world.write(t, LONG)
    inside, stop = asyncio.Event(), asyncio.Event()

    async def slow(_session: WorkSession, _batch: Batch) -> None:
        inside.set()
        await stop.wait()

    task = asyncio.create_task(worker(world, then(slow), batch_events=50).run(stop))
    await asyncio.wait_for(inside.wait(), PATIENCE_S)
    stop.set()
    await asyncio.wait_for(task, PATIENCE_S)
    (row,) = await positions.status(world.database, [VIEW])
    assert row.position == 50
    assert await world.admin("SELECT count(*) FROM wahana.lease") == 0
    await check_exactly_once(world, t, LONG)


async def test_a_checkpoint_that_moved_under_the_batch_undoes_it(world: World) -> None:
    t = tenant()
    await world.write(t, STORY)
    await following.begin(projector(world), t, VIEW)

    async def move(session: WorkSession, batch: Batch) -> None:
        # Nobody else can while the row is taken: the fence must hold even if somebody did.
        await session.execute(
            "UPDATE wahana.projection SET position = 4 WHERE tenant_id = $1", batch.tenant
        )

    with pytest.raises(asyncpg.SerializationError, match="moved meanwhile"):
        await projector(world).step(t, then(move), 1)
    assert await nothing_is_there(world, t)
    await check_exactly_once(world, t, STORY)


async def test_workers_that_race_without_leases_apply_each_event_once(world: World) -> None:
    tenants = [tenant() for _ in range(3)]
    for t in tenants:
        await world.write(t, LONG)
    racers = [
        Worker(projector(world, batch_events=25), [VIEW], pace=WorkerTiming(tasks=1, lease_s=-1))
        for _ in range(4)
    ]
    stop = asyncio.Event()
    tasks = [asyncio.create_task(racer.run(stop)) for racer in racers]
    for t in tenants:
        assert await world.reached(t, len(LONG))
    stop.set()
    await asyncio.gather(*tasks)
    for t in tenants:
        await check_exactly_once(world, t, LONG)


async def test_a_lease_lost_in_a_batch_makes_no_event_count_twice(world: World) -> None:
    t = tenant()
    await world.write(t, STORY)
    now = datetime(2026, 1, 1, tzinfo=UTC)
    inside, go_on = asyncio.Event(), asyncio.Event()

    async def stall(_session: WorkSession, _batch: Batch) -> None:
        inside.set()
        await go_on.wait()

    slow = Worker(projector(world, clock=lambda: now), [then(stall)])
    stalled = asyncio.create_task(slow.turn())
    await asyncio.wait_for(inside.wait(), PATIENCE_S)
    later = projector(world, clock=lambda: now + timedelta(minutes=5))
    other = Worker(later, [VIEW])
    turn = await other.turn()
    assert (turn.batches, turn.failures.total()) == (0, 0), (
        "the batch in flight still has the checkpoint"
    )
    go_on.set()
    assert (await stalled).events == 8
    assert await other.catch_up() == 0
    await check_exactly_once(world, t, STORY)


async def test_the_share_of_a_killed_worker_is_taken_as_soon_as_its_lease_runs_out(
    world: World,
) -> None:
    t = tenant()
    await world.write(t, STORY)
    killed = Worker(projector(world), [VIEW], pace=WorkerTiming(lease_s=0.6))
    (row,) = [row for row in await killed._behind([t]) if row.tenant == t]
    assert await killed._claim(row), "held, and never given back"
    # The other one polls once, and that log no longer grows: only the share makes it work again.
    stop, worker = (
        asyncio.Event(),
        Worker(projector(world), [VIEW], pace=WorkerTiming(sweep_s=3600)),
    )
    worker._newest = datetime(2100, 1, 1, tzinfo=UTC)
    other = asyncio.create_task(worker.run(stop))
    assert await world.reached(t, len(STORY))
    stop.set()
    await other
    await check_exactly_once(world, t, STORY)


async def test_a_worker_that_lost_its_lease_leaves_the_rest_of_its_share(world: World) -> None:
    tenants = sorted((tenant() for _ in range(200)), key=lambda t: t.int % BUCKETS)
    share = [t for t in tenants if t.int % BUCKETS == tenants[0].int % BUCKETS][:3]
    for t in share:
        await world.write(t, STORY[:1])
    now = [datetime(2026, 1, 1, tzinfo=UTC)]

    async def lose(_session: WorkSession, _batch: Batch) -> None:
        await world.admin("UPDATE wahana.lease SET holder = $1, until = 'infinity'", share[0])
        now[0] += timedelta(
            seconds=WorkerTiming().lease_s / 2
        )  # a lease is asked for again by then

    turn = await Worker(projector(world, clock=lambda: now[0]), [then(lose)]).turn()
    assert turn.batches == 1
    assert await world.admin("SELECT holder FROM wahana.lease") == share[0]


async def test_connections_killed_again_and_again_lose_and_double_nothing(world: World) -> None:
    tenants = [tenant() for _ in range(2)]
    stop, quiet = asyncio.Event(), asyncio.Event()
    pace = WorkerTiming(poll_s=0.01, pause_s=0.01, tasks=1)
    tasks = [
        asyncio.create_task(Worker(projector(world, batch_events=20), [VIEW], pace=pace).run(stop))
        for _ in range(2)
    ]

    async def kill() -> int:
        killed = 0
        while not quiet.is_set() or killed <= 5:
            killed += await world.admin(READ["kill_workers"])
            await asyncio.sleep(0.005)
        return killed

    killer = asyncio.create_task(kill())
    for chunk in range(10):
        for t in tenants:
            await world.write(t, LONG[chunk * 50 : chunk * 50 + 50])
    quiet.set()
    await killer
    for t in tenants:
        assert await world.reached(t, len(LONG))
    stop.set()
    await asyncio.gather(*tasks)
    rows = await positions.status(world.database, [VIEW])
    assert {row.state for row in rows} == {"live"}, "a cut connection is nobody's fault"
    for t in tenants:
        await check_exactly_once(world, t, LONG)


async def test_a_key_store_that_is_away_makes_the_view_wait(world: World) -> None:
    t = tenant()
    await world.write(t, STORY)
    group = SealedGroup(e=A, s=A, c="identity", k=1, n=b"", ct=b"", kc=b"")

    async def peek(_session: WorkSession, batch: Batch) -> None:
        assert await batch.open([]) == []
        await batch.open([group])

    assert (await worker(world, then(peek)).turn()).failures.total() == 1
    with pytest.raises(DatabaseUnavailable, match="WAHANA_VAULT_URL"):
        await projector(world).step(t, then(peek), 1)
    assert await nothing_is_there(world, t)
    await check_exactly_once(world, t, STORY)


@pytest.mark.parametrize(
    ("statement", "error"),
    [
        ("SELECT $1::int", "InterfaceError"),
        ("SELECT 1 / 0", "DivisionByZeroError 22012"),
        ("SELECT no_such_column", "UndefinedColumnError 42703"),
    ],
)
async def test_a_fault_of_the_view_itself_stops_it_at_the_event(
    world: World, statement: str, error: str
) -> None:
    t = tenant()
    await world.write(t, [*LONG, Made(thing=HERE, label="here"), *STORY])
    tries = 0

    async def bad(session: WorkSession, batch: Batch) -> None:
        nonlocal tries
        if any(isinstance(e.data, Made) and e.data.thing == HERE for e in batch.events):
            tries += len(batch.events) == 1
            await session.fetch(statement)

    await worker(world, then(bad)).catch_up()
    (row,) = await positions.status(world.database, [VIEW])
    assert (row.state, row.position, row.stopped_position) == ("stopped", 500, 501)
    assert (row.error or "").startswith(error)
    assert tries >= 3
    assert await world.as_of(t) == fold(LONG)[500]
