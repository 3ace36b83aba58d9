"""A database whose append function takes its time from a table: what no production role can do."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import datetime

import asyncpg

_CLOCK_FROM_TABLE = """
SET ROLE wahana_owner;
CREATE TABLE wahana.test_clock (at timestamptz NOT NULL);
INSERT INTO wahana.test_clock VALUES (clock_timestamp());
CREATE OR REPLACE FUNCTION wahana.now() RETURNS timestamptz LANGUAGE sql VOLATILE
    RETURN (SELECT at FROM wahana.test_clock);
RESET ROLE;
"""

SetClock = Callable[[datetime], Awaitable[None]]


@contextlib.asynccontextmanager
async def clocked(url: str) -> AsyncIterator[SetClock]:
    """Sets the clock of a database (the URL is the administrator's)."""
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(_CLOCK_FROM_TABLE)

        async def set_clock(at: datetime) -> None:
            await connection.execute("UPDATE wahana.test_clock SET at = $1", at)

        yield set_clock
    finally:
        await connection.close()
