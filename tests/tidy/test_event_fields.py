"""Every event, command and aggregate is registered and named by the rule, and declares its classes.

An event is never rewritten, so each of its fields must be clear by its type or personal: a plain
string, or a container that could hold one, fails here.
"""

from __future__ import annotations

import ast
import importlib
import re
import types
from collections.abc import Iterator
from datetime import date, datetime
from enum import Enum
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints
from uuid import UUID

import msgspec
import pytest
from msgspec import Meta

from wahana.deploy import registry
from wahana.domain import registry as domain
from wahana.domain.kernel.fields import Category, Personal, Sealed
from wahana.domain.kernel.model import Command, Event
from wahana.tenants import member_commands, tenant_commands

pytestmark = pytest.mark.takes(5)

DOMAIN = Path(domain.__file__).parent
TENANTS = DOMAIN.parent / "tenants"
CLEAR = (UUID, int, bool, date, datetime, type(None))
CATEGORIES = set(get_args(Category))


def problems(annotation: Any, seen: frozenset[type] = frozenset()) -> Iterator[str]:
    """What in a field's type is neither clear nor personal."""
    if get_origin(annotation) is Annotated:
        inner, *metas = get_args(annotation)
        extra: dict[str, Any] = {}
        for meta in metas:
            extra |= (meta.extra or {}) if isinstance(meta, Meta) else {}
        if "personal" in extra:
            if extra["personal"] not in CATEGORIES:
                yield f"unknown category {extra['personal']}"
        elif not extra.get("clear") or inner is not str:
            yield from problems(inner, seen)
    elif get_origin(annotation) in (Union, types.UnionType, tuple, list, frozenset, dict):
        for part in get_args(annotation):
            if part is not Ellipsis:
                yield from problems(part, seen)
    elif get_origin(annotation) is Literal:
        return
    elif isinstance(annotation, type) and issubclass(annotation, msgspec.Struct):
        if annotation in (Personal, Sealed):
            yield f"{annotation.__name__} without a category"
        elif annotation not in seen:
            for name, hint in get_type_hints(annotation, include_extras=True).items():
                if name in annotation.__struct_fields__:
                    yield from problems(hint, seen | {annotation})
    elif isinstance(annotation, type) and issubclass(annotation, Enum):
        return
    elif annotation not in CLEAR:
        yield str(annotation)


FIELDS = [
    (event, name, hint)
    for event in registry.EVENTS
    for name, hint in get_type_hints(event, include_extras=True).items()
    if name in event.__struct_fields__
]


@pytest.mark.parametrize(
    ("event", "name", "hint"), FIELDS, ids=[f"{e.TOPIC}.{n}" for e, n, _ in FIELDS]
)
def test_every_field_of_an_event_is_clear_by_its_type_or_personal(
    event: type[Event], name: str, hint: Any
):
    assert list(problems(hint)) == []


class _Inner(msgspec.Struct):
    text: str


@pytest.mark.parametrize(
    "hint",
    [
        *(str, str | None, tuple[str, ...], Any, dict[str, int], _Inner, tuple[_Inner, ...], float),
        *(Personal, Annotated[str, Meta(max_length=3)], Annotated[Personal, Meta(extra={"x": 1})]),
    ],
)
def test_a_field_that_is_neither_is_found(hint: Any):
    assert list(problems(hint))


def defined(base: str, room: Path) -> set[str]:
    """Names of the classes in a room whose ancestors, by name, include ``base``."""
    parents: dict[str, set[str]] = {}
    public: set[str] = set()
    for path in room.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                parents[node.name] = {b.id for b in node.bases if isinstance(b, ast.Name)}
                public.add(node.name)

    def descends(name: str) -> bool:
        return any(p == base or descends(p) for p in parents.get(name, ()))

    return {name for name in public if descends(name)}


def test_every_event_of_the_sources_is_registered():
    found = defined("Event", DOMAIN) | defined("Event", TENANTS)
    assert found == {event.__name__ for event in registry.EVENTS}


def test_every_command_of_the_sources_is_registered():
    found = defined("Command", DOMAIN) | defined("Command", TENANTS)
    known = {command.__name__ for command in registry.COMMANDS}
    assert known <= found
    shared = {name for name in found - known if not name.startswith("_")}
    undecided = {name for name in shared if hasattr(_find(name), "decide")}
    assert {name for name in undecided if _find(name).decide is not Command.decide} == set()


def _find(name: str) -> Any:
    for module in (*domain.MODULES, member_commands, tenant_commands):
        if hasattr(module, name):
            return getattr(module, name)
    raise AssertionError(f"{name} is in no module of the registry")


def test_every_aggregate_of_the_sources_is_registered():
    found = defined("Aggregate", DOMAIN) | defined("Aggregate", TENANTS)
    known = {kind.__name__ for kind in registry.KINDS.values()}
    states = {base.__name__ for kind in registry.KINDS.values() for base in kind.__mro__}
    assert known <= found <= known | states


def snake(name: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "_", name).lower()


@pytest.mark.parametrize("event", registry.EVENTS, ids=lambda event: event.__name__)
def test_a_topic_is_its_streams_type_and_the_events_name(event: type[Event]):
    prefix, _, rest = event.TOPIC.partition(".")
    assert prefix in registry.KINDS
    assert rest == snake(event.__name__).removeprefix(f"{prefix}_")
    assert event.__doc__
    assert event.__doc__ != Event.__doc__
    assert event.SCHEMA >= 1


def test_topics_and_types_are_unique():
    assert len({event.TOPIC for event in registry.EVENTS}) == len(registry.EVENTS)
    assert len({command.__name__ for command in registry.COMMANDS}) == len(registry.COMMANDS)


IRREGULAR = {"Set": "Set", "Give": "Given", "Hold": "Held", "Withdraw": "Withdrawn"}


def past(verb: str) -> str:
    if verb in IRREGULAR:
        return IRREGULAR[verb]
    if verb.endswith("e"):
        return f"{verb}d"
    if verb.endswith("y"):
        return f"{verb[:-1]}ied"
    return f"{verb}led" if verb == "Cancel" else f"{verb}ed"


MINE = [
    command
    for command in domain.COMMANDS
    if command.__module__.rpartition(".")[2]
    in ("person", "budget_target", "local_area", "late_permit")
    or "activity" in command.__module__
]


@pytest.mark.parametrize("command", MINE, ids=lambda command: command.__name__)
def test_a_command_is_the_imperative_of_its_event(command: type[Command]):
    verb, noun = re.findall(r"^([A-Z][a-z]+)(\w+)$", command.__name__)[0]
    assert f"{noun}{past(verb)}" in {event.__name__ for event in domain.EVENTS}


@pytest.mark.parametrize("command", registry.COMMANDS, ids=lambda command: command.__name__)
def test_a_command_says_what_it_means_and_each_field_what_it_is(command: type[Command]):
    assert command.__doc__
    assert command.__doc__ != Command.__doc__
    hints = get_type_hints(command, include_extras=True)
    silent = [name for name in command.__struct_fields__ if not list(descriptions(hints[name]))]
    assert silent == []


def descriptions(annotation: Any) -> Iterator[str]:
    if get_origin(annotation) is Annotated:
        inner, *metas = get_args(annotation)
        for meta in metas:
            if isinstance(meta, Meta) and meta.description:
                yield meta.description
        yield from descriptions(inner)
    elif get_origin(annotation) in (Union, types.UnionType):
        for part in get_args(annotation):
            yield from descriptions(part)


def test_modules_are_listed_once():
    names = [module.__name__ for module in domain.MODULES]
    assert len(set(names)) == len(names)
    for name in names:
        assert importlib.import_module(name)


@pytest.mark.parametrize(
    "kind", [*registry.EVENTS, *registry.COMMANDS], ids=lambda kind: kind.__name__
)
def test_it_can_be_decoded(kind: type[msgspec.Struct]):
    """Some types of fields are refused by the decoder only when it is made."""
    assert msgspec.json.Decoder(kind)
