"""Aggregates out of the log: folded, cached, brought up to date, as of a position."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID, uuid4

import pytest
from eventsourcing.application import AggregateNotFoundError, project_aggregate
from eventsourcing.persistence import (
    IntegrityError,
    OperationalError,
    ProgrammingError,
)
from tests.logs.building import ACTOR, OTHER_DIGEST, a_tenant, command, comparable
from tests.logs.counting import REGISTRY, Counter, Table, counted, tilted

from wahana.platform.append import Append, Appended, Guard, Log, Outcome, QueueFull, recorded_rows
from wahana.platform.events import EventRow
from wahana.platform.ids import TenantId
from wahana.platform.orders import ELSEWHERE
from wahana.platform.recorder import AsyncAggregateRecorder, AsyncApplicationRecorder
from wahana.platform.repository import Repository
from wahana.platform.store import AsyncEventStore
from wahana.platform.writer import Writer


class CountingReads:
    """Counts the reads of several streams that go to a log."""

    def __init__(self, log: Log) -> None:
        self._log = log
        self.reads: list[list[tuple[UUID, int]]] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._log, name)

    async def read_streams(
        self, tenant: TenantId, wanted: Sequence[tuple[UUID, int]]
    ) -> dict[UUID, list[EventRow]]:
        self.reads.append(list(wanted))
        return await self._log.read_streams(tenant, wanted)


@pytest.fixture
def reads(log: Log) -> CountingReads:
    return CountingReads(log)


@pytest.fixture
def repository(reads: CountingReads) -> Repository:
    return Repository(reads, REGISTRY, kinds=[Counter, Table])  # type: ignore[arg-type]


async def _count(log: Log, tenant: TenantId, stream: UUID, *, after: int, by: int) -> Appended:
    (outcome,) = await log.append(tenant, [command(counted(stream, after + 1, by))])
    assert isinstance(outcome, Appended)
    return outcome


async def test_a_state_is_the_fold_of_its_events_and_is_read_once(
    log: Log, tenant: TenantId, repository: Repository, reads: CountingReads
) -> None:
    a = uuid4()
    await log.append(tenant, [command(counted(a, 1, 3), counted(a, 2, 4))])
    state = await repository.load(tenant, Counter, a)
    assert state == Counter(id=a, version=2, total=7)
    assert await repository.load(tenant, Counter, a) is state
    assert repository.cached(tenant, Counter, a) is state
    assert len(reads.reads) == 1


async def test_several_states_cost_one_read_for_those_that_are_missing(
    log: Log, tenant: TenantId, repository: Repository, reads: CountingReads
) -> None:
    a, b, nowhere = uuid4(), uuid4(), uuid4()
    await log.append(tenant, [command(counted(a, 1, 3)), command(tilted(b, 1))])
    await repository.load(tenant, Counter, a)
    wanted: list[tuple[type[Any], UUID]] = [(Table, b), (Counter, a), (Counter, nowhere)]
    states = await repository.load_many(tenant, wanted)
    assert states == [
        Table(id=b, version=1, tilts=1),
        Counter(id=a, version=1, total=3),
        Counter(id=nowhere),
    ]
    assert reads.reads == [[(a, 0)], [(b, 0), (nowhere, 0)]]


async def test_what_is_not_there_is_not_remembered(
    log: Log, tenant: TenantId, repository: Repository
) -> None:
    a = uuid4()
    assert await repository.load(tenant, Counter, a) == Counter(id=a)
    assert repository.cached(tenant, Counter, a) is None
    await _count(log, tenant, a, after=0, by=1)
    assert (await repository.load(tenant, Counter, a)).total == 1


async def test_a_stream_of_another_kind_is_not_there(
    log: Log, tenant: TenantId, repository: Repository
) -> None:
    a = uuid4()
    await _count(log, tenant, a, after=0, by=1)
    assert await repository.load(tenant, Table, a) == Table(id=a, version=ELSEWHERE)
    assert (await repository.load(tenant, Counter, a)).version == 1
    assert await repository.load(tenant, Table, a) == Table(id=a, version=ELSEWHERE)
    assert await repository.refresh(tenant, [(Table, a)]) == [Table(id=a, version=ELSEWHERE)]
    assert await repository.at(tenant, Table, a, 99) == Table(id=a)
    assert repository.cached(tenant, Table, a) is None


async def test_another_tenant_s_stream_is_not_there(
    log: Log, tenant: TenantId, repository: Repository
) -> None:
    a, other = uuid4(), a_tenant()
    await log.open_log(other)
    await _count(log, tenant, a, after=0, by=1)
    await repository.load(tenant, Counter, a)
    assert repository.cached(other, Counter, a) is None
    assert await repository.load(other, Counter, a) == Counter(id=a)


async def test_refreshing_reads_only_what_is_new(
    log: Log, tenant: TenantId, repository: Repository, reads: CountingReads
) -> None:
    a, b = uuid4(), uuid4()
    for name in (a, b):
        await _count(log, tenant, name, after=0, by=1)
    await repository.load_many(tenant, [(Counter, a), (Counter, b)])
    await _count(log, tenant, a, after=1, by=5)
    reads.reads.clear()
    fresh = await repository.refresh(tenant, [(Counter, a), (Counter, b)])
    assert [(state.version, state.total) for state in fresh] == [(2, 6), (1, 1)]
    assert reads.reads == [[(a, 1), (b, 1)]]
    assert repository.cached(tenant, Counter, a) is fresh[0]


async def test_an_own_append_advances_the_state_without_a_read(
    log: Log, tenant: TenantId, repository: Repository, reads: CountingReads
) -> None:
    a, new = uuid4(), uuid4()
    await _count(log, tenant, a, after=0, by=1)
    before = await repository.load(tenant, Counter, a)
    append = command(counted(a, 2, 2), counted(a, 3, 3), counted(new, 1, 9))
    (outcome,) = await log.append(tenant, [append])
    assert isinstance(outcome, Appended)
    happened = [REGISTRY.decode(row) for row in recorded_rows(tenant, append, outcome)]
    reads.reads.clear()
    repository.advance(tenant, [before, Counter(id=new)], happened)
    assert (await repository.load(tenant, Counter, a)) == Counter(id=a, version=3, total=6)
    assert (await repository.load(tenant, Counter, new)) == Counter(id=new, version=1, total=9)
    assert not reads.reads
    repository.advance(tenant, [before], [])
    assert repository.cached(tenant, Counter, a).version == 3  # type: ignore[union-attr]


async def test_a_state_as_of_a_position(log: Log, tenant: TenantId, repository: Repository) -> None:
    a = uuid4()
    for version in range(4):
        await _count(log, tenant, a, after=version, by=1)
        await _count(log, tenant, uuid4(), after=0, by=1)
    totals = [(await repository.at(tenant, Counter, a, position)).total for position in range(9)]
    assert totals == [0, 1, 1, 2, 2, 3, 3, 4, 4]
    assert repository.cached(tenant, Counter, a) is None


async def test_the_cache_is_bounded_and_forgets_what_was_not_used(
    log: Log, tenant: TenantId
) -> None:
    repository = Repository(log, REGISTRY, states_max=2)
    a, b, c = uuid4(), uuid4(), uuid4()
    for name in (a, b, c):
        await _count(log, tenant, name, after=0, by=1)
    await repository.load(tenant, Counter, a)
    await repository.load(tenant, Counter, b)
    assert repository.cached(tenant, Counter, a)
    await repository.load(tenant, Counter, c)
    assert repository.cached(tenant, Counter, a)
    assert repository.cached(tenant, Counter, c)
    assert repository.cached(tenant, Counter, b) is None


async def test_the_repository_of_one_tenant_answers_as_the_library_s(
    log: Log, tenant: TenantId, repository: Repository
) -> None:
    a = uuid4()
    for version in range(3):
        await _count(log, tenant, a, after=version, by=10)
    bound = repository.for_tenant(tenant)
    assert await bound.get(a) == Counter(id=a, version=3, total=30)
    assert await bound.get(a, version=2) == Counter(id=a, version=2, total=20)

    def doubling(state: Any, events: Iterable[Any]) -> Any:
        return project_aggregate(state, events).total * 2

    assert await bound.get(a, projector_func=doubling) == 60
    await _count(log, tenant, a, after=3, by=10)
    assert (await bound.get(a)).version == 4
    with pytest.raises(AggregateNotFoundError):
        await bound.get(uuid4())
    with pytest.raises(AggregateNotFoundError):
        await repository.for_tenant(a_tenant()).get(a)


# --- recorder and store ------------------------------------------------------------------------


@pytest.fixture
def recorder(log: Log, tenant: TenantId) -> AsyncApplicationRecorder:
    return AsyncApplicationRecorder(log, Writer(log), tenant, actor_id=ACTOR)


async def test_a_store_gives_back_what_was_put_as_recorded(
    log: Log, tenant: TenantId, recorder: AsyncApplicationRecorder
) -> None:
    store, a = AsyncEventStore(REGISTRY, recorder), uuid4()
    key = command(counted(a, 1, 1)).key
    recordings = await store.put([counted(a, 1, 2), counted(a, 2, 3)], key=key)
    assert [recording.notification.id for recording in recordings] == [1, 2]
    assert [recording.domain_event.data.by for recording in recordings] == [2, 3]  # type: ignore[attr-defined]
    got = [event async for event in store.get(a, gt=1)]
    assert got == [recordings[1].domain_event]
    again = await store.put([counted(a, 1, 2), counted(a, 2, 3)], key=key)
    assert again == recordings
    changed = type(key)(key.client, key.key, OTHER_DIGEST)
    with pytest.raises(IntegrityError, match="used for another command"):
        await store.put([counted(a, 3, 2)], key=changed)
    with pytest.raises(IntegrityError, match="is at version 2, not at 1"):
        await store.put([counted(uuid4(), 1, 1)], guards=[Guard(a, 1)])
    assert await store.put([]) == []
    assert await recorder.max_notification_id() == 2


async def test_an_aggregate_recorder_s_store_puts_too(log: Log, tenant: TenantId) -> None:
    recorder = AsyncAggregateRecorder(log, Writer(log), tenant, actor_id=ACTOR)
    (recording,) = await AsyncEventStore(REGISTRY, recorder).put([counted(uuid4(), 1, 2)])
    assert recording.notification.id == 1


async def test_a_recorder_is_bound_to_its_tenant(
    log: Log, recorder: AsyncApplicationRecorder
) -> None:
    other, a = a_tenant(), uuid4()
    await log.open_log(other)
    await recorder.insert_rows([counted(a, 1, 1)])
    assert await recorder.for_tenant(other).select_events(a) == []
    assert await recorder.for_tenant(other).max_notification_id() is None
    assert recorder.for_tenant(other).tenant == other


async def test_errors_are_those_of_the_library(
    log: Log, tenant: TenantId, recorder: AsyncApplicationRecorder
) -> None:
    with pytest.raises(ProgrammingError, match="has no log"):
        await recorder.for_tenant(a_tenant()).insert_rows([counted(uuid4(), 1, 1)])
    a = uuid4()
    with pytest.raises(IntegrityError):
        await recorder.insert_rows([counted(a, 1, 1), counted(a, 3, 1)])

    class Full:
        async def append(self, tenant: TenantId, append: Append, /) -> Outcome:
            raise QueueFull("full")

    full = AsyncApplicationRecorder(log, Full(), tenant, actor_id=ACTOR)
    with pytest.raises(OperationalError, match="full"):
        await full.insert_rows([counted(a, 1, 1)])


async def test_commands_written_by_the_recorder_are_commands_like_any_other(
    log: Log, tenant: TenantId, recorder: AsyncApplicationRecorder
) -> None:
    a = uuid4()
    key = command(counted(a, 1, 1)).key
    await recorder.insert_rows([counted(a, 1, 1)], key=key)
    (outcome,) = await log.append(tenant, [Append(key, (counted(a, 1, 1),))])
    assert comparable(outcome) == ("duplicate", 1, 1, True)
