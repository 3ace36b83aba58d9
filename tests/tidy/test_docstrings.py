"""What a docstring says of errors is what the code does, in the engine and the tenants' room."""

from __future__ import annotations

import ast
import builtins
import re
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import pytest
from eventsourcing import persistence
from tests.tidy.test_house import ROOT

ROOMS = ("platform", "tenants")
FAULTS = {"AssertionError", "NotImplementedError", "RuntimeError", "TypeError", "KeyError"}
"""Faults of whoever calls, which need no word; and what a protocol of Python asks for."""
PROTOCOLS = {"StopAsyncIteration", "StopIteration", "AttributeError"}
_ELSEWHERE = re.compile(r"[Ee]rrors as the protocol|[Rr]aises (what|as|one of)|See :class:")
_SENTENCE = re.compile(r"[Rr]aises?\b(.*?)(?:\.\s|\.$|$)", re.DOTALL)
_NAME = re.compile(r":class:`~?[.\w]*?(\w+)`|``(\w+)``")

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions() -> Iterator[tuple[str, Function, str]]:
    """Public functions and methods with a docstring: place, tree, docstring."""
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            tree = ast.parse(path.read_text(encoding="utf-8"))
            classes = [node for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
            for scope in (tree, *classes):
                for node in scope.body:
                    if not isinstance(node, Function) or node.name.startswith("_"):
                        continue
                    if text := ast.get_docstring(node):
                        place = f"{path.relative_to(ROOT).as_posix()}:{node.lineno} {node.name}"
                        yield place, node, text


FOUND = list(functions())


def raised(node: ast.AST) -> Iterator[str]:
    """The classes that a function raises itself."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, Function | ast.Lambda):
            continue
        if isinstance(child, ast.Raise) and child.exc is not None:
            error = child.exc.func if isinstance(child.exc, ast.Call) else child.exc
            name = error.attr if isinstance(error, ast.Attribute) else getattr(error, "id", "")
            if name[:1].isupper():
                yield name
        yield from raised(child)


def exceptions() -> set[str]:
    """Names of exceptions: the project's, of Python, and of the libraries that pass through."""
    known = {name for name in dir(builtins) if isinstance(getattr(builtins, name), type)}
    known |= set(dir(persistence)) | set(dir(asyncpg))
    for path in sorted(ROOT.glob("*/**/*.py")):
        if path.relative_to(ROOT).parts[0] in (*ROOMS, "domain"):
            known |= set(re.findall(r"^class (\w+)\(", path.read_text(encoding="utf-8"), re.M))
    return known


def test_what_a_function_raises_stands_in_its_docstring() -> None:
    assert len(FOUND) > 300
    silent = [
        f"{place}: {name}"
        for place, node, text in FOUND
        for name in sorted(set(raised(node)) - FAULTS - PROTOCOLS)
        if name not in text and not _ELSEWHERE.search(text)
    ]
    assert silent == []


@pytest.mark.parametrize("room", ROOMS)
def test_what_a_docstring_says_is_raised_is_there(room: str) -> None:
    known = exceptions()
    told = [
        (place, next(filter(None, match.groups())))
        for place, _, text in FOUND
        if place.startswith(room)
        for sentence in _SENTENCE.findall(text)
        for match in _NAME.finditer(sentence)
    ]
    assert told
    assert [one for one in told if one[1][:1].isupper() and one[1] not in known] == []


def test_the_check_sees_a_silent_function(tmp_path: Path) -> None:
    tree = ast.parse("def f():\n    '''Does it.'''\n    raise ValueError('x')\n")
    assert list(raised(tree.body[0])) == ["ValueError"]
