"""Several people named by one command: each once; new ones are registered with it.

Five new people are nominated in one command (S0); seats and handovers follow the same rule.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated
from uuid import UUID

import msgspec
from msgspec import Meta

from ..kernel.fields import Code
from ..kernel.model import Aggregate, Context, Event
from ..kernel.person_fields import names_person
from ..kernel.refusal import About, refuse
from ..people.person import Person
from ..people.registration import PersonRef, person_of
from ..people.standing import is_among, person_twice
from .wksbm_events import Candidate


class Nominee(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A person for a seat: a registered one, or a new one with name and contact."""

    person: Annotated[PersonRef, names_person("SEATED", day="valid_from"), Meta(description="Who.")]
    seat: Annotated[Code, Meta(description="The seat: KETUA, WAKIL, SEKRETARIS, BENDAHARA, …")]


Registrations = list[tuple[Aggregate, Event]]


def candidates_of(
    context: Context, nominees: Sequence[Nominee]
) -> tuple[tuple[Candidate, ...], Registrations]:
    """The candidates, and the registrations of the new people among them.

    Raises ``Refused``: KIND_UNKNOWN for a seat that is not in the policy, SEAT_TWICE, PERSON_TWICE,
    and what finding or registering a person raises.
    """
    candidates: list[Candidate] = []
    registrations: Registrations = []
    for nth, nominee in enumerate(nominees, 1):
        check_seat(context, nominee.seat)
        if any(nominee.seat == other.seat for other in candidates):
            refuse("SEAT_TWICE", field="candidates", seat=nominee.seat)
        person, registered = person_of(context, nominee.person, field="personId")
        if is_among(context, person, [other.person for other in candidates]):
            refuse("PERSON_TWICE", field="candidates", person=About("person", person), nth=nth)
        registrations.extend(registered)
        candidates.append(Candidate(person=person, seat=nominee.seat))
    return tuple(candidates), registrations


def check_seat(context: Context, seat: str) -> None:
    """Raises KIND_UNKNOWN for a seat that the tenant's boards do not have."""
    if seat not in context.policies.seats:
        refuse("KIND_UNKNOWN", field="seat", code=seat, list="Seat", allowed=context.policies.seats)


def registered(context: Context, people: Sequence[UUID], *, field: str) -> tuple[UUID, ...]:
    """The ids, after checking that all are registered and different. Raises NOT_FOUND or
    PERSON_TWICE."""
    for person in people:
        context.existing(Person, person, field=field)
    if nth := person_twice(context, people):
        about = About("person", people[nth - 1])
        refuse("PERSON_TWICE", field=field, person=about, nth=nth)
    return tuple(people)
