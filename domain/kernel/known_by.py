"""What was so on a business day, by what is known now: a state without the facts of later days.

The facts of later days are taken out by the folds of their retractions, newest entry first. What
a later entry corrected or retracted is corrected or retracted here, too: it was so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TypeVar

import msgspec

from .facts import FactKind

S = TypeVar("S", bound=msgspec.Struct)


def days_of(state: msgspec.Struct, kinds: Iterable[FactKind]) -> list[date]:
    """The business days of the facts of some kinds, each once, in order."""
    found = {kind.day(fact) for kind in kinds for _, fact in kind.found(state)}
    return sorted(day for day in found if day is not None)


def known_by(state: S, kinds: Sequence[FactKind], day: date) -> S:
    """The state without the facts of these kinds that are of later days. What an aggregate is
    from its first event on (:func:`.facts.identity_of`) is never taken out."""
    later: dict[tuple[int, int], FactKind] = {}
    for order, kind in enumerate(kinds):
        if kind.without is not None:
            for entry, fact in kind.found(state):
                on = kind.day(fact)
                if on is not None and on > day:
                    later[entry, order] = kind
    for entry, order in sorted(later, reverse=True):
        kind = later[entry, order]
        if kind.without is not None and entry in dict(kind.found(state)):
            state = msgspec.structs.replace(state, **kind.without(state, entry))
    return state
