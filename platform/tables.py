"""The tables of views, each declared once: a row struct, a key, indexes.

``VersionedTable`` (``versioned.py``) keeps a history of each row, :class:`AppendTable` rows that
are only ever added, :class:`CurrentTable` the current row of each key. Columns follow from the
struct (``columns.py``), the definition and all statements from the declaration (``table_sql.py``).

Every table begins with ``tenant_id, generation`` and its key does too. The **order of the indexes
is deliberate**: without statistics of a table the planner rates all indexes that start with tenant
and generation equally, and uses the newest. So the indexes of lists are made first, then the
primary key, then those that find rows by another column: these start with that column, so that
nothing else can use them.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar

import asyncpg
import msgspec

from . import table_sql
from .columns import TableColumn, columns_of
from .database import WorkSession
from .packing import Key, RowPacking, chunks, getter, transposed

if TYPE_CHECKING:
    from .views import Batch

R = TypeVar("R", bound=msgspec.Struct)

NARROW = 9
"""Columns up to which rows go over as one array per column: cheaper there than whole rows."""

Fetch = Callable[..., Awaitable[list[asyncpg.Record]]]
_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_OWN = re.compile(r"\bown\.([a-z0-9_]+)\b")


@dataclass(frozen=True, slots=True)
class ViewVersion:
    """A view at a version: which tables are meant. Each version has tables of its own."""

    view: str
    version: int

    def table(self, name: str) -> str:
        """The qualified name of a table in the database: what the worker writes."""
        return f"view.{name}__v{self.version}"

    def index(self, table: str, name: str) -> str:
        """The name of an index in the database."""
        return f"{table}__v{self.version}_{name}"

    def named(self, statement: str) -> str:
        """A statement of ``apply.sql`` with the names that its tables, ``own.T``, have."""
        return _OWN.sub(lambda found: self.table(found[1]), statement)

    def readable(self, table: str) -> str:
        """What queries read: the table's rows, also those that an older version still holds."""
        return f"reading.{table}__v{self.version}"


class Index(ABC):
    """An index of a table: ``ListIndex("by_day", "held_on")``. A column may be an expression."""

    after_key: ClassVar[bool]
    """Whether it is made after the primary key."""

    def __init__(self, name: str, *columns: str, where: str | None = None) -> None:
        self.name = name
        self.columns = columns
        self.where = where

    @abstractmethod
    def leading(self) -> tuple[str, ...]:
        """Its columns without those that every index of the table ends with."""


class ListIndex(Index):
    """Walks a tenant's rows in an order; begins with tenant and generation."""

    after_key = False

    def leading(self) -> tuple[str, ...]:
        return ("tenant_id", "generation", *self.columns)


class LookupIndex(Index):
    """Finds rows by another column than the key's; begins with that column."""

    after_key = True

    def leading(self) -> tuple[str, ...]:
        first, *rest = self.columns
        return (first, "tenant_id", "generation", *rest)


class Table(ABC, Generic[R]):
    """What all tables of views have: see the subclasses."""

    TAIL: ClassVar[tuple[str, ...]] = ()
    """Columns that the table has besides the struct's, after them."""
    KEY_TAIL: ClassVar[tuple[str, ...]] = ()
    """Columns that the primary key has besides the key, after it."""
    INDEX_TAIL: ClassVar[tuple[str, ...]] = ()
    """Columns that every index ends with."""

    def __init__(
        self,
        row: type[R],
        *,
        key: Sequence[str],
        table: str,
        indexes: Sequence[Index] = (),
        include: Sequence[str] = (),
        fillfactor: int | None = None,
        about: str | None = None,
    ) -> None:
        """``row``: the struct of its columns, in their order; ``key`` names fields of it (with
        tenant and generation they tell rows apart); ``table``: its name, unique among all views;
        ``include``: columns that the primary key carries besides; ``about``: what it is, if the
        struct does not say. Raises ``ValueError`` for a name that does not fit.
        """
        wrong = [name for name in key if name not in row.__struct_fields__]
        if wrong:
            raise ValueError(f"{table}: its key {tuple(key)} must name fields of {row.__name__}")
        if not _NAME.fullmatch(table):
            raise ValueError(f"'{table}' cannot be the name of a table: use a-z, 0-9 and _")
        self.row = row
        self.key = tuple(key)
        self.name = table
        self.indexes = tuple(indexes)
        self.include = tuple(include)
        self.fillfactor = fillfactor
        self.about = about or _first_sentence(row)
        self.columns: tuple[TableColumn, ...] = columns_of(row)
        self.packed = RowPacking(row)
        self.key_of: Callable[[R], Key] = getter(attrgetter, self.key)
        self._composed: dict[ViewVersion, dict[str, str]] = {}

    def statements(self, of: ViewVersion) -> dict[str, str]:
        """All statements of the table in a version of its view, by name."""
        found = self._composed.get(of)
        if found is None:
            found = self._composed[of] = self._compose(of)
        return found

    @abstractmethod
    def _compose(self, of: ViewVersion) -> dict[str, str]:
        """The statements of the table in a version of its view, by name."""

    async def _load(self, fetch: Fetch, batch: Batch, keys: Iterable[Key]) -> list[R]:
        found = await fetch(
            self.statements(batch.of)["load"],
            batch.tenant,
            batch.generation,
            *transposed(keys, len(self.key)),
        )
        return [self.packed.row_of(record) for record in found]


class AppendTable(Table[R]):
    """Rows that are only ever added. As of a position those are there whose ``position``, if they
    have one, is not beyond it."""

    def __init__(self, row: type[R], *, by: str | None = None, **declared: Any) -> None:
        """``by``: a column that rows are loaded by too; an index begins with it, and the rows
        have a ``position``."""
        super().__init__(row, **declared)
        self._by = by

    def _compose(self, of: ViewVersion) -> dict[str, str]:
        write = table_sql.add_whole if self._wide else table_sql.add
        found = {"load": table_sql.load(self, of), "add": write(self, of)}
        if self._by is not None:
            found["load_by"] = table_sql.load_by(self, of, self._by)
        return found

    @property
    def _wide(self) -> bool:
        return len(self.columns) > NARROW

    async def add(self, session: WorkSession, batch: Batch, rows: Sequence[R]) -> None:
        """Add rows; one whose key is there already is left as it is."""
        scope = (batch.tenant, batch.generation)
        statement = self.statements(batch.of)["add"]
        if self._wide:
            for part in chunks(rows):
                await session.execute(statement, *scope, self.packed.whole(scope, part))
        elif rows:
            await session.execute(statement, *scope, *self.packed.arrays(rows))

    async def load(self, session: WorkSession, batch: Batch, keys: Iterable[Key]) -> list[R]:
        """The rows of some keys, once the batch before is written."""
        return await self._load(session.fetch, batch, keys)

    async def load_by_ahead(
        self, session: WorkSession, batch: Batch, values: Sequence[Any]
    ) -> list[R]:
        """The rows with some values in the column ``by``, by position, as the last committed batch
        left them: for callers that first ask what the batch before has kept (``Batch.kept``)."""
        statement = self.statements(batch.of)["load_by"]
        found = await session.fetch_ahead(statement, batch.tenant, batch.generation, values)
        return [self.packed.row_of(record) for record in found]


class CurrentTable(Table[R]):
    """One row per key, without history: what a fold must remember."""

    def _compose(self, of: ViewVersion) -> dict[str, str]:
        return {
            "load": table_sql.load(self, of),
            "put": table_sql.put(self, of),
            "remove": table_sql.remove(self, of),
        }

    async def load(self, session: WorkSession, batch: Batch, keys: Iterable[Key]) -> list[R]:
        """The rows of some keys, once the batch before is written."""
        return await self._load(session.fetch, batch, keys)

    async def load_ahead(self, session: WorkSession, batch: Batch, keys: Iterable[Key]) -> list[R]:
        """The rows of some keys as the last committed batch left them: for callers that first ask
        what the batch before has kept (``Batch.kept``)."""
        return await self._load(session.fetch_ahead, batch, keys)

    async def put(self, session: WorkSession, batch: Batch, rows: Sequence[R]) -> None:
        """From now on these are the rows of their keys."""
        if rows:
            statement = self.statements(batch.of)["put"]
            binds = self.packed.arrays(rows)
            await session.execute(statement, batch.tenant, batch.generation, *binds)

    async def remove(self, session: WorkSession, batch: Batch, keys: Sequence[Key]) -> None:
        """From now on there are no rows of these keys."""
        if keys:
            statement = self.statements(batch.of)["remove"]
            binds = transposed(keys, len(self.key))
            await session.execute(statement, batch.tenant, batch.generation, *binds)


AnyTable = Table[Any]


def _first_sentence(row: type[Any]) -> str:
    text = " ".join((row.__doc__ or "").split())
    return text.split(". ")[0].split("; ")[0].rstrip(".") + "." if text else ""
