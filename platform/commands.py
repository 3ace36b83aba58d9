"""Executing a command: load, decide, seal, append; retried when another command was faster.

The decision is a pure function that asks for the states it needs; what it reads without
writing becomes a guard of the append, so decisions are serialisable without any lock held across a
round trip. A refusal counts only on fresh states, and a repeated command gets its first result even
if it would be refused today. This module never writes to the database itself; it knows the domain
by shape only (decision record 0004).
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Sequence
from typing import Any
from uuid import UUID

import msgspec

from . import apart
from .append import Duplicate, Guard, IdempotencyKey
from .bounds import TooLarge, check_size
from .events import Recorded
from .execution import (
    ELSEWHERE,
    Accepted,
    AggregateCache,
    Conflict,
    DecisionResult,
    Digest,
    ExecutableCommand,
    LoadState,
    RefusalLog,
    Rejected,
    Result,
)
from .ids import TenantId
from .mapper import DecidedEvent, MappedEvent
from .recorder import KeyUsed, StreamConflict
from .store import AsyncEventStore
from .unique import Uniqueness, UniqueValue, ValueTaken, released_by
from .vault.errors import SubjectErased, ValueTooLong
from .workspace import Workspace, asked

ATTEMPTS_MAX = 12
"""Decisions per command before a conflict is returned to the caller."""
BODY_BYTES_MAX = 4_096
"""The longest command that is decided on the event loop."""


class Executor:
    """Executes commands for all tenants of the process.

    ``stores`` returns a tenant's event store; every write goes through it.
    """

    def __init__(
        self,
        *,
        stores: Callable[[TenantId], AsyncEventStore],
        repository: AggregateCache,
        refusals: RefusalLog,
        digest: Digest,
        refusal_type: type[Exception],
        unique: Uniqueness | None = None,
    ) -> None:
        self._stores = stores
        self._repository = repository
        self._refusals = refusals
        self._digest = digest
        self._refusal_type = refusal_type
        self._unique = unique
        self._locks: dict[tuple[UUID, UUID], tuple[asyncio.Lock, list[None]]] = {}

    async def execute(self, order: ExecutableCommand) -> Result:
        """Execute one command. Refusals by a rule, the log or the vault are results, not
        exceptions.

        Raises errors that say nothing about the command: an ``OperationalError`` of the library
        (``QueueFull``, ``WriterClosed``, ``DatabaseUnavailable``), ``KeyStoreUnavailable`` and
        ``ClaimPending``; ``UnknownTenant``; and faults in code (``RuntimeError``,
        ``Unsealable``, ``OpenValueInEvent``, ``UnreadableEvent``, ``InvalidAppend``).
        Safe to call again with the same key after any failure: the first acceptance counts.
        """
        inline_max = apart.REPLAY_MAX if order.replays else apart.INLINE_MAX
        workspace = Workspace(order.tenant, self._repository, inline_max=inline_max)
        key = IdempotencyKey(
            client=order.actor_id,
            key=order.request.key,
            digest=self._digest(order.tenant, order.actor_id, order.name, order.body),
        )
        try:
            _, target_id = await asked(workspace, order.target)
        except self._refusal_type as refusal:
            return await self._refused(order, key, workspace, refusal)
        async with self._one_at_a_time(order.tenant, target_id):
            return await self._attempts(order, key, workspace)

    async def _attempts(
        self, order: ExecutableCommand, key: IdempotencyKey, workspace: Workspace
    ) -> Result:
        for attempt in range(1, ATTEMPTS_MAX + 1):
            workspace.restart()
            try:
                decided, size = await asked(
                    workspace, lambda load: _decided(order, load), large=_is_large(order)
                )
            except (self._refusal_type, TooLarge) as refusal:
                if attempt < ATTEMPTS_MAX and await self._was_stale(order, workspace):
                    continue
                return await self._refused(order, key, workspace, refusal)
            _, target_state = workspace.read[decided.target[1]]
            expected = order.request.expected_version
            if expected is not None and expected != max(target_state.version, 0):
                if await self._was_stale(order, workspace):
                    continue
                return await self._conflict(order, key, target_state, expected)
            store = self._stores(order.tenant)
            try:
                mapped = await self._mapped(order, decided, size, workspace, store)
            except (SubjectErased, TooLarge, ValueTooLong) as refusal:
                return await self._refused(order, key, workspace, refusal)
            unique = self._unique_values(decided, store)
            try:
                claimed = await self._claimed(order, unique)
            except ValueTaken as taken:
                return await self._refused(order, key, workspace, taken.told(order.finds))
            try:
                recorded = await store.put(
                    mapped, key=key, guards=_guards(mapped, workspace, claimed)
                )
            except StreamConflict:
                await self._was_stale(order, workspace)
                continue
            except KeyUsed as used:
                return await self._repeated(order, used.first)
            await self._settled(order, decided, unique, recorded)
            return await self._accepted(order, decided, workspace, recorded)
        return await self._conflict(
            order, key, target_state, target_state.version if expected is None else expected
        )

    def _unique_values(self, decided: DecisionResult, store: AsyncEventStore) -> list[UniqueValue]:
        """The values in a decision that must be unique within the tenant."""
        if self._unique is None:
            return []
        return store.mapper.unique_values([event for _, event in decided.happened])

    async def _claimed(
        self, order: ExecutableCommand, values: Sequence[UniqueValue]
    ) -> tuple[Guard, ...]:
        """Claim them, right before the append. Raises ``ValueTaken`` and ``ClaimPending``."""
        if self._unique is None or not values:
            return ()
        return await self._unique.claim(order.tenant, values)

    async def _settled(
        self,
        order: ExecutableCommand,
        decided: DecisionResult,
        values: Sequence[UniqueValue],
        recorded: Sequence[Recorded],
    ) -> None:
        """Release the unique values that the events gave up."""
        released = released_by((state.id, type(event)) for state, event in decided.happened)
        if self._unique is not None and (values or released):
            await self._unique.settle(order.tenant, values, released, recorded[0].recorded_at)

    async def _was_stale(self, order: ExecutableCommand, workspace: Workspace) -> bool:
        """Refresh the states that were read; return whether any has changed since.

        They are compared with what this command read, not with the cache: another command of this
        process may have refreshed that meanwhile.
        """
        states = await self._repository.refresh(order.tenant, workspace.wanted)
        seen = [state for _, state in workspace.read.values()]
        moved = any(new.version != old.version for new, old in zip(states, seen, strict=True))
        if moved:
            workspace.forget()
        return moved

    async def _mapped(
        self,
        order: ExecutableCommand,
        decided: DecisionResult,
        size: int,
        workspace: Workspace,
        store: AsyncEventStore,
    ) -> list[MappedEvent]:
        """The events ready to be stored, grouped by stream."""
        streams: dict[UUID, list[Any]] = {}
        for state, event in decided.happened:
            if state.id not in workspace.read:
                raise RuntimeError(f"{order.name} writes to a stream that it did not load")
            streams.setdefault(state.id, []).append(event)
        pending = [
            DecidedEvent(stream_id, max(workspace.read[stream_id][1].version, 0) + ordinal, event)
            for stream_id, happened in streams.items()
            for ordinal, event in enumerate(happened, 1)
        ]
        return await store.mapper.to_stored_events(
            order.tenant, pending, decided.meta, decided.actor_id, size=size
        )

    async def _accepted(
        self,
        order: ExecutableCommand,
        decided: DecisionResult,
        workspace: Workspace,
        recorded: Sequence[Recorded],
    ) -> Accepted:
        touched = {event.row.stream_id for event in recorded}
        await self._repository.advance(
            order.tenant, [workspace.read[stream_id][1] for stream_id in touched], recorded
        )
        kind, target_id = decided.target
        version = workspace.read[target_id][1].version
        version += sum(event.row.stream_id == target_id for event in recorded)
        rows = tuple(event.row for event in recorded)
        return Accepted(kind.TYPE, target_id, version, rows, repeated=False)

    async def _repeated(self, order: ExecutableCommand, outcome: Duplicate) -> Result:
        """The result of the first time, read back from the log."""
        if not outcome.same:
            await self._refusals.record(order, "KEY_REUSED", "idempotencyKey")
            return Rejected("KEY_REUSED", "idempotencyKey", {"key": order.request.key})
        rows = await self._stores(order.tenant).recorder.select_notifications(
            outcome.first, outcome.last - outcome.first + 1
        )
        try:
            kind, target_id = await asked(Workspace(order.tenant, self._repository), order.target)
            name = kind.TYPE
        except self._refusal_type:
            name, target_id = rows[0].topic.partition(".")[0], rows[0].stream_id
        if target_id not in {row.stream_id for row in rows}:
            # The caller left the id of a new object to the API, which has generated another one
            # now.
            made = (row.stream_id for row in rows if row.topic.startswith(f"{name}."))
            target_id = next(made, target_id)
        versions = [row.version for row in rows if row.stream_id == target_id]
        return Accepted(name, target_id, max(versions, default=0), tuple(rows), repeated=True)

    async def _refused(
        self, order: ExecutableCommand, key: IdempotencyKey, workspace: Workspace, refusal: Any
    ) -> Result:
        """The refusal, unless the command was accepted before: a retry is not a new command."""
        if first := await self._stores(order.tenant).recorder.lookup(key):
            return await self._repeated(order, first)
        await self._refusals.record(order, refusal.code, refusal.field)
        return Rejected(refusal.code, refusal.field, refusal.params)

    async def _conflict(
        self, order: ExecutableCommand, key: IdempotencyKey, state: Any, expected: int
    ) -> Result:
        recorder = self._stores(order.tenant).recorder
        if first := await recorder.lookup(key):
            return await self._repeated(order, first)
        payloads = [row.payload for row in await recorder.select_events(state.id, gt=expected)]
        changed = await apart.run(apart.size_of_stored(payloads), _changed_fields, payloads)
        await self._refusals.record(order, "STALE_VERSION", "expectedVersion")
        # A stream of another kind does not exist for this command: its version is 0.
        return Conflict(type(state).TYPE, state.id, expected, max(state.version, 0), changed)

    @contextlib.asynccontextmanager
    async def _one_at_a_time(self, tenant: TenantId, stream_id: UUID) -> AsyncIterator[None]:
        """One command per stream at a time in a process: conflicts then come only from other
        processes."""
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


def _is_large(order: ExecutableCommand) -> bool:
    return len(order.body) > BODY_BYTES_MAX


def _decided(order: ExecutableCommand, load: LoadState) -> tuple[DecisionResult, int]:
    """The decision and its size. Raises :class:`TooLarge`."""
    decided = order.decide(load)
    if not decided.happened:
        raise RuntimeError(f"{order.name} decided on nothing; it has to refuse instead")
    return decided, check_size([event for _, event in decided.happened])


class _Fields(msgspec.Struct):
    data: dict[str, msgspec.Raw]


def _changed_fields(payloads: Sequence[bytes]) -> tuple[str, ...]:
    """The names of the fields in stored events, each once."""
    decoder = msgspec.json.Decoder(_Fields)
    return tuple(dict.fromkeys(name for one in payloads for name in decoder.decode(one).data))


def _guards(
    mapped: Sequence[MappedEvent], workspace: Workspace, claimed: tuple[Guard, ...]
) -> tuple[Guard, ...]:
    """The streams that were read and are not written, and those on which claims depend."""
    touched = {one.stored.stream_id for one in mapped}
    guards = tuple(
        Guard(stream_id, state.version)
        for stream_id, (_, state) in workspace.read.items()
        if stream_id not in touched and state.version != ELSEWHERE
    )
    read = touched | workspace.read.keys()
    return guards + tuple(guard for guard in claimed if guard.stream_id not in read)
