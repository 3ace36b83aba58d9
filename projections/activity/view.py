"""Activities: plan and course, programme, invitations, who attended, what was said.

An activity's row and its programme change a few times; the attendance list is a table of its
own, one row per person, so that lists of participants and counts by area are ranges of an index.
What was said is free text: it stays sealed and is opened for who may read notes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Self
from uuid import UUID

import msgspec

from wahana.domain.formation import activity_events as happened
from wahana.domain.formation.activity import Activity
from wahana.domain.kernel.model import Stamp
from wahana.domain.kernel.texts import search_key
from wahana.platform.database import WorkSession
from wahana.platform.events import Recorded, SealedGroup
from wahana.platform.views import Batch, View

from ..places import place_of
from ..streams import Streams, json_text, replace_rows, topics
from .rows import ATTENDEES, PROGRAMMES, ROWS, AttendeeRow, Programme, Row


class Invited(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody, or a number of people of a kind, who were invited."""

    entry: int
    invitation_id: UUID
    invitee_kind: str
    count: int | None
    person_id: UUID | None
    from_area: str | None
    organisation: str | None


class Speaking(msgspec.Struct, frozen=True, kw_only=True):
    """A speaker; unnamed if only the institution is known."""

    entry: int
    speaker_id: UUID
    person_id: UUID | None
    institution: str | None
    topic_no: int | None


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """An opening, commitment or testimony; its words stay in their sealed group."""

    entry: int
    statement_id: UUID
    kind: str
    committed_by: str | None = None
    office: str | None = None
    person_id: UUID | None = None
    wksbm_id: UUID | None = None
    wksbm_name: str | None = None
    points: int = 0
    words: SealedGroup | None = None


class Record(Activity, frozen=True, kw_only=True):
    """An activity as the rules see it, with the content of its programme and lists."""

    invited: Mapping[UUID, Invited] = {}
    speaking: Mapping[UUID, Speaking] = {}
    titles: Mapping[int, str] = {}
    lines: Mapping[UUID, happened.Attendee] = {}
    said: Mapping[UUID, Said] = {}
    marks: tuple[str, ...] = ()
    """Marks of evidence in any of its events, sorted."""

    def evolve(self, event: Any, stamp: Stamp) -> Self:
        assert isinstance(stamp, Recorded)
        state = super().evolve(event, stamp)
        marks = {*self.marks, *(proof.mark for proof in stamp.meta.evidence)}
        return msgspec.structs.replace(
            state, marks=tuple(sorted(marks)), **self._content(event, stamp)
        )

    def _content(self, event: Any, stamp: Recorded) -> dict[str, Any]:
        entry = stamp.version
        match event:
            case happened.InvitationIssued(invitation_id=id):
                return {"invited": {**self.invited, id: _kept(Invited, event, entry)}}
            case happened.InvitationWithdrawn(invitation_id=id):
                return {"invited": _without(self.invited, id)}
            case happened.SpeakerAssigned(speaker_id=id):
                return {"speaking": {**self.speaking, id: _kept(Speaking, event, entry)}}
            case happened.SpeakerRemoved(speaker_id=id):
                return {"speaking": _without(self.speaking, id)}
            case happened.MaterialAdded(no=no, title=title):
                return {"titles": {**self.titles, no: title}}
            case happened.MaterialRemoved(no=no):
                return {"titles": _without(self.titles, no)}
            case happened.AttendanceRecorded(attendees=attendees):
                return {"lines": {**self.lines, **{line.person_id: line for line in attendees}}}
            case happened.AttendanceCorrected(person_id=id, attendee=None):
                return {"lines": _without(self.lines, id)}
            case happened.AttendanceCorrected(person_id=id, attendee=line):
                return {"lines": {**self.lines, id: line}}
            case happened.StatementRetracted(statement_id=id):
                return {"said": _without(self.said, id)}
        said = _said(event, stamp)
        return {"said": {**self.said, said.statement_id: said}} if said else {}


STREAMS = Streams(Record, table="activity_state")


async def apply(session: WorkSession, batch: Batch) -> None:
    """Fold the batch's activities; of each table only the rows that changed get a version."""
    folding = await STREAMS.load(session, batch)
    states = list(folding.states(Record))
    keys = [(state.id,) for state in states]
    rows = await ROWS.load(session, batch, keys)
    programmes = await PROGRAMMES.load(session, batch, keys)
    attendees = await ATTENDEES.load(session, batch, _people(states, batch))
    async for step in folding.steps():
        at, before, after = step.event.position, step.before, step.after
        rows.put(at, row_of(after, step.event.recorded_at))
        programmes.put(at, _programme(after))
        if before.lines is not after.lines:
            replace_rows(ATTENDEES, attendees, at, _attendees(before), _attendees(after))
    for written in (rows, programmes, attendees):
        await written.write(session)
    await folding.save(session)


def _people(states: list[Record], batch: Batch) -> Iterator[tuple[UUID, UUID]]:
    """Everybody on the lists, also who was taken off and comes back."""
    for state in states:
        for person_id in state.lines:
            yield state.id, person_id
    for event in batch.events:
        if isinstance(event.data, happened.AttendanceRecorded):
            for line in event.data.attendees:
                yield event.row.stream_id, line.person_id


def row_of(activity: Record, updated_at: datetime) -> Row:
    """The row of a state."""
    plan = activity.plan
    assert plan is not None, "an activity's first event sets its plan"
    place = place_of(plan.area_code)
    return Row(
        activity_id=activity.id,
        version=activity.version,
        updated_at=updated_at,
        kind=plan.kind,
        title=plan.title,
        title_key=search_key(plan.title),
        organiser_unit=plan.organiser_unit,
        level=plan.level,
        venue=plan.venue,
        area_code=plan.area_code,
        province_code=place.province_code,
        province_name=place.province_name,
        regency_code=place.regency_code,
        regency_name=place.regency_name,
        district_code=place.district_code,
        district_name=place.district_name,
        village_code=place.village_code,
        village_name=place.village_name,
        date_from=plan.date_from,
        date_to=plan.date_to,
        budget_year=plan.budget_year,
        funding=plan.funding,
        part_of_id=plan.part_of,
        status=activity.status,
        health_protocol=activity.health_protocol,
        headcount=activity.headcount,
        invited_count=sum(item.count or 1 for item in activity.invited.values()),
        attended_count=len(activity.lines),
        speaker_count=len(activity.speaking),
        evidence_marks=activity.marks,
    )


def _programme(activity: Record) -> Programme:
    materials = [{"no": no, "title": title} for no, title in sorted(activity.titles.items())]
    return Programme(
        activity_id=activity.id,
        materials=json_text(materials),
        speakers=json_text(_by_entry(activity.speaking)),
        invitations=json_text(_by_entry(activity.invited)),
        statements=json_text(_by_entry(activity.said)),
    )


def _attendees(activity: Record) -> Iterator[AttendeeRow]:
    for person_id, line in activity.lines.items():
        place = place_of(line.area_code)
        yield AttendeeRow(
            activity_id=activity.id,
            person_id=person_id,
            entry=activity.attendees[person_id].entry,
            role=line.role,
            area_code=line.area_code,
            province_code=place.province_code,
            regency_code=place.regency_code,
            regency_name=place.regency_name,
            wksbm_id=line.wksbm_id,
            wksbm_name=line.wksbm_name,
            days=line.days,
        )


def _said(event: Any, stamp: Recorded) -> Said | None:
    more: dict[str, Any]
    match event:
        case happened.OpeningGiven():
            words = stamp.group(event.points[0]) if event.points else None
            more = {"kind": event.kind, "office": event.office, "points": len(event.points)}
        case happened.CommitmentRecorded():
            words = stamp.group(event.text)
            more = {"kind": "COMMITMENT", "committed_by": event.by, "wksbm_id": event.wksbm_id}
        case happened.TestimonyGiven():
            words = stamp.group(event.summary)
            more = {"kind": "TESTIMONY", "wksbm_id": event.wksbm_id}
            more["wksbm_name"] = event.wksbm_name
        case _:
            return None
    return Said(
        entry=stamp.version,
        statement_id=event.statement_id,
        person_id=event.person_id,
        words=words,
        **more,
    )


def _kept(kind: type[Any], event: Any, entry: int) -> Any:
    names = [name for name in kind.__struct_fields__ if name != "entry"]
    return kind(entry=entry, **{name: getattr(event, name) for name in names})


def _without(items: Mapping[Any, Any], key: Any) -> dict[Any, Any]:
    return {k: v for k, v in items.items() if k != key}


def _by_entry(items: Mapping[Any, Any]) -> list[Any]:
    return sorted(items.values(), key=lambda item: item.entry)


VIEW = View(
    name="activity",
    version=2,
    topics=topics(happened),
    tables=(STREAMS.table, ROWS, PROGRAMMES, ATTENDEES),
    apply=apply,
)
