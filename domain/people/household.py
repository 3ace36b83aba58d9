"""A household: who lives as one family, on which card, where. Events, state, and its rules.

The number of the card (KK) changes when the family changes, so it never names a household: it is
sealed under the household's own id. A person belongs to one household at a time; a slot per
person, named by a random id, decides races (``kernel/slots.py``).
"""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar, Literal, Self
from uuid import UUID

import msgspec

from ..kernel.corrections import CorrectionReason
from ..kernel.fields import Code, Contact, Identity, Note
from ..kernel.model import Aggregate, Context, Event, Stamp
from ..kernel.refusal import refuse

HouseholdRole = Literal[
    "HEAD", "SPOUSE", "CHILD", "CHILD_IN_LAW", "GRANDCHILD", "PARENT", "PARENT_IN_LAW",
    "OTHER_RELATIVE", "HELPER", "OTHER",
]  # fmt: skip
"""What somebody is to the head of the family, in the words of the KK."""

JoinReason = Literal["BORN", "MARRIED", "MOVED", "OTHER"]
LeaveReason = Literal["DIED", "MOVED", "MARRIED", "DIVORCED", "OWN_HOUSEHOLD", "OTHER"]
DissolveReason = Literal["ALL_LEFT", "JOINED_ANOTHER", "ENTERED_WRONGLY", "OTHER"]

SLOT = "HOUSEHOLD"
"""Kind of the slot that a member holds, keyed by the person's id."""


class Membership(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Somebody in a household, from a day on."""

    person_id: UUID
    role: HouseholdRole
    since: date


class HouseholdFormed(Event, frozen=True, kw_only=True):
    """A household is known, with its first members."""

    TOPIC: ClassVar[str] = "household.formed"

    kk: Identity | None = None
    address: Contact | None = None
    area_code: Code
    area_edition: Code
    members: tuple[Membership, ...]


class HouseholdMemberAdded(Event, frozen=True, kw_only=True):
    """Somebody joined the household."""

    TOPIC: ClassVar[str] = "household.member_added"

    member: Membership
    reason: JoinReason
    note: Note | None = None


class HouseholdMemberRemoved(Event, frozen=True, kw_only=True):
    """Somebody left the household."""

    TOPIC: ClassVar[str] = "household.member_removed"

    person_id: UUID
    left_on: date
    reason: LeaveReason
    note: Note | None = None


class HouseholdMemberCorrected(Event, frozen=True, kw_only=True):
    """What somebody is in the household, or since when, was entered wrongly."""

    TOPIC: ClassVar[str] = "household.member_corrected"

    member: Membership
    reason: CorrectionReason
    note: Note | None = None


class HouseholdHeadChanged(Event, frozen=True, kw_only=True):
    """Another member is the head from a day on."""

    TOPIC: ClassVar[str] = "household.head_changed"

    person_id: UUID
    former_role: HouseholdRole
    """What the former head is to the new one."""
    since: date


class HouseholdCardChanged(Event, frozen=True, kw_only=True):
    """The household has another card (KK)."""

    TOPIC: ClassVar[str] = "household.card_changed"

    kk: Identity


class HouseholdMoved(Event, frozen=True, kw_only=True):
    """The household lives elsewhere from the business date on."""

    TOPIC: ClassVar[str] = "household.moved"

    address: Contact | None = None
    area_code: Code
    area_edition: Code


class HouseholdCorrected(Event, frozen=True, kw_only=True):
    """Card, address or area were entered wrongly; what is given replaces what stood."""

    TOPIC: ClassVar[str] = "household.corrected"

    of: int
    kk: Identity | None = None
    address: Contact | None = None
    area_code: Code | None = None
    area_edition: Code | None = None
    reason: CorrectionReason
    note: Note | None = None


class HouseholdDissolved(Event, frozen=True, kw_only=True):
    """There is no such household any more; its members belong to none."""

    TOPIC: ClassVar[str] = "household.dissolved"

    dissolved_on: date
    reason: DissolveReason
    note: Note | None = None


class Household(Aggregate, frozen=True, kw_only=True):
    """A household: its members by person and where it lives."""

    TYPE: ClassVar[str] = "household"

    area_code: str | None = None
    members: tuple[Membership, ...] = ()
    dissolved: bool = False

    @property
    def head(self) -> UUID | None:
        """The head of the family."""
        return next((each.person_id for each in self.members if each.role == "HEAD"), None)

    def member(self, person_id: UUID) -> Membership | None:
        """Somebody in it."""
        return next((each for each in self.members if each.person_id == person_id), None)

    def evolve(self, event: Any, stamp: Stamp) -> Self:
        match event:
            case HouseholdFormed():
                return msgspec.structs.replace(
                    self, area_code=event.area_code, members=event.members
                )
            case HouseholdMemberAdded():
                return self._with(*self.members, event.member)
            case HouseholdMemberRemoved():
                return self._with(*self._without(event.person_id))
            case HouseholdMemberCorrected():
                return self._with(
                    *(
                        event.member if each.person_id == event.member.person_id else each
                        for each in self.members
                    )
                )
            case HouseholdHeadChanged():
                return self._with(*(_under(each, event) for each in self.members))
            case HouseholdMoved():
                return msgspec.structs.replace(self, area_code=event.area_code)
            case HouseholdCorrected(area_code=area) if area is not None:
                return msgspec.structs.replace(self, area_code=area)
            case HouseholdDissolved():
                return msgspec.structs.replace(self, members=(), dissolved=True)
        return self

    def _with(self, *members: Membership) -> Self:
        return msgspec.structs.replace(self, members=members)

    def _without(self, person_id: UUID) -> tuple[Membership, ...]:
        return tuple(each for each in self.members if each.person_id != person_id)


def _under(member: Membership, event: HouseholdHeadChanged) -> Membership:
    if member.person_id == event.person_id:
        return msgspec.structs.replace(member, role="HEAD", since=event.since)
    if member.role == "HEAD":
        return msgspec.structs.replace(member, role=event.former_role, since=event.since)
    return member


def household_of(context: Context, household_id: UUID) -> Household:
    """A household that stands. Raises NOT_FOUND, HOUSEHOLD_ENDED."""
    state = context.existing(Household, household_id, field="householdId")
    if state.dissolved:
        refuse("HOUSEHOLD_ENDED", field="householdId")
    return state


def member_of(state: Household, person_id: UUID, *, field: str = "personId") -> Membership:
    """Somebody in the household. Raises HOUSEHOLD_MEMBER."""
    found = state.member(person_id)
    if found is None:
        refuse("HOUSEHOLD_MEMBER", field=field, cause="NO_MEMBER")
    return found
