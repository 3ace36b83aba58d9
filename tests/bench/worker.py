"""A worker in a process of its own: catches up and rebuilds views, reads the log, reports its
memory.

``python -m tests.bench.worker PLACE``. It uses the service's projector and log as ``wahana work``
does, one view of one tenant at a time, and samples its resident memory after every batch.
"""

from __future__ import annotations

import contextlib
import sys
import time
from typing import Any
from uuid import UUID

import uvloop

from wahana.deploy.assembly import ServiceParts
from wahana.deploy.jobs import settle
from wahana.platform import following, sql
from wahana.platform.ids import TenantId
from wahana.platform.interventions import Justification
from wahana.platform.rebuild import Progress, rebuild
from wahana.platform.views import View
from wahana.projections.registry import VIEWS

from .server import resident_mib
from .stage import Place, answer, wishes

_SQL = sql.load(__file__, "worker.sql")
_BY_NAME = {view.name: view for view in VIEWS}
_SAMPLE_EVENTS = 10_000


class Memory:
    """Resident memory over a task."""

    def __init__(self) -> None:
        self._samples = [resident_mib()]

    def sample(self) -> None:
        self._samples.append(resident_mib())

    def kept(self) -> dict[str, float]:
        found = self._samples
        return {
            "start": found[0],
            "middle": found[len(found) // 2],
            "end": found[-1],
            "most": max(found),
        }


async def catch_up(service: ServiceParts, tenant: TenantId, view: View) -> dict[str, Any]:
    """Apply what the tenant's log holds to the live generation."""
    memory, events, positions = Memory(), 0, 0
    begun = time.perf_counter()
    await following.begin(service.projector, tenant, view)
    async with service.database.reading(tenant) as session:
        generation = await session.fetchval(_SQL["live"], tenant, view.name, view.version)
    batches = service.projector.steps(tenant, view, generation)
    async with contextlib.aclosing(batches) as steps:
        async for step in steps:
            events, positions = events + step.events, step.position
            memory.sample()
    seconds = time.perf_counter() - begun
    return _told(seconds, events, positions, memory, step.outcome)


async def rebuild_view(service: ServiceParts, tenant: TenantId, view: View) -> dict[str, Any]:
    """Build the next generation beside the live one, compare all rows, switch."""
    memory = Memory()
    built = begun = time.perf_counter()

    def progress(_: Progress) -> None:
        nonlocal built
        memory.sample()
        built = time.perf_counter()

    warrant = Justification("benchmark", "measured")
    (done,) = await rebuild(service.projector, view, [tenant], warrant, progress=progress)
    told = _told(built - begun, 0, done.position, memory, done.outcome)
    return told | {"compared_s": time.perf_counter() - built, "differences": len(done.differences)}


async def read_log(service: ServiceParts, tenant: TenantId) -> dict[str, Any]:
    """Read the whole log and decode nothing."""
    memory, events = Memory(), 0
    begun = time.perf_counter()
    async for _ in service.log.read_log(tenant):
        events += 1
        if events % _SAMPLE_EVENTS == 0:
            memory.sample()
    return _told(time.perf_counter() - begun, events, events, memory, "read")


def _told(
    seconds: float, events: int, positions: int, memory: Memory, outcome: str
) -> dict[str, Any]:
    return {
        "seconds": seconds,
        "events": events,
        "positions": positions,
        "rss_mib": memory.kept(),
        "outcome": outcome,
    }


async def main(place: str) -> None:
    """Answer one task after the other."""
    async with Place.read(place).service() as service:
        settle()
        async for wish in wishes():
            tenant = TenantId(UUID(wish["tenant"]))
            match wish["do"]:
                case "catch up":
                    answer(await catch_up(service, tenant, _BY_NAME[wish["view"]]))
                case "rebuild":
                    answer(await rebuild_view(service, tenant, _BY_NAME[wish["view"]]))
                case "read the log":
                    answer(await read_log(service, tenant))


if __name__ == "__main__":
    uvloop.run(main(sys.argv[1]))
