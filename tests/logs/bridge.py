"""A thin synchronous bridge, so that the ``eventsourcing`` library's suites run on our recorders.

It translates three things and nothing else: a call to a coroutine on an event loop in a thread of
its own; the library's versions, which start at 0 in these suites, to ours, which start at 1; the
library's stored event to ours, which needs an id and an actor as well, and back.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Coroutine, Sequence
from typing import Any, TypeVar
from uuid import UUID

from eventsourcing.persistence import Notification, StoredEvent, Tracking, TrackingRecorder
from tests.logs.building import ACTOR
from tests.patience import PATIENCE_S

from wahana.platform.events import EventRow, NewEvent
from wahana.platform.ids import uuid7
from wahana.platform.processes.tracking import AsyncTrackingRecorder
from wahana.platform.recorder import AsyncApplicationRecorder
from wahana.platform.subscription import AsyncSubscription

VERSION_SHIFT = 1
T = TypeVar("T")


class LoopThread:
    """An event loop in a thread."""

    def __init__(self) -> None:
        self.loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self.loop.run_forever, daemon=True)
        self._thread.start()

    def run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(coroutine, self.loop).result()

    def close(self) -> None:
        self.run(self.loop.shutdown_asyncgens())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self._thread.join()
        self.loop.close()


class ApplicationBridge:
    """``ApplicationRecorder`` over the asynchronous one."""

    def __init__(self, thread: LoopThread, recorder: AsyncApplicationRecorder) -> None:
        self._thread = thread
        self._recorder = recorder

    def insert_events(self, stored_events: Sequence[StoredEvent]) -> Sequence[int] | None:
        recorded = self._recorder.insert_events([_new(event) for event in stored_events])
        return [row.id for row in self._thread.run(recorded)]

    def select_events(
        self,
        originator_id: UUID,
        *,
        gt: int | None = None,
        lte: int | None = None,
        desc: bool = False,
        limit: int | None = None,
    ) -> list[StoredEvent]:
        selected = self._recorder.select_events(
            originator_id,
            gt=None if gt is None else gt + VERSION_SHIFT,
            lte=None if lte is None else lte + VERSION_SHIFT,
            desc=desc,
            limit=limit,
        )
        return [_stored(row) for row in self._thread.run(selected)]

    def select_notifications(self, *args: Any, **kwargs: Any) -> list[Notification]:
        selected = self._thread.run(self._recorder.select_notifications(*args, **kwargs))
        return [_notification(found) for found in selected]

    def max_notification_id(self) -> int | None:
        return self._thread.run(self._recorder.max_notification_id())

    def subscribe(self, gt: int | None = None, topics: Sequence[str] = ()) -> SubscriptionBridge:
        return SubscriptionBridge(self._thread, self._recorder.subscribe(gt, topics))


class AggregateBridge(ApplicationBridge):
    """The same as ``AggregateRecorder`` alone, which has no positions to give."""

    def insert_events(self, stored_events: Sequence[StoredEvent]) -> None:
        super().insert_events(stored_events)


class SubscriptionBridge:
    """``Subscription`` over the asynchronous one."""

    def __init__(self, thread: LoopThread, subscription: AsyncSubscription) -> None:
        self._thread = thread
        self._subscription = subscription

    def __enter__(self) -> SubscriptionBridge:
        return self

    def __exit__(self, *_: object) -> None:
        self._thread.run(self._subscription.__aexit__())

    def __iter__(self) -> SubscriptionBridge:
        return self

    def __next__(self) -> Notification:
        found = self._thread.run(self._next())
        if found is None:
            raise StopIteration
        return _notification(found)

    def stop(self) -> None:
        self._thread.loop.call_soon_threadsafe(self._subscription.stop)

    async def _next(self) -> Notification | None:
        # StopAsyncIteration does not pass through a future.
        async with asyncio.timeout(PATIENCE_S):
            return await anext(self._subscription, None)


class TrackingBridge(TrackingRecorder):
    """``TrackingRecorder`` over the asynchronous one; what waits for a position is the library's
    own, by asking for the last one."""

    def __init__(self, thread: LoopThread, recorder: AsyncTrackingRecorder) -> None:
        self._thread = thread
        self._recorder = recorder

    def insert_tracking(self, tracking: Tracking) -> None:
        self._thread.run(self._recorder.insert_tracking(tracking))

    def max_tracking_id(self, application_name: str) -> int | None:
        return self._thread.run(self._recorder.max_tracking_id(application_name))


def _new(event: StoredEvent) -> NewEvent:
    return NewEvent(
        uuid7(),
        event.originator_id,
        event.originator_version + VERSION_SHIFT,
        event.topic,
        1,
        ACTOR,
        meta=b"{}",
        payload=event.state,
    )


def _stored(row: EventRow) -> StoredEvent:
    return StoredEvent(
        row.originator_id, row.originator_version - VERSION_SHIFT, row.topic, row.state
    )


def _notification(row: EventRow) -> Notification:
    version = row.originator_version - VERSION_SHIFT
    return Notification(row.originator_id, version, row.topic, row.state, row.id)
