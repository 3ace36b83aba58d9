"""What the documents say about the tests is true."""

from __future__ import annotations

import ast
import re

import pytest
from tests.tidy.test_house import ROOT

FAULTS = ROOT / "docs" / "faults.md"
HELD_BY = re.compile(r"`(?P<file>[\w/]+\.py)::(?P<test>\w+)`")
ROWS = [line for line in FAULTS.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
OF_FAULTS = [row for row in ROWS if not row.startswith(("| Fault", "| ---"))]


@pytest.mark.parametrize("row", OF_FAULTS, ids=lambda row: row.split("|")[1].strip("* ")[:40])
def test_a_fault_is_held_by_a_test_that_is_there(row: str) -> None:
    _, fault, persisted, fatal, held_by, _ = (cell.strip() for cell in row.split("|"))
    assert fault
    assert persisted
    assert re.match(r"(no|yes: .+|the second one)$", fatal), "no, or what somebody has to do"
    named = HELD_BY.findall(held_by)
    assert named
    for file, test in named:
        tree = ast.parse((ROOT / "tests" / file).read_text(encoding="utf-8"))
        functions = (ast.FunctionDef, ast.AsyncFunctionDef)
        assert test in {node.name for node in tree.body if isinstance(node, functions)}


def test_every_file_of_fault_tests_is_in_the_table() -> None:
    named = {file for row in OF_FAULTS for file, _ in HELD_BY.findall(row)}
    # Accounts are about who may start at all, not about a fault.
    found = {f"faults/{path.name}" for path in (ROOT / "tests" / "faults").glob("test_*.py")}
    assert found - {"faults/test_embedded_accounts.py"} <= named
