"""Events of a late-entry permit: given, revoked."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal
from uuid import UUID

import msgspec
from msgspec import Meta

from ..kernel.days import CoveredDay, PlannedDay
from ..kernel.fields import Note
from ..kernel.model import Event

LateReason = Literal["OFFLINE", "PAPER_FOUND", "STAFF_CHANGE", "CORRECTION", "AUDIT", "OTHER"]
"""Why the entry is late: no signal, a document was found, staff changed, …"""

RevokeReason = Literal["ENTERED_WRONGLY", "NOT_NEEDED", "MISUSED", "OTHER"]


class PermitTerms(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a permit covers, until when, and why it is given."""

    covers_from: Annotated[CoveredDay, Meta(description="First business date it covers.")]
    covers_to: Annotated[CoveredDay, Meta(description="Last business date it covers.")]
    until: Annotated[PlannedDay, Meta(description="Last day on which it may be used.")]
    wksbm_id: Annotated[UUID | None, Meta(description="The only WKSBM it is for.")] = None
    reason: Annotated[LateReason, Meta(description="Why the entries are late.")]


class LateEntryAllowed(PermitTerms, Event, frozen=True, kw_only=True):
    """Entries with business dates of a period may be made until a day."""

    TOPIC: ClassVar[str] = "late_entry.allowed"

    note: Note | None = None


class LateEntryRevoked(Event, frozen=True, kw_only=True):
    """The permit is no longer valid; what was entered by it stays."""

    TOPIC: ClassVar[str] = "late_entry.revoked"

    reason: RevokeReason
    note: Note | None = None
