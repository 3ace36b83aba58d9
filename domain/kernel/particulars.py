"""Particulars: fields that a command, its event and the fact in the state have in common.

They are declared once, in a struct that all three inherit, and copied from one to the next by
:func:`carry`, so that a new field is one line and cannot be forgotten. A field of only one of the
three is declared in its own class. The types of shared fields must accept every event ever stored;
a command may redeclare a field with a stricter type.

A personal value is plain text in a command and sealed in an event. Its category is that of the
event's field (``Identity``, ``Note``, …), and its subject is given once per event: ``under``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Annotated, Any, NamedTuple, TypeVar, get_args, get_origin
from uuid import UUID

import msgspec

from .fields import Category, Personal, Sealed

S = TypeVar("S", bound=msgspec.Struct)
_KEPT = (Personal, Sealed, type(None))
"""Values that a personal field takes over unchanged."""


def carry(kind: type[S], /, *sources: Any, under: UUID | None = None, **given: Any) -> S:
    """A ``kind`` made from the fields of the same names in ``sources``.

    ``given`` takes precedence over the sources; of several sources with a field the first one
    counts; a field that nobody gives has its default. Plain text for a personal field is sealed
    under the subject ``under``, in the category of the field.

    Raises ``TypeError`` if a required field is missing, or if a personal field would be stored in
    the clear: its text has no subject, or it is not a text.
    """
    plan = _plan(kind, *map(type, sources))
    values: dict[str, Any] = {}
    for source, (names, get) in zip(sources, plan.clear):  # noqa: B905 - it costs
        values.update(zip(names, get(source)))  # noqa: B905
    if plan.personal:
        values |= _personal(kind, plan, sources, under, given)
    values.update(given)
    return kind(**values)


def _personal(
    kind: type[Any], plan: _Plan, sources: Sequence[Any], under: UUID | None, given: dict[str, Any]
) -> dict[str, Any]:
    """The personal fields that the sources give; texts are sealed under ``under``."""
    values: dict[str, Any] = {}
    for name, at, category in plan.personal:
        value = getattr(sources[at], name)
        if name not in given and not isinstance(value, _KEPT):
            if under is None or not isinstance(value, str):
                raise TypeError(f"{kind.__name__}.{name} is personal: give text and its subject")
            value = Personal(subject=under, category=category, value=value)
        values[name] = value
    return values


class _Plan(NamedTuple):
    """Which fields of a kind its sources give."""

    clear: Sequence[tuple[Sequence[str], Callable[[Any], Sequence[Any]]]]
    """For each source: names of its fields, and a getter of their values."""
    personal: Sequence[tuple[str, int, Category]]
    """Personal fields: name, index of the source, category."""


@lru_cache(maxsize=4096)
def _plan(kind: type[msgspec.Struct], *sources: type[msgspec.Struct]) -> _Plan:
    said: set[str] = set()
    clear: list[tuple[Sequence[str], Callable[[Any], Sequence[Any]]]] = []
    personal: list[tuple[str, int, Category]] = []
    for at, source in enumerate(sources):
        names: list[str] = []
        for field in msgspec.structs.fields(kind):
            if field.name in source.__struct_fields__ and field.name not in said:
                said.add(field.name)
                category = next(_categories(field.type), None)
                if category is None:
                    names.append(field.name)
                else:
                    personal.append((field.name, at, category))
        clear.append((names, _values_of(names)))
    return _Plan(clear, personal)


def _values_of(names: Sequence[str]) -> Callable[[Any], Sequence[Any]]:
    if len(names) < 2:
        return lambda source: [getattr(source, name) for name in names]
    return attrgetter(*names)


def _categories(annotation: Any) -> Iterator[Category]:
    """The category of personal data that a field's type names, if it is a personal one."""
    if get_origin(annotation) is Annotated:
        inner, *metas = get_args(annotation)
        for meta in metas:
            if "personal" in (getattr(meta, "extra", None) or {}):
                yield meta.extra["personal"]
        yield from _categories(inner)
    elif annotation not in (Personal, Sealed):
        for part in get_args(annotation):
            yield from _categories(part)
