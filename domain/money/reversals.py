"""Correcting money: an entry is balanced by its opposite, in the open, and entered again.

A sealed month never changes: the reversal is booked in an open one and names the entry, its day
and, if need be, the closed book of an earlier year. What the entry had brought with it goes
back too: the other side of a sale, a deceased person's slot, a decision's limit.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar
from uuid import UUID

from msgspec import Meta

from ..formation.wksbm_command import recorded
from ..kernel.model import Aggregate, Context, Decision, Event
from ..kernel.refusal import refuse
from ..kernel.slots import DEATH_BENEFIT, release, slot_id
from ..kernel.units import Ordinal
from .covers import check_covers_nothing
from .fund_book import FundBook, book_id
from .fund_command import FundCorrection, check_covered, check_day, open_book
from .fund_events import EntryReversed, ReversalNoted
from .ledger import Entry
from .meeting import Meeting
from .meeting_events import DecisionRefunded

EntryNo = Annotated[Ordinal, Meta(description="Number of the entry in the book.")]
FINAL = ("REVERSAL", "CARRIED_OVER")
"""What is never reversed: a reversal is followed by a new entry; a carry-over follows a seal."""


class ReverseEntry(FundCorrection, frozen=True, kw_only=True):
    """Reverses an entry of the cash book; enter the right one again.

    Booked on the business date, which lies in an open month and not before the entry's day.
    ``year`` is that of the book the entry stands in; if that is closed, this year's book bears it.
    """

    GROUP: ClassVar[str] = "FUND"

    entry_no: EntryNo

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        year = context.occurred_on.year
        return FundBook, book_id(self.wksbm_id, self.kind, self.unit, year)

    def decide(self, context: Context) -> Decision:
        recorded(context, self.wksbm_id)
        book = open_book(context, self.target(context)[1])
        source = context.existing(FundBook, self.book_id(context), field="year")
        if source.id != book.id and not source.closed:
            refuse("BOOK_STATE", field="year", state="OPEN")
        entry = _reversible(source, self.entry_no, field="entryNo")
        check_covers_nothing(context, source.id, entry.no)
        why = self.why(context)
        happened = _reversal(context, book, source, entry, why)
        if entry.twin_book is not None and entry.twin_no is not None:
            happened = self._with_twin(context, happened, source, entry, why)
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

    def _with_twin(
        self,
        context: Context,
        happened: list[tuple[Aggregate, Event]],
        source: FundBook,
        entry: Entry,
        why: dict[str, Any],
    ) -> list[tuple[Aggregate, Event]]:
        """A sale goes back in both books, each naming the other's reversal."""
        assert entry.twin_book is not None
        assert entry.twin_no is not None
        twin_source = context.existing(FundBook, entry.twin_book, field="entryNo")
        twin = _reversible(twin_source, entry.twin_no, field="entryNo")
        year = context.occurred_on.year
        twin_book = open_book(
            context, book_id(self.wksbm_id, twin_source.kind, twin_source.unit, year)
        )
        other = _reversal(context, twin_book, twin_source, twin, why)
        mine, theirs = happened[0][1], other[0][1]
        assert isinstance(mine, EntryReversed)
        assert isinstance(theirs, EntryReversed)
        linked = _linked(mine, twin_book.id, theirs.entry_no)
        back = _linked(theirs, happened[0][0].id, mine.entry_no)
        return [
            (happened[0][0], linked),
            *happened[1:],
            (twin_book, back),
            *other[1:],
        ]


def _reversible(book: FundBook, no: int, *, field: str) -> Entry:
    """An entry that stands. Raises NOT_FOUND, ENTRY_REVERSED, REVERSAL_FINAL."""
    entry = book.entry(no, field=field)
    if entry.kind in FINAL:
        refuse("REVERSAL_FINAL", field=field, no=no, kind=entry.kind)
    if entry.reversed_by is not None:
        refuse("ENTRY_REVERSED", field=field, no=no, by=entry.reversed_by)
    return entry


def _reversal(
    context: Context, book: FundBook, source: FundBook, entry: Entry, why: dict[str, Any]
) -> list[tuple[Aggregate, Event]]:
    """The opposite entry in the open book, and the note in the closed one, if it is there."""
    day = context.occurred_on
    if day < entry.day:
        refuse("REVERSAL_EARLY", field="occurredOn", day=day, entry_day=entry.day)
    check_day(book, day)
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


def _linked(event: EntryReversed, book: UUID, entry_no: int) -> EntryReversed:
    fields = {name: getattr(event, name) for name in EntryReversed.__struct_fields__}
    return EntryReversed(**(fields | {"twin_book": book, "twin_entry": entry_no}))
