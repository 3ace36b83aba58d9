"""GraphQL inputs generated from commands; a command is declared once, in the domain.

Every :class:`~wahana.domain.kernel.model.Command` becomes an input type: its fields, their types,
limits and descriptions are those of the struct. The way back is one conversion: the arguments
as graphql-core coerced them become the command, with ids the client left out filled in.
"""

from __future__ import annotations

import functools
import types
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, EnumType
from typing import Any, NewType, cast
from uuid import UUID

import msgspec
import strawberry
from strawberry.scalars import JSON

from wahana.domain.kernel.checks import camel
from wahana.domain.kernel.problems import refuse_check
from wahana.domain.kernel.refusal import Refused, refuse
from wahana.domain.words.catalogue import LABELS
from wahana.platform.ids import parse_global_id, uuid7

from .scalars import BigInt

Convert = Callable[[Any], Any]

ENVELOPE = "envelope"
"""The field of every command's input that says how it is sent."""


@dataclass(frozen=True, slots=True)
class TypeMapping:
    """How a Python type shows in GraphQL, and how a coerced value gets back to it."""

    annotation: Any
    convert: Convert


class InputTypes:
    """Makes and keeps the input types of one schema; a nested struct gets one type."""

    def __init__(
        self, enum_names: Mapping[Any, str], known: Mapping[str, type[Enum]] | None = None
    ) -> None:
        self._enum_names = enum_names
        """GraphQL names of ``Literal`` types, by the type."""
        self._known = known or {}
        """Enum types that the schema has already, by name."""
        self._types: dict[type, Any] = {}
        self._enums: dict[Any, type[Enum]] = {}

    def of(
        self, struct: type[msgspec.Struct], *, name: str, envelope: type[msgspec.Struct]
    ) -> TypeMapping:
        """The input of a command: its envelope as one object (decision 0022), then its fields.

        ``convert`` takes the coerced arguments and gives ``(envelope, command)``. It raises
        INVALID_INPUT, or what the types of the fields refuse with (``Refused``).
        """
        around = self._nested(envelope, envelope.__name__)
        first = (around.annotation, "How the command is sent: its key, date and evidence.")
        fields = {ENVELOPE: (*first, True), **self._fields(struct, name)}
        made = self._made(name, fields, struct.__doc__ or "")
        own = self._converter(struct, name)

        def convert(arguments: Mapping[str, Any]) -> tuple[Any, Any]:
            return _converted(around.convert, arguments[ENVELOPE], ENVELOPE), own(arguments)

        return TypeMapping(made, convert)

    def _fields(self, struct: type[msgspec.Struct], owner: str) -> dict[str, Any]:
        hints = typing.get_type_hints(struct, include_extras=True)
        found = {}
        for field in msgspec.structs.fields(struct):
            annotation = self.shape(hints[field.name], owner, field.name).annotation
            required = field.required and not _is_new_id(hints[field.name])
            if not required and type(None) not in typing.get_args(annotation):
                annotation = annotation | None
            found[field.name] = (annotation, _told(hints[field.name]), required)
        return found

    def _made(self, name: str, fields: Mapping[str, Any], description: str) -> Any:
        namespace: dict[str, Any] = {
            "__annotations__": {key: annotation for key, (annotation, _, _) in fields.items()}
        }
        for key, (_, text, required) in fields.items():
            default = {} if required else {"default": strawberry.UNSET}
            namespace[key] = strawberry.field(description=text or None, **default)
        ordered = types.new_class(name, (), {}, lambda body: body.update(namespace))
        return strawberry.input(ordered, name=name, description=" ".join(description.split()))

    def shape(self, annotated: Any, owner: str, field: str, text: str = "") -> TypeMapping:
        """The shape of one annotated type; ``text`` describes it where it does not itself."""
        hint, text = _bare(annotated), _described(annotated) or text
        if hint is int and any((meta.le or 0) > _INT_MAX for meta in _metas(annotated)):
            return _BIG
        if hint in _SCALARS:
            return _SCALARS[hint]
        origin, arguments = typing.get_origin(hint), typing.get_args(hint)
        if origin in (typing.Union, types.UnionType) and type(None) in arguments:
            rest = [argument for argument in arguments if argument is not type(None)]
            inner = self.shape(typing.Union[tuple(rest)], owner, field, text)  # noqa: UP007
            return TypeMapping(inner.annotation | None, inner.convert)
        if origin is typing.Literal:
            return self._enum(hint, arguments, owner, field, text)
        if origin in (tuple, list, frozenset):
            inner = self.shape(arguments[0], owner, field, text)
            return TypeMapping(list[inner.annotation], _each(inner.convert))  # type: ignore[name-defined]
        if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
            return self._nested(hint)
        return TypeMapping(JSON, _as_given)

    def _enum(
        self, hint: Any, values: tuple[str, ...], owner: str, field: str, text: str
    ) -> TypeMapping:
        if hint not in self._enums:
            name = self._enum_names.get(hint) or owner.removesuffix("Input") + camel("_" + field)
            self._enums[hint] = self._known.get(name) or _enum(name, hint, text)
            if {member.value for member in self._enums[hint]} != set(values):
                raise ValueError(f"two enums are called {name}, with different values; rename one")
        return TypeMapping(self._enums[hint], lambda value: getattr(value, "value", value))

    def _nested(self, struct: type[msgspec.Struct], name: str | None = None) -> TypeMapping:
        name = name or f"{struct.__name__}Input"
        if struct not in self._types:
            self._types[struct] = self._made(name, self._fields(struct, name), struct.__doc__ or "")
        return TypeMapping(self._types[struct], self._converter(struct, f"{struct.__name__}Input"))

    def _converter(self, struct: type[msgspec.Struct], owner: str) -> Convert:
        """From coerced arguments (GraphQL names) to the struct, lazily built."""

        @functools.cache
        def plan() -> list[tuple[str, str, Convert, bool]]:
            hints = typing.get_type_hints(struct, include_extras=True)
            return [
                (
                    field.name,
                    camel(field.name),
                    self.shape(hints[field.name], owner, field.name).convert,
                    _is_new_id(hints[field.name]),
                )
                for field in msgspec.structs.fields(struct)
            ]

        def convert(arguments: Any) -> Any:
            values: dict[str, Any] = {}
            for name, shown, into, new_id in plan():
                value = arguments.get(shown)
                if value is not None:
                    values[name] = _converted(into, value, shown)
                elif new_id:
                    values[name] = uuid7()
            try:
                return msgspec.convert(values, struct)
            except msgspec.ValidationError as error:
                told, _, path = str(error).partition(" - at ")
                place = path.strip("`").removeprefix("$.") or owner
                refuse_check(camel(place), told)

        return convert


def _enum(name: str, hint: Any, text: str) -> type[Enum]:
    """An enum type that is described by its first use, its values by their labels."""
    labels = LABELS[hint]
    members = {
        value.replace(":", "_").replace("-", "_").upper(): strawberry.enum_value(
            value, description=labels[value].described
        )
        for value in typing.get_args(hint)
    }
    made: Any = EnumType.__call__(Enum, name, members)
    words = "".join(f" {letter.lower()}" if letter.isupper() else letter for letter in name)
    first = text if text[1:2].isupper() or text[1:2] == " " else text[:1].lower() + text[1:]
    described = f"{words.strip().capitalize()}: {first}"
    return cast("type[Enum]", strawberry.enum(made, name=name, description=described))


def _converted(into: Convert, value: Any, shown: str) -> Any:
    try:
        return into(value)
    except Refused as inner:
        refuse(inner.code, field=f"{shown}.{inner.field}", **inner.params)
    except ValueError as error:
        refuse_check(shown, str(error))


def _as_given(value: Any) -> Any:
    """Texts and numbers are passed on as they are; the command's types check them."""
    return value


def _each(convert: Convert) -> Convert:
    return lambda values: [convert(value) for value in values]


def _id(value: str) -> UUID:
    """An id as given: with its kind in front, or the bare UUID."""
    try:
        return UUID(value)
    except ValueError:
        return parse_global_id(value)[1]


def _bare(annotated: Any) -> Any:
    while typing.get_origin(annotated) is typing.Annotated:
        annotated = typing.get_args(annotated)[0]
    return annotated


def _metas(annotated: Any) -> list[msgspec.Meta]:
    found: list[msgspec.Meta] = []
    if typing.get_origin(annotated) is typing.Annotated:
        inner, *extras = typing.get_args(annotated)
        found += _metas(inner)
        found += [extra for extra in extras if isinstance(extra, msgspec.Meta)]
    elif typing.get_origin(annotated) in (typing.Union, types.UnionType):
        for argument in typing.get_args(annotated):
            found += _metas(argument)
    return found


def _described(annotated: Any) -> str:
    """The field's own description; the outermost one counts."""
    texts = [meta.description for meta in _metas(annotated) if meta.description]
    return texts[-1] if texts else ""


def _told(annotated: Any) -> str:
    """The description of a field, with the range of its dates."""
    text, hint = _described(annotated), _bare(annotated)
    item = typing.get_args(hint)[:1] if typing.get_origin(hint) is tuple else ()
    for meta in [*_metas(annotated), *(one for part in item for one in _metas(part))]:
        days = (meta.extra or {}).get("days")
        if days is not None:
            return f"{text} From {days}."
    return text


def _is_new_id(annotated: Any) -> bool:
    return any((meta.extra or {}).get("new") for meta in _metas(annotated))


GlobalId = NewType("GlobalId", str)
"""An id that keeps its kind in front: for what may be of several kinds."""

_INT_MAX = 2**31 - 1
"""The largest value of GraphQL's Int; amounts of money may be larger and are a BigInt."""

_BIG = TypeMapping(BigInt, _as_given)

_SCALARS: Mapping[Any, TypeMapping] = {
    GlobalId: TypeMapping(strawberry.ID, _as_given),
    UUID: TypeMapping(strawberry.ID, _id),
    str: TypeMapping(str, _as_given),
    int: TypeMapping(int, _as_given),
    bool: TypeMapping(bool, _as_given),
    date: TypeMapping(date, _as_given),
    datetime: TypeMapping(datetime, _as_given),
}
