"""The monthly accountability sheet of a fund's book, as HTML that prints on one page of A4.

``GET /sheet?book=fund_…&month=2026-11&asOf=123`` (or ``minPosition=123``, to wait for one's own
entry). Everything on it comes from one statement, so it shows one position; that position and the
hash of its leaf are printed at its foot, and with ``asOf`` the same sheet can be printed again. A
role that may read the book's entries may have it.
"""

from __future__ import annotations

import base64
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import jinja2
import orjson
from starlette.requests import Request as HttpRequest
from starlette.responses import HTMLResponse, JSONResponse, Response

from wahana.domain.words import formats
from wahana.domain.words.catalogue import LABELS
from wahana.domain.words.page_texts import PAGES, templates
from wahana.platform.events import EventRow
from wahana.platform.ids import global_id, parse_global_id
from wahana.platform.log.leaf import leaf, leaf_hash
from wahana.projections.compile import Compiler
from wahana.projections.read import Answer, ReadTime, answer
from wahana.projections.registry import CATALOGUE
from wahana.projections.selection import RowSelection, SelectedField

from . import sheet_lines
from .arguments import source_of
from .context import RequestContext
from .errors import BadInput, NotPermitted, words_of
from .http import Authenticate, AuthFailure
from .moments import at_position
from .request import AuthorizedRequest, RequestServices

_HERE = Path(__file__)
_STYLE = _HERE.with_name("sheet.css").read_text(encoding="utf-8")
_TEMPLATES = jinja2.Environment(
    loader=jinja2.FileSystemLoader(_HERE.parent),
    autoescape=True,
    undefined=jinja2.StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_HEADERS = {
    "cache-control": "no-store",
    "content-security-policy": "default-src 'none'; base-uri 'none'; form-action 'none'; "
    f"style-src 'sha256-{base64.b64encode(sha256(_STYLE.encode()).digest()).decode()}'",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
}
_COMPILER = Compiler(CATALOGUE)
_TEXTS = PAGES["sheet"]
_FILLED = templates("sheet", "id")
_ERRORS = PAGES["sheet_error"]
_SIGNING = (("BENDAHARA", "made_by"), ("SEKRETARIS", "checked_by"), ("KETUA", "approved_by"))
"""Maker, verifier, approver: no one holds all steps."""
_ENTRY = (
    *("entryNo", "day", "kind", "received", "paid", "receiptNo", "period", "purpose"),
    *("donorKind", "organisation", "publishedDonor", "goods", "households", "gave", "reversesNo"),
    *("reversesDay", "reason", "reversedBy", "correctsNo", "twinAmount", "position"),
)
_MONTH = (
    *("kind", "unit", "opening", "received", "paid", "closing", "entryCount", "lastDay"),
    *("sealed", "digest", "approvedAt"),
)


@dataclass(frozen=True, slots=True)
class SheetRequest:
    """Which sheet: of a book, for a month (its first day), as of a position or at least one."""

    book: UUID
    month: date
    as_of: int | None
    at_least: int

    @property
    def last_day(self) -> date:
        return (self.month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


class SheetNotFound(ValueError):
    """The address names no sheet. ``text``: name of its text among the page's errors."""

    def __init__(self, text: str) -> None:
        super().__init__(_ERRORS[text].english)
        self.text = text


def view(
    parts: RequestServices, authenticate: Authenticate
) -> Callable[[HttpRequest], Awaitable[Response]]:
    """The route; needs the read group FUND, for the book's WKSBM."""

    async def sheet(request: HttpRequest) -> Response:
        who: RequestContext | AuthFailure = await authenticate(request.headers)
        if isinstance(who, AuthFailure):
            headers = {"www-authenticate": who.challenge} if who.status == 401 else {}
            told = {"error": words_of(who.code), "errorEn": str(who.error())}
            return JSONResponse(told, status_code=who.status, headers=headers)
        assert isinstance(who, AuthorizedRequest)
        try:
            asked = _asked(request.query_params)
            if asked.month > who.today():
                raise SheetNotFound("not_begun")
            who.enter("CashEntry")
            wanted = await _wanted(who, asked)
            found = await answer(who.reading, _COMPILER, wanted, _selection(who, asked))
        except SheetNotFound as error:
            return _wrong(400, error.text)
        except NotPermitted:
            return _wrong(403, "not_permitted")
        if found.body is None:
            return _wrong(404, "no_book")
        page = await _page(parts, who, asked, found, request)
        return HTMLResponse(page, headers=_HEADERS)

    return sheet


def _asked(given: Mapping[str, str]) -> SheetRequest:
    """What the URL asks for. Raises :class:`SheetNotFound`; its message says how to fix it."""
    try:
        kind, book = parse_global_id(given.get("book", ""))
    except ValueError:
        raise SheetNotFound("book_id") from None
    if kind != "fund":
        raise SheetNotFound("book_id")
    try:
        month = date.fromisoformat(f"{given.get('month', '')}-01")
    except ValueError:
        raise SheetNotFound("month_form") from None
    as_of = _position(given, "asOf", "as_of")
    at_least = _position(given, "minPosition", "min_position")
    return SheetRequest(book, month, as_of, at_least or 0)


async def _wanted(who: AuthorizedRequest, asked: SheetRequest) -> ReadTime:
    """The moment of the sheet. Raises :class:`SheetNotFound`."""
    if asked.as_of is None:
        return ReadTime(valid_on=asked.last_day, at_least=asked.at_least, today=who.today())
    try:
        moment = await at_position(asked.as_of, who)
    except BadInput:
        raise SheetNotFound("not_recorded") from None
    return replace(moment.wanted, valid_on=asked.last_day)


def _position(given: Mapping[str, str], name: str, wrong: str) -> int | None:
    text = given.get(name)
    if text is None:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 18:
        raise SheetNotFound(wrong)
    return int(text)


def _selection(who: AuthorizedRequest, asked: SheetRequest) -> RowSelection:
    """The month with its book, its WKSBM, the board of its last day, and its entries."""
    following = asked.last_day + timedelta(days=1)
    person = _rows(who, "PersonCard", "one", ("name",))
    members = _rows(who, "BoardMember", "list", ("seat", "acting"), person=person)
    places = ("name", "villageName", "districtName", "regencyName")
    wksbm = _rows(who, "Wksbm", "one", places, boardMembers=members)
    entries = _rows(
        who, "CashEntry", "list", _ENTRY, order="DAY", dayFrom=asked.month, dayBefore=following
    )
    book = _rows(who, "FundBook", "one", ("title", "year"), entries=entries)
    links = {"book_id": asked.book, "month": asked.month}
    return _rows(who, "FundMonth", "one", _MONTH, links=links, book=book, wksbm=wksbm)


def _rows(
    who: AuthorizedRequest,
    name: str,
    form: Any,
    columns: tuple[str, ...],
    *,
    order: str | None = None,
    links: Mapping[str, Any] | None = None,
    **more: Any,
) -> RowSelection:
    """Rows of a relation as far as the actor may see them; ``more``: children, filters' values."""
    relation = CATALOGUE[name]
    items = []
    for column in columns:
        mask = relation.columns[column].mask
        items.append(SelectedField(column, column, masked=mask is not None and not who.may(mask)))
    children = {key: value for key, value in more.items() if key in relation.children}
    items += [SelectedField(key, key, rows) for key, rows in children.items()]
    source = source_of(CATALOGUE, relation, more, who, links=links, ordering=order)
    return RowSelection(source, form, tuple(items))


async def _page(
    parts: RequestServices,
    who: AuthorizedRequest,
    asked: SheetRequest,
    found: Answer,
    request: HttpRequest,
) -> str:
    month = orjson.loads(found.body or "null")
    entries = month["book"]["entries"]
    lines = sheet_lines.lines(entries, int(month["opening"]))
    row = await _row(parts, who, found.position)
    query = f"book={global_id('fund', asked.book)}&month={asked.month:%Y-%m}&asOf={found.position}"
    zone = ZoneInfo(who.authorization.state.time_zone)
    unit = month["unit"]
    return _TEMPLATES.get_template("sheet.html").render(
        style=_STYLE,
        office=(await who.office_at(found.position)).name_on(asked.last_day),
        wksbm=month["wksbm"],
        t=_TEXTS,
        fund=month["book"]["title"] or LABELS["FundKind"].word(month["kind"], "id"),
        unit=LABELS["FundUnit"].word(unit, "id"),
        month=month,
        month_name=formats.month(asked.month),
        lines=lines,
        density=_density(len(lines)),
        show=lambda value: formats.amount(int(value), unit),
        signing=_signing(month["wksbm"]["boardMembers"]),
        first_day=formats.form_date(asked.month),
        foot=_FILLED["foot"].of(
            {
                "entries": len(entries),
                "lines": len(lines),
                "day": row.recorded_at.astimezone(zone).date(),
                "position": found.position,
            }
        ),
        leaf=leaf_hash(leaf(row, who.authorization.state.origin)).hex(),
        stale=found.stale,
        url=str(request.url.replace(query=query)),
    )


async def _row(parts: RequestServices, who: AuthorizedRequest, position: int) -> EventRow:
    """The event at a position, which a view has reached and which is there for good."""
    async for row in parts.log.read_log(
        who.authorization.tenant, after=position - 1, up_to=position
    ):
        return row
    raise LookupError(f"no event at position {position}")


def _density(count: int) -> str:
    """How close the lines stand, so that the page holds them."""
    if count <= 20:
        return "wide"
    return "close" if count <= 38 else "dense"


def _signing(members: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Who signs, with the names of the day's officers where they are known."""
    found = []
    for seat, act in _SIGNING:
        holder = next((one for one in members if one["seat"] == seat), None)
        name = (holder["person"] or {}).get("name") if holder else None
        title = formats.capital(LABELS["Seat"].word(seat, "id"))
        if holder and holder["acting"]:
            title = _FILLED["acting"].of({"title": title})
        found.append({"act": _TEXTS[act].indonesian, "title": title, "name": name or ""})
    return found


def _wrong(status: int, text: str) -> Response:
    """An error that a person may read: in Indonesian, and in English beside it."""
    said = _ERRORS[text]
    return JSONResponse({"error": said.indonesian, "errorEn": said.english}, status_code=status)
