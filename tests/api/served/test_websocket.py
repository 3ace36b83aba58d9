"""graphql-transport-ws as its protocol says, close codes first; and SSE beside it."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from tests.api.served.conftest import serving
from tests.patience import PATIENCE_S, until
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Subprotocol

from wahana.graphql.handler import RequestHandler
from wahana.graphql.limits import Limits

COUNT = "subscription { count(upTo: %d) }"


@contextlib.asynccontextmanager
async def socket(
    served: str, *, greet: bool = True, **options: Any
) -> AsyncIterator[ClientConnection]:
    options.setdefault("subprotocols", [Subprotocol("graphql-transport-ws")])
    async with connect(served.replace("http", "ws"), proxy=None, **options) as opened:
        if greet:
            await say(opened, type="connection_init")
            assert await heard(opened) == {"type": "connection_ack"}
        yield opened


async def say(opened: ClientConnection, **message: Any) -> None:
    await opened.send(json.dumps(message))


async def heard(opened: ClientConnection) -> Any:
    text = await asyncio.wait_for(opened.recv(), PATIENCE_S)
    assert isinstance(text, str)
    return json.loads(text)


async def closed(opened: ClientConnection) -> int | None:
    with contextlib.suppress(ConnectionClosed):
        while True:
            await asyncio.wait_for(opened.recv(), PATIENCE_S)
    return opened.close_code


def subscribe(key: str, query: str) -> dict[str, Any]:
    return {"id": key, "type": "subscribe", "payload": {"query": query}}


async def test_a_subscription_from_start_to_end(served: str) -> None:
    async with socket(served) as opened:
        await say(opened, **subscribe("1", COUNT % 2))
        first = await heard(opened)
        assert first["type"] == "next"
        assert first["payload"]["data"] == {"count": 0}
        assert (await heard(opened))["payload"]["data"] == {"count": 1}
        assert await heard(opened) == {"id": "1", "type": "complete"}


async def test_a_subscription_to_rows_is_answered_by_one_statement_each(served: str) -> None:
    async with socket(served) as opened:
        await say(opened, **subscribe("1", "{ groups(first: 1) { nodes { id name } } }"))
        (group,) = (await heard(opened))["payload"]["data"]["groups"]["nodes"]
        await heard(opened)
        changed = (
            f'subscription {{ groupChanged(id: "{group["id"]}") {{ name board {{ name }} }} }}'
        )
        await say(opened, **subscribe("2", changed))
        first, second, gone = [(await heard(opened))["payload"] for _ in range(3)]
        assert first["data"]["groupChanged"]["name"] == group["name"]
        assert second["extensions"]["position"] == "1000"
        assert gone["data"] == {"groupChanged": None}
        assert await heard(opened) == {"id": "2", "type": "complete"}


async def test_queries_and_mutations_answer_once(served: str) -> None:
    async with socket(served) as opened:
        await say(opened, **subscribe("q", "{ groups(first: 1) { nodes { name } } }"))
        assert len((await heard(opened))["payload"]["data"]["groups"]["nodes"]) == 1
        assert await heard(opened) == {"id": "q", "type": "complete"}
        await say(opened, type="ping")
        assert await heard(opened) == {"type": "pong"}


async def test_an_invalid_document_ends_only_its_operation(served: str) -> None:
    async with socket(served) as opened:
        for query in ("{", "{ nothing }", "{ " + "a: __typename " * 51 + "}"):
            await say(opened, **subscribe("1", query))
            message = await heard(opened)
            assert (message["id"], message["type"]) == ("1", "error")
            assert message["payload"][0]["message"]


async def test_a_fault_in_the_source_shows_a_reference(served: str) -> None:
    async with socket(served) as opened:
        await say(opened, **subscribe("1", COUNT % 3))
        messages = [await heard(opened) for _ in range(5)]
        assert messages[3]["payload"]["errors"][0]["extensions"]["code"] == "INTERNAL"
        assert "secret" not in str(messages)
        assert messages[4] == {"id": "1", "type": "complete"}


@pytest.mark.parametrize(
    ("message", "code"),
    [
        ("no json", 4400),
        ("[]", 4400),
        ('{"type": 1}', 4400),
        ('{"type": "other"}', 4400),
        ('{"type": "subscribe", "payload": {"query": "{__typename}"}}', 4400),
        ('{"type": "subscribe", "id": "1"}', 4400),
        ('{"type": "subscribe", "id": "1", "payload": {"query": 1}}', 4400),
        ('{"type": "connection_init"}', 4429),
        (b"{}", 4400),
    ],
)
async def test_close_codes_after_the_greeting(served: str, message: Any, code: int) -> None:
    async with socket(served) as opened:
        await opened.send(message)
        assert await closed(opened) == code


async def test_an_id_in_use_closes_4409(served: str, stopped: list[str]) -> None:
    stopped.clear()
    async with socket(served) as opened:
        await say(opened, **subscribe("1", "subscription { wait }"))
        await heard(opened)
        await say(opened, **subscribe("1", "{ __typename }"))
        assert await closed(opened) == 4409
    await until(lambda: stopped == ["wait"])


async def test_an_id_is_free_again_after_complete(served: str, stopped: list[str]) -> None:
    stopped.clear()
    async with socket(served) as opened:
        for _ in range(2):
            await say(opened, **subscribe("1", "subscription { wait }"))
            assert (await heard(opened))["payload"]["data"] == {"wait": 0}
            await say(opened, id="1", type="complete")
        await until(lambda: len(stopped) == 2)


async def test_too_many_operations_are_an_error_of_the_last(served: str) -> None:
    async with socket(served) as opened:
        for key in "123":
            await say(opened, **subscribe(key, "subscription { wait }"))
        messages = [await heard(opened) for _ in range(3)]
        (refused,) = [message for message in messages if message["type"] == "error"]
        assert refused["id"] == "3"


@pytest.mark.parametrize(
    ("message", "code"),
    [
        (json.dumps(subscribe("1", "{ __typename }")), 4401),
        ('{"type": "connection_init", "payload": []}', 4400),
        ('{"type": "connection_init", "payload": {"Authorization": "Bearer wrong"}}', 4401),
        ('{"type": "connection_init", "payload": {"authorization": "Bearer forbidden"}}', 4403),
        ("", 4400),
    ],
)
async def test_close_codes_before_the_greeting(served: str, message: str, code: int) -> None:
    async with socket(served, greet=False) as opened:
        await opened.send(message)
        assert await closed(opened) == code


async def test_silence_closes_4408(schema: Any, context: Any) -> None:
    hasty = RequestHandler(schema, Limits(init_wait_s=0.3))
    async with serving(hasty, context) as served, socket(served, greet=False) as opened:
        assert await closed(opened) == 4408


async def test_the_end_of_the_credentials_closes_4401(served: str, stopped: list[str]) -> None:
    stopped.clear()
    async with socket(served, greet=False) as opened:
        await say(opened, type="connection_init", payload={"authorization": "Bearer short"})
        await heard(opened)
        await say(opened, **subscribe("1", "subscription { wait }"))
        assert await closed(opened) == 4401
    await until(lambda: stopped == ["wait"])


async def test_a_revoked_token_ends_what_it_had_opened(
    served: str, stopped: list[str], revoked: list[int]
) -> None:
    stopped.clear()
    bearer = {"authorization": "Bearer revocable"}
    wait = "subscription { wait }"
    async with (
        socket(served, greet=False) as opened,
        httpx.AsyncClient(trust_env=False, timeout=PATIENCE_S) as client,
    ):
        await say(opened, type="connection_init", payload=bearer)
        await heard(opened)
        await say(opened, **subscribe("1", wait))
        assert (await heard(opened))["type"] == "next"
        async with client.stream(
            "POST", f"{served}/stream", json={"query": wait}, headers=bearer
        ) as streamed:
            lines = streamed.aiter_lines()
            assert await anext(lines) == "event: next"
            revoked.append(503)  # no database: nobody loses a connection for that
            await asyncio.sleep(0.35)
            assert stopped == []
            revoked[:] = [401]
            assert [line async for line in lines][-2:] == ["data:", ""]
        assert await closed(opened) == 4401
    await until(lambda: stopped == ["wait", "wait"])


async def test_another_subprotocol_closes_4406(served: str) -> None:
    async with socket(served, greet=False, subprotocols=None) as opened:
        assert await closed(opened) == 4406


async def test_a_foreign_page_cannot_connect(served: str) -> None:
    with pytest.raises(InvalidStatus):
        async with socket(served, origin="https://evil.example"):
            pass
    own = served.removesuffix("/graphql")
    async with socket(served, origin=own):
        pass


async def test_server_sent_events(served: str, stopped: list[str]) -> None:
    stopped.clear()
    async with httpx.AsyncClient(
        base_url=served.removesuffix("/graphql"), trust_env=False, timeout=PATIENCE_S
    ) as client:
        answer = await client.post("/graphql/stream", json={"query": COUNT % 2})
        assert answer.headers["content-type"] == "text/event-stream; charset=utf-8"
        events = [event.split("\n") for event in answer.text.strip().split("\n\n")]
        assert [event[0] for event in events] == ["event: next", "event: next", "event: complete"]
        assert json.loads(events[1][1].removeprefix("data: "))["data"] == {"count": 1}
        wrong = await client.post(
            "/graphql/stream", json={"query": COUNT % 2}, headers={"authorization": "Bearer wrong"}
        )
        assert wrong.status_code == 401
        assert (
            await client.post("/graphql/stream", json={"query": "{ nothing }"})
        ).status_code == 400
        ended = await client.post(
            "/graphql/stream",
            json={"query": "subscription { wait }"},
            headers={"authorization": "Bearer short"},
        )
        assert ended.text.endswith("event: complete\ndata:\n\n")
        assert stopped == ["wait"]
        stopped.clear()
        query = {"query": "subscription { wait }"}
        async with client.stream("POST", "/graphql/stream", json=query) as left:
            await anext(left.aiter_lines())
    await until(lambda: stopped == ["wait"])
