"""The same command in another form of its texts is the same command: it is a retry.

A retry is recognised by the digest of the body. So, in any field of any command, two forms of one
text must give the same body, and everything else a different one.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from msgspec import inspect as types
from tests.api.test_nonsense import IDS, Stub, sendable
from tests.api.walls import samples
from tests.api.walls.conftest import mutation, the_api
from tests.api.walls.test_hostile_input import leaves, put
from tests.story.client import enveloped

from wahana.graphql.handler import GraphQLRequest
from wahana.graphql.mutations import CommandEnvelope

KEPT = "Café Sélo 12"
FORMS = (
    unicodedata.normalize("NFD", KEPT),
    f"  {KEPT}\u00a0",
    KEPT.replace(" ", "\u2009"),
    "\ufeffCafé\u200b Sé\u00adlo 12\u3000",
)
OTHER = ("Café Selo 12", "Café Sélo 21", "CAFÉ SÉLO 12")


async def body_of(command: type, fields: dict[str, Any], **around: Any) -> bytes:
    """What a command is digested as; nothing if it was refused."""
    stub = Stub()
    given = enveloped({"idempotencyKey": "the-same", **samples.input_of(command, fields), **around})
    await the_api().answer(GraphQLRequest(mutation(command), {"input": given}), stub)
    return stub.body


def texts(command: type) -> Iterator[samples.Path]:
    """Where a command takes a line or prose."""
    info = types.type_info(command)
    for path, kind in leaves(info):
        if isinstance(kind, types.StrType) and said(samples._at(info, path)) in ("line", "prose"):
            yield path


def said(kind: Any) -> str | None:
    """What kind of a text a type takes."""
    if isinstance(kind, types.UnionType):
        return next((found for one in kind.types if (found := said(one))), None)
    extra = kind.extra or {} if isinstance(kind, types.Metadata) else {}
    found: str | None = extra.get("text") or (
        said(kind.type) if isinstance(kind, types.Metadata) else None
    )
    return found


ONLY_FORMS: set[str] = set()
"""Commands whose only texts have forms of their own."""
WITH_TEXTS = [command for command in sendable() if any(texts(command))]


@pytest.mark.parametrize("command", WITH_TEXTS, ids=lambda command: command.__name__)
async def test_a_text_in_another_form_makes_no_other_command(command: type) -> None:
    seen = 0
    for path in texts(command):
        fields = samples.sample(command, IDS, path)

        async def told(text: str, path: Any = path, fields: Any = fields) -> bytes:
            given = deepcopy(fields)
            put(given, path, text)
            return await body_of(command, given)

        kept = await told(KEPT)
        if not kept:
            continue  # a telephone number and the like: it has a form of its own
        seen += 1
        assert {await told(form) for form in FORMS} == {kept}, path
        assert kept not in {await told(other) for other in OTHER}, path
    assert seen or command.__name__ in ONLY_FORMS


def test_most_commands_have_texts() -> None:
    assert len(WITH_TEXTS) > 100


async def test_so_does_a_text_of_the_envelope() -> None:
    command = next(one for one in sendable() if one.__name__ == "RenameWksbm")
    fields = samples.sample(command, IDS)

    async def told(ref: str) -> bytes:
        return await body_of(command, fields, evidence=[{"mark": "DOCUMENT", "ref": ref}])

    kept = await told(KEPT)
    assert kept
    assert {await told(form) for form in FORMS} == {kept}
    assert kept not in {await told(other) for other in OTHER}
    assert "evidence" in CommandEnvelope.__struct_fields__
