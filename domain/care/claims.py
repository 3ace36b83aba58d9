"""Claims of services in the registers of their recipients: made, moved, released, waiting.

A service has one claim in the register of each recipient, with the service's id. All registers
concerned are written in the command that assigns the service, so two bodies that want to help
the same person at once meet at a version and only one of them gets through.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

import msgspec

from ..kernel.model import Aggregate, Context, Event, derive
from ..kernel.policies import Policies
from ..kernel.refusal import refuse
from .case_events import ServiceParticulars
from .overlap import Collision, collisions, released_on
from .persons import all_claims, register_of, standing
from .service_register import (
    ClaimCorrected,
    ClaimReleased,
    ClaimRestored,
    OverlapDismissed,
    OverlapWarned,
    ServiceClaimed,
    ServiceRegister,
    Wish,
    register_id,
    warning_id,
)
from .vocabulary import ServiceEndReason

Moves = list[tuple[Aggregate, Event]]


def wish(case_id: UUID, service: ServiceParticulars) -> Wish:
    """What a service claims of each recipient."""
    return Wish(
        claim_id=service.service_id,
        case_id=case_id,
        wksbm=service.wksbm,
        kps=service.kps,
        service_kind=service.service_kind,
        valid_from=service.valid_from,
        valid_to=service.valid_to,
    )


def meetings(
    context: Context, person: UUID, wanted: Wish, also_allowed: Sequence[UUID] = ()
) -> tuple[Collision, ...]:
    """The claims of a person that a wish meets and that no decision lets stand beside it.

    ``also_allowed``: claims that the command itself decides about.
    """
    decided = register_of(context, person).allowed_beside(wanted.claim_id)
    allowed = decided.union(also_allowed)
    found = collisions(
        _policies(context, wanted.valid_from).service_overlap, wanted, all_claims(context, person)
    )
    return tuple(item for item in found if item.claim_id not in allowed)


def exclusive(
    context: Context, recipients: Sequence[UUID], wanted: Wish
) -> dict[UUID, tuple[UUID, ...]]:
    """By person, the claims that forbid a wish; nobody who may have it."""
    found = {
        person: tuple(
            item.claim_id for item in meetings(context, person, wanted) if item.rule == "EXCLUSIVE"
        )
        for person in recipients
    }
    return {person: claims for person, claims in found.items() if claims}


def refuse_overlap(context: Context, person: UUID, claims: Sequence[UUID], *, field: str) -> None:
    """Raises OVERLAP with the first claim in the way; it names the body, never the person."""
    other = next(claim for claim in all_claims(context, person) if claim.claim_id == claims[0])
    refuse(
        "OVERLAP",
        field=field,
        service_kind=other.service_kind,
        valid_from=other.valid_from,
        valid_to=other.valid_to,
        claim=str(other.claim_id),
    )


def claim(
    context: Context,
    recipients: Sequence[UUID],
    wanted: Wish,
    also_allowed: Sequence[UUID] = (),
) -> Moves:
    """The claims of a service in all registers, each with a warning where the policy warns.

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


def wait(context: Context, barred: dict[UUID, tuple[UUID, ...]], wanted: Wish) -> Moves:
    """The warnings that hold up a wish until the Dinas has decided."""
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


def release(
    context: Context,
    recipients: Sequence[UUID],
    service: ServiceParticulars,
    *,
    ended_on: date,
    last_delivery: date | None,
    reason: ServiceEndReason,
) -> Moves:
    """The end of a service's claims, and of the warnings that hold up its wish."""
    moves: Moves = []
    for register in _holding(context, recipients, service.service_id):
        held = register.claim(service.service_id)
        if held is not None and held.valid_from < held.valid_to:
            free = released_on(ended_on, held.valid_from, held.valid_to, last_delivery)
            moves.append(
                (register, ClaimReleased(claim_id=held.claim_id, free_from=free, reason=reason))
            )
        warning = register.waiting(service.service_id)
        if warning is not None:
            moves.append(
                (
                    register,
                    OverlapDismissed(warning_id=warning.warning_id, reason="WISH_WITHDRAWN"),
                )
            )
    return moves


def void(context: Context, service: ServiceParticulars, reason: ServiceEndReason) -> Moves:
    """The end of a service that should never have been: its claims count for no day."""
    return release(
        context,
        service.recipients,
        service,
        ended_on=service.valid_from,
        last_delivery=None,
        reason=reason,
    )


def restore(context: Context, recipients: Sequence[UUID], wanted: Wish) -> Moves:
    """The claims of a service whose end was entered wrongly. Raises OVERLAP."""
    moves: Moves = []
    for person in recipients:
        barred = exclusive(context, (person,), wanted)
        if barred:
            refuse_overlap(context, person, barred[person], field="of")
    for register in _holding(context, recipients, wanted.claim_id):
        restored = ClaimRestored(claim_id=wanted.claim_id, valid_to=wanted.valid_to)
        moves.append((register, restored))
    return [*moves, *_warned_of(context, recipients, wanted)]


def move(context: Context, recipients: Sequence[UUID], wanted: Wish) -> Moves:
    """The claims of a service whose kind or days were entered wrongly. Raises OVERLAP."""
    for person in recipients:
        barred = exclusive(context, (person,), wanted)
        if barred:
            refuse_overlap(context, person, barred[person], field="serviceKind")
    corrected = ClaimCorrected(
        claim_id=wanted.claim_id,
        service_kind=wanted.service_kind,
        valid_from=wanted.valid_from,
        valid_to=wanted.valid_to,
    )
    moves: Moves = [
        (register, corrected) for register in _holding(context, recipients, wanted.claim_id)
    ]
    return [*moves, *_warned_of(context, recipients, wanted)]


def together(moves: Moves) -> Moves:
    """The same events, those of one stream side by side, streams in the order of their first."""
    streams: dict[UUID, Moves] = {}
    for state, event in moves:
        streams.setdefault(state.id, []).append((state, event))
    return [move for stream in streams.values() for move in stream]


def merge_warning(claim_id: UUID, other: UUID) -> UUID:
    """The id of the warning that two claims of one person met by a merge."""
    first, second = sorted((claim_id, other), key=str)
    return derive(first, "overlap", second)


def _warned_of(context: Context, recipients: Sequence[UUID], wanted: Wish) -> Moves:
    """Warnings for a claim that stands otherwise from now on; what was warned of before is not
    warned of again."""
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
    register: ServiceRegister, counted: UUID, wanted: Wish, found: Sequence[Collision]
) -> Moves:
    """A warning of the claims that a service meets, if there are any."""
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
    """The registers of the recipients, each once, for two records may be of one person.

    With each the recipient, and the record that counts for them.
    """
    found: dict[UUID, tuple[ServiceRegister, UUID, UUID]] = {}
    for person in recipients:
        register = register_of(context, person)
        found.setdefault(register.id, (register, person, standing(context, person).id))
    return list(found.values())


def _holding(
    context: Context, recipients: Sequence[UUID], service_id: UUID
) -> list[ServiceRegister]:
    """The registers that hold something of a service: also those of records merged since."""
    found: dict[UUID, ServiceRegister] = {}
    for person in recipients:
        for register in (
            context.load(ServiceRegister, register_id(context.tenant_id, person)),
            register_of(context, person),
        ):
            if register.claim(service_id) is not None or register.waiting(service_id) is not None:
                found.setdefault(register.id, register)
    return list(found.values())


def _policies(context: Context, day: date) -> Policies:
    """The policies of the day on which a service begins, for planned ones too."""
    return context.policies if context.resolve_policies is None else context.resolve_policies(day)
