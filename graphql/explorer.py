"""The explorer: a page to try queries in, for development only, all of it served from here.

GraphiQL needs 1.5 MB of minified scripts and inline styles; this page is three small files of
our own under a strict content security policy (decision 0009). The token that one types in is
kept in the page alone.
"""

from __future__ import annotations

from pathlib import Path

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

_FOLDER = Path(__file__).with_name("explorer_page")
_MEDIA = {
    "explorer.html": "text/html",
    "explorer.js": "text/javascript",
    "explorer.css": "text/css",
}
_HEADERS = {
    "content-security-policy": "default-src 'none'; script-src 'self'; style-src 'self'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cache-control": "no-store",
    "vary": "Accept",
}


def is_wanted(request: Request) -> bool:
    """Whether a browser opens the path by itself: it asks for HTML and brings no query."""
    return (
        request.method == "GET"
        and "text/html" in request.headers.get("accept", "")
        and "query" not in request.query_params
    )


def page(name: str = "explorer.html") -> Response:
    """One of the page's files."""
    return Response(
        (_FOLDER / name).read_bytes(), media_type=f"{_MEDIA[name]}; charset=utf-8", headers=_HEADERS
    )


def routes(path: str) -> list[Route]:
    """The routes of the page's script and style, below ``path``."""

    async def script(request: Request) -> Response:
        return page("explorer.js")

    async def style(request: Request) -> Response:
        return page("explorer.css")

    return [Route(f"{path}/explorer.js", script), Route(f"{path}/explorer.css", style)]
