"""The state that the view keeps of a register: the domain's own state, and decisions with their
dates and authors."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Self
from uuid import UUID

import msgspec

from wahana.domain.care import service_register_events as events
from wahana.domain.care.service_register import ServiceRegister
from wahana.domain.kernel.model import Stamp
from wahana.platform.events import Recorded


class ClaimRelease(msgspec.Struct, frozen=True, kw_only=True):
    """Why a claim ended."""

    claim_id: UUID
    reason: str


class WarningHistory(msgspec.Struct, frozen=True, kw_only=True):
    """When a warning was given and decided, and why."""

    warning_id: UUID
    raised_at: datetime
    other_person: UUID | None = None
    decided_at: datetime | None = None
    reason: str | None = None


class RegisterRecord(ServiceRegister, frozen=True, kw_only=True):
    """The domain's state of a register, with the history of its warnings."""

    releases: tuple[ClaimRelease, ...] = ()
    courses: tuple[WarningHistory, ...] = ()

    def evolve(self, event: Any, stamp: Stamp) -> Self:
        assert isinstance(stamp, Recorded)
        changed = super().evolve(event, stamp)
        match event:
            case events.ClaimReleased():
                new = ClaimRelease(claim_id=event.claim_id, reason=event.reason)
                return msgspec.structs.replace(changed, releases=(*self._released(event), new))
            case events.ClaimRestored():
                return msgspec.structs.replace(changed, releases=self._released(event))
            case events.OverlapWarned():
                course = WarningHistory(
                    warning_id=event.warning_id,
                    raised_at=stamp.recorded_at,
                    other_person=event.other_person,
                )
                return msgspec.structs.replace(changed, courses=(*self.courses, course))
            case events.OverlapOverridden() | events.OverlapConfirmed() | events.OverlapDismissed():
                reason = getattr(event, "reason", None)
                courses = self._decided(event, stamp.recorded_at, reason)
                return msgspec.structs.replace(changed, courses=courses)
            case events.OverlapDecisionRetracted():
                return msgspec.structs.replace(changed, courses=self._decided(event, None, None))
        return changed

    def release(self, claim_id: UUID) -> str | None:
        """Why a claim ended, if it did."""
        return next((item.reason for item in self.releases if item.claim_id == claim_id), None)

    def course(self, warning_id: UUID) -> WarningHistory:
        """The history of a warning."""
        return next(item for item in self.courses if item.warning_id == warning_id)

    def _released(self, event: Any) -> tuple[ClaimRelease, ...]:
        return tuple(item for item in self.releases if item.claim_id != event.claim_id)

    def _decided(
        self, event: Any, at: datetime | None, reason: str | None
    ) -> tuple[WarningHistory, ...]:
        return tuple(
            msgspec.structs.replace(item, decided_at=at, reason=reason)
            if item.warning_id == event.warning_id
            else item
            for item in self.courses
        )
