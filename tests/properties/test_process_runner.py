"""The runner with an invented process manager, at random pages, cuts and workers.

It is compared with a plain fold of the log: which commands must have been sent, and what must be on
the work list, wherever pages end, workers are cut, and other workers run.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, ClassVar
from uuid import UUID, uuid5

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.conftest import FreshDatabases
from tests.logs.building import a_tenant, command
from tests.logs.counting import REGISTRY, Counted, Counter, Tilted, counted, infrastructure, tilted

from wahana.platform.events import Recorded
from wahana.platform.ids import TenantId
from wahana.platform.postgres_log import PostgresLog
from wahana.platform.processes import process_status
from wahana.platform.processes.due import DueScan
from wahana.platform.processes.manager import Instruction
from wahana.platform.processes.runner import ProcessParts, ProcessRunner, ProcessTiming
from wahana.platform.repository import Repository

FIRST_DAY = date(2026, 1, 1)
GROUPS = 3


@dataclass(frozen=True)
class Item:
    id: UUID
    due: date | None
    links: tuple[UUID, ...]
    done: bool = False


@dataclass(frozen=True)
class WordInstruction:
    """An instruction whose command is a word about a stream."""

    word: str
    about: UUID
    because: str | None = None

    @property
    def command(self) -> tuple[str, UUID]:
        return self.word, self.about


@dataclass(frozen=True)
class Knows:
    load: Any
    linked: Any
    time_zone: str = "Asia/Jakarta"


def group_of(counter: UUID) -> UUID:
    return UUID(int=counter.int % GROUPS)


class Counting:
    """Answers every odd count; a table's tilt asks for what is open in its group.

    A counter is on the list while its total is odd, due after that number of days.
    """

    NAME: ClassVar[str] = "counting"
    TOPICS: ClassVar[frozenset[str]] = frozenset({Counted.TOPIC, Tilted.TOPIC})

    def work_item(self, event: Recorded, context: Knows) -> Item | None:
        if event.row.topic == Tilted.TOPIC:
            return None
        counter = context.load(Counter, event.originator_id)
        due = FIRST_DAY + timedelta(days=counter.total)
        return Item(counter.id, due, (group_of(counter.id),), done=counter.total % 2 == 0)

    def react(self, event: Recorded, context: Knows) -> Sequence[WordInstruction]:
        if event.row.topic == Tilted.TOPIC:
            found = context.linked(group_of(event.originator_id))
            return [WordInstruction("look", context.load(Counter, one).id) for one in found]
        if event.data.by % 2 == 0:
            return []
        return [
            WordInstruction("answer", event.originator_id),
            WordInstruction("note", event.originator_id),
        ]

    def due(self, item: UUID, on: date, context: Knows) -> Sequence[WordInstruction]:
        counter = context.load(Counter, item)
        return [
            WordInstruction("remind", counter.id, because=f"total/{counter.id}/{counter.total}")
        ]


class Deaf(Counting):
    """Wants nothing that happens."""

    NAME = "deaf"
    TOPICS = frozenset({"never.happens"})


@dataclass
class Given:
    """Commands as the executor has them: each key counts once. Cut at random."""

    chance: random.Random
    cuts: float
    log: list[tuple[str, str, UUID]] = field(default_factory=list)
    keys: set[str] = field(default_factory=set)

    async def give(
        self,
        tenant: TenantId,
        instruction: Instruction,
        key: str,
        *,
        cause: UUID | None = None,
        on: date | None = None,
    ) -> bool:
        await asyncio.sleep(0)
        if self.chance.random() < self.cuts:
            raise ConnectionResetError
        if key not in self.keys:
            self.keys.add(key)
            origin = instruction.because or str(cause)
            self.log.append((origin, *instruction.command))
        if self.chance.random() < self.cuts:
            raise ConnectionResetError
        return True


ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("count"), st.integers(0, 4), st.integers(1, 3)),
        st.tuples(st.just("tilt"), st.integers(0, 4), st.just(0)),
        st.tuples(st.just("run"), st.integers(1, 5), st.just(0)),
    ),
    min_size=1,
    max_size=25,
)


@pytest.mark.parametrize("cuts", [0.0, 0.25])
async def test_every_command_once_and_the_list_as_the_log_says(
    fresh_database: FreshDatabases, cuts: float
) -> None:
    fresh = await fresh_database()

    async def check_history(acts: list[tuple[str, int, int]], seed: int) -> None:
        await _History(fresh.database, cuts, seed).play(acts)

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(ACTS, st.integers(0, 2**32))
    def examples(acts: list[tuple[str, int, int]], seed: int) -> None:
        loop.run(check_history(acts, seed))

    loop = _Loop(asyncio.get_running_loop())
    await asyncio.to_thread(examples)


def _always_open(events: list[Recorded], since: int) -> set[UUID]:
    """Counters with an odd total from some event on: whatever is read of them, they are listed."""
    totals: dict[UUID, int] = {}
    always: set[UUID] = set()
    for number, event in enumerate(events):
        if event.row.topic == Counted.TOPIC:
            totals[event.originator_id] = totals.get(event.originator_id, 0) + event.data.by
        if number == since:
            always = {counter for counter, total in totals.items() if total % 2}
        if number > since:
            always = {counter for counter in always if totals[counter] % 2}
    return always


class _Loop:
    """Runs coroutines on a loop from another thread."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        self._loop = loop

    def run(self, coroutine: Any) -> None:
        asyncio.run_coroutine_threadsafe(coroutine, self._loop).result()


class _History:
    """One tenant's life: acts, with the runner at work now and then."""

    def __init__(self, database: Any, cuts: float, seed: int) -> None:
        self.database = database
        self.tenant = a_tenant()
        self.chance = random.Random(seed)
        self.given = Given(self.chance, cuts)
        log = PostgresLog(database)
        self.log = log
        made = infrastructure(log)
        self.parts = ProcessParts(
            managers=(Counting(), Deaf()),
            database=database,
            infrastructure=made,
            registry=REGISTRY,
            states=Repository(made.event_store),
            make_context=lambda tenant, load, linked: Knows(load, linked),
            commands=self.given,
        )
        self.versions: dict[UUID, int] = {}

    async def play(self, acts: list[tuple[str, int, int]]) -> None:
        await self.log.open_log(self.tenant)
        for what, which, by in acts:
            if what == "run":
                await self._turns(which)
            else:
                await self._append(what, uuid5(UUID(int=0), f"{what} {which}"), by)
        self.given.cuts = 0.0
        await self._runner(page_events=3).catch_up()
        rows = [row async for row in self.log.read_log(self.tenant)]
        events = [REGISTRY.decode(row) for row in rows]
        self._check_commands(events)
        await self._check_list(events)
        rows_of = await process_status.status(
            self.database, ["counting", "deaf"], tenant=self.tenant
        )
        assert {(row.position, row.state) for row in rows_of} == {(len(rows), "running")}

    async def _append(self, what: str, stream: UUID, by: int) -> None:
        version = self.versions[stream] = self.versions.get(stream, 0) + 1
        new = counted(stream, version, by) if what == "count" else tilted(stream, version)
        await self.log.append(self.tenant, [command(new)])

    def _runner(self, page_events: int) -> ProcessRunner:
        pace = ProcessTiming(page_events=page_events, page_positions=5, lease_s=-1.0, retry_s=0.001)
        return ProcessRunner(self.parts, pace=pace)

    async def _turns(self, page_events: int) -> None:
        """Two workers at once, one of them perhaps given up."""
        runners = [self._runner(page_events) for _ in range(2)]
        tasks = [asyncio.create_task(runner.turn([self.tenant])) for runner in runners]
        if self.given.cuts and self.chance.random() < 0.5:
            await asyncio.sleep(0.002)
            tasks[0].cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _check_commands(self, events: list[Recorded]) -> None:
        found = self.given.log
        assert len(found) == len(set(found)), "nothing is given twice"
        odd = [event for event in events if event.row.topic == Counted.TOPIC and event.data.by % 2]
        wanted = {
            (str(event.event_id), word, event.originator_id)
            for event in odd
            for word in ("answer", "note")
        }
        assert {one for one in found if one[1] != "look"} == wanted
        counters = {event.originator_id for event in events if event.row.topic == Counted.TOPIC}
        tilts = {str(event.event_id): event.originator_id for event in events}
        for cause, word, about in found:
            if word == "look":
                assert about in counters
                assert group_of(about) == group_of(tilts[cause]), "only what is linked is found"
        for number, event in enumerate(events):
            if event.row.topic == Tilted.TOPIC:
                for counter in _always_open(events, number):
                    if group_of(counter) == group_of(event.originator_id):
                        assert (str(event.event_id), "look", counter) in found

    async def _check_list(self, events: list[Recorded]) -> None:
        totals: dict[UUID, int] = {}
        for event in events:
            if event.row.topic == Counted.TOPIC:
                totals[event.originator_id] = totals.get(event.originator_id, 0) + event.data.by
        open_ones = {counter: total for counter, total in totals.items() if total % 2}
        before = len(self.given.log)
        reminded = await DueScan(self.parts).run(self.tenant, FIRST_DAY + timedelta(days=5))
        due = {counter: total for counter, total in open_ones.items() if total <= 5}
        assert reminded == len(due)
        assert set(self.given.log[before:]) == {
            (f"total/{counter}/{total}", "remind", counter) for counter, total in due.items()
        }
        await DueScan(self.parts).run(self.tenant, FIRST_DAY + timedelta(days=5))
        assert len(self.given.log) == before + len(due), "a second look does nothing again"
