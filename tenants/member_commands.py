"""Who may act in an office: admitting, giving roles, handing out and revoking tokens."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, ClassVar, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
from msgspec import Meta

from wahana.domain.kernel.days import DistantDay, PlannedDay
from wahana.domain.kernel.fields import ClearText, Code, NewId
from wahana.domain.kernel.model import Aggregate, Command, Context, Decision
from wahana.domain.kernel.problems import refuse_field
from wahana.domain.kernel.reference_checks import require_area
from wahana.domain.kernel.refusal import refuse, refuse_existing, refuse_missing
from wahana.domain.kernel.roles import COMMAND_GROUPS, READ_GROUPS, ROLES
from wahana.domain.people.registration import PersonRef, person_of

from .member import (
    Member,
    MemberAdmitted,
    RoleCorrected,
    RoleEnded,
    RoleGiven,
    TokenIssued,
    TokenRevoked,
)
from .tenant import Tenant

SCOPES = frozenset(
    [f"read:{group}" for group in READ_GROUPS] + [f"write:{group}" for group in COMMAND_GROUPS]
)
"""What a token can be narrowed to."""


class _AboutAMember(Command, frozen=True, kw_only=True):
    """A command whose target is a member's stream."""

    GROUP: ClassVar[str] = "MEMBER"

    member_id: Annotated[UUID, Meta(description="The member.")]

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return Member, self.member_id

    def _member(self, context: Context) -> Member:
        return context.existing(Member, self.member_id, field="memberId")


class AdmitMember(Command, frozen=True, kw_only=True):
    """Admit somebody who may act in the office: a registered person, an app or a process."""

    GROUP: ClassVar[str] = "MEMBER"

    member_id: Annotated[NewId, Meta(description="Id of the new member.")]
    kind: Annotated[Literal["PERSON", "APP"], Meta(description="Who it is.")]
    person: Annotated[PersonRef | None, Meta(description="The person, if kind is PERSON.")] = None
    label: Annotated[ClearText | None, Meta(description="Name of the app, if kind is APP.")] = None

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return Member, self.member_id

    def decide(self, context: Context) -> Decision:
        member = context.fresh(Member, self.member_id, field="memberId")
        if self.kind == "APP":
            if not self.label or self.person is not None:
                refuse_field("label", "app_label")
            return [(member, MemberAdmitted(kind="APP", label=self.label))]
        if self.person is None:
            refuse_field("person", "person_needed")
        person_id, registered = person_of(context, self.person, field="person")
        return [*registered, (member, MemberAdmitted(kind="PERSON", person_id=person_id))]


class GiveRole(_AboutAMember, frozen=True, kw_only=True):
    """Give a member a role, perhaps limited to an area or to some WKSBM."""

    grant_id: Annotated[NewId, Meta(description="Id of this role of this member.")]
    role: Annotated[Code, Meta(description="Role code; the query roles lists them.")]
    area_code: Annotated[Code | None, Meta(description="Limit to this area code.")] = None
    wksbm_ids: Annotated[tuple[UUID, ...], Meta(description="Limit to these WKSBM.")] = ()
    starts_on: Annotated[PlannedDay | None, Meta(description="First day; default: today.")] = None
    ends_on: Annotated[DistantDay | None, Meta(description="Last day, if known.")] = None

    def decide(self, context: Context) -> Decision:
        member = self._member(context)
        if self.role not in ROLES or ROLES[self.role].is_service:
            refuse_field("role", "role_given", role=self.role)
        if self.grant_id in member.grants:
            refuse_existing("role", self.grant_id, field="grantId")
        _check_reach(self.role, self.area_code, self.wksbm_ids)
        starts_on = self.starts_on or context.today
        _check_limits(context, self.area_code, starts_on, self.ends_on)
        event = RoleGiven(
            grant_id=self.grant_id,
            role=self.role,
            area_code=self.area_code,
            wksbm_ids=self.wksbm_ids,
            starts_on=starts_on,
            ends_on=self.ends_on,
        )
        return [(member, event)]


class CorrectRole(_AboutAMember, frozen=True, kw_only=True):
    """Correct the area, the WKSBM or the days of a role that were entered wrongly."""

    grant_id: Annotated[UUID, Meta(description="The role that was given.")]
    area_code: Annotated[Code | None, Meta(description="The right area.")] = None
    wksbm_ids: Annotated[tuple[UUID, ...], Meta(description="The right WKSBM.")] = ()
    starts_on: Annotated[PlannedDay, Meta(description="The right first day.")]
    ends_on: Annotated[DistantDay | None, Meta(description="The right last day.")] = None
    reason: Annotated[Code, Meta(description="Code of the reason, such as TYPING_ERROR.")]

    def decide(self, context: Context) -> Decision:
        member = self._member(context)
        _check_grant(member, self.grant_id)
        _check_reach(member.grants[self.grant_id].role, self.area_code, self.wksbm_ids)
        _check_limits(context, self.area_code, self.starts_on, self.ends_on)
        right = msgspec.structs.replace(
            member.grants[self.grant_id],
            area_code=self.area_code,
            wksbm_ids=self.wksbm_ids,
            starts_on=self.starts_on,
            ends_on=self.ends_on,
        )
        if right == member.grants[self.grant_id]:
            refuse("NO_CHANGE", field="grantId")
        event = RoleCorrected(
            grant_id=self.grant_id,
            area_code=self.area_code,
            wksbm_ids=self.wksbm_ids,
            starts_on=self.starts_on,
            ends_on=self.ends_on,
            reason=self.reason,
        )
        return [(member, event)]


class EndRole(_AboutAMember, frozen=True, kw_only=True):
    """End a role; what was done in it stays."""

    grant_id: Annotated[UUID, Meta(description="The role that was given.")]
    ends_on: Annotated[DistantDay | None, Meta(description="Last day; default: yesterday.")] = None
    reason: Annotated[Code, Meta(description="Code of the reason: RESIGNED, MOVED, REMOVED, …")]

    def decide(self, context: Context) -> Decision:
        member = self._member(context)
        _check_grant(member, self.grant_id)
        yesterday = date.fromordinal(context.today.toordinal() - 1)
        event = RoleEnded(
            grant_id=self.grant_id, ends_on=self.ends_on or yesterday, reason=self.reason
        )
        return [(member, event)]


class IssueToken(_AboutAMember, frozen=True, kw_only=True):
    """Issue an API token that acts in one role. Its text is shown once, in the answer."""

    token_id: Annotated[NewId, Meta(description="Id of the token, for revoking it.")]
    grant_id: Annotated[UUID, Meta(description="The role it acts in.")]
    label: Annotated[ClearText, Meta(description="Name of the app or device that will use it.")]
    scopes: Annotated[
        tuple[Code, ...], Meta(description="Narrow it to these: read:GROUP, write:GROUP.")
    ] = ()
    expires_at: Annotated[datetime, Meta(tz=True, description="Its end; at most 2 years ahead.")]

    def decide(self, context: Context) -> Decision:
        member = self._member(context)
        _check_grant(member, self.grant_id)
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
        event = TokenIssued(
            token_id=self.token_id,
            grant_id=self.grant_id,
            label=self.label,
            scopes=self.scopes,
            expires_at=self.expires_at,
        )
        return [(member, event)]


class RevokeToken(_AboutAMember, frozen=True, kw_only=True):
    """Revoke a token at once."""

    token_id: Annotated[UUID, Meta(description="The token.")]
    reason: Annotated[Code, Meta(description="Code of the reason: LOST, ROTATED, LEAKED, …")]

    def decide(self, context: Context) -> Decision:
        member = self._member(context)
        token = member.tokens.get(self.token_id)
        if token is None:
            refuse_missing("token", self.token_id, field="tokenId")
        if token.revoked:
            refuse("ALREADY_DONE", field="tokenId", what="TOKEN_REVOKED")
        return [(member, TokenRevoked(token_id=self.token_id, reason=self.reason))]


def _check_grant(member: Member, grant_id: UUID) -> None:
    if grant_id not in member.grants:
        refuse_missing("role", grant_id, field="grantId")


def _check_reach(role: str, area_code: str | None, wksbm_ids: tuple[UUID, ...]) -> None:
    """A role has the limits that the role table knows, and no other: those would not hold."""
    reaches = {*ROLES[role].commands.values(), *ROLES[role].reads.values()}
    for reach, limit, field in (
        ("AREA", area_code, "areaCode"),
        ("OWN_WKSBM", wksbm_ids, "wksbmIds"),
    ):
        if reach in reaches and not limit:
            refuse("ROLE_LIMITS", field=field, role=role)
        if limit and reach not in reaches:
            refuse("ROLE_UNLIMITED", field=field, role=role)


def _check_limits(
    context: Context, area_code: str | None, starts_on: date, ends_on: date | None
) -> None:
    if ends_on is not None and ends_on < starts_on:
        refuse_field("endsOn", "before_first_day")
    if area_code is None:
        return
    require_area(context, area_code, field="areaCode", inside_tenant=True)


COMMANDS = (AdmitMember, GiveRole, CorrectRole, EndRole, IssueToken, RevokeToken)
