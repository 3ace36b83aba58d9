"""The ASGI application: ``/graphql``, the log as NDJSON, and the two health checks.

``deploy`` passes in its parts. A request is admitted by its token alone; the tenant never comes
from a header or a path.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence

import strawberry
from starlette.applications import Starlette
from starlette.requests import Request as HttpRequest
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from wahana.tenants.authorization import NotAdmitted

from . import export, http, sheet
from .context import RequestContext
from .errors import TemporarilyUnavailable, is_passing, try_again
from .handler import RequestHandler
from .http import AuthFailure
from .limits import Limits
from .request import AuthorizedRequest, RequestServices
from .routes import routes

Check = Callable[[], Awaitable[str | None]]
"""Returns the reason why the service is not ready, or ``None``."""

CHECK_SECONDS = 3.0


def application(
    parts: RequestServices,
    schema: strawberry.Schema,
    *,
    checks: Mapping[str, Check],
    origins: Sequence[str] = (),
    development: bool = False,
    limits: Limits | None = None,
) -> Starlette:
    """The application. ``checks``: what has to work before requests are sent here, by name."""
    authenticate = _authenticator(parts)
    handler = RequestHandler(schema, limits)
    return Starlette(
        routes=[
            *routes(
                handler, authenticate, development=development, origins=origins, clock=parts.clock
            ),
            Route("/log.ndjson", export.view(parts, authenticate)),
            Route("/sheet", sheet.view(parts, authenticate)),
            Route("/live", _live),
            Route("/ready", _ready(checks)),
        ],
        middleware=http.cors(list(origins)),
        exception_handlers={404: _not_here, 405: _not_so},
    )


async def _not_here(request: HttpRequest, error: Exception) -> Response:
    return JSONResponse({"error": f"there is nothing here; {_PATHS}"}, status_code=404)


async def _not_so(request: HttpRequest, error: Exception) -> Response:
    headers = getattr(error, "headers", None)
    message = f"this path does not take {request.method}; {_PATHS}"
    return JSONResponse({"error": message}, status_code=405, headers=headers)


_PATHS = (
    "there are /graphql (POST, WebSocket), /graphql/stream, /log.ndjson, /sheet, /live and /ready"
)


def _authenticator(parts: RequestServices) -> http.Authenticate:
    async def authenticate(headers: Mapping[str, str]) -> RequestContext | AuthFailure:
        kind, _, secret = headers.get("authorization", "").partition(" ")
        if kind.lower() != "bearer" or not secret:
            return AuthFailure("send your API token: Authorization: Bearer wah_…")
        try:
            return AuthorizedRequest(parts, await parts.authorizer.admit(secret.strip()))
        except NotAdmitted as reason:
            return AuthFailure(
                str(reason), challenge='Bearer realm="wahana", error="invalid_token"'
            )
        except Exception as error:
            if not is_passing(error):
                raise
            return AuthFailure(try_again().message, code=TemporarilyUnavailable.code, status=503)

    return authenticate


async def _live(request: HttpRequest) -> Response:
    """The process answers; nothing else is checked."""
    return JSONResponse({"live": True})


def _ready(checks: Mapping[str, Check]) -> Callable[[HttpRequest], Awaitable[Response]]:
    async def ready(request: HttpRequest) -> Response:
        """200 if every part works, else 503; each part with its reason."""
        reasons = await asyncio.gather(*(_reason(check) for check in checks.values()))
        parts = {
            name: "ok" if reason is None else reason
            for name, reason in zip(checks, reasons, strict=True)
        }
        is_ready = all(reason is None for reason in reasons)
        return JSONResponse(
            {"ready": is_ready, "parts": parts},
            status_code=200 if is_ready else 503,
            headers={"cache-control": "no-store"},
        )

    return ready


async def _reason(check: Check) -> str | None:
    try:
        return await asyncio.wait_for(check(), CHECK_SECONDS)
    except TimeoutError:
        return f"no answer within {CHECK_SECONDS:.0f} s"
    except Exception as error:
        return f"{type(error).__name__}: ask the log of this process"
