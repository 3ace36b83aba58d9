"""The table of refusals against the sources: every code, every parameter, both languages."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from wahana.deploy import registry
from wahana.domain.kernel import refusal
from wahana.domain.kernel.refusal import (
    TEXTS,
    About,
    Refused,
    in_line,
    merge,
    objects,
    refuse,
    render,
    table,
)
from wahana.domain.registry import AGGREGATES, COMMANDS, EVENTS, REFUSALS
from wahana.domain.words.catalogue import LABELS
from wahana.tenants import tenant

DOMAIN = Path(refusal.__file__).parent.parent
TENANTS = Path(tenant.__file__).parent
RULES = registry.RULES
OWN_WORDS: frozenset[str] = frozenset()
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


def calls() -> Iterator[tuple[str, ast.Call]]:
    """Place and call of every ``refuse(…)`` in the domain and the tenants."""
    for path in sorted((*DOMAIN.rglob("*.py"), *TENANTS.rglob("*.py"))):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            name = getattr(node.func, "id", None) if isinstance(node, ast.Call) else None
            if isinstance(node, ast.Call) and name in ("refuse", "Refused"):
                yield f"{path.relative_to(DOMAIN.parent)}:{node.lineno}", node


def raised() -> Iterator[tuple[str, str, ast.Call]]:
    """Place, code and call of every ``refuse(…)`` with a literal code."""
    for where, node in calls():
        code = node.args[0]
        if isinstance(code, ast.Constant):
            yield where, str(code.value), node
        else:
            assert "kernel/refusal.py" in where, f"{where}: give refuse() a literal code"


RAISED = list(raised())


@pytest.mark.parametrize(("where", "code", "node"), RAISED, ids=[r[0] for r in RAISED])
def test_what_is_raised_is_in_the_table_with_its_parameters(where: str, code: str, node: ast.Call):
    rule = RULES.get(code)
    assert rule is not None, f"{where} raises {code}, which is in no table"
    params = {keyword.arg for keyword in node.keywords}
    if None not in params:  # more of them come from a mapping
        assert rule.needed <= params, f"{where}: {code} needs {sorted(rule.needed - params)}"


def test_what_is_in_the_table_is_raised():
    codes = {code for where, code, _ in RAISED if where.startswith("domain")}
    of_domain = {code for code, rule in REFUSALS.items() if rule.raised_by == "domain"}
    assert of_domain - codes == set()
    assert codes - of_domain <= {"INVALID_INPUT"}  # raised by checks of fields everywhere


def constants(node: ast.expr) -> Iterator[str]:
    """The texts in an argument, one by one or in a tuple."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.Tuple(elts=parts):
            for part in parts:
                yield from constants(part)
        case ast.IfExp(body=first, orelse=second):
            yield from constants(first)
            yield from constants(second)


def codes_shown() -> Iterator[tuple[str, str, str, str]]:
    """Location, list and code of every code that a refusal shows, and its parameter."""
    for where, code, node in RAISED:
        lists = {
            place.name: place.form
            for texts in RULES[code].texts.values()
            for part in texts.parts
            for place in part.places
            if place.form in LABELS
        }
        for keyword in node.keywords:
            if keyword.arg in lists and keyword.arg is not None:
                for text in constants(keyword.value):
                    yield where, lists[keyword.arg], text, keyword.arg


def test_every_code_that_a_refusal_shows_has_a_label_in_its_list():
    missing = {
        f"{where} {param}": (name, code)
        for where, name, code, param in codes_shown()
        if code not in LABELS[name] and f"{name}.{code}" not in OWN_WORDS
    }
    assert missing == {}
    assert {kind.TYPE for kind in AGGREGATES} <= set(LABELS["Kind"])


def test_no_text_is_written_in_a_refusal():
    """Words for people are in the catalogue; a refusal carries codes, numbers and days."""
    written = {
        f"{where}: {text}"
        for where, _, node in RAISED
        for keyword in node.keywords
        if keyword.arg != "field"
        for text in constants(keyword.value)
        if " " in text
    }
    assert written == set()


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


@pytest.mark.parametrize("code", list(RULES))
def test_every_code_has_its_rule_and_both_languages_show_the_same(code: str):
    rule = RULES[code]
    assert rule.rule
    assert rule.source
    for place in ("message", "hint"):
        indonesian, english = (getattr(rule.texts[language], place) for language in ("id", "en"))
        assert indonesian.text != english.text or code == "CONSENT"
        shown = [{(one.name, one.form) for one in text.places} for text in (indonesian, english)]
        assert _lists(shown[0]) == _lists(shown[1]), f"{code}.{place}"


def _lists(places: set[tuple[str, str]]) -> set[tuple[str, str]]:
    """The placeholders except English plurals, which Indonesian writes as plain numbers."""
    return {(name, "" if form == "#" else form) for name, form in places}


def test_the_catalogue_has_no_texts_of_codes_that_are_gone():
    assert set(TEXTS) == {rule.answered_as or code for code, rule in RULES.items()}


def test_another_tenants_id_reads_exactly_as_one_that_is_not_there():
    params = {"kind": "wksbm", "id": "x"}
    for language in ("id", "en"):
        foreign = render(Refused("WRONG_TENANT", **params), language, REFUSALS)
        assert foreign == render(Refused("NOT_FOUND", **params), language, REFUSALS)


def test_parameters_are_shown_in_the_readers_words():
    refused = Refused("FUTURE_DATE", day=date(2012, 6, 14), today=date(2012, 6, 13))
    assert render(refused, "id", REFUSALS).message == (
        "Tanggal 14 Juni 2012 belum tiba; hari ini 13 Juni 2012."
    )
    refused = Refused("WKSBM_STATE", state="FORMING", needed="ACTIVE")
    assert render(refused, "en", REFUSALS).message == (
        "The WKSBM is being formed; this step is only for a WKSBM that is active."
    )


def test_the_objects_of_a_refusal_go_beside_its_text():
    holder = UUID(int=7)
    refused = Refused("NIK_TAKEN", holder=About("person", holder))
    assert objects(refused) == (About("person", holder),)
    assert str(holder) not in render(refused, "id", REFUSALS).message


def test_the_place_in_a_list_is_told():
    with pytest.raises(Refused) as refused, in_line(3):
        refuse("PERSON_TWICE", field="people")
    text = render(refused.value, "id", REFUSALS).message
    assert text == "Orang ke-3 sudah disebut sebelumnya."


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
