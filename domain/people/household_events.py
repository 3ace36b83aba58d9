"""What happens to a household: formed, joined, left, moved, dissolved; and corrections."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Literal
from uuid import UUID

import msgspec

from ..kernel.corrections import CorrectionReason
from ..kernel.fields import Code, Contact, Identity, Note
from ..kernel.model import Event

HouseholdRole = Literal[
    "HEAD", "SPOUSE", "CHILD", "CHILD_IN_LAW", "GRANDCHILD", "PARENT", "PARENT_IN_LAW",
    "OTHER_RELATIVE", "HELPER", "OTHER",
]  # fmt: skip
"""What somebody is to the head of the family, in the words of the KK."""

JoinReason = Literal["BORN", "MARRIED", "MOVED", "OTHER"]
LeaveReason = Literal["DIED", "MOVED", "MARRIED", "DIVORCED", "OWN_HOUSEHOLD", "OTHER"]
DissolveReason = Literal["ALL_LEFT", "JOINED_ANOTHER", "ENTERED_WRONGLY", "OTHER"]

HouseholdEntry = Literal[
    "MEMBERSHIP", "MEMBERSHIP_END", "HEAD_CHANGE", "CARD", "MOVE", "DISSOLUTION"
]
"""Kinds of entries of a household that can be retracted."""


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

    of: int | None = None
    """Version of the event that said so; not said by the first ones."""
    member: Membership
    reason: CorrectionReason
    note: Note | None = None


class HouseholdHeadChanged(Event, frozen=True, kw_only=True):
    """Another member is the head from a day on."""

    TOPIC: ClassVar[str] = "household.head_changed"

    person_id: UUID
    former_role: HouseholdRole
    """Relationship of the former head to the new one."""
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


class HouseholdEntryRetracted(Event, frozen=True, kw_only=True):
    """An entry about the household should never have been made."""

    TOPIC: ClassVar[str] = "household.entry_retracted"

    of: int
    entry: HouseholdEntry
    person_id: UUID | None = None
    """Whose membership it was, where one event made several."""
    reason: CorrectionReason
    note: Note | None = None
