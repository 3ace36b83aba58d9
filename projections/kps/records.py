"""What the view keeps of a member body and of a partner: the domain's own state and days."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Self
from uuid import UUID

import msgspec

from wahana.domain.care import kps_events as events
from wahana.domain.care.kps import Kps
from wahana.domain.care.network_partner import NetworkPartner
from wahana.domain.kernel.model import Stamp
from wahana.platform.events import Recorded


class Days(msgspec.Struct, frozen=True, kw_only=True):
    """When a conflict was declared and when it was settled."""

    conflict_id: UUID
    declared_on: date
    settled_on: date | None = None


class KpsRecord(Kps, frozen=True, kw_only=True):
    """A membership as the rules see it, with the days of its conflicts."""

    updated_at: datetime | None = None
    days: tuple[Days, ...] = ()

    def evolve(self, event: Any, stamp: Stamp) -> Self:
        assert isinstance(stamp, Recorded)
        changed = super().evolve(event, stamp)
        return msgspec.structs.replace(
            changed, updated_at=stamp.recorded_at, days=_days(self.days, event, stamp)
        )


def _days(days: tuple[Days, ...], event: Any, recorded: Recorded) -> tuple[Days, ...]:
    match event:
        case events.ConflictOfInterestDeclared():
            new = Days(conflict_id=event.conflict_id, declared_on=recorded.occurred_on)
            return (*days, new)
        case events.ConflictResolved():
            return _settled(days, event.conflict_id, recorded.occurred_on)
        case events.KpsConflictCorrected():
            on = None if event.state == "OPEN" else recorded.occurred_on
            return _settled(days, event.conflict_id, on)
    return days


def _settled(days: tuple[Days, ...], conflict_id: UUID, on: date | None) -> tuple[Days, ...]:
    return tuple(
        msgspec.structs.replace(item, settled_on=on) if item.conflict_id == conflict_id else item
        for item in days
    )


class PartnerRecord(NetworkPartner, frozen=True, kw_only=True):
    """A partner as the rules see it, with its days."""

    updated_at: datetime | None = None
    linked_on: date | None = None
    unlinked_on: date | None = None

    def evolve(self, event: Any, stamp: Stamp) -> Self:
        assert isinstance(stamp, Recorded)
        changed = super().evolve(event, stamp)
        change: dict[str, Any] = {"updated_at": stamp.recorded_at}
        if isinstance(event, events.NetworkPartnerLinked):
            change["linked_on"] = stamp.occurred_on
        elif isinstance(event, events.NetworkPartnerUnlinked):
            change["unlinked_on"] = stamp.occurred_on
        return msgspec.structs.replace(changed, **change)
