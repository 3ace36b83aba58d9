"""The register of one person: which services are claimed for them, and which overlap.

One stream per person decides the race between two bodies that want to help at once: both
commands write here, and the expected version lets one through; the other is decided again on
the claim it lost to. The rule itself is a pure function of policy (:mod:`.overlap`).
"""

from __future__ import annotations

from typing import Any, ClassVar, Self
from uuid import UUID

import msgspec

from ..kernel.model import Aggregate, Stamp, derive
from ..kernel.policy_types import Judgement
from .service_register_events import (
    ClaimCorrected,
    ClaimReleased,
    ClaimRestored,
    OverlapConfirmed,
    OverlapDismissed,
    OverlapOverridden,
    OverlapWarned,
    ServiceClaimed,
    WarningState,
    Wish,
)

replace = msgspec.structs.replace


class Doubt(msgspec.Struct, frozen=True, kw_only=True):
    """A warning and what became of it."""

    warning_id: UUID
    claim_id: UUID
    wish: Wish | None
    others: tuple[UUID, ...]
    rule: Judgement
    asked_by: UUID
    state: WarningState = "OPEN"
    decided_by: UUID | None = None


class ServiceRegister(Aggregate, frozen=True, kw_only=True):
    """Claims and warnings of one person."""

    TYPE: ClassVar[str] = "service_register"

    claims: tuple[Wish, ...] = ()
    """As they stand: a claim that was released ends on the day it became free."""
    warnings: tuple[Doubt, ...] = ()

    def evolve(self, event: Any, stamp: Stamp) -> Self:
        match event:
            case ServiceClaimed():
                return replace(self, claims=(*self.claims, wish_of(event)))
            case ClaimCorrected():
                return self._claim(
                    event.claim_id,
                    service_kind=event.service_kind,
                    valid_from=event.valid_from,
                    valid_to=event.valid_to,
                )
            case ClaimReleased():
                return self._claim(event.claim_id, valid_to=event.free_from)
            case ClaimRestored():
                return self._claim(event.claim_id, valid_to=event.valid_to)
            case OverlapWarned():
                warning = Doubt(
                    warning_id=event.warning_id,
                    claim_id=event.claim_id,
                    wish=event.wish,
                    others=event.others,
                    rule=event.rule,
                    asked_by=stamp.actor_id,
                )
                return replace(self, warnings=(*self.warnings, warning))
            case OverlapOverridden():
                return self._decided(event.warning_id, "OVERRIDDEN", stamp)
            case OverlapConfirmed():
                return self._decided(event.warning_id, "CONFIRMED", stamp)
            case OverlapDismissed():
                return self._decided(event.warning_id, "DISMISSED", stamp)
        return self

    def claim(self, claim_id: UUID) -> Wish | None:
        """A claim by its id."""
        return next((claim for claim in self.claims if claim.claim_id == claim_id), None)

    def warning(self, warning_id: UUID) -> Doubt | None:
        """A warning by its id."""
        return next((item for item in self.warnings if item.warning_id == warning_id), None)

    def waiting(self, claim_id: UUID) -> Doubt | None:
        """The undecided warning that holds up a wish, if there is one."""
        return next(
            (
                item
                for item in self.warnings
                if item.claim_id == claim_id and item.wish is not None and item.state == "OPEN"
            ),
            None,
        )

    def allowed_beside(self, claim_id: UUID) -> frozenset[UUID]:
        """The claims beside which a service may stand by a decision."""
        return frozenset(
            other
            for item in self.warnings
            if item.claim_id == claim_id and item.state in ("OVERRIDDEN", "DISMISSED")
            for other in item.others
        )

    def _claim(self, claim_id: UUID, **change: Any) -> Self:
        claims = tuple(
            replace(claim, **change) if claim.claim_id == claim_id else claim
            for claim in self.claims
        )
        return replace(self, claims=claims)

    def _decided(self, warning_id: UUID, state: WarningState, stamp: Stamp) -> Self:
        warnings = tuple(
            replace(item, state=state, decided_by=stamp.actor_id)
            if item.warning_id == warning_id
            else item
            for item in self.warnings
        )
        return replace(self, warnings=warnings)


def register_id(tenant_id: UUID, person_id: UUID) -> UUID:
    """The register of a person."""
    return derive(tenant_id, "service_register", person_id)


def warning_id(register: ServiceRegister) -> UUID:
    """The id of the next warning in a register."""
    return derive(register.id, "warning", len(register.warnings))


def wish_of(source: Wish) -> Wish:
    """The wish in an event that says more than it."""
    return Wish(**{name: getattr(source, name) for name in Wish.__struct_fields__})
