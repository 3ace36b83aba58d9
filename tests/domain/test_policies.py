"""Policies: every one described, validated, resolved by day, and read by some rule."""

from __future__ import annotations

import ast
from datetime import date
from pathlib import Path

import msgspec
import pytest

from wahana.domain.kernel import policies as module
from wahana.domain.kernel.policies import FIRST_DAY, Policies, policy_specs, validate_policy
from wahana.domain.kernel.policy_editions import DEFAULTS, resolve
from wahana.domain.kernel.refusal import Refused
from wahana.domain.words.catalogue import LABELS

DOMAIN = Path(module.__file__).parent.parent
READ_BY_VIEWS = {"stage_days", "seal_grace_days"}
"""Overdue stages of the formation and months not sealed in time are counted by views."""


def test_every_policy_says_what_it_is_in_both_languages():
    specs = policy_specs()
    assert {spec.name for spec in specs} == set(Policies.__struct_fields__)
    for spec in specs:
        assert spec.name in LABELS["PolicyMeaning"]
        assert spec.source
        assert validate_policy(spec.name, spec.default) == spec.default


def test_every_policy_is_read():
    read = {
        node.attr
        for path in DOMAIN.rglob("*.py")
        if path.name != "policies.py"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
    }
    assert set(Policies.__struct_fields__) - READ_BY_VIEWS <= read


def test_defaults_are_those_of_the_seeds_and_hold_from_the_first_day():
    assert resolve([], FIRST_DAY) is DEFAULTS
    assert DEFAULTS.board_candidates == 5
    assert DEFAULTS.one_wksbm_per_area
    assert DEFAULTS.late_window_days == 30
    assert {"KETUA", "BENDAHARA"} <= set(DEFAULTS.seats)


def test_the_latest_effective_date_counts_and_of_one_day_the_last_recorded():
    versions = [
        (date(2012, 1, 1), {"board_candidates": 7}),
        (date(2020, 1, 1), {"board_candidates": 9, "late_window_days": 10}),
        (date(2015, 1, 1), {"board_candidates": 8}),
        (date(2012, 1, 1), {"board_candidates": 6}),
    ]
    assert resolve(versions, date(2011, 12, 31)).board_candidates == 5
    assert resolve(versions, date(2012, 1, 1)).board_candidates == 6
    assert resolve(versions, date(2016, 1, 1)).board_candidates == 8
    assert resolve(versions, date(2020, 1, 1)) == Policies(board_candidates=9, late_window_days=10)


def test_nested_and_listed_values_are_read_back():
    versions = [
        (FIRST_DAY, {"stage_days": {"proposed": 10}, "maturity_grades": ["A", "B"]}),
    ]
    found = resolve(versions, date(2020, 1, 1))
    assert found.stage_days.proposed == 10
    assert found.stage_days.trained == DEFAULTS.stage_days.trained
    assert found.maturity_grades == ("A", "B")


def test_a_stored_value_reads_back_as_it_was_validated():
    for spec in policy_specs():
        stored = msgspec.json.decode(msgspec.json.encode(validate_policy(spec.name, spec.default)))
        assert resolve([(FIRST_DAY, {spec.name: stored})], date(2020, 1, 1)) == DEFAULTS


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("board_candidates", 0),
        ("board_candidates", "5"),
        ("board_candidates", 5.5),
        ("board_candidates", None),
        ("trained_share_percent", 101),
        ("one_wksbm_per_area", 1),
        ("wksbm_levels", []),
        ("wksbm_levels", ["PROVINSI"]),
        ("seats", ["KETUA", "KETUA"]),
        ("seats", ["kursi dengan spasi"]),
        ("stage_days", {"proposed": 10, "unknown": 1}),
        ("late_window_days", -1),
    ],
)
def test_a_value_that_does_not_fit_is_refused(name: str, value: object):
    with pytest.raises(Refused) as refused:
        validate_policy(name, value)
    assert (refused.value.code, refused.value.field) == ("POLICY_INVALID", "value")
    assert refused.value.params["name"] == name


def test_an_unknown_policy_is_refused():
    with pytest.raises(Refused) as refused:
        validate_policy("board_size", 5)
    assert refused.value.code == "POLICY_UNKNOWN"
