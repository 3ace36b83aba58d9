"""No field of a command takes just any text, number or date: its type says which.

So a new command has the bounds and the normal forms by the types it uses, and one that does not
use them is found here, however deep the field lies.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any, get_origin
from uuid import UUID

import msgspec
import pytest
from msgspec import Meta

from wahana.deploy import registry
from wahana.domain.kernel.checks import Leaf, leaves
from wahana.domain.kernel.days import Days
from wahana.graphql.mutations import CommandEnvelope

KINDS = {"line", "prose", "code", "form"}
STRUCTS: list[type[msgspec.Struct]] = [*registry.COMMANDS, CommandEnvelope]
ANY_NUMBER = {"SetPolicy.value", "SetPolicy.value[]"}
"""What is held to the limits of the policy that it sets."""


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


def problems(struct: type[Any]) -> Iterator[str]:
    for path, leaf in leaves(struct):
        place = f"{struct.__name__}.{path}"
        found = problem(leaf)
        if found is not None and place not in ANY_NUMBER:
            yield f"{place} is {found}; use a type of domain/kernel"


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
