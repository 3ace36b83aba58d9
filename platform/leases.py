"""Leases: which worker works on which tenants of a follower of the log.

A lease only avoids duplicate work. It is a row with an expiry, not a session lock, so it works
behind a pooler and expires when its worker is killed. Clock differences between machines cost
duplicate work, not correctness.
"""

from __future__ import annotations

import contextlib
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from . import sql
from .clock import Clock
from .database import Database
from .errors import UNAVAILABLE

_SQL = sql.load(__file__, "leases.sql")

BUCKETS: Final = 16
"""Number of buckets by which the tenants of a follower are shared among workers; fixed for all
releases."""


def bucket_of(tenant: UUID) -> int:
    """The bucket of a tenant."""
    return tenant.int % BUCKETS


class Leases:
    """The leases of one worker; each lasts ``seconds`` from its last renewal. The database is asked
    at most once in half that time.
    """

    def __init__(self, database: Database, worker: UUID, seconds: float, clock: Clock) -> None:
        self._database = database
        self._worker = worker
        self._length = timedelta(seconds=seconds)
        self._clock = clock
        self._claimed: dict[tuple[str, int], datetime] = {}

    async def claim(self, follower: str, bucket: int) -> bool:
        """Take a free or expired lease, or renew one's own; false: another worker has it."""
        now = self._clock()
        claimed = self._claimed.get((follower, bucket))
        if claimed is not None and now < claimed + self._length / 2:
            return True
        taken = await self._database.pool("wahana_worker").fetchval(
            _SQL["claim"], follower, bucket, self._worker, now + self._length, now
        )
        if taken is None:
            self._claimed.pop((follower, bucket), None)
            return False
        self._claimed[follower, bucket] = now
        return True

    async def release(self, follower: str, bucket: int) -> None:
        """Release a lease. A failure is ignored, because the lease expires anyway."""
        self._claimed.pop((follower, bucket), None)
        with contextlib.suppress(*UNAVAILABLE):
            await self._database.pool("wahana_worker").execute(
                _SQL["release"], follower, bucket, self._worker
            )

    async def release_all(self) -> None:
        """Release all that are held."""
        for follower, bucket in list(self._claimed):
            await self.release(follower, bucket)
