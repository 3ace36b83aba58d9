"""The ``eventsourcing`` library's tracking recorder, asynchronous and bound to a tenant.

There is one log and many followers: where the library names the application that is followed, the
name here is the follower's. A follower that cannot handle an event is stopped before it, and
records nothing until a person intervenes (:mod:`.process_status`).
"""

from __future__ import annotations

from collections.abc import Sequence

from eventsourcing.persistence import IntegrityError, Tracking

from .. import sql
from ..database import Database, WorkSession
from ..ids import TenantId

_SQL = sql.load(__file__, "tracking.sql")


class AsyncTrackingRecorder:
    """Mirror of ``TrackingRecorder``: the last position that each named follower has handled."""

    def __init__(self, database: Database, tenant: TenantId) -> None:
        self._database = database
        self._tenant = tenant

    async def insert_tracking(self, tracking: Tracking) -> None:
        """Record a position. Raises ``IntegrityError`` unless it is above the last one."""
        async with self._database.working(self._tenant) as session:
            await self.insert_tracking_in(session, tracking)

    async def insert_tracking_in(self, session: WorkSession, tracking: Tracking) -> None:
        """Record a position in the transaction that writes the results of the events up to it.

        Raises ``IntegrityError`` unless it is above the last one and the follower is not stopped.
        """
        name, position = tracking.application_name, tracking.notification_id
        if not await self._track(session, [name], position):
            raise IntegrityError(
                f"'{name}' is stopped, or has got to {position} or further already"
            )

    async def pass_over(self, names: Sequence[str], position: int) -> None:
        """Move some followers to a position above their own: no event up to it is for them."""
        async with self._database.working(self._tenant, durable=False) as session:
            await self._track(session, names, position)

    async def max_tracking_id(self, application_name: str) -> int | None:
        """The last position recorded, or ``None``."""
        async with self._database.reading(self._tenant) as session:
            position: int | None = await session.fetchval(
                _SQL["tracked"], self._tenant, application_name
            )
        return position

    async def stop(self, name: str, position: int, error: str) -> bool:
        """Stop a follower before the event at ``position``; return whether it existed and was
        running.

        ``error``: class and place of what went wrong.
        """
        async with self._database.working(self._tenant) as session:
            stopped = await session.fetchval(_SQL["stop"], self._tenant, name, position, error)
        return stopped is not None

    async def _track(self, session: WorkSession, names: Sequence[str], position: int) -> bool:
        return bool(await session.fetch(_SQL["track"], self._tenant, list(names), position))
