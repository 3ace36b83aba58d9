"""Relations from row structs: a declaration gives only what does not follow from the row.

``declare("Case", CaseRow, …)`` takes the columns, their kinds and the GraphQL fields from the
struct (``field.py``). For a filter "field = value", its description under the field's name is
enough; orderings and links name columns. The result is a :class:`Relation`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from inspect import getdoc

import msgspec

from .field import RowFields, camel_case, fields_of
from .relation import (
    AREA_CODES,
    Child,
    Column,
    Filter,
    Kind,
    Operator,
    Ordering,
    Relation,
    WrongDeclaration,
)
from .row_source import TableRows


@dataclass(frozen=True, slots=True)
class ColumnFilter:
    """A filter or scope: a column compared with the value."""

    column: str
    operator: Operator
    description: str


def in_area(description: str) -> ColumnFilter:
    """The row lies in the given area, a code of any level."""
    return ColumnFilter(AREA_CODES[0], "in area", description)


def starts(column: str, description: str) -> ColumnFilter:
    """The search key in a column begins with that of the given text."""
    return ColumnFilter(column, "prefix", description)


def present(column: str, description: str) -> ColumnFilter:
    """A column has a value, or (``false``) has none."""
    return ColumnFilter(column, "present", description)


@dataclass(frozen=True, slots=True)
class RowOrder:
    """A total order of the rows: the columns, then the relation's own key."""

    description: str
    columns: tuple[str, ...]
    descending: bool = False


_FOLLOWS = "rows that follow from a table"
"""Name of the composed statement of a relation, which is in no file."""

Condition = str | ColumnFilter | Filter
"""A description (the field of that name equals the value), a comparison, or a statement."""


def declare(
    name: str,
    row: type[msgspec.Struct],
    *,
    sql: Mapping[str, str] | None = None,
    rows: str | TableRows,
    views: tuple[str, ...],
    key: Sequence[str],
    orderings: Mapping[str, RowOrder],
    filters: Mapping[str, Condition] | None = None,
    scopes: Mapping[str, Condition] | None = None,
    children: Mapping[str, Child] | None = None,
    node: bool = False,
    without: Collection[str] = (),
    description: str | None = None,
) -> Relation:
    """The relation of a row struct.

    ``rows``: the name of a statement among ``sql``, or :class:`TableRows`. ``sql``, ``views`` and
    ``children`` as in :class:`Relation`; ``key`` and ``orderings`` name columns of the row;
    ``node``: whether ``node(id:)`` finds its rows by the field ``id``; ``without``: fields of the
    row that it does not show. Its description is the docstring of the struct unless
    ``description`` is given. Raises :class:`WrongDeclaration`.
    """
    fields = fields_of(row)
    if isinstance(rows, TableRows):
        sql, rows = {**(sql or {}), _FOLLOWS: rows.statement(row)}, _FOLLOWS
    return Relation(
        name=name,
        row=row,
        description=description or " ".join((getdoc(row) or "").split()),
        sql=sql or {},
        rows=rows,
        views=views,
        key=tuple(fields.sort_key(column) for column in key),
        columns={one: column for one, column in fields.shown.items() if one not in without},
        orderings={
            one: Ordering(
                order.description,
                tuple(fields.sort_key(column) for column in order.columns),
                order.descending,
            )
            for one, order in orderings.items()
        },
        filters={one: _filter(fields, one, given) for one, given in (filters or {}).items()},
        scopes={one: _filter(fields, one, given) for one, given in (scopes or {}).items()},
        children=children or {},
        stored=fields.stored,
        node=fields.shown["id"].id_kind if node else None,
    )


def one(relation: str, description: str, *links: str, **renamed: str) -> Child:
    """The single row of another relation, or null. ``links``: columns of the same name in both;
    ``renamed``: column of the other relation → column of this one. The same for the two functions
    below.
    """
    return Child(relation, "one", description, _link(links, renamed))


def listed(
    relation: str, description: str, *links: str, expected: int = 10, **renamed: str
) -> Child:
    """All rows that belong to a row: for sets that are always small."""
    return Child(relation, "list", description, _link(links, renamed), expected=expected)


def paged(
    relation: str, description: str, *links: str, ordering: str | None = None, **renamed: str
) -> Child:
    """The rows that belong to a row, page by page."""
    link = _link(links, renamed)
    return Child(relation, "connection", description, link, ordering=ordering)


def history(key: str, of: str = "it") -> Child:
    """The trail of the object whose id is in the column ``key``."""
    return paged("TrailObjectEntry", f"Every event that names {of}, newest first.", object_id=key)


def _link(links: tuple[str, ...], renamed: Mapping[str, str]) -> Mapping[str, str]:
    return {**dict(zip(links, links, strict=True)), **renamed}


def _filter(fields: RowFields, name: str, given: Condition) -> Filter:
    if isinstance(given, Filter):
        return given
    if isinstance(given, ColumnFilter):
        column = fields.stored.get(given.column)
    else:
        column, given = _named(fields, name), ColumnFilter("", "=", given)
    if column is None:
        raise WrongDeclaration(f"filter {name}: the row has no such column")
    kind: Kind = "bool" if given.operator == "present" else column.kind
    return Filter(
        kind,
        given.description,
        column=column.sql,
        operator=given.operator,
        id_kind=column.id_kind if kind == "id" else None,
        enumeration=column.enumeration if kind == "enum" else None,
    )


def _named(fields: RowFields, name: str) -> Column | None:
    """The column with a filter's name, shown or not."""
    if name in fields.shown:
        return fields.shown[name]
    return next(
        (one for sql, one in fields.stored.items() if camel_case(sql, one.kind) == name), None
    )
