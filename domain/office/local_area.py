"""Areas below the village: RT, RW, dusun, padukuhan, lingkungan, kampung.

They have no national code, so each tenant keeps its own, each with an id. A number or name is
unique per kind in a village (an RT's within the RW or dusun above it); "8" and "08" are the same
number. A slot enforces it when two people enter the same RW at once.
"""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self
from uuid import UUID

import msgspec

from ..kernel.facts import Changed, Fold, folded, folds, listed, single
from ..kernel.in_force import in_force, in_order
from ..kernel.model import Aggregate, Event, Stamp
from .local_area_events import (
    LocalAreaClosed,
    LocalAreaCorrected,
    LocalAreaRegistered,
    LocalAreaRenamed,
    LocalAreaReopened,
    Naming,
)


class Named(Naming, frozen=True, kw_only=True):
    """The name of a local area from a business day on."""

    entry: int
    named_on: date
    area_edition: str
    slot: UUID


class AreaClosing(msgspec.Struct, frozen=True, kw_only=True):
    """The closing of a local area: it no longer exists."""

    entry: int
    closed_on: date


class LocalArea(Aggregate, frozen=True, kw_only=True):
    """A local area with its names, and whether it still exists."""

    TYPE: ClassVar[str] = "local_area"

    names: tuple[Named, ...] = ()
    closing: AreaClosing | None = None

    @property
    def naming(self) -> Named | None:
        """Where it lies and its present name; ``None`` before it is registered."""
        return self.names[-1] if self.names else None

    @property
    def closed(self) -> bool:
        """Whether it no longer exists."""
        return self.closing is not None

    @property
    def slot(self) -> UUID | None:
        """The slot of its number or name, held while it exists."""
        return None if self.naming is None or self.closed else self.naming.slot

    @property
    def village_code(self) -> str:
        """The village it lies in; empty before it is registered."""
        return "" if self.naming is None else self.naming.village_code

    @property
    def kind(self) -> str:
        """RT, RW, …; empty before it is registered."""
        return "" if self.naming is None else self.naming.kind

    def evolve(self, event: Any, stamp: Stamp) -> Self:
        return folded(self, FOLD, event, stamp)


def _renamed(area: LocalArea, event: LocalAreaRenamed, stamp: Stamp) -> Changed:
    named = msgspec.structs.replace(
        in_force(area.names, "named_on", stamp.occurred_on),
        number=event.number,
        name=event.name,
        slot=event.slot,
        entry=stamp.version,
        named_on=stamp.occurred_on,
    )
    return {"names": in_order((*area.names, named), "named_on")}


NAMING = listed(
    "NAMING",
    Named,
    "names",
    made_by=(LocalAreaRegistered, LocalAreaRenamed),
    corrected_by=LocalAreaCorrected,
    day="named_on",
)
AREA_CLOSING = single(
    "AREA_CLOSING",
    AreaClosing,
    "closing",
    made_by=LocalAreaClosed,
    retracted_by=LocalAreaReopened,
    day="closed_on",
)

FOLD: dict[type[Event], Fold] = {**folds(NAMING, AREA_CLOSING), LocalAreaRenamed: _renamed}
