"""Witnesses, restored and brought to this release, once each."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from tests.conftest import SERVICE_PASSWORD, Postgres
from tests.level import level
from tests.story.client import Client
from tests.story.conftest import Place, opened, served

from wahana.deploy import assembly
from wahana.deploy.assembly import Addresses, ServiceParts
from wahana.platform import databases, restore

from .kept import Witness

RELEASE = Path(__file__).parent / "release_0_1_0"


@dataclass(frozen=True)
class Reopened:
    """A witness in the hands of this release."""

    witness: Witness
    service: ServiceParts
    client: Client

    def as_(self, office: str, role: str) -> Client:
        return self.client.as_(self.witness.token(office, role))


@pytest.fixture(scope="session")
async def default(
    postgres: Postgres, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Reopened]:
    """The demo with its five offices, and commands that were sent to it."""
    async with _reopened(postgres, "default", tmp_path_factory.mktemp("witness")) as made:
        yield made


@pytest.fixture(scope="session")
async def year(
    postgres: Postgres, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Reopened]:
    """The demo with a year of a whole office; its views are made again from the log."""
    async with _reopened(postgres, "year", tmp_path_factory.mktemp("witness")) as made:
        yield made


@contextlib.asynccontextmanager
async def _reopened(postgres: Postgres, name: str, folder: Path) -> AsyncIterator[Reopened]:
    witness = Witness(RELEASE / name)
    async with restored(postgres, witness, folder) as place:
        await assembly.prepare(place.addresses)
        clock = _Clock(witness.facts.made_at)
        async with opened(place, clock=clock) as service, served(service) as client:
            await level(service)
            yield Reopened(witness, service, client)


@contextlib.asynccontextmanager
async def restored(postgres: Postgres, witness: Witness, folder: Path) -> AsyncIterator[Place]:
    """The databases of a witness as its release left them."""
    events, vault = (postgres.url(f"wahana_test_{uuid4().hex}") for _ in range(2))
    place = Place(Addresses(events, vault, SERVICE_PASSWORD), folder / "root.key")
    backup = await asyncio.to_thread(witness.unpack, folder / "backup")
    try:
        await restore.restore(backup, event_url=events, vault_url=vault, root_key=place.root_key)
        yield place
    finally:
        for url in (events, vault):
            await databases.drop(postgres.server, databases.name_in(url))


class _Clock:
    """The time of the witness, running on: today is a part of many answers."""

    def __init__(self, start: datetime) -> None:
        self._start = start
        self._began = time.monotonic()

    def __call__(self) -> datetime:
        return self._start + timedelta(seconds=time.monotonic() - self._began)
