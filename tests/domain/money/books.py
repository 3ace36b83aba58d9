"""Large books of dues, made without the thousand commands that would fill them."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

import msgspec

from wahana.domain.money.fund_terms import Payer
from wahana.domain.money.ledger import DayBalance, Entry

DAY = date(2026, 12, 20)
OTHERS = [UUID(int=n) for n in range(1, 1_001)]


def large(rw: Any, *, entries: int, payers: int, paid: bool = False) -> None:
    """The book of dues with this number of payers, and entries of others; ``paid``: of the
    payers."""
    if not rw.book().open:
        rw.open()
        rw.dues()
    book = rw.book()
    people = OTHERS[:payers]
    lines = tuple(
        Entry(
            no=no,
            day=DAY,
            amount=15_000,
            kind="DUES_IN",
            version=3,
            person=people[no % payers] if paid else UUID(int=0),
            period=date(2026, 1 + no % 9, 1),
        )
        for no in range(1, entries + 1)
    )
    filled = msgspec.structs.replace(
        book,
        payers=tuple(
            Payer(payer=one, entry=2, enrolled_from=date(2026, 1, 1), household=None)
            for one in people
        ),
        entries=lines,
        closings=(DayBalance(DAY, 15_000 * entries),),
    )
    rw.world.put(filled)
