"""The worker: keeps every view of every tenant up to date, at the release's version.

It finds whose views are behind with one query over all tenants, shares them with other workers
by leases on (view, bucket of tenants), and lets the projector apply batch after batch. A lease only
avoids duplicate work; exactly-once application is guaranteed by the checkpoint (``projector.py``).
There are no session locks, so it works behind a pooler.

It is woken by ``wakeups.listen(worker.wake)`` and also polls, so a lost wake-up delays it by one
interval at most. Connections grow with workers, not with tenants.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import AsyncIterator, Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

import asyncpg
import structlog

from . import following, sql
from .errors import UNAVAILABLE, origin_of
from .ids import TenantId
from .leases import Leases, bucket_of
from .log_watcher import LogWatcher, TurnResult, until_level
from .projector import Projector
from .views import View

_SQL = sql.load(__file__, "runner.sql")
_LOG = structlog.get_logger(__name__)

MANY_EVENTS = 1_000
"""After this number of events in one turn of a tenant its tables need new statistics."""


@dataclass(frozen=True, kw_only=True, slots=True)
class WorkerTiming:
    """Timing and limits of a worker."""

    tasks: int = 2
    """Views worked on at once; each needs a connection of the worker's pool, two while it is
    far behind."""
    batches_per_tenant: int = 4
    """Batches of a view of one tenant before the next tenant has its turn."""
    poll_s: float = 1.0
    """Longest time between two checks for tenants whose log has grown."""
    sweep_s: float = 30.0
    """Longest time between two checks of all views of all tenants; each one publishes the lag."""
    pause_s: float = 1.0
    """Pause after the database could not be used."""
    lease_s: float = 10.0
    """Lease time: how long the views of a killed worker wait before another takes over."""


@dataclass(frozen=True, slots=True)
class LaggingGeneration:
    """A generation with events to apply, or to be switched to. ``generation`` ``None``: the
    version is not begun yet; not ``serves``: an older version still answers."""

    tenant: TenantId
    view: View
    generation: int | None
    serves: bool
    state: str
    position: int
    head: int
    waiting_since: datetime | None

    @property
    def bucket(self) -> int:
        return bucket_of(self.tenant)


class Worker:
    """One worker. Run any number of them, in one process or many."""

    def __init__(
        self,
        projector: Projector,
        views: Sequence[View],
        *,
        pace: WorkerTiming | None = None,
        worker_id: UUID | None = None,
    ) -> None:
        """``views`` have different names and are installed (``installation.py``)."""
        self._projector = projector
        self._views = {view.name: view for view in views}
        if len(self._views) < len(views):
            raise ValueError("two views have the same name")
        self._pace = pace or WorkerTiming()
        worker = worker_id or uuid4()
        database = projector.database
        self._leases = Leases(database, worker, self._pace.lease_s, projector.clock)
        self._watch = LogWatcher(
            database,
            worker,
            poll_s=self._pace.poll_s,
            sweep_s=self._pace.sweep_s,
            pause_s=self._pace.pause_s,
        )

    def wake(self, tenant: UUID, position: int) -> None:
        """A listener for ``Wakeups.listen``: the tenant's log has reached ``position``."""
        self._watch.wake(tenant, position)

    async def run(self, stop: asyncio.Event) -> None:
        """Work until ``stop`` is set; the batch in flight is finished. Faults are logged."""
        await self._watch.run(stop, self.turn)

    async def catch_up(self) -> int:
        """Work until nothing is behind, as :func:`.log_watcher.until_level`; return the number of
        events applied."""
        return await until_level(self.turn)

    async def turn(
        self, tenants: Collection[UUID] | None = None, stop: asyncio.Event | None = None
    ) -> TurnResult:
        """Look for views that are behind (of some tenants, or of all) and work on each once."""
        turn = TurnResult()
        rows = await self._behind(tenants)
        if tenants is None:
            self._show_lag(rows)
            await self._retire()
        shares: dict[tuple[str, int], list[LaggingGeneration]] = defaultdict(list)
        for row in rows:
            if row.state != "stopped":
                shares[row.view.name, row.bucket].append(row)
        waiting = iter(shares.values())
        await asyncio.gather(
            *(self._work(waiting, turn, stop or asyncio.Event()) for _ in range(self._pace.tasks))
        )
        return turn

    async def _behind(self, tenants: Collection[UUID] | None) -> list[LaggingGeneration]:
        if tenants is not None and not tenants:
            return []
        pool = self._projector.database.pool("wahana_worker")
        views = (list(self._views), [view.version for view in self._views.values()])
        if tenants is None:
            rows = await pool.fetch(_SQL["behind_everywhere"], *views)
        else:
            rows = await pool.fetch(_SQL["behind_somewhere"], *views, list(tenants))
        return [
            # The tenant exists: its id was read from the table of all heads.
            LaggingGeneration(
                TenantId(UUID(int=row["tenant_id"].int)),
                self._views[row["view"]],
                *list(row.values())[2:],
            )
            for row in rows
        ]

    async def _work(
        self, waiting: Iterable[list[LaggingGeneration]], turn: TurnResult, stop: asyncio.Event
    ) -> None:
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
                turn.failures["", origin_of(error)] += 1

    async def _guarded_work_on(
        self, row: LaggingGeneration, turn: TurnResult, stop: asyncio.Event
    ) -> None:
        try:
            await self._work_on(row, turn, stop)
        except Exception as error:
            turn.unfinished.add(row.tenant)
            turn.failures[row.view.name, origin_of(error)] += 1
            if isinstance(error, UNAVAILABLE):
                return
            # An error of the program with one tenant must not delay the others.
            _LOG.critical("view_fails", view=row.view.name, tenant=str(row.tenant), exc_info=error)

    async def _work_on(self, row: LaggingGeneration, turn: TurnResult, stop: asyncio.Event) -> None:
        generation, serves = row.generation, row.serves
        if generation is None:
            begun = await following.begin(self._projector, row.tenant, row.view)
            if begun is None:
                turn.unfinished.add(row.tenant)
                return
            generation, serves = begun
        most = self._pace.batches_per_tenant
        level, taken = False, 0
        batches = self._projector.steps(row.tenant, row.view, generation, most=most)
        async with contextlib.aclosing(batches) as steps:
            async for step in steps:
                turn.batches += step.outcome == "applied"
                turn.events += step.events
                taken += step.events
                level = step.outcome in ("applied", "idle") and step.position == step.head
                if step.outcome != "applied" or level or stop.is_set():
                    break
            else:
                turn.unfinished.add(row.tenant)
        if level and not serves:
            await self._switch(row, generation, turn)
        elif level and taken >= MANY_EVENTS:
            await following.analyze(self._projector.database, row.view)

    async def _switch(self, row: LaggingGeneration, generation: int, turn: TurnResult) -> None:
        about = {"view": row.view.name, "version": row.view.version, "tenant": str(row.tenant)}
        if await following.switch(self._projector, row.tenant, row.view, generation):
            turn.batches += 1
            _LOG.info("view_switched", **about)
        else:
            turn.unfinished.add(row.tenant)

    async def _retire(self) -> None:
        """Drop the tables that nobody reads any more; those in use are left for a later pass."""
        pool = self._projector.database.pool("wahana_worker")
        try:
            gone = await pool.fetch(_SQL["retire"])
        except asyncpg.LockNotAvailableError:
            return
        for row in gone:
            _LOG.info("view_version_dropped", view=row["view"], version=row["version"])

    @contextlib.asynccontextmanager
    async def _leased(self, row: LaggingGeneration) -> AsyncIterator[bool]:
        ours = await self._claim(row)
        try:
            yield ours
        finally:
            if ours:
                await self._leases.release(row.view.follower, row.bucket)

    async def _claim(self, row: LaggingGeneration) -> bool:
        return await self._leases.claim(row.view.follower, row.bucket)

    def _show_lag(self, rows: Sequence[LaggingGeneration]) -> None:
        now = self._projector.clock()
        stopped = dict.fromkeys(self._views, 0)
        lag: list[tuple[str, str, int, float]] = []
        for row in rows:
            stopped[row.view.name] += row.state == "stopped"
            seconds = (now - row.waiting_since).total_seconds() if row.waiting_since else 0.0
            lag.append((row.view.name, str(row.tenant), row.head - row.position, max(seconds, 0)))
        self._projector.metrics.show_lag(lag, stopped.items())
