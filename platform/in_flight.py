"""A batch in flight, and what it passes to the next one.

A batch is folded, then written. Once it is folded, the next one can be folded too, starting from
its end and with what it has loaded (``staging.py``); the next one is written only after this one is
committed.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from .staging import Kept

Outcome = Literal["applied", "idle", "busy", "stopped"]


@dataclass(frozen=True, slots=True)
class BatchResult:
    """The result of one step. ``busy``: another worker has the generation, or it must not run."""

    outcome: Outcome
    position: int = 0
    """The checkpoint after it; 0 if busy."""
    head: int = 0
    """The tenant's last position as the step saw it; 0 if busy."""
    events: int = 0
    """Events handed to the view."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The starting point of a batch."""

    position: int
    """The checkpoint before it."""
    head: int
    discarded: Sequence[int]
    """Positions that were discarded by a named person."""


class InFlightBatch:
    """A batch in flight: folded, then written."""

    def __init__(self, before: InFlightBatch | None) -> None:
        self.before = before
        self.task: asyncio.Task[BatchResult] | None = None
        self.end: Checkpoint | None = None
        """Where the next batch begins; known once this one is folded."""
        self.later: Kept = {}
        self._folded: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    def folded(self, end: Checkpoint | None, later: Kept) -> None:
        """Mark the fold as done; ``end`` is given only if more events wait."""
        self.end, self.later = end, later
        self._folded.set_result(None)

    async def has_more(self) -> bool:
        """Whether the next batch can be folded now; known once this one is."""
        assert self.task is not None
        await asyncio.wait((self._folded, self.task), return_when=asyncio.FIRST_COMPLETED)
        return self.end is not None

    async def landed(self) -> bool:
        """Wait for its end; return whether it was applied."""
        assert self.task is not None
        await asyncio.wait((self.task,))
        failed = self.task.cancelled() or self.task.exception() is not None
        return not failed and self.task.result().outcome == "applied"

    async def cancel(self) -> None:
        """Cancel it; nothing is applied, unless it is committed already."""
        assert self.task is not None
        self.task.cancel()
        await asyncio.wait((self.task,))
        if not self.task.cancelled():
            self.task.exception()


class StaleBatch(Exception):
    """The previous batch was not committed, or the checkpoint has moved since."""
