"""The state of a fund's book for one year: entries, closing balances, payers, counts and seals.

It is a singleton of its WKSBM, with a new stream each year, so a replay stays bounded. Lines of
jimpitan rounds are not kept: a round is one entry.
"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from ..kernel.model import Aggregate
from ..kernel.refusal import refuse_missing
from ..kernel.units import FundUnit
from .fund_terms import Dues, FundKind, FundTerms, Payer
from .ledger import Closings, Count, Entry, Seal, balance_on


class FundState(Aggregate, frozen=True, kw_only=True):
    """State of one book."""

    wksbm: UUID | None = None
    kind: FundKind = "LAIN"
    unit: FundUnit = "IDR"
    year: int = 0
    title: str | None = None
    opens_on: date = date(1, 1, 1)
    opening: int = 0
    """Version of the event that opened it."""
    terms: FundTerms = FundTerms(scope="RW")
    open: bool = False
    """Whether it is neither withdrawn nor closed for the year."""
    closed: bool = False
    entries: tuple[Entry, ...] = ()
    closings: Closings = ()
    payers: tuple[Payer, ...] = ()
    dues: tuple[Dues, ...] = ()
    counts: tuple[Count, ...] = ()
    seals: tuple[Seal, ...] = ()
    carried: bool = False
    """Whether last year's balance was carried over."""

    @property
    def balance(self) -> int:
        """The present balance of the book."""
        return self.closings[-1].amount if self.closings else 0

    @property
    def next_no(self) -> int:
        """The number of the next entry; numbers have no gaps."""
        return len(self.entries) + 1

    @property
    def sealed_months(self) -> int:
        """The last sealed month, 0 if none is."""
        return self.seals[-1].month if self.seals else 0

    def balance_on(self, day: date) -> int:
        """The balance of the book at the end of a day."""
        return balance_on(self.closings, day)

    def is_sealed(self, day: date) -> bool:
        """Whether the day lies in a sealed month."""
        return day.year < self.year or (day.year == self.year and day.month <= self.sealed_months)

    def entry(self, no: int, *, field: str) -> Entry:
        """The entry number ``no``. Raises NOT_FOUND."""
        if not 1 <= no <= len(self.entries):
            refuse_missing("fund_entry", no, field=field)
        return self.entries[no - 1]

    def payer(self, person: UUID) -> Payer | None:
        """A payer, also one who has left."""
        return next((item for item in self.payers if item.payer == person), None)
