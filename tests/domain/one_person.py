"""A world in which a person has two records, made of one in which they have one."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from uuid import UUID, uuid5

import msgspec

from wahana.domain.care.service_register import register_id
from wahana.domain.kernel.model import Command
from wahana.domain.kernel.person_fields import PersonField, judged
from wahana.domain.kernel.slots import DEATH_BENEFIT, slot_id
from wahana.domain.people.household_rules import SLOT
from wahana.domain.people.person import Person
from wahana.domain.people.person_facts import Absorption, Death, Takeover

from .conftest import Scenario
from .corrections.stories import Story


def twin(person: UUID) -> UUID:
    """The id of a person's other record."""
    return uuid5(person, "other record")


def told(made: Callable[[], Story]) -> Iterator[tuple[Scenario, Command, dict[str, Any]]]:
    """Every command of a story that is accepted, each with the world right before it."""
    story = made()
    how = story.tellings[0]
    world = story.world
    before = copy.copy(world._streams)
    given = {"on": how.on, "actor": story.by}
    if world.when(how.make, **given).refused is not None:
        return
    yield _at(world, before), how.make, given
    of = story.entry()
    for correcting, on in _corrections(story, of):
        before = copy.copy(world._streams)
        given = {"on": on, "actor": story.by}
        if world.when(correcting, **given).refused is None:
            yield _at(world, before), correcting, given
            world._streams = before
    for step in story.then:
        command = step.does if isinstance(step.does, Command) else step.does(of)
        before = copy.copy(world._streams)
        given = {"on": step.on, "actor": step.by or story.by}
        if world.when(command, **given).refused is None:
            yield _at(world, before), command, given


def _corrections(story: Story, of: int) -> Iterator[tuple[Command, Any]]:
    for telling in story.tellings[1:]:
        if telling.correct is not None:
            yield telling.correct(of), telling.correct_on
    if story.retract is not None:
        yield story.retract(of), story.retract_on


def _at(world: Scenario, streams: dict[Any, Any]) -> Scenario:
    then = copy.copy(world)
    then._streams = copy.copy(streams)
    return then


def persons_in(command: Command) -> list[tuple[UUID, PersonField]]:
    """The persons that a command names, and how; a field that names several gives each."""
    found: list[tuple[UUID, PersonField]] = []

    def seen(person: UUID, said: PersonField, path: str, around: object) -> UUID:
        found.append((person, said))
        return person

    judged(command, seen)
    return found


def naming(command: Command, one: UUID, other: UUID) -> Command:
    """The command with another record wherever it names the first."""
    return judged(command, lambda person, *_: other if person == one else person)


def merged(world: Scenario, person: UUID, on: date, *, died_on: date | None = None) -> None:
    """Another record of the person was merged into theirs; ``died_on``: it has their death."""
    record: Person = world.state(Person, person)
    took = Takeover(
        entry=record.version + 1,
        merged_on=on,
        merged=twin(person),
        approver=world.uid("approver"),
        nik=None,
        consents=(),
        suspicion=None,
    )
    takeovers = (*record.takeovers, took)
    world.put(msgspec.structs.replace(record, takeovers=takeovers, version=took.entry))
    absorbed = Absorption(entry=2, merged_on=on, survivor=person, suspicion=None)
    death = None if died_on is None else Death(entry=1, died_on=died_on)
    world.put(
        Person(
            id=twin(person),
            version=2,
            registration=record.registration,
            absorption=absorbed,
            death=death,
        )
    )


def entered_under_twin(world: Scenario, person: UUID) -> None:
    """All entries about a person outside of their record were made under the other record."""
    other = twin(person)
    ids = {person: other, register_id(world.tenant_id, person): register_id(world.tenant_id, other)}
    for kind in (SLOT, DEATH_BENEFIT):
        ids[slot_id(world.tenant_id, kind, str(person))] = slot_id(
            world.tenant_id, kind, str(other)
        )
    for (kind, stream), state in list(world._streams.items()):
        if kind is not Person:
            del world._streams[kind, stream]
            world.put(renamed(state, ids))


def renamed(value: Any, ids: dict[UUID, UUID]) -> Any:
    """A value with other ids, wherever they occur in it."""
    if isinstance(value, UUID):
        return ids.get(value, value)
    if isinstance(value, msgspec.Struct):
        names = value.__struct_fields__
        changed = {name: renamed(getattr(value, name), ids) for name in names}
        return msgspec.structs.replace(value, **changed)
    if isinstance(value, tuple | frozenset | list):
        return type(value)(renamed(item, ids) for item in value)
    if isinstance(value, dict):
        return {renamed(key, ids): renamed(item, ids) for key, item in value.items()}
    return value
