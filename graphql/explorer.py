"""GraphiQL: a page to try queries in, for development only, all of it served from here.

The published browser builds lie unmodified in ``explorer_page/vendor`` (notices and checksums
there), so the page works without a network and asks no other host for anything (decision 0009).
The token that one types in stays in the browser tab.
"""

from __future__ import annotations

import functools
import hashlib
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

_FOLDER = Path(__file__).with_name("explorer_page")
_PAGE = "explorer.html"
_PARTS = frozenset(
    {
        "explorer.js",
        "explorer.css",
        "vendor/graphiql.min.js",
        "vendor/graphiql.min.css",
        "vendor/react.production.min.js",
        "vendor/react-dom.production.min.js",
    }
)
_MEDIA = {".html": "text/html", ".js": "text/javascript", ".css": "text/css"}
# GraphiQL's dialogs insert <style> elements whose text varies, and its fonts and icons are in the
# style sheet as data: URLs. Scripts are files from here only, and no other host may be reached.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; style-src-elem 'self' "
    "'unsafe-inline'; font-src data:; img-src data:; connect-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)
_HEADERS = {"x-content-type-options": "nosniff", "referrer-policy": "no-referrer"}


def is_wanted(request: Request) -> bool:
    """Whether a browser opens the path by itself: it asks for HTML and brings no query."""
    return (
        request.method == "GET"
        and "text/html" in request.headers.get("accept", "")
        and "query" not in request.query_params
    )


def page() -> Response:
    """The page itself."""
    content, _ = _read(_PAGE)
    return _response(
        _PAGE,
        content,
        {"content-security-policy": _POLICY, "cache-control": "no-store", "vary": "Accept"},
    )


def routes(path: str) -> list[Route]:
    """The route of the page's scripts and styles, below ``path``.

    Browsers keep them, and ask each time whether they are still the same: answered with 304.
    """
    return [Route(f"{path}/explorer/{{name:path}}", _part)]


async def _part(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in _PARTS:
        raise HTTPException(404)
    content, etag = _read(name)
    headers = {"etag": etag, "cache-control": "no-cache"}
    if etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return _response(name, content, headers)


def _response(name: str, content: bytes, headers: dict[str, str]) -> Response:
    media = f"{_MEDIA[Path(name).suffix]}; charset=utf-8"
    return Response(content, media_type=media, headers={**_HEADERS, **headers})


@functools.cache
def _read(name: str) -> tuple[bytes, str]:
    """A file of the page, and its entity tag. Ours, and the same as long as the process runs."""
    content = (_FOLDER / name).read_bytes()
    return content, f'"{hashlib.sha256(content).hexdigest()[:32]}"'
