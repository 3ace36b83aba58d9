"""Group commit: commands of one tenant that arrive together are written in one call.

While a flush is in flight, commands queue; the next flush takes them all. No timer: one command
alone is written at once, and the more wait, the larger the batch. Queues are bounded. A call whose
connection broke is sent again with the same keys, so nothing is written twice; after any other
error the commands are sent one by one, so that only the faulty one fails. Cancelling a caller does
not cancel its batch: what it sent is written.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field

from eventsourcing.persistence import OperationalError

from .append import Append, Appended, Log, Outcome, QueueFull, UnknownTenant
from .bounds import BYTES_MAX
from .database import DatabaseUnavailable
from .ids import TenantId
from .wakeups import Wakeups


@dataclass(frozen=True, slots=True)
class WriterLimits:
    """Bounds of a writer. A flush takes at least one command, however large."""

    queue_commands_max: int = 2_000
    """Waiting commands per tenant; more are refused with :class:`QueueFull`."""
    batch_commands_max: int = 256
    batch_events_max: int = 2_000
    batch_bytes_max: int = BYTES_MAX
    """Bytes of their payloads: as many as one command may write."""
    retry_s_max: float = 15.0
    """How long a cut call is sent again before its callers get ``DatabaseUnavailable``."""
    retry_pause_s: float = 0.05
    """First pause between two attempts; doubles each time, up to one second."""


class WriterClosed(OperationalError):
    """The process is stopping and takes no more commands. Send the command to another one."""


@dataclass(slots=True)
class _TenantQueue:
    """The commands of one tenant that wait for a flush, and the task that flushes them."""

    waiting: deque[tuple[Append, asyncio.Future[Outcome]]] = field(default_factory=deque)
    task: asyncio.Task[None] | None = None


class Writer:
    """Appends for all tenants of the process; one flush at a time per tenant."""

    def __init__(
        self, log: Log, *, wakeups: Wakeups | None = None, limits: WriterLimits | None = None
    ) -> None:
        self._log = log
        self._limits = limits or WriterLimits()
        self._lanes: dict[TenantId, _TenantQueue] = {}
        self._closed = False
        self.wakeups = wakeups or Wakeups()
        """Woken after every commit with the tenant and its new head."""

    async def append(self, tenant: TenantId, append: Append, /) -> Outcome:
        """Write one command and wait until it is durable.

        Raises :class:`QueueFull` and :class:`WriterClosed` (nothing was written),
        ``UnknownTenant``, ``InvalidAppend``, or ``DatabaseUnavailable`` (it may have been
        written: send it again with the same key).
        """
        if self._closed:
            raise WriterClosed("the writer is closing; send the command again in a moment")
        lane = self._lanes.get(tenant)
        if lane is None:
            lane = self._lanes[tenant] = _TenantQueue()
        if len(lane.waiting) >= self._limits.queue_commands_max:
            raise QueueFull(
                f"{len(lane.waiting)} commands of the tenant wait; send this one again in a moment"
            )
        future: asyncio.Future[Outcome] = asyncio.get_running_loop().create_future()
        lane.waiting.append((append, future))
        if lane.task is None:
            lane.task = asyncio.create_task(self._flush_all(tenant, lane), name=f"writer {tenant}")
        return await future

    def queued(self, tenant: TenantId) -> int:
        """Number of commands of a tenant that wait for the next flush."""
        lane = self._lanes.get(tenant)
        return len(lane.waiting) if lane else 0

    async def close(self) -> None:
        """Take no more commands, and return when all that were taken are answered."""
        self._closed = True
        while tasks := [lane.task for lane in self._lanes.values() if lane.task]:
            await asyncio.wait(tasks)

    async def _flush_all(self, tenant: TenantId, lane: _TenantQueue) -> None:
        try:
            while lane.waiting:
                await self._flush(tenant, self._next_batch(lane))
        finally:
            # Between the last look at the queue and this line nobody else can run.
            del self._lanes[tenant]
            for _, future in lane.waiting:
                future.cancel()

    def _next_batch(self, lane: _TenantQueue) -> list[tuple[Append, asyncio.Future[Outcome]]]:
        batch = [lane.waiting.popleft()]
        events, size = _size(batch[0][0])
        while lane.waiting and len(batch) < self._limits.batch_commands_max:
            more, larger = _size(lane.waiting[0][0])
            events, size = events + more, size + larger
            if events > self._limits.batch_events_max or size > self._limits.batch_bytes_max:
                break
            batch.append(lane.waiting.popleft())
        return batch

    async def _flush(
        self, tenant: TenantId, batch: Sequence[tuple[Append, asyncio.Future[Outcome]]]
    ) -> None:
        """Write a batch and give each caller its outcome or an error."""
        try:
            outcomes = await self._sent(tenant, [append for append, _ in batch])
        except Exception as error:
            if len(batch) > 1 and not isinstance(error, DatabaseUnavailable | UnknownTenant):
                for single in batch:
                    await self._flush(tenant, [single])
                return
            for _, future in batch:
                if not future.done():
                    future.set_exception(error)
            return
        except BaseException:
            for _, future in batch:
                future.cancel()
            raise
        for (_, future), outcome in zip(batch, outcomes, strict=True):
            if not future.done():
                future.set_result(outcome)
        head = max((o.last for o in outcomes if isinstance(o, Appended)), default=0)
        if head:
            self.wakeups.notify(tenant, head)

    async def _sent(self, tenant: TenantId, batch: Sequence[Append]) -> list[Outcome]:
        """The outcomes of a batch; after a broken connection it is sent again, which the keys make
        safe."""
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self._limits.retry_s_max
        pause = self._limits.retry_pause_s
        while True:
            try:
                return await self._log.append(tenant, batch)
            except DatabaseUnavailable:
                if loop.time() + pause > deadline:
                    raise
                await asyncio.sleep(pause)
                pause = min(pause * 2, 1.0)


def _size(append: Append) -> tuple[int, int]:
    """Events of a command, and bytes of their payloads."""
    return len(append.events), sum(len(event.payload) for event in append.events)
