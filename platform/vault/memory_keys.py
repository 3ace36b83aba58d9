"""The key store in memory: the twin of ``postgres_keys``, for tests and trials without a database.

It has the same guarantees except one: its keys end with the process. It wraps nothing, for
there is nothing at rest.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from wahana.platform.clock import Clock, system_clock
from wahana.platform.ids import TenantId

from . import errors
from .envelope import KEY_BYTES, DataKey, KeyName
from .keys import DestroyedKey, month_of
from .wrapping import Randomness, system_randomness


@dataclass(slots=True)
class _StoredKey:
    """``key`` is ``None`` once it was destroyed."""

    name: KeyName
    commitment: bytes
    key: DataKey | None
    epoch: int
    held: bool = field(default=False)


class MemoryKeyStore:
    """See :class:`~.keys.KeyStore`. Of one process and one event loop."""

    def __init__(
        self, *, clock: Clock = system_clock, randomness: Randomness = system_randomness
    ) -> None:
        self._clock = clock
        self._randomness = randomness
        self._entries: dict[tuple[UUID, UUID, str], list[_StoredKey]] = {}

    async def ensure(self, tenant: TenantId, wanted: Sequence[tuple[UUID, str]]) -> list[DataKey]:
        found: list[DataKey] = []
        for subject, category in wanted:
            versions = self._entries.setdefault((tenant, subject, category), [])
            if not versions:
                name = KeyName(tenant, subject, category, 1)
                key = DataKey(name, self._randomness(KEY_BYTES))
                versions.append(_StoredKey(name, key.commitment, key, month_of(self._clock())))
            newest = versions[-1].key
            if newest is None:
                raise errors.SubjectErased(subject, category)
            found.append(newest)
        return found

    async def fetch(
        self, tenant: TenantId, wanted: Sequence[tuple[UUID, str, int]]
    ) -> list[DataKey | None]:
        found: list[DataKey | None] = []
        for subject, category, version in wanted:
            versions = self._entries.get((tenant, subject, category), [])
            if not 1 <= version <= len(versions):
                raise errors.KeyUnknown(
                    f"the key {KeyName(tenant, subject, category, version)} is not in the key "
                    "store, not even as destroyed; a store in memory forgets with its process"
                )
            found.append(versions[version - 1].key)
        return found

    async def destroy(self, tenant: TenantId, subject: UUID, category: str) -> list[DestroyedKey]:
        versions = self._entries.get((tenant, subject, category), [])
        if any(entry.held and entry.key is not None for entry in versions):
            raise errors.KeyHeld(
                f"a legal hold lies on the data '{category}' of {subject}; release it first"
            )
        for entry in versions:
            entry.key = None
        return [DestroyedKey(entry.name, entry.commitment) for entry in versions]

    async def hold(self, tenant: TenantId, subject: UUID, category: str, *, held: bool) -> None:
        versions = self._entries.get((tenant, subject, category))
        if not versions:
            raise errors.KeyUnknown(f"there is no key for the data '{category}' of {subject}")
        for entry in versions:
            entry.held = held

    async def rewrap_epoch(self, tenant: TenantId, epoch: int) -> int:
        current = month_of(self._clock())
        if epoch >= current:
            raise errors.EpochInUse(
                f"new keys are wrapped with the epoch {current}; re-wrap {epoch} after its month"
            )
        moved = [
            entry
            for (owner, _, _), versions in self._entries.items()
            for entry in versions
            if owner == tenant and entry.epoch == epoch and entry.key is not None
        ]
        for entry in moved:
            entry.epoch = current
        return len(moved)
