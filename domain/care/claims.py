"""Claims of services in the registers of their recipients: made, corrected, released, waiting.

A service has one claim in the register of each recipient, with the service's id. The command that
assigns the service writes all these registers, so if two bodies want to help the same person at
once, one command fails with a version conflict.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import msgspec

from ..kernel.model import Aggregate, Context, Event, derive
from ..kernel.particulars import carry
from ..kernel.refusal import About, refuse
from ..people.standing import standing
from .case_events import ServiceParticulars
from .case_facts import Service
from .case_state import CaseState
from .overlap import Collision, collisions, released_on
from .persons import all_claims, register_of
from .service_register import ServiceRegister, register_id, warning_id
from .service_register_events import (
    ClaimCorrected,
    ClaimReleased,
    ClaimRestored,
    OverlapDismissed,
    OverlapWarned,
    RegisteredService,
    ServiceClaimed,
)
from .vocabulary import ServiceEndReason

Moves = list[tuple[Aggregate, Event]]

NEVER_GIVEN: tuple[ServiceEndReason, ...] = ("PROVIDER_WITHDREW", "REFUSED")
"""End reasons of a service that count as nothing received, if nothing had been delivered."""


def claim_of(case_id: UUID, service: ServiceParticulars) -> RegisteredService:
    """The claim of a service, the same for each recipient."""
    return carry(RegisteredService, service, claim_id=service.service_id, case_id=case_id)


def meetings(
    context: Context, person: UUID, wanted: RegisteredService, also_allowed: Sequence[UUID] = ()
) -> tuple[Collision, ...]:
    """The claims of a person that overlap a wanted service and that no decision allows beside it.

    ``also_allowed``: claims about which the command itself decides.
    """
    decided = register_of(context, person).allowed_beside(wanted.claim_id)
    allowed = decided.union(also_allowed)
    found = collisions(
        context.policies_on(wanted.valid_from).service_overlap, wanted, all_claims(context, person)
    )
    return tuple(item for item in found if item.claim_id not in allowed)


def exclusive(
    context: Context, recipients: Sequence[UUID], wanted: RegisteredService
) -> dict[UUID, tuple[UUID, ...]]:
    """By person, the claims that exclude a wanted service; persons without such claims
    are missing."""
    found = {
        person: tuple(
            item.claim_id for item in meetings(context, person, wanted) if item.rule == "EXCLUSIVE"
        )
        for person in recipients
    }
    return {person: claims for person, claims in found.items() if claims}


def refuse_overlap(context: Context, person: UUID, claims: Sequence[UUID], *, field: str) -> None:
    """Raises OVERLAP with the first of the claims; it names the body, never the person."""
    other = next(claim for claim in all_claims(context, person) if claim.claim_id == claims[0])
    refuse(
        "OVERLAP",
        field=field,
        service_kind=other.service_kind,
        valid_from=other.valid_from,
        valid_to=other.valid_to,
        claim=About("claim", other.claim_id),
    )


def claim(
    context: Context,
    recipients: Sequence[UUID],
    wanted: RegisteredService,
    also_allowed: Sequence[UUID] = (),
) -> Moves:
    """The claims of a service in all registers, each with a warning where the policy asks for one.

    Raises OVERLAP if a claim excludes it for one of the recipients.
    """
    moves: Moves = []
    for register, person, counted in _registers(context, recipients):
        found = meetings(context, person, wanted, also_allowed)
        barred = [item.claim_id for item in found if item.rule == "EXCLUSIVE"]
        if barred:
            refuse_overlap(context, person, barred, field="serviceKind")
        moves.append((register, ServiceClaimed(person=counted, **msgspec.structs.asdict(wanted))))
        moves += _warned(register, counted, wanted, found)
    return moves


def wait(
    context: Context, barred: dict[UUID, tuple[UUID, ...]], wanted: RegisteredService
) -> Moves:
    """The warnings with which a requested service waits for the decision of the Dinas."""
    return [
        (
            register,
            OverlapWarned(
                person=counted,
                warning_id=warning_id(register),
                claim_id=wanted.claim_id,
                wish=wanted,
                others=barred[person],
                rule="EXCLUSIVE",
            ),
        )
        for register, person, counted in _registers(context, tuple(barred))
    ]


def claimed(case: CaseState, service: Service | None) -> RegisteredService | None:
    """The claim of a service in the present state of the case; ``None`` while it is only requested.

    A delivery counts for the month in which it was made, even if the service ended before; a
    service ended for one of :data:`NEVER_GIVEN` without a delivery claims nothing.
    """
    if service is None or case.withdrawn or not service.assigned:
        return None
    wanted = claim_of(case.id, service.what)
    if service.ended_on is None:
        return wanted
    last = case.last_delivery(service.service_id)
    if last is None and service.end_reason in NEVER_GIVEN:
        return None
    free = released_on(service.ended_on, wanted.valid_from, wanted.valid_to, last)
    return None if free == wanted.valid_from else msgspec.structs.replace(wanted, valid_to=free)


def follow(context: Context, was: CaseState, case: CaseState) -> Moves:
    """The changes of the registers when the services of a case change.

    Raises OVERLAP if a claim that became longer now excludes another body's claim.
    """
    moves: Moves = []
    for service in was.services:
        now = case.service(service.service_id)
        gone = now is None or not now.running or case.withdrawn
        if service.state == "PENDING" and gone:
            moves += _given_up(context, service)
        old, new = claimed(was, service), claimed(case, now)
        if old is not None and (old != new or (service.running and gone)):
            reason = "NOT_NEEDED" if now is None else now.end_reason or "CASE_CLOSED"
            moves += _changed(context, service, old, new, reason, ended=gone)
        elif old is None and new is not None:
            moves += _changed(context, service, old, new, "NOT_NEEDED", ended=gone)
    return together(moves)


def _given_up(context: Context, service: Service) -> Moves:
    """The dismissal of the warnings for a request that is withdrawn."""
    found: Moves = []
    for register in _holding(context, service.what.recipients, service.service_id):
        warning = register.waiting(service.service_id)
        if warning is not None:
            dismissed = OverlapDismissed(warning_id=warning.warning_id, reason="WISH_WITHDRAWN")
            found.append((register, dismissed))
    return found


def _changed(
    context: Context,
    service: Service,
    old: RegisteredService | None,
    new: RegisteredService | None,
    reason: ServiceEndReason,
    *,
    ended: bool,
) -> Moves:
    """The events for a changed claim of a service."""
    recipients = service.what.recipients
    if new is not None and (old is None or not within(new, old)):
        for person in recipients:
            barred = exclusive(context, (person,), new)
            if barred:
                field = "of" if ended or service.ended_on is not None else "serviceKind"
                refuse_overlap(context, person, barred[person], field=field)
    moves: Moves = []
    for register in _holding(context, recipients, service.service_id):
        held = register.claim(service.service_id)
        assert held is not None
        free = held.valid_from if new is None else new.valid_to
        if ended or new is None:
            # A release is recorded even if the last day was known before.
            over = service.running and held.valid_from < held.valid_to
            if held.valid_to != free or over:
                released = ClaimReleased(claim_id=held.claim_id, free_from=free, reason=reason)
                moves.append((register, released))
        elif service.ended_on is not None:
            moves.append((register, ClaimRestored(claim_id=held.claim_id, valid_to=free)))
        else:
            moves.append((register, carry(ClaimCorrected, new)))
    if new is None or (ended and old is not None and within(new, old)):
        return moves
    return [*moves, *_warned_of(context, recipients, new)]


def within(wanted: RegisteredService, other: RegisteredService) -> bool:
    """Whether a claim is of the same kind as another and has no day outside the other's period."""
    return (
        wanted.service_kind == other.service_kind
        and other.valid_from <= wanted.valid_from
        and wanted.valid_to <= other.valid_to
    )


def together(moves: Moves) -> Moves:
    """The same events grouped by stream, the streams in the order of their first event."""
    streams: dict[UUID, Moves] = {}
    for state, event in moves:
        streams.setdefault(state.id, []).append((state, event))
    return [move for stream in streams.values() for move in stream]


def merge_warning(claim_id: UUID, other: UUID) -> UUID:
    """The id of the warning about two claims of one person found by a merge."""
    first, second = sorted((claim_id, other), key=str)
    return derive(first, "overlap", second)


def _warned_of(context: Context, recipients: Sequence[UUID], wanted: RegisteredService) -> Moves:
    """Warnings for a changed claim, except those that were given before."""
    moves: Moves = []
    for register, person, counted in _registers(context, recipients):
        known = {
            other
            for item in register.warnings
            if item.claim_id == wanted.claim_id
            for other in item.others
        }
        found = [one for one in meetings(context, person, wanted) if one.claim_id not in known]
        moves += _warned(register, counted, wanted, found)
    return moves


def _warned(
    register: ServiceRegister, counted: UUID, wanted: RegisteredService, found: Sequence[Collision]
) -> Moves:
    """A warning about the claims that a service overlaps, if there are any."""
    if not found:
        return []
    warned = OverlapWarned(
        person=counted,
        warning_id=warning_id(register),
        claim_id=wanted.claim_id,
        others=tuple(item.claim_id for item in found),
        rule="WARN",
    )
    return [(register, warned)]


def _registers(
    context: Context, recipients: Sequence[UUID]
) -> list[tuple[ServiceRegister, UUID, UUID]]:
    """The registers of the recipients, each once, because two records may be of one person.

    Each with the recipient, and the record that survived a merge.
    """
    found: dict[UUID, tuple[ServiceRegister, UUID, UUID]] = {}
    for person in recipients:
        register = register_of(context, person)
        found.setdefault(register.id, (register, person, standing(context, person).id))
    return list(found.values())


def _holding(
    context: Context, recipients: Sequence[UUID], service_id: UUID
) -> list[ServiceRegister]:
    """The registers that hold claims of a service, those of records merged since included."""
    found: dict[UUID, ServiceRegister] = {}
    for person in recipients:
        for register in (
            context.load(ServiceRegister, register_id(context.tenant_id, person)),
            register_of(context, person),
        ):
            if register.claim(service_id) is not None or register.waiting(service_id) is not None:
                found.setdefault(register.id, register)
    return list(found.values())
