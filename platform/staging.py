"""A batch in two phases, so that the next one can be folded while this one is written.

A view's ``apply`` reads what it needs, folds, and issues writes. Its session queues the writes
until the fold is done; they are sent once the previous batch is committed and the checkpoint is
locked. What the previous batch has folded and perhaps not yet written is passed on in memory
(:class:`Kept`) to tables and states that are loaded through it. Any other read first waits for the
previous batch, so views need not know of this.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Hashable, Sequence
from typing import Any

import asyncpg

from .database import Connection, WorkSession
from .ids import TenantId

Kept = dict[Hashable, list[Any]]
"""What a batch has loaded, for later loads; by loader (a table, the streams)."""


class StagedSession(WorkSession):
    """A session whose writes and reads wait for the batch's turn, except :meth:`fetch_ahead`."""

    __slots__ = ("_turn", "_writes")

    def __init__(
        self, connection: Connection, tenant: TenantId, turn: Callable[[], Awaitable[None]]
    ) -> None:
        """``turn`` waits until the batch may write; it is asked before every other statement."""
        super().__init__(connection, tenant)
        self._turn = turn
        self._writes: list[tuple[str, Sequence[Any]]] = []

    async def execute(self, statement: str, *binds: Any) -> str:
        """Queue a statement that writes. The returned status is empty, because it runs later."""
        self._writes.append((statement, binds))
        return ""

    async def write(self) -> None:
        """Wait for the turn, then send the queued statements."""
        await self._turn()
        writes, self._writes = self._writes, []
        for statement, binds in writes:
            await super().execute(statement, *binds)

    async def fetch(self, statement: str, *binds: Any) -> list[asyncpg.Record]:
        await self.write()
        return await super().fetch(statement, *binds)

    async def fetchrow(self, statement: str, *binds: Any) -> asyncpg.Record | None:
        await self.write()
        return await super().fetchrow(statement, *binds)

    async def fetchval(self, statement: str, *binds: Any) -> Any:
        await self.write()
        return await super().fetchval(statement, *binds)

    async def stream(
        self, statement: str, *binds: Any, batch_rows: int = 500
    ) -> AsyncIterator[asyncpg.Record]:
        await self.write()
        async for row in super().stream(statement, *binds, batch_rows=batch_rows):
            yield row

    async def fetch_ahead(self, statement: str, *binds: Any) -> list[asyncpg.Record]:
        """Rows as the last committed batch left them: for callers that ask :class:`Kept` first."""
        return await super().fetch(statement, *binds)
