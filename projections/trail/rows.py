"""The rows of the trail: every event as a sentence, the objects it names, its evidence."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import msgspec

from wahana.platform.columns import BigInt
from wahana.platform.tables import AppendTable, CurrentTable, ListIndex, LookupIndex

from .. import enumerations, ids
from ..field import Field, Json

RecordedAt = Annotated[datetime, Field("When the server recorded it.")]
OccurredOn = Annotated[date, Field("Business date, as given.")]
LateDays = Annotated[int, Field("Days from the business date to the recording.")]
Actor = Annotated[ids.MemberId, Field("Who recorded it.")]
Role = Annotated[str, Field("In which role.")]
Source = Annotated[str, enumerations.SOURCE, Field("Source of the entry.")]
Object = Annotated[str, Field("Global id of the object.", name="streamId")]
StreamVersion = Annotated[int, Field("Version of the object after it.")]
ActId = Annotated[str, Field("What happened, in Indonesian.")]
ActEn = Annotated[str, Field("What happened, in English.")]


class TrailRow(msgspec.Struct, frozen=True):
    """An event of the office's log as a sentence: who, when, what, on what evidence."""

    position: Annotated[BigInt, Field("Position in the office's log: 1, 2, 3 …")]
    event_id: Annotated[ids.EventId, Field("Id of the event.")]
    recorded_at: RecordedAt
    occurred_on: OccurredOn
    late_days: LateDays
    is_late: Annotated[bool, Field("Recorded on a later day than it happened.")]
    actor_id: Actor
    role: Role
    client: Annotated[str, Field("App or token by which it came.")]
    source: Source
    on_behalf_of: Annotated[ids.PersonId | None, Field("The person whose act it was.")]
    permit_id: Annotated[ids.PermitId | None, Field("Late-entry permit relied on.")]
    correlation_id: Annotated[
        ids.CorrelationId, Field("Correlation id: common to events that belong together.")
    ]
    causation_id: Annotated[ids.EventId | None, Field("The event that caused it.")]
    stream_type: Annotated[str, Field("Kind of the object: wksbm, board, activity, …")]
    stream_id: UUID
    stream_version: StreamVersion
    topic: Annotated[str, Field("Topic of the event: wksbm.proposed.")]
    act_id: ActId
    act_en: ActEn
    data: Annotated[
        Json,
        Field(
            "The event's data; personal values are sealed references. Roles that "
            "may not see the most sensitive tier do not get the category of a case.",
            mask="CASE_TOP_TIER",
            instead="open_data",
        ),
    ]
    policy_version: Annotated[int, Field("Version of the office's settings that judged it.")]
    catalogue: Annotated[str, Field("Editions of the reference data.")]
    evidence: Annotated[Json, Field("Its evidence: mark, ref, sha256.")]


class TrailEntry(TrailRow, frozen=True):
    """An event of the office's log as a sentence: who, when, what, on what evidence."""

    object: Object
    open_data: Json


class TrailObjectEntry(TrailEntry, frozen=True):
    """An event that names an object, as its own stream or in its data."""

    object_id: UUID


class CaseHistoryEntry(msgspec.Struct, frozen=True):
    """An event that names a case, as a sentence."""

    case_id: UUID
    position: Annotated[BigInt, Field("Position in the office's log.")]
    recorded_at: RecordedAt
    occurred_on: OccurredOn
    late_days: LateDays
    actor_id: Actor
    role: Role
    source: Source
    object: Object
    stream_version: StreamVersion
    topic: Annotated[str, Field("Topic of the event: case.reported.")]
    act_id: ActId
    act_en: ActEn


class NamedObject(msgspec.Struct, frozen=True):
    """An object that an event names."""

    object_id: UUID
    position: BigInt


class EvidenceMark(msgspec.Struct, frozen=True):
    """A mark of evidence of an event."""

    mark: str
    position: BigInt


class OwnedStream(msgspec.Struct, frozen=True):
    """A stream that belongs to a WKSBM (its board, a book, a meeting, an arisan) and that WKSBM.

    Its events are also events of the WKSBM.
    """

    stream_id: UUID
    wksbm_id: UUID


class TenantZone(msgspec.Struct, frozen=True):
    """The time zone of the tenant's days; one row, once its registration was folded."""

    time_zone: str


ENTRIES = AppendTable(
    TrailRow,
    key=("position",),
    table="trail",
    indexes=(
        ListIndex("by_occurrence", "occurred_on", "position"),
        ListIndex("by_recording", "recorded_at", "position"),
        ListIndex("late", "is_late", "position"),
        LookupIndex("by_actor", "actor_id", "position"),
        LookupIndex("by_topic", "topic", "position"),
        LookupIndex("by_stream", "stream_id", "position"),
    ),
    include=("occurred_on",),
    by="stream_id",
)
NAMED = AppendTable(
    NamedObject,
    key=("object_id", "position"),
    table="trail_object",
    indexes=(LookupIndex("by_event", "position", "object_id"),),
)
PROOFS = AppendTable(EvidenceMark, key=("mark", "position"), table="trail_evidence")
ZONES = CurrentTable(TenantZone, key=(), table="trail_zone")
OWNERS = CurrentTable(OwnedStream, key=("stream_id",), table="trail_owner")
