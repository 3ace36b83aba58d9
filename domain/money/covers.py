"""A fund's payment that covers the shortfall of an arisan's round: it covers one, and once.

A slot per payment says so (``kernel/slots.py``), for the rounds it might cover stand in several
cycles, and whoever reverses the payment looks at its book only.
"""

from __future__ import annotations

from uuid import UUID

from ..kernel.model import Aggregate, Context, Event
from ..kernel.refusal import About, refuse
from ..kernel.slots import Slot, release, slot_id, take

COVER = "arisan-cover"
"""Kind of the slot that a payment's cover takes; its holder is the cycle."""


def _key(book: UUID, entry_no: int) -> str:
    return f"{book}/{entry_no}"


def taken(context: Context, book: UUID, entry_no: int, cycle: UUID) -> tuple[Aggregate, Event]:
    """The payment covers a round of the cycle from now on. Raises COVER_PROOF."""
    found = take(context, kind=COVER, key=_key(book, entry_no), holder=cycle)
    if isinstance(found, UUID):
        refuse("COVER_PROOF", field="cover", cause="OTHER_PAYMENT")
    return found


def given_back(
    context: Context, book: UUID, entry_no: int, cycle: UUID
) -> list[tuple[Aggregate, Event]]:
    """The payment covers nothing any more; nothing to say of one that was never noted so."""
    slot = slot_id(context.tenant_id, COVER, _key(book, entry_no))
    if context.load(Slot, slot).holder != cycle:
        return []
    return [release(context, kind=COVER, slot=slot, holder=cycle)]


def check_covers_nothing(context: Context, book: UUID, entry_no: int) -> None:
    """Raises ENTRY_COVERS: a payment stays as long as a round rests on it."""
    slot = context.load(Slot, slot_id(context.tenant_id, COVER, _key(book, entry_no)))
    if slot.holder is not None:
        refuse("ENTRY_COVERS", field="entryNo", no=entry_no, cycle=About("arisan", slot.holder))
