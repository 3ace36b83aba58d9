"""What falls due becomes an event: the look at the reactions' lists, day by day.

Time is a parameter: :meth:`DueScan.run` is given the day, or asks the service's clock for the
day of the office's zone. Every command has a key made of what fell due, so several workers may
look at once and a look can be repeated; what was refused is not tried again on the same day.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

import structlog

from wahana.domain.kernel.model import Command
from wahana.platform import clock as clocks
from wahana.platform.clock import Clock, system_clock
from wahana.platform.database import Database, WorkSession
from wahana.platform.errors import UNAVAILABLE, origin_of
from wahana.platform.ids import TenantId
from wahana.tenants.tenant import Tenant

from .reaction import Hands, accepted

_LOG = structlog.get_logger(__name__)

DUE_MAX = 500
"""Cases or referrals of one list that one look takes up; the next look takes the rest."""
EVERY_S = 300.0
"""Pause between two looks at all tenants."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Duty:
    """A command that a day brought on."""

    command: Command
    about: UUID
    """The case it belongs to."""
    because: str
    """What fell due, and when: the same for the same duty."""


DueList = Callable[[WorkSession, date, Hands, int], Awaitable[list[Duty]]]
"""What of a reaction's list is due on a day; at most so many entries of it."""


@dataclass(kw_only=True, slots=True)
class DueScan:
    """Gives the commands that a day brings on."""

    database: Database
    hands: Hands
    lists: Sequence[DueList]
    clock: Clock = system_clock
    _refused: dict[tuple[UUID, str], date] = field(default_factory=dict)

    async def run(self, tenant: TenantId, on: date | None = None) -> int:
        """Look at one tenant; the number of commands that were accepted.

        ``on``: the day (default: today in the office's zone). Raises what the database raises.
        """
        (office,) = await self.hands.states.refresh(tenant, [(Tenant, tenant)])
        day = on or clocks.today(self.clock, office.time_zone)
        done = 0
        for due in self.lists:
            async with self.database.working(tenant) as session:
                duties = await due(session, day, self.hands, DUE_MAX)
            for duty in duties:
                done += await self._do(tenant, duty, day)
        return done

    async def follow(
        self, tenants: Callable[[], Awaitable[Iterable[TenantId]]], stop: asyncio.Event
    ) -> None:
        """Look at every tenant again and again until ``stop`` is set. Faults are logged."""
        while not stop.is_set():
            try:
                for tenant in await tenants():
                    if stop.is_set():
                        return
                    await self.run(tenant)
            except UNAVAILABLE as error:
                _LOG.warning("due_scan_waits", error=origin_of(error))
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), EVERY_S)

    async def _do(self, tenant: TenantId, duty: Duty, day: date) -> bool:
        name = (tenant, duty.because)
        if self._refused.get(name) == day:
            return False
        result = await self.hands.give(
            tenant, duty.command, because=duty.because, about=duty.about, on=day
        )
        if not accepted(result):
            self._refused[name] = day
        return accepted(result)
