"""Commands: correct and retract facts of a meeting."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import msgspec
from msgspec import Meta

from ..kernel.corrections import EntryVersion, Why
from ..kernel.model import Context, Decision
from ..kernel.units import Ordinal
from ..kernel.vocabulary import NoteText
from .meeting import DECISION, KINDS, MEETING
from .meeting_commands import (
    DecisionDescription,
    MeetingCommand,
    MeetingDescription,
)
from .meeting_events import DecisionCorrected, MeetingCorrected, MeetingEntry
from .meeting_rules import MEETINGS


class CorrectMeeting(MeetingDescription, frozen=True, kw_only=True):
    """Corrects a meeting: send the complete corrected entry; its day is the business date."""

    CORRECTS = (MEETING,)

    reason: Why
    note: NoteText | None = None

    def acted_on(self, context: Context) -> date | None:
        return context.occurred_on

    def decide(self, context: Context) -> Decision:
        meeting = self.standing(context)
        return MEETINGS.corrected(
            context,
            meeting,
            self,
            MeetingCorrected,
            of=meeting.entry,
            field="headcount",
            unchanged=None,
            **msgspec.structs.asdict(self.checked(context)),
        )


class CorrectDecision(DecisionDescription, frozen=True, kw_only=True):
    """Corrects a decision: send the complete corrected entry.

    It must still cover the payments made by it.
    """

    CORRECTS = (DECISION,)

    no: Annotated[Ordinal, Meta(description="Number of the decision in its meeting.")]
    reason: Why
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        meeting = self.standing(context)
        old = meeting.decision(self.no, field="no")
        return MEETINGS.corrected(
            context, meeting, self, DecisionCorrected, of=old.entry, field="no"
        )


class RetractMeetingEntry(MeetingCommand, frozen=True, kw_only=True):
    """Retracts a meeting, a decision or minutes that were entered by mistake.

    A decision with payments cannot be retracted; reverse the payments first.
    """

    RETRACTS = tuple(KINDS.values())

    of: EntryVersion
    entry: Annotated[MeetingEntry, Meta(description="Kind of the entry.")]
    reason: Why
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        meeting = self.standing(context)
        return MEETINGS.retracted(context, meeting, self, KINDS[self.entry], of=self.of)
