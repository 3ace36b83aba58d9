"""Values of sentences that events contain in another form: counts, periods, signs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from wahana.domain.kernel.model import Event
from wahana.domain.money.arisan_events import PotPaid, RoundCollected
from wahana.domain.money.fund_events import (
    Disbursed,
    DonationReceived,
    DuesReceived,
)
from wahana.domain.money.fund_record_events import CashCounted, MonthApproved, MonthSealed
from wahana.tenants.tenant_events import PolicySet

from .forms import policy_unit, policy_value

Facts = dict[str, Any]


def _dues(event: DuesReceived) -> Facts:
    numbers = [line.entry_no for line in event.lines]
    first, last = min(numbers, default=0), max(numbers, default=0)
    return {
        "payers": len({line.payer for line in event.lines}),
        "entries": f"{first}" if first == last else f"{first}–{last}",
    }


def _gift(event: DonationReceived | Disbursed) -> Facts:
    return {"has_amount": event.amount > 0, "both": event.amount > 0 and bool(event.goods)}


def _count(event: CashCounted) -> Facts:
    return {
        "gap": abs(event.difference),
        "short": event.difference < 0,
        "over": event.difference > 0,
    }


def _month(event: MonthSealed | MonthApproved) -> Facts:
    return {"first_day": date(event.year, event.month, 1)}


DERIVED: Mapping[type[Event], Callable[[Any], Facts]] = MappingProxyType(
    {
        PolicySet: lambda event: {
            "told": policy_value(event.name, event.value),
            "unit": policy_unit(event.name, event.value),
        },
        DuesReceived: _dues,
        DonationReceived: _gift,
        Disbursed: _gift,
        CashCounted: _count,
        MonthSealed: _month,
        MonthApproved: _month,
        RoundCollected: lambda event: {"short": event.missing > 0},
        PotPaid: lambda event: {"kept": event.withheld > 0},
    }
)
"""The function that derives values from an event, by its class."""
