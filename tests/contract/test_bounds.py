"""What one command may write is counted before it is encoded, and refused with the limit."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import msgspec
import pytest
from tests.domain.words.examples import Examples
from tests.logs.building import ACTOR
from tests.logs.counting import META, Counted, Counter, infrastructure

from wahana.deploy import registry
from wahana.domain.kernel.fields import Personal, Sealed
from wahana.platform import bounds
from wahana.platform.append import Log
from wahana.platform.bounds import (
    BYTES_MAX,
    EVENT_BYTES_MAX,
    EVENTS_MAX,
    ITEMS_MAX,
    ITEMS_OF_AN_EVENT,
    TooLarge,
    check_size,
)
from wahana.platform.commands import Executor
from wahana.platform.execution import (
    CommandRequest,
    DecisionResult,
    ExecutableCommand,
    LoadState,
    Rejected,
)
from wahana.platform.ids import TenantId
from wahana.platform.repository import Repository
from wahana.platform.vault.keyring import KeyRing
from wahana.platform.vault.memory_keys import MemoryKeyStore
from wahana.platform.vault.sealer import Sealer


class Line(msgspec.Struct):
    days: tuple[int, ...] = ()


class Letter(msgspec.Struct):
    text: str


class Letters(msgspec.Struct):
    letters: tuple[Letter, ...]


class Round(msgspec.Struct):
    lines: tuple[Line, ...] | None = None
    first: Line | None = None


def rounds(*lines: Line) -> list[Any]:
    """Ten events, each with a tenth of the lines."""
    return [Round(lines=lines[n::10]) for n in range(10)]


@pytest.mark.parametrize(
    "events",
    [
        rounds(*(Line(),) * ITEMS_MAX),
        rounds(*(Line(tuple(range(99))),) * 1_000),
        [Round(first=Line(tuple(range(ITEMS_MAX // 10)))) for _ in range(10)],
    ],
)
def test_items_are_counted_however_deep_they_lie(events: list[Any]) -> None:
    assert check_size(events) == ITEMS_MAX + len(events) * ITEMS_OF_AN_EVENT
    for one_more in (Round(lines=(Line(),)), Round(first=Line((1,)))):
        with pytest.raises(TooLarge) as refused:
            check_size([*events, one_more])
        assert refused.value.params == {"events": None, "items": ITEMS_MAX, "bytes": None}


def test_bytes_of_an_event_and_of_all_are_bounded() -> None:
    half = Letter(text="x" * (EVENT_BYTES_MAX // 2))
    check_size([half] * 7)
    for too_many, most in (([half] * 9, BYTES_MAX), ([Letters((half,) * 3)], EVENT_BYTES_MAX)):
        with pytest.raises(TooLarge) as refused:
            check_size(too_many)
        assert refused.value.params == {"events": None, "items": None, "bytes": most}


class Open(Examples):
    """Examples with open personal values, of texts that grow when they are stored."""

    def value(self, hint: Any, name: str, owner: type) -> Any:
        found = super().value(hint, name, owner)
        if not isinstance(found, Sealed):
            return found
        return Personal(subject=uuid4(), category="identity", value='"é\\\n' * self._length)

    def of_length(self, length: int) -> Open:
        self._length = length
        return self


@pytest.mark.parametrize("length", [0, 1_000])
@pytest.mark.parametrize("full", [True, False])
async def test_an_event_has_no_more_bytes_than_were_counted(
    full: bool, length: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of all events: what is stored is never larger than what was counted beforehand."""
    sealer = Sealer(KeyRing(MemoryKeyStore()), open_type=Personal, sealed_type=Sealed)
    examples = Open(full=full, number=12).of_length(length)
    for kind in registry.EVENTS:
        event = examples.struct(kind)
        ((data, groups),) = await sealer.seal(TenantId(uuid4()), [(uuid4(), event)])
        stored = msgspec.json.encode({"salt": bytes(16).hex(), "data": data, "sealed": groups})
        monkeypatch.setattr(bounds, "EVENT_BYTES_MAX", len(stored) - 1)
        with pytest.raises(TooLarge):
            check_size([event])


class Refusals:
    def __init__(self) -> None:
        self.codes: list[str] = []

    async def record(self, order: ExecutableCommand, code: str, field: str | None) -> None:
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

    def decide(load: LoadState) -> DecisionResult:
        happened = [(load(Counter, own), Counted(1))] * (EVENTS_MAX + 1)
        return DecisionResult((Counter, own), happened, META, ACTOR)

    order = ExecutableCommand(
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
    assert result == Rejected(
        TooLarge.code, None, {"events": EVENTS_MAX, "items": None, "bytes": None}
    )
    assert (refusals.codes, await log.head(tenant)) == ([TooLarge.code], 0)
    assert TooLarge.code in registry.RULES, "it has a text"
