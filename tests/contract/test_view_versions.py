"""A new version of a view: filled beside the old one, switched per tenant, the old one dropped."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
import pytest
from tests.patience import until
from tests.things.later import (
    NEW,
    NEWER,
    OLD,
    OTHER,
    Release,
    as_before,
    fold,
    unfilled,
)
from tests.things.thing_view import (
    STORY,
    VIEW,
    WARRANT,
    A,
    C,
    Counted,
    Event,
    Made,
    Renamed,
    Tagged,
    World,
    projector,
    tenant,
    worker,
    world,
)

from wahana.deploy.jobs import upgrades
from wahana.platform import following, installation, interventions, positions, rebuild
from wahana.platform.columns import BigInt, SearchKey
from wahana.platform.ids import TenantId
from wahana.platform.installation import ViewRefused
from wahana.platform.readers import announced
from wahana.platform.runner import Worker, WorkerTiming
from wahana.platform.tables import AppendTable
from wahana.platform.views import NOW, View
from wahana.projections.reading import TableNames

pytestmark = pytest.mark.takes(10)

__all__ = ["world"]

RETIRE = "SELECT array_agg(view || ' ' || version) FROM wahana.retire_versions()"
THERE = "SELECT to_regclass($1) IS NOT NULL"


async def filled(world: World, *views: View, number: int = 2) -> list[TenantId]:
    """Tenants with the story, known to the views of a release."""
    tenants = [tenant() for _ in range(number)]
    for t in tenants:
        await world.write(t, STORY)
    await worker(world, *(views or (VIEW,))).catch_up()
    return tenants


async def test_a_new_version_is_filled_beside_the_old_one_and_takes_over(world: World) -> None:
    tenants = await filled(world)
    assert await installation.install(world.url, [NEWER]) == ["thing, version 2"]
    for t in tenants:
        assert await OLD.rows(world, t) == as_before(fold(STORY))
        assert await NEW.rows(world, t) == unfilled(fold(STORY)), "the old one answers"
        assert (await NEW.answer(world, t)).stale
    await worker(world, NEWER).catch_up()
    for t in tenants:
        assert await NEW.rows(world, t) == fold(STORY)
        assert not (await NEW.answer(world, t)).stale
        assert await OLD.rows(world, t) == as_before(fold(STORY)), "the old one is still there"
        for position in range(1, len(STORY) + 1):
            assert await NEW.rows(world, t, position=position) == fold(STORY[:position])


async def test_each_tenant_is_switched_by_itself(world: World) -> None:
    first, second = await filled(world)
    await installation.install(world.url, [NEWER])
    await worker(world, NEWER).turn([first])
    assert await NEW.rows(world, first) == fold(STORY)
    assert await NEW.rows(world, second) == unfilled(fold(STORY))


async def test_both_releases_work_side_by_side_and_none_loses_or_doubles_a_row(
    world: World,
) -> None:
    """Four tenants under load; both releases' workers run, both releases' reads are watched."""
    tenants = await filled(world, number=4)
    kept = len(fold(STORY))
    stop, stories = asyncio.Event(), {t: list(STORY) for t in tenants}
    pace = WorkerTiming(poll_s=0.01)

    async def write() -> None:
        for number in range(30):
            for t in tenants:
                more: list[Event] = [
                    Made(thing=UUID(int=1000 + number), label=f"baru {number}"),
                    Renamed(thing=A, label=f"tikar {number}"),
                    Tagged(thing=A, tags=(f"warna {number}",)),
                    Counted(thing=A, delta=number),
                ]
                await world.write(t, more)
                stories[t] += more
            await asyncio.sleep(0.005)

    async def watch(release: Release) -> None:
        seen, looks = dict.fromkeys(tenants, (0, kept)), 0
        while not stop.is_set() or looks <= 20:
            for t in tenants:
                found = await release.answer(world, t)
                rows = msgspec.json.decode(found.body or "null")
                names = [row["id"] for row in rows]
                assert len(set(names)) == len(names), "a row twice"
                assert found.position >= seen[t][0], "a step back"
                assert len(rows) >= seen[t][1], "a row less"
                seen[t] = (found.position, len(rows))
                looks += 1

    def work(view: View) -> asyncio.Task[None]:
        started = Worker(projector(world, batch_events=7), [view], pace=pace)
        return asyncio.create_task(started.run(stop))

    watching = [asyncio.create_task(watch(release)) for release in (OLD,)]
    working = [work(VIEW)]
    writing = asyncio.create_task(write())
    await installation.install(world.url, [NEWER])
    watching.append(asyncio.create_task(watch(NEW)))
    working.append(work(NEWER))
    await writing
    await _until_level(world, VIEW, NEWER)
    stop.set()
    await asyncio.gather(*watching, *working)
    for t in tenants:
        assert await NEW.rows(world, t) == fold(stories[t])
        assert await OLD.rows(world, t) == as_before(fold(stories[t]))
        (rebuilt,) = await rebuild.rebuild(projector(world), NEWER, [t], WARRANT)
        assert (rebuilt.outcome, rebuilt.differences) == ("switched", ())
        assert await NEW.rows(world, t) == fold(stories[t])


async def _until_level(world: World, *views: View) -> None:
    for view in views:

        async def level(view: View = view) -> bool:
            rows = await positions.status(world.database, [view])
            reached = [row.live and row.events_behind == 0 for row in rows if row.follows]
            return bool(reached) and all(reached)

        await until(level)


async def test_a_view_that_joins_follows_the_switch(world: World) -> None:
    await installation.install(world.url, [OTHER])
    (t,) = await filled(world, VIEW, OTHER, number=1)
    before, after = Release(VIEW, OTHER), Release(NEWER, OTHER)
    expected = await before.rows(world, t, "Seen")
    assert len(expected) > 3
    await installation.install(world.url, [NEWER])
    assert await after.rows(world, t, "Seen") == expected
    assert (await after.answer(world, t, "Seen")).stale
    await worker(world, NEWER, OTHER).catch_up()
    assert await after.rows(world, t, "Seen") == expected
    await world.write(t, [Renamed(thing=A, label="baru")])
    await worker(world, NEWER, OTHER).catch_up()
    assert {row["label"] for row in await after.rows(world, t, "Seen")} == {"baru"}
    assert await before.rows(world, t, "Seen", 10) == expected


# --- what a version has that the one before has not


NARROW = AppendTable(
    msgspec.defstruct(
        "Narrow", [("position", BigInt), ("thing_id", UUID), ("size", int), ("word", str | None)]
    ),
    key=["position"],
    table="seen",
    about="What was seen.",
)


@pytest.mark.parametrize(
    ("name", "kind", "shown"),
    [
        ("size", BigInt, 7),
        ("size", int | None, 7),
        ("word", str | None, "kata"),
        ("word", SearchKey | None, "kata"),
        ("added", int | None, None),
        ("added", (int, 5), 5),
        ("added", (str, "it's"), "it's"),
        ("added", (tuple[str, ...], ("a", 'b "c"')), ["a", 'b "c"']),
        ("added", (bool, True), True),
        ("added", (date, date(2026, 1, 2)), date(2026, 1, 2)),
    ],
    ids=str,
)
async def test_rows_of_an_older_version_are_shown_as_those_of_the_newer(
    world: World, name: str, kind: Any, shown: Any
) -> None:
    assert await bridged(world, name, kind) == [shown]


@pytest.mark.parametrize(
    ("name", "kind"),
    [("added", int), ("size", str), ("word", str), ("thing_id", str)],
    ids=str,
)
async def test_what_cannot_be_shown_is_not_there_until_it_is_filled(
    world: World, name: str, kind: Any
) -> None:
    assert await bridged(world, name, kind) == []


async def bridged(world: World, name: str, kind: Any) -> list[Any]:
    """What a column of the newer version shows of a row of the older one."""
    t = tenant()
    older = replace(OTHER, tables=(NARROW,))
    await installation.install(world.url, [older])
    await world.write(t, STORY[:1])
    begun = await following.begin(projector(world), t, older)
    assert begun is not None
    await world.admin(
        "INSERT INTO view.seen__v1 VALUES ($1, $2, 1, $1, 7, 'kata')", t, begun.generation
    )
    plain, *default = kind if isinstance(kind, tuple) else (kind,)
    fields = [(key, of) for key, of in (("position", BigInt), ("thing_id", UUID)) if key != name]
    row = msgspec.defstruct("Row", [*fields, (name, plain, *default)], frozen=True)
    newer = replace(
        OTHER, version=2, tables=(AppendTable(row, key=["position"], table="seen", about="x"),)
    )
    await installation.install(world.url, [newer])
    statement = TableNames([newer]).resolve("SELECT s.* FROM as_of.seen s WHERE $2::bigint > 0")
    async with world.database.reading(t) as session:
        return [record[name] for record in await session.fetch(statement, t, NOW)]


async def test_another_shape_under_the_same_version_is_refused(world: World) -> None:
    same = replace(NEWER, version=1)
    for refused in (installation.install, installation.check):
        with pytest.raises(ViewRefused, match="raise the version"):
            await refused(world.url, [same])
    assert await installation.install(world.url, [VIEW]) == []


async def test_three_versions_answer_by_the_newest_that_is_known(world: World) -> None:
    first, second = await filled(world)
    third = replace(NEWER, version=3)
    await installation.install(world.url, [NEWER])
    await worker(world, NEWER).turn([first])
    await installation.install(world.url, [third])
    latest = Release(third)
    latest.columns = NEW.columns
    for t, answers in ((first, fold(STORY)), (second, unfilled(fold(STORY)))):
        statement = latest.reading.resolve(
            "SELECT x.colour, x.changes FROM as_of.thing x ORDER BY x.thing_id"
        )
        async with world.database.reading(t) as session:
            found = await session.fetch(statement.replace("$2", str(NOW)), t)
        assert [tuple(row) for row in found] == [(a["colour"], a["changes"]) for a in answers]


# --- who looks after it


async def test_status_shows_the_progress_of_an_upgrade(world: World) -> None:
    first, second = await filled(world)
    assert upgrades(await positions.status(world.database, [VIEW])) == []
    await installation.install(world.url, [NEWER])
    rows = await positions.status(world.database, [NEWER])
    assert {(row.tenant, row.live, row.follows, row.version, row.target) for row in rows} == {
        (first, True, False, 1, 2),
        (second, True, False, 1, 2),
    }
    assert upgrades(rows) == ["thing: version 1 → 2, 0 of 2 tenants switched, 0 % of the events"]
    begun = await following.begin(projector(world), second, NEWER)
    assert begun is not None
    await projector(world).step(second, NEWER, begun.generation, up_to=5)
    await worker(world, NEWER).turn([first])
    rows = await positions.status(world.database, [NEWER])
    (filling,) = [row for row in rows if row.is_filled]
    assert (filling.tenant, filling.state, filling.per_cent) == (second, "building", 50)
    assert upgrades(rows) == ["thing: version 1 → 2, 1 of 2 tenants switched, 75 % of the events"]
    await worker(world, NEWER).catch_up()
    rows = await positions.status(world.database, [NEWER])
    assert upgrades(rows) == []
    assert {row.version: row.live for row in rows} == {1: False, 2: True}
    assert positions.exit_code(rows) == 0


async def test_an_event_that_the_new_version_cannot_apply_leaves_the_old_one_answering(
    world: World,
) -> None:
    (t,) = await filled(world, number=1)
    await world.write(t, [Made(thing=C, label="racun")])
    await worker(world).catch_up()
    poisoned = replace(NEWER, apply=_no_poison)
    await installation.install(world.url, [NEWER])
    await worker(world, poisoned).catch_up()
    rows = await positions.status(world.database, [NEWER])
    assert positions.exit_code(rows) == 2
    assert {row.state: row.live for row in rows} == {"live": True, "stopped": False}
    assert len(await NEW.rows(world, t)) == 2, "the old one answers"
    assert await interventions.replay(world.database, t, NEWER, WARRANT) == 11
    await worker(world, NEWER).catch_up()
    assert await NEW.rows(world, t) == fold([*STORY, Made(thing=C, label="racun")])


async def _no_poison(session: Any, batch: Any) -> None:
    assert not any(getattr(event.data, "label", "") == "racun" for event in batch.events)
    await NEWER.apply(session, batch)


# --- plans

READ = "SELECT x.label FROM as_of.thing x WHERE x.thing_id = $3 ORDER BY x.from_position"
WALK = "SELECT x.thing_id FROM as_of.thing x ORDER BY x.thing_id LIMIT 50"
JOIN = (
    "SELECT e.position, x.label FROM as_of.thing_entry e"
    " CROSS JOIN LATERAL"
    " (SELECT y.label FROM as_of.thing y WHERE y.thing_id = e.thing_id LIMIT 1) x"
    " ORDER BY e.position LIMIT 50"
)


@pytest.mark.parametrize("statement", [READ, WALK, JOIN], ids=["read", "walk", "join"])
async def test_plans_walk_indexes_while_two_versions_are_there_and_after(
    world: World, statement: str
) -> None:
    (t,) = await filled(world, number=1)
    for part in range(4):
        await world.write(t, [Made(thing=UUID(int=part * 500 + n), label="a") for n in range(500)])
    await worker(world).catch_up()
    await installation.install(world.url, [NEWER])
    await worker(world, NEWER).catch_up()
    both = await plan(world, t, statement)
    async with announced(world.database, [NEWER]):
        await worker(world, NEWER).turn()
        one = await plan(world, t, statement)
    for shown in (both, one):
        assert not re.search(r"Seq Scan on thing|-> +Sort|Bitmap", shown), shown
    assert "thing__v1_pkey" in both
    assert "thing__v2_pkey" in both
    assert "thing__v1_pkey" not in one
    assert "Append" not in one, "nothing of the bridge is left"


async def plan(world: World, t: TenantId, statement: str) -> str:
    """The generic plan, as the pool that reads makes it."""
    text = NEW.reading.resolve(statement)
    binds = [f"'{t}'", str(NOW), f"'{A}'"][: 3 if "$3" in text else 2]
    async with world.database.reading(t) as session:
        await session.fetch(f"PREPARE hot AS {text}")
        rows = await session.fetch(f"EXPLAIN (COSTS OFF) EXECUTE hot ({', '.join(binds)})")
        await session.fetch("DEALLOCATE hot")
    return "\n".join(row[0] for row in rows)
