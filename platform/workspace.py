"""What one decision sees: the states it asks for, on the event loop or in a thread."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from typing import Any, TypeVar
from uuid import UUID

from . import apart
from .execution import ELSEWHERE, AggregateCache, LoadState
from .ids import TenantId

FETCHES_MAX = 16
"""Streams that a decision on the event loop is run again for, one after the other."""
FETCH_S_MAX = 60.0
"""How long a decision in another thread waits for a stream."""

T = TypeVar("T")


class NotLoaded(Exception):
    """A decision asked for a stream that is not in memory: fetch it and decide again."""

    def __init__(self, kind: type[Any], stream_id: UUID) -> None:
        super().__init__(kind.__name__, stream_id)
        self.kind = kind
        self.stream_id = stream_id


class Large(Exception):
    """A decision reads so much that it is made in a thread."""


class Workspace:
    """The states that one decision sees, and the record of which it asked for.

    ``inline_max``: how many items they may have, all together, to be decided on the event loop.
    """

    def __init__(
        self, tenant: TenantId, repository: AggregateCache, *, inline_max: int = apart.INLINE_MAX
    ) -> None:
        self.tenant = tenant
        self._inline_max = inline_max
        self._repository = repository
        self._pinned: dict[tuple[type[Any], UUID], Any] = {}
        self._size = 0
        self.read: dict[UUID, tuple[type[Any], Any]] = {}

    def load(self, kind: type[Any], stream_id: UUID, /) -> Any:
        """The state of a stream, for a decision on the event loop.

        Raises :class:`NotLoaded` if it is not in memory, :class:`Large` if it is too much
        together with what was read before.
        """
        seen = len(self.read)
        state = self._found(kind, stream_id)
        if len(self.read) > seen:
            self._size += apart.size_of_state(state)
            if self._size > self._inline_max:
                raise Large
        return state

    def load_apart(self, loop: asyncio.AbstractEventLoop) -> LoadState:
        """The same for a decision in another thread: it waits for what is not in memory."""

        def load(kind: type[Any], stream_id: UUID, /) -> Any:
            try:
                return self._found(kind, stream_id)
            except NotLoaded:
                fetched = self.fetch([(kind, stream_id)])
                (state,) = asyncio.run_coroutine_threadsafe(fetched, loop).result(FETCH_S_MAX)
                self.pin(kind, state)
                return self._found(kind, stream_id)

        return load

    def _found(self, kind: type[Any], stream_id: UUID) -> Any:
        """A stream has one kind: what was found under one does not exist under another."""
        seen = self.read.get(stream_id)
        if seen is not None and seen[0] is kind:
            return seen[1]
        if seen is not None and seen[1].version >= 0:
            return kind(id=stream_id, version=ELSEWHERE if seen[1].version else 0)
        state = self._pinned.get((kind, stream_id)) if self._pinned else None
        if state is None:
            state = self._repository.cached(self.tenant, kind, stream_id)
        if state is None:
            raise NotLoaded(kind, stream_id)
        self.read[stream_id] = (kind, state)
        return state

    async def fetch(self, wanted: Sequence[tuple[type[Any], UUID]]) -> list[Any]:
        """States as the repository gives them."""
        return await self._repository.get_many(self.tenant, wanted)

    def pin(self, kind: type[Any], state: Any) -> None:
        """Keep a fetched state for this command, whatever the cache does meanwhile."""
        self._pinned[(kind, state.id)] = state

    def restart(self) -> None:
        """Forget what was read: the decision runs again."""
        self._size = 0
        self.read = {}

    def forget(self) -> None:
        """Forget the pinned states too: they were stale."""
        self._pinned = {}
        self.restart()

    @property
    def wanted(self) -> list[tuple[type[Any], UUID]]:
        return [(kind, stream_id) for stream_id, (kind, _) in self.read.items()]


async def asked(workspace: Workspace, ask: Callable[[LoadState], T], *, large: bool = False) -> T:
    """Run a pure question, fetching the streams it asks for until it has them all.

    On the event loop it runs again for each; one that is large or asks for many runs once, in
    another thread.
    """
    fetched = 0
    while not large:
        try:
            return ask(workspace.load)
        except NotLoaded as missing:
            wanted = [(missing.kind, missing.stream_id)]
            for state in await workspace.fetch(wanted):
                workspace.pin(missing.kind, state)
            fetched += 1
            large = fetched > FETCHES_MAX
        except Large:
            large = True
        workspace.restart()
    load = workspace.load_apart(asyncio.get_running_loop())
    return await apart.run(apart.INLINE_MAX + 1, ask, load)
