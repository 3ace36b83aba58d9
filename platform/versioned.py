"""Rows with a history: a version of a row is live from one position up to another.

A versioned table has the columns ``tenant_id, generation, from_position, to_position`` and those
of a frozen struct, declared once. A batch is folded in memory per key and written with two
statements, however many rows it changes. The statements themselves stand in the view's
``apply.sql``, under three names (``T`` is the table's name in :class:`VersionedTable`):

``T_last``: the last version of each key, live or closed.
    $1 tenant uuid, $2 generation int, $3… one array per key column. Gives ``from_position,
    to_position`` and the struct's columns. Probe per key (``cross join lateral (… order by
    from_position desc limit 1)``), so that no state of the statistics makes it a scan.
``T_close``: end the live version of each key.
    $1, $2 as above, $3 ``to_position`` bigint[], $4… one array per key column. Closes by
    ``update … from (select x.c … cross join lateral (select ctid c … order by from_position desc
    limit 1) x) u where t.ctid = u.c``: the form that stays fast while the table grows.
``T_begin``: write new versions.
    $1, $2 as above, $3 whole rows, an array of the table's row type (``$3::view.x[]``): tenant,
    generation, the columns of the struct in its order, ``from_position``, ``to_position``. The
    table must have its columns in this order; fields that are tuples come as arrays. A wide row
    costs Python half of what one array per column would.

Folding a batch again changes nothing: an event at or before a key's last version is passed over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from inspect import signature
from operator import attrgetter, itemgetter
from typing import Any, Generic, TypeVar, get_args, get_origin, get_type_hints

import asyncpg
import msgspec

from .database import WorkSession
from .views import LIVE, Batch

R = TypeVar("R", bound=msgspec.Struct)
T = TypeVar("T")

CHUNK_ROWS = 1_000
"""Whole rows written by one statement, so that neither side works long while the other waits."""

Key = tuple[Any, ...]
"""The values of a table's key columns, in order."""


class VersionedTable(Generic[R]):
    """A versioned table: its struct (columns in order), its key and its three statements."""

    def __init__(
        self, name: str, row: type[R], *, key: Sequence[str], statements: Mapping[str, str]
    ) -> None:
        """``name`` prefixes the statements; ``key`` names fields of ``row``. Raises ``ValueError``
        or ``KeyError`` if a field or a statement is missing."""
        missing = [column for column in key if column not in row.__struct_fields__]
        if missing or not key:
            raise ValueError(f"{name}: its key {key} must name fields of {row.__name__}")
        self.name = name
        self.row = row
        self.key = tuple(key)
        self.last = statements[f"{name}_last"]
        self.close = statements[f"{name}_close"]
        self.begin = statements[f"{name}_begin"]
        self.columns = Columns(row)
        self.key_of: Callable[[R], Key] = _getter(attrgetter, self.key)

    async def load(self, session: WorkSession, batch: Batch, keys: Iterable[Key]) -> Rows[R]:
        """The rows of ``keys``, ready to be folded over ``batch``: one statement."""
        rows = Rows(self, batch)
        kept: list[Rows[R]] = batch.kept(self)
        batch.keep(self, rows)
        wanted = set(keys)
        for one in kept:
            wanted -= rows.take_over(wanted, one)
        if wanted:
            found = await session.fetch_ahead(
                self.last, batch.tenant, batch.generation, *_transposed(wanted, len(self.key))
            )
            for record in found:
                rows.remember(
                    self.columns.row_of(record), record["from_position"], record["to_position"]
                )
        return rows


class _Slot(Generic[R]):
    """One key within a batch: where its stored history ends, and the versions to add."""

    __slots__ = ("added", "closed_at", "stored", "written_to")

    def __init__(self, stored: R | None, written_to: int) -> None:
        self.stored = stored  # the live version in the table
        self.written_to = written_to  # events up to here are in the table
        self.closed_at: int | None = None  # where the stored version ends, if it does
        self.added: list[tuple[int, R | None]] = []  # (from_position, row; None: no row)


class Rows(Generic[R]):
    """The rows of a batch's keys while the batch is folded; :meth:`write` stores the outcome."""

    def __init__(self, table: VersionedTable[R], batch: Batch) -> None:
        self._table = table
        self._scope = (batch.tenant, batch.generation)
        self._slots: dict[Key, _Slot[R]] = {}

    def remember(self, row: R, from_position: int, to_position: int) -> None:
        """Take in the last stored version of a key."""
        live = to_position == LIVE
        self._slots[self._table.key_of(row)] = _Slot(
            row if live else None, from_position if live else to_position
        )

    def take_over(self, keys: set[Key], earlier: Rows[R]) -> set[Key]:
        """Go on where an earlier load has left these keys; those that it knows."""
        known = keys & earlier._slots.keys()
        for key in known:
            slot = earlier._slots[key]
            position, row = slot.added[-1] if slot.added else (slot.written_to, slot.stored)
            self._slots[key] = _Slot(row, position)
        return known

    def get(self, *key: Any) -> R | None:
        """The row as the fold has made it so far; ``None`` if there is none.

        The key must have been among the loaded ones, or else been put in this batch.
        """
        slot = self._slots.get(key)
        if slot is None:
            return None
        return slot.added[-1][1] if slot.added else slot.stored

    def put(self, position: int, row: R) -> None:
        """From ``position`` on the row of this key is ``row``; an equal row adds no version."""
        self._set(self._table.key_of(row), position, row)

    def change(self, position: int, *key: Any, **values: Any) -> R | None:
        """From ``position`` on, the row has other ``values``. Gives the new row, or ``None``
        if there is no row to change (nothing happens then)."""
        current = self.get(*key)
        if current is None:
            return None
        changed = msgspec.structs.replace(current, **values)
        self._set(key, position, changed)
        return self.get(*key)

    def remove(self, position: int, *key: Any) -> None:
        """From ``position`` on there is no row; its history stays."""
        self._set(key, position, None)

    def _set(self, key: Key, position: int, row: R | None) -> None:
        slot = self._slots.get(key)
        if slot is None:
            slot = self._slots[key] = _Slot(None, 0)
        current = slot.added[-1][1] if slot.added else slot.stored
        if position <= slot.written_to or current == row:
            return
        if slot.added and slot.added[-1][0] == position:
            slot.added[-1] = (position, row)  # one event, several changes: one version
            return
        if not slot.added and slot.stored is not None:
            slot.closed_at = position
        slot.added.append((position, row))

    async def write(self, session: WorkSession) -> None:
        """Close what ended and insert what began: two statements, more only for many rows."""
        ended: list[Key] = []
        ended_at: list[int] = []
        begun: list[R] = []
        begun_at: list[int] = []
        until: list[int] = []
        for key, slot in self._slots.items():
            if slot.closed_at is not None:
                ended.append(key)
                ended_at.append(slot.closed_at)
            ends = [position for position, _ in slot.added[1:]] + [LIVE]
            for (position, row), end in zip(slot.added, ends, strict=False):
                if row is not None:
                    begun.append(row)
                    begun_at.append(position)
                    until.append(end)
        table, scope = self._table, self._scope
        if ended:
            await session.execute(
                table.close, *scope, ended_at, *_transposed(ended, len(table.key))
            )
        values = map(table.columns.values_of, begun)
        whole = [
            (*scope, *row, begins, ends)
            for row, begins, ends in zip(values, begun_at, until, strict=True)
        ]
        for rows in chunks(whole):
            await session.execute(table.begin, *scope, rows)


class Columns(Generic[R]):
    """The columns of a struct; by itself for tables whose rows are only ever added.

    Wide rows go over whole (:meth:`whole`), narrow ones as an array per column (:meth:`arrays`).
    """

    def __init__(self, row: type[R]) -> None:
        hints = get_type_hints(row)
        names: tuple[str, ...] = row.__struct_fields__
        self._make = _maker(row, names)
        self.values_of: Callable[[R], tuple[Any, ...]] = _getter(attrgetter, names)
        self._values = _getter(itemgetter, names)
        self._columns = [(attrgetter(name), _is_tuple(hints[name])) for name in names]
        self._nested = [index for index, name in enumerate(names) if _is_tuple(hints[name])]

    def whole(self, scope: tuple[Any, ...], rows: Sequence[R]) -> list[tuple[Any, ...]]:
        """Whole rows of a table that begins with the columns of ``scope``."""
        return [(*scope, *values) for values in map(self.values_of, rows)]

    def arrays(self, rows: Sequence[R]) -> list[list[Any]]:
        """One list per field, in the struct's order; tuples as array literals, to be cast in the
        select list, because ``unnest`` would flatten an array of arrays."""
        return [
            [array_literal(value) for value in map(get, rows)] if nested else list(map(get, rows))
            for get, nested in self._columns
        ]

    def row_of(self, record: asyncpg.Record) -> R:
        """The struct of a database row that has (at least) its columns."""
        values = self._values(record)
        if self._nested:
            values = list(values)
            for index in self._nested:
                values[index] = None if values[index] is None else tuple(values[index])
        return self._make(values)


def chunks(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    """Whole rows in portions for one statement each."""
    return (rows[first : first + CHUNK_ROWS] for first in range(0, len(rows), CHUNK_ROWS))


def array_literal(values: Sequence[Any] | None) -> str | None:
    """The text of a one-dimensional PostgreSQL array of texts, numbers, dates or UUIDs."""
    if values is None:
        return None
    return "{" + ",".join(_element(value) for value in values) + "}"


def _element(value: Any) -> str:
    if value is None:
        return "NULL"
    text = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'


def _is_tuple(hint: Any) -> bool:
    return get_origin(hint) is tuple or any(get_origin(part) is tuple for part in get_args(hint))


def _maker(row: type[R], names: Sequence[str]) -> Callable[[Sequence[Any]], R]:
    if any(field.kind is field.KEYWORD_ONLY for field in signature(row).parameters.values()):
        return lambda values: row(**dict(zip(names, values, strict=True)))
    return lambda values: row(*values)


def _getter(
    make: Callable[..., Callable[[Any], Any]], names: Sequence[str]
) -> Callable[[Any], Any]:
    """A getter that gives a tuple also for a single name."""
    get = make(*names)
    return get if len(names) > 1 else lambda source: (get(source),)


def _transposed(keys: Iterable[Key], width: int) -> list[list[Any]]:
    return [list(column) for column in zip(*keys, strict=True)] or [[] for _ in range(width)]
