"""Waiting until the views and process managers of a running service are up to date."""

from __future__ import annotations

from tests.patience import until

from wahana.deploy.assembly import ServiceParts
from wahana.deploy.processes import NAMES
from wahana.platform import positions
from wahana.platform.ids import TenantId
from wahana.platform.processes import process_status
from wahana.projections.registry import VIEWS


async def level(service: ServiceParts, tenant: TenantId | None = None) -> None:
    """Every view and process manager, of one office or of all; none may have stopped."""

    async def reached() -> bool:
        which = {"tenant": tenant, "clock": service.clock}
        rows = await positions.status(service.database, VIEWS, **which)
        processes = await process_status.status(service.database, NAMES, **which)
        stopped = [row for row in (*rows, *processes) if row.state == "stopped"]
        assert not stopped, stopped
        live = [row for row in rows if row.live]
        filled = all(row.version == row.target for row in live)
        return filled and not any(row.events_behind for row in (*live, *processes))

    await until(reached, "views and process managers level with the log")
