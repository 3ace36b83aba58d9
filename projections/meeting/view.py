"""Meetings of a WKSBM with their decisions, and the spending by each.

The free text of a decision stays sealed. A meeting and each decision are separate rows: a payment
by a decision gives only that row a new version.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, Self

import msgspec

from wahana.domain.kernel.model import Stamp
from wahana.domain.money import meeting_events as happened
from wahana.domain.money.meeting import Meeting
from wahana.platform.events import Recorded, SealedGroup
from wahana.platform.views import View

from ..folds import Fold, ShownRows, filled
from ..streams import Streams, json_text, topics
from .rows import DECISIONS, MEETINGS, DecisionRow, MeetingRow


class DecisionText(msgspec.Struct, frozen=True, kw_only=True):
    """The text of a decision: its title, its sealed text, and when it was last entered or
    corrected."""

    title: str
    text: SealedGroup | None
    position: int


class MeetingRecord(Meeting, frozen=True, kw_only=True):
    """The domain's state of a meeting, with the texts of its decisions."""

    words: Mapping[int, DecisionText] = {}

    def evolve(self, event: Any, stamp: Stamp) -> Self:
        assert isinstance(stamp, Recorded)
        state = super().evolve(event, stamp)
        if not isinstance(event, happened.DecisionTaken | happened.DecisionCorrected):
            return state
        said = DecisionText(
            title=event.title, text=stamp.group(event.text), position=stamp.position
        )
        return msgspec.structs.replace(state, words={**self.words, event.no: said})


def _meeting(meeting: MeetingRecord, recorded_at: datetime) -> Iterator[MeetingRow]:
    held = meeting.held
    assert held is not None, "a meeting's first event says that it was held"
    yield filled(
        MeetingRow,
        meeting,
        held,
        meeting_id=meeting.id,
        wksbm_id=meeting.wksbm,
        updated_at=recorded_at,
        present=json_text(held.present),
        guests=json_text([msgspec.structs.asdict(guest) for guest in held.guests]),
        minutes=tuple(item.sha256 for item in meeting.minutes),
        decision_count=len(meeting.decisions),
    )


def _decisions(meeting: MeetingRecord, recorded_at: datetime) -> Iterator[DecisionRow]:
    if meeting.held_on is None:
        return
    for item in meeting.decisions:
        said = meeting.words[item.no]
        yield filled(
            DecisionRow,
            item,
            said,
            meeting,
            meeting_id=meeting.id,
            wksbm_id=meeting.wksbm,
            text=None if said.text is None else json_text(said.text),
            limit_amount=item.limit,
            spent=meeting.spent(item.no),
        )


FOLD = Fold(
    Streams(MeetingRecord, table="meeting_state"),
    ShownRows(MeetingRecord, MEETINGS, _meeting),
    ShownRows(MeetingRecord, DECISIONS, _decisions),
)

VIEW = View(
    name="meeting",
    version=3,
    topics=topics(happened),
    tables=FOLD.tables,
    apply=FOLD.apply,
)
