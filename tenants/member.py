"""A member: a person, app or process that acts in a tenant; its roles and its API tokens.

The stream's id is the actor id in every event. A role is given for an area or for
some WKSBM, from a day, perhaps until a day; a token acts in one of the roles and may be
narrowed to some command groups. The state has only the token's id, never its hash or text.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar, Literal, Self
from uuid import UUID

import msgspec

from wahana.domain.kernel.facts import Changed, Fold, ending, folded, folds, listed
from wahana.domain.kernel.model import Actor, Aggregate, Event, Stamp
from wahana.domain.kernel.particulars import carry

from .member_events import (
    MemberAdmitted,
    RoleCorrected,
    RoleEnded,
    RoleGiven,
    RoleLimits,
    TokenIssued,
    TokenRevoked,
)


class Grant(msgspec.Struct, frozen=True, kw_only=True):
    """A role that was given, with its corrections."""

    entry: int
    """Version of the event that gave it."""
    grant_id: UUID
    role: str
    area_code: str | None
    wksbm_ids: tuple[UUID, ...]
    starts_on: date
    ends_on: date | None
    """Its last day. The day before the first one, if it was ended before it was ever held."""
    ended_by: int | None = None
    """Version of the event that ended it; a last day may be given with the role, too."""

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
    grants: tuple[Grant, ...] = ()
    tokens: dict[UUID, Token] = msgspec.field(default_factory=dict)

    def grant(self, grant_id: UUID) -> Grant | None:
        """A role by its id."""
        return next((grant for grant in self.grants if grant.grant_id == grant_id), None)

    def acting(self, grant: Grant) -> Actor:
        """The actor of a role that was given."""
        return Actor(self.id, grant.role, grant.area_code, grant.wksbm_ids)

    def evolve(self, event: Any, stamp: Stamp) -> Self:
        return folded(self, FOLD, event, stamp)


# --- what each event changes ---------------------------------------------------------------


def _admitted(member: Member, event: MemberAdmitted, stamp: Stamp) -> Changed:
    return {"kind": event.kind, "person_id": event.person_id}


def _regranted(member: Member, grant_id: UUID, **change: Any) -> Changed:
    return {
        "grants": tuple(
            msgspec.structs.replace(grant, **change) if grant.grant_id == grant_id else grant
            for grant in member.grants
        )
    }


def _role_corrected(member: Member, event: RoleCorrected, stamp: Stamp) -> Changed:
    """The role as it should have been; with its last day goes the entry that ended it."""
    change = {name: getattr(event, name) for name in RoleLimits.__struct_fields__}
    unended: dict[str, Any] = {"ended_by": None} if event.ends_on is None else {}
    return _regranted(member, event.grant_id, **change, **unended)


def _role_ended(member: Member, event: RoleEnded, stamp: Stamp) -> Changed:
    return _regranted(member, event.grant_id, ends_on=event.ends_on, ended_by=stamp.version)


def _token_issued(member: Member, event: TokenIssued, stamp: Stamp) -> Changed:
    token = carry(Token, event, scopes=frozenset(event.scopes))
    return {"tokens": member.tokens | {token.token_id: token}}


def _token_revoked(member: Member, event: TokenRevoked, stamp: Stamp) -> Changed:
    revoked = msgspec.structs.replace(member.tokens[event.token_id], revoked=True)
    return {"tokens": member.tokens | {revoked.token_id: revoked}}


ROLE = listed(
    "ROLE",
    Grant,
    "grants",
    made_by=RoleGiven,
    corrected_by=RoleCorrected,
    day="starts_on",
    correct=_role_corrected,
)
ROLE_END = ending(
    "ROLE_END",
    "grants",
    made_by=RoleEnded,
    corrected_by=RoleCorrected,
    entry="ended_by",
    day="ends_on",
    restored={"ends_on": None, "ended_by": None},
    kept_codes=("DATE_ORDER",),
)
FOLD: dict[type[Event], Fold] = {
    **folds(ROLE, ROLE_END),
    MemberAdmitted: _admitted,
    RoleEnded: _role_ended,
    TokenIssued: _token_issued,
    TokenRevoked: _token_revoked,
}
