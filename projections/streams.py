"""States of streams, folded by a view from the log and stored beside its rows.

A view that shows the state of a stream does not interpret its events again: it folds them with the
domain's own ``evolve`` (often in a subclass with further fields) and derives its rows from the
state. So the rows agree with the rules, also after a correction of a correction. The states are in
a table of the view, one row per stream, without history.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator, KeysView
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

import msgspec

from wahana.domain.kernel.model import Aggregate
from wahana.domain.kernel.topics import stream_type as stream_type
from wahana.domain.kernel.topics import topics as topics
from wahana.platform.database import WorkSession
from wahana.platform.events import Recorded
from wahana.platform.tables import CurrentTable
from wahana.platform.versioned import BatchRows, VersionedTable
from wahana.platform.views import Batch

R = TypeVar("R", bound=msgspec.Struct)

_ENCODER = msgspec.json.Encoder(order="deterministic")


class FoldedEvent(NamedTuple):
    """An event, and the state of its stream before and after it."""

    event: Recorded
    before: Any
    after: Any


class StreamState(msgspec.Struct, frozen=True):
    """The present state of each stream of the view; sealed, without history."""

    stream_id: UUID
    version: int
    state: bytes
    """The record as UTF-8 JSON."""


class Streams:
    """The streams that a view folds: the record class for each type of stream."""

    def __init__(self, *records: type[Aggregate], table: str) -> None:
        """``records``: subclasses of aggregates (or these themselves), one per stream type;
        ``table``: the name of the table of their states."""
        self.table = CurrentTable(StreamState, key=("stream_id",), table=table, fillfactor=70)
        self._records = {record.TYPE: record for record in records}
        self._decoders = {
            record.TYPE: msgspec.json.Decoder(record, strict=True) for record in records
        }

    async def load(self, session: WorkSession, batch: Batch) -> StreamFolding:
        """The states of the streams of these types in the batch: one statement."""
        types = {
            event.row.stream_id: kind
            for event in batch.events
            if (kind := stream_type(event.row.topic)) in self._records
        }
        known: dict[UUID, Any] = {}
        for kept in reversed(batch.kept(self)):
            known |= {name: kept.state(name) for name in types.keys() & kept.streams}
        types = {name: kind for name, kind in types.items() if name not in known}
        states: dict[UUID, Any] = {
            stream_id: self._records[kind](id=stream_id) for stream_id, kind in types.items()
        }
        if types:
            for row in await self.table.load_ahead(session, batch, [(name,) for name in types]):
                stream_id = UUID(int=row.stream_id.int)
                states[stream_id] = self._decoders[types[stream_id]].decode(row.state)
        folding = StreamFolding(self.table, batch, states | known)
        batch.keep(self, folding)
        return folding


class StreamFolding:
    """The states of the streams of a batch while it is folded."""

    def __init__(
        self, table: CurrentTable[StreamState], batch: Batch, states: dict[UUID, Any]
    ) -> None:
        self._table = table
        self._batch = batch
        self._states = states
        self._changed: dict[UUID, Any] = {}

    @property
    def streams(self) -> KeysView[UUID]:
        """The ids of the streams."""
        return self._states.keys()

    def state(self, stream_id: UUID) -> Any:
        """The state of a stream after the events folded so far."""
        return self._states[stream_id]

    def states(self, kind: type[Any]) -> Iterator[Any]:
        """The present states of one kind: before :meth:`steps`, those of the table."""
        return (state for state in self._states.values() if isinstance(state, kind))

    async def steps(self) -> AsyncIterator[FoldedEvent]:
        """Fold the events one by one; events that a state already contains are skipped."""
        async for event in self._batch.each():
            before = self._states.get(event.row.stream_id)
            if before is None or event.version <= before.version:
                continue
            after = event.mutate(before)
            self._states[before.id] = self._changed[before.id] = after
            yield FoldedEvent(event, before, after)

    async def save(self, session: WorkSession) -> None:
        """Store the states that changed: at most one statement."""
        rows = [
            StreamState(name, state.version, _encoded(state))
            for name, state in self._changed.items()
        ]
        await self._table.put(session, self._batch, rows)


def _encoded(state: Any) -> bytes:
    """The JSON of a state, the same in every process: sets in order, keys as texts."""
    plain = msgspec.to_builtins(state, str_keys=True, order="deterministic")
    return _ENCODER.encode(plain)


def replace_rows(
    table: VersionedTable[R], rows: BatchRows[R], at: int, before: Iterable[R], after: Iterable[R]
) -> None:
    """From position ``at`` on, replaces the rows ``before`` by ``after``; a row that is unchanged
    in both gets no new version."""
    gone = {table.key_of(row) for row in before}
    for row in after:
        gone.discard(table.key_of(row))
        rows.put(at, row)
    for key in sorted(gone, key=str):
        rows.remove(at, *key)


def json_text(value: Any) -> str:
    """A value as JSON text, the same for equal values: for columns that hold small sets."""
    return "[]" if value == () else _ENCODER.encode(value).decode()
