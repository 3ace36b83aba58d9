"""Roles are named in the role table and nowhere else: rules ask for their traits and rights."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from wahana.domain.kernel.roles import ROLES

ROOT = Path(__file__).parents[2]
TABLE = ROOT / "domain/kernel/roles.py"
SAMPLES = ROOT / "deploy/demo"
"""The demo gives roles to its people, as any office does."""
ALSO = {
    "APP": "a kind of member, and a way by which a report came",
    "TKSK": "who was at a meeting, assessed or mentors",
    "LURAH": "who reported or assessed",
    "CAMAT": "who was invited",
    "PROCESS": "a kind of member",
}
"""Codes that are members of other lists too, where they name no role of the table."""


def named(node: ast.AST) -> Iterator[ast.Constant]:
    """Text constants that are codes of roles, except in lists of types (``Literal``)."""
    if isinstance(node, ast.Subscript) and getattr(node.value, "id", None) == "Literal":
        return
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value in ROLES:
        yield node
    for child in ast.iter_child_nodes(node):
        yield from named(child)


def about_roles(tree: ast.AST) -> Iterator[ast.AST]:
    """Comparisons and matches over something that is called a role."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare | ast.Match) and "role" in ast.unparse(
            node.left if isinstance(node, ast.Compare) else node.subject
        ):
            yield node


@pytest.mark.parametrize(
    "room", ["domain", "tenants", "platform", "graphql", "projections", "deploy"]
)
def test_roles_are_named_in_their_table_only(room: str) -> None:
    found = []
    for path in sorted((ROOT / room).rglob("*.py")):
        if path == TABLE or SAMPLES in path.parents:
            continue
        tree = ast.parse(path.read_text("utf-8"))
        constants = [one for one in named(tree) if one.value not in ALSO]
        constants += [
            one
            for compared in about_roles(tree)
            for one in named(compared)
            if "by_role" not in ast.unparse(compared)
        ]
        found += [f"{path.relative_to(ROOT)}:{one.lineno} {one.value}" for one in constants]
    assert not found, "ask for a right or a trait of domain/kernel/editions/roles-N.csv instead"
