"""Dues: payers, rates, and every payer's periods with the amounts due and paid.

The amounts due come from the domain's own arithmetic (``arrears.owing``) up to the end of the
book's year, so arrears on any day, past or future, are a range of an index. The state kept here is
the book without its entries: payments are in the rows, and a reversal finds the line that it undoes
in ``dues_payment``, also one that is noted in a closed book.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, Self
from uuid import UUID

import msgspec

from wahana.domain.kernel.model import Stamp
from wahana.domain.money import fund_events as money
from wahana.domain.money import fund_record_events as records
from wahana.domain.money.arrears import Due, owing
from wahana.domain.money.fund_book import FundBook
from wahana.domain.money.fund_terms import Payer
from wahana.domain.money.payers_fold import paid_ahead
from wahana.platform.database import WorkSession
from wahana.platform.versioned import BatchRows
from wahana.platform.views import Batch, View

from ..streams import FoldedEvent, Streams, json_text, replace_rows, topics
from .rows import PAYERS, PAYMENTS, PERIODS, RATES, PayerRow, PaymentRow, PeriodRow, RateRow

Period = tuple[UUID, date]
"""A payer and the first day of a period."""


class DuesRecord(FundBook, frozen=True, kw_only=True):
    """The domain's state of a book, without its entries."""

    def evolve(self, event: Any, stamp: Stamp) -> Self:
        if not isinstance(event, _OF_PAYERS) or _is_inside(event):
            return self
        return msgspec.structs.replace(super().evolve(event, stamp), entries=(), closings=())


_OF_PAYERS = (
    *(money.FundOpened, money.FundWithdrawn, money.BalanceCarriedOver, money.EntryReversed),
    *(records.PayerEnrolled, records.PayerCorrected, records.PayerExempted, records.PayerLeft),
    *(records.DuesSet, records.DuesCorrected, records.FundEntryRetracted, records.YearClosed),
)
"""Events that change the dues of payers; of reversals only those of an entry of a closed year."""


def _is_inside(event: Any) -> bool:
    return isinstance(event, money.EntryReversed) and event.of_book is None


STREAMS = Streams(DuesRecord, table="dues_state")


async def apply(session: WorkSession, batch: Batch) -> None:
    """Fold the books of a batch; only rows that changed get a new version."""
    folding = await STREAMS.load(session, batch)
    steps = [step async for step in folding.steps()]
    payments = await PAYMENTS.load(session, batch, _entries(steps))
    turned = [_turned(step.before, step.after) for step in steps]
    changes = [_changed(step, whose) for step, whose in zip(steps, turned, strict=True)]
    rates = await RATES.load(session, batch, _rate_keys(steps))
    payers = await PAYERS.load(
        session,
        batch,
        {(step.after.id, one) for step, whose in zip(steps, turned, strict=True) for one in whose},
    )
    lines = [list(_paid(step, whose, payments)) for step, whose in zip(steps, turned, strict=True)]
    periods = await PERIODS.load(session, batch, _touched(steps, changes, lines))
    for step, whose, changed, paid in zip(steps, turned, changes, lines, strict=True):
        at, old, new = step.event.position, step.before, step.after
        if new.dues is not old.dues:
            replace_rows(RATES, rates, at, _rates(old), _rates(new))
        replace_rows(PAYERS, payers, at, _payers(old, whose), _payers(new, whose))
        for (payer, period), due in changed.items():
            _set(periods, at, new, payer, period, due=due.amount, ends_on=due.ends_on)
        for payer, period, amount in paid:
            _set(periods, at, new, payer, period, paid=amount)
    for rows in (rates, payers, periods, payments):
        await rows.write(session)
    await folding.save(session)


# --- amounts due


def _turned(old: DuesRecord, new: DuesRecord) -> frozenset[UUID]:
    """The payers that an event changed. A fold keeps unchanged values as the same objects."""
    if new.payers is old.payers:
        return frozenset()
    earlier = {item.payer: item for item in old.payers}
    later = {item.payer: item for item in new.payers}
    return frozenset(one for one in {*earlier, *later} if earlier.get(one) is not later.get(one))


def _changed(step: FoldedEvent, whose: frozenset[UUID]) -> dict[Period, Due]:
    """The periods whose amount due changed, with the new amount and their end."""
    old, new = step.before, step.after
    everybody = new.dues is not old.dues or _is_kept(new) != _is_kept(old)
    if not everybody and not whose:
        return {}
    earlier, later = (_owed(book, None if everybody else whose) for book in (old, new))
    found = {key: value for key, value in later.items() if earlier.get(key) != value}
    return found | {key: Due(0, None) for key in earlier if key not in later}


def _owed(book: DuesRecord, whose: frozenset[UUID] | None) -> dict[Period, Due]:
    """The amounts due in the book's year, by payer and period; none for a withdrawn book."""
    if not _is_kept(book):
        return {}
    last = date(book.year, 12, 31)
    return {
        (payer.payer, period): due
        for payer in book.payers
        if whose is None or payer.payer in whose
        for period, due in owing(book, payer, last).items()
    }


def _is_kept(book: DuesRecord) -> bool:
    return book.open or book.closed


# --- amounts paid


def _entries(steps: list[FoldedEvent]) -> Iterator[tuple[UUID, int]]:
    """The entries that the events make, and those that they reverse."""
    for step in steps:
        match step.event.data:
            case money.DuesReceived() as event:
                yield from ((step.after.id, line.entry_no) for line in event.lines)
            case money.EntryReversed(of_book=None) | money.ReversalNoted() as event:
                yield step.after.id, event.of


def _paid(
    step: FoldedEvent, whose: frozenset[UUID], payments: BatchRows[PaymentRow]
) -> Iterator[tuple[UUID, date, int]]:
    """What an event adds to the amounts paid, by payer and period; a reversal subtracts it."""
    at, book = step.event.position, step.after.id
    match step.event.data:
        case money.DuesReceived() as event:
            for line in event.lines:
                paid = PaymentRow(
                    book, line.entry_no, line.payer, line.period, line.amount, event.booked_on
                )
                payments.put(at, paid)
                yield line.payer, line.period, line.amount
        case money.EntryReversed(of_book=None) | money.ReversalNoted() as event:
            undone = payments.get(book, event.of)
            if undone is not None:
                payments.remove(at, book, event.of)
                yield UUID(int=undone.payer_id.int), undone.period, -undone.amount
    before, after = (_ahead(state, whose) for state in (step.before, step.after))
    for payer, period in sorted(before.keys() | after.keys(), key=str):
        more = after.get((payer, period), 0) - before.get((payer, period), 0)
        if more:
            yield payer, period, more


def _ahead(book: DuesRecord, whose: frozenset[UUID]) -> dict[Period, int]:
    """The payments of some payers in last year's book for periods of this year."""
    return {
        (payer.payer, period): amount
        for payer in book.payers
        if payer.payer in whose
        for period, amount in paid_ahead(payer).items()
    }


# --- rows


def _rate_keys(steps: list[FoldedEvent]) -> set[tuple[UUID, int]]:
    return {
        (state.id, rate.entry)
        for step in steps
        if step.after.dues is not step.before.dues
        for state in (step.before, step.after)
        for rate in state.dues
    }


def _touched(
    steps: list[FoldedEvent],
    changes: list[dict[Period, Due]],
    lines: list[list[tuple[UUID, date, int]]],
) -> set[tuple[UUID, UUID, date]]:
    """The keys of the periods that the steps change."""
    return {
        (step.after.id, payer, period)
        for step, changed, paid in zip(steps, changes, lines, strict=True)
        for payer, period in (*changed, *((payer, period) for payer, period, _ in paid))
    }


def _set(
    periods: BatchRows[PeriodRow],
    at: int,
    book: DuesRecord,
    payer: UUID,
    period: date,
    **change: Any,
) -> None:
    """Sets the amount due (``due``, ``ends_on``), or adds to the amount paid (``paid``)."""
    assert book.wksbm is not None, "a book's first event opens it and names its WKSBM"
    row = periods.get(book.id, payer, period)
    if row is None:
        row = PeriodRow(
            book_id=book.id, payer_id=payer, period=period, wksbm_id=book.wksbm, ends_on=period
        )
    change["ends_on"] = change.get("ends_on") or row.ends_on
    change["paid"] = row.paid + change.get("paid", 0)
    row = msgspec.structs.replace(row, **change)
    if row.due == 0 and row.paid == 0:
        periods.remove(at, book.id, payer, period)
    else:
        periods.put(at, row)


def _rates(book: DuesRecord) -> Iterator[RateRow]:
    for rate in book.dues:
        yield RateRow(
            book_id=book.id,
            entry=rate.entry,
            wksbm_id=book.wksbm or book.id,
            amount=rate.amount,
            unit=book.unit,
            frequency=rate.frequency,
            valid_from=rate.valid_from,
        )


def _payers(book: DuesRecord, whose: frozenset[UUID]) -> Iterator[PayerRow]:
    for payer in book.payers:
        if payer.payer not in whose:
            continue
        yield PayerRow(
            book_id=book.id,
            payer_id=payer.payer,
            wksbm_id=book.wksbm or book.id,
            year=book.year,
            unit=book.unit,
            entry=payer.entry,
            household_id=payer.household,
            enrolled_from=payer.enrolled_from,
            pledge=payer.pledge,
            left_on=payer.left_on,
            exemptions=_exemptions(payer),
        )


def _exemptions(payer: Payer) -> str:
    return json_text(
        [
            {"entry": days.entry, "valid_from": days.valid_from, "valid_to": days.valid_to}
            for days in payer.exemptions
        ]
    )


VIEW = View(
    name="dues",
    version=4,
    topics=topics(money, records),
    tables=(STREAMS.table, RATES, PAYERS, PERIODS, PAYMENTS),
    apply=apply,
)
