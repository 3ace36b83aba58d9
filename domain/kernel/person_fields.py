"""The fields of commands that name a person: each says in which role the person appears there.

``Annotated[UUID, names_person("RECEIVES")]`` marks an id, a list of ids or a struct that holds one.
For every command this gives: any record of a person may be named (it is replaced by the surviving
one), and persons who died do not act (``people/standing.py``). A test finds every field that takes
an id and has no mark.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Annotated, Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import msgspec
from msgspec import Meta

from .checks import camel
from .refusal import in_line

S = TypeVar("S", bound=msgspec.Struct)

PersonRole = Literal["RECEIVES", "SEATED", "ACTS", "NAMED", "PAYER", "RECORD"]
"""The role of a person who is named in a field.

RECEIVES: is given help, service or money, or is enrolled for it. SEATED: holds an office, is a
candidate, the head, or belongs to a household. ACTS: is present and does something: speaks,
attends, witnesses, collects, consents for a child. NAMED: is mentioned, and may have died. PAYER:
pays; the book knows them by the record under which they were enrolled. RECORD: this record itself,
whoever it is of.
"""

LIVING: frozenset[PersonRole] = frozenset({"RECEIVES", "SEATED", "ACTS"})
"""Roles that end with the death of the person."""
AS_GIVEN: frozenset[PersonRole] = frozenset({"PAYER", "RECORD"})
"""Roles in which the id is kept as it was given."""


@dataclass(frozen=True, slots=True)
class PersonField:
    """The mark of a field that names a person."""

    role: PersonRole
    day: str = ""
    """Field of the command, or of the struct around it, with the day of the act; without such a
    field, or if it is omitted, the business date."""


Judge = Callable[[UUID, PersonField, str, tuple[msgspec.Struct, ...]], UUID]
"""``judge(id, field, path, around)`` returns the id to use, or refuses; ``around``: the structs
that contain it, the innermost first."""
_Way = Callable[[Any, str, tuple[msgspec.Struct, ...], Judge], Any]


def names_person(role: PersonRole, *, day: str = "") -> Meta:
    """The mark of a field that names a person."""
    return Meta(extra={"person": PersonField(role, day)})


def judged(command: S, judge: Judge) -> S:
    """The command with the ids that ``judge`` returns for the persons it names."""
    found: S = _judged(command, None, "", (), judge)
    return found


def person_fields(command: type[msgspec.Struct]) -> Iterator[tuple[str, PersonField | None]]:
    """Every id that a command takes and that is not new: its path, and its mark, if any."""
    yield from _ids(command, None, "")


def _judged(
    struct: msgspec.Struct,
    said: PersonField | None,
    path: str,
    around: tuple[msgspec.Struct, ...],
    judge: Judge,
) -> Any:
    changes = {}
    for name, own, way in _plan(type(struct), said):
        old = getattr(struct, name)
        if old is not None:
            # A refusal names the field with the person, not a part of it.
            at = path if said is not None else f"{path}.{own}".removeprefix(".")
            new = way(old, at, (struct, *around), judge)
            if new is not old:
                changes[name] = new
    return msgspec.structs.replace(struct, **changes) if changes else struct


@cache
def _plan(
    struct: type[msgspec.Struct], said: PersonField | None
) -> tuple[tuple[str, str, _Way], ...]:
    """The fields of a class that name a person: name, name as clients write it, access
    to the ids."""
    hints = get_type_hints(struct, include_extras=True)
    ways = ((name, _way(hints[name], said)) for name in struct.__struct_fields__)
    return tuple((name, camel(name), way) for name, way in ways if way is not None)


def _way(hint: Any, said: PersonField | None) -> _Way | None:
    hint, said, new = _declared(hint, said)
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        ways = [way for one in arguments if (way := _way(one, said)) is not None]
        return ways[0] if ways else None
    if origin is tuple:
        return _each(_way(arguments[0], said))
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return _nested(said) if _plan(hint, said) else None
    return _leaf(said) if hint is UUID and said is not None and not new else None


def _leaf(said: PersonField) -> _Way:
    return lambda value, path, around, judge: judge(value, said, path, around)


def _nested(said: PersonField | None) -> _Way:
    return lambda value, path, around, judge: _judged(value, said, path, around, judge)


def _each(item: _Way | None) -> _Way | None:
    if item is None:
        return None

    def each(value: Any, path: str, around: Any, judge: Judge) -> Any:
        made = []
        for n, one in enumerate(value, 1):
            with in_line(n):
                made.append(item(one, f"{path}[]", around, judge))
        return value if tuple(made) == value else tuple(made)

    return each


def _ids(hint: Any, said: PersonField | None, path: str) -> Iterator[tuple[str, Any]]:
    hint, said, new = _declared(hint, said)
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        for one in arguments:
            yield from _ids(one, said, path)
    elif origin in (tuple, dict):
        for one in arguments:
            if one is not Ellipsis:
                yield from _ids(one, said, f"{path}[]")
    elif isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        hints = get_type_hints(hint, include_extras=True)
        for name in hint.__struct_fields__:
            yield from _ids(hints[name], said, f"{path}.{camel(name)}".removeprefix("."))
    elif hint is UUID and not new:
        yield path, said


def _declared(hint: Any, said: PersonField | None) -> tuple[Any, PersonField | None, bool]:
    """The bare type, the mark (the outer one takes precedence), whether it is new."""
    own, new = None, False
    while get_origin(hint) is Annotated:
        hint, *metas = get_args(hint)
        for extra in [meta.extra or {} for meta in metas if isinstance(meta, Meta)][::-1]:
            own = own or extra.get("person")
            new = new or bool(extra.get("new"))
    return hint, said or own, new
