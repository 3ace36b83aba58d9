"""When a fact of a meeting is allowed: one rule for each kind."""

from __future__ import annotations

from ..kernel.model import Context
from ..kernel.refusal import refuse
from ..kernel.timeline import Timeline
from .meeting import (
    DECISION,
    MEETING,
    MINUTES,
    SPENDING,
    Decision,
    Meeting,
    Minutes,
    Spending,
    uncovered,
)


def _decision(context: Context, meeting: Meeting, decision: Decision) -> None:
    assert meeting.held is not None
    votes = decision.votes_for + decision.votes_against
    if not 1 <= votes <= meeting.held.headcount:
        refuse("VOTES_EXCEED", field="votesFor", votes=votes, present=meeting.held.headcount)
    needed = 2 if decision.kind == "SPEND" else 0
    if sum(part is not None for part in (decision.limit, decision.unit)) != needed:
        refuse("LIMIT_REQUIRED", field="limit")


def _minutes(context: Context, meeting: Meeting, minutes: Minutes) -> None:
    if any(item.sha256 == minutes.sha256 for item in meeting.minutes):
        refuse("NO_CHANGE", field="sha256")


def _spending(context: Context, meeting: Meeting, paid: Spending) -> None:
    """Checks that a decision still covers the payments made by it."""
    decision = next((item for item in meeting.decisions if item.no == paid.no), None)
    if decision is None or uncovered(meeting, decision, paid.amount, paid.unit, on=paid.spent_on):
        spent = meeting.spent(paid.no) + paid.amount
        refuse("DECISION_SPENT", field="no", spent=spent, unit=paid.unit)


MEETINGS: Timeline[Meeting] = Timeline(
    {MEETING: None, DECISION: _decision, MINUTES: _minutes, SPENDING: _spending}
)
"""The facts of a meeting and their rules."""
