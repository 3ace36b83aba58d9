"""Types of policy values that are more than a number or a code."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from .fields import Code

Urgency = Literal["NORMAL", "URGENT", "EMERGENCY"]

Judgement = Literal["EXCLUSIVE", "WARN", "STACKABLE"]
"""EXCLUSIVE: one at a time; a second one needs an override. WARN: allowed, but it is to be
reviewed. STACKABLE: both may be given together."""


class ServicePair(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How two kinds of services relate; the order of the two does not matter."""

    first: Annotated[Code, Meta(description="A kind of service.")]
    second: Annotated[Code, Meta(description="Another kind, or the same.")]
    rule: Judgement


class ServiceOverlap(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How services relate: the listed pairs, and a rule for all other pairs."""

    same_kind: Judgement = "EXCLUSIVE"
    other_kinds: Judgement = "STACKABLE"
    pairs: tuple[ServicePair, ...] = ()

    def judge(self, first: str, second: str) -> Judgement:
        """How two kinds of services relate."""
        for pair in self.pairs:
            if (first, second) in ((pair.first, pair.second), (pair.second, pair.first)):
                return pair.rule
        return self.same_kind if first == second else self.other_kinds


class StageDays(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Days after which a formation that stays in a stage counts as overdue."""

    proposed: Annotated[int, Meta(ge=1, le=3650)] = 60
    socialised: Annotated[int, Meta(ge=1, le=3650)] = 60
    nominated: Annotated[int, Meta(ge=1, le=3650)] = 60
    trained: Annotated[int, Meta(ge=1, le=3650)] = 30


class RiceMeasures(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Grams of rice in each of the measures used in house-to-house collections."""

    cup: Annotated[int, Meta(ge=1, le=5000)] = 150
    glass: Annotated[int, Meta(ge=1, le=5000)] = 200
    can: Annotated[int, Meta(ge=1, le=5000)] = 285
    handful: Annotated[int, Meta(ge=1, le=5000)] = 50
    litre: Annotated[int, Meta(ge=1, le=5000)] = 800


class GoodStanding(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """When a household counts as paying its dues, as a condition of the death benefit."""

    unpaid_periods_max: Annotated[int, Meta(ge=0, le=1000)] = 3
    waiting_days: Annotated[int, Meta(ge=0, le=3650)] = 0


class AnswerDays(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Days within which a sent referral is to be answered, by its urgency."""

    normal: Annotated[int, Meta(ge=1, le=365)] = 14
    urgent: Annotated[int, Meta(ge=1, le=365)] = 3
    emergency: Annotated[int, Meta(ge=1, le=365)] = 1

    def of(self, urgency: Urgency) -> int:
        """The days for an urgency."""
        return {"NORMAL": self.normal, "URGENT": self.urgent, "EMERGENCY": self.emergency}[urgency]
