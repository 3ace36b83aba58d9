"""Partners of a WKSBM outside it: companies, universities, institutions, LK3, other WKSBM.

S0 calls a WKSBM a network of groups, institutions and those who support them; a partner is linked,
corrected and unlinked. It is not a member: it is given no services; cases may be referred to it.
"""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, NamedTuple, Self
from uuid import UUID

import msgspec

from ..kernel.facts import Changed, Fold, folded, folds, identity_of, single
from ..kernel.model import Aggregate, Event, Stamp
from ..kernel.particulars import carry
from .kps_events import (
    NetworkPartnerCorrected,
    NetworkPartnerLinked,
    NetworkPartnerUnlinked,
    NetworkPartnerUnlinkingRetracted,
    PartnerParticulars,
    PartnerUnlinkReason,
)


class Linked(NamedTuple):
    """The particulars of a partner and the day it was linked, from the first event of
    its stream."""

    what: PartnerParticulars | None
    linked_on: date | None


class Unlinking(msgspec.Struct, frozen=True, kw_only=True):
    """When and why the partner was unlinked."""

    entry: int
    reason: PartnerUnlinkReason
    unlinked_on: date


class NetworkPartner(Aggregate, frozen=True, kw_only=True):
    """State of one partner."""

    TYPE: ClassVar[str] = "network_partner"

    wksbm: UUID | None = None
    what: PartnerParticulars | None = None
    linked_on: date | None = None
    unlinking: Unlinking | None = None

    def evolve(self, event: Any, stamp: Stamp) -> Self:
        return folded(self, FOLD, event, stamp)


def _linked(state: NetworkPartner, event: NetworkPartnerLinked, stamp: Stamp) -> Changed:
    what = carry(PartnerParticulars, event)
    return {"wksbm": event.wksbm, "what": what, "linked_on": stamp.occurred_on}


def _corrected(state: NetworkPartner, event: NetworkPartnerCorrected, stamp: Stamp) -> Changed:
    return {"what": carry(PartnerParticulars, event)}


LINK = identity_of(
    "LINK",
    made_by=NetworkPartnerLinked,
    corrected_by=NetworkPartnerCorrected,
    fact=lambda state: Linked(state.what, state.linked_on),
    day=lambda fact: fact.linked_on,
)
UNLINKING = single(
    "UNLINKING",
    Unlinking,
    "unlinking",
    made_by=NetworkPartnerUnlinked,
    retracted_by=NetworkPartnerUnlinkingRetracted,
    day="unlinked_on",
)
FOLD: dict[type[Event], Fold] = {
    **folds(UNLINKING),
    NetworkPartnerLinked: _linked,
    NetworkPartnerCorrected: _corrected,
}
