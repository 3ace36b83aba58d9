"""Watching the logs of all tenants: when to check, and which ones.

A wake-up names a tenant whose log has grown and is handled at once. It may be lost, so a watcher
also polls: often for tenants with new events, and at longer intervals all tenants. The work at each
check is a *turn*, a parameter; the worker of the views and the runner of the process managers pass
their own.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter
from collections.abc import Awaitable, Callable, Collection
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

import structlog

from . import sql
from .database import Database
from .errors import UNAVAILABLE, origin_of

_SQL = sql.load(__file__, "log_watcher.sql")
_LOG = structlog.get_logger(__name__)

FAILURES_MAX = 5
"""Consecutive failed turns after which :func:`until_level` gives up."""
FAILURE_PAUSE_S = 0.1
"""Pause after the first such turn; it grows by this after each."""
LATE_COMMIT = timedelta(seconds=10)
"""How long after its ``recorded_at`` an append may become visible; if later, a sweep finds it."""


@dataclass(slots=True)
class TurnResult:
    """The result of one turn."""

    batches: int = 0
    events: int = 0
    failures: Counter[tuple[str, str]] = field(default_factory=Counter)
    """Failures: how many, by follower ("" for the database) and error."""
    unfinished: set[UUID] = field(default_factory=set)
    """Tenants to visit again: with more to apply than one turn does, with a failed follower, or
    leased by another worker (which may have been killed)."""


TakeTurn = Callable[[Collection[UUID] | None, asyncio.Event], Awaitable[TurnResult]]
"""Works for some tenants, or (``None``) for all, and ends early when the event is set."""


class LogWatcher:
    """Watches the logs of all tenants.

    ``poll_s``: longest time between two checks for tenants whose log has grown; ``sweep_s``:
    between two checks of every tenant; ``pause_s``: pause after the database could not be used.
    """

    def __init__(
        self, database: Database, worker: UUID, *, poll_s: float, sweep_s: float, pause_s: float
    ) -> None:
        self._database = database
        self._worker = worker
        self._poll_s = poll_s
        self._sweep_s = sweep_s
        self._pause_s = pause_s
        self._woken = asyncio.Event()
        self._tenants: set[UUID] = set()
        self._newest = datetime(2000, 1, 1, tzinfo=UTC)  # before any event of this service

    def wake(self, tenant: UUID, position: int) -> None:
        """A listener for ``Wakeups.listen``: the tenant's log has reached ``position``."""
        self._tenants.add(tenant)
        self._woken.set()

    async def run(self, stop: asyncio.Event, take_turn: TakeTurn) -> None:
        """Run turns until ``stop`` is set; the current one is finished. Faults are logged."""
        loop = asyncio.get_running_loop()
        watcher = asyncio.create_task(self._wake_at(stop))
        look_at = sweep_at = loop.time()
        try:
            while not stop.is_set():
                self._woken.clear()
                tenants, self._tenants = self._tenants, set()
                now = loop.time()
                look, sweep = now >= look_at, now >= sweep_at
                look_at = now + self._poll_s if look else look_at
                sweep_at = now + self._sweep_s if sweep else sweep_at
                turn = await self._turn(tenants, stop, take_turn, look=look, sweep=sweep)
                self._tenants |= turn.unfinished
                if any(not follower for follower, _ in turn.failures):
                    sweep_at = now
                    await _wait(stop, self._pause_s)
                elif not turn.batches:
                    await _wait(self._woken, min(look_at, sweep_at) - loop.time())
        finally:
            watcher.cancel()

    async def _turn(
        self,
        tenants: set[UUID],
        stop: asyncio.Event,
        take_turn: TakeTurn,
        *,
        look: bool,
        sweep: bool,
    ) -> TurnResult:
        try:
            if look or sweep:
                tenants |= await self._grown()
            turn = await take_turn(None if sweep else tenants, stop)
        except UNAVAILABLE as error:
            turn = TurnResult(failures=Counter([("", origin_of(error))]))
        for (follower, origin), count in turn.failures.items():
            _LOG.warning(
                "worker_waits", worker=str(self._worker), view=follower, error=origin, count=count
            )
        return turn

    async def _grown(self) -> set[UUID]:
        """Tenants whose log has grown since the last check; at first, all that have events."""
        pool = self._database.pool("wahana_worker")
        rows = await pool.fetch(_SQL["grown_since"], self._newest - LATE_COMMIT)
        self._newest = max((row["last_at"] for row in rows), default=self._newest)
        return {row["tenant_id"] for row in rows}

    async def _wake_at(self, stop: asyncio.Event) -> None:
        await stop.wait()
        self._woken.set()


async def until_level(take_turn: Callable[[], Awaitable[TurnResult]]) -> int:
    """Run turns until nothing is behind; return the number of events applied. For tools and tests.

    Tenants that another worker has leased are left to it; temporary failures are retried a few
    times. Raises what the turns raise.
    """
    events = failures = 0
    while failures < FAILURES_MAX:
        turn = await take_turn()
        events += turn.events
        if turn.batches:
            failures = 0
        elif turn.failures:
            failures += 1
            await asyncio.sleep(FAILURE_PAUSE_S * failures)
        else:
            break
    return events


async def _wait(event: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), max(seconds, 0))
