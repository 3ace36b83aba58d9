"""Commands: link a partner to a WKSBM, and unlink it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar
from uuid import UUID

import msgspec
from msgspec import Meta

from ..formation.wksbm_command import WksbmId, alive, living, place_of, recorded
from ..kernel.fields import ClearText, DocumentNo, NewId
from ..kernel.model import Aggregate, Command, Context, Decision, Place
from ..kernel.particulars import carry
from ..kernel.refusal import refuse
from ..kernel.vocabulary import NoteText, explained
from .kps_events import (
    NetworkPartnerLinked,
    NetworkPartnerUnlinked,
    PartnerKind,
    PartnerParticulars,
    PartnerUnlinkReason,
)
from .network_partner import LINK, UNLINKING, NetworkPartner
from .network_partner_rules import PARTNER
from .vocabulary import Pillar


class PartnerDescription(msgspec.Struct, frozen=True, kw_only=True):
    """The particulars of a partner, as a command gives them."""

    kind: Annotated[PartnerKind, Meta(description="Kind of the partner.")]
    name: Annotated[
        ClearText | None, Meta(description="Its name; left out only for another WKSBM.")
    ] = None
    other_wksbm_id: Annotated[
        UUID | None, Meta(description="The other WKSBM, if it is one of this office.")
    ] = None
    scope: Annotated[
        tuple[Pillar, ...], Meta(max_length=4, description="Pillars it helps with; empty: all.")
    ] = ()
    agreement_no: Annotated[
        DocumentNo | None, Meta(description="Number of the agreement, if there is one.")
    ] = None

    def checked(
        self, context: Context, wksbm_id: UUID, old: PartnerParticulars | None = None
    ) -> PartnerParticulars:
        """As an event stores them. Raises BODY_INCOMPLETE, SAME_WKSBM, NOT_FOUND, WKSBM_STATE.

        ``old``: the particulars before a correction; an unchanged other WKSBM may have ended since.
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

    partner_id: Annotated[NewId, Meta(description="Id of the new partner.")]
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
    """Base of the commands about one partner; they declare ``partner_id`` themselves."""

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
        unlinked = carry(NetworkPartnerUnlinked, self, note=note)
        return PARTNER.made(context, state, unlinked)
