"""Slots: places of which there is one, held by one stream at a time.

A rule across aggregates ("one active WKSBM per area") cannot be kept by the aggregates it is
about. A slot is a stream of its own, named by what is unique; it is taken and released in the
same command as the fact, so two commands that want it meet at its version and one of them loses.
It never says *why* a place is unique: the rule and its refusal belong to whoever takes it.
"""

from __future__ import annotations

from typing import ClassVar, Self
from uuid import UUID

from .model import Aggregate, Context, derive
from .slot_events import SlotReleased, SlotTaken

DEATH_BENEFIT = "death-benefit"
"""Kind of the slot that a deceased person's benefit takes: a book pays it once."""


class Slot(Aggregate, frozen=True, kw_only=True):
    """Who holds a unique place now; nobody if ``holder`` is ``None``."""

    TYPE: ClassVar[str] = "slot"

    holder: UUID | None = None

    def evolve(self, event: object, stamp: object) -> Self:
        match event:
            case SlotTaken():
                return type(self)(id=self.id, version=self.version, holder=event.holder)
            case SlotReleased():
                return type(self)(id=self.id, version=self.version, holder=None)
            case _:
                return self


def slot_id(tenant_id: UUID, kind: str, key: str) -> UUID:
    """The stream of a slot. ``key`` names no person: it holds codes and random ids only."""
    return derive(tenant_id, "slot", kind, key)


def take(context: Context, *, kind: str, key: str, holder: UUID) -> tuple[Slot, SlotTaken] | UUID:
    """Take a slot for ``holder``, or say who holds it; the caller knows the rule to refuse by."""
    slot = context.load(Slot, slot_id(context.tenant_id, kind, key))
    if slot.holder is not None:
        return slot.holder
    return slot, SlotTaken(kind=kind, holder=holder)


def release(context: Context, *, kind: str, slot: UUID, holder: UUID) -> tuple[Slot, SlotReleased]:
    """Give back the slot with the id ``slot``.

    Raises ``ValueError`` if ``holder`` does not hold it: its own state says that it does, so
    the two streams disagree and nothing may be built on either.
    """
    state = context.load(Slot, slot)
    if state.holder != holder:
        raise ValueError(f"slot {slot} is held by {state.holder}, not by {holder}")
    return state, SlotReleased(kind=kind, holder=holder)
