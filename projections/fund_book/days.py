"""The balance at the end of each day, while a batch is folded.

An entry changes its own day and every later one of its book: usually only today. The rows that may
change are read once per batch, from each book's earliest day on; the rest is arithmetic in memory.
Sealed months cannot change, because no entry is booked in them.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable
from datetime import date
from typing import Self
from uuid import UUID

import msgspec

from wahana.domain.money.ledger import sides
from wahana.domain.money.movements import movements
from wahana.platform.database import WorkSession
from wahana.platform.versioned import BatchRows, VersionedTable
from wahana.platform.views import Batch

from .rows import BookEntryRow, DayRow


class DayBalances:
    """The days of the books of a batch, from the earliest that it can change."""

    def __init__(self, rows: BatchRows[DayRow], known: Iterable[tuple[UUID, date]]) -> None:
        self.rows = rows
        self._days: dict[UUID, list[date]] = {}
        for book, day in sorted(known):
            self._days.setdefault(book, []).append(day)

    @classmethod
    async def load(
        cls, session: WorkSession, batch: Batch, table: VersionedTable[DayRow], find: str
    ) -> Self:
        """Two statements: the days that exist (``find``), and their rows."""
        earliest: dict[UUID, date] = {}
        touched: set[tuple[UUID, date]] = set()
        for event in batch.events:
            for moved in movements(event.row.stream_id, event.data):
                touched.add((moved.book, moved.day))
                earliest[moved.book] = min(moved.day, earliest.get(moved.book, moved.day))
        if not earliest:
            return cls(BatchRows(table, batch), ())
        found = await session.fetch(
            find, batch.tenant, batch.generation, list(earliest), list(earliest.values())
        )
        known = {(UUID(int=row["book_id"].int), row["day"]) for row in found}
        return cls(await table.load(session, batch, known | touched), known)

    def post(self, at: int, entries: Iterable[BookEntryRow]) -> None:
        """Adds book entries: from their day on the balances change, as of position ``at``."""
        for entry in entries:
            self._post(at, entry)

    def _post(self, at: int, entry: BookEntryRow) -> None:
        days = self._days.setdefault(entry.book_id, [])
        place = bisect_left(days, entry.day)
        if place == len(days) or days[place] != entry.day:
            self.rows.put(at, self._opened(entry, days[place - 1] if place else None))
            insort(days, entry.day)
        for day in days[place:]:
            row = self.rows.get(entry.book_id, day)
            assert row is not None, "the days of a book stay once they are there"
            received, paid = sides(entry.kind, entry.amount) if day == entry.day else (0, 0)
            changed = msgspec.structs.replace(
                row,
                received=row.received + received,
                paid=row.paid + paid,
                closing=row.closing + entry.amount,
                entries=row.entries + 1,
                last_position=at,
            )
            self.rows.put(at, changed)

    def _opened(self, entry: BookEntryRow, before: date | None) -> DayRow:
        """A day without entries so far: it begins with the closing balance of the day before."""
        last = None if before is None else self.rows.get(entry.book_id, before)
        return DayRow(
            book_id=entry.book_id,
            day=entry.day,
            received=0,
            paid=0,
            closing=last.closing if last else 0,
            entries=last.entries if last else 0,
            last_position=last.last_position if last else 0,
        )
