"""The register of one person: the services claimed for them, and their overlaps.

There is one stream per person. If two bodies want to help at once, both commands write to it: the
expected version lets one through, and the other is decided again with the new claim. The rule
itself is a pure function of the policy (:mod:`.overlap`).
"""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Self
from uuid import UUID

import msgspec

from ..kernel.facts import Changed, Fold, ending, folded, folds
from ..kernel.model import Aggregate, Event, Stamp, derive
from ..kernel.particulars import carry
from ..kernel.policy_types import Judgement
from .service_register_events import (
    ClaimCorrected,
    ClaimReleased,
    ClaimRestored,
    OverlapConfirmed,
    OverlapDecisionRetracted,
    OverlapDismissed,
    OverlapOverridden,
    OverlapWarned,
    OverlapWarningWithdrawn,
    RegisteredService,
    ServiceClaimed,
    WarningState,
)

replace = msgspec.structs.replace


class OverlapWarning(msgspec.Struct, frozen=True, kw_only=True):
    """A warning and its decision."""

    warning_id: UUID
    claim_id: UUID
    wish: RegisteredService | None
    others: tuple[UUID, ...]
    rule: Judgement
    other_person: UUID | None = None
    """The record that has the other claim, if the two met by a merge."""
    asked_by: UUID
    state: WarningState = "OPEN"
    decided_by: UUID | None = None
    decided: int | None = None
    """Version of the event that decided it."""
    decided_on: date | None = None


class ServiceRegister(Aggregate, frozen=True, kw_only=True):
    """Claims and warnings of one person."""

    TYPE: ClassVar[str] = "service_register"

    person: UUID | None = None
    """The person of the register."""
    claims: tuple[RegisteredService, ...] = ()
    """A claim that was released ends on the day from which it is free."""
    warnings: tuple[OverlapWarning, ...] = ()

    def evolve(self, event: Any, stamp: Stamp) -> Self:
        return folded(self, FOLD, event, stamp)

    def claim(self, claim_id: UUID) -> RegisteredService | None:
        """A claim by its id."""
        return next((claim for claim in self.claims if claim.claim_id == claim_id), None)

    def warning(self, warning_id: UUID) -> OverlapWarning | None:
        """A warning by its id."""
        return next((item for item in self.warnings if item.warning_id == warning_id), None)

    def waiting(self, claim_id: UUID) -> OverlapWarning | None:
        """The undecided warning because of which a request waits, if there is one."""
        return next(
            (
                item
                for item in self.warnings
                if item.claim_id == claim_id and item.wish is not None and item.state == "OPEN"
            ),
            None,
        )

    def allowed_beside(self, claim_id: UUID) -> frozenset[UUID]:
        """The claims beside which a service is allowed by a decision."""
        return frozenset(
            other
            for item in self.warnings
            if item.claim_id == claim_id and item.state in ("OVERRIDDEN", "DISMISSED")
            for other in item.others
        )


def register_id(tenant_id: UUID, person_id: UUID) -> UUID:
    """The register of a person."""
    return derive(tenant_id, "service_register", person_id)


def warning_id(register: ServiceRegister) -> UUID:
    """The id of the next warning in a register."""
    return derive(register.id, "warning", len(register.warnings))


# --- what each event changes ---------------------------------------------------------------


def _claimed(register: ServiceRegister, event: ServiceClaimed, stamp: Stamp) -> Changed:
    return {"person": event.person, "claims": (*register.claims, carry(RegisteredService, event))}


def _reclaimed(register: ServiceRegister, claim_id: UUID, **change: Any) -> Changed:
    return {
        "claims": tuple(
            replace(claim, **change) if claim.claim_id == claim_id else claim
            for claim in register.claims
        )
    }


def _corrected(register: ServiceRegister, event: ClaimCorrected, stamp: Stamp) -> Changed:
    change = {name: getattr(event, name) for name in event.__struct_fields__}
    return _reclaimed(register, change.pop("claim_id"), **change)


def _released(register: ServiceRegister, event: ClaimReleased, stamp: Stamp) -> Changed:
    return _reclaimed(register, event.claim_id, valid_to=event.free_from)


def _restored(register: ServiceRegister, event: ClaimRestored, stamp: Stamp) -> Changed:
    return _reclaimed(register, event.claim_id, valid_to=event.valid_to)


def _warned(register: ServiceRegister, event: OverlapWarned, stamp: Stamp) -> Changed:
    warning = carry(OverlapWarning, event, asked_by=stamp.actor_id)
    return {"person": event.person, "warnings": (*register.warnings, warning)}


def _unwarned(register: ServiceRegister, event: OverlapWarningWithdrawn, stamp: Stamp) -> Changed:
    left = (item for item in register.warnings if item.warning_id != event.warning_id)
    return {"warnings": tuple(left)}


def _decided(state: WarningState) -> Fold:
    def fold(register: ServiceRegister, event: Any, stamp: Stamp) -> Changed:
        change = {
            "state": state,
            "decided_by": stamp.actor_id,
            "decided": stamp.version,
            "decided_on": stamp.occurred_on,
        }
        return {
            "warnings": tuple(
                replace(item, **change) if item.warning_id == event.warning_id else item
                for item in register.warnings
            )
        }

    return fold


OVERLAP_DECISION = ending(
    "OVERLAP_DECISION",
    "warnings",
    made_by=(OverlapOverridden, OverlapConfirmed, OverlapDismissed),
    retracted_by=OverlapDecisionRetracted,
    entry="decided",
    day="decided_on",
    restored={"state": "OPEN", "decided_by": None, "decided": None, "decided_on": None},
)
FOLD: dict[type[Event], Fold] = {
    **folds(OVERLAP_DECISION),
    ServiceClaimed: _claimed,
    ClaimCorrected: _corrected,
    ClaimReleased: _released,
    ClaimRestored: _restored,
    OverlapWarned: _warned,
    OverlapWarningWithdrawn: _unwarned,
    OverlapOverridden: _decided("OVERRIDDEN"),
    OverlapConfirmed: _decided("CONFIRMED"),
    OverlapDismissed: _decided("DISMISSED"),
}
