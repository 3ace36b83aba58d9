"""Subscriptions over WebSocket, by the graphql-transport-ws protocol.

Our own implementation, because clients depend on the protocol's close codes, and because requests
use the same handler (limits, errors) as over HTTP. Codes: 4400 a message that is none, 4401 not
authenticated or the credentials ended, 4403 without the right, 4408 no connection_init in time,
4409 an id in use, 4429 connection_init twice, 4406 another subprotocol. Source:
https://github.com/enisdenjo/graphql-ws/blob/master/PROTOCOL.md
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Mapping
from typing import Any

import orjson
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketState

from wahana.platform.clock import Clock, system_clock

from .context import RequestContext
from .documents import InvalidDocument
from .errors import BadInput, LimitExceeded
from .handler import GraphQLRequest, GraphQLResponse, PreparedRequest, RequestHandler, refused
from .http import Authenticate, AuthFailure

PROTOCOL = "graphql-transport-ws"
_REFUSED = {401: 4401, 503: 1013}
"""Close code by the status that HTTP would answer; 1013: try again later (RFC 6455 registry)."""


class CloseSocket(Exception):
    """The socket has to be closed with this code; the reason is at most 123 bytes."""

    def __init__(self, code: int, reason: str) -> None:
        super().__init__(reason)
        self.code = code
        self.reason = reason.encode()[:123].decode(errors="ignore")


class SocketView:
    """The ASGI application of the path for WebSockets.

    Credentials come in the payload of connection_init as ``{"authorization": "Bearer …"}`` (a
    browser cannot set headers), else from the handshake's headers. ``origins`` are the pages
    that may connect besides our own; a client without ``Origin`` is no browser.
    """

    def __init__(
        self,
        handler: RequestHandler,
        authenticate: Authenticate,
        *,
        origins: tuple[str, ...] = (),
        clock: Clock = system_clock,
    ) -> None:
        self._handler = handler
        self._authenticate = authenticate
        self._origins = origins
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        socket = WebSocket(scope, receive, send)
        if PROTOCOL not in scope.get("subprotocols", ()):
            await socket.accept()
            await socket.close(4406, f"ask for the subprotocol {PROTOCOL}")
            return
        origin = socket.headers.get("origin")
        if origin is not None and origin not in self._origins and not _is_own(origin, socket):
            await socket.close(1008)
            return
        await socket.accept(PROTOCOL)
        await _Connection(self._handler, self._authenticate, self._clock, socket).hold()


class _Connection:
    """One socket from its acceptance to its end."""

    def __init__(
        self, handler: RequestHandler, authenticate: Authenticate, clock: Clock, socket: WebSocket
    ) -> None:
        self._handler = handler
        self._authenticate = authenticate
        self._clock = clock
        self._socket = socket
        self._operations: dict[str, asyncio.Task[None]] = {}
        self._context: RequestContext | None = None
        self._greeted = False
        self._watch: asyncio.Task[None] | None = None

    async def hold(self) -> None:
        """Listen until one side closes; then stop everything that still runs."""
        limits = self._handler.limits
        try:
            async with asyncio.timeout(limits.init_wait_s) as waiting:
                async for message in self._messages():
                    await self._take(message, waiting)
        except CloseSocket as closing:
            await self._close(closing)
        except TimeoutError:
            expired = self._context is not None
            await self._close(
                CloseSocket(4401, "the credentials have ended; connect with new ones")
                if expired
                else CloseSocket(4408, "connection_init did not come in time")
            )
        except WebSocketDisconnect:
            pass
        finally:
            tasks = [*self._operations.values(), *([self._watch] if self._watch else [])]
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _messages(self) -> Any:
        most = self._handler.limits.body_bytes
        while True:
            received = await self._socket.receive()
            if received["type"] == "websocket.disconnect":
                raise WebSocketDisconnect(received.get("code", 1005))
            text = received.get("text")
            if text is None:
                raise CloseSocket(4400, "messages are text")
            if len(text) > most:
                raise CloseSocket(4400, f"a message is over {most // 1024} KiB")
            try:
                message = orjson.loads(text)
            except orjson.JSONDecodeError:
                raise CloseSocket(4400, "the message is not JSON") from None
            if not isinstance(message, dict) or not isinstance(message.get("type"), str):
                raise CloseSocket(4400, "a message is an object with a type")
            yield message

    async def _take(self, message: dict[str, Any], waiting: asyncio.Timeout) -> None:
        match message["type"]:
            case "connection_init":
                await self._init(message.get("payload"), waiting)
            case "ping":
                await self._send(type="pong")
            case "pong":
                pass
            case "subscribe":
                await self._subscribe(message)
            case "complete":
                task = self._operations.pop(_id(message), None)
                if task is not None:
                    task.cancel()
            case other:
                raise CloseSocket(4400, f"there is no message type {other[:40]}")

    async def _init(self, payload: Any, waiting: asyncio.Timeout) -> None:
        if self._greeted:
            raise CloseSocket(4429, "Too many initialisation requests")
        if payload is not None and not isinstance(payload, dict):
            raise CloseSocket(4400, "the payload of connection_init is an object")
        self._greeted = True
        headers = self._headers(payload or {})
        who = await self._authenticate(headers)
        if isinstance(who, AuthFailure):
            raise CloseSocket(_REFUSED.get(who.status, 4403), who.message)
        self._context = who
        waiting.reschedule(self._end_of(who))
        self._watch = asyncio.create_task(self._look_again(headers, waiting))
        await self._send(type="connection_ack")

    async def _look_again(self, headers: Mapping[str, str], waiting: asyncio.Timeout) -> None:
        """Check periodically whether the credentials are still valid: a token may be revoked, a
        role may end or change. Fails closed: if this task ends, the socket is closed as on
        expiry."""
        try:
            while True:
                await asyncio.sleep(self._handler.limits.recheck_s)
                who = await self._authenticate(headers)
                if not isinstance(who, AuthFailure):
                    self._context = who
                    ends = [end for end in (waiting.when(), self._end_of(who)) if end is not None]
                    waiting.reschedule(min(ends, default=None))
                elif who.status != 503:  # 503: no database; credentials stay
                    return
        finally:
            with contextlib.suppress(RuntimeError):  # the socket is being closed already
                waiting.reschedule(asyncio.get_running_loop().time())

    def _headers(self, payload: Mapping[str, Any]) -> Mapping[str, str]:
        given = {name.lower(): str(value) for name, value in payload.items()}
        headers = {**self._socket.headers}
        return {**headers, **({k: given[k] for k in given if k == "authorization"})}

    def _end_of(self, who: RequestContext) -> float | None:
        """When the credentials end, on the loop's clock."""
        if who.expires_at is None:
            return None
        left = (who.expires_at - self._clock()).total_seconds()
        return asyncio.get_running_loop().time() + max(0.0, left)

    async def _subscribe(self, message: dict[str, Any]) -> None:
        if self._context is None:
            raise CloseSocket(4401, "Unauthorized")
        key = _id(message)
        if key in self._operations:
            raise CloseSocket(4409, f"Subscriber for {key} already exists")
        try:
            graphql_request = GraphQLRequest.of(message.get("payload"))
        except BadInput as error:
            raise CloseSocket(4400, error.message) from None
        if len(self._operations) >= self._handler.limits.operations_per_socket:
            most = self._handler.limits.operations_per_socket
            over = LimitExceeded(f"{most} operations run on this connection; complete some first")
            await self._send(id=key, type="error", payload=refused([over]).errors)
            return
        try:
            prepared = self._handler.prepare(graphql_request)
        except InvalidDocument as invalid:
            await self._send(id=key, type="error", payload=refused(invalid.errors).errors)
            return
        self._operations[key] = asyncio.create_task(self._operate(key, prepared))

    async def _operate(self, key: str, prepared: PreparedRequest) -> None:
        try:
            source = self._handler.replies(prepared, self._context)
            async with contextlib.aclosing(source) as replies:
                async for reply in replies:
                    if not await self._pass_on(key, reply):
                        return
            self._operations.pop(key, None)
            await self._send(id=key, type="complete")
        except (WebSocketDisconnect, RuntimeError):
            return  # the socket is closed; hold() notices and ends
        finally:
            if self._operations.get(key) is asyncio.current_task():
                del self._operations[key]

    async def _pass_on(self, key: str, reply: GraphQLResponse) -> bool:
        """Send a reply; ``False`` if it was an error that ends the operation."""
        if reply.executed:
            await self._send(id=key, type="next", payload=reply.body())
            return True
        self._operations.pop(key, None)
        await self._send(id=key, type="error", payload=reply.errors)
        return False

    async def _send(self, **message: Any) -> None:
        if self._socket.application_state is WebSocketState.CONNECTED:
            await self._socket.send_text(orjson.dumps(message).decode())

    async def _close(self, closing: CloseSocket) -> None:
        with contextlib.suppress(RuntimeError, WebSocketDisconnect):
            await self._socket.close(closing.code, closing.reason)


def _id(message: Mapping[str, Any]) -> str:
    found = message.get("id")
    if not isinstance(found, str) or not found:
        raise CloseSocket(4400, "an operation needs an id, a text")
    return found[:200]


def _is_own(origin: str, socket: WebSocket) -> bool:
    """Whether a page was served by the host it connects to."""
    return origin.partition("://")[2] == socket.headers.get("host")
