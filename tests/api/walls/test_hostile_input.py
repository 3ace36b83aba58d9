"""Whatever is sent, to every field of every command and every argument of every query: the answer
says how to correct it, it is no error of the program, and nothing is stored that a view could not
show.

The values are chosen by the type of the field; the commands are executed and written, the views
follow, and at last each of them must have reached the end of the log.
"""

from __future__ import annotations

import itertools
from collections.abc import AsyncIterator, Iterator, Mapping
from copy import deepcopy
from typing import Any

import httpx
import orjson
import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    get_named_type,
    get_nullable_type,
    is_list_type,
    is_required_argument,
)
from msgspec import inspect as types
from tests.api.walls import samples
from tests.api.walls.conftest import House, Side, mutation, side, the_api
from tests.api.walls.test_isolation import COMMANDS, ROLES, named_by_kind
from tests.level import level
from tests.story.client import enveloped

from wahana.domain.kernel.roles import allows
from wahana.platform.ids import global_id, uuid7

pytestmark = pytest.mark.takes(13)

SEED = {"mark": "SEED", "ref": "x"}
EVIDENCE = (
    *([], [{}], "x", [SEED] * 99, [SEED | {"sha256": "é"}]),
    *([SEED | {"ref": ref}] for ref in ("", "\0", "x" * 9_000)),
)
NOBODY = "ffffffff-ffff-ffff-ffff-ffffffffffff"
TEXTS = ("\0", "a\x1bb\x7f", "", " ", "x" * 20_000, "\u202e\u200b\ufffe", "'; --%_\\", "😀\n" * 99)
HOSTILE: Mapping[str, tuple[Any, ...]] = {
    "text": TEXTS,
    "id": ("", "x", "wksbm_", NOBODY, f"activity_{NOBODY}", "\0", "y" * 9_000, 5),
    "int": (-1, 0, 2**31 - 1, 2**31, -(2**63), 1e300, 1.5, "1", True),
    "bigint": ("-1", "0", str(2**63 - 1), str(2**63), str(-(2**63)), 1.5, "x", ""),
    "date": ("0001-01-01", "9999-12-31", "2012-02-30", "", "2012-W24-5", "10000-01-01", 0),
    "instant": ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "2012-06-15", ""),
    "bool": ("x", 1),
    "enum": ("NOPE", "", 1),
}
KINDS: Mapping[type, str] = {
    types.StrType: "text",
    types.UUIDType: "id",
    types.IntType: "int",
    types.DateType: "date",
    types.DateTimeType: "instant",
    types.BoolType: "bool",
    types.LiteralType: "enum",
}
SCALARS = {
    "String": "text",
    "ID": "id",
    "Int": "int",
    "BigInt": "bigint",
    "Date": "date",
    "DateTime": "instant",
    "Boolean": "bool",
}
PER_FIELD = 2
"""Values tried on one field; the next field of its kind takes the next ones."""


@pytest.fixture(scope="module")
async def victim(house: House) -> AsyncIterator[Side]:
    """An office of its own, because what gets through is written."""
    one = await side(house.town)
    yield one
    await level(house.service, one.story.office.tenant)


@pytest.fixture(scope="module")
async def http(house: House) -> AsyncIterator[httpx.AsyncClient]:
    async with house.http() as client:
        yield client


async def judged(
    http: httpx.AsyncClient, token: str, query: str, variables: Mapping[str, Any]
) -> Any:
    """The body of an answer that is no error of the program and says what is wrong, if anything."""
    answer = await http.post(
        "/graphql",
        content=orjson.dumps({"query": query, "variables": variables}),
        headers={"authorization": f"Bearer {token}", "content-type": "application/json"},
    )
    told = (str(variables)[:300], answer.text[:600])
    assert answer.status_code in (200, 413), told
    body = answer.json()
    for error in body.get("errors", ()):
        assert error.get("extensions", {}).get("code") not in ("INTERNAL", "TIMED_OUT"), told
        assert len(error["message"]) > 15, told
        assert "isoformat" not in error["message"], told
    assert '"currentVersion":-' not in answer.text, told
    for result in (body.get("data") or {}).values():
        if isinstance(result, dict) and result.get("__typename") == "Rejected":
            texts = [result[name] for name in ("messageId", "messageEn", "hintId", "hintEn")]
            assert all(texts), told
    return body


def values() -> dict[str, Iterator[Any]]:
    """Endless hostile values by kind."""
    return {kind: itertools.cycle(some) for kind, some in HOSTILE.items()}


def leaves(kind: Any, path: samples.Path = ()) -> Iterator[tuple[samples.Path, Any]]:
    """Every value that a command can hold: its path and its type."""
    kind = samples._bare(kind)
    if isinstance(kind, types.UnionType):
        ways = [one for one in kind.types if not isinstance(samples._bare(one), types.NoneType)]
        yield from leaves(ways[0], path)
    elif isinstance(kind, types.StructType):
        for field in kind.fields:
            yield from leaves(field.type, (*path, field.name))
    elif hasattr(kind, "item_type"):
        yield path, kind
        yield from leaves(kind.item_type, (*path, 0))
    else:
        yield path, kind


def put(fields: Any, path: samples.Path, value: Any) -> None:
    """Set a value deep in the fields of a command, making what leads there."""
    for part, following in itertools.pairwise(path):
        if isinstance(fields, list):
            fields[:] = fields[:1] or [{}]
            fields = fields[0]
        else:
            fields = fields.setdefault(part, [] if following == 0 else {})
    if isinstance(fields, list):
        fields[:] = [value]
    else:
        fields[path[-1]] = value


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.__name__)
async def test_a_command_withstands_every_value(
    house: House, victim: Side, http: httpx.AsyncClient, command: type
) -> None:
    group = command.GROUP  # type: ignore[attr-defined]
    role = next((one for one in ROLES if allows(one, group) == "TENANT"), "DINAS_HEAD")
    hostile = values()
    usual = samples.sample(command, victim.ids)
    for path, kind in leaves(types.type_info(command)):
        if hasattr(kind, "item_type"):
            item = samples._value(kind.item_type, victim.ids, str(path[-1]), ())
            every = ([], [item] * 300, [None], [[item]], "x")
            wrong = [every[(len(path) + n) % len(every)] for n in range(PER_FIELD)]
        else:
            wrong = list(itertools.islice(hostile[KINDS[type(kind)]], PER_FIELD))
        for value in wrong:
            fields = deepcopy(usual)
            put(fields, path, value)
            given = enveloped(samples.input_of(command, fields))
            assert await judged(http, victim.tokens[role], mutation(command), {"input": given})


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.__name__)
async def test_a_version_of_something_of_another_kind_is_told_as_none(
    victim: Side, http: httpx.AsyncClient, command: type
) -> None:
    """Its id is taken, but not by what the command is about: no version below 0 is shown."""
    group = command.GROUP  # type: ignore[attr-defined]
    role = next((one for one in ROLES if allows(one, group) == "TENANT"), "DINAS_HEAD")
    path = next(samples.id_paths(command), None)
    fields = samples.sample(command, victim.ids, path or ())
    for other in list(named_by_kind(victim).values())[::9] if path else ():
        given = enveloped(samples.input_of(command, samples.put(fields, path, other)))
        given["envelope"]["expectedVersion"] = 7
        assert await judged(http, victim.tokens[role], mutation(command), {"input": given})


@pytest.mark.parametrize(
    ("field", "wrong"),
    [
        ("idempotencyKey", TEXTS),
        ("expectedVersion", (-1, 0, 2**31 - 1, 2**40)),
        ("occurredOn", HOSTILE["date"]),
        ("permit", HOSTILE["id"]),
        ("mandate", HOSTILE["id"]),
        ("correlation", HOSTILE["id"]),
        (
            "evidence",
            EVIDENCE,
        ),
    ],
    ids=lambda given: given if isinstance(given, str) else "",
)
async def test_what_comes_with_a_command_withstands_every_value(
    victim: Side, http: httpx.AsyncClient, field: str, wrong: Any
) -> None:
    command = next(one for one in COMMANDS if one.__name__ == "RegisterPerson")
    token = victim.tokens["DINAS_OFFICER"]
    for value in wrong:
        fields = enveloped({"name": "Orang", "personId": str(uuid7())})
        fields["envelope"][field] = value
        assert await judged(http, token, mutation(command), {"input": fields})


async def test_a_control_character_is_refused_by_name(victim: Side) -> None:
    """It would have been stored for ever, and no view could have kept it."""
    officer = victim.story.officer
    for name in ("Siti\0", "Siti\x1b[2J", "Siti\x85"):
        refusal = await officer.refused("INVALID_INPUT", "registerPerson", name=name)
        assert (refusal["field"], "control character" in refusal["messageEn"]) == ("name", True)


def arguments() -> list[str]:
    """The root fields that take arguments."""
    root = the_api()._core.query_type
    assert root is not None
    return [name for name, field in root.fields.items() if field.args]


def usual_of(name: str, kind: Any, ids: Mapping[str, Any]) -> Any:
    """A value that fits."""
    if is_list_type(get_nullable_type(kind)):
        return [usual_of(name, get_nullable_type(kind).of_type, ids)]
    named = get_named_type(kind)
    if isinstance(named, GraphQLEnumType):
        return next(iter(named.values))
    fits = {"ID": global_id("wksbm", ids["wksbm"]), "Int": 2, "Date": "2012-06-15", "String": "x"}
    return fits[named.name]


def wrong_of(name: str, kind: Any, side: Side, hostile: dict[str, Iterator[Any]]) -> list[Any]:
    """Values to try on an argument."""
    named = get_named_type(kind)
    if name == "minPosition":  # one that lies ahead is waited for: tried by itself
        return ["-1", str(-(2**63)), "x"]
    if isinstance(named, GraphQLInputObjectType):
        instants = itertools.islice(hostile["instant"], PER_FIELD)
        numbers = itertools.islice(hostile["bigint"], PER_FIELD)
        return [{}, *({"recordedAt": at} for at in instants), *({"position": n} for n in numbers)]
    if isinstance(named, GraphQLEnumType):
        return ["NOPE", 1]
    wrong = list(itertools.islice(hostile[SCALARS[named.name]], 2 * PER_FIELD))
    if named.name == "ID":
        wrong += [global_id(one, known) for one, known in named_by_kind(side).items()][::4]
    if is_list_type(get_nullable_type(kind)):
        some = usual_of(name, get_named_type(kind), side.ids) if named.name == "ID" else "x"
        return [[], [None], [some] * 500, *([one] for one in wrong)]
    return wrong


@pytest.mark.parametrize("field", arguments())
async def test_a_question_withstands_every_value(
    victim: Side, http: httpx.AsyncClient, field: str
) -> None:
    root = the_api()._core.query_type
    assert root is not None
    about = root.fields[field]
    named = get_named_type(about.type).name
    inner = "" if named in SCALARS else "{ __typename }"
    hostile = values()
    role = "TENANT_ADMIN" if field in ("office", "members") else "DINAS_HEAD"
    for name, argument in about.args.items():
        for value in wrong_of(name, argument.type, victim, hostile):
            given = {
                other: usual_of(other, more.type, victim.ids)
                for other, more in about.args.items()
                if is_required_argument(more)
            } | {name: value}
            told = ", ".join(f"${one}: {about.args[one].type}" for one in given)
            passed = ", ".join(f"{one}: ${one}" for one in given)
            text = f"query({told}) {{ {field}({passed}) {inner} }}"
            assert await judged(http, victim.tokens[role], text, given)


async def test_a_moment_that_is_not_there_is_told(
    victim: Side, http: httpx.AsyncClient, hasty: None
) -> None:
    """As of a position beyond the log an answer could still change: it is none."""
    token = victim.tokens["DINAS_HEAD"]
    text = "query($at: AsOf, $p: BigInt) { wksbms(asOf: $at, minPosition: $p) { totalCount } }"
    for position in (10**9, 2**63 - 3, 2**63 - 2, 2**63 - 1, -1):
        body = await judged(http, token, text, {"at": {"position": str(position)}})
        assert body["errors"][0]["extensions"]["code"] == "BAD_INPUT"
        assert "leave asOf out" in body["errors"][0]["message"]
    body = await judged(http, token, text, {"at": {"position": "0"}})
    assert (body["data"]["wksbms"]["totalCount"], body["extensions"]["stale"]) == (0, False)
    body = await judged(http, token, text, {"p": str(10**9)})
    assert (body["data"]["wksbms"]["totalCount"] > 0, body["extensions"]["stale"]) == (True, True)


@pytest.mark.parametrize(
    "body",
    [
        *(b"", b"[]", b"null", b"1", b'{"query":null}', b'{"query":"{ me { role } }"}x'),
        *(b'{"query":"\\ud800"}', b'{"query":"{ me { role } }","variables":[]}'),
        *(b'{"query":"{ me { role } }","operationName":"\\u0000"}', b"\xff\xfe{\0}\0"),
        b'{"query":"query($a: String) { me { role } }","variables":{"a":' + b"[" * 9000 + b"}}",
        b'{"query":"' + b"{ a " * 3000 + b'"}',
        b'{"query":"{ wksbms(first: 99999999999999999999) { totalCount } }"}',
        b'{"query":"{ trail(search: \\"\\\\uD800\\") { totalCount } }"}',
    ],
)
async def test_a_body_that_is_no_question_is_told(
    victim: Side, http: httpx.AsyncClient, body: bytes
) -> None:
    token = victim.tokens["DINAS_HEAD"]
    headers = {"authorization": f"Bearer {token}", "content-type": "application/json"}
    answer = await http.post("/graphql", content=body, headers=headers)
    assert answer.status_code in (200, 400), answer.text
    (error, *_) = answer.json()["errors"]
    assert error.get("extensions", {}).get("code") != "INTERNAL"
    assert len(error["message"]) > 15


async def test_a_path_that_is_not_there_says_which_are(http: httpx.AsyncClient) -> None:
    for method, path, status in (("GET", "/", 404), ("POST", "/log.ndjson", 405)):
        answer = await http.request(method, path)
        assert (answer.status_code, "/graphql" in answer.json()["error"]) == (status, True)
