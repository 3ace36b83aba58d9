"""Events of a household: formed, joined, left, moved, dissolved; and corrections."""

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
"""Relationship to the head of the family, in the terms of the KK."""

JoinReason = Literal["BORN", "MARRIED", "MOVED", "OTHER"]
LeaveReason = Literal["DIED", "MOVED", "MARRIED", "DIVORCED", "OWN_HOUSEHOLD", "OTHER"]
DissolveReason = Literal["ALL_LEFT", "JOINED_ANOTHER", "ENTERED_WRONGLY", "OTHER"]

HouseholdEntry = Literal[
    "MEMBERSHIP", "MEMBERSHIP_END", "HEAD_CHANGE", "CARD", "MOVE", "DISSOLUTION"
]
"""Kinds of entries of a household that can be retracted."""


class Membership(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """The membership of a person in a household, from a day on."""

    person_id: UUID
    role: HouseholdRole
    since: date


class HouseholdFormed(Event, frozen=True, kw_only=True):
    """A household was formed, with its first members."""

    TOPIC: ClassVar[str] = "household.formed"

    kk: Identity | None = None
    address: Contact | None = None
    area_code: Code
    area_edition: Code
    members: tuple[Membership, ...]


class HouseholdMemberAdded(Event, frozen=True, kw_only=True):
    """A person joined the household."""

    TOPIC: ClassVar[str] = "household.member_added"

    member: Membership
    reason: JoinReason
    note: Note | None = None


class HouseholdMemberRemoved(Event, frozen=True, kw_only=True):
    """A person left the household."""

    TOPIC: ClassVar[str] = "household.member_removed"

    person_id: UUID
    left_on: date
    reason: LeaveReason
    note: Note | None = None


class HouseholdMemberCorrected(Event, frozen=True, kw_only=True):
    """The relationship of a member, or its first day, was entered wrongly; these are the right
    ones."""

    TOPIC: ClassVar[str] = "household.member_corrected"

    of: int | None = None
    """Version of the event that is corrected; missing in the oldest events."""
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
    """The household got another card (KK)."""

    TOPIC: ClassVar[str] = "household.card_changed"

    kk: Identity


class HouseholdMoved(Event, frozen=True, kw_only=True):
    """The household lives elsewhere from the business date on."""

    TOPIC: ClassVar[str] = "household.moved"

    address: Contact | None = None
    area_code: Code
    area_edition: Code


class HouseholdCorrected(Event, frozen=True, kw_only=True):
    """Card, address or area were entered wrongly; given values replace the previous ones."""

    TOPIC: ClassVar[str] = "household.corrected"

    of: int
    kk: Identity | None = None
    address: Contact | None = None
    area_code: Code | None = None
    area_edition: Code | None = None
    reason: CorrectionReason
    note: Note | None = None


class HouseholdDissolved(Event, frozen=True, kw_only=True):
    """The household no longer exists; its members belong to no household."""

    TOPIC: ClassVar[str] = "household.dissolved"

    dissolved_on: date
    reason: DissolveReason
    note: Note | None = None


class HouseholdEntryRetracted(Event, frozen=True, kw_only=True):
    """An entry about the household was made by mistake and is no longer valid."""

    TOPIC: ClassVar[str] = "household.entry_retracted"

    of: int
    entry: HouseholdEntry
    person_id: UUID | None = None
    """The person whose membership is retracted, if one event made several."""
    reason: CorrectionReason
    note: Note | None = None
