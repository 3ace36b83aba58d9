"""Slots: unique positions, each held by one stream at a time.

A rule across aggregates ("one active WKSBM per area") cannot be enforced by the aggregates it
concerns. A slot is a stream of its own, whose id is derived from what is unique; it is taken and
released in the same command as the fact, so of two commands that want the slot, one fails with a
version conflict. A slot does not know *why* it is unique: the rule and its refusal belong to the
command that takes it.
"""

from __future__ import annotations

from typing import ClassVar, Self
from uuid import UUID

from .model import Aggregate, Context, derive
from .slot_events import SlotReleased, SlotTaken

DEATH_BENEFIT = "death-benefit"
"""Kind of the slot for a deceased person's benefit: a book pays it once."""


class Slot(Aggregate, frozen=True, kw_only=True):
    """The present holder of a unique position; ``holder`` ``None``: it is free."""

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
    """The stream of a slot. ``key`` must not name a person: it holds codes and random ids only."""
    return derive(tenant_id, "slot", kind, key)


def take(context: Context, *, kind: str, key: str, holder: UUID) -> tuple[Slot, SlotTaken] | UUID:
    """Take a slot for ``holder``, or return its present holder; the caller refuses by
    its own rule."""
    slot = context.load(Slot, slot_id(context.tenant_id, kind, key))
    if slot.holder is not None:
        return slot.holder
    return slot, SlotTaken(kind=kind, holder=holder)


def release(context: Context, *, kind: str, slot: UUID, holder: UUID) -> tuple[Slot, SlotReleased]:
    """Release the slot with the id ``slot``.

    Raises ``ValueError`` if ``holder`` does not hold it: the state of the caller says that it does,
    so the two streams disagree and no decision may rely on either.
    """
    state = context.load(Slot, slot)
    if state.holder != holder:
        raise ValueError(f"slot {slot} is held by {state.holder}, not by {holder}")
    return state, SlotReleased(kind=kind, holder=holder)
