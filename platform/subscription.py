"""The live tail of a tenant's log: what is there, then what comes, without loss or repetition.

Positions are gapless and become visible in order, so "everything after n" is all the state a
subscriber needs; it can stop anywhere and go on from its last position. Catching up goes in
pages, waiting holds no connection, and a database that is away for a while only delays.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Sequence
from typing import Self, TypeVar

from .append import Log
from .database import DatabaseUnavailable
from .events import EventRegistry, EventRow, Recorded
from .ids import TenantId
from .wakeups import Wakeups

POLL_S = 1.0
"""How late an event is seen at most when its wake-up was lost."""
OUTAGE_S_MAX = 60.0
"""How long the database may be away before a tail gives up."""


T = TypeVar("T")


class Subscriptions:
    """Makes tails. ``poll_s`` and ``outage_s_max`` are seconds."""

    def __init__(
        self,
        log: Log,
        wakeups: Wakeups,
        registry: EventRegistry,
        *,
        poll_s: float = POLL_S,
        outage_s_max: float = OUTAGE_S_MAX,
    ) -> None:
        self._log = log
        self._wakeups = wakeups
        self._registry = registry
        self._poll_s = poll_s
        self._outage_s_max = outage_s_max

    async def tail(
        self, tenant: TenantId, after: int, topics: Sequence[str] | None = None
    ) -> AsyncGenerator[Recorded, None]:
        """The tenant's events after a position, decoded, for ever. Raises as :meth:`rows`.

        Also raises ``UnknownTopic`` for an event of a newer release.
        """
        async for row in self.rows(tenant, after, topics):
            yield self._registry.decode(row)

    def rows(
        self, tenant: TenantId, after: int, topics: Sequence[str] | None = None
    ) -> AsyncGenerator[EventRow, None]:
        """As :meth:`tail`, as stored. Raises ``DatabaseUnavailable`` after a long outage."""
        return tail_rows(
            self._log,
            self._wakeups,
            tenant,
            after,
            topics,
            poll_s=self._poll_s,
            outage_s_max=self._outage_s_max,
        )


async def tail_rows(
    log: Log,
    wakeups: Wakeups,
    tenant: TenantId,
    after: int,
    topics: Sequence[str] | None = None,
    *,
    poll_s: float = POLL_S,
    outage_s_max: float = OUTAGE_S_MAX,
) -> AsyncGenerator[EventRow, None]:
    """The tenant's rows after a position (none or no ``topics``: all), for ever."""
    loop = asyncio.get_running_loop()
    position = after
    last_seen = loop.time()
    while True:
        try:
            head = await log.head(tenant)
            if head > position:
                async for row in log.read_log(tenant, after=position, up_to=head, topics=topics):
                    position = row.position
                    yield row
                position = head
            last_seen = loop.time()
        except DatabaseUnavailable:
            if loop.time() - last_seen > outage_s_max:
                raise
            await asyncio.sleep(poll_s)
        else:
            await wakeups.wait(tenant, position, poll_s)


class AsyncSubscription(AsyncIterator[T]):
    """An endless iterator that another task can stop. Use it with ``async with``."""

    def __init__(self, items: AsyncGenerator[T, None]) -> None:
        self._items = items
        self._next: asyncio.Future[T] | None = None
        self._stopped = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        self.stop()
        await self._items.aclose()

    def stop(self) -> None:
        """End the iteration, also one that waits for the next item right now."""
        self._stopped = True
        if self._next is not None:
            self._next.cancel()

    async def __anext__(self) -> T:
        if self._stopped:
            raise StopAsyncIteration
        self._next = asyncio.ensure_future(anext(self._items))
        try:
            return await self._next
        except asyncio.CancelledError:
            if self._stopped:
                raise StopAsyncIteration from None
            raise
        finally:
            self._next = None
