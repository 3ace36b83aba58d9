"""The comparison with a witness overlooks nothing, and allows only the listed differences."""

from __future__ import annotations

import pytest

from .differences import NOTHING, Changed, Difference, Judge, NotAsked, Removed, compare, matches
from .kept import Question


def _asked(**then: object) -> Question:
    return Question("a now", "bontang", "TKSK", "{ a { b c } }", {"data": {"a": then}})


@pytest.mark.parametrize(
    ("pattern", "path", "fits"),
    [
        ("a.b", "a.b", True),
        ("a.b", "a.b.c", False),
        ("a.*", "a.b", True),
        ("a.*", "a.b.c", False),
        ("**.c", "a.b.c", True),
        ("**.c", "c", True),
        ("a.**.c", "a.c", True),
        ("a.**", "a.b.c", True),
        ("a.b", "axb", False),
    ],
)
def test_a_pattern_names_paths(pattern: str, path: str, fits: bool) -> None:
    assert matches(pattern, path) is fits


@pytest.mark.parametrize(
    ("then", "now", "paths"),
    [
        ({"a": 1}, {"a": 1}, []),
        ({"a": 1}, {"a": 1.0}, ["a"]),
        ({"a": 1}, {"a": True}, ["a"]),
        ({"a": 1}, {}, ["a"]),
        ({}, {"a": None}, ["a"]),
        ({"a": [{"b": 1}, {"b": 2}]}, {"a": [{"b": 1}, {"b": 3}]}, ["a.b"]),
        ({"a": [1]}, {"a": [1, 2]}, ["a"]),
        ({"a": None}, {"a": {}}, ["a"]),
    ],
)
def test_every_difference_is_found(then: object, now: object, paths: list[str]) -> None:
    assert [one.path for one in compare(then, now)] == paths


def test_what_is_allowed_is_taken_and_must_be_needed() -> None:
    entries = (
        Changed("a.b", "better", question="bontang TKSK: a"),
        Changed("a.b", "elsewhere", question="bontang LURAH"),
        Changed("a.c", "worse", only="year"),
    )
    judge = Judge("default", entries)
    assert judge.unused() == [*entries[:2]]
    question, now = _asked(b=1, c=1), {"data": {"a": {"b": 2, "c": 2}}}
    assert [one.path for one in judge.differences(question, now)] == ["a.c"]
    assert judge.unused() == [entries[1]]
    assert Judge("year", entries).differences(question, now) == []


def test_a_removed_field_is_taken_out_of_question_and_answer() -> None:
    judge = Judge("default", (Removed("a.b", "gone"),))
    text = judge.text(_asked())
    assert text is not None
    assert text.split() == ["{", "a", "{", "c", "}", "}"]
    question = _asked(b=1, c=1)
    assert judge.differences(question, {"data": {"a": {"c": 1}}}) == []
    (wrong,) = judge.differences(question, {"data": {"a": {"b": 2, "c": 1}}})
    assert (wrong.path, wrong.then, wrong.now) == ("a.b", 1, 2)
    (missing,) = judge.differences(_asked(c=1), {"data": {"a": {}}})
    assert missing.now == NOTHING


def test_a_question_may_be_left_out() -> None:
    judge = Judge("default", (NotAsked(r"bontang TKSK: a", "no more"),))
    assert judge.text(_asked()) is None
    assert judge.unused() == []


def test_an_item_that_only_one_list_has_is_named() -> None:
    then = {"policies": [{"name": "a", "value": 1}, {"name": "b", "value": 2}]}
    now = {"policies": [{"name": "a", "value": 3}, *then["policies"][1:], {"name": "c"}]}
    assert compare(then, now) == [
        Difference("policies.value", 1, 3),
        Difference("policies[c]", None, {"name": "c"}),
    ]
    assert compare([{"name": "a"}], [{"name": "a"}] * 2, "x")[0].path == "x"
