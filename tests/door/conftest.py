"""A sample catalogue with real tables: what the engine is tried on, without the trade's schema."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import asyncpg
import pytest
import strawberry

from wahana.graphql.engine import Engine, root_type
from wahana.platform import databases, sql
from wahana.platform.database import Database, PoolSizes, ReadSession
from wahana.platform.events import SealedGroup
from wahana.platform.ids import TenantId
from wahana.projections.relation import (
    Catalogue,
    Child,
    Column,
    Enumeration,
    Filter,
    Ordering,
    Relation,
    SortKey,
)

FOLDER = Path(__file__).with_name("sample")
READ = sql.parse((FOLDER / "read.sql").read_text(), "read.sql")
FILL = sql.parse((FOLDER / "fill.sql").read_text(), "fill.sql")
TENANT = TenantId(UUID("00000000-0000-7000-8000-00000000000a"))
OTHER = TenantId(UUID("00000000-0000-7000-8000-00000000000b"))

STAGE = Enumeration(
    "Stage",
    "Stage of a group.",
    {"PROPOSED": "Proposed.", "TRAINED": "Trained.", "INAUGURATED": "Inaugurated."},
    stored={"PROPOSED": "USULAN", "TRAINED": "LATIH", "INAUGURATED": "KUKUH"},
)
SEAT = Enumeration(
    "Seat",
    "Seat in a board.",
    {
        "KETUA": "Chair.",
        "SEKRETARIS": "Secretary.",
        "BENDAHARA": "Treasurer.",
        "ANGGOTA": "Member.",
    },
)
KEY = (SortKey("id", "id"),)

GROUP = Relation(
    name="Group",
    description="A group.",
    sql=READ,
    rows="groups",
    views=("sample",),
    node="group",
    key=KEY,
    columns={
        "id": Column("id", "Global id.", id_kind="group"),
        "name": Column("text", "Name."),
        "stage": Column("enum", "Stage.", nullable=True, enumeration=STAGE),
        "foundedOn": Column("date", "Day of foundation.", nullable=True),
        "members": Column("int", "Count."),
        "budget": Column("bigint", "Rupiah."),
        "active": Column("bool", "Active."),
        "tags": Column("texts", "Tags."),
        "updatedAt": Column("datetime", "Last change."),
        "extra": Column("json", "Whatever.", nullable=True),
        "secret": Column("text", "For those who may.", nullable=True, mask="secrets"),
        "phone": Column("sealed", "Phone.", nullable=True, sql="contact", path="phone"),
    },
    children={
        "board": Child("Member", "list", "All members.", {"group_id": "id"}, expected=5),
        "boardPages": Child(
            "Member", "connection", "Members in pages.", {"group_id": "id"}, ordering="NAME"
        ),
        "parent": Child("Group", "one", "The group above.", {"id": "parent_id"}),
        "children": Child("Group", "connection", "Groups below.", {"parent_id": "id"}),
    },
    filters={
        "stage": Filter("enum", "In a stage.", column="stage", enumeration=STAGE),
        "stages": Filter("enum", "In stages.", column="stage", operator="among", enumeration=STAGE),
        "ids": Filter("id", "With these ids.", column="id", operator="among", id_kind="group"),
        "atLeast": Filter("int", "With so many members.", column="members", operator=">="),
        "foundedBy": Filter("date", "Founded by.", column="founded_on", operator="<="),
        "contains": Filter("text", "Key contains.", statement="name_contains"),
    },
    scopes={"fewer": Filter("int", "Area stand-in.", column="members", operator="<")},
    orderings={
        "NAME": Ordering("By name.", (SortKey("name_key", "text"),)),
        "MEMBERS_DOWN": Ordering("Largest first.", (SortKey("members", "int"),), descending=True),
        "UPDATED": Ordering("Oldest change first.", (SortKey("updated_at", "datetime"),)),
    },
)
MEMBER = Relation(
    name="Member",
    description="A member.",
    sql=READ,
    rows="members",
    views=("sample",),
    node="member",
    key=KEY,
    columns={
        "id": Column("id", "Global id.", id_kind="member"),
        "name": Column("text", "Name."),
        "seat": Column("enum", "Seat.", enumeration=SEAT),
    },
    children={"group": Child("Group", "one", "Its group.", {"id": "group_id"}, nullable=False)},
    filters={"seat": Filter("enum", "In a seat.", column="seat", enumeration=SEAT)},
    orderings={
        "PLACE": Ordering("By place.", (SortKey("place", "int"),)),
        "NAME": Ordering("By name.", (SortKey("name", "text"),)),
    },
)


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

    async def position_at(self, recorded_at: datetime) -> int:
        return 50 if recorded_at.year < 2013 else 1000

    async def open(
        self, relation: str, groups: Sequence[SealedGroup]
    ) -> Sequence[Mapping[str, str] | None]:
        self.opened += 1
        return [{"phone": group.ct.decode()} if self.opens else None for group in groups]


Contexts = Callable[..., SampleContext]


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return Catalogue([GROUP, MEMBER])


@pytest.fixture(scope="session")
def engine(catalogue: Catalogue) -> Engine:
    async def shout(root: Any, info: strawberry.Info) -> str:
        return str(root.name).upper()

    shouted = strawberry.field(
        resolver=shout, name="shouted", description="A resolver's field.", graphql_type=str
    )
    return Engine(catalogue, extra={"Group": [shouted]})


@pytest.fixture(scope="session")
def query(engine: Engine) -> type[Any]:
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
def compiled(engine: Engine, query: type[Any]) -> strawberry.Schema:
    return engine.schema(query=query)


@pytest.fixture(scope="session")
def resolved(engine: Engine, query: type[Any]) -> strawberry.Schema:
    return engine.schema(query=query, compiled=False)


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
    """Contexts over rows that hold a stage and a seat that no list knows."""
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
