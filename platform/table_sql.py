"""The definition and the statements of a table, composed from its declaration.

Three modules compose SQL: this one, ``projections/compile.py`` (queries) and
``projections/row_source.py`` (rows of relations); decision 0019. They make it out of declared names
and types and bind parameters, never out of data. ``make sql`` prints what it makes; the tests
prepare and plan every statement.

The binds are the same everywhere: ``$1`` tenant, ``$2`` generation, ``$3`` … arrays, one element
per row. Three forms are deliberate:

* Rows are read by a probe per key (``CROSS JOIN LATERAL (… LIMIT 1)``), so that the planner never
  scans the table, whatever its statistics say.
* A version is closed by its place (``ctid``): the form that stays fast while the table grows.
* What is inserted is anchored on the tenant's own row of ``wahana.projection``, so that an engine
  that keeps each tenant on a node of its own can send the statement there whole.
"""

# ruff: noqa: S608 - composing SQL is what this module is for; see above out of what

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from .packing import array_literal

LIVE = 2**63 - 1
"""``to_position`` of the live version of a row: it has not ended."""

if TYPE_CHECKING:
    from .columns import TableColumn
    from .day_tables import DayTable
    from .tables import Index, Table, ViewVersion

_SCOPE = "t.tenant_id = $1 AND t.generation = $2"


def definition(table: Table[Any], of: ViewVersion) -> str:
    """The statements that make the table with its key, indexes and remark."""
    name = of.table(table.name)
    columns = ["tenant_id uuid NOT NULL", "generation integer NOT NULL"]
    columns += [column.definition for column in table.columns]
    columns += table.TAIL
    options = f" WITH (fillfactor = {table.fillfactor})" if table.fillfactor else ""
    key = ", ".join(("tenant_id", "generation", *table.key, *table.KEY_TAIL))
    include = f" INCLUDE ({', '.join(table.include)})" if table.include else ""
    about = table.about.replace("'", "''")
    lines = [
        f"CREATE TABLE {name} (\n    " + ",\n    ".join(columns) + f"\n){options};",
        f"COMMENT ON TABLE {name} IS '{about}';",
        *(_index(table, of, index) for index in table.indexes if not index.after_key),
        f"ALTER TABLE {name} ADD PRIMARY KEY ({key}){include};",
        *(_index(table, of, index) for index in table.indexes if index.after_key),
    ]
    return "\n".join(lines)


def _index(table: Table[Any], of: ViewVersion, index: Index) -> str:
    columns = ", ".join((*index.leading(), *table.INDEX_TAIL))
    where = f" WHERE {index.where}" if index.where else ""
    name = of.index(table.name, index.name)
    return f"CREATE INDEX {name} ON {of.table(table.name)} ({columns}){where};"


def last(table: Table[Any], of: ViewVersion) -> str:
    """The last version of each key, live or closed; ``$3`` … an array per key column."""
    wanted, names, same = _keys(table, 3)
    return (
        f"SELECT v.* FROM unnest({wanted}) AS w ({names})\n"
        "CROSS JOIN LATERAL (\n"
        f"    SELECT t.from_position, t.to_position, {_list(table.columns, 't')}\n"
        f"    FROM {of.table(table.name)} t\n"
        f"    WHERE {_SCOPE}{same}\n"
        "    ORDER BY t.from_position DESC LIMIT 1\n"
        ") v"
    )


def close(table: Table[Any], of: ViewVersion) -> str:
    """End the live version of each key: ``$3`` where, ``$4`` … an array per key column."""
    wanted, names, same = _keys(table, 4)
    name = of.table(table.name)
    return (
        f"UPDATE {name} t SET to_position = u.to_position\n"
        "FROM (\n"
        "    SELECT x.place, w.to_position\n"
        f"    FROM unnest($3::bigint[], {wanted}) AS w (to_position, {names})\n"
        "    CROSS JOIN LATERAL (\n"
        f"        SELECT t.ctid AS place FROM {name} t\n"
        f"        WHERE {_SCOPE}{same}\n"
        "        ORDER BY t.from_position DESC LIMIT 1\n"
        "    ) x\n"
        ") u\n"
        f"WHERE t.ctid = u.place AND {_SCOPE}"
    )


def begin(table: Table[Any], of: ViewVersion) -> str:
    """Write versions: ``$3`` whole rows, an array of the table's row type."""
    return _whole(table, of)


def add_whole(table: Table[Any], of: ViewVersion) -> str:
    """Add whole rows (``$3``); what is there already stays."""
    return f"{_whole(table, of)}\nON CONFLICT ({_key(table)}) DO NOTHING"


def add(table: Table[Any], of: ViewVersion) -> str:
    """Add rows, ``$3`` … an array per column; what is there already stays."""
    return f"{_insert(table, of)}\nON CONFLICT ({_key(table)}) DO NOTHING"


def put(table: Table[Any], of: ViewVersion) -> str:
    """Write rows over those of the same keys; ``$3`` … an array per column."""
    values = [column.name for column in table.columns if column.name not in table.key]
    changes = ", ".join(f"{name} = excluded.{name}" for name in values)
    action = f"DO UPDATE SET {changes}" if changes else "DO NOTHING"
    return f"{_insert(table, of)}\nON CONFLICT ({_key(table)}) {action}"


def remove(table: Table[Any], of: ViewVersion) -> str:
    """Delete the rows of some keys; ``$3`` … an array per key column."""
    name = of.table(table.name)
    if not table.key:
        return f"DELETE FROM {name} t WHERE {_SCOPE}"
    wanted, names, same = _keys(table, 3)
    return f"DELETE FROM {name} t\nUSING unnest({wanted}) AS w ({names})\nWHERE {_SCOPE}{same}"


def load(table: Table[Any], of: ViewVersion) -> str:
    """The rows of some keys; ``$3`` … an array per key column."""
    name = of.table(table.name)
    if not table.key:
        return f"SELECT {_list(table.columns, 't')} FROM {name} t WHERE {_SCOPE}"
    wanted, names, same = _keys(table, 3)
    return (
        f"SELECT v.* FROM unnest({wanted}) AS w ({names})\n"
        "CROSS JOIN LATERAL (\n"
        f"    SELECT {_list(table.columns, 't')} FROM {name} t\n"
        f"    WHERE {_SCOPE}{same}\n"
        "    LIMIT 1\n"
        ") v"
    )


def load_by(table: Table[Any], of: ViewVersion, column: str) -> str:
    """The rows with some values (``$3``) in a column that an index begins with, by position."""
    found = next(one for one in table.columns if one.name == column)
    return (
        f"SELECT v.* FROM unnest($3::{found.sql_type}[]) AS w ({column})\n"
        "CROSS JOIN LATERAL (\n"
        f"    SELECT {_list(table.columns, 't')} FROM {of.table(table.name)} t\n"
        f"    WHERE {_SCOPE} AND t.{column} = w.{column}\n"
        "    ORDER BY t.position\n"
        "    OFFSET 0\n"
        ") v"
    )


def defaults(table: Table[Any]) -> dict[str, str]:
    """By column, as SQL: its value in rows of a version that had no such column. It is
    the default of the struct's field."""
    fields = msgspec.structs.fields(table.row)
    return {
        field.name: _literal(field.default)
        for field in fields
        if field.default is not msgspec.NODEFAULT and field.default is not None
    }


def _literal(value: Any) -> str:
    text = array_literal(value) if isinstance(value, tuple) else str(value)
    assert text is not None
    return "'" + text.replace("'", "''") + "'"


def latest(table: Table[Any], of: ViewVersion) -> str:
    """The rows of the tenant ``$1`` as they are now: of versions those that are live."""
    live = f" AND t.to_position = {LIVE}" if "to_position" in table.INDEX_TAIL else ""
    return f"{_readable(table, of)}{live}"


def as_of(table: Table[Any], of: ViewVersion) -> str:
    """The rows of the tenant ``$1`` as of the position ``$2``.

    Raises ``ValueError`` for a table that keeps no history.
    """
    if "to_position" in table.INDEX_TAIL:
        return f"{_readable(table, of)}\n    AND t.from_position <= $2 AND $2 < t.to_position"
    if any(column.name == "position" for column in table.columns):
        return f"{_readable(table, of)} AND t.position <= $2"
    raise ValueError(f"{table.name} has no history: ask it for latest.{table.name}")


def on_day(days: DayTable, of: ViewVersion) -> str:
    """The rows of a table as of the position ``$2``, as they were on the business day ``$3``.

    Of a table that has days for some of its columns, the others are as known at the position, and
    so is a row that has no day yet; statements exclude, by a date of the row, what did not exist on
    that day.
    """
    kept = as_of(days, of)
    names = [column.name for column in days.base.columns]
    if days.whole:
        later = " AND ".join(f"z.{name} = y.{name}" for name in days.base.key)
        return (
            f"SELECT {', '.join(f'y.{name}' for name in names)}\nFROM (\n{kept}\n) y\n"
            f"WHERE y.there AND y.day <= $3 AND NOT EXISTS (\n    SELECT FROM (\n{kept}\n    ) z\n"
            f"    WHERE {later} AND z.day > y.day AND z.day <= $3)"
        )
    same = " AND ".join(f"y.{name} = t.{name}" for name in days.base.key)
    columns = ", ".join(
        f"CASE WHEN y.there THEN y.{name} ELSE t.{name} END AS {name}"
        if name in days.of_day
        else f"t.{name}"
        for name in names
    )
    return (
        f"SELECT {columns}\nFROM (\n{as_of(days.base, of)}\n) t\n"
        f"LEFT JOIN LATERAL (\n    SELECT y.* FROM (\n{kept}\n    ) y\n"
        f"    WHERE {same} AND y.day <= $3 ORDER BY y.day DESC LIMIT 1\n) y ON true\n"
        "WHERE coalesce(y.there, true)"
    )


def _readable(table: Table[Any], of: ViewVersion) -> str:
    return (
        f"SELECT t.* FROM {of.readable(table.name)} t\n"
        "WHERE t.tenant_id = $1 AND t.generation = (\n"
        "    SELECT v.generation FROM wahana.projection_version v\n"
        f"    WHERE v.tenant_id = $1 AND v.view = '{of.view}' AND v.version <= {of.version}\n"
        "        AND v.serves\n"
        "    ORDER BY v.version DESC LIMIT 1)"
    )


def _whole(table: Table[Any], of: ViewVersion) -> str:
    name = of.table(table.name)
    return (
        f"INSERT INTO {name}\n"
        f"SELECT r.* FROM wahana.projection p CROSS JOIN unnest($3::{name}[]) AS r\n"
        f"WHERE {_anchor(of)} AND r.tenant_id = $1 AND r.generation = $2"
    )


def _insert(table: Table[Any], of: ViewVersion) -> str:
    names = ", ".join(column.name for column in table.columns)
    arrays = ", ".join(
        # An array of arrays would be flattened: its elements come as literals.
        f"${number}::{'text' if _is_array(column) else column.sql_type}[]"
        for number, column in enumerate(table.columns, 3)
    )
    values = ", ".join(
        f"w.{column.name}" + (f"::{column.sql_type}" if _is_array(column) else "")
        for column in table.columns
    )
    return (
        f"INSERT INTO {of.table(table.name)} (tenant_id, generation, {names})\n"
        f"SELECT $1, $2, {values}\n"
        f"FROM wahana.projection p CROSS JOIN unnest({arrays}) AS w ({names})\n"
        f"WHERE {_anchor(of)}"
    )


def _anchor(of: ViewVersion) -> str:
    return f"p.tenant_id = $1 AND p.view = '{of.view}' AND p.generation = $2"


def _key(table: Table[Any]) -> str:
    return ", ".join(("tenant_id", "generation", *table.key, *table.KEY_TAIL))


def _keys(table: Table[Any], first: int) -> tuple[str, str, str]:
    """Arrays of the key columns as binds from ``first`` on, their names, and ``t`` equals ``w``."""
    types = {column.name: column.sql_type for column in table.columns}
    binds = ", ".join(f"${number}::{types[k]}[]" for number, k in enumerate(table.key, first))
    same = "".join(f" AND t.{name} = w.{name}" for name in table.key)
    return binds, ", ".join(table.key), same


def _list(columns: tuple[TableColumn, ...], alias: str) -> str:
    return ", ".join(f"{alias}.{column.name}" for column in columns)


def _is_array(column: TableColumn) -> bool:
    return column.sql_type.endswith("[]")
