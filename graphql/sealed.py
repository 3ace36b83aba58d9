"""Opens sealed columns after the statement: parse the answer, open, insert.

Names and contacts of people in need are sealed in the views; lists return them sealed and they are
opened here, all groups of an answer in one call, for the rows and roles that may see them; others
stay null. Nothing is cached.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
import orjson

from wahana.platform.events import SealedGroup
from wahana.projections.relation import Catalogue, Relation
from wahana.projections.selection import SelectedField, Selection, is_sealed, walk

from .context import RequestContext


async def open_values(
    context: RequestContext, relation: Relation, sealed: Sequence[tuple[Any, str]]
) -> list[str | None]:
    """The values of ``(group, path)``, in order; ``None`` for what stays masked."""
    groups = [msgspec.convert(group, SealedGroup) for group, _ in sealed]
    opened = await context.open(relation.name, groups)
    return [
        None if values is None else _value(values, path)
        for values, (_, path) in zip(opened, sealed, strict=True)
    ]


def _value(values: Mapping[str, str], path: str) -> str | None:
    """The value at a path; ``*``: that of a group which holds one."""
    return next(iter(values.values()), None) if path == "*" else values.get(path)


def needs_opening(catalogue: Catalogue, selection: Selection) -> bool:
    """Whether anything in a selection is sealed."""
    return any(
        is_sealed(catalogue[part.source.relation], item)
        for part in walk(selection)
        for item in _leaves(part.items)
    )


async def open_body(
    context: RequestContext, catalogue: Catalogue, selection: Selection, body: str
) -> Any:
    """The parsed answer with its sealed values opened, one call per relation."""
    data = orjson.loads(body)
    found: dict[str, list[tuple[dict[str, Any], str, str]]] = {}
    _collect(catalogue, selection, data, found)
    for name, places in found.items():
        values = await open_values(
            context, catalogue[name], [(holder[alias], path) for holder, alias, path in places]
        )
        for (holder, alias, _), value in zip(places, values, strict=True):
            holder[alias] = value
    return data


def _collect(
    catalogue: Catalogue,
    selection: Selection,
    data: Any,
    found: dict[str, list[tuple[dict[str, Any], str, str]]],
) -> None:
    relation = catalogue[selection.source.relation]

    def rows(items: tuple[SelectedField, ...], value: Any) -> None:
        if isinstance(value, list):
            for one in value:
                rows(items, one)
            return
        if value is None:
            return
        for item in items:
            inner = value[item.alias]
            if inner is None:
                continue
            if is_sealed(relation, item):
                path = relation.columns[item.name].path or ""
                found.setdefault(relation.name, []).append((value, item.alias, path))
            elif isinstance(item.of, tuple):
                rows(item.of, inner)
            elif item.of is not None:
                _collect(catalogue, item.of, inner, found)

    rows(selection.items, data)


def _leaves(items: tuple[SelectedField, ...]) -> list[SelectedField]:
    leaves: list[SelectedField] = []
    for item in items:
        leaves += _leaves(item.of) if isinstance(item.of, tuple) else [item]
    return leaves
