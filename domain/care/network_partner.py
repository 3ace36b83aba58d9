"""Partners of a WKSBM outside it: companies, universities, institutions, LK3, other WKSBM.

S0 calls a WKSBM a network of groups, institutions and those who support them; a partner is
linked, corrected and unlinked. It is no member: it gets no tasks, cases are referred to it.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, NamedTuple, Self
from uuid import UUID

import msgspec
from msgspec import Meta

from ..formation.wksbm_command import WksbmId, alive, living, place_of, recorded
from ..kernel.corrections import Why
from ..kernel.facts import Changed, Fold, folds, identity_of, single
from ..kernel.fields import ClearText, DocumentNo, NewId
from ..kernel.model import Aggregate, Command, Context, Decision, Event, Place, Stamp
from ..kernel.particulars import carry
from ..kernel.refusal import refuse
from ..kernel.timeline import Timeline
from ..kernel.vocabulary import NoteText, explained
from .kps_events import (
    NetworkPartnerCorrected,
    NetworkPartnerLinked,
    NetworkPartnerUnlinked,
    NetworkPartnerUnlinkingRetracted,
    PartnerKind,
    PartnerParticulars,
    PartnerUnlinkReason,
)
from .vocabulary import Pillar


class Linked(NamedTuple):
    """Who a partner is and when it was linked, by the first event of its stream."""

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
        fold = FOLD.get(type(event))
        return self if fold is None else msgspec.structs.replace(self, **fold(self, event, stamp))


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


def _unlinking(context: Context, state: NetworkPartner, found: Unlinking) -> None:
    if state.unlinking is not None:
        refuse("NO_CHANGE", field="partnerId")
    assert state.linked_on is not None
    if found.unlinked_on < state.linked_on:
        refuse("STAGE_DATE", field="occurredOn", stage="LINK", day=state.linked_on)


PARTNER: Timeline[NetworkPartner] = Timeline({LINK: None, UNLINKING: _unlinking})
"""The facts of a partner and their rules."""


class PartnerDescription(msgspec.Struct, frozen=True, kw_only=True):
    """Who a partner is, as a command gives it."""

    kind: Annotated[PartnerKind, Meta(description="What kind of partner it is.")]
    name: Annotated[
        ClearText | None, Meta(description="Its name; left out only for another WKSBM.")
    ] = None
    other_wksbm_id: Annotated[
        UUID | None, Meta(description="The other WKSBM, if it is one of this office.")
    ] = None
    scope: Annotated[
        tuple[Pillar, ...], Meta(max_length=4, description="Pillars it helps with; none: any.")
    ] = ()
    agreement_no: Annotated[
        DocumentNo | None, Meta(description="Number of the agreement, if there is one.")
    ] = None

    def checked(
        self, context: Context, wksbm_id: UUID, old: PartnerParticulars | None = None
    ) -> PartnerParticulars:
        """As an event has it. Raises BODY_INCOMPLETE, SAME_WKSBM, NOT_FOUND, WKSBM_STATE.

        ``old``: what it was before; another WKSBM that was found then may have ended since.
        """
        if self.other_wksbm_id is not None:
            if self.kind != "WKSBM":
                refuse("BODY_INCOMPLETE", field="otherWksbmId", kind=self.kind)
            if self.other_wksbm_id == wksbm_id:
                refuse("SAME_WKSBM", field="otherWksbmId")
            if old is None or old.other_wksbm != self.other_wksbm_id:
                alive(context, self.other_wksbm_id, field="otherWksbmId")
        elif self.name is None:
            refuse("BODY_INCOMPLETE", field="name", kind=self.kind)
        scope = tuple(dict.fromkeys(self.scope))
        return carry(PartnerParticulars, self, other_wksbm=self.other_wksbm_id, scope=scope)


class LinkNetworkPartner(
    PartnerDescription, Command, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """Links a partner that supports a WKSBM: a company, university, institution, LK3, WKSBM."""

    GROUP: ClassVar[str] = "KPS"
    MAKES = (LINK,)

    partner_id: Annotated[NewId, Meta(description="Id that the partner shall have.")]
    wksbm_id: WksbmId

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return NetworkPartner, self.partner_id

    def place(self, context: Context) -> Place:
        return place_of(context, self.wksbm_id)

    def decide(self, context: Context) -> Decision:
        state = context.fresh(NetworkPartner, self.partner_id, field="partnerId")
        living(context, self.wksbm_id)
        described = self.checked(context, self.wksbm_id)
        return [(state, carry(NetworkPartnerLinked, described, wksbm=self.wksbm_id))]


PartnerId = Annotated[UUID, Meta(description="The partner.")]


class PartnerCommand(Command, frozen=True, kw_only=True):
    """What commands about one partner do; they name it themselves."""

    if TYPE_CHECKING:
        partner_id: UUID

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return NetworkPartner, self.partner_id

    def place(self, context: Context) -> Place:
        state = context.existing(NetworkPartner, self.partner_id, field="partnerId")
        assert state.wksbm is not None
        return place_of(context, state.wksbm)

    def partner(self, context: Context) -> NetworkPartner:
        """Its state. Raises NOT_FOUND, MANDATE_ENDED."""
        state = context.existing(NetworkPartner, self.partner_id, field="partnerId")
        assert state.wksbm is not None
        recorded(context, state.wksbm)
        return state


class CorrectNetworkPartner(
    PartnerDescription, PartnerCommand, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """Corrects who a partner of a WKSBM is. Give the whole of it."""

    GROUP: ClassVar[str] = "KPS"
    CORRECTS = (LINK,)

    partner_id: PartnerId
    reason: Why
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        state = self.partner(context)
        assert state.wksbm is not None
        described = self.checked(context, state.wksbm, state.what)
        fields = msgspec.structs.asdict(described)
        return PARTNER.corrected(
            context, state, self, NetworkPartnerCorrected, of=1, field=None, **fields
        )


class UnlinkNetworkPartner(PartnerCommand, frozen=True, kw_only=True):
    """Records that a partner no longer supports a WKSBM, or was linked by mistake."""

    GROUP: ClassVar[str] = "KPS"
    MAKES = (UNLINKING,)

    partner_id: PartnerId
    reason: Annotated[PartnerUnlinkReason, Meta(description="Why it is no longer linked.")]
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        state = self.partner(context)
        note = explained(self.reason, self.note, state.id)
        unlinked = NetworkPartnerUnlinked(reason=self.reason, note=note)
        return PARTNER.made(context, state, unlinked)


class RetractNetworkPartnerUnlinking(PartnerCommand, frozen=True, kw_only=True):
    """Takes back the unlinking of a partner that was entered wrongly; it is linked again."""

    GROUP: ClassVar[str] = "KPS"
    RETRACTS = (UNLINKING,)

    partner_id: PartnerId
    reason: Why
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        state = self.partner(context)
        if state.unlinking is None:
            refuse("NO_CHANGE", field="partnerId")
        of = state.unlinking.entry
        return PARTNER.retracted(context, state, self, UNLINKING, of=of, field="partnerId")
