"""Texts that read wrongly once do not come back, in any sentence, refusal, label or page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import msgspec
import pytest
from tests.domain.words import repaired
from tests.domain.words.examples import Examples
from tests.domain.words.test_refusal_texts import filled

from wahana.domain.kernel.refusal import TEXTS
from wahana.domain.words import catalogue
from wahana.domain.words.catalogue import LABELS
from wahana.domain.words.page_texts import PAGES
from wahana.projections.trail.sentences import ACTS, EVENTS


def _labels() -> Iterator[str]:
    for name in LABELS:
        for label in LABELS[name].values():
            yield from (label.indonesian, label.english, label.described)


def _refusals() -> Iterator[str]:
    for texts in TEXTS.values():
        for language in ("id", "en"):
            for params in filled(texts[language]):
                told = texts[language].of(params)
                yield from (told.message, told.hint)


def _sentences() -> Iterator[str]:
    for topic, act in ACTS.items():
        for full in (True, False):
            event = Examples(full=full).struct(EVENTS[topic])
            yield from act.of(event, {"unit": "IDR"} if topic.startswith("arisan.") else {})


@cache
def outputs() -> tuple[str, ...]:
    """All that the service says in words, filled with examples."""
    pages = (text for page in PAGES.values() for told in page.values() for text in told)
    problems = (
        text
        for table in catalogue.read("problems").values()
        for told in table.values()
        for text in told
    )
    return tuple({*_labels(), *_refusals(), *_sentences(), *pages, *problems})


def test_there_is_much_to_look_at() -> None:
    assert len(outputs()) > 3_000
    assert len(repaired.LABELS) + len(repaired.REFUSALS) > 60


@pytest.mark.parametrize("label", repaired.LABELS, ids=lambda one: f"{one.list}.{one.code}")
def test_a_code_has_the_words_of_its_own_list(label: repaired.Label) -> None:
    told = LABELS[label.list][label.code]
    assert (told.indonesian, told.english) == (label.indonesian, label.english)
    assert not {told.indonesian.lower(), told.english.lower()} & {*label.was}


@pytest.mark.parametrize("refusal", repaired.REFUSALS, ids=lambda one: f"{one.code}-{one.language}")
def test_a_refusal_says_what_is_wrong_and_the_cure(refusal: repaired.Refusal) -> None:
    told = TEXTS[refusal.code][refusal.language].of(refusal.params)
    assert told.message == refusal.message
    assert refusal.hint in (None, told.hint)


@pytest.mark.parametrize(("code", "begins", "never"), repaired.CAUSES)
def test_a_refusal_tells_its_cause_after_a_colon(code: str, begins: str, never: str) -> None:
    for params in filled(TEXTS[code]["id"]):
        told = TEXTS[code]["id"].of(params)
        assert told.message.startswith(begins)
        assert ": " in told.message
        assert not re.search(never, f"{told.message} {told.hint}")


@pytest.mark.parametrize(("name", "text"), repaired.SHEET.items())
def test_the_sheet_says(name: str, text: str) -> None:
    assert PAGES["sheet"][name].indonesian == text


@pytest.mark.parametrize(("topic", "text"), repaired.SENTENCES.items())
def test_the_trail_says(topic: str, text: str) -> None:
    event = Examples(full=True).struct(EVENTS[topic])
    if topic == "case.local_capacity_declared":
        event = msgspec.structs.replace(event, verdict="EXCEEDED")
    assert text in ACTS[topic].of(event, {"unit": "IDR"}).indonesian


NEVER = sorted({*repaired.NEVER, *(old for one in repaired.REFUSALS for old in one.never)})


@pytest.mark.parametrize("pattern", NEVER)
def test_an_old_text_is_said_nowhere(pattern: str) -> None:
    assert [text for text in outputs() if re.search(pattern, text)] == []
