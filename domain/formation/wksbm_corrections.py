"""Mending what was entered wrongly about a WKSBM and its formation.

Each command gives the whole corrected fact. An ended WKSBM can be mended too: history stays
readable. A correction states what is true; only the day of an inauguration is held against the
stages again, so that no rule is passed by a detour.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

from msgspec import Meta

from ..kernel.corrections import EntryVersion, Why, entry_of
from ..kernel.dates import not_future
from ..kernel.model import Aggregate, Context, Decision, Event
from ..kernel.policies import WksbmLevel
from ..kernel.refusal import refuse, refuse_missing
from ..kernel.vocabulary import AreaCode, NoteText, Year, explained
from .activity_ref import ActivityRef, activity_of
from .area import Site, claim, give_back, site
from .board import Board, board_id
from .board_events import BoardDecreeCorrected
from .legality import Decree
from .life_commands import site_of
from .nomination_commands import check_size
from .nominees import Nominee, candidates_of
from .proposal_commands import FoundedYear, WksbmName, check_parent
from .stage_commands import (
    Attended,
    CitedActivity,
    HeldFrom,
    HeldTo,
    OptionalActivity,
    session_of,
    training_of,
)
from .stage_rules import check_ready
from .wksbm import Wksbm
from .wksbm_command import WksbmCommand, recorded
from .wksbm_correction_events import (
    DecreeCorrected,
    InaugurationActivityCorrected,
    InaugurationDateCorrected,
    NominationCorrected,
    SocialisationCorrected,
    TrainingCorrected,
    WksbmCorrected,
)
from .wksbm_events import Origin
from .wksbm_facts import Inauguration

PROPOSAL = 1
"""Version of the entry that said what a WKSBM is: its proposal, the first of its stream."""


class WksbmCorrection(WksbmCommand, frozen=True, kw_only=True):
    """What the corrections of a WKSBM share: why, and a sealed note."""

    reason: Why
    note: NoteText | None = None

    def recorded(self, context: Context) -> Wksbm:
        """The state, ended or not."""
        return recorded(context, self.wksbm_id)

    def why(self) -> dict[str, Any]:
        """Reason and note, as every correcting event has them."""
        return {
            "reason": self.reason,
            "note": explained(self.reason, self.note, self.wksbm_id),
        }


class EntryCorrection(WksbmCorrection, frozen=True, kw_only=True):
    """A correction of one entry, named by its version."""

    of: EntryVersion


class CorrectWksbm(WksbmCorrection, frozen=True, kw_only=True):
    """Mends what a WKSBM is: name, level, area, origin, years. What is left out stays.

    A new name from a day on is no correction: use the renaming.
    """

    GROUP: ClassVar[str] = "FORMATION"

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
        tuple[Literal["founded_year"], ...],
        Meta(description="What was wrong and has no right value."),
    ] = ()

    def decide(self, context: Context) -> Decision:
        state = self.recorded(context)
        where = self._where(context, state)
        founded = self.founded_year or state.founded_year
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
        if all(getattr(state, name) == value for name, value in identity.items()):
            refuse("NO_CHANGE")
        moved = (where.level, where.village_code) != (state.level, state.village_code)
        if state.parent is not None and moved:
            check_parent(context, state.id, where.level, where.village_code, state.parent)
        slot = state.slot
        moves: list[tuple[Aggregate, Event]] = []
        elsewhere = where.key != site_of(state).key
        if elsewhere and state.end is None and state.resting is None:
            slot, taken = claim(context, where, state.id)
            moves = [*give_back(context, state.slot, state.id), *taken]
        corrected = WksbmCorrected(of=PROPOSAL, **identity, slot=slot, **self.why())
        return [(state, corrected), *moves]

    def _where(self, context: Context, state: Wksbm) -> Site:
        """Where it really stands; what was found once is not asked again if it stays."""
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


class CorrectSocialisation(EntryCorrection, frozen=True, kw_only=True):
    """Mends a socialisation: the activity it cites, the days within which it was held."""

    GROUP: ClassVar[str] = "FORMATION"

    activity: OptionalActivity = None
    held_from: HeldFrom = None
    held_to: HeldTo = None

    def decide(self, context: Context) -> Decision:
        state = self.recorded(context)
        entry_of(state.socialisations, self.of)
        cited, held_from, held_to = session_of(context, self.activity, self.held_from, self.held_to)
        corrected = SocialisationCorrected(
            of=self.of,
            activity=cited,
            held_from=held_from,
            held_to=held_to,
            **self.why(),
        )
        return [(state, corrected)]


class CorrectNomination(EntryCorrection, frozen=True, kw_only=True):
    """Mends a nomination: who the candidates were, for which seats, on which day.

    Seats already taken in the board are mended there. An approval lapses.
    """

    GROUP: ClassVar[str] = "FORMATION"

    candidates: Annotated[
        tuple[Nominee, ...], Meta(max_length=50, description="All candidates and their seats.")
    ]
    nominated_on: Annotated[
        date | None, Meta(description="Day of the nomination; left out: it stays.")
    ] = None

    def decide(self, context: Context) -> Decision:
        state = self.recorded(context)
        nomination = state.nomination
        if nomination is None or nomination.entry != self.of:
            refuse_missing("entry", self.of, field="of")
        check_size(context, self.candidates)
        nominated_on = self.nominated_on or nomination.nominated_on
        not_future(context, nominated_on, field="nominatedOn")
        candidates, registrations = candidates_of(context, self.candidates)
        if (candidates, nominated_on) == (nomination.standing, nomination.nominated_on):
            refuse("NO_CHANGE", field="candidates")
        corrected = NominationCorrected(
            of=self.of,
            candidates=candidates,
            nominated_on=nominated_on,
            **self.why(),
        )
        return [*registrations, (state, corrected)]


class CorrectTraining(EntryCorrection, frozen=True, kw_only=True):
    """Mends a training: the activity it cites, who was there, on which day."""

    GROUP: ClassVar[str] = "FORMATION"

    activity: CitedActivity
    attended: Attended
    trained_on: Annotated[
        date | None, Meta(description="Day of the training; left out: it stays.")
    ] = None

    def decide(self, context: Context) -> Decision:
        state = self.recorded(context)
        training = entry_of(state.trainings, self.of)
        trained_on = self.trained_on or training.trained_on
        not_future(context, trained_on, field="trainedOn")
        cited, attended = training_of(context, state, self.activity, self.attended, on=trained_on)
        corrected = TrainingCorrected(
            of=self.of,
            activity=cited,
            attended=attended,
            trained_on=trained_on,
            **self.why(),
        )
        return [(state, corrected)]


class CorrectDecree(EntryCorrection, frozen=True, kw_only=True):
    """Mends the decree of the inauguration, in the WKSBM and in the term it opened."""

    GROUP: ClassVar[str] = "INAUGURATION"

    decree: Annotated[Decree, Meta(description="The right decree.")]

    def decide(self, context: Context) -> Decision:
        state = self.recorded(context)
        inauguration = inauguration_of(state, self.of)
        if self.decree == inauguration.decree:
            refuse("NO_CHANGE", field="decree")
        not_future(context, self.decree.issued_on, field="decree")
        corrected = DecreeCorrected(of=self.of, decree=self.decree, **self.why())
        board = context.load(Board, board_id(state.id))
        terms = [
            term
            for term in board.terms
            if term.no == inauguration.term_no and term.decree == inauguration.decree
        ]
        why: dict[str, Any] = {
            "reason": self.reason,
            "note": explained(self.reason, self.note, board.id),
        }
        return [
            (state, corrected),
            *(
                (board, BoardDecreeCorrected(of=term.entry, decree=self.decree, **why))
                for term in terms
            ),
        ]


class CorrectInaugurationDate(EntryCorrection, frozen=True, kw_only=True):
    """Mends the day of the inauguration; the stages are held against the new day.

    The term of the board has days of its own and is mended there.
    """

    GROUP: ClassVar[str] = "INAUGURATION"

    inaugurated_on: Annotated[date, Meta(description="The right day.")]

    def decide(self, context: Context) -> Decision:
        state = self.recorded(context)
        inauguration = inauguration_of(state, self.of)
        if self.inaugurated_on == inauguration.inaugurated_on:
            refuse("NO_CHANGE", field="inauguratedOn")
        not_future(context, self.inaugurated_on, field="inauguratedOn")
        check_ready(
            state,
            on=self.inaugurated_on,
            policies=context.policies
            if context.resolve_policies is None
            else context.resolve_policies(self.inaugurated_on),
        )
        corrected = InaugurationDateCorrected(
            of=self.of,
            inaugurated_on=self.inaugurated_on,
            **self.why(),
        )
        return [(state, corrected)]


class CorrectInaugurationActivity(EntryCorrection, frozen=True, kw_only=True):
    """Mends which activity the inauguration was part of; left out: it was part of none."""

    GROUP: ClassVar[str] = "INAUGURATION"

    activity: OptionalActivity = None

    def decide(self, context: Context) -> Decision:
        state = self.recorded(context)
        inauguration = inauguration_of(state, self.of)
        cited: ActivityRef | None = None
        if self.activity is not None:
            cited, _ = activity_of(context, self.activity, field="activity")
        if cited == inauguration.activity:
            refuse("NO_CHANGE", field="activity")
        corrected = InaugurationActivityCorrected(
            of=self.of,
            activity=cited,
            **self.why(),
        )
        return [(state, corrected)]


def inauguration_of(state: Wksbm, of: int) -> Inauguration:
    """The inauguration entered by the event ``of``. Raises NOT_FOUND."""
    if state.inauguration is None or state.inauguration.entry != of:
        refuse_missing("entry", of, field="of")
    return state.inauguration
