"""One contract for both key stores: keys are made once, found again, and destroyed for good."""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest

from wahana.platform.ids import TenantId
from wahana.platform.vault import errors
from wahana.platform.vault.envelope import KeyName
from wahana.platform.vault.keys import DestroyedKey, KeyStore, month_of
from wahana.platform.vault.memory_keys import MemoryKeyStore
from wahana.platform.vault.postgres_keys import PostgresKeyStore
from wahana.platform.vault.root_key import LocalRootKey

TENANT, OTHER = TenantId(UUID(int=1)), TenantId(UUID(int=2))
EVENT = UUID(int=3)


class Calendar:
    """A clock that the test sets."""

    now = datetime(2026, 11, 21, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


Stores = Callable[[], Awaitable[KeyStore]]


@pytest.fixture
def calendar():
    return Calendar()


@pytest.fixture(params=["memory_stores", "postgres_stores"])
def stores(request) -> Stores:
    """Makes stores as several processes have them: other caches, the same keys."""
    return request.getfixturevalue(request.param)


@pytest.fixture
def memory_stores(calendar) -> Stores:
    memory = MemoryKeyStore(clock=calendar)

    async def same() -> KeyStore:
        return memory

    return same


@pytest.fixture
async def postgres_stores(vault_url, calendar, tmp_path) -> AsyncIterator[Stores]:
    async with contextlib.AsyncExitStack() as stack:

        async def another() -> KeyStore:
            root = LocalRootKey.obtain(tmp_path / "root.key")
            opened = await PostgresKeyStore.open(vault_url, root, connections=2, clock=calendar)
            stack.push_async_callback(opened.close)
            return opened

        yield another


@pytest.fixture
async def store(stores: Stores) -> KeyStore:
    return await stores()


async def test_a_key_is_made_once_and_found_by_every_process(stores: Stores):
    person = uuid4()
    [made] = await (await stores()).ensure(TENANT, [(person, "identity")])
    group = made.seal(EVENT, {"name": "Siti"}, bytes(12))
    second = await stores()
    [again] = await second.ensure(TENANT, [(person, "identity")])
    [fetched] = await (await stores()).fetch(TENANT, [(person, "identity", 1)])
    assert made.name == again.name == KeyName(TENANT, person, "identity", 1)
    assert fetched is not None
    assert again.open(group) == fetched.open(group) == {"name": "Siti"}


async def test_answers_stand_in_the_order_of_the_question(store: KeyStore):
    wanted = [(uuid4(), category) for category in ("note", "identity", "contact") for _ in "12"]
    await store.ensure(TENANT, wanted[1::2])
    keys = await store.ensure(TENANT, wanted)
    assert [(key.name.subject, key.name.category) for key in keys] == wanted
    turned = [(subject, category, 1) for subject, category in reversed(wanted)]
    fetched = await store.fetch(TENANT, turned)
    assert [key.commitment for key in fetched if key] == [key.commitment for key in keys[::-1]]
    assert len({key.commitment for key in keys}) == 6
    assert await store.ensure(TENANT, []) == await store.fetch(TENANT, []) == []


async def test_a_pair_asked_for_twice_is_one_key(store: KeyStore):
    person = uuid4()
    first, second = await store.ensure(TENANT, [(person, "note"), (person, "note")])
    assert first.commitment == second.commitment


async def test_callers_that_race_for_new_keys_all_get_the_same_ones(stores: Stores):
    people = [uuid4() for _ in range(20)]
    several = [await stores() for _ in range(4)]
    wanted = [(person, "identity") for person in people]

    async def ask(n: int) -> dict[KeyName, bytes]:
        turned = wanted[n:] + wanted[:n]
        if n % 2:
            turned.reverse()
        keys = await several[n % 4].ensure(TENANT, turned)
        return {key.name: key.commitment for key in keys}

    answers = await asyncio.gather(*(ask(n) for n in range(16)))
    assert all(answer == answers[0] for answer in answers)
    fetched = await several[0].fetch(TENANT, [(person, "identity", 1) for person in people])
    assert {key.name: key.commitment for key in fetched if key} == answers[0]


async def test_another_tenants_keys_are_other_keys(store: KeyStore):
    person = uuid4()
    [ours] = await store.ensure(TENANT, [(person, "identity")])
    with pytest.raises(errors.KeyUnknown):
        await store.fetch(OTHER, [(person, "identity", 1)])
    [theirs] = await store.ensure(OTHER, [(person, "identity")])
    group = ours.seal(EVENT, {"name": "Siti"}, bytes(12))
    with pytest.raises(errors.CommitmentMismatch):
        theirs.open(group)
    await store.destroy(OTHER, person, "identity")
    assert (await store.fetch(TENANT, [(person, "identity", 1)]))[0] is not None


@pytest.mark.parametrize("version", [0, 2])
async def test_a_key_that_was_never_there_is_lost_not_destroyed(store: KeyStore, version: int):
    person = uuid4()
    await store.ensure(TENANT, [(person, "identity")])
    with pytest.raises(errors.KeyUnknown, match="not even as destroyed"):
        await store.fetch(TENANT, [(person, "identity", version)])


async def test_a_destroyed_key_is_gone_for_everybody_and_its_name_stays(stores: Stores):
    store, second = await stores(), await stores()
    person = uuid4()
    identity, contact = await store.ensure(TENANT, [(person, "identity"), (person, "contact")])
    gone = await store.destroy(TENANT, person, "identity")
    assert gone == [DestroyedKey(identity.name, identity.commitment)]
    assert await second.destroy(TENANT, person, "identity") == gone, "again is the same"
    left = await second.fetch(TENANT, [(person, "identity", 1), (person, "contact", 1)])
    assert left[0] is None
    assert left[1] is not None
    assert left[1].commitment == contact.commitment
    with pytest.raises(errors.SubjectErased, match="under a new id"):
        await second.ensure(TENANT, [(person, "contact"), (person, "identity")])


async def test_to_destroy_what_never_was_destroys_nothing(store: KeyStore):
    assert await store.destroy(TENANT, uuid4(), "identity") == []


async def test_a_legal_hold_bars_destroying_and_nothing_else(store: KeyStore):
    person = uuid4()
    await store.ensure(TENANT, [(person, "case")])
    await store.hold(TENANT, person, "case", held=True)
    with pytest.raises(errors.KeyHeld, match="release it first"):
        await store.destroy(TENANT, person, "case")
    assert (await store.fetch(TENANT, [(person, "case", 1)]))[0] is not None
    assert await store.ensure(TENANT, [(person, "case")])
    await store.hold(TENANT, person, "case", held=False)
    assert len(await store.destroy(TENANT, person, "case")) == 1
    with pytest.raises(errors.KeyUnknown):
        await store.hold(TENANT, uuid4(), "case", held=True)


async def test_a_rewrapped_epoch_keeps_living_keys_and_no_destroyed_one(
    stores: Stores, calendar: Calendar
):
    store = await stores()
    people = [uuid4() for _ in range(3)]
    old = await store.ensure(TENANT, [(person, "identity") for person in people])
    await store.ensure(OTHER, [(people[0], "identity")])
    await store.destroy(TENANT, people[0], "identity")
    with pytest.raises(errors.EpochInUse, match="202611"):
        await store.rewrap_epoch(TENANT, 202611)
    calendar.now = datetime(2026, 12, 1, tzinfo=UTC)
    assert await store.rewrap_epoch(TENANT, 202611) == 2
    assert await store.rewrap_epoch(TENANT, 202611) == 0
    for each in (store, await stores()):
        found = await each.fetch(TENANT, [(person, "identity", 1) for person in people])
        assert [key and key.commitment for key in found] == [None, *(k.commitment for k in old[1:])]
        assert (await each.fetch(OTHER, [(people[0], "identity", 1)]))[0] is not None


async def test_a_process_with_a_late_clock_takes_the_newer_epoch(
    stores: Stores, calendar: Calendar
):
    """At the turn of a month: its cached epoch was retired by a process that is ahead."""
    late, early = await stores(), await stores()
    await late.ensure(TENANT, [(uuid4(), "identity")])
    calendar.now = datetime(2026, 12, 1, tzinfo=UTC)
    await early.ensure(TENANT, [(uuid4(), "identity")])
    await early.rewrap_epoch(TENANT, 202611)
    calendar.now = datetime(2026, 11, 30, 23, 59, 59, tzinfo=UTC)
    person = uuid4()
    [key] = await late.ensure(TENANT, [(person, "identity")])
    [found] = await early.fetch(TENANT, [(person, "identity", 1)])
    assert found is not None
    assert found.commitment == key.commitment


async def test_destroying_beside_making_and_rewrapping_loses_and_revives_nothing(
    stores: Stores, calendar: Calendar
):
    one, two = await stores(), await stores()
    old = [uuid4() for _ in range(30)]
    await one.ensure(TENANT, [(person, "identity") for person in old])
    calendar.now = datetime(2026, 12, 1, tzinfo=UTC)
    new = [uuid4() for _ in range(30)]
    await asyncio.gather(
        two.rewrap_epoch(TENANT, 202611),
        *(one.destroy(TENANT, person, "identity") for person in old[::2]),
        *(two.ensure(TENANT, [(person, "identity")]) for person in new),
    )
    fresh = await stores()
    found = await fresh.fetch(TENANT, [(person, "identity", 1) for person in old + new])
    destroyed = [key is None for key in found]
    assert destroyed == [n % 2 == 0 for n in range(30)] + [False] * 30


def test_an_epoch_is_a_month():
    instants = [datetime(year, month, 1, tzinfo=UTC) for year in (2026, 2027) for month in (1, 12)]
    assert [month_of(instant) for instant in instants] == [202601, 202612, 202701, 202712]
    assert all(a < b for a, b in itertools.pairwise(map(month_of, instants)))
