"""The API over HTTP: status codes, media types, limits, credentials, errors, GraphiQL."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette

from wahana.graphql.routes import routes

URL = "/graphql"
MODERN = "application/graphql-response+json"
ACT = 'mutation { act(input: {idempotencyKey: "k", outcome: "accepted"}) { __typename } }'


@pytest.fixture
async def client(served: str) -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(
        base_url=served.removesuffix("/graphql"), trust_env=False
    ) as client:
        yield client


async def post(client: httpx.AsyncClient, query: str, **headers: str) -> httpx.Response:
    return await client.post(URL, json={"query": query}, headers={"accept": MODERN, **headers})


async def test_an_answer_tells_its_moment_and_its_cost(client: httpx.AsyncClient) -> None:
    answer = await post(client, "{ groups(first: 2) { nodes { name board { name } } } }")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == f"{MODERN}; charset=utf-8"
    body = answer.json()
    assert len(body["data"]["groups"]["nodes"]) == 2
    assert body["extensions"] == {
        "cost": {"requested": 1 + 2 * (1 + 1 + 5), "limit": 20_000},
        "position": "1000",
        "stale": False,
        "day": "2026-12-01",
    }


async def test_a_mutation_over_get_is_refused(client: httpx.AsyncClient) -> None:
    answer = await client.get(URL, params={"query": ACT})
    assert (answer.status_code, answer.headers["allow"]) == (405, "POST")


@pytest.mark.parametrize(
    ("text", "code", "cure"),
    [
        ("{ groups { nodes { " + "a: name " * 51 + "} } }", "TOO_MUCH", "another request"),
        ("{ " + "__typename " * 21 + "}", "TOO_MUCH", "several requests"),
        ("{ __typename " + "@skip(if: false) " * 41 + "}", "TOO_MUCH", "leave fields out"),
        (
            "{ groups { nodes { " + "parent { " * 14 + "name" + " }" * 14 + " } } }",
            "TOO_MUCH",
            "less depth",
        ),
        (
            "{ groups { nodes { ...F0 } } } "
            + " ".join(
                f"fragment F{n} on Group {{ x{n}: name ...F{n + 1} ...F{n + 1} }}"
                for n in range(12)
            )
            + " fragment F12 on Group { name }",
            "TOO_MUCH",
            "4095 aliases",
        ),
        ("{ " + "__typename " * 2100 + "}", "TOO_MUCH", "tokens"),
        (
            "{ groups(first: 200) { nodes { children(first: 200) { totalCount } } } }",
            "TOO_MUCH",
            "smaller pages",
        ),
    ],
    ids=["aliases", "roots", "directives", "depth", "fragments", "tokens", "cost"],
)
async def test_caps_say_the_cure(
    client: httpx.AsyncClient, text: str, code: str, cure: str
) -> None:
    answer = await post(client, text)
    assert answer.status_code == 400
    (error,) = answer.json()["errors"]
    assert error["extensions"]["code"] == code
    assert cure in error["message"]
    assert "data" not in answer.json()


async def test_a_page_size_in_a_variable_counts(client: httpx.AsyncClient) -> None:
    query = "query ($n: Int) { groups(first: $n) { nodes { children(first: $n) { position } } } }"
    for number, status in ((2, 200), (200, 400)):
        answer = await client.post(
            URL, json={"query": query, "variables": {"n": number}}, headers={"accept": MODERN}
        )
        assert answer.status_code == status


async def test_variables_that_do_not_fit_are_the_clients_to_mend(
    client: httpx.AsyncClient,
) -> None:
    for query in (
        "query ($n: Int) { groups(first: $n) { position } }",
        "mutation ($n: ActInput!) { act(input: $n) { __typename } }",
    ):
        answer = await client.post(
            URL, json={"query": query, "variables": {"n": "x"}}, headers={"accept": MODERN}
        )
        assert answer.status_code == 400
        assert "data" not in answer.json()
        assert "Variable '$n'" in answer.json()["errors"][0]["message"]


async def test_a_moment_in_a_variable_names_one_thing(client: httpx.AsyncClient) -> None:
    query = "query ($at: AsOf) { groups(asOf: $at) { position } }"
    for moment in ({}, {"position": "5", "recordedAt": "2012-06-14T00:00:00Z"}, {"position": None}):
        answer = await client.post(
            URL, json={"query": query, "variables": {"at": moment}}, headers={"accept": MODERN}
        )
        (error,) = answer.json()["errors"]
        assert error.get("extensions", {}).get("code") != "INTERNAL", error
    right = {"query": query, "variables": {"at": {"position": 5}}}
    assert (await client.post(URL, json=right)).json()["data"]["groups"]["position"] == "5"


async def test_validation_stops_after_a_few_errors(client: httpx.AsyncClient) -> None:
    answer = await post(client, "{ " + " ".join(f"nothing{n}" for n in range(15)) + " }")
    assert len(answer.json()["errors"]) == 6


async def test_fragments_in_a_circle_are_refused(client: httpx.AsyncClient) -> None:
    answer = await post(
        client, "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }"
    )
    assert answer.status_code == 400
    assert "Cannot spread fragment" in answer.text


async def test_a_body_over_the_limit_is_refused(client: httpx.AsyncClient) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(40):
            yield b" " * 10_000

    long = await post(client, "{ __typename }" + " " * 300_000)
    chunked = await client.post(
        URL, content=endless(), headers={"content-type": "application/json"}
    )
    assert (long.status_code, chunked.status_code) == (413, 413)
    assert "256 KiB" in chunked.text


async def test_credentials(client: httpx.AsyncClient) -> None:
    wrong = await post(client, "{ groups { totalCount } }", authorization="Bearer wrong")
    assert wrong.status_code == 401
    assert wrong.headers["www-authenticate"] == 'Bearer realm="wahana"'
    assert wrong.json()["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    forbidden = await post(client, "{ groups { totalCount } }", authorization="Bearer forbidden")
    assert forbidden.status_code == 403
    schema = await post(client, "{ __schema { queryType { name } } }", authorization="Bearer wrong")
    assert schema.json()["data"] == {"__schema": {"queryType": {"name": "Query"}}}


async def test_a_fault_shows_no_internals(client: httpx.AsyncClient) -> None:
    answer = await post(client, ACT.replace("accepted", "fault"))
    assert answer.status_code == 200
    (error,) = answer.json()["errors"]
    assert error["extensions"]["code"] == "INTERNAL"
    assert "secret" not in answer.text


@pytest.mark.parametrize(
    ("accept", "status", "media"),
    [
        ("text/html, application/json;q=0.5", 200, "application/json"),
        (f"{MODERN};q=0.1, application/json", 200, "application/json"),
        (f"{MODERN}, */*;q=0.1", 200, MODERN),
        ("text/plain", 406, "application/json"),
        (f"{MODERN};q=0", 406, "application/json"),
        ("application/json;q=x", 406, "application/json"),
    ],
)
async def test_negotiation(client: httpx.AsyncClient, accept: str, status: int, media: str) -> None:
    answer = await client.post(URL, json={"query": "{ __typename }"}, headers={"accept": accept})
    assert answer.status_code == status
    assert answer.headers["content-type"] == f"{media}; charset=utf-8"


@pytest.mark.parametrize(
    ("content", "media", "status"),
    [
        (b"{", "application/json", 400),
        (b"[]", "application/json", 400),
        (b'{"query": 1}', "application/json", 400),
        (b'{"query": "{a}", "variables": []}', "application/json", 400),
        (b'{"query": "{a}", "operationName": {}}', "application/json", 400),
        (b'{"query": "{__typename}", "operationName": "X"}', "application/json", 200),
        (b'{"query": "\xff"}', "application/json", 400),
        (b"query={__typename}", "application/x-www-form-urlencoded", 415),
        (b'{"query": "{__typename}"}', "application/json; charset=latin-1", 415),
    ],
)
async def test_broken_requests(
    client: httpx.AsyncClient, content: bytes, media: str, status: int
) -> None:
    answer = await client.post(URL, content=content, headers={"content-type": media})
    assert answer.status_code == status
    assert answer.json()["errors"][0]["message"]


async def test_other_methods(client: httpx.AsyncClient) -> None:
    assert (await client.put(URL, json={})).status_code == 405


async def test_cors_by_setting(client: httpx.AsyncClient) -> None:
    asked = {"access-control-request-method": "POST"}
    ours = await client.options(URL, headers={"origin": "https://konsol.example", **asked})
    theirs = await client.options(URL, headers={"origin": "https://evil.example", **asked})
    assert ours.headers["access-control-allow-origin"] == "https://konsol.example"
    assert "access-control-allow-origin" not in theirs.headers


async def test_graphiql_is_served_from_here(client: httpx.AsyncClient) -> None:
    page = await client.get(URL, headers={"accept": "text/html,*/*;q=0.8"})
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    policy = page.headers["content-security-policy"]
    assert "default-src 'none'; script-src 'self';" in policy
    assert "http" not in policy
    parts = re.findall(r'(?:src|href)="([^"]+)"', page.text)
    assert len(parts) == 7
    for part in parts:
        if part != "data:,":
            assert part.startswith(f"{URL}/explorer/")
            assert (await client.get(part)).status_code == 200
    query = await client.get(
        URL, params={"query": "{__typename}"}, headers={"accept": "text/html,*/*"}
    )
    assert query.json() == {
        "data": {"__typename": "Query"},
        "extensions": query.json()["extensions"],
    }


@pytest.mark.parametrize(
    ("name", "media"),
    [("explorer.js", "text/javascript"), ("vendor/graphiql.min.css", "text/css")],
)
async def test_a_part_of_graphiql_is_sent_once(
    client: httpx.AsyncClient, name: str, media: str
) -> None:
    first = await client.get(f"{URL}/explorer/{name}")
    assert first.headers["content-type"] == f"{media}; charset=utf-8"
    assert first.headers["x-content-type-options"] == "nosniff"
    etag = first.headers["etag"]
    again = await client.get(f"{URL}/explorer/{name}", headers={"if-none-match": etag})
    assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", etag)
    other = await client.get(f"{URL}/explorer/{name}", headers={"if-none-match": '"other"'})
    assert other.content == first.content


@pytest.mark.parametrize("name", ["vendor/NOTICE.md", "../explorer.py", "..%2fexplorer.py", "x.js"])
async def test_nothing_but_the_parts_of_graphiql_is_served(
    client: httpx.AsyncClient, name: str
) -> None:
    assert (await client.get(f"{URL}/explorer/{name}")).status_code == 404


async def test_graphiql_is_for_development_only(handler: Any, context: Any) -> None:
    async def authenticate(headers: Any) -> Any:
        return context()

    application = Starlette(routes=routes(handler, authenticate))
    transport = httpx.ASGITransport(application)
    async with httpx.AsyncClient(transport=transport, base_url="http://office") as client:
        page = await client.get(URL, headers={"accept": "text/html,*/*;q=0.8"})
        part = await client.get(f"{URL}/explorer/explorer.js")
    assert (page.status_code, part.status_code) == (400, 404)
    assert page.headers["content-type"].startswith("application/json")


async def test_a_request_that_takes_too_long_is_stopped(schema: Any, context: Any) -> None:
    from wahana.graphql.handler import GraphQLRequest, RequestHandler
    from wahana.graphql.limits import Limits

    class Slow:
        client = "slow"

        def enter(self, relation: str) -> None:
            """Everything may be asked for."""

        def day_of(self, instant: Any) -> Any:
            return instant.date()

        async def position_at(self, recorded_at: Any) -> int:
            await asyncio.sleep(60)
            return 0

    handler = RequestHandler(schema, Limits(timeout_s=0.05))
    question = GraphQLRequest('{ groups(asOf: {recordedAt: "2020-01-01T00:00:00Z"}) { position } }')
    reply = await handler.answer(question, Slow())
    assert reply.timed_out
    assert reply.errors[0]["extensions"]["code"] == "TIMED_OUT"
