"""The worker: keeps the live generation of every view of every tenant level with the log.

It finds whose views are behind with one query over all tenants, shares them with other workers
by leases on (view, bucket of tenants), and lets the projector apply batch after batch. A lease
only saves two workers from getting in each other's way; what makes each event count once is the
checkpoint (``projector.py``). No lock belongs to a session, so it runs behind a pooler.

It is woken by ``wakeups.listen(worker.wake)`` and looks around by itself besides, so a lost
wake-up costs no more than the interval. Connections grow with workers, not with tenants.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import structlog

from . import sql
from .ids import TenantId
from .projector import UNAVAILABLE, Projector, place_of
from .views import View

_SQL = sql.load(__file__, "runner.sql")
_LOG = structlog.get_logger(__name__)

BUCKETS = 16
"""Tenants of a view are shared among workers in this many parts; the same for all releases."""
CATCH_UP_FAILURES = 5
"""Turns in a row that bring nothing but failures before a catch-up leaves it at that."""
CATCH_UP_PAUSE_S = 0.1
"""Pause after the first such turn; longer by as much after each."""
LATE_COMMIT = timedelta(seconds=10)
"""How long after its ``recorded_at`` an append may become visible; if later, a sweep finds it."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Pace:
    """How a worker goes about it."""

    tasks: int = 2
    """Views worked on at once; each needs a connection of the worker's pool, two while it is
    far behind."""
    batches_per_tenant: int = 4
    """Batches of a view of one tenant before the next tenant has its turn."""
    poll_s: float = 1.0
    """Longest time between two looks for tenants whose log has grown."""
    sweep_s: float = 30.0
    """Longest time between two looks at every view of every tenant; the lag is shown then."""
    pause_s: float = 1.0
    """Pause after the database could not be used."""
    lease_s: float = 10.0
    """After this time without a sign another worker takes over: how long the views of a killed
    worker stand still."""


@dataclass(frozen=True, slots=True)
class Behind:
    """A live generation with events to apply. ``generation`` ``None``: not begun yet."""

    tenant: TenantId
    view: View
    generation: int | None
    state: str
    position: int
    head: int
    waiting_since: datetime | None

    @property
    def bucket(self) -> int:
        return self.tenant.int % BUCKETS


@dataclass(slots=True)
class Turn:
    """What one look around brought."""

    batches: int = 0
    events: int = 0
    failures: Counter[tuple[str, str]] = field(default_factory=Counter)
    """What could not be worked on: how often, by view ("" for the database) and error."""
    unfinished: set[UUID] = field(default_factory=set)
    """Tenants that have more to apply than one turn gives them, whose view failed, or that
    another worker holds: if it was killed, nothing else would remind us of them."""


class Worker:
    """One worker. Run any number of them, in one process or many."""

    def __init__(
        self,
        projector: Projector,
        views: Sequence[View],
        *,
        pace: Pace | None = None,
        worker_id: UUID | None = None,
    ) -> None:
        """``views`` have different names and are installed (``installation.py``)."""
        self._projector = projector
        self._views = {view.name: view for view in views}
        if len(self._views) < len(views):
            raise ValueError("two views have the same name")
        self._pace = pace or Pace()
        self._id = worker_id or uuid4()
        self._woken = asyncio.Event()
        self._tenants: set[UUID] = set()
        self._newest = datetime(2000, 1, 1, tzinfo=UTC)  # before any event of this service

    def wake(self, tenant: UUID, position: int) -> None:
        """A listener for ``Wakeups.listen``: the tenant's log has reached ``position``."""
        self._tenants.add(tenant)
        self._woken.set()

    async def run(self, stop: asyncio.Event) -> None:
        """Work until ``stop`` is set; the batch in flight is finished. Faults are logged."""
        loop = asyncio.get_running_loop()
        watcher = asyncio.create_task(self._wake_at(stop))
        look_at = sweep_at = loop.time()
        try:
            while not stop.is_set():
                self._woken.clear()
                tenants, self._tenants = self._tenants, set()
                now = loop.time()
                look, sweep = now >= look_at, now >= sweep_at
                look_at = now + self._pace.poll_s if look else look_at
                sweep_at = now + self._pace.sweep_s if sweep else sweep_at
                turn = await self._guarded_turn(tenants, stop, look=look, sweep=sweep)
                self._tenants |= turn.unfinished
                if any(not view for view, _ in turn.failures):
                    sweep_at = now
                    await _wait(stop, self._pace.pause_s)
                elif not turn.batches:
                    await _wait(self._woken, min(look_at, sweep_at) - loop.time())
        finally:
            watcher.cancel()

    async def catch_up(self) -> int:
        """Work until nothing is behind; the number of events applied. For tools and tests.

        What another worker holds is left to it; what fails for the moment is tried a few times.
        Raises what the database raises.
        """
        events = failures = 0
        while failures < CATCH_UP_FAILURES:
            turn = await self.turn()
            events += turn.events
            if turn.batches:
                failures = 0
            elif turn.failures:
                failures += 1
                await asyncio.sleep(CATCH_UP_PAUSE_S * failures)
            else:
                break
        return events

    async def turn(
        self, tenants: Collection[UUID] | None = None, stop: asyncio.Event | None = None
    ) -> Turn:
        """Look for views that are behind (of some tenants, or of all) and work on each once."""
        turn = Turn()
        rows = await self._behind(tenants)
        if tenants is None:
            self._show_lag(rows)
        shares: dict[tuple[str, int], list[Behind]] = defaultdict(list)
        for row in rows:
            if row.state == "live":
                shares[row.view.name, row.bucket].append(row)
        waiting = iter(shares.values())
        await asyncio.gather(
            *(self._work(waiting, turn, stop or asyncio.Event()) for _ in range(self._pace.tasks))
        )
        return turn

    async def _guarded_turn(
        self, tenants: set[UUID], stop: asyncio.Event, *, look: bool, sweep: bool
    ) -> Turn:
        try:
            if look or sweep:
                tenants |= await self._grown()
            turn = await self.turn(None if sweep else tenants, stop)
        except UNAVAILABLE as error:
            turn = Turn(failures=Counter([("", place_of(error))]))
        for (view, place), count in turn.failures.items():
            _LOG.warning("worker_waits", worker=str(self._id), view=view, error=place, count=count)
        return turn

    async def _grown(self) -> set[UUID]:
        """Tenants whose log has grown since the last look; at first, all that have events."""
        pool = self._projector.database.pool("wahana_worker")
        rows = await pool.fetch(_SQL["grown_since"], self._newest - LATE_COMMIT)
        self._newest = max((row["last_at"] for row in rows), default=self._newest)
        return {row["tenant_id"] for row in rows}

    async def _behind(self, tenants: Collection[UUID] | None) -> list[Behind]:
        if tenants is not None and not tenants:
            return []
        pool = self._projector.database.pool("wahana_worker")
        views = (list(self._views), [view.version for view in self._views.values()])
        if tenants is None:
            rows = await pool.fetch(_SQL["behind_everywhere"], *views)
        else:
            rows = await pool.fetch(_SQL["behind_somewhere"], *views, list(tenants))
        return [
            # The worker vouches for the tenant: it stands in the table of all heads.
            Behind(
                TenantId(UUID(int=row["tenant_id"].int)),
                self._views[row["view"]],
                *list(row.values())[2:],
            )
            for row in rows
        ]

    async def _work(self, waiting: Iterable[list[Behind]], turn: Turn, stop: asyncio.Event) -> None:
        """One task: take the next share, if its lease is free, until there is none."""
        for share in waiting:
            if stop.is_set():
                return
            try:
                async with self._leased(share[0]) as ours:
                    if not ours:
                        turn.unfinished |= {row.tenant for row in share}
                    for number, row in enumerate(share if ours else ()):
                        if stop.is_set() or (number and not await self._claim(row)):
                            break
                        await self._guarded_work_on(row, turn, stop)
            except UNAVAILABLE as error:
                turn.failures["", place_of(error)] += 1

    async def _guarded_work_on(self, row: Behind, turn: Turn, stop: asyncio.Event) -> None:
        try:
            await self._work_on(row, turn, stop)
        except Exception as error:
            turn.unfinished.add(row.tenant)
            turn.failures[row.view.name, place_of(error)] += 1
            if isinstance(error, UNAVAILABLE):
                return
            # A fault of ours with one tenant must not keep the others waiting.
            _LOG.critical("view_fails", view=row.view.name, tenant=str(row.tenant), exc_info=error)

    async def _work_on(self, row: Behind, turn: Turn, stop: asyncio.Event) -> None:
        if row.generation is None:
            await self._projector.start(row.tenant, row.view)
        most = self._pace.batches_per_tenant
        batches = self._projector.steps(row.tenant, row.view, row.generation or 1, most=most)
        async with contextlib.aclosing(batches) as steps:
            async for step in steps:
                if step.outcome != "applied":
                    return
                turn.batches += 1
                turn.events += step.events
                if step.position == step.head or stop.is_set():
                    return
        turn.unfinished.add(row.tenant)

    @contextlib.asynccontextmanager
    async def _leased(self, row: Behind) -> AsyncIterator[bool]:
        ours = await self._claim(row)
        try:
            yield ours
        finally:
            if ours:
                # Not given back, it runs out by itself: no reason to fail.
                with contextlib.suppress(*UNAVAILABLE):
                    await self._projector.database.pool("wahana_worker").execute(
                        _SQL["release"], row.view.name, row.bucket, self._id
                    )

    async def _claim(self, row: Behind) -> bool:
        """Take or prolong the lease. Clocks of two machines may differ: that costs work, no
        correctness."""
        now = self._projector.clock()
        until = now + timedelta(seconds=self._pace.lease_s)
        taken = await self._projector.database.pool("wahana_worker").fetchval(
            _SQL["claim"], row.view.name, row.bucket, self._id, until, now
        )
        return taken is not None

    def _show_lag(self, rows: Sequence[Behind]) -> None:
        now = self._projector.clock()
        stopped = dict.fromkeys(self._views, 0)
        lag: list[tuple[str, str, int, float]] = []
        for row in rows:
            stopped[row.view.name] += row.state == "stopped"
            seconds = (now - row.waiting_since).total_seconds() if row.waiting_since else 0.0
            lag.append((row.view.name, str(row.tenant), row.head - row.position, max(seconds, 0)))
        self._projector.metrics.show_lag(lag, stopped.items())

    async def _wake_at(self, stop: asyncio.Event) -> None:
        await stop.wait()
        self._woken.set()


async def _wait(event: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(event.wait(), max(seconds, 0))
