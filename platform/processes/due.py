"""What falls due becomes an event: the daily scan of the work lists.

Time is a parameter: :meth:`DueScan.run` is given the day, or asks the service's clock for the
day of the office's zone. The key of each command is derived from what fell due, so several workers
may scan at once and a scan can be repeated; what was refused is not retried on the same day.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Iterable, Sequence
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

import structlog

from .. import clock as clocks
from ..errors import UNAVAILABLE, origin_of
from ..ids import TenantId
from . import work_list
from .manager import ProcessManager, key_of
from .runner import ProcessParts

_LOG = structlog.get_logger(__name__)

EVERY_S = 300.0
"""Pause between two scans of all tenants."""


class DueScan:
    """Sends the commands that fall due on a day."""

    def __init__(self, parts: ProcessParts) -> None:
        self._parts = parts
        self._refused: dict[UUID, tuple[date, set[str]]] = {}
        """Keys of what was refused, by tenant, on the day of the last scan."""

    async def run(self, tenant: TenantId, on: date | None = None) -> int:
        """Scan one tenant; return the number of commands that were accepted.

        ``on``: the day (default: today in the office's zone). Raises what the database raises.
        """
        done = 0
        for manager in self._parts.managers:
            known = self._parts.states_of(tenant, manager)
            day = on or clocks.today(self._parts.clock, await known.ask(_time_zone))
            database = self._parts.database
            async for items in work_list.due(database, tenant, manager.NAME, day):
                done += await self._items(tenant, manager, items, day)
        return done

    async def follow(
        self, tenants: Callable[[], Awaitable[Iterable[TenantId]]], stop: asyncio.Event
    ) -> None:
        """Scan all tenants repeatedly until ``stop`` is set. Faults are logged."""
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

    async def _items(
        self, tenant: TenantId, manager: ProcessManager, items: Sequence[UUID], day: date
    ) -> int:
        known = self._parts.states_of(tenant, manager)
        duties = [partial(_duties, manager, item, day) for item in items]
        await known.gather(duties)
        done = 0
        for duty in duties:
            for instruction in await known.ask(duty):
                key = key_of(f"due/{day}", instruction)
                if key in self._refused_on(tenant, day):
                    continue
                if await self._parts.commands.give(tenant, instruction, key, on=day):
                    done += 1
                else:
                    self._refused_on(tenant, day).add(key)
        return done

    def _refused_on(self, tenant: TenantId, day: date) -> set[str]:
        last, keys = self._refused.get(tenant, (day, set()))
        if last != day:
            keys = set()
        self._refused[tenant] = (day, keys)
        return keys


def _time_zone(context: Any) -> str:
    zone: str = context.time_zone
    return zone


def _duties(manager: ProcessManager, item: UUID, day: date, context: Any) -> Any:
    return tuple(manager.due(item, day, context))
