"""When a fact of a household is allowed; a slot per member follows the membership."""

from __future__ import annotations

from uuid import UUID

from ..kernel.model import Aggregate, Context, Event
from ..kernel.refusal import About, refuse
from ..kernel.slots import Slot, release, slot_id, take
from ..kernel.timeline import Timeline
from .household import (
    CARD,
    DISSOLUTION,
    HEAD_CHANGE,
    HOUSEHOLD,
    MEMBERSHIP,
    MEMBERSHIP_END,
    MOVE,
    Belonging,
    HeadChange,
    Household,
    JoinedMember,
)
from .standing import is_among, known_as, standing

SLOT = "HOUSEHOLD"
"""Kind of the slot that a member holds, keyed by the person's id."""


def check_standing(home: Household) -> None:
    """Raises HOUSEHOLD_ENDED if the household is dissolved."""
    if home.dissolution is not None:
        refuse("HOUSEHOLD_ENDED", field="householdId")


def member_of(context: Context, home: Household, person_id: UUID) -> Belonging:
    """Somebody in the household, as it knows them. Raises HOUSEHOLD_MEMBER."""
    found = home.member(known_as(context, person_id, [each.person_id for each in home.members]))
    if found is None:
        refuse("HOUSEHOLD_MEMBER", field="personId", cause="NO_MEMBER")
    return found


def check_one_head(home: Household, *, field: str | None = None) -> None:
    """Raises HOUSEHOLD_HEAD unless an existing household has exactly one head."""
    heads = sum(each.role == "HEAD" for each in home.members)
    if home.dissolution is None and heads != 1:
        cause = "NO_HEAD" if heads == 0 else "SEVERAL_HEADS"
        refuse("HOUSEHOLD_HEAD", field=field, cause=cause)


def _standing(context: Context, home: Household, fact: object) -> None:
    check_standing(home)


def _membership(context: Context, home: Household, member: JoinedMember) -> None:
    check_standing(home)
    if is_among(context, member.person_id, [each.person_id for each in home.members]):
        refuse("HOUSEHOLD_MEMBER", field="member", cause="MEMBER_TWICE")
    if member.role == "HEAD" and home.head is not None:
        refuse("HOUSEHOLD_HEAD", field="member", cause="SEVERAL_HEADS")


def _membership_end(context: Context, home: Household, left: JoinedMember) -> None:
    check_standing(home)
    member = member_of(context, home, left.person_id)
    if member.role == "HEAD":
        refuse("HOUSEHOLD_HEAD", field="personId", cause="HEAD_LEAVES")
    assert left.left_on is not None
    if left.left_on < member.since:
        refuse("DATE_ORDER", field="leftOn", date_from=member.since, date_to=left.left_on)


def _head_change(context: Context, home: Household, change: HeadChange) -> None:
    check_standing(home)
    if member_of(context, home, change.person_id).role == "HEAD":
        refuse("NO_CHANGE")
    if change.former_role == "HEAD":
        refuse("HOUSEHOLD_HEAD", field="formerRole", cause="SEVERAL_HEADS")


def _places(context: Context, was: Household, home: Household) -> list[tuple[Aggregate, Event]]:
    """Takes the slots of those who join, and releases those of who leave.

    Raises ONE_HOUSEHOLD.
    """
    before = dict.fromkeys(each.person_id for each in was.members)
    now = dict.fromkeys(each.person_id for each in home.members)
    moved: list[tuple[Aggregate, Event]] = []
    for person in before:
        if person not in now:
            slot = slot_id(context.tenant_id, SLOT, str(person))
            moved.append(release(context, kind=SLOT, slot=slot, holder=home.id))
    for person in now:
        if person not in before:
            for record in standing(context, person).ids:
                held = context.load(Slot, slot_id(context.tenant_id, SLOT, str(record))).holder
                if held is not None:
                    refuse("ONE_HOUSEHOLD", field="members", holder=About("household", held))
            taken = take(context, kind=SLOT, key=str(person), holder=home.id)
            assert not isinstance(taken, UUID)
            moved.append(taken)
    return moved


HOUSEHOLDS: Timeline[Household] = Timeline(
    {
        HOUSEHOLD: None,
        MEMBERSHIP: _membership,
        MEMBERSHIP_END: _membership_end,
        HEAD_CHANGE: _head_change,
        CARD: _standing,
        MOVE: _standing,
        DISSOLUTION: _standing,
    },
    whole=lambda context, home: check_one_head(home),
    follows=_places,
)
"""The facts of a household and their rules."""
