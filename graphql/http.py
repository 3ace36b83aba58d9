"""``/graphql`` over HTTP, by the GraphQL-over-HTTP specification.

GET for queries, POST with JSON; ``application/graphql-response+json`` where the client accepts
it, else ``application/json``. With the former a request that cannot be executed is a 4xx, with
the latter a 200 as the specification wants for old clients; what is wrong with the HTTP request
itself is a 4xx for both. Tested with the audits of npm ``graphql-http`` (``tests/api/served``).
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import orjson
from graphql import OperationType
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from . import explorer
from .context import RequestContext
from .documents import InvalidDocument
from .errors import BadInput, ClientError
from .handler import GraphQLRequest, GraphQLResponse, RequestHandler, refused
from .limits import Limits

MODERN = "application/graphql-response+json"
PLAIN = "application/json"


@dataclass(frozen=True, slots=True)
class AuthFailure:
    """Why a request is not admitted: 401 for missing or bad credentials, 403 for a missing
    right."""

    message: str
    code: str = "UNAUTHENTICATED"
    status: int = 401
    challenge: str = 'Bearer realm="wahana"'
    """For 401: the value of ``WWW-Authenticate``."""

    def error(self) -> ClientError:
        found = ClientError(self.message)
        assert found.extensions is not None
        found.extensions["code"] = self.code
        return found


Authenticate = Callable[[Mapping[str, str]], Awaitable[RequestContext | AuthFailure]]
"""Authenticates a request by its headers (names in lower case)."""


class HttpError(Exception):
    """The HTTP request itself is wrong: status, what is wrong and how to fix it."""

    def __init__(self, status: int, message: str, **headers: str) -> None:
        super().__init__(message)
        self.status = status
        self.headers = {name.replace("_", "-"): value for name, value in headers.items()}


class HttpView:
    """The ASGI application of the path. ``development`` serves GraphiQL to browsers
    and answers introspection to anybody."""

    def __init__(
        self, handler: RequestHandler, authenticate: Authenticate, *, development: bool = False
    ) -> None:
        self._handler = handler
        self._authenticate = authenticate
        self._development = development

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        request = Request(scope, receive)
        media, headers = PLAIN, dict[str, str]()
        try:
            if self._development and explorer.is_wanted(request):
                await explorer.page()(scope, receive, send)
                return
            media = negotiate(request.headers.get("accept"))
            reply, status, headers = await self._reply(request, media)
        except HttpError as error:
            reply, status, headers = refused([BadInput(str(error))]), error.status, error.headers
        except ClientDisconnect:
            return
        response = Response(
            reply.encode(),
            status_code=status,
            headers={"cache-control": "no-store", "vary": "Accept", **headers},
            media_type=f"{media}; charset=utf-8",
        )
        await response(scope, receive, send)

    async def _reply(
        self, request: Request, media: str
    ) -> tuple[GraphQLResponse, int, dict[str, str]]:
        try:
            graphql_request = GraphQLRequest.of(await parameters_of(request, self._handler.limits))
        except BadInput as error:
            return refused([error]), 400, {}
        who = await self._authenticate(request.headers)
        if isinstance(who, AuthFailure) and not self._development:
            return _not_let_in(who)
        try:
            prepared = self._handler.prepare(graphql_request)
        except InvalidDocument as invalid:
            return refused(invalid.errors), 400 if media == MODERN else 200, {}
        if prepared.kind is OperationType.SUBSCRIPTION:
            raise HttpError(400, "subscriptions go over WebSocket, or SSE at /graphql/stream")
        if request.method == "GET" and prepared.kind is not OperationType.QUERY:
            raise HttpError(405, "mutations need POST", allow="POST")
        if request.method == "GET" and prepared.document.private:
            raise HttpError(405, "this needs POST: an address is written to logs", allow="POST")
        if isinstance(who, AuthFailure) and not prepared.is_introspection:
            return _not_let_in(who)
        reply = await self._handler.execute(prepared, None if isinstance(who, AuthFailure) else who)
        if reply.timed_out:
            return reply, 504, {}
        return reply, 200 if reply.executed or media == PLAIN else 400, {}


async def parameters_of(request: Request, limits: Limits) -> Any:
    """The JSON object of a GET or POST. Raises :class:`HttpError`."""
    try:
        async with asyncio.timeout(limits.timeout_s):
            return await _parameters(request, limits)
    except TimeoutError:
        raise HttpError(408, "the body came too slowly; send it at once") from None


async def _parameters(request: Request, limits: Limits) -> Any:
    if request.method == "GET":
        return _from_query_string(request)
    if request.method != "POST":
        raise HttpError(405, "use GET or POST", allow="GET, POST")
    media, _, parameters = request.headers.get("content-type", "").partition(";")
    if media.strip().lower() != PLAIN:
        raise HttpError(415, f"send the request as {PLAIN}", accept=PLAIN)
    charset = parameters.lower().replace('"', "").replace(" ", "")
    if "charset=" in charset and "charset=utf-8" not in charset:
        raise HttpError(415, "send the request in UTF-8", accept=f"{PLAIN}; charset=utf-8")
    try:
        return orjson.loads(await read_body(request, limits.body_bytes))
    except orjson.JSONDecodeError:
        raise HttpError(400, "the body is not JSON in UTF-8") from None


async def read_body(request: Request, most: int) -> bytes:
    """The body of a request. Raises :class:`HttpError` 413 as soon as it is over ``most`` bytes."""
    over = HttpError(413, f"the body is over {most // 1024} KiB; send the request in parts")
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and int(declared) > most:
        raise over
    parts = bytearray()
    async for chunk in request.stream():
        parts += chunk
        if len(parts) > most:
            raise over
    return bytes(parts)


@lru_cache(256)
def negotiate(accept: str | None) -> str:
    """The media type of the answer. Raises :class:`HttpError` 406 if none is acceptable."""
    if not accept:
        return PLAIN
    offers: dict[str, float] = {}
    for part in accept.split(","):
        media, *parameters = (piece.strip().lower() for piece in part.split(";"))
        quality = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip() == "q":
                quality = _quality(value)
            elif name.strip() == "charset" and value.strip('" ') != "utf-8":
                quality = 0.0
        offers[media] = max(quality, offers.get(media, 0.0))
    wild = max(offers.get("*/*", 0.0), offers.get("application/*", 0.0))
    plain, modern = offers.get(PLAIN, wild), offers.get(MODERN, 0.0)
    if max(plain, modern) <= 0:
        raise HttpError(406, f"answers come as {MODERN} or {PLAIN}; accept one of them")
    return MODERN if modern >= plain else PLAIN


def cors(origins: list[str]) -> list[Middleware]:
    """The middleware that lets pages of these origins call the API; none for an empty list."""
    if not origins:
        return []
    return [
        Middleware(
            CORSMiddleware,
            allow_origins=origins,
            allow_methods=["GET", "POST"],
            allow_headers=["authorization", "content-type"],
            max_age=600,
        )
    ]


def _from_query_string(request: Request) -> dict[str, Any]:
    found: dict[str, Any] = dict(request.query_params)
    for name in ("variables", "extensions"):
        if found.get(name):
            try:
                found[name] = orjson.loads(found[name])
            except orjson.JSONDecodeError:
                raise HttpError(400, f"{name} is not JSON") from None
        else:
            found.pop(name, None)
    return found


def _not_let_in(who: AuthFailure) -> tuple[GraphQLResponse, int, dict[str, str]]:
    headers = {"www-authenticate": who.challenge} if who.status == 401 else {}
    return refused([who.error()]), who.status, headers


def _quality(text: str) -> float:
    try:
        return min(1.0, max(0.0, float(text)))
    except ValueError:
        return 0.0
