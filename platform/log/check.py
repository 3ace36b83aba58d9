"""Checks a tenant's whole log and reports the first defect.

Used after faults in tests and by ``wahana status``: it trusts no constraint of the database.
Memory grows with the number of streams (a counter each), not with the number of events.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from ..append import Log
from ..ids import TenantId


@dataclass(frozen=True, slots=True)
class Defect:
    """What is wrong, and at which position it shows."""

    tenant_id: UUID
    position: int
    what: str

    def __str__(self) -> str:
        return f"tenant {self.tenant_id}, position {self.position}: {self.what}"


async def check_log(log: Log, tenant: TenantId, *, up_to: int | None = None) -> Defect | None:
    """The first defect of a tenant's log up to a position (default: its head), or ``None``.

    Positions run from 1 without a gap, the versions of each stream from 1 without a gap,
    ``recorded_at`` rises strictly, and the head is the last position.
    """
    head = await log.head(tenant)
    end = head if up_to is None else min(up_to, head)
    expected = 1
    versions: dict[UUID, int] = {}
    last_at: datetime | None = None
    async for row in log.read_log(tenant, up_to=end):
        if row.position != expected:
            return Defect(tenant, row.position, f"position {expected} is missing")
        if row.version != versions.get(row.stream_id, 0) + 1:
            return Defect(
                tenant,
                row.position,
                f"stream {row.stream_id} goes from version {versions.get(row.stream_id, 0)} "
                f"to {row.version}",
            )
        if last_at is not None and row.recorded_at <= last_at:
            return Defect(tenant, row.position, f"recorded at {row.recorded_at}, after {last_at}")
        versions[row.stream_id] = row.version
        last_at = row.recorded_at
        expected += 1
    if expected != end + 1:
        return Defect(tenant, end, f"the head is {end}, but the last event is {expected - 1}")
    return None
