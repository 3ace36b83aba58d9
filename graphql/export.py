"""The tenant's log as NDJSON, from a position: the stored bytes, for replaying and for proofs.

One line per event, in order of position. ``meta`` and ``payload`` are the stored texts, character
by character (their SHA-256 is in the leaf); personal values in them are sealed. Reading on
from the last position seen gives neither gaps nor repetitions.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping

import orjson
from starlette.requests import Request as HttpRequest
from starlette.responses import JSONResponse, Response, StreamingResponse

from wahana.platform.events import ENCODING, EventRow
from wahana.platform.log.leaf import leaf, leaf_hash
from wahana.platform.recorder import AsyncApplicationRecorder

from .context import RequestContext
from .errors import BadInput, NotPermitted, words_of
from .feed import check_after
from .http import Authenticate, AuthFailure
from .request import AuthorizedRequest, RequestServices

MEDIA = "application/x-ndjson"
_PAGE_EVENTS = 200


def view(
    parts: RequestServices, authenticate: Authenticate
) -> Callable[[HttpRequest], Awaitable[Response]]:
    """``GET /log.ndjson?after=0&upTo=1000``; needs the read group EXPORT."""

    async def download(request: HttpRequest) -> Response:
        who: RequestContext | AuthFailure = await authenticate(request.headers)
        if isinstance(who, AuthFailure):
            headers = {"www-authenticate": who.challenge}
            return _problem(who.status, who.code, str(who.error()), headers)
        assert isinstance(who, AuthorizedRequest)
        try:
            who.require("EXPORT")
            _check_names(request.query_params)
            after = _number(request.query_params, "after") or 0
            up_to = _number(request.query_params, "upTo")
            head = await who.recorder.max_notification_id() or 0
            check_after(after, head)
            if up_to is not None and up_to > head:
                raise ValueError(
                    f"upTo: this log ends at position {head}, before {up_to}; leave it out"
                )
        except NotPermitted as refusal:
            return _problem(403, refusal.code, str(refusal))
        except (ValueError, BadInput) as error:
            return _problem(400, BadInput.code, str(error))
        end = head if up_to is None else up_to
        lines = _lines(who.recorder, who.authorization.state.origin, after, end)
        return StreamingResponse(
            lines,
            media_type=MEDIA,
            headers={"x-wahana-head": str(head), "cache-control": "no-store"},
        )

    return download


async def _lines(
    recorder: AsyncApplicationRecorder, origin: str, after: int, up_to: int
) -> AsyncIterator[bytes]:
    while after < up_to:
        page = await recorder.select_notifications(
            after, _PAGE_EVENTS, up_to, inclusive_of_start=False
        )
        yield b"".join([_line(row, origin) for row in page])
        after = page[-1].position


def _line(row: EventRow, origin: str) -> bytes:
    return orjson.dumps(
        {
            "position": row.position,
            "eventId": row.event_id,
            "streamId": row.stream_id,
            "version": row.version,
            "topic": row.topic,
            "schemaVersion": row.schema_version,
            "actorId": row.actor_id,
            "recordedAt": row.recorded_at.isoformat(timespec="microseconds"),
            "encoding": ENCODING,
            "meta": row.meta.decode("utf-8"),
            "payload": row.payload.decode("utf-8"),
            "leafHash": leaf_hash(leaf(row, origin)).hex(),
        },
        option=orjson.OPT_APPEND_NEWLINE,
    )


def _check_names(given: Iterable[str]) -> None:
    if unknown := sorted(set(given) - {"after", "upTo"}):
        raise ValueError(f"there is no parameter {unknown[0][:40]}; there are after and upTo")


def _number(given: Mapping[str, str], name: str) -> int | None:
    text = given.get(name)
    if text is None:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise ValueError(f"{name} is a position: a whole number such as {name}=100")
    return int(text)


def _problem(
    status: int, code: str, message: str, headers: Mapping[str, str] | None = None
) -> Response:
    """An error: what is wrong and how to fix it, in full in English and by its code in
    Indonesian."""
    said = {"error": message, "errorId": words_of(code)}
    return JSONResponse(said, status_code=status, headers=dict(headers or {}))
