"""Finds what people can be shown: every closed list of the service, by walking its types."""

from __future__ import annotations

import importlib
import typing
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, Literal

import msgspec

from wahana.domain.kernel.person_fields import PersonRole

ROOT = Path(__file__).resolve().parents[3]
SHOWN_ROOMS = ("domain", "tenants")
"""The rooms all of whose lists can be shown to a person."""
NOT_SHOWN = frozenset({Literal["id", "en"], PersonRole})
"""Lists for the program itself: names of languages, what a field says about a person."""


@cache
def modules(*rooms: str) -> tuple[ModuleType, ...]:
    """All modules of rooms, imported."""
    paths = sorted(path for room in rooms for path in (ROOT / room).rglob("*.py"))
    names = (path.relative_to(ROOT).with_suffix("") for path in paths)
    return tuple(
        importlib.import_module(".".join(("wahana", *name.parts)).removesuffix(".__init__"))
        for name in names
    )


def structs(*rooms: str) -> Iterator[type[msgspec.Struct]]:
    """All structs that the modules of rooms define."""
    for module in modules(*rooms):
        for value in vars(module).values():
            if (
                isinstance(value, type)
                and issubclass(value, msgspec.Struct)
                and value.__module__ == module.__name__
            ):
                yield value


@cache
def lists() -> tuple[tuple[str, Any], ...]:
    """Every ``Literal`` of texts that can be shown, with the place it was found in."""
    found: dict[Any, str] = {}
    for module in modules(*SHOWN_ROOMS):
        for name, value in vars(module).items():
            if typing.get_origin(value) is Literal:
                found.setdefault(value, f"{module.__name__}.{name}")
    for struct in structs(*SHOWN_ROOMS):
        for name, hint in typing.get_type_hints(struct, include_extras=True).items():
            for literal in literals(hint):
                found.setdefault(literal, f"{struct.__name__}.{name}")
    return tuple((place, one) for one, place in found.items() if one not in NOT_SHOWN)


def literals(hint: Any) -> Iterator[Any]:
    """The ``Literal`` types inside an annotation."""
    if typing.get_origin(hint) is Literal:
        yield hint
        return
    for argument in typing.get_args(hint):
        yield from literals(argument)


def structs_inside(hint: Any) -> Iterator[type[msgspec.Struct]]:
    """The structs inside an annotation."""
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        yield hint
    for argument in typing.get_args(hint):
        yield from structs_inside(argument)


def metas(hint: Any) -> Iterator[msgspec.Meta]:
    """What an annotation says besides the type, on every level."""
    for argument in (*typing.get_args(hint), *getattr(hint, "__metadata__", ())):
        if isinstance(argument, msgspec.Meta):
            yield argument
        else:
            yield from metas(argument)
