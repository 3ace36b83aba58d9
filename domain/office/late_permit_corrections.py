"""The command that revokes a late-entry permit; a wrong permit is revoked and given again."""

from __future__ import annotations

from typing import Annotated, ClassVar
from uuid import UUID

from msgspec import Meta

from ..kernel.model import Aggregate, Command, Context, Decision
from ..kernel.refusal import refuse
from ..kernel.vocabulary import NoteText
from .late_permit import PERMIT, LatePermit
from .late_permit_events import RevokeReason
from .late_permit_rules import PERMITS


class RevokeLateEntry(Command, frozen=True, kw_only=True):
    """Revokes a late-entry permit; to correct a permit, revoke it and give another."""

    GROUP: ClassVar[str] = "LATE_ENTRY"
    RETRACTS = (PERMIT,)

    permit_id: Annotated[UUID, Meta(description="The permit.")]
    reason: Annotated[RevokeReason, Meta(description="Why it is no longer valid.")]
    note: NoteText | None = None

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return LatePermit, self.permit_id

    def decide(self, context: Context) -> Decision:
        state = context.existing(LatePermit, self.permit_id, field="permitId")
        if state.revoked:
            refuse("PERMIT_ENDED", field="permitId", ended_on=state.revoked_on)
        return PERMITS.retracted(context, state, self, PERMIT, of=1, field="permitId")
