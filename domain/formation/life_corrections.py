"""Mending what was entered wrongly about a WKSBM's life, and taking back entries altogether."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from msgspec import Meta

from ..kernel.corrections import entry_of
from ..kernel.dates import not_future
from ..kernel.fields import ClearText
from ..kernel.model import Aggregate, Context, Decision, Event
from ..kernel.refusal import refuse, refuse_missing
from ..kernel.vocabulary import Year, explained
from ..people.registration import PersonRef, person_of
from .area import claim, give_back
from .board import Board, board_id
from .board_events import BoardEntry, BoardEntryRetracted
from .guidance_commands import (
    Grade,
    GuidanceKind,
    MentorFrom,
    Rank,
    SchemeVersion,
    Score,
    check_grade,
)
from .life_commands import check_rest, site_of
from .seats import check_days
from .wksbm import Wksbm
from .wksbm_correction_events import (
    AwardCorrected,
    DormancyCorrected,
    MaturityCorrected,
    MentorCorrected,
    WksbmEntry,
    WksbmEntryRetracted,
)
from .wksbm_corrections import EntryCorrection
from .wksbm_fold import ENTRY_LISTS
from .wksbm_life_events import AwardLevel


class CorrectMaturity(EntryCorrection, frozen=True, kw_only=True):
    """Mends a grade of maturity."""

    GROUP: ClassVar[str] = "MENTORING"

    grade: Grade
    scheme_version: SchemeVersion
    score: Score | None = None
    assessed_on: Annotated[
        date | None, Meta(description="Day of the assessment; left out: it stays.")
    ] = None

    def decide(self, context: Context) -> Decision:
        state = self.recorded(context)
        old = entry_of(state.grades, self.of)
        check_grade(context, self.grade)
        assessed_on = self.assessed_on or old.assessed_on
        not_future(context, assessed_on, field="assessedOn")
        corrected = MaturityCorrected(
            of=self.of,
            grade=self.grade,
            scheme_version=self.scheme_version,
            score=self.score,
            assessed_on=assessed_on,
            **self.why(),
        )
        return [(state, corrected)]


class CorrectMentor(EntryCorrection, frozen=True, kw_only=True):
    """Mends who guides a WKSBM, as what, since when and until when."""

    GROUP: ClassVar[str] = "MENTORING"

    person: Annotated[PersonRef, Meta(description="Who.")]
    role: MentorFrom
    guidance: GuidanceKind
    valid_from: Annotated[date, Meta(description="First day.")]
    valid_to: Annotated[
        date | None, Meta(description="First day without this mentor, if it ended.")
    ] = None

    def decide(self, context: Context) -> Decision:
        state = self.recorded(context)
        entry_of(state.mentors, self.of)
        check_days(context, self.valid_from, self.valid_to)
        person, registration = person_of(context, self.person, field="personId")
        corrected = MentorCorrected(
            of=self.of,
            person=person,
            role=self.role,
            guidance=self.guidance,
            valid_from=self.valid_from,
            valid_to=self.valid_to,
            **self.why(),
        )
        return [*registration, (state, corrected)]


class CorrectAward(EntryCorrection, frozen=True, kw_only=True):
    """Mends a competition that was entered or won; without a rank it was only entered."""

    GROUP: ClassVar[str] = "MENTORING"

    competition: Annotated[ClearText, Meta(description="Name of the competition.")]
    level: Annotated[AwardLevel, Meta(description="Level of the competition.")]
    year: Year
    rank: Rank | None = None

    def decide(self, context: Context) -> Decision:
        state = self.recorded(context)
        entry_of(state.awards, self.of)
        corrected = AwardCorrected(
            of=self.of,
            competition=self.competition,
            level=self.level,
            year=self.year,
            rank=self.rank,
            **self.why(),
        )
        return [(state, corrected)]


class CorrectDormancy(EntryCorrection, frozen=True, kw_only=True):
    """Mends the days of a rest. Whether it is over is recorded, not corrected."""

    GROUP: ClassVar[str] = "FORMATION"

    valid_from: Annotated[date, Meta(description="First day of the rest.")]
    valid_to: Annotated[
        date | None, Meta(description="First day after it; only for a rest that is over.")
    ] = None

    def decide(self, context: Context) -> Decision:
        state = self.recorded(context)
        rest = entry_of(state.dormancies, self.of)
        if (rest.valid_to is None) != (self.valid_to is None):
            needed = "ACTIVE" if rest.valid_to is None else "DORMANT"
            refuse("WKSBM_STATE", field="validTo", state=state.status, needed=needed)
        check_rest(context, state, self.valid_from, self.valid_to, but=self.of)
        if (self.valid_from, self.valid_to) == (rest.valid_from, rest.valid_to):
            refuse("NO_CHANGE", field="validFrom")
        corrected = DormancyCorrected(
            of=self.of, valid_from=self.valid_from, valid_to=self.valid_to, **self.why()
        )
        return [(state, corrected)]


class RetractWksbmEntry(EntryCorrection, frozen=True, kw_only=True):
    """Takes back an entry that should never have been made for this WKSBM.

    With an inauguration goes the term it opened, with its seats. An end or a rest that is taken
    back wakes the WKSBM, which takes the place of its area again (ONE_PER_AREA); with an end, the
    term that ended with it goes on. A reactivation that is taken back lets it rest on.
    """

    GROUP: ClassVar[str] = "INAUGURATION"

    entry: Annotated[WksbmEntry, Meta(description="What kind of entry it is.")]

    def decide(self, context: Context) -> Decision:
        state = self.recorded(context)
        _check_entry(state, self.entry, self.of)
        slot: UUID | None = None
        more: list[tuple[Aggregate, Event]] = []
        if _wakes(state, self.entry, self.of):
            slot, taken = claim(context, site_of(state), state.id)
            more = list(taken)
        if self.entry == "REACTIVATION":
            rest = next(item for item in state.dormancies if item.woken == self.of)
            check_rest(context, state, rest.valid_from, None, but=rest.entry)
            more = list(give_back(context, state.slot, state.id))
        retracted = WksbmEntryRetracted(of=self.of, entry=self.entry, slot=slot, **self.why())
        return [(state, retracted), *more, *self._of_the_board(context, state)]

    def _of_the_board(self, context: Context, state: Wksbm) -> list[tuple[Aggregate, Event]]:
        """What was entered in the board by the same command, taken back with it."""
        board = context.load(Board, board_id(state.id))
        note = explained(self.reason, self.note, board.id)
        events = [
            BoardEntryRetracted(of=of, entry=entry, reason=self.reason, note=note)
            for of, entry in _board_entries(state, board, self.entry)
        ]
        board.after(context, events)
        return [(board, event) for event in events]


def _board_entries(state: Wksbm, board: Board, entry: WksbmEntry) -> list[tuple[int, BoardEntry]]:
    """What the command that made ``entry`` also entered in the board and still stands there."""
    if entry == "INAUGURATION" and state.inauguration is not None:
        return [(t.entry, "TERM") for t in board.terms if t.no == state.inauguration.term_no]
    if entry == "END" and state.end is not None:
        ended = (state.end.ended_on, state.end.kind)
        return [
            (term.closing.entry, "CLOSING")
            for term in board.terms
            if term.closing is not None and (term.valid_to, term.closing.reason) == ended
        ]
    return []


def _wakes(state: Wksbm, entry: WksbmEntry, of: int) -> bool:
    """Whether a WKSBM that ended or rests would work again without this entry."""
    if entry == "END":
        return state.resting is None
    if entry == "DORMANCY":
        return state.end is None and state.resting is not None and state.resting.entry == of
    return False


def _check_entry(state: Wksbm, entry: WksbmEntry, of: int) -> None:
    """Refuse NOT_FOUND if there is no such entry, STAGE_DONE if an inauguration rests on it."""
    match entry:
        case "NOMINATION":
            found = state.nomination is not None and state.nomination.entry == of
            if found and state.inauguration is not None:
                refuse("STAGE_DONE", field="entry", stage="INAUGURATED")
        case "INAUGURATION":
            found = state.inauguration is not None and state.inauguration.entry == of
        case "END":
            found = state.end is not None and state.end.entry == of
        case "APPROVAL":
            found = state.nomination is not None and state.nomination.approval == of
        case "REACTIVATION":
            found = any(rest.woken == of for rest in state.dormancies)
        case "MENTOR_END":
            found = any(mentor.ended_by == of for mentor in state.mentors)
        case listed:
            found = any(fact.entry == of for fact in getattr(state, ENTRY_LISTS[listed]))
    if not found:
        refuse_missing("entry", of, field="of")
