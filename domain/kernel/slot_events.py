"""Events of a slot: taken and released."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from .fields import Code
from .model import Event


class SlotTaken(Event, frozen=True, kw_only=True):
    """A unique place has a holder from now on."""

    TOPIC: ClassVar[str] = "slot.taken"
    FINAL: ClassVar[str] = "it follows from what takes the slot, which is corrected itself"

    kind: Code
    holder: UUID
    """The stream that holds it (a WKSBM, a deceased person's benefit)."""


class SlotReleased(Event, frozen=True, kw_only=True):
    """A unique place is free again."""

    TOPIC: ClassVar[str] = "slot.released"
    FINAL: ClassVar[str] = "it follows from what takes the slot, which is corrected itself"

    kind: Code
    holder: UUID
    """The stream that held it."""
