"""Rows that a view makes of folded states: after each event they equal the rows of the state."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast
from uuid import UUID

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wahana.platform.versioned import BatchRows, VersionedTable
from wahana.platform.views import Batch
from wahana.projections.folds import ShownRows, _TableFold
from wahana.projections.streams import FoldedEvent

NOW = datetime(2026, 11, 1, tzinfo=UTC)


class Shelf(msgspec.Struct, frozen=True):
    id: UUID
    version: int = 0
    books: tuple[tuple[int, str], ...] = ()


class Book(msgspec.Struct, frozen=True):
    shelf_id: UUID
    no: int
    title: str


class Label(msgspec.Struct, frozen=True):
    shelf_id: UUID
    titles: str


BOOKS = VersionedTable(Book, key=("shelf_id", "no"), table="book")
LABELS = VersionedTable(Label, key=("shelf_id",), table="label")


def books(shelf: Shelf, at: datetime) -> Iterator[Book]:
    return (Book(shelf.id, no, title) for no, title in shelf.books)


def label(shelf: Shelf, at: datetime) -> Iterator[Label]:
    """A shelf without books has none."""
    if shelf.books:
        yield Label(shelf.id, " ".join(title for _, title in shelf.books))


def folding(shown: ShownRows[Any, Any]) -> _TableFold:
    batch = cast(Batch, SimpleNamespace(of=None, tenant=UUID(int=0), generation=1))
    return _TableFold(shown, BatchRows(shown.table, batch), {})


def step(at: int, before: Shelf, after: Shelf) -> FoldedEvent:
    event: Any = SimpleNamespace(position=at, recorded_at=NOW)
    return FoldedEvent(event, before, after)


SHELF = st.dictionaries(st.integers(1, 3), st.sampled_from("abc"), max_size=3)
HISTORY = st.lists(st.tuples(st.integers(1, 2), SHELF), min_size=1, max_size=12)


@pytest.mark.parametrize("of", [(), ("books",)])
@given(history=HISTORY)
def test_after_each_event_there_are_the_rows_of_the_state(
    of: tuple[str, ...], history: list[tuple[int, dict[int, str]]]
) -> None:
    many = folding(ShownRows(Shelf, BOOKS, books, of=of))
    one = folding(ShownRows(Shelf, LABELS, label, of=of))
    shelves = {number: Shelf(UUID(int=number)) for number in (1, 2)}
    for at, (number, found) in enumerate(history, start=1):
        before = shelves[number]
        content = tuple(sorted(found.items()))
        kept = before.books if content == before.books else content
        shelves[number] = Shelf(before.id, before.version + 1, kept)
        for fold in (many, one):
            fold.take(step(at, before, shelves[number]))
        for shelf in shelves.values():
            rows = [many.rows.get(shelf.id, no) for no in (1, 2, 3)]
            titles = dict(shelf.books)
            assert [row and row.title for row in rows] == [titles.get(no) for no in (1, 2, 3)]
            told = one.rows.get(shelf.id)
            assert (told.titles if told else "") == " ".join(titles.values())


def test_the_only_row_of_a_state_is_under_its_id() -> None:
    def astray(shelf: Shelf, at: datetime) -> Iterator[Label]:
        yield Label(UUID(int=9), "")

    fold = folding(ShownRows(Shelf, LABELS, astray))
    shelf = Shelf(UUID(int=1))
    with pytest.raises(ValueError, match="label: a row is not under its state's id"):
        fold.take(step(1, shelf, Shelf(shelf.id, 1)))
