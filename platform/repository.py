"""Aggregates out of the log, with a cache of states: the ``eventsourcing`` library's repository.

States are immutable folds of their events, so a cached state is shared without a copy and is at
worst stale: a command that was decided on it appends with its version, and a conflict refreshes it
(the library's fast-forwarding). Keyed by (tenant, stream): another tenant's id is not found. A
stream of another kind is not found either: its state has the version :data:`ELSEWHERE`. The kind is
the prefix of the stream's topics.
"""

from __future__ import annotations

import contextlib
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from eventsourcing.application import project_aggregate

from . import apart
from .events import EventRow, Recorded
from .execution import ELSEWHERE
from .ids import TenantId
from .store import AsyncEventStore

STATES_MAX = 50_000
"""States kept; the one that was not used for longest goes first."""


class Repository:
    """Mirror of ``Repository``, for all tenants of the process and several aggregates at once.

    ``stores`` gives a tenant's event store. Where the library raises ``AggregateNotFoundError``
    the state is ``kind(id=…)`` with version 0: the decision checks what it needs.
    """

    def __init__(
        self, stores: Callable[[TenantId], AsyncEventStore], *, states_max: int = STATES_MAX
    ) -> None:
        self._stores = stores
        self._states_max = states_max
        self._states: OrderedDict[tuple[int, int], Any] = OrderedDict()

    def cached(self, tenant: TenantId, kind: type[Any], stream_id: UUID) -> Any | None:
        """The state in memory, if it is there; it may be older than the log."""
        name = _name(tenant, stream_id)
        state = self._states.get(name)
        if state is None or type(state) is not kind:
            return None
        with contextlib.suppress(KeyError):  # a decision in another thread looks, too
            self._states.move_to_end(name)
        return state

    async def get(self, tenant: TenantId, kind: type[Any], stream_id: UUID) -> Any:
        """The state of a stream, from memory or the log; ``kind(id=…)`` if it is not there."""
        (state,) = await self.get_many(tenant, [(kind, stream_id)])
        return state

    async def get_many(
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
        store = self._stores(tenant)
        rows = await store.recorder.select_streams(list(missing.items()))
        return [
            self._keep(tenant, await _folded(store, kind(id=stream_id), rows[stream_id]))
            if state is None
            else state
            for state, (kind, stream_id) in zip(states, wanted, strict=True)
        ]

    async def refresh(
        self, tenant: TenantId, wanted: Sequence[tuple[type[Any], UUID]]
    ) -> list[Any]:
        """The states of several streams as the log has them now; only newer events are read."""
        known = [self.cached(tenant, kind, name) or kind(id=name) for kind, name in wanted]
        store = self._stores(tenant)
        rows = await store.recorder.select_streams(
            list({state.id: state.version for state in known}.items())
        )
        return [self._keep(tenant, await _folded(store, state, rows[state.id])) for state in known]

    async def advance(
        self, tenant: TenantId, states: Sequence[Any], happened: Sequence[Recorded]
    ) -> None:
        """Cache the states after an append: each given state plus its events."""
        by_stream: dict[UUID, list[Recorded]] = {state.id: [] for state in states}
        for event in happened:
            by_stream[event.row.stream_id].append(event)
        size = apart.size_of_stored([event.row.payload for event in happened])
        for state in await apart.run(size, _advanced, states, by_stream):
            self._keep(tenant, state)

    def _keep(self, tenant: TenantId, state: Any) -> Any:
        """Cache a state, unless it is empty or a newer one is cached; return the newest."""
        name = _name(tenant, state.id)
        kept = self._states.get(name)
        if kept is not None and type(kept) is type(state) and kept.version >= state.version:
            return kept
        if state.version > 0:
            self._states[name] = state
            if len(self._states) > self._states_max:
                self._states.popitem(last=False)
        return state


def _advanced(states: Sequence[Any], happened: Mapping[UUID, Sequence[Recorded]]) -> list[Any]:
    """The states with their events, as far as these are the next ones."""
    found = []
    for state in states:
        for event in happened[state.id]:
            # Not project_aggregate: its protocol check costs more than decide and evolve.
            if event.row.version == state.version + 1:
                state = event.mutate(state)
        found.append(state)
    return found


async def _folded(store: AsyncEventStore, state: Any, rows: Sequence[EventRow]) -> Any:
    """The state after the rows that are newer; rows of another kind are not even decoded."""
    newer = [row for row in rows if row.version > state.version]
    if not newer:
        return state
    if not newer[0].topic.startswith(f"{state.TYPE}."):
        return type(state)(id=state.id, version=ELSEWHERE)
    size = apart.size_of_stored([row.payload for row in newer])
    return await apart.run(size, _projected, store, state, newer)


def _projected(store: AsyncEventStore, state: Any, rows: Sequence[EventRow]) -> Any:
    return project_aggregate(state, [store.mapper.to_domain_event(row) for row in rows])


def _name(tenant: UUID, stream_id: UUID) -> tuple[int, int]:
    """The key of a state; numbers, because UUIDs are hashed and compared in Python."""
    return tenant.int, stream_id.int
