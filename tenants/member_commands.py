"""Who may act in an office: admitting, giving roles, handing out and revoking tokens."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, ClassVar, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from msgspec import Meta

from wahana.domain.kernel.days import DistantDay, EndedDay, StartDay
from wahana.domain.kernel.fields import ClearText, Code, NewId
from wahana.domain.kernel.model import Aggregate, Command, Context, Decision
from wahana.domain.kernel.particulars import carry
from wahana.domain.kernel.person_fields import names_person
from wahana.domain.kernel.problems import refuse_field
from wahana.domain.kernel.refusal import refuse, refuse_existing, refuse_missing
from wahana.domain.kernel.roles import COMMAND_GROUPS, READ_GROUPS
from wahana.domain.people.registration import PersonRef, person_of
from wahana.domain.people.standing import standing

from .member import ROLE, ROLE_END, Grant, Member
from .member_events import (
    MemberAdmitted,
    RoleEnded,
    RoleGiven,
    TokenIssued,
    TokenRevoked,
)
from .member_rules import MEMBERS, day_before
from .tenant import Tenant

SCOPES = frozenset(
    [f"read:{group}" for group in READ_GROUPS] + [f"write:{group}" for group in COMMAND_GROUPS]
)
"""What a token can be narrowed to."""


class MemberCommand(Command, frozen=True, kw_only=True):
    """A command whose target is a member's stream."""

    GROUP: ClassVar[str] = "MEMBER"

    member_id: Annotated[UUID, Meta(description="The member.")]

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return Member, self.member_id

    def member(self, context: Context) -> Member:
        """The member. Raises NOT_FOUND."""
        return context.existing(Member, self.member_id, field="memberId")


class AdmitMember(Command, frozen=True, kw_only=True):
    """Admit a member who may act in the office: a registered person, an app or a process."""

    GROUP: ClassVar[str] = "MEMBER"

    member_id: Annotated[NewId, Meta(description="Id of the new member.")]
    kind: Annotated[Literal["PERSON", "APP"], Meta(description="Kind of the new member.")]
    person: Annotated[
        PersonRef | None, names_person("ACTS"), Meta(description="The person, if kind is PERSON.")
    ] = None
    label: Annotated[ClearText | None, Meta(description="Name of the app, if kind is APP.")] = None

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return Member, self.member_id

    def decide(self, context: Context) -> Decision:
        member = context.fresh(Member, self.member_id, field="memberId")
        if self.kind == "APP":
            if not self.label or self.person is not None:
                refuse_field("label", "app_label")
            return [(member, carry(MemberAdmitted, self))]
        if self.person is None:
            refuse_field("person", "person_needed")
        person_id, registered = person_of(context, self.person, field="person")
        return [*registered, (member, carry(MemberAdmitted, self, person_id=person_id, label=None))]


WKSBM_MAX = 500
"""WKSBM that a role may be limited to; one that acts for more is limited to an area."""


class GiveRole(MemberCommand, frozen=True, kw_only=True):
    """Give a member a role, perhaps limited to an area or to some WKSBM."""

    MAKES = (ROLE,)

    grant_id: Annotated[NewId, Meta(description="Id of this role of this member.")]
    role: Annotated[Code, Meta(description="Role code; the query roles lists them.")]
    area_code: Annotated[Code | None, Meta(description="Limit to this area code.")] = None
    wksbm_ids: Annotated[
        tuple[UUID, ...], Meta(max_length=WKSBM_MAX, description="Limit to these WKSBM.")
    ] = ()
    starts_on: Annotated[StartDay | None, Meta(description="First day; default: today.")] = None
    ends_on: Annotated[DistantDay | None, Meta(description="Last day, if known.")] = None

    def decide(self, context: Context) -> Decision:
        member = self.member(context)
        if member.grant(self.grant_id) is not None:
            refuse_existing("role", self.grant_id, field="grantId")
        event = carry(RoleGiven, self, starts_on=self.starts_on or context.today)
        return MEMBERS.made(context, member, event)


class EndRole(MemberCommand, frozen=True, kw_only=True):
    """End a role; what was done in it stays. One that has not begun is then never held."""

    MAKES = (ROLE_END,)

    grant_id: Annotated[UUID, Meta(description="The role that was given.")]
    ends_on: Annotated[EndedDay | None, Meta(description="Last day; default: yesterday.")] = None
    reason: Annotated[Code, Meta(description="Code of the reason: RESIGNED, MOVED, REMOVED, …")]

    def decide(self, context: Context) -> Decision:
        member = self.member(context)
        grant = given(member, self.grant_id)
        ends_on = self.ends_on or day_before(max(context.today, grant.starts_on))
        if grant.ends_on is not None and grant.ends_on <= ends_on:
            refuse("NO_CHANGE", field="endsOn")
        return MEMBERS.made(context, member, carry(RoleEnded, self, ends_on=ends_on))


class EndRolesOfDeceased(MemberCommand, frozen=True, kw_only=True):
    """End the roles of a member with the day of their death and revoke their tokens. Given by the
    service itself."""

    GROUP: ClassVar[str] = "CARE_PROCESS"
    MAKES = (ROLE_END,)

    def decide(self, context: Context) -> Decision:
        member = self.member(context)
        died_on = None
        if member.person_id is not None:
            died_on = standing(context, member.person_id).died_on
        if died_on is None:
            refuse("DEATH_STATE", field="memberId", dead=False)
        decided = []
        for grant in member.grants:
            last = max(died_on, day_before(grant.starts_on))
            if grant.ends_on is None or grant.ends_on > last:
                decided.append(RoleEnded(grant_id=grant.grant_id, ends_on=last, reason="DIED"))
        revoked = [
            TokenRevoked(token_id=token.token_id, reason="DIED")
            for token in member.tokens.values()
            if not token.revoked
        ]
        if not decided and not revoked:
            refuse("NO_CHANGE", field="memberId")
        return [(member, event) for event in (*decided, *revoked)]


class IssueToken(MemberCommand, frozen=True, kw_only=True):
    """Issue an API token that acts in one role. Its text is shown once, in the answer."""

    token_id: Annotated[NewId, Meta(description="Id of the token, for revoking it.")]
    grant_id: Annotated[UUID, Meta(description="The role it acts in.")]
    label: Annotated[ClearText, Meta(description="Name of the app or device that will use it.")]
    scopes: Annotated[
        tuple[Code, ...],
        Meta(max_length=200, description="Narrow it to these: read:GROUP, write:GROUP."),
    ] = ()
    expires_at: Annotated[datetime, Meta(tz=True, description="Its end; at most 2 years ahead.")]

    def decide(self, context: Context) -> Decision:
        member = self.member(context)
        given(member, self.grant_id)
        if self.token_id in member.tokens:
            refuse_existing("token", self.token_id, field="tokenId")
        unknown = set(self.scopes) - SCOPES
        if unknown:
            refuse_field("scopes", "scopes", named=tuple(sorted(unknown)))
        # Both days in the office's zone: there it is tomorrow while it is still today in UTC.
        zone = ZoneInfo(context.load(Tenant, context.tenant_id).time_zone)
        days = (self.expires_at.astimezone(zone).date() - context.today).days
        if not 0 <= days <= 731:
            refuse_field("expiresAt", "two_years")
        live = [
            token
            for token in member.tokens.values()
            if token.label == self.label
            and not token.revoked
            and token.expires_at.astimezone(zone).date() >= context.today
        ]
        if len(live) >= 2:
            refuse("TOKEN_LIMIT", field="label", label=self.label)
        return [(member, carry(TokenIssued, self))]


class RevokeToken(MemberCommand, frozen=True, kw_only=True):
    """Revoke a token at once."""

    token_id: Annotated[UUID, Meta(description="The token.")]
    reason: Annotated[Code, Meta(description="Code of the reason: LOST, ROTATED, LEAKED, …")]

    def decide(self, context: Context) -> Decision:
        member = self.member(context)
        token = member.tokens.get(self.token_id)
        if token is None:
            refuse_missing("token", self.token_id, field="tokenId")
        if token.revoked:
            refuse("ALREADY_DONE", field="tokenId", what="TOKEN_REVOKED")
        return [(member, carry(TokenRevoked, self))]


def given(member: Member, grant_id: UUID) -> Grant:
    """A role that was given to the member. Raises NOT_FOUND."""
    grant = member.grant(grant_id)
    if grant is None:
        refuse_missing("role", grant_id, field="grantId")
    return grant


COMMANDS = (AdmitMember, GiveRole, EndRole, EndRolesOfDeceased, IssueToken, RevokeToken)
