"""Documents over the sample schema, random and written: the API answers as the oracle does."""

from __future__ import annotations

from datetime import date
from typing import Any

import orjson
import pytest
from graphql import (
    ArgumentNode,
    IntValueNode,
    ListValueNode,
    NullValueNode,
    StringValueNode,
    Visitor,
    parse,
    print_ast,
    validate,
    visit,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis_graphql import nodes, queries
from tests.api.oracle import Asked, Oracle, Unread
from tests.api.sample.relations import CATALOGUE, READ, TENANT

from wahana.graphql.engine import Engine
from wahana.graphql.errors import BadInput

pytestmark = pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")

SCALARS = {
    "BigInt": st.integers(0, 1200).map(nodes.Int),
    "Date": st.dates(date(1800, 1, 1), date(2200, 12, 31)).map(
        lambda day: nodes.String(day.isoformat())
    ),
    "DateTime": st.sampled_from(["2012-06-14T08:30:00+08:00", "2020-01-01T00:00:00Z"]).map(
        nodes.String
    ),
    "JSON": st.just(nodes.String("{}")),
}


TYPED = "with typed as (select $1::uuid, $2::bigint, $3::date) "
ROWS = {"Group": TYPED + READ["groups"], "Member": TYPED + READ["members"]}


class Sensible(Visitor):
    """Puts values into arguments that random ones would only be refused for."""

    def __init__(self, draw: Any, ids: list[str], cursors: list[str]) -> None:
        super().__init__()
        self.draw = draw
        self.ids = ids
        self.cursors = cursors

    def leave_argument(self, node: ArgumentNode, *_: Any) -> Any:
        name = node.name.value
        if isinstance(node.value, NullValueNode):
            return None
        if name in ("first", "last"):
            value: Any = IntValueNode(value=str(self.draw(st.integers(0, 12))))
        elif name == "id":
            value = StringValueNode(value=self.draw(st.sampled_from(self.ids)))
        elif name == "ids":
            chosen = self.draw(st.lists(st.sampled_from(self.ids), max_size=3))
            value = ListValueNode(values=[StringValueNode(value=one) for one in chosen])
        elif name in ("after", "before"):
            value = StringValueNode(value=self.draw(st.sampled_from(self.cursors)))
        elif name == "contains":
            value = StringValueNode(value=self.draw(st.sampled_from(["0", "kelompok", "\\'"])))
        elif name == "minPosition":
            value = IntValueNode(value=str(self.draw(st.integers(0, 1000))))
        else:
            return None
        return ArgumentNode(name=node.name, value=value)


async def _cursors(schema: Any, context: Any) -> list[str]:
    found = []
    for order in ("NAME", "MEMBERS_DOWN", "UPDATED"):
        text = f"{{ groups(orderBy: {order}, first: 30) {{ edges {{ cursor }} }} }}"
        result = await schema.execute(text, context_value=context())
        data = orjson.loads(orjson.dumps(result.data))
        found += [edge["cursor"] for edge in data["groups"]["edges"][::7]]
    return [*found, "kein-cursor"]


def _seen(result: Any) -> tuple[bytes, list[str]]:
    """The answer, its members in order, and the root fields that failed.

    The path of an error below a root field may differ: the API answers a root field as a whole, the
    oracle cell by cell. So a root field that failed is compared as such.
    """
    failed = sorted({str(error.path[0]) for error in result.errors or () if error.path})
    data = orjson.loads(orjson.dumps(result.data))
    if data is not None:
        data |= dict.fromkeys(failed)
    return orjson.dumps(data), failed


def _below(error: Any) -> bool:
    """Whether an error is about a field below the root field at which it is reported."""
    return error.nodes[0].name.value not in ("groups", "allGroups", "group", "node")


async def answers_alike(
    schema: Any, oracle: Oracle, moments: Any, context: Any, text: str, **who: Any
) -> tuple[bytes, list[str]]:
    answer = await schema.execute(text, context_value=context(**who))
    ours = _seen(answer)
    if answer.errors and all(error.path is None for error in answer.errors):
        return ours  # refused before execution, by Strawberry's rules for inputs
    if any(isinstance(e.original_error, BadInput) and _below(e) for e in answer.errors or ()):
        return ours  # wrong arguments of a child are refused whether or not any row has one
    told = {name: who[name] for name in ("permissions", "limits") if name in who}
    while True:
        try:
            result = oracle.answer(text, Asked(CATALOGUE, moments, **told))
            break
        except Unread as unread:
            position, day = unread.moment
            async with context().reading() as session:
                moments[unread.moment] = {
                    name: [dict(row) for row in await session.fetch(one, TENANT, position, day)]
                    for name, one in ROWS.items()
                }
    theirs = _seen(result)
    if ours[0] == theirs[0] == b"null":  # null: another fault may be reported
        assert bool(ours[1]) == bool(theirs[1]), text
    else:
        assert ours == theirs, text
    return ours


@pytest.fixture(scope="module")
def oracle(query: Any, engine: Engine) -> Oracle:
    return Oracle(engine.schema(query=query), CATALOGUE, engine.types.enum)


class Moments(dict[Any, Any]):
    """The rows of each moment that was asked for."""

    __repr__ = object.__repr__  # a failure is to be read


@pytest.fixture(scope="module")
def moments() -> Moments:
    return Moments()


@given(data=st.data())
@settings(
    max_examples=80,
    report_multiple_bugs=False,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
)
async def test_random_documents_agree(
    compiled: Any, oracle: Oracle, moments: Any, context: Any, data: st.DataObject
) -> None:
    if not CURSORS:
        CURSORS.extend(await _cursors(compiled, context))
    if not IDS:
        text = "{ groups(first: 9) { nodes { id } } }"
        answer, _ = _seen(await compiled.execute(text, context_value=context()))
        IDS.extend(node["id"] for node in orjson.loads(answer)["groups"]["nodes"])
        IDS.extend(["group_00000000-0000-0000-0000-000000000000", "member_1", "nothing"])
    text = data.draw(queries(compiled.as_str(), custom_scalars=SCALARS, allow_x00=False))
    text = print_ast(visit(parse(text), Sensible(data.draw, IDS, CURSORS)))
    assert not validate(compiled._schema, parse(text)), text
    permissions = frozenset(data.draw(st.sets(st.just("secrets"))))
    limits = data.draw(st.sampled_from([{}, {"fewer": 6}]))
    who = {"permissions": permissions, "limits": limits}
    await answers_alike(compiled, oracle, moments, context, text, **who)


CURSORS: list[str] = []
IDS: list[str] = []

WRITTEN = [
    """query Q($yes: Boolean = true, $no: Boolean = false, $n: Int = 3) {
      a: groups(first: $n, orderBy: MEMBERS_DOWN) { ...Page }
      b: groups(last: 4, before: null, stage: TRAINED) { ...Page nodes { name @skip(if: $yes) } }
      group(id: "group_x") { id }
    }
    fragment Page on GroupConnection {
      __typename
      totalCount @include(if: $no)
      edges { __typename at: cursor node { ...Row ... on Node { __typename key: id } } }
      pageInfo { __typename from: startCursor endCursor hasNextPage hasPreviousPage }
    }
    fragment Row on Group {
      id name again: name stage budget extra phone secret
      board(seat: KETUA) { name group { name board { id } } }
      parent { name parent { name } children(first: 1) { totalCount nodes { name } } }
      boardPages(first: 1) { nodes { name } pageInfo { hasNextPage endCursor } }
    }""",
    "{ groups { nodes { name board { name } } } }",
    "{ groups(first: 2) { nodes { id @skip(if: true) } edges { cursor @include(if: false) } } }",
    "{ groups(first: 0) { nodes { id } pageInfo { hasNextPage startCursor } } }",
    "{ groups(first: 1, last: 1) { totalCount } }",
    "{ groups(first: 201) { totalCount } }",
    '{ groups(ids: ["member_00000000-0000-0000-0000-000000000000"]) { totalCount } }',
    '{ groups(first: 2) { nodes { boardPages(after: "eA") { totalCount } } } }',
    '{ groups(asOf: {position: "99"}, validOn: "2012-07-01") { nodes { name foundedOn } } }',
    '{ groups(asOf: {position: "5000"}) { position stale totalCount } }',
    "{ groups(asOf: {}) { position } }",
    "{ allGroups(stages: [PROPOSED, INAUGURATED], atLeast: 3) { name stage members } }",
]


@pytest.mark.parametrize("text", WRITTEN)
async def test_written_documents_agree(
    compiled: Any, oracle: Oracle, moments: Any, context: Any, text: str
) -> None:
    who = {"permissions": frozenset({"secrets"})}
    data, failed = await answers_alike(compiled, oracle, moments, context, text, **who)
    assert data != b"null" or failed or "asOf: {}" in text
