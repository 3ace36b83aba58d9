"""Followers of a log over WebSocket (graphql-transport-ws) and SSE, as an integration has them."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from typing import Any

from tests.patience import PATIENCE_S
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed
from websockets.typing import Subprotocol

from .client import Client

FOLLOW = """subscription($after: BigInt!, $topics: [String!]) {
  events(after: $after, topics: $topics) { position topic leafHash }
}"""
Event = dict[str, Any]


@contextlib.asynccontextmanager
async def connected(client: Client) -> AsyncIterator[ClientConnection]:
    """A socket; its greeting is sent, not yet answered."""
    url = f"{client.url.replace('http', 'ws', 1)}/graphql"
    protocols = [Subprotocol("graphql-transport-ws")]
    async with connect(url, subprotocols=protocols, proxy=None, max_queue=None) as socket:
        greeting = {"type": "connection_init", "payload": client.headers}
        await socket.send(json.dumps(greeting))
        yield socket


@contextlib.asynccontextmanager
async def following(
    client: Client, after: int, topics: list[str] | None = None
) -> AsyncIterator[AsyncIterator[Event]]:
    """The events after a position as they come; leaving the context breaks the connection."""
    async with connected(client) as socket:
        assert await heard(socket) == {"type": "connection_ack"}
        variables = {"after": str(after), "topics": topics}
        payload = {"query": FOLLOW, "variables": variables}
        await socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": payload}))
        yield _events(socket)
        socket.transport.abort()


async def close_code(client: Client) -> tuple[int | None, str]:
    """How the server closes a connection that it does not want, and why."""
    async with connected(client) as socket:
        with contextlib.suppress(ConnectionClosed):
            while True:
                await heard(socket)
        return socket.close_code, socket.close_reason or ""


async def streamed(client: Client, after: int, count: int) -> list[Event]:
    """A number of events after a position, by Server-Sent Events."""
    body = {"query": FOLLOW, "variables": {"after": str(after)}}
    found: list[Event] = []
    async with client.http.stream(
        "POST", f"{client.url}/graphql/stream", json=body, headers=client.headers
    ) as answer:
        assert answer.headers["content-type"].startswith("text/event-stream")
        async for line in answer.aiter_lines():
            if line.startswith("data: "):
                found.append(json.loads(line.removeprefix("data: "))["data"]["events"])
            if len(found) == count:
                break
    return found


async def _events(socket: ClientConnection) -> AsyncIterator[Event]:
    while True:
        message = await heard(socket)
        assert message["type"] == "next", message
        yield message["payload"]["data"]["events"]


async def heard(socket: ClientConnection) -> Any:
    """The next message of a socket."""
    return json.loads(await asyncio.wait_for(socket.recv(), PATIENCE_S))
