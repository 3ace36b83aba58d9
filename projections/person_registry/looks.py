"""Accesses to sealed data of a record: rows that are only added."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec

from wahana.domain.privacy.reveal_events import AccessRevealed
from wahana.platform.columns import BigInt
from wahana.platform.events import Recorded
from wahana.platform.tables import AppendTable, LookupIndex

from .. import ids
from ..field import Field
from ..streams import json_text
from . import lists


class LookRow(msgspec.Struct, frozen=True):
    """A member opened sealed data of a record (`reveal`)."""

    position: Annotated[BigInt, Field("Position of its record in the log.")]
    subject: UUID
    kind: Annotated[str, Field("Kind of the record: person, household, …")]
    fields: str
    reason: Annotated[str, lists.ACCESS_REASON, Field("Why.")]
    letter: Annotated[str | None, Field("Letter of assignment.")]
    member_id: Annotated[ids.MemberId, Field("Who looked.")]
    role: Annotated[str, Field("In which role.")]
    looked_at: Annotated[datetime, Field("When.")]


class Access(LookRow, frozen=True):
    object: Annotated[str, Field("Global id of the record looked at.", name="subjectId")]
    fields: Annotated[tuple[str, ...], Field("Fields that were opened.")]  # type: ignore[assignment]


LOOKS = AppendTable(
    LookRow,
    key=("position",),
    table="person_access",
    indexes=(
        LookupIndex("by_subject", "subject", "position"),
        LookupIndex("by_member", "member_id", "position"),
    ),
)


def looks_of(events: Sequence[Recorded]) -> list[LookRow]:
    """The accesses among some events."""
    return [
        LookRow(
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
