"""The key store: one random key per tenant, subject and category, each destroyable by itself.

Hierarchy: root key (outside every database) → tenant key → epoch key (one per month) → data key.
Two stores fit :class:`KeyStore`: PostgreSQL (``postgres_keys``) and the in-memory twin
(``memory_keys``); one contract suite runs on both.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from wahana.platform.ids import TenantId

from .envelope import DataKey, KeyName


@dataclass(frozen=True, slots=True)
class DestroyedKey:
    """What stays of a destroyed key: its name and commitment, for the record of the erasure."""

    name: KeyName
    commitment: bytes


class KeyStore(Protocol):
    """Where keys are made, found and destroyed. Every call is about one tenant.

    Every method raises :class:`~.errors.KeyStoreUnavailable` if the store cannot be reached;
    then nothing was changed, or what was changed is found by the same call made again.
    """

    async def ensure(self, tenant: TenantId, wanted: Sequence[tuple[UUID, str]]) -> list[DataKey]:
        """The newest key of each (subject, category), in order; what is missing is made.

        One round trip for the whole batch (the first call of a tenant in a month makes its
        epoch key before). Callers that race for a new key all get the same one. Raises
        :class:`~.errors.SubjectErased` if the newest key of one was destroyed.
        """
        ...

    async def fetch(
        self, tenant: TenantId, wanted: Sequence[tuple[UUID, str, int]]
    ) -> list[DataKey | None]:
        """The keys of (subject, category, version), in order; ``None``: destroyed.

        One round trip for the whole batch. Raises :class:`~.errors.KeyUnknown` if one was
        never there.
        """
        ...

    async def destroy(self, tenant: TenantId, subject: UUID, category: str) -> list[DestroyedKey]:
        """Destroy every version of a key for good; what it sealed can be opened by nobody.

        Name and commitment stay. Gives all destroyed versions, those of an earlier call too.
        Processes may hold the key for their cache's time (60 s at most); backups of the key
        store hold it until its epoch is re-wrapped. Raises :class:`~.errors.KeyHeld`.
        """
        ...

    async def hold(self, tenant: TenantId, subject: UUID, category: str, *, held: bool) -> None:
        """Lay a legal hold on a key, or release it. It only bars :meth:`destroy`.

        Raises :class:`~.errors.KeyUnknown` if there is no such key.
        """
        ...

    async def rewrap_epoch(self, tenant: TenantId, epoch: int) -> int:
        """Wrap the living keys of ``epoch`` (``202611``) again and destroy that epoch's key.

        After that no backup of the key store from before gives back a key that was destroyed
        meanwhile. Gives the number of keys re-wrapped; safe to run again, and beside
        :meth:`ensure` and :meth:`destroy`. Raises :class:`~.errors.EpochInUse` if new keys are
        still wrapped with it.
        """
        ...


def month_of(instant: datetime) -> int:
    """The epoch of an instant (aware, UTC): ``202611`` for November 2026."""
    return instant.year * 100 + instant.month
