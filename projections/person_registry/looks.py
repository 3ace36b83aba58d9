"""Who had sealed data of a record opened: rows that are only ever added."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from wahana.domain.privacy.reveal import AccessRevealed
from wahana.platform.columns import BigInt
from wahana.platform.events import Recorded
from wahana.platform.tables import AppendTable, LookupIndex

from ..streams import json_text


class Look(msgspec.Struct, frozen=True):
    """Somebody had sealed data of a record opened."""

    position: BigInt
    subject: UUID
    kind: str
    fields: str
    reason: str
    letter: str | None
    member_id: UUID
    role: str
    looked_at: datetime


LOOKS = AppendTable(
    Look,
    key=("position",),
    table="person_access",
    indexes=(
        LookupIndex("by_subject", "subject", "position"),
        LookupIndex("by_member", "member_id", "position"),
    ),
)


def looks_of(events: Sequence[Recorded]) -> list[Look]:
    """The looks among some events."""
    return [
        Look(
            position=event.position,
            subject=event.data.subject,
            kind=event.data.kind,
            fields=json_text(event.data.fields),
            reason=event.data.reason,
            letter=event.data.letter,
            member_id=event.actor_id,
            role=event.role,
            looked_at=event.recorded_at,
        )
        for event in events
        if isinstance(event.data, AccessRevealed)
    ]
