"""Running processes announce which versions of views they read, so that these are not dropped.

An announcement expires, by the database's clock, unless it is renewed: a killed process blocks
nothing for long. Tables of a version that nobody reads any more are dropped by the worker
(``wahana.retire_versions``). A process announces itself before it checks for its tables: so it
either keeps them or sees that they are gone.
"""

from __future__ import annotations

import asyncio
import contextlib
import importlib.metadata
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from uuid import uuid4

import structlog

from . import sql
from .database import Database
from .errors import UNAVAILABLE, origin_of
from .views import View

_SQL = sql.load(__file__, "readers.sql")
_LOG = structlog.get_logger(__name__)

LEASE_S = 90.0
"""How long an announcement is valid; a process suspended for longer may lose its tables."""


@contextlib.asynccontextmanager
async def announced(
    database: Database, views: Sequence[View], *, lease_s: float = LEASE_S
) -> AsyncIterator[None]:
    """Announce that this process reads the views, until the block ends.

    Raises what the database raises at first; later failures are logged and tried again.
    """
    process = uuid4()
    what = (
        importlib.metadata.version("wahana"),
        [view.name for view in views],
        [view.version for view in views],
        timedelta(seconds=lease_s),
    )
    pool = database.pool("wahana_worker")

    async def renew() -> None:
        while True:
            await asyncio.sleep(lease_s / 3)
            try:
                await pool.execute(_SQL["announce"], process, *what)
            except UNAVAILABLE as error:
                _LOG.warning("not_announced", error=origin_of(error))

    await pool.execute(_SQL["announce"], process, *what)
    renewing = asyncio.create_task(renew())
    try:
        yield
    finally:
        renewing.cancel()
        with contextlib.suppress(*UNAVAILABLE):  # else it expires
            await pool.execute(_SQL["withdraw"], process)
