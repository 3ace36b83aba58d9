"""Asks relations as the service does: the compiled statement, as the role that only reads."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any

from tests.views.history import History

from wahana.platform.views import NOW
from wahana.projections.compile import Compiler, _order, _Writer
from wahana.projections.field import fields_of
from wahana.projections.registry import CATALOGUE
from wahana.projections.selection import Connection, Paging, RowConditions, SelectedField

COMPILER = Compiler(CATALOGUE)


async def ask(
    history: History,
    relation: str,
    *,
    as_of: int = NOW,
    valid_on: date | None = None,
    today: date | None = None,
    order: str | None = None,
    size: int = 200,
    **conditions: Any,
) -> list[dict[str, Any]]:
    """The rows of a relation under conditions: see :func:`source`."""
    selection = Connection(
        source(relation, conditions, order),
        Paging(size=size),
        (SelectedField("totalCount", "totalCount"),),
    )
    # What the compiled statement takes its cells from, with every column of the relation.
    writer = _Writer(CATALOGUE, selection, valid_on is not None)
    _, keys, _ = writer.about(selection.source)
    ordered = _order(keys, "r", descending=writer.descending(selection.source))
    row = CATALOGUE[relation].row
    assert row is not None
    columns = ", ".join(f"r.{name}" for name in fields_of(row).stored)
    rows = f"select {columns} from {writer.source(selection)} order by {ordered}"  # noqa: S608
    statement = f"{writer.moment()}{rows} limit {size}"
    moment = (as_of, valid_on, 0, today or datetime.now(UTC).date())
    async with history.database.reading(history.tenant) as session:
        found = await session.fetch(statement, history.tenant, *moment, *selection.source.binds())
    open_ends = {column.sql for column in CATALOGUE[relation].columns.values() if column.open_end}
    return [
        {
            name: None if name in open_ends and value == date.max else value
            for name, value in row.items()
        }
        for row in found
    ]


def source(relation: str, conditions: Mapping[str, Any], order: str | None = None) -> RowConditions:
    """Rows under filters and scopes, or ``=column`` as ``_column``; ``child.filter``: a row of
    that child fits."""
    own = {name: value for name, value in conditions.items() if "." not in name}
    named = tuple(f"={name[1:]}" if name[0] == "_" else name for name in own)
    through: dict[str, dict[str, Any]] = {}
    for name, value in conditions.items():
        child, dot, wanted = name.partition(".")
        if dot:
            through.setdefault(child, {})[wanted] = value
    filters = COMPILER.catalogue[relation].conditions
    asked = [filters[name].stored(one) if name in filters else one for name, one in own.items()]
    children = COMPILER.catalogue[relation].children
    inner = tuple((name, source(children[name].relation, all_)) for name, all_ in through.items())
    return RowConditions(relation, named, tuple(asked), order, inner)


async def everything(
    history: History, *, as_of: int = NOW, valid_on: date | None = None
) -> dict[str, list[dict[str, Any]]]:
    """The rows of every relation."""
    return {
        relation.name: await ask(history, relation.name, as_of=as_of, valid_on=valid_on)
        for relation in CATALOGUE
    }
