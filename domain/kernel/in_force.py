"""Which of several facts holds: the latest by its business day, then by its entry.

When a fact was told says nothing about when it was so: a late entry stands where its own day is.
So facts of one kind are in the state in the order of their days (:func:`in_order`), of one day
in the order of their entries; the last one is in force, and what was in force on a day is the
last one up to it (:func:`in_force`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any


def in_order(facts: Iterable[Any], day: str | None) -> tuple[Any, ...]:
    """Facts by their business day, the field ``day`` (``None``: they have none), then by entry;
    undated ones come first."""

    def key(fact: Any) -> tuple[date, int]:
        return (day and getattr(fact, day)) or date.min, fact.entry

    return tuple(sorted(facts, key=key))


def in_force(facts: Sequence[Any], day: str, on: date) -> Any:
    """The last of the ordered facts whose ``day`` is not after ``on``; the first one, if
    all are of later days; ``None`` if there are none."""
    held = [fact for fact in facts if (getattr(fact, day) or date.min) <= on]
    return held[-1] if held else facts[0] if facts else None
