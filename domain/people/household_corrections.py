"""Commands: correct and retract entries about a household."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from msgspec import Meta

from ..kernel.corrections import EntryVersion, Why
from ..kernel.days import PastDay
from ..kernel.facts import FactKind
from ..kernel.model import Aggregate, Context, Decision, Event, Place
from ..kernel.particulars import carry
from ..kernel.person_fields import names_person
from ..kernel.reference_checks import require_area
from ..kernel.refusal import Refused, refuse, refuse_missing
from ..kernel.vocabulary import AddressText, AreaCode, KkText, NoteText
from .household import CARD, HEAD_CHANGE, HOUSEHOLD, KINDS, MEMBERSHIP, MOVE, Household
from .household_commands import HouseholdCommand, Role, card
from .household_events import (
    HouseholdCorrected,
    HouseholdEntry,
    HouseholdMemberCorrected,
    Membership,
)
from .household_rules import HOUSEHOLDS, member_of
from .person_command import between
from .standing import known_as


class CorrectHouseholdMember(
    HouseholdCommand, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """Corrects a member's relationship to the head, or the day from which it applies; send both."""

    CORRECTS = (MEMBERSHIP, HEAD_CHANGE)

    person_id: Annotated[UUID, names_person("NAMED"), Meta(description="Who.")]
    role: Role
    since: Annotated[PastDay, Meta(description="Day from which it applies.")]
    reason: Why
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        home = self.household(context)
        old = member_of(context, home, self.person_id)
        if (old.role == "HEAD") != (self.role == "HEAD"):
            cause = "NO_HEAD" if old.role == "HEAD" else "SEVERAL_HEADS"
            refuse("HOUSEHOLD_HEAD", field="role", cause=cause)
        by_head = any(each.entry == old.by for each in home.heads)
        return HOUSEHOLDS.corrected(
            context,
            home,
            self,
            HouseholdMemberCorrected,
            of=old.by,
            as_kind=HEAD_CHANGE if by_head else MEMBERSHIP,
            field="since",
            unchanged=None,
            which=lambda fact: by_head or fact.person_id == old.person_id,
            member=carry(Membership, self, person_id=old.person_id),
        )


class CorrectHousehold(HouseholdCommand, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Corrects the card, address or area of a household.

    The latest entry is corrected: the last card, the last move.
    """

    CORRECTS = (HOUSEHOLD, CARD, MOVE)

    of: Annotated[
        EntryVersion | None, Meta(description="The entry that is corrected; it must be valid now.")
    ] = None
    kk: KkText | None = None
    address: AddressText | None = None
    area_code: AreaCode | None = None
    reason: Why
    note: NoteText | None = None

    def place(self, context: Context) -> Place:
        return between(context.load(Household, self.household_id).area_code, self.area_code)

    def decide(self, context: Context) -> Decision:
        home = self.household(context)
        edition = None
        if self.area_code is not None:
            edition = require_area(context, self.area_code, field="areaCode").edition
        lives = {"address": self.address, "area_code": self.area_code, "area_edition": edition}
        moved = self.address or self.area_code not in (None, home.area_code)
        parts: dict[tuple[FactKind, int], dict[str, Any]] = {}
        if moved or (self.area_code and not self.kk):
            parts |= {_last(MOVE, home): {**lives}}
        if self.kk:
            last = _last(CARD, home)
            parts[last] = parts.get(last, {}) | {"kk": card(home.id, self.kk)}
        if not parts:
            refuse("NO_CHANGE")
        if self.of is not None and all(of != self.of for _, of in parts):
            refuse_missing("entry", self.of, field="of")
        decided: list[tuple[Aggregate, Event]] = []
        for (kind, of), fields in parts.items():
            decided += self._corrected(context, home, kind, of, fields)
        return decided

    def _corrected(
        self, context: Context, home: Household, kind: FactKind, of: int, fields: dict[str, Any]
    ) -> Decision:
        given: dict[str, Any] = (
            dict.fromkeys(("kk", "address", "area_code", "area_edition")) | fields
        )
        return HOUSEHOLDS.corrected(
            context,
            home,
            self,
            HouseholdCorrected,
            of=of,
            as_kind=kind,
            unchanged="areaCode",
            **given,
        )


class RetractHouseholdEntry(
    HouseholdCommand, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """Retracts an entry about a household that was made by mistake.

    For a household that never existed, use dissolution with the reason ENTERED_WRONGLY.
    """

    RETRACTS = tuple(KINDS.values())

    of: EntryVersion
    entry: Annotated[HouseholdEntry, Meta(description="Kind of the entry.")]
    person_id: Annotated[
        UUID | None,
        names_person("NAMED"),
        Meta(description="Who never joined, for a member of the first entry."),
    ] = None
    reason: Why
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        home = context.existing(Household, self.household_id, field="householdId")
        kind, person = KINDS[self.entry], self.person_id
        if person is not None:
            person = known_as(context, person, [each.person_id for each in home.joined])
        try:
            return HOUSEHOLDS.retracted(
                context,
                home,
                self,
                kind,
                of=self.of,
                which=lambda fact: person in (None, getattr(fact, "person_id", None)),
                person_id=person,
            )
        except Refused as refused:
            if refused.code in ("ONE_HOUSEHOLD", "HOUSEHOLD_HEAD"):
                raise refused.at("of") from None
            raise


def _last(kind: FactKind, home: Household) -> tuple[FactKind, int]:
    """The entry of a kind that holds; the household's first one, if it has none of its own."""
    held = home.card if kind is CARD else home.home
    return (HOUSEHOLD, 1) if held is None or held is home.formation else (kind, held.entry)
