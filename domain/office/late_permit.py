"""Late-entry permits: another officer lets a past that is older than the policy's window in.

A permit covers business dates, may be limited to one WKSBM, and lapses. Who gave it may not use
it: an approval is another person's act. What a permit was used for stands in the events' meta.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, ClassVar, Literal, Self
from uuid import UUID

import msgspec
from msgspec import Meta

from ..kernel.days import PastDay, PlannedDay
from ..kernel.fields import NewId, Note
from ..kernel.model import Aggregate, Command, Context, Decision, Event, Place, Stamp
from ..kernel.particulars import carry
from ..kernel.refusal import refuse
from ..kernel.vocabulary import NoteText, explained

LateReason = Literal["OFFLINE", "PAPER_FOUND", "STAFF_CHANGE", "CORRECTION", "AUDIT", "OTHER"]
"""Why the past comes late: no signal, a document turned up, a predecessor left it, …"""

RevokeReason = Literal["ENTERED_WRONGLY", "NOT_NEEDED", "MISUSED", "OTHER"]


class LateEntryAllowed(Event, frozen=True, kw_only=True):
    """Entries with business dates of a period may be made until a day."""

    TOPIC: ClassVar[str] = "late_entry.allowed"

    covers_from: date
    covers_to: date
    until: date
    wksbm_id: UUID | None = None
    reason: LateReason
    note: Note | None = None


class LateEntryRevoked(Event, frozen=True, kw_only=True):
    """The permit is no longer valid; what was entered by it stays."""

    TOPIC: ClassVar[str] = "late_entry.revoked"

    reason: RevokeReason
    note: Note | None = None


class LatePermit(Aggregate, frozen=True, kw_only=True):
    """A permit: what it covers, until when, and who gave it."""

    TYPE: ClassVar[str] = "late_entry"

    covers_from: date = date.max
    covers_to: date = date.min
    until: date = date.min
    wksbm_id: UUID | None = None
    allowed_by: UUID | None = None
    revoked: bool = False
    revoked_on: date | None = None

    def evolve(self, event: Any, stamp: Stamp) -> Self:
        match event:
            case LateEntryAllowed():
                return msgspec.structs.replace(
                    self,
                    covers_from=event.covers_from,
                    covers_to=event.covers_to,
                    until=event.until,
                    wksbm_id=event.wksbm_id,
                    allowed_by=stamp.actor_id,
                )
            case LateEntryRevoked():
                return msgspec.structs.replace(self, revoked=True, revoked_on=stamp.occurred_on)
        return self


class AllowLateEntry(Command, frozen=True, kw_only=True):
    """Lets others enter acts of a past period until a day; who allows it may not use it."""

    GROUP: ClassVar[str] = "LATE_ENTRY"

    permit_id: Annotated[NewId, Meta(description="Id of the permit.")]
    covers_from: Annotated[PastDay, Meta(description="First business date it covers.")]
    covers_to: Annotated[PastDay, Meta(description="Last business date it covers.")]
    until: Annotated[PlannedDay, Meta(description="Last day on which it may be used.")]
    wksbm_id: Annotated[UUID | None, Meta(description="The only WKSBM it is for.")] = None
    reason: Annotated[LateReason, Meta(description="Why the entries come late.")]
    note: NoteText | None = None

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return LatePermit, self.permit_id

    def place(self, context: Context) -> Place:
        return Place(wksbm_id=self.wksbm_id)

    def decide(self, context: Context) -> Decision:
        state = context.fresh(LatePermit, self.permit_id, field="permitId")
        if self.covers_to < self.covers_from:
            refuse(
                "DATE_ORDER", field="coversTo", date_from=self.covers_from, date_to=self.covers_to
            )
        if self.covers_to > context.today:
            refuse("FUTURE_DATE", field="coversTo", day=self.covers_to, today=context.today)
        if self.until < context.today:
            refuse("PERMIT_ENDED", field="until", last=self.until)
        note = explained(self.reason, self.note, self.permit_id)
        event = carry(LateEntryAllowed, self, note=note)
        return [(state, event)]


class RevokeLateEntry(Command, frozen=True, kw_only=True):
    """Takes a late-entry permit back; to correct a permit, revoke it and give another."""

    GROUP: ClassVar[str] = "LATE_ENTRY"

    permit_id: Annotated[UUID, Meta(description="The permit.")]
    reason: Annotated[RevokeReason, Meta(description="Why it is no longer valid.")]
    note: NoteText | None = None

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return LatePermit, self.permit_id

    def decide(self, context: Context) -> Decision:
        state = context.existing(LatePermit, self.permit_id, field="permitId")
        if state.revoked:
            refuse("PERMIT_ENDED", field="permitId", ended_on=state.revoked_on)
        event = LateEntryRevoked(
            reason=self.reason, note=explained(self.reason, self.note, self.permit_id)
        )
        return [(state, event)]
