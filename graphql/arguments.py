"""Reads the arguments of a field over a relation: which rows, which page, which moment.

Every refusal is a :class:`BadInput` that says how to correct the argument.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import Enum
from typing import Any

from wahana.platform.ids import parse_global_id
from wahana.platform.views import NOW
from wahana.projections.cursor import WrongCursor, decode
from wahana.projections.read import ReadTime
from wahana.projections.relation import PAGE_MAX, Catalogue, Filter, Relation
from wahana.projections.selection import Paging, RowConditions

from .context import RequestContext
from .errors import BadInput

DAYS = (date(1800, 1, 1), date(2200, 12, 31))
"""The first and the last day that can be asked about."""

PAGE_DEFAULT = 50
"""Rows of a page when neither ``first`` nor ``last`` is given."""


@dataclass(frozen=True, slots=True)
class RequestedTime:
    """The moment of a request, and whether it is pinned (``asOf``, or a cursor's page)."""

    wanted: ReadTime
    pinned: bool = False

    def at(self, position: int) -> RequestedTime:
        """The same, fixed to a position that an answer has shown."""
        return replace(self, wanted=replace(self.wanted, position=position, at_least=0))


async def moment_of(arguments: Mapping[str, Any], context: RequestContext) -> RequestedTime:
    """The moment that a root field's ``asOf``, ``validOn`` and ``minPosition`` ask for."""
    valid_on = _day("validOn", arguments.get("validOn"))
    wanted = ReadTime(valid_on=valid_on, at_least=arguments.get("minPosition") or 0)
    as_of = arguments.get("asOf")
    if as_of is None:
        return RequestedTime(wanted)
    recorded_at = as_of.recorded_at
    position = await context.position_at(recorded_at) if recorded_at else as_of.position
    if position is None or not 0 <= position < NOW:
        raise BadInput("asOf.position counts from 0; leave asOf out to ask about now")
    # A query as of a past position needs views only up to that position.
    at_least = min(wanted.at_least, position)
    position = min(position, wanted.position)
    return RequestedTime(replace(wanted, position=position, at_least=at_least), pinned=True)


def source_of(
    catalogue: Catalogue,
    relation: Relation,
    arguments: Mapping[str, Any],
    context: RequestContext,
    *,
    links: Mapping[str, Any] | None = None,
    ordering: str | None = None,
) -> RowConditions:
    """The rows that the arguments, the actor's scope and the ``links`` (column → value) leave."""
    names: list[str] = []
    values: list[Any] = []
    through: list[tuple[str, RowConditions]] = []
    for column, value in (links or {}).items():
        names.append(f"={column}")
        values.append(value)
    for name, condition in relation.filters.items():
        given = arguments.get(name)
        if given is not None and condition.through is not None:
            child, wanted = condition.through
            target = catalogue[relation.children[child].relation]
            through.append((child, source_of(catalogue, target, {wanted: given}, context)))
        elif given is not None:
            hidden = condition.mask is not None and not context.may(condition.mask)
            names.append(condition.instead if hidden and condition.instead else name)
            values.append(bind(name, condition, given))
    for name, value in context.scopes(relation.name).items():
        if name in relation.scopes:
            names.append(name)
            values.append(value)
    chosen = arguments.get("orderBy")
    ordering = _plain(chosen) if chosen is not None else ordering
    return RowConditions(relation.name, tuple(names), tuple(values), ordering, tuple(through))


def paging_of(
    relation: Relation,
    source: RowConditions,
    arguments: Mapping[str, Any],
    moment: RequestedTime | None,
) -> tuple[Paging, int | None]:
    """The page, and the position of the cursor it starts from, if any.

    ``moment`` is given for a connection inside another answer: its cursor then needs the whole
    request to be pinned, because one statement shows one moment.
    """
    first, last = arguments.get("first"), arguments.get("last")
    if first is not None and last is not None:
        raise BadInput("give either first or last, not both")
    size = first if first is not None else last if last is not None else PAGE_DEFAULT
    if not 0 <= size <= PAGE_MAX:
        raise BadInput(
            f"a page has 0 to {PAGE_MAX} rows, not {size}; ask for the next page by after"
        )
    ordering = source.ordering or relation.default_ordering
    found: dict[str, tuple[str, ...]] = {}
    position: int | None = None
    for name in ("after", "before"):
        text = arguments.get(name)
        if text is None:
            continue
        try:
            cursor = decode(text, relation, ordering)
        except WrongCursor as error:
            raise BadInput(f"{name}: {error}") from error
        if moment is not None and not moment.pinned:
            raise BadInput(
                f"{name} stands inside another answer, which shows a newer moment; add "
                f'asOf: {{position: "{cursor.position}"}} to the outermost field'
            )
        found[name] = cursor.keys
        position = cursor.position if position is None else min(position, cursor.position)
    paging = Paging(
        forward=last is None,
        has_after="after" in found,
        has_before="before" in found,
        size=size,
        after=found.get("after", ()),
        before=found.get("before", ()),
    )
    return paging, position


def pinned_by(moment: RequestedTime, position: int | None) -> RequestedTime:
    """The moment of a page that a cursor continues."""
    if position is None:
        return moment
    if moment.pinned and moment.wanted.position < position:
        raise BadInput(
            f"the cursor's pages are as of position {position}, later than asOf; "
            "use the asOf of the first page, or start without the cursor"
        )
    return RequestedTime(replace(moment.wanted, position=position), pinned=True)


def bind(name: str, condition: Filter, value: Any) -> Any:
    """The value of a filter as PostgreSQL takes it."""
    if condition.many:
        items: Sequence[Any] = value
        if len(items) > PAGE_MAX:
            raise BadInput(f"{name} takes up to {PAGE_MAX} values, not {len(items)}")
        return [_bind_one(name, condition, item) for item in items]
    return _bind_one(name, condition, value)


def _bind_one(name: str, condition: Filter, value: Any) -> Any:
    plain = _plain(value)
    if condition.kind == "date":
        return _day(name, plain)
    if condition.kind == "id":
        try:
            kind, identity = parse_global_id(plain)
        except ValueError as error:
            raise BadInput(f"{name}: {error}") from error
        if condition.id_kind is not None and kind != condition.id_kind:
            raise BadInput(
                f"{name} takes an id such as {condition.id_kind}_<uuid>, not of a {kind}"
            )
        return identity
    if condition.kind == "enum" and condition.enumeration is not None:
        return condition.enumeration.stored_as(plain)
    if isinstance(plain, str) and "\0" in plain:
        raise BadInput(f"{name} holds a NUL character; send it without")
    return condition.stored(plain)


def _day(name: str, day: date | None) -> date | None:
    """A day to ask about, within the range of facts, so that date arithmetic cannot overflow."""
    if day is not None and not DAYS[0] <= day <= DAYS[1]:
        raise BadInput(f"{name} takes a day from {DAYS[0]} to {DAYS[1]}, not {day}")
    return day


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value
