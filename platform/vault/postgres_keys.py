"""The key store in PostgreSQL: a database of its own, as the role ``wahana_vault``.

Keys are made and wrapped here, in the process; the database sees wrapped bytes only, and the
root key never sees a data key. Tables: ``migrations/0001_keys.sql``; statements: ``keys.sql``.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import AsyncIterator, Iterator, Sequence
from typing import Any, Final, Self
from uuid import UUID

import asyncpg

from wahana.platform import database, databases, sql
from wahana.platform.clock import Clock, system_clock
from wahana.platform.ids import TenantId

from . import errors
from .cache import ExpiringCache, Seconds
from .envelope import KEY_BYTES, DataKey, KeyName, commitment
from .keys import DestroyedKey, month_of
from .root_key import RootKey
from .wrapping import Randomness, WrappingKey, system_randomness

WAIT_S_MAX: Final = 5.0
"""Longest wait for a connection, and for an answer."""
EPOCH_TTL_S: Final = 60.0
REWRAP_ROWS: Final = 1000
_ROLE: Final = "wahana_vault"
_NEWEST: Final = 0
_PLANNER: Final = {
    "jit": "off",
    "plan_cache_mode": "force_generic_plan",
    "enable_seqscan": "off",
    "enable_bitmapscan": "off",
    "enable_hashjoin": "off",
    "enable_mergejoin": "off",
}
"""Leaves index plans only: a plan made while the tables were small is kept when they are not."""
_SQL = sql.load(__file__, "keys.sql")

_UNREACHABLE = (
    OSError,
    TimeoutError,
    asyncpg.InterfaceError,
    asyncpg.PostgresConnectionError,
    asyncpg.OperatorInterventionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.TransactionRollbackError,
)
"""Temporary errors: repeating the call is safe, its work is done once."""


async def holds_keys(url: str) -> bool:
    """Whether a key was ever stored in the key store at ``url``; ``False`` before its migration.

    No row of a key is ever deleted, so the size of a table shows it, to every login, whatever rows
    that login may see. Raises :class:`~..database.DatabaseUnavailable`.
    """
    connection = await databases.connect(url)
    try:
        return bool(await connection.fetchval(_SQL["holds_keys"]))
    finally:
        await connection.close()


class PostgresKeyStore:
    """See :class:`~.keys.KeyStore`. Open with :meth:`open`, close with :meth:`close`."""

    def __init__(
        self,
        pool: asyncpg.Pool[Any],
        root: RootKey,
        *,
        clock: Clock = system_clock,
        seconds: Seconds = time.monotonic,
        randomness: Randomness = system_randomness,
    ) -> None:
        self._pool = pool
        self._root = root
        self._clock = clock
        self._randomness = randomness
        self._epochs = ExpiringCache[tuple[UUID, int], WrappingKey](4_000, EPOCH_TTL_S, seconds)
        self._current = ExpiringCache[tuple[UUID, int], tuple[int, WrappingKey]](
            4_000, EPOCH_TTL_S, seconds
        )

    @classmethod
    async def open(
        cls,
        url: str,
        root: RootKey,
        *,
        connections: int = 4,
        clock: Clock = system_clock,
        seconds: Seconds = time.monotonic,
        randomness: Randomness = system_randomness,
    ) -> Self:
        """Open the pool. Raises :class:`~.errors.KeyStoreUnavailable`; its message says how to fix
        it.

        ``url`` is a libpq URL of a login that is ``wahana_vault`` or a member of it.
        """
        try:
            pool = await database.open_pool(url, _ROLE, connections, _PLANNER)
        except database.DatabaseUnavailable as error:
            raise errors.KeyStoreUnavailable(
                f"the key store cannot be reached: {error.__cause__}. Check that its PostgreSQL "
                "runs, that WAHANA_VAULT_URL points to it, and run 'wahana migrate' once."
            ) from error
        return cls(pool, root, clock=clock, seconds=seconds, randomness=randomness)

    async def close(self) -> None:
        """Close the pool after the calls in flight."""
        await self._pool.close()

    async def check(self) -> None:
        """Raise :class:`~.errors.KeyStoreUnavailable` unless the key store answers."""
        await self._fetch(_SQL["answer"])

    async def try_root_key(self, tenant: TenantId) -> bool:
        """Open the tenant's key with our root key; ``False`` if the tenant has none yet.

        Raises :class:`~.errors.KeyDamaged` if it belongs to another root key; its message says how
        to fix it.
        """
        async with self._bound(tenant) as connection:
            row = await connection.fetchrow(_SQL["newest_tenant_key"], tenant)
        if row is None:
            return False
        await self._unwrap_tenant(tenant, row)
        return True

    async def ensure(self, tenant: TenantId, wanted: Sequence[tuple[UUID, str]]) -> list[DataKey]:
        if not wanted:
            return []
        rows = await self._ensure_once(tenant, wanted)
        if len(rows) < len(wanted):
            # The epoch was retired since it was cached: once more, under the one that is current.
            self._current.forget(lambda key: key[0] == tenant)
            rows = await self._ensure_once(tenant, wanted)
        found: list[DataKey] = []
        for subject, category in wanted:
            row = rows.get((subject, category))
            if row is None:
                raise errors.KeyStoreUnavailable(
                    "the key store took no new key, for its epoch was retired meanwhile; "
                    "send the command again"
                )
            key = await self._unwrap(tenant, subject, category, row)
            if key is None:
                raise errors.SubjectErased(subject, category)
            found.append(key)
        return found

    async def fetch(
        self, tenant: TenantId, wanted: Sequence[tuple[UUID, str, int]]
    ) -> list[DataKey | None]:
        if not wanted:
            return []
        subjects, categories, versions = zip(*wanted, strict=True)
        rows = await self._fetch(_SQL["read_keys"], tenant, subjects, categories, versions)
        by_place = {row["ordinal"]: row for row in rows}
        found: list[DataKey | None] = []
        for ordinal, (subject, category, version) in enumerate(wanted, start=1):
            row = by_place.get(ordinal)
            if row is None or version == _NEWEST:
                raise errors.KeyUnknown(
                    f"the key {KeyName(tenant, subject, category, version)} is not in the key "
                    "store, not even as destroyed. Restore the key store from its backup."
                )
            found.append(await self._unwrap(tenant, subject, category, row))
        return found

    async def destroy(self, tenant: TenantId, subject: UUID, category: str) -> list[DestroyedKey]:
        async with self._bound(tenant) as connection:
            rows = await connection.fetch(_SQL["lock_subject_keys"], tenant, subject, category)
            if any(row["hold"] and row["state"] == "live" for row in rows):
                raise errors.KeyHeld(
                    f"a legal hold lies on the data '{category}' of {subject}; release it first"
                )
            await connection.execute(
                _SQL["destroy_subject_keys"], tenant, subject, category, self._clock()
            )
        return [
            DestroyedKey(KeyName(tenant, subject, category, row["version"]), row["commitment"])
            for row in rows
        ]

    async def hold(self, tenant: TenantId, subject: UUID, category: str, *, held: bool) -> None:
        async with self._bound(tenant) as connection:
            changed = await connection.fetch(
                _SQL["hold_subject_keys"], tenant, subject, category, held
            )
        if not changed:
            raise errors.KeyUnknown(f"there is no key for the data '{category}' of {subject}")

    async def rewrap_epoch(self, tenant: TenantId, epoch: int) -> int:
        current, target = await self._current_epoch(tenant)
        if epoch >= current:
            raise errors.EpochInUse(
                f"new keys are wrapped with the epoch {current}; re-wrap {epoch} after its month"
            )
        count = 0
        async with self._bound(tenant) as connection:
            row = await connection.fetchrow(_SQL["lock_epoch"], tenant, epoch)
            if row is None:
                return 0
            source = await self._unwrap_epoch(tenant, row)
            cursor = await connection.cursor(_SQL["living_keys_of_epoch"], tenant, epoch)
            while rows := await cursor.fetch(REWRAP_ROWS):
                binds = []
                for row in rows:
                    name = KeyName(tenant, row["subject"], row["category"], row["version"])
                    secret = source.unwrap(_key_place(name, epoch), row["wrapped"])
                    wrapped = target.wrap(_key_place(name, current), secret)
                    binds.append((tenant, epoch, current, *name[1:], wrapped))
                await connection.executemany(_SQL["rewrap_key"], binds)
                count += len(rows)
            retired = await connection.fetchval(_SQL["retire_epoch"], tenant, epoch, self._clock())
            assert retired == epoch, "a living key was left under the epoch: rolled back"
        self._epochs.forget(lambda key: key == (tenant, epoch))
        return count

    # --- the hierarchy ----------------------------------------------------------------------

    async def _ensure_once(
        self, tenant: TenantId, wanted: Sequence[tuple[UUID, str]]
    ) -> dict[tuple[UUID, str], asyncpg.Record]:
        """The rows that are there after one attempt; a key that another process was faster to store
        is discarded."""
        epoch, wrapping = await self._current_epoch(tenant)
        wrapped: list[bytes] = []
        commitments: list[bytes] = []
        for subject, category in wanted:
            name = KeyName(tenant, subject, category, 1)
            secret = self._randomness(KEY_BYTES)
            wrapped.append(wrapping.wrap(_key_place(name, epoch), secret))
            commitments.append(commitment(name, secret))
        subjects, categories = zip(*wanted, strict=True)
        rows = await self._fetch(
            _SQL["ensure_keys"],
            tenant,
            subjects,
            categories,
            wrapped,
            commitments,
            epoch,
            self._clock(),
        )
        return {wanted[row["ordinal"] - 1]: row for row in rows}

    async def _unwrap(
        self, tenant: TenantId, subject: UUID, category: str, row: asyncpg.Record
    ) -> DataKey | None:
        if row["wrapped"] is None:
            return None
        name = KeyName(tenant, subject, category, row["version"])
        wrapping = self._epochs.get((tenant, row["epoch"]))
        if wrapping is None:
            wrapping = await self._unwrap_epoch(tenant, row)
        key = DataKey(name, wrapping.unwrap(_key_place(name, row["epoch"]), row["wrapped"]))
        if key.commitment != row["commitment"]:
            raise errors.KeyDamaged(
                f"the commitment stored with the key {name} is not its own: the row was altered. "
                "Restore the key store from its backup."
            )
        return key

    async def _current_epoch(self, tenant: TenantId) -> tuple[int, WrappingKey]:
        """The epoch for new keys: this month's, or a later one that is there already.

        A later one is there if another process's clock is ahead at the turn of a month.
        """
        month = month_of(self._clock())
        known = self._current.get((tenant, month))
        if known is not None:
            return known
        async with self._bound(tenant) as connection:
            row = await connection.fetchrow(_SQL["newest_epoch"], tenant, month)
            if row is None:
                await self._add_epoch(connection, tenant, month)
                row = await connection.fetchrow(_SQL["newest_epoch"], tenant, month)
        if row is None:
            raise errors.KeyDamaged(
                f"the key of the current epoch {month} was destroyed. Set the machine's clock: "
                "it lies before a month that was closed."
            )
        current = (row["epoch"], await self._unwrap_epoch(tenant, row))
        self._current.put((tenant, month), current)
        return current

    async def _add_epoch(
        self, connection: database.Connection, tenant: TenantId, epoch: int
    ) -> None:
        row = await connection.fetchrow(_SQL["newest_tenant_key"], tenant)
        if row is None:
            wrapped = await self._root.wrap(_tenant_place(tenant, 1), self._randomness(KEY_BYTES))
            await connection.execute(
                _SQL["add_tenant_key"], tenant, self._root.id, wrapped, self._clock()
            )
            row = await connection.fetchrow(_SQL["newest_tenant_key"], tenant)
            assert row is not None
        key = await self._unwrap_tenant(tenant, row)
        await connection.execute(
            _SQL["add_epoch_key"],
            tenant,
            epoch,
            row["tenant_version"],
            key.wrap(_epoch_place(tenant, epoch), self._randomness(KEY_BYTES)),
            self._clock(),
        )

    async def _unwrap_epoch(self, tenant: TenantId, row: asyncpg.Record) -> WrappingKey:
        if row["epoch_wrapped"] is None:
            raise errors.KeyDamaged(
                f"the key of epoch {row['epoch']} was destroyed, yet a living key is wrapped with "
                "it: a row of an old backup was put back. Restore the whole key store instead."
            )
        above = await self._unwrap_tenant(tenant, row)
        place = _epoch_place(tenant, row["epoch"])
        key = WrappingKey(place, above.unwrap(place, row["epoch_wrapped"]), self._randomness)
        self._epochs.put((tenant, row["epoch"]), key)
        return key

    async def _unwrap_tenant(self, tenant: TenantId, row: asyncpg.Record) -> WrappingKey:
        place = _tenant_place(tenant, row["tenant_version"])
        secret = await self._root.unwrap(row["root_id"], place, row["tenant_wrapped"])
        return WrappingKey(place, secret, self._randomness)

    async def _fetch(self, statement: str, *binds: Any) -> list[asyncpg.Record]:
        """One statement, one round trip; the function in it binds itself to the tenant."""
        with _reachable():
            async with self._pool.acquire(timeout=WAIT_S_MAX) as connection:
                return await connection.fetch(statement, *binds, timeout=WAIT_S_MAX)

    @contextlib.asynccontextmanager
    async def _bound(self, tenant: TenantId) -> AsyncIterator[database.Connection]:
        with _reachable():
            async with (
                self._pool.acquire(timeout=WAIT_S_MAX) as connection,
                database.tenant_transaction(connection, tenant),
            ):
                yield connection


@contextlib.contextmanager
def _reachable() -> Iterator[None]:
    try:
        yield
    except _UNREACHABLE as error:
        raise errors.KeyStoreUnavailable(
            f"the key store cannot be reached ({type(error).__name__}); nothing was recorded. Send "
            "the command again in a moment. Operators: check that its PostgreSQL runs and that "
            "WAHANA_VAULT_URL points to it."
        ) from error


def _tenant_place(tenant: UUID, version: int) -> str:
    return f"tenant|{tenant}|{version}"


def _epoch_place(tenant: UUID, epoch: int) -> str:
    return f"epoch|{tenant}|{epoch}"


def _key_place(name: KeyName, epoch: int) -> str:
    return f"key|{name}|{epoch}"
