"""Events from before the types had bounds: every view folds them, every list answers over them.

Real histories are repeated with days of the years 1 and 9999 (PostgreSQL's ``-infinity`` and
``infinity``) and with numbers as large as they come, everywhere at once or here and there.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
import pytest
from tests.views import care, neighbourhood, story
from tests.views.history import REGISTRY, History, house
from tests.views.reading import COMPILER, source

from wahana.deploy.processes import PROCESS_MANAGERS
from wahana.domain.kernel.model import Event
from wahana.domain.kernel.policies import Policies
from wahana.domain.kernel.processes import ProcessContext, WorkItem
from wahana.domain.registry import AGGREGATES
from wahana.platform.database import Database
from wahana.platform.postgres_log import PostgresLog
from wahana.platform.views import NOW
from wahana.projections import cursor, read
from wahana.projections.registry import CATALOGUE
from wahana.projections.selection import Connection, Paging, SelectedField
from wahana.tenants.member import Member
from wahana.tenants.tenant import Tenant

__all__ = ["house"]

KINDS = {kind.TYPE: kind for kind in (*AGGREGATES, Tenant, Member)}

GIVEN_BY_THE_SERVICE = frozenset(
    {
        *("entry_no", "no", "of", "version", "term_no", "share", "round", "statement_no", "group"),
        *("rice_entry", "proceeds_entry", "twin_entry", "fund_entry", "plan_item", "corrects"),
        *("topic_no", "rank", "month", "year", "entries", "last_entry_no", "budget_year"),
    }
)
"""Numbers by which things are named; no client could ever choose them."""
LARGE = 2**63 - 1


class OddHistory(History):
    """A history whose events say odder things than they were told to."""

    def __init__(self, database: Database, twist: Callable[[Any], Any]) -> None:
        self._twist = twist
        super().__init__(database)

    def add(
        self, stream_id: Any, event: Event, *, on: date = date(2012, 6, 14), **more: Any
    ) -> int:
        return super().add(stream_id, odd(event, self._twist), on=self._twist(on), **more)


def odd(value: Any, twist: Callable[[Any], Any]) -> Any:
    """The struct with twisted days and numbers, as far as its class reads them back."""
    for name in value.__struct_fields__:
        old = getattr(value, name)
        new = _odd(name, old, twist)
        if new is old:
            continue
        changed = msgspec.structs.replace(value, **{name: new})
        try:
            msgspec.convert(msgspec.to_builtins(changed), type(value))
        except msgspec.ValidationError:
            continue  # such a one was never stored
        value = changed
    return value


def _odd(name: str, value: Any, twist: Callable[[Any], Any]) -> Any:
    if isinstance(value, msgspec.Struct):
        return odd(value, twist)
    if type(value) is tuple and any(isinstance(item, msgspec.Struct | date) for item in value):
        return tuple(_odd(name, item, twist) for item in value)
    if type(value) is date or (type(value) is int and name not in GIVEN_BY_THE_SERVICE):
        return twist(value)
    return value


def always(day: date, number: int) -> Callable[[Any], Any]:
    return lambda value: day if type(value) is date else number


def sometimes(seed: int) -> Callable[[Any], Any]:
    chance = random.Random(seed)

    def twist(value: Any) -> Any:
        if chance.random() < 0.6:
            return value
        odd_ones = (date.min, date.max) if type(value) is date else (LARGE, -LARGE, 10**15, 0)
        return chance.choice(odd_ones)

    return twist


TWISTS = {
    "first day": always(date.min, 1),
    "last day": always(date.max, 1),
    "large numbers": lambda value: value if type(value) is date else LARGE,
    **{f"here and there {seed}": sometimes(seed) for seed in range(2)},
}
STORIES = {
    "formation": story.bontang,
    "care": care.care,
    "money": neighbourhood.half_a_year,
}


@pytest.mark.parametrize("told", STORIES)
@pytest.mark.parametrize("twist", TWISTS)
async def test_views_fold_odd_events_and_lists_answer(
    house: Database, twist: str, told: str
) -> None:
    history = OddHistory(house, TWISTS[twist])
    STORIES[told](history)
    await history.run()
    shown = 0
    for relation in CATALOGUE:
        for ordering in relation.orderings:
            rows, end = await page(history, relation.name, ordering)
            shown += len(rows)
            infinite = {name for row in rows for name in row if "infinity" in texts(row[name])}
            assert not infinite, f"{relation.name} shows no days: {infinite}"
            if end is not None:
                found = cursor.decode(end, relation, ordering)
                after, _ = await page(history, relation.name, ordering, after=found)
                assert after == []
    assert shown > 100


async def page(
    history: History, name: str, ordering: str, *, after: cursor.Cursor | None = None
) -> tuple[list[dict[str, Any]], str | None]:
    """The rows of a relation in an order with all their columns, and where the page ends."""
    relation = CATALOGUE[name]
    nodes = SelectedField(
        "nodes", "nodes", tuple(SelectedField(one, one) for one in relation.columns)
    )
    info = SelectedField("pageInfo", "pageInfo", (SelectedField("endCursor", "endCursor"),))
    paging = Paging(size=500, has_after=after is not None, after=after.keys if after else ())
    what = Connection(
        source(name, {}, ordering), paging, (nodes, info, SelectedField("n", "totalCount"))
    )
    wanted = read.ReadTime(NOW if after is None else after.position)
    answer = await read.answer(
        lambda: history.database.reading(history.tenant), COMPILER, wanted, what
    )
    body = json.loads(answer.body or "{}")
    return body["nodes"], body["pageInfo"]["endCursor"]


def texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for inner in (
        value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    ):
        yield from texts(inner)


@pytest.mark.parametrize("twist", TWISTS)
async def test_process_managers_follow_odd_events(house: Database, twist: str) -> None:
    history = OddHistory(house, TWISTS[twist])
    STORIES["care"](history)
    await history.write()
    states: dict[UUID, Any] = {}
    items: dict[str, dict[UUID, WorkItem]] = {one.NAME: {} for one in PROCESS_MANAGERS}
    said = 0
    async for row in PostgresLog(house).read_log(history.tenant):
        event = REGISTRY.decode(row)
        kind = KINDS[row.topic.partition(".")[0]]
        states[row.stream_id] = event.mutate(states.get(row.stream_id) or kind(id=row.stream_id))
        for manager in PROCESS_MANAGERS:
            if row.topic not in manager.TOPICS:
                continue
            known = items[manager.NAME]
            context = ProcessContext(
                tenant_id=history.tenant,
                time_zone="Asia/Jakarta",
                backlog_until=date.max,
                resolve_policies=lambda day: Policies(),
                load=lambda kind, stream: states.get(stream) or kind(id=stream),
                linked=lambda one, known=known: [  # type: ignore[misc]
                    item.id for item in known.values() if one in item.links
                ],
            )
            item = manager.work_item(event, context)
            manager.react(event, context)
            if item is None:
                continue
            known[item.id] = item
            for day in (date.min, history_day(event), date.max):
                said += 1 + len(manager.due(item.id, day, context))
    assert said


def history_day(event: Any) -> date:
    day: date = event.recorded_at.date()
    return day
