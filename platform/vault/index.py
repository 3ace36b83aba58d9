"""The blind index: finds a sealed value again without anybody being able to read it.

``digest = HMAC-SHA256(K(tenant, kind), value)[:16]``. A NIK has some 10¹¹ plausible values, so a
plain hash of it could be guessed; a keyed one cannot. It is derived from the root key, which lies
outside every database, for each tenant and kind, so two offices' digests cannot be joined, and a
copy of the databases tells nothing. A digest shows that two values are equal, nothing else; it is
kept in a table from which rows can be deleted, never in an event.
"""

from __future__ import annotations

import hmac
from typing import Final
from uuid import UUID

from .root_key import RootKey

DIGEST_BYTES: Final = 16
_LABEL = "wahana/blind-index/1"
_KEPT: Final = 4_000


class BlindIndex:
    """Digests of normalised values. The keys live in this process only."""

    __slots__ = ("_keys", "_root")

    def __init__(self, root: RootKey) -> None:
        self._root = root
        self._keys: dict[tuple[UUID, str], bytes] = {}

    def __repr__(self) -> str:
        return "BlindIndex()"

    def digest(self, tenant: UUID, kind: str, value: str) -> bytes:
        """16 bytes for a normalised ``value`` of a ``kind`` (``nik``) in a tenant."""
        key = self._keys.get((tenant, kind))
        if key is None:
            if len(self._keys) >= _KEPT:
                self._keys.clear()
            key = self._keys[tenant, kind] = self._root.derive(f"{_LABEL}|{tenant}|{kind}")
        return hmac.digest(key, value.encode(), "sha256")[:DIGEST_BYTES]
