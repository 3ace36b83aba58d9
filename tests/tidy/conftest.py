"""The databases of a release as ``wahana migrate`` leaves them, for tests that read catalogues."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any, Literal

import asyncpg
import pytest
from tests.conftest import SERVICE_PASSWORD, Postgres, copy

from wahana.deploy import assembly
from wahana.deploy.assembly import Addresses

Where = Literal["events", "vault"]


@dataclass(frozen=True)
class Prepared:
    """Both databases with all migrations and views, seen by their administrator."""

    events: asyncpg.Connection[Any]
    vault: asyncpg.Connection[Any]

    def at(self, where: Where) -> asyncpg.Connection[Any]:
        return self.events if where == "events" else self.vault


@pytest.fixture(scope="session")
async def prepared(
    postgres: Postgres, event_template: str, vault_template: str
) -> AsyncIterator[Prepared]:
    """The prepared databases; tests change nothing in them."""
    async with contextlib.AsyncExitStack() as stack:
        events = await stack.enter_async_context(copy(postgres, event_template, "wahana"))
        vault = await stack.enter_async_context(copy(postgres, vault_template, "vault"))
        await assembly.prepare(Addresses(events, vault, SERVICE_PASSWORD))
        connections = []
        for url in (events, vault):
            connections.append(await asyncpg.connect(url))
            stack.push_async_callback(connections[-1].close)
        yield Prepared(*connections)
