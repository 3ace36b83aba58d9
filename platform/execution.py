"""Types for executing a command: request, decision, result, and the executor's dependencies.

The executor's dependencies are protocols, so that they can be replaced, by tests too.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Protocol
from uuid import UUID

import msgspec

from .events import EventMeta, EventRow, Evidence, Recorded, Source
from .ids import TenantId

ELSEWHERE = -1
"""Version of a state whose id belongs to a stream of another kind: it does not exist."""


class CommandRequest(msgspec.Struct, frozen=True, kw_only=True):
    """The envelope of a command: what is sent with it besides its own fields."""

    key: str
    """Idempotency key, 1–200 printable ASCII characters, unique per actor."""
    expected_version: int | None = None
    """Version of the target aggregate the caller has seen; ``None``: any."""
    occurred_on: date | None = None
    """Business date in the tenant's zone; ``None``: today."""
    source: Source = "app"
    permit: UUID | None = None
    """Late-entry permit."""
    mandate: UUID | None = None
    on_behalf_of: UUID | None = None
    evidence: tuple[Evidence, ...] = ()
    correlation: UUID | None = None
    causation: UUID | None = None


class AggregateState(Protocol):
    """The shape of an aggregate's state."""

    @property
    def id(self) -> UUID: ...
    @property
    def version(self) -> int: ...


class LoadState(Protocol):
    """Returns the state of a stream to a decision."""

    def __call__(self, kind: type[Any], stream_id: UUID, /) -> Any: ...


@dataclass(frozen=True, slots=True)
class DecisionResult:
    """The result of a decision."""

    target: tuple[type[Any], UUID]
    happened: Sequence[tuple[Any, Any]]
    """State of the stream it was decided on, and the event."""
    meta: EventMeta
    actor_id: UUID


@dataclass(frozen=True, slots=True)
class Accepted:
    """The command's events are in the log (now, or since the first time the key was used)."""

    target_kind: str
    """``TYPE`` of the target aggregate."""
    target_id: UUID
    version: int
    """Version of the target aggregate after the command."""
    rows: tuple[EventRow, ...]
    repeated: bool
    """The key had been used before: these are the rows of the first time."""

    @property
    def position(self) -> int:
        """The command's last position: pass it as ``minPosition`` to read your write."""
        return self.rows[-1].position

    @property
    def recorded_at(self) -> datetime:
        return self.rows[-1].recorded_at


@dataclass(frozen=True, slots=True)
class Rejected:
    """A rule refused the command; nothing was written and the key is still unused."""

    code: str
    field: str | None
    params: dict[str, object]


@dataclass(frozen=True, slots=True)
class Conflict:
    """The target has changed since the version that the caller had seen."""

    target_kind: str
    target_id: UUID
    expected_version: int
    current_version: int
    changed_fields: tuple[str, ...]
    """Fields of the events since then, so that the caller can compare them with its own changes."""


Result = Accepted | Rejected | Conflict


@dataclass(frozen=True, slots=True)
class ExecutableCommand:
    """One command to execute: who sends it, what it is, and how it is decided."""

    tenant: TenantId
    actor_id: UUID
    client: str
    name: str
    """Name of the command, such as ``ProposeWksbm``."""
    body: bytes
    """The command and its envelope as the client sent them, canonically encoded."""
    request: CommandRequest
    decide: Callable[[LoadState], DecisionResult]
    """Pure; may raise the refusal, and whatever ``load`` raises."""
    target: Callable[[LoadState], tuple[type[Any], UUID]]
    replays: bool = False
    """Whether the time of the decision grows with the square of what it reads."""
    finds: frozenset[str] = frozenset()
    """Kinds of unique values by which the actor may find the holder: only for these is the id of
    the conflicting record returned."""


class AggregateCache(Protocol):
    """The aggregate cache over the log (``wahana.platform.repository``)."""

    def cached(self, tenant: TenantId, kind: type[Any], stream_id: UUID) -> Any | None: ...

    async def get_many(
        self, tenant: TenantId, wanted: Sequence[tuple[type[Any], UUID]]
    ) -> list[Any]: ...

    async def refresh(
        self, tenant: TenantId, wanted: Sequence[tuple[type[Any], UUID]]
    ) -> list[Any]: ...

    async def advance(
        self, tenant: TenantId, states: Sequence[Any], happened: Sequence[Recorded]
    ) -> None: ...


class RefusalLog(Protocol):
    """The append-only side table of refusals, without personal data."""

    async def record(self, order: ExecutableCommand, code: str, field: str | None) -> None: ...


class Digest(Protocol):
    """HMAC of a command: a reused key is detected, and the command cannot be guessed from it."""

    def __call__(self, tenant: UUID, client: UUID, name: str, body: bytes, /) -> bytes: ...
