"""The status of process managers, for ``wahana status``, and manual interventions.

No event is skipped automatically. A stopped process manager continues when a person lets it retry
or skip the event; each intervention is recorded with who and why.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from .. import sql
from ..clock import Clock, system_clock
from ..database import Database
from ..ids import TenantId, uuid7
from ..interventions import Justification, NothingStopped
from ..positions import Level, seconds_since

_SQL = sql.load(__file__, "process_status.sql")


@dataclass(frozen=True, slots=True)
class ProcessStatus:
    """A process manager of a tenant; it has done everything up to ``position``."""

    tenant: UUID
    name: str
    position: int
    head: int
    seconds_behind: float
    """How long the next event has waited; 0 if up to date."""
    stopped_position: int | None
    error: str | None
    """Class and place of the error that stopped it."""

    @property
    def state(self) -> Literal["running", "stopped"]:
        return "running" if self.stopped_position is None else "stopped"

    @property
    def events_behind(self) -> int:
        return self.head - self.position

    def level(self, behind_s: float) -> Level:
        """``stopped``, ``behind`` (for longer than ``behind_s``), or ``ok``."""
        if self.stopped_position is not None:
            return "stopped"
        return "behind" if self.events_behind and self.seconds_behind > behind_s else "ok"


async def status(
    database: Database,
    names: Sequence[str],
    *,
    tenant: TenantId | None = None,
    clock: Clock = system_clock,
) -> list[ProcessStatus]:
    """The process managers of one tenant or all, ordered by name and tenant."""
    rows = await database.pool("wahana_worker").fetch(_SQL["status"], list(names), tenant)
    now = clock()
    return [
        ProcessStatus(
            tenant=UUID(int=row["tenant_id"].int),
            name=row["name"],
            position=row["position"],
            head=row["head"],
            seconds_behind=seconds_since(now, row["waiting_since"]),
            stopped_position=row["stopped_position"],
            error=row["error"],
        )
        for row in rows
    ]


async def replay(
    database: Database,
    tenant: TenantId,
    name: str,
    warrant: Justification,
    *,
    clock: Clock = system_clock,
) -> int:
    """Let a process manager retry the event that stopped it; return the event's position.

    Raises :class:`NothingStopped`.
    """
    return await _go_on(database, tenant, name, warrant, None, clock())


async def discard(
    database: Database,
    tenant: TenantId,
    name: str,
    position: int,
    warrant: Justification,
    *,
    clock: Clock = system_clock,
) -> int:
    """Skip the event that stopped a process manager: nothing follows from it.

    Raises :class:`NothingStopped`, also if it is stopped at another event.
    """
    return await _go_on(database, tenant, name, warrant, position, clock())


async def _go_on(
    database: Database,
    tenant: TenantId,
    name: str,
    warrant: Justification,
    discarded: int | None,
    now: datetime,
) -> int:
    async with database.working(tenant) as session:
        stopped: int | None = await session.fetchval(_SQL["stopped"], tenant, name)
        if stopped is None:
            raise NothingStopped(
                f"the process manager '{name}' of tenant {tenant} is not stopped; what is: "
                "wahana status"
            )
        if discarded not in (None, stopped):
            raise NothingStopped(
                f"the process manager '{name}' is stopped at {stopped}, not at {discarded}"
            )
        act = "replay" if discarded is None else "discard"
        await session.execute(
            *(_SQL["record"], tenant, name, uuid7(), act, stopped),
            *(warrant.by, warrant.reason, now),
        )
        await session.execute(_SQL["resume"], tenant, name, discarded)
    return stopped
