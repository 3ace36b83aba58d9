"""When a fact of a local area is allowed; its slot changes with its number or name."""

from __future__ import annotations

from uuid import UUID

from ..kernel.model import Aggregate, Context, Event
from ..kernel.refusal import About, refuse
from ..kernel.slots import Slot, release, slot_id, take
from ..kernel.timeline import Timeline
from .local_area import AREA_CLOSING, NAMING, AreaClosing, LocalArea, Named
from .local_area_events import Naming

SLOT_KIND = "local-area"


def slot_of(context: Context, naming: Naming) -> UUID:
    """The slot of a number or name."""
    return slot_id(context.tenant_id, SLOT_KIND, naming.key)


def check_there(area: LocalArea, *, field: str = "localAreaId") -> None:
    """Raises AREA_CLOSED if it no longer exists."""
    if area.closed:
        refuse("AREA_CLOSED", field=field)


def _naming(context: Context, area: LocalArea, named: Named) -> None:
    check_there(area)


def _closing(context: Context, area: LocalArea, closing: AreaClosing) -> None:
    check_there(area)


def _slots(context: Context, was: LocalArea, area: LocalArea) -> list[tuple[Aggregate, Event]]:
    """The slots to release and take when its number or name changes or ends. Raises
    AREA_NUMBER_TAKEN."""
    moved: list[tuple[Aggregate, Event]] = []
    if was.slot == area.slot:
        return moved
    if area.slot is not None:
        assert area.naming is not None
        moved = [_taken(context, area, area.naming)]
    if was.slot is not None:
        moved = [release(context, kind=SLOT_KIND, slot=was.slot, holder=area.id), *moved]
    return moved


def _taken(context: Context, area: LocalArea, naming: Naming) -> tuple[Aggregate, Event]:
    """Takes the slot of a name. Raises AREA_NUMBER_TAKEN if another area holds it under this key or
    a former one."""
    taken = take(context, kind=SLOT_KIND, key=naming.key, holder=area.id)
    former = (
        context.load(Slot, slot_id(context.tenant_id, SLOT_KIND, key)).holder
        for key in naming.former_keys
    )
    holders = (taken, *former) if isinstance(taken, UUID) else tuple(former)
    for holder in holders:
        if holder not in (None, area.id):
            field = "number" if naming.number else "name"
            refuse("AREA_NUMBER_TAKEN", field=field, holder=About("local_area", holder))
    assert not isinstance(taken, UUID), f"the slot is held by the area itself: {area.id}"
    return taken


AREAS: Timeline[LocalArea] = Timeline({NAMING: _naming, AREA_CLOSING: _closing}, follows=_slots)
"""The facts of a local area and their rules."""
