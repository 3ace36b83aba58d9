"""Fixtures that need PostgreSQL.

One server per worker (embedded, without durability), or the one that
``WAHANA_TEST_DATABASE_URL`` names (then without workers: ``-n 0``, as roles belong to a server).
Migrations run once, into a template; every test that asks for ``database`` or ``fresh_database``
gets a copy of its own, dropped afterwards.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
import uuid
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.patience import hasty as hasty
from tests.patience import patient as patient
from tests.running import TRACES
from tests.running import pytest_collection_finish as pytest_collection_finish
from tests.running import pytest_collection_modifyitems as pytest_collection_modifyitems
from tests.running import pytest_configure as pytest_configure
from tests.running import pytest_report_header as pytest_report_header
from tests.running import pytest_runtest_makereport as pytest_runtest_makereport
from tests.running import pytest_runtest_setup as pytest_runtest_setup
from tests.running import pytest_sessionfinish as pytest_sessionfinish
from tests.running import pytest_terminal_summary as pytest_terminal_summary

from wahana.platform import databases, migrate
from wahana.platform.database import Database, PoolSizes, Role
from wahana.platform.embedded import EmbeddedPostgres
from wahana.platform.embedded.layout import layout_of

SERVICE_PASSWORD = "a password of the tests"
SMALL_POOLS = PoolSizes(read=2, append=2, work=2)
MEMORY = Path("/dev/shm")  # noqa: S108 - a new folder in it is made for each server
MEMORY_BYTES_MIN = 3 * 2**30
"""Space that a worker's server may need there: some thousand databases are created and dropped in a
run."""


@dataclass(frozen=True)
class Postgres:
    """The test server: an URL of its administrator."""

    server: str

    def url(self, database: str) -> str:
        return databases.at(self.server, database)


@dataclass(frozen=True)
class FreshDatabase:
    """A migrated database that nobody else uses."""

    url: str
    """As the administrator, who bypasses row-level security."""
    database: Database
    """The pools, as the service has them."""

    @property
    def urls(self) -> dict[Role, str]:
        return role_urls(self.url)


FreshDatabases = Callable[[], Awaitable[FreshDatabase]]


def role_urls(url: str) -> dict[Role, str]:
    """The URLs as the service has them: of a login that is only a member of its roles."""
    service = databases.with_login(url, "wahana_service", SERVICE_PASSWORD)
    return {"wahana_app_ro": service, "wahana_app_rw": service, "wahana_worker": service}


@pytest.fixture(scope="session")
async def postgres() -> AsyncIterator[Postgres]:
    """A PostgreSQL server for the whole session."""
    given = os.environ.get("WAHANA_TEST_DATABASE_URL")
    if given:
        yield Postgres(given)
        return
    with open_folder() as folder:
        async with EmbeddedPostgres.start(folder / "data", fast=True) as server:
            TRACES.files["server.log"] = layout_of(folder / "data").log
            yield Postgres(server.url())


@contextlib.contextmanager
def open_folder() -> Iterator[Path]:
    """A temporary folder that the account of PostgreSQL can enter (pytest's own are private). It
    lies in memory where there is space: copying a database costs a tenth there.
    """
    workers = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    roomy = MEMORY.is_mount() and shutil.disk_usage(MEMORY).free >= workers * MEMORY_BYTES_MIN
    remove_abandoned(MEMORY)
    prefix = f"wahana-test-{os.getpid()}-"
    folder = Path(tempfile.mkdtemp(prefix=prefix, dir=MEMORY if roomy else None))
    folder.chmod(0o711)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def remove_abandoned(where: Path) -> None:
    """Remove the folders of killed test runs, which would stay in memory."""
    for folder in where.glob("wahana-test-*-*"):
        process = folder.name.split("-")[2]
        if process.isdigit() and not Path("/proc", process).exists():
            shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
async def event_template(postgres: Postgres) -> AsyncIterator[str]:
    """Name of a migrated event database to copy. Nobody may connect to it."""
    async with _migrated(postgres, migrate.EVENT_MIGRATIONS, "wahana") as name:
        yield name


@pytest.fixture(scope="session")
async def vault_template(postgres: Postgres) -> AsyncIterator[str]:
    """Name of a migrated key store to copy."""
    async with _migrated(postgres, migrate.VAULT_MIGRATIONS, "vault") as name:
        yield name


@pytest.fixture
async def fresh_database(postgres: Postgres, event_template: str) -> AsyncIterator[FreshDatabases]:
    """Makes migrated databases: ``fresh = await fresh_database()``."""
    async with contextlib.AsyncExitStack() as stack:

        async def make() -> FreshDatabase:
            url = await stack.enter_async_context(copy(postgres, event_template, "wahana"))
            database = await Database.open(role_urls(url), SMALL_POOLS)
            stack.push_async_callback(database.close)
            return FreshDatabase(url, database)

        yield make


@pytest.fixture
async def database(fresh_database: FreshDatabases) -> Database:
    """The pools of a migrated database that nobody else uses."""
    return (await fresh_database()).database


@pytest.fixture
async def empty_url(postgres: Postgres) -> AsyncIterator[str]:
    """The URL of an empty database, without our schema."""
    async with copy(postgres, "template0") as url:
        yield url


@pytest.fixture
async def vault_url(postgres: Postgres, vault_template: str) -> AsyncIterator[str]:
    """The administrator's URL of a migrated key store that nobody else uses."""
    async with copy(postgres, vault_template, "vault") as url:
        yield url


@contextlib.asynccontextmanager
async def copy(
    postgres: Postgres, template: str, schema: migrate.Schema | None = None
) -> AsyncIterator[str]:
    """The URL of a copy of a database, dropped afterwards."""
    name = f"wahana_test_{uuid.uuid4().hex}"
    await databases.create(postgres.server, name, template=template)
    TRACES.databases[name] = template
    try:
        url = postgres.url(name)
        if schema is not None:
            # PostgreSQL copies everything but the rights on the database itself.
            connection = await databases.connect(url)
            await migrate.make_roles(connection, schema)
            await connection.close()
        yield url
    finally:
        await databases.drop(postgres.server, name)
        del TRACES.databases[name]


@contextlib.asynccontextmanager
async def _migrated(postgres: Postgres, folder: Path, schema: migrate.Schema) -> AsyncIterator[str]:
    async with copy(postgres, "template0") as url:
        await migrate.migrate(url, folder, schema=schema)
        connection = await databases.connect(url)
        await migrate.open_service_login(connection, SERVICE_PASSWORD)
        await connection.close()
        yield databases.name_in(url)
