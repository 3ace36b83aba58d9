"""Commands: correct facts of a WKSBM and its formation.

Each gives the complete corrected fact and is judged by ``kernel/timeline.py``, so no rule can be
bypassed by a correction. A WKSBM that has ended can be corrected too.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from msgspec import Meta

from ..kernel.corrections import EntryVersion, Why
from ..kernel.days import PastDay
from ..kernel.model import Aggregate, Context, Decision, Event
from ..kernel.particulars import carry
from ..kernel.policies import WksbmLevel
from ..kernel.refusal import refuse
from ..kernel.vocabulary import AreaCode, NoteText, Year, explained
from .activity_ref import ActivityRef, activity_of
from .area import Site, claim, give_back, site
from .board import Board, board_id
from .board_corrections import seats_of
from .board_events import BoardDecreeCorrected, SeatCorrected, TermCorrected
from .board_facts import Term
from .board_rules import BOARD, seated
from .legality import Decree
from .life_commands import site_of
from .nomination_commands import check_size
from .nominees import Nominee, candidates_of
from .proposal_commands import FoundedYear, WksbmName, check_founded, check_parent
from .seats import term_end
from .stage_commands import session_of, training_of
from .wksbm import Wksbm
from .wksbm_command import AboutWksbm, WksbmCommand, WksbmCorrection, WksbmId
from .wksbm_correction_events import (
    DecreeCorrected,
    InaugurationActivityCorrected,
    InaugurationDateCorrected,
    NominationCorrected,
    SocialisationCorrected,
    TrainingCorrected,
    WksbmCorrected,
)
from .wksbm_events import (
    Candidate,
    OptionalActivity,
    Origin,
    SessionParticulars,
    TrainingParticulars,
)
from .wksbm_facts import (
    INAUGURATION,
    NOMINATION,
    PROPOSAL,
    SOCIALISATION,
    TRAINING,
    Inauguration,
    Nomination,
    Training,
)
from .wksbm_rules import WKSBM, policies_on

ClearableWksbmField = Literal["founded_year"]
"""Fields of a WKSBM that a correction may clear."""


class CorrectWksbm(WksbmCommand, frozen=True, kw_only=True):
    """Corrects the particulars of a WKSBM: name, level, area, origin, years. Omitted fields are
    unchanged.

    For a new name from a day on, rename the WKSBM instead.
    """

    GROUP: ClassVar[str] = "FORMATION"
    CORRECTS = (PROPOSAL,)

    name: WksbmName | None = None
    level: Annotated[WksbmLevel | None, Meta(description="Level at which it works.")] = None
    village_code: AreaCode | None = None
    local_area_id: Annotated[
        UUID | None, Meta(description="The office's own area below the village.")
    ] = None
    origin: Annotated[Origin | None, Meta(description="Grown by itself, or formed.")] = None
    budget_year: Year | None = None
    founded_year: FoundedYear | None = None
    cleared: Annotated[
        tuple[ClearableWksbmField, ...],
        Meta(max_length=10, description="Fields that were wrong and have no right value."),
    ] = ()
    reason: Why
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        state = self.recorded(context)
        where = self._where(context, state)
        founded = self.founded_year or state.founded_year
        if self.founded_year is not None and state.proposed_on is not None:
            check_founded(founded, state.proposed_on)
        identity: dict[str, Any] = {
            "name": self.name or state.name,
            "level": where.level,
            "village_code": where.village_code,
            "area_edition": where.area_edition,
            "local_area": where.local_area,
            "origin": self.origin or state.origin,
            "budget_year": self.budget_year or state.budget_year,
            "founded_year": None if "founded_year" in self.cleared else founded,
        }
        moved = (where.level, where.village_code) != (state.level, state.village_code)
        if state.parent is not None and moved:
            check_parent(context, state.id, where.level, where.village_code, state.parent)
        slot = state.slot
        moves: list[tuple[Aggregate, Event]] = []
        elsewhere = where.key != site_of(state).key
        if elsewhere and state.end is None and state.resting is None:
            slot, taken = claim(context, where, state.id)
            moves = [*give_back(context, state.slot, state.id), *taken]
        corrected = WKSBM.corrected(
            context, state, self, WksbmCorrected, of=1, unchanged=None, slot=slot, **identity
        )
        return [*corrected, *moves]

    def _where(self, context: Context, state: Wksbm) -> Site:
        """Its right site; an unchanged site is not checked again."""
        if self.level is None and self.village_code is None and self.local_area_id is None:
            return site_of(state)
        level = self.level or state.level
        below = self.local_area_id or state.local_area
        return site(
            context,
            level=level,
            village_code=self.village_code or state.village_code,
            local_area=None if level in ("DESA", "KELURAHAN") else below,
        )


class CorrectSocialisation(
    SessionParticulars, AboutWksbm, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """Corrects a socialisation: the activity it refers to, and the period in which it was held."""

    GROUP: ClassVar[str] = "FORMATION"
    CORRECTS = (SOCIALISATION,)

    wksbm_id: WksbmId
    of: EntryVersion
    reason: Why
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        state = self.recorded(context)
        old = WKSBM.fact(state, SOCIALISATION, self.of)
        session = session_of(context, self)
        return WKSBM.corrected(
            context,
            state,
            self,
            SocialisationCorrected,
            of=self.of,
            activity=same_or_new(old.activity, session.activity),
            held_from=session.held_from,
            held_to=session.held_to,
        )


class CorrectNomination(WksbmCorrection, frozen=True, kw_only=True):
    """Corrects a nomination: who the candidates were, for which seats, on which day.

    An approval is no longer valid. Seats that candidates took by the inauguration are corrected
    too.
    """

    GROUP: ClassVar[str] = "FORMATION"
    CORRECTS = (NOMINATION,)

    candidates: Annotated[
        tuple[Nominee, ...], Meta(max_length=50, description="All candidates and their seats.")
    ]
    nominated_on: Annotated[
        PastDay | None, Meta(description="Day of the nomination; default: unchanged.")
    ] = None

    def decide(self, context: Context) -> Decision:
        state = self.recorded(context)
        nomination: Nomination = WKSBM.fact(state, NOMINATION, self.of)
        check_size(context, self.candidates)
        nominated_on = self.nominated_on or nomination.nominated_on
        candidates, registrations = candidates_of(context, self.candidates)
        if (candidates, nominated_on) == (nomination.standing, nomination.nominated_on):
            refuse("NO_CHANGE", field="candidates")
        corrected = WKSBM.corrected(
            context,
            state,
            self,
            NominationCorrected,
            of=self.of,
            candidates=candidates,
            nominated_on=nominated_on,
        )
        seats = self._seats(context, state, dict(_pairs(nomination.candidates, candidates)))
        return [*registrations, *corrected, *seats]

    def _seats(
        self, context: Context, state: Wksbm, right: Mapping[Candidate, Candidate]
    ) -> Decision:
        """The corrections of the seats of the first term that wrong candidates took."""
        if state.inauguration is None:
            return []
        board = context.load(Board, board_id(state.id))
        term = opened_term(board, state.inauguration)
        events: list[Event] = []
        for seat in board.holdings:
            candidate = Candidate(person=seat.person, seat=seat.seat)
            first = term is not None and (seat.term_no, seat.valid_from) == (
                term.no,
                term.valid_from,
            )
            if first and right.get(candidate, candidate) != candidate:
                note = explained(self.reason, self.note, seat.person)
                corrected = carry(
                    SeatCorrected,
                    right[candidate],
                    seat,
                    of=seat.entry,
                    reason=self.reason,
                    note=note,
                )
                events.append(corrected)
        return seated(context, board, events)


class CorrectTraining(
    TrainingParticulars, AboutWksbm, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """Corrects a training: the activity it refers to, who took part, on which day."""

    GROUP: ClassVar[str] = "FORMATION"
    CORRECTS = (TRAINING,)

    wksbm_id: WksbmId
    of: EntryVersion
    trained_on: Annotated[
        PastDay | None, Meta(description="Day of the training; default: unchanged.")
    ] = None
    reason: Why
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        state = self.recorded(context)
        old: Training = WKSBM.fact(state, TRAINING, self.of)
        day = self.trained_on or old.trained_on
        given = training_of(context, self, on=day, field="trainedOn")
        cited = given.activity
        if (given.attended, day) == (old.attended, old.trained_on):
            cited = same_or_new(old.activity, cited) or cited
        return WKSBM.corrected(
            context,
            state,
            self,
            TrainingCorrected,
            of=self.of,
            activity=cited,
            attended=given.attended,
            trained_on=day,
        )


class CorrectDecree(WksbmCorrection, frozen=True, kw_only=True):
    """Corrects the decree of the inauguration, in the WKSBM and in the term it opened."""

    GROUP: ClassVar[str] = "INAUGURATION"
    CORRECTS = (INAUGURATION,)

    decree: Annotated[Decree, Meta(description="The right decree.")]

    def decide(self, context: Context) -> Decision:
        state = self.recorded(context)
        inauguration: Inauguration = WKSBM.fact(state, INAUGURATION, self.of)
        corrected = WKSBM.corrected(
            context, state, self, DecreeCorrected, of=self.of, unchanged="decree"
        )
        board = context.load(Board, board_id(state.id))
        term = opened_term(board, inauguration)
        if term is None or term.decree != inauguration.decree:
            return corrected
        with_it = BOARD.corrected(context, board, self, BoardDecreeCorrected, of=term.entry)
        return [*corrected, *with_it]


class CorrectInaugurationDate(WksbmCorrection, frozen=True, kw_only=True):
    """Corrects the day of the inauguration; the stages are checked against the new day.

    If the term of the board began on that day, it begins on the new day, and so do its seats; an
    end that follows from the policy moves too. A term with other days is unchanged.
    """

    GROUP: ClassVar[str] = "INAUGURATION"
    CORRECTS = (INAUGURATION,)

    inaugurated_on: Annotated[PastDay, Meta(description="The right day.")]

    def decide(self, context: Context) -> Decision:
        state = self.recorded(context)
        inauguration: Inauguration = WKSBM.fact(state, INAUGURATION, self.of)
        corrected = WKSBM.corrected(
            context, state, self, InaugurationDateCorrected, of=self.of, unchanged="inauguratedOn"
        )
        board = context.load(Board, board_id(state.id))
        term = opened_term(board, inauguration)
        if term is None or term.valid_from != inauguration.inaugurated_on:
            return corrected
        years = policies_on(context, term.valid_from).board_term_years
        valid_to = term.valid_to
        if valid_to == term_end(term.valid_from, years):
            years = policies_on(context, self.inaugurated_on).board_term_years
            valid_to = term_end(self.inaugurated_on, years)
        note = explained(self.reason, self.note, board.id)
        moved = carry(
            TermCorrected,
            self,
            of=term.entry,
            valid_from=self.inaugurated_on,
            valid_to=valid_to,
            note=note,
        )
        return [*corrected, *seated(context, board, [moved, *seats_of(board, term, moved)])]


class CorrectInaugurationActivity(WksbmCorrection, frozen=True, kw_only=True):
    """Corrects the activity of which the inauguration was part; default: none."""

    GROUP: ClassVar[str] = "INAUGURATION"
    CORRECTS = (INAUGURATION,)

    activity: OptionalActivity = None

    def decide(self, context: Context) -> Decision:
        state = self.recorded(context)
        inauguration: Inauguration = WKSBM.fact(state, INAUGURATION, self.of)
        cited: ActivityRef | None = None
        if self.activity is not None:
            cited, _ = activity_of(context, self.activity, field="activity")
        return WKSBM.corrected(
            context,
            state,
            self,
            InaugurationActivityCorrected,
            of=self.of,
            unchanged="activity",
            activity=same_or_new(inauguration.activity, cited),
        )


def _pairs(
    old: Sequence[Candidate], new: Sequence[Candidate]
) -> Iterator[tuple[Candidate, Candidate]]:
    """Pairs of wrong and right candidate: by the same seat, else by the same person,
    else in order."""
    left, free = list(old), list(new)
    for same in (
        lambda a, b: a.seat == b.seat,
        lambda a, b: a.person == b.person,
        lambda a, b: True,
    ):
        for one in list(left):
            found = next((other for other in free if same(one, other)), None)
            if found is not None:
                yield one, found
                left.remove(one)
                free.remove(found)


def opened_term(board: Board, inauguration: Inauguration | None) -> Term | None:
    """The term of the board that an inauguration opened, if it is still valid."""
    no = None if inauguration is None else inauguration.term_no
    return next((term for term in board.terms if term.no == no), None)


def same_or_new(old: ActivityRef | None, cited: ActivityRef | None) -> ActivityRef | None:
    """``cited``; if it is the same activity as ``old``, then ``old``, as it was read at first."""
    if old is None or cited is None:
        return cited
    same = (old.activity_id, old.external) == (cited.activity_id, cited.external)
    return old if same else cited
