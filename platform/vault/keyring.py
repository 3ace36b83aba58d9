"""A key store behind two bounded caches of this process.

A key lives here for at most ``ttl_s`` seconds, which bounds how long a destroyed one can still
open anything. That a key was destroyed is remembered for as long: it never comes back.
"""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Final
from uuid import UUID

from wahana.platform.ids import TenantId

from .cache import ExpiringCache, Seconds
from .envelope import DataKey, KeyName
from .keys import KeyStore

TTL_S_MAX: Final = 60.0
SIZE: Final = 20_000
"""Keys per cache; one takes about 1 KiB."""


class KeyRing:
    """Gives keys for sealing and for opening; asks the store once per call for all it lacks."""

    def __init__(
        self,
        store: KeyStore,
        *,
        ttl_s: float = TTL_S_MAX,
        size: int = SIZE,
        seconds: Seconds = time.monotonic,
    ) -> None:
        if not 0 <= ttl_s <= TTL_S_MAX:
            raise ValueError(f"keys may be cached for at most {TTL_S_MAX:.0f} s, not {ttl_s} s")
        self._store = store
        self._newest = ExpiringCache[tuple[UUID, UUID, str], DataKey](size, ttl_s, seconds)
        self._by_name = ExpiringCache[KeyName, tuple[DataKey | None]](size, ttl_s, seconds)

    async def for_sealing(
        self, tenant: TenantId, wanted: Iterable[tuple[UUID, str]]
    ) -> dict[tuple[UUID, str], DataKey]:
        """The newest key of each (subject, category), made if it is missing.

        Raises what :meth:`KeyStore.ensure` raises.
        """
        found: dict[tuple[UUID, str], DataKey] = {}
        lacking: list[tuple[UUID, str]] = []
        for pair in dict.fromkeys(wanted):
            key = self._newest.get((tenant, *pair))
            if key is None:
                lacking.append(pair)
            else:
                found[pair] = key
        if lacking:
            keys = await self._store.ensure(tenant, lacking)
            for pair, key in zip(lacking, keys, strict=True):
                found[pair] = key
                self._newest.put((tenant, *pair), key)
                self._by_name.put(key.name, (key,))
        return found

    async def for_opening(
        self, tenant: TenantId, names: Iterable[KeyName]
    ) -> dict[KeyName, DataKey | None]:
        """The keys by name; ``None``: destroyed. Raises what :meth:`KeyStore.fetch` raises."""
        found: dict[KeyName, DataKey | None] = {}
        lacking: list[KeyName] = []
        for name in dict.fromkeys(names):
            entry = self._by_name.get(name)
            if entry is None:
                lacking.append(name)
            else:
                found[name] = entry[0]
        if lacking:
            keys = await self._store.fetch(
                tenant, [(name.subject, name.category, name.version) for name in lacking]
            )
            for name, key in zip(lacking, keys, strict=True):
                found[name] = key
                self._by_name.put(name, (key,))
        return found

    def forget(self, tenant: TenantId, subject: UUID, category: str) -> None:
        """Drop a key from this process at once, as when it was destroyed."""
        self._newest.forget(lambda key: key == (tenant, subject, category))
        self._by_name.forget(lambda name: name[:3] == (tenant, subject, category))
