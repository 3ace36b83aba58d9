"""How far views are: for answers, for reading one's own writes, and for ``wahana status``.

Lag is exact, because positions have no gaps: events behind = head − checkpoint. What is read
here says which generation of a view is live; every query on a view names it.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol
from uuid import UUID

from . import sql
from .clock import Clock, system_clock
from .database import Database, ReadSession
from .ids import TenantId
from .views import View

_SQL = sql.load(__file__, "positions.sql")

_FIRST_PAUSE_S = 0.005
_PAUSE_S_MAX = 0.08

Level = Literal["ok", "behind", "stopped"]

EXIT_CODES: Mapping[Level, int] = {"ok": 0, "behind": 1, "stopped": 2}
"""Exit codes of ``wahana status``: the worst level of all rows."""


@dataclass(frozen=True, slots=True)
class ViewPosition:
    """Where the live generation of a view stands."""

    generation: int
    """What every query on the view names; 0 where the tenant has not begun the view: no rows."""
    position: int
    stopped: bool
    """An event could not be applied; the view stays where it is until a person acts."""


@dataclass(frozen=True, slots=True)
class Positions:
    """A tenant's head and its views' positions, as one transaction sees them."""

    head: int
    views: Mapping[str, ViewPosition]

    @property
    def position(self) -> int:
        """The position that an answer from all of these views holds for."""
        return min((view.position for view in self.views.values()), default=self.head)

    def reached(self, position: int) -> bool:
        """Whether every view has applied the events up to ``position``."""
        return self.position >= position

    @property
    def stopped(self) -> bool:
        """Whether any of the views is stopped: its answers are stale until a person acts."""
        return any(view.stopped for view in self.views.values())


async def read(session: ReadSession, views: Iterable[str]) -> Positions:
    """The positions of ``views``, consistent with what else the session reads."""
    names = list(views)
    rows = await session.fetch(_SQL["positions"], session.tenant, names)
    found = {
        row["view"]: ViewPosition(row["generation"], row["position"], row["state"] == "stopped")
        for row in rows
    }
    return Positions(
        head=await session.fetchval(_SQL["head"], session.tenant) or 0,
        views={name: found.get(name, ViewPosition(0, 0, False)) for name in names},
    )


async def reached(
    database: Database,
    tenant: TenantId,
    views: Iterable[str],
    min_position: int,
    *,
    timeout_s: float = 2.0,
) -> bool:
    """Wait until the views have applied the events up to ``min_position``.

    ``False`` after ``timeout_s``, or at once if a view is stopped before it: the answer is stale.
    """
    loop = asyncio.get_running_loop()
    deadline = loop.time() + timeout_s
    names = list(views)
    pause = _FIRST_PAUSE_S
    while True:
        async with database.reading(tenant) as session:
            now = await read(session, names)
        if now.reached(min_position):
            return True
        waiting = [view for view in now.views.values() if view.position < min_position]
        left = deadline - loop.time()
        if left <= 0 or any(view.stopped for view in waiting):
            return False
        await asyncio.sleep(min(pause, left))
        pause = min(pause * 2, _PAUSE_S_MAX)


@dataclass(frozen=True, slots=True)
class StatusRow:
    """One generation of a view of a tenant; ``generation`` 0: not begun."""

    tenant: UUID
    view: str
    generation: int
    live: bool
    version: int
    """Version of the code that began it; 0: not begun."""
    outdated: bool
    """Live, but begun by an older version of the view: rebuild it."""
    state: str
    """``live``, ``building``, ``retired`` (until dropped) or ``stopped``."""
    position: int
    head: int
    seconds_behind: float
    """How long the next event to apply has waited; 0 if level."""
    stopped_position: int | None
    error: str | None
    """Class and place of the error that stopped it."""

    @property
    def events_behind(self) -> int:
        return self.head - self.position

    def level(self, behind_s: float) -> Level:
        """``stopped``, ``behind`` (live, for longer than ``behind_s`` or outdated), or ``ok``."""
        if self.state == "stopped":
            return "stopped"
        late = self.events_behind > 0 and self.seconds_behind > behind_s
        return "behind" if self.live and (late or self.outdated) else "ok"


async def status(
    database: Database,
    views: Sequence[View],
    *,
    tenant: TenantId | None = None,
    clock: Clock = system_clock,
) -> list[StatusRow]:
    """Every generation of the views, of one tenant or all, ordered by view and tenant."""
    versions = {view.name: view.version for view in views}
    rows = await database.pool("wahana_worker").fetch(_SQL["status"], list(versions), tenant)
    now = clock()
    return [
        StatusRow(
            tenant=UUID(int=row["tenant_id"].int),
            view=row["view"],
            generation=row["generation"],
            live=row["is_live"],
            version=row["version"],
            outdated=row["is_live"] and 0 < row["version"] < versions[row["view"]],
            state=row["state"],
            position=row["position"],
            head=row["head"],
            seconds_behind=seconds_since(now, row["waiting_since"]),
            stopped_position=row["stopped_position"],
            error=row["error"],
        )
        for row in rows
    ]


class Standing(Protocol):
    """A follower of the log: a generation of a view, a process manager."""

    def level(self, behind_s: float) -> Level: ...


def exit_code(rows: Iterable[Standing], *, behind_s: float = 60.0) -> int:
    """0 all level, 1 something has been behind for longer than ``behind_s``, 2 one is stopped."""
    return max((EXIT_CODES[row.level(behind_s)] for row in rows), default=0)


def seconds_since(now: datetime, since: datetime | None) -> float:
    return max((now - since).total_seconds(), 0.0) if since else 0.0
