"""The order of the stages: socialised, nominated, trained, inaugurated (S0).

A waiver counts as its stage (S2: bodies that existed before). Two things are checked: a stage is
recorded, and its business date is not after the step that requires it.
"""

from __future__ import annotations

from datetime import date

from ..kernel.model import Context
from ..kernel.policies import Policies
from ..kernel.refusal import refuse
from ..people.standing import is_among
from .wksbm import Wksbm
from .wksbm_events import Stage


def check_order(state: Wksbm, *, needed: Stage, on: date) -> None:
    """Raises STAGE_ORDER if a stage up to ``needed`` is missing, STAGE_DATE if it came after
    ``on``.

    ``on`` is the business date of the step that requires it. Sessions without a date are accepted:
    S0 says that they were held, but not when.
    """
    if not state.socialisations and not state.waived("SOCIALISED"):
        refuse("STAGE_ORDER", stage=state.stage, needed="SOCIALISED")
    dated = [session.held_from for session in state.socialisations]
    days = [day for day in dated if day is not None]
    if dated and len(days) == len(dated) and on < min(days) and not state.waived("SOCIALISED"):
        refuse("STAGE_DATE", field="occurredOn", stage="SOCIALISED", day=min(days))
    if needed == "SOCIALISED":
        return
    if state.nomination is None:
        if not state.waived("NOMINATED"):
            refuse("STAGE_ORDER", stage=state.stage, needed="NOMINATED")
    elif on < state.nomination.nominated_on:
        refuse(
            "STAGE_DATE",
            field="occurredOn",
            stage="NOMINATED",
            day=state.nomination.nominated_on,
        )


def check_ready(context: Context, state: Wksbm, *, on: date, policies: Policies) -> None:
    """Checks an inauguration on the day ``on``: the stages, the approval, the share of trained
    candidates.

    Raises ``Refused``: STAGE_ORDER, STAGE_DATE, BOARD_SIZE (a candidate withdrew), NOT_TRAINED.
    """
    check_order(state, needed="NOMINATED", on=on)
    nomination = state.nomination
    if nomination is not None:
        if nomination.withdrawn:
            refuse(
                "BOARD_SIZE",
                expected=len(nomination.candidates),
                given=len(nomination.standing),
            )
        if policies.nomination_approval and nomination.approved_by is None:
            refuse("STAGE_ORDER", stage=state.stage, needed="APPROVED")
    if not state.waived("TRAINED"):
        _check_share(context, state, on=on, percent=policies.trained_share_percent)


def _check_share(context: Context, state: Wksbm, *, on: date, percent: int) -> None:
    people = {item.person for item in state.nomination.candidates} if state.nomination else set()
    there = state.trained_by(on)
    trained = [person for person in people if is_among(context, person, there)]
    if not people or len(trained) * 100 < percent * len(people):
        refuse(
            "NOT_TRAINED",
            trained=len(trained),
            candidates=len(people),
            share_percent=percent,
            needed=-(-percent * len(people) // 100),
        )
