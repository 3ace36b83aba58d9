"""Compiles a selection to one SQL statement that builds the JSON of the whole answer.

SQL is composed only here, in ``row_source.py`` and in ``platform/table_sql.py`` (decisions 0007,
0019): from the statements of the views' ``read.sql``, declared column names and bind parameters,
never from a client's text. Aliases, the only client text in it, are GraphQL names
(``[_A-Za-z0-9]``), quoted, and checked again here. The statement is cached by the shape of the
selection; all values are binds:

``$1`` tenant, ``$2`` position, ``$3`` valid on, ``$4`` least position wanted, ``$5`` the office's
date at the moment, ``$6`` … the selection's own, in the order of :func:`.selection.walk`.

A value that a GraphQL answer may not contain (a null in a non-null column, an unknown enum value,
an Int past 32 bits) makes a cast of the statement fail; ``read.py`` distinguishes it from a wrong
value of the client by the mark at the beginning of the cast text.
"""

# ruff: noqa: S608 - this module composes SQL; the docstring says from what

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import product
from typing import Any

from wahana.platform import sql

from .quoting import (
    POSITION,
    UNFIT,
    as_days,
    as_of,
    column_name,
    literal,
    quoted_alias,
    refusal,
)
from .relation import AREA_CODES, SQL_TYPES, Catalogue, Column, Filter, Relation, SortKey
from .selection import (
    Connection,
    RowConditions,
    RowSelection,
    SelectedField,
    Selection,
    columns_taken,
    parts_of,
    walk,
)

_MOMENT = sql.load(__file__, "moment.sql")
_FIRST_BIND = 6
TYPED = "with moment as (select $1::uuid, $2::bigint, $3::date, current_date as today) "
"""Before rows that are read alone: the types of the first binds, and a moment of their own."""


class Compiler:
    """Statements over one catalogue of relations, cached by shape."""

    def __init__(self, catalogue: Catalogue, cache_size: int = 1024) -> None:
        self.catalogue = catalogue
        self.answer = lru_cache(cache_size)(self._answer)

    def _answer(self, selection: Selection, on_day: bool = False) -> str:
        """The statement that gives ``position, stale, today, body``: ``body`` is the JSON text.
        ``on_day``: a business day is asked for, so ``$3`` is given."""
        writer = _Writer(self.catalogue, selection, on_day)
        body = writer.selection(selection, None)
        shown = f"moment.position, moment.stale, moment.today, {body} as body"
        return f"{writer.moment()}select {shown} from moment"

    def moment(self, views: Iterable[str]) -> str:
        """The statement that gives ``position, stale, today`` of what some views show."""
        return _moment(self.catalogue, views)

    def views(self, selection: Selection) -> list[str]:
        """The views that a selection reads."""
        names = {name for part in walk(selection) for name in part.source.relations()}
        return sorted({view for name in names for view in self.catalogue[name].views})

    def every_statement(self) -> Iterator[tuple[str, str]]:
        """Each relation's rows and conditions as whole statements, by name; those for a business
        day too, where they are others: for tests that prepare them on the database."""
        for relation, on_day in product(self.catalogue, (False, True)):
            text = self.catalogue.text(relation, relation.rows, on_day=on_day)
            if on_day and text == self.catalogue.text(relation, relation.rows):
                continue
            rows, suffix = f"({text}) r", " on a day" if on_day else ""
            yield f"{relation.name}{suffix}", f"{TYPED}select r.* from {rows}"
            for name, condition in relation.conditions.items():
                where = _condition(self.catalogue, relation, condition, 4, on_day)
                named = f"{relation.name}.{name}{suffix}"
                yield named, f"{TYPED}select 1 from {rows} where {where}"


def binds(selection: Selection) -> list[Any]:
    """The selection's own values, as ``$6`` and following."""
    return [value for part in walk(selection) for value in part.binds()]


class _Writer:
    """Writes one statement. ``n1``, ``n2`` … are the rows of its selections."""

    def __init__(self, catalogue: Catalogue, root: Selection, on_day: bool) -> None:
        self.catalogue = catalogue
        self._on_day = on_day
        self.root = root
        self.used: set[str] = set()
        self._first: dict[int, int] = {}
        self._number = 0
        following = _FIRST_BIND
        for part in walk(root):
            self._first[id(part)] = following
            following += len(part.binds())
            for name in part.source.relations():
                self.used.update(catalogue[name].views)

    def moment(self) -> str:
        return f"with moment as materialized (\n{_moment(self.catalogue, self.used)}\n)\n"

    def about(self, source: RowConditions) -> tuple[Relation, tuple[SortKey, ...], str]:
        relation = self.catalogue[source.relation]
        ordering = source.ordering or relation.default_ordering
        return relation, relation.sort_keys(ordering), ordering

    def descending(self, source: RowConditions) -> bool:
        relation, _, ordering = self.about(source)
        return relation.orderings[ordering].descending

    def source(
        self, selection: Selection, link: Iterable[str] = (), seek: Iterable[str] = ()
    ) -> str:
        """``(rows) r where …`` with the source's conditions, ``link`` and the page's ``seek``."""
        first = self._first[id(selection)]
        wanted = [*link, *self._conditions(selection.source, first), *seek]
        return self._where(selection.source, wanted)

    def _where(self, source: RowConditions, wanted: list[str]) -> str:
        relation = self.catalogue[source.relation]
        rows = as_of(self.catalogue.text(relation, relation.rows, on_day=self._on_day))
        return f"(\n{rows}\n) r" + (f" where {' and '.join(wanted)}" if wanted else "")

    def _conditions(self, source: RowConditions, number: int) -> Iterator[str]:
        """The source's conditions over ``r``; their binds begin at ``number``."""
        relation = self.catalogue[source.relation]
        for name in source.conditions:
            if name.startswith("="):
                yield f"r.{column_name(name[1:])} = ${number}"
            else:
                condition = relation.conditions[name]
                yield as_of(_condition(self.catalogue, relation, condition, number, self._on_day))
            number += 1
        for name, rows in source.through:
            link = relation.children[name].link
            theirs, ours = (
                ", ".join(f"r.{column_name(c)}" for c in part) for part in (link, link.values())
            )
            inner = self._where(rows, [*self._conditions(rows, number)])
            yield f"({ours}) in (select {theirs} from {inner})"
            number += len(rows.binds())

    def _named(self, relation: Relation, name: str, number: int) -> str:
        """A filter or scope. Who may read a row is judged by what is known, not by the day."""
        condition, scope = relation.conditions[name], name in relation.scopes
        text = _condition(self.catalogue, relation, condition, number, self._on_day and not scope)
        if not (scope and self._on_day and relation.of_day(condition)):
            return text
        key = ", ".join(f"r.{column_name(part.sql)}" for part in relation.key)
        rows = self.catalogue.text(relation, relation.rows)
        return f"({key}) in (select {key} from (\n{rows}\n) r where {text})"

    def page(self, selection: Selection, link: Iterable[str] = ()) -> tuple[str, str]:
        """Two selects: the rows found (one more than the page), and the page from ``found``; with
        the columns that the selection uses."""
        relation, keys, _ = self.about(selection.source)
        taken = map(column_name, columns_taken(relation, selection))
        columns = ", ".join(f"r.{column}" for column in taken)
        if isinstance(selection, RowSelection):
            limit = " limit 1" if selection.form == "one" else ""
            rows = self.source(selection, link)
            return f"select {columns} from {rows}{limit}", "select * from found"
        paging, descending = selection.paging, self.descending(selection.source)
        number = self._first[id(selection)] + len(selection.source.binds())
        seek = []
        for present, backwards in ((paging.has_after, False), (paging.has_before, True)):
            if present:
                seek.append(_seek(keys, number, smaller=descending != backwards))
                number += len(keys)
        order = _order(keys, "r", descending=descending == paging.forward)
        size = f"${number}::bigint"
        rows = self.source(selection, link, seek)
        return (
            f"select {columns} from {rows} order by {order} limit {size} + 1",
            f"select * from found r order by {order} limit {size}",
        )

    def total(self, selection: Selection, link: Iterable[str] = ()) -> str:
        return f"(select count(*) from {self.source(selection, link)})::int4"

    def cursor(self, source: RowConditions, n: str) -> str:
        _, keys, ordering = self.about(source)
        parts = [f"'{ordering}'", "(select position || '@' || today from moment)"]
        parts += [f"{n}.{column_name(key.sql)}::text" for key in keys]
        array = f"json_build_array({', '.join(parts)})::text"
        return rf"translate(encode(convert_to({array}, 'UTF8'), 'base64'), E'+/=\n', '-_')"

    # --- JSON ---------------------------------------------------------------------------------

    def selection(self, selection: Selection, link: tuple[str, ...] | None) -> str:
        """The expression that yields the selection's JSON."""
        links = link or ()
        if isinstance(selection, Connection):
            return self._connection(selection, links)
        relation, keys, _ = self.about(selection.source)
        n = self._name()
        items = self._row(relation, selection.items, n)
        found, _ = self.page(selection, links)
        if selection.form == "one":
            return f"(select row_to_json(x) from (select {items} from ({found}) {n}) x)"
        order = _order(keys, n, descending=self.descending(selection.source))
        rows = f"select {items} from ({found}) {n} order by {order}"
        return f"coalesce((select json_agg(x) from ({rows}) x), '[]'::json)"

    def _connection(self, selection: Connection, link: Iterable[str]) -> str:
        found, page = self.page(selection, link)
        parts = [
            f"{self._part(selection, item, link)} as {quoted_alias(item.alias)}"
            for item in selection.items
        ]
        return (
            f"(select row_to_json(c) from (with found as materialized ({found}), "
            f"page as materialized ({page})\nselect {', '.join(parts)}) c)"
        )

    def _part(self, selection: Connection, item: SelectedField, link: Iterable[str]) -> str:
        match item.name:
            case "edges" | "nodes":
                return self._members(selection, item)
            case "pageInfo":
                return self._page_info(selection, item)
            case "totalCount":
                return self.total(selection, link)
            case "position":
                return f"{POSITION}::text"
            case "stale":
                return "(select stale from moment)"
            case "__typename":
                return literal(item.constant)
        raise ValueError(f"a connection has no part {item.name}")

    def _members(self, selection: Connection, item: SelectedField) -> str:
        relation, keys, _ = self.about(selection.source)
        n = self._name()
        if item.name == "nodes":
            items = self._row(relation, parts_of(item), n)
        else:
            items = ", ".join(
                f"{self._edge(selection, part, n)} as {quoted_alias(part.alias)}"
                for part in parts_of(item)
            )
        order = _order(keys, n, descending=self.descending(selection.source))
        rows = f"select {items} from page {n} order by {order}"
        return f"coalesce((select json_agg(x) from ({rows}) x), '[]'::json)"

    def _edge(self, selection: Connection, item: SelectedField, n: str) -> str:
        if item.name == "cursor":
            return self.cursor(selection.source, n)
        if item.name == "__typename":
            return literal(item.constant)
        relation = self.catalogue[selection.source.relation]
        items = self._row(relation, parts_of(item), n)
        return f"(select row_to_json(x) from (select {items}) x)"

    def _page_info(self, selection: Connection, item: SelectedField) -> str:
        _, keys, _ = self.about(selection.source)
        paging, descending = selection.paging, self.descending(selection.source)
        size = f"${self._first[id(selection)] + len(selection.binds()) - 1}::bigint"
        more = f"((select count(*) from found) > {size})"
        onward, back = (f"({more} or {paging.has_before})", str(paging.has_after))
        if not paging.forward:
            onward, back = (str(paging.has_before), f"({more} or {paging.has_after})")

        def edge(last: bool) -> str:
            order = _order(keys, "r", descending=descending != last)
            cursor = self.cursor(selection.source, "r")
            return f"(select {cursor} from page r order by {order} limit 1)"

        values = {"hasNextPage": onward, "hasPreviousPage": back}
        values |= {"startCursor": edge(False), "endCursor": edge(True)}
        parts = ", ".join(
            f"{literal(part.constant) if part.name == '__typename' else values[part.name]}"
            f" as {quoted_alias(part.alias)}"
            for part in parts_of(item)
        )
        return f"(select row_to_json(i) from (select {parts}) i)"

    def _row(self, relation: Relation, items: tuple[SelectedField, ...], n: str) -> str:
        return ", ".join(
            f"{self._field(relation, item, n)} as {quoted_alias(item.alias)}" for item in items
        )

    def _field(self, relation: Relation, item: SelectedField, n: str) -> str:
        if item.name == "__typename":
            return literal(item.constant)
        if item.name in relation.columns:
            shown = relation.shown_sql(item.name, masked=item.masked)
            if shown is None:
                return "null::text"
            return _value(relation.columns[item.name], f"{n}.{column_name(shown)}", relation, n)
        if item.masked:
            return "null::text"
        if item.of is None or isinstance(item.of, tuple):
            raise ValueError(f"{relation.name}.{item.name} is no column and no child")
        child = relation.children[item.name]
        link = tuple(
            f"r.{column_name(theirs)} = {n}.{column_name(ours)}"
            for theirs, ours in child.link.items()
        )
        written = self.selection(item.of, link)
        if child.form == "one" and not child.nullable:
            return f"coalesce({written}, {refusal(relation.key[0].sql, n)}::json)"
        return written

    def _name(self) -> str:
        self._number += 1
        return f"n{self._number}"


def _moment(catalogue: Catalogue, views: Iterable[str]) -> str:
    wanted = ", ".join(f"('{view}', {catalogue.versions[view]})" for view in sorted(views))
    text = sql.bare(_MOMENT["of_views" if wanted else "of_log"])
    return text.replace("{wanted}", wanted)


def _value(column: Column, value: str, relation: Relation, n: str) -> str:
    """The JSON expression of a column; it fails for a value that must not be shown."""
    kind = SQL_TYPES[column.kind]
    match column.kind:
        case "id":
            shown, kind = f"'{column.id_kind}_' || {value}", "text"
        case "int":
            shown = f"{value}::int4"
        case "bigint":
            shown, kind = f"{value}::text", "text"
        case "datetime":
            form = 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'
            shown, kind = f"to_char({value} at time zone 'UTC', '{form}')", "text"
        case "enum":
            assert column.enumeration is not None
            names = column.enumeration
            cases = " ".join(
                f"when {literal(names.stored_as(name))} then {literal(name)}"
                for name in names.values
            )
            shown = f"case {value} {cases} else ('{UNFIT}' || {value})::int4::text end"
        case "json" | "sealed" | "texts":
            shown = f"{value}::{kind}"
        case _:
            shown = f"nullif({value}, 'infinity')" if column.open_end else value
            if column.kind in ("date", "days"):
                shown = as_days(column.kind, shown)
    if column.nullable:
        return shown
    never = refusal(relation.key[0].sql, n)
    return f"coalesce({shown}, {never}::{'int4::text' if kind == 'text' else kind})"


def _condition(
    catalogue: Catalogue, relation: Relation, condition: Filter, number: int, on_day: bool
) -> str:
    if condition.statement is not None:
        text = catalogue.text(relation, condition.statement, on_day=on_day)
        return "(" + re.sub(r"\$4\b", f"${number}", text) + ")"
    assert condition.column is not None
    column = f"r.{column_name(condition.column)}"
    match condition.operator:
        case "among":
            return f"{column} = any(${number})"
        case "prefix":  # a range, because LIKE is not leakproof
            least = f"${number}::text"
            return f"({column} >= {least} and {column} < {least} || chr(1114111))"
        case "present":
            return f"({column} is not null) = ${number}::boolean"
        case "in area":
            return f"({' or '.join(f'r.{code} = ${number}' for code in AREA_CODES)})"
        case operator:
            return f"{column} {operator} ${number}"


def _seek(keys: tuple[SortKey, ...], number: int, *, smaller: bool) -> str:
    columns = ", ".join(f"r.{column_name(key.sql)}" for key in keys)
    values = ", ".join(
        f"${place}::text::{SQL_TYPES[key.kind]}" for place, key in enumerate(keys, start=number)
    )
    return f"({columns}) {'<' if smaller else '>'} ({values})"


def _order(keys: tuple[SortKey, ...], n: str, *, descending: bool) -> str:
    suffix = " desc" if descending else ""
    return ", ".join(f"{n}.{column_name(key.sql)}{suffix}" for key in keys)
