"""The columns of a table, derived from a row struct: names, PostgreSQL types, nullability.

A row struct is the one declaration of a table's columns. A field's Python type gives the column's
type: ``UUID`` uuid, ``str`` (or a ``Literal`` of texts) text, ``int`` integer, :data:`BigInt`
bigint, ``bool`` boolean, ``date`` date, ``datetime`` timestamptz, ``tuple[X, ...]`` an array of
X's. ``X | None`` is nullable, everything else is not. Other annotations are ignored here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import msgspec

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class SqlType:
    """In ``Annotated``: the PostgreSQL type, where the Python type alone does not give it."""

    name: str
    collation: str | None = None


BigInt = Annotated[int, SqlType("bigint")]
"""A whole number of up to 63 bits: a position, an amount of rupiah or grams."""
SearchKey = Annotated[str, SqlType("text", '"C"')]
"""A folded name, compared code point by code point: a prefix is a range of an index."""

_TYPES: dict[Any, str] = {
    UUID: "uuid",
    str: "text",
    int: "integer",
    bool: "boolean",
    date: "date",
    datetime: "timestamptz",
    bytes: "bytea",
}


@dataclass(frozen=True, slots=True)
class TableColumn:
    """A column of a table."""

    name: str
    sql_type: str
    nullable: bool
    collation: str | None = None
    annotations: tuple[Any, ...] = ()
    """What ``Annotated`` says of the field, the innermost first."""
    python_type: Any = None
    """The type without ``None`` and annotations."""

    def said(self, what: type[T]) -> T | None:
        """The first annotation of a kind."""
        return next((one for one in self.annotations if isinstance(one, what)), None)

    @property
    def definition(self) -> str:
        """The column as ``CREATE TABLE`` writes it."""
        collated = f" COLLATE {self.collation}" if self.collation else ""
        return f"{self.name} {self.sql_type}{collated}" + ("" if self.nullable else " NOT NULL")


def columns_of(row: type[msgspec.Struct]) -> tuple[TableColumn, ...]:
    """The columns of a struct, in the order of its fields. Raises ``TypeError`` for a field whose
    type is none of those above."""
    hints = get_type_hints(row, include_extras=True)
    return tuple(_column(row, name, hints[name]) for name in row.__struct_fields__)


def _column(row: type[msgspec.Struct], name: str, hint: Any) -> TableColumn:
    plain, nullable, annotations = _taken_apart(hint)
    said = next((one for one in annotations if isinstance(one, SqlType)), None)
    sql_type = said.name if said else _sql_type(plain)
    if sql_type is None:
        raise TypeError(f"{row.__name__}.{name}: no column type goes with {plain}")
    collation = said.collation if said else None
    return TableColumn(name, sql_type, nullable, collation, annotations, plain)


def _taken_apart(hint: Any) -> tuple[Any, bool, tuple[Any, ...]]:
    """The bare type, whether it may be ``None``, and all annotations."""
    if get_origin(hint) is Annotated:
        plain, nullable, annotations = _taken_apart(hint.__origin__)
        return plain, nullable, (*annotations, *hint.__metadata__)
    if get_origin(hint) in (Union, UnionType):
        inner = [one for one in get_args(hint) if one is not NoneType]
        if len(inner) == 1:
            plain, _, annotations = _taken_apart(inner[0])
            return plain, True, annotations
    return hint, False, ()


def _sql_type(plain: Any) -> str | None:
    if get_origin(plain) is tuple:
        element, *rest = get_args(plain)
        inner = _sql_type(_taken_apart(element)[0]) if rest == [...] else None
        return inner and f"{inner}[]"
    if get_origin(plain) is Literal:
        return "text" if all(isinstance(one, str) for one in get_args(plain)) else None
    return _TYPES.get(plain)
