"""Kinds of facts of an arisan cycle: its rules, collections, draws, pots, settlements, end.

A fact has the particulars of its event and the event's version; the state has one tuple per kind.
Rounds and debts are computed from them in :mod:`.arisan`.
"""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from ..kernel.facts import Changed, Fold, folds, identity_of, listed, single
from ..kernel.model import Event, Stamp
from ..kernel.particulars import carry
from .arisan_events import (
    ArisanEntryRetracted,
    Closed,
    Collected,
    CycleClosed,
    CycleCorrected,
    CycleOpened,
    DebtSettled,
    Drawn,
    MemberSubstituted,
    PotGiven,
    PotPaid,
    RoundCollected,
    Rules,
    Settled,
    Substituted,
    WinnerDrawn,
)


class Agreement(NamedTuple):
    """The rules on which the members agreed, and the day on which the cycle began."""

    rules: Rules | None
    starts_on: date


class Collection(Collected, frozen=True, kw_only=True):
    """The payments for a round on one occasion, and their cover."""

    entry: int


class Draw(Drawn, frozen=True, kw_only=True):
    """The draw of a round."""

    entry: int


class Pot(PotGiven, frozen=True, kw_only=True):
    """A pot that was paid."""

    entry: int


class Settlement(Settled, frozen=True, kw_only=True):
    """A payment of a debt, in whole or in part."""

    entry: int


class Substitution(Substituted, frozen=True, kw_only=True):
    """A change of holder."""

    entry: int


class CycleEnding(Closed, frozen=True, kw_only=True):
    """The end of a cycle."""

    entry: int


def _agreed(event: CycleOpened | CycleCorrected) -> Changed:
    return {"starts_on": event.starts_on, "rules": carry(Rules, event)}


def _opened(cycle: Any, event: CycleOpened, stamp: Stamp) -> Changed:
    return {"wksbm": event.wksbm, "entry": stamp.version, **_agreed(event)}


def _corrected(cycle: Any, event: CycleCorrected, stamp: Stamp) -> Changed:
    return _agreed(event)


CYCLE = identity_of(
    "CYCLE",
    made_by=CycleOpened,
    corrected_by=CycleCorrected,
    fact=lambda cycle: Agreement(cycle.rules, cycle.starts_on),
    entry=lambda cycle: cycle.entry,
    day=lambda agreement: agreement.starts_on,
)
COLLECTION = listed(
    "COLLECTION",
    Collection,
    "collections",
    made_by=RoundCollected,
    retracted_by=ArisanEntryRetracted,
    day="collected_on",
)
DRAW = listed(
    "DRAW", Draw, "draws", made_by=WinnerDrawn, retracted_by=ArisanEntryRetracted, day="drawn_on"
)
POT = listed("POT", Pot, "pots", made_by=PotPaid, retracted_by=ArisanEntryRetracted, day="paid_on")
SETTLEMENT = listed(
    "SETTLEMENT",
    Settlement,
    "settlements",
    made_by=DebtSettled,
    retracted_by=ArisanEntryRetracted,
    day="settled_on",
)
SUBSTITUTION = listed(
    "SUBSTITUTION",
    Substitution,
    "substitutions",
    made_by=MemberSubstituted,
    retracted_by=ArisanEntryRetracted,
    day="substituted_on",
)
CLOSING = single(
    "CLOSING",
    CycleEnding,
    "closing",
    made_by=CycleClosed,
    retracted_by=ArisanEntryRetracted,
    day="closed_on",
)
KINDS = {kind.code: kind for kind in (COLLECTION, DRAW, POT, SETTLEMENT, SUBSTITUTION, CLOSING)}
"""The kinds of facts that are retracted one by one, by their codes in the API."""

FOLD: dict[type[Event], Fold] = {
    **folds(*KINDS.values()),
    CycleOpened: _opened,
    CycleCorrected: _corrected,
}
