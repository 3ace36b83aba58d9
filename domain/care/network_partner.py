"""Partners of a WKSBM outside it: companies, universities, institutions, LK3, other WKSBM.

S0 calls a WKSBM a network of groups, institutions and those who support them; a partner is
linked, mended and unlinked. It is no member: it gets no tasks, cases are referred to it.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal, Self
from uuid import UUID

import msgspec
from msgspec import Meta

from ..formation.wksbm_command import WksbmId, alive, living, place_of, recorded
from ..kernel.corrections import Why
from ..kernel.fields import ClearText, DocumentNo, NewId
from ..kernel.model import Aggregate, Command, Context, Decision, Place, Stamp
from ..kernel.refusal import refuse
from ..kernel.vocabulary import NoteText, explained
from .kps_events import (
    NetworkPartnerCorrected,
    NetworkPartnerLinked,
    NetworkPartnerUnlinked,
    PartnerKind,
)
from .vocabulary import Pillar


class NetworkPartner(Aggregate, frozen=True, kw_only=True):
    """State of one partner."""

    TYPE: ClassVar[str] = "network_partner"

    wksbm: UUID | None = None
    kind: PartnerKind = "DUNIA_USAHA"
    name: str | None = None
    other_wksbm: UUID | None = None
    scope: tuple[Pillar, ...] = ()
    agreement_no: str | None = None
    unlinked: bool = False

    def evolve(self, event: Any, stamp: Stamp) -> Self:
        match event:
            case NetworkPartnerLinked() | NetworkPartnerCorrected():
                return msgspec.structs.replace(
                    self,
                    wksbm=event.wksbm if isinstance(event, NetworkPartnerLinked) else self.wksbm,
                    kind=event.kind,
                    name=event.name,
                    other_wksbm=event.other_wksbm,
                    scope=event.scope,
                    agreement_no=event.agreement_no,
                )
            case NetworkPartnerUnlinked():
                return msgspec.structs.replace(self, unlinked=True)
        return self


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

    def checked(self, context: Context, wksbm_id: UUID) -> dict[str, Any]:
        """Its fields as an event has them. Raises BODY_INCOMPLETE, SAME_WKSBM, NOT_FOUND."""
        if self.other_wksbm_id is not None:
            if self.kind != "WKSBM":
                refuse("BODY_INCOMPLETE", field="otherWksbmId", kind=self.kind)
            if self.other_wksbm_id == wksbm_id:
                refuse("SAME_WKSBM", field="otherWksbmId")
            alive(context, self.other_wksbm_id, field="otherWksbmId")
        elif self.name is None:
            refuse("BODY_INCOMPLETE", field="name", kind=self.kind)
        return {
            "kind": self.kind,
            "name": self.name,
            "other_wksbm": self.other_wksbm_id,
            "scope": tuple(dict.fromkeys(self.scope)),
            "agreement_no": self.agreement_no,
        }


class LinkNetworkPartner(
    PartnerDescription, Command, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """Links a partner that supports a WKSBM: a company, university, institution, LK3, WKSBM."""

    GROUP: ClassVar[str] = "KPS"

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
        return [(state, NetworkPartnerLinked(wksbm=self.wksbm_id, **described))]


PartnerId = Annotated[UUID, Meta(description="The partner.")]


class CorrectNetworkPartner(
    PartnerDescription, Command, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """Mends who a partner of a WKSBM is. Give the whole of it."""

    GROUP: ClassVar[str] = "KPS"

    partner_id: PartnerId
    reason: Why
    note: NoteText | None = None

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return NetworkPartner, self.partner_id

    def place(self, context: Context) -> Place:
        return _place(context, self.partner_id)

    def decide(self, context: Context) -> Decision:
        state = context.existing(NetworkPartner, self.partner_id, field="partnerId")
        assert state.wksbm is not None
        recorded(context, state.wksbm)
        described = self.checked(context, state.wksbm)
        if all(getattr(state, name) == value for name, value in described.items()):
            refuse("NO_CHANGE")
        corrected = NetworkPartnerCorrected(
            of=1,
            reason=self.reason,
            note=explained(self.reason, self.note, state.id),
            **described,
        )
        return [(state, corrected)]


class UnlinkNetworkPartner(Command, frozen=True, kw_only=True):
    """Records that a partner supports a WKSBM no more, or was linked by mistake."""

    GROUP: ClassVar[str] = "KPS"

    partner_id: PartnerId
    reason: Annotated[
        Literal["ENDED", "ENTERED_WRONGLY", "OTHER"], Meta(description="Why it is linked no more.")
    ]
    note: NoteText | None = None

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return NetworkPartner, self.partner_id

    def place(self, context: Context) -> Place:
        return _place(context, self.partner_id)

    def decide(self, context: Context) -> Decision:
        state = context.existing(NetworkPartner, self.partner_id, field="partnerId")
        assert state.wksbm is not None
        recorded(context, state.wksbm)
        if state.unlinked:
            refuse("NO_CHANGE", field="partnerId")
        note = explained(self.reason, self.note, state.id)
        return [(state, NetworkPartnerUnlinked(reason=self.reason, note=note))]


def _place(context: Context, partner_id: UUID) -> Place:
    state = context.existing(NetworkPartner, partner_id, field="partnerId")
    assert state.wksbm is not None
    return place_of(context, state.wksbm)
