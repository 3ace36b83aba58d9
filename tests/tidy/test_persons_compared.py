"""No rule compares ids of persons: who is the same person is asked of ``people/standing.py``.

A person can have several records. A comparison of ids in a rule is right until two of them are
merged, so only that one module may have any. What stays the same entry in a stream (in folds and in
the choice of a fact by its own id) is no question about persons.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

DOMAIN = ROOT / "domain"
PERSONS = {
    *("person", "person_id", "payer", "payer_id", "payee", "payees", "heir", "giver_person"),
    *("recipients", "subject", "subjects", "subject_id", "witnesses", "present", "attended"),
    *("attendees", "collectors", "donor", "deceased", "paid_to", "leaving", "on_behalf_of"),
    *("handed_over_by", "received_by", "to_member", "from_member", "givers", "receivers"),
    *("people", "candidates", "nominees", "buyer_id", "collectors", "seated"),
}
"""Names under which rules hold persons."""
BY_OWN_ID = {
    "domain/formation/activity_corrections.py": {"line.person_id == person"},
    "domain/formation/nomination_commands.py": {"each.person == person"},
    "domain/formation/seats.py": {
        "span.person in person",
        "chair.person == treasurer.person",
    },
    "domain/formation/wksbm_corrections.py": {
        "(candidates, nominated_on) == (nomination.standing, nomination.nominated_on)",
        "(given.attended, day) == (old.attended, old.trained_on)",
        "a.person == b.person",
    },
    "domain/care/referral_corrections.py": {
        "(what.to_body, what.subjects, what.disclosed) != gone_out"
    },
    "domain/money/arisan_opening.py": {"ref.new.person_id in members"},
    "domain/money/arisan_rules.py": {
        "(closing.debts, closing.without_pot) != (cycle.debts(), cycle.candidates)"
    },
    "domain/money/fund_corrections.py": {"fact.payer == payer.payer"},
    "domain/money/receipts.py": {"payer in found"},
    "domain/people/household.py": {
        "each.person_id == person_id",
        "each.person_id == change.person_id",
        "act.person_id in here",
    },
    "domain/people/household_corrections.py": {
        "fact.person_id == old.person_id",
        "person in (None, getattr(fact, 'person_id', None))",
    },
    "domain/people/household_rules.py": {"person not in now", "person not in before"},
}
"""Comparisons of an entry with itself, by the id under which it was found before, of new ids, and
of what was put under the records that count before."""
STORED = ("_fold.py", "_facts.py", "_state.py", "_events.py")
"""Files that keep what was entered under the ids under which it was."""


def comparisons(source: str) -> Iterator[tuple[int, str]]:
    """Comparisons of what is named like a person, with their lines; ``is None`` is none."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and {"event", "stamp"} & {
            arg.arg for arg in node.args.args
        }:
            node.body = []  # the fold of an event
    for node in ast.walk(tree):
        if not isinstance(node, ast.Compare):
            continue
        if not any(isinstance(op, ast.Eq | ast.NotEq | ast.In | ast.NotIn) for op in node.ops):
            continue
        sides = [node.left, *node.comparators]
        parts = [part for side in sides for part in _parts(side)]
        if any(named(part) in PERSONS for part in parts):
            yield node.lineno, ast.unparse(node)


def _parts(side: ast.expr) -> Iterator[ast.expr]:
    if isinstance(side, ast.Tuple | ast.List | ast.Set):
        yield from side.elts
    else:
        yield side


def named(part: ast.expr) -> str | None:
    if isinstance(part, ast.Attribute):
        return part.attr
    return part.id if isinstance(part, ast.Name) else None


def found() -> Iterator[tuple[str, int, str]]:
    for file in sorted(DOMAIN.rglob("*.py")):
        name = file.relative_to(ROOT).as_posix()
        if name == "domain/people/standing.py" or name.endswith(STORED):
            continue
        for line, text in comparisons(file.read_text()):
            yield name, line, text


def test_rules_do_not_compare_ids_of_persons() -> None:
    raw = [
        f"{file}:{line} {text}: ask people/standing.py"
        for file, line, text in found()
        if text not in BY_OWN_ID.get(file, ())
    ]
    assert raw == []


def test_what_may_be_compared_still_stands() -> None:
    seen = {(file, text) for file, _, text in found()}
    said = {(file, text) for file, texts in BY_OWN_ID.items() for text in texts}
    assert said - seen == set()


@pytest.mark.parametrize(
    "source",
    [
        "x.person == self.person_id",
        "payer in [one.payer for one in book]",
        "(a.person, a.seat) != other",
        "case.subjects not in others",
        "def rule(context, state, fact):\n    return fact.giver_person == state.id",
    ],
)
def test_a_comparison_of_persons_is_found(source: str) -> None:
    assert list(comparisons(source)) != []


@pytest.mark.parametrize(
    "source",
    [
        "x.person is None",
        "same_person(context, a, b)",
        "def fold(s, event):\n    s.person == event.person",
    ],
)
def test_what_compares_no_persons_is_not_found(source: str) -> None:
    assert list(comparisons(source)) == []
