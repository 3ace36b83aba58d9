"""Books of funds: entries with their running balance, the balance of any day, seals and counts.

The domain gives the amounts that an event moves (``movements``); this view adds them up twice. In
the order of the log (``fund_balance``, ``fund_entry``), where rows are only added, so *live* and
*as of* are the same look-up. By business day (``fund_day``, versioned), where a late entry changes
the days after it. The state kept here is the book without its entries and payers, because the
domain's own state contains every entry of the year.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any, Self
from uuid import UUID

import msgspec

from wahana.domain.kernel.model import Stamp
from wahana.domain.money import fund_events as money
from wahana.domain.money import fund_record_events as records
from wahana.domain.money.closing import last_day
from wahana.domain.money.fund_book import FundBook
from wahana.domain.money.ledger import Count
from wahana.domain.money.movements import movements
from wahana.platform import sql
from wahana.platform.database import WorkSession
from wahana.platform.versioned import BatchRows
from wahana.platform.views import Batch, View

from ..streams import FoldedEvent, Streams, json_text, topics
from .days import DayBalances
from .entries import entries_of, marks_of
from .rows import (
    BALANCES,
    BOOKS,
    COUNTS,
    DAYS,
    ENTRIES,
    MARKS,
    SEALS,
    BalanceRow,
    BookEntryRow,
    BookRow,
    CountRow,
    MarkRow,
    SealRow,
)

SQL = sql.load(__file__, "apply.sql")


class BookRecord(FundBook, frozen=True, kw_only=True):
    """The domain's state of a book, with sums in place of its entries, and without payers."""

    amount: int = 0
    """The balance, in the order of the log."""
    posted: int = 0
    """Number of its entries."""
    withdrawn: bool = False
    next_book: UUID | None = None

    def evolve(self, event: Any, stamp: Stamp) -> Self:
        moved = movements(self.id, event)
        change: dict[str, Any] = {"withdrawn": self.withdrawn}
        if moved:
            change |= {
                "amount": self.amount + sum(item.amount for item in moved),
                "posted": self.posted + len(moved),
            }
        match event:
            case money.FundWithdrawn():
                change["withdrawn"] = True
            case money.FundOpened():
                change["withdrawn"] = False
            case records.YearClosed():
                change["next_book"] = event.next_book
            case money.CountDifferenceBooked():
                change["counts"] = self._booked(event.entry_no, lambda item: item.entry == event.of)
            case money.EntryReversed(of_book=None):
                change["counts"] = self._booked(None, lambda item: item.booked == event.of)
        state = super().evolve(event, stamp) if isinstance(event, _TOLD_BY_THE_DOMAIN) else self
        return msgspec.structs.replace(state, **change)

    def _booked(self, entry_no: int | None, which: Callable[[Count], bool]) -> tuple[Count, ...]:
        """The counts, with the entry number set in those whose difference it books."""
        return tuple(
            msgspec.structs.replace(item, booked=entry_no) if which(item) else item
            for item in self.counts
        )


_TOLD_BY_THE_DOMAIN = (
    *(money.FundOpened, money.FundCorrected, money.FundWithdrawn, money.FundPermitRecorded),
    *(records.CashCounted, records.FundEntryRetracted),
    *(records.MonthSealed, records.MonthApproved, records.YearClosed),
)
"""Events whose fold needs neither entries nor payers, which the record does not have."""

STREAMS = Streams(BookRecord, table="fund_book_state")


async def apply(session: WorkSession, batch: Batch) -> None:
    """Fold the books of a batch: add new rows, and new versions of changed ones."""
    folding = await STREAMS.load(session, batch)
    states = list(folding.states(BookRecord))
    books = await BOOKS.load(session, batch, [(state.id,) for state in states])
    seals = await SEALS.load(session, batch, _months(batch))
    counts = await COUNTS.load(
        session, batch, [(state.id, count.entry) for state in states for count in state.counts]
    )
    days = await DayBalances.load(session, batch, DAYS, batch.of.named(SQL["day_keys"]))
    balances: list[BalanceRow] = []
    entries: list[BookEntryRow] = []
    marks: list[MarkRow] = []
    async for step in folding.steps():
        books.put(step.event.position, _book(step.after))
        balances.append(_balance(step))
        found = list(entries_of(step))
        days.post(step.event.position, found)
        entries += found
        marks += marks_of(step)
        _seal(seals, step)
        _count(counts, step)
    for rows in (books, days.rows, seals, counts):
        await rows.write(session)
    await BALANCES.add(session, batch, balances)
    await MARKS.add(session, batch, marks)
    await ENTRIES.add(session, batch, entries)
    await folding.save(session)


def _book(book: BookRecord) -> BookRow:
    assert book.wksbm is not None, "a book's first event opens it and names its WKSBM"
    state = "OPEN" if book.open else "WITHDRAWN" if book.withdrawn else "CLOSED"
    return BookRow(
        book_id=book.id,
        wksbm_id=book.wksbm,
        kind=book.kind,
        unit=book.unit,
        year=book.year,
        title=book.title,
        opens_on=book.opens_on,
        scope=book.terms.scope,
        may_pay_operations=book.terms.may_pay_operations,
        permit_no=book.terms.permit_no,
        permit_until=book.terms.permit_until,
        state=state,
        sealed_to=last_day(book.year, book.sealed_months) if book.seals else None,
        next_book_id=book.next_book,
    )


def _balance(step: FoldedEvent) -> BalanceRow:
    return BalanceRow(
        book_id=step.after.id,
        position=step.event.position,
        version=step.event.version,
        recorded_at=step.event.recorded_at,
        entries=step.after.posted,
        balance=step.after.amount,
    )


def _seal(seals: BatchRows[SealRow], step: FoldedEvent) -> None:
    event, at = step.event.data, step.event.position
    if isinstance(event, records.MonthSealed):
        sealed = SealRow(
            book_id=step.after.id,
            month=date(event.year, event.month, 1),
            opening=event.opening,
            received=event.received,
            paid=event.paid,
            closing=event.closing,
            entries=event.entries,
            last_entry_no=event.last_entry_no,
            digest=event.digest,
            sealed_by=step.event.actor_id,
            sealed_at=step.event.recorded_at,
            sealed_position=at,
        )
        seals.put(at, sealed)
    elif isinstance(event, records.MonthApproved):
        seals.change(
            at,
            step.after.id,
            date(event.year, event.month, 1),
            approved_by=step.event.actor_id,
            approved_at=step.event.recorded_at,
        )


def _count(counts: BatchRows[CountRow], step: FoldedEvent) -> None:
    event, at, book = step.event.data, step.event.position, step.after
    if isinstance(event, records.CashCounted):
        counted = CountRow(
            book_id=book.id,
            entry=step.event.version,
            wksbm_id=book.wksbm,
            counted_on=event.counted_on,
            counted=event.counted,
            balance=event.balance,
            difference=event.difference,
            witnesses=json_text(event.witnesses),
        )
        counts.put(at, counted)
        return
    standing = {count.entry: count for count in book.counts}
    for count in step.before.counts:
        if count.entry not in standing:
            counts.remove(at, book.id, count.entry)
        else:
            counts.change(at, book.id, count.entry, booked_no=standing[count.entry].booked)


def _months(batch: Batch) -> Iterator[tuple[UUID, date]]:
    for event in batch.events:
        if isinstance(event.data, records.MonthSealed | records.MonthApproved):
            yield event.row.stream_id, date(event.data.year, event.data.month, 1)


VIEW = View(
    name="fund_book",
    version=4,
    topics=topics(money, records),
    tables=(STREAMS.table, BOOKS, BALANCES, ENTRIES, MARKS, DAYS, SEALS, COUNTS),
    apply=apply,
)
