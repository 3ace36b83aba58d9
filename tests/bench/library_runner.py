"""The library's own runner doing the directory's work: one event, one transaction.

``eventsourcing.projection.ProjectionRunner`` reads the events from the library's own tables and
hands them over one by one, with a tracking record that is written in the same transaction. The
projection below runs the very ``apply`` of our view, with its very statements, on the same kind
of rows, so what differs is the runner. It runs in threads, so the work is done synchronously.
"""

from __future__ import annotations

import time
from collections.abc import Coroutine, Sequence
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

import msgspec
import psycopg
from eventsourcing.application import Application
from eventsourcing.persistence import StoredEvent, Tracking
from eventsourcing.postgres import PostgresTrackingRecorder
from eventsourcing.projection import Projection, ProjectionRunner
from psycopg.rows import dict_row

from wahana.deploy import registry
from wahana.platform.events import EventRow, Recorded
from wahana.platform.ids import TenantId
from wahana.platform.views import Batch, nobody_opens
from wahana.projections.wksbm_directory import view as directory

from .contestants import keywords

GENERATION = 99
"""Where its rows go: a generation of our table that nobody else uses."""
SCHEMA = "peer_runner"
_REGISTRY = registry.event_registry()
_POLL_S = 0.02
_CHUNK_EVENTS = 20
"""Events that are given to its recorder at once: with hundreds its pipelined insert, which sends
all before it reads, has hung for good when the socket's buffers were full."""


class Stored(msgspec.Struct, array_like=True):
    """An event as the library's store keeps it here: what our row has besides."""

    tenant: UUID
    event: UUID
    schema: int
    actor: UUID
    recorded_at: datetime
    meta: bytes
    payload: bytes


def stored(row: EventRow) -> StoredEvent:
    """Our row for the library's store."""
    state = Stored(
        row.tenant_id, row.event_id, row.schema_version, row.actor_id, row.recorded_at,
        row.meta, row.payload,
    )  # fmt: skip
    return StoredEvent(row.stream_id, row.version, row.topic, msgspec.msgpack.encode(state))


class FastMapper:
    """In the place of the library's mapper, whose JSON transcoder would cost more."""

    def to_domain_event(self, found: Any) -> Recorded:
        state = msgspec.msgpack.decode(found.state, type=Stored)
        return _REGISTRY.decode(
            EventRow(
                state.tenant, found.id, state.event, found.originator_id,
                found.originator_version, found.topic, state.schema, state.actor,
                state.recorded_at, state.meta, state.payload,
            )
        )  # fmt: skip


class Offices(Application[UUID]):
    """The application whose events are followed."""

    def construct_mapper(self) -> Any:
        return FastMapper()


class DirectoryView(PostgresTrackingRecorder):
    """The library's materialised view: applies an event and tracks it in one transaction."""

    def apply(self, event: Recorded, tracking: Tracking) -> None:
        tenant = TenantId(event.row.tenant_id)
        batch = Batch(
            tenant=tenant, of=directory.VIEW.of, generation=GENERATION, first=event.position,
            last=event.position, events=[event], opener=nobody_opens,
        )  # fmt: skip
        with self.datastore.transaction(commit=True) as cursor:
            _run(directory.VIEW.apply(_Session(cursor.connection, tenant), batch))  # type: ignore[arg-type]
            self._insert_tracking(cursor, tracking)


class DirectoryProjection(Projection[DirectoryView]):
    """Hands each event to the view."""

    name = "directory"
    topics: ClassVar[Sequence[str]] = tuple(directory.VIEW.topics or ())  # type: ignore[misc]

    def process_event(self, domain_event: Any, tracking: Tracking) -> None:
        self.view.apply(domain_event, tracking)


class _Session:
    """Our views' session on the library's connection; nothing in it ever waits."""

    def __init__(self, connection: psycopg.Connection[Any], tenant: TenantId) -> None:
        self._connection = connection
        self.tenant = tenant

    async def fetch(self, statement: str, *binds: Any) -> list[dict[str, Any]]:
        with psycopg.RawCursor(self._connection, row_factory=dict_row) as cursor:
            return cursor.execute(statement, binds, prepare=True).fetchall()

    fetch_ahead = fetch
    """There is no batch before that could still be under way."""

    async def execute(self, statement: str, *binds: Any) -> None:
        with psycopg.RawCursor(self._connection) as cursor:
            cursor.execute(statement, [_as_psycopg_takes(bind) for bind in binds], prepare=True)


def _as_psycopg_takes(bind: Any) -> Any:
    """A column that is an array within a whole row has to be a list: a tuple is a row to it."""
    if not (isinstance(bind, list) and bind and isinstance(bind[0], tuple)):
        return bind
    return [
        tuple(list(value) if isinstance(value, tuple) else value for value in row) for row in bind
    ]


def _run(coroutine: Coroutine[Any, Any, None]) -> None:
    """Run a coroutine that never waits."""
    try:
        coroutine.send(None)
    except StopIteration:
        return
    raise RuntimeError("the view waited for something that is not its session")


def run(url: str, events: Sequence[EventRow], seconds: float) -> tuple[int, float]:
    """Give the library ``events`` and let its runner work for some time at most; how many of
    the view's events it applied, and in how many seconds."""
    address = {f"POSTGRES_{key.upper()}": str(value) for key, value in keywords(url).items()}
    env = address | {
        "PERSISTENCE_MODULE": "eventsourcing.postgres",
        "POSTGRES_SCHEMA": SCHEMA,
        "POSTGRES_POOL_SIZE": "4",
    }
    application = Offices(env)
    for start in range(0, len(events), _CHUNK_EVENTS):
        chunk = events[start : start + _CHUNK_EVENTS]
        application.recorder.insert_events([stored(row) for row in chunk])
    application.close()
    wanted = [
        number for number, row in enumerate(events, 1) if row.topic in DirectoryProjection.topics
    ]
    begun = time.perf_counter()
    with ProjectionRunner(
        application_class=Offices,
        projection_class=DirectoryProjection,
        view_class=DirectoryView,
        env=env,
    ) as runner:
        reached = 0
        while reached < wanted[-1] and time.perf_counter() - begun < seconds:
            time.sleep(_POLL_S)
            reached = runner.view.max_tracking_id(Offices.name) or 0
        took = time.perf_counter() - begun
    return sum(number <= reached for number in wanted), took
