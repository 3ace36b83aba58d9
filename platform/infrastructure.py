"""What the ``eventsourcing`` library's infrastructure factory makes, for one tenant each.

    executor, repository ─► event store ─► application recorder ─► writer ─► log
    feed, export ─────────────────────────► application recorder, subscription

Recorders and stores are small and hold no connection; each is made once.
"""

from __future__ import annotations

from .append import Log
from .ids import TenantId
from .mapper import AsyncMapper
from .recorder import Appender, AsyncApplicationRecorder
from .store import AsyncEventStore
from .wakeups import Wakeups


class AsyncInfrastructureFactory:
    """Mirror of ``InfrastructureFactory`` over one log with its writer."""

    def __init__(
        self, log: Log, writer: Appender, mapper: AsyncMapper, *, wakeups: Wakeups | None = None
    ) -> None:
        self._log = log
        self._writer = writer
        self._mapper = mapper
        self._wakeups = wakeups
        self._stores: dict[int, AsyncEventStore] = {}

    def application_recorder(self, tenant: TenantId) -> AsyncApplicationRecorder:
        """The tenant's events as they are stored."""
        return self.event_store(tenant).recorder

    def event_store(self, tenant: TenantId) -> AsyncEventStore:
        """The tenant's events as objects of the domain."""
        store = self._stores.get(tenant.int)  # a UUID is hashed in Python
        if store is None:
            recorder = AsyncApplicationRecorder(
                self._log, self._writer, tenant, wakeups=self._wakeups
            )
            store = self._stores[tenant.int] = AsyncEventStore(self._mapper, recorder)
        return store
