"""Who appends: ours and the peers, all given the same events, each on its own tables.

The library's recorder is used as its documentation says: a pool of connections, a thread per
client. It knows no tenants, so each tenant gets a recorder in a schema of its own.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol
from urllib.parse import parse_qs, unquote, urlsplit
from uuid import UUID, uuid4

import asyncpg
from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore

from wahana.platform import sql
from wahana.platform.append import Append, Appended, IdempotencyKey
from wahana.platform.events import NewEvent
from wahana.platform.ids import TenantId, uuid7
from wahana.platform.writer import Writer

SQL = sql.load(__file__, "appends.sql")
CONNECTIONS = 16
"""Of each peer; ours has those that the service has."""
_WARMING_S = 0.1

Made = Callable[[UUID, int], NewEvent]
"""Makes the event of a stream's version."""


class Contestant(Protocol):
    """``run`` has clients append one event after the other for some time."""

    name: str

    async def run(self, clients: int, tenants: int, seconds: float) -> list[float]:
        """How long each append took, in seconds."""
        ...


class Ours:
    """The writer on the log: group commit, positions, keys, expected versions."""

    name = "Wahana: Writer + PostgresLog"

    def __init__(self, writer: Writer, tenants: Sequence[TenantId], made: Made) -> None:
        self._writer = writer
        self._tenants = tenants
        self._made = made

    async def run(self, clients: int, tenants: int, seconds: float) -> list[float]:
        took: list[float] = []

        async def client(number: int) -> None:
            tenant = self._tenants[number % tenants]
            stream, version = uuid7(), 0
            while (begun := time.perf_counter()) < deadline:
                version += 1
                event = self._made(stream, version)
                key = IdempotencyKey(event.actor_id, str(uuid7()), bytes(32))
                outcome = await self._writer.append(tenant, Append(key, (event,)))
                assert isinstance(outcome, Appended)
                took.append(time.perf_counter() - begun)

        deadline = time.perf_counter() + seconds
        await asyncio.gather(*map(client, range(clients)))
        return took


class Plain:
    """A single-row INSERT per command through an asyncpg pool: no order, no keys, no versions
    but the unique key."""

    name = "plain INSERT, asyncpg pool"

    def __init__(self, pool: asyncpg.Pool[Any], made: Made) -> None:
        self._pool = pool
        self._made = made
        self._tenants = [uuid4() for _ in range(16)]

    async def run(self, clients: int, tenants: int, seconds: float) -> list[float]:
        took: list[float] = []

        async def client(number: int) -> None:
            tenant = self._tenants[number % tenants]
            stream, version = uuid7(), 0
            while (begun := time.perf_counter()) < deadline:
                version += 1
                event = self._made(stream, version)
                await self._pool.execute(
                    SQL["insert"], tenant, event.event_id, stream, version, event.topic,
                    event.schema_version, event.actor_id, event.meta, event.payload,
                )  # fmt: skip
                took.append(time.perf_counter() - begun)

        deadline = time.perf_counter() + seconds
        await asyncio.gather(*map(client, range(clients)))
        return took


class Library:
    """``eventsourcing``'s recorder: safe (it locks the table for each transaction), or by its
    database function, which takes no lock."""

    def __init__(self, url: str, tenants: int, made: Made, *, functions: bool) -> None:
        self.name = "eventsourcing, function" if functions else "eventsourcing, safe (default)"
        self._made = made
        prefix = "fn" if functions else "safe"
        size = CONNECTIONS if tenants == 1 else CONNECTIONS // 4
        self.schemas = [f"{prefix}_{tenants}_{number}" for number in range(tenants)]
        self._datastores = [
            PostgresDatastore(
                **keywords(url), schema=schema, pool_size=size, enable_db_functions=functions
            )
            for schema in self.schemas
        ]
        self.recorders = [PostgresApplicationRecorder(store) for store in self._datastores]

    def open(self) -> None:
        for recorder in self.recorders:
            recorder.create_table()
            recorder.max_notification_id()

    def close(self) -> None:
        for store in self._datastores:
            store.close()

    async def run(self, clients: int, tenants: int, seconds: float) -> list[float]:
        def client(number: int) -> list[float]:
            recorder = self.recorders[number % tenants]
            stream, version = uuid7(), 0
            took: list[float] = []
            time.sleep(max(0.0, deadline - seconds - time.perf_counter()))
            while (begun := time.perf_counter()) < deadline:
                version += 1
                event = self._made(stream, version)
                recorder.insert_events(
                    [StoredEvent(stream, version, event.topic, event.meta + event.payload)]
                )
                took.append(time.perf_counter() - begun)
            return took

        deadline = time.perf_counter() + _WARMING_S + seconds
        loop = asyncio.get_running_loop()
        with ThreadPoolExecutor(clients) as threads:
            found = await asyncio.gather(
                *(loop.run_in_executor(threads, client, number) for number in range(clients))
            )
        return [second for one in found for second in one]

    def lost_to_a_tail(self, clients: int, seconds: float) -> tuple[int, int]:
        """Events that a reader of "after the last one I saw" never sees, and how many there were.

        The reader follows the first recorder while clients append to it.
        """
        recorder = self.recorders[0]
        start = recorder.max_notification_id() or 0
        deadline = time.perf_counter() + seconds

        def client() -> int:
            stream, version = uuid7(), 0
            while time.perf_counter() < deadline:
                version += 1
                event = self._made(stream, version)
                recorder.insert_events([StoredEvent(stream, version, event.topic, event.payload)])
            return version

        with ThreadPoolExecutor(clients) as threads:
            writing = [threads.submit(client) for _ in range(clients)]
            seen, last = 0, start
            while True:
                done = all(future.done() for future in writing)
                found = recorder.select_notifications(last + 1, 1_000)
                seen += len(found)
                last = found[-1].id if found else last
                if done and not found:
                    break
            written = sum(future.result() for future in writing)
        return written - seen, written


def keywords(url: str) -> dict[str, Any]:
    """A libpq URL as the library's datastore takes it."""
    parts = urlsplit(url)
    query = parse_qs(parts.query)
    return {
        "dbname": parts.path.lstrip("/"),
        "host": query["host"][0] if "host" in query else parts.hostname,
        "port": query["port"][0] if "port" in query else parts.port,
        "user": unquote(parts.username or ""),
        "password": unquote(parts.password or ""),
    }
