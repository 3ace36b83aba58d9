"""Payers whose enrolment or payments are undone: what they paid ahead, and what they owe again."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from uuid import UUID

import msgspec

from .fund_terms import Owed, Payer


def paid_ahead(payer: Payer) -> dict[date, int]:
    """The payments in last year's book for periods of this year, by the first day of the period."""
    found: dict[date, int] = {}
    for item in payer.advance:
        found[item.period] = found.get(item.period, 0) + item.amount
    return found


def unpaid_again(payer: Payer, period: date, amount: int) -> Payer:
    """The payer after the reversal of a payment in a closed year's book: a payment in advance is
    removed, and a paid period of that year is owed here."""
    ahead = paid_ahead(payer)
    taken = min(amount, ahead.get(period, 0))
    ahead[period] = ahead.get(period, 0) - taken
    advance = tuple(Owed(period=day, amount=left) for day, left in ahead.items() if left)
    owed = payer.owed
    if amount > taken:
        owed = (*owed, Owed(period=period, amount=amount - taken))
    return msgspec.structs.replace(payer, advance=advance, owed=owed)


def unenrolled(payers: tuple[Payer, ...], person: UUID | None) -> Iterator[Payer]:
    """The payers without one, who is again as they were before, if they had left and come again."""
    for item in payers:
        if item.payer != person:
            yield item
        elif item.former is not None:
            back = item.former
            yield msgspec.structs.replace(back, owed=(*back.owed, *item.owed), advance=item.advance)
