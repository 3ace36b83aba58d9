"""Checks of the field values of a command, derived from the types of its fields.

The ``Meta`` of a type says what it accepts: ``extra["text"]`` the kind of a text (``texts``),
``extra["days"]`` the range of a date (``days``), ``extra["most"]`` a ceiling below the one of the
stored type. The types of a class are inspected once, including the items of lists, and the checks
run on every command, whoever makes it: the API, a process manager, the command line or a test.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Annotated, Any, Final, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import msgspec
from msgspec import Meta

from .days import Days, Years
from .problems import refuse_field
from .refusal import refuse
from .texts import Unfit, names_a_nik, normal

NEW_VERSION: Final = 7
"""Version of the UUIDs that clients choose; ids that the service derives have version 5."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """The type of a single value, with its annotations."""

    kind: Any
    """``str``, ``int``, ``date``, ``UUID``, a ``Literal``, …"""
    metas: tuple[Meta, ...]
    """The outermost one comes last."""

    @property
    def extra(self) -> dict[str, Any]:
        """The ``extra`` entries of all annotations, the outermost winning: checks that msgspec does
        not know."""
        found: dict[str, Any] = {}
        for meta in self.metas:
            found |= meta.extra or {}
        return found


def normalise(command: msgspec.Struct) -> None:
    """Bring the texts of a new command into their normal form.

    Raises INVALID_INPUT, NIK_IN_CLEAR.
    """
    for name, new in _changes(command, _text, "", None).items():
        msgspec.structs.force_setattr(command, name, new)


def check_days(command: msgspec.Struct, today: date) -> None:
    """Raises FUTURE_DATE or DATE_RANGE if a date or year lies outside the range of its field."""
    _changes(command, _day, "", today)


def booked_days(command: msgspec.Struct) -> dict[str, date]:
    """The days in a command that book a fact (``Days.unbooked``), by the path of their field."""
    found: dict[str, date] = {}
    _changes(command, _booked, "", found)
    return found


def check_new_ids(command: msgspec.Struct) -> None:
    """Raises INVALID_INPUT if a client chose an id for something new that is not a UUIDv7.

    An id of another version could equal one that the service derives, and block it for ever.
    """
    _changes(command, _new_id, "", None)


def leaves(hint: Any, path: str = "", metas: tuple[Meta, ...] = ()) -> Iterator[tuple[str, Leaf]]:
    """Every single value that a type holds, with its path such as ``lines[].receiptNo``."""
    hint, metas = _bare(hint, metas)
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        for one in arguments:
            yield from leaves(one, path, metas)
    elif origin in (tuple, list, frozenset, dict):
        for one in arguments:
            if one is not Ellipsis:
                yield from leaves(one, f"{path}[]")
    elif isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        hints = get_type_hints(hint, include_extras=True)
        for name in hint.__struct_fields__:
            yield from leaves(hints[name], f"{path}.{camel(name)}".removeprefix("."))
    elif hint is not type(None):
        yield path, Leaf(hint, metas)


def camel(name: str) -> str:
    """The name of a field as clients write it: ``occurred_on`` is ``occurredOn``."""
    head, *tail = name.split("_")
    return head + "".join(part.capitalize() for part in tail)


# --- checks of a value ----------------------------------------------------------------------

Apply = Callable[[Any, str, Any], Any]
"""``apply(value, path, given)`` returns the value to use, or refuses; ``given`` depends on the
check."""
Judge = Callable[[Leaf], Apply | None]
"""The check for the values of a type; ``None``: not checked."""


def _at_most(most: int) -> Apply:
    def within(value: int, path: str, given: None) -> int:
        if value > most:
            refuse_field(path, "most", limit=most)
        return value

    return within


def _text(leaf: Leaf) -> Apply | None:
    if leaf.kind is int and "most" in leaf.extra:
        return _at_most(leaf.extra["most"])
    kind = leaf.extra.get("text")
    if leaf.kind is not str or kind is None:
        return None
    length_max = max((meta.max_length or 0 for meta in leaf.metas), default=0)
    clear = "clear" in leaf.extra and kind != "form"  # form digits name no person

    def kept(value: str, path: str, given: None) -> str:
        if kind != "code":
            try:
                value = normal(value, prose=kind == "prose")
            except Unfit as unfit:
                refuse_field(path, unfit.phrase, **unfit.params)
        if length_max and len(value) > length_max:
            refuse_field(path, "text_long", limit=length_max)
        if clear and names_a_nik(value):
            refuse("NIK_IN_CLEAR", field=path)
        return value

    return kept


def _day(leaf: Leaf) -> Apply | None:
    days: Days | Years | None = leaf.extra.get("days") or leaf.extra.get("years")
    if days is None:
        return None

    def within(value: Any, path: str, today: date) -> Any:
        days.check(value, today, field=path)
        return value

    return within


def _booked(leaf: Leaf) -> Apply | None:
    days: Days | None = leaf.extra.get("days")
    if days is None or days.unbooked is not None:
        return None

    def kept(value: date, path: str, found: dict[str, date]) -> date:
        found[path] = value
        return value

    return kept


def _new_id(leaf: Leaf) -> Apply | None:
    if not leaf.extra.get("new"):
        return None

    def made(value: UUID, path: str, given: None) -> UUID:
        if value.version != NEW_VERSION:
            refuse_field(path, "new_id")
        return value

    return made


# --- the walk -------------------------------------------------------------------------------


def _changes(struct: msgspec.Struct, judge: Judge, path: str, given: Any) -> dict[str, Any]:
    """The fields whose value changes, with the new value."""
    found = {}
    for name, shown, apply in _plan(type(struct), judge):
        old = getattr(struct, name)
        if old is not None:
            new = apply(old, path + shown, given)
            if new is not old:
                found[name] = new
    return found


@cache
def _plan(struct: type[msgspec.Struct], judge: Judge) -> tuple[tuple[str, str, Apply], ...]:
    """The checked fields of a class: name, name as clients write it, check."""
    hints = get_type_hints(struct, include_extras=True)
    plans = ((name, _applied(hints[name], (), judge)) for name in struct.__struct_fields__)
    return tuple((name, camel(name), apply) for name, apply in plans if apply is not None)


def _applied(hint: Any, metas: tuple[Meta, ...], judge: Judge) -> Apply | None:
    hint, metas = _bare(hint, metas)
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return _either([(_class(one), _applied(one, metas, judge)) for one in arguments])
    if origin in (tuple, list, frozenset, dict):
        return _each(origin, _applied(arguments[0], (), judge))
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return _nested(judge) if _plan(hint, judge) else None
    return judge(Leaf(hint, metas))


def _either(ways: list[tuple[type, Apply | None]]) -> Apply | None:
    some = [(kind, apply) for kind, apply in ways if apply is not None]

    def apply(value: Any, path: str, given: Any) -> Any:
        for kind, way in some:
            if isinstance(value, kind):
                return way(value, path, given)
        return value

    return apply if some else None


def _each(kind: type, item: Apply | None) -> Apply | None:
    """Of a dictionary only the keys are checked: its values are numbers."""
    if item is None:
        return None

    def apply(value: Any, path: str, given: Any) -> Any:
        made = [item(one, f"{path}[{n}]", given) for n, one in enumerate(value)]
        if all(new is old for new, old in zip(made, value, strict=True)):
            return value
        return dict(zip(made, value.values(), strict=True)) if kind is dict else kind(made)

    return apply


def _nested(judge: Judge) -> Apply:
    def apply(value: Any, path: str, given: Any) -> Any:
        changes = _changes(value, judge, f"{path}.", given)
        return msgspec.structs.replace(value, **changes) if changes else value

    return apply


def _bare(hint: Any, metas: tuple[Meta, ...]) -> tuple[Any, tuple[Meta, ...]]:
    """The type without its annotations, and the annotations: the inner ones before the
    outer ones."""
    while get_origin(hint) is Annotated:
        hint, *said = get_args(hint)
        metas = (*(meta for meta in said if isinstance(meta, Meta)), *metas)
    return hint, metas


def _class(hint: Any) -> type:
    """The class of a type's values; ``()`` (an instance of nothing) if it is not a class."""
    hint, _ = _bare(hint, ())
    found = get_origin(hint) or hint
    return found if isinstance(found, type) else type(None)
