"""What a payer paid in last year's book for periods of this one's, and how that is undone."""

from __future__ import annotations

from datetime import date

import msgspec

from .fund_terms import Owed, Payer


def paid_ahead(payer: Payer) -> dict[date, int]:
    """What was paid in last year's book for periods of this one's, by their first days."""
    found: dict[date, int] = {}
    for item in payer.advance:
        found[item.period] = found.get(item.period, 0) + item.amount
    return found


def unpaid_again(payer: Payer, period: date, amount: int) -> Payer:
    """The payer after a payment of a closed year was reversed: what was paid ahead is undone,
    what was paid for a period of that year is owed here."""
    ahead = paid_ahead(payer)
    taken = min(amount, ahead.get(period, 0))
    ahead[period] = ahead.get(period, 0) - taken
    advance = tuple(Owed(period=day, amount=left) for day, left in ahead.items() if left)
    owed = payer.owed
    if amount > taken:
        owed = (*owed, Owed(period=period, amount=amount - taken))
    return msgspec.structs.replace(payer, advance=advance, owed=owed)
