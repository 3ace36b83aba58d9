"""A batch in flight, and what it hands to the next one.

A batch is folded, then written. Once it is folded the next one may be folded too, from where this
one ends and from what it has loaded (``staging.py``); the next one is written only when this one
has landed: when its transaction is committed.
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
    """What one turn did. ``busy``: somebody else has the generation, or it is not ours to run."""

    outcome: Outcome
    position: int = 0
    """The checkpoint after it; 0 if busy."""
    head: int = 0
    """The tenant's last position as the step saw it; 0 if busy."""
    events: int = 0
    """Events handed to the view."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Where a batch begins."""

    position: int
    """The checkpoint before it."""
    head: int
    discarded: Sequence[int]
    """Positions that a named person has discarded."""


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
        """The fold is done; ``end`` only if more is waiting."""
        self.end, self.later = end, later
        self._folded.set_result(None)

    async def has_more(self) -> bool:
        """Whether the next batch can be folded now; known once this one is."""
        assert self.task is not None
        await asyncio.wait((self._folded, self.task), return_when=asyncio.FIRST_COMPLETED)
        return self.end is not None

    async def landed(self) -> bool:
        """Whether it was applied, once it has come to its end."""
        assert self.task is not None
        await asyncio.wait((self.task,))
        failed = self.task.cancelled() or self.task.exception() is not None
        return not failed and self.task.result().outcome == "applied"

    async def cancel(self) -> None:
        """Give it up; nothing of it is applied, unless it is already."""
        assert self.task is not None
        self.task.cancel()
        await asyncio.wait((self.task,))
        if not self.task.cancelled():
            self.task.exception()


class StaleBatch(Exception):
    """The batch before did not land, or the checkpoint is not where it left it."""
