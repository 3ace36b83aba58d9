"""Quoting of names and texts for the composed statement (:mod:`.compile`)."""

from __future__ import annotations

import re

ALIAS_MAX = 63
"""Length in bytes of the longest name in PostgreSQL; a longer alias is refused."""
POSITION = "(select position from moment)"
"""The position of the answer."""

UNFIT = "!"
"""First character of the text that replaces a value which its type forbids; no cast accepts it."""

_ALIAS = re.compile(rf"[_A-Za-z][_0-9A-Za-z]{{0,{ALIAS_MAX - 1}}}")
_COLUMN = re.compile(r"[a-z][a-z0-9_]*")


class WrongSelection(ValueError):
    """The client's selection cannot be answered. The message is for the client and says how to
    correct it."""


def as_of(text: str) -> str:
    """A statement or condition with the position of the answer instead of the position
    asked for."""
    return re.sub(r"\$2\b", POSITION, text)


def quoted_alias(alias: str) -> str:
    """A client's alias, a GraphQL name, in quotes. Raises :class:`WrongSelection`."""
    if not _ALIAS.fullmatch(alias):
        raise WrongSelection(
            f"the alias {alias[:20]}… is longer than {ALIAS_MAX} characters; give a shorter one"
        )
    return f'"{alias}"'


def column_name(name: str) -> str:
    """The SQL name of a declared column; any other name is an error of the program."""
    if not _COLUMN.fullmatch(name):
        raise ValueError(f"'{name}' is not the name of an SQL column")
    return name


def literal(text: str | None) -> str:
    """A declared text (the name of an enum or a type) as a literal."""
    if text is None or "'" in text or "\\" in text:
        raise ValueError(f"{text!r} cannot stand as a literal")
    return f"'{text}'::text"


def as_days(kind: str, value: str) -> str:
    """A date, or dates, as days: the first and the last that there are, are kept as infinities."""
    if kind == "days":
        first = f"array_replace({value}, '-infinity', '0001-01-01')"
        return f"array_replace({first}, 'infinity', '9999-12-31')"
    return (
        f"case {value} when '-infinity' then date '0001-01-01' "
        f"when 'infinity' then date '9999-12-31' else {value} end"
    )


def refusal(column: str, n: str) -> str:
    """A text that no cast accepts; with a column of the rows ``n``, so that the planner does not
    evaluate it."""
    return f"('{UNFIT}' || {n}.{column_name(column)}::text)"
