"""A rebuild fills the next generation beside the live one, compares the two, and switches."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import msgspec
import pytest
from tests.things.thing_view import (
    READ,
    STORY,
    VIEW,
    WARRANT,
    A,
    C,
    Counted,
    Gone,
    Made,
    Renamed,
    World,
    fold,
    projector,
    tenant,
    worker,
    world,
)

from wahana.platform import interventions, positions, rebuild
from wahana.platform.database import WorkSession
from wahana.platform.ids import TenantId
from wahana.platform.in_flight import BatchResult
from wahana.platform.rebuild import CannotDrop, Difference, Progress, Rebuilt
from wahana.platform.runner import Worker
from wahana.platform.views import Batch

__all__ = ["world"]


async def _rebuild(world: World, t: TenantId, **options: object) -> Rebuilt:
    changes = {"batch_events": options.pop("batch_events")} if "batch_events" in options else {}
    view = options.pop("view", VIEW)
    (rebuilt,) = await rebuild.rebuild(
        projector(world, **changes),
        view,  # type: ignore[arg-type]
        [t],
        WARRANT,
        **options,  # type: ignore[arg-type]
    )
    return rebuilt


async def _generations(world: World, t: TenantId) -> dict[int, tuple[str, bool, int]]:
    rows = await positions.status(world.database, [VIEW], tenant=t)
    return {row.generation: (row.state, row.live, row.position) for row in rows}


async def test_an_equal_generation_takes_over_and_the_old_one_stays_until_dropped(
    world: World,
) -> None:
    t, other = tenant(), tenant()
    await world.write(t, STORY)
    await world.write(other, STORY)
    await worker(world).catch_up()
    seen: list[Progress] = []
    rebuilt = await _rebuild(world, t, batch_events=3, progress=seen.append)
    assert (rebuilt.outcome, rebuilt.generation, rebuilt.position) == ("switched", 2, 10)
    assert [step.position for step in seen] == sorted(step.position for step in seen)
    assert len(seen) >= 3
    assert (seen[-1].position, seen[-1].goal) == (10, 10)
    assert await _generations(world, t) == {1: ("retired", False, 10), 2: ("live", True, 10)}
    assert await _generations(world, other) == {1: ("live", True, 10)}, "switched per tenant"
    assert await world.versions(t, 2) == await world.versions(t, 1)
    await world.write(t, [Counted(thing=A, delta=1)])
    await worker(world).catch_up()
    assert await _generations(world, t) == {1: ("retired", False, 10), 2: ("live", True, 11)}
    with pytest.raises(CannotDrop, match="is the live one"):
        await rebuild.drop(projector(world), t, VIEW, 2, WARRANT)
    assert await rebuild.drop(projector(world), t, VIEW, 1, WARRANT) == 9
    assert await world.versions(t, 1) == []
    assert len(await world.versions(other, 1)) == 6
    with pytest.raises(CannotDrop, match="is not there"):
        await rebuild.drop(projector(world), t, VIEW, 1, WARRANT)
    async with world.database.reading(t) as session:
        acts = await interventions.history(session, "thing")
    assert [(act.act, act.generation, act.differences) for act in acts] == [
        ("rebuild", 2, None),
        ("switch", 2, 0),
        ("drop", 1, None),
    ]
    assert {act.reason for act in acts} == {"mended"}


async def test_the_comparison_finds_one_altered_row(world: World) -> None:
    t = tenant()
    await world.write(t, STORY)
    await worker(world).catch_up()
    await world.admin(READ["plant"], t, 1)
    rebuilt = await _rebuild(world, t)
    assert rebuilt.outcome == "differs"
    (difference,) = rebuilt.differences
    assert (difference.table, difference.only_old, difference.only_new) == ("thing", 1, 1)
    assert str(A) in difference.sample_key
    assert "tikar" not in difference.sample_key, "a key, never a value"
    assert await _generations(world, t) == {1: ("live", True, 10), 2: ("building", False, 10)}
    await world.write(t, [Renamed(thing=A, label="baru")])
    await worker(world).catch_up()
    again = await _rebuild(world, t, accept_differences=True)
    assert (again.outcome, again.generation, again.position) == ("switched", 2, 11)
    assert await world.as_of(t, generation=2) == [(A, "baru", 3, [])]


async def test_a_rebuild_goes_on_where_it_was_cut_off(world: World) -> None:
    t = tenant()
    await world.write(t, STORY)
    await worker(world).catch_up()

    class CutOff(Exception):
        pass

    def cut(step: Progress) -> None:
        raise CutOff

    with pytest.raises(CutOff):
        await _rebuild(world, t, batch_events=2, progress=cut)
    built = (await _generations(world, t))[2]
    assert built[0] == "building"
    assert 0 < built[2] < 10
    seen: list[int] = []
    rebuilt = await _rebuild(world, t, progress=lambda step: seen.append(step.position))
    assert (rebuilt.outcome, rebuilt.generation, seen) == ("switched", 2, [10])


async def test_a_fresh_rebuild_abandons_the_unfinished(
    world: World,
) -> None:
    t = tenant()
    await world.write(t, STORY)
    await worker(world).catch_up()
    await world.admin(READ["plant"], t, 1)
    await _rebuild(world, t)
    shouting = replace(VIEW, apply=_shouting)
    rebuilt = await _rebuild(world, t, view=shouting, accept_differences=True, fresh=True)
    assert (rebuilt.outcome, rebuilt.generation) == ("switched", 3)
    assert {g: state for g, (state, _, _) in (await _generations(world, t)).items()} == {
        1: "retired",
        2: "retired",
        3: "live",
    }
    assert await world.as_of(t, generation=3) == [(A, "TIKAR PANDAN", 3, [])]


async def test_the_live_generation_goes_on_while_the_next_is_built(world: World) -> None:
    t = tenant()
    story = [*STORY, *(Counted(thing=A, delta=1) for _ in range(300))]
    await world.write(t, story)
    await worker(world).catch_up()
    stop = asyncio.Event()
    working = asyncio.create_task(worker(world).run(stop))

    async def go_on() -> None:
        for n in range(10):
            await world.write(t, [Renamed(thing=A, label=f"ke-{n}"), Gone(thing=C)])
            await asyncio.sleep(0.01)

    writing = asyncio.create_task(go_on())
    rebuilt = await _rebuild(world, t, batch_events=20)
    await writing
    assert rebuilt.outcome == "switched"
    assert await world.reached(t, 330)
    stop.set()
    await working
    assert (await world.as_of(t, generation=2))[0][1:3] == ("ke-9", 303)
    assert (await _generations(world, t))[2] == ("live", True, 330)


async def test_a_mended_rebuild_heals_a_stopped_view(world: World) -> None:
    t = tenant()
    await world.write(t, [*STORY, Made(thing=C, label="poison"), Renamed(thing=A, label="akhir")])
    await worker(world).catch_up()
    assert (await _generations(world, t))[1] == ("stopped", True, 10)
    mended = replace(VIEW, apply=_shouting)
    rebuilt = await _rebuild(world, t, view=mended, accept_differences=True)
    assert (rebuilt.outcome, rebuilt.position) == ("switched", 10)
    await Worker(projector(world), [mended]).catch_up()
    assert (await _generations(world, t))[2] == ("live", True, 12)
    assert await world.as_of(t, generation=2) == [(A, "AKHIR", 3, []), (C, "POISON", 0, [])]


async def test_a_rebuild_that_meets_poison_says_so_and_leaves_the_live_one(world: World) -> None:
    t = tenant()
    await world.write(t, [STORY[0], Made(thing=C, label="poison"), STORY[2]])
    await worker(world).catch_up()
    await interventions.discard(world.database, t, VIEW, 2, WARRANT)
    await worker(world).catch_up()
    rebuilt = await _rebuild(world, t)
    assert (rebuilt.outcome, rebuilt.position) == ("stopped", 1), "a discard is of one generation"
    assert await _generations(world, t) == {1: ("live", True, 3), 2: ("stopped", False, 1)}
    await interventions.discard(world.database, t, VIEW, 2, WARRANT, generation=2)
    assert (await _rebuild(world, t)).outcome == "switched"
    assert await world.as_of(t, generation=2) == fold([STORY[0], STORY[2]])[2]


async def test_a_tenant_that_has_not_begun_the_view_has_nothing_to_rebuild(world: World) -> None:
    assert (await _rebuild(world, tenant())).outcome == "absent"


async def test_the_worker_never_touches_what_is_being_built(world: World) -> None:
    t = tenant()
    await world.write(t, STORY)
    await worker(world).catch_up()
    await world.admin(READ["plant"], t, 1)
    await _rebuild(world, t)
    await world.write(t, [Counted(thing=A, delta=1)])
    await worker(world).catch_up()
    assert await _generations(world, t) == {1: ("live", True, 11), 2: ("building", False, 10)}
    step = await projector(world).step(t, VIEW, 2, up_to=10)
    assert step == BatchResult("idle", 10, 11)


async def test_difference_counts_rows_that_stand_twice(world: World) -> None:
    t = tenant()
    await world.write(t, [Made(thing=A, label="a"), Counted(thing=A, delta=1)])
    await worker(world).catch_up()
    await world.admin("DELETE FROM view.thing_entry__v1 RETURNING 1")
    rebuilt = await _rebuild(world, t)
    assert rebuilt.differences == (Difference("thing_entry", 0, 1, "(2)"),)


async def _shouting(session: WorkSession, batch: Batch) -> None:
    """As VIEW, but labels are in capitals and nothing is poison."""
    events = []
    for event in batch.events:
        label = getattr(event.data, "label", None)
        data = event.data if label is None else replace_label(event.data, label.upper())
        events.append(msgspec.structs.replace(event, data=data))
    await VIEW.apply(session, replace(batch, events=events))


def replace_label(data: Made | Renamed, label: str) -> Made | Renamed:
    return type(data)(thing=data.thing, label=label)
