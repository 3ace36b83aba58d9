"""What happens to a member: admitted, given roles and tokens; and what ends and corrects them."""

from __future__ import annotations

from datetime import date, datetime
from typing import ClassVar, Literal
from uuid import UUID

import msgspec

from wahana.domain.kernel.fields import ClearText, Code, Note
from wahana.domain.kernel.model import Event


class MemberAdmitted(Event, frozen=True, kw_only=True):
    """A member was admitted, who may act in the tenant."""

    TOPIC: ClassVar[str] = "member.admitted"
    FINAL: ClassVar[str] = "every act of the member names it; another is admitted instead"

    kind: Literal["PERSON", "APP", "PROCESS"]
    person_id: UUID | None = None
    """The person, for a member of kind PERSON; their name is sealed in their own stream."""
    label: ClearText | None = None
    """Name of the app or process."""


class RoleLimits(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where and when a role is held."""

    area_code: Code | None = None
    """The role is limited to this area and what lies in it."""
    wksbm_ids: tuple[UUID, ...] = ()
    """The role is limited to these WKSBM."""
    starts_on: date
    ends_on: date | None = None
    """Last day of the role."""


class RoleGiven(RoleLimits, Event, frozen=True, kw_only=True):
    """The member acts in a role."""

    TOPIC: ClassVar[str] = "member.role_given"
    grant_id: UUID
    role: Code


class RoleCorrected(RoleLimits, Event, frozen=True, kw_only=True):
    """Area, WKSBM or days of a role were entered wrongly."""

    TOPIC: ClassVar[str] = "member.role_corrected"
    grant_id: UUID
    reason: Code
    note: Note | None = None


class RoleEnded(Event, frozen=True, kw_only=True):
    """The role ends with this day."""

    TOPIC: ClassVar[str] = "member.role_ended"
    grant_id: UUID
    ends_on: date
    reason: Code


class TokenIssued(Event, frozen=True, kw_only=True):
    """A token was handed out; it acts in the role of ``grant_id``."""

    TOPIC: ClassVar[str] = "member.token_issued"
    FINAL: ClassVar[str] = "it is revoked, and another is issued"

    token_id: UUID
    grant_id: UUID
    label: ClearText
    """Name of the app that uses it; stands as ``client`` in the events it causes."""
    scopes: tuple[Code, ...] = ()
    """``read:GROUP`` and ``write:GROUP`` it is narrowed to; empty: all that the role has."""
    expires_at: datetime


class TokenRevoked(Event, frozen=True, kw_only=True):
    """The token was revoked."""

    TOPIC: ClassVar[str] = "member.token_revoked"
    FINAL: ClassVar[str] = "a token that was revoked is never trusted again"

    token_id: UUID
    reason: Code


EVENTS = (MemberAdmitted, RoleGiven, RoleCorrected, RoleEnded, TokenIssued, TokenRevoked)
