"""Which generation of a view a release keeps up to date, and when queries read it.

Each version of a view has its own tables and, per tenant, one generation that workers of that
version keep up to date. While an older version answers queries, the new one is filled beside it
from the first event on, and takes over when it has reached the same position: one row, in one
transaction. Until then, and as long as processes of the older release run, the older one is read,
and kept up to date by their workers. If a worker is killed at any step, the next pass continues.
"""

from __future__ import annotations

import contextlib
from typing import NamedTuple

import asyncpg

from . import sql
from .database import Database, WorkSession
from .ids import TenantId
from .in_flight import BatchResult
from .projector import BatchFailed, Projector
from .views import View

_SQL = sql.load(__file__, "following.sql")

ANALYZE_S_MAX = 60.0


class FollowedGeneration(NamedTuple):
    """The generation that a version of a view keeps up to date for a tenant."""

    generation: int
    serves: bool
    """Whether queries read it at once: no older version answers them."""


async def begin(projector: Projector, tenant: TenantId, view: View) -> FollowedGeneration | None:
    """Start the version of a view for a tenant; ``None``: another worker has just done so."""
    try:
        async with projector.database.working(tenant) as session:
            return await _begin(session, projector, view)
    except asyncpg.UniqueViolationError:
        return None


async def analyze(database: Database, view: View) -> None:
    """Collect statistics of newly filled tables, for the queries that will read them.

    Where one of them is being analyzed or changed already, or it takes too long, that is left to
    the server: missing statistics make answers slow, but waiting for them would keep answers old.
    """
    with contextlib.suppress(
        asyncpg.LockNotAvailableError, asyncpg.QueryCanceledError, TimeoutError
    ):
        pool = database.pool("wahana_worker")
        await pool.execute(_SQL["analyze"], view.name, view.version, timeout=ANALYZE_S_MAX)


async def switch(projector: Projector, tenant: TenantId, view: View, generation: int) -> bool:
    """Let queries read a filled generation, if it has reached the position of the older one.

    The older one is locked meanwhile, so that no answer goes back in time.
    """
    await analyze(projector.database, view)
    try:
        async with projector.database.working(tenant) as session:
            older = await session.fetchrow(_SQL["older"], tenant, view.name, view.version)
            step = BatchResult("idle")
            if older is not None:
                goal = older["position"]
                step = await projector.apply_in(session, view, generation, up_to=goal)
                if step.outcome == "busy" or step.position < goal:
                    return False
            await session.execute(
                _SQL["serve"], tenant, view.name, generation, view.version, projector.clock()
            )
            await session.execute(_SQL["switch"], tenant, view.name, view.version)
            return True
    except BatchFailed:
        return False  # the next batch finds the event and stops there


async def _begin(session: WorkSession, projector: Projector, view: View) -> FollowedGeneration:
    tenant, name, version = session.tenant, view.name, view.version
    older = await session.fetchrow(_SQL["older"], tenant, name, version)
    generation = int(await session.fetchval(_SQL["next_generation"], tenant, name))
    serves = older is None
    await session.execute(
        _SQL["add_generation"],
        tenant,
        name,
        generation,
        version,
        "live" if serves else "building",
        projector.clock(),
    )
    followed = await session.execute(_SQL["follow"], tenant, name, version, generation, serves)
    if followed != "INSERT 0 1":
        raise asyncpg.UndefinedTableError(f"version {version} of {name} is not installed")
    return FollowedGeneration(generation, serves)
