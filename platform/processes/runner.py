"""The runner: gives every process manager the events of every tenant, in order, exactly once.

For each tenant whose log has grown the new events are read once for all process managers that are
at the same position. Those that want none of them are moved on in one statement. For each of the
others: its questions are answered, the commands that follow are sent, and then one short
transaction writes its work list and records the position. After an interruption before that, the
same commands are sent again under the same keys, and each gets its first result; so no transaction
is open while commands are sent.

An event that cannot be handled is retried alone, and then stops that process manager of that
tenant: everything before it is done, nothing after it. After errors of the connection or the server
the events are retried later. An event that this release does not know is left to the newer one that
wrote it.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any
from uuid import UUID, uuid4

import structlog
from eventsourcing.persistence import IntegrityError, Tracking

from .. import sql
from ..clock import Clock, system_clock
from ..database import Database
from ..errors import TRANSIENT, UNAVAILABLE, origin_of
from ..events import EventRegistry, EventRow, Recorded
from ..ids import TenantId
from ..infrastructure import AsyncInfrastructureFactory
from ..leases import BUCKETS, Leases, bucket_of
from ..log_watcher import LogWatcher, TurnResult, until_level
from . import work_list
from .manager import CommandSender, MakeContext, ProcessManager, cause_of, key_of
from .process_states import ProcessStates, StateReader
from .tracking import AsyncTrackingRecorder

_SQL = sql.load(__file__, "runner.sql")
_LOG = structlog.get_logger(__name__)

LEASE_NAME = "process managers"
ATTEMPTS = 3
"""How often an event is tried by itself before it stops a process manager."""


class AlreadyHandled(Exception):
    """The position was recorded meanwhile: another worker has done the same."""


_PASSING: tuple[type[Exception], ...] = (*TRANSIENT, AlreadyHandled)


@dataclass(frozen=True, kw_only=True)
class ProcessParts:
    """What a runner needs to run process managers: one per process."""

    managers: Sequence[ProcessManager]
    database: Database
    infrastructure: AsyncInfrastructureFactory
    registry: EventRegistry
    states: StateReader
    make_context: MakeContext
    commands: CommandSender
    clock: Clock = system_clock

    def states_of(self, tenant: TenantId, manager: ProcessManager) -> ProcessStates:
        return ProcessStates(self.database, self.states, self.make_context, tenant, manager)

    def tracking(self, tenant: TenantId) -> AsyncTrackingRecorder:
        return AsyncTrackingRecorder(self.database, tenant)


@dataclass(frozen=True, kw_only=True, slots=True)
class ProcessTiming:
    """Timing and limits of the runner."""

    page_events: int = 200
    """Events read at once."""
    page_positions: int = 5_000
    """Positions looked through at once, where few events are wanted."""
    pages_per_tenant: int = 4
    """Pages of a tenant before the next one has its turn."""
    poll_s: float = 1.0
    sweep_s: float = 30.0
    pause_s: float = 1.0
    """As of :class:`..log_watcher.LogWatcher`."""
    lease_s: float = 10.0
    """After this time without a sign another worker takes over."""
    retry_s: float = 0.2
    """Pause before the second attempt at a failing event; doubled for each further one."""


@dataclass(slots=True)
class _Tenant:
    """A tenant in a turn: the end of its log, and the positions of its running process managers."""

    id: TenantId
    head: int
    positions: dict[str, int] = field(default_factory=dict)


class ProcessRunner:
    """Runs the process managers of all tenants. Any number of runners share the tenants."""

    def __init__(self, parts: ProcessParts, *, pace: ProcessTiming | None = None) -> None:
        """The managers have different names. Raises ``ValueError``."""
        self._parts = parts
        self._managers = {manager.NAME: manager for manager in parts.managers}
        if len(self._managers) < len(parts.managers):
            raise ValueError("two process managers have the same name")
        self._pace = pace or ProcessTiming()
        self._running = False
        worker = self._worker = uuid4()
        self._leases = Leases(parts.database, worker, self._pace.lease_s, parts.clock)
        self._watch = LogWatcher(
            parts.database,
            worker,
            poll_s=self._pace.poll_s,
            sweep_s=self._pace.sweep_s,
            pause_s=self._pace.pause_s,
        )

    def wake(self, tenant: UUID, position: int) -> None:
        """A listener for ``Wakeups.listen``: the tenant's log has reached ``position``."""
        self._watch.wake(tenant, position)

    async def run(self, stop: asyncio.Event) -> None:
        """Work until ``stop`` is set; the batch under way is finished. Faults are logged."""
        self._running = True
        try:
            await self._watch.run(stop, self.turn)
        finally:
            self._running = False
            await self._leases.release_all()

    async def catch_up(self) -> int:
        """Work until nothing is behind, as :func:`..log_watcher.until_level`; return the number of
        events handled."""
        return await until_level(self.turn)

    async def turn(
        self, tenants: Collection[UUID] | None = None, stop: asyncio.Event | None = None
    ) -> TurnResult:
        """Find the tenants that are behind, among some or all, and work once on each."""
        turn = TurnResult()
        shares: dict[int, list[_Tenant]] = defaultdict(list)
        for tenant in await self._behind(tenants):
            shares[bucket_of(tenant.id)].append(tenant)
        try:
            # Workers that start together begin with different shares.
            for bucket in sorted(shares, key=lambda bucket: (bucket - self._worker.int) % BUCKETS):
                await self._share(bucket, shares[bucket], turn, stop)
        finally:
            if not self._running:
                await self._leases.release_all()
        return turn

    async def _share(
        self, bucket: int, tenants: Sequence[_Tenant], turn: TurnResult, stop: asyncio.Event | None
    ) -> None:
        for number, tenant in enumerate(tenants):
            if stop is not None and stop.is_set():
                return
            if not await self._leases.claim(LEASE_NAME, bucket):
                turn.unfinished |= {left.id for left in tenants[number:]}
                return
            await self._guarded(tenant, turn)

    async def _behind(self, tenants: Collection[UUID] | None) -> list[_Tenant]:
        """Tenants with process managers that are behind and not stopped."""
        if tenants is not None and not tenants:
            return []
        pool = self._parts.database.pool("wahana_worker")
        if tenants is None:
            rows = await pool.fetch(_SQL["behind_everywhere"], list(self._managers))
        else:
            rows = await pool.fetch(_SQL["behind_somewhere"], list(self._managers), list(tenants))
        found: dict[UUID, _Tenant] = {}
        for row in rows:
            # The tenant exists: its id was read from the table of all heads.
            tenant = TenantId(UUID(int=row["tenant_id"].int))
            known = found.setdefault(tenant, _Tenant(tenant, row["head"]))
            known.positions[row["name"]] = row["position"]
        return list(found.values())

    async def _guarded(self, tenant: _Tenant, turn: TurnResult) -> None:
        try:
            if not await self._work_on(tenant, turn):
                turn.unfinished.add(tenant.id)
        except Exception as error:
            turn.unfinished.add(tenant.id)
            name = "" if isinstance(error, UNAVAILABLE) else LEASE_NAME
            turn.failures[name, origin_of(error)] += 1
            if not isinstance(error, UNAVAILABLE):
                # An error of the program with one tenant must not delay the others.
                _LOG.critical("processes_fail", tenant=str(tenant.id), exc_info=error)

    async def _work_on(self, tenant: _Tenant, turn: TurnResult) -> bool:
        """Page by page, those that are farthest behind first; return whether all are up to date or
        stopped."""
        for _ in range(self._pace.pages_per_tenant):
            waiting = [at for at in tenant.positions.values() if at < tenant.head]
            if not waiting:
                return True
            start = min(waiting)
            names = [name for name, at in tenant.positions.items() if at == start]
            page = await self._page(tenant, names, start)
            if page is None:
                return True
            rows, last = page
            wanting = {
                name: [row for row in rows if row.topic in self._managers[name].TOPICS]
                for name in names
            }
            idle = [name for name in names if not wanting[name]]
            if idle:
                await self._parts.tracking(tenant.id).pass_over(idle, last)
            for name in names:
                if name in idle or await self._handled(tenant.id, name, wanting[name], last, turn):
                    tenant.positions[name] = last
                else:
                    del tenant.positions[name]
            if any(name in tenant.positions for name in names):
                turn.batches += 1
        return False

    async def _page(
        self, tenant: _Tenant, names: Sequence[str], start: int
    ) -> tuple[list[EventRow], int] | None:
        """The wanted events after a position, and the position up to which these are all.

        ``None`` if the next event is one that only a newer release knows.
        """
        log = self._parts.infrastructure.application_recorder(tenant.id)
        end = min(tenant.head, start + self._pace.page_positions)
        unknown = await log.first_unknown(start, end, list(self._parts.registry.classes))
        if unknown is not None:
            _LOG.warning("processes_wait_for_a_newer_release", position=unknown)
            end = unknown - 1
            if end == start:
                return None
        topics = sorted(set().union(*(self._managers[name].TOPICS for name in names)))
        rows = await log.select_notifications(
            start, self._pace.page_events, end, topics, inclusive_of_start=False
        )
        return rows, rows[-1].position if len(rows) == self._pace.page_events else end

    async def _handled(
        self, tenant: TenantId, name: str, rows: Sequence[EventRow], last: int, turn: TurnResult
    ) -> bool:
        """React to a page's events; false if that failed, or another worker was faster."""
        manager = self._managers[name]
        try:
            try:
                await self._react(tenant, manager, rows, last)
            except _PASSING:
                raise
            except Exception:
                if not await self._one_by_one(tenant, manager, rows, last):
                    return False
        except AlreadyHandled:
            return False
        except TRANSIENT as error:
            turn.failures[name, origin_of(error)] += 1
            turn.unfinished.add(tenant)
            return False
        turn.events += len(rows)
        return True

    async def _one_by_one(
        self, tenant: TenantId, manager: ProcessManager, rows: Sequence[EventRow], last: int
    ) -> bool:
        """Handle the events one at a time, up to the one that fails."""
        for row in rows:
            for attempt in range(1, ATTEMPTS + 1):
                try:
                    await self._react(tenant, manager, [row], row.position)
                    break
                except _PASSING:
                    raise
                except Exception as error:
                    if attempt == ATTEMPTS:
                        await self._stop(tenant, manager, row, error)
                        return False
                await asyncio.sleep(self._pace.retry_s * 2 ** (attempt - 1))
        await self._parts.tracking(tenant).pass_over([manager.NAME], last)
        return True

    async def _react(
        self, tenant: TenantId, manager: ProcessManager, rows: Sequence[EventRow], last: int
    ) -> None:
        """Send the commands that follow from events, then write work list and position. Raises
        ``AlreadyHandled``."""
        known = self._parts.states_of(tenant, manager)
        events = [self._parts.registry.decode(row) for row in rows]
        entries = [partial(_work_item, manager, event) for event in events]
        reactions = [partial(_reaction, manager, event) for event in events]
        await known.gather([*entries, *reactions])
        found = [await known.ask(entry) for entry in entries]
        items = {item.id: item for item in found if item is not None}
        known.change(items.values())
        for event, reaction in zip(events, reactions, strict=True):
            for instruction in await known.ask(reaction):
                key = key_of(cause_of(event), instruction)
                await self._parts.commands.give(tenant, instruction, key, cause=event.event_id)
                known.forget_states()
        # A crash undoes list and position together: the same work is done again.
        async with self._parts.database.working(tenant, durable=False) as session:
            await work_list.write(session, manager.NAME, items.values())
            try:
                await self._parts.tracking(tenant).insert_tracking_in(
                    session, Tracking(manager.NAME, last)
                )
            except IntegrityError:
                raise AlreadyHandled from None

    async def _stop(
        self, tenant: TenantId, manager: ProcessManager, row: EventRow, error: Exception
    ) -> None:
        origin = origin_of(error)
        await self._parts.tracking(tenant).stop(manager.NAME, row.position, origin)
        _LOG.critical(
            "process_manager_stopped",
            view=manager.NAME,
            tenant=str(tenant),
            position=row.position,
            error=origin,
            cure="fix the cause, then replay or discard the event",
        )


def _work_item(manager: ProcessManager, event: Recorded, context: Any) -> Any:
    return manager.work_item(event, context)


def _reaction(manager: ProcessManager, event: Recorded, context: Any) -> Any:
    return tuple(manager.react(event, context))
