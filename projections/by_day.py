"""What the rows of a state said on each business day: the fold of a :class:`DayTable`.

A field that is declared ``VALID_TIME`` has, on a day, the value that follows from the facts up to
that day. It is computed by the view's own function of state and rows, of the state without the
later facts (:mod:`wahana.domain.kernel.known_by`), and kept for each day on which it changed. So a
field needs no second telling of what it is on a day.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import msgspec

from wahana.domain.kernel.facts import FactKind
from wahana.domain.kernel.known_by import days_of, known_by
from wahana.platform.columns import columns_of
from wahana.platform.database import WorkSession
from wahana.platform.day_tables import DayTable
from wahana.platform.packing import Key
from wahana.platform.versioned import BatchRows, VersionedTable
from wahana.platform.views import Batch

from .field import VALID_TIME
from .streams import FoldedEvent
from .valid_on import ValidOnSupport

_NEVER = datetime.min.replace(tzinfo=UTC)
"""An instant for rows of which only the columns of a day are asked."""

Shown = dict[Key, tuple[Any, ...]]
"""Key and columns of a day of each row, by the key."""


def by_day(table: VersionedTable[Any], *, whole: bool = False) -> DayTable:
    """The table of what the fields of a table's rows that are ``VALID_TIME`` say on each day.

    ``whole``: the rows themselves are those of a day; needed where a later fact removes rows.
    """
    valid = [
        column.name
        for column in columns_of(table.row)
        if whole or column.said(ValidOnSupport) is VALID_TIME
    ]
    return DayTable(table, valid)


@dataclass(frozen=True, slots=True)
class Days:
    """The days of a table's rows, and the facts that they follow from."""

    table: DayTable
    facts: Sequence[FactKind]
    """All kinds of facts that the ``VALID_TIME`` columns are made of."""
    of: tuple[str, ...]
    """The fields of the state in which these facts stand."""


class DayHistory:
    """What states show on the days of their facts."""

    def __init__(self, days: Days, rows: Callable[[Any, datetime], Iterable[Any]]) -> None:
        self._days = days
        self._rows = rows
        self._makes = {event for kind in days.facts for event in kind.made_by}
        self._revises = {
            event for kind in days.facts for event in (*kind.corrected_by, kind.retracted_by)
        }
        self._shown: dict[UUID, dict[date, Shown]] = {}
        """What each state shows on the days computed so far."""

    def rows(self, state: Any, since: date | None = None) -> dict[tuple[Key, date], msgspec.Struct]:
        """The rows of the day table that a state makes, those of days from ``since`` on: the first
        day that may differ from the state for which it was asked before; ``None``: any may."""
        known = self._shown.setdefault(state.id, {})
        for day in [day for day in known if since is None or day >= since]:
            del known[day]
        days = days_of(state, self._days.facts)
        earlier = [day for day in days if since is not None and day < since]
        held = self._on(state, earlier[-1], days) if earlier else {}
        found = {}
        for day in days[len(earlier) :]:
            now = self._on(state, day, days)
            for key in sorted({*held, *now}, key=str):
                if held.get(key) != now.get(key):
                    there = key in now
                    found[key, day] = self._made(now[key] if there else held[key], day, there)
            held = now
        return found

    def since(self, step: FoldedEvent) -> date | None:
        """The first day whose rows an event may have changed; ``None``: any may have."""
        event = type(step.event.data)
        if event not in self._makes or event in self._revises:
            return None
        made = [
            kind.day(fact)
            for kind in self._days.facts
            if event in kind.made_by
            for entry, fact in kind.found(step.after)
            if entry == step.event.version
        ]
        days = [day for day in made if day is not None]
        return min(days) if days and len(days) == len(made) else None

    def _on(self, state: Any, day: date, days: Sequence[date]) -> Shown:
        """What the rows say on a day, by their keys; ``days``: those of all facts."""
        known = self._shown[state.id]
        if day not in known:
            table = self._days.table
            # Nothing is later than the last day.
            of_day = state if day == days[-1] else known_by(state, self._days.facts, day)
            columns = (*table.base.key, *table.of_day)
            known[day] = {
                table.base.key_of(row): tuple(getattr(row, name) for name in columns)
                for row in self._rows(of_day, _NEVER)
            }
        return known[day]

    def _made(self, values: tuple[Any, ...], day: date, there: bool) -> msgspec.Struct:
        table = self._days.table
        named = dict(zip((*table.base.key, *table.of_day), values, strict=True))
        row: msgspec.Struct = table.row(**named, day=day, there=there)
        return row


class DayFold:
    """The rows of a day table after the events of a batch.

    They are loaded when the batch is folded, because only then is it known from which day on they
    change: for most events that is their own.
    """

    def __init__(
        self, history: DayHistory, rows: BatchRows[Any], kept: dict[UUID, set[tuple[Key, date]]]
    ) -> None:
        self._history = history
        self._kept = kept
        self.rows = rows

    @classmethod
    async def folded(
        cls,
        days: Days,
        rows: Callable[[Any, datetime], Iterable[Any]],
        steps: Sequence[FoldedEvent],
        session: WorkSession,
        batch: Batch,
    ) -> DayFold:
        """The rows after steps of streams that show them."""
        history = DayHistory(days, rows)
        changed = [
            (step, history.since(step) if step.before.version else None)
            for step in steps
            if not step.before.version or _changed(step, days.of)
        ]
        first: dict[UUID, Any] = {}
        since: dict[UUID, date | None] = {}
        for step, day in changed:
            stream = step.after.id
            before = since.get(stream, date.max)
            since[stream] = None if day is None or before is None else min(day, before)
            first.setdefault(stream, step.before)
        kept = {
            stream: set(history.rows(state, since[stream])) if state.version else set()
            for stream, state in first.items()
        }
        wanted = {(*key, day) for found in kept.values() for key, day in found}
        fold = cls(history, await days.table.load(session, batch, wanted), kept)
        for step, day in changed:
            fold._take(step, day)
        return fold

    def _take(self, step: FoldedEvent, since: date | None) -> None:
        state, at = step.after, step.event.position
        made = self._history.rows(state, since)
        before = self._kept[state.id]
        for row in made.values():
            self.rows.put(at, row)
        gone = {each for each in before - made.keys() if since is None or each[1] >= since}
        for key, day in sorted(gone, key=str):
            self.rows.remove(at, *key, day)
        self._kept[state.id] = (before - gone) | made.keys()


def _changed(step: FoldedEvent, fields: Sequence[str]) -> bool:
    return any(getattr(step.before, name) is not getattr(step.after, name) for name in fields)
