"""The register of one person: which services are claimed for them, and which overlap.

One stream per person decides the race between two bodies that want to help at once: both
commands write here, and the expected version lets one through; the other is decided again on
the claim it lost to. The rule itself is a pure function of policy (:mod:`.overlap`).
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, ClassVar, Literal, Self
from uuid import UUID

import msgspec
from msgspec import Meta

from ..kernel.fields import Code, Note
from ..kernel.model import Aggregate, Event, Stamp, derive
from ..kernel.policy_types import Judgement
from .vocabulary import ServiceEndReason

replace = msgspec.structs.replace

WarningState = Literal["OPEN", "OVERRIDDEN", "CONFIRMED", "DISMISSED"]
OverlapReason = Literal["NOT_ENOUGH", "DIFFERENT_NEED", "EMERGENCY", "AGREED", "OTHER"]
"""Why two services that exclude each other are both given."""
OverlapDismissReason = Literal["DIFFERENT_THING", "OTHER_PERSON", "WISH_WITHDRAWN", "OTHER"]
"""Why a warning was none. WISH_WITHDRAWN: what it held up is no longer wanted."""
OverlapDismissGround = Literal["DIFFERENT_THING", "OTHER_PERSON", "OTHER"]
"""On what ground somebody says that it is no overlap; a wish is taken back in its case."""


class Wish(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A service for a person within days ``[valid_from, valid_to)``, claimed or wanted."""

    claim_id: UUID
    """Also the id of the service in its case."""
    case_id: UUID
    wksbm: UUID | None = None
    """The WKSBM whose board or member body gives it."""
    kps: UUID | None = None
    """The member body that gives it, if one does."""
    service_kind: Annotated[Code, Meta(description="Kind of service.")]
    valid_from: date
    valid_to: date


class ServiceClaimed(Wish, Event, frozen=True, kw_only=True):
    """A service is claimed for the person."""

    TOPIC: ClassVar[str] = "service_register.service_claimed"

    person: UUID
    """Whose register this is; its id does not tell."""


class ClaimCorrected(Event, frozen=True, kw_only=True):
    """Kind or days of a claim were entered wrongly; these are the right ones."""

    TOPIC: ClassVar[str] = "service_register.claim_corrected"

    claim_id: UUID
    service_kind: Code
    valid_from: date
    valid_to: date


class ClaimReleased(Event, frozen=True, kw_only=True):
    """A claim ends; the person may get that service from another body from a day on."""

    TOPIC: ClassVar[str] = "service_register.claim_released"

    claim_id: UUID
    free_from: date
    """First day that is free; the claim's own first day if nothing counts of it."""
    reason: ServiceEndReason


class ClaimRestored(Event, frozen=True, kw_only=True):
    """A release was entered wrongly; the claim stands until its old end again."""

    TOPIC: ClassVar[str] = "service_register.claim_restored"

    claim_id: UUID
    valid_to: date


class OverlapWarned(Event, frozen=True, kw_only=True):
    """A service meets others of the person.

    EXCLUSIVE: it is only wished (``wish``) and waits for a decision of the Dinas. WARN: it is
    claimed, and somebody should look. After two records of one person were merged, both claims
    stand and ``other_person`` says in whose register the other one is.
    """

    TOPIC: ClassVar[str] = "service_register.overlap_warned"

    person: UUID
    """Whose register this is."""
    warning_id: UUID
    claim_id: UUID
    wish: Wish | None = None
    others: tuple[UUID, ...]
    """The claims it meets."""
    other_person: UUID | None = None
    rule: Judgement


class OverlapOverridden(Event, frozen=True, kw_only=True):
    """The Dinas lets both services be; who approved is the actor, another than who asked."""

    TOPIC: ClassVar[str] = "service_register.overlap_overridden"

    warning_id: UUID
    reason: OverlapReason
    note: Note | None = None


class OverlapConfirmed(Event, frozen=True, kw_only=True):
    """It is an overlap: the wish falls, or one of the two services should be ended."""

    TOPIC: ClassVar[str] = "service_register.overlap_confirmed"

    warning_id: UUID
    note: Note | None = None


class OverlapDismissed(Event, frozen=True, kw_only=True):
    """It is no overlap, or its wish was taken back."""

    TOPIC: ClassVar[str] = "service_register.overlap_dismissed"

    warning_id: UUID
    reason: OverlapDismissReason
    note: Note | None = None


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
