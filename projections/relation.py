"""Relations of a view: relations, their columns, children, filters and orderings.

A relation is a statement in the view's ``read.sql`` that yields rows, plus what this file's
declarations say about it. ``compile.py`` turns a selection over relations into one statement;
``wahana.graphql`` makes its types from the same declarations, so nothing is declared twice. This
module does not depend on GraphQL or a database.

The statement of a relation runs by itself in psql (``make sql`` prints it) with these binds:

* ``$1`` tenant (uuid),
* ``$2`` position (bigint): the rows *as of* it,
* ``$3`` valid on (date, may be null): the business date, for what has business dates.

A filter's statement is a condition over the rows ``r`` with its value as ``$4``.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any, Literal, Self, get_args

from wahana.domain.kernel.texts import search_key
from wahana.domain.words.catalogue import LABELS
from wahana.platform import sql

from .valid_on import ValidOnSupport

PAGE_MAX = 200
"""Highest number of rows of a page."""

RESERVED = frozenset(
    {"first", "after", "last", "before", "orderBy", "asOf", "validOn", "minPosition", "id"}
)
"""Names of arguments that every list has; no filter may have them."""

Kind = Literal[
    "id", "text", "texts", "int", "bigint", "bool", "date", "days", "datetime", "enum", "json",
    "sealed"
]  # fmt: skip
"""What a column holds: ``id`` a uuid shown as a global id, ``texts`` a text array, ``days`` one
of dates, ``bigint`` a number shown as text (JavaScript loses digits past 2^53), ``sealed`` a
sealed group as JSON."""

SQL_TYPES: Mapping[Kind, str] = MappingProxyType(
    {
        "id": "uuid",
        "text": "text",
        "texts": "text[]",
        "days": "date[]",
        "int": "int4",
        "bigint": "int8",
        "bool": "bool",
        "date": "date",
        "datetime": "timestamptz",
        "enum": "text",
        "json": "json",
        "sealed": "json",
    }
)


Operator = Literal["=", "<", "<=", ">", ">=", "among", "prefix", "present", "in area"]
"""How a filter compares a column with its value: ``among`` takes a list; ``prefix``: the
search key begins with it; ``present``: it is there, or (``false``) is not; ``in area``: the
area, of any level, is one of the row's (:data:`AREA_CODES`)."""

AREA_CODES = ("village_code", "district_code", "regency_code", "province_code")
"""The area columns of a row, from the smallest area up."""


class WrongDeclaration(ValueError):
    """The declaration of a relation is inconsistent. The message says where and how to fix it."""


def snake_case(name: str) -> str:
    """The SQL name of a field: ``inauguratedOn`` is ``inaugurated_on``."""
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def shown_name(code: str) -> str:
    """A code as a name in the API: ``SEKSI:HUMAS`` is ``SEKSI_HUMAS``, ``web`` is ``WEB``."""
    return re.sub(r"[:-]", "_", code).upper()


@dataclass(frozen=True, slots=True)
class Enumeration:
    """A closed list of names. A value that is not in it is an error and never shown."""

    name: str
    description: str
    values: Mapping[str, str]
    """Description of each value by its name."""
    stored: Mapping[str, str] = field(default_factory=dict)
    """Stored value by name, where it differs from the name."""

    @classmethod
    def of(cls, name: str, description: str, codes: Any) -> Self:
        """The list of a ``Literal`` type, or of the name of a list in the catalogue of texts.

        Its members are those of the type; the catalogue describes them, so a code is explained
        once. Names are in capitals, whatever is stored.
        """
        labels = LABELS[codes]
        names = {code: shown_name(code) for code in get_args(codes) or labels}
        return cls(
            name,
            description,
            {shown: labels[code].described for code, shown in names.items()},
            stored={shown: code for code, shown in names.items() if code != shown},
        )

    def stored_as(self, name: str) -> str:
        return self.stored.get(name, name)


@dataclass(frozen=True, slots=True)
class Column:
    """One field of a relation."""

    kind: Kind
    description: str
    nullable: bool = False
    sql: str | None = None
    """The column of the relation's rows; default: the field's name in snake case."""
    id_kind: str | None = None
    """For ``id``: the prefix of the global id (``wksbm``)."""
    enumeration: Enumeration | None = None
    """For ``enum``: its values."""
    mask: str | None = None
    """A permission (``GROUP``, ``GROUP:REACH``); nullable: an actor without it sees null."""
    instead: str | None = None
    """With ``mask``: the column (SQL name) that is shown to actors without the permission."""
    path: str | None = None
    """For ``sealed``: the path of the value inside the sealed group; ``*``: its only value."""
    on_day: ValidOnSupport = ValidOnSupport.TIMELESS
    open_end: bool = False
    """For ``date``: no end is stored as ``infinity`` and shown as null."""


@dataclass(frozen=True, slots=True)
class SortKey:
    """A column that rows are ordered by. It is never null and may be hidden."""

    sql: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Ordering:
    """A total order of the rows: the keys, then the relation's own key."""

    description: str
    keys: tuple[SortKey, ...]
    descending: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition on the rows with one value: a column compared, or a statement of ``read.sql``.

    Give ``column`` (SQL name) and ``operator``, or ``statement``: the name of a condition over
    ``r`` with the value as ``$4``, or ``through``.
    """

    kind: Kind
    description: str
    column: str | None = None
    operator: Operator = "="
    statement: str | None = None
    id_kind: str | None = None
    enumeration: Enumeration | None = None
    required: bool = False
    mask: str | None = None
    """A permission; for actors without it the condition ``instead`` is applied."""
    instead: str | None = None
    """With ``mask``: the name of a statement over ``r`` that takes the same value."""
    through: tuple[str, str] | None = None
    """A child and a filter of its relation: some row of the child matches, among those that the
    actor may see. Instead of a column or statement, so that nobody finds a row by data that they
    may not see."""

    def stored(self, value: Any) -> Any:
        """A given value in the form in which the view stores it."""
        return search_key(value) if self.operator == "prefix" else value

    @property
    def many(self) -> bool:
        """Whether the value is a list."""
        return self.operator == "among"


@dataclass(frozen=True, slots=True)
class Child:
    """Rows of another relation that belong to a row.

    ``one``: a single row or null; ``list``: all of them, for sets that are small by their
    nature; ``connection``: page by page.
    """

    relation: str
    form: Literal["one", "list", "connection"]
    description: str
    link: Mapping[str, str]
    """The child's column (SQL name) → the parent's column it equals."""
    nullable: bool = True
    """For ``one``: whether the row may be missing."""
    ordering: str | None = None
    expected: int = 10
    """For ``list``: the usual number of rows, which counts for the cost of a query."""


@dataclass(frozen=True, kw_only=True)
class Relation:
    """Rows that clients can query, under a name that is also the name of the GraphQL type."""

    name: str
    description: str
    sql: Mapping[str, str]
    """The statements of the view's ``read.sql``."""
    rows: str
    """Name of the statement that yields the rows."""
    views: tuple[str, ...]
    """The views it reads; the answer's position is the one that all of them have reached. Empty: it
    reads the log itself."""
    key: tuple[SortKey, ...]
    """The columns that identify a row."""
    columns: Mapping[str, Column]
    orderings: Mapping[str, Ordering]
    """By name; the first one is the default."""
    children: Mapping[str, Child] = field(default_factory=dict)
    filters: Mapping[str, Filter] = field(default_factory=dict)
    scopes: Mapping[str, Filter] = field(default_factory=dict)
    """Conditions that the request's scope adds by name, wherever the relation is read."""
    row: type[Any] | None = None
    """The struct that declares its columns."""
    stored: Mapping[str, Column] = field(default_factory=dict)
    """All columns of its rows by their SQL names, shown or not."""
    node: str | None = None
    """The prefix of its global ids, if ``node(id:)`` finds its rows by their ``id``."""

    @property
    def default_ordering(self) -> str:
        return next(iter(self.orderings))

    def column_sql(self, name: str) -> str:
        """The SQL name of a field's column."""
        return self.columns[name].sql or snake_case(name)

    def shown_sql(self, name: str, *, masked: bool) -> str | None:
        """The SQL name of the column shown in a field; ``None``: nothing is shown."""
        return self.columns[name].instead if masked else self.column_sql(name)

    @property
    def conditions(self) -> Mapping[str, Filter]:
        """Filters and scopes of the rows themselves, by name."""
        own = {name: one for name, one in self.filters.items() if one.through is None}
        return {**own, **self.scopes, **self._instead}

    @property
    def _instead(self) -> Mapping[str, Filter]:
        """The conditions that replace masked filters, by the names of their statements."""
        return {
            one.instead: replace(one, column=None, statement=one.instead, mask=None, instead=None)
            for one in self.filters.values()
            if one.instead is not None
        }

    def of_day(self, condition: Filter) -> bool:
        """Whether a column that a condition compares has a value of its own on each day."""
        return any(
            column.sql == condition.column and column.on_day is ValidOnSupport.VALID_TIME
            for column in self.stored.values()
        )

    def sort_keys(self, ordering: str) -> tuple[SortKey, ...]:
        """The keys of an ordering, ending with the relation's own."""
        keys = self.orderings[ordering].keys
        named = {key.sql for key in keys}
        return keys + tuple(key for key in self.key if key.sql not in named)


class Catalogue:
    """All relations of a release, by name; checked as a whole when it is made."""

    def __init__(
        self,
        relations: Iterable[Relation],
        versions: Mapping[str, int],
        resolve: Callable[[str, bool], str] = lambda text, on_day: sql.bare(text),
    ) -> None:
        """``versions``: of the views that are read; ``resolve``: what makes a statement of
        ``read.sql`` one that runs (``reading.py``), for a business day or for none."""
        self.versions = versions
        self._resolve = functools.cache(resolve)
        self._relations: dict[str, Relation] = {}
        self._nodes: dict[str, Relation] = {}
        for relation in relations:
            if relation.name in self._relations:
                raise WrongDeclaration(f"two relations are called {relation.name}; rename one")
            self._relations[relation.name] = relation
            if relation.node is not None:
                if relation.node in self._nodes:
                    raise WrongDeclaration(f"two relations share the id prefix {relation.node}")
                self._nodes[relation.node] = relation
        for relation in self:
            for problem in _problems(relation, self._relations):
                raise WrongDeclaration(f"relation {relation.name}: {problem}")

    def __getitem__(self, name: str) -> Relation:
        return self._relations[name]

    def __iter__(self) -> Iterator[Relation]:
        return iter(self._relations.values())

    def text(self, relation: Relation, statement: str, *, on_day: bool = False) -> str:
        """A statement of a relation's ``read.sql`` as it runs, to stand inside another one."""
        return self._resolve(relation.sql[statement], on_day)

    def of_node(self, prefix: str) -> Relation | None:
        """The relation whose global ids start with ``prefix``."""
        return self._nodes.get(prefix)


def _problems(relation: Relation, others: Mapping[str, Relation]) -> Iterator[str]:
    if relation.rows not in relation.sql:
        yield f"its SQL file has no statement called {relation.rows}"
    if not relation.key or not relation.orderings:
        yield "give it a key and at least one ordering"
    if relation.node and relation.columns.get("id", None) is None:
        yield "a node has a column called id"
    if both := relation.columns.keys() & relation.children.keys():
        yield f"{sorted(both)} are columns and children at once"
    if taken := relation.filters.keys() & RESERVED:
        yield f"filters {sorted(taken)} have the names of the engine's own arguments; rename them"
    if both := relation.filters.keys() & relation.scopes.keys():
        yield f"{sorted(both)} are filters and scopes at once"
    for name, column in relation.columns.items():
        yield from _column_problems(name, column)
    for name, condition in relation.conditions.items():
        if (condition.column is None) == (condition.statement is None):
            yield f"filter {name}: give either column or statement"
        if condition.statement is not None and condition.statement not in relation.sql:
            yield f"filter {name}: its SQL file has no statement called {condition.statement}"
        if (condition.mask is None) != (condition.instead is None):
            yield f"filter {name}: mask and instead go together"
        if condition.kind == "enum" and condition.enumeration is None:
            yield f"filter {name}: an enum needs its enumeration"
    for name, condition in relation.filters.items():
        yield from _through_problems(name, condition, relation, others)
    for name, child in relation.children.items():
        target = others.get(child.relation)
        if target is None:
            yield f"child {name}: there is no relation called {child.relation}"
        elif child.ordering is not None and child.ordering not in target.orderings:
            yield f"child {name}: {child.relation} has no ordering called {child.ordering}"
        elif not child.link:
            yield f"child {name}: say which columns link it"
        else:
            yield from _link_problems(name, child, relation, target)


def _link_problems(name: str, child: Child, relation: Relation, target: Relation) -> Iterator[str]:
    for row, columns in ((relation.row, child.link.values()), (target.row, child.link)):
        if row is not None and (missing := {*columns} - {*row.__struct_fields__}):
            yield f"child {name}: {row.__name__} has no {', '.join(sorted(missing))}"


def _through_problems(
    name: str, condition: Filter, relation: Relation, others: Mapping[str, Relation]
) -> Iterator[str]:
    if condition.through is None:
        return
    if condition.column or condition.statement or condition.mask:
        yield f"filter {name}: a filter through a child is described, and masked, there"
    child = relation.children.get(condition.through[0])
    target = None if child is None else others.get(child.relation)
    if target is None or condition.through[1] not in target.filters:
        yield f"filter {name}: there is no child and filter {'.'.join(condition.through)}"


def _column_problems(name: str, column: Column) -> Iterator[str]:
    if (column.kind == "id") != (column.id_kind is not None):
        yield f"column {name}: id_kind goes with kind id"
    if (column.kind == "enum") != (column.enumeration is not None):
        yield f"column {name}: enumeration goes with kind enum"
    if (column.kind == "sealed") != (column.path is not None):
        yield f"column {name}: path goes with kind sealed"
    if column.open_end and (column.kind != "date" or not column.nullable):
        yield f"column {name}: an open end is a date that may be null"
    if column.instead is not None and (column.mask is None or column.kind == "sealed"):
        yield f"column {name}: instead goes with mask, and not with kind sealed"
    masked = column.mask is not None and column.instead is None
    if (masked or column.kind == "sealed") and not column.nullable:
        yield f"column {name}: a masked field must be nullable"
