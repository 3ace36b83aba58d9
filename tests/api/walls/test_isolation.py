"""Another office's id is an id that is not there: in every field, mutation, list and stream."""

from __future__ import annotations

import itertools
import re
from typing import Any
from uuid import UUID, uuid4

import orjson
import pytest
from graphql import GraphQLObjectType, get_named_type, is_required_argument
from tests.api.test_release import selection
from tests.api.walls import samples
from tests.api.walls.conftest import UUIDS, House, Side, mutation, the_api, trying

from wahana.deploy import registry
from wahana.domain.formation.board import board_id
from wahana.domain.kernel.roles import allows
from wahana.graphql.handler import GraphQLRequest
from wahana.graphql.schema import NOT_BY_API
from wahana.platform.ids import global_id
from wahana.projections.registry import CATALOGUE
from wahana.projections.relation import Relation

pytestmark = pytest.mark.takes(17)

COMMANDS = [command for command in registry.COMMANDS if command not in NOT_BY_API]
PLACES = [
    (command, path)
    for command in COMMANDS
    for path in samples.id_paths(command)
    if not samples.is_new(command, path)
]
ENVELOPE = ("permit", "mandate", "onBehalfOf", "correlation")
NODES = {relation.node: relation for relation in CATALOGUE if relation.node}
WITHOUT_IDS = {"areas", "categories", "policies", "roles", "refusals", "formedYears"}
"""Fields whose answers hold no id: reference data and figures."""
REQUIRED = {"first": "200", "kind": "IURAN", "unit": "IDR"}
"""What a root field must be told beside an id."""
ROLES = ("TENANT_ADMIN", "DINAS_OFFICER", "DINAS_HEAD", "INSPECTORATE")
_SO_FAR = re.compile(r'"position":"\d+","stale":(true|false)')
_REFERENCE = re.compile(r"\b[0-9a-f]{8}\b(?!-)")


def blind(body: Any, *ids: UUID) -> str:
    """An answer without the ids that were asked for, the numbers of faults, and how far its
    views had come, which go on meanwhile."""
    text = _SO_FAR.sub("<so far>", orjson.dumps(body).decode())
    for one in ids:
        text = text.replace(str(one), "<id>")
    return _REFERENCE.sub("<reference>", text)


async def sent(house: House, command: type, fields: dict[str, Any], **envelope: Any) -> Any:
    """The answer to a command of whoever may send it; nothing is written."""
    role = next(
        (one for one in ROLES if allows(one, command.GROUP) == "TENANT"),  # type: ignore[attr-defined]
        "DINAS_HEAD",
    )
    given = {
        "envelope": {"idempotencyKey": "k", **envelope},
        **samples.input_of(command, fields),
    }
    return await house.ask(
        house.ours.tokens[role],
        mutation(command),
        executor=trying(house.service),
        input=given,
    )


@pytest.mark.parametrize(
    ("command", "path"),
    PLACES,
    ids=[f"{command.__name__}.{'.'.join(map(str, path))}" for command, path in PLACES],
)
async def test_a_command_takes_it_for_an_id_that_is_not_there(
    house: House, command: type, path: samples.Path
) -> None:
    fields = samples.sample(command, house.ours.ids, path)
    theirs, nobodys = house.theirs.ids[samples.kind_of(path)], uuid4()
    answers = [
        blind(await sent(house, command, samples.put(fields, path, one)), one)
        for one in (theirs, nobodys)
    ]
    assert answers[0] == answers[1]
    for wrong in ("INVALID_INPUT", "VALIDATION_FAILED", "cannot be spread", "invalid value"):
        assert wrong not in answers[0], "the sample does not get as far as its ids"


@pytest.mark.parametrize("field", ENVELOPE)
async def test_the_envelope_of_a_command_takes_it_so_too(house: House, field: str) -> None:
    command = next(one for one in COMMANDS if one.__name__ == "RenameWksbm")
    fields = samples.sample(command, house.ours.ids)
    kind = "permit" if field == "permit" else "person"
    theirs, nobodys = house.theirs.ids[kind], uuid4()
    on = {"occurredOn": "2012-07-01"}
    answers = [
        blind(await sent(house, command, fields, **{field: str(one)}, **on), one)
        for one in (theirs, nobodys)
    ]
    assert answers[0] == answers[1]


async def test_the_samples_do_reach_the_things_of_the_own_office(house: House) -> None:
    """The check above would hold of a service that finds nothing at all: with the office's own
    ids, some of the same samples are decided."""
    ours: list[str] = []
    unknown: list[str] = []
    for command, path in PLACES:
        fields = samples.sample(command, house.ours.ids, path)
        answer = blind(await sent(house, command, fields))
        (unknown if "NOT_FOUND" in answer else ours).append(command.__name__)
    assert len(ours) > len(PLACES) * 0.8
    # A waiver, a candidate and the like are looked for inside an object that is there.
    assert set(ours) | set(unknown) == {command.__name__ for command, _ in PLACES}


@pytest.mark.parametrize("kind", NODES)
@pytest.mark.parametrize("role", ROLES)
async def test_no_node_is_found_by_it(house: House, kind: str, role: str) -> None:
    token = house.ours.tokens[role]
    relation = NODES[kind]
    text = (
        f"query($id: ID!) {{ node(id: $id) {{ __typename id "
        f"... on {relation.name} {{ {selection(relation)} }} }} }}"
    )
    theirs = await an_id(house, house.theirs, relation)
    nobodys = uuid4()
    answers = [
        blind(await house.ask(token, text, id=global_id(kind, one)), one)
        for one in (theirs, nobodys)
    ]
    assert answers[0] == answers[1]
    own = await house.ask(token, text, id=global_id(kind, await an_id(house, house.ours, relation)))
    assert own.get("errors") or own["data"]["node"]["id"].startswith(f"{kind}_")


async def an_id(house: House, side: Side, relation: Relation) -> UUID:
    """The id of some row of a relation."""
    field = {"Office": "office", "Member": "members", "PersonCard": "persons"}.get(relation.name)
    root = the_api()._core.query_type
    assert root is not None
    for name, about in root.fields.items():
        if get_named_type(about.type).name in (f"{relation.name}Connection", relation.name) and (
            "id" not in about.args
        ):
            field = name
    role = "TENANT_ADMIN" if field in ("office", "members") else "DINAS_HEAD"
    inner = "{ id }" if field == "office" else "(first: 1) { nodes { id } }"
    body = await house.ask(side.tokens[role], f"{{ {field}{inner} }}")
    rows = body["data"][field]
    rows = rows if isinstance(rows, list) else rows["nodes"]
    return UUID(rows[0]["id"].rpartition("_")[2])


def id_arguments() -> list[tuple[str, str]]:
    """Root fields and those of their arguments that are ids."""
    root = the_api()._core.query_type
    assert root is not None
    return [
        (name, argument)
        for name, field in root.fields.items()
        for argument, about in field.args.items()
        if get_named_type(about.type).name == "ID"
    ]


@pytest.mark.parametrize(("field", "argument"), id_arguments())
async def test_no_root_field_finds_or_filters_by_it(
    house: House, field: str, argument: str
) -> None:
    """Every argument that is an id, with every id of the other office there is a kind of."""
    root = the_api()._core.query_type
    assert root is not None
    about = root.fields[field]
    given = str(about.args[argument].type)
    others = "".join(
        f", {name}: {REQUIRED[name]}"
        for name, more in about.args.items()
        if name != argument and is_required_argument(more)
    )
    text = f"query($id: {given}) {{ {field}({argument}: $id{others}) {inner_of(about.type)} }}"
    kinds = named_by_kind(house.theirs)
    foreign = house.foreign_to(house.ours)
    understood = set()
    for role in ("DINAS_HEAD", "TENANT_ADMIN"):
        for kind, theirs in kinds.items():
            answers = []
            for one in (theirs, uuid4()):
                named = str(one) if argument == "before" else global_id(kind, one)
                body = await house.ask(
                    house.ours.tokens[role], text, id=[named] if "[" in given else named
                )
                answers.append(blind(body, one))
                assert not foreign & set(UUIDS.findall(answers[-1]))
            understood |= {kind} if "errors" not in body else set()
            # An id of a refused command only says how old those to be shown are.
            assert argument == "before" or answers[0] == answers[1], kind
    assert understood, "no id was of the kind that is asked for"


def named_by_kind(side: Side) -> dict[str, UUID]:
    """Ids by the kind that a global id says, which for some is not what a command calls it."""
    ids = side.ids
    return {
        **ids,
        "tenant": side.story.office.tenant,
        "fund": ids["book"],
        "arisan": ids["cycle"],
        "late_entry": ids["permit"],
        "board": board_id(ids["wksbm"]),
    }


async def test_the_balance_of_a_fund_is_the_own_one(house: House) -> None:
    text = (
        "query($w: ID!) "
        '{ fundBalance(wksbmId: $w, kind: IURAN, unit: IDR, on: "2012-12-31") { bookId } }'
    )
    found = []
    for wksbm in (house.ours.ids["wksbm"], house.theirs.ids["wksbm"], uuid4()):
        body = await house.ask(house.ours.tokens["DINAS_HEAD"], text, w=global_id("wksbm", wksbm))
        found.append(body["data"]["fundBalance"])
    assert found == [{"bookId": global_id("fund", house.ours.ids["book"])}, None, None]


def inner_of(kind: Any) -> str:
    """A selection of everything that an answer of this type shows without arguments."""
    named = get_named_type(kind)
    relations = {relation.name: relation for relation in CATALOGUE}
    if named.name.endswith("Connection"):
        relation = relations[named.name.removesuffix("Connection")]
        return f"{{ totalCount nodes {{ {selection(relation)} }} }}"
    if named.name in relations:
        return f"{{ {selection(relations[named.name])} }}"
    if not isinstance(named, GraphQLObjectType):
        return "{ __typename }"
    inner = [
        name if not isinstance(get_named_type(field.type), GraphQLObjectType)
        else f"{name} {inner_of(field.type)}"
        for name, field in named.fields.items()
        if not field.args
    ]  # fmt: skip
    return f"{{ {' '.join(inner)} }}"


def lists() -> list[str]:
    """Root fields that show something without being told an id."""
    root = the_api()._core.query_type
    assert root is not None
    return [
        name
        for name, field in root.fields.items()
        if not any(str(about.type).endswith("!") for about in field.args.values())
    ]


@pytest.mark.parametrize("field", lists())
async def test_no_list_shows_anything_of_the_other_office(house: House, field: str) -> None:
    root = the_api()._core.query_type
    assert root is not None
    inner = inner_of(root.fields[field].type)
    texts = set()
    for given in ({"first": "200"}, {"first": "200", "validOn": '"2012-06-15"'}):
        arguments = [f"{name}: {given[name]}" for name in given if name in root.fields[field].args]
        called = f"{field}({', '.join(arguments)})" if arguments else field
        texts.add(f"{{ {called} {inner} }}")
    shown = 0
    for side in (house.ours, house.theirs):
        foreign = house.foreign_to(side)
        assert len(foreign) > 300
        for role, text in itertools.product(ROLES, texts):
            body = await house.ask(side.tokens[role], text)
            found = set(UUIDS.findall(orjson.dumps(body).decode()))
            assert not found & foreign, (role, field)
            shown += len(found)
    assert shown or field in WITHOUT_IDS, ("nothing was shown at all", str(body)[:600])


async def test_a_cursor_of_the_other_office_leads_to_none_of_its_rows(house: House) -> None:
    text = (
        "query($c: String) { persons(first: 5, after: $c) { nodes { id } pageInfo { endCursor } } }"
    )
    theirs = await house.ask(house.theirs.tokens["DINAS_HEAD"], text)
    cursor = theirs["data"]["persons"]["pageInfo"]["endCursor"]
    foreign = house.foreign_to(house.ours)
    own = await house.ask(house.ours.tokens["DINAS_HEAD"], text, c=cursor)
    assert not foreign & set(UUIDS.findall(orjson.dumps(own).decode()))


async def test_following_the_log_shows_the_own_events_alone(house: House) -> None:
    seen = []
    head = int(house.ours.story.positions["all"])
    request = await house.request(house.ours.tokens["INSPECTORATE"])
    question = GraphQLRequest("subscription { events { position eventId stream } }")
    source = the_api().subscribe(the_api().prepare(question), request)
    async for reply in source:
        seen.append(reply.body()["data"]["events"])
        if int(seen[-1]["position"]) == head:
            break
    await source.aclose()
    assert [int(event["position"]) for event in seen] == list(range(1, head + 1))
    own = house.ours.named
    assert {event["eventId"] for event in seen} <= own


async def test_the_downloaded_log_is_the_own_one(house: House) -> None:
    own, foreign = house.ours.named, house.foreign_to(house.ours)
    async with house.http() as http:
        token = house.ours.tokens["INSPECTORATE"]
        head = int(house.ours.story.positions["all"])
        answer = await http.get(
            f"/log.ndjson?upTo={head}", headers={"authorization": f"Bearer {token}"}
        )
        lines = [orjson.loads(line) for line in answer.content.splitlines()]
        assert [line["position"] for line in lines] == list(range(1, head + 1))
        assert {line["eventId"] for line in lines} <= own
        assert not foreign & set(UUIDS.findall(answer.text))


async def test_over_http_it_is_the_same(house: House) -> None:
    """A sample of the above, through every layer."""
    officer = house.ours.story.officer
    theirs, nobodys = house.theirs.ids["wksbm"], uuid4()
    read = [
        blind(await officer.raw("query($i: ID!) { wksbm(id: $i) { name } }", i=f"wksbm_{one}"), one)
        for one in (theirs, nobodys)
    ]
    assert read[0] == read[1]
    assert '"wksbm":null' in read[0]
    written = [
        blind(await officer.do("renameWksbm", wksbmId=str(one), name="Lain"), one)
        for one in (theirs, nobodys)
    ]
    assert written[0] == written[1]
    assert '"NOT_FOUND"' in written[0]
