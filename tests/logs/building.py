"""Commands and events for tests of the log, and a model that says what a log must answer."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID, uuid4

from wahana.platform.append import (
    Append,
    Appended,
    Duplicate,
    Guard,
    IdempotencyKey,
    Outcome,
    VersionConflict,
)
from wahana.platform.events import NewEvent
from wahana.platform.ids import TenantId

ACTOR = UUID(int=7)
DIGEST = bytes(range(32))
OTHER_DIGEST = bytes(32)


def a_tenant() -> TenantId:
    return TenantId(uuid4())


def event(
    stream_id: UUID,
    version: int,
    *,
    topic: str = "thing.happened",
    schema_version: int = 1,
    meta: bytes = b"{}",
    payload: bytes = b'{"n":1}',
) -> NewEvent:
    return NewEvent(
        uuid4(), stream_id, version, topic, schema_version, ACTOR, meta=meta, payload=payload
    )


def command(
    *events: NewEvent,
    guards: Sequence[Guard] = (),
    key: str | None = None,
    client: UUID = ACTOR,
    digest: bytes = DIGEST,
) -> Append:
    return Append(IdempotencyKey(client, key or str(uuid4()), digest), events, tuple(guards))


class SequentialModel:
    """What a log must answer, said as simply as possible: one command after the other.

    ``recorded_at`` is not in its outcomes (see :func:`comparable`).
    """

    def __init__(self) -> None:
        self.events: list[NewEvent] = []
        self.versions: dict[UUID, int] = {}
        self.keys: dict[tuple[UUID, str], tuple[bytes, int, int]] = {}

    def append(self, append: Append) -> tuple[object, ...]:
        name = (append.key.client, append.key.key)
        if name in self.keys:
            digest, first, last = self.keys[name]
            return ("duplicate", first, last, digest == append.key.digest)
        state = dict(self.versions)
        for new in append.events:
            if new.version != state.get(new.stream_id, 0) + 1:
                return ("conflict", new.stream_id, new.version - 1, state.get(new.stream_id, 0))
            state[new.stream_id] = new.version
        for guard in append.guards:
            if self.versions.get(guard.stream_id, 0) != guard.version:
                actual = self.versions.get(guard.stream_id, 0)
                return ("conflict", guard.stream_id, guard.version, actual)
        first = len(self.events) + 1
        self.events.extend(append.events)
        self.versions = state
        self.keys[name] = (append.key.digest, first, len(self.events))
        return ("appended", first, len(self.events))


def comparable(outcome: Outcome) -> tuple[object, ...]:
    if isinstance(outcome, Appended):
        return ("appended", outcome.first, outcome.last)
    if isinstance(outcome, Duplicate):
        return ("duplicate", outcome.first, outcome.last, outcome.same)
    assert isinstance(outcome, VersionConflict)
    return ("conflict", outcome.stream_id, outcome.expected, outcome.actual)
