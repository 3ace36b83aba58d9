"""Slots: one holder at a time, for any rule across aggregates."""

from __future__ import annotations

import pytest

from wahana.domain.kernel.slot_events import SlotReleased, SlotTaken
from wahana.domain.kernel.slots import Slot, release, slot_id, take


@pytest.fixture
def world(scenario):
    return scenario()


def held(world, kind, key, holder):
    world.given(Slot, slot_id(world.tenant_id, kind, key), SlotTaken(kind=kind, holder=holder))


def test_a_free_slot_is_taken(world):
    someone = world.uid("someone")
    slot, event = take(world.context(), kind="death-benefit", key="p1", holder=someone)
    assert slot.id == slot_id(world.tenant_id, "death-benefit", "p1")
    assert event == SlotTaken(kind="death-benefit", holder=someone)


def test_a_held_slot_says_who_holds_it(world):
    someone, other = world.uid("someone"), world.uid("other")
    held(world, "death-benefit", "p1", someone)
    context = world.context()
    assert take(context, kind="death-benefit", key="p1", holder=other) == someone
    assert take(context, kind="death-benefit", key="p1", holder=someone) == someone


def test_another_key_kind_or_tenant_is_another_slot(scenario, world):
    ids = {
        slot_id(world.tenant_id, "death-benefit", "p1"),
        slot_id(world.tenant_id, "death-benefit", "p2"),
        slot_id(world.tenant_id, "wksbm-area", "p1"),
        slot_id(scenario(tenant="another").tenant_id, "death-benefit", "p1"),
    }
    assert len(ids) == 4


def test_a_released_slot_is_free(world):
    someone, other = world.uid("someone"), world.uid("other")
    held(world, "death-benefit", "p1", someone)
    slot = slot_id(world.tenant_id, "death-benefit", "p1")
    state, event = release(world.context(), kind="death-benefit", slot=slot, holder=someone)
    assert event == SlotReleased(kind="death-benefit", holder=someone)
    world.given(Slot, state.id, event)
    taken = take(world.context(), kind="death-benefit", key="p1", holder=other)
    assert not isinstance(taken, type(other))


def test_only_the_holder_releases(world):
    held(world, "death-benefit", "p1", world.uid("someone"))
    slot = slot_id(world.tenant_id, "death-benefit", "p1")
    with pytest.raises(ValueError, match="is held by"):
        release(world.context(), kind="death-benefit", slot=slot, holder=world.uid("other"))
