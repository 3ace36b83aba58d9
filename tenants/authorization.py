"""Authentication and authorization: from a token to an authorization for one tenant.

Authorization is decided on the member's own events. For reading, the validity of a token is cached
for one second; a command reads tenant and member inside its decision, so both are guards of the
append: a revoked token cannot write, not even in a race.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from uuid import UUID

import msgspec

from wahana.domain.kernel import policies
from wahana.domain.kernel.checks import check_days, check_new_ids
from wahana.domain.kernel.model import Actor, Aggregate, Command, Context
from wahana.domain.kernel.refusal import refuse
from wahana.domain.kernel.roles import Extent, RoleTable, allows_reading
from wahana.domain.kernel.rule_set import IN_FORCE, RuleSet
from wahana.domain.office.timeliness import check_dates
from wahana.domain.people.standing import check_living, settled
from wahana.domain.reference.areas import within
from wahana.domain.reference.catalogue import Reference
from wahana.platform import clock as clocks
from wahana.platform.clock import Clock
from wahana.platform.events import EventMeta
from wahana.platform.execution import (
    AggregateCache,
    CommandRequest,
    DecisionResult,
    ExecutableCommand,
    LoadState,
)
from wahana.platform.ids import TenantId, uuid7

from . import tokens
from .directory import Directory
from .member import Member
from .tenant import Tenant

FINDS = {"NIK_LOOKUP": "nik"}
"""Read group → the kind of unique values by which it may find a record."""
FRESH_SECONDS = 1.0
"""How long the validity of a token is cached for reading, in seconds."""
_KNOWN_TOKENS_MAX = 10_000


class NotAdmitted(Exception):
    """The request has no valid token. The office's administrator issues one (issueToken)."""


@dataclass(frozen=True, slots=True)
class Authorization:
    """A request's tenant and actor, which limit everything it does."""

    tenant: TenantId
    state: Tenant
    actor: Actor
    client: str
    token_id: UUID | None
    scopes: frozenset[str]
    """What the token is narrowed to (``read:GROUP``, ``write:GROUP``); empty: all of the role."""
    expires_at: datetime | None

    def may_read(self, group: str) -> Extent | None:
        """The scope of the role in a read group; ``None``: it may not read it."""
        if self.scopes and f"read:{group}" not in self.scopes:
            return None
        return allows_reading(self.actor.role, group)

    @property
    def finds(self) -> frozenset[str]:
        """Kinds of unique values by which the actor may find a record."""
        return frozenset(kind for group, kind in FINDS.items() if self.may_read(group))


@dataclass(frozen=True, slots=True)
class ServiceActor:
    """A built-in actor of the service itself: the operator's command line, a process manager."""

    actor: Actor
    client: str


class Authorizer:
    """Admits requests and turns commands into executable commands."""

    def __init__(
        self,
        *,
        directory: Directory,
        repository: AggregateCache,
        reference: Reference,
        kinds: Mapping[str, type[Aggregate]],
        clock: Clock,
        rules: RuleSet = IN_FORCE,
    ) -> None:
        """``rules``: the edition under which decisions are made; another one to judge an event
        again."""
        self._directory = directory
        self._repository = repository
        self._reference = reference
        self._kinds = kinds
        self._rules = rules
        self._clock = clock
        self._known: dict[bytes, tuple[float, Authorization]] = {}
        self._looking: dict[bytes, asyncio.Task[Authorization]] = {}

    async def admit(self, secret: str) -> Authorization:
        """The authorization of an API token. Raises :class:`NotAdmitted` with the reason."""
        if not tokens.well_formed(secret):
            raise NotAdmitted("this is not a token of this service, or it was mistyped")
        hashed = tokens.digest(secret)
        now = self._clock()
        known = self._known.get(hashed)
        if known is None or known[0] <= now.timestamp():
            authorization = await self._looked_up(hashed)
        else:
            authorization = known[1]
        if authorization.expires_at is not None and authorization.expires_at <= now:
            raise NotAdmitted("the token has expired; ask for a new one")
        return authorization

    async def _looked_up(self, hashed: bytes) -> Authorization:
        """One look-up, shared by all waiting requests of a token. Cancelling one of them does not
        cancel it for the others."""
        task = self._looking.get(hashed)
        if task is None:
            task = self._looking[hashed] = asyncio.create_task(self._look_up(hashed))
            task.add_done_callback(lambda done: self._found(hashed, done))
        return await asyncio.shield(task)

    def _found(self, hashed: bytes, done: asyncio.Task[Authorization]) -> None:
        del self._looking[hashed]
        if not done.cancelled():
            done.exception()  # mark it as retrieved, even if every waiting request was cancelled

    async def _look_up(self, hashed: bytes) -> Authorization:
        begun = self._clock().timestamp()
        found = await self._directory.find_token(hashed)
        if found is None:
            raise NotAdmitted("the token is not known here")
        wanted: list[tuple[type, UUID]] = [(Tenant, found.tenant), (Member, found.actor_id)]
        tenant, member = await self._repository.refresh(found.tenant, wanted)
        authorization = self._authorization(found.tenant, tenant, member, found.token_id)
        if len(self._known) >= _KNOWN_TOKENS_MAX:
            self._known.clear()
        self._known[hashed] = (begun + FRESH_SECONDS, authorization)
        return authorization

    def _authorization(
        self, tenant_id: TenantId, tenant: Tenant, member: Member, token_id: UUID
    ) -> Authorization:
        token = member.tokens.get(token_id)
        if token is None or token.revoked:
            raise NotAdmitted("the token was revoked; ask for a new one")
        grant = member.grant(token.grant_id)
        assert grant is not None
        if not grant.holds_on(clocks.today(self._clock, tenant.time_zone)):
            raise NotAdmitted("the role of this token is not held today")
        return Authorization(
            tenant=tenant_id,
            state=tenant,
            actor=member.acting(grant),
            client=token.label,
            token_id=token_id,
            scopes=token.scopes,
            expires_at=token.expires_at.astimezone(UTC),
        )

    def order(
        self,
        authorization: Authorization,
        command: Command,
        request: CommandRequest,
        body: bytes,
        *,
        own_ids: bool = False,
    ) -> ExecutableCommand:
        """The order of a token's command.

        ``own_ids``: the service's code chose the ids of new objects; they may be derived.
        """

        def asking(load: LoadState) -> tuple[Actor, str, frozenset[str]]:
            tenant: Tenant = load(Tenant, authorization.tenant)
            member: Member = load(Member, authorization.actor.id)
            assert authorization.token_id is not None
            try:
                fresh = self._authorization(
                    authorization.tenant, tenant, member, authorization.token_id
                )
            except NotAdmitted:
                refuse("NOT_PERMITTED", role=authorization.actor.role, group=command.GROUP)
            return fresh.actor, fresh.client, fresh.scopes

        order = self._order(
            authorization.tenant,
            authorization.actor.id,
            authorization.client,
            command,
            request,
            body,
            asking,
            own_ids=own_ids,
        )
        return replace(order, finds=authorization.finds)

    def order_of_service(
        self,
        tenant: TenantId,
        actor: ServiceActor,
        command: Command,
        request: CommandRequest,
        body: bytes,
    ) -> ExecutableCommand:
        """The order of a built-in actor, in a tenant of the directory."""

        def asking(load: LoadState) -> tuple[Actor, str, frozenset[str]]:
            return actor.actor, actor.client, frozenset()

        who = (actor.actor.id, actor.client)
        return self._order(tenant, *who, command, request, body, asking, own_ids=True)

    def _order(
        self,
        tenant: TenantId,
        actor_id: UUID,
        client: str,
        asked: Command,
        request: CommandRequest,
        body: bytes,
        asking: Callable[[LoadState], tuple[Actor, str, frozenset[str]]],
        *,
        own_ids: bool,
    ) -> ExecutableCommand:
        correlation = request.correlation or uuid7()

        def context(load: LoadState) -> tuple[Context, str, frozenset[str]]:
            state: Tenant = load(Tenant, tenant)
            actor, app, scopes = asking(load)
            today = clocks.today(self._clock, state.time_zone)
            return self._context(tenant, state, actor, request, today, load), app, scopes

        def decide(load: LoadState) -> DecisionResult:
            given, app, scopes = context(load)
            given, command = settled(given, asked)
            _check_permission(self._rules.roles, given, command, scopes)
            tenant_state: Tenant = load(Tenant, tenant)
            check_days(command, given.today)
            if not own_ids:
                check_new_ids(command)
            check_dates(
                given,
                backlog_until=tenant_state.backlog_until,
                booked=command.days_booked(given),
                permit_id=request.permit,
                wksbm_id=command.place(given).wksbm_id,
            )
            check_living(given, command)
            happened = command.decide(given)
            meta = self._meta(given, tenant_state, request, app, correlation)
            return DecisionResult(command.target(given), happened, meta, actor_id)

        def target(load: LoadState) -> tuple[type, UUID]:
            given, command = settled(context(load)[0], asked)
            return command.target(given)

        return ExecutableCommand(
            tenant=tenant,
            actor_id=actor_id,
            client=client,
            name=type(asked).__name__,
            body=body,
            request=request,
            decide=decide,
            target=target,
            replays=asked.replays(),
        )

    def _meta(
        self,
        given: Context,
        tenant: Tenant,
        request: CommandRequest,
        client: str,
        correlation: UUID,
    ) -> EventMeta:
        """The metadata of each event of a command."""
        return EventMeta(
            role=given.actor.role,
            client=client,
            occurred_on=given.occurred_on,
            policy=tenant.version,
            catalogue=f"{self._reference.label(given.edition)};{self._rules.label}",
            correlation=correlation,
            source=request.source,
            causation=request.causation,
            mandate=request.mandate,
            on_behalf_of=request.on_behalf_of,
            permit=request.permit,
            evidence=request.evidence,
        )

    def _context(
        self,
        tenant: TenantId,
        state: Tenant,
        actor: Actor,
        request: CommandRequest,
        today: date,
        load: LoadState,
    ) -> Context:
        occurred_on = request.occurred_on or today

        def in_force(day: date) -> policies.Policies:
            return self._rules.policies.resolve(state.policy_versions, day)

        return Context(
            tenant_id=tenant,
            level=state.level,
            area_code=state.area_code,
            actor=actor,
            occurred_on=occurred_on,
            today=today,
            policies=in_force(occurred_on),
            edition=state.edition_on(occurred_on),
            reference=self._reference,
            load=load,
            on_behalf_of=request.on_behalf_of,
            resolve_policies=in_force,
            correlation=request.correlation,
            causation=request.causation,
            kinds=self._kinds,
        )


def _check_permission(
    table: RoleTable, context: Context, command: Command, scopes: frozenset[str]
) -> None:
    """Check the role table, then the area or WKSBM; once per command, below the resolvers."""
    role, group = context.actor.role, command.GROUP
    narrowed = scopes and f"write:{group}" not in scopes
    reach = None if narrowed else table.allows(role, group)
    if reach is None:
        refuse("NOT_PERMITTED", role=role, group=group)
    if reach == "TENANT":
        return
    place = command.place(context)
    if reach == "OWN_WKSBM" and place.wksbm_id in context.actor.wksbm_ids:
        return
    area = context.actor.area
    if reach == "AREA" and area and place.area_code and within(place.area_code, area):
        return
    refuse("NOT_PERMITTED", role=role, group=group)


def canonical(command: Command, request: CommandRequest) -> bytes:
    """The bytes of a command and its envelope for the idempotency digest."""
    return msgspec.json.encode((request, command), order="sorted")
