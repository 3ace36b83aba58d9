"""Reads the arguments of a field over a relation: which rows, which page.

Every refusal is a :class:`BadInput` that says how to correct the argument.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from enum import Enum
from typing import Any

from wahana.platform.ids import parse_global_id
from wahana.projections.cursor import Cursor, WrongCursor, decode
from wahana.projections.relation import PAGE_MAX, Catalogue, Filter, Relation
from wahana.projections.selection import Paging, RowConditions

from .context import RequestContext
from .errors import BadInput
from .moments import RequestedTime, day_argument

PAGE_DEFAULT = 50
"""Rows of a page when neither ``first`` nor ``last`` is given."""


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
) -> tuple[Paging, Cursor | None]:
    """The page, and the cursor it starts from, if any.

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
    start: Cursor | None = None
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
        start = cursor if start is None or cursor.position < start.position else start
    paging = Paging(
        forward=last is None,
        has_after="after" in found,
        has_before="before" in found,
        size=size,
        after=found.get("after", ()),
        before=found.get("before", ()),
    )
    return paging, start


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
        return day_argument(name, plain)
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


def _plain(value: Any) -> Any:
    return value.value if isinstance(value, Enum) else value
