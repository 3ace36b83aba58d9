"""Subscriptions as Server-Sent Events, at a path of their own.

By the "distinct connections mode" of graphql-sse: one request, one operation, events ``next``
and ``complete``. Not on the path of queries, because clients that list ``text/event-stream`` among
what they accept (urql) would be answered with a stream there. A comment line every 15 s keeps
proxies from cutting the connection; the stream ends when the credentials do.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Mapping

import orjson
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from wahana.platform.clock import Clock, system_clock

from .context import RequestContext
from .documents import InvalidDocument
from .errors import BadInput
from .handler import GraphQLRequest, GraphQLResponse, PreparedRequest, RequestHandler, refused
from .http import Authenticate, AuthFailure, HttpError, parameters_of

KEEP_ALIVE_S = 15.0


class StreamView:
    """The ASGI application of the path."""

    def __init__(
        self, handler: RequestHandler, authenticate: Authenticate, *, clock: Clock = system_clock
    ) -> None:
        self._handler = handler
        self._authenticate = authenticate
        self._clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        response = await self._response(Request(scope, receive))
        await response(scope, receive, send)

    async def _response(self, request: Request) -> Response:
        try:
            graphql_request = GraphQLRequest.of(await parameters_of(request, self._handler.limits))
            who = await self._authenticate(request.headers)
            if isinstance(who, AuthFailure):
                headers = {"www-authenticate": who.challenge} if who.status == 401 else {}
                return _json(refused([who.error()]), who.status, headers)
            prepared = self._handler.prepare(graphql_request)
        except BadInput as error:
            return _json(refused([error]), 400, {})
        except HttpError as error:
            return _json(refused([BadInput(str(error))]), error.status, error.headers)
        except InvalidDocument as invalid:
            return _json(refused(invalid.errors), 400, {})
        return StreamingResponse(
            self._events(prepared, who, request.headers),
            media_type="text/event-stream; charset=utf-8",
            headers={"cache-control": "no-store", "x-accel-buffering": "no"},
        )

    async def _events(
        self, prepared: PreparedRequest, who: RequestContext, headers: Mapping[str, str]
    ) -> AsyncIterator[bytes]:
        replies = self._handler.replies(prepared, who)
        pending: asyncio.Future[GraphQLResponse] | None = None
        loop, recheck_s = asyncio.get_running_loop(), self._handler.limits.recheck_s
        looked = told = loop.time()
        try:
            while (left := self._left_s(who)) > 0:
                if loop.time() - looked >= recheck_s:
                    if not await self._still_admitted(headers):
                        break
                    looked = loop.time()
                pending = pending or asyncio.ensure_future(anext(replies))
                wait_s = min(left, KEEP_ALIVE_S, recheck_s)
                done, _ = await asyncio.wait({pending}, timeout=wait_s)
                if not done:
                    if loop.time() - told >= KEEP_ALIVE_S:
                        told = loop.time()
                        yield b":\n\n"
                    continue
                told = loop.time()
                finished, pending = pending, None
                try:
                    reply = finished.result()
                except StopAsyncIteration:
                    break
                yield b"event: next\ndata: " + orjson.dumps(reply.body()) + b"\n\n"
            yield b"event: complete\ndata:\n\n"
        finally:
            if pending is not None:
                pending.cancel()
                with contextlib.suppress(asyncio.CancelledError, StopAsyncIteration):
                    await pending
            await replies.aclose()

    async def _still_admitted(self, headers: Mapping[str, str]) -> bool:
        """Whether the credentials still hold; a database that cannot be reached does not end
        them."""
        who = await self._authenticate(headers)
        return not isinstance(who, AuthFailure) or who.status == 503

    def _left_s(self, who: RequestContext) -> float:
        """Seconds until the credentials end."""
        if who.expires_at is None:
            return float("inf")
        return (who.expires_at - self._clock()).total_seconds()


def _json(reply: GraphQLResponse, status: int, headers: dict[str, str]) -> Response:
    return Response(
        reply.encode(),
        status_code=status,
        headers={"cache-control": "no-store", **headers},
        media_type="application/json; charset=utf-8",
    )
