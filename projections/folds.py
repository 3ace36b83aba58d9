"""Rows that a view derives from the states it folds: each table declares its rows of a state.

The states of a batch are folded event by event (``streams.py``); after each event the rows of its
stream are those that its state yields. An unchanged row gets no new version; a row that the state
no longer yields ends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from operator import attrgetter, is_, itemgetter
from typing import Any, Generic, TypeVar
from uuid import UUID

import msgspec

from wahana.platform.database import WorkSession
from wahana.platform.packing import Key, getter, takes_in_order
from wahana.platform.tables import AnyTable
from wahana.platform.versioned import BatchRows, VersionedTable
from wahana.platform.views import Batch

from .by_day import DayFold, Days
from .streams import FoldedEvent, Streams, json_text

S = TypeVar("S")
R = TypeVar("R", bound=msgspec.Struct)

_NEVER = datetime.min.replace(tzinfo=UTC)
"""A time for rows of which only the keys are needed."""


@dataclass(frozen=True, slots=True)
class ShownRows(Generic[S, R]):
    """The rows of a table that the states of one kind yield."""

    record: type[S]
    table: VersionedTable[R]
    rows: Callable[[S, datetime], Iterable[R]]
    """The rows of a state; the time is that of recording the event that led to it."""
    of: tuple[str, ...] = ()
    """The fields of the state that the rows are made of. A fold keeps what it does not change, so
    the same objects mean the same rows, and most events are spared the making of them. None:
    the rows are made after every event."""
    days: Days | None = None
    """Where what they say on each business day is kept, of fields that are ``VALID_TIME``."""

    @property
    def single(self) -> bool:
        """Whether a state has at most one row, under its id, as in every table whose key is one
        column. Then the first states of a batch give the keys without making their rows."""
        return len(self.table.key) == 1


class Fold:
    """The fold of a view: streams, and the rows that their states yield."""

    def __init__(self, streams: Streams, *shown: ShownRows[Any, Any]) -> None:
        for one in shown:
            named = (*one.of, *(one.days.of if one.days else ()))
            if unknown := [name for name in named if not hasattr(one.record, name)]:
                raise AttributeError(f"{one.table.name}: {one.record.__name__} has no {unknown}")
        self._streams = streams
        self._shown = shown

    @property
    def tables(self) -> tuple[AnyTable, ...]:
        """The tables that it writes."""
        days = (one.days.table for one in self._shown if one.days is not None)
        return (self._streams.table, *(one.table for one in self._shown), *days)

    async def apply(self, session: WorkSession, batch: Batch) -> None:
        """Fold a batch; only rows that changed get a new version."""
        folding = await self._streams.load(session, batch)
        showing = [
            await _TableFold.load(one, list(folding.states(one.record)), session, batch)
            for one in self._shown
        ]
        steps = []
        async for step in folding.steps():
            steps.append(step)
            for fold in showing:
                fold.take(step)
        for fold in showing:
            await fold.rows.write(session)
        for one in self._shown:
            if one.days is not None:
                own = [step for step in steps if isinstance(step.after, one.record)]
                by_day = await DayFold.folded(one.days, one.rows, own, session, batch)
                await by_day.rows.write(session)
        await folding.save(session)


class _TableFold:
    """The rows of one table while a batch is folded."""

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
        begun = [state for state in states if state.version]
        keys: dict[UUID, set[Key]] = {}
        if shown.single:
            wanted: set[Key] = {(state.id,) for state in begun}
        else:
            key_of = shown.table.key_of
            keys = {state.id: {key_of(row) for row in shown.rows(state, _NEVER)} for state in begun}
            wanted = {key for found in keys.values() for key in found}
        return cls(shown, await shown.table.load(session, batch, wanted), keys)

    def take(self, step: FoldedEvent) -> None:
        """Updates the rows after an event of a stream, if it is of this kind and the rows may have
        changed."""
        state, at = step.after, step.event.position
        if not isinstance(state, self._shown.record):
            return
        if self._shown.of and step.before.version and self._same(step.before, state):
            return
        rows = self._shown.rows(state, step.event.recorded_at)
        if self._shown.single:
            self._take_one(at, state.id, next(iter(rows), None))
            return
        now = {self.rows.put(at, row) for row in rows}
        before = self._keys.get(state.id)
        if before != now:
            self._keys[state.id] = now
            for key in sorted(before - now, key=str) if before else ():
                self.rows.remove(at, *key)

    def _take_one(self, at: int, state_id: UUID, row: Any) -> None:
        if row is None:
            self.rows.remove(at, state_id)
        elif self.rows.put(at, row) != (state_id,):
            raise ValueError(f"{self._shown.table.name}: a row is not under its state's id")

    def _same(self, before: Any, after: Any) -> bool:
        return all(map(is_, self._parts(before), self._parts(after)))


def filled(row: type[R], *sources: Any, **own: Any) -> R:
    """A row with its ``own`` values; every other field is taken from the first source that has an
    attribute of this name. Raises ``TypeError`` if none has."""
    plan = _plan(row, tuple(map(type, sources)), tuple(own))
    values = plan.values(sources, own)
    return row(*values) if plan.whole else row(**dict(zip(plan.names, values, strict=True)))


def packed(row: type[msgspec.Struct], table: AnyTable, *sources: Any, **own: Any) -> str:
    """The fields of a row that are not columns of the table, as a JSON object: for a column that
    holds them (``TableRows(…, packed=…)``). Values as in :func:`filled`."""
    columns = table.row.__struct_fields__
    plan = _plan(row, tuple(map(type, sources)), tuple(own), columns)
    return json_text(dict(zip(plan.names, plan.values(sources, own), strict=True)))


@dataclass(frozen=True, slots=True)
class _Plan:
    """How the values of a row are taken from its own ones and from sources of certain types."""

    names: Sequence[str]
    """The fields that have a value, in the order of the row."""
    whole: bool
    """Whether the values are all the fields of a row, in the order of the row."""
    gets: Sequence[Callable[[Any], Sequence[Any]]]
    """For each source a getter of its values."""
    ordered: Callable[[Sequence[Any]], Sequence[Any]]
    """Puts the own values and then those of the sources into the row's order."""

    def values(self, sources: Sequence[Any], own: Mapping[str, Any]) -> Sequence[Any]:
        """The values of :attr:`names`."""
        said = [*own.values()]
        for get, source in zip(self.gets, sources):  # noqa: B905 - made for these sources
            said += get(source)
        return self.ordered(said)


@lru_cache(maxsize=1024)
def _plan(
    row: type[msgspec.Struct],
    sources: tuple[type[Any], ...],
    own: tuple[str, ...],
    elsewhere: tuple[str, ...] = (),
) -> _Plan:
    """``elsewhere``: fields that are omitted. A field that the row does not have, or that has no
    value, is left to the row, which raises or uses its default."""
    fields = row.__struct_fields__
    said, gets = list(own), []
    for source in sources:
        mine = [n for n in fields if n not in said and n not in elsewhere and hasattr(source, n)]
        said += mine
        gets.append(getter(attrgetter, mine))
    names = [name for name in fields if name in said] + [n for n in own if n not in fields]
    return _Plan(
        names,
        tuple(names) == fields and takes_in_order(row),
        gets,
        getter(itemgetter, [said.index(name) for name in names]),
    )
