"""Reading a log: a stream, several streams, the tenant's events by position, page over page."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Any
from uuid import UUID, uuid4

import pytest
from tests.logs.building import a_tenant, command, event

from wahana.platform.append import Log
from wahana.platform.ids import TenantId


async def test_reading_a_stream(log: Log, tenant: TenantId) -> None:
    a, b = uuid4(), uuid4()
    for version in range(1, 6):
        await log.append(tenant, [command(event(a, version)), command(event(b, version))])

    async def read(**options: int | bool) -> list[int]:
        return [row.version async for row in log.read_stream(tenant, a, **options)]  # type: ignore[arg-type]

    assert await read() == [1, 2, 3, 4, 5]
    assert await read(after_version=2, up_to_version=4) == [3, 4]
    assert await read(up_to_position=5) == [1, 2, 3]
    assert await read(newest_first=True, limit=2) == [5, 4]
    assert await read(newest_first=True, up_to_position=6, limit=1) == [3]
    assert await read(limit=0) == []
    assert await read(up_to_version=-1) == []
    assert await read(after_version=-5, limit=1) == [1]
    assert await log.versions(tenant, [a, b, UUID(int=1)]) == {a: 5, b: 5, UUID(int=1): 0}
    several = await log.read_streams(tenant, [(b, 3), (a, 0), (UUID(int=1), 0)])
    assert {name: [row.version for row in rows] for name, rows in several.items()} == {
        b: [4, 5],
        a: [1, 2, 3, 4, 5],
        UUID(int=1): [],
    }


async def test_reading_the_log(log: Log, tenant: TenantId) -> None:
    for n in range(1, 8):
        topic = "a.even" if n % 2 == 0 else "a.odd"
        await log.append(tenant, [command(event(uuid4(), 1, topic=topic))])

    async def read(topics: Sequence[str] | None = None, **options: Any) -> list[int]:
        return [row.position async for row in log.read_log(tenant, topics=topics, **options)]

    assert await read() == [1, 2, 3, 4, 5, 6, 7]
    assert await read(after=2, up_to=4) == [3, 4]
    assert await read(after=5, up_to=99) == [6, 7]
    assert await read(after=7) == []
    assert await read(limit=2) == [1, 2]
    assert await read(limit=0) == []
    assert await read(["a.even"], limit=2) == [2, 4]
    assert await read(["a.even", "a.odd"], after=5) == [6, 7]
    assert await read([]) == [1, 2, 3, 4, 5, 6, 7]
    assert await read(["b"]) == []
    # Every combination of bounds, also those beyond the head, against what was written.
    of_topic = {None: range(1, 8), ("a.even",): (2, 4, 6), ("b",): ()}
    for topics, after, up_to, limit in product(of_topic, range(9), (None, *range(9)), (None, 0, 2)):
        wanted = [n for n in of_topic[topics] if after < n <= (9 if up_to is None else up_to)]
        found = await read(topics, after=after, up_to=up_to, limit=limit)
        assert found == wanted[:limit], (topics, after, up_to, limit)


async def test_the_first_event_that_is_not_known(log: Log, tenant: TenantId) -> None:
    for topic in ("a.old", "a.new", "a.old", "a.new"):
        await log.append(tenant, [command(event(uuid4(), 1, topic=topic))])
    assert await log.first_unknown(tenant, 0, 9, ["a.old", "a.new"]) is None
    assert await log.first_unknown(tenant, 0, 9, ["a.old"]) == 2
    assert await log.first_unknown(tenant, 2, 9, ["a.old"]) == 4
    assert await log.first_unknown(tenant, 2, 3, ["a.old"]) is None
    assert await log.first_unknown(a_tenant(), 0, 9, ["a.old"]) is None


async def test_long_reads_go_over_their_pages(
    log: Log, tenant: TenantId, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("wahana.platform.postgres_log.PAGE_ROWS", 7)
    monkeypatch.setattr("wahana.platform.postgres_log.TOPIC_PAGE_POSITIONS", 7)
    a = uuid4()
    await log.append(tenant, [command(*(event(a, n) for n in range(1, 31)))])
    everything = list(range(1, 31))
    assert [row.position async for row in log.read_log(tenant)] == everything
    assert [row.position async for row in log.read_log(tenant, limit=14)] == everything[:14]
    topics = ["thing.happened"]
    assert [row.position async for row in log.read_log(tenant, topics=topics, limit=9)] == (
        everything[:9]
    )
    assert [row.version async for row in log.read_stream(tenant, a)] == everything
    backwards = [row.version async for row in log.read_stream(tenant, a, newest_first=True)]
    assert backwards == everything[::-1]
    assert [row.version async for row in log.read_stream(tenant, a, limit=15)] == everything[:15]
