"""When a fact of a WKSBM is allowed: one rule for each kind, for commands and corrections alike.

A rule receives the state before its fact, with corrections entered later included, and the fact.
Everything else that a command gives (codes of a list, activities referred to, who acts) is checked
with the command.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from ..kernel.facts import FactKind
from ..kernel.model import Context
from ..kernel.policies import Policies
from ..kernel.refusal import About, refuse
from ..kernel.timeline import Rule, Timeline
from ..people.standing import is_among, same_person
from .board import Board, board_id
from .seats import check_days, overlap
from .stage_rules import check_order, check_ready
from .wksbm import Wksbm
from .wksbm_facts import (
    APPROVAL,
    AWARD,
    DORMANCY,
    END,
    INAUGURATION,
    MATURITY,
    MENTOR,
    MENTOR_END,
    NOMINATION,
    PROPOSAL,
    REACTIVATION,
    SOCIALISATION,
    TARGET_GROUPS,
    TRAINING,
    VALUES,
    WAIVER,
    Award,
    Dormancy,
    Inauguration,
    Mentor,
    Nomination,
    Socialisation,
    Training,
    Waiver,
)


def check_alive(state: Wksbm, *, field: str = "wksbmId") -> None:
    """Raises WKSBM_STATE after its end."""
    if state.end is not None:
        refuse("WKSBM_STATE", field=field, state=state.status, needed="ACTIVE")


def open_nomination(state: Wksbm, on: date) -> Nomination:
    """The nomination that can still change on a day. Raises STAGE_ORDER without one, STAGE_DATE
    before its day, STAGE_DONE after the inauguration."""
    if state.inauguration is not None:
        refuse("STAGE_DONE", stage="INAUGURATED")
    if state.nomination is None:
        refuse("STAGE_ORDER", stage=state.stage, needed="NOMINATED")
    if on < state.nomination.nominated_on:
        nominated_on = state.nomination.nominated_on
        refuse("STAGE_DATE", field="occurredOn", stage="NOMINATED", day=nominated_on)
    return state.nomination


def policies_on(context: Context, day: date) -> Policies:
    """The policies in force on a day."""
    resolve = context.resolve_policies
    return context.policies if resolve is None else resolve(day)


def _alive(context: Context, state: Wksbm, fact: object) -> None:
    check_alive(state)


def _socialisation(context: Context, state: Wksbm, session: Socialisation) -> None:
    check_alive(state)
    proposed, last = state.proposed_on, session.held_to
    if proposed is not None and last is not None and last < proposed:
        refuse("STAGE_DATE", field="heldTo", stage="PROPOSED", day=proposed)


def _nomination(context: Context, state: Wksbm, nomination: Nomination) -> None:
    check_alive(state)
    if state.inauguration is not None or state.nomination is not None:
        refuse("STAGE_DONE", stage=state.stage)
    check_order(state, needed="SOCIALISED", on=nomination.nominated_on)


def _approval(context: Context, state: Wksbm, approved: Nomination) -> None:
    check_alive(state)
    assert approved.approved_on is not None
    nomination = open_nomination(state, approved.approved_on)
    if nomination.approved_by is not None:
        refuse("STAGE_DONE", stage="APPROVED")
    if approved.approved_by in nomination.entered_by:
        refuse("SELF_APPROVAL")


def _training(context: Context, state: Wksbm, training: Training) -> None:
    check_alive(state)
    known = frozenset() if state.nomination is None else state.nomination.ever
    if state.inauguration is None:
        check_order(state, needed="NOMINATED", on=training.trained_on)
    else:
        board = context.load(Board, board_id(state.id))
        known |= {holding.person for holding in board.holdings}
    for nth, person in enumerate(training.attended, 1):
        if not is_among(context, person, known):
            refuse("NOT_CANDIDATE", field="attended", person=About("person", person), nth=nth)


def _waiver(context: Context, state: Wksbm, waiver: Waiver) -> None:
    check_alive(state)
    if state.inauguration is not None or state.waived(waiver.stage):
        refuse("STAGE_DONE", field="stage", stage=state.stage)


def _inauguration(context: Context, state: Wksbm, inauguration: Inauguration) -> None:
    check_alive(state)
    day = inauguration.inaugurated_on
    if state.inauguration is not None:
        refuse("STAGE_DONE", stage="INAUGURATED")
    if state.resting is not None:
        refuse("WKSBM_STATE", field="wksbmId", state="DORMANT", needed="FORMING")
    check_ready(context, state, on=day, policies=policies_on(context, day))


def _mentor(context: Context, state: Wksbm, mentor: Mentor) -> None:
    check_alive(state)
    check_days(mentor.valid_from, mentor.valid_to)
    for other in state.mentors:
        if (other.role, other.guidance) != (mentor.role, mentor.guidance):
            continue
        together = overlap(mentor.valid_from, mentor.valid_to, other.valid_from, other.valid_to)
        if together and same_person(context, other.person, mentor.person):
            refuse("NO_CHANGE", field="personId")


def _mentor_end(context: Context, state: Wksbm, mentor: Mentor) -> None:
    check_alive(state)
    check_days(mentor.valid_from, mentor.valid_to)


def _award(context: Context, state: Wksbm, award: Award) -> None:
    check_alive(state)
    for other in state.awards:
        same = (other.competition, other.level, other.year) == (
            award.competition,
            award.level,
            award.year,
        )
        if same and (other.rank is not None) == (award.rank is not None):
            refuse("NO_CHANGE", field="competition")


def _dormancy(context: Context, state: Wksbm, rest: Dormancy) -> None:
    check_alive(state)
    check_rest(context, state, rest.valid_from, rest.valid_to)


def _reactivation(context: Context, state: Wksbm, rest: Dormancy) -> None:
    check_alive(state)
    if state.resting is None:
        refuse("WKSBM_STATE", field="wksbmId", state=state.status, needed="DORMANT")
    check_days(rest.valid_from, rest.valid_to)


def check_rest(context: Context, state: Wksbm, valid_from: date, valid_to: date | None) -> None:
    """Checks the days of a dormancy.

    Raises ``Refused``: FUTURE_DATE, PERIOD_EMPTY, DATE_IMPLAUSIBLE, DORMANCY_OVERLAP with another
    dormancy.
    """
    check_days(valid_from, valid_to)
    for rest in state.dormancies:
        if overlap(valid_from, valid_to, rest.valid_from, rest.valid_to):
            refuse(
                "DORMANCY_OVERLAP",
                field="validFrom",
                valid_from=rest.valid_from,
                valid_to=rest.valid_to,
            )


def _end(context: Context, state: Wksbm, end: Any) -> None:
    check_alive(state)
    day = END.day(end)
    for kind, stage in _DONE:
        days = (kind.day(fact) for _, fact in kind.found(state))
        last = max((each for each in days if each is not None), default=None)
        if day is not None and last is not None and day < last:
            refuse("STAGE_DATE", field="occurredOn", stage=stage, day=last)


_DONE = ((NOMINATION, "NOMINATED"), (TRAINING, "TRAINED"), (INAUGURATION, "INAUGURATED"))
"""What a WKSBM cannot have done after its end."""


def _since_proposal(kind: FactKind, rule: Rule) -> Rule:
    """The rule, and that no day of the kind lies before the proposal (STAGE_DATE)."""

    def judged(context: Context, state: Wksbm, fact: Any) -> None:
        rule(context, state, fact)
        day, proposed = kind.day(fact), state.proposed_on
        if day is not None and proposed is not None and day < proposed:
            refuse("STAGE_DATE", field="occurredOn", stage="PROPOSED", day=proposed)

    return judged


WKSBM: Timeline[Wksbm] = Timeline(
    {
        PROPOSAL: None,
        SOCIALISATION: _socialisation,
        NOMINATION: _since_proposal(NOMINATION, _nomination),
        APPROVAL: _approval,
        TRAINING: _since_proposal(TRAINING, _training),
        WAIVER: _waiver,
        INAUGURATION: _since_proposal(INAUGURATION, _inauguration),
        MATURITY: _alive,
        MENTOR: _mentor,
        MENTOR_END: _mentor_end,
        AWARD: _award,
        TARGET_GROUPS: _alive,
        VALUES: _alive,
        DORMANCY: _since_proposal(DORMANCY, _dormancy),
        REACTIVATION: _reactivation,
        END: _since_proposal(END, _end),
    }
)
"""The facts of a WKSBM and their rules."""
