"""Unique personal values: no two subjects of a tenant have the same one.

No event or state holds anything by which two sealed values could be compared, so an expected
version cannot decide this. A claim to the value's keyed digest is made before the append. The
primary key of the claims decides the race; the source of truth is the sealed value in the subject's
own events, to which a claim only points. So:

- A command that gives a value claims it right before its append. Repeated, it renews its claim.
- A claim by another subject counts if that subject has the value, as found by opening it: TAKEN.
- A claim by a subject that does not have the value is an orphan (its append failed, the value was
  corrected or withdrawn, the subject forgotten). Younger than :data:`LEASE_S`, its append may be
  under way: the command waits for a moment, then asks to be sent again. Older, it is taken over,
  and the append is guarded by the version at which the former subject was seen without the value.
- No append may follow its claim by more than :data:`LEASE_S`; requests are cut off far earlier.

After the append, claims to values that the subject no longer has are deleted; if the process
dies before, they are orphans.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final, Protocol
from uuid import UUID

import asyncpg
import structlog

from .append import Guard
from .claims import Claims, ValueClaim
from .ids import TenantId
from .vault.index import BlindIndex

_LOG = structlog.get_logger(__name__)

LEASE_S: Final = 600.0
"""How long an orphan is left alone; no append takes longer."""
WAIT_S: Final = 3.0
"""How long a command waits for another one that wants the same value."""
_STEP_S: Final = 0.05
_EVER: Final = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class UniqueValue:
    """A value that a command is about to give to a subject."""

    kind: str
    subject: UUID
    path: str
    """Its path in the event, for the refusal's field."""
    value: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class HeldValues:
    """The value of a kind that a subject has, according to its events."""

    version: int
    """Version of its stream."""
    value: str | None = field(repr=False)
    """The normalised value; ``None``: none, or it can be opened by nobody."""
    known_as: UUID
    """The subject that represents it now: another one after a merge."""


Held = Callable[[TenantId, str, UUID], Awaitable[HeldValues]]
"""``await held(tenant, kind, subject)``, read fresh from the log."""


class ValueTaken(Exception):
    """Another subject has the value."""

    def __init__(self, wanted: UniqueValue, holder: UUID) -> None:
        super().__init__(wanted.kind, holder)
        self.code = f"{wanted.kind.upper()}_TAKEN"
        self.field = wanted.path
        self.params: dict[str, object] = {"holder": holder}
        self._kind = wanted.kind

    def told(self, finds: frozenset[str]) -> ValueTaken:
        """The same for an actor who may find holders of ``finds``; else it names nobody."""
        if self._kind not in finds:
            self.params = {"holder": None}
        return self


class ClaimPending(Exception):
    """Another command wants the same value and has not finished. Send the command again later."""


class Uniqueness(Protocol):
    """What the executor asks of unique values."""

    async def claim(self, tenant: TenantId, values: Sequence[UniqueValue]) -> tuple[Guard, ...]:
        """Claim values for an append that follows at once; gives guards for it.

        Raises :class:`ValueTaken` or :class:`ClaimPending`.
        """
        ...

    async def settle(
        self,
        tenant: TenantId,
        given: Sequence[UniqueValue],
        released: Iterable[UUID],
        recorded_at: datetime,
    ) -> None:
        """After the append: forget what the subjects no longer have."""
        ...


class UniqueValues:
    """See :class:`Uniqueness`, and finds a subject by its value."""

    def __init__(self, claims: Claims, index: BlindIndex, held: Held) -> None:
        self._claims = claims
        self._index = index
        self._held = held

    async def claim(self, tenant: TenantId, values: Sequence[UniqueValue]) -> tuple[Guard, ...]:
        guards: list[Guard] = []
        for wanted in values:
            digest = self._index.digest(tenant, wanted.kind, wanted.value)
            guard = await self._claimed(tenant, wanted, digest)
            if guard is not None:
                guards.append(guard)
        return tuple(guards)

    async def _claimed(self, tenant: TenantId, wanted: UniqueValue, digest: bytes) -> Guard | None:
        deadline = asyncio.get_running_loop().time() + WAIT_S
        while not await self._claims.claim(tenant, digest, wanted.subject):
            former = await self._claims.find(tenant, digest)
            if former is None:
                continue  # deleted since: claim again
            holding = await self._held(tenant, wanted.kind, former.subject)
            if holding.value == wanted.value:
                raise ValueTaken(wanted, holding.known_as)
            if former.age_s > LEASE_S:
                if await self._claims.take_over(tenant, digest, wanted.subject, former):
                    return Guard(former.subject, holding.version)
            elif asyncio.get_running_loop().time() >= deadline:
                raise ClaimPending(
                    "another command with the same number has not come to an end; send this "
                    f"one again, at the latest after {LEASE_S / 60:.0f} minutes it is decided"
                )
            else:
                await asyncio.sleep(_STEP_S)
        return None

    async def settle(
        self,
        tenant: TenantId,
        given: Sequence[UniqueValue],
        released: Iterable[UUID],
        recorded_at: datetime,
    ) -> None:
        keep: dict[UUID, set[bytes]] = {subject: set() for subject in released}
        for wanted in given:
            digest = self._index.digest(tenant, wanted.kind, wanted.value)
            keep.setdefault(wanted.subject, set()).add(digest)
        try:
            for subject, digests in keep.items():
                # A later claim of the subject is of a command that decided on this one's outcome.
                await self._claims.keep_only(tenant, subject, digests, recorded_at)
        except (OSError, asyncpg.PostgresError, asyncpg.InterfaceError) as error:
            # The command is recorded; what is left over is an orphan that harms nobody.
            _LOG.warning("claims left over", tenant=str(tenant), kind=type(error).__name__)

    async def find(self, tenant: TenantId, kind: str, value: str) -> UUID | None:
        """The subject that has a normalised value; ``None``: nobody of the tenant."""
        claim: ValueClaim | None = await self._claims.find(
            tenant, self._index.digest(tenant, kind, value)
        )
        if claim is None:
            return None
        holding = await self._held(tenant, kind, claim.subject)
        return holding.known_as if holding.value == value else None

    async def forget(self, tenant: TenantId, subject: UUID) -> None:
        """Delete all claims of a subject: part of erasing it."""
        await self._claims.keep_only(tenant, subject, (), _EVER)


def released_by(happened: Iterable[tuple[UUID, type[object]]]) -> list[UUID]:
    """The streams whose subject gave up a unique value, by the events that happened on them."""
    return [stream for stream, kind in happened if getattr(kind, "RELEASES", ())]
