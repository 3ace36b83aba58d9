"""Rows that a view makes of the states it folds: each table says what a state shows in it.

A batch's states are folded event by event (``streams.py``); after each event the rows of its
stream are those that its state makes. A row that is unchanged gets no version, one that the state
no longer makes ends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from operator import attrgetter, is_
from typing import Any, Generic, TypeVar
from uuid import UUID

import msgspec

from wahana.platform.database import WorkSession
from wahana.platform.packing import Key, getter
from wahana.platform.tables import AnyTable
from wahana.platform.versioned import BatchRows, VersionedTable
from wahana.platform.views import Batch

from .streams import FoldedEvent, Streams, json_text

S = TypeVar("S")
R = TypeVar("R", bound=msgspec.Struct)

_NEVER = datetime.min.replace(tzinfo=UTC)
"""An instant for rows of which only the keys are asked."""


@dataclass(frozen=True, slots=True)
class ShownRows(Generic[S, R]):
    """What the states of a kind show in a table."""

    record: type[S]
    table: VersionedTable[R]
    rows: Callable[[S, datetime], Iterable[R]]
    """The rows of a state; the instant is when the event was recorded that led to it."""
    of: tuple[str, ...] = ()
    """The fields of the state that the rows are made of. A fold keeps what it does not change, so
    the same objects mean the same rows, and most events are spared the making of them. None:
    the rows are made after every event."""


class Fold:
    """The fold of a view: streams, and what their states show."""

    def __init__(self, streams: Streams, *shown: ShownRows[Any, Any]) -> None:
        for one in shown:
            if unknown := [name for name in one.of if not hasattr(one.record, name)]:
                raise AttributeError(f"{one.table.name}: {one.record.__name__} has no {unknown}")
        self._streams = streams
        self._shown = shown

    @property
    def tables(self) -> tuple[AnyTable, ...]:
        """The tables that it writes."""
        return (self._streams.table, *(one.table for one in self._shown))

    async def apply(self, session: WorkSession, batch: Batch) -> None:
        """Fold a batch; of each table only the rows that changed get a version."""
        folding = await self._streams.load(session, batch)
        showing = [
            await _TableFold.load(one, list(folding.states(one.record)), session, batch)
            for one in self._shown
        ]
        async for step in folding.steps():
            for one in showing:
                one.take(step)
        for one in showing:
            await one.rows.write(session)
        await folding.save(session)


class _TableFold:
    """What is shown in one table while a batch is folded."""

    def __init__(
        self, shown: ShownRows[Any, Any], rows: BatchRows[Any], keys: dict[UUID, set[Key]]
    ) -> None:
        self.rows = rows
        self._shown = shown
        self._keys = keys
        self._parts = getter(attrgetter, shown.of)

    @classmethod
    async def load(
        cls, shown: ShownRows[Any, Any], states: Sequence[Any], session: WorkSession, batch: Batch
    ) -> _TableFold:
        key_of = shown.table.key_of
        keys = {
            state.id: {key_of(row) for row in shown.rows(state, _NEVER)}
            for state in states
            if state.version
        }
        wanted = {key for found in keys.values() for key in found}
        return cls(shown, await shown.table.load(session, batch, wanted), keys)

    def take(self, step: FoldedEvent) -> None:
        """The rows after a step of a stream, if it is of this kind and they may be others."""
        state, at = step.after, step.event.position
        if not isinstance(state, self._shown.record):
            return
        if self._shown.of and step.before.version and self._same(step.before, state):
            return
        key_of, now = self._shown.table.key_of, set()
        for row in self._shown.rows(state, step.event.recorded_at):
            now.add(key_of(row))
            self.rows.put(at, row)
        for key in sorted(self._keys.get(state.id, now) - now, key=str):
            self.rows.remove(at, *key)
        self._keys[state.id] = now

    def _same(self, before: Any, after: Any) -> bool:
        return all(map(is_, self._parts(before), self._parts(after)))


def filled(row: type[R], *sources: Any, **own: Any) -> R:
    """A row with its ``own`` values; every other field is what the first source says that has an
    attribute of this name. Raises ``TypeError`` where none has."""
    return row(**_said(row, sources, own, ()))


def packed(row: type[msgspec.Struct], table: AnyTable, *sources: Any, **own: Any) -> str:
    """What a row has besides the columns of the table, as a JSON object: for a column that holds
    it (``From(…, packed=…)``). Values as for :func:`filled`."""
    return json_text(_said(row, sources, own, table.row.__struct_fields__))


def _said(
    row: type[msgspec.Struct],
    sources: tuple[Any, ...],
    own: dict[str, Any],
    elsewhere: tuple[str, ...],
) -> dict[str, Any]:
    plan = _plan(row, tuple(map(type, sources)), (*own, *elsewhere))
    for (names, get), source in zip(plan, sources, strict=True):
        own.update(zip(names, get(source), strict=True))
    return own


@lru_cache(maxsize=1024)
def _plan(
    row: type[msgspec.Struct], sources: tuple[type[Any], ...], said: tuple[str, ...]
) -> Sequence[tuple[Sequence[str], Callable[[Any], Sequence[Any]]]]:
    """Which fields of a row each source says, and how they are got, but for those that are said."""
    left = [name for name in row.__struct_fields__ if name not in said]
    plan = []
    for source in sources:
        names = [name for name in left if hasattr(source, name)]
        left = [name for name in left if name not in names]
        plan.append((names, getter(attrgetter, names)))
    return plan
