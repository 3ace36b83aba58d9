"""Manual interventions on a view: replaying or discarding an event that stopped it.

No event is skipped automatically. Each intervention is recorded with who and why, beside the
rebuilds, switches and drops of ``rebuild.py``; the record is append-only. A discarded event is
skipped in that generation only: a later rebuild processes it again.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from . import sql
from .clock import Clock, system_clock
from .database import Database, ReadSession, WorkSession
from .ids import TenantId, uuid7
from .views import View

_SQL = sql.load(__file__, "interventions.sql")

Act = Literal["rebuild", "switch", "drop", "replay", "discard"]


class NothingStopped(Exception):
    """The view of this tenant is not stopped (there). ``wahana status`` shows what is."""


@dataclass(frozen=True, slots=True)
class Justification:
    """Who acts, and why; it is recorded."""

    by: str
    """Name of the person, as the office knows it; 1 to 100 characters."""
    reason: str
    """1 to 500 characters; names no person in need."""

    def __post_init__(self) -> None:
        if not (1 <= len(self.by) <= 100 and 1 <= len(self.reason) <= 500):
            raise ValueError("say who acts (up to 100 characters) and why (up to 500)")


@dataclass(frozen=True, slots=True)
class Intervention:
    """One line of the record."""

    generation: int
    act: Act
    position: int
    by_whom: str
    reason: str
    differences: int | None
    at: datetime


async def replay(
    database: Database,
    tenant: TenantId,
    view: View,
    warrant: Justification,
    *,
    generation: int | None = None,
    clock: Clock = system_clock,
) -> int:
    """Retry the event that stopped a view (by default in the generation that this version keeps up
    to date).

    Returns the event's position. Raises :class:`NothingStopped`.
    """
    return await _go_on(database, tenant, view, warrant, "replay", generation, None, clock)


async def discard(
    database: Database,
    tenant: TenantId,
    view: View,
    position: int,
    warrant: Justification,
    *,
    generation: int | None = None,
    clock: Clock = system_clock,
) -> int:
    """Skip the event at ``position``, which stopped the view, in this generation.

    The view then lacks what the event says; the record shows it. Raises :class:`NothingStopped`,
    also if it is stopped at another event.
    """
    return await _go_on(database, tenant, view, warrant, "discard", generation, position, clock)


async def history(session: ReadSession, view: str) -> list[Intervention]:
    """The interventions on a view of the session's tenant, oldest first."""
    return [Intervention(*row) for row in await session.fetch(_SQL["acts"], session.tenant, view)]


async def record(
    session: WorkSession,
    view: str,
    generation: int,
    act: Act,
    warrant: Justification,
    *,
    position: int,
    clock: Clock,
    differences: int | None = None,
) -> None:
    """Record one intervention, in the transaction that performs it."""
    await session.execute(
        _SQL["record"],
        session.tenant,
        view,
        generation,
        uuid7(),
        act,
        position,
        warrant.by,
        warrant.reason,
        differences,
        clock(),
    )


async def _go_on(
    database: Database,
    tenant: TenantId,
    view: View,
    warrant: Justification,
    act: Act,
    generation: int | None,
    position: int | None,
    clock: Clock,
) -> int:
    async with database.working(tenant) as session:
        row: Mapping[str, int] | None = await session.fetchrow(  # type: ignore[assignment]
            _SQL["stopped"], tenant, view.name, view.version, generation
        )
        if row is None:
            raise NothingStopped(
                f"the view '{view.name}' of tenant {tenant} is not stopped; what is: wahana status"
            )
        stopped = row["stopped_position"]
        if position not in (None, stopped):
            raise NothingStopped(
                f"the view '{view.name}' is stopped at {stopped}, not at {position}"
            )
        generation = row["generation"]
        await record(session, view.name, generation, act, warrant, position=stopped, clock=clock)
        state = "live" if row["is_live"] else "building"
        await session.execute(_SQL["resume"], tenant, view.name, generation, state, clock())
    return stopped
