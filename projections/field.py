"""Fields of rows: the declarations of columns in a row struct.

A row struct is the only declaration of a column: the table's column, the relation's column and the
GraphQL field follow from its line::

    reported_on: Annotated[date, Field("When it was reported.")]
    wksbm_id: Annotated[WksbmId | None, Field("The WKSBM that holds it.")]
    urgency_order: int

The Python type gives the kind (``ids.py`` has the ids; :data:`Sealed`, :data:`Json` and
:data:`OpenEnd` say what a text or a date contains; an :class:`Enumeration` in ``Annotated``
makes a text one of its values, a :class:`ValidOnSupport` says what it shows for a business day).
``| None`` makes it nullable. The name in GraphQL is that of the field in camel case; an id's ends
in ``Id``. A column without :class:`Field` only filters, orders and links rows, and is never shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from typing import Annotated

import msgspec

from wahana.platform.columns import TableColumn, columns_of

from .ids import IdOf
from .relation import Column, Enumeration, Kind, SortKey, WrongDeclaration
from .valid_on import ValidOnSupport


@dataclass(frozen=True, slots=True)
class Field:
    """A column that is shown. Several for one column show several values of a sealed group."""

    description: str
    name: str | None = None
    """The name in GraphQL, if it does not follow from the column's name."""
    mask: str | None = None
    """A permission (``GROUP``, or ``GROUP:REACH``); an actor without it sees null, or
    ``instead``.
    """
    instead: str | None = None
    """The column that is shown to actors without the permission."""
    path: str | None = None
    """For :data:`Sealed`: the path of the value in the group, if it is not the column's name;
    ``*``: it is the only value.
    """


@dataclass(frozen=True, slots=True)
class ContentKind:
    """In ``Annotated``: the content of a text or a date, if its type does not say it."""

    kind: Kind
    open_end: bool = False


TIMELESS, VALID_TIME, REFUSES_VALID_ON = ValidOnSupport
"""In ``Annotated``: what a field shows for a business day (:class:`ValidOnSupport`); default:
:data:`TIMELESS`."""


@dataclass(frozen=True, slots=True)
class ConstantColumn:
    """In ``Annotated``: a column that is in no table, but has the same value in every row."""

    value: str | None


Sealed = Annotated[str, ContentKind("sealed")]
"""A sealed group, as JSON text. It is opened for roles that may see it; others see null."""
Json = Annotated[str, ContentKind("json")]
"""JSON text, shown as JSON."""
OpenEnd = Annotated[date, ContentKind("date", open_end=True)]
"""The first day after a period; ``date.max`` while no end is known, shown as null."""

Version = Annotated[int, Field("Version of its stream, for expectedVersion.")]
UpdatedAt = Annotated[datetime, Field("When its last event was recorded.")]
Entry = Annotated[int, Field("Version of the event that entered it; corrections name it.")]
GLOBAL_ID = Field("Global id.", name="id")


@dataclass(frozen=True, slots=True)
class RowFields:
    """The columns of a row struct, as relations use them."""

    stored: Mapping[str, Column]
    """Every column by its SQL name, shown or not."""
    shown: Mapping[str, Column]
    """The shown columns, by their names in GraphQL."""

    def sort_key(self, name: str) -> SortKey:
        """A column by its SQL name, as a key for ordering rows."""
        return SortKey(name, self.stored[name].kind)


@cache
def fields_of(row: type[msgspec.Struct]) -> RowFields:
    """The columns of a row struct. Raises :class:`WrongDeclaration`."""
    columns = columns_of(row)
    stored = {column.name: _column(column, Field("Not shown.")) for column in columns}
    shown: dict[str, Column] = {}
    for column in columns:
        for field in column.annotations:
            if not isinstance(field, Field):
                continue
            made = _column(column, field)
            if field.mask is not None and (instead := stored.get(field.instead or "")) is not None:
                made = replace(made, nullable=made.nullable or instead.nullable)
            name = field.name or camel_case(column.name, made.kind)
            if name in shown:
                raise WrongDeclaration(f"{row.__name__}: two fields are called {name}")
            shown[name] = made
    return RowFields(stored, shown)


def camel_case(name: str, kind: Kind) -> str:
    """The GraphQL name of a column: ``reported_on`` is ``reportedOn``; an id ends in ``Id``."""
    first, *rest = name.split("_")
    if kind == "id" and (first, *rest)[-1] != "id":
        rest.append("id")
    return first + "".join(part.capitalize() for part in rest)


def _column(column: TableColumn, field: Field) -> Column:
    kind = _kind(column)
    of, holds = column.said(IdOf), column.said(ContentKind)
    open_end = holds is not None and holds.open_end
    hidden_from_some = field.mask is not None and field.instead is None
    return Column(
        kind=kind,
        description=field.description,
        nullable=column.nullable or open_end or hidden_from_some or kind == "sealed",
        sql=column.name,
        id_kind=of.kind if of else None,
        enumeration=column.said(Enumeration),
        mask=field.mask,
        instead=field.instead,
        path=(field.path or column.name) if kind == "sealed" else None,
        on_day=column.said(ValidOnSupport) or TIMELESS,
        open_end=open_end,
    )


_KINDS: Mapping[str, Kind] = {
    "uuid": "id",
    "text": "text",
    "integer": "int",
    "bigint": "bigint",
    "boolean": "bool",
    "date": "date",
    "timestamptz": "datetime",
}


def _kind(column: TableColumn) -> Kind:
    if (holds := column.said(ContentKind)) is not None:
        return holds.kind
    if column.said(Enumeration) is not None:
        return "enum"
    if column.sql_type == "date[]":
        return "days"
    return "texts" if column.sql_type.endswith("[]") else _KINDS[column.sql_type]
