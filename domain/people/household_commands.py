"""Commands about households: form, add and remove members, move, dissolve."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar
from uuid import UUID

import msgspec
from msgspec import Meta

from ..kernel.days import PastDay
from ..kernel.fields import NewId, Personal, identity
from ..kernel.model import Aggregate, Command, Context, Decision, Event, Place
from ..kernel.particulars import carry
from ..kernel.person_fields import names_person
from ..kernel.reference_checks import require_area
from ..kernel.refusal import refuse
from ..kernel.vocabulary import AddressText, AreaCode, KkText, NoteText, explained
from . import numbers
from .household import (
    CARD,
    DISSOLUTION,
    HEAD_CHANGE,
    HOUSEHOLD,
    MEMBERSHIP,
    MEMBERSHIP_END,
    MOVE,
    Household,
)
from .household_events import (
    DissolveReason,
    HouseholdCardChanged,
    HouseholdDissolved,
    HouseholdFormed,
    HouseholdHeadChanged,
    HouseholdMemberAdded,
    HouseholdMemberRemoved,
    HouseholdMoved,
    HouseholdRole,
    JoinReason,
    LeaveReason,
    Membership,
)
from .household_rules import HOUSEHOLDS, check_standing, member_of
from .person import Person
from .person_command import between
from .registration import PersonRef, person_of
from .standing import is_among

MEMBERS_MAX = 40

Role = Annotated[HouseholdRole, Meta(description="Relationship to the head.")]
_Since = Annotated[PastDay | None, Meta(description="Since when; default: the business date.")]


class NewMember(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A member of a household: registered, or new."""

    person: Annotated[PersonRef, names_person("SEATED", day="since"), Meta(description="Who.")]
    role: Role
    since: _Since = None


class HouseholdCommand(Command, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A command about a household."""

    REPLAYS = True  # who is a member follows from all that came and went

    GROUP: ClassVar[str] = "HOUSEHOLD"

    household_id: Annotated[UUID, Meta(description="The household.")]

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return Household, self.household_id

    def place(self, context: Context) -> Place:
        return Place(area_code=context.load(Household, self.household_id).area_code)

    def household(self, context: Context) -> Household:
        """A household that is not dissolved. Raises NOT_FOUND, HOUSEHOLD_ENDED."""
        home = context.existing(Household, self.household_id, field="householdId")
        check_standing(home)
        return home

    def made(self, context: Context, event: Event) -> Decision:
        """The decision to enter a fact of the household. Raises what its rule raises."""
        return HOUSEHOLDS.made(context, self.household(context), event)


class FormHousehold(Command, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Records a household with its members, one of whom is the head."""

    GROUP: ClassVar[str] = "HOUSEHOLD"
    MAKES = (HOUSEHOLD, MEMBERSHIP)

    household_id: Annotated[NewId, Meta(description="Id of the new household.")]
    kk: KkText | None = None
    address: AddressText | None = None
    area_code: AreaCode
    members: Annotated[
        tuple[NewMember, ...],
        Meta(min_length=1, max_length=MEMBERS_MAX, description="Who belongs to it."),
    ]

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return Household, self.household_id

    def place(self, context: Context) -> Place:
        return _with(context, self.area_code, self.members)

    def decide(self, context: Context) -> Decision:
        state = context.fresh(Household, self.household_id, field="householdId")
        area = require_area(context, self.area_code, field="areaCode")
        members: list[Membership] = []
        registered: list[tuple[Aggregate, Event]] = []
        for new in self.members:
            member, others = _member(context, new)
            if is_among(context, member.person_id, [each.person_id for each in members]):
                refuse("HOUSEHOLD_MEMBER", field="members", cause="MEMBER_TWICE")
            members.append(member)
            registered += others
        heads = sum(member.role == "HEAD" for member in members)
        if heads != 1:
            cause = "NO_HEAD" if heads == 0 else "SEVERAL_HEADS"
            refuse("HOUSEHOLD_HEAD", field="members", cause=cause)
        event = carry(
            HouseholdFormed,
            self,
            under=state.id,
            kk=card(state.id, self.kk),
            area_edition=area.edition,
            members=tuple(members),
        )
        return [*registered, *HOUSEHOLDS.made(context, state, event)]


class AddHouseholdMember(HouseholdCommand, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Records that a person joined a household; the head is changed by a separate command."""

    MAKES = (MEMBERSHIP,)

    member: Annotated[NewMember, Meta(description="Who joins.")]
    reason: Annotated[JoinReason, Meta(description="Why.")]
    note: NoteText | None = None

    def place(self, context: Context) -> Place:
        home = context.load(Household, self.household_id)
        return _with(context, home.area_code, (self.member,))

    def decide(self, context: Context) -> Decision:
        member, registered = _member(context, self.member)
        note = explained(self.reason, self.note, member.person_id)
        added = carry(HouseholdMemberAdded, self, member=member, note=note)
        return [*registered, *self.made(context, added)]


class RemoveHouseholdMember(
    HouseholdCommand, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """Records that a member left; before the head leaves, another member must become the head."""

    MAKES = (MEMBERSHIP_END,)

    person_id: Annotated[UUID, names_person("NAMED"), Meta(description="Who leaves.")]
    left_on: Annotated[PastDay | None, Meta(description="When; default: the business date.")] = None
    reason: Annotated[LeaveReason, Meta(description="Why.")]
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        day = self.left_on or context.occurred_on
        person = member_of(context, self.household(context), self.person_id).person_id
        note = explained(self.reason, self.note, person)
        removed = carry(HouseholdMemberRemoved, self, person_id=person, left_on=day, note=note)
        return self.made(context, removed)


class ChangeHouseholdHead(HouseholdCommand, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Makes another member the head of the family."""

    MAKES = (HEAD_CHANGE,)

    person_id: Annotated[
        UUID, names_person("SEATED", day="since"), Meta(description="The new head.")
    ]
    former_role: Annotated[
        HouseholdRole, Meta(description="Relationship of the former head to the new one.")
    ]
    since: _Since = None

    def decide(self, context: Context) -> Decision:
        since = self.since or context.occurred_on
        person = member_of(context, self.household(context), self.person_id).person_id
        return self.made(context, carry(HouseholdHeadChanged, self, person_id=person, since=since))


class ChangeHouseholdCard(HouseholdCommand, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Records the number of a new family card (KK), as it is issued when the family changes."""

    MAKES = (CARD,)

    kk: KkText

    def decide(self, context: Context) -> Decision:
        kk = card(self.household_id, self.kk)
        assert kk is not None
        return self.made(context, HouseholdCardChanged(kk=kk))


class MoveHousehold(HouseholdCommand, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Records where a household lives from the business date on."""

    MAKES = (MOVE,)

    area_code: AreaCode
    address: AddressText | None = None

    def place(self, context: Context) -> Place:
        return between(context.load(Household, self.household_id).area_code, self.area_code)

    def decide(self, context: Context) -> Decision:
        home = self.household(context)
        area = require_area(context, self.area_code, field="areaCode")
        if self.area_code == home.area_code and self.address is None:
            refuse("NO_CHANGE")
        moved = carry(HouseholdMoved, self, under=home.id, area_edition=area.edition)
        return self.made(context, moved)


class DissolveHousehold(HouseholdCommand, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Records that a household no longer exists; its members may join or form another."""

    MAKES = (DISSOLUTION,)

    dissolved_on: Annotated[
        PastDay | None, Meta(description="When; default: the business date.")
    ] = None
    reason: Annotated[DissolveReason, Meta(description="Why.")]
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        day = self.dissolved_on or context.occurred_on
        note = explained(self.reason, self.note, self.household_id)
        return self.made(context, carry(HouseholdDissolved, self, dissolved_on=day, note=note))


def _with(context: Context, home: str | None, members: Sequence[NewMember]) -> Place:
    """The smallest area that contains the household and those who join it, as far as known."""
    found = Place(area_code=home)
    for one in members:
        known = one.person.person_id
        lives = (
            context.load(Person, known).area_code
            if known is not None
            else one.person.new and one.person.new.area_code
        )
        found = between(found.area_code, lives or None)
    return found


def _member(context: Context, new: NewMember) -> tuple[Membership, Decision]:
    person_id, registered = person_of(context, new.person, field="person")
    since = new.since or context.occurred_on
    return Membership(person_id=person_id, role=new.role, since=since), registered


def card(subject: UUID, kk: str | None) -> Personal | None:
    """The number of a card, sealed. Raises KK_FORMAT."""
    return identity(subject, numbers.checked_kk(kk, field="kk")) if kk else None
