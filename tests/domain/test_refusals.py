"""The table of refusals against the sources: every code, every parameter, both languages."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from wahana.domain.kernel import refusal
from wahana.domain.kernel.refusal import Refused, Rule, merge, refuse, table
from wahana.domain.labels import LABELS, label
from wahana.domain.registry import AGGREGATES, COMMANDS, EVENTS, REFUSALS
from wahana.domain.rendering import render, show

DOMAIN = Path(refusal.__file__).parent.parent
IN_SCOPE = [
    "BOARD_SIZE",
    "STAGE_ORDER",
    "NOT_TRAINED",
    "LEVEL_SCOPE",
    "ONE_PER_AREA",
    "SEAT_TAKEN",
    "DUAL_TREASURER",
    "MANDATE_ENDED",
    "CATEGORY_NOT_IN_LIST",
    "LATE_ENTRY",
    "STALE_VERSION",
    "DUPLICATE_COMMAND",
    "KEY_REUSED",
    "WRONG_TENANT",
    "ATTENDANCE_CAP",
    "NOT_FOUND",
    "ALREADY_EXISTS",
    "NOT_PERMITTED",
    "FUTURE_DATE",
    "INVALID_INPUT",
]


def raised() -> Iterator[tuple[str, str, set[str]]]:
    """Place, code and parameters of every ``refuse(…)`` in the domain."""
    for path in sorted(DOMAIN.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Name):
                continue
            if node.func.id not in ("refuse", "Refused"):
                continue
            where = f"{path.relative_to(DOMAIN)}:{node.lineno}"
            code = node.args[0]
            if isinstance(code, ast.Constant):
                keywords = {keyword.arg for keyword in node.keywords if keyword.arg}
                yield where, str(code.value), keywords - {"field"}
            else:
                assert path == Path(refusal.__file__), f"{where}: give refuse() a literal code"


RAISED = list(raised())


@pytest.mark.parametrize(("where", "code", "params"), RAISED, ids=[r[0] for r in RAISED])
def test_what_is_raised_is_in_the_table_with_its_parameters(
    where: str, code: str, params: set[str]
):
    rule = REFUSALS.get(code)
    assert rule is not None, f"{where} raises {code}, which is in no table"
    assert rule.params <= params, f"{where}: {code} needs {sorted(rule.params - params)}"


def test_what_is_in_the_table_is_raised():
    codes = {code for _, code, _ in RAISED}
    of_domain = {code for code, rule in REFUSALS.items() if rule.raised_by == "domain"}
    assert of_domain == codes


def words() -> Iterator[tuple[str, str]]:
    """Place and value of every code that a refusal in the domain shows."""
    for path in sorted(DOMAIN.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", None) == "refuse":
                for keyword in node.keywords:
                    if keyword.arg not in ("field", "problem") and isinstance(
                        keyword.value, ast.Constant
                    ):
                        where = f"{path.relative_to(DOMAIN)}:{node.lineno}"
                        yield where, str(keyword.value.value)


def test_every_code_that_a_refusal_shows_has_a_label():
    missing = {word: where for where, word in words() if word not in LABELS}
    assert missing == {}
    assert {kind.TYPE for kind in AGGREGATES} <= set(LABELS)
    assert label("RW") == ("RW", "RW")
    assert label("KETUA") == ("ketua", "chair")


TESTS = "".join(
    path.read_text(encoding="utf-8")
    for path in sorted(Path(__file__).parent.rglob("*.py"))
    if path != Path(__file__)
)


@pytest.mark.parametrize("kind", [*COMMANDS, *EVENTS], ids=lambda kind: kind.__name__)
def test_every_command_and_event_stands_in_a_test(kind: type):
    assert re.search(rf"\b{kind.__name__}\b", TESTS)


@pytest.mark.parametrize(
    "code", [code for code, rule in REFUSALS.items() if rule.raised_by == "domain"]
)
def test_every_refusal_of_the_domain_stands_in_a_test(code: str):
    assert f'"{code}"' in TESTS


def test_the_table_holds_what_the_goal_names():
    assert set(IN_SCOPE) <= set(REFUSALS)


@pytest.mark.parametrize("rule", REFUSALS.values(), ids=list(REFUSALS))
def test_every_text_is_there_in_both_languages(rule: Rule):
    texts = (rule.message_id, rule.message_en, rule.hint_id, rule.hint_en)
    assert all(text.strip() and text[-1] in ".}:" for text in texts)
    assert rule.rule
    assert rule.source
    assert rule.message_id != rule.message_en
    params = dict.fromkeys(rule.params, "KETUA")
    for language in ("id", "en"):
        text = render(Refused(rule.code, **params), language, REFUSALS)
        assert "{" not in text.message + text.hint


def test_another_tenants_id_reads_exactly_as_one_that_is_not_there():
    params = {"kind": "wksbm", "id": "x"}
    for language in ("id", "en"):
        foreign = render(Refused("WRONG_TENANT", **params), language, REFUSALS)
        assert foreign == render(Refused("NOT_FOUND", **params), language, REFUSALS)


def test_parameters_are_shown_in_the_readers_words():
    assert show(date(2012, 6, 14), "id") == "14 Juni 2012"
    assert show(date(2012, 8, 1), "en") == "1 August 2012"
    assert show("BENDAHARA", "id") == "bendahara"
    assert show("BENDAHARA", "en") == "treasurer"
    assert show(("KETUA", "64.74"), "id") == "ketua, 64.74"
    assert show((), "id") == show(None, "id") == "–"
    assert show(frozenset({"b", "a"}), "en") == "a, b"
    assert show(5, "en") == "5"
    assert show(UUID(int=1), "en").endswith("0001")
    with pytest.raises(TypeError, match="cannot show a dict"):
        show({}, "en")


def test_a_missing_parameter_is_a_mistake():
    with pytest.raises(KeyError):
        render(Refused("BOARD_SIZE", expected=5), "id", REFUSALS)


def test_a_code_stands_once():
    rule = REFUSALS["NOT_FOUND"]
    with pytest.raises(ValueError, match="twice"):
        table(rule, rule)
    with pytest.raises(ValueError, match="twice"):
        merge((table(rule), table(rule)))


def test_refuse_carries_code_field_and_parameters():
    with pytest.raises(Refused) as refused:
        refuse("BOARD_SIZE", field="candidates", expected=5, given=4)
    assert refused.value.field == "candidates"
    assert refused.value.params == {"expected": 5, "given": 4}
