"""Rules are about persons, not about records: any record of a person has the same effect.

Generated from the stories of all facts (``corrections/``): every command of a story, every person
that it names, in every field that names one.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

import msgspec
import pytest

from wahana.deploy.registry import COMMANDS
from wahana.domain.kernel.model import Command
from wahana.domain.kernel.person_fields import AS_GIVEN, LIVING, person_fields
from wahana.domain.people.person import Person

from .conftest import Outcome, Scenario
from .corrections.stories import Story
from .one_person import (
    entered_under_twin,
    merged,
    naming,
    persons_in,
    told,
    twin,
)
from .test_corrections import STORIES, of

OTHER_IDS = {
    *("activityId", "bookId", "caseId", "claimId", "conflictId", "consentId", "cycleId"),
    *("fundBookId", "grantId", "householdId", "into", "intoWksbmId", "invitationId", "kps"),
    *(
        "kpsAId",
        "kpsBId",
        "kpsId",
        "localAreaId",
        "meetingId",
        "memberId",
        "otherClaimId",
        "otherWksbmId",
        "parent",
    ),
    *("parentId", "partOf", "partnerId", "permitId", "referralId", "serviceId", "speakerId"),
    *("statementId", "id", "tokenId", "twinCaseId", "twinId", "via", "warningId", "wksbmId"),
    *("wksbmIds[]", "consentIds[]", "book"),
}
"""Fields that take the id of something else than a person."""


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.__name__)
def test_every_id_says_whether_it_names_a_person_and_what_they_do(command: type[Command]) -> None:
    unsaid = [path for path, said in person_fields(command) if said is None]
    assert [path for path in unsaid if path.rpartition(".")[2] not in OTHER_IDS] == []


def verdict(outcome: Outcome) -> Any:
    """What a command came to: its events, or its refusal."""
    refused = outcome.refused
    return outcome.events if refused is None else (refused.code, refused.field)


def cases(made: Callable[[], Story]) -> Iterator[tuple[Scenario, Command, dict[str, Any], UUID]]:
    """Every command of a story, with every registered person that it names."""
    for world, command, given in told(made):
        named = {person for person, said in persons_in(command) if said.role not in AS_GIVEN}
        for person in sorted(named, key=str):
            if world.state(Person, person).exists:
                yield world, command, given, person


@of(STORIES)
def test_any_record_of_a_person_may_be_named(made: Callable[[], Story]) -> None:
    for world, command, given, person in cases(made):
        merged(world, person, world.today)
        other = naming(command, person, twin(person))
        at = type(command).__name__
        expected = _tried(world, command, given)
        assert verdict(_tried(world, other, given)) == verdict(expected), at


@of(STORIES)
def test_nobody_acts_or_receives_after_their_death(made: Callable[[], Story]) -> None:
    """On whichever record the death stands. What was before the death may be entered later."""
    for world, command, given, person in cases(made):
        roles = {said.role for one, said in persons_in(command) if one == person}
        at = type(command).__name__
        before = _tried(world, command, given)
        long_dead, just_dead = _copy(world), _copy(world)
        merged(long_dead, person, world.today, died_on=date(1950, 1, 1))
        refused = _tried(long_dead, command, given).refused
        if roles & LIVING:
            assert refused is not None, at
            assert refused.code == "PERSON_DIED", f"{at}: {refused}"
        merged(just_dead, person, world.today, died_on=max(days_in(command, given, world)))
        later = _tried(just_dead, command, given)
        if before.refused is None and not SEES_DEATH & {at}:
            assert verdict(later) == verdict(before), at


@of(STORIES)
def test_what_was_entered_under_another_record_is_the_persons(made: Callable[[], Story]) -> None:
    """The same verdict as if there had been one record all along: of each command, and of the
    same command given again, which is refused for what stands already."""
    for world, command, given, person in cases(made):
        again = _copy(world)
        again.when(command, **given)
        for before in (world, again):
            two = _copy(before)
            merged(two, person, world.today)
            entered_under_twin(two, person)
            expected, actual = _tried(before, command, given), _tried(two, command, given)
            at = f"{type(command).__name__}: {actual.refused}, {expected.refused}"
            assert kinds(actual) == kinds(expected), at


def kinds(outcome: Outcome) -> Any:
    """The refusal, or the kinds of events on the kinds of streams."""
    if outcome.refused is not None:
        return outcome.refused.code, outcome.refused.field
    return [(type(state), type(event)) for state, event in outcome.written]


SEES_DEATH = {"RecordDeath"}
"""Commands that are about a death; there is one of a person."""


def days_in(command: Command, given: dict[str, Any], world: Scenario) -> Iterator[date]:
    """Every day that a command says, and its business date."""
    yield given["on"] or world.today

    def walk(value: Any) -> Iterator[date]:
        if isinstance(value, date):
            yield value
        elif isinstance(value, msgspec.Struct):
            for name in value.__struct_fields__:
                yield from walk(getattr(value, name))
        elif isinstance(value, tuple):
            for item in value:
                yield from walk(item)

    yield from walk(command)


def _copy(world: Scenario) -> Scenario:
    then = copy.copy(world)
    then._streams = copy.copy(world._streams)
    return then


def _tried(world: Scenario, command: Command, given: dict[str, Any]) -> Outcome:
    """What a command would come to; the world stays as it is."""
    return _copy(world).when(command, **given)
