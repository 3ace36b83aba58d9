"""Tokens of the demo: six roles in each office that is shown, kept in a file of mode 0600.

Only their hashes are stored in the database, so the file is the one place they can be read from.
If it is lost, the lost ones are revoked and new ones issued, and the answer says so.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path

import msgspec

from wahana.platform import private_files
from wahana.platform.execution import CommandRequest
from wahana.platform.ids import TenantId, uuid7
from wahana.tenants.authorization import NotAdmitted
from wahana.tenants.member import Member as MemberState
from wahana.tenants.member_commands import RevokeToken

from .. import provision
from ..assembly import ServiceParts
from .load import Loaded
from .marks import sample
from .story import CLIENT, DemoMember, Story

FILE_NAME = "tokens.json"
ROLES = (
    *("DINAS_OFFICER", "INSPECTORATE", "LURAH", "TKSK"),
    *("WKSBM_CHAIR", "WKSBM_TREASURER"),
)
"""Who writes, who audits, who sees one kelurahan only, who is asked for help in a district, who
leads a WKSBM, who keeps its books."""


class DemoToken(msgspec.Struct, frozen=True, kw_only=True):
    """A token of the file."""

    office: str
    """Slug of the office."""
    tenant_id: str
    role: str
    title: str
    """The post of the member who holds it."""
    token: str

    def __repr__(self) -> str:
        """Without the secret: what is printed may end up in a log."""
        return f"DemoToken({self.office!r}, {self.role!r}, …)"


@dataclass(frozen=True, slots=True)
class Secrets:
    """The tokens of the demo, and the file that holds them."""

    path: Path
    tokens: tuple[DemoToken, ...]
    lost: bool
    """Tokens had been issued before and were not in the file: these are new ones."""

    def of(self, office: str, role: str) -> str:
        """The text of one token. Raises ``KeyError``."""
        for one in self.tokens:
            if (one.office, one.role) == (office, role):
                return one.token
        raise KeyError((office, role))


async def keep(service: ServiceParts, loaded: Loaded, folder: Path) -> Secrets:
    """The tokens of the file in ``folder`` that still open; new ones for what is missing.

    Raises ``CommandRefused``.
    """
    path = folder / FILE_NAME
    known = {(one.office, one.role): one for one in _read(path)}
    tokens: list[DemoToken] = []
    lost = False
    for story in loaded.stories:
        tenant = loaded.tenants[story.office.slug]
        for member in _holders(story):
            found = known.get((member.office, member.role))
            if found is None or not await _opens(service, found.token, tenant, member):
                lost = await _revoke(service, story, tenant, member) or lost
                found = await _issue(service, story, tenant, member)
            tokens.append(found)
    secrets = Secrets(path, tuple(tokens), lost)
    if {one.token for one in tokens} != {one.token for one in known.values()}:
        content = msgspec.json.format(msgspec.json.encode({"tokens": tokens}), indent=2)
        await asyncio.to_thread(private_files.write, path, content + b"\n")
    return secrets


def _holders(story: Story) -> list[DemoMember]:
    """The first member in each role, of an office that is shown."""
    if not story.with_tokens:
        return []
    people = {member.role: member for member in reversed((*story.members, *story.officers))}
    return [people[role] for role in ROLES if role in people]


def _read(path: Path) -> list[DemoToken]:
    """What the file holds; nothing if it is not there or not ours any more."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=dict[str, list[DemoToken]])["tokens"]
    except (FileNotFoundError, KeyError, msgspec.DecodeError):
        return []


async def _opens(service: ServiceParts, secret: str, tenant: TenantId, member: DemoMember) -> bool:
    try:
        authorization = await service.authorizer.admit(secret)
    except NotAdmitted:
        return False
    return (authorization.tenant, authorization.actor.id) == (tenant, member.id)


async def _revoke(
    service: ServiceParts, story: Story, tenant: TenantId, member: DemoMember
) -> bool:
    """Revoke the tokens of a member that nobody has any more; whether there were any."""
    state = await service.repository.get(tenant, MemberState, member.id)
    live = [one for one in state.tokens.values() if one.label == CLIENT and not one.revoked]
    for token in live:
        command = RevokeToken(member_id=member.id, token_id=token.token_id, reason="LOST")
        request = CommandRequest(
            key=str(uuid7()), source="import", evidence=(sample("a token of the demo"),)
        )
        await provision.run(service, tenant, story.members[0].service_actor, command, request)
    return bool(live)


async def _issue(
    service: ServiceParts, story: Story, tenant: TenantId, member: DemoMember
) -> DemoToken:
    secret = await provision.issue_token(
        *(service, tenant, story.members[0].service_actor, member.id, member.grant_id),
        label=CLIENT,
        source="import",
        evidence=(sample("a token of the demo"),),
    )
    return DemoToken(
        office=member.office,
        tenant_id=str(tenant),
        role=member.role,
        title=member.title,
        token=secret,
    )
