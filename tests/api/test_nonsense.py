"""No field of any command accepts nonsense, whatever its type.

Every mutation of the release, every field down to the last item of a list, every kind of nonsense
that is none of its type. It goes through the real API; where the executor would begin, what came
as far as that is looked at. A refusal names the field and says what to do about it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from copy import deepcopy
from datetime import date
from typing import Any
from uuid import UUID, uuid1, uuid3, uuid4, uuid5

import pytest
from msgspec import inspect as types
from tests.api.walls import samples
from tests.api.walls.conftest import mutation, the_api
from tests.api.walls.test_hostile_input import leaves, put
from tests.api.walls.test_isolation import COMMANDS
from tests.story.client import enveloped

from wahana.deploy import registry
from wahana.domain.kernel.checks import camel, check_days, check_new_ids
from wahana.domain.kernel.refusal import Refused
from wahana.graphql.handler import GraphQLRequest
from wahana.platform.execution import Rejected
from wahana.platform.ids import uuid7

TODAY = date(2027, 1, 1)
ELSEWHERE = {("Reveal", "kind"), ("Reveal", "subject"), ("SetPolicy", "value")}
"""Given as one global id; held to the limits of the policy that is set, when that is decided."""
MANY = 5_001
"""More items than any list takes."""
NEW_BUT_NOT_7 = (uuid4(), uuid5(uuid7(), "x"), uuid3(uuid7(), "x"), uuid1(), UUID(int=0))
"""Ids of something new that could be those of something that the service derives."""


class Stub:
    """A request whose commands are looked at instead of being executed."""

    rules = registry.RULES

    def __init__(self) -> None:
        self.taken: Any = None
        self.body = b""

    async def add_token(self, *_: Any) -> None:
        return None

    async def execute(self, wish: Any, request: Any, body: bytes) -> Rejected:
        self.body = body
        try:
            check_days(wish, TODAY)
            check_new_ids(wish)
        except Refused as refused:
            return Rejected(refused.code, refused.field, refused.params)
        self.taken = wish
        return Rejected("NO_CHANGE", None, {})


class Ids(dict[str, UUID]):
    """An id for every kind that there may be."""

    def __contains__(self, kind: object) -> bool:
        return True

    def __missing__(self, kind: str) -> UUID:
        return self.setdefault(kind, uuid7())


IDS = Ids()


def sendable() -> list[type]:
    """The commands that are mutations: some only the service itself gives."""
    root = the_api()._core.mutation_type
    assert root is not None
    return [one for one in COMMANDS if camel_name(one) in root.fields]


def camel_name(command: type) -> str:
    return command.__name__[0].lower() + command.__name__[1:]


async def sent(command: type, fields: Any) -> tuple[Any, dict[str, Any]]:
    """What was taken, if it was, and the answer."""
    stub = Stub()
    given = enveloped(samples.input_of(command, fields))
    reply = await the_api().answer(GraphQLRequest(mutation(command), {"input": given}), stub)
    return stub.taken, {"data": reply.data, "errors": reply.errors}


def nonsense(kind: Any) -> Iterator[Any]:
    """Values that nobody can mean in a field of the type."""
    said = kind.extra or {} if isinstance(kind, types.Metadata) else {}
    bare = samples._bare(kind)
    match bare:
        case types.StrType():
            yield from (
                "",
                " \u3164\u00a0",
                "\u200b\ufeff",
                "a\0",
                "a\x1b[2Jb",
                "a\u202eb",
                "a\ufffe",
            )
            yield from ("-- . --\n" * 20_000, "x" * 20_000, 5, True, {}, ["a", "b"])
            if said.get("text") not in ("prose", "form"):
                yield "a\nb"
        case types.UUIDType():
            yield from ("", "x", "wksbm_", "0" * 37, "\0", 2.5, {}, "fund_" + "z" * 36)
            yield from map(str, NEW_BUT_NOT_7 if said.get("new") else ())
        case types.IntType():
            yield from (1e300, 1.5, "x", "", True, -(2**63) - 1, 2**63, [1, 2], {})
            if bare.ge is not None:
                yield from (bare.ge - 1, -(2**31))
            if bare.le is not None:
                yield from (bare.le + 1, 2**31 - 1 if bare.le < 2**31 - 1 else 2**63 - 1)
        case types.DateType():
            yield from ("0001-01-01", "9999-12-31", "1945-08-16", "2012-02-30", "2012-W24-5")
            yield from ("", "10000-01-01", "2012-06-15T00:00:00Z", 0, 20120615, True, {})
        case types.DateTimeType():
            yield from ("2012-06-15", "", "x", "2012-06-15T00:00:00", 0, True)
        case types.BoolType():
            yield from ("x", 1, 0, "", {})
        case types.LiteralType():
            yield from ("NOPE", "", 1, True, {}, f"{bare.values[0]}\0", str(bare.values[0]).lower())


async def check(command: type, fields: Any, shown: str, value: Any) -> None:
    """Nonsense is refused by name, or becomes a text that is none any more."""
    taken, answer = await sent(command, fields)
    told = f"{command.__name__}.{shown} = {str(value)[:60]!r}: {str(answer)[:400]}"
    if answer["errors"]:
        for error in answer["errors"]:
            assert error.get("extensions", {}).get("code") != "INTERNAL", told
            assert len(error["message"]) > 15, told
            assert f".{shown}" in error["message"].replace("[0]", ""), told
        return
    (result,) = answer["data"].values()
    assert result["__typename"] == "Rejected", told
    if taken is None:
        assert (result["field"] or "").split("[")[0].split(".")[0] == shown.split(".")[0], told
        assert all(result[name] for name in ("messageId", "messageEn", "hintId", "hintEn")), told
    else:
        assert isinstance(value, str), told
        assert list(unseen(taken)) == [], told


def unseen(value: Any) -> Iterator[str]:
    """The texts of a command in which something stands that nobody sees, or nothing else."""
    if isinstance(value, str):
        signs = [one for one in value if unicodedata.category(one) in ("Cc", "Cf", "Cs", "Cn")]
        if not value.strip() or any(one not in "\n\t" for one in signs) or len(value) > 5_000:
            yield value
    elif isinstance(value, tuple | list | frozenset):
        for item in value:
            yield from unseen(item)
    elif hasattr(value, "__struct_fields__"):
        for name in value.__struct_fields__:
            yield from unseen(getattr(value, name))


@pytest.mark.parametrize("command", sendable(), ids=lambda command: command.__name__)
async def test_no_field_takes_nonsense(command: type) -> None:
    usual = samples.sample(command, IDS)
    taken, answer = await sent(command, usual)
    assert taken is not None, f"what is usual is refused: {answer}"
    for path, _ in leaves(types.type_info(command)):
        if (command.__name__, path[0]) in ELSEWHERE:
            continue
        kind = samples._at(types.type_info(command), path)
        shown = ".".join(camel(part) for part in path if isinstance(part, str))
        leading = samples.sample(command, IDS, path)
        for value in wrong_of(kind, str(path[-1])):
            fields = deepcopy(leading)
            put(fields, path, value)
            await check(command, fields, shown, value)


def wrong_of(kind: Any, name: str) -> Iterator[Any]:
    """Nonsense for a single value, or for a list as such."""
    bare = samples._bare(kind)
    if isinstance(bare, types.UnionType):
        some = [one for one in bare.types if not isinstance(samples._bare(one), types.NoneType)]
        yield from wrong_of(some[0], name)
    elif hasattr(bare, "item_type"):
        item = samples._value(bare.item_type, IDS, name, ())
        yield from ([None], [[[item]]], [item] * MANY)
        if bare.min_length:
            yield []
    else:
        yield from nonsense(kind)
