"""Planned mutations answer as graphql-core does, call the handlers alike, and never twice."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wahana.graphql import planned
from wahana.graphql.documents import Document
from wahana.graphql.handler import GraphQLRequest, RequestHandler
from wahana.graphql.limits import Limits

FULL = """
mutation Act($input: ActInput!) {
  act(input: $input) {
    __typename
    ... on Accepted { position version stage receipt { position hashes } }
    ... on Rejected { code field }
    ... on Conflict { currentVersion changedFields }
  }
}
"""
SELECTIONS = [
    "{ __typename }",
    "{ kind: __typename ... on Accepted { p: position v: version stage receipt { hashes } } }",
    "{ ...Some ... on Rejected { code again: code } }",
    "{ ... { __typename } ... on Conflict { ...Lost } }",
    "{ ... on Accepted { version @include(if: $yes) } ... on Rejected { code @skip(if: $yes) } }",
]
FRAGMENTS = {
    "...Some": " fragment Some on CommandResult"
    " { __typename ... on Accepted { receipt { position } version } }",
    "...Lost": " fragment Lost on Conflict { changedFields currentVersion }",
}
OUTCOMES = ["accepted", "bare", "rejected", "conflict", "null", "big", "holes", "stranger", "fault"]


class Unplanned(RequestHandler):
    """A handler that knows no plans."""

    async def _run(self, asked: Any, context: Any) -> Any:
        for name in (asked.name, None):
            asked.document.plans[name] = None
        return await super()._run(asked, context)


@pytest.fixture(scope="session")
def handlers(schema: Any) -> tuple[RequestHandler, RequestHandler]:
    return RequestHandler(schema, Limits()), Unplanned(schema, Limits())


def seen(reply: Any) -> Any:
    body = reply.body()
    for error in body.get("errors", ()):
        if reference := error.get("extensions", {}).get("reference"):
            error["extensions"]["reference"] = "…"
            error["message"] = error["message"].replace(reference, "…")
    return body


@st.composite
def documents(draw: st.DrawFn) -> tuple[str, dict[str, Any]]:
    """A valid document with one to four root fields, and its variables (some do not fit)."""
    fields: list[str] = []
    variables: dict[str, Any] = {}
    declared: list[str] = []
    for number in range(draw(st.integers(1, 4))):
        outcome = draw(st.sampled_from(OUTCOMES))
        given = {"idempotencyKey": f"k{number}", "outcome": outcome}
        if draw(st.booleans()):
            given["amount"] = draw(st.sampled_from(["5", 7, None, 1, 2, "x"]))
        argument = f'{{idempotencyKey: "k{number}", outcome: "{outcome}"}}'
        if draw(st.booleans()):
            variables[f"i{number}"] = given
            declared.append(f"$i{number}: ActInput!")
            argument = f"$i{number}"
        name = draw(st.sampled_from(["act", "tryToAct"]))
        fields.append(f"c{number}: {name}(input: {argument}) {draw(st.sampled_from(SELECTIONS))}")
    if draw(st.integers(0, 9)) == 0:
        fields.append("__typename")
    text = " ".join(fields)
    if "$yes" in text:
        declared.append("$yes: Boolean = true")
    head = f"mutation M({', '.join(declared)})" if declared else "mutation M"
    used = [FRAGMENTS[name] for name in FRAGMENTS if name in text]
    return f"{head} {{ {text} }}{''.join(used)}", variables


@given(made=documents())
@settings(
    max_examples=150, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)
async def test_random_mutations_agree(
    handlers: tuple[RequestHandler, RequestHandler],
    context: Any,
    acts: list[Any],
    made: tuple[str, dict[str, Any]],
) -> None:
    question = GraphQLRequest(*made)
    handlers[0].prepare(question)  # the documents are valid
    replies, calls = [], []
    for handler in handlers:
        acts.clear()
        replies.append(seen(await handler.answer(question, context())))
        calls.append(list(acts))
    assert replies[0] == replies[1], made
    assert calls[0] == calls[1], made


@pytest.mark.parametrize("outcome", OUTCOMES)
async def test_every_outcome_agrees(
    handlers: tuple[RequestHandler, RequestHandler], context: Any, acts: list[Any], outcome: str
) -> None:
    acts.clear()
    question = GraphQLRequest(FULL, {"input": {"idempotencyKey": "k", "outcome": outcome}})
    ours, theirs = [seen(await handler.answer(question, context())) for handler in handlers]
    assert ours == theirs
    assert acts == [("k", None)] * 2


def test_a_common_mutation_is_planned(handlers: tuple[RequestHandler, RequestHandler]) -> None:
    handler = handlers[0]
    asked = handler.prepare(GraphQLRequest(FULL, {}))
    plan = planned.plan_of(handler._core, asked.document, None)
    assert plan is not None
    assert plan.steps[0].direct == {"input": "input"}


@pytest.mark.parametrize(
    "text",
    [
        "mutation { ...M } fragment M on Mutation"
        ' { act(input: {idempotencyKey: "k", outcome: "bare"}) { __typename } }',
        'mutation { act(input: {idempotencyKey: "k", outcome: "bare"}) @skip(if: false)'
        " { __typename } }",
        'mutation { __typename act(input: {idempotencyKey: "k", outcome: "bare"}) { __typename } }',
    ],
)
async def test_other_shapes_take_the_ordinary_road(
    handlers: tuple[RequestHandler, RequestHandler], context: Any, text: str
) -> None:
    asked = handlers[0].prepare(GraphQLRequest(text))
    assert planned.plan_of(handlers[0]._core, asked.document, None) is None
    reply = await handlers[0].execute(asked, context())
    assert reply.data["act"] == {"__typename": "Accepted"}


async def test_a_fault_shows_a_reference_and_nothing_else(
    handlers: tuple[RequestHandler, RequestHandler], context: Any, capsys: Any
) -> None:
    question = GraphQLRequest(FULL, {"input": {"idempotencyKey": "k", "outcome": "fault"}})
    reply = await handlers[0].answer(question, context())
    (error,) = reply.errors
    assert error["extensions"]["code"] == "INTERNAL"
    assert error["extensions"]["reference"] in error["message"]
    logged = capsys.readouterr().out
    assert error["extensions"]["reference"] in logged
    assert "RuntimeError" in logged
    assert "secret" not in str(reply.body()) + logged


def test_a_document_is_read_once(handlers: tuple[RequestHandler, RequestHandler]) -> None:
    first: Document = handlers[0].prepare(GraphQLRequest(FULL, {})).document
    assert handlers[0].prepare(GraphQLRequest(FULL, {})).document is first
