"""Activities: plan and course, programme, invitations, attendance, statements.

The row of an activity and its programme change rarely; the attendance list is a separate table with
a row per person, so that lists of participants and counts by area are ranges of an index.
Statements are free text: they stay sealed and are opened for roles that may read notes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Self
from uuid import UUID

import msgspec

from wahana.domain.formation import activity_events as happened
from wahana.domain.formation.activity import (
    ATTENDANCE,
    CANCELLATION,
    HOLDING,
    INVITATION,
    PLAN,
    SPEAKER,
    Activity,
)
from wahana.domain.kernel.model import Stamp
from wahana.domain.kernel.texts import search_key
from wahana.platform.events import Recorded, SealedGroup
from wahana.platform.views import View

from ..area_names import place_of
from ..by_day import Days
from ..folds import Fold, ShownRows, filled
from ..streams import Streams, json_text, topics
from .rows import ATTENDEES, PROGRAMMES, ROWS, ROWS_BY_DAY, ActivityRow, AttendeeRow, Programme


class StatementRecord(msgspec.Struct, frozen=True, kw_only=True):
    """An opening, commitment or testimony; its text stays in its sealed group."""

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


class ActivityRecord(Activity, frozen=True, kw_only=True):
    """The domain's state of an activity, with its statements."""

    said: Mapping[UUID, StatementRecord] = {}
    marks: tuple[str, ...] = ()
    """Marks of evidence of all its events, sorted."""

    def evolve(self, event: Any, stamp: Stamp) -> Self:
        assert isinstance(stamp, Recorded)
        state = super().evolve(event, stamp)
        marks = {*self.marks, *(proof.mark for proof in stamp.meta.evidence)}
        return msgspec.structs.replace(
            state, marks=tuple(sorted(marks)), **self._content(event, stamp)
        )

    def _content(self, event: Any, stamp: Recorded) -> dict[str, Any]:
        if isinstance(event, happened.StatementRetracted):
            left = {at: said for at, said in self.said.items() if at != event.statement_id}
            return {"said": left}
        said = _said(event, stamp)
        return {"said": {**self.said, said.statement_id: said}} if said else {}


def _activity(activity: ActivityRecord, recorded_at: datetime) -> Iterator[ActivityRow]:
    plan = activity.plan
    if plan is None:
        return  # on a day before it was planned
    yield filled(
        ActivityRow,
        activity,
        plan,
        _course(activity),
        place_of(plan.area_code),
        activity_id=activity.id,
        updated_at=recorded_at,
        title_key=search_key(plan.title),
        part_of_id=plan.part_of,
        invited_count=sum(item.count or 1 for item in activity.invitations.values()),
        attended_count=len(activity.attendees),
        speaker_count=len(activity.speakers),
        evidence_marks=activity.marks,
    )


def _course(activity: ActivityRecord) -> happened.Course:
    return happened.Course() if activity.holding is None else activity.holding


def _programme(activity: ActivityRecord, recorded_at: datetime) -> Iterator[Programme]:
    materials = sorted(activity.materials.values(), key=lambda topic: topic.no)
    yield Programme(
        activity_id=activity.id,
        materials=json_text(materials),
        speakers=json_text(_by_entry(activity.speakers)),
        invitations=json_text(_by_entry(activity.invitations)),
        statements=json_text(_by_entry(activity.said)),
    )


def _attendees(activity: ActivityRecord, recorded_at: datetime) -> Iterator[AttendeeRow]:
    for line in activity.attendees.values():
        yield filled(AttendeeRow, line, place_of(line.area_code), activity_id=activity.id)


def _said(event: Any, stamp: Recorded) -> StatementRecord | None:
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
    return StatementRecord(
        entry=stamp.version,
        statement_id=event.statement_id,
        person_id=event.person_id,
        words=words,
        **more,
    )


def _by_entry(items: Mapping[Any, Any]) -> list[Any]:
    return sorted(items.values(), key=lambda item: item.entry)


FOLD = Fold(
    Streams(ActivityRecord, table="activity_state"),
    ShownRows(
        ActivityRecord,
        ROWS,
        _activity,
        days=Days(
            ROWS_BY_DAY,
            (PLAN, HOLDING, CANCELLATION, ATTENDANCE, INVITATION, SPEAKER),
            ("plans", "holding", "cancellation", "attendees", "invitations", "speakers"),
        ),
    ),
    ShownRows(
        ActivityRecord, PROGRAMMES, _programme, of=("materials", "speakers", "invitations", "said")
    ),
    ShownRows(ActivityRecord, ATTENDEES, _attendees, of=("attendees",)),
)

VIEW = View(
    name="activity",
    version=4,
    topics=topics(happened),
    tables=FOLD.tables,
    apply=FOLD.apply,
)
