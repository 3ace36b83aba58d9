"""A merge that is reversed changes nothing: no state, and no worklist.

In every story, at its end, every two persons are merged and unmerged, with what the service does
by itself in between.
"""

from __future__ import annotations

import copy
from collections.abc import Callable
from itertools import combinations
from typing import Any

import msgspec

from wahana.domain.care.processes.services import ServiceProcess
from wahana.domain.care.service_register import ServiceRegister
from wahana.domain.kernel.model import Actor
from wahana.domain.people.duplicate_commands import MergePersons, SuspectDuplicate
from wahana.domain.people.duplicate_corrections import ReverseMerge
from wahana.domain.people.person import Person

from .conftest import Scenario, uid
from .corrections.stories import Story
from .one_person import told
from .reacting import reacted
from .test_corrections import STORIES, of

HEAD = Actor(id=uid("another officer"), role="DINAS_HEAD")
SERVICES = ServiceProcess()


def states(world: Scenario) -> dict[Any, Any]:
    """All streams without their versions; those that say nothing are as if they were not there."""
    found = {}
    for (kind, stream), state in world._streams.items():
        bare = msgspec.structs.replace(state, version=0)
        empty = kind(id=stream)
        if isinstance(bare, ServiceRegister):
            empty = msgspec.structs.replace(empty, person=bare.person)
        if bare != empty:
            found[kind, stream] = bare
    return found


def at_its_end(made: Callable[[], Story]) -> Scenario:
    told_until = list(told(made))
    world, command, given = told_until[-1]
    world.when(command, **given)
    return world


@of([made for made in STORIES if list(told(made))])
def test_a_merge_and_its_reversal_change_nothing(made: Callable[[], Story]) -> None:
    world = at_its_end(made)
    people = [
        state.id
        for (kind, _), state in sorted(world._streams.items(), key=str)
        if kind is Person and state.exists and state.merged_into is None and not state.suspected
    ]
    for survivor, merged in list(combinations(people, 2))[:6]:
        if world.state(Person, survivor).suspicion_of(merged) is not None:
            continue
        before = copy.copy(world._streams)
        suspect = SuspectDuplicate(person_id=survivor, other_id=merged, score=90, basis=("NAME",))
        world.when(suspect).accepted()
        merge = world.when(MergePersons(person_id=survivor, merged_id=merged), actor=HEAD)
        if merge.refused is None:
            reacted(world, SERVICES, merge.written, world.today)
            reverse = ReverseMerge(person_id=survivor, merged_id=merged, reason="OTHER_PERSON")
            reversal = world.when(reverse, actor=HEAD).accepted()
            reacted(world, SERVICES, reversal.written, world.today)
            after = states(world)
            world._streams = before
            assert after == states(world), (survivor, merged)
        world._streams = before
