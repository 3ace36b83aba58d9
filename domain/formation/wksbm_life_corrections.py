"""Commands: correct and retract facts of a WKSBM's later life."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar
from uuid import UUID

from msgspec import Meta

from ..kernel.corrections import EntryVersion, Why
from ..kernel.days import PastDay
from ..kernel.model import Aggregate, Context, Decision, Event
from ..kernel.person_fields import names_person
from ..kernel.refusal import refuse
from ..kernel.vocabulary import NoteText
from ..people.registration import PersonRef, person_of
from .area import claim, give_back
from .board import Board, board_id
from .board_corrections import term_retracted
from .board_facts import CLOSING
from .board_rules import BOARD
from .guidance_commands import Rank, check_grade
from .life_commands import site_of
from .wksbm import Wksbm
from .wksbm_command import AboutWksbm, WksbmCorrection, WksbmId
from .wksbm_correction_events import (
    AwardCorrected,
    DormancyCorrected,
    MaturityCorrected,
    MentorCorrected,
    WksbmEntry,
)
from .wksbm_corrections import opened_term
from .wksbm_facts import AWARD, DORMANCY, KINDS, MATURITY, MENTOR, RETRACTED, Dormancy, Mentor
from .wksbm_life_events import AwardParticulars, GradeParticulars, MentorParticulars
from .wksbm_rules import WKSBM


class CorrectMaturity(
    GradeParticulars, AboutWksbm, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """Corrects a grade of maturity."""

    GROUP: ClassVar[str] = "MENTORING"
    CORRECTS = (MATURITY,)

    wksbm_id: WksbmId
    of: EntryVersion
    assessed_on: Annotated[
        PastDay | None, Meta(description="Day of the assessment; default: unchanged.")
    ] = None
    reason: Why
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        state = self.recorded(context)
        day = self.assessed_on or WKSBM.fact(state, MATURITY, self.of).assessed_on
        check_grade(context, self.grade)
        return WKSBM.corrected(context, state, self, MaturityCorrected, of=self.of, assessed_on=day)


class CorrectMentor(
    MentorParticulars, AboutWksbm, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """Corrects who the mentor of a WKSBM is, in which role, and for which period.

    An end that was recorded is kept: to remove it, retract it.
    """

    GROUP: ClassVar[str] = "MENTORING"
    CORRECTS = (MENTOR,)

    wksbm_id: WksbmId
    of: EntryVersion
    person: Annotated[PersonRef, names_person("SEATED", day="valid_from"), Meta(description="Who.")]
    valid_from: Annotated[PastDay, Meta(description="First day.")]
    valid_to: Annotated[
        PastDay | None,
        Meta(description="First day without this mentor, if it ended; default: its end stays."),
    ] = None
    reason: Why
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        state = self.recorded(context)
        old: Mentor = WKSBM.fact(state, MENTOR, self.of)
        person, registration = person_of(context, self.person, field="personId")
        valid_to = self.valid_to
        if valid_to is None and old.ended_by is not None:
            valid_to = old.valid_to
        corrected = WKSBM.corrected(
            context,
            state,
            self,
            MentorCorrected,
            of=self.of,
            person=person,
            valid_to=valid_to,
        )
        return [*registration, *corrected]


class CorrectAward(
    AwardParticulars, AboutWksbm, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """Corrects a competition that was entered or won; without a rank it was only entered."""

    GROUP: ClassVar[str] = "MENTORING"
    CORRECTS = (AWARD,)

    wksbm_id: WksbmId
    of: EntryVersion
    rank: Rank | None = None
    reason: Why
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        state = self.recorded(context)
        return WKSBM.corrected(context, state, self, AwardCorrected, of=self.of)


class CorrectDormancy(WksbmCorrection, frozen=True, kw_only=True):
    """Corrects the days of a dormancy. Its end is recorded by a command of its own."""

    GROUP: ClassVar[str] = "FORMATION"
    CORRECTS = (DORMANCY,)

    valid_from: Annotated[PastDay, Meta(description="First day of the dormancy.")]
    valid_to: Annotated[
        PastDay | None, Meta(description="First day after it; only for a dormancy that has ended.")
    ] = None

    def decide(self, context: Context) -> Decision:
        state = self.recorded(context)
        rest: Dormancy = WKSBM.fact(state, DORMANCY, self.of)
        if (rest.valid_to is None) != (self.valid_to is None):
            needed = "ACTIVE" if rest.valid_to is None else "DORMANT"
            refuse("WKSBM_STATE", field="validTo", state=state.status, needed=needed)
        return WKSBM.corrected(
            context, state, self, DormancyCorrected, of=self.of, unchanged="validFrom"
        )


class RetractWksbmEntry(WksbmCorrection, frozen=True, kw_only=True):
    """Retracts what was entered by mistake for this WKSBM.

    Retracting an inauguration also retracts the term it opened, with its seats. Retracting an end
    or a dormancy makes the WKSBM active in its area again (ONE_PER_AREA); with an end, the term
    that it ended continues. Retracting a reactivation makes it dormant again.
    """

    GROUP: ClassVar[str] = "INAUGURATION"
    RETRACTS = tuple(kind for kind in KINDS.values() if kind.retracted_by is RETRACTED)

    entry: Annotated[WksbmEntry, Meta(description="Kind of the entry.")]

    def decide(self, context: Context) -> Decision:
        state = self.recorded(context)
        kind = KINDS[self.entry]
        WKSBM.fact(state, kind, self.of)
        slot: UUID | None = None
        moves: Sequence[tuple[Aggregate, Event]] = ()
        if _wakes(state, self.entry, self.of):
            slot, moves = claim(context, site_of(state), state.id)
        retracted = WKSBM.retracted(context, state, self, kind, of=self.of, slot=slot)
        if self.entry == "REACTIVATION":
            moves = give_back(context, state.slot, state.id)
        return [*retracted, *moves, *self._of_the_board(context, state)]

    def _of_the_board(self, context: Context, state: Wksbm) -> list[tuple[Aggregate, Event]]:
        """The retraction of what the same command entered in the board and is still valid there."""
        board = context.load(Board, board_id(state.id))
        if self.entry == "INAUGURATION":
            opened = opened_term(board, state.inauguration)
            return [] if opened is None else term_retracted(context, board, self, opened)
        if self.entry != "END" or state.end is None:
            return []
        ended = (state.end.ended_on, state.end.kind)
        return [
            happened
            for term in board.terms
            if term.closing is not None and (term.valid_to, term.closing.reason) == ended
            for happened in BOARD.retracted(context, board, self, CLOSING, of=term.closing.entry)
        ]


def _wakes(state: Wksbm, entry: WksbmEntry, of: int) -> bool:
    """Whether a WKSBM that ended or is dormant would be active again without this entry."""
    if entry == "END":
        return state.resting is None
    if entry == "DORMANCY":
        return state.end is None and state.resting is not None and state.resting.entry == of
    return False
