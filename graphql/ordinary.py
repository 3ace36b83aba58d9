"""The ordinary road: rows read plainly and handed to graphql-core as objects.

Slower by an order of magnitude, complete by construction. It answers whatever the compiler
does not know, reports values that their type forbids field by field, and is what the compiled
road is held against in the differential test.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import orjson

from wahana.projections import read
from wahana.projections.relation import Column

from .errors import BadInput
from .marker import Marker, Page, Row
from .types import PageInfo


async def objects(marker: Marker) -> tuple[Any, int, bool]:
    """What a marker stands for (an object or ``None``, a list, or a connection), the position it
    shows, and whether it is stale."""
    try:
        records = await read.rows(
            marker.context.reading,
            marker.engine.compiler,
            marker.moment.wanted,
            marker.selecting(),
        )
    except read.NotYetRecorded as error:
        raise BadInput(str(error)) from error
    except read.Unrepresentable as error:
        raise BadInput("a value of an argument does not fit its type; check them") from error
    first = records[0]
    rows = [(row, _object(marker, dict(row))) for row in records if row["answer_row"]]
    value: Any
    if marker.form == "one":
        value = rows[0][1] if rows else None
    elif marker.form == "list":
        value = [row for _, row in rows]
    else:
        value = _connection(marker, first, rows)
    return value, first["answer_position"], first["answer_stale"]


def _object(marker: Marker, record: Mapping[str, Any]) -> Any:
    relation = marker.relation
    values = {}
    for name, column in relation.columns.items():
        if column.kind == "sealed":
            continue
        masked = column.mask is not None and not marker.context.may(column.mask)
        shown = relation.shown_sql(name, masked=masked)
        value = None if shown is None else record[shown]
        values[name] = None if value is None else _shown(marker, column, value)
    made = marker.engine.types.rows[relation.name](**values)
    made._row = Row(marker, record)
    return made


def _shown(marker: Marker, column: Column, value: Any) -> Any:
    match column.kind:
        case "id":
            return f"{column.id_kind}_{value}"
        case "json":
            return orjson.loads(value)
        case "texts":
            return [str(one) for one in value]
        case "date" if column.open_end and value == date.max:
            return None
        case "enum":
            assert column.enumeration is not None
            for name in column.enumeration.values:
                if column.enumeration.stored_as(name) == value:
                    return marker.engine.types.enum(column.enumeration)[name]
            return value
        case _:
            return value


def _connection(marker: Marker, first: Any, rows: list[tuple[Any, Any]]) -> Any:
    types, name, paging = marker.engine.types, marker.relation.name, marker.paging
    assert paging is not None
    more = first["answer_found"] > paging.size
    cursors = [record["answer_cursor"] for record, _ in rows]
    page_info = PageInfo(
        has_next_page=(more or paging.has_before) if paging.forward else paging.has_before,
        has_previous_page=paging.has_after if paging.forward else (more or paging.has_after),
        start_cursor=cursors[0] if cursors else None,
        end_cursor=cursors[-1] if cursors else None,
    )
    page = types.connections[name](
        edges=[types.edges[name](cursor=record["answer_cursor"], node=row) for record, row in rows],
        nodes=[row for _, row in rows],
        pageInfo=page_info,
        position=first["answer_position"],
        stale=first["answer_stale"],
    )
    page._page = Page(marker, first["answer_position"])
    return page
