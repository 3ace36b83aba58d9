"""What one command may write is counted before it is encoded, and refused with the limit."""

from __future__ import annotations

from uuid import uuid4

import msgspec
import pytest
from tests.logs.building import ACTOR
from tests.logs.counting import META, Counted, Counter, infrastructure

from wahana.deploy import registry
from wahana.platform.append import Log
from wahana.platform.bounds import EVENTS_MAX, ITEMS_MAX, TooLarge, check_size
from wahana.platform.commands import Executor
from wahana.platform.ids import TenantId
from wahana.platform.orders import CommandRequest, Decided, LoadState, Order, Rejected
from wahana.platform.repository import Repository


class Line(msgspec.Struct):
    days: tuple[int, ...] = ()


class Round(msgspec.Struct):
    lines: tuple[Line, ...] | None = None
    first: Line | None = None


@pytest.mark.parametrize(
    "event",
    [
        Round(lines=tuple(Line() for _ in range(ITEMS_MAX))),
        Round(lines=tuple(Line(tuple(range(99))) for _ in range(1_000))),
        Round(first=Line(tuple(range(ITEMS_MAX)))),
    ],
)
def test_items_are_counted_however_deep_they_lie(event: Round) -> None:
    check_size([event])
    for one_more in ([event, Round(lines=(Line(),))], [event, Round(first=Line((1,)))]):
        with pytest.raises(TooLarge) as refused:
            check_size(one_more)
        assert refused.value.params == {"events": None, "items": ITEMS_MAX}


class Refusals:
    def __init__(self) -> None:
        self.codes: list[str] = []

    async def record(self, order: Order, code: str, field: str | None) -> None:
        self.codes.append(code)


async def test_too_many_events_are_refused_and_nothing_is_written(
    log: Log, tenant: TenantId
) -> None:
    stores, refusals, own = infrastructure(log).event_store, Refusals(), uuid4()
    executor = Executor(
        stores=stores,
        repository=Repository(stores),
        refusals=refusals,
        digest=lambda *_: bytes(32),
        refusal_type=LookupError,
    )

    def decide(load: LoadState) -> Decided:
        happened = [(load(Counter, own), Counted(1))] * (EVENTS_MAX + 1)
        return Decided((Counter, own), happened, META, ACTOR)

    order = Order(
        tenant=tenant,
        actor_id=ACTOR,
        client="test",
        name="Count",
        body=b"",
        request=CommandRequest(key="1"),
        decide=decide,
        target=lambda load: (Counter, own),
    )
    result = await executor.execute(order)
    assert result == Rejected(TooLarge.code, None, {"events": EVENTS_MAX, "items": None})
    assert (refusals.codes, await log.head(tenant)) == ([TooLarge.code], 0)
    assert TooLarge.code in registry.RULES, "it has a text"
