"""Named SQL statements, read from ``.sql`` files.

A file holds statements, each below a line ``-- name: some_name``, followed by comment lines
that say what it does and what its binds ($1, $2 …) are. Python files hold no SQL; a test
prepares every statement against the migrated database and finds each one used.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

_NAME = re.compile(r"^-- name: (?P<name>[a-z][a-z0-9_]*)[ \t]*$", re.MULTILINE)


def load(module_file: str, name: str) -> Mapping[str, str]:
    """The statements of the file ``name`` that lies beside ``module_file`` (pass ``__file__``).

    Raises ``ValueError`` if a name occurs twice or text comes before the first name.
    """
    return parse(Path(module_file).with_name(name).read_text(encoding="utf-8"), name)


def parse(text: str, origin: str) -> Mapping[str, str]:
    """The statements of ``text`` by name; ``origin`` names the source in error messages.

    Raises ``ValueError`` if one has no name, or two have the same.
    """
    marks = list(_NAME.finditer(text))
    head = text[: marks[0].start()] if marks else text
    if any(line.strip() and not line.startswith("--") for line in head.splitlines()):
        raise ValueError(f"{origin}: put a line '-- name: …' above every statement")
    found: dict[str, str] = {}
    ends = [mark.start() for mark in marks[1:]] + [len(text)]
    for mark, end in zip(marks, ends, strict=True):
        if mark["name"] in found:
            raise ValueError(f"{origin}: the name {mark['name']} stands twice")
        found[mark["name"]] = text[mark.end() : end].strip()
    return MappingProxyType(found)


def bare(text: str) -> str:
    """A statement without its comments and final semicolon, for use inside another one."""
    lines = [line for line in text.splitlines() if not line.lstrip().startswith("--")]
    return "\n".join(lines).strip().rstrip(";")
