"""When a step of a referral is allowed, and what may be recorded between steps."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from uuid import UUID

from ..kernel.model import Context
from ..kernel.refusal import refuse
from ..kernel.timeline import Timeline
from .referral import (
    FEEDBACK,
    LIVE,
    OVERRIDE,
    REQUEST,
    STEP,
    UNANSWERED,
    Feedback,
    Override,
    Referral,
    ReferralState,
    Step,
)

FROM = MappingProxyType[ReferralState, tuple[ReferralState, ...]](
    {
        "SENT": ("REQUESTED",),
        "RECEIVED": ("SENT",),
        "ACCEPTED": ("RECEIVED",),
        "DECLINED": ("RECEIVED",),
        "COMPLETED": ("ACCEPTED",),
        "RETURNED": ("ACCEPTED",),
        "REVOKED": LIVE,
        "EXPIRED": (*UNANSWERED, "ACCEPTED"),
    }
)
"""The states from which each state can be reached."""


def check_day(referral: Referral, day: date) -> None:
    """Raises STAGE_DATE if a day is before the last step."""
    last = referral.steps[-1]
    if day < last.on:
        refuse("STAGE_DATE", field="occurredOn", stage=last.state, day=last.on)


def _step(context: Context, referral: Referral, step: Step) -> None:
    referral.must_be(*FROM[step.state])
    check_day(referral, step.on)
    if step.state == "ACCEPTED" and step.due is not None and step.due < step.on:
        refuse("DATE_ORDER", field="expectedBy", date_from=step.on, date_to=step.due)
    if step.state == "EXPIRED":
        due = referral.expires_after(context.policies.referral_grace_days)
        if due is not None and step.on <= due:
            refuse("NOT_DUE", field="referralId", due=due)


def _feedback(context: Context, referral: Referral, feedback: Feedback) -> None:
    referral.must_be("RECEIVED", "ACCEPTED", "COMPLETED", "RETURNED")
    check_day(referral, feedback.given_on)


def _override(context: Context, referral: Referral, override: Override) -> None:
    referral.must_be("REQUESTED")
    assert referral.what is not None
    if not referral.what.disclosed or referral.override is not None:
        refuse("NO_CHANGE", field="override")


def _about(referral: Referral) -> UUID:
    """The first person it concerns; for a group without persons the case."""
    assert referral.what is not None
    assert referral.case_id is not None
    return next(iter(referral.what.subjects), referral.case_id)


REFERRAL: Timeline[Referral] = Timeline(
    {REQUEST: None, STEP: _step, FEEDBACK: _feedback, OVERRIDE: _override}, about=_about
)
"""The facts of a referral and their rules."""
