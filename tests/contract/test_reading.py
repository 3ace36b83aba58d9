"""The names in ``read.sql``: of tables as of a position or as they are now, and of fragments."""

from __future__ import annotations

import pytest
from tests.things.thing_view import STORY, VIEW, A, B, Made, World, tenant, worker, world

from wahana.platform.views import NOW
from wahana.projections.reading import TableNames, UnknownName

__all__ = ["world"]

READING = TableNames([VIEW])
LABELS = "SELECT array_agg(x.label ORDER BY x.label) FROM {form}.thing x WHERE $2::bigint > 0"
DELTAS = (
    "SELECT array_agg(x.delta ORDER BY x.position) FROM {form}.thing_entry x WHERE $2::bigint > 0"
)


async def shown(world: World, statement: str, form: str, position: int) -> list[object]:
    """What a statement shows of the tenant with the story, while another has things of its own."""
    mine, theirs = tenant(), tenant()
    await world.write(mine, STORY)
    await world.write(theirs, [Made(thing=A, label="theirs")])
    await worker(world).catch_up()
    async with world.database.reading(mine) as session:
        text = READING.resolve(statement.replace("{form}", form))
        found: list[object] = await session.fetchval(text, mine, position)
        return found


@pytest.mark.parametrize(
    ("form", "position", "labels"),
    [
        ("as_of", 1, ["tikar"]),
        ("as_of", 5, ["kursi", "tikar"]),
        ("as_of", NOW, ["tikar pandan"]),
        ("latest", 1, ["tikar pandan"]),
    ],
)
async def test_rows_with_a_history_are_asked_as_of_a_position_or_as_they_are(
    world: World, form: str, position: int, labels: list[str]
) -> None:
    assert await shown(world, LABELS, form, position) == labels


@pytest.mark.parametrize(
    ("form", "position", "deltas"),
    [("as_of", 3, [5]), ("as_of", NOW, [5, -2, 9]), ("latest", 1, [5, -2, 9])],
)
async def test_rows_that_are_only_added_count_up_to_the_position(
    world: World, form: str, position: int, deltas: list[int]
) -> None:
    assert await shown(world, DELTAS, form, position) == deltas


def test_a_fragment_stands_where_it_is_named() -> None:
    office = "SELECT 1 WHERE x.day <= {day_of_asking}"
    with pytest.raises(UnknownName, match=r"latest\.office is the table of no view"):
        READING.resolve(office)
    from wahana.projections.registry import VIEWS

    whole = TableNames(VIEWS).resolve(office)
    assert "{" not in whole
    whole = TableNames(VIEWS).resolve("SELECT 1 WHERE x.day <= {on_day}")
    assert "coalesce($3::date, (SELECT today FROM moment))" in whole
    assert "{" not in whole


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("SELECT FROM as_of.nothing x", "the table of no view"),
        ("SELECT FROM as_of.thing", "has no alias"),
        ("SELECT {nothing}", "no fragment"),
    ],
)
def test_what_names_nothing_is_refused(text: str, complaint: str) -> None:
    with pytest.raises(UnknownName, match=complaint):
        READING.resolve(text)


def test_a_literal_is_no_fragment() -> None:
    text = "SELECT '{}'::text[], '{A,B}'::text[]"
    assert READING.resolve(f"-- {B}\n{text};") == text


def test_all_columns_but_some_are_those_of_the_table() -> None:
    text = READING.resolve("SELECT x.* EXCLUDE (label, tags), 1 AS label FROM as_of.thing x")
    assert text.startswith("SELECT x.thing_id, x.total, 1 AS label FROM (")
    with pytest.raises(UnknownName, match="there is no column price"):
        READING.resolve("SELECT x.* EXCLUDE (price) FROM as_of.thing x")
    with pytest.raises(UnknownName, match="there is no column label"):
        READING.resolve("SELECT y.* EXCLUDE (label) FROM as_of.thing x")
