"""The audit trail: every event as a sentence, and every object that it names.

A row says who did what in which role, when it happened and when it was recorded, how late, and on
what evidence; its data are those of the event, with references to sealed groups for personal
values. Rows are only added; their key is the position.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from wahana.domain.formation.board import Board
from wahana.domain.formation.board_events import BoardTermOpened
from wahana.domain.money.arisan import ArisanCycle
from wahana.domain.money.arisan_events import CycleOpened
from wahana.domain.money.fund_book import FundBook
from wahana.domain.money.fund_events import FundOpened
from wahana.domain.money.meeting import Meeting
from wahana.domain.money.meeting_events import MeetingHeld
from wahana.platform.database import WorkSession
from wahana.platform.events import Recorded
from wahana.platform.views import Batch, View
from wahana.tenants.tenant_events import TenantRegistered

from ..streams import json_text, stream_type
from .earlier import NEEDS, EarlierEvent
from .rows import (
    ENTRIES,
    NAMED,
    OWNERS,
    PROOFS,
    ZONES,
    EvidenceMark,
    NamedObject,
    OwnedStream,
    TenantZone,
    TrailRow,
)
from .sentences import EVENTS, told

DEFAULT_ZONE = "Asia/Jakarta"
"""Time zone for events before the tenant's registration."""

_ID = re.compile(r'"([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})"')


_BELOW = {Board.TYPE, FundBook.TYPE, Meeting.TYPE, ArisanCycle.TYPE}
"""Types of the streams that belong to a WKSBM."""

_SAYS_WHOSE = (BoardTermOpened, FundOpened, MeetingHeld, CycleOpened)
"""The first events of such streams, which name the WKSBM."""


async def apply(session: WorkSession, batch: Batch) -> None:
    """Add the events of a batch; existing rows are unchanged."""
    zone = await _zone(session, batch)
    owners = await _owners(session, batch)
    pasts = await _pasts(session, batch)
    entries: list[TrailRow] = []
    named: list[NamedObject] = []
    proofs: list[EvidenceMark] = []
    async for event in batch.each():
        if isinstance(event.data, TenantRegistered):
            zone = ZoneInfo(event.data.time_zone)
            await ZONES.put(session, batch, [TenantZone(event.data.time_zone)])
        past = pasts.get(event.row.stream_id)
        entry = entry_of(event, zone, () if past is None else past.values())
        if past is not None:
            past[event.row.version] = past_of(event)
        entries.append(entry)
        owner = owners.get(entry.stream_id)
        named += (NamedObject(object_id, entry.position) for object_id in _objects(entry, owner))
        if evidence := event.meta.evidence:
            marks = sorted({proof.mark for proof in evidence})
            proofs += (EvidenceMark(mark, entry.position) for mark in marks)
    batch.keep(ZONES, zone)
    batch.keep(ENTRIES, batch.events)
    await ENTRIES.add(session, batch, entries)
    await NAMED.add(session, batch, named)
    await PROOFS.add(session, batch, proofs)


async def _zone(session: WorkSession, batch: Batch) -> ZoneInfo:
    """The time zone of the office's days."""
    for zone in batch.kept(ZONES):
        assert isinstance(zone, ZoneInfo)
        return zone
    found = await ZONES.load_ahead(session, batch, [()])
    return ZoneInfo(found[0].time_zone if found else DEFAULT_ZONE)


async def _pasts(session: WorkSession, batch: Batch) -> dict[UUID, dict[int, EarlierEvent]]:
    """The earlier events, by stream and version, of the streams whose sentences need old values."""
    wanted = {event.row.stream_id for event in batch.events if event.row.topic in NEEDS}
    if not wanted:
        return {}
    found: dict[UUID, dict[int, EarlierEvent]] = {stream_id: {} for stream_id in wanted}
    for row in await ENTRIES.load_by_ahead(session, batch, list(wanted)):
        found[row.stream_id][row.stream_version] = _past_of_row(row)
    for events in batch.kept(ENTRIES):
        for event in events:
            if event.row.stream_id in wanted:
                found[event.row.stream_id][event.row.version] = past_of(event)
    return found


def _past_of_row(row: TrailRow) -> EarlierEvent:
    data = msgspec.json.decode(row.data, type=EVENTS[row.topic])
    return EarlierEvent(row.stream_version, row.topic, row.occurred_on, data)


def past_of(event: Recorded) -> EarlierEvent:
    """An event in the form in which later events look it up."""
    return EarlierEvent(event.row.version, event.row.topic, event.meta.occurred_on, event.data)


async def _owners(session: WorkSession, batch: Batch) -> dict[UUID, UUID]:
    """The WKSBM of boards, books, meetings and arisan in a batch; new ones are stored."""
    below = {
        event.row.stream_id for event in batch.events if stream_type(event.row.topic) in _BELOW
    }
    owners: dict[UUID, UUID] = {}
    for kept in reversed(batch.kept(OWNERS)):
        owners |= {stream_id: kept[stream_id] for stream_id in below & kept.keys()}
    if wanted := below - owners.keys():
        found = await OWNERS.load_ahead(session, batch, [(stream_id,) for stream_id in wanted])
        owners |= {row.stream_id: row.wksbm_id for row in found}
    new = {
        event.row.stream_id: event.data.wksbm
        for event in batch.events
        if isinstance(event.data, _SAYS_WHOSE) and event.row.stream_id not in owners
    }
    await OWNERS.put(session, batch, [OwnedStream(*one) for one in new.items()])
    owners |= new
    batch.keep(OWNERS, owners)
    return owners


def entry_of(event: Recorded, zone: ZoneInfo, past: Iterable[EarlierEvent] = ()) -> TrailRow:
    """The row of an event. ``zone``: the tenant's time zone; ``past``: the earlier events of its
    stream, oldest first, if its sentence needs them (:data:`.earlier.NEEDS`)."""
    meta, row = event.meta, event.row
    late_days = (row.recorded_at.astimezone(zone).date() - meta.occurred_on).days
    act = told(event, past, zone)
    return TrailRow(
        position=row.position,
        event_id=row.event_id,
        recorded_at=row.recorded_at,
        occurred_on=meta.occurred_on,
        late_days=late_days,
        is_late=late_days > 0,
        actor_id=row.actor_id,
        role=meta.role,
        client=meta.client,
        source=meta.source,
        on_behalf_of=meta.on_behalf_of,
        permit_id=meta.permit,
        correlation_id=meta.correlation,
        causation_id=meta.causation,
        stream_type=stream_type(row.topic),
        stream_id=row.stream_id,
        stream_version=row.version,
        topic=row.topic,
        act_id=act.indonesian,
        act_en=act.english,
        data=json_text(event.data),
        policy_version=meta.policy,
        catalogue=meta.catalogue,
        evidence=json_text(meta.evidence) if meta.evidence else "[]",
    )


def _objects(entry: TrailRow, owner: UUID | None) -> Iterator[UUID]:
    """The stream, all ids in the data, the person acted for, the permit used, the owner."""
    found = dict.fromkeys(UUID(text) for text in _ID.findall(entry.data))
    found[entry.stream_id] = None
    for object_id in (entry.on_behalf_of, entry.permit_id, owner):
        if object_id is not None:
            found[object_id] = None
    return iter(found)


VIEW = View(
    name="trail",
    version=2,
    topics=None,
    tables=(ENTRIES, NAMED, PROOFS, ZONES, OWNERS),
    apply=apply,
)
