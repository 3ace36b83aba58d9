"""Rows as binds: a struct's values as whole rows or as one array per column, and back again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from inspect import signature
from operator import attrgetter, itemgetter
from typing import Any, Generic, TypeVar, get_args, get_origin, get_type_hints

import asyncpg
import msgspec

from .columns import columns_of

R = TypeVar("R", bound=msgspec.Struct)
T = TypeVar("T")

CHUNK_ROWS = 1_000
"""Rows per statement: a bound on how long either side works while the other waits."""

MOST = {"integer": 2**31 - 1, "bigint": 2**63 - 1}
"""The largest number that a column holds."""

Key = tuple[Any, ...]
"""The values of a table's key columns, in order."""


class RowPacking(Generic[R]):
    """The columns of a struct as values, in the struct's order.

    Wide rows go over whole (:meth:`whole`), narrow ones as an array per column (:meth:`arrays`).
    """

    def __init__(self, row: type[R]) -> None:
        hints = get_type_hints(row)
        names: tuple[str, ...] = row.__struct_fields__
        self._make = maker(row, names)
        self._values_of: Callable[[R], tuple[Any, ...]] = getter(attrgetter, names)
        self._values = getter(itemgetter, names)
        self._columns = [(attrgetter(name), _is_tuple(hints[name])) for name in names]
        self._nested = [index for index, name in enumerate(names) if _is_tuple(hints[name])]
        self._numbers = [
            (index, MOST[column.sql_type])
            for index, column in enumerate(columns_of(row))
            if column.sql_type in MOST
        ]

    def whole(self, scope: tuple[Any, ...], rows: Sequence[R]) -> list[tuple[Any, ...]]:
        """Whole rows of a table that begins with the columns of ``scope``."""
        return [(*scope, *values) for values in map(self.values_of, rows)]

    def arrays(self, rows: Sequence[R]) -> list[list[Any]]:
        """One list per field, in the struct's order; tuples as array literals, to be cast in the
        select list, because ``unnest`` would flatten an array of arrays."""
        found: list[list[Any]] = [
            [array_literal(value) for value in map(get, rows)] if nested else list(map(get, rows))
            for get, nested in self._columns
        ]
        for index, most in self._numbers:
            found[index] = [_fitted(value, most) for value in found[index]]
        return found

    def values_of(self, row: R) -> tuple[Any, ...]:
        """The values of a row, in the struct's order, each with the nearest number that its column
        can hold: sums of what was entered before amounts had a ceiling may lie beyond, and a view
        does not stop at them."""
        values = self._values_of(row)
        for index, most in self._numbers:
            value = values[index]
            if value is not None and not -most <= value <= most:
                values = (*values[:index], _fitted(value, most), *values[index + 1 :])
        return values

    def row_of(self, record: asyncpg.Record) -> R:
        """The struct of a database row that has (at least) its columns."""
        values = self._values(record)
        if self._nested:
            values = list(values)
            for index in self._nested:
                values[index] = None if values[index] is None else tuple(values[index])
        return self._make(values)


def _fitted(value: int | None, most: int) -> int | None:
    return value if value is None else max(-most, min(value, most))


def chunks(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    """Whole rows in portions for one statement each."""
    return (rows[first : first + CHUNK_ROWS] for first in range(0, len(rows), CHUNK_ROWS))


def array_literal(values: Sequence[Any] | None) -> str | None:
    """The text of a one-dimensional PostgreSQL array of texts, numbers, dates or UUIDs."""
    if values is None:
        return None
    return "{" + ",".join(_element(value) for value in values) + "}"


def getter(make: Callable[..., Callable[[Any], Any]], names: Sequence[Any]) -> Callable[[Any], Any]:
    """A getter that gives a tuple also for a single name, or for none."""
    if not names:
        return lambda source: ()
    get = make(*names)
    return get if len(names) > 1 else lambda source: (get(source),)


def transposed(keys: Iterable[Key], width: int) -> list[list[Any]]:
    """Keys as one list per column."""
    return [list(column) for column in zip(*keys, strict=True)] or [[] for _ in range(width)]


def _element(value: Any) -> str:
    if value is None:
        return "NULL"
    text = str(value).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{text}"'


def _is_tuple(hint: Any) -> bool:
    return get_origin(hint) is tuple or any(get_origin(part) is tuple for part in get_args(hint))


def takes_in_order(row: type[msgspec.Struct]) -> bool:
    """Whether a struct is made of the values of all its fields without their names."""
    return all(field.kind is not field.KEYWORD_ONLY for field in signature(row).parameters.values())


def maker(row: type[R], names: Sequence[str]) -> Callable[[Sequence[Any]], R]:
    """What makes a struct of the values of all its fields, in their order."""
    if takes_in_order(row):
        return lambda values: row(*values)
    return lambda values: row(**dict(zip(names, values, strict=True)))
