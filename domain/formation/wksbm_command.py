"""What the commands about one WKSBM share: their target, their place, and that it is alive."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from msgspec import Meta

from ..kernel.model import Aggregate, Command, Context, Place
from ..kernel.refusal import refuse
from .board import check_mandate
from .wksbm import Wksbm

WksbmId = Annotated[UUID, Meta(description="The WKSBM.")]


class WksbmCommand(Command, frozen=True, kw_only=True):
    """A command about one WKSBM; it acts where that WKSBM is."""

    wksbm_id: WksbmId

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return Wksbm, self.wksbm_id

    def place(self, context: Context) -> Place:
        return place_of(context, self.wksbm_id)

    def living(self, context: Context) -> Wksbm:
        """Its state; refuses NOT_FOUND, WKSBM_STATE after its end, MANDATE_ENDED."""
        return living(context, self.wksbm_id)


def place_of(context: Context, wksbm_id: UUID) -> Place:
    """Where a WKSBM is, for the scope of a role."""
    state = context.existing(Wksbm, wksbm_id, field="wksbmId")
    return Place(area_code=state.village_code, wksbm_id=wksbm_id)


def living(context: Context, wksbm_id: UUID) -> Wksbm:
    """The state of a WKSBM that has not ended, asked for by somebody whose mandate lasts."""
    state = alive(context, wksbm_id, field="wksbmId")
    check_mandate(context, wksbm_id)
    return state


def alive(context: Context, wksbm_id: UUID, *, field: str) -> Wksbm:
    """The state of a WKSBM that has not ended and is only referred to: a parent, a partner."""
    state = context.existing(Wksbm, wksbm_id, field=field)
    if state.end is not None:
        refuse("WKSBM_STATE", field=field, state=state.status, needed="ACTIVE")
    return state


def recorded(context: Context, wksbm_id: UUID) -> Wksbm:
    """The state of a WKSBM, ended or not: what was entered wrongly can always be mended."""
    state = context.existing(Wksbm, wksbm_id, field="wksbmId")
    check_mandate(context, wksbm_id)
    return state
