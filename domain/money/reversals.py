"""The command that reverses an entry: an opposite entry balances it; then it is entered again.

A sealed month never changes: the reversal is booked on the day of the entry if its month is open,
else on the first open day, and names the entry, its day and, if needed, the closed book of an
earlier year. What the entry caused is reversed too: the other side of a sale, a deceased person's
slot, the spending from a decision's limit.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, ClassVar
from uuid import UUID

import msgspec
from msgspec import Meta

from ..formation.wksbm_command import recorded
from ..kernel.dates import not_future
from ..kernel.days import StartDay
from ..kernel.model import Aggregate, Context, Decision, Event
from ..kernel.refusal import refuse
from ..kernel.slots import DEATH_BENEFIT, release, slot_id
from ..kernel.units import Ordinal
from .covers import check_covers_nothing
from .fund_book import FundBook, book_id
from .fund_command import FundCorrection, check_covered, check_day, open_book, open_day
from .fund_events import EntryReversed, ReversalNoted
from .ledger import Entry
from .meeting import Meeting
from .meeting_events import DecisionRefunded

EntryNo = Annotated[Ordinal, Meta(description="Number of the entry in the book.")]
FINAL = ("REVERSAL", "CARRIED_OVER")
"""Entries that cannot be reversed: after a reversal, make a new entry; a carry-over follows from
seals."""

Reversed = tuple[FundBook, FundBook, Entry]
"""The book of the reversal, the book of the entry, and the entry."""


class ReverseEntry(FundCorrection, frozen=True, kw_only=True):
    """Reverses an entry of the cash book; enter the right one again.

    It is booked on the day of the entry if its month is open, else on the first open day. ``year``
    is the year of the entry's book; if that is closed, the reversal is booked in this year's book.
    """

    GROUP: ClassVar[str] = "FUND"

    entry_no: EntryNo
    booked_on: Annotated[
        StartDay | None,
        Meta(
            description="The day it counts for; default: that of the entry while its month is "
            "open, else the first open day."
        ),
    ] = None

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return FundBook, _bearing(context, context.load(FundBook, self.book_id(context)))

    def decide(self, context: Context) -> Decision:
        recorded(context, self.wksbm_id)
        book = open_book(context, self.target(context)[1])
        source = context.existing(FundBook, self.book_id(context), field="year")
        entry = _reversible(source, self.entry_no, field="entryNo")
        check_covers_nothing(context, source.id, entry.no)
        why = self.why(context)
        pairs = [(book, source, entry), *self._twin(context, entry)]
        day = self._day(context, pairs)
        moved = [_reversal(context, *pair, day, why) for pair in pairs]
        happened = _linked(*moved) if len(moved) == 2 else moved[0]
        if entry.meeting is not None and entry.decision is not None:
            meeting = context.load(Meeting, entry.meeting)
            refunded = DecisionRefunded(
                no=entry.decision,
                book=source.id,
                entry_no=entry.no,
                amount=-entry.amount,
                unit=source.unit,
            )
            happened.append((meeting, refunded))
        for person in entry.deceased:
            slot = slot_id(context.tenant_id, DEATH_BENEFIT, str(person))
            happened.append(release(context, kind=DEATH_BENEFIT, slot=slot, holder=source.id))
        return happened

    def _twin(self, context: Context, entry: Entry) -> list[Reversed]:
        """The other side of a sale, which is reversed too."""
        if entry.twin_book is None or entry.twin_no is None:
            return []
        source = context.existing(FundBook, entry.twin_book, field="entryNo")
        twin = _reversible(source, entry.twin_no, field="entryNo")
        return [(open_book(context, _bearing(context, source)), source, twin)]

    def _day(self, context: Context, pairs: list[Reversed]) -> date:
        """The day of all these reversals. Raises REVERSAL_EARLY, FUTURE_DATE, PERIOD_SEALED,
        BOOK_DAY."""
        if self.booked_on is not None:
            not_future(context, self.booked_on, field="bookedOn")
            day, field = self.booked_on, "bookedOn"
        else:
            day = max(open_day(context, book, entry.day) for book, _, entry in pairs)
            field = "occurredOn"
        for book, _, entry in pairs:
            if day < entry.day or context.occurred_on < entry.day:
                late = min(day, context.occurred_on)
                refuse("REVERSAL_EARLY", field=field, day=late, entry_day=entry.day)
            check_day(book, day, field=field)
        return day


def _bearing(context: Context, source: FundBook) -> UUID:
    """The book of a reversal: the entry's own, or this year's if that is closed."""
    if not source.closed:
        return source.id
    assert source.wksbm is not None
    return book_id(source.wksbm, source.kind, source.unit, context.occurred_on.year)


def _reversible(book: FundBook, no: int, *, field: str) -> Entry:
    """A valid entry. Raises NOT_FOUND, ENTRY_REVERSED, REVERSAL_FINAL."""
    entry = book.entry(no, field=field)
    if entry.kind in FINAL:
        refuse("REVERSAL_FINAL", field=field, no=no, kind=entry.kind)
    if entry.reversed_by is not None:
        refuse("ENTRY_REVERSED", field=field, no=no, by=entry.reversed_by)
    return entry


def _reversal(
    context: Context,
    book: FundBook,
    source: FundBook,
    entry: Entry,
    day: date,
    why: dict[str, Any],
) -> list[tuple[Aggregate, Event]]:
    """The opposite entry in the open book, and the note in the closed book, if there is one."""
    check_covered(book, day, -entry.amount, field="entryNo")
    elsewhere = source.id != book.id
    dues = entry.kind == "DUES_IN" and elsewhere
    reversed_ = EntryReversed(
        entry_no=book.next_no,
        booked_on=day,
        amount=-entry.amount,
        unit=book.unit,
        of=entry.no,
        of_day=entry.day,
        of_book=source.id if elsewhere else None,
        payer=entry.person if dues else None,
        period=entry.period if dues else None,
        **why,
    )
    happened: list[tuple[Aggregate, Event]] = [(book, reversed_)]
    if elsewhere:
        noted = ReversalNoted(of=entry.no, book=book.id, entry_no=book.next_no)
        happened.append((source, noted))
    return happened


def _linked(
    one: list[tuple[Aggregate, Event]], other: list[tuple[Aggregate, Event]]
) -> list[tuple[Aggregate, Event]]:
    """The reversals of both sides of a sale, each naming the other."""
    (mine, here), (theirs, there) = one[0], other[0]
    assert isinstance(here, EntryReversed)
    assert isinstance(there, EntryReversed)
    replace = msgspec.structs.replace
    return [
        (mine, replace(here, twin_book=theirs.id, twin_entry=there.entry_no)),
        *one[1:],
        (theirs, replace(there, twin_book=mine.id, twin_entry=here.entry_no)),
        *other[1:],
    ]
