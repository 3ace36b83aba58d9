"""Commands for the stages of a formation: socialisation, training, waiver, inauguration (S0)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, ClassVar

from msgspec import Meta

from ..kernel.dates import check_period, not_future
from ..kernel.days import DistantDay, StartDay
from ..kernel.fields import Code
from ..kernel.model import Context, Decision, Event
from ..kernel.particulars import carry
from ..kernel.refusal import About, refuse
from ..kernel.vocabulary import NoteText, explained
from ..people.standing import is_among
from .activity import Activity
from .activity_ref import ActivityRef, activity_of
from .board import Board, board_id
from .board_events import BoardTermOpened, SeatFilled
from .board_rules import seated
from .legality import Decree
from .nominees import registered
from .stage_rules import check_order
from .term_commands import term_opened
from .wksbm import Wksbm
from .wksbm_command import AboutWksbm, WksbmCommand, WksbmId
from .wksbm_events import (
    CandidatesTrained,
    MembersTrained,
    OptionalActivity,
    SessionParticulars,
    Stage,
    StageWaived,
    TrainingParticulars,
    WksbmInaugurated,
    WksbmSocialised,
)
from .wksbm_facts import INAUGURATION, SOCIALISATION, TRAINING, WAIVER
from .wksbm_rules import WKSBM


class SocialiseWksbm(
    SessionParticulars, AboutWksbm, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """Records that a WKSBM was explained to the people concerned.

    A session in the village may have no date (S0): then leave the days empty, or give the period in
    which it was held. May be recorded several times.
    """

    GROUP: ClassVar[str] = "FORMATION"

    MAKES = (SOCIALISATION,)

    wksbm_id: WksbmId

    def decide(self, context: Context) -> Decision:
        state = self.living(context)
        event = carry(WksbmSocialised, session_of(context, self))
        return WKSBM.made(context, state, event)


class RecordTraining(
    TrainingParticulars, AboutWksbm, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """Records which candidates, later which members of the board, took part in a training.

    An activity of the office must have recorded their attendance; another office's is given by
    organiser, title and dates (S1). The business date is the day on which the training was given.
    """

    GROUP: ClassVar[str] = "FORMATION"

    MAKES = (TRAINING,)

    wksbm_id: WksbmId

    def decide(self, context: Context) -> Decision:
        state = self.living(context)
        if state.inauguration is None:
            check_order(state, needed="NOMINATED", on=context.occurred_on)
        given = training_of(context, self, on=context.occurred_on)
        inaugurated = state.inauguration
        members = inaugurated is not None and context.occurred_on > inaugurated.inaugurated_on
        kind: type[Event] = MembersTrained if members else CandidatesTrained
        event = carry(kind, given)
        return WKSBM.made(context, state, event)


class WaiveStage(WksbmCommand, frozen=True, kw_only=True):
    """Waives a stage of the formation, with a reason: an existing body need not go through it again
    (S2)."""

    GROUP: ClassVar[str] = "WAIVER"
    MAKES = (WAIVER,)

    stage: Annotated[Stage, Meta(description="The stage that is waived.")]
    reason: Annotated[
        Code, Meta(description="Why: PRE_EXISTING, DISASTER, MERGED_BODY, OTHER (with a note).")
    ]
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        state = self.living(context)
        note = explained(self.reason, self.note, self.wksbm_id)
        return WKSBM.made(context, state, carry(StageWaived, self, note=note))


class InaugurateWksbm(WksbmCommand, frozen=True, kw_only=True):
    """Inaugurates a WKSBM (pengukuhan): the first term of its board begins, and its candidates take
    their seats.

    Refused until the earlier stages are recorded or waived and enough candidates are trained.
    """

    GROUP: ClassVar[str] = "INAUGURATION"
    MAKES = (INAUGURATION,)

    activity: OptionalActivity = None
    decree: Annotated[Decree, Meta(description="The decree by which it is inaugurated.")]
    term_from: Annotated[
        StartDay | None, Meta(description="First day of the term; default: the business date.")
    ] = None
    term_to: Annotated[
        DistantDay | None,
        Meta(description="First day after the term; default: as many years as the policy says."),
    ] = None

    def decide(self, context: Context) -> Decision:
        state = self.living(context)
        cited = None
        if self.activity is not None:
            cited, _ = activity_of(context, self.activity, field="activity")
        board = context.load(Board, board_id(state.id))
        opened = term_opened(
            context, board, self, self.wksbm_id, first=self.term_from, after=self.term_to
        )
        events: list[Event] = [opened, *_seats(state, opened)]
        inaugurated = carry(
            WksbmInaugurated,
            self,
            activity=cited,
            term_no=opened.term_no,
            term_from=opened.valid_from,
            term_to=opened.valid_to,
        )
        made = WKSBM.made(context, state, inaugurated)
        return [*made, *seated(context, board, events)]


def _seats(state: Wksbm, term: BoardTermOpened) -> Sequence[SeatFilled]:
    if state.nomination is None:
        return []
    return [
        SeatFilled(
            term_no=term.term_no,
            seat=candidate.seat,
            person=candidate.person,
            valid_from=term.valid_from,
        )
        for candidate in state.nomination.candidates
    ]


def session_of(context: Context, given: SessionParticulars) -> SessionParticulars:
    """A socialisation as it is stored: the activity it refers to, and the period in which it was
    held.

    Without days, those of the activity apply. Raises ONE_OF, NOT_FOUND, DATE_ORDER,
    DATE_IMPLAUSIBLE, FUTURE_DATE.
    """
    cited, held_from, held_to = None, given.held_from, given.held_to
    if given.activity is not None:
        cited, own = activity_of(context, given.activity, field="activity")
        if held_from is None and held_to is None:
            held_from, held_to = days_of(cited, own)
    if held_from is None and held_to is None:
        return SessionParticulars(activity=cited)
    if held_from is None or held_to is None:
        refuse("DATE_IMPLAUSIBLE", field="heldFrom", day=held_from or held_to, cause="INCOMPLETE")
    check_period(held_from, held_to, field="heldTo")
    not_future(context, held_from, field="heldFrom")
    return SessionParticulars(activity=cited, held_from=held_from, held_to=held_to)


def training_of(
    context: Context, given: TrainingParticulars, *, on: date, field: str = "occurredOn"
) -> TrainingParticulars:
    """A training as it is stored: the activity it refers to, and who took part.

    ``field``: the field of the command that gives the day ``on``. Raises ``Refused``: NOT_ATTENDED
    if the activity's attendance does not have them; ACTIVITY_NOT_BEGUN before its first day;
    NOT_FOUND, PERSON_TWICE, ONE_OF.
    """
    cited, own = activity_of(context, given.activity, field="activity")
    first, _ = days_of(cited, own)
    if first is not None and on < first:
        refuse("ACTIVITY_NOT_BEGUN", field=field, date_from=first)
    people = registered(context, given.attended, field="attended")
    for nth, person in enumerate(people, 1):
        if own.exists and not is_among(context, person, own.attendees):
            refuse("NOT_ATTENDED", field="attended", person=About("person", person), nth=nth)
    return TrainingParticulars(activity=cited, attended=people)


def days_of(cited: ActivityRef, own: Activity) -> tuple[date | None, date | None]:
    """First and last day of the activity referred to."""
    if cited.external is not None:
        return cited.external.date_from, cited.external.date_to
    return own.date_from, own.date_to
