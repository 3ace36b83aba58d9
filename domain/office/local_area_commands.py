"""Commands: register, rename and close a local area."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, ClassVar
from uuid import UUID

import msgspec
from msgspec import Meta

from ..kernel.fields import ClearText, Code, NewId
from ..kernel.model import Aggregate, Command, Context, Decision, Place
from ..kernel.particulars import carry
from ..kernel.reference_checks import require_own_village, require_regional
from ..kernel.refusal import refuse
from ..kernel.vocabulary import AreaCode, NoteText, explained, one_of
from .local_area import AREA_CLOSING, NAMING, LocalArea
from .local_area_events import (
    CloseReason,
    LocalAreaClosed,
    LocalAreaRegistered,
    LocalAreaRenamed,
    Naming,
)
from .local_area_rules import AREAS, check_there, slot_of

LocalKind = Annotated[Code, Meta(description="Kind, from the policy local_area_kinds: RW, …")]
Number = Annotated[
    str,
    Meta(
        max_length=20,
        pattern=r"^0*[1-9]\d{0,2}[A-Za-z]?$",
        extra={"text": "form"},
        description="Number as people write it, such as 8, 08 or 12A; leading zeros do not count.",
    ),
]
Title = Annotated[ClearText, Meta(description="Name, for an area that has no number.")]
Parent = Annotated[UUID, Meta(description="The local area it lies in (the RW of an RT).")]

_RANK = {"RT": 1, "RW": 2}
_LARGEST = 3


class AreaDescription(msgspec.Struct, frozen=True, kw_only=True):
    """Where a local area lies and its name, as a command gives them."""

    village_code: AreaCode
    kind: LocalKind
    number: Number | None = None
    name: Title | None = None
    parent: Parent | None = None

    def checked(self, context: Context) -> tuple[Naming, str]:
        """The same as an event stores it, and the edition of its village code.

        Raises LEVEL_SCOPE, AREA_UNKNOWN, AREA_OUTSIDE, KIND_UNKNOWN, ONE_OF, NOT_FOUND,
        AREA_CLOSED, AREA_NESTING.
        """
        require_regional(context)
        village = require_own_village(context, self.village_code, field="villageCode")
        kinds = context.policies.local_area_kinds
        if self.kind not in kinds:
            refuse(
                "KIND_UNKNOWN", field="kind", code=self.kind, list="LocalAreaKind", allowed=kinds
            )
        one_of(number=self.number, name=self.name)
        if self.parent is not None:
            self._check_parent(context, self.parent)
        return carry(Naming, self, number=_plain(self.number)), village.edition

    def _check_parent(self, context: Context, parent: UUID) -> None:
        above = context.existing(LocalArea, parent, field="parent")
        check_there(above, field="parent")
        larger = _RANK.get(above.kind, _LARGEST) > _RANK.get(self.kind, _LARGEST)
        if above.village_code != self.village_code or not larger:
            refuse("AREA_NESTING", field="parent", kind=self.kind, parent_kind=above.kind)


class RegisterLocalArea(
    AreaDescription, Command, frozen=True, kw_only=True, forbid_unknown_fields=True
):
    """Registers an RT, RW, dusun or the like; a number is unique per kind in a village
    (8 is 08)."""

    GROUP: ClassVar[str] = "LOCAL_AREA"
    MAKES = (NAMING,)

    local_area_id: Annotated[NewId, Meta(description="Id of the local area.")]

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return LocalArea, self.local_area_id

    def place(self, context: Context) -> Place:
        return Place(area_code=self.village_code)

    def decide(self, context: Context) -> Decision:
        state = context.fresh(LocalArea, self.local_area_id, field="localAreaId")
        naming, edition = self.checked(context)
        slot = slot_of(context, naming)
        registered = carry(LocalAreaRegistered, naming, area_edition=edition, slot=slot)
        return AREAS.made(context, state, registered)


LocalAreaId = Annotated[UUID, Meta(description="The local area.")]


class AboutLocalArea(Command, frozen=True, kw_only=True):
    """Base of the commands about one local area; they act in its village."""

    GROUP: ClassVar[str] = "LOCAL_AREA"

    if TYPE_CHECKING:
        local_area_id: UUID

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return LocalArea, self.local_area_id

    def place(self, context: Context) -> Place:
        return Place(area_code=context.load(LocalArea, self.local_area_id).village_code or None)

    def area(self, context: Context) -> LocalArea:
        """The state of the area. Raises NOT_FOUND."""
        return context.existing(LocalArea, self.local_area_id, field="localAreaId")


class RenameLocalArea(AboutLocalArea, frozen=True, kw_only=True):
    """Gives a local area another number or name from now on."""

    MAKES = (NAMING,)

    local_area_id: LocalAreaId
    number: Number | None = None
    name: Title | None = None

    def decide(self, context: Context) -> Decision:
        area = self.area(context)
        one_of(number=self.number, name=self.name)
        assert area.naming is not None
        naming = msgspec.structs.replace(area.naming, number=_plain(self.number), name=self.name)
        if naming == area.naming:
            refuse("NO_CHANGE", field="number")
        slot = slot_of(context, naming)
        renamed = LocalAreaRenamed(number=naming.number, name=naming.name, slot=slot)
        return AREAS.made(context, area, renamed)


class CloseLocalArea(AboutLocalArea, frozen=True, kw_only=True):
    """Records that a local area no longer exists; its number may be used again."""

    MAKES = (AREA_CLOSING,)

    local_area_id: LocalAreaId
    reason: Annotated[CloseReason, Meta(description="Why it no longer exists.")]
    note: NoteText | None = None

    def decide(self, context: Context) -> Decision:
        note = explained(self.reason, self.note, self.local_area_id)
        return AREAS.made(context, self.area(context), carry(LocalAreaClosed, self, note=note))


def _plain(number: str | None) -> str | None:
    """The number without leading zeros: 08 is 8."""
    return None if number is None else number.lstrip("0").upper()
