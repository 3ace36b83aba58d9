"""What happens in the register of one person's services: claims, and overlaps of them."""

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
"""Why a warning was none. WISH_WITHDRAWN: what it held up is no longer wanted."""


OverlapDismissGround = Literal["DIFFERENT_THING", "OTHER_PERSON", "OTHER"]
"""On what ground somebody says that it is no overlap; a request is withdrawn in its case."""


class Wish(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A service for a person within days ``[valid_from, valid_to)``, claimed or wanted."""

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


class ServiceClaimed(Wish, Event, frozen=True, kw_only=True):
    """A service is claimed for the person."""

    TOPIC: ClassVar[str] = "service_register.service_claimed"
    FINAL: ClassVar[str] = "it follows from a service of a case, which is corrected there"

    person: UUID
    """Whose register this is; its id does not tell."""


class ClaimCorrected(Event, frozen=True, kw_only=True):
    """Kind or days of a claim were entered wrongly; these are the right ones."""

    TOPIC: ClassVar[str] = "service_register.claim_corrected"
    FINAL: ClassVar[str] = "it follows from a service of a case, which is corrected there"

    claim_id: UUID
    service_kind: Code
    valid_from: date
    valid_to: date


class ClaimReleased(Event, frozen=True, kw_only=True):
    """A claim ends; the person may get that service from another body from a day on."""

    TOPIC: ClassVar[str] = "service_register.claim_released"
    FINAL: ClassVar[str] = "it follows from a service of a case, which is corrected there"

    claim_id: UUID
    free_from: date
    """First day that is free; the claim's own first day if nothing counts of it."""
    reason: ServiceEndReason


class ClaimRestored(Event, frozen=True, kw_only=True):
    """A release was entered wrongly; the claim stands until its old end again."""

    TOPIC: ClassVar[str] = "service_register.claim_restored"
    FINAL: ClassVar[str] = "it follows from a service of a case, which is corrected there"

    claim_id: UUID
    valid_to: date


class OverlapWarned(Event, frozen=True, kw_only=True):
    """A service meets others of the person.

    EXCLUSIVE: it is only wished (``wish``) and waits for a decision of the Dinas. WARN: it is
    claimed, and somebody should look. After two records of one person were merged, both claims
    stand and ``other_person`` says in whose register the other one is.
    """

    TOPIC: ClassVar[str] = "service_register.overlap_warned"
    FINAL: ClassVar[str] = "it follows from the services that meet"

    person: UUID
    """Whose register this is."""
    warning_id: UUID
    claim_id: UUID
    wish: Wish | None = None
    others: tuple[UUID, ...]
    """The claims it meets."""
    other_person: UUID | None = None
    rule: Judgement


class OverlapOverridden(Event, frozen=True, kw_only=True):
    """The Dinas lets both services be; the actor approved, and is not the one who asked."""

    TOPIC: ClassVar[str] = "service_register.overlap_overridden"

    warning_id: UUID
    reason: OverlapReason
    note: Note | None = None


class OverlapConfirmed(Event, frozen=True, kw_only=True):
    """It is an overlap: the request is refused, or one of the two services should be ended."""

    TOPIC: ClassVar[str] = "service_register.overlap_confirmed"

    warning_id: UUID
    note: Note | None = None


class OverlapDismissed(Event, frozen=True, kw_only=True):
    """It is no overlap, or its request was withdrawn."""

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
