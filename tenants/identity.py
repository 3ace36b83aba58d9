"""The NIK that a person's record has, from its own sealed events; claims are checked against it.

Read from the log and opened, never from a view or a cache, because it decides whether a NIK may
be given to somebody else (``wahana.platform.unique``).
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from wahana.domain.people.person import Person
from wahana.platform.execution import AggregateCache
from wahana.platform.ids import TenantId
from wahana.platform.store import AsyncEventStore
from wahana.platform.unique import HeldValues
from wahana.platform.vault.opener import Opener

NIK = "nik"


class HeldNumbers:
    """Finds what a person's record holds; fits ``wahana.platform.unique.Held``."""

    def __init__(
        self,
        *,
        repository: AggregateCache,
        stores: Callable[[TenantId], AsyncEventStore],
        opener: Opener,
    ) -> None:
        self._repository = repository
        self._stores = stores
        self._opener = opener

    async def __call__(self, tenant: TenantId, kind: str, subject: UUID) -> HeldValues:
        """The NIK on a record, and the surviving record of the person.

        Raises ``LookupError`` for another kind, and what log and key store raise.
        """
        if kind != NIK:
            raise LookupError(f"nothing is known of the unique values '{kind}'")
        state = await self._person(tenant, subject)
        value = None
        if state.nik_entry is not None:
            value = await self._opened(tenant, subject, state.nik_entry)
        known_as = state
        while known_as.merged_into is not None:
            known_as = await self._person(tenant, known_as.merged_into)
        return HeldValues(version=state.version, value=value, known_as=known_as.id)

    async def _person(self, tenant: TenantId, subject: UUID) -> Person:
        (state,) = await self._repository.refresh(tenant, [(Person, subject)])
        assert isinstance(state, Person)
        return state

    async def _opened(self, tenant: TenantId, subject: UUID, entry: int) -> str | None:
        """The NIK that an entry of the stream gave; ``None``: the person was forgotten."""
        async for recorded in self._stores(tenant).get(subject, gt=entry - 1, limit=1):
            group = recorded.group(recorded.data.nik)
            assert group is not None, "the state says that this entry gives a NIK"
            (values,) = await self._opener.open(tenant, [group])
            return None if values is None else values["nik"]
        raise LookupError(f"the stream {subject} has no entry {entry}")
