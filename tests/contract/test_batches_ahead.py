"""A batch is folded while the one before it is written, and the results are the same."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import aclosing
from dataclasses import replace
from typing import Any

import asyncpg
import pytest
from tests.patience import PATIENCE_S
from tests.things.thing_view import (
    STORY,
    VIEW,
    A,
    Counted,
    Event,
    Made,
    World,
    fold,
    projector,
    tenant,
    world,
)

from wahana.platform import following, positions
from wahana.platform.database import WorkSession
from wahana.platform.errors import UNAVAILABLE
from wahana.platform.ids import TenantId
from wahana.platform.in_flight import BatchResult
from wahana.platform.projector import Projector
from wahana.platform.staging import StagedSession
from wahana.platform.views import Batch, View

__all__ = ["world"]

LONG: list[Event] = [Made(thing=A, label="tikar"), *(Counted(thing=A, delta=n) for n in range(29))]


class Gate:
    """A view whose first write waits until the gate opens; it tells which batches were folded."""

    def __init__(self) -> None:
        self.folded: list[int] = []
        self.second = asyncio.Event()
        self.view = replace(VIEW, apply=self._apply)

    async def _apply(self, session: WorkSession, batch: Batch) -> None:
        await VIEW.apply(session, batch)
        await session.execute("SELECT pg_advisory_xact_lock(7)")
        self.folded.append(batch.first)
        if len(self.folded) == 2:
            self.second.set()


@pytest.fixture
async def closed(world: World) -> AsyncIterator[asyncpg.Connection[Any]]:
    """The gate, closed: whoever holds it may open it with ``pg_advisory_unlock``."""
    holder: asyncpg.Connection[Any] = await asyncpg.connect(world.url)
    await holder.execute("SELECT pg_advisory_lock(7)")
    yield holder
    await holder.close()


async def all_steps(
    projector: Projector, t: TenantId, view: View, **limits: Any
) -> list[BatchResult]:
    async with aclosing(projector.steps(t, view, 1, **limits)) as steps:
        return [step async for step in steps]


async def position_of(world: World, t: TenantId) -> int:
    (row,) = await positions.status(world.database, [VIEW], tenant=t)
    return row.position


async def test_the_second_batch_is_folded_before_the_first_is_written(
    world: World, closed: asyncpg.Connection[Any]
) -> None:
    t, gate = tenant(), Gate()
    await world.write(t, LONG)
    applying = projector(world, batch_events=10)
    await following.begin(applying, t, gate.view)
    running = asyncio.create_task(all_steps(applying, t, gate.view))
    await asyncio.wait_for(gate.second.wait(), PATIENCE_S)
    assert gate.folded == [1, 11]
    assert await world.versions(t) == []
    await closed.execute("SELECT pg_advisory_unlock(7)")
    assert [step.position for step in await running] == [10, 20, 30]
    assert gate.folded == [1, 11, 21]
    assert await world.as_of(t) == fold(LONG)[len(LONG)]


async def test_leaving_early_gives_up_what_is_under_way(world: World) -> None:
    t = tenant()
    await world.write(t, LONG)
    applying = projector(world, batch_events=10)
    await following.begin(applying, t, VIEW)
    async with aclosing(applying.steps(t, VIEW, 1)) as steps:
        async for step in steps:
            assert step.position == 10
            break
    assert await position_of(world, t) in (10, 20)  # the second may have landed meanwhile
    await all_steps(applying, t, VIEW)
    assert await world.as_of(t) == fold(LONG)[len(LONG)]
    assert [row[0] for row in await world.entries(t)] == list(range(2, 31))


async def test_no_more_batches_than_wished(world: World) -> None:
    t = tenant()
    await world.write(t, LONG)
    applying = projector(world, batch_events=5)
    await following.begin(applying, t, VIEW)
    steps = await all_steps(applying, t, VIEW, most=2)
    assert [step.position for step in steps] == [5, 10]
    assert await position_of(world, t) == 10
    assert [step.position for step in await all_steps(applying, t, VIEW, up_to=13)] == [13]


async def test_the_batch_after_a_failing_one_is_not_applied(world: World) -> None:
    t = tenant()
    events: list[Event] = [*LONG[:14], Made(thing=A, label="poison"), *LONG[15:]]
    await world.write(t, events)
    applying = projector(world, batch_events=10)
    await following.begin(applying, t, VIEW)
    last = (await all_steps(applying, t, VIEW))[-1]
    assert (last.outcome, last.position) == ("stopped", 14)
    assert await world.as_of(t) == fold(events)[14]


async def test_a_batch_that_fails_while_it_is_written_takes_the_next_one_with_it(
    world: World, closed: asyncpg.Connection[Any]
) -> None:
    t, gate = tenant(), Gate()
    await world.write(t, LONG)

    async def apply(session: WorkSession, batch: Batch) -> None:
        await gate.view.apply(session, batch)
        if batch.first <= 7 <= batch.last:
            await session.execute("SELECT 1 / 0")

    applying = projector(world, batch_events=10)
    view = replace(VIEW, apply=apply)
    await following.begin(applying, t, view)
    running = asyncio.create_task(all_steps(applying, t, view))
    await asyncio.wait_for(gate.second.wait(), PATIENCE_S)
    await closed.execute("SELECT pg_advisory_unlock(7)")
    last = (await running)[-1]
    assert (last.outcome, last.position) == ("stopped", 6)
    assert await world.as_of(t) == fold(LONG)[6]


async def test_a_cut_while_the_first_is_written_applies_neither(
    world: World, closed: asyncpg.Connection[Any]
) -> None:
    t, gate = tenant(), Gate()
    await world.write(t, LONG)
    applying = projector(world, batch_events=10)
    await following.begin(applying, t, gate.view)
    running = asyncio.create_task(all_steps(applying, t, gate.view))
    await asyncio.wait_for(gate.second.wait(), PATIENCE_S)
    cut = "SELECT count(pg_terminate_backend(pid)) FROM pg_locks WHERE locktype = 'advisory'"
    while not await closed.fetchval(f"{cut} AND NOT granted"):  # noqa: ASYNC110 - nobody else tells
        await asyncio.sleep(0.01)
    with pytest.raises(UNAVAILABLE):
        await running
    assert await position_of(world, t) == 0
    assert await world.versions(t) == []
    await all_steps(applying, t, VIEW)
    assert await world.as_of(t) == fold(LONG)[len(LONG)]


async def test_any_other_read_of_a_view_waits_for_the_batch_before(world: World) -> None:
    t = tenant()
    await world.write(t, LONG)
    seen: list[tuple[int, int]] = []

    async def apply(session: WorkSession, batch: Batch) -> None:
        assert isinstance(session, StagedSession)
        rows = await session.fetchval("SELECT count(*) FROM view.thing_entry__v1")
        seen.append((batch.first, rows))
        await VIEW.apply(session, batch)

    applying = projector(world, batch_events=10)
    view = replace(VIEW, apply=apply)
    await following.begin(applying, t, view)
    await all_steps(applying, t, view)
    assert seen == [(1, 0), (11, 9), (21, 19)]


async def test_the_story_is_the_same_in_batches_of_every_size(world: World) -> None:
    for size in (1, 2, 3, 7):
        t = tenant()
        await world.write(t, STORY)
        applying = projector(world, batch_events=size)
        await following.begin(applying, t, VIEW)
        await all_steps(applying, t, VIEW)
        expected = fold(STORY)
        for position in range(1, len(STORY) + 1):
            assert await world.as_of(t, position) == expected[position], size
