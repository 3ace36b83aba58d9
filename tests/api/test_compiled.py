"""Compiled queries by example: the answers, the number of statements, the moment that is shown."""

from __future__ import annotations

import base64
from datetime import date
from typing import Any

import orjson
import pytest

from wahana.projections import read
from wahana.projections.compile import Compiler

PAGE = (
    "{ groups(first: 50) { edges { cursor node { id name stage foundedOn members budget active"
    " tags updatedAt extra board { name seat } boardPages { totalCount nodes { group { name } } }"
    " parent { name } } } pageInfo { hasNextPage } totalCount } }"
)


async def ask(schema: Any, context: Any, text: str, **variables: Any) -> Any:
    result = await schema.execute(text, variable_values=variables, context_value=context)
    assert result.errors is None, result.errors
    return orjson.loads(orjson.dumps(result.data))


async def refusal(schema: Any, context: Any, text: str) -> str:
    result = await schema.execute(text, context_value=context)
    assert result.errors is not None
    return str(result.errors[0].message)


async def test_a_page_with_all_below_it_is_one_statement(compiled: Any, context: Any) -> None:
    asked = context()
    data = await ask(compiled, asked, PAGE)
    assert asked.statements == 1
    assert len(data["groups"]["edges"]) == 50
    assert data["groups"]["totalCount"] == 60
    assert data["groups"]["pageInfo"] == {"hasNextPage": True}


async def test_the_form_of_every_kind_of_column(compiled: Any, context: Any) -> None:
    group = (await ask(compiled, context(), PAGE))["groups"]["edges"][7]["node"]
    assert group == {
        "id": group["id"],
        "name": "A Kelompok 7",
        "stage": None,
        "foundedOn": None,
        "members": 7,
        "budget": "21000000000",
        "active": False,
        "tags": ["pmks/7", 'a "quoted" \\ tag'],
        "updatedAt": "2012-06-14T00:30:07.000007Z",
        "extra": {"n": 7, "x": None, "y": [1, 2]},
        "board": group["board"],
        "boardPages": group["boardPages"],
        "parent": {"name": "A Kelompok 3"},
    }
    assert group["id"].startswith("group_")
    assert group["board"][0] == {"name": "Anggota 7.0", "seat": "KETUA"}
    assert group["boardPages"]["totalCount"] == 3


@pytest.mark.parametrize("order", ["NAME", "MEMBERS_DOWN", "UPDATED"])
@pytest.mark.parametrize("size", [1, 7, 60])
async def test_pages_in_both_directions_give_every_row_once(
    compiled: Any, context: Any, order: str, size: int
) -> None:
    forward = "query ($n: Int, $at: String, $o: GroupOrder) { groups(first: $n, after: $at,"
    backward = "query ($n: Int, $at: String, $o: GroupOrder) { groups(last: $n, before: $at,"
    rest = " orderBy: $o) { nodes { id } pageInfo { startCursor endCursor %s } } }"
    walks = []
    for text, more, end in (
        (forward + rest % "more: hasNextPage", "more", "endCursor"),
        (backward + rest % "more: hasPreviousPage", "more", "startCursor"),
    ):
        seen: list[str] = []
        cursor = None
        while True:
            data = await ask(compiled, context(), text, n=size, at=cursor, o=order)
            ids = [node["id"] for node in data["groups"]["nodes"]]
            seen = seen + ids if end == "endCursor" else ids + seen
            if not data["groups"]["pageInfo"][more]:
                break
            cursor = data["groups"]["pageInfo"][end]
        walks.append(seen)
    assert walks[0] == walks[1]
    assert len(set(walks[0])) == len(walks[0]) == 60


async def test_as_of_shows_the_older_versions(compiled: Any, context: Any) -> None:
    text = '{ groups(asOf: {position: "%s"}) { totalCount position nodes { name } } }'
    then = await ask(compiled, context(), text % 99)
    now = await ask(compiled, context(), text % 100)
    assert then["groups"]["position"] == "99"
    assert sum("lama" in node["name"] for node in then["groups"]["nodes"]) > 0
    assert sum("lama" in node["name"] for node in now["groups"]["nodes"]) == 0


async def test_a_cursor_keeps_its_moment(compiled: Any, context: Any) -> None:
    first = await ask(
        compiled,
        context(),
        '{ groups(first: 3, asOf: {position: "60"}) { pageInfo { endCursor } } }',
    )
    cursor = first["groups"]["pageInfo"]["endCursor"]
    text = f'{{ groups(first: 200, after: "{cursor}") {{ position nodes {{ name }} }} }}'
    page = await ask(compiled, context(), text)
    assert page["groups"]["position"] == "60"
    assert any("lama" in node["name"] for node in page["groups"]["nodes"])
    earlier = text.replace("first: 200", 'first: 200, asOf: {position: "59"}')
    assert "later than asOf" in await refusal(compiled, context(), earlier)
    inner = f'{{ groups(first: 1) {{ nodes {{ children(after: "{cursor}") {{ totalCount }} }} }} }}'
    assert 'asOf: {position: "60"}' in await refusal(compiled, context(), inner)


async def test_a_least_position_that_is_not_reached_is_stale(
    compiled: Any, context: Any, hasty: None
) -> None:
    text = '{ groups(first: 1, minPosition: "%s") { position stale } }'
    assert (await ask(compiled, context(), text % 1000))["groups"]["stale"] is False
    late = context()
    assert (await ask(compiled, late, text % 1001))["groups"] == {"position": "1000", "stale": True}
    assert late.statements > 10  # it has waited


async def test_another_tenants_id_is_not_found(compiled: Any, context: Any, other: Any) -> None:
    data = await ask(compiled, context(tenant=other), "{ groups(first: 1) { nodes { id name } } }")
    theirs = data["groups"]["nodes"][0]
    assert theirs["name"].startswith("B ")
    text = f'{{ group(id: "{theirs["id"]}") {{ name }} node(id: "{theirs["id"]}") {{ id }} }}'
    assert await ask(compiled, context(), text) == {"group": None, "node": None}
    assert (await ask(compiled, context(tenant=other), text))["node"] == {"id": theirs["id"]}


async def test_masks_and_scopes(compiled: Any, context: Any) -> None:
    text = "{ groups(first: 9) { totalCount nodes { members secret parent { members secret } } } }"
    masked = await ask(compiled, context(), text)
    assert {node["secret"] for node in masked["groups"]["nodes"]} == {None}
    shown = await ask(compiled, context(permissions=frozenset({"secrets"})), text)
    assert "rahasia 1" in [node["secret"] for node in shown["groups"]["nodes"]]
    limited = await ask(compiled, context(limits={"fewer": 2}), text)
    assert limited["groups"]["totalCount"] == 12
    assert all(node["members"] < 2 for node in limited["groups"]["nodes"])
    parents = [node["parent"] for node in limited["groups"]["nodes"] if node["parent"]]
    assert all(parent["members"] < 2 for parent in parents)


async def test_sealed_columns_are_opened_in_one_call(compiled: Any, context: Any) -> None:
    text = (
        "{ groups(first: 20) { nodes { name phone call: phone children { edges { node"
        " { phone } } } } } }"
    )
    asked = context()
    nodes = (await ask(compiled, asked, text))["groups"]["nodes"]
    assert (asked.statements, asked.opened) == (1, 1)
    by_name = {node["name"]: node for node in nodes}
    assert by_name["A Kelompok 7"]["phone"] == by_name["A Kelompok 7"]["call"] == "telp 7"
    assert by_name["A Kelompok 6"]["phone"] is None
    hidden = (await ask(compiled, context(opens=False), text))["groups"]["nodes"]
    assert {node["phone"] for node in hidden} == {None}


async def test_ids_of_the_wrong_form_say_what_is_right(compiled: Any, context: Any) -> None:
    assert "looks like wksbm_<uuid>" in await refusal(compiled, context(), '{group(id:"x"){id}}')
    some = "00000000-0000-0000-0000-000000000000"
    other = f"member_{some}"
    assert "group_<uuid>" in await refusal(compiled, context(), f'{{group(id:"{other}"){{id}}}}')
    assert "start with x_" in await refusal(compiled, context(), f'{{node(id:"x_{some}"){{id}}}}')


async def test_a_forged_cursor_is_refused(compiled: Any, context: Any) -> None:
    def cursor(*parts: Any) -> str:
        return base64.urlsafe_b64encode(orjson.dumps(parts)).decode().rstrip("=")

    identity = "00000000-0000-0000-0000-000000000000"
    for forged in (
        cursor("NAME", "5", "x", "' or true"),
        cursor("NAME", "x", "x", identity),
        cursor("NAME", "-1", "x", identity),
        cursor("UPDATED", "5", "x", identity),
        cursor("NAME", "5", "x\0", identity),
        "€",
    ):
        text = f'{{ groups(after: "{forged}") {{ totalCount }} }}'
        assert "cursor" in await refusal(compiled, context(), text)


async def test_a_value_that_its_type_forbids_is_our_fault_and_told_as_such(
    compiled: Any, broken: Any
) -> None:
    for text in ("{ groups(first: 3) { nodes { id stage } } }", "{ allGroups { board { seat } } }"):
        result = await compiled.execute(text, context_value=broken())
        (error,) = result.errors
        assert isinstance(error.original_error, read.UnfitRow)
        assert "KELIRU" not in str(error)
    text = "{ groups(first: 3) { nodes { id name } } }"
    assert len((await ask(compiled, broken(), text))["groups"]["nodes"]) == 3


@pytest.mark.parametrize(
    ("text", "cure"),
    [
        ("{ groups { totalCount %s: stale } }" % ("a" * 64), "give a shorter one"),
        ('{ groups { nodes { boardPages(after: "eA") { totalCount } } } }', "not a cursor"),
        ("{ groups { nodes { boardPages(first: 201) { totalCount } } } }", "0 to 200 rows"),
        ('{ groups(contains: "\\u0000") { totalCount } }', "send it without"),
        ("{ groups(atLeast: 3000000000) { totalCount } }", "32-bit"),
    ],
)
async def test_what_cannot_be_answered_is_refused_with_the_cure(
    compiled: Any, context: Any, text: str, cure: str
) -> None:
    assert cure in await refusal(compiled, context(), text)


def test_statements_hold_no_text_of_the_client(catalogue: Any) -> None:
    names = dict(Compiler(catalogue).every_statement())
    assert "Group" in names
    assert "$4" in names["Group.contains"]


async def test_every_statement_can_be_prepared(catalogue: Any, administrator: Any) -> None:
    for name, statement in Compiler(catalogue).every_statement():
        assert await administrator.prepare(statement), name


async def test_the_page_uses_its_indexes(engine: Any, sample: Any, tenant: Any) -> None:
    from wahana.platform.views import NOW
    from wahana.projections.compile import binds
    from wahana.projections.selection import Connection, Paging, RowConditions, SelectedField

    node = (SelectedField("name", "name"),)
    what = Connection(
        RowConditions("Group"),
        Paging(has_after=True, size=5, after=("kelompok 003", str(tenant))),
        (SelectedField("nodes", "nodes", node),),
    )
    async with sample.reading(tenant) as session:
        plan = await session.fetch(
            "explain " + engine.compiler.answer(what),
            tenant,
            NOW,
            None,
            0,
            date(2026, 12, 1),
            *binds(what),
        )
    text = "\n".join(line[0] for line in plan)
    assert "name_key" in text.partition("Index Cond")[2] or "ROW(name_key" in text
    assert "Seq Scan on sample_group" not in text
