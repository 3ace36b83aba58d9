"""Particulars: what a command, its event and the fact in the state say in the same words.

They are declared once, as a struct that the three inherit, and carried from one to the next by
:func:`carry`, so that a new field is one line and none can be forgotten on the way. A field that
only one of the three has stands in its own class. The types of a shared field must fit every
event ever stored: a stricter type for what is entered from now on is declared by the command.

A personal value is plain text in a command and sealed in an event. Its category is that of the
event's field (``Identity``, ``Note``, …) and whom it is about is said once per event: ``under``.
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
"""What a personal field may hold as it is."""


def carry(kind: type[S], /, *sources: Any, under: UUID | None = None, **given: Any) -> S:
    """A ``kind`` with what the sources say in fields of the same names.

    ``given`` are fields that are said here, whatever the sources say; of several sources the
    first that has a field says it; what nobody says has its default. Plain text for a personal
    field is sealed under the subject ``under``, in the category of the field.

    Raises ``TypeError`` where a required field is missing, and where a personal field would be
    stored in the clear: its text has no subject, or it is something else than a text.
    """
    plan = _plan(kind, *map(type, sources))
    values: dict[str, Any] = {}
    for source, (names, get) in zip(sources, plan.clear, strict=True):
        values.update(zip(names, get(source), strict=True))
    for name, at, category in plan.personal:
        value = getattr(sources[at], name)
        if name not in given and not isinstance(value, _KEPT):
            if under is None or not isinstance(value, str):
                raise TypeError(f"{kind.__name__}.{name} is personal: give text and its subject")
            value = Personal(subject=under, category=category, value=value)
        values[name] = value
    return kind(**values | given)


class _Plan(NamedTuple):
    """What of a kind its sources say."""

    clear: Sequence[tuple[Sequence[str], Callable[[Any], Sequence[Any]]]]
    """For each source: the names of its fields, and their values."""
    personal: Sequence[tuple[str, int, Category]]
    """Personal fields: name, which source, category."""


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
