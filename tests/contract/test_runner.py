"""The runner keeps views up to date with the log: exactly once, per tenant, as of any position."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.patience import PATIENCE_S, until
from tests.things.thing_view import (
    STORY,
    VIEW,
    WARRANT,
    A,
    B,
    C,
    Counted,
    Made,
    Noise,
    Renamed,
    Strange,
    World,
    fold,
    make_world,
    named,
    projector,
    tenant,
    worker,
    world,
)

from wahana.platform import interventions, positions
from wahana.platform.interventions import NothingStopped
from wahana.platform.log_watcher import TurnResult
from wahana.platform.runner import Worker, WorkerTiming
from wahana.platform.views import NOW, View
from wahana.platform.wakeups import Wakeups

__all__ = ["world"]


async def state_of(world: World, view: str = "thing") -> dict[UUID, tuple[str, int, int | None]]:
    views = [VIEW] if view == "thing" else [named(VIEW, view)]
    return {
        row.tenant: (row.state, row.position, row.stopped_position)
        for row in await positions.status(world.database, views)
    }


@pytest.mark.parametrize("batch_events", [1, 3, 1000])
async def test_a_view_shows_every_position_whatever_the_size_of_the_batches(
    world: World, batch_events: int
) -> None:
    t = tenant()
    await world.write(t, STORY)
    applied = await worker(world, batch_events=batch_events).catch_up()
    assert applied == sum(not isinstance(event, Noise) for event in STORY)
    expected = fold(STORY)
    for position in range(1, len(STORY) + 1):
        assert await world.as_of(t, position) == expected[position]
    assert await world.as_of(t, NOW) == expected[len(STORY)]
    assert await world.entries(t) == [(3, A, 5), (7, A, -2), (10, B, 9)]
    assert (await state_of(world))[t] == ("live", len(STORY), None)


async def test_few_wanted_events_in_many_do_not_mean_many_batches(world: World) -> None:
    t = tenant()
    await world.write(t, [Noise(thing=A)] * 300 + [Made(thing=A, label="satu")])
    turn = await worker(world, batch_events=2, batch_positions=200).turn()
    assert (turn.batches, turn.events) == (2, 1)


async def test_tenants_and_views_go_forward_by_themselves(world: World) -> None:
    first, second = tenant(), tenant()
    await world.write(first, STORY)
    await world.write(second, STORY[:1])
    await worker(world).catch_up()
    await world.write(second, [Counted(thing=A, delta=1)])
    await worker(world).catch_up()
    assert await world.as_of(first) == [(A, "tikar pandan", 3, [])]
    assert await world.as_of(second) == [(A, "tikar", 1, [])]


async def test_a_poison_event_stops_one_view_of_one_tenant(world: World) -> None:
    other = named(VIEW, "other_view", apply=_nothing)
    world = await make_world(world.url, world.database, [VIEW, other])
    ill, well = tenant(), tenant()
    poison = [*STORY, Made(thing=C, label="poison"), Renamed(thing=A, label="after")]
    await world.write(ill, poison)
    await world.write(well, STORY)
    metrics_of = worker(world, VIEW, other)
    await metrics_of.catch_up()
    assert await state_of(world) == {ill: ("stopped", 10, 11), well: ("live", 10, None)}
    assert (await state_of(world, "other_view"))[ill] == ("live", 12, None)
    assert await world.as_of(ill) == fold(STORY)[10], "what precedes the culprit is applied"
    row = next(row for row in await positions.status(world.database, [VIEW]) if row.tenant == ill)
    assert row.error is not None
    assert row.error.startswith("Poison in apply (thing_view.py:")
    assert "Siti" not in row.error
    await metrics_of.catch_up()
    assert metrics_of._projector.metrics.stopped.labels("thing")._value.get() == 1
    assert await metrics_of.catch_up() == 0, "it stays where it is"


async def test_discard_passes_over_the_event_and_is_recorded(world: World) -> None:
    t = tenant()
    await world.write(
        t, [STORY[0], Made(thing=C, label="poison"), Renamed(thing=A, label="sesudah")]
    )
    await worker(world).catch_up()
    with pytest.raises(NothingStopped, match="stopped at 2, not at 3"):
        await interventions.discard(world.database, t, VIEW, 3, WARRANT)
    assert await interventions.discard(world.database, t, VIEW, 2, WARRANT) == 2
    await worker(world).catch_up()
    assert await world.as_of(t) == [(A, "sesudah", 0, [])]
    with pytest.raises(NothingStopped):
        await interventions.discard(world.database, t, VIEW, 2, WARRANT)
    async with world.database.reading(t) as session:
        (line,) = await interventions.history(session, "thing")
    assert (line.act, line.position, line.by_whom, line.reason) == (
        "discard",
        2,
        "Bu Ratna",
        "mended",
    )


async def test_replay_tries_the_event_again(world: World) -> None:
    t = tenant()
    await world.write(t, [STORY[0], Made(thing=C, label="poison")])
    await worker(world).catch_up()
    assert await interventions.replay(world.database, t, VIEW, WARRANT) == 2
    await worker(world).catch_up()
    assert (await state_of(world))[t] == ("stopped", 1, 2), "the cause was not mended"
    await interventions.replay(world.database, t, VIEW, WARRANT)
    mended = View(
        name="thing",
        version=1,
        topics=VIEW.topics,
        tables=VIEW.tables,
        apply=_nothing,
    )
    await worker(world, mended).catch_up()
    assert (await state_of(world))[t] == ("live", 2, None)


async def test_a_topic_that_nobody_knows_stops_the_view_though_it_does_not_ask_for_it(
    world: World,
) -> None:
    t = tenant()
    await world.write(t, [STORY[0], Strange(thing=A), STORY[2]])
    await worker(world).catch_up()
    assert (await state_of(world))[t] == ("stopped", 1, 2)
    (row,) = await positions.status(world.database, [VIEW])
    assert (row.error or "").startswith("UnknownTopic")


async def test_status_says_how_far_behind_and_its_exit_code_the_worst(world: World) -> None:
    t, late, ill = tenant(), tenant(), tenant()
    await world.write(t, STORY)
    await world.write(ill, [Made(thing=C, label="poison")])
    await worker(world).catch_up()
    await world.write(late, STORY)
    in_an_hour = lambda: datetime.now(UTC) + timedelta(hours=1)  # noqa: E731
    rows = {
        row.tenant: row for row in await positions.status(world.database, [VIEW], clock=in_an_hour)
    }
    assert (rows[t].events_behind, rows[t].seconds_behind) == (0, 0)
    assert (rows[late].events_behind, rows[late].generation) == (10, 0)
    assert 3600 <= rows[late].seconds_behind < 3700
    assert rows[t].level(60) == "ok"
    assert rows[late].level(60) == "behind"
    assert rows[late].level(7200) == "ok"
    assert rows[ill].level(60) == "stopped"
    assert positions.exit_code(rows.values()) == 2
    assert positions.exit_code([rows[t], rows[late]]) == 1
    assert positions.exit_code([rows[t]]) == 0
    (only,) = await positions.status(world.database, [VIEW], tenant=late)
    assert only.tenant == late


async def test_a_running_worker_is_woken_and_stops_when_told(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    t = tenant()
    wakeups, stop = Wakeups(), asyncio.Event()
    running = Worker(projector(world), [VIEW], pace=WorkerTiming(poll_s=30))
    wakeups.listen(running.wake)
    turns = list[TurnResult]()

    async def noted(*given: Any) -> TurnResult:
        turns.append(await Worker.turn(running, *given))
        return turns[-1]

    monkeypatch.setattr(running, "turn", noted)
    task = asyncio.create_task(running.run(stop))
    await until(lambda: turns, "its first look at all tenants over")
    head = await world.write(t, STORY)
    assert not await world.reached(t, head, timeout_s=0.2)
    wakeups.notify(t, head)
    assert await world.reached(t, head)
    stop.set()
    await asyncio.wait_for(task, PATIENCE_S)
    assert await world.admin("SELECT count(*) FROM wahana.lease") == 0


@pytest.mark.parametrize("pace", [WorkerTiming(poll_s=0.05), WorkerTiming(poll_s=30, sweep_s=0.05)])
async def test_a_running_worker_finds_new_events_without_being_woken(
    world: World, pace: WorkerTiming
) -> None:
    t = tenant()
    stop = asyncio.Event()
    task = asyncio.create_task(Worker(projector(world), [VIEW], pace=pace).run(stop))
    await world.write(t, STORY[:3])
    assert await world.reached(t, 3)
    await asyncio.sleep(0.2)
    head = await world.write(t, STORY[3:])
    assert await world.reached(t, head)
    stop.set()
    await asyncio.wait_for(task, PATIENCE_S)


async def test_leases_share_the_work_and_run_out(world: World) -> None:
    t = tenant()
    await world.write(t, STORY)
    now = datetime(2026, 1, 1, tzinfo=UTC)
    busy = uuid4()
    await world.admin(
        "INSERT INTO wahana.lease (view, bucket, holder, until) VALUES ('thing/1', $1, $2, $3)"
        " RETURNING bucket",
        t.int % 16,
        busy,
        now,
    )
    early = Worker(projector(world, clock=lambda: now - timedelta(seconds=1)), [VIEW])
    assert await early.catch_up() == 0, "another worker holds it"
    late = Worker(projector(world, clock=lambda: now), [VIEW])
    assert await late.catch_up() == 8


async def _nothing(session: object, batch: object) -> None:
    """A view that writes nothing."""
