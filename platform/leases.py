"""Leases: which worker works on which tenants of a follower of the log.

A lease only saves two workers from doing the same work. It is a row with an end, not a
lock of a session, so it holds behind a pooler and runs out by itself when its worker is killed.
Clocks of two machines may differ: that costs work, no correctness.
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
"""Tenants of a follower are shared among workers in this many parts; the same for all releases."""


def bucket_of(tenant: UUID) -> int:
    """The part that a tenant belongs to."""
    return tenant.int % BUCKETS


class Leases:
    """The leases of one worker; each lasts ``seconds`` from when it was claimed last.

    One that was claimed a short while ago is not claimed again: the database is asked once in half
    that time.
    """

    def __init__(self, database: Database, worker: UUID, seconds: float, clock: Clock) -> None:
        self._database = database
        self._worker = worker
        self._length = timedelta(seconds=seconds)
        self._clock = clock
        self._claimed: dict[tuple[str, int], datetime] = {}

    async def claim(self, follower: str, bucket: int) -> bool:
        """Take a lease that is free or has run out, or prolong it; false: another has it."""
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
        """Give a lease back. If that fails it runs out by itself: no reason to raise."""
        self._claimed.pop((follower, bucket), None)
        with contextlib.suppress(*UNAVAILABLE):
            await self._database.pool("wahana_worker").execute(
                _SQL["release"], follower, bucket, self._worker
            )

    async def release_all(self) -> None:
        """Give back all that are held."""
        for follower, bucket in list(self._claimed):
            await self.release(follower, bucket)
