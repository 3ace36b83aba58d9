"""What goes wrong around an append, and what is persisted then.

| Fault                              | Persisted | The caller gets                    |
| ---------------------------------- | --------- | ---------------------------------- |
| cut before the append              | yes       | Appended (sent again)              |
| cut after the append, before reply | yes, once | Duplicate, same (sent again)       |
| server away longer than the bound  | no        | DatabaseUnavailable                |
| one command of a batch is bad      | the rest  | InvalidAppend for that one only    |
| a caller is cancelled              | yes       | nothing; the others their outcomes |
| the queue is full                  | no        | QueueFull                          |
| the process stops                  | what was taken | their outcomes                |
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from uuid import UUID, uuid4

import pytest
from tests.logs.building import a_tenant, command, comparable, event
from tests.patience import PATIENCE_S, until

from wahana.platform.append import (
    Append,
    Appended,
    Duplicate,
    InvalidAppend,
    Outcome,
    QueueFull,
    UnknownTenant,
    VersionConflict,
)
from wahana.platform.database import DatabaseUnavailable
from wahana.platform.ids import TenantId
from wahana.platform.memory_log import MemoryLog
from wahana.platform.wakeups import Wakeups
from wahana.platform.writer import Writer, WriterClosed, WriterLimits

FAST = WriterLimits(retry_s_max=PATIENCE_S, retry_pause_s=0.001)


class FaultyLog(MemoryLog):
    """A log whose calls can be held, counted, and cut before or after they take effect."""

    def __init__(self) -> None:
        super().__init__()
        self.batches: list[int] = []
        self.gate = asyncio.Event()
        self.gate.set()
        self.cut_before = 0
        self.cut_after = 0

    async def append(self, tenant: TenantId, batch: Sequence[Append]) -> list[Outcome]:
        self.batches.append(len(batch))
        await self.gate.wait()
        if self.cut_before:
            self.cut_before -= 1
            raise DatabaseUnavailable("cut before")
        outcomes = await super().append(tenant, batch)
        if self.cut_after:
            self.cut_after -= 1
            raise DatabaseUnavailable("cut after")
        return outcomes


@pytest.fixture
async def log() -> FaultyLog:
    return FaultyLog()


@pytest.fixture
async def tenant(log: FaultyLog) -> TenantId:
    name = a_tenant()
    await log.open_log(name)
    return name


async def _queued(writer: Writer, tenant: TenantId, count: int) -> None:
    await until(lambda: writer.queued(tenant) >= count)


async def _flushing(log: FaultyLog) -> None:
    """Wait until a batch stands at the gate."""
    await until(lambda: log.batches)


async def test_commands_that_arrive_during_a_flush_go_together(
    log: FaultyLog, tenant: TenantId
) -> None:
    writer = Writer(log)
    log.gate.clear()
    tasks = [asyncio.create_task(writer.append(tenant, _new()))]
    await _flushing(log)
    tasks += [asyncio.create_task(writer.append(tenant, _new())) for _ in range(19)]
    await _queued(writer, tenant, 19)
    log.gate.set()
    outcomes = await asyncio.gather(*tasks)
    assert log.batches == [1, 19]
    assert sorted(comparable(outcome)[1] for outcome in outcomes) == list(range(1, 21))
    await writer.close()


async def test_a_flush_is_bounded_in_commands_and_in_events(
    log: FaultyLog, tenant: TenantId
) -> None:
    writer = Writer(log, limits=WriterLimits(batch_commands_max=4, batch_events_max=6))
    log.gate.clear()
    tasks = [asyncio.create_task(writer.append(tenant, _new()))]
    await _flushing(log)
    sizes = (1, 1, 1, 1, 1, 5, 2, 9, 1)
    tasks += [asyncio.create_task(writer.append(tenant, _new(size))) for size in sizes]
    await _queued(writer, tenant, 9)
    log.gate.set()
    await asyncio.gather(*tasks)
    assert log.batches == [1, 4, 2, 1, 1, 1]
    await writer.close()


async def test_a_flush_is_bounded_in_bytes(log: FaultyLog, tenant: TenantId) -> None:
    writer = Writer(log, limits=WriterLimits(batch_bytes_max=1_000))
    log.gate.clear()
    tasks = [asyncio.create_task(writer.append(tenant, _new()))]
    await _flushing(log)
    for length in (300, 300, 300, 300, 5_000, 10, 900):
        one = command(event(uuid4(), 1, payload=b'"' + b"x" * (length - 2) + b'"'))
        tasks.append(asyncio.create_task(writer.append(tenant, one)))
    await _queued(writer, tenant, 7)
    log.gate.set()
    await asyncio.gather(*tasks)
    assert log.batches == [1, 3, 1, 1, 2]
    await writer.close()


async def test_a_cut_before_the_append_is_sent_again(log: FaultyLog, tenant: TenantId) -> None:
    writer = Writer(log, limits=FAST)
    log.cut_before = 3
    assert comparable(await writer.append(tenant, _new())) == ("appended", 1, 1)
    assert len(log.batches) == 4
    await writer.close()


async def test_a_cut_after_the_append_doubles_nothing(log: FaultyLog, tenant: TenantId) -> None:
    writer = Writer(log, limits=FAST)
    log.cut_after = 1
    outcome = await writer.append(tenant, _new())
    assert isinstance(outcome, Duplicate)
    assert outcome.same
    assert await log.head(tenant) == 1
    await writer.close()


async def test_a_long_outage_is_told_and_the_writer_works_on_afterwards(
    log: FaultyLog, tenant: TenantId
) -> None:
    writer = Writer(log, limits=WriterLimits(retry_s_max=0.05, retry_pause_s=0.01))
    log.cut_before = 1_000
    answers = await asyncio.gather(
        *(writer.append(tenant, _new()) for _ in range(5)), return_exceptions=True
    )
    assert all(isinstance(answer, DatabaseUnavailable) for answer in answers)
    log.cut_before = 0
    assert comparable(await writer.append(tenant, _new())) == ("appended", 1, 1)
    await writer.close()


async def test_only_the_culprit_of_a_batch_fails(log: FaultyLog, tenant: TenantId) -> None:
    writer = Writer(log)
    log.gate.clear()
    first = asyncio.create_task(writer.append(tenant, _new()))
    await _flushing(log)
    stream = uuid4()
    gap = command(event(stream, 1), event(stream, 3))
    tasks = [asyncio.create_task(writer.append(tenant, append)) for append in (_new(), gap, _new())]
    await _queued(writer, tenant, 3)
    log.gate.set()
    answers = await asyncio.gather(first, *tasks, return_exceptions=True)
    assert [type(answer) for answer in answers] == [Appended, Appended, InvalidAppend, Appended]
    assert await log.head(tenant) == 3
    await writer.close()


async def test_a_tenant_without_a_log_is_said_to_each_caller_after_one_call(log: FaultyLog) -> None:
    writer, nobody = Writer(log), a_tenant()
    answers = await asyncio.gather(
        *(writer.append(nobody, _new()) for _ in range(5)), return_exceptions=True
    )
    assert all(isinstance(answer, UnknownTenant) for answer in answers)
    assert len(log.batches) == 1
    await writer.close()


async def test_a_cancelled_caller_does_not_cancel_its_batch(
    log: FaultyLog, tenant: TenantId
) -> None:
    writer = Writer(log)
    log.gate.clear()
    in_flight = asyncio.create_task(writer.append(tenant, _new()))
    await _flushing(log)
    waiting = asyncio.create_task(writer.append(tenant, _new()))
    mate = asyncio.create_task(writer.append(tenant, _new()))
    await _queued(writer, tenant, 2)
    in_flight.cancel()
    waiting.cancel()
    log.gate.set()
    assert comparable(await mate) == ("appended", 3, 3)
    await asyncio.wait([in_flight, waiting])
    assert in_flight.cancelled()
    assert waiting.cancelled()
    assert await log.head(tenant) == 3
    await writer.close()


async def test_a_full_queue_refuses_and_writes_nothing_of_what_it_refused(
    log: FaultyLog, tenant: TenantId
) -> None:
    writer = Writer(log, limits=WriterLimits(queue_commands_max=3))
    other = a_tenant()
    await log.open_log(other)
    log.gate.clear()
    tasks = [asyncio.create_task(writer.append(tenant, _new()))]
    await _flushing(log)
    tasks += [asyncio.create_task(writer.append(tenant, _new())) for _ in range(3)]
    await _queued(writer, tenant, 3)
    with pytest.raises(QueueFull, match="again in a moment"):
        await writer.append(tenant, _new())
    elsewhere = asyncio.create_task(writer.append(other, _new()))
    log.gate.set()
    await asyncio.gather(*tasks, elsewhere)
    assert await log.head(tenant) == 4
    assert await log.head(other) == 1
    await writer.close()


async def test_closing_writes_what_was_taken_and_takes_no_more(
    log: FaultyLog, tenant: TenantId
) -> None:
    writer = Writer(log, limits=WriterLimits(batch_commands_max=2))
    log.gate.clear()
    tasks = [asyncio.create_task(writer.append(tenant, _new())) for _ in range(7)]
    await _flushing(log)
    closing = asyncio.create_task(writer.close())
    await asyncio.sleep(0)
    with pytest.raises(WriterClosed):
        await writer.append(tenant, _new())
    assert not closing.done()
    log.gate.set()
    await closing
    assert await log.head(tenant) == 7
    outcomes = await asyncio.gather(*tasks)
    assert sorted(comparable(outcome)[2] for outcome in outcomes) == list(range(1, 8))


async def test_nothing_is_left_of_a_tenant_that_rests(log: FaultyLog, tenant: TenantId) -> None:
    before = asyncio.all_tasks()
    writer = Writer(log)
    await writer.append(tenant, _new())
    await asyncio.sleep(0)
    assert asyncio.all_tasks() <= before
    assert writer.queued(tenant) == 0
    assert comparable(await writer.append(tenant, _new())) == ("appended", 2, 2)
    await writer.close()


async def test_a_commit_wakes_with_the_new_head_and_a_conflict_does_not(
    log: FaultyLog, tenant: TenantId
) -> None:
    wakeups, heard = Wakeups(), list[tuple[UUID, int]]()
    wakeups.listen(lambda name, position: heard.append((name, position)))
    writer = Writer(log, wakeups=wakeups)
    await writer.append(tenant, _new(3))
    assert isinstance(await writer.append(tenant, command(event(uuid4(), 2))), VersionConflict)
    assert heard == [(tenant, 3)]
    await writer.close()


def _new(size: int = 1) -> Append:
    stream = uuid4()
    return command(*(event(stream, version) for version in range(1, size + 1)))
