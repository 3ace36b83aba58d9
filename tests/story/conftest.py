"""The whole service in one process, on fresh databases, and offices in it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import httpx
import pytest

from wahana.deploy import assembly, jobs, serving
from wahana.deploy.assembly import Addresses, Service
from wahana.platform.ids import uuid7
from wahana.platform.settings import Settings
from wahana.platform.vault.root_key import LocalRootKey


@pytest.fixture
async def service(empty_url: str, vault_url: str, tmp_path: Path) -> AsyncIterator[Service]:
    """A service on databases of its own; nothing runs in the background."""
    addresses = Addresses(events=empty_url, vault=vault_url)
    await assembly.prepare(addresses)
    root = LocalRootKey.create(tmp_path / "root.key")
    settings = Settings(read_connections=2, append_connections=2, work_connections=2)
    async with assembly.opened(addresses, root, settings=settings) as opened:
        yield opened


@dataclass(frozen=True)
class Client:
    """A GraphQL client as an app has it: an address, a token, JSON over HTTP."""

    http: httpx.AsyncClient
    url: str
    token: str | None = None

    async def ask(self, query: str, **variables: Any) -> dict[str, Any]:
        """The data of an answer without errors."""
        body = await self.raw(query, **variables)
        assert "errors" not in body, body["errors"]
        data: dict[str, Any] = body["data"]
        return data

    async def raw(self, query: str, **variables: Any) -> dict[str, Any]:
        """The whole answer."""
        headers = {"authorization": f"Bearer {self.token}"} if self.token else {}
        response = await self.http.post(
            f"{self.url}/graphql", json={"query": query, "variables": variables}, headers=headers
        )
        found: dict[str, Any] = response.json()
        return found

    async def do(self, mutation: str, **given: Any) -> dict[str, Any]:
        """Send one command; the answer with its ``__typename``."""
        given.setdefault("idempotencyKey", str(uuid7()))
        name = mutation[0].upper() + mutation[1:]
        text = COMMAND.replace("NAME", name).replace("FIELD", mutation)
        answer: dict[str, Any] = (await self.ask(text, input=given))[mutation]
        return answer

    async def done(self, mutation: str, **given: Any) -> dict[str, Any]:
        """Send one command that is to be accepted."""
        answer = await self.do(mutation, **given)
        assert answer["__typename"] == "Accepted", answer
        return answer

    def as_(self, token: str | None) -> Client:
        return replace(self, token=token)


COMMAND = """
mutation Send($input: NAMEInput!) {
  FIELD(input: $input) {
    __typename
    ... on Accepted { id position version repeated secret receipt { leafHash } events { topic } }
    ... on Rejected { code field messageId messageEn hintId hintEn }
    ... on Conflict { currentVersion expectedVersion changedFields }
  }
}
"""


@pytest.fixture
async def client(service: Service) -> AsyncIterator[Client]:
    """The service over HTTP, with a worker, in this process."""
    stop = asyncio.Event()
    worker = asyncio.create_task(jobs.run_worker(service, stop))
    settings = Settings(port=0, development=True)
    async with (
        serving.serving(service, settings) as (_, url),
        httpx.AsyncClient(timeout=30) as http,
    ):
        yield Client(http, url)
    stop.set()
    await worker
