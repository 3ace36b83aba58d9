"""Payments of a fund that cover the shortfall of an arisan round: each covers one round only.

A slot per payment enforces it (``kernel/slots.py``), because the rounds that it could cover belong
to several cycles, and a reversal of the payment reads its book only.
"""

from __future__ import annotations

from uuid import UUID

from ..kernel.model import Aggregate, Context, Event
from ..kernel.refusal import About, refuse
from ..kernel.slots import Slot, release, slot_id, take

COVER = "arisan-cover"
"""Kind of the slot of a covering payment; its holder is the cycle."""


def _key(book: UUID, entry_no: int) -> str:
    return f"{book}/{entry_no}"


def take_cover(context: Context, book: UUID, entry_no: int, cycle: UUID) -> tuple[Aggregate, Event]:
    """The payment covers a round of the cycle from now on. Raises COVER_PROOF if it
    covers another."""
    found = take(context, kind=COVER, key=_key(book, entry_no), holder=cycle)
    if isinstance(found, UUID):
        refuse("COVER_PROOF", field="cover", cause="OTHER_PAYMENT")
    return found


def release_cover(
    context: Context, book: UUID, entry_no: int, cycle: UUID
) -> list[tuple[Aggregate, Event]]:
    """The payment no longer covers a round; empty if the cycle does not hold its slot."""
    slot = slot_id(context.tenant_id, COVER, _key(book, entry_no))
    if context.load(Slot, slot).holder != cycle:
        return []
    return [release(context, kind=COVER, slot=slot, holder=cycle)]


def check_covers_nothing(context: Context, book: UUID, entry_no: int) -> None:
    """Raises ENTRY_COVERS if a round depends on the payment."""
    slot = context.load(Slot, slot_id(context.tenant_id, COVER, _key(book, entry_no)))
    if slot.holder is not None:
        refuse("ENTRY_COVERS", field="entryNo", no=entry_no, cycle=About("arisan", slot.holder))
