"""When a budget target is allowed."""

from __future__ import annotations

from ..kernel.model import Context
from ..kernel.refusal import refuse
from ..kernel.timeline import Timeline
from .budget_target import TARGET, Aim, BudgetTarget


def check_standing(state: BudgetTarget) -> Aim:
    """The target in force. Raises TARGET_STATE if there is none."""
    if state.target is None:
        refuse("TARGET_STATE", field="year", state="WITHDRAWN")
    return state.target


def _target(context: Context, state: BudgetTarget, aim: Aim) -> None:
    if aim.is_revision:
        check_standing(state)
    elif state.target is not None:
        refuse("TARGET_STATE", field="year", state="TARGET_SET")


TARGETS: Timeline[BudgetTarget] = Timeline({TARGET: _target})
"""The facts of a budget target and their rules."""
