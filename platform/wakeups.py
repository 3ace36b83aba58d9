"""Waking those who wait for a log to grow: in this process at once, in others by NOTIFY.

A wake-up is only a hint: it may be lost, duplicated or late, so every waiting party also polls.
NOTIFY is sent on a connection of its own, after the commit and coalesced: inside the append's
transaction it would serialise the commits of the whole server.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from typing import Any
from uuid import UUID

import asyncpg
import structlog

from . import sql
from .databases import connect
from .ids import TenantId

CHANNEL = "wahana_log"
SEND_INTERVAL_S = 0.02
"""Shortest time between two NOTIFYs of a process; wake-ups in between are combined."""
RECONNECT_S_MAX = 5.0

Listener = Callable[[UUID, int], None]
"""Called with a tenant and a position that its log has reached; must not block or raise."""

_SQL = sql.load(__file__, "wakeups.sql")
_LOG = structlog.get_logger(__name__)


class Wakeups:
    """Who waits for which tenant, in this process."""

    def __init__(self) -> None:
        self._reached: dict[UUID, int] = {}
        self._waiting: dict[UUID, set[asyncio.Future[None]]] = {}
        self._listeners: list[Listener] = []

    def notify(self, tenant: UUID, position: int) -> None:
        """The tenant's log has reached ``position``."""
        if position <= self._reached.get(tenant, 0):
            return
        self._reached[tenant] = position
        for future in self._waiting.pop(tenant, ()):
            if not future.done():
                future.set_result(None)
        for listener in self._listeners:
            listener(tenant, position)

    def listen(self, listener: Listener) -> Callable[[], None]:
        """Call ``listener`` at every growth of any tenant; returns what ends that."""
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    async def wait(self, tenant: TenantId, after_position: int, timeout: float) -> bool:  # noqa: ASYNC109 - a poll's period, part of the meaning
        """Wait until the log is known to be past a position, at most ``timeout`` seconds.

        Return whether it is known; read the log in either case.
        """
        if self._reached.get(tenant, 0) > after_position:
            return True
        future = asyncio.get_running_loop().create_future()
        self._waiting.setdefault(tenant, set()).add(future)
        try:
            async with asyncio.timeout(timeout):
                await future
        except TimeoutError:
            pass
        finally:
            if waiting := self._waiting.get(tenant):
                waiting.discard(future)
                if not waiting:
                    del self._waiting[tenant]
        return self._reached.get(tenant, 0) > after_position


class NotifyBridge:
    """Carries wake-ups between processes over one connection, reconnecting when it is cut."""

    def __init__(self, url: str, wakeups: Wakeups) -> None:
        self._url = url
        self._wakeups = wakeups
        self._pending: dict[UUID, int] = {}
        self._something = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._stop_listening: Callable[[], None] | None = None
        self._receiving: UUID | None = None

    async def start(self) -> None:
        """Listen and send from now on. If the database cannot be reached, it is tried again in the
        background."""
        self._stop_listening = self._wakeups.listen(self._enqueue)
        self._task = asyncio.create_task(self._run(), name="notify bridge")

    async def close(self) -> None:
        """Stop; what is not sent yet is found by the others' polls."""
        if self._stop_listening is not None:
            self._stop_listening()
            self._stop_listening = None
        if self._task is not None:
            self._task.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._task
            self._task = None

    def _enqueue(self, tenant: UUID, position: int) -> None:
        if tenant != self._receiving:
            self._pending[tenant] = position
            self._something.set()

    async def _run(self) -> None:
        delay = SEND_INTERVAL_S
        while True:
            try:
                connection = await connect(self._url)
                try:
                    delay = SEND_INTERVAL_S
                    await self._carry(connection)
                finally:
                    connection.terminate()
            except Exception as error:
                _LOG.warning("wakeups.interrupted", error=str(error) or type(error).__name__)
            await asyncio.sleep(delay)
            delay = min(delay * 2, RECONNECT_S_MAX)

    async def _carry(self, connection: asyncpg.Connection[Any]) -> None:
        """Send and receive until the connection is cut."""
        own = connection.get_server_pid()
        connection.add_termination_listener(lambda _: self._something.set())
        await connection.add_listener(CHANNEL, lambda _c, pid, _n, text: self._take(own, pid, text))
        while not connection.is_closed():
            await self._something.wait()
            self._something.clear()
            if self._pending and not connection.is_closed():
                sending, self._pending = self._pending, {}
                await connection.execute(
                    _SQL["notify"], [f"{name} {position}" for name, position in sending.items()]
                )
                await asyncio.sleep(SEND_INTERVAL_S)

    def _take(self, own: int, pid: int, text: object) -> None:
        if pid == own or not isinstance(text, str):
            return
        with contextlib.suppress(ValueError):  # another program's text is no wake-up
            name, position = text.split(" ")
            tenant = UUID(name)
            # What came from another process is not sent out again.
            self._receiving = tenant
            try:
                self._wakeups.notify(tenant, int(position))
            finally:
                self._receiving = None
