"""Aggregates out of the log, with a cache of states.

States are frozen and pure folds of their events, so a cached state is shared without a copy
and is at worst old: whoever decides on it appends with its version, and a conflict brings it up
to date. Keyed by (tenant, stream): another tenant's id is simply not there. A stream of another
kind is not there either, and never will be: its state has the version :data:`ELSEWHERE`. The kind
is the prefix of the stream's topics.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from uuid import UUID

from eventsourcing.application import AggregateNotFoundError, project_aggregate

from .append import Log
from .events import EventRegistry, EventRow, Recorded
from .ids import TenantId
from .orders import ELSEWHERE

STATES_MAX = 50_000
"""States kept; the one that was not used for longest goes first."""

Projector = Callable[[Any, Iterable[Any]], Any]
"""Folds events onto a state (the library's ``ProjectorFunction``)."""


class Repository:
    """States of aggregates for all tenants of the process.

    ``kinds``: the aggregate classes that :meth:`AsyncRepository.get` may build, by ``TYPE``.
    """

    def __init__(
        self,
        log: Log,
        registry: EventRegistry,
        *,
        kinds: Iterable[type[Any]] = (),
        states_max: int = STATES_MAX,
    ) -> None:
        self._log = log
        self._registry = registry
        self._kinds = {kind.TYPE: kind for kind in kinds}
        self._states_max = states_max
        self._states: OrderedDict[tuple[int, int], Any] = OrderedDict()

    def for_tenant(self, tenant: TenantId) -> AsyncRepository:
        """The repository as the library has it, for one tenant."""
        return AsyncRepository(self, tenant)

    def cached(self, tenant: TenantId, kind: type[Any], stream_id: UUID) -> Any | None:
        """The state in memory, if it is there; it may be older than the log."""
        name = _name(tenant, stream_id)
        state = self._states.get(name)
        if state is None or type(state) is not kind:
            return None
        self._states.move_to_end(name)
        return state

    async def load(self, tenant: TenantId, kind: type[Any], stream_id: UUID) -> Any:
        """The state of a stream, from memory or the log; ``kind(id=…)`` if it is not there."""
        (state,) = await self.load_many(tenant, [(kind, stream_id)])
        return state

    async def load_many(
        self, tenant: TenantId, wanted: Sequence[tuple[type[Any], UUID]]
    ) -> list[Any]:
        """The states of several streams, in order; one read for all that are not in memory."""
        states = [self.cached(tenant, kind, stream_id) for kind, stream_id in wanted]
        missing = {
            stream_id: 0
            for state, (_, stream_id) in zip(states, wanted, strict=True)
            if state is None
        }
        if not missing:
            return states
        rows = await self._log.read_streams(tenant, list(missing.items()))
        return [
            self._keep(tenant, self._folded(kind(id=stream_id), rows[stream_id]))
            if state is None
            else state
            for state, (kind, stream_id) in zip(states, wanted, strict=True)
        ]

    async def refresh(
        self, tenant: TenantId, wanted: Sequence[tuple[type[Any], UUID]]
    ) -> list[Any]:
        """The states of several streams as the log has them now; only newer events are read."""
        known = [self.cached(tenant, kind, name) or kind(id=name) for kind, name in wanted]
        rows = await self._log.read_streams(
            tenant, list({state.id: state.version for state in known}.items())
        )
        return [self._keep(tenant, self._folded(state, rows[state.id])) for state in known]

    def advance(
        self, tenant: TenantId, states: Sequence[Any], happened: Sequence[Recorded]
    ) -> None:
        """Put the states after an append of one's own: each given state plus its events."""
        for state in states:
            for event in happened:
                # Not project_aggregate: its protocol check costs more than decide and evolve.
                if event.row.stream_id == state.id and event.row.version == state.version + 1:
                    state = event.mutate(state)
            self._keep(tenant, state)

    async def at(self, tenant: TenantId, kind: type[Any], stream_id: UUID, position: int) -> Any:
        """The state of a stream as of a position; ``kind(id=…)`` if it was not there yet."""
        state = kind(id=stream_id)
        async for row in self._log.read_stream(tenant, stream_id, up_to_position=position):
            if not _is_of(kind, row):
                break
            state = project_aggregate(state, [self._registry.decode(row)])
        return state

    async def rebuilt(
        self, tenant: TenantId, stream_id: UUID, version: int | None, projector: Projector
    ) -> Any:
        """A stream's aggregate folded by ``projector``; ``None`` if the stream is not there.

        The first state is that of the kind the topics name, or ``None`` if it is not known.
        """
        events = [
            self._registry.decode(row)
            async for row in self._log.read_stream(tenant, stream_id, up_to_version=version)
        ]
        if not events:
            return None
        kind = self._kinds.get(events[0].row.topic.partition(".")[0])
        return projector(None if kind is None else kind(id=stream_id), events)

    def _folded(self, state: Any, rows: Sequence[EventRow]) -> Any:
        newer = [row for row in rows if row.version > state.version]
        if not newer:
            return state
        if not _is_of(type(state), newer[0]):
            return type(state)(id=state.id, version=ELSEWHERE)
        return project_aggregate(state, [self._registry.decode(row) for row in newer])

    def _keep(self, tenant: TenantId, state: Any) -> Any:
        """Put a state, unless there is nothing of it or a newer one is kept; give the newest."""
        name = _name(tenant, state.id)
        kept = self._states.get(name)
        if kept is not None and type(kept) is type(state) and kept.version >= state.version:
            return kept
        if state.version > 0:
            self._states[name] = state
            if len(self._states) > self._states_max:
                self._states.popitem(last=False)
        return state


class AsyncRepository:
    """Mirror of the library's ``Repository``, for one tenant."""

    def __init__(self, repository: Repository, tenant: TenantId) -> None:
        self._repository = repository
        self._tenant = tenant

    async def get(
        self,
        aggregate_id: UUID,
        *,
        version: int | None = None,
        projector_func: Projector = project_aggregate,
    ) -> Any:
        """The aggregate, as it is now or was at a version.

        Raises ``AggregateNotFoundError`` if the tenant has no such stream.
        """
        aggregate = await self._repository.rebuilt(
            self._tenant, aggregate_id, version, projector_func
        )
        if aggregate is None:
            raise AggregateNotFoundError((aggregate_id, version))
        return aggregate


def _name(tenant: UUID, stream_id: UUID) -> tuple[int, int]:
    """The key of a state; numbers, because UUIDs are hashed and compared in Python."""
    return tenant.int, stream_id.int


def _is_of(kind: type[Any], row: EventRow) -> bool:
    return row.topic.startswith(f"{kind.TYPE}.")
