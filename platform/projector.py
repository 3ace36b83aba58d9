"""Applies the next events to one generation of a view of one tenant, each exactly once.

One transaction locks the checkpoint row, reads the events after it, lets the view write, and moves
the checkpoint by compare-and-set. So a batch is in both the view and the checkpoint, or in neither;
two workers never hold the same generation; a worker that lost its lease changes nothing.

An event that the view cannot apply is found by halving its batch, retried, and then stops that
generation: everything before it is applied, nothing after it. Only what a named person discarded is
skipped (``interventions.py``). Errors of the connection or the server are passed on, and the batch
is retried later.

While more is waiting (:meth:`Projector.steps`), a batch is folded in Python while PostgreSQL
writes the one before it: at most two at once, in order, each in a transaction of its own
(``staging.py``, decision record 0014).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass, field

import asyncpg
import structlog

from . import sql, telemetry
from .clock import Clock, system_clock
from .database import Database, WorkSession
from .errors import TRANSIENT, origin_of
from .events import EventRegistry, EventRow, Recorded
from .ids import TenantId
from .in_flight import BatchResult, Checkpoint, InFlightBatch, StaleBatch
from .staging import StagedSession
from .views import Batch, Opener, View, nobody_opens

_SQL = sql.load(__file__, "projector.sql")
_LOG = structlog.get_logger(__name__)

ATTEMPTS = 3
"""Attempts to apply an event alone before it stops the view."""


class BatchFailed(Exception):
    """The view raised on the events ``first`` to ``last``; the cause is its error."""

    def __init__(self, first: int, last: int, head: int) -> None:
        super().__init__(first, last)
        self.first = first
        self.last = last
        self.head = head


@dataclass(frozen=True, kw_only=True)
class Projector:
    """What it takes to apply events: one per process, shared by its tasks."""

    database: Database
    registry: EventRegistry
    opener: Opener = nobody_opens
    clock: Clock = system_clock
    metrics: telemetry.ViewMetrics = field(default_factory=telemetry.ViewMetrics)
    batch_events: int = 5_000
    """The most events passed to a view in one transaction."""
    batch_positions: int = 50_000
    """The most positions searched in one transaction, where a view reads few topics."""
    retry_s: float = 0.2
    """Pause before the second attempt at a failing event; doubled for each further one."""

    async def step(
        self, tenant: TenantId, view: View, generation: int, *, up_to: int | None = None
    ) -> BatchResult:
        """Apply one batch, not beyond the position ``up_to``.

        Raises one of :data:`.errors.UNAVAILABLE` if the database cannot be used; nothing is applied
        then. An event's own error is recorded, not raised.
        """
        try:
            return await self._apply(tenant, view, generation, up_to=up_to)
        except BatchFailed as failed:
            return await self._narrow(tenant, view, generation, failed)

    async def steps(
        self,
        tenant: TenantId,
        view: View,
        generation: int,
        *,
        up_to: int | None = None,
        most: int | None = None,
    ) -> AsyncGenerator[BatchResult]:
        """Apply batch after batch until nothing waits or ``most`` are applied; the step of each.

        The last step may have applied nothing. Raises as :meth:`step`. When leaving it early, close
        it (``contextlib.aclosing``): work in progress is cancelled.
        """
        done = 0
        flight: InFlightBatch | None = None
        following: InFlightBatch | None = None
        try:
            while most is None or done < most:
                flight = following or self._depart(tenant, view, generation, up_to, None)
                following = None
                if (most is None or done + 1 < most) and await flight.has_more():
                    following = self._depart(tenant, view, generation, up_to, flight)
                try:
                    assert flight.task is not None
                    step = await flight.task
                except BatchFailed as failed:
                    if following is not None:
                        await following.cancel()
                        following = None
                    step = await self._narrow(tenant, view, generation, failed)
                yield step
                done += 1
                goal = step.head if up_to is None else min(step.head, up_to)
                if step.outcome != "applied" or step.position >= goal:
                    return
        finally:
            for left in (following, flight):
                if left is not None:
                    await left.cancel()

    async def apply_in(
        self,
        session: WorkSession,
        view: View,
        generation: int,
        *,
        after: int | None = None,
        up_to: int | None = None,
        flight: InFlightBatch | None = None,
    ) -> BatchResult:
        """Apply one batch within the caller's transaction; ``after``: only from this checkpoint.

        ``flight``: the batch may have one before it that is still being written. Raises
        :class:`BatchFailed`, one of :data:`.errors.TRANSIENT`, and ``SerializationError`` (which
        is one of these) if the checkpoint was moved meanwhile.
        """
        flight = flight or InFlightBatch(None)
        if flight.before is None:
            start = await self._take(session, view, generation, after)
        else:
            start = flight.before.end
        if start is None:
            return BatchResult("busy")
        position, head = start.position, start.head
        goal = head if up_to is None else min(head, up_to)
        end = min(goal, position + self.batch_positions)
        if end <= position:
            return BatchResult("idle", position, head)
        rows = await self._read(session, view, position, end)
        last = rows[-1].position if len(rows) == self.batch_events else end
        following = Checkpoint(last, head, start.discarded) if last < goal else None
        try:
            batch = Batch(
                tenant=session.tenant,
                of=view.of,
                generation=generation,
                first=position + 1,
                last=last,
                events=self._decode(rows, start.discarded),
                opener=self.opener,
                earlier=flight.before.later if flight.before else {},
            )
            await self._fold_and_write(session, view, batch, flight, following)
        except TRANSIENT:
            raise
        except StaleBatch:
            return BatchResult("busy")
        except Exception as error:
            raise BatchFailed(position + 1, last, head) from error
        place = (session.tenant, view.name, generation, position, last, self.clock())
        if await session.execute(_SQL["advance"], *place) != "UPDATE 1":
            raise asyncpg.SerializationError(f"the checkpoint of {view.name} was moved meanwhile")
        return BatchResult("applied", last, head, len(batch.events))

    async def _fold_and_write(
        self,
        session: WorkSession,
        view: View,
        batch: Batch,
        flight: InFlightBatch,
        following: Checkpoint | None,
    ) -> None:
        """The two phases of a batch; between them, ``following`` is where the next one begins."""

        async def turn() -> None:
            if flight.before is None:
                return
            landed = await flight.before.landed()
            if not landed or not await self._take(session, view, batch.generation, batch.first - 1):
                raise StaleBatch
            flight.before = None

        staged = StagedSession(session.connection, session.tenant, turn)
        if batch.events:
            await view.apply(staged, batch)
        batch.earlier.clear()  # else every batch would hold all those before it
        flight.folded(following, batch.later)
        await staged.write()

    async def _take(
        self, session: WorkSession, view: View, generation: int, after: int | None
    ) -> Checkpoint | None:
        """The checkpoint, locked until the transaction ends; ``None`` if another has it."""
        row = await session.fetchrow(
            _SQL["take"], session.tenant, view.name, generation, view.version
        )
        if row is None or after not in (None, row["position"]):
            return None
        return Checkpoint(*row)

    def _depart(
        self,
        tenant: TenantId,
        view: View,
        generation: int,
        up_to: int | None,
        before: InFlightBatch | None,
    ) -> InFlightBatch:
        flight = InFlightBatch(before)
        flight.task = asyncio.create_task(
            self._apply(tenant, view, generation, up_to=up_to, flight=flight)
        )
        return flight

    async def _apply(
        self,
        tenant: TenantId,
        view: View,
        generation: int,
        *,
        after: int | None = None,
        up_to: int | None = None,
        flight: InFlightBatch | None = None,
    ) -> BatchResult:
        # A crash undoes rows and checkpoint together: the batch is applied again.
        async with self.database.working(tenant, durable=False) as session:
            step = await self.apply_in(
                session, view, generation, after=after, up_to=up_to, flight=flight
            )
        if step.outcome == "applied":
            self.metrics.applied.labels(view.name).inc(step.events)
        return step

    async def _read(
        self, session: WorkSession, view: View, position: int, end: int
    ) -> list[EventRow]:
        known = list(self.registry.classes)
        wanted = known if view.topics is None else list(view.topics)
        found = await session.fetch(
            _SQL["read_events"], session.tenant, position, end, wanted, known, self.batch_events
        )
        return [EventRow(*record) for record in found]

    def _decode(self, rows: Sequence[EventRow], discarded: Sequence[int]) -> list[Recorded]:
        decode = self.registry.decode
        if not discarded:
            return [decode(row) for row in rows]
        return [decode(row) for row in rows if row.position not in discarded]

    async def _narrow(
        self, tenant: TenantId, view: View, generation: int, failed: BatchFailed
    ) -> BatchResult:
        """Apply the events before the failing one, retry it alone, then stop the generation."""
        first, last = failed.first, failed.last
        while first < last:
            middle = (first + last) // 2
            try:
                step = await self._apply(tenant, view, generation, after=first - 1, up_to=middle)
            except BatchFailed:
                last = middle
                continue
            if step.outcome != "applied":
                return step
            first = step.position + 1
        return await self._try_alone(tenant, view, generation, first)

    async def _try_alone(
        self, tenant: TenantId, view: View, generation: int, position: int
    ) -> BatchResult:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                return await self._apply(
                    tenant, view, generation, after=position - 1, up_to=position
                )
            except BatchFailed as failed:
                error, head = failed.__cause__, failed.head
            if attempt < ATTEMPTS:
                await asyncio.sleep(self.retry_s * 2 ** (attempt - 1))
        assert error is not None
        await self._stop(tenant, view, generation, position, origin_of(error))
        return BatchResult("stopped", position - 1, head)

    async def _stop(
        self, tenant: TenantId, view: View, generation: int, position: int, place: str
    ) -> None:
        async with self.database.working(tenant) as session:
            await session.execute(
                _SQL["stop"], tenant, view.name, generation, position, place, self.clock()
            )
        self.metrics.stops.labels(view.name).inc()
        _LOG.critical(
            "view_stopped",
            view=view.name,
            tenant=str(tenant),
            generation=generation,
            position=position,
            error=place,
            cure="fix the cause, then replay or discard the event, or rebuild the view",
        )
