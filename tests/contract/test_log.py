"""The contract of a log: what is written, what is refused, and what each command is told.

One suite for PostgreSQL and for the twin in memory.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from tests.contract.conftest import ClockedLog
from tests.logs.building import (
    OTHER_DIGEST,
    SequentialModel,
    a_tenant,
    command,
    comparable,
    event,
)

from wahana.platform.append import (
    Append,
    Appended,
    Duplicate,
    Guard,
    IdempotencyKey,
    InvalidAppend,
    Log,
    UnknownTenant,
    VersionConflict,
    recorded_rows,
)
from wahana.platform.events import EventRow
from wahana.platform.ids import TenantId
from wahana.platform.log.check import check_log

MICROSECOND = timedelta(microseconds=1)


async def _all(log: Log, tenant: TenantId) -> list[EventRow]:
    return [row async for row in log.read_log(tenant)]


async def test_positions_have_no_gap_and_time_rises_within_a_command_and_a_batch(
    log: Log, tenant: TenantId
) -> None:
    a, b = uuid4(), uuid4()
    first, second = await log.append(
        tenant, [command(event(a, 1), event(a, 2), event(b, 1)), command(event(a, 3))]
    )
    assert isinstance(first, Appended)
    assert isinstance(second, Appended)
    assert (first.first, first.last, second.first, second.last) == (1, 3, 4, 4)
    rows = await _all(log, tenant)
    assert [(row.position, row.stream_id, row.version) for row in rows] == [
        (1, a, 1),
        (2, a, 2),
        (3, b, 1),
        (4, a, 3),
    ]
    assert [row.recorded_at for row in rows] == [
        first.recorded_at + n * MICROSECOND for n in range(3)
    ] + [second.recorded_at]
    assert second.recorded_at == first.recorded_at + 3 * MICROSECOND
    assert first.recorded_at.utcoffset() == timedelta(0)
    assert await check_log(log, tenant) is None


async def test_rows_come_back_byte_for_byte_as_the_writer_was_told(
    log: Log, tenant: TenantId
) -> None:
    append = command(
        event(
            uuid4(), 1, topic="a.b-c_1", schema_version=3, meta=b"\x00\xff{}", payload=b"\x01\x00"
        )
    )
    (outcome,) = await log.append(tenant, [append])
    assert isinstance(outcome, Appended)
    rows = await _all(log, tenant)
    assert rows == recorded_rows(tenant, append, outcome)
    assert {
        type(value) for row in rows for value in (row.event_id, row.stream_id, row.actor_id)
    } == {UUID}


async def test_a_version_that_is_not_the_next_is_a_conflict_and_takes_no_position(
    log: Log, tenant: TenantId
) -> None:
    a = uuid4()
    await log.append(tenant, [command(event(a, 1), event(a, 2))])
    late, early, unborn, good = await log.append(
        tenant,
        [
            command(event(a, 2)),
            command(event(a, 5)),
            command(event(born := uuid4(), 2)),
            command(event(a, 3)),
        ],
    )
    assert late == VersionConflict(a, expected=1, actual=2)
    assert early == VersionConflict(a, expected=4, actual=2)
    assert unborn == VersionConflict(born, expected=1, actual=0)
    assert comparable(good) == ("appended", 3, 3)
    assert await check_log(log, tenant) is None


async def test_a_conflict_alone_leaves_the_key_free(log: Log, tenant: TenantId) -> None:
    a = uuid4()
    (conflict,) = await log.append(tenant, [command(event(a, 2), key="k")])
    assert isinstance(conflict, VersionConflict)
    assert await log.lookup(tenant, command(key="k").key) is None
    (appended,) = await log.append(tenant, [command(event(a, 1), key="k")])
    assert comparable(appended) == ("appended", 1, 1)


async def test_commands_of_a_batch_are_judged_in_order_not_as_a_heap(
    log: Log, tenant: TenantId
) -> None:
    a = uuid4()
    outcomes = await log.append(
        tenant, [command(event(a, 2)), command(event(a, 1)), command(event(a, 2))]
    )
    assert [comparable(outcome) for outcome in outcomes] == [
        ("conflict", a, 1, 0),
        ("appended", 1, 1),
        ("appended", 2, 2),
    ]


async def test_a_used_key_gets_the_first_result_and_tells_whether_it_is_the_same_command(
    log: Log, tenant: TenantId
) -> None:
    a = uuid4()
    first = command(event(a, 1), event(a, 2), key="k")
    (written,) = await log.append(tenant, [first])
    assert isinstance(written, Appended)
    same = Duplicate(1, 2, written.recorded_at, same=True)
    assert await log.append(tenant, [first, first]) == [same, same]
    other = command(event(uuid4(), 1), key="k", digest=OTHER_DIGEST)
    assert await log.append(tenant, [other]) == [Duplicate(1, 2, written.recorded_at, same=False)]
    assert await log.lookup(tenant, first.key) == same
    another_client = command(event(a, 3), key="k", client=uuid4())
    assert comparable((await log.append(tenant, [another_client]))[0]) == ("appended", 3, 3)
    assert await log.lookup(tenant, IdempotencyKey(uuid4(), "k", first.key.digest)) is None


async def test_a_key_twice_in_one_batch_is_written_once(log: Log, tenant: TenantId) -> None:
    twice = command(event(uuid4(), 1), key="k")
    outcomes = await log.append(tenant, [twice, twice])
    assert [comparable(outcome) for outcome in outcomes] == [
        ("appended", 1, 1),
        ("duplicate", 1, 1, True),
    ]


async def test_a_guard_holds_only_while_its_stream_is_where_it_was_read(
    log: Log, tenant: TenantId
) -> None:
    read, absent = uuid4(), uuid4()
    await log.append(tenant, [command(event(read, 1))])
    outcomes = await log.append(
        tenant,
        [
            command(event(uuid4(), 1), guards=[Guard(read, 1), Guard(absent, 0)]),
            command(event(uuid4(), 1), guards=[Guard(read, 0)]),
            command(event(uuid4(), 1), guards=[Guard(absent, 1)]),
        ],
    )
    assert [comparable(outcome) for outcome in outcomes] == [
        ("appended", 2, 2),
        ("conflict", read, 0, 1),
        ("conflict", absent, 1, 0),
    ]


async def test_a_guard_sees_what_commands_before_it_in_the_batch_have_written(
    log: Log, tenant: TenantId
) -> None:
    read = uuid4()
    outcomes = await log.append(
        tenant,
        [
            command(event(uuid4(), 1), guards=[Guard(read, 0)]),
            command(event(read, 1)),
            command(event(uuid4(), 1), guards=[Guard(read, 0)]),
            command(event(uuid4(), 1), guards=[Guard(read, 1)]),
            command(event(read, 2), guards=[Guard(read, 1)]),
        ],
    )
    assert [outcome[0] for outcome in map(comparable, outcomes)] == [
        "appended",
        "appended",
        "conflict",
        "appended",
        "appended",
    ]
    assert outcomes[2] == VersionConflict(read, expected=0, actual=1)


@pytest.mark.parametrize(
    "bad",
    [
        pytest.param(lambda a, b: [event(a, 1), event(a, 3)], id="a gap"),
        pytest.param(lambda a, b: [event(a, 1), event(a, 1)], id="a version twice"),
        pytest.param(lambda a, b: [event(a, 2), event(a, 1)], id="backwards"),
        pytest.param(lambda a, b: [event(a, 1), event(b, 1), event(a, 2)], id="scattered"),
        pytest.param(lambda a, b: [event(a, 0)], id="version 0"),
        pytest.param(lambda a, b: [], id="no event"),
        pytest.param(lambda a, b: [event(a, 1, topic="Bad")], id="upper case"),
        pytest.param(lambda a, b: [event(a, 1, topic='a"b')], id="a quote in the topic"),
        pytest.param(lambda a, b: [event(a, 1, topic="a" * 101)], id="a long topic"),
        pytest.param(lambda a, b: [event(a, 1, topic="a\x00")], id="a zero byte"),
        pytest.param(lambda a, b: [event(a, 1, schema_version=0)], id="schema 0"),
        pytest.param(lambda a, b: [event(a, 1, payload=b"")], id="no payload"),
        pytest.param(lambda a, b: [event(a, 1, meta=b"x" * 65_537)], id="a huge meta"),
    ],
)
async def test_what_no_state_could_accept_is_refused_whole(
    log: Log, tenant: TenantId, bad: object
) -> None:
    a, b = uuid4(), uuid4()
    good = command(event(uuid4(), 1))
    with pytest.raises(InvalidAppend):
        await log.append(tenant, [good, command(*bad(a, b))])  # type: ignore[operator]
    assert await _all(log, tenant) == []
    assert comparable((await log.append(tenant, [good]))[0]) == ("appended", 1, 1)


@pytest.mark.parametrize("key", ["", "x" * 201, "é", "a\nb", "a\x00"])
async def test_a_key_is_printable_and_short(log: Log, tenant: TenantId, key: str) -> None:
    append = Append(IdempotencyKey(uuid4(), key, bytes(32)), (event(uuid4(), 1),))
    with pytest.raises(InvalidAppend):
        await log.append(tenant, [append])
    short = Append(IdempotencyKey(uuid4(), "k", bytes(31)), (event(uuid4(), 1),))
    with pytest.raises(InvalidAppend):
        await log.append(tenant, [short])


async def test_an_error_repeats_no_value_of_the_row(log: Log, tenant: TenantId) -> None:
    with pytest.raises(InvalidAppend) as caught:
        await log.append(tenant, [command(event(uuid4(), 1, schema_version=0, payload=b"secret!"))])
    assert "secret" not in str(caught.value)
    assert b"secret!".hex() not in str(caught.value)


async def test_a_tenant_without_a_log_is_a_clear_error(log: Log) -> None:
    with pytest.raises(UnknownTenant, match="wahana tenant add"):
        await log.append(a_tenant(), [command(event(uuid4(), 1))])


async def test_opening_a_log_again_changes_nothing(log: Log, tenant: TenantId) -> None:
    await log.append(tenant, [command(event(uuid4(), 1))])
    await log.open_log(tenant)
    assert await log.head(tenant) == 1
    assert await log.append(tenant, []) == []


async def test_tenants_do_not_see_each_other(log: Log, tenant: TenantId) -> None:
    other = a_tenant()
    await log.open_log(other)
    a = uuid4()
    append = command(event(a, 1), key="k")
    await log.append(tenant, [append])
    assert await log.lookup(other, append.key) is None
    assert await log.versions(other, [a]) == {a: 0}
    assert await log.read_streams(other, [(a, 0)]) == {a: []}
    assert [row async for row in log.read_stream(other, a)] == []
    assert await _all(log, other) == []
    assert await log.head(other) == 0
    (outcome,) = await log.append(other, [append])
    assert comparable(outcome) == ("appended", 1, 1)


async def test_the_log_keeps_rising_when_the_clock_stands_or_goes_back(
    clocked_log: ClockedLog,
) -> None:
    log, tenant = clocked_log.log, a_tenant()
    await log.open_log(tenant)
    noon = datetime(2026, 6, 14, 12, tzinfo=UTC)
    expected = []
    for at, recorded in [
        (noon, noon),
        (noon, noon + MICROSECOND),
        (noon - timedelta(days=1), noon + 2 * MICROSECOND),
        (noon + timedelta(hours=1), noon + timedelta(hours=1)),
    ]:
        await clocked_log.set_clock(at)
        (outcome,) = await log.append(tenant, [command(event(uuid4(), 1))])
        assert isinstance(outcome, Appended)
        assert outcome.recorded_at == recorded
        expected.append(recorded)
    await clocked_log.set_clock(noon - timedelta(days=2))
    walked = await log.append(
        tenant,
        [command(event(uuid4(), 2)), command(event(uuid4(), 1)), command(event(uuid4(), 1))],
    )
    expected += [expected[-1] + MICROSECOND, expected[-1] + 2 * MICROSECOND]
    assert [o.recorded_at for o in walked if isinstance(o, Appended)] == expected[-2:]
    assert [row.recorded_at for row in await _all(log, tenant)] == expected
    for position, at in enumerate(expected, 1):
        assert await log.position_at(tenant, at) == position
        assert await log.position_at(tenant, at - MICROSECOND) == position - 1
    assert await log.position_at(tenant, noon + timedelta(days=9)) == len(expected)
    assert await log.position_at(a_tenant(), noon) == 0


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

    async def read(topics: Sequence[str] | None = None, **options: int) -> list[int]:
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


@pytest.mark.parametrize("seed", range(12))
async def test_random_batches_agree_with_writing_one_after_the_other(
    log: Log, tenant: TenantId, seed: int
) -> None:
    chance = random.Random(seed)
    model = SequentialModel()
    streams = [UUID(int=chance.getrandbits(128)) for _ in range(4)]
    sent: list[Append] = []
    for _ in range(25):
        batch = [_random_command(chance, model, streams, sent) for _ in range(chance.randint(1, 6))]
        sent += batch
        outcomes = await log.append(tenant, batch)
        assert [comparable(outcome) for outcome in outcomes] == [
            model.append(append) for append in batch
        ]
        assert await log.versions(tenant, streams) == {
            name: model.versions.get(name, 0) for name in streams
        }
    rows = await _all(log, tenant)
    assert [row.event_id for row in rows] == [new.event_id for new in model.events]
    assert await check_log(log, tenant) is None


def _random_command(
    chance: random.Random, model: SequentialModel, streams: list[UUID], sent: list[Append]
) -> Append:
    """A command that is mostly right for the state before its batch, else stale or a repetition."""
    if sent and chance.random() < 0.1:
        again = chance.choice(sent)
        if chance.random() < 0.3:
            return command(*again.events, key=again.key.key, digest=OTHER_DIGEST)
        return again
    events = []
    for name in chance.sample(streams, chance.randint(1, 2)):
        slip = chance.choice([0, 0, 0, 0, 0, -1, 1])
        start = max(model.versions.get(name, 0) + slip, 0) + 1
        events += [event(name, start + n) for n in range(chance.randint(1, 3))]
    guards = [
        Guard(name, max(model.versions.get(name, 0) + chance.choice([0, 0, 0, 1, -1]), 0))
        for name in chance.sample(streams, chance.choice([0, 0, 1, 2]))
    ]
    return command(*events, guards=guards)
