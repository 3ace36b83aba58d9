"""One name, one meaning: what a class is called in one room it is not called in another."""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Iterator

from tests.tidy.test_house import ROOMS, ROOT

RENAMED = ROOT / "docs" / "renamed-words.md"

SHOWS = {"projections", "graphql"}
"""Rooms whose classes show things of the domain: a row or GraphQL type that shows one is called
like it, for it means the same. Within one room, and in the others, a name stands once."""

SAME_THING = {
    # The engine may not import the domain: it describes by shape what it is given.
    "ProcessManager", "Instruction", "WorkItem",
    # A command ends in one of three ways, and names its evidence; the API has types of these names.
    "Accepted", "Rejected", "Conflict", "Evidence",
    # A category of need: the domain's list, the API's list, and the category of a case.
    "Category",
}  # fmt: skip
"""Names that several rooms share because they mean one thing."""

_ROW = re.compile(r"^\| (?:`(?P<module>[\w/]+\.py)` \| )`(?P<old>\w+)`.* \| `(?P<new>\w+)` \|$")


def _classes() -> Iterator[tuple[str, str]]:
    """Module and name of every class; ``A = Literal[…]`` at the top of a module counts as one."""
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            module = path.relative_to(ROOT).as_posix()
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.ClassDef):
                    yield module, node.name


def test_a_name_of_a_class_has_one_meaning() -> None:
    modules = defaultdict(list)
    for module, name in _classes():
        if not name.startswith("_"):
            modules[name].append(module)
    assert len(modules) > 1_000
    twice = {}
    for name, places in modules.items():
        rooms = [place.split("/")[0] for place in places]
        shown = len(rooms) == 2 and "domain" in rooms and bool(SHOWS & set(rooms))
        if len(places) > 1 and not shown and name not in SAME_THING:
            twice[name] = places
    assert twice == {}
    assert {name for name in SAME_THING if len(modules[name]) < 2} == set(), "no longer needed"


def test_the_list_of_renamed_words_is_true() -> None:
    """Every new name is in the module that the list names, and no old one is there."""
    defined = defaultdict(set)
    for module, name in _classes():
        defined[module].add(name)
    text = RENAMED.read_text(encoding="utf-8")
    rows = [found for line in text.splitlines() if (found := _ROW.match(line))]
    assert len(rows) > 100
    for found in rows:
        module, old, new = found["module"], found["old"], found["new"]
        source = (ROOT / module).read_text(encoding="utf-8")
        is_there = new in defined[module] or re.search(
            rf"^(async )?def {new}\b|^{new} = ", source, re.M
        )
        assert is_there, f"{module} has no {new}"
        assert old not in defined[module], f"{module}: {old} is called {new}"
