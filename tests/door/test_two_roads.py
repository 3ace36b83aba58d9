"""Random documents over the sample schema: the compiled and the ordinary road answer alike."""

from __future__ import annotations

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

pytestmark = pytest.mark.filterwarnings("ignore::hypothesis.errors.HypothesisWarning")

SCALARS = {
    "BigInt": st.integers(0, 1200).map(nodes.Int),
    "Date": st.dates().map(lambda day: nodes.String(day.isoformat())),
    "DateTime": st.sampled_from(["2012-06-14T08:30:00+08:00", "2020-01-01T00:00:00Z"]).map(
        nodes.String
    ),
    "JSON": st.just(nodes.String("{}")),
}


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


async def _answer(schema: Any, context: Any, text: str) -> Any:
    result = await schema.execute(text, context_value=context)
    errors = sorted((error.message, error.path) for error in result.errors or ())
    return orjson.loads(orjson.dumps(result.data)), errors


async def same_on_both(compiled: Any, resolved: Any, context: Any, text: str, **who: Any) -> Any:
    ours = await _answer(compiled, context(**who), text)
    theirs = await _answer(resolved, context(**who), text)
    assert ours == theirs, text
    # The order of the members is part of an answer, too.
    assert orjson.dumps(ours[0]) == orjson.dumps(theirs[0])
    return ours


@given(data=st.data())
@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
async def test_random_documents_agree(
    compiled: Any, resolved: Any, context: Any, data: st.DataObject
) -> None:
    if not CURSORS:
        CURSORS.extend(await _cursors(compiled, context))
    if not IDS:
        answer, _ = await _answer(compiled, context(), "{ groups(first: 9) { nodes { id } } }")
        IDS.extend(node["id"] for node in answer["groups"]["nodes"])
        IDS.extend(["group_00000000-0000-0000-0000-000000000000", "member_1", "nothing"])
    text = data.draw(queries(compiled.as_str(), custom_scalars=SCALARS, allow_x00=False))
    text = print_ast(visit(parse(text), Sensible(data.draw, IDS, CURSORS)))
    assert not validate(compiled._schema, parse(text)), text
    permissions = frozenset(data.draw(st.sets(st.just("secrets"))))
    limits = data.draw(st.sampled_from([{}, {"fewer": 6}]))
    await same_on_both(compiled, resolved, context, text, permissions=permissions, limits=limits)


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
    "{ groups { nodes { name shouted board { name } } } }",
    "{ groups(first: 2) { nodes { id @skip(if: true) } edges { cursor @include(if: false) } } }",
    "{ groups(first: 0) { nodes { id } pageInfo { hasNextPage startCursor } } }",
    "{ groups(first: 1, last: 1) { totalCount } }",
    "{ groups(first: 201) { totalCount } }",
    '{ groups(ids: ["member_00000000-0000-0000-0000-000000000000"]) { totalCount } }',
    '{ groups(first: 2) { nodes { boardPages(after: "eA") { totalCount } } } }',
    '{ groups(contains: "\\u0000") { totalCount } }',
    "{ groups(first: 2) { a123456789a123456789a123456789a123456789a123456789a123456789a123456789:"
    " totalCount } }",
    '{ groups(asOf: {position: "99"}, validOn: "2012-07-01") { nodes { name foundedOn } } }',
    '{ groups(asOf: {position: "5000"}) { position stale totalCount } }',
    "{ groups(asOf: {}) { position } }",
    "{ allGroups(stages: [PROPOSED, INAUGURATED], atLeast: 3) { name stage members } }",
]


@pytest.mark.parametrize("text", WRITTEN)
async def test_written_documents_agree(
    compiled: Any, resolved: Any, context: Any, text: str
) -> None:
    who = {"permissions": frozenset({"secrets"})}
    data, errors = await same_on_both(compiled, resolved, context, text, **who)
    assert data is not None or errors
