"""Refusals: how a decision says no, and the form in which the rules of a room stand in a table.

A decision raises :class:`Refused` with a code and parameters. The rule behind the code, its
source and its texts are a :class:`Rule` in the room's ``refusals.py``; those that every room
shares stand in :mod:`.refusals`. ``registry.REFUSALS`` is the whole table, and a test reads every
``refuse(…)`` in the sources and holds codes and parameters to it.
"""

from __future__ import annotations

import string
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal, NamedTuple, NoReturn


class Words(NamedTuple):
    """A parameter of a refusal that is a phrase: each language shows its own."""

    indonesian: str
    english: str


class Refused(Exception):
    """A business rule says no. Data, not a fault: code, field and parameters of its text.

    The rule, its source and its Indonesian and English text stand in the tables of refusals.
    """

    def __init__(self, code: str, /, *, field: str | None = None, **params: object) -> None:
        super().__init__(code, field, params)
        self.code = code
        self.field = field
        self.params = params

    def at(self, field: str | None) -> Refused:
        """The same refusal, pointing at another field."""
        return Refused(self.code, field=field, **self.params)


def refuse(code: str, /, *, field: str | None = None, **params: object) -> NoReturn:
    """Raise :class:`Refused`."""
    raise Refused(code, field=field, **params)


Language = Literal["id", "en"]


@dataclass(frozen=True, slots=True)
class Text:
    """What the person reads: what could not be done, and how to mend it."""

    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Rule:
    """One refusal code. Texts are templates: ``{name}`` stands for a parameter of the refusal."""

    code: str
    rule: str
    """The rule in one English sentence."""
    source: str
    """Where the rule comes from: seed S0–S4, a regulation, or the service itself."""
    message_id: str
    message_en: str
    hint_id: str
    hint_en: str
    raised_by: Literal["domain", "engine"] = "domain"
    """``engine``: raised outside ``domain`` (the door, the scope, the writer)."""
    answered_as: str | None = None
    """The code that is shown instead, with its texts, so that the difference cannot be seen."""

    @property
    def params(self) -> frozenset[str]:
        """Names of the parameters that the texts use."""
        parts = (self.message_id, self.message_en, self.hint_id, self.hint_en)
        names = (name for text in parts for _, name, _, _ in string.Formatter().parse(text))
        return frozenset(name for name in names if name)


def table(*rules: Rule) -> Mapping[str, Rule]:
    """The rules by code. Raises ``ValueError`` if a code stands twice."""
    found = {rule.code: rule for rule in rules}
    if len(found) != len(rules):
        raise ValueError("a refusal code stands twice in the table")
    return MappingProxyType(found)


def merge(tables: Iterable[Mapping[str, Rule]]) -> Mapping[str, Rule]:
    """Several tables as one. Raises ``ValueError`` if a code stands twice."""
    return table(*(rule for one in tables for rule in one.values()))
