"""Docstrings that say what a function raises: every refusal of its own, and no unknown code."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from tests.tidy.test_house import ROOT

from wahana.domain.registry import REFUSALS

CODE = re.compile(r"\b[A-Z][A-Z0-9_]{2,}\b")
OF_CALL = {"refuse_missing": "NOT_FOUND", "refuse_existing": "ALREADY_EXISTS"}


def raised(source: str) -> Iterator[tuple[str, set[str], set[str]]]:
    """Per function that says what it raises: its name, the codes it names, those it refuses by."""
    for node in ast.walk(ast.parse(source)):
        text = ast.get_docstring(node) if isinstance(node, ast.FunctionDef) else None
        if text is None or "Raises" not in text:
            continue
        assert isinstance(node, ast.FunctionDef)
        own = set()
        for call in ast.walk(node):
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name):
                first = call.args[0] if call.args else None
                if call.func.id == "refuse" and isinstance(first, ast.Constant):
                    own.add(str(first.value))
                elif call.func.id in OF_CALL:
                    own.add(OF_CALL[call.func.id])
        yield node.name, set(CODE.findall(text[text.index("Raises") :])), own


def _files() -> Iterator[Path]:
    yield from sorted((ROOT / "domain").rglob("*.py"))


def test_a_docstring_names_every_refusal_of_its_function() -> None:
    found = [
        f"{path.relative_to(ROOT)}: {name} does not name {sorted(own - named)}"
        for path in _files()
        for name, named, own in raised(path.read_text(encoding="utf-8"))
        if own - named
    ]
    assert found == []


def test_a_docstring_names_only_refusals_that_there_are() -> None:
    named = {
        code
        for path in _files()
        for _, codes, _ in raised(path.read_text(encoding="utf-8"))
        for code in codes
        if "_" in code
    }
    assert len(named) > 50
    assert named - set(REFUSALS) == set()


def test_a_missing_refusal_is_seen() -> None:
    source = (
        'def f():\n    """Raises NOT_FOUND."""\n    refuse("ONE_OF")\n    refuse_missing("x")\n'
    )
    assert list(raised(source)) == [("f", {"NOT_FOUND"}, {"ONE_OF", "NOT_FOUND"})]
