"""Commands of member bodies: join, legalise, offer services, name liaisons, leave."""

from __future__ import annotations

from typing import Annotated, ClassVar
from uuid import UUID

import msgspec
from msgspec import Meta

from ..formation.wksbm_command import WksbmId, living, place_of
from ..formation.wksbm_events import Origin
from ..kernel.days import DocumentDay
from ..kernel.fields import ClearText, Code, DocumentNo, NewId
from ..kernel.model import Aggregate, Command, Context, Decision, Place
from ..kernel.particulars import carry
from ..kernel.reference_checks import refuse_village
from ..kernel.refusal import refuse
from ..kernel.vocabulary import NoteText, explained
from ..office.local_area import LocalArea
from .kps import DEPARTURE, JOINING, LEGALISATION, LIAISON, LIAISON_END, SERVICE, SERVICE_END, Kps
from .kps_events import (
    KpsJoined,
    KpsLeaveReason,
    KpsLeft,
    KpsLegalised,
    KpsLiaisonNamed,
    KpsLiaisonReleased,
    KpsParticulars,
    KpsService,
    KpsServiceDeclared,
    KpsServiceWithdrawn,
    LegalStatus,
)
from .kps_rules import KPS, check_member
from .vocabulary import Pillar

KpsId = Annotated[UUID, Meta(description="The member body (KPS).")]
ServiceKind = Annotated[Code, Meta(description="Kind of service, from the policy service_kinds.")]


class KpsCommand(Command, frozen=True, kw_only=True):
    """A command about one member body; it acts where the WKSBM is."""

    kps_id: KpsId

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return Kps, self.kps_id

    def place(self, context: Context) -> Place:
        return place_of_kps(context, self.kps_id)

    def recorded(self, context: Context) -> Kps:
        """The membership, also of a body that has left, unless it was entered by mistake."""
        return recorded(context, self.kps_id, field="kpsId")

    def member(self, context: Context) -> Kps:
        """The membership of a body that has not left. Raises NOT_FOUND, KPS_STATE."""
        return member(context, self.kps_id, field="kpsId")


def place_of_kps(context: Context, kps_id: UUID) -> Place:
    """Where a member body is: at its WKSBM. Raises NOT_FOUND."""
    kps = context.existing(Kps, kps_id, field="kpsId")
    assert kps.wksbm is not None
    return place_of(context, kps.wksbm)


def recorded(context: Context, kps_id: UUID, *, field: str) -> Kps:
    """A membership that was not entered by mistake. Raises NOT_FOUND, KPS_STATE."""
    kps = context.existing(Kps, kps_id, field=field)
    if kps.withdrawn:
        refuse("KPS_STATE", field=field, state="WITHDRAWN")
    return kps


def member(context: Context, kps_id: UUID, *, field: str) -> Kps:
    """A body that has not left on the business date, of a WKSBM that has not ended.

    Raises NOT_FOUND, KPS_STATE, STAGE_DATE, WKSBM_STATE, MANDATE_ENDED.
    """
    kps = recorded(context, kps_id, field=field)
    assert kps.wksbm is not None
    living(context, kps.wksbm)
    check_member(kps, context.occurred_on, field=field)
    return kps


class KpsDescription(msgspec.Struct, frozen=True, kw_only=True):
    """The particulars of a member body, as a command gives them."""

    name: Annotated[ClearText, Meta(description="Name of the body; it names no person.")]
    kps_kind: Annotated[Code, Meta(description="Kind, from the policy kps_kinds: PENGAJIAN, …")]
    legal_status: Annotated[
        LegalStatus, Meta(description="FORMAL: it has a legal form. INFORMAL: it has none (S0).")
    ] = "INFORMAL"
    legal_no: Annotated[
        DocumentNo | None, Meta(description="Number of deed or decree, for a formal body.")
    ] = None
    origin: Annotated[
        Origin, Meta(description="NATURAL: grown by itself (S2). INITIATED: formed on purpose.")
    ] = "NATURAL"
    pillars: Annotated[
        tuple[Pillar, ...], Meta(max_length=4, description="Pillars of UU 11/2009 it serves.")
    ] = ()
    local_area_id: Annotated[
        UUID | None, Meta(description="Area below the village it works in, if a smaller one.")
    ] = None
    members: Annotated[
        Annotated[int, Meta(ge=1, le=100_000)] | None,
        Meta(description="Number of its members, if known."),
    ] = None

    def checked(self, context: Context, village_code: str) -> KpsParticulars:
        """As an event stores them. Raises KIND_UNKNOWN, LEGAL_NO_REQUIRED, NOT_FOUND,
        LEVEL_SCOPE."""
        if self.kps_kind not in context.policies.kps_kinds:
            refuse(
                "KIND_UNKNOWN",
                field="kpsKind",
                code=self.kps_kind,
                list="KpsKind",
                allowed=context.policies.kps_kinds,
            )
        if self.legal_status == "FORMAL" and self.legal_no is None:
            refuse("LEGAL_NO_REQUIRED", field="legalNo")
        if self.local_area_id is not None:
            area = context.existing(LocalArea, self.local_area_id, field="localAreaId")
            if area.village_code != village_code:
                refuse_village(area.village_code, village_code, field="localAreaId")
        pillars = tuple(dict.fromkeys(self.pillars))
        return carry(KpsParticulars, self, pillars=pillars, local_area=self.local_area_id)


class JoinKps(KpsDescription, Command, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Records that a local body, formal or informal, became a member of a WKSBM (S0, S2).

    Services that it offers from the start can be included.
    """

    GROUP: ClassVar[str] = "KPS"
    MAKES = (JOINING, SERVICE)

    kps_id: Annotated[NewId, Meta(description="Id of the new membership.")]
    wksbm_id: WksbmId
    services: Annotated[
        tuple[KpsService, ...], Meta(max_length=30, description="Services it offers.")
    ] = ()

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return Kps, self.kps_id

    def place(self, context: Context) -> Place:
        return place_of(context, self.wksbm_id)

    def decide(self, context: Context) -> Decision:
        state = context.fresh(Kps, self.kps_id, field="kpsId")
        wksbm = living(context, self.wksbm_id)
        described = self.checked(context, wksbm.village_code)
        joined = carry(KpsJoined, described, wksbm=wksbm.id)
        kinds: list[str] = []
        for service in self.services:
            check_service_kind(context, service.service_kind, field="services")
            if service.service_kind in kinds:
                refuse("NO_CHANGE", field="services")
            kinds.append(service.service_kind)
        declared = [carry(KpsServiceDeclared, item) for item in self.services]
        return [(state, joined), *((state, event) for event in declared)]


class LegaliseKps(KpsCommand, frozen=True, kw_only=True):
    """Records that an informal body acquired a legal form; it is formal from then on."""

    GROUP: ClassVar[str] = "KPS"
    MAKES = (LEGALISATION,)

    legal_no: Annotated[DocumentNo, Meta(description="Number of the deed or decree.")]
    issued_on: Annotated[DocumentDay, Meta(description="Date of the deed or decree.")]

    def decide(self, context: Context) -> Decision:
        kps = self.member(context)
        return KPS.made(context, kps, carry(KpsLegalised, self))


class DeclareKpsService(KpsCommand, frozen=True, kw_only=True):
    """Declares a kind of service that a body offers from the business date on."""

    GROUP: ClassVar[str] = "KPS"
    MAKES = (SERVICE,)

    service_kind: ServiceKind
    pillar: Annotated[Pillar, Meta(description="Pillar of UU 11/2009 it serves.")]

    def decide(self, context: Context) -> Decision:
        kps = self.member(context)
        check_service_kind(context, self.service_kind, field="serviceKind")
        return KPS.made(context, kps, carry(KpsServiceDeclared, self))


class WithdrawKpsService(KpsCommand, frozen=True, kw_only=True):
    """Records that a body no longer offers a kind of service from the business date on."""

    GROUP: ClassVar[str] = "KPS"
    MAKES = (SERVICE_END,)

    service_kind: ServiceKind
    reason: Annotated[Code, Meta(description="Why: NO_FUNDS, NO_PEOPLE, FINISHED, …")]

    def decide(self, context: Context) -> Decision:
        kps = self.member(context)
        offer = kps.offering(self.service_kind, context.occurred_on)
        if offer is None or offer.valid_to is not None:
            refuse("NO_CHANGE", field="serviceKind")
        return KPS.made(context, kps, carry(KpsServiceWithdrawn, self))


class NameKpsLiaison(KpsCommand, frozen=True, kw_only=True):
    """Appoints a member of the office as liaison of a body, who sees its services and records
    deliveries.

    The member also needs the role KPS_LIAISON for the WKSBM; this command says for which body.
    """

    GROUP: ClassVar[str] = "KPS"
    MAKES = (LIAISON,)

    member_id: Annotated[UUID, Meta(description="Id of the member who acts for the body.")]

    def decide(self, context: Context) -> Decision:
        kps = self.member(context)
        return KPS.made(context, kps, KpsLiaisonNamed(member=self.member_id))


class ReleaseKpsLiaison(KpsCommand, frozen=True, kw_only=True):
    """Ends a member's role as liaison of a body."""

    GROUP: ClassVar[str] = "KPS"
    MAKES = (LIAISON_END,)

    member_id: Annotated[UUID, Meta(description="Id of the member who acted for the body.")]
    reason: Annotated[Code, Meta(description="Why: REPLACED, RESIGNED, MOVED, …")]

    def decide(self, context: Context) -> Decision:
        kps = self.recorded(context)
        if self.member_id not in kps.liaisons:
            refuse("NO_CHANGE", field="memberId")
        released = carry(KpsLiaisonReleased, self, member=self.member_id)
        return KPS.made(context, kps, released)


class LeaveKps(KpsCommand, frozen=True, kw_only=True):
    """Records that a body is no longer a member from the business date on.

    Its services in cases continue until they are ended there.
    """

    GROUP: ClassVar[str] = "KPS"
    MAKES = (DEPARTURE,)

    reason: Annotated[KpsLeaveReason, Meta(description="Why it left.")]
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        kps = self.member(context)
        note = explained(self.reason, self.note, kps.id)
        return KPS.made(context, kps, carry(KpsLeft, self, note=note))


def check_service_kind(context: Context, kind: str, *, field: str) -> None:
    """Raises KIND_UNKNOWN for a service that is not in the office's list."""
    allowed = context.policies.service_kinds
    if kind not in allowed:
        refuse("KIND_UNKNOWN", field=field, code=kind, list="ServiceKind", allowed=allowed)
