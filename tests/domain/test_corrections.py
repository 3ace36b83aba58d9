"""Every correction and retraction of the registry, by the same table of cases.

A story (``corrections/``) is played twice: with one telling that is corrected to another, and with
the other from the start. Verdicts and states must agree, whatever came after the fact.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from typing import Any

import msgspec
import pytest

from wahana.deploy.registry import EVENTS, FACTS, TIMELINES
from wahana.domain.kernel.fields import Personal
from wahana.domain.kernel.model import Command
from wahana.domain.kernel.refusal import Refused
from wahana.domain.words.catalogue import LABELS

from .corrections import (
    activity_stories,
    area_stories,
    arisan_stories,
    board_stories,
    case_stories,
    fund_stories,
    household_stories,
    kps_stories,
    life_stories,
    meeting_stories,
    office_stories,
    person_stories,
    referral_stories,
    service_stories,
    wksbm_stories,
)
from .corrections.stories import Step, Story

STORIES: tuple[Callable[[], Story], ...] = (
    *activity_stories.STORIES,
    *case_stories.STORIES,
    *service_stories.STORIES,
    *referral_stories.STORIES,
    *kps_stories.STORIES,
    *wksbm_stories.STORIES,
    *life_stories.STORIES,
    *board_stories.STORIES,
    *meeting_stories.STORIES,
    *area_stories.STORIES,
    *fund_stories.STORIES,
    *arisan_stories.STORIES,
    *household_stories.STORIES,
    *office_stories.STORIES,
    *person_stories.STORIES,
)


def name(made: Callable[[], Story]) -> str:
    return f"{made.__module__.rsplit('.', 1)[-1].removesuffix('_stories')}-{made.__name__}"


def of(stories: Iterable[Callable[[], Story]]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("made", list(stories), ids=name)


CORRECTED = [made for made in STORIES if made().tellings[0].correct is not None]
RETRACTED = [made for made in STORIES if made().retract is not None]
every_story = of(STORIES)


NAMING = {"ENTRY_IN_USE": "entry", "STAGE_DATE": "stage"}
"""Refusals that name a later entry, and where they do."""


class Told:
    """A story that was told so far, with the fact's version, or where it was refused."""

    def __init__(self, made: Callable[[], Story], telling: int, steps: int) -> None:
        self.story = made()
        self.of = 0
        self.refused: Refused | None = None
        self.at: Step | None = None
        how = self.story.tellings[telling]
        outcome = self.story.world.when(how.make, on=how.on, actor=self.story.by)
        self.refused = outcome.refused
        if self.refused is None:
            self.of = self.story.entry()
            self._go_on(steps)

    def _go_on(self, steps: int) -> None:
        for step in self.story.then[:steps]:
            command = step.does if isinstance(step.does, Command) else step.does(self.of)
            outcome = self.story.world.when(command, on=step.on, actor=step.by or self.story.by)
            if outcome.refused is not None:
                self.refused, self.at = outcome.refused, step
                return

    def hindered_by(self, command: Command, on: date | None, steps: int) -> set[str]:
        """The later entries that a correction or retraction is refused for, by their words."""
        refused = self.story.world.when(command, on=on, actor=self.story.by).refused
        if refused is None:
            return set()
        named = refused.params.get(NAMING.get(refused.code, ""))
        entered = [(step, step.kind) for step in self.story.then[:steps] if step.kind is not None]
        words = {step.called or kind.code: kind for step, kind in entered}
        return {
            word for word, kind in words.items() if word == named or refused.code in kind.kept_codes
        }

    def states(self) -> dict[Any, Any]:
        """All streams, without their versions and without what tells nothing."""
        found = {
            key: self.story.same(msgspec.structs.replace(state, version=0))
            for key, state in self.story.world._streams.items()
            if state.version
        }
        return {key: state for key, state in found.items() if state is not None}


def correcting(story: Story, telling: int, of: int) -> tuple[Command, Any]:
    how = story.tellings[telling]
    assert how.correct is not None
    return how.correct(of), how.correct_on


def corrections(made: Callable[[], Story]) -> Iterator[tuple[int, int, int]]:
    """From which telling, to which one, after how many steps."""
    story = made()
    for steps in range(len(story.then) + 1):
        for wrong in range(len(story.tellings)):
            for right in range(len(story.tellings)):
                yield wrong, right, steps


@of(CORRECTED)
def test_a_correction_is_as_if_it_had_been_entered_right(made: Callable[[], Story]) -> None:
    tried = 0
    for wrong, right, steps in corrections(made):
        actual = Told(made, wrong, steps)
        if actual.refused is not None:
            continue
        command, on = correcting(actual.story, right, actual.of)
        outcome = actual.story.world.when(command, on=on, actor=actual.story.by)
        expected = Told(made, right, steps)
        where = f"{wrong} -> {right} after {steps} steps: {outcome.refused}, {expected.refused}"
        tried += 1
        if barred(outcome.refused, actual.story, steps):
            continue
        if wrong == right:
            assert outcome.refused is not None, where
            assert outcome.refused.code == "NO_CHANGE", where
        elif expected.refused is None:
            assert outcome.refused is None, where
            assert actual.states() == expected.states(), where
        else:
            assert outcome.refused is not None, where
            check_same_refusal(outcome.refused, expected, where)
    assert tried > 3


def barred(refused: Refused | None, story: Story, steps: int) -> bool:
    """Whether a step refuses what would have done no harm before it."""
    return refused is not None and refused.code in {step.bars for step in story.then[:steps]}


def check_same_refusal(refused: Refused, expected: Told, where: str) -> None:
    """What the making command would say; or the later fact is named, in its own words at most."""
    assert expected.refused is not None
    if expected.at is None or refused.code not in NAMING:
        kept = expected.at and expected.at.kind and refused.code in expected.at.kind.kept_codes
        assert kept or refused.code == expected.refused.code, where
        return
    if refused.code == "STAGE_DATE" and expected.refused.code == "STAGE_DATE" and not expected.at:
        return
    assert expected.at.kind is not None, where
    name = expected.at.called or expected.at.kind.code
    assert refused.params[NAMING[refused.code]] == name, where
    assert refused.params["day"] is not None, where


@of(made for made in RETRACTED if made().kind.without is not None)
def test_a_retraction_is_as_if_it_had_never_been_entered(made: Callable[[], Story]) -> None:
    story = made()
    for steps in range(len(story.then) + 1):
        actual = Told(made, 0, steps)
        assert actual.refused is None, actual.refused
        assert actual.story.retract is not None
        command = actual.story.retract(actual.of)
        outcome = actual.story.world.when(
            command, on=actual.story.retract_on, actor=actual.story.by
        )
        expected = without_it(made, steps)
        where = f"after {steps} steps: {outcome.refused}, {expected.refused}"
        if barred(outcome.refused, actual.story, steps):
            continue
        if expected.refused is None:
            assert outcome.refused is None, where
            assert actual.states() == expected.states(), where
            again = actual.story.world.when(command, actor=actual.story.by)
            check_gone(again.refused, command)
        else:
            assert outcome.refused is not None, where
            check_same_refusal(outcome.refused, expected, where)


def without_it(made: Callable[[], Story], steps: int) -> Told:
    """The story without its fact and its ends; versions go on as if it had been there."""
    told = Told.__new__(Told)
    told.story, told.of, told.refused, told.at = made(), 0, None, None
    world = told.story.world
    how = told.story.tellings[0]
    before = dict(world._streams)
    outcome = world.when(how.make, on=how.on, actor=told.story.by).accepted()
    counts = {state.id: 0 for state, _ in outcome.written}
    for state, _ in outcome.written:
        counts[state.id] += 1
    told.of = told.story.entry()
    world._streams = before | {
        key: msgspec.structs.replace(before.get(key, key[0](id=key[1])), version=state.version)
        for key, state in world._streams.items()
        if key[1] in counts
    }
    for step in told.story.then[:steps]:
        if step.ends:
            key = told.story.stream
            state = world.state(*key)
            world._streams[key] = msgspec.structs.replace(state, version=state.version + 1)
            continue
        command = step.does if isinstance(step.does, Command) else step.does(told.of)
        outcome = world.when(command, on=step.on, actor=step.by or told.story.by)
        if outcome.refused is not None:
            told.refused, told.at = outcome.refused, step
            break
    return told


def check_gone(refused: Refused | None, command: Command) -> None:
    """NOT_FOUND; a command that finds the fact without its version has words of its own."""
    assert refused is not None
    if "of" in command.__struct_fields__:
        assert refused.code == "NOT_FOUND"


def valid(made: Callable[[], Story]) -> list[int]:
    """The tellings that are accepted."""
    return [at for at in range(len(made().tellings)) if Told(made, at, 0).refused is None]


@of(CORRECTED)
def test_a_second_correction_stands_over_the_first(made: Callable[[], Story]) -> None:
    first, second, *_ = valid(made)
    told = Told(made, first, 0)
    for telling in (second, first, second):
        command, on = correcting(told.story, telling, told.of)
        told.story.world.when(command, on=on, actor=told.story.by).accepted()
    assert told.states() == Told(made, second, 0).states()


def revisions(made: Callable[[], Story]) -> Iterator[tuple[Told, Command, Any]]:
    """A correction and the retraction, each of a fresh telling."""
    first, *more = valid(made)
    told = Told(made, first, 0)
    if told.story.tellings[0].correct is not None:
        command, on = correcting(told.story, more[0], told.of)
        yield told, command, on
    told = Told(made, first, 0)
    if told.story.retract is not None:
        yield told, told.story.retract(told.of), told.story.retract_on


@every_story
def test_it_says_who_why_and_of_what(made: Callable[[], Story]) -> None:
    for told, command, on in revisions(made):
        story = told.story
        outcome = story.world.when(command, on=on, actor=story.by).accepted()
        (state, event), *_ = [each for each in outcome.written if each[0].id == story.stream[1]]
        known = {*story.kind.corrected_by, story.kind.retracted_by}
        assert type(event) in known
        assert event.reason == command.reason  # type: ignore[attr-defined]
        assert isinstance(event.note, Personal)  # type: ignore[attr-defined]
        assert event.note.subject == (story.about or state.id)  # type: ignore[attr-defined]
        assert getattr(event, "of", told.of) == told.of


@every_story
def test_what_is_not_there_is_neither_corrected_nor_taken_back(made: Callable[[], Story]) -> None:
    story = made()
    for told, command, on in revisions(made):
        if "of" not in command.__struct_fields__:
            continue
        nothing = msgspec.structs.replace(command, of=told.of + 90)
        check_gone(told.story.world.when(nothing, on=on, actor=story.by).refused, command)
        stands = {entry for entry, _ in story.kind.found(told.story.state)}
        if told.of > 1 and told.of - 1 not in stands:
            other = msgspec.structs.replace(command, of=told.of - 1)
            assert told.story.world.when(other, on=on, actor=story.by).refused is not None


@of(made for made in CORRECTED if made in RETRACTED)
def test_what_was_taken_back_is_not_corrected(made: Callable[[], Story]) -> None:
    told = Told(made, 0, 0)
    assert told.story.retract is not None
    gone = told.story.retract(told.of)
    told.story.world.when(gone, on=told.story.retract_on, actor=told.story.by).accepted()
    command, on = correcting(told.story, 1, told.of)
    check_gone(told.story.world.when(command, on=on, actor=told.story.by).refused, command)


def test_every_kind_of_fact_has_a_story() -> None:
    told = {story().kind for story in STORIES}
    kinds = {kind for timeline in TIMELINES for kind in timeline.kinds}
    assert told == {kind for kind in kinds if kind.corrected_by or kind.retracted_by}


def test_every_fact_that_is_revised_is_entered_by_a_command() -> None:
    for fact in FACTS:
        revised = bool(fact.corrected_by or fact.retracted_by)
        assert revised == bool(fact.kind.corrected_by or fact.kind.retracted_by), fact.kind
        assert not revised or fact.made_by, fact.kind


def test_every_event_makes_or_revises_a_fact_or_says_why_nothing_corrects_it() -> None:
    kinds = [kind for timeline in TIMELINES for kind in timeline.kinds]
    revising = {event for kind in kinds for event in (*kind.corrected_by, kind.retracted_by)}
    open_facts = {
        event for kind in kinds for event in kind.made_by if kind.corrected_by or kind.retracted_by
    }
    for event in EVENTS:
        corrected = event in revising | open_facts
        assert corrected != bool(event.FINAL), event.__name__


def test_every_kind_of_fact_has_a_word_in_both_languages() -> None:
    codes = {kind.code for timeline in TIMELINES for kind in timeline.kinds}
    assert codes <= set(LABELS["Fact"])


@every_story
def test_a_story_is_told_by_the_commands_of_its_fact(made: Callable[[], Story]) -> None:
    story = made()
    for telling in story.tellings:
        assert story.kind in type(telling.make).MAKES
        if telling.correct is not None:
            assert story.kind in type(telling.correct(1)).CORRECTS
    if story.retract is not None:
        assert story.kind in type(story.retract(1)).RETRACTS


def test_every_kind_of_fact_has_words() -> None:
    for timeline in TIMELINES:
        for kind in timeline.kinds:
            assert set(LABELS["Fact"][kind.code]), kind


def days_of(fact: Any, within: str = "") -> dict[str, Any]:
    """The days in a fact, by their path."""
    found: dict[str, Any] = {}
    if isinstance(fact, msgspec.Struct):
        fact = {name: getattr(fact, name) for name in fact.__struct_fields__}
    elif hasattr(fact, "_asdict"):
        fact = fact._asdict()
    elif not isinstance(fact, dict):
        return {within: fact} if isinstance(fact, date) else {}
    for part, value in fact.items():
        found |= days_of(value, f"{within}.{part}")
    return found


@of(CORRECTED)
def test_a_day_that_a_correction_leaves_out_stays(made: Callable[[], Story]) -> None:
    """Where the day is the end of something, it would else go on unnoticed."""
    for telling in valid(made):
        told = Told(made, telling, 0)
        command, on = correcting(told.story, telling, told.of)
        before = days_of(told.story.timeline.fact(told.story.state, told.story.kind, told.of))
        for field in msgspec.structs.fields(type(command)):
            if field.required or not isinstance(getattr(command, field.name), date):
                continue
            told = Told(made, telling, 0)
            less = msgspec.structs.replace(command, **{field.name: field.default})
            outcome = told.story.world.when(less, on=on, actor=told.story.by)
            if outcome.refused is None:
                fact = told.story.timeline.fact(told.story.state, told.story.kind, told.of)
                lost = {
                    where for where, day in before.items() if day and not days_of(fact).get(where)
                }
                assert not lost, (type(command).__name__, field.name)
