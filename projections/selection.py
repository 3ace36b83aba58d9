"""A selection: what a client asks of relations, as plain immutable values.

The shape (names, aliases, which arguments are present) is compared and hashed; the values of
arguments are not, so the compiled statement is cached by shape and takes the values as binds.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

from .relation import Relation


@dataclass(frozen=True, slots=True)
class SelectedField:
    """One member of an answer: ``alias: name { of }``.

    ``name`` is a column, a child, a part of a connection, or ``__typename`` with its ``constant``.
    ``masked``: it is null, or the column ``instead`` is shown.
    """

    alias: str
    name: str
    of: Selection | tuple[SelectedField, ...] | None = None
    constant: str | None = None
    masked: bool = False


@dataclass(frozen=True, slots=True)
class RowConditions:
    """Which rows of a relation: conditions, each with its value.

    A condition is the name of a filter or scope, or ``=column``: that SQL column equals the value.
    """

    relation: str
    conditions: tuple[str, ...] = ()
    values: tuple[Any, ...] = field(default=(), compare=False)
    ordering: str | None = None
    """``None``: the relation's default."""
    through: tuple[tuple[str, RowConditions], ...] = ()
    """Children, by name, each with conditions that at least one of its rows must match."""

    def binds(self) -> tuple[Any, ...]:
        return self.values + tuple(value for _, one in self.through for value in one.binds())

    def relations(self) -> Iterator[str]:
        """The relations whose rows are queried."""
        yield self.relation
        for _, one in self.through:
            yield from one.relations()


@dataclass(frozen=True, slots=True)
class Paging:
    """The page: forward from the start or ``after``, or backward from the end or ``before``."""

    forward: bool = True
    has_after: bool = False
    has_before: bool = False
    size: int = field(default=50, compare=False)
    after: tuple[str, ...] = field(default=(), compare=False)
    before: tuple[str, ...] = field(default=(), compare=False)

    def binds(self) -> tuple[Any, ...]:
        return (*self.after, *self.before, self.size)


@dataclass(frozen=True, slots=True)
class RowSelection:
    """One row as an object, or all rows as an array."""

    source: RowConditions
    form: Literal["one", "list"]
    items: tuple[SelectedField, ...]
    nullable: bool = True

    def binds(self) -> tuple[Any, ...]:
        return self.source.binds()


@dataclass(frozen=True, slots=True)
class Connection:
    """A page of rows in Relay's shape; ``items`` are its parts (``edges``, ``pageInfo`` …)."""

    source: RowConditions
    paging: Paging
    items: tuple[SelectedField, ...]

    def binds(self) -> tuple[Any, ...]:
        return self.source.binds() + self.paging.binds()


Selection = RowSelection | Connection


def walk(selection: Selection) -> Iterator[Selection]:
    """The selection and all selections inside it, in the order in which binds are numbered."""
    yield selection
    yield from _walk_items(selection.items)


def _walk_items(items: tuple[SelectedField, ...]) -> Iterator[Selection]:
    for item in items:
        if isinstance(item.of, tuple):
            yield from _walk_items(item.of)
        elif item.of is not None:
            yield from walk(item.of)


def columns_taken(relation: Relation, selection: Selection) -> list[str]:
    """The SQL names of the columns that a selection uses: those shown, those that link children,
    those of the order. Unused columns need not be computed."""
    ordering = selection.source.ordering or relation.default_ordering
    taken = {key.sql: None for key in (*relation.sort_keys(ordering), *relation.key)}
    parts = selection.items
    for item in parts if isinstance(selection, RowSelection) else _row_items(parts):
        if item.name in relation.columns:
            shown = relation.shown_sql(item.name, masked=item.masked)
            taken[shown or relation.column_sql(item.name)] = None
        elif item.name in relation.children:
            taken |= dict.fromkeys(relation.children[item.name].link.values())
    return list(taken)


def _row_items(parts: tuple[SelectedField, ...]) -> Iterator[SelectedField]:
    """The items of rows in the parts of a connection."""
    for part in parts:
        if isinstance(part.of, tuple) and part.name in ("nodes", "node"):
            yield from part.of
        elif isinstance(part.of, tuple):
            yield from _row_items(part.of)


def is_sealed(relation: Relation, item: SelectedField) -> bool:
    """Whether the item is a sealed column that has to be opened after the statement."""
    column = relation.columns.get(item.name)
    return column is not None and column.kind == "sealed" and not item.masked


def parts_of(item: SelectedField) -> tuple[SelectedField, ...]:
    """The parts of a connection's part: those of its nodes, edges or page."""
    assert isinstance(item.of, tuple)
    return item.of
