"""Meetings of a WKSBM with their decisions, and what was spent by each.

What a decision says in free text stays sealed. A meeting and each decision are rows of their
own: a payment by a decision gives that one row a version.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Self
from uuid import UUID

import msgspec

from wahana.domain.kernel.model import Stamp
from wahana.domain.money import meeting_events as happened
from wahana.domain.money.meeting import Meeting
from wahana.platform.database import WorkSession
from wahana.platform.events import Recorded, SealedGroup
from wahana.platform.views import Batch, View

from ..streams import Streams, json_text, replace_rows, topics
from .rows import DECISIONS, MEETINGS, DecisionRow, MeetingRow


class Words(msgspec.Struct, frozen=True, kw_only=True):
    """What a decision says: its title, its sealed text, and when it was last put into words."""

    title: str
    text: SealedGroup | None
    position: int


class Record(Meeting, frozen=True, kw_only=True):
    """A meeting as the rules see it, with the words of its decisions."""

    words: Mapping[int, Words] = {}

    def evolve(self, event: Any, stamp: Stamp) -> Self:
        assert isinstance(stamp, Recorded)
        state = super().evolve(event, stamp)
        if not isinstance(event, happened.DecisionTaken | happened.DecisionCorrected):
            return state
        said = Words(title=event.title, text=stamp.group(event.text), position=stamp.position)
        return msgspec.structs.replace(state, words={**self.words, event.no: said})


STREAMS = Streams(Record, table="meeting_state")


async def apply(session: WorkSession, batch: Batch) -> None:
    """Fold the batch's meetings; of each table only the rows that changed get a version."""
    folding = await STREAMS.load(session, batch)
    states = list(folding.states(Record))
    meetings = await MEETINGS.load(session, batch, [(state.id,) for state in states])
    decisions = await DECISIONS.load(
        session, batch, [(state.id, no) for state in states for no in state.words]
    )
    async for step in folding.steps():
        at = step.event.position
        meetings.put(at, _meeting(step.after, step.event.recorded_at))
        replace_rows(DECISIONS, decisions, at, _decisions(step.before), _decisions(step.after))
    await meetings.write(session)
    await decisions.write(session)
    await folding.save(session)


def _meeting(meeting: Record, updated_at: datetime) -> MeetingRow:
    held = meeting.held
    assert held is not None, "a meeting's first event says that it was held"
    return MeetingRow(
        meeting_id=meeting.id,
        wksbm_id=_wksbm(meeting),
        version=meeting.version,
        updated_at=updated_at,
        kind=held.kind,
        held_on=held.held_on,
        headcount=held.headcount,
        place=held.place,
        withdrawn=meeting.withdrawn,
        present=json_text(held.present),
        guests=json_text([_guest(guest) for guest in held.guests]),
        minutes=tuple(item.sha256 for item in meeting.minutes),
        decision_count=len(meeting.decisions),
    )


def _guest(guest: happened.Guest) -> dict[str, Any]:
    return {name: getattr(guest, name) for name in guest.__struct_fields__}


def _decisions(meeting: Record) -> Iterator[DecisionRow]:
    if meeting.held_on is None:
        return
    for item in meeting.decisions:
        said = meeting.words[item.no]
        yield DecisionRow(
            meeting_id=meeting.id,
            no=item.no,
            wksbm_id=_wksbm(meeting),
            held_on=meeting.held_on,
            entry=item.entry,
            kind=item.kind,
            title=said.title,
            text=None if said.text is None else json_text(said.text),
            votes_for=item.votes_for,
            votes_against=item.votes_against,
            carried=item.carried,
            limit_amount=item.limit,
            unit=item.unit,
            spent=meeting.spent(item.no),
            entered_by=item.entered_by,
            withdrawn=meeting.withdrawn,
            position=said.position,
        )


def _wksbm(meeting: Record) -> UUID:
    assert meeting.wksbm is not None, "a meeting's first event names its WKSBM"
    return meeting.wksbm


VIEW = View(
    name="meeting",
    version=2,
    topics=topics(happened),
    tables=(STREAMS.table, MEETINGS, DECISIONS),
    apply=apply,
)
