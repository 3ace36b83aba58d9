"""How ``read.sql`` names tables, so that what is common to all reads is written once.

``as_of.T x``
    The rows of the table ``T`` that the tenant ``$1`` has as of the position ``$2``; where a
    business day ``$3`` is asked for and the table has days (``DayTable``), as they were on it.
``latest.T x``
    Its present rows, whatever position is asked for; all rows of a table without history.
``x.* EXCLUDE (a, b)``
    The columns of the table except some that the statement computes itself.
``{name}``
    A fragment of ``shared.sql``.

Conditions on the tenant, the generation that answers and the position are added. The table in the
database is that of the view's version in this release, so a ``read.sql`` does not change with the
version. ``make sql`` prints the statements as they run.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from wahana.platform import sql, table_sql
from wahana.platform.day_tables import DayTable
from wahana.platform.views import View

_SHARED = sql.load(__file__, "shared.sql")
_FRAGMENT = re.compile(r"\{(?P<name>[a-z_]+)\}")
_TABLE = re.compile(r"\b(?P<form>as_of|latest)\.(?P<table>[a-z0-9_]+)(?P<alias>\s+[a-z]\w*)?\b")
_ALL_BUT = re.compile(r"\b(?P<alias>\w+)\.\* EXCLUDE \((?P<names>[^)]*)\)")


class UnknownName(ValueError):
    """A ``read.sql`` names an unknown table or fragment, or gives a table no alias."""


class TableNames:
    """Resolves the names of tables and fragments in the ``read.sql`` of a release."""

    def __init__(self, views: Iterable[View]) -> None:
        named = [(table, view.of) for view in views for table in view.tables]
        self._tables = {table.name: (table, of) for table, of in named}
        self._days = {
            table.base.name: (table, of) for table, of in named if isinstance(table, DayTable)
        }

    def resolve(self, text: str, on_day: bool = False) -> str:
        """A statement of ``read.sql`` as it runs; ``on_day``: where a business day ``$3`` is asked
        for, of which tables with days give the rows. Raises :class:`UnknownName`."""
        text = sql.bare(text)
        while _FRAGMENT.search(text):
            text = _FRAGMENT.sub(_fragment, text)
        aliases = {
            found["alias"].strip(): found["table"]
            for found in _TABLE.finditer(text)
            if found["alias"]
        }
        text = _ALL_BUT.sub(lambda found: self._columns(found, aliases), text)
        return _TABLE.sub(lambda found: self._table(found, on_day), text)

    def _columns(self, found: re.Match[str], aliases: Mapping[str, str]) -> str:
        alias, names = found["alias"], found["names"].replace(",", " ").split()
        table = self._tables.get(aliases.get(alias, ""))
        columns = [column.name for column in table[0].columns] if table else []
        if wrong := {*names} - {*columns}:
            raise UnknownName(f"{found[0]}: there is no column {', '.join(sorted(wrong))}")
        return ", ".join(f"{alias}.{name}" for name in columns if name not in names)

    def _table(self, found: re.Match[str], on_day: bool) -> str:
        form, name, alias = found.groups()
        if name not in self._tables or alias is None:
            what = "has no alias" if name in self._tables else "is the table of no view"
            raise UnknownName(f"{form}.{name} {what}")
        table, of = self._tables[name]
        if on_day and form == "as_of" and name in self._days:
            return f"(\n{table_sql.on_day(*self._days[name])}\n){alias}"
        compose = table_sql.as_of if form == "as_of" else table_sql.latest
        return f"(\n{compose(table, of)}\n){alias}"


def _fragment(found: re.Match[str]) -> str:
    if found["name"] not in _SHARED:
        raise UnknownName(f"there is no fragment {found[0]} in shared.sql")
    return sql.bare(_SHARED[found["name"]])
