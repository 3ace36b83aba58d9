"""Claims to unique values: a mutable table of digests, in PostgreSQL and in memory.

A claim says which subject wants a value, or has it. Its primary key decides a race between two
commands that want the same value, but it is not the source of truth: see ``unique.py``.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from . import sql
from .clock import Clock, system_clock
from .database import Database
from .ids import TenantId

_SQL = sql.load(__file__, "claims.sql")


@dataclass(frozen=True, slots=True)
class ValueClaim:
    """The subject that claims a digest, since when, and the age of the claim in seconds."""

    subject: UUID
    claimed_at: datetime
    age_s: float


class Claims(Protocol):
    """The store of claims. Every call is one short transaction of one tenant."""

    async def claim(self, tenant: TenantId, digest: bytes, subject: UUID) -> bool:
        """Claim a digest, or renew one's own claim; false: another subject has claimed it."""
        ...

    async def find(self, tenant: TenantId, digest: bytes) -> ValueClaim | None:
        """Who claims a digest."""
        ...

    async def take_over(
        self, tenant: TenantId, digest: bytes, subject: UUID, former: ValueClaim
    ) -> bool:
        """Give ``former``'s claim to ``subject``; false if it was renewed, moved or deleted."""
        ...

    async def keep_only(
        self, tenant: TenantId, subject: UUID, digests: Collection[bytes], up_to: datetime
    ) -> None:
        """Delete a subject's claims made up to a moment, except for these digests."""
        ...


class PostgresClaims:
    """See :class:`Claims`; the table ``wahana.nik_claim``."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def claim(self, tenant: TenantId, digest: bytes, subject: UUID) -> bool:
        async with self._database.working(tenant) as session:
            return await session.fetchval(_SQL["claim"], tenant, digest, subject) is not None

    async def find(self, tenant: TenantId, digest: bytes) -> ValueClaim | None:
        async with self._database.reading(tenant) as session:
            row = await session.fetchrow(_SQL["find_claim"], tenant, digest)
        if row is None:
            return None
        return ValueClaim(UUID(int=row["person_id"].int), row["claimed_at"], row["age_s"])

    async def take_over(
        self, tenant: TenantId, digest: bytes, subject: UUID, former: ValueClaim
    ) -> bool:
        async with self._database.working(tenant) as session:
            taken = await session.fetchval(
                _SQL["take_over"], tenant, digest, subject, former.subject, former.claimed_at
            )
        return taken is not None

    async def keep_only(
        self, tenant: TenantId, subject: UUID, digests: Collection[bytes], up_to: datetime
    ) -> None:
        async with self._database.working(tenant) as session:
            await session.execute(_SQL["keep_only"], tenant, subject, list(digests), up_to)


class MemoryClaims:
    """The same in memory, for one process and one event loop."""

    def __init__(self, *, clock: Clock = system_clock) -> None:
        self._clock = clock
        self._claims: dict[tuple[UUID, bytes], tuple[UUID, datetime]] = {}

    async def claim(self, tenant: TenantId, digest: bytes, subject: UUID) -> bool:
        held = self._claims.get((tenant, digest))
        if held is not None and held[0] != subject:
            return False
        self._claims[tenant, digest] = (subject, self._clock())
        return True

    async def find(self, tenant: TenantId, digest: bytes) -> ValueClaim | None:
        held = self._claims.get((tenant, digest))
        if held is None:
            return None
        return ValueClaim(*held, (self._clock() - held[1]).total_seconds())

    async def take_over(
        self, tenant: TenantId, digest: bytes, subject: UUID, former: ValueClaim
    ) -> bool:
        if self._claims.get((tenant, digest)) != (former.subject, former.claimed_at):
            return False
        self._claims[tenant, digest] = (subject, self._clock())
        return True

    async def keep_only(
        self, tenant: TenantId, subject: UUID, digests: Collection[bytes], up_to: datetime
    ) -> None:
        for (owner, digest), (holder, claimed_at) in list(self._claims.items()):
            mine = owner == tenant and holder == subject and claimed_at <= up_to
            if mine and digest not in digests:
                del self._claims[owner, digest]
