"""Long pure work does not block the event loop: large decisions, long streams, many events. Nothing
is timed: the tests check in which thread something runs, and how often.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, ClassVar
from uuid import UUID, uuid4

import msgspec
import pytest
from tests.logs.building import ACTOR, command, event
from tests.logs.counting import META, NothingToSeal

from wahana.platform import apart
from wahana.platform.append import Log
from wahana.platform.commands import BODY_BYTES_MAX, Executor
from wahana.platform.events import EventRegistry, NewEvent, encode_payload
from wahana.platform.execution import (
    Accepted,
    CommandRequest,
    Conflict,
    DecisionResult,
    ExecutableCommand,
    LoadState,
    Rejected,
)
from wahana.platform.ids import TenantId
from wahana.platform.infrastructure import AsyncInfrastructureFactory
from wahana.platform.mapper import AsyncMapper
from wahana.platform.repository import Repository
from wahana.platform.workspace import FETCHES_MAX
from wahana.platform.writer import Writer

MANY = apart.INLINE_MAX * apart.HELD_OF_ONE + 1
"""Items of a state that is worked through in a thread."""
MUCH = (apart.INLINE_MAX + 1) * apart.BYTES_OF_ONE
"""Bytes of events that are."""


class Heaped(msgspec.Struct, frozen=True):
    """So many stones more."""

    TOPIC: ClassVar[str] = "heap.heaped"
    SCHEMA: ClassVar[int] = 1
    stones: tuple[int, ...]


class Heap(msgspec.Struct, frozen=True, kw_only=True):
    TYPE: ClassVar[str] = "heap"
    id: UUID
    version: int = 0
    stones: tuple[int, ...] = ()
    folded_in: tuple[int, ...] = ()
    """The threads that folded its events."""

    def evolve(self, happened: Any, stamp: Any) -> Heap:
        return msgspec.structs.replace(
            self,
            stones=self.stones + happened.stones,
            folded_in=(*self.folded_in, threading.get_ident()),
        )


class NoFurther(Exception):
    """A refusal."""

    code, field, params = "NO_FURTHER", None, {}


class Refusals:
    async def record(self, order: ExecutableCommand, code: str, field: str | None) -> None:
        return None


class Place:
    """An executor over a log, whose decisions note where they were made."""

    def __init__(self, log: Log, tenant: TenantId) -> None:
        writer = Writer(log)
        mapper = AsyncMapper(EventRegistry([Heaped]), NothingToSeal())
        stores = AsyncInfrastructureFactory(log, writer, mapper, wakeups=writer.wakeups).event_store
        self.log, self.tenant, self.loop = log, tenant, threading.get_ident()
        self.repository = Repository(stores)
        self.executor = Executor(
            stores=stores,
            repository=self.repository,
            refusals=Refusals(),
            digest=lambda *_: bytes(32),
            refusal_type=NoFurther,
        )
        self.decided_in: list[int] = []

    async def has(self, *streams: UUID, stones: int) -> None:
        """Each of these streams has one event with this number of stones."""
        for stream in streams:
            await self.log.append(self.tenant, [command(heaped(stream, 1, stones))])

    async def does(self, decide: Callable[[LoadState], Any], own: UUID, **more: Any) -> Any:
        def noted(load: LoadState) -> DecisionResult:
            self.decided_in.append(threading.get_ident())
            return DecisionResult((Heap, own), decide(load), META, ACTOR)

        version = more.pop("version", None)
        order = ExecutableCommand(
            tenant=self.tenant,
            actor_id=ACTOR,
            client="test",
            name="Heap",
            request=CommandRequest(key=str(uuid4()), expected_version=version),
            decide=noted,
            target=lambda load: (Heap, own),
            **({"body": b""} | more),
        )
        return await self.executor.execute(order)


def heaped(stream: UUID, version: int, stones: int = 1) -> NewEvent:
    payload = encode_payload(Heaped(tuple(range(stones))), [], bytes(16))
    return event(stream, version, topic=Heaped.TOPIC, payload=payload)


def one_more(load: LoadState, own: UUID) -> list[Any]:
    return [(load(Heap, own), Heaped((1,)))]


@pytest.fixture
def place(log: Log, tenant: TenantId) -> Place:
    return Place(log, tenant)


async def test_a_small_decision_is_made_on_the_loop(place: Place) -> None:
    own = uuid4()
    await place.has(own, stones=10)
    assert isinstance(await place.does(lambda load: one_more(load, own), own), Accepted)
    assert set(place.decided_in) == {place.loop}


async def test_a_decision_on_a_large_state_is_made_in_a_thread(place: Place) -> None:
    own = uuid4()
    await place.has(own, stones=MANY)

    def decide(load: LoadState) -> Any:
        happened = one_more(load, own)
        assert threading.get_ident() != place.loop, "worked through on the loop"
        return happened

    assert isinstance(await place.does(decide, own), Accepted)
    assert place.decided_in[-1] != place.loop


async def test_many_small_states_are_a_large_one(place: Place) -> None:
    own, others = uuid4(), [uuid4() for _ in range(30)]
    await place.has(own, stones=1)
    await place.has(*others, stones=MANY // len(others))
    await place.repository.get_many(place.tenant, [(Heap, one) for one in others])

    def decide(load: LoadState) -> Any:
        for one in others:
            load(Heap, one)
        assert threading.get_ident() != place.loop, "worked through on the loop"
        return one_more(load, own)

    assert isinstance(await place.does(decide, own), Accepted)


async def test_a_long_command_is_decided_in_a_thread(place: Place) -> None:
    own = uuid4()
    long = b"x" * (BODY_BYTES_MAX + 1)
    assert isinstance(await place.does(lambda load: one_more(load, own), own, body=long), Accepted)
    assert place.loop not in place.decided_in
    assert isinstance(await place.does(lambda load: one_more(load, own), own), Accepted)
    assert place.decided_in[-1] == place.loop


async def test_what_grows_with_the_square_of_a_state_leaves_the_loop_earlier(place: Place) -> None:
    own = uuid4()
    await place.has(own, stones=(apart.REPLAY_MAX + 1) * apart.HELD_OF_ONE)
    assert isinstance(await place.does(lambda load: one_more(load, own), own), Accepted)
    assert place.decided_in[-1] == place.loop
    again = await place.does(lambda load: one_more(load, own), own, replays=True)
    assert isinstance(again, Accepted)
    assert place.decided_in[-1] != place.loop


async def test_a_decision_is_not_made_again_for_each_stream_it_asks_for(place: Place) -> None:
    own, others = uuid4(), [uuid4() for _ in range(200)]
    await place.has(*others, stones=1)
    seen: list[int] = []

    def decide(load: LoadState) -> Any:
        seen[:] = [load(Heap, one).version for one in others]
        return one_more(load, own)

    assert isinstance(await place.does(decide, own), Accepted)
    assert seen == [1] * len(others)
    assert len(place.decided_in) <= FETCHES_MAX + 2


async def test_what_a_thread_raises_is_a_refusal_all_the_same(place: Place) -> None:
    own = uuid4()
    await place.has(own, stones=MANY)

    def decide(load: LoadState) -> Any:
        load(Heap, own)
        raise NoFurther

    assert isinstance(await place.does(decide, own), Rejected)


async def test_a_decision_in_a_thread_holds_against_a_faster_one(place: Place) -> None:
    """What it read is guarded as well: when it was moved meanwhile, it is decided again."""
    own, other = uuid4(), uuid4()
    await place.has(own, other, stones=MANY)
    moved: list[int] = []

    def decide(load: LoadState) -> Any:
        moved.append(load(Heap, other).version)
        return one_more(load, own)

    await place.repository.get(place.tenant, Heap, other)
    await place.log.append(place.tenant, [command(heaped(other, 2))])
    assert isinstance(await place.does(decide, own), Accepted)
    assert (moved[0], moved[-1]) == (1, 2)


async def test_a_long_stream_is_folded_in_a_thread_and_a_short_one_on_the_loop(
    place: Place,
) -> None:
    short, long = uuid4(), uuid4()
    await place.has(short, stones=1)
    events = MUCH // len(heaped(long, 1).payload) + 1
    for first in range(1, events + 1, 500):
        versions = range(first, min(first + 500, events + 1))
        await place.log.append(place.tenant, [command(*(heaped(long, n) for n in versions))])
    found = await place.repository.get_many(place.tenant, [(Heap, short), (Heap, long)])
    assert [state.version for state in found] == [1, events]
    assert set(found[0].folded_in) == {place.loop}
    assert len(set(found[1].folded_in)) == 1
    assert place.loop not in found[1].folded_in


async def test_what_a_command_wrote_much_of_is_folded_in_a_thread(place: Place) -> None:
    own = uuid4()
    many = Heaped(tuple(range(MUCH // 4)))
    assert isinstance(await place.does(lambda load: [(load(Heap, own), many)], own), Accepted)
    state = place.repository.cached(place.tenant, Heap, own)
    assert state is not None
    assert (len(state.stones), state.version) == (len(many.stones), 1)
    assert place.loop not in state.folded_in


async def test_a_conflict_names_the_fields_of_all_that_happened_since(place: Place) -> None:
    own = uuid4()
    await place.has(own, stones=MUCH)
    await place.log.append(place.tenant, [command(heaped(own, 2))])
    answer = await place.does(lambda load: one_more(load, own), own, version=0)
    assert answer == Conflict("heap", own, 0, 2, ("stones",))


def test_long_texts_count_as_much_as_many_values() -> None:
    many = {"points": ["x" * apart.CHARACTERS_OF_ONE] * (apart.INLINE_MAX // 2 + 1)}
    assert apart.size_of_json(many) > apart.INLINE_MAX
    assert apart.size_of_json({"note": "x" * 4_096, "no": 3}) < apart.INLINE_MAX
