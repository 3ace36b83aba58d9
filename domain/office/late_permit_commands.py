"""The command that gives a late-entry permit."""

from __future__ import annotations

from typing import Annotated, ClassVar
from uuid import UUID

from msgspec import Meta

from ..kernel.fields import NewId
from ..kernel.model import Aggregate, Command, Context, Decision, Place
from ..kernel.particulars import carry
from ..kernel.vocabulary import NoteText, explained
from .late_permit import PERMIT, LatePermit
from .late_permit_events import LateEntryAllowed, PermitTerms
from .late_permit_rules import PERMITS


class AllowLateEntry(PermitTerms, Command, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Lets others enter acts of a past period until a day; the person who gives the permit may not
    use it."""

    GROUP: ClassVar[str] = "LATE_ENTRY"
    MAKES = (PERMIT,)

    permit_id: Annotated[NewId, Meta(description="Id of the permit.")]
    note: NoteText | None = None

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return LatePermit, self.permit_id

    def place(self, context: Context) -> Place:
        return Place(wksbm_id=self.wksbm_id)

    def decide(self, context: Context) -> Decision:
        state = context.fresh(LatePermit, self.permit_id, field="permitId")
        note = explained(self.reason, self.note, self.permit_id)
        return PERMITS.made(context, state, carry(LateEntryAllowed, self, note=note))
