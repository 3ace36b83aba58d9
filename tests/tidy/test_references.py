"""What a docstring refers to exists: classes, functions, modules and files by their names."""

from __future__ import annotations

import ast
import builtins
import importlib
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from tests.tidy.test_house import ROOMS, ROOT

_ROLE = re.compile(r":(?:class|mod|func|meth|data|attr|exc):`~?([\w.]+)`")
_FULL = re.compile(r"``(wahana\.[\w.]+)``")
_FILE = re.compile(r"``((?:[\w-]+/)*[a-z_]+\.(?:py|sql))``")


@cache
def files() -> frozenset[str]:
    """The paths of all files of the rooms, each with all its ends: ``a/b.py`` and ``b.py``."""
    found = set()
    for room in (*ROOMS, "tests"):
        for path in (ROOT / room).rglob("*.*"):
            parts = path.relative_to(ROOT).parts
            found |= {"/".join(parts[start:]) for start in range(len(parts))}
    return frozenset(found)


def exists(name: str) -> bool:
    """Whether a dotted name is a module, or something in one."""
    parts = name.split(".")
    for length in range(len(parts), 0, -1):
        try:
            found: object = importlib.import_module(".".join(parts[:length]))
        except ImportError:
            continue
        for part in parts[length:]:
            if part in getattr(found, "__annotations__", {}):
                return True
            if not hasattr(found, part):
                return False
            found = getattr(found, part)
        return True
    return False


def meant(name: str, module: str, classes: list[str]) -> list[str]:
    """The dotted names that a reference of a module may mean."""
    bare = name.lstrip(".")
    if name.startswith("."):
        package = module.split(".")[: -(len(name) - len(bare))]
        return [".".join((*package, bare))]
    return [name, *(f"{scope}.{name}" for scope in (module, *(f"{module}.{c}" for c in classes)))]


def broken(text: str, module: str, classes: list[str]) -> Iterator[str]:
    """The references of a docstring that lead nowhere."""
    for name in _ROLE.findall(text):
        if not hasattr(builtins, name) and not any(map(exists, meant(name, module, classes))):
            yield name
    for name in _FULL.findall(text):
        # A table or function of the schema of the same name is meant, if it is in an SQL file.
        if not exists(name) and name not in in_sql():
            yield name
    yield from (file for file in _FILE.findall(text) if file not in files())


@cache
def in_sql() -> frozenset[str]:
    """What SQL files name with its schema."""
    texts = (
        path.read_text(encoding="utf-8")
        for room in ROOMS
        for path in Path(ROOT / room).rglob("*.sql")
    )
    return frozenset(name for text in texts for name in re.findall(r"wahana\.\w+", text))


@pytest.mark.parametrize("room", ROOMS)
def test_references_lead_somewhere(room: str) -> None:
    found = []
    for path in sorted((ROOT / room).rglob("*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        module = ".".join(("wahana", *path.relative_to(ROOT).with_suffix("").parts))
        classes = [node.name for node in ast.walk(tree) if isinstance(node, ast.ClassDef)]
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                place = f"{path.relative_to(ROOT).as_posix()}:{node.lineno}"
                found += [f"{place} {name}" for name in broken(node.value, module, classes)]
    assert found == []


def test_a_reference_that_leads_nowhere_is_seen() -> None:
    module = "wahana.platform.writer"
    text = "See :class:`Writer`, :mod:`.append`, :mod:`.watch`, ``flight.py`` and ``writer.py``."
    assert list(broken(text, module, [])) == [".watch", "flight.py"]
