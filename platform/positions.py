"""The progress of views: for ``wahana status`` and for waiting until all are up to date.

Lag is exact, because positions have no gaps: events behind = head − checkpoint.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, Protocol
from uuid import UUID

from . import sql
from .clock import Clock, system_clock
from .database import Database
from .ids import TenantId
from .views import View

_SQL = sql.load(__file__, "positions.sql")

Level = Literal["ok", "behind", "stopped"]

EXIT_CODES: Mapping[Level, int] = {"ok": 0, "behind": 1, "stopped": 2}
"""Exit codes of ``wahana status``: the worst level of all rows."""


@dataclass(frozen=True, slots=True)
class StatusRow:
    """One generation of a view of a tenant; ``generation`` 0: not begun."""

    tenant: UUID
    view: str
    generation: int
    live: bool
    """Queries of this release read it."""
    follows: bool
    """Workers of this release keep it up to date."""
    version: int
    """Version of the view that it belongs to; 0: not begun."""
    target: int
    """Version of the view in this release."""
    state: str
    """``live``, ``building``, ``retired`` (until dropped) or ``stopped``."""
    position: int
    head: int
    seconds_behind: float
    """How long the next event to apply has waited; 0 if up to date."""
    stopped_position: int | None
    error: str | None
    """Class and place of the error that stopped it."""

    @property
    def events_behind(self) -> int:
        return self.head - self.position

    @property
    def per_cent(self) -> int:
        """The share of the log that it has applied, in per cent, rounded down."""
        return 100 * self.position // self.head if self.head else 100

    @property
    def is_filled(self) -> bool:
        """Whether it is being filled while an older version still answers."""
        return self.follows and not self.live

    def level(self, behind_s: float) -> Level:
        """``stopped``, ``behind`` (read or updated, for longer than ``behind_s``), or ``ok``.

        It is behind for as long as an older version answers, also before the new one is begun.
        """
        if self.state == "stopped":
            return "stopped"
        if self.live and 0 < self.version < self.target:
            return "behind"
        late = self.events_behind > 0 and self.seconds_behind > behind_s
        return "behind" if late and (self.live or self.follows) else "ok"


async def status(
    database: Database,
    views: Sequence[View],
    *,
    tenant: TenantId | None = None,
    clock: Clock = system_clock,
) -> list[StatusRow]:
    """Every generation of the views, of one tenant or all, ordered by view and tenant."""
    versions = {view.name: view.version for view in views}
    rows = await database.pool("wahana_worker").fetch(
        _SQL["status"], list(versions), list(versions.values()), tenant
    )
    now = clock()
    return [
        StatusRow(
            tenant=UUID(int=row["tenant_id"].int),
            view=row["view"],
            generation=row["generation"],
            live=row["answers"],
            follows=row["follows"],
            version=row["version"],
            target=versions[row["view"]],
            state=row["state"],
            position=row["position"],
            head=row["head"],
            seconds_behind=seconds_since(now, row["waiting_since"]),
            stopped_position=row["stopped_position"],
            error=row["error"],
        )
        for row in rows
    ]


class FollowerStatus(Protocol):
    """A follower of the log: a generation of a view, a process manager."""

    def level(self, behind_s: float) -> Level: ...


def exit_code(rows: Iterable[FollowerStatus], *, behind_s: float = 60.0) -> int:
    """0: all up to date; 1: something has been behind for longer than ``behind_s``; 2: one is
    stopped."""
    return max((EXIT_CODES[row.level(behind_s)] for row in rows), default=0)


def seconds_since(now: datetime, since: datetime | None) -> float:
    return max((now - since).total_seconds(), 0.0) if since else 0.0
