"""Executing a command: load, decide, seal, append, and again if somebody was faster.

The decision is a pure function that asks for the states it needs; what it reads without
writing becomes a guard of the append, so decisions are serialisable without any lock held
across a round trip. A refusal is only believed on fresh states, and a repeated command gets
its first result even when it could not be decided again. This module never writes to the
database itself; it knows the domain by shape only (decision record 0004).
"""

from __future__ import annotations

import asyncio
import contextlib
import os
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any
from uuid import UUID

import msgspec

from . import events
from .append import Append, Appended, Duplicate, Guard, IdempotencyKey
from .events import EventRow, NewEvent, Recorded, SealedGroup
from .ids import TenantId, uuid7
from .orders import (
    ELSEWHERE,
    Accepted,
    Appender,
    Conflict,
    Decided,
    Digest,
    EventSealer,
    LoadState,
    Order,
    Reader,
    RefusalLog,
    Rejected,
    Repository,
    Result,
)
from .unique import Taken, Uniqueness, UniqueValue, released_by

ATTEMPTS_MAX = 12
"""Decisions per command before its conflict is handed to the caller."""

Written = Sequence[tuple[NewEvent, Any, tuple[SealedGroup, ...]]]
"""Events ready to be appended, each with its sealed data and its sealed groups."""


class NotLoaded(Exception):
    """A decision asked for a stream that is not in memory: fetch it and decide again."""

    def __init__(self, kind: type[Any], stream_id: UUID) -> None:
        super().__init__(kind.__name__, stream_id)
        self.kind = kind
        self.stream_id = stream_id


class Workspace:
    """The states that one decision sees, and the record of which it asked for."""

    def __init__(self, tenant: TenantId, repository: Repository) -> None:
        self.tenant = tenant
        self._repository = repository
        self._pinned: dict[tuple[type[Any], UUID], Any] = {}
        self.read: dict[UUID, tuple[type[Any], Any]] = {}

    def load(self, kind: type[Any], stream_id: UUID, /) -> Any:
        """The state of a stream; raises :class:`NotLoaded` if it is not in memory.

        A stream is of one kind: what was found under one is not there under another.
        """
        seen = self.read.get(stream_id)
        if seen is not None and seen[0] is kind:
            return seen[1]
        if seen is not None and seen[1].version >= 0:
            return kind(id=stream_id, version=ELSEWHERE if seen[1].version else 0)
        state = self._pinned.get((kind, stream_id)) if self._pinned else None
        if state is None:
            state = self._repository.cached(self.tenant, kind, stream_id)
        if state is None:
            raise NotLoaded(kind, stream_id)
        self.read[stream_id] = (kind, state)
        return state

    def pin(self, kind: type[Any], state: Any) -> None:
        """Keep a fetched state for this command, whatever the cache does meanwhile."""
        self._pinned[(kind, state.id)] = state

    def restart(self) -> None:
        """Forget what was read: the decision runs again."""
        self.read = {}

    def forget(self) -> None:
        """Forget the states too: they were stale."""
        self._pinned = {}
        self.read = {}

    @property
    def wanted(self) -> list[tuple[type[Any], UUID]]:
        return [(kind, stream_id) for stream_id, (kind, _) in self.read.items()]


class Executor:
    """Executes commands for all tenants of the process."""

    def __init__(
        self,
        *,
        repository: Repository,
        appender: Appender,
        log: Reader,
        sealer: EventSealer,
        refusals: RefusalLog,
        digest: Digest,
        refusal_type: type[Exception],
        unique: Uniqueness | None = None,
    ) -> None:
        self._repository = repository
        self._appender = appender
        self._log = log
        self._sealer = sealer
        self._refusals = refusals
        self._digest = digest
        self._refusal_type = refusal_type
        self._unique = unique
        self._locks: dict[tuple[UUID, UUID], tuple[asyncio.Lock, list[None]]] = {}

    async def execute(self, order: Order) -> Result:
        """Execute one command. Raises ``QueueFull`` and what the database raises, nothing else.

        Safe to call again with the same key after any failure: the first acceptance stands.
        """
        workspace = Workspace(order.tenant, self._repository)
        key = IdempotencyKey(
            client=order.actor_id,
            key=order.request.key,
            digest=self._digest(order.tenant, order.actor_id, order.name, order.body),
        )
        try:
            _, target_id = await self._loaded(workspace, order.target)
        except self._refusal_type as refusal:
            return await self._refused(order, key, workspace, refusal)
        async with self._one_at_a_time(order.tenant, target_id):
            return await self._attempts(order, key, workspace)

    async def _attempts(self, order: Order, key: IdempotencyKey, workspace: Workspace) -> Result:
        for attempt in range(1, ATTEMPTS_MAX + 1):
            workspace.restart()
            try:
                decided = await self._loaded(workspace, order.decide)
            except self._refusal_type as refusal:
                if attempt < ATTEMPTS_MAX and await self._was_stale(order, workspace):
                    continue
                return await self._refused(order, key, workspace, refusal)
            _, target_state = workspace.read[decided.target[1]]
            expected = order.request.expected_version
            if expected is not None and expected != target_state.version:
                if await self._was_stale(order, workspace):
                    continue
                return await self._conflict(order, key, target_state, expected)
            rows = await self._encoded(order, decided, workspace)
            unique = self._unique_values(decided)
            try:
                claimed = await self._claimed(order, unique)
            except Taken as taken:
                return await self._refused(order, key, workspace, taken.told(order.finds))
            outcome = await self._appender.append(
                order.tenant, Append(key, *_parts(rows, workspace, claimed))
            )
            if isinstance(outcome, Appended):
                await self._settled(order, decided, unique, outcome)
                return self._accepted(order, decided, workspace, rows, outcome)
            if isinstance(outcome, Duplicate):
                return await self._repeated(order, outcome)
            await self._was_stale(order, workspace)
        return await self._conflict(
            order, key, target_state, target_state.version if expected is None else expected
        )

    def _unique_values(self, decided: Decided) -> list[UniqueValue]:
        """The values in a decision that nobody else of the tenant may have."""
        if self._unique is None:
            return []
        return self._sealer.unique_values([event for _, event in decided.happened])

    async def _claimed(self, order: Order, values: Sequence[UniqueValue]) -> tuple[Guard, ...]:
        """Claim them, right before the append. Raises ``Taken`` and ``ClaimPending``."""
        if self._unique is None or not values:
            return ()
        return await self._unique.claim(order.tenant, values)

    async def _settled(
        self, order: Order, decided: Decided, values: Sequence[UniqueValue], outcome: Appended
    ) -> None:
        """Let go of what the events gave up."""
        released = released_by((state.id, type(event)) for state, event in decided.happened)
        if self._unique is not None and (values or released):
            await self._unique.settle(order.tenant, values, released, outcome.recorded_at_of(0))

    async def _loaded(self, workspace: Workspace, ask: Callable[[LoadState], Any]) -> Any:
        """Run a pure question, fetching the streams it asks for until it has them all."""
        while True:
            try:
                return ask(workspace.load)
            except NotLoaded as missing:
                wanted = [(missing.kind, missing.stream_id)]
                for state in await self._repository.load_many(workspace.tenant, wanted):
                    workspace.pin(missing.kind, state)
                workspace.restart()

    async def _was_stale(self, order: Order, workspace: Workspace) -> bool:
        """Bring the states that were read up to date; whether any has moved since it was read.

        Compared with what this command read, not with the cache: another command of this
        process may have brought that up to date meanwhile.
        """
        states = await self._repository.refresh(order.tenant, workspace.wanted)
        seen = [state for _, state in workspace.read.values()]
        moved = any(new.version != old.version for new, old in zip(states, seen, strict=True))
        if moved:
            workspace.forget()
        return moved

    async def _encoded(
        self, order: Order, decided: Decided, workspace: Workspace
    ) -> list[tuple[NewEvent, Any, tuple[SealedGroup, ...]]]:
        """The events, sealed and encoded, those of one stream standing together."""
        streams: dict[UUID, list[Any]] = {}
        for state, event in decided.happened:
            if state.id not in workspace.read:
                raise RuntimeError(f"{order.name} writes to a stream that it did not load")
            streams.setdefault(state.id, []).append(event)
        named = [
            (uuid7(), stream_id, ordinal, event)
            for stream_id, happened in streams.items()
            for ordinal, event in enumerate(happened, 1)
        ]
        sealed = await self._sealer.seal(
            order.tenant, [(name, event) for name, _, _, event in named]
        )
        meta = events.encode_meta(decided.meta)
        return [
            (
                NewEvent(
                    event_id=name,
                    stream_id=stream_id,
                    version=max(workspace.read[stream_id][1].version, 0) + ordinal,
                    topic=type(event).TOPIC,
                    schema_version=type(event).SCHEMA,
                    actor_id=decided.actor_id,
                    meta=meta,
                    payload=events.encode_payload(data, groups, os.urandom(16)),
                ),
                data,
                groups,
            )
            for (name, stream_id, ordinal, event), (data, groups) in zip(named, sealed, strict=True)
        ]

    def _accepted(
        self,
        order: Order,
        decided: Decided,
        workspace: Workspace,
        written: Written,
        outcome: Appended,
    ) -> Accepted:
        recorded = [
            Recorded(row=_row(order.tenant, new, outcome, ordinal), data=data, sealed=groups)
            for ordinal, (new, data, groups) in enumerate(written)
        ]
        touched = {event.row.stream_id for event in recorded}
        self._repository.advance(
            order.tenant, [workspace.read[stream_id][1] for stream_id in touched], recorded
        )
        kind, target_id = decided.target
        version = workspace.read[target_id][1].version
        version += sum(event.row.stream_id == target_id for event in recorded)
        rows = tuple(event.row for event in recorded)
        return Accepted(kind.TYPE, target_id, version, rows, repeated=False)

    async def _repeated(self, order: Order, outcome: Duplicate) -> Result:
        """The result of the first time, read back from the log."""
        if not outcome.same:
            await self._refusals.record(order, "KEY_REUSED", "idempotencyKey")
            return Rejected("KEY_REUSED", "idempotencyKey", {"key": order.request.key})
        rows = [
            row
            async for row in self._log.read_log(
                order.tenant, after=outcome.first - 1, up_to=outcome.last
            )
        ]
        try:
            kind, target_id = await self._loaded(
                Workspace(order.tenant, self._repository), order.target
            )
            name = kind.TYPE
        except self._refusal_type:
            name, target_id = rows[0].topic.partition(".")[0], rows[0].stream_id
        if target_id not in {row.stream_id for row in rows}:
            # The caller left the id of something new to the door, which made another one now.
            made = (row.stream_id for row in rows if row.topic.startswith(f"{name}."))
            target_id = next(made, target_id)
        versions = [row.version for row in rows if row.stream_id == target_id]
        return Accepted(name, target_id, max(versions, default=0), tuple(rows), repeated=True)

    async def _refused(
        self, order: Order, key: IdempotencyKey, workspace: Workspace, refusal: Any
    ) -> Result:
        """The refusal, unless the command had been accepted before: a retry is not a new wish."""
        if first := await self._log.lookup(order.tenant, key):
            return await self._repeated(order, first)
        await self._refusals.record(order, refusal.code, refusal.field)
        return Rejected(refusal.code, refusal.field, refusal.params)

    async def _conflict(
        self, order: Order, key: IdempotencyKey, state: Any, expected: int
    ) -> Result:
        if first := await self._log.lookup(order.tenant, key):
            return await self._repeated(order, first)
        changed: dict[str, None] = {}
        async for row in self._log.read_stream(order.tenant, state.id, after_version=expected):
            changed |= dict.fromkeys(msgspec.json.decode(row.payload)["data"])
        await self._refusals.record(order, "STALE_VERSION", "expectedVersion")
        return Conflict(type(state).TYPE, state.id, expected, state.version, tuple(changed))

    @contextlib.asynccontextmanager
    async def _one_at_a_time(self, tenant: TenantId, stream_id: UUID) -> AsyncIterator[None]:
        """One command per stream at a time in a process: conflicts then come from other ones."""
        name = (tenant, stream_id)
        lock, waiting = self._locks.setdefault(name, (asyncio.Lock(), []))
        waiting.append(None)
        try:
            async with lock:
                yield
        finally:
            waiting.pop()
            if not waiting:
                self._locks.pop(name, None)


def _parts(
    written: Written, workspace: Workspace, claimed: tuple[Guard, ...] = ()
) -> tuple[tuple[NewEvent, ...], tuple[Guard, ...]]:
    new = tuple(event for event, _, _ in written)
    touched = {event.stream_id for event in new}
    guards = tuple(
        Guard(stream_id, state.version)
        for stream_id, (_, state) in workspace.read.items()
        if stream_id not in touched and state.version != ELSEWHERE
    )
    read = touched | workspace.read.keys()
    return new, guards + tuple(guard for guard in claimed if guard.stream_id not in read)


def _row(tenant: TenantId, new: NewEvent, outcome: Appended, ordinal: int) -> EventRow:
    return EventRow(
        tenant_id=tenant,
        position=outcome.first + ordinal,
        event_id=new.event_id,
        stream_id=new.stream_id,
        version=new.version,
        topic=new.topic,
        schema_version=new.schema_version,
        actor_id=new.actor_id,
        recorded_at=outcome.recorded_at_of(ordinal),
        meta=new.meta,
        payload=new.payload,
    )
