"""Parts that the commands about a WKSBM share: target, place, and the check that it has
not ended."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from msgspec import Meta

from ..kernel.corrections import EntryVersion, Why
from ..kernel.model import Aggregate, Command, Context, Place
from ..kernel.vocabulary import NoteText
from .board import check_mandate
from .wksbm import Wksbm
from .wksbm_rules import check_alive

WksbmId = Annotated[UUID, Meta(description="The WKSBM.")]


class AboutWksbm(Command, frozen=True, kw_only=True):
    """Base of the commands about one WKSBM, which act in its area; those that inherit their
    particulars from elsewhere declare ``wksbm_id`` themselves."""

    if TYPE_CHECKING:
        wksbm_id: UUID

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return Wksbm, self.wksbm_id

    def place(self, context: Context) -> Place:
        return place_of(context, self.wksbm_id)

    def living(self, context: Context) -> Wksbm:
        """Its state. Raises NOT_FOUND, WKSBM_STATE after its end, MANDATE_ENDED."""
        return living(context, self.wksbm_id)

    def recorded(self, context: Context) -> Wksbm:
        """Its state, ended or not. Raises NOT_FOUND, MANDATE_ENDED."""
        return recorded(context, self.wksbm_id)


class WksbmCommand(AboutWksbm, frozen=True, kw_only=True):
    """A command about one WKSBM, with its id."""

    wksbm_id: WksbmId


class WksbmCorrection(WksbmCommand, frozen=True, kw_only=True):
    """A correction of one fact of a WKSBM; possible after its end too."""

    of: EntryVersion
    reason: Why
    note: NoteText | None = None


def place_of(context: Context, wksbm_id: UUID) -> Place:
    """Where a WKSBM is, compared with the extent of the actor's role."""
    state = context.existing(Wksbm, wksbm_id, field="wksbmId")
    return Place(area_code=state.village_code, wksbm_id=wksbm_id)


def living(context: Context, wksbm_id: UUID) -> Wksbm:
    """The state of a WKSBM that has not ended. Raises NOT_FOUND, WKSBM_STATE, MANDATE_ENDED."""
    state = alive(context, wksbm_id, field="wksbmId")
    check_mandate(context, wksbm_id)
    return state


def alive(context: Context, wksbm_id: UUID, *, field: str) -> Wksbm:
    """The state of a WKSBM that has not ended, for a reference to it: a parent, a partner."""
    state = context.existing(Wksbm, wksbm_id, field=field)
    check_alive(state, field=field)
    return state


def recorded(context: Context, wksbm_id: UUID) -> Wksbm:
    """The state of a WKSBM, ended or not: wrong entries can always be corrected."""
    state = context.existing(Wksbm, wksbm_id, field="wksbmId")
    check_mandate(context, wksbm_id)
    return state
