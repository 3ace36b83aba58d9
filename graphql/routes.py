"""The API's routes: HTTP and WebSocket on one path, SSE below it, GraphiQL in development."""

from __future__ import annotations

from collections.abc import Sequence

from starlette.routing import BaseRoute, Route, WebSocketRoute

from wahana.platform.clock import Clock, system_clock

from . import explorer
from .handler import RequestHandler
from .http import Authenticate, HttpView
from .stream import StreamView
from .websocket import SocketView

PATH = "/graphql"


def routes(
    handler: RequestHandler,
    authenticate: Authenticate,
    *,
    development: bool = False,
    origins: Sequence[str] = (),
    clock: Clock = system_clock,
) -> list[BaseRoute]:
    """What to mount. ``origins``: pages of other hosts that may open WebSockets (and, with
    ``http.cors``, send requests)."""
    mounted: list[BaseRoute] = [
        Route(f"{PATH}/stream", StreamView(handler, authenticate, clock=clock)),
        Route(PATH, HttpView(handler, authenticate, development=development)),
        WebSocketRoute(
            PATH, SocketView(handler, authenticate, origins=tuple(origins), clock=clock)
        ),
    ]
    return mounted + (explorer.routes(PATH) if development else [])
