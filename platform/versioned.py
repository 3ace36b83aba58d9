"""Rows with a history: a version of a row is live from one position up to another.

A versioned table has the columns ``tenant_id, generation``, those of a frozen struct, declared
once, and ``from_position, to_position``. A batch is folded in memory per key and written with two
statements, however many rows it changes: one ends versions, one writes new ones.

Folding a batch again changes nothing: an event at or before a key's last version is passed over.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, ClassVar, Generic, TypeVar

import msgspec

from . import table_sql
from .database import WorkSession
from .packing import Key, chunks, transposed
from .table_sql import LIVE
from .tables import Table, ViewVersion
from .views import Batch

R = TypeVar("R", bound=msgspec.Struct)


class VersionedTable(Table[R]):
    """Rows with a history; as of a position those are there whose version is live at it."""

    TAIL: ClassVar = (
        "from_position bigint NOT NULL",
        "to_position bigint NOT NULL CHECK (to_position > from_position)",
    )
    KEY_TAIL: ClassVar = ("from_position",)
    INDEX_TAIL: ClassVar = ("to_position", "from_position")

    def __init__(self, row: type[R], *, key: Sequence[str], table: str, **more: Any) -> None:
        if not key:
            raise ValueError(f"{table}: a row with a history has a key")
        super().__init__(row, key=key, table=table, **more)

    def _compose(self, of: ViewVersion) -> dict[str, str]:
        return {
            "last": table_sql.last(self, of),
            "close": table_sql.close(self, of),
            "begin": table_sql.begin(self, of),
        }

    async def load(self, session: WorkSession, batch: Batch, keys: Iterable[Key]) -> BatchRows[R]:
        """The rows of ``keys``, ready to be folded over ``batch``: one statement."""
        rows = BatchRows(self, batch)
        kept: list[BatchRows[R]] = batch.kept(self)
        batch.keep(self, rows)
        wanted = set(keys)
        for one in kept:
            wanted -= rows.take_over(wanted, one)
        if wanted:
            found = await session.fetch_ahead(
                self.statements(batch.of)["last"],
                batch.tenant,
                batch.generation,
                *transposed(wanted, len(self.key)),
            )
            for record in found:
                rows.remember(
                    self.packed.row_of(record), record["from_position"], record["to_position"]
                )
        return rows


class _KeyHistory(Generic[R]):
    """One key within a batch: where its stored history ends, and the versions to add."""

    __slots__ = ("added", "closed_at", "stored", "written_to")

    def __init__(self, stored: R | None, written_to: int) -> None:
        self.stored = stored  # the live version in the table
        self.written_to = written_to  # events up to here are in the table
        self.closed_at: int | None = None  # where the stored version ends, if it does
        self.added: list[tuple[int, R | None]] = []  # (from_position, row; None: no row)


class BatchRows(Generic[R]):
    """The rows of a batch's keys while the batch is folded; :meth:`write` stores the outcome."""

    def __init__(self, table: VersionedTable[R], batch: Batch) -> None:
        self._table = table
        self._of = batch.of
        self._scope = (batch.tenant, batch.generation)
        self._slots: dict[Key, _KeyHistory[R]] = {}

    def remember(self, row: R, from_position: int, to_position: int) -> None:
        """Add the last stored version of a key."""
        live = to_position == LIVE
        self._slots[self._table.key_of(row)] = _KeyHistory(
            row if live else None, from_position if live else to_position
        )

    def take_over(self, keys: set[Key], earlier: BatchRows[R]) -> set[Key]:
        """Continue from an earlier load of these keys; return the keys that it knows."""
        known = keys & earlier._slots.keys()
        for key in known:
            slot = earlier._slots[key]
            position, row = slot.added[-1] if slot.added else (slot.written_to, slot.stored)
            self._slots[key] = _KeyHistory(row, position)
        return known

    def get(self, *key: Any) -> R | None:
        """The row as the fold has made it so far; ``None`` if there is none.

        The key must have been among the loaded ones, or else been put in this batch.
        """
        slot = self._slots.get(key)
        if slot is None:
            return None
        return slot.added[-1][1] if slot.added else slot.stored

    def put(self, position: int, row: R) -> Key:
        """From ``position`` on the row of this key is ``row``; an equal row adds no version.
        Gives the key."""
        key = self._table.key_of(row)
        self._set(key, position, row)
        return key

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
            slot = self._slots[key] = _KeyHistory(None, 0)
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
        statements = table.statements(self._of)
        if ended:
            await session.execute(
                statements["close"], *scope, ended_at, *transposed(ended, len(table.key))
            )
        values = map(table.packed.values_of, begun)
        whole = [
            (*scope, *row, begins, ends)
            for row, begins, ends in zip(values, begun_at, until, strict=True)
        ]
        for rows in chunks(whole):
            await session.execute(statements["begin"], *scope, rows)
