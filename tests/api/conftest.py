"""Databases with the sample's rows, contexts that ask them, and the schema over them."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any

import asyncpg
import pytest
import strawberry
from tests.api.sample.relations import CATALOGUE, FILL, OTHER, TENANT

from wahana.graphql.engine import Engine, root_type
from wahana.platform import databases
from wahana.platform.append import Moment
from wahana.platform.database import Database, PoolSizes, ReadSession
from wahana.platform.events import SealedGroup
from wahana.platform.ids import TenantId
from wahana.projections.relation import Catalogue


@dataclass
class SampleContext:
    """A request of the sample tenant."""

    database: Database
    tenant: TenantId = TENANT
    permissions: frozenset[str] = frozenset()
    limits: Mapping[str, Any] = field(default_factory=dict)
    client: str = "test"
    expires_at: datetime | None = None
    opens: bool = True
    statements: int = 0
    opened: int = 0

    @contextlib.asynccontextmanager
    async def reading(self) -> AsyncIterator[ReadSession]:
        self.statements += 1
        async with self.database.reading(self.tenant) as session:
            yield session

    def may(self, permission: str) -> bool:
        return permission in self.permissions

    def enter(self, relation: str) -> None:
        """Every relation may be asked for."""

    def scopes(self, relation: str) -> Mapping[str, Any]:
        return self.limits

    def today(self) -> date:
        return date(2026, 12, 1)

    def day_of(self, instant: datetime) -> date:
        return instant.date()

    async def moment_of(self, position: int) -> Moment | None:
        return Moment(position, datetime(2026, 11, 30, tzinfo=UTC)) if position <= 1000 else None

    async def position_at(self, recorded_at: datetime) -> int | None:
        if recorded_at.year > 2026:
            return None
        return 50 if recorded_at.year < 2013 else 1000

    async def open(
        self, relation: str, groups: Sequence[SealedGroup]
    ) -> Sequence[Mapping[str, str] | None]:
        self.opened += 1
        return [{"phone": group.ct.decode()} if self.opens else None for group in groups]


Contexts = Callable[..., SampleContext]


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return CATALOGUE


@pytest.fixture(scope="session")
def engine(catalogue: Catalogue) -> Engine:
    return Engine(catalogue)


def root_query(engine: Engine) -> type[Any]:
    """The type ``Query`` over the sample."""
    return root_type(
        "Query",
        [
            engine.connection("groups", "Group", "Groups in pages.", dated=True),
            engine.list("allGroups", "Group", "All groups."),
            engine.one("group", "Group", "One group."),
            engine.node(),
        ],
        "What can be asked.",
    )


@pytest.fixture(scope="session")
def query(engine: Engine) -> type[Any]:
    return root_query(engine)


@pytest.fixture(scope="session")
def compiled(engine: Engine, query: type[Any]) -> strawberry.Schema:
    return engine.schema(query=query)


@contextlib.asynccontextmanager
async def filled(postgres: Any, template: str, name: str, *statements: str) -> AsyncIterator[str]:
    """The administrator's URL of a database with the sample rows of two tenants."""
    await databases.create(postgres.server, name, template=template)
    url = postgres.url(name)
    connection = await asyncpg.connect(url)
    await connection.execute(FILL["tables"])
    for tenant, prefix in ((TENANT, "A"), (OTHER, "B")):
        await connection.execute(FILL["fill"], tenant, prefix)
    for statement in (*statements, "analyze"):
        await connection.execute(statement)
    await connection.close()
    yield url
    await databases.drop(postgres.server, name)


@contextlib.asynccontextmanager
async def opened(url: str) -> AsyncIterator[Database]:
    roles = ("wahana_app_ro", "wahana_app_rw", "wahana_worker")
    database = await Database.open(dict.fromkeys(roles, url), PoolSizes(read=4, append=1, work=1))
    yield database
    await database.close()


@pytest.fixture(scope="session")
async def sample_url(postgres: Any, event_template: str) -> AsyncIterator[str]:
    async with filled(postgres, event_template, "wahana_test_sample") as url:
        yield url


@pytest.fixture(scope="session")
async def sample(sample_url: str) -> AsyncIterator[Database]:
    """A database with the sample rows, made once; tests only read it."""
    async with opened(sample_url) as database:
        yield database


@pytest.fixture
def context_over() -> Contexts:
    """Makes contexts over another database: ``context_over(database, …)``."""
    return SampleContext


@pytest.fixture
async def administrator(sample_url: str) -> AsyncIterator[Any]:
    connection = await asyncpg.connect(sample_url)
    yield connection
    await connection.close()


@pytest.fixture
async def broken(postgres: Any, event_template: str) -> AsyncIterator[Contexts]:
    """Contexts over rows with a stage and a seat that are in no list of codes."""
    name, change = "wahana_test_broken", FILL["break_rows"]
    async with filled(postgres, event_template, name, change) as url, opened(url) as database:
        yield lambda **values: SampleContext(database, **values)


@pytest.fixture(scope="session")
def tenant() -> TenantId:
    return TENANT


@pytest.fixture(scope="session")
def other() -> TenantId:
    return OTHER


@pytest.fixture(scope="session")
def context(sample: Database) -> Contexts:
    """Makes contexts: ``context(permissions=…, limits=…)``."""

    def make(**values: Any) -> SampleContext:
        return SampleContext(sample, **values)

    return make
