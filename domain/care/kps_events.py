"""Events of a member body (KPS) of a WKSBM, and of its network partners (S0, S2, S4)."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from ..formation.wksbm_events import Origin
from ..kernel.corrections import CorrectionReason
from ..kernel.fields import ClearText, Code, DocumentNo, Note
from ..kernel.model import Event
from .vocabulary import Pillar

LegalStatus = Literal["FORMAL", "INFORMAL"]
KpsLeaveReason = Literal["RESIGNED", "DISSOLVED", "MOVED", "REMOVED", "OTHER"]
ConflictSettlement = Literal["SHARED_OUT", "ONE_STEPS_BACK", "JOINT", "NO_CONFLICT", "OTHER"]
"""How a conflict of interest was settled: tasks shared out, one steps back, done jointly, none
found."""
PartnerKind = Literal["DUNIA_USAHA", "PERGURUAN_TINGGI", "LKS", "WKSBM", "LK3"]
PartnerUnlinkReason = Literal["ENDED", "ENTERED_WRONGLY", "OTHER"]
KpsEntry = Literal[
    "LEGALISATION", "SERVICE", "SERVICE_END", "LIAISON", "LIAISON_END", "DEPARTURE", "JOINING",
]  # fmt: skip
"""Kinds of entries of a membership that can be retracted; JOINING: all of it."""

ANY_MATTER = "ANY"
"""The matter of a conflict that concerns every kind of service."""


class KpsService(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A kind of service that a body offers, under one of the four pillars."""

    service_kind: Annotated[Code, Meta(description="Kind, from the policy service_kinds.")]
    pillar: Annotated[Pillar, Meta(description="Pillar of UU 11/2009 it serves.")]


class KpsParticulars(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The particulars of a member body."""

    name: ClearText
    kps_kind: Code
    legal_status: LegalStatus
    legal_no: DocumentNo | None = None
    origin: Origin
    pillars: tuple[Pillar, ...] = ()
    local_area: UUID | None = None
    """The area below the village in which it works; none: that of the WKSBM."""
    members: int | None = None
    """Number of its members, if known."""


class KpsJoined(KpsParticulars, Event, frozen=True, kw_only=True):
    """A body became a member of a WKSBM on the business date."""

    TOPIC: ClassVar[str] = "kps.joined"

    wksbm: UUID


class KpsLegalised(Event, frozen=True, kw_only=True):
    """An informal body became a formal one."""

    TOPIC: ClassVar[str] = "kps.legalised"

    legal_no: DocumentNo
    issued_on: date


class KpsServiceDeclared(KpsService, Event, frozen=True, kw_only=True):
    """The body offers a kind of service from the business date on."""

    TOPIC: ClassVar[str] = "kps.service_declared"


class KpsServiceWithdrawn(Event, frozen=True, kw_only=True):
    """The body no longer offers it from the business date on."""

    TOPIC: ClassVar[str] = "kps.service_withdrawn"

    service_kind: Code
    reason: Code


class KpsLiaisonNamed(Event, frozen=True, kw_only=True):
    """A member of the tenant acts for the body in the role of liaison."""

    TOPIC: ClassVar[str] = "kps.liaison_named"

    member: UUID
    """The member's id, which is the actor of its commands."""


class KpsLiaisonReleased(Event, frozen=True, kw_only=True):
    """A member no longer acts for the body."""

    TOPIC: ClassVar[str] = "kps.liaison_released"

    member: UUID
    reason: Code


class KpsLeft(Event, frozen=True, kw_only=True):
    """The body is not a member from the business date on."""

    TOPIC: ClassVar[str] = "kps.left"

    reason: KpsLeaveReason
    note: Note | None = None


class ConflictOfInterestDeclared(Event, frozen=True, kw_only=True):
    """Two member bodies have a conflict of interest in a matter (S0); it is recorded on both."""

    TOPIC: ClassVar[str] = "kps.conflict_of_interest_declared"

    conflict_id: UUID
    kps_a: UUID
    kps_b: UUID
    matter: Code
    """The kind of service it is about, or ANY."""
    note: Note | None = None


class ConflictResolved(Event, frozen=True, kw_only=True):
    """A conflict was settled; recorded in both bodies."""

    TOPIC: ClassVar[str] = "kps.conflict_resolved"

    conflict_id: UUID
    how: ConflictSettlement
    meeting_id: UUID | None = None
    """The meeting that settled it."""
    note: Note | None = None


class KpsConflictCorrected(Event, frozen=True, kw_only=True):
    """A conflict or its settlement was entered wrongly; this is the right entry, in both bodies."""

    TOPIC: ClassVar[str] = "kps.conflict_corrected"

    conflict_id: UUID
    state: Literal["OPEN", "RESOLVED", "WITHDRAWN"]
    matter: Code
    how: ConflictSettlement | None = None
    meeting_id: UUID | None = None
    reason: CorrectionReason
    note: Note | None = None


class KpsCorrected(KpsParticulars, Event, frozen=True, kw_only=True):
    """The particulars of the body were entered wrongly; these are the right ones."""

    TOPIC: ClassVar[str] = "kps.corrected"

    of: int
    joined_on: date
    reason: CorrectionReason
    note: Note | None = None


class KpsEntryRetracted(Event, frozen=True, kw_only=True):
    """An entry was made here by mistake and is no longer valid."""

    TOPIC: ClassVar[str] = "kps.entry_retracted"

    of: int
    entry: KpsEntry
    reason: CorrectionReason
    note: Note | None = None


class PartnerParticulars(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The particulars of a partner."""

    kind: PartnerKind
    name: ClearText | None = None
    other_wksbm: UUID | None = None
    scope: tuple[Pillar, ...] = ()
    """The pillars it helps with; empty: any."""
    agreement_no: DocumentNo | None = None


class NetworkPartnerLinked(PartnerParticulars, Event, frozen=True, kw_only=True):
    """A company, university, institution, LK3 or other WKSBM supports a WKSBM (S0, S4)."""

    TOPIC: ClassVar[str] = "network_partner.linked"

    wksbm: UUID


class NetworkPartnerCorrected(PartnerParticulars, Event, frozen=True, kw_only=True):
    """A partner was entered wrongly; these are the right particulars."""

    TOPIC: ClassVar[str] = "network_partner.corrected"

    of: int
    reason: CorrectionReason
    note: Note | None = None


class NetworkPartnerUnlinked(Event, frozen=True, kw_only=True):
    """The partner no longer supports the WKSBM."""

    TOPIC: ClassVar[str] = "network_partner.unlinked"

    reason: PartnerUnlinkReason
    note: Note | None = None


class NetworkPartnerUnlinkingRetracted(Event, frozen=True, kw_only=True):
    """The partner was unlinked by mistake: it still supports the WKSBM."""

    TOPIC: ClassVar[str] = "network_partner.unlinking_retracted"

    of: int
    reason: CorrectionReason
    note: Note | None = None
