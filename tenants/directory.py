"""The directory of tenants and tokens, and the table of refusals: look-up tables, not facts.

A tenant's facts are in its own log; the directory only says where to find it. Requests get their
:class:`TenantId` here and nowhere else; workers read it from the table of heads.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from wahana.platform import sql
from wahana.platform.database import Database
from wahana.platform.execution import ExecutableCommand
from wahana.platform.ids import TenantId, uuid7

_SQL = sql.load(__file__, "directory.sql")


class SlugTaken(Exception):
    """Another office has this slug, or this log origin. Choose another slug."""


@dataclass(frozen=True, slots=True)
class TenantListing:
    """A tenant's line in the directory."""

    tenant: TenantId
    slug: str
    origin: str
    registered_at: datetime


@dataclass(frozen=True, slots=True)
class TokenListing:
    """The tenant and member of a token; its rights follow from the member's events."""

    tenant: TenantId
    actor_id: UUID
    token_id: UUID


@dataclass(frozen=True, slots=True)
class RefusalListing:
    """A refused command, without personal data."""

    refusal_id: UUID
    refused_at: datetime
    actor_id: UUID
    client: str
    command: str
    code: str
    field: str | None
    key: str


class Directory:
    """Reads and extends the directory."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def add(self, tenant_id: UUID, slug: str, origin: str) -> TenantId:
        """Enter a tenant and open its log. Idempotent.

        Raises :class:`SlugTaken`.
        """
        try:
            await self._database.pool("wahana_app_rw").execute(
                _SQL["add_tenant"], tenant_id, slug, origin
            )
        except asyncpg.UniqueViolationError as error:
            raise SlugTaken(
                f"another office has the slug '{slug}', or the log origin '{origin}'; choose "
                f"another slug, or look at that office: wahana tenant show {slug}"
            ) from error
        return TenantId(tenant_id)

    async def all(self) -> list[TenantListing]:
        """Every tenant of the service, oldest first."""
        rows = await self._database.pool("wahana_app_ro").fetch(_SQL["list_tenants"])
        return [_listing(row) for row in rows]

    async def find(self, slug: str) -> TenantListing | None:
        """The tenant of a slug."""
        row = await self._database.pool("wahana_app_ro").fetchrow(_SQL["find_tenant"], slug)
        return _listing(row) if row else None

    async def add_token(
        self, hashed: bytes, tenant: TenantId, actor_id: UUID, token_id: UUID
    ) -> None:
        """Enter a token, before its event is written: an orphan row grants nothing."""
        await self._database.pool("wahana_app_rw").execute(
            _SQL["add_token"], hashed, tenant, actor_id, token_id
        )

    async def find_token(self, hashed: bytes) -> TokenListing | None:
        """The token with this SHA-256, or ``None``."""
        row = await self._database.pool("wahana_app_ro").fetchrow(_SQL["find_token"], hashed)
        if row is None:
            return None
        return TokenListing(TenantId(_uuid(row[0])), _uuid(row[1]), _uuid(row[2]))


class RefusalTable:
    """The append-only side table of refusals (``RefusalLog`` of the executor)."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def record(self, order: ExecutableCommand, code: str, field: str | None) -> None:
        """Record a refusal; who, which command, which rule, never its data."""
        async with self._database.working(order.tenant) as session:
            await session.execute(
                _SQL["add_refusal"],
                order.tenant,
                uuid7(),
                order.actor_id,
                order.client,
                order.name,
                code,
                field,
                order.request.key,
            )

    async def page(
        self, tenant: TenantId, *, limit: int, before: UUID | None = None
    ) -> list[RefusalListing]:
        """Refusals of a tenant, newest first, older than ``before``."""
        async with self._database.reading(tenant) as session:
            rows = await session.fetch(_SQL["list_refusals"], tenant, limit, before)
        return [
            RefusalListing(_uuid(row[0]), row[1], _uuid(row[2]), *tuple(row)[3:]) for row in rows
        ]


def _listing(row: asyncpg.Record) -> TenantListing:
    return TenantListing(TenantId(_uuid(row[0])), row[1], row[2], row[3])


def _uuid(value: Any) -> UUID:
    return UUID(int=value.int)
