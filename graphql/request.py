"""One request's view of the service: one tenant, one actor, what they may read and do.

Made once per request by the API from a token's authorization; everything below asks it and nothing
else about people. It fits :class:`~.context.RequestContext`, which the engine works with.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, NoReturn
from uuid import UUID
from zoneinfo import ZoneInfo

from wahana.domain.kernel.model import Command
from wahana.domain.kernel.refusal import Rule
from wahana.domain.reference.catalogue import Reference
from wahana.platform import clock as clocks
from wahana.platform.append import Moment
from wahana.platform.clock import Clock
from wahana.platform.commands import Executor
from wahana.platform.database import Database, ReadSession
from wahana.platform.events import EventRegistry, Recorded, SealedGroup
from wahana.platform.execution import CommandRequest, Result
from wahana.platform.infrastructure import AsyncInfrastructureFactory
from wahana.platform.postgres_log import PostgresLog
from wahana.platform.recorder import AsyncApplicationRecorder
from wahana.platform.unique import UniqueValues
from wahana.platform.vault.opener import Opener
from wahana.projections.registry import CATALOGUE
from wahana.tenants.authorization import Authorization, Authorizer
from wahana.tenants.directory import Directory, RefusalTable
from wahana.tenants.tenant import Tenant

from . import permissions
from .errors import NotPermitted


@dataclass(frozen=True, slots=True)
class RequestServices:
    """What the API is given: the parts of the service that requests use."""

    clock: Clock
    database: Database
    events: EventRegistry
    log: PostgresLog
    infrastructure: AsyncInfrastructureFactory
    opener: Opener
    directory: Directory
    refusals: RefusalTable
    authorizer: Authorizer
    executor: Executor
    unique: UniqueValues
    reference: Reference
    rules: Mapping[str, Rule]


class AuthorizedRequest:
    """A request of an admitted token."""

    __slots__ = ("_parts", "authorization", "position", "stale")

    def __init__(self, parts: RequestServices, authorization: Authorization) -> None:
        self._parts = parts
        self.authorization = authorization
        self.position: int | None = None
        """Lowest position that an answer of this request was computed at."""
        self.stale = False

    @property
    def parts(self) -> RequestServices:
        return self._parts

    @property
    def recorder(self) -> AsyncApplicationRecorder:
        """The tenant's log."""
        return self._parts.infrastructure.application_recorder(self.authorization.tenant)

    @property
    def client(self) -> str:
        return self.authorization.client

    @property
    def expires_at(self) -> datetime | None:
        return self.authorization.expires_at

    @property
    def rules(self) -> Mapping[str, Rule]:
        return self._parts.rules

    def today(self) -> date:
        """Today in the tenant's zone."""
        return clocks.today(self._parts.clock, self.authorization.state.time_zone)

    def reading(self) -> AbstractAsyncContextManager[ReadSession]:
        return self._parts.database.reading(self.authorization.tenant)

    def may(self, permission: str) -> bool:
        group, _, wanted = permission.partition(":")
        reach = self.authorization.may_read(group)
        return reach == wanted if wanted else reach is not None

    def require(self, group: str) -> None:
        """Raise :class:`NotPermitted` unless the role may read the group."""
        if not self.may(group):
            self._refuse(group)

    def _refuse(self, group: str) -> NoReturn:
        raise NotPermitted(
            f"the role {self.authorization.actor.role} may not read {group} here with this token; "
            "ask the office's administrator for a role or token that may"
        )

    def enter(self, relation: str) -> None:
        about = CATALOGUE[relation]
        if not permissions.may_enter(self.authorization, about):
            self._refuse(permissions.ROOT_GROUP_OF[relation])

    def scopes(self, relation: str) -> Mapping[str, Any]:
        if relation not in permissions.OPEN:
            self.require(permissions.GROUP_OF[relation])
        return permissions.limits(self.authorization, CATALOGUE[relation])

    def day_of(self, instant: datetime) -> date:
        """The date of an instant in the tenant's zone."""
        return instant.astimezone(ZoneInfo(self.authorization.state.time_zone)).date()

    async def office_at(self, position: int) -> Tenant:
        """The office as it was recorded up to a position."""
        known, decode = self.authorization.state, self._parts.events.decode
        tenant = self.authorization.tenant
        found = self._parts.log.read_stream(tenant, tenant, up_to_position=position)
        rows = [row async for row in found]
        if len(rows) == known.version:
            return known
        office = Tenant(id=known.id)
        for row in rows:
            office = decode(row).mutate(office)
        return office

    async def moment_of(self, position: int) -> Moment | None:
        return await self._parts.log.moment_of(self.authorization.tenant, position)

    async def position_at(self, recorded_at: datetime) -> int | None:
        return await self._parts.log.position_at(self.authorization.tenant, recorded_at)

    async def open(
        self, relation: str, groups: Sequence[SealedGroup]
    ) -> Sequence[Mapping[str, str] | None]:
        return await self._parts.opener.open(self.authorization.tenant, groups)

    def answered(self, position: int, stale: bool) -> None:
        self.position = position if self.position is None else min(self.position, position)
        self.stale = self.stale or stale

    async def find(self, kind: str, value: str) -> UUID | None:
        """The record that has a unique value; for roles that may find it."""
        return await self._parts.unique.find(self.authorization.tenant, kind, value)

    async def stream(self, stream_id: UUID) -> AsyncIterator[Recorded]:
        """The events of a stream, decoded."""
        async for event in self._parts.infrastructure.event_store(self.authorization.tenant).get(
            stream_id
        ):
            yield event

    async def add_token(self, hashed: bytes, member_id: UUID, token_id: UUID) -> None:
        """Make a token findable before its event says what it may do."""
        await self._parts.directory.add_token(
            hashed, self.authorization.tenant, member_id, token_id
        )

    async def execute(self, command: Command, request: CommandRequest, body: bytes) -> Result:
        """Execute a command as this request's actor."""
        order = self._parts.authorizer.order(self.authorization, command, request, body)
        return await self._parts.executor.execute(order)
