"""Incremental = rebuild = an independent fold, on random histories in random portions."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.things.thing_view import (
    REGISTRY,
    THINGS,
    VIEW,
    WARRANT,
    Counted,
    Event,
    Gone,
    Made,
    Noise,
    Renamed,
    Tagged,
    Thing,
    World,
    fold,
    make_world,
    projector,
    tenant,
    worker,
)

from wahana.platform import following, rebuild
from wahana.platform.packing import RowPacking, array_literal
from wahana.platform.projector import Projector
from wahana.platform.table_sql import LIVE
from wahana.platform.versioned import BatchRows, VersionedTable
from wahana.platform.views import Batch, View, nobody_opens

SOME = st.sampled_from([UUID(int=n) for n in range(1, 5)])
TEXT = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=8)
EVENT: st.SearchStrategy[Event] = st.one_of(
    st.builds(Made, thing=SOME, label=TEXT.filter(lambda text: text != "poison")),
    st.builds(Renamed, thing=SOME, label=TEXT),
    st.builds(Counted, thing=SOME, delta=st.integers(-5, 5)),
    st.builds(Tagged, thing=SOME, tags=st.lists(TEXT, max_size=3).map(tuple)),
    st.builds(Gone, thing=SOME),
    st.builds(Noise, thing=SOME),
)
HISTORY = st.lists(EVENT, min_size=1, max_size=40)
HERE = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
async def shared(fresh_database: Callable[[], Awaitable[Any]]) -> World:
    """One database for all examples of a test; each has a tenant of its own."""
    fresh = await fresh_database()
    return await make_world(fresh.url, fresh.database)


@HERE
@given(history=HISTORY, portions=st.lists(st.tuples(st.integers(1, 12), st.integers(1, 9))))
async def test_incremental_is_the_fold_and_a_rebuild_at_every_position(
    shared: World, history: list[Event], portions: list[tuple[int, int]]
) -> None:
    t = tenant()
    left = list(history)
    for written, batch_events in [*portions, (len(history), 7)]:
        if left:
            await shared.write(t, left[:written])
            left = left[written:]
            await worker(shared, batch_events=batch_events).catch_up()
    expected = fold(history)
    for position in range(1, len(history) + 1):
        assert await shared.as_of(t, position) == expected[position]
    (rebuilt,) = await rebuild.rebuild(projector(shared, batch_events=1), VIEW, [t], WARRANT)
    assert (rebuilt.outcome, rebuilt.differences) == ("switched", ())


@HERE
@given(history=HISTORY, batch_events=st.integers(1, 20), again=st.integers(1, 3))
async def test_a_batch_that_is_applied_again_changes_nothing(
    shared: World, history: list[Event], batch_events: int, again: int
) -> None:
    t = tenant()

    async def twice(session: Any, batch: Batch) -> None:
        for _ in range(again + 1):
            await VIEW.apply(session, batch)

    doubled = View(name="thing", version=1, topics=VIEW.topics, tables=VIEW.tables, apply=twice)
    await shared.write(t, history)
    await worker(shared, doubled, batch_events=batch_events).catch_up()
    assert await shared.as_of(t) == fold(history)[len(history)]
    (rebuilt,) = await rebuild.rebuild(projector(shared), VIEW, [t], WARRANT)
    assert (rebuilt.outcome, rebuilt.differences) == ("switched", ())


@HERE
@given(history=HISTORY, faults=st.lists(st.booleans(), min_size=10, max_size=10))
async def test_errors_in_the_middle_change_nothing(
    shared: World, history: list[Event], faults: list[bool]
) -> None:
    t = tenant()
    coming = iter(faults)

    async def shaky(session: Any, batch: Batch) -> None:
        await VIEW.apply(session, batch)
        if next(coming, False):
            raise ConnectionResetError

    view = View(name="thing", version=1, topics=VIEW.topics, tables=VIEW.tables, apply=shaky)
    await shared.write(t, history)
    steady = Projector(database=shared.database, registry=REGISTRY, batch_events=5)
    await following.begin(steady, t, view)
    position = 0
    while position < len(history):
        try:
            position = (await steady.step(t, view, 1)).position
        except ConnectionResetError:
            await asyncio.sleep(0)
    assert await shared.as_of(t) == fold(history)[len(history)]


@settings(HERE, max_examples=60)
@given(
    values=st.lists(st.none() | st.text(st.characters(codec="utf-8", exclude_characters="\x00")))
)
async def test_an_array_literal_reads_back_as_it_was(
    shared_connection: Any, values: list[str | None]
) -> None:
    read = await shared_connection.fetchval("SELECT $1::text::text[]", array_literal(values))
    assert read == values


@pytest.fixture
async def shared_connection(fresh_database: Callable[[], Awaitable[Any]]) -> Any:
    database = (await fresh_database()).database
    async with database.pool("wahana_app_ro").acquire() as connection:
        yield connection


@pytest.mark.parametrize("value", [True, 7, UUID(int=7), "a,b", None])
async def test_an_array_literal_carries_other_types(shared_connection: Any, value: Any) -> None:
    sql_type = {bool: "bool", int: "int", UUID: "uuid", str: "text", type(None): "text"}
    read = await shared_connection.fetchval(
        f"SELECT $1::text::{sql_type[type(value)]}[]", array_literal([value])
    )
    assert read == [value]
    assert array_literal(None) is None


# --- the fold by itself, without a database ---------------------------------------------------

KEY = UUID(int=1)
SCOPE = (tenant(), 1)


def _rows() -> BatchRows[Thing]:
    batch = Batch(
        tenant=SCOPE[0], of=VIEW.of, generation=1, first=1, last=99, events=(), opener=nobody_opens
    )
    return BatchRows(THINGS, batch)


class _Told:
    """A session that remembers what it was told."""

    def __init__(self) -> None:
        self.told: dict[str, list[Any]] = {}

    async def execute(self, statement: str, *binds: Any) -> str:
        name = "close" if statement == THINGS.statements(VIEW.of)["close"] else "begin"
        assert name not in self.told, "one statement each"
        self.told[name] = list(binds[2:])
        return ""


async def _written(rows: BatchRows[Thing]) -> dict[str, list[Any]]:
    told = _Told()
    await rows.write(told)  # type: ignore[arg-type]
    return told.told


async def test_several_changes_of_a_row_in_a_batch_are_consecutive_versions() -> None:
    rows = _rows()
    rows.remember(Thing(KEY, "old", 0, ()), 3, LIVE)
    rows.change(5, KEY, label="five")
    rows.change(8, KEY, total=8)
    rows.change(8, KEY, label="eight")
    rows.remove(9, KEY)
    rows.put(12, Thing(KEY, "twelve", 0, ("x",)))
    assert await _written(rows) == {
        "close": [[5], [KEY]],
        "begin": [
            [
                (*SCOPE, KEY, "five", 0, (), 5, 8),
                (*SCOPE, KEY, "eight", 8, (), 8, 9),
                (*SCOPE, KEY, "twelve", 0, ("x",), 12, LIVE),
            ]
        ],
    }


async def test_a_change_that_changes_nothing_makes_no_version() -> None:
    rows = _rows()
    rows.remember(Thing(KEY, "same", 0, ()), 3, LIVE)
    assert rows.change(5, KEY, label="same") == Thing(KEY, "same", 0, ())
    rows.put(6, Thing(KEY, "same", 0, ()))
    assert rows.change(7, UUID(int=2), label="nobody") is None
    rows.remove(8, UUID(int=2))
    assert await _written(rows) == {}


async def test_what_came_and_went_within_one_event_leaves_no_trace() -> None:
    rows = _rows()
    rows.put(5, Thing(KEY, "short", 0, ()))
    rows.remove(5, KEY)
    assert rows.get(KEY) is None
    assert await _written(rows) == {}


async def test_events_that_the_table_has_already_are_passed_over() -> None:
    rows = _rows()
    rows.remember(Thing(KEY, "gone", 0, ()), 3, 7)
    assert rows.get(KEY) is None
    rows.put(7, Thing(KEY, "again", 0, ()))
    assert rows.get(KEY) is None
    rows.put(8, Thing(KEY, "back", 0, ()))
    assert rows.get(KEY) == Thing(KEY, "back", 0, ())
    assert list(await _written(rows)) == ["begin"]


def test_a_table_that_is_declared_wrongly_is_refused() -> None:
    with pytest.raises(ValueError, match="must name fields of Thing"):
        VersionedTable(Thing, key=["nothing"], table="thing")
    with pytest.raises(ValueError, match="has a key"):
        VersionedTable(Thing, key=[], table="thing")
    with pytest.raises(ValueError, match="'Thing' cannot be the name of a table"):
        VersionedTable(Thing, key=["thing_id"], table="Thing")


def test_columns_of_a_struct_with_one_field() -> None:
    class One(msgspec.Struct, frozen=True):
        tags: tuple[str, ...] | None

    class Named(msgspec.Struct, frozen=True, kw_only=True):
        label: str
        total: int

    assert RowPacking(One).arrays([One(("a",)), One(None)]) == [['{"a"}', None]]
    assert RowPacking(One).row_of({"tags": ["a", "b"]}) == One(("a", "b"))  # type: ignore[arg-type]
    named = Named(label="a", total=1)
    assert RowPacking(Named).row_of({"total": 1, "label": "a", "more": 2}) == named  # type: ignore[arg-type]
