"""Subscriptions: every event once, in order, whenever it is recorded; and the wake-ups."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import asyncpg
import pytest
from tests.conftest import FreshDatabase, FreshDatabases
from tests.logs.building import a_tenant, command
from tests.logs.counting import REGISTRY, Counted, counted, infrastructure, tilted
from tests.patience import PATIENCE_S, until

from wahana.platform.append import Log
from wahana.platform.database import DatabaseUnavailable
from wahana.platform.events import EventRow
from wahana.platform.ids import TenantId
from wahana.platform.memory_log import MemoryLog
from wahana.platform.subscription import PAGE_EVENTS, AsyncSubscription
from wahana.platform.wakeups import CHANNEL, NotifyBridge, Wakeups
from wahana.platform.writer import Writer

NEVER = 3_600.0


async def _take(subscription: AsyncSubscription, count: int) -> list[EventRow]:
    async with asyncio.timeout(PATIENCE_S):
        return [await anext(subscription) for _ in range(count)]


def _following(
    log: Log, tenant: TenantId, after: int, wakeups: Wakeups | None = None, **options: Any
) -> AsyncSubscription:
    """As the recorder subscribes, with other times."""
    recorder = infrastructure(log).application_recorder(tenant)
    return AsyncSubscription(recorder, after, wakeups=wakeups, **{"poll_s": NEVER, **options})


async def test_a_subscription_gives_what_is_there_then_what_comes(
    log: Log, tenant: TenantId
) -> None:
    writer = Writer(log)
    recorder = infrastructure(log, writer).application_recorder(tenant)
    for _ in range(3):
        await writer.append(tenant, command(counted(uuid4(), 1, 1)))
    async with recorder.subscribe(1) as subscription:
        assert [row.position for row in await _take(subscription, 2)] == [2, 3]
        waiting = asyncio.create_task(_take(subscription, 3))
        for n in range(3):
            await writer.append(tenant, command(counted(uuid4(), 1, n)))
        live = await waiting
        assert [row.position for row in live] == [4, 5, 6]
        assert [REGISTRY.decode(row).data for row in live] == [Counted(0), Counted(1), Counted(2)]
    await writer.close()


async def test_a_subscription_gives_more_than_a_page(log: Log, tenant: TenantId) -> None:
    count = 2 * PAGE_EVENTS + 1
    await log.append(tenant, [command(counted(uuid4(), 1, 1)) for _ in range(count)])
    async with _following(log, tenant, 0) as subscription:
        found = await _take(subscription, count)
    assert [row.position for row in found] == list(range(1, count + 1))


async def test_a_subscription_polls_when_no_wake_up_comes(log: Log, tenant: TenantId) -> None:
    async with _following(log, tenant, 0, poll_s=0.01) as subscription:
        waiting = asyncio.create_task(_take(subscription, 1))
        await asyncio.sleep(0.03)
        await log.append(tenant, [command(counted(uuid4(), 1, 1))])
        assert [row.position for row in await waiting] == [1]


async def test_a_subscription_by_topic_does_not_look_through_the_rest_again(
    log: Log, tenant: TenantId
) -> None:
    writer = Writer(log)
    await log.append(tenant, [command(counted(uuid4(), 1, 1)) for _ in range(5)])
    recorder = infrastructure(log, writer).application_recorder(tenant)
    looked: list[int] = []

    class Noting:
        tenant = recorder.tenant
        max_notification_id = recorder.max_notification_id

        async def select_notifications(self, start: int, *rest: Any, **how: Any) -> Any:
            found = await recorder.select_notifications(start, *rest, **how)
            looked.append(start)
            return found

    following = AsyncSubscription(
        Noting(), 0, ["table.tilted"], wakeups=writer.wakeups, poll_s=NEVER
    )
    async with following as subscription:
        waiting = asyncio.create_task(_take(subscription, 2))
        await until(lambda: looked)
        for append in (tilted(uuid4(), 1), counted(uuid4(), 1, 1), tilted(uuid4(), 1)):
            await writer.append(tenant, command(append))
        assert [row.position for row in await waiting] == [6, 8]
    assert looked[:2] == [0, 5], "the page without a wanted event is not read again"
    assert looked == sorted(set(looked))
    await writer.close()


async def test_a_subscription_that_is_taken_up_again_loses_and_repeats_nothing(
    log: Log, tenant: TenantId
) -> None:
    writer = Writer(log)

    async def write() -> None:
        for _ in range(60):
            await writer.append(tenant, command(counted(uuid4(), 1, 1), tilted(uuid4(), 1)))

    writing = asyncio.create_task(write())
    seen: list[int] = []
    while len(seen) < 120:
        last = seen[-1] if seen else 0
        async with _following(log, tenant, last, writer.wakeups) as subscription:
            seen += [row.position for row in await _take(subscription, min(7, 120 - len(seen)))]
    await writing
    assert seen == list(range(1, 121))
    await writer.close()


class ShakyLog(MemoryLog):
    """A log whose reads break off now and then."""

    def __init__(self) -> None:
        super().__init__()
        self.away = False
        self.breaks_after: int | None = None

    async def head(self, tenant: TenantId) -> int:
        if self.away:
            raise DatabaseUnavailable("away")
        return await super().head(tenant)

    async def read_log(self, tenant: TenantId, **options: Any) -> AsyncIterator[EventRow]:  # type: ignore[override]
        async for row in super().read_log(tenant, **options):
            if self.breaks_after == 0:
                self.breaks_after = None
                raise DatabaseUnavailable("broken off")
            if self.breaks_after is not None:
                self.breaks_after -= 1
            yield row


async def test_a_subscription_goes_on_where_the_database_broke_off() -> None:
    log, tenant = ShakyLog(), a_tenant()
    await log.open_log(tenant)
    await log.append(tenant, [command(counted(uuid4(), 1, 1)) for _ in range(9)])
    log.breaks_after = 4
    async with _following(log, tenant, 0, poll_s=0.01) as subscription:
        found = await _take(subscription, 9)
        assert [row.position for row in found] == list(range(1, 10))
        log.away = True
        waiting = asyncio.create_task(_take(subscription, 1))
        await asyncio.sleep(0.03)
        log.away = False
        await log.append(tenant, [command(counted(uuid4(), 1, 1))])
        assert [row.position for row in await waiting] == [10]


async def test_a_subscription_gives_up_after_a_long_outage() -> None:
    log = ShakyLog()
    log.away = True
    with pytest.raises(DatabaseUnavailable):
        await _take(_following(log, a_tenant(), 0, poll_s=0.01, outage_s_max=0.03), 1)


async def test_a_subscription_can_be_stopped_while_it_waits(log: Log, tenant: TenantId) -> None:
    async with _following(log, tenant, 0) as found:
        waiting = asyncio.create_task(anext(found, None))
        await asyncio.sleep(0.01)
        found.stop()
        assert await waiting is None
        assert await anext(found, None) is None


async def test_a_stopped_subscription_gives_nothing_of_its_page(log: Log, tenant: TenantId) -> None:
    await log.append(tenant, [command(counted(uuid4(), 1, 1), tilted(uuid4(), 1))])
    async with _following(log, tenant, 0) as found:
        assert (await anext(found)).position == 1
        found.stop()
        assert await anext(found, None) is None


async def test_a_subscriber_that_is_cancelled_is_cancelled(log: Log, tenant: TenantId) -> None:
    async with _following(log, tenant, 0) as found:
        waiting = asyncio.create_task(anext(found, None))
        await asyncio.sleep(0.01)
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting


# --- wake-ups ---------------------------------------------------------------------------------


async def test_waiting_ends_at_growth_or_at_the_time_out_and_leaves_nothing() -> None:
    wakeups, tenant = Wakeups(), a_tenant()
    assert await wakeups.wait(tenant, 0, 0.01) is False
    waiting = asyncio.create_task(wakeups.wait(tenant, 4, 10))
    await asyncio.sleep(0)
    wakeups.notify(a_tenant(), 9)
    assert not waiting.done()
    wakeups.notify(tenant, 5)
    assert await waiting is True
    assert await wakeups.wait(tenant, 4, 0) is True
    assert await wakeups.wait(tenant, 5, 0.01) is False
    assert not wakeups._waiting


async def test_a_listener_hears_growth_once_and_can_leave() -> None:
    wakeups, tenant, heard = Wakeups(), a_tenant(), list[int]()
    leave = wakeups.listen(lambda _, position: heard.append(position))
    for position in (1, 3, 2, 3, 4):
        wakeups.notify(tenant, position)
    leave()
    wakeups.notify(tenant, 5)
    assert heard == [1, 3, 4]


@contextlib.asynccontextmanager
async def _bridged(fresh: FreshDatabase) -> AsyncIterator[Wakeups]:
    wakeups = Wakeups()
    bridge = NotifyBridge(fresh.url, wakeups)
    await bridge.start()
    try:
        yield wakeups
    finally:
        await bridge.close()


async def _until_listening(fresh: FreshDatabase, count: int) -> None:
    async def listening() -> bool:
        return await _bridges(fresh, "SELECT count(*) FROM {}") >= count

    await until(listening)


async def _bridges(fresh: FreshDatabase, statement: str) -> int:
    listening = (
        "(SELECT pid FROM pg_stat_activity WHERE datname = current_database() "
        "AND query ~ 'LISTEN|pg_notify' AND pid <> pg_backend_pid()) AS listening"
    )
    connection = await asyncpg.connect(fresh.url)
    try:
        return int(await connection.fetchval(statement.format(listening)) or 0)
    finally:
        await connection.close()


async def test_another_process_is_woken_and_sends_nothing_back(
    fresh_database: FreshDatabases,
) -> None:
    fresh = await fresh_database()
    async with _bridged(fresh) as ours, _bridged(fresh) as theirs:
        await _until_listening(fresh, 2)
        heard = list[str]()
        listener = await asyncpg.connect(fresh.url)
        await listener.add_listener(CHANNEL, lambda *call: heard.append(str(call[3])))
        tenant, other = a_tenant(), a_tenant()
        waiting = asyncio.create_task(theirs.wait(tenant, 6, PATIENCE_S))
        await asyncio.sleep(0)
        for position in range(1, 8):
            ours.notify(tenant, position)
        ours.notify(other, 1)
        assert await waiting is True
        assert await theirs.wait(other, 0, PATIENCE_S) is True
        await until(lambda: len(heard) >= 2)
        await asyncio.sleep(0.1)
        await listener.close()
        # Coalesced, and not echoed by those who heard it.
        assert heard == [f"{tenant} 7", f"{other} 1"]


async def test_a_bridge_whose_connection_is_cut_connects_again(
    fresh_database: FreshDatabases,
) -> None:
    fresh = await fresh_database()
    async with _bridged(fresh) as ours, _bridged(fresh) as theirs:
        await _until_listening(fresh, 2)
        assert await _bridges(fresh, "SELECT count(pg_terminate_backend(pid)) FROM {}") == 2
        tenant = a_tenant()
        positions = itertools.count(1)

        async def woken() -> bool:
            ours.notify(tenant, next(positions))
            return await theirs.wait(tenant, 0, 0.05)

        await until(woken)


async def test_another_program_s_notifications_do_no_harm(fresh_database: FreshDatabases) -> None:
    fresh = await fresh_database()
    async with _bridged(fresh) as ours:
        await _until_listening(fresh, 1)
        connection = await asyncpg.connect(fresh.url)
        tenant = a_tenant()
        for text in ("", "x", "a b c", "no-uuid 1", f"{tenant} many", f"{tenant} 3"):
            await connection.execute("SELECT pg_notify($1, $2)", CHANNEL, text)
        await connection.close()
        assert await ours.wait(tenant, 2, PATIENCE_S) is True
