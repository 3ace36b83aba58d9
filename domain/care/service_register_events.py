"""Events in the register of one person's services: claims, and their overlaps."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from ..kernel.corrections import CorrectionReason
from ..kernel.fields import Code, Note
from ..kernel.model import Event
from ..kernel.policy_types import Judgement
from .vocabulary import ServiceEndReason

WarningState = Literal["OPEN", "OVERRIDDEN", "CONFIRMED", "DISMISSED"]


OverlapReason = Literal["NOT_ENOUGH", "DIFFERENT_NEED", "EMERGENCY", "AGREED", "OTHER"]
"""Why two services that exclude each other are both given."""


OverlapDismissReason = Literal["DIFFERENT_THING", "OTHER_PERSON", "WISH_WITHDRAWN", "OTHER"]
"""Why a warning was dismissed. WISH_WITHDRAWN: the waiting request was withdrawn."""


OverlapDismissGround = Literal["DIFFERENT_THING", "OTHER_PERSON", "OTHER"]
"""Reasons that a person may give for a dismissal; a request is withdrawn in its case."""


class RegisteredService(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A service for a person in the period ``[valid_from, valid_to)``, claimed or requested."""

    claim_id: UUID
    """Also the id of the service in its case."""
    case_id: UUID
    wksbm: UUID | None = None
    """The WKSBM whose board or member body gives it."""
    kps: UUID | None = None
    """The member body that gives it, if one does."""
    service_kind: Annotated[Code, Meta(description="Kind of service.")]
    valid_from: date
    valid_to: date


class ServiceClaimed(RegisteredService, Event, frozen=True, kw_only=True):
    """A service was claimed for the person."""

    TOPIC: ClassVar[str] = "service_register.service_claimed"
    FINAL: ClassVar[str] = "it follows from a service of a case, which is corrected there"

    person: UUID
    """The person of this register; the register's id does not reveal it."""


class ClaimCorrected(Event, frozen=True, kw_only=True):
    """Kind or days of a claim were entered wrongly; these are the right ones."""

    TOPIC: ClassVar[str] = "service_register.claim_corrected"
    FINAL: ClassVar[str] = "it follows from a service of a case, which is corrected there"

    claim_id: UUID
    service_kind: Code
    valid_from: date
    valid_to: date


class ClaimReleased(Event, frozen=True, kw_only=True):
    """A claim was released; the person may get that service from another body from a day on."""

    TOPIC: ClassVar[str] = "service_register.claim_released"
    FINAL: ClassVar[str] = "it follows from a service of a case, which is corrected there"

    claim_id: UUID
    free_from: date
    """First free day; the claim's own first day if nothing of it counts."""
    reason: ServiceEndReason


class ClaimRestored(Event, frozen=True, kw_only=True):
    """A release was entered wrongly; the claim is valid until its previous end again."""

    TOPIC: ClassVar[str] = "service_register.claim_restored"
    FINAL: ClassVar[str] = "it follows from a service of a case, which is corrected there"

    claim_id: UUID
    valid_to: date


class OverlapWarned(Event, frozen=True, kw_only=True):
    """A service overlaps others of the person.

    EXCLUSIVE: it is only requested (``wish``) and waits for a decision of the Dinas. WARN: it is
    claimed, and should be reviewed. After two records of one person were merged, both claims are
    valid and ``other_person`` names the person in whose register the other claim is.
    """

    TOPIC: ClassVar[str] = "service_register.overlap_warned"
    FINAL: ClassVar[str] = "it follows from the services that meet"

    person: UUID
    """The person of this register."""
    warning_id: UUID
    claim_id: UUID
    wish: RegisteredService | None = None
    others: tuple[UUID, ...]
    """The claims that it overlaps."""
    other_person: UUID | None = None
    rule: Judgement


class OverlapWarningWithdrawn(Event, frozen=True, kw_only=True):
    """The merge by which two services met was reversed; nobody had decided about them."""

    TOPIC: ClassVar[str] = "service_register.overlap_warning_withdrawn"
    FINAL: ClassVar[str] = "it follows from the reversal of a merge"

    warning_id: UUID


class OverlapOverridden(Event, frozen=True, kw_only=True):
    """The Dinas allowed both services; the actor is not the person who requested the service."""

    TOPIC: ClassVar[str] = "service_register.overlap_overridden"

    warning_id: UUID
    reason: OverlapReason
    note: Note | None = None


class OverlapConfirmed(Event, frozen=True, kw_only=True):
    """The overlap was confirmed: the request is refused, or one of the two services should be
    ended."""

    TOPIC: ClassVar[str] = "service_register.overlap_confirmed"

    warning_id: UUID
    note: Note | None = None


class OverlapDismissed(Event, frozen=True, kw_only=True):
    """The warning was dismissed: there is no overlap, or the request was withdrawn."""

    TOPIC: ClassVar[str] = "service_register.overlap_dismissed"

    warning_id: UUID
    reason: OverlapDismissReason
    note: Note | None = None


class OverlapDecisionRetracted(Event, frozen=True, kw_only=True):
    """A decision on a warning was entered by mistake; the warning is open again."""

    TOPIC: ClassVar[str] = "service_register.overlap_decision_retracted"

    warning_id: UUID
    of: int
    reason: CorrectionReason
    note: Note | None = None
