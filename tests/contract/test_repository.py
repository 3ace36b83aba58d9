"""Aggregates out of the log: folded, cached, brought up to date; the store and recorder below."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

import pytest
from eventsourcing.domain import DomainEventProtocol
from eventsourcing.persistence import (
    IntegrityError,
    Notification,
    OperationalError,
    ProgrammingError,
    Recording,
    StoredEvent,
)
from tests.logs.building import OTHER_DIGEST, a_tenant, command, comparable
from tests.logs.counting import (
    REGISTRY,
    Counter,
    Table,
    counted,
    infrastructure,
    mapped,
    tilted,
)

from wahana.platform.append import Append, Appended, Guard, Log, Outcome, QueueFull, recorded_rows
from wahana.platform.events import EventRow
from wahana.platform.execution import ELSEWHERE
from wahana.platform.ids import TenantId
from wahana.platform.recorder import AsyncApplicationRecorder, KeyUsed, StreamConflict
from wahana.platform.repository import Repository
from wahana.platform.store import AsyncEventStore


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
    return Repository(infrastructure(reads).event_store)  # type: ignore[arg-type]


async def _count(log: Log, tenant: TenantId, stream: UUID, *, after: int, by: int) -> Appended:
    (outcome,) = await log.append(tenant, [command(counted(stream, after + 1, by))])
    assert isinstance(outcome, Appended)
    return outcome


async def test_a_state_is_the_fold_of_its_events_and_is_read_once(
    log: Log, tenant: TenantId, repository: Repository, reads: CountingReads
) -> None:
    a = uuid4()
    await log.append(tenant, [command(counted(a, 1, 3), counted(a, 2, 4))])
    state = await repository.get(tenant, Counter, a)
    assert state == Counter(id=a, version=2, total=7)
    assert await repository.get(tenant, Counter, a) is state
    assert repository.cached(tenant, Counter, a) is state
    assert len(reads.reads) == 1


async def test_several_states_cost_one_read_for_those_that_are_missing(
    log: Log, tenant: TenantId, repository: Repository, reads: CountingReads
) -> None:
    a, b, nowhere = uuid4(), uuid4(), uuid4()
    await log.append(tenant, [command(counted(a, 1, 3)), command(tilted(b, 1))])
    await repository.get(tenant, Counter, a)
    wanted: list[tuple[type[Any], UUID]] = [(Table, b), (Counter, a), (Counter, nowhere)]
    states = await repository.get_many(tenant, wanted)
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
    assert await repository.get(tenant, Counter, a) == Counter(id=a)
    assert repository.cached(tenant, Counter, a) is None
    await _count(log, tenant, a, after=0, by=1)
    assert (await repository.get(tenant, Counter, a)).total == 1


async def test_a_stream_of_another_kind_is_not_there(
    log: Log, tenant: TenantId, repository: Repository
) -> None:
    a = uuid4()
    await _count(log, tenant, a, after=0, by=1)
    assert await repository.get(tenant, Table, a) == Table(id=a, version=ELSEWHERE)
    assert (await repository.get(tenant, Counter, a)).version == 1
    assert await repository.get(tenant, Table, a) == Table(id=a, version=ELSEWHERE)
    assert await repository.refresh(tenant, [(Table, a)]) == [Table(id=a, version=ELSEWHERE)]
    assert repository.cached(tenant, Table, a) is None


async def test_another_tenant_s_stream_is_not_there(
    log: Log, tenant: TenantId, repository: Repository
) -> None:
    a, other = uuid4(), a_tenant()
    await log.open_log(other)
    await _count(log, tenant, a, after=0, by=1)
    await repository.get(tenant, Counter, a)
    assert repository.cached(other, Counter, a) is None
    assert await repository.get(other, Counter, a) == Counter(id=a)


async def test_refreshing_reads_only_what_is_new(
    log: Log, tenant: TenantId, repository: Repository, reads: CountingReads
) -> None:
    a, b = uuid4(), uuid4()
    for name in (a, b):
        await _count(log, tenant, name, after=0, by=1)
    await repository.get_many(tenant, [(Counter, a), (Counter, b)])
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
    before = await repository.get(tenant, Counter, a)
    append = command(counted(a, 2, 2), counted(a, 3, 3), counted(new, 1, 9))
    (outcome,) = await log.append(tenant, [append])
    assert isinstance(outcome, Appended)
    happened = [REGISTRY.decode(row) for row in recorded_rows(tenant, append, outcome)]
    reads.reads.clear()
    await repository.advance(tenant, [before, Counter(id=new)], happened)
    assert (await repository.get(tenant, Counter, a)) == Counter(id=a, version=3, total=6)
    assert (await repository.get(tenant, Counter, new)) == Counter(id=new, version=1, total=9)
    assert not reads.reads
    await repository.advance(tenant, [before], [])
    assert repository.cached(tenant, Counter, a).version == 3  # type: ignore[union-attr]


async def test_the_cache_is_bounded_and_forgets_what_was_not_used(
    log: Log, tenant: TenantId
) -> None:
    repository = Repository(infrastructure(log).event_store, states_max=2)
    a, b, c = uuid4(), uuid4(), uuid4()
    for name in (a, b, c):
        await _count(log, tenant, name, after=0, by=1)
    await repository.get(tenant, Counter, a)
    await repository.get(tenant, Counter, b)
    assert repository.cached(tenant, Counter, a)
    await repository.get(tenant, Counter, c)
    assert repository.cached(tenant, Counter, a)
    assert repository.cached(tenant, Counter, c)
    assert repository.cached(tenant, Counter, b) is None


# --- recorder and store ------------------------------------------------------------------------


@pytest.fixture
def store(log: Log, tenant: TenantId) -> AsyncEventStore:
    return infrastructure(log).event_store(tenant)


async def test_a_store_gives_back_what_was_put_as_recorded(store: AsyncEventStore) -> None:
    a = uuid4()
    key = command(counted(a, 1, 1)).key
    recorded = await store.put(await mapped((a, 1, 2), (a, 2, 3)), key=key)
    assert [event.notification.id for event in recorded] == [1, 2]
    assert [event.domain_event.data.by for event in recorded] == [2, 3]
    assert [event async for event in store.get(a)] == recorded, "as if it were read back"
    assert [event async for event in store.get(a, gt=1)] == recorded[1:]
    with pytest.raises(KeyUsed, match="for the same command: positions 1 to 2") as same:
        await store.put(await mapped((a, 1, 2), (a, 2, 3)), key=key)
    assert (same.value.first.first, same.value.first.last, same.value.first.same) == (1, 2, True)
    assert await store.recorder.lookup(key) == same.value.first
    changed = type(key)(key.client, key.key, OTHER_DIGEST)
    with pytest.raises(KeyUsed, match="for another command"):
        await store.put(await mapped((a, 3, 2)), key=changed)
    with pytest.raises(StreamConflict, match="is at version 2, not at 1"):
        await store.put(await mapped((uuid4(), 1, 1)), guards=[Guard(a, 1)])
    assert await store.put([]) == []
    assert await store.recorder.max_notification_id() == 2


async def test_what_is_stored_and_read_fits_the_library_s_classes(store: AsyncEventStore) -> None:
    (one,) = await mapped((uuid4(), 1, 2))
    (event,) = await store.put([one])
    for mine, theirs in (
        (one.stored, StoredEvent), (event.row, Notification), (event, Recording)
    ):  # fmt: skip
        for name in [field.name for field in dataclasses.fields(theirs)]:
            assert getattr(mine, name) is not None, f"{type(mine).__name__}.{name}"
    assert event.domain_event is event
    assert event.notification is event.row
    protocol: DomainEventProtocol[UUID] = event
    assert (protocol.originator_id, protocol.originator_version) == (event.row.stream_id, 1)
    assert (event.row.id, event.row.state) == (event.row.position, event.row.payload)


async def test_a_recorder_is_bound_to_its_tenant(log: Log, tenant: TenantId) -> None:
    other, a, made = a_tenant(), uuid4(), infrastructure(log)
    await log.open_log(other)
    await made.application_recorder(tenant).insert_events([counted(a, 1, 1)])
    stranger = made.application_recorder(other)
    assert stranger.tenant == other
    assert await stranger.select_events(a) == []
    assert await stranger.select_streams([(a, 0)]) == {a: []}
    assert await stranger.max_notification_id() is None


async def test_errors_are_those_of_the_library(log: Log, tenant: TenantId) -> None:
    made = infrastructure(log)
    with pytest.raises(ProgrammingError, match="has no log"):
        await made.application_recorder(a_tenant()).insert_events([counted(uuid4(), 1, 1)])
    a = uuid4()
    with pytest.raises(IntegrityError):
        await made.application_recorder(tenant).insert_events([counted(a, 1, 1), counted(a, 3, 1)])

    class Full:
        async def append(self, tenant: TenantId, append: Append, /) -> Outcome:
            raise QueueFull("full")

    full = AsyncApplicationRecorder(log, Full(), tenant)
    with pytest.raises(OperationalError, match="full"):
        await full.insert_events([counted(a, 1, 1)])


async def test_commands_written_by_the_recorder_are_commands_like_any_other(
    log: Log, tenant: TenantId, store: AsyncEventStore
) -> None:
    a = uuid4()
    key = command(counted(a, 1, 1)).key
    await store.recorder.insert_events([counted(a, 1, 1)], key=key)
    (outcome,) = await log.append(tenant, [Append(key, (counted(a, 1, 1),))])
    assert comparable(outcome) == ("duplicate", 1, 1, True)
