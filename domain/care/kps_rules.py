"""When a fact about a member body is allowed: one rule for each kind."""

from __future__ import annotations

from datetime import date

from ..kernel.model import Context
from ..kernel.refusal import refuse
from ..kernel.timeline import Timeline
from .kps import (
    CONFLICT,
    DEPARTURE,
    JOINING,
    LEGALISATION,
    LIAISON,
    LIAISON_END,
    SERVICE,
    SERVICE_END,
    SETTLEMENT,
    ConflictOfInterest,
    Kps,
    Leaving,
    Legalisation,
    Liaison,
    Offer,
)


def check_joined(kps: Kps, day: date) -> None:
    """Raises STAGE_DATE if a day is before the body joined."""
    assert kps.joined_on is not None
    if day < kps.joined_on:
        refuse("STAGE_DATE", field="occurredOn", stage="JOINED", day=kps.joined_on)


def check_member(kps: Kps, day: date, *, field: str = "kpsId") -> None:
    """Raises KPS_STATE for a body that has left, STAGE_DATE before it joined."""
    if kps.leaving is not None:
        refuse("KPS_STATE", field=field, state="ENDED")
    check_joined(kps, day)


def _legalisation(context: Context, kps: Kps, found: Legalisation) -> None:
    check_member(kps, found.legalised_on)
    if kps.formal:
        refuse("NO_CHANGE", field="kpsId")


def _service(context: Context, kps: Kps, offer: Offer) -> None:
    check_member(kps, offer.valid_from)
    if kps.offering(offer.service_kind, offer.valid_from) is not None:
        refuse("NO_CHANGE", field="serviceKind")


def _service_end(context: Context, kps: Kps, offer: Offer) -> None:
    assert offer.valid_to is not None
    check_member(kps, offer.valid_to)


def _liaison(context: Context, kps: Kps, liaison: Liaison) -> None:
    check_member(kps, liaison.named_on)
    if liaison.member in kps.liaisons:
        refuse("NO_CHANGE", field="memberId")


def _liaison_end(context: Context, kps: Kps, liaison: Liaison) -> None:
    assert liaison.released_on is not None
    check_joined(kps, liaison.released_on)


def _departure(context: Context, kps: Kps, leaving: Leaving) -> None:
    check_member(kps, leaving.left_on)


def _conflict(context: Context, kps: Kps, conflict: ConflictOfInterest) -> None:
    check_joined(kps, conflict.declared_on)
    for other in kps.conflicts:
        same = (other.other, other.matter) == (conflict.other, conflict.matter)
        if same and other.state == "OPEN" and conflict.state == "OPEN":
            refuse("NO_CHANGE", field="matter")


def _settlement(context: Context, kps: Kps, conflict: ConflictOfInterest) -> None:
    standing = kps.conflict(conflict.conflict_id)
    if standing.state != "OPEN":
        refuse("CONFLICT_STATE", field="conflictId", state=standing.state)


KPS: Timeline[Kps] = Timeline(
    {
        JOINING: None,
        LEGALISATION: _legalisation,
        SERVICE: _service,
        SERVICE_END: _service_end,
        LIAISON: _liaison,
        LIAISON_END: _liaison_end,
        DEPARTURE: _departure,
        CONFLICT: _conflict,
        SETTLEMENT: _settlement,
    }
)
"""The facts of a member body and their rules."""
