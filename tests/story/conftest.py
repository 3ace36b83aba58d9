"""The whole service in one process, on databases of its own.

Migrations and views are installed once per session, into a template; a service starts on copies.
Offices share nothing, so a story about its own offices uses the shared ``town``; one that stops or
restores the service or changes the clock gets its own.
"""

from __future__ import annotations

import asyncio
import contextlib
import functools
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import httpx
import pytest
from tests.conftest import SERVICE_PASSWORD, Postgres, copy
from tests.patience import PATIENCE_S

from wahana.deploy import assembly, jobs, serving
from wahana.deploy.assembly import Addresses, ServiceParts
from wahana.graphql import schema
from wahana.platform import databases, installation
from wahana.platform.clock import Clock, system_clock
from wahana.platform.settings import Settings
from wahana.platform.vault.root_key import LocalRootKey
from wahana.projections.registry import VIEWS

from .client import Client
from .offices import Town

SETTINGS = Settings(port=0, read_connections=2, append_connections=2, work_connections=2)


@dataclass(frozen=True)
class Place:
    """The databases and the root key of a service."""

    addresses: Addresses
    root_key: Path


class Places(Protocol):
    """Makes databases for services: empty, or copies of those of a service that has ended."""

    def __call__(self, like: Place | None = None) -> AbstractAsyncContextManager[Place]: ...


@pytest.fixture(scope="session", autouse=True)
def _one_schema() -> Iterator[None]:
    """The schema is the same for every service, and takes most of the time of a start."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(schema, "make", functools.cache(schema.make))
        yield


@pytest.fixture(scope="session")
async def installed_template(postgres: Postgres, event_template: str) -> AsyncIterator[str]:
    """Name of an event database with every view, to copy."""
    async with copy(postgres, event_template, "wahana") as url:
        await installation.install(url, VIEWS)
        yield databases.name_in(url)


@pytest.fixture(scope="session")
def places(
    postgres: Postgres,
    installed_template: str,
    vault_template: str,
    tmp_path_factory: pytest.TempPathFactory,
) -> Places:
    """Both databases installed, and a root key."""

    @contextlib.asynccontextmanager
    async def make(like: Place | None = None) -> AsyncIterator[Place]:
        if like is None:
            root_key = tmp_path_factory.mktemp("service") / "root.key"
            LocalRootKey.create(root_key)
            templates = installed_template, vault_template
        else:
            root_key = like.root_key
            templates = (
                databases.name_in(like.addresses.events),
                databases.name_in(like.addresses.vault),
            )
        async with (
            copy(postgres, templates[0], "wahana") as events,
            copy(postgres, templates[1], "vault") as vault,
        ):
            yield Place(Addresses(events, vault, SERVICE_PASSWORD), root_key)

    return make


@contextlib.asynccontextmanager
async def opened(place: Place, *, clock: Clock = system_clock) -> AsyncIterator[ServiceParts]:
    """A service; nothing runs in the background."""
    root = LocalRootKey.obtain(place.root_key)
    async with assembly.opened(place.addresses, root, settings=SETTINGS, clock=clock) as service:
        yield service


@contextlib.asynccontextmanager
async def served(service: ServiceParts, settings: Settings = SETTINGS) -> AsyncIterator[Client]:
    """The service over HTTP, with a worker, in this process."""
    stop = asyncio.Event()
    worker = asyncio.create_task(jobs.run_worker(service, stop))
    try:
        async with (
            serving.serving(service, settings) as (_, url),
            httpx.AsyncClient(timeout=PATIENCE_S) as http,
        ):
            yield Client(http, url)
    finally:
        stop.set()
        await worker


@pytest.fixture
async def place(places: Places) -> AsyncIterator[Place]:
    """Databases that nobody else uses."""
    async with places() as made:
        yield made


@pytest.fixture
async def service(place: Place) -> AsyncIterator[ServiceParts]:
    """A service on databases of its own; nothing runs in the background."""
    async with opened(place) as made:
        yield made


@pytest.fixture
async def client(service: ServiceParts) -> AsyncIterator[Client]:
    """That service over HTTP, with a worker."""
    async with served(service) as made:
        yield made


@pytest.fixture(scope="session")
async def town(places: Places) -> AsyncIterator[Town]:
    """A service that many offices share, over HTTP; keep to offices of your own."""
    async with places() as place, opened(place) as service, served(service) as client:
        yield Town(service, client)
