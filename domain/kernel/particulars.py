"""Particulars: what a command, its event and the fact in the state say in the same words.

They are declared once, as a struct that the three inherit, and carried from one to the next by
:func:`carry`, so that a new field is one line and none can be forgotten on the way. A field that
only one of the three has stands in its own class. The types of a shared field must fit every
event ever stored: a stricter type for what is entered from now on is declared by the command.

A personal value is plain text in a command and sealed in an event. Its category is that of the
event's field (``Identity``, ``Note``, …) and whom it is about is said once per event: ``under``.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Annotated, Any, TypeVar, get_args, get_origin
from uuid import UUID

import msgspec

from .fields import Category, Personal, Sealed

S = TypeVar("S", bound=msgspec.Struct)


def carry(kind: type[S], /, *sources: Any, under: UUID | None = None, **given: Any) -> S:
    """A ``kind`` with what the sources say in fields of the same names.

    ``given`` are fields that are said here, whatever the sources say; of several sources the
    first that has a field says it; what nobody says has its default. Plain text for a personal
    field is sealed under the subject ``under``, in the category of the field.

    Raises ``TypeError`` where a required field is missing, and where a personal field would be
    stored in the clear: its text has no subject, or it is something else than a text.
    """
    values = given
    for name, source, category in _plan(kind, *map(type, sources)):
        if name in given:
            continue
        value = getattr(sources[source], name)
        if category is not None and not isinstance(value, Personal | Sealed | None):
            if under is None or not isinstance(value, str):
                raise TypeError(f"{kind.__name__}.{name} is personal: give text and its subject")
            value = Personal(subject=under, category=category, value=value)
        values = values | {name: value}
    return kind(**values)


@lru_cache(maxsize=4096)
def _plan(
    kind: type[msgspec.Struct], *sources: type[msgspec.Struct]
) -> tuple[tuple[str, int, Category | None], ...]:
    """Fields of ``kind`` that a source has: name, which source, category if it is personal."""
    known = [frozenset(source.__struct_fields__) for source in sources]
    return tuple(
        (field.name, source, next(_categories(field.type), None))
        for field in msgspec.structs.fields(kind)
        for source in (next((at for at, names in enumerate(known) if field.name in names), None),)
        if source is not None
    )


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
