"""Target groups (PMKS, today PPKS): the list of 2007 and that of 2012, and how they relate.

A category is ``edition/code``: ``2007/LUT`` (the codes of the Depsos guide of 2007, the 22 groups
of Bontang in S0) or ``2012/08`` (the numbers of Permensos 8/2012). Abbreviations of 2012 are labels
only. Editions are kept for ever: a case of 2012 keeps the category it was given.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Literal

from .category_lists import EDITION_2007, EDITION_2012, MAPPING, Problem, Tier

CategoryChange = Literal["SAME", "NARROWED", "RENAMED", "SPLIT_BY_AGE", "DROPPED", "NEW"]
"""How a category of 2007 changed in 2012; NEW is one of 2012 without a predecessor."""


@dataclass(frozen=True, slots=True)
class Category:
    """A target group of one edition."""

    edition: str
    number: str
    """The edition's own code: ``LUT`` in 2007, ``08`` in 2012."""
    abbreviation: str | None
    name_id: str
    name_en: str
    problem: Problem
    """Group of problems of PP 39/2012."""
    tier: Tier
    """TOP: masked, except for roles that must know (health, crime, children, violence)."""

    @property
    def code(self) -> str:
        """``2012/08``."""
        return f"{self.edition}/{self.number}"


@dataclass(frozen=True, slots=True)
class Edition:
    """A list of target groups."""

    code: str
    name: str
    source: str
    promulgated_on: date | None
    """Day of its promulgation; ``None``: not known."""
    categories: Mapping[str, Category]
    """By number, in the order of the list."""


@dataclass(frozen=True, slots=True)
class Successor:
    """A category of 2007 with its successors of 2012."""

    old: str | None
    new: tuple[str, ...]
    """Several where the group was split by age: the one for children first."""
    change: CategoryChange


def _edition(
    code: str,
    name: str,
    source: str,
    promulgated_on: date | None,
    rows: tuple[tuple[str, str | None, str, str, Problem, Tier], ...],
) -> Edition:
    found = {
        number: Category(code, number, abbreviation, name_id, name_en, problem, tier)
        for number, abbreviation, name_id, name_en, problem, tier in rows
    }
    return Edition(code, name, source, promulgated_on, MappingProxyType(found))


class Categories:
    """All editions of the list of target groups."""

    def __init__(self, editions: tuple[Edition, ...], successors: tuple[Successor, ...]) -> None:
        self.editions: Mapping[str, Edition] = MappingProxyType({e.code: e for e in editions})
        self._forward = {s.old: s for s in successors if s.old}
        self._backward: dict[str, list[Successor]] = {}
        for successor in successors:
            for new in successor.new:
                self._backward.setdefault(new, []).append(successor)

    def find(self, code: str) -> Category | None:
        """The category ``edition/number``, if there is one."""
        edition, _, number = code.partition("/")
        listed = self.editions.get(edition)
        return None if listed is None else listed.categories.get(number)

    def successors(self, code: str) -> Successor | None:
        """The successors of a category of 2007; ``None`` for a code that is not of 2007."""
        return self._forward.get(code)

    def origins(self, code: str) -> tuple[Successor, ...]:
        """The predecessors of a category of 2012; if it has none, one entry with the change NEW."""
        return tuple(self._backward.get(code, ()))


CATEGORIES = Categories(
    editions=(
        _edition(
            "2007",
            "PMKS 2007 (22)",
            "Panduan Pendataan PMKS dan PSKS, Depsos 2007; the 22 groups of Bontang (S0)",
            None,
            EDITION_2007,
        ),
        _edition(
            "2012",
            "PMKS 2012 (26)",
            "Permensos 8/2012",
            date(2012, 6, 7),
            EDITION_2012,
        ),
    ),
    successors=tuple(Successor(old, new, change) for old, new, change in MAPPING),
)
"""The editions that are shipped."""
