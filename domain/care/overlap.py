"""When two services for one person overlap: a pure rule of the policy.

S0 requires that bodies do not help twice ("tumpang tindih") while others get nothing. This module
loads and writes nothing: its input is the claims in a person's register and the policy on how two
kinds of services relate; its result is the list of claims that a wanted service overlaps. Of two
simultaneous requests, the version of the register decides.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Protocol
from uuid import UUID

import msgspec

from ..kernel.days import shifted
from ..kernel.policy_types import Judgement, ServiceOverlap


class Claiming(Protocol):
    """A service for a person in the period ``[valid_from, valid_to)``."""

    @property
    def claim_id(self) -> UUID: ...
    @property
    def service_kind(self) -> str: ...
    @property
    def valid_from(self) -> date: ...
    @property
    def valid_to(self) -> date: ...


class Collision(msgspec.Struct, frozen=True, kw_only=True):
    """A claim that a wanted service overlaps, and the policy's judgement about the two."""

    claim_id: UUID
    rule: Judgement


def meet(first: Claiming, second: Claiming) -> bool:
    """Whether two services share a day. One that ended before it began has no day."""
    return max(first.valid_from, second.valid_from) < min(first.valid_to, second.valid_to)


def collisions(
    policy: ServiceOverlap, wanted: Claiming, claims: Iterable[Claiming]
) -> tuple[Collision, ...]:
    """The claims that a wanted service overlaps, exclusive ones first; never its own claim."""
    found = [
        Collision(claim_id=claim.claim_id, rule=rule)
        for claim in claims
        if claim.claim_id != wanted.claim_id and meet(wanted, claim)
        for rule in (policy.judge(wanted.service_kind, claim.service_kind),)
        if rule != "STACKABLE"
    ]
    return tuple(sorted(found, key=lambda collision: collision.rule != "EXCLUSIVE"))


def month_of(day: date) -> tuple[date, date]:
    """The first day of the month and of the next month: the usual period of aid."""
    first = day.replace(day=1)
    return first, shifted(first, 31).replace(day=1)


def released_on(
    ended_on: date, valid_from: date, valid_to: date, last_delivery: date | None
) -> date:
    """The first day on which a service that ended no longer counts as received.

    A delivery counts for its whole month: two bodies that bring the same aid in one month overlap
    even if the first case was closed in between (S0).
    """
    counted = ended_on if last_delivery is None else max(ended_on, month_of(last_delivery)[1])
    return max(valid_from, min(valid_to, counted))
