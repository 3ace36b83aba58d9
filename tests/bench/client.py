"""The load generator, in a process of its own: HTTP/1.1 over kept connections, nothing more.

``python -m tests.bench.client``. Bodies come ready from the caller; only their ``@KEY@`` is
replaced, by a text that is new for every request. It reports its own CPU time, so that nobody
mistakes the client's limit for the server's.
"""

from __future__ import annotations

import asyncio
import os
import time
from typing import Any
from urllib.parse import urlsplit

import uvloop

from .stage import answer, wishes

_KEY = b"@KEY@"
_KEY_BYTES = 32
_LETTERS = bytes.maketrans(b"0123456789", b"ghijklmnop")
"""Names contain the key, too, and sixteen digits in a row would be taken for a NIK."""


class Connection(asyncio.Protocol):
    """One connection: a request at a time, answered by status line and ``content-length``."""

    def __init__(self) -> None:
        self._buffer = b""
        self._waiting: asyncio.Future[bytes] | None = None
        self._transport: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def connection_lost(self, error: Exception | None) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_exception(error or ConnectionResetError("the server hung up"))

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        head, found, body = self._buffer.partition(b"\r\n\r\n")
        if not found:
            return
        at = head.lower().index(b"content-length:") + len(b"content-length:")
        if len(body) < int(head[at:].split(b"\r\n", 1)[0]):
            return
        self._buffer = b""
        assert self._waiting is not None
        self._waiting.set_result(head[:15] + body)

    async def send(self, request: bytes) -> bytes:
        self._waiting = asyncio.get_running_loop().create_future()
        self._transport.write(request)
        return await self._waiting

    def close(self) -> None:
        self._transport.close()


def _key() -> bytes:
    return os.urandom(_KEY_BYTES // 2).hex().encode().translate(_LETTERS)


async def load(wish: dict[str, Any]) -> dict[str, Any]:
    """``url, token, bodies`` (one per connection), ``expected`` (must be in every answer),
    ``seconds``. Gives the time of every request, the CPU it took, and one answer."""
    address = urlsplit(wish["url"])
    loop = asyncio.get_running_loop()
    expected = wish["expected"].encode()
    took: list[float] = []
    sample = b""

    async def client(body: str) -> None:
        nonlocal sample
        request = _request(address.netloc, wish["token"], body)
        _, connection = await loop.create_connection(Connection, address.hostname, address.port)
        try:
            while (begun := time.perf_counter()) < deadline:
                found = await connection.send(request.replace(_KEY, _key()))
                took.append(time.perf_counter() - begun)
                if expected not in found:
                    raise RuntimeError(f"not the answer that was expected: {found[:2000]!r}")
            sample = found
        finally:
            connection.close()

    cpu = time.process_time()
    deadline = time.perf_counter() + wish["seconds"]
    await asyncio.gather(*map(client, wish["bodies"]))
    return {"took": took, "cpu_s": time.process_time() - cpu, "sample": sample.decode()}


def _request(host: str, token: str, body: str) -> bytes:
    content = body.encode()
    length = len(content) + content.count(_KEY) * (_KEY_BYTES - len(_KEY))
    head = (
        f"POST /graphql HTTP/1.1\r\nhost: {host}\r\nauthorization: Bearer {token}\r\n"
        f"content-type: application/json\r\naccept: application/json\r\n"
        f"content-length: {length}\r\n\r\n"
    )
    return head.encode() + content


async def main() -> None:
    """Answer one load after the other."""
    async for wish in wishes():
        answer(await load(wish))


if __name__ == "__main__":
    uvloop.run(main())
