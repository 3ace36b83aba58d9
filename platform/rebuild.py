"""Rebuilds a view of a tenant beside the live one, compares the two, and switches.

It works within one version of a view; for new versions see ``following.py``.

The new generation is built from the first event on, while the live one still serves and is kept up
to date. When it has reached the same position, the live one is locked, the two are compared row by
row over all columns, and the switch is one row. The old generation stays until :func:`drop`. An
interrupted rebuild continues where it was.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal

from . import following, sql
from .database import ReadSession, WorkSession
from .ids import TenantId
from .interventions import Justification, record
from .projector import BatchFailed, Projector
from .views import View

_SQL = sql.load(__file__, "rebuild.sql")

DROP_ROWS = 10_000
"""Rows per table that one transaction of a drop deletes at most."""
_BUSY_PAUSE_S = 0.05


class CannotDrop(Exception):
    """The generation is the live one, or is not there. ``wahana status`` shows which are."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Rows of a table that are in one generation only."""

    table: str
    only_old: int
    only_new: int
    sample_key: str
    """Key of one such row, without tenant and generation."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a rebuild is. ``goal`` moves with the live generation."""

    view: str
    tenant: TenantId
    position: int
    goal: int


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """How the rebuild of one tenant's view ended.

    ``switched``; ``differs``: built and kept beside the live one, because rows differ and that
    was not accepted; ``stopped``: an event could not be applied; ``absent``: the tenant has not
    begun the view, so there is nothing to rebuild.
    """

    tenant: TenantId
    outcome: Literal["switched", "differs", "stopped", "absent"]
    generation: int = 0
    position: int = 0
    differences: tuple[Difference, ...] = ()


async def rebuild(
    projector: Projector,
    view: View,
    tenants: Iterable[TenantId],
    warrant: Justification,
    *,
    accept_differences: bool = False,
    fresh: bool = False,
    progress: Callable[[Progress], None] | None = None,
) -> list[Rebuilt]:
    """Rebuild a view of some tenants, one after the other.

    ``accept_differences``: switch though rows differ, as after a correction of ``apply``; without
    it such a generation is kept for inspection, and the next call compares again. ``fresh``: do
    not go on with an unfinished generation.
    """
    return [
        await _rebuild_one(projector, view, tenant, warrant, accept_differences, fresh, progress)
        for tenant in tenants
    ]


async def compare(session: ReadSession, view: View, old: int, new: int) -> tuple[Difference, ...]:
    """The differences between two generations. They must be at the same position."""
    rows = await session.fetch(_SQL["compare"], session.tenant, view.name, view.version, old, new)
    return tuple(Difference(*row) for row in rows if row["only_old"] or row["only_new"])


async def drop(
    projector: Projector, tenant: TenantId, view: View, generation: int, warrant: Justification
) -> int:
    """Delete a generation of the view's version that is not live; the number of rows.

    Raises :class:`CannotDrop`.
    """
    database, clock, name = projector.database, projector.clock, view.name
    async with database.working(tenant) as session:
        found = await session.fetch(_SQL["generations"], tenant, name, view.version)
        row = next((row for row in found if row["generation"] == generation), None)
        if row is None or row["is_live"]:
            what = "is not there" if row is None else "is the live one"
            raise CannotDrop(f"generation {generation} of '{name}' of tenant {tenant} {what}")
        await session.execute(_SQL["set_state"], tenant, name, generation, "retired", clock())
        await record(
            session, name, generation, "drop", warrant, position=row["position"], clock=clock
        )
    total: int = 0
    while True:
        async with database.working(tenant) as session:
            deleted: int = await session.fetchval(
                _SQL["delete_rows"], tenant, name, view.version, generation, DROP_ROWS
            )
            total += deleted
            if not deleted:
                await session.execute(_SQL["delete_checkpoint"], tenant, name, generation)
                return total


async def _rebuild_one(
    projector: Projector,
    view: View,
    tenant: TenantId,
    warrant: Justification,
    accept_differences: bool,
    fresh: bool,
    progress: Callable[[Progress], None] | None,
) -> Rebuilt:
    generation = await _begin(projector, view, tenant, warrant, fresh)
    if generation is None:
        return Rebuilt(tenant, "absent")
    while True:
        goal = await _live_position(projector, view, tenant)
        batches = projector.steps(tenant, view, generation, up_to=goal)
        async with contextlib.aclosing(batches) as steps:
            async for step in steps:
                if progress is not None and step.outcome != "busy":
                    progress(Progress(view.name, tenant, step.position, goal))
        if step.outcome == "stopped":
            return Rebuilt(tenant, "stopped", generation, step.position)
        if step.outcome == "busy":
            await asyncio.sleep(_BUSY_PAUSE_S)
        elif step.position >= goal:
            await following.analyze(projector.database, view)
            rebuilt = await _finish(
                projector, view, tenant, generation, warrant, accept_differences
            )
            if rebuilt is not None:
                return rebuilt


async def _begin(
    projector: Projector, view: View, tenant: TenantId, warrant: Justification, fresh: bool
) -> int | None:
    """The generation to build: an unfinished one of this version, or the next one."""
    clock = projector.clock
    generation: int
    async with projector.database.working(tenant) as session:
        found = await session.fetch(_SQL["generations"], tenant, view.name, view.version)
        if not found:
            return None
        newest = found[0]
        if newest["is_live"] or newest["state"] == "retired" or fresh:
            live = next(row["generation"] for row in found if row["is_live"])
            generation = await session.fetchval(_SQL["next_generation"], tenant, view.name)
            await session.execute(_SQL["abandon"], tenant, view.name, view.version, live, clock())
            await session.execute(
                _SQL["begin"], tenant, view.name, generation, view.version, clock()
            )
        else:
            generation = int(newest["generation"])
            await session.execute(_SQL["resume"], tenant, view.name, generation, clock())
        await record(session, view.name, generation, "rebuild", warrant, position=0, clock=clock)
    return generation


async def _live_position(projector: Projector, view: View, tenant: TenantId) -> int:
    """The position of the live generation."""
    async with projector.database.reading(tenant) as session:
        live = await session.fetchrow(_SQL["live"], tenant, view.name, view.version)
    assert live is not None
    return int(live["position"])


async def _finish(
    projector: Projector,
    view: View,
    tenant: TenantId,
    generation: int,
    warrant: Justification,
    accept_differences: bool,
) -> Rebuilt | None:
    """Lock the live generation, apply the last events, compare, switch. ``None``: continue
    building."""
    try:
        async with projector.database.working(tenant) as session:
            held = await session.fetchrow(_SQL["hold"], tenant, view.name, view.version)
            assert held is not None
            old, goal = held
            if old == generation:  # another process has finished this rebuild first
                return Rebuilt(tenant, "switched", generation, goal)
            step = await projector.apply_in(session, view, generation, up_to=goal)
            if step.outcome == "busy" or step.position < goal:
                return None
            differences = await compare(session, view, old, generation)
            if differences and not accept_differences:
                return Rebuilt(tenant, "differs", generation, goal, differences)
            await _switch(session, projector, view, old, generation, warrant, goal, differences)
            return Rebuilt(tenant, "switched", generation, goal, differences)
    except BatchFailed:
        return None  # the next batch of the loop finds the event and stops there


async def _switch(
    session: WorkSession,
    projector: Projector,
    view: View,
    old: int,
    new: int,
    warrant: Justification,
    position: int,
    differences: tuple[Difference, ...],
) -> None:
    now = projector.clock()
    await session.execute(_SQL["set_state"], session.tenant, view.name, old, "retired", now)
    await session.execute(_SQL["set_state"], session.tenant, view.name, new, "live", now)
    await session.execute(_SQL["switch"], session.tenant, view.name, view.version, new)
    await record(
        session,
        view.name,
        new,
        "switch",
        warrant,
        position=position,
        clock=projector.clock,
        differences=sum(d.only_old + d.only_new for d in differences),
    )
