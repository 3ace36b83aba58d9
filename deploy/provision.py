"""Adding an office to the service: directory, log, first event, first administrator.

Done by the service's operator on the command line, through the same commands as everything
else; the operator is the first actor of every log and sees none of its data.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID, uuid5

import msgspec

from wahana.domain.kernel import roles
from wahana.domain.kernel.checks import camel
from wahana.domain.kernel.model import Actor, Command, Level
from wahana.domain.kernel.problems import problem
from wahana.domain.kernel.refusal import Refused, render
from wahana.domain.people.registration import NewPerson, PersonRef
from wahana.platform.events import Evidence, Source
from wahana.platform.execution import Accepted, CommandRequest, Conflict, Rejected, Result
from wahana.platform.ids import TenantId, uuid7
from wahana.platform.log import leaf
from wahana.tenants import tokens
from wahana.tenants.authorization import Authorization, ServiceActor, canonical
from wahana.tenants.member_commands import AdmitMember, GiveRole, IssueToken
from wahana.tenants.tenant_commands import RegisterTenant

from . import registry
from .assembly import ServiceParts

OPERATOR = ServiceActor(
    Actor(uuid5(UUID(int=0), "wahana/operator"), roles.OPERATOR), client="wahana command line"
)
"""The operator of the service: the same actor id in every installation."""


class CommandRefused(Exception):
    """A command of the set-up was refused; the message is the refusal's text."""

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message)
        self.code = code
        """Code of the refusal; ``STALE_VERSION`` for a conflict."""


@dataclass(frozen=True, slots=True)
class TenantSetup:
    """What is known of an office that joins."""

    name: str
    slug: str
    level: Level
    area_code: str
    time_zone: str
    sample: bool = False


@dataclass(frozen=True, slots=True)
class MemberSetup:
    """A member with one role and one token."""

    name: str
    role: str
    area_code: str | None = None
    wksbm_ids: tuple[UUID, ...] = ()
    kind: Literal["PERSON", "APP"] = "PERSON"


async def run(
    service: ServiceParts,
    tenant: TenantId,
    who: ServiceActor | Authorization,
    command: Command,
    request: CommandRequest | None = None,
) -> Accepted:
    """Execute a command in-process. Raises :class:`CommandRefused` with code and text."""
    checked(command)
    request = request or CommandRequest(key=str(uuid7()), source="cli")
    body = canonical(command, request)
    if isinstance(who, ServiceActor):
        order = service.authorizer.order_of_service(tenant, who, command, request, body)
    else:
        order = service.authorizer.order(who, command, request, body, own_ids=True)
    result: Result = await service.executor.execute(order)
    if isinstance(result, Accepted):
        return result
    raise _refused(type(command).__name__, result)


def checked(command: Command) -> None:
    """Validate a command made in this process by its types, as the API does with its inputs.

    Raises :class:`CommandRefused`.
    """
    name = type(command).__name__
    try:
        msgspec.json.decode(msgspec.json.encode(command), type=type(command))
    except (msgspec.ValidationError, UnicodeError) as error:
        found = problem(str(error))
        params: dict[str, object] = {"name": found.name, "problem": found.words}
        field = ".".join(map(camel, found.path)) or None
        raise _refused(name, Rejected("INVALID_INPUT", field, params)) from None


@contextlib.contextmanager
def _made(name: str) -> Iterator[None]:
    """Report the refusal of a type like any other refusal."""
    try:
        yield
    except Refused as refused:
        raise _refused(name, Rejected(refused.code, refused.field, refused.params)) from None


def _refused(name: str, result: Rejected | Conflict) -> CommandRefused:
    if isinstance(result, Conflict):
        return CommandRefused(f"{name}: {result}", "STALE_VERSION")
    text = render(Refused(result.code, field=result.field, **result.params), "en", registry.RULES)
    place = f"{result.field}: " if result.field else ""
    return CommandRefused(f"{name}: {result.code}: {place}{text.message} {text.hint}", result.code)


async def add_tenant(
    service: ServiceParts,
    new: TenantSetup,
    *,
    log_name: str,
    tenant_id: UUID | None = None,
    evidence: tuple[Evidence, ...] = (),
) -> TenantId:
    """Register an office. The same slug or id again finishes what a crash or a refusal left
    undone.

    Raises ``SlugTaken`` and :class:`CommandRefused`.
    """
    tenant_id = tenant_id or await _left_undone(service, new.slug) or uuid7()
    origin = leaf.origin(log_name, tenant_id)
    with _made("RegisterTenant"):
        command = RegisterTenant(
            name=new.name,
            slug=new.slug,
            level=new.level,
            area_code=new.area_code,
            time_zone=new.time_zone,
            origin=origin,
            sample=new.sample,
        )
    checked(command)
    tenant = await service.directory.add(tenant_id, new.slug, origin)
    request = CommandRequest(key="register", source="cli", evidence=evidence)
    await run(service, tenant, OPERATOR, command, request)
    return tenant


async def _left_undone(service: ServiceParts, slug: str) -> TenantId | None:
    """The office of a slug that is in the directory but has no event yet."""
    entry = await service.directory.find(slug)
    if entry is None or await service.log.head(entry.tenant):
        return None
    return entry.tenant


async def add_member(
    service: ServiceParts,
    tenant: TenantId,
    who: ServiceActor | Authorization,
    new: MemberSetup,
    *,
    expires_at: datetime | None = None,
    label: str = "console",
    source: Source = "cli",
    evidence: tuple[Evidence, ...] = (),
) -> tuple[UUID, str]:
    """Admit a member with one role and one token; its id and the token's text, shown once.

    Raises :class:`CommandRefused`.
    """
    member_id, grant_id = uuid7(), uuid7()
    with _made("AdmitMember"):
        if new.kind == "APP":
            admit = AdmitMember(member_id=member_id, kind="APP", label=new.name)
        else:
            person = PersonRef(new=NewPerson(person_id=uuid7(), name=new.name))
            admit = AdmitMember(member_id=member_id, kind="PERSON", person=person)
    with _made("GiveRole"):
        give = GiveRole(
            member_id=member_id,
            grant_id=grant_id,
            role=new.role,
            area_code=new.area_code,
            wksbm_ids=new.wksbm_ids,
        )
    for command in (admit, give):
        request = CommandRequest(key=str(uuid7()), source=source, evidence=evidence)
        await run(service, tenant, who, command, request)
    secret = await issue_token(
        *(service, tenant, who, member_id, grant_id),
        label=label,
        expires_at=expires_at,
        source=source,
        evidence=evidence,
    )
    return member_id, secret


async def issue_token(
    service: ServiceParts,
    tenant: TenantId,
    who: ServiceActor | Authorization,
    member_id: UUID,
    grant_id: UUID,
    *,
    label: str,
    scopes: tuple[str, ...] = (),
    expires_at: datetime | None = None,
    source: Source = "cli",
    evidence: tuple[Evidence, ...] = (),
) -> str:
    """Issue a token of a role; its text, shown once. Raises :class:`CommandRefused`."""
    secret, token_id = tokens.new_secret(), uuid7()
    await service.directory.add_token(tokens.digest(secret), tenant, member_id, token_id)
    with _made("IssueToken"):
        command = IssueToken(
            member_id=member_id,
            token_id=token_id,
            grant_id=grant_id,
            label=label,
            scopes=scopes,
            expires_at=expires_at or service.clock() + timedelta(days=365),
        )
    request = CommandRequest(key=str(uuid7()), source=source, evidence=evidence)
    await run(service, tenant, who, command, request)
    return secret
