"""No field of a command accepts any text, number or date: its type limits them.

So a new command has the bounds and the normal forms by the types it uses, and one that does not
use them is found here, however deep the field lies.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Annotated, Any, get_origin
from uuid import UUID

import msgspec
import pytest
from msgspec import Meta, inspect

from wahana.deploy import registry
from wahana.domain.kernel.checks import Leaf, leaves
from wahana.domain.kernel.days import Days
from wahana.graphql.mutations import CommandEnvelope
from wahana.graphql.reveal import RevealRequest

KINDS = {"line", "prose", "code", "form"}
STRUCTS: list[type[msgspec.Struct]] = [*registry.COMMANDS, CommandEnvelope, RevealRequest]
OF_ITS_OWN = {"SetPolicy.value", "SetPolicy.value[]", "RevealRequest.id"}
"""What is held to the limits of the policy that it sets; what is taken apart as a global id."""


def problem(leaf: Leaf) -> str | None:
    """What the type of a field does not say."""
    extra = leaf.extra
    if leaf.kind is str:
        bounded = any(meta.max_length or meta.pattern for meta in leaf.metas)
        return None if extra.get("text") in KINDS and bounded else "a text of no kind"
    if leaf.kind is date:
        return None if isinstance(extra.get("days"), Days) else "a date of no range"
    if leaf.kind is int:
        said = [meta for meta in leaf.metas if meta.le is not None]
        floor = [meta for meta in leaf.metas if meta.ge is not None]
        return None if said and floor else "a number without limits"
    if leaf.kind in (UUID, bool, datetime) or str(get_origin(leaf.kind)) == "typing.Literal":
        return None
    return f"a value of the type {leaf.kind}"


class Deep(msgspec.Struct):
    days: Annotated[tuple[date, ...], Meta(max_length=3)]
    more: tuple[tuple[int, ...], ...] | None = None
    by_name: dict[str, tuple[int, ...]] | None = None


class Sample(msgspec.Struct):
    deep: tuple[Deep, ...]


def endless(kind: Any, path: str) -> Iterator[str]:
    """The lists in a type that take any number of items."""
    while isinstance(kind, inspect.Metadata):
        kind = kind.type
    if isinstance(kind, inspect.UnionType):
        for one in kind.types:
            yield from endless(one, path)
    elif isinstance(kind, inspect.StructType):
        for field in kind.fields:
            yield from endless(field.type, f"{path}.{field.name}")
    elif isinstance(kind, inspect.CollectionType | inspect.DictType):
        if kind.max_length is None:
            yield path
        items = kind.value_type if isinstance(kind, inspect.DictType) else kind.item_type
        yield from endless(items, f"{path}[]")


def problems(struct: type[Any]) -> Iterator[str]:
    for path, leaf in leaves(struct):
        place = f"{struct.__name__}.{path}"
        found = problem(leaf)
        if found is not None and place not in OF_ITS_OWN:
            yield f"{place} is {found}; use a type of domain/kernel"


@pytest.mark.parametrize("struct", STRUCTS, ids=lambda struct: struct.__name__)
def test_every_list_has_a_longest(struct: type[msgspec.Struct]) -> None:
    assert [one for one in endless(inspect.type_info(struct), struct.__name__)
            if one not in OF_ITS_OWN] == []  # fmt: skip


def test_a_list_without_a_longest_is_found() -> None:
    found = list(endless(inspect.type_info(Sample), "Sample"))
    assert found == [
        *("Sample.deep", "Sample.deep[].more", "Sample.deep[].more[]"),
        *("Sample.deep[].by_name", "Sample.deep[].by_name[]"),
    ]


@pytest.mark.parametrize("struct", STRUCTS, ids=lambda struct: struct.__name__)
def test_every_field_says_what_it_takes(struct: type[msgspec.Struct]) -> None:
    assert list(problems(struct)) == []


@pytest.mark.parametrize(
    ("kind", "metas"),
    [
        (str, ()),
        (str, (Meta(max_length=9),)),
        (str, (Meta(extra={"text": "line"}),)),
        (date, ()),
        (int, (Meta(ge=1),)),
        (int, (Meta(le=1),)),
        (float, ()),
        (Any, ()),
    ],
)
def test_a_field_that_takes_anything_is_found(kind: Any, metas: tuple[Meta, ...]) -> None:
    assert problem(Leaf(kind, metas)) is not None
