"""A household: the members of one family, with one family card, at one address.

The number of the card (KK) changes when the family changes, so it does not identify a household: it
is sealed under the household's own id. A person belongs to one household at a time, enforced by a
slot per person (``kernel/slots.py``).

The state keeps the entries; the present relationship of a member to the head follows from how they
joined and from later changes of the head.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, ClassVar, Self
from uuid import UUID

import msgspec

from ..kernel.facts import (
    Changed,
    FactKind,
    Fold,
    changed,
    ending,
    folded,
    folds,
    identity_of,
    listed,
    single,
)
from ..kernel.in_force import in_order
from ..kernel.model import Aggregate, Event, Stamp
from ..kernel.particulars import carry
from .household_events import (
    HouseholdCardChanged,
    HouseholdCorrected,
    HouseholdDissolved,
    HouseholdEntryRetracted,
    HouseholdFormed,
    HouseholdHeadChanged,
    HouseholdMemberAdded,
    HouseholdMemberCorrected,
    HouseholdMemberRemoved,
    HouseholdMoved,
    HouseholdRole,
    Membership,
)

replace = msgspec.structs.replace


class Formation(msgspec.Struct, frozen=True, kw_only=True):
    """Where the household lived when it was formed, and the day."""

    entry: int
    area_code: str
    formed_on: date


class JoinedMember(Membership, frozen=True, kw_only=True):
    """A person as they joined the household, and when they left it."""

    entry: int
    left_on: date | None = None
    ended_by: int | None = None
    """Version of the event by which they left."""


class HeadChange(msgspec.Struct, frozen=True, kw_only=True):
    """Another member became the head; ``former_role`` is the relationship of the former head since
    then."""

    entry: int
    person_id: UUID
    since: date
    former_role: HouseholdRole
    former_since: date


class Belonging(Membership, frozen=True, kw_only=True):
    """A member of the household, with their present relationship to the head."""

    by: int
    """Version of the event that gave the relationship: the joining, or a change of the head."""


class FormerMember(Membership, frozen=True, kw_only=True):
    """A former member of the household, with the relationship at the time of leaving."""

    entry: int
    left_on: date


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """The household got another card."""

    entry: int
    changed_on: date


class HouseholdMove(msgspec.Struct, frozen=True, kw_only=True):
    """Where it lives from a business date on."""

    entry: int
    area_code: str
    moved_on: date


class Dissolution(msgspec.Struct, frozen=True, kw_only=True):
    """The household no longer exists."""

    entry: int
    dissolved_on: date


class Household(Aggregate, frozen=True, kw_only=True):
    """A household: its members by person and where it lives."""

    TYPE: ClassVar[str] = "household"

    formation: Formation | None = None
    joined: tuple[JoinedMember, ...] = ()
    """All persons who ever joined."""
    heads: tuple[HeadChange, ...] = ()
    cards: tuple[Card, ...] = ()
    moves: tuple[HouseholdMove, ...] = ()
    dissolution: Dissolution | None = None

    @property
    def home(self) -> Formation | HouseholdMove | None:
        """The entry that says where it lives."""
        last = self.moves[-1] if self.moves else None
        return self.formation if last is None or self._too_early(last.moved_on) else last

    @property
    def card(self) -> Card | None:
        """The change of the family card that holds; ``None``: that of its formation does."""
        last = self.cards[-1] if self.cards else None
        return None if last is None or self._too_early(last.changed_on) else last

    def _too_early(self, day: date) -> bool:
        """Whether something was so before the household was formed, which is later and holds."""
        return self.formation is not None and day < self.formation.formed_on

    @property
    def area_code(self) -> str | None:
        """Area in which it lives."""
        return None if self.home is None else self.home.area_code

    @property
    def members(self) -> tuple[Belonging, ...]:
        """The members, with their present relationship; empty if it is dissolved."""
        return () if self.dissolution is not None else tuple(self._history()[0].values())

    @property
    def left(self) -> tuple[FormerMember, ...]:
        """Those who left, in order, and the members at the time of its dissolution."""
        here, left = self._history()
        if self.dissolution is not None:
            entry, day = self.dissolution.entry, self.dissolution.dissolved_on
            left += [carry(FormerMember, each, entry=entry, left_on=day) for each in here.values()]
        return tuple(left)

    def _history(self) -> tuple[Mapping[UUID, Belonging], list[FormerMember]]:
        """Who belonged to it last and who left before, by going through it day by day."""
        here: dict[UUID, Belonging] = {}
        left: list[FormerMember] = []
        acts: list[tuple[date, int, JoinedMember | HeadChange]] = [
            *((each.since, each.entry, each) for each in self.joined),
            *((self._turned_on(each), each.entry, each) for each in self.heads),
            *(
                (max(each.since, each.left_on), each.ended_by, each)
                for each in self.joined
                if each.ended_by and each.left_on
            ),
        ]
        for _, entry, act in sorted(acts, key=lambda each: each[:2]):
            if isinstance(act, HeadChange):
                self._change_head(here, act)
            elif entry == act.entry:
                here[act.person_id] = carry(Belonging, act, by=entry)
            elif act.person_id in here and act.left_on is not None:
                gone = here.pop(act.person_id)
                left.append(carry(FormerMember, gone, entry=entry, left_on=act.left_on))
        return here, left

    def _turned_on(self, change: HeadChange) -> date:
        """The day of a change of the head, not before those whom it concerns had joined."""
        concerned = (
            each.since
            for each in self.joined
            if each.entry < change.entry
            and (each.person_id == change.person_id or each.role == "HEAD")
        )
        return max((change.since, *concerned))

    def _change_head(self, here: dict[UUID, Belonging], change: HeadChange) -> None:
        for person, each in here.items():
            if each.role == "HEAD":
                role, since = change.former_role, change.former_since
                here[person] = replace(each, role=role, since=since, by=change.entry)
        new = here.get(change.person_id)
        if new is not None:
            since = change.since
            here[new.person_id] = replace(new, role="HEAD", since=since, by=change.entry)

    @property
    def head(self) -> UUID | None:
        """The head of the family."""
        return next((each.person_id for each in self.members if each.role == "HEAD"), None)

    def member(self, person_id: UUID) -> Belonging | None:
        """A member, with their present relationship."""
        return next((each for each in self.members if each.person_id == person_id), None)

    def evolve(self, event: Any, stamp: Stamp) -> Self:
        return folded(self, FOLD, event, stamp)


# --- what each event changes ---------------------------------------------------------------


def _in_order(joined: Iterable[JoinedMember]) -> tuple[JoinedMember, ...]:
    """By the day they joined; several may have joined by one entry."""
    return tuple(sorted(joined, key=lambda each: (each.since, each.entry, each.person_id)))


def _formed(home: Household, event: HouseholdFormed, stamp: Stamp) -> Changed:
    entry, day = stamp.version, stamp.occurred_on
    return {
        "formation": Formation(entry=entry, area_code=event.area_code, formed_on=day),
        "joined": _in_order(carry(JoinedMember, each, entry=entry) for each in event.members),
    }


def _added(home: Household, event: HouseholdMemberAdded, stamp: Stamp) -> Changed:
    joined = carry(JoinedMember, event.member, entry=stamp.version)
    return {"joined": _in_order((*home.joined, joined))}


def _removed(home: Household, event: HouseholdMemberRemoved, stamp: Stamp) -> Changed:
    return {
        "joined": tuple(
            replace(each, left_on=event.left_on, ended_by=stamp.version)
            if each.person_id == event.person_id and each.ended_by is None
            else each
            for each in home.joined
        )
    }


def _member_corrected(home: Household, event: HouseholdMemberCorrected, stamp: Stamp) -> Changed:
    """The corrected relationship, in the entry that gave it: the joining, or a change
    of the head."""
    right = event.member
    member = home.member(right.person_id)
    if member is None:
        return {}
    change = next((each for each in home.heads if each.entry == member.by), None)
    if change is not None and change.person_id == right.person_id:
        heads = changed(home.heads, member.by, since=right.since)
        return {"heads": in_order(heads, "since")}
    if change is not None:
        former = {"former_role": right.role, "former_since": right.since}
        return {"heads": changed(home.heads, member.by, **former)}
    return {
        "joined": _in_order(
            replace(each, role=right.role, since=right.since)
            if (each.entry, each.person_id) == (member.by, right.person_id)
            else each
            for each in home.joined
        )
    }


def _head_changed(home: Household, event: HouseholdHeadChanged, stamp: Stamp) -> Changed:
    change = carry(HeadChange, event, entry=stamp.version, former_since=event.since)
    return {"heads": in_order((*home.heads, change), "since")}


def _corrected(home: Household, event: HouseholdCorrected, stamp: Stamp) -> Changed:
    """The corrected area, in the latest entry of where it lives; card and address are sealed."""
    if event.area_code is None:
        return {}
    if isinstance(home.home, HouseholdMove):
        *before, last = home.moves
        return {"moves": (*before, replace(last, area_code=event.area_code))}
    assert home.formation is not None
    return {"formation": replace(home.formation, area_code=event.area_code)}


def _retracted(home: Household, event: HouseholdEntryRetracted, stamp: Stamp) -> Changed:
    """Of those who joined by one event, only the named person is removed."""
    kind = KINDS[event.entry]
    if kind is MEMBERSHIP and event.person_id is not None:
        meant = (event.of, event.person_id)
        left = (each for each in home.joined if (each.entry, each.person_id) != meant)
        return {"joined": tuple(left)}
    assert kind.without is not None
    return kind.without(home, event.of)


RETRACTED = HouseholdEntryRetracted
HOUSEHOLD = identity_of(
    "HOUSEHOLD",
    made_by=HouseholdFormed,
    corrected_by=HouseholdCorrected,
    fact=lambda home: home.formation,
    day=lambda formation: formation.formed_on,
)


def _person(fact: Any) -> UUID | None:
    person: UUID | None = fact.person_id
    return person


MEMBERSHIP = listed(
    "MEMBERSHIP",
    JoinedMember,
    "joined",
    made_by=(HouseholdFormed, HouseholdMemberAdded),
    corrected_by=HouseholdMemberCorrected,
    retracted_by=RETRACTED,
    day="since",
    about=_person,
)
MEMBERSHIP_END = ending(
    "MEMBERSHIP_END",
    "joined",
    made_by=HouseholdMemberRemoved,
    retracted_by=RETRACTED,
    entry="ended_by",
    day="left_on",
    restored={"left_on": None, "ended_by": None},
    about=_person,
)
HEAD_CHANGE = listed(
    "HEAD_CHANGE",
    HeadChange,
    "heads",
    made_by=HouseholdHeadChanged,
    corrected_by=HouseholdMemberCorrected,
    retracted_by=RETRACTED,
    day="since",
    about=_person,
)
CARD = listed(
    "CARD",
    Card,
    "cards",
    made_by=HouseholdCardChanged,
    corrected_by=HouseholdCorrected,
    retracted_by=RETRACTED,
    day="changed_on",
)
MOVE = listed(
    "MOVE",
    HouseholdMove,
    "moves",
    made_by=HouseholdMoved,
    corrected_by=HouseholdCorrected,
    retracted_by=RETRACTED,
    day="moved_on",
)
DISSOLUTION = single(
    "DISSOLUTION",
    Dissolution,
    "dissolution",
    made_by=HouseholdDissolved,
    retracted_by=RETRACTED,
    day="dissolved_on",
)
_EACH = 1_000_000
"""Above every version: several join by one entry, each on a day of their own."""
JOINING = dataclasses.replace(
    MEMBERSHIP,
    found=lambda home: ((_EACH + no, each) for no, each in enumerate(home.joined)),
    without=lambda home, of: {
        "joined": tuple(each for no, each in enumerate(home.joined) if no != of - _EACH)
    },
)
"""The joining of each member by itself: known by a day."""
KINDS: dict[str, FactKind] = {
    kind.code: kind for kind in (MEMBERSHIP, MEMBERSHIP_END, HEAD_CHANGE, CARD, MOVE, DISSOLUTION)
}
"""The kinds of facts that are retracted one by one, by their codes in the API."""

FOLD: dict[type[Event], Fold] = {
    **folds(HOUSEHOLD, *KINDS.values()),
    HouseholdFormed: _formed,
    HouseholdMemberAdded: _added,
    HouseholdMemberRemoved: _removed,
    HouseholdMemberCorrected: _member_corrected,
    HouseholdHeadChanged: _head_changed,
    HouseholdCorrected: _corrected,
    HouseholdEntryRetracted: _retracted,
}
