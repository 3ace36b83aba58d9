"""Fields that a command and its event share are copied by ``kernel/particulars.py``, not line by
line: a new field would be forgotten. So no event is made with ``field=self.field``.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.tidy.test_house import ROOT

from wahana.deploy.registry import EVENTS

NAMES = frozenset(event.__name__ for event in EVENTS)


def copied(source: str) -> Iterator[tuple[str, str]]:
    """The events that a text makes with a field of the same name of the command, and the field."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in NAMES:
            for given in node.keywords:
                value = given.value
                if (
                    isinstance(value, ast.Attribute)
                    and isinstance(value.value, ast.Name)
                    and value.value.id in ("self", "command")
                    and value.attr == given.arg
                ):
                    yield node.func.id, value.attr


@pytest.mark.parametrize("room", ["domain", "tenants"])
def test_no_event_copies_a_field_of_its_command(room: str) -> None:
    files: list[Path] = sorted((ROOT / room).rglob("*.py"))
    assert files
    found = {
        str(path.relative_to(ROOT)): sorted(copied(path.read_text(encoding="utf-8")))
        for path in files
    }
    assert {path: fields for path, fields in found.items() if fields} == {}


def test_a_copied_field_would_be_found() -> None:
    made = "paid = PotPaid(round=self.round, share=draw.share, member=command.member)"
    assert sorted(copied(made)) == [("PotPaid", "member"), ("PotPaid", "round")]
    assert not list(copied("paid = carry(PotPaid, self, share=self.share)"))
