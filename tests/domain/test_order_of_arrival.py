"""What is in force does not depend on which of two facts was entered first.

For every aggregate of the registry: any two of its events, each on a business day of its own, are
folded in either order of arrival; the states must agree. The samples are the golden ones, and a
second telling of each with other values. A number names each event whenever it arrives, so that
entries are the same in both orders.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple, get_args
from uuid import UUID

import msgspec
import pytest

from wahana.deploy.registry import EVENTS, KINDS, TIMELINES
from wahana.domain.kernel.model import Aggregate, Event, Stamp
from wahana.domain.kernel.refusal import Refused

GOLDEN = Path(__file__).parents[1] / "contract" / "golden" / "events"
ID = UUID("01890a5d-ac96-774b-bcce-b302099a8057")
OTHER = UUID("01890a5d-ac96-774b-bcce-b302099a8058")
BEGAN, EARLIER, LATER = date(2012, 1, 2), date(2012, 3, 1), date(2012, 11, 29)
FACT_KINDS = [kind for timeline in TIMELINES for kind in timeline.kinds]
REVISING = {event for kind in FACT_KINDS for event in (*kind.corrected_by, kind.retracted_by)}
FIRST = {
    *("activity.scheduled", "budget_target.set", "local_area.registered", "tenant.registered"),
    *("member.admitted", "board.term_opened", "arisan.cycle_opened"),
}
"""Events that begin an aggregate which has no kind of fact for what it is from the start."""
BEGINNING = {kind.made_by[0] for kind in FACT_KINDS if kind.without is None} | {
    event for event in EVENTS if event.TOPIC in FIRST
}
BY_ARRIVAL = {
    "fund": "entries of a book have numbers, in the order in which they come",
    "slot": "who comes first has it",
    "service_register": "claims are compared as they come; each warning names what it found",
}
"""Aggregates whose order of arrival is a fact of its own."""
ONE_AFTER_THE_OTHER = {
    ("case.closed", "case.service_requested"): "a closed case takes no wish",
    ("case.closed", "case.service_assigned"): "a closed case takes no service",
    ("referral.sent", "referral.received"): "what was not sent is not received",
    ("household.member_added", "household.member_removed"): "who leaves had joined",
    ("referral.accepted", "referral.received"): "what was not received is not accepted",
    ("person.identity_claimed", "person.identity_verified"): "what is verified was claimed",
    ("person.identity_claimed", "person.persons_merged"): "a merge brings one NIK at most",
    ("person.identity_verified", "person.persons_merged"): "a merge brings one NIK at most",
    ("meeting.decision_taken", "meeting.decision_taken"): "decisions are numbered as they come",
}
"""Pairs of which the rules of the aggregate let in one order of arrival alone."""


class Told(NamedTuple):
    """An event on its day; ``number`` is its entry, whenever it arrives."""

    event: Any
    day: date
    number: int


def sample(event: type[Event], *, other: bool = False) -> Any:
    """The golden sample of an event, or one with other values."""
    path = GOLDEN / f"{event.TOPIC}.v{event.SCHEMA}.json"
    found = msgspec.convert(msgspec.json.decode(path.read_bytes()), event)
    if not other:
        return found
    changes = {}
    for field in msgspec.structs.fields(event):
        value = getattr(found, field.name)
        if isinstance(value, UUID):
            changes[field.name] = OTHER
        elif isinstance(value, str):
            others = [one for one in choices(field.type) if one != value]
            changes[field.name] = others[0] if others else f"{value}2"
        elif isinstance(value, int) and not isinstance(value, bool):
            changes[field.name] = value + 1
    return msgspec.structs.replace(found, **changes)


def choices(kind: Any) -> Iterator[str]:
    """The texts that a field takes, if they are listed."""
    for one in get_args(kind):
        yield from [one] if isinstance(one, str) else choices(one)


def on_day(event: Any, day: date) -> Any:
    """The event with its own business day, if it says one."""
    named = {kind.day_field for kind in FACT_KINDS if type(event) in kind.made_by}
    own = (named | {"effective_from"}) & {*event.__struct_fields__}
    return msgspec.structs.replace(event, **dict.fromkeys(own, day))


def folded(state: Any, *told: Told) -> Any:
    for each in told:
        stamp = Stamp(
            event_id=UUID(int=each.number),
            version=each.number,
            occurred_on=each.day,
            recorded_at=datetime(2012, 12, 1, tzinfo=UTC),
            actor_id=ID,
            role="DINAS_OFFICER",
        )
        state = state.evolve(on_day(each.event, each.day), stamp)
    return state


def aggregate_of(event: type[Event]) -> type[Aggregate]:
    return KINDS[event.TOPIC.partition(".")[0]]


def beginning(kind: type[Aggregate]) -> Any:
    """The state after the first event, which comes first in every log."""
    first = [event for event in EVENTS if event in BEGINNING and aggregate_of(event) is kind]
    return folded(kind(id=ID, version=1), *(Told(sample(event), BEGAN, 1) for event in first[:1]))


NOT_THERE = (AssertionError, AttributeError, LookupError, ValueError, StopIteration, TypeError)
"""What a fold raises where the fact that an event is about is not there."""


def follows(state: Any, told: Told) -> bool:
    """Whether an event makes its fact: what it is about is there."""
    made = [kind for kind in FACT_KINDS if type(told.event) in kind.made_by]
    try:
        then = folded(state, told)
        return not made or any(told.number in dict(kind.found(then)) for kind in made)
    except (*NOT_THERE, Refused):
        return False


STANDING = [
    event
    for event in EVENTS
    if event not in REVISING | BEGINNING
    and aggregate_of(event).TYPE not in BY_ARRIVAL
    and follows(beginning(aggregate_of(event)), Told(sample(event), EARLIER, 1001))
]
"""Events that can directly follow the first one of their aggregate."""
PAIRS = [
    pytest.param(one, two, id=f"{one.TOPIC}-{two.TOPIC}")
    for one, two in product(STANDING, STANDING)
    if aggregate_of(one) is aggregate_of(two)
    and not {(one.TOPIC, two.TOPIC), (two.TOPIC, one.TOPIC)} & {*ONE_AFTER_THE_OTHER}
]


def told_anew(event: type[Event], number: int) -> Any:
    """Another telling of an event, if it can follow by itself; else the golden sample."""
    varied = sample(event, other=True)
    follow = follows(beginning(aggregate_of(event)), Told(varied, LATER, number))
    return varied if follow else sample(event)


def stand_once(begin: Any, *told: Told) -> bool:
    """Whether the events make a fact of which there is at most one: no second one is accepted."""
    both = folded(begin, *told)
    made = [kind for kind in FACT_KINDS if all(type(one.event) in kind.made_by for one in told)]
    return any(len([*kind.found(both)]) == 1 for kind in made)


@pytest.mark.parametrize(("one", "two"), PAIRS)
def test_two_facts_make_the_same_state_whichever_arrives_first(
    one: type[Event], two: type[Event]
) -> None:
    begin = beginning(aggregate_of(one))
    earlier, later = Told(sample(one), EARLIER, 1001), Told(told_anew(two, 1002), LATER, 1002)
    if stand_once(begin, earlier, later):
        return
    assert folded(begin, earlier, later) == folded(begin, later, earlier)


def test_most_pairs_of_facts_are_tried() -> None:
    known = {aggregate_of(event).TYPE for event in STANDING}
    assert {*KINDS} - known == {*BY_ARRIVAL, "late_entry"}, "a permit is one fact and its end"
    assert len(PAIRS) > 800
