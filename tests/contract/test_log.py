"""The contract of a log: what is written, what is refused, and the answer to each command. One
suite for PostgreSQL and for the log in memory.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from tests.contract.conftest import ClockedLog
from tests.logs.building import (
    OTHER_DIGEST,
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
    Moment,
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


async def test_events_that_would_fit_in_another_order_are_a_conflict_in_this_one(
    log: Log, tenant: TenantId
) -> None:
    a = uuid4()
    outcomes = await log.append(tenant, [command(event(a, 2)), command(event(a, 1))])
    assert [comparable(outcome) for outcome in outcomes] == [
        ("conflict", a, 1, 0),
        ("appended", 1, 1),
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


async def test_a_guard_does_not_see_what_comes_after_it_in_the_batch(
    log: Log, tenant: TenantId
) -> None:
    read = uuid4()
    outcomes = await log.append(
        tenant, [command(event(uuid4(), 1), guards=[Guard(read, 1)]), command(event(read, 1))]
    )
    assert [comparable(outcome) for outcome in outcomes] == [
        ("conflict", read, 1, 0),
        ("appended", 1, 1),
    ]


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
    a = uuid4()
    for first in (1, 4):
        await log.append(tenant, [command(*(event(a, first + n) for n in range(3)))])
        expected += [expected[-1] + n * MICROSECOND for n in (1, 2, 3)]
    assert [row.recorded_at for row in await _all(log, tenant)] == expected
    for position, at in enumerate(expected, 1):
        assert await log.position_at(tenant, at) == position
        assert await log.position_at(tenant, at - MICROSECOND) == position - 1
    assert await log.position_at(tenant, noon + timedelta(days=9)) is None
    await clocked_log.set_clock(noon + timedelta(days=10))
    assert await log.position_at(tenant, noon + timedelta(days=9)) == len(expected)
    assert await log.position_at(a_tenant(), noon) is None


async def test_an_instant_that_was_answered_gets_nothing_more(clocked_log: ClockedLog) -> None:
    log, tenant = clocked_log.log, a_tenant()
    await log.open_log(tenant)
    noon = datetime(2026, 6, 14, 12, tzinfo=UTC)
    await clocked_log.set_clock(noon)
    await log.append(tenant, [command(event(uuid4(), 1))])
    await clocked_log.set_clock(noon + timedelta(hours=2))
    asked = noon + timedelta(hours=1)
    assert await log.position_at(tenant, noon + timedelta(hours=2)) is None, "it is that instant"
    assert await log.position_at(tenant, asked) == 1
    await clocked_log.set_clock(noon + timedelta(minutes=30))  # set back
    (later,) = await log.append(tenant, [command(event(uuid4(), 1))])
    assert isinstance(later, Appended)
    assert later.recorded_at == asked + MICROSECOND
    assert await log.position_at(tenant, asked) == 1
    assert await log.position_at(tenant, later.recorded_at) == 2


async def test_a_moment_is_the_end_of_the_command_that_wrote_a_position(
    clocked_log: ClockedLog,
) -> None:
    log, tenant = clocked_log.log, a_tenant()
    await log.open_log(tenant)
    assert await log.moment_of(tenant, 0) is None
    a, b = uuid4(), uuid4()
    together = [command(event(a, 1), event(a, 2)), command(event(b, 1))]
    await log.append(tenant, together)
    await log.append(tenant, [command(event(a, 3), event(a, 4), event(b, 2))])
    rows = await _all(log, tenant)
    for position, end in enumerate([0, 2, 2, 3, 6, 6, 6]):
        at = rows[max(end, 1) - 1].recorded_at
        assert await log.moment_of(tenant, position) == Moment(end, at)
    assert await log.moment_of(tenant, 7) is None
