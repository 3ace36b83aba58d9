"""The ``eventsourcing`` library's tracking recorder, asynchronous and bound to a tenant.

For followers of the log that keep no projection of their own (a projection's checkpoint is its
tracking). Same names, arguments and exceptions as ``eventsourcing.persistence``.
"""

from __future__ import annotations

import asyncio
from abc import ABC, abstractmethod

from eventsourcing.persistence import IntegrityError, Tracking, WaitInterruptedError

from . import sql
from .database import Database
from .ids import TenantId
from .postgres_log import named_errors

_POLL_S_MIN = 0.1
_POLL_S_MAX = 0.8
_SQL = sql.load(__file__, "tracking.sql")


class AsyncTrackingRecorder(ABC):
    """Mirror of ``TrackingRecorder``: the last position that a named follower has handled."""

    @abstractmethod
    async def insert_tracking(self, tracking: Tracking) -> None:
        """Record a position. Raises ``IntegrityError`` unless it is above the last one."""

    @abstractmethod
    async def max_tracking_id(self, application_name: str) -> int | None:
        """The last position recorded, or ``None``."""

    async def has_tracking_id(self, application_name: str, notification_id: int | None) -> bool:
        """Whether the follower has got to a position (``None``: always)."""
        if notification_id is None:
            return True
        last = await self.max_tracking_id(application_name)
        return last is not None and last >= notification_id

    async def wait(
        self,
        application_name: str,
        notification_id: int | None,
        timeout: float = 1.0,  # noqa: ASYNC109 - the library's signature
        interrupt: asyncio.Event | None = None,
    ) -> None:
        """Wait until the follower has got to a position.

        Raises ``TimeoutError`` after ``timeout`` seconds, ``WaitInterruptedError`` if
        ``interrupt`` is set before.
        """
        interrupt = interrupt or asyncio.Event()
        deadline = asyncio.get_running_loop().time() + timeout
        pause = _POLL_S_MIN
        while not await self.has_tracking_id(application_name, notification_id):
            left = deadline - asyncio.get_running_loop().time()
            if left <= 0:
                raise TimeoutError(f"'{application_name}' did not get to {notification_id} in time")
            try:
                async with asyncio.timeout(min(pause, left)):
                    await interrupt.wait()
            except TimeoutError:
                pause = min(pause * 2, _POLL_S_MAX)
            else:
                raise WaitInterruptedError


class PostgresTrackingRecorder(AsyncTrackingRecorder):
    """Keeps the positions in ``wahana.tracking``."""

    def __init__(self, database: Database, tenant: TenantId) -> None:
        self._database = database
        self._tenant = tenant

    async def insert_tracking(self, tracking: Tracking) -> None:
        """Record a position. Raises ``IntegrityError`` unless it is above the last one."""
        with named_errors():
            async with self._database.working(self._tenant) as session:
                recorded = await session.fetchval(
                    _SQL["track"],
                    self._tenant,
                    tracking.application_name,
                    tracking.notification_id,
                )
        if recorded is None:
            raise _not_above(tracking)

    async def max_tracking_id(self, application_name: str) -> int | None:
        """The last position recorded, or ``None``."""
        with named_errors():
            async with self._database.reading(self._tenant) as session:
                position: int | None = await session.fetchval(
                    _SQL["tracked"], self._tenant, application_name
                )
        return position


class MemoryTrackingRecorder(AsyncTrackingRecorder):
    """The twin in memory."""

    def __init__(self) -> None:
        self._last: dict[str, int] = {}

    async def insert_tracking(self, tracking: Tracking) -> None:
        """Record a position. Raises ``IntegrityError`` unless it is above the last one."""
        last = self._last.get(tracking.application_name)
        if last is not None and last >= tracking.notification_id:
            raise _not_above(tracking)
        self._last[tracking.application_name] = tracking.notification_id

    async def max_tracking_id(self, application_name: str) -> int | None:
        """The last position recorded, or ``None``."""
        return self._last.get(application_name)


def _not_above(tracking: Tracking) -> IntegrityError:
    return IntegrityError(
        f"'{tracking.application_name}' has already got to {tracking.notification_id} or further"
    )
