"""The ``eventsourcing`` library's subscription, asynchronous: recorded events, then new ones.

Positions are gapless and become visible in order, so "everything after n" is all the state a
subscriber needs; it can stop anywhere and go on from its last position. Catching up goes in
pages, waiting holds no connection, and if the database cannot be reached for a while, events are
only delayed.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Sequence
from typing import Protocol, Self

from .database import DatabaseUnavailable
from .events import EventRow
from .ids import TenantId
from .wakeups import Wakeups

PAGE_EVENTS = 200
"""Recorded events per page."""
POLL_S = 1.0
"""How late an event is seen at most when its wake-up was lost."""
OUTAGE_S_MAX = 60.0
"""How long the database may be out of reach before a subscription gives up."""


class Notifications(Protocol):
    """What a subscription reads (``wahana.platform.recorder``)."""

    tenant: TenantId

    async def select_notifications(
        self,
        start: int | None,
        limit: int,
        stop: int | None = None,
        topics: Sequence[str] = (),
        *,
        inclusive_of_start: bool = True,
    ) -> list[EventRow]: ...

    async def max_notification_id(self) -> int | None: ...


class AsyncSubscription(AsyncIterator[EventRow]):
    """Mirror of ``Subscription``: an endless iterator that another task can stop.

    Use it with ``async with``. ``topics``: only these (none: all); ``poll_s`` and
    ``outage_s_max`` are seconds. Iterating raises ``DatabaseUnavailable`` after a long outage.
    """

    def __init__(
        self,
        recorder: Notifications,
        gt: int | None = None,
        topics: Sequence[str] = (),
        *,
        wakeups: Wakeups | None = None,
        poll_s: float = POLL_S,
        outage_s_max: float = OUTAGE_S_MAX,
    ) -> None:
        self._recorder = recorder
        self._wakeups = wakeups or Wakeups()
        self._topics = topics
        self._poll_s = poll_s
        self._outage_s_max = outage_s_max
        self._position = gt or 0
        self._page: deque[EventRow] = deque()
        self._pulling: asyncio.Task[list[EventRow]] | None = None
        self._stopped = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> None:
        """End the iteration, also one that waits for the next event right now."""
        self._stopped = True
        if self._pulling is not None:
            self._pulling.cancel()

    async def __anext__(self) -> EventRow:
        while not self._stopped:
            if self._page:
                return self._page.popleft()
            self._pulling = asyncio.create_task(self._pull())
            try:
                self._page.extend(await self._pulling)
            except asyncio.CancelledError:
                if not self._stopped:
                    raise
            finally:
                self._pulling = None
        raise StopAsyncIteration

    async def _pull(self) -> list[EventRow]:
        """The next page, waited for if there is none yet."""
        loop = asyncio.get_running_loop()
        last_seen = loop.time()
        while True:
            try:
                if page := await self._next_page():
                    return page
                last_seen = loop.time()
            except DatabaseUnavailable:
                if loop.time() - last_seen > self._outage_s_max:
                    raise
                await asyncio.sleep(self._poll_s)
            else:
                await self._wakeups.wait(self._recorder.tenant, self._position, self._poll_s)

    async def _next_page(self) -> list[EventRow]:
        head = await self._recorder.max_notification_id() or 0
        if head <= self._position:
            return []
        page = await self._recorder.select_notifications(
            self._position, PAGE_EVENTS, head, self._topics, inclusive_of_start=False
        )
        self._position = page[-1].position if len(page) == PAGE_EVENTS else head
        return page
