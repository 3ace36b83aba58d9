"""The recipe "add a field to a view" of CONTRIBUTING.md, done: to a copy of a view, on old data."""

from __future__ import annotations

import importlib
import re
import shutil
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from uuid import UUID

import orjson
import pytest
from tests.api.conftest import SampleContext
from tests.things.thing_view import World, make_world, tenant
from tests.tidy.test_house import ROOT

from wahana.graphql.engine import Engine, root_type
from wahana.platform import installation
from wahana.platform.events import EventRegistry
from wahana.platform.ids import TenantId
from wahana.platform.projector import Projector
from wahana.platform.runner import Worker
from wahana.projections.reading import TableNames
from wahana.projections.relation import Catalogue

SAMPLE = Path(__file__).with_name("parcel")
RECIPE = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
OLD, NEW = UUID(int=1), UUID(int=2)


def changes() -> Iterator[tuple[str, str, str]]:
    """The recipe's diff: file, the lines there are, the lines that are to be."""
    (diff,) = re.findall(r"```diff\n# add a field\n(.*?)```", RECIPE, re.S)
    for name, hunk in re.findall(r"@@ (\S+)\n((?:[ +-].*\n)+)", diff):
        lines = hunk.splitlines(keepends=True)
        before = "".join(line[1:] for line in lines if not line.startswith("+"))
        yield name, before, "".join(line[1:] for line in lines if not line.startswith("-"))


def release(folder: Path) -> SimpleNamespace:
    """The view as the package ``folder`` has it, and the schema over it."""
    modules = {
        name: importlib.import_module(f"{folder.name}.{name}")
        for name in ("events", "view", "relations")
    }
    view = modules["view"].VIEW
    relations = [modules["relations"].PARCEL]
    engine = Engine(Catalogue(relations, {view.name: view.version}, TableNames([view]).resolve))
    field = engine.connection("parcels", "Parcel", "All.")
    schema = engine.schema(query=root_type("Query", [field, engine.node()], "All."))
    return SimpleNamespace(view=view, sent=modules["events"].ParcelSent, schema=schema)


@pytest.fixture
def releases(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[SimpleNamespace, SimpleNamespace]:
    """The view as it is, and a copy with the recipe's changes."""
    monkeypatch.syspath_prepend(str(tmp_path))
    for name in ("parcel_before", "parcel_after"):
        shutil.copytree(SAMPLE, tmp_path / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name, old, new in changes():
        path = tmp_path / "parcel_after" / name
        text = path.read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{name} does not have the lines once:\n{old}"
        path.write_text(text.replace(old, new), encoding="utf-8")
    before, after = (release(tmp_path / name) for name in ("parcel_before", "parcel_after"))
    return before, after


def test_a_plain_field_is_three_places_and_the_version() -> None:
    files = [name for name, _, _ in changes()]
    assert files == ["events.py", "view.py", "rows.py", "view.py"]
    added = [
        line
        for _, old, new in changes()
        for line in new.splitlines()
        if line not in old.splitlines()
    ]
    assert len(added) == 4


async def catch_up(world: World, one: SimpleNamespace) -> None:
    projector = Projector(
        database=world.database, registry=EventRegistry([one.sent]), retry_s=0.001
    )
    await Worker(projector, [one.view]).catch_up()


async def ask(world: World, one: SimpleNamespace, who: TenantId, fields: str) -> Any:
    result = await one.schema.execute(
        f"{{ parcels {{ stale nodes {{ {fields} }} }} }}",
        context_value=SampleContext(world.database, who),
    )
    assert result.errors is None, result.errors
    return orjson.loads(orjson.dumps(result.data))["parcels"]


async def test_the_recipe_is_done_on_existing_data(
    fresh_database: Callable[[], Awaitable[Any]],
    releases: tuple[SimpleNamespace, SimpleNamespace],
) -> None:
    before, after = releases
    fresh = await fresh_database()
    world, who = await make_world(fresh.url, fresh.database, [before.view]), tenant()
    await world.write(who, [before.sent(thing=OLD, content="beras")])
    await catch_up(world, before)
    assert (await ask(world, before, who, "id content"))["nodes"] == [
        {"id": f"parcel_{OLD}", "content": "beras"}
    ]

    await installation.install(fresh.url, [after.view])
    unfilled = await ask(world, after, who, "content weightG")
    assert unfilled["nodes"] == [{"content": "beras", "weightG": None}], "the old rows answer"
    await world.write(who, [after.sent(thing=NEW, content="gula", weight_g=250)])
    await catch_up(world, after)
    filled = await ask(world, after, who, "id content weightG")
    assert filled == {
        "stale": False,
        "nodes": [
            {"id": f"parcel_{OLD}", "content": "beras", "weightG": None},
            {"id": f"parcel_{NEW}", "content": "gula", "weightG": 250},
        ],
    }
    assert (await ask(world, before, who, "content"))["nodes"][0] == {"content": "beras"}
