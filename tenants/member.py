"""A member: a person, app or process that acts in a tenant; its roles and its API tokens.

The stream's id is the actor id that stands in every event. A role is given for an area or for
some WKSBM, from a day, perhaps until a day; a token acts in one of the roles and may be
narrowed to some command groups. Only the token's id stands here, never its hash or text.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar, Literal, Self
from uuid import UUID

import msgspec

from wahana.domain.kernel.fields import ClearText, Code
from wahana.domain.kernel.model import Actor, Aggregate, Event, Stamp


class MemberAdmitted(Event, frozen=True, kw_only=True):
    """Somebody may act in the tenant."""

    TOPIC: ClassVar[str] = "member.admitted"
    kind: Literal["PERSON", "APP", "PROCESS"]
    person_id: UUID | None = None
    """The person, for a member of kind PERSON; their name is sealed in their own stream."""
    label: ClearText | None = None
    """Name of the app or process."""


class RoleGiven(Event, frozen=True, kw_only=True):
    """The member acts in a role."""

    TOPIC: ClassVar[str] = "member.role_given"
    grant_id: UUID
    role: Code
    area_code: Code | None = None
    """The role is limited to this area and what lies in it."""
    wksbm_ids: tuple[UUID, ...] = ()
    """The role is limited to these WKSBM."""
    starts_on: date
    ends_on: date | None = None
    """Last day of the role."""


class RoleCorrected(Event, frozen=True, kw_only=True):
    """Area, WKSBM or days of a role were entered wrongly."""

    TOPIC: ClassVar[str] = "member.role_corrected"
    grant_id: UUID
    area_code: Code | None = None
    wksbm_ids: tuple[UUID, ...] = ()
    starts_on: date
    ends_on: date | None = None
    reason: Code


class RoleEnded(Event, frozen=True, kw_only=True):
    """The role ends with this day."""

    TOPIC: ClassVar[str] = "member.role_ended"
    grant_id: UUID
    ends_on: date
    reason: Code


class TokenIssued(Event, frozen=True, kw_only=True):
    """A token was handed out; it acts in the role of ``grant_id``."""

    TOPIC: ClassVar[str] = "member.token_issued"
    token_id: UUID
    grant_id: UUID
    label: ClearText
    """Name of the app that uses it; stands as ``client`` in the events it causes."""
    scopes: tuple[Code, ...] = ()
    """``read:GROUP`` and ``write:GROUP`` it is narrowed to; empty: all that the role has."""
    expires_at: datetime


class TokenRevoked(Event, frozen=True, kw_only=True):
    """The token is worth nothing any more."""

    TOPIC: ClassVar[str] = "member.token_revoked"
    token_id: UUID
    reason: Code


EVENTS = (MemberAdmitted, RoleGiven, RoleCorrected, RoleEnded, TokenIssued, TokenRevoked)


class Grant(msgspec.Struct, frozen=True, kw_only=True):
    """A role that was given, as it stands."""

    grant_id: UUID
    role: str
    area_code: str | None
    wksbm_ids: tuple[UUID, ...]
    starts_on: date
    ends_on: date | None

    def holds_on(self, day: date) -> bool:
        """Whether the role is held on a day; its last day counts."""
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


class Token(msgspec.Struct, frozen=True, kw_only=True):
    """A token that was issued."""

    token_id: UUID
    grant_id: UUID
    label: str
    scopes: frozenset[str]
    expires_at: datetime
    revoked: bool = False


class Member(Aggregate, frozen=True, kw_only=True):
    """State of a member."""

    TYPE: ClassVar[str] = "member"

    kind: Literal["PERSON", "APP", "PROCESS"] = "PERSON"
    person_id: UUID | None = None
    grants: dict[UUID, Grant] = msgspec.field(default_factory=dict)
    tokens: dict[UUID, Token] = msgspec.field(default_factory=dict)

    def acting(self, grant_id: UUID) -> Actor:
        """The actor of a role that was given."""
        grant = self.grants[grant_id]
        return Actor(self.id, grant.role, grant.area_code, grant.wksbm_ids)

    def evolve(self, event: Any, stamp: Stamp) -> Self:
        match event:
            case MemberAdmitted():
                return msgspec.structs.replace(self, kind=event.kind, person_id=event.person_id)
            case RoleGiven():
                grant = Grant(
                    grant_id=event.grant_id,
                    role=event.role,
                    area_code=event.area_code,
                    wksbm_ids=event.wksbm_ids,
                    starts_on=event.starts_on,
                    ends_on=event.ends_on,
                )
                return self._with_grant(grant)
            case RoleCorrected():
                return self._with_grant(
                    msgspec.structs.replace(
                        self.grants[event.grant_id],
                        area_code=event.area_code,
                        wksbm_ids=event.wksbm_ids,
                        starts_on=event.starts_on,
                        ends_on=event.ends_on,
                    )
                )
            case RoleEnded():
                old = self.grants[event.grant_id]
                return self._with_grant(msgspec.structs.replace(old, ends_on=event.ends_on))
            case TokenIssued():
                token = Token(
                    token_id=event.token_id,
                    grant_id=event.grant_id,
                    label=event.label,
                    scopes=frozenset(event.scopes),
                    expires_at=event.expires_at,
                )
                return self._with_token(token)
            case TokenRevoked():
                revoked = msgspec.structs.replace(self.tokens[event.token_id], revoked=True)
                return self._with_token(revoked)
            case _:
                return self

    def _with_grant(self, grant: Grant) -> Self:
        return msgspec.structs.replace(self, grants=self.grants | {grant.grant_id: grant})

    def _with_token(self, token: Token) -> Self:
        return msgspec.structs.replace(self, tokens=self.tokens | {token.token_id: token})
