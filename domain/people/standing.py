"""The person of a record: one person may have several records.

Two merged records are one person. Every rule about whether persons are the same, are alive or are
in a list uses these functions; no other code compares ids of persons (a test checks the sources).
The records are read through the context, so a simultaneous merge is noticed (decision 0004).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import Protocol, TypeVar
from uuid import UUID

import msgspec

from ..kernel.model import Command, Context, Load
from ..kernel.person_fields import AS_GIVEN, LIVING, PersonField, judged
from ..kernel.refusal import About, refuse
from .person import Person
from .person_facts import GivenConsent

C = TypeVar("C", bound=Command)


class Reading(Protocol):
    """Loads states: the context of a decision, or of a process manager."""

    @property
    def load(self) -> Load: ...


@dataclass(frozen=True, slots=True)
class Standing:
    """A person, with all their records."""

    record: Person
    """The surviving record."""
    records: tuple[Person, ...]
    """All records: the surviving one, then those merged into it, and into these before."""

    @property
    def id(self) -> UUID:
        """Id of the surviving record."""
        return self.record.id

    @property
    def ids(self) -> tuple[UUID, ...]:
        """Ids of all records, that of the surviving one first."""
        return tuple(each.id for each in self.records)

    @property
    def deceased(self) -> Person | None:
        """The record with the death, if the person died."""
        return next((each for each in self.records if each.death is not None), None)

    @property
    def died_on(self) -> date | None:
        """Day of death, in whichever record it was entered."""
        return None if self.deceased is None else self.deceased.died_on

    def among(self, others: Iterable[UUID | None]) -> UUID | None:
        """The id by which the person is in ``others``; ``None`` if they are not."""
        own = self.ids
        return next((each for each in others if each in own), None)

    def dead_on(self, day: date) -> bool:
        """Whether the person died before a day; on the day of death they were alive."""
        return self.died_on is not None and self.died_on < day

    def surely_child_on(self, day: date) -> bool | None:
        """Whether the person is certainly a child, by the first record that decides it; ``None``:
        none does."""
        told = (each.is_child_on(day) for each in self.records)
        return next((each for each in told if each is not None), None)


def standing(context: Reading, person_id: UUID) -> Standing:
    """The person of a record. A record that does not exist is a person of its own."""
    record = context.load(Person, person_id)
    if record.merged_into is None and not record.takeovers:
        return Standing(record, (record,))
    seen = {person_id}
    while record.merged_into is not None and record.merged_into not in seen:
        seen.add(record.merged_into)
        record = context.load(Person, record.merged_into)
    records = [record]
    known = {record.id}
    for each in records:
        for takeover in each.takeovers:
            if takeover.merged not in known:
                known.add(takeover.merged)
                records.append(context.load(Person, takeover.merged))
    return Standing(record, tuple(records))


def same_person(context: Reading, one: UUID | None, other: UUID | None) -> bool:
    """Whether two records are of one person; false if an id is missing."""
    if one is None or other is None:
        return False
    return one == other or standing(context, one).id == standing(context, other).id


def is_among(context: Reading, person_id: UUID | None, others: Collection[UUID | None]) -> bool:
    """Whether a person is in ``others``, under any of their records."""
    if person_id is None or not others:
        return False
    return person_id in others or standing(context, person_id).among(others) is not None


def known_as(context: Reading, person_id: UUID, others: Collection[UUID]) -> UUID:
    """The id by which a person is in ``others``; their own id if they are not."""
    if person_id in others or not others:
        return person_id
    return standing(context, person_id).among(others) or person_id


def person_twice(context: Reading, people: Iterable[UUID]) -> int | None:
    """The index, from 1, of the first person who appears earlier in the list; ``None`` if nobody
    does."""
    seen: set[UUID] = set()
    for nth, each in enumerate(people, 1):
        person = standing(context, each).id
        if person in seen:
            return nth
        seen.add(person)
    return None


def outgrown(context: Context, person: Standing, consent: GivenConsent, day: date) -> bool:
    """Whether a consent that a parent or guardian gave for a child has ended by a day, because the
    person surely came of age; their own consent confirms it. Policy: guardian_consent_ends.
    """
    if consent.giver == "SELF" or not context.policies_on(day).guardian_consent_ends:
        return False
    was_child = person.surely_child_on(consent.given_on)
    return bool(was_child) and person.surely_child_on(day) is False


def check_lives(context: Reading, person_id: UUID, day: date, *, field: str | None) -> None:
    """Raises PERSON_DIED if a person died before a day."""
    found = standing(context, person_id)
    if found.dead_on(day):
        refuse("PERSON_DIED", field=field, person=About("person", person_id), day=found.died_on)


def settled(context: Context, command: C) -> tuple[Context, C]:
    """The command, and for whom it is entered, with every person by the record that counts.

    A correction names who acts, receives or is seated by the record under which the fact has them,
    if it has them: who stays the same is not changed by it.
    """

    def record(person_id: UUID, said: PersonField, path: str, around: object) -> UUID:
        if said.role in AS_GIVEN:
            return person_id
        found = standing(context, person_id)
        as_known = found.among(known) if said.role in LIVING else None
        return as_known or found.id

    known = {each for _, fact in command.corrected(context) for each in _ids_in(fact)}
    if context.on_behalf_of is not None:
        behalf = standing(context, context.on_behalf_of).id
        context = replace(context, on_behalf_of=behalf)
    return context, judged(command, record)


def _ids_in(value: object) -> Iterator[UUID]:
    """Every id in a fact."""
    if isinstance(value, UUID):
        yield value
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from _ids_in(getattr(value, name))
    elif isinstance(value, tuple):
        for item in value:
            yield from _ids_in(item)


def check_living(context: Context, command: Command) -> None:
    """Raises PERSON_DIED if a person would act, receive or be seated after their death."""

    def lives(
        person_id: UUID, said: PersonField, path: str, around: tuple[msgspec.Struct, ...]
    ) -> UUID:
        if said.role in LIVING and (found := standing(context, person_id)).died_on is not None:
            day = _day(context, command, said, around)
            if day is not None and found.dead_on(day):
                field, about = path.partition("[")[0], About("person", found.id)
                refuse("PERSON_DIED", field=field, person=about, day=found.died_on)
        return person_id

    if context.on_behalf_of is not None:
        check_lives(context, context.on_behalf_of, context.occurred_on, field="onBehalfOf")
    judged(command, lives)


def _day(
    context: Context, command: Command, said: PersonField, around: tuple[msgspec.Struct, ...]
) -> date | None:
    """The day on which a person does what a field says; ``None`` if no fact gives it."""
    for each in around:
        told = getattr(each, said.day, None) if said.day else None
        if told:
            last: date = max(told) if isinstance(told, tuple) else told
            return last
    return command.acted_on(context)
