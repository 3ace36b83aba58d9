"""Commands about households: formed, joined, left, moved, corrected, dissolved."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar
from uuid import UUID

import msgspec
from msgspec import Meta

from ..kernel.corrections import EntryVersion, Why
from ..kernel.days import PastDay
from ..kernel.fields import NewId, Personal, identity
from ..kernel.model import Aggregate, Command, Context, Decision, Event, Place
from ..kernel.particulars import carry
from ..kernel.reference_checks import require_area
from ..kernel.refusal import About, refuse
from ..kernel.slots import Slot, release, slot_id, take
from ..kernel.vocabulary import AddressText, AreaCode, KkText, NoteText, explained
from . import numbers
from .household import (
    SLOT,
    DissolveReason,
    Household,
    HouseholdCardChanged,
    HouseholdCorrected,
    HouseholdDissolved,
    HouseholdFormed,
    HouseholdHeadChanged,
    HouseholdMemberAdded,
    HouseholdMemberCorrected,
    HouseholdMemberRemoved,
    HouseholdMoved,
    HouseholdRole,
    JoinReason,
    LeaveReason,
    Membership,
    household_of,
    member_of,
)
from .person import Person
from .person_command import between
from .registration import PersonRef, entry, person_of

MEMBERS_MAX = 40

_Role = Annotated[HouseholdRole, Meta(description="What the person is to the head.")]
_Since = Annotated[PastDay | None, Meta(description="Since when; default: the business date.")]


class NewMember(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Somebody who belongs to a household: registered, or new."""

    person: Annotated[PersonRef, Meta(description="Who.")]
    role: _Role
    since: _Since = None


class _HouseholdCommand(Command, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A command about a household that stands."""

    GROUP: ClassVar[str] = "HOUSEHOLD"

    household_id: Annotated[UUID, Meta(description="The household.")]

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return Household, self.household_id

    def place(self, context: Context) -> Place:
        return Place(area_code=context.load(Household, self.household_id).area_code)


class FormHousehold(Command, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Records a household with its members, one of whom is the head."""

    GROUP: ClassVar[str] = "HOUSEHOLD"

    household_id: Annotated[NewId, Meta(description="Id that the household shall have.")]
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
        others: list[tuple[Aggregate, Event]] = []
        for new in self.members:
            member, registered = _member(context, new)
            if any(member.person_id == each.person_id for each in members):
                refuse("HOUSEHOLD_MEMBER", field="members", cause="MEMBER_TWICE")
            members.append(member)
            others += registered
        heads = sum(member.role == "HEAD" for member in members)
        if heads != 1:
            cause = "NO_HEAD" if heads == 0 else "SEVERAL_HEADS"
            refuse("HOUSEHOLD_HEAD", field="members", cause=cause)
        others += [_taken(context, member.person_id, state.id) for member in members]
        event = carry(
            HouseholdFormed,
            self,
            under=state.id,
            kk=_kk(state.id, self.kk),
            area_edition=area.edition,
            members=tuple(members),
        )
        return [*others, (state, event)]


class AddHouseholdMember(_HouseholdCommand, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Records that somebody joined a household; the head is set by its own command."""

    member: Annotated[NewMember, Meta(description="Who joins.")]
    reason: Annotated[JoinReason, Meta(description="Why.")]
    note: NoteText | None = None

    def place(self, context: Context) -> Place:
        home = context.load(Household, self.household_id)
        return _with(context, home.area_code, (self.member,))

    def decide(self, context: Context) -> Decision:
        state = household_of(context, self.household_id)
        member, registered = _member(context, self.member)
        if state.member(member.person_id) is not None:
            refuse("HOUSEHOLD_MEMBER", field="member", cause="MEMBER_TWICE")
        if member.role == "HEAD":
            refuse("HOUSEHOLD_HEAD", field="member", cause="SEVERAL_HEADS")
        note = explained(self.reason, self.note, member.person_id)
        event = carry(HouseholdMemberAdded, self, member=member, note=note)
        return [*registered, _taken(context, member.person_id, state.id), (state, event)]


class RemoveHouseholdMember(
    _HouseholdCommand, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """Records that somebody left; before the head leaves, another one becomes the head."""

    person_id: Annotated[UUID, Meta(description="Who leaves.")]
    left_on: Annotated[PastDay | None, Meta(description="When; default: the business date.")] = None
    reason: Annotated[LeaveReason, Meta(description="Why.")]
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        state = household_of(context, self.household_id)
        member = member_of(state, self.person_id)
        if member.role == "HEAD":
            refuse("HOUSEHOLD_HEAD", field="personId", cause="HEAD_LEAVES")
        day = self.left_on or context.occurred_on
        if day < member.since:
            refuse("DATE_ORDER", field="leftOn", date_from=member.since, date_to=day)
        note = explained(self.reason, self.note, self.person_id)
        event = carry(HouseholdMemberRemoved, self, left_on=day, note=note)
        return [_freed(context, self.person_id, state.id), (state, event)]


class CorrectHouseholdMember(
    _HouseholdCommand, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """Corrects what somebody is in the household, or since when; gives both anew."""

    person_id: Annotated[UUID, Meta(description="Who.")]
    role: _Role
    since: Annotated[PastDay, Meta(description="Since when.")]
    reason: Why
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        state = household_of(context, self.household_id)
        old = member_of(state, self.person_id)
        new = Membership(
            person_id=self.person_id,
            role=self.role,
            since=self.since or context.occurred_on,
        )
        if new == old:
            refuse("NO_CHANGE")
        if (old.role == "HEAD") != (new.role == "HEAD"):
            cause = "NO_HEAD" if old.role == "HEAD" else "SEVERAL_HEADS"
            refuse("HOUSEHOLD_HEAD", field="role", cause=cause)
        note = explained(self.reason, self.note, self.person_id)
        event = carry(HouseholdMemberCorrected, self, member=new, note=note)
        return [(state, event)]


class ChangeHouseholdHead(_HouseholdCommand, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Makes another member the head of the family."""

    person_id: Annotated[UUID, Meta(description="The new head.")]
    former_role: Annotated[
        HouseholdRole, Meta(description="What the former head is to the new one.")
    ]
    since: _Since = None

    def decide(self, context: Context) -> Decision:
        state = household_of(context, self.household_id)
        if member_of(state, self.person_id).role == "HEAD":
            refuse("NO_CHANGE")
        if self.former_role == "HEAD":
            refuse("HOUSEHOLD_HEAD", field="formerRole", cause="SEVERAL_HEADS")
        event = HouseholdHeadChanged(
            person_id=self.person_id,
            former_role=self.former_role,
            since=self.since or context.occurred_on,
        )
        return [(state, event)]


class ChangeHouseholdCard(_HouseholdCommand, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Records the number of a new family card (KK), as it is issued when the family changes."""

    kk: KkText

    def decide(self, context: Context) -> Decision:
        state = household_of(context, self.household_id)
        kk = _kk(state.id, self.kk)
        assert kk is not None
        return [(state, HouseholdCardChanged(kk=kk))]


class MoveHousehold(_HouseholdCommand, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Records where a household lives from the business date on."""

    area_code: AreaCode
    address: AddressText | None = None

    def place(self, context: Context) -> Place:
        return between(context.load(Household, self.household_id).area_code, self.area_code)

    def decide(self, context: Context) -> Decision:
        state = household_of(context, self.household_id)
        area = require_area(context, self.area_code, field="areaCode")
        if self.area_code == state.area_code and self.address is None:
            refuse("NO_CHANGE")
        event = carry(HouseholdMoved, self, under=state.id, area_edition=area.edition)
        return [(state, event)]


class CorrectHousehold(_HouseholdCommand, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Corrects card, address or area of a household that were entered wrongly."""

    of: EntryVersion = 1
    kk: KkText | None = None
    address: AddressText | None = None
    area_code: AreaCode | None = None
    reason: Why
    note: NoteText | None = None

    def place(self, context: Context) -> Place:
        return between(context.load(Household, self.household_id).area_code, self.area_code)

    def decide(self, context: Context) -> Decision:
        state = household_of(context, self.household_id)
        if not any((self.kk, self.address, self.area_code)):
            refuse("NO_CHANGE")
        edition = None
        if self.area_code is not None:
            edition = require_area(context, self.area_code, field="areaCode").edition
        if not (self.kk or self.address) and self.area_code == state.area_code:
            refuse("NO_CHANGE", field="areaCode")
        event = carry(
            HouseholdCorrected,
            self,
            under=state.id,
            of=entry(state, self.of),
            kk=_kk(state.id, self.kk),
            area_edition=edition,
            note=explained(self.reason, self.note, state.id),
        )
        return [(state, event)]


class DissolveHousehold(_HouseholdCommand, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Records that a household no longer exists; its members may join or form another."""

    dissolved_on: Annotated[
        PastDay | None, Meta(description="When; default: the business date.")
    ] = None
    reason: Annotated[DissolveReason, Meta(description="Why.")]
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        state = household_of(context, self.household_id)
        freed = [_freed(context, member.person_id, state.id) for member in state.members]
        event = HouseholdDissolved(
            dissolved_on=self.dissolved_on or context.occurred_on,
            reason=self.reason,
            note=explained(self.reason, self.note, state.id),
        )
        return [*freed, (state, event)]


def _with(context: Context, home: str | None, members: Sequence[NewMember]) -> Place:
    """The smallest area that a household and who joins it live in, as far as that is known."""
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


def _kk(subject: UUID, kk: str | None) -> Personal | None:
    return identity(subject, numbers.checked_kk(kk, field="kk")) if kk else None


def _taken(context: Context, person_id: UUID, household_id: UUID) -> tuple[Slot, Event]:
    """The person's one place in a household. Raises ONE_HOUSEHOLD."""
    found = take(context, kind=SLOT, key=str(person_id), holder=household_id)
    if isinstance(found, UUID):
        refuse("ONE_HOUSEHOLD", field="members", holder=About("household", found))
    return found


def _freed(context: Context, person_id: UUID, household_id: UUID) -> tuple[Slot, Event]:
    slot = slot_id(context.tenant_id, SLOT, str(person_id))
    return release(context, kind=SLOT, slot=slot, holder=household_id)
