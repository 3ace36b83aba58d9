"""A representative of every command, made from its type: the shape is right, ids are given.

The meaning of a command is not known here, so a rule of the domain would refuse most samples; the
tests check whether a sample gets as far as these rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

import msgspec
from msgspec import inspect as types

from wahana.domain.formation.activity_ref import ActivityRef
from wahana.domain.kernel.checks import camel
from wahana.domain.kernel.model import Command
from wahana.domain.people.registration import PersonRef

Path = tuple[str | int, ...]
"""The path of an id in a command: field names, 0 for the first item of a list."""
Ids = Mapping[str, UUID]
"""Ids by the kind of object they name."""

KIND_OF = {
    **dict.fromkeys(("leaving", "attended", "handed_over_by", "received_by"), "person"),
    **dict.fromkeys(("witnesses", "other_id", "merged_id", "giver_person"), "person"),
    "parent": "local_area",
    **dict.fromkeys(("parent_id", "into", "into_wksbm_id", "twin_id", "wksbm_ids"), "wksbm"),
    "part_of": "activity",
    **dict.fromkeys(("present", "collectors", "payer_id", "buyer_id"), "person"),
    **dict.fromkeys(("fund_book_id", "from_book"), "book"),
    **dict.fromkeys(("subjects", "subject_id", "recipients", "other_person_id"), "person"),
    **dict.fromkeys(("id", "other_wksbm_id"), "wksbm"),
    **dict.fromkeys(("claim_id", "other_claim_id"), "service"),
    **dict.fromkeys(("twin_case_id", "subject"), "case"),
    "via": "referral",
    "consent_ids": "consent",
    "kps_a_id": "kps",
}
"""Kind of the object that a field names, where that is not the field's name without ``_id``."""

TEXTS = {
    "village_code": "64.74.01.1003",
    "area_code": "64.74.01.1003",
    "role": "DINAS_OFFICER",
    "edition": "2012",
    "slug": "slug",
    "time_zone": "Asia/Makassar",
    "kind": "RW",
    "seat": "KETUA",
    "sha256": "a" * 64,
    "quantity": "2.5",
}
"""Texts that have to be something by their field's name; all others are "X"."""
FORMS = ("X", "1", "64.74.01.1003", "64.74", "a" * 64, "+628123456789", "08:00", "x@example.id")
"""Texts of the forms that fields ask for; the first that fits is taken."""
OF_COMMAND: Mapping[str, Mapping[str, Any]] = {"Reveal": {"kind": "case"}}
"""Fields that mean something else in one command than in all others."""
REFERENCES: Mapping[type, str] = {PersonRef: "person_id", ActivityRef: "activity_id"}
"""References by id or by description: samples take the id."""


def kind_of(path: Path) -> str:
    """The kind of object that the id at a path names."""
    name = next(part for part in reversed(path) if isinstance(part, str))
    return KIND_OF.get(name) or name.removesuffix("_id")


def id_paths(command: type[Command]) -> Iterator[Path]:
    """Where a command takes ids."""
    yield from _ids_in(types.type_info(command), ())


def is_new(command: type[Command], path: Path) -> bool:
    """Whether the id at a path is that of something the command makes."""
    found = _at(types.type_info(command), path)
    return isinstance(found, types.Metadata) and bool((found.extra or {}).get("new"))


def sample(command: type[Command], ids: Ids, path: Path = (), **given: Any) -> dict[str, Any]:
    """The fields of a command: the required ones, what leads to ``path``, and ``given``."""
    fields = _value(types.type_info(command), ids, command.__name__, path)
    return {**fields, **OF_COMMAND.get(command.__name__, {}), **given}


def built(command: type[Command], fields: Mapping[str, Any]) -> Command:
    """The command itself."""
    return msgspec.convert(fields, command, strict=False)


def put(fields: dict[str, Any], path: Path, value: Any) -> dict[str, Any]:
    """The same fields with another value at a path."""
    made: Any = msgspec.json.decode(msgspec.json.encode(fields))
    place = made
    for part in path[:-1]:
        place = place[part]
    place[path[-1]] = str(value)
    return dict(made)


def input_of(command: type[Command], fields: Mapping[str, Any]) -> dict[str, Any]:
    """The fields of a command as its mutation takes them."""
    given: dict[str, Any] = as_input(fields)
    if command.__name__ == "Reveal":  # the one input that names a record by its global id
        given["id"] = f"{given.pop('kind')}_{given.pop('subject')}"
    return given


def as_input(value: Any) -> Any:
    """Names in camel case, everything JSON."""
    if isinstance(value, Mapping):
        return {camel(name): as_input(part) for name, part in value.items()}
    if isinstance(value, list | tuple):
        return [as_input(part) for part in value]
    return value


def _ids_in(kind: Any, path: Path) -> Iterator[Path]:
    kind = _bare(kind)
    if isinstance(kind, types.UUIDType):
        yield path
    elif isinstance(kind, types.UnionType):
        for one in kind.types:
            yield from _ids_in(one, path)
    elif isinstance(kind, types.VarTupleType | types.ListType | types.FrozenSetType):
        yield from _ids_in(kind.item_type, (*path, 0))
    elif isinstance(kind, types.StructType):
        for field in kind.fields:
            yield from _ids_in(field.type, (*path, field.name))


def _at(kind: Any, path: Path) -> Any:
    """The type at a path, with what is said about it."""
    if not path:
        return kind
    kind = _bare(kind)
    if isinstance(kind, types.UnionType):
        found = [_at(one, path) for one in kind.types if not isinstance(one, types.NoneType)]
        return next((one for one in found if one is not None), None)
    if isinstance(kind, types.StructType):
        for field in kind.fields:
            if field.name == path[0]:
                return _at(field.type, path[1:])
        return None
    return _at(kind.item_type, path[1:]) if hasattr(kind, "item_type") else None


def _bare(kind: Any) -> Any:
    while isinstance(kind, types.Metadata):
        kind = kind.type
    return kind


def _value(kind: Any, ids: Ids, name: str, path: Path) -> Any:
    """A JSON value of a type; ``path`` is what it must have below it."""
    kind = _bare(kind)
    match kind:
        case types.UnionType():
            ways = [one for one in kind.types if not isinstance(_bare(one), types.NoneType)]
            leading = [one for one in ways if not path or _at(one, path) is not None]
            return _value(leading[0], ids, name, path)
        case types.StructType():
            return _struct(kind, ids, path)
        case types.VarTupleType() | types.ListType() | types.FrozenSetType():
            return [_value(kind.item_type, ids, name, path[1:])] * max(1, kind.min_length or 0)
        case types.UUIDType():
            kind = kind_of((name,))
            assert kind in ids, f"say in KIND_OF what {name} names, and make one in conftest.side"
            return str(ids[kind])
        case types.LiteralType():
            return str(kind.values[0]).upper()
        case types.IntType():
            return 2012 if name.endswith("year") else max(kind.ge or 1, 1)
        case types.BoolType():
            return True
        case types.DateType():
            return "2012-06-15"
        case types.DateTimeType():
            return "2027-01-01T00:00:00Z"
        case types.StrType():
            return next(text for text in (TEXTS.get(name, "X"), *FORMS) if _fits(kind, text))
    raise TypeError(f"there is no sample of {kind}")


def _fits(kind: types.StrType, text: str) -> bool:
    return (kind.pattern is None or bool(re.search(kind.pattern, text))) and (
        (kind.min_length or 0) <= len(text) <= (kind.max_length or len(text))
    )


def _struct(kind: types.StructType, ids: Ids, path: Path) -> dict[str, Any]:
    wanted = path[0] if path else REFERENCES.get(kind.cls)
    return {
        field.name: _value(field.type, ids, field.name, path[1:] if field.name == wanted else ())
        for field in kind.fields
        if field.required or field.name == wanted
    }
