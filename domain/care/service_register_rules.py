"""When a decision on an overlap is allowed: once, by a person who did not request the service."""

from __future__ import annotations

from ..kernel.model import Context
from ..kernel.refusal import refuse
from ..kernel.timeline import Timeline
from .case import Case
from .service_register import OVERLAP_DECISION, OverlapWarning, ServiceRegister


def check_open(warning: OverlapWarning) -> None:
    """Raises OVERLAP_STATE unless a warning is undecided."""
    if warning.state != "OPEN":
        refuse("OVERLAP_STATE", field="warningId", state=warning.state)


def _decision(context: Context, register: ServiceRegister, decided: OverlapWarning) -> None:
    warning = register.warning(decided.warning_id)
    assert warning is not None
    check_open(warning)
    if decided.state == "CONFIRMED":
        return
    _another(context, register, decided)
    if decided.state == "OVERRIDDEN" and decided.rule != "EXCLUSIVE":
        refuse("OVERLAP_STATE", field="warningId", state="WARN")


def _another(context: Context, register: ServiceRegister, decided: OverlapWarning) -> None:
    """Raises SELF_APPROVAL if the actor requested the service."""
    asked = {decided.asked_by}
    about = decided.wish or register.claim(decided.claim_id)
    if about is not None:
        asked |= context.load(Case, about.case_id).wanted_by(decided.claim_id)
    if decided.decided_by in asked:
        refuse("SELF_APPROVAL", field="warningId")


REGISTERS: Timeline[ServiceRegister] = Timeline(
    {OVERLAP_DECISION: _decision}, about=lambda register: register.person or register.id
)
"""The decisions in a register and their rule; claims follow from the cases."""
