"""The sealer: every personal value goes through it, and none gets past it."""

from __future__ import annotations

import itertools
import logging
from typing import Any
from uuid import UUID, uuid4

import msgspec
import pytest

from wahana.domain.formation.wksbm_events import WksbmRenamed
from wahana.domain.kernel.fields import Contact, Identity, Note, Personal, Sealed, contact, identity
from wahana.domain.kernel.fields import note as note_about
from wahana.domain.kernel.model import Event
from wahana.platform.events import OpenValueInEvent, UnreadableEvent, encode_payload
from wahana.platform.ids import TenantId
from wahana.platform.vault import errors
from wahana.platform.vault.envelope import encode_group
from wahana.platform.vault.keyring import KeyRing
from wahana.platform.vault.memory_keys import MemoryKeyStore
from wahana.platform.vault.opener import Opener
from wahana.platform.vault.sealer import VALUE_BYTES_MAX, PersonalFields, Sealer

TENANT = TenantId(UUID(int=1))
SITI, BUDI = UUID(int=11), UUID(int=12)
SALT = bytes(16)


class Candidate(msgspec.Struct, frozen=True):
    person: UUID
    name: Identity
    phone: Contact | None = None


class Nominated(Event):
    TOPIC = "test.nominated"
    candidates: tuple[Candidate, ...]
    note: Note | None = None
    remarks: dict[str, Note] = msgspec.field(default_factory=dict)


class Counted(Event):
    TOPIC = "test.counted"
    chairs: int
    labels: tuple[str, ...] = ()


class Untyped(Event):
    TOPIC = "test.untyped"
    anything: Any = None


class Tree(msgspec.Struct, frozen=True):
    name: Identity | None = None
    below: list[Tree] = []


class Grown(Event):
    TOPIC = "test.grown"
    tree: Tree


class CountingStore(MemoryKeyStore):
    """Counts the calls, and can be cut off."""

    def __init__(self) -> None:
        super().__init__()
        self.calls: list[int] = []
        self.cut_off = False

    async def ensure(self, tenant, wanted):
        self._called(wanted)
        return await super().ensure(tenant, wanted)

    async def fetch(self, tenant, wanted):
        self._called(wanted)
        return await super().fetch(tenant, wanted)

    def _called(self, wanted) -> None:
        self.calls.append(len(wanted))
        if self.cut_off:
            raise errors.KeyStoreUnavailable("the key store cannot be reached")


@pytest.fixture
def store():
    return CountingStore()


@pytest.fixture
def seconds():
    class Seconds:
        now = 0.0

        def __call__(self) -> float:
            return self.now

    return Seconds()


@pytest.fixture
def ring(store, seconds):
    return KeyRing(store, seconds=seconds)


@pytest.fixture
def sealer(ring):
    return Sealer(ring, open_type=Personal, sealed_type=Sealed)


@pytest.fixture
def opener(ring):
    return Opener(ring)


def nominated(*people: UUID) -> Nominated:
    return Nominated(
        candidates=tuple(
            Candidate(
                person=person, name=identity(person, f"Name {n}"), phone=contact(person, f"08{n}")
            )
            for n, person in enumerate(people)
        ),
        note=note_about(people[0], "knows everybody"),
        remarks={"lurah": Personal(people[0], "note", "agrees")},
    )


def test_a_plan_names_values_as_the_json_of_the_event_does(sealer):
    plan = sealer.plan(nominated(SITI, BUDI))
    assert plan.groups == (
        ((SITI, "identity"), {"candidates.0.name": "Name 0"}),
        ((SITI, "contact"), {"candidates.0.phone": "080"}),
        ((BUDI, "identity"), {"candidates.1.name": "Name 1"}),
        ((BUDI, "contact"), {"candidates.1.phone": "081"}),
        ((SITI, "note"), {"note": "knows everybody", "remarks.lurah": "agrees"}),
    )
    assert plan.event.candidates[1] == Candidate(BUDI, Sealed(2), Sealed(3))
    assert plan.event.note == plan.event.remarks["lurah"] == Sealed(4)
    assert "knows everybody" not in repr(plan)


async def test_five_new_people_are_sealed_with_one_call_and_open_again(sealer, opener, store):
    people = [uuid4() for _ in range(5)]
    ids = uuid4(), uuid4()
    (event, groups), (counted, none) = await sealer.seal(
        TENANT, [(ids[0], nominated(*people)), (ids[1], Counted(chairs=25))]
    )
    assert store.calls == [11]
    assert (counted, none) == (Counted(chairs=25), ())
    assert {group.e for group in groups} == {ids[0]}
    opened = await opener.open(TENANT, groups)
    found = dict(PersonalFields(Personal, Sealed).paths(event))
    assert opened[found["candidates.3.name"].group]["candidates.3.name"] == "Name 3"
    assert len(found) == 12
    assert store.calls == [11], "the keys are at hand"


async def test_an_event_without_personal_values_costs_nothing(sealer, store):
    event = Counted(chairs=25)
    assert await sealer.seal(TENANT, [(uuid4(), event)]) == [(event, ())]
    assert sealer.plan(event).event is event
    empty = Nominated(candidates=())
    assert sealer.plan(empty).groups == ()
    assert store.calls == []


async def test_two_events_of_a_command_share_keys_but_not_groups(sealer):
    first, second = await sealer.seal(
        TENANT, [(uuid4(), nominated(SITI)), (uuid4(), nominated(SITI))]
    )
    pairs = list(zip(first[1], second[1], strict=True))
    assert all(a.kc == b.kc and a.n != b.n and a.ct != b.ct and a.e != b.e for a, b in pairs)


def test_values_are_found_in_untyped_fields_and_in_classes_that_contain_themselves(sealer):
    plan = sealer.plan(Untyped(anything={"deep": [identity(SITI, "x")]}))
    assert plan.groups == (((SITI, "identity"), {"anything.deep.0": "x"}),)
    tree = Tree(below=[Tree(), Tree(name=identity(BUDI, "y"))])
    assert sealer.plan(Grown(tree=tree)).groups == (
        ((BUDI, "identity"), {"tree.below.1.name": "y"}),
    )


def test_a_place_from_which_nothing_can_be_taken_is_refused(sealer):
    class InSet(Event):
        TOPIC = "test.in_set"
        names: frozenset[Identity]

    with pytest.raises(errors.Unsealable, match=r"InSet\.names"):
        sealer.plan(InSet(names=frozenset()))


def test_a_value_that_is_sealed_already_belongs_to_another_event(sealer):
    sealed = sealer.plan(nominated(SITI)).event
    with pytest.raises(errors.Unsealable, match=r"candidates\.0\.name is sealed already"):
        sealer.plan(sealed)


def test_paths_that_would_hide_each_other_are_refused(sealer):
    doubled = Untyped(anything={"a": {"b": identity(SITI, "x")}, "a.b": identity(SITI, "y")})
    with pytest.raises(errors.Unsealable, match=r"two fields called anything\.a\.b"):
        sealer.plan(doubled)


def test_a_value_that_is_too_long_is_refused_without_being_quoted(sealer):
    limit = "é" * (VALUE_BYTES_MAX // 2)
    assert sealer.plan(Untyped(anything=identity(SITI, limit))).groups
    with pytest.raises(errors.ValueTooLong) as refused:
        sealer.plan(Untyped(anything=identity(SITI, limit + "e")))
    assert "é" not in str(refused.value)


def test_a_nul_in_a_personal_value_is_refused_because_no_card_could_show_it(sealer):
    with pytest.raises(errors.Unsealable, match="NUL"):
        sealer.plan(Untyped(anything=identity(SITI, "Siti\0")))


# --- the wall behind the API ---------------------------------------------------------------


@pytest.mark.parametrize(
    ("event", "why"),
    [
        (WksbmRenamed(name=""), r"length >= 1 - at `\$\.name`"),
        (WksbmRenamed(name="a\0b"), "NUL"),
        (WksbmRenamed(name="\\\0"), "NUL"),
        (WksbmRenamed(name=5), "Expected `str`"),
    ],
    ids=["empty", "nul", "nul behind a backslash", "another type"],
)
def test_an_event_that_nobody_could_read_again_can_never_become_a_row(event, why):
    """It would stay there for ever, and stop its stream and every view of the office."""
    with pytest.raises(UnreadableEvent, match=why):
        encode_payload(event, (), SALT)


def test_a_text_that_only_spells_an_escape_is_stored_as_it_is():
    payload = encode_payload(WksbmRenamed(name=r"\u0000 \\u0000"), (), SALT)
    assert msgspec.json.decode(payload)["data"]["name"] == r"\u0000 \\u0000"


@pytest.mark.parametrize(
    "event",
    [
        nominated(SITI),
        Untyped(anything=[{"a": (identity(SITI, "x"),)}]),
        Grown(tree=Tree(below=[Tree(name=identity(BUDI, "y"))])),
    ],
)
async def test_an_event_with_an_open_value_can_never_become_a_row(sealer, event):
    with pytest.raises(OpenValueInEvent, match="through the sealer") as refused:
        encode_payload(event, (), SALT)
    assert "Name 0" not in str(refused.value)
    [(sealed, groups)] = await sealer.seal(TENANT, [(uuid4(), event)])
    assert encode_payload(sealed, groups, SALT)


@pytest.mark.parametrize("text", ['{"$":"open"}', '"$":"open"', '\\"$":"open"'])
def test_a_clear_text_that_looks_like_one_is_no_open_value(text):
    payload = encode_payload(Counted(chairs=1, labels=(text,)), (), SALT)
    assert msgspec.json.decode(payload)["data"]["labels"] == [text]


# --- keys at hand, keys gone ----------------------------------------------------------------


async def test_without_the_key_store_nothing_is_sealed(sealer, store):
    store.cut_off = True
    with pytest.raises(errors.KeyStoreUnavailable):
        await sealer.seal(TENANT, [(uuid4(), nominated(SITI))])
    store.cut_off = False
    assert await sealer.seal(TENANT, [(uuid4(), nominated(SITI))])


async def test_a_key_is_at_hand_for_a_minute_and_no_longer(sealer, store, seconds):
    await sealer.seal(TENANT, [(uuid4(), nominated(SITI))])
    seconds.now = 59.9
    await sealer.seal(TENANT, [(uuid4(), nominated(SITI))])
    assert store.calls == [3]
    seconds.now = 60.0
    await sealer.seal(TENANT, [(uuid4(), nominated(SITI))])
    assert store.calls == [3, 3]


async def test_a_destroyed_key_opens_nothing_once_the_minute_is_over(
    sealer, opener, store, seconds
):
    [(_, groups)] = await sealer.seal(TENANT, [(uuid4(), nominated(SITI))])
    await store.destroy(TENANT, SITI, "identity")
    seconds.now = 60.0
    opened = await opener.open(TENANT, groups)
    assert opened[0] is None
    assert opened[1] == {"candidates.0.phone": "080"}
    await opener.open(TENANT, groups)
    assert store.calls == [3, 3], "that it is gone is remembered"
    with pytest.raises(errors.SubjectErased, match="register the person again"):
        await sealer.seal(TENANT, [(uuid4(), nominated(SITI))])


async def test_a_process_that_is_told_forgets_at_once(sealer, opener, store, ring):
    [(_, groups)] = await sealer.seal(TENANT, [(uuid4(), nominated(SITI))])
    await store.destroy(TENANT, SITI, "identity")
    ring.forget(TENANT, SITI, "identity")
    opened = await opener.open(TENANT, groups)
    assert [group is None for group in opened] == [True, False, False]


async def test_the_cache_is_bounded(store):
    ring = KeyRing(store, size=3)
    opener, sealer = Opener(ring), Sealer(ring, open_type=Personal, sealed_type=Sealed)
    people = [uuid4() for _ in range(10)]
    [(_, groups)] = await sealer.seal(TENANT, [(uuid4(), nominated(*people))])
    assert len(await opener.open(TENANT, groups)) == 21
    assert store.calls == [21, 18]


def test_no_longer_than_a_minute_can_be_asked_for(store):
    with pytest.raises(ValueError, match="at most 60 s"):
        KeyRing(store, ttl_s=61)


async def test_cells_of_a_view_open_with_one_call(sealer, ring, store):
    cells: list[bytes | None] = []
    for person in (SITI, BUDI):
        [(_, groups)] = await sealer.seal(TENANT, [(uuid4(), nominated(person))])
        cells += [encode_group(groups[0]), None]
    store.calls.clear()
    opened = await Opener(KeyRing(store)).open_rows(TENANT, cells)
    assert opened == [{"candidates.0.name": "Name 0"}, {}, {"candidates.0.name": "Name 0"}, {}]
    assert store.calls == [2]


async def test_another_tenant_opens_nothing(sealer, opener):
    [(_, groups)] = await sealer.seal(TENANT, [(uuid4(), nominated(SITI))])
    other = TenantId(UUID(int=2))
    with pytest.raises(errors.KeyUnknown):
        await opener.open(other, groups)
    await sealer.seal(other, [(uuid4(), nominated(SITI))])
    with pytest.raises(errors.CommitmentMismatch):
        await opener.open(other, groups)


async def test_no_plaintext_stands_in_what_is_stored_or_logged(sealer, store, caplog):
    caplog.set_level(logging.DEBUG)
    canary = "6474010101809999"
    event = Untyped(anything=[identity(SITI, canary), note_about(SITI, f"NIK {canary}")])
    [(sealed, groups)] = await sealer.seal(TENANT, [(uuid4(), event)])
    payload = encode_payload(sealed, groups, SALT)
    shown = [payload, *(encode_group(group) for group in groups), repr((sealed, groups)).encode()]
    shown += [repr(vars(store)).encode(), repr(sealer.plan(event)).encode(), caplog.text.encode()]
    pieces = [canary[n : n + 8].encode() for n in range(9)]
    assert not [piece for piece, text in itertools.product(pieces, shown) if piece in text]
