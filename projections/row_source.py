"""The rows of a relation that follow from a table, without a written statement.

``TableRows(CASES, since="reported_on")`` are the rows of a table; ``each`` and ``packed`` make rows
from the content of a column. With ``compile.py`` and ``platform/table_sql.py`` this is one of the
modules that compose SQL: only from declared names and types, in the form of a ``read.sql``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import KW_ONLY, dataclass, field
from typing import Any

import msgspec

from wahana.platform.columns import TableColumn, columns_of
from wahana.platform.packing import MOST
from wahana.platform.tables import Table

from .field import ConstantColumn, ContentKind
from .quoting import column_name, literal


@dataclass(frozen=True, slots=True)
class TableRows:
    """The rows of a table of a view, as of the position; with a day, those valid on it.

    The fields of the relation's row that are columns of the table come from there, the others from
    the column ``each`` (a JSON array of objects, or an array: a row for each element) or ``packed``
    (a JSON object).
    """

    table: Table[Any]
    _: KW_ONLY
    since: str | None = None
    """The date column with the first day of a row."""
    until: str | None = None
    """The date column with the first day after a row; null: the row has no end."""
    last: str | None = None
    """The date column with the last day of a row; null: the row has no end."""
    each: str | None = None
    packed: str | None = None
    number: str | None = None
    """With ``each``: the field that numbers the elements, from 1."""
    own: tuple[str, ...] = ()
    """Fields of the elements that have the same names as columns of the table."""
    where: Mapping[str, str] = field(default_factory=dict)
    """Columns of the table that must have a value (a code)."""

    def statement(self, row: type[msgspec.Struct]) -> str:
        """The statement that yields the rows of a relation."""
        columns = {column.name: column for column in columns_of(row)}
        ours = {column.name for column in self.table.columns} - {*self.own}
        fixed = {name: said for name, one in columns.items() if (said := one.said(ConstantColumn))}
        inner = [one for name, one in columns.items() if name not in ours | fixed.keys()]
        side = dict.fromkeys(columns, "t") | {column.name: "x" for column in inner}
        listed = ["t.*"]
        if inner:
            listed = [
                self._shown(side[name], columns[name]) for name in columns if name not in fixed
            ]
        listed += [_always(columns[name], said.value) for name, said in fixed.items()]
        text = f"SELECT {', '.join(listed)}\nFROM as_of.{self.table.name} t"
        if inner:
            text += f"\nCROSS JOIN LATERAL {self._inside(inner)}"
        wanted = [f"t.{column_name(name)} = {literal(code)}" for name, code in self.where.items()]
        if valid := " AND ".join(self._on_day(side, columns)):
            wanted.append(f"($3::date IS NULL OR ({valid}))")
        return text + (f"\nWHERE {' AND '.join(wanted)}" if wanted else "")

    def _shown(self, side: str, column: TableColumn) -> str:
        name = column.name
        if name == self.number:
            return f"x.{name}::integer AS {name}"
        if side == "x" and self._in_json and column.sql_type in MOST:
            most = MOST[column.sql_type]
            fitted = f"greatest(least(x.{name}, {most}), -{most})"
            shown = f"CASE WHEN x.{name} IS NOT NULL THEN {fitted}::{column.sql_type} END"
            return f"{shown} AS {name}"
        return f"{side}.{name}"

    @property
    def _in_json(self) -> bool:
        held = self.each or self.packed
        return any(
            one.name == held and not one.sql_type.endswith("[]") for one in self.table.columns
        )

    def _inside(self, inner: list[TableColumn]) -> str:
        """The fields of the elements or of the object, as ``x``."""
        held = self.each or self.packed
        stored = next((one for one in self.table.columns if one.name == held), None)
        if stored is None:
            names = ", ".join(column.name for column in inner)
            raise ValueError(f"{self.table.name} has no {names}: name the column they are in")
        elements = [column for column in inner if column.name != self.number]
        call = f"unnest(t.{held})"
        if not stored.sql_type.endswith("[]"):
            function = "json_to_recordset" if self.each else "json_to_record"
            types = ", ".join(f"{column.name} {_json_type(column)}" for column in elements)
            call = f"ROWS FROM ({function}(t.{held}::json) AS ({types}))"
        found = [column.name for column in elements]
        if self.number is None:
            return f"{call} AS x ({', '.join(found)})"
        return f"{call} WITH ORDINALITY AS x ({', '.join((*found, self.number))})"

    def _on_day(self, side: Mapping[str, str], columns: Mapping[str, TableColumn]) -> Iterator[str]:
        stored = {column.name: column for column in self.table.columns} | dict(columns)
        days = ((self.since, "{} <= $3"), (self.until, "$3 < {}"), (self.last, "$3 <= {}"))
        for name, comparison in days:
            if name is not None:
                day = f"{side.get(name, 't')}.{column_name(name)}"
                if stored[name].nullable and name != self.since:
                    day = f"coalesce({day}, 'infinity')"
                yield comparison.format(day)


def _always(column: TableColumn, value: str | None) -> str:
    said = f"NULL::{column.sql_type}" if value is None else literal(value)
    return f"{said} AS {column_name(column.name)}"


def _json_type(column: TableColumn) -> str:
    """The SQL type as which a member of a JSON object is read."""
    holds = column.said(ContentKind)
    if holds is not None and holds.kind in ("json", "sealed"):
        return "json"
    return "numeric" if column.sql_type in MOST else column.sql_type
