"""Areas below the village: RT, RW, dusun, padukuhan, lingkungan, kampung.

They have no national code, so they are the tenant's own, each with an id. A number or name
stands once per kind in a village (an RT's once per RW or dusun above it); "8" and "08" are the
same number. A slot keeps that true, for two people may enter the same RW at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, ClassVar, Literal, Self
from uuid import UUID

import msgspec
from msgspec import Meta

from ..kernel.corrections import CorrectionReason, Why
from ..kernel.fields import ClearText, Code, NewId, Note
from ..kernel.model import Aggregate, Command, Context, Event, Place, Stamp
from ..kernel.particulars import carry
from ..kernel.reference_checks import require_own_village, require_regional
from ..kernel.refusal import About, refuse
from ..kernel.slots import release, slot_id, take
from ..kernel.vocabulary import AreaCode, NoteText, explained, one_of
from ..reference.areas import enclosing

SLOT_KIND = "local-area"

CloseReason = Literal["MERGED", "SPLIT", "RENUMBERED", "OTHER"]

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


class Naming(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where a local area lies and what it is called: by number or by name."""

    village_code: Code
    kind: Code
    number: Code | None = None
    """Without leading zeros, letters upper case."""
    name: ClearText | None = None
    parent: UUID | None = None

    @property
    def key(self) -> str:
        """What is unique about it; an RT's number only within the area above it."""
        above = self.parent if self.kind == "RT" and self.parent else "-"
        title = self.number or " ".join((self.name or "").split()).casefold()
        return f"{self.village_code}/{self.kind}/{above}/{title}"


class LocalAreaRegistered(Naming, Event, frozen=True, kw_only=True):
    """An area below the village is known to the tenant."""

    TOPIC: ClassVar[str] = "local_area.registered"

    area_edition: Code
    slot: UUID


class LocalAreaRenamed(Event, frozen=True, kw_only=True):
    """It bears another number or name from now on."""

    TOPIC: ClassVar[str] = "local_area.renamed"

    number: Code | None = None
    name: ClearText | None = None
    slot: UUID


class LocalAreaCorrected(Naming, Event, frozen=True, kw_only=True):
    """It was entered wrongly; this is the whole of it as it should have been."""

    TOPIC: ClassVar[str] = "local_area.corrected"

    of: int
    area_edition: Code
    slot: UUID
    reason: CorrectionReason
    note: Note | None = None


class LocalAreaClosed(Event, frozen=True, kw_only=True):
    """It no longer exists: merged, split or renumbered."""

    TOPIC: ClassVar[str] = "local_area.closed"

    reason: CloseReason
    note: Note | None = None


class LocalAreaReopened(Event, frozen=True, kw_only=True):
    """Its closing was entered wrongly."""

    TOPIC: ClassVar[str] = "local_area.reopened"

    of: int
    slot: UUID
    reason: CorrectionReason
    note: Note | None = None


class LocalArea(Aggregate, frozen=True, kw_only=True):
    """A local area as it stands."""

    TYPE: ClassVar[str] = "local_area"

    village_code: str = ""
    kind: str = ""
    number: str | None = None
    name: str | None = None
    parent: UUID | None = None
    slot: UUID | None = None
    entry: int = 0
    """Version of the entry that named it; a correction names it."""
    closed_entry: int | None = None

    @property
    def closed(self) -> bool:
        """Whether it no longer exists."""
        return self.closed_entry is not None

    @property
    def naming(self) -> Naming:
        """Where it lies and what it is called."""
        return carry(Naming, self)

    def evolve(self, event: Any, stamp: Stamp) -> Self:
        match event:
            case LocalAreaRegistered() | LocalAreaCorrected():
                named = {name: getattr(event, name) for name in Naming.__struct_fields__}
                entry = stamp.version if isinstance(event, LocalAreaRegistered) else self.entry
                return msgspec.structs.replace(self, **named, slot=event.slot, entry=entry)
            case LocalAreaRenamed():
                return msgspec.structs.replace(
                    self,
                    number=event.number,
                    name=event.name,
                    slot=event.slot,
                    entry=stamp.version,
                )
            case LocalAreaClosed():
                return msgspec.structs.replace(self, slot=None, closed_entry=stamp.version)
            case LocalAreaReopened():
                return msgspec.structs.replace(self, slot=event.slot, closed_entry=None)
        return self


Happened = list[tuple[Aggregate, Event]]


class RegisterLocalArea(Command, frozen=True, kw_only=True):
    """Registers an RT, RW, dusun or the like; each number once per kind in a village (8 is 08)."""

    GROUP: ClassVar[str] = "LOCAL_AREA"

    local_area_id: Annotated[NewId, Meta(description="Id of the local area.")]
    village_code: AreaCode
    kind: LocalKind
    number: Number | None = None
    name: Title | None = None
    parent: Parent | None = None

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return LocalArea, self.local_area_id

    def place(self, context: Context) -> Place:
        return Place(area_code=self.village_code)

    def decide(self, context: Context) -> Happened:
        state = context.fresh(LocalArea, self.local_area_id, field="localAreaId")
        naming, edition = _naming(context, self)
        slot, slots = _claim(context, state, naming)
        event = carry(LocalAreaRegistered, naming, area_edition=edition, slot=slot)
        return [(state, event), *slots]


class _AboutLocalArea(Command, frozen=True, kw_only=True):
    """A command about one local area; it acts in its village."""

    GROUP: ClassVar[str] = "LOCAL_AREA"

    local_area_id: Annotated[UUID, Meta(description="The local area.")]

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return LocalArea, self.local_area_id

    def place(self, context: Context) -> Place:
        return Place(area_code=context.load(LocalArea, self.local_area_id).village_code or None)

    def open(self, context: Context) -> LocalArea:
        """The state of an area that is there. Raises NOT_FOUND, AREA_CLOSED."""
        state = context.existing(LocalArea, self.local_area_id, field="localAreaId")
        if state.closed:
            refuse("AREA_CLOSED", field="localAreaId")
        return state


class RenameLocalArea(_AboutLocalArea, frozen=True, kw_only=True):
    """Gives a local area another number or name from now on."""

    number: Number | None = None
    name: Title | None = None

    def decide(self, context: Context) -> Happened:
        state = self.open(context)
        one_of(number=self.number, name=self.name)
        naming = msgspec.structs.replace(state.naming, number=_plain(self.number), name=self.name)
        if naming == state.naming:
            refuse("NO_CHANGE", field="number")
        slot, slots = _claim(context, state, naming)
        event = LocalAreaRenamed(number=naming.number, name=naming.name, slot=slot)
        return [(state, event), *slots]


class CorrectLocalArea(_AboutLocalArea, frozen=True, kw_only=True):
    """Corrects a local area that was entered wrongly: give the whole of it as it should be."""

    village_code: AreaCode
    kind: LocalKind
    number: Number | None = None
    name: Title | None = None
    parent: Parent | None = None
    reason: Why
    note: NoteText | None = None

    def place(self, context: Context) -> Place:
        """The area that holds both villages: nobody gives away to, or takes from, another's."""
        village_code = context.load(LocalArea, self.local_area_id).village_code
        return Place(area_code=enclosing(village_code, self.village_code) or None)

    def decide(self, context: Context) -> Happened:
        state = self.open(context)
        naming, edition = _naming(context, self)
        if naming == state.naming:
            refuse("NO_CHANGE")
        slot, slots = _claim(context, state, naming)
        event = carry(
            LocalAreaCorrected,
            naming,
            self,
            of=state.entry,
            note=explained(self.reason, self.note, state.id),
            area_edition=edition,
            slot=slot,
        )
        return [(state, event), *slots]


class CloseLocalArea(_AboutLocalArea, frozen=True, kw_only=True):
    """Records that a local area no longer exists; its number is free again."""

    reason: Annotated[CloseReason, Meta(description="Why it no longer exists.")]
    note: NoteText | None = None

    def decide(self, context: Context) -> Happened:
        state = self.open(context)
        event = LocalAreaClosed(
            reason=self.reason, note=explained(self.reason, self.note, state.id)
        )
        return [(state, event), *_give_back(context, state)]


class ReopenLocalArea(_AboutLocalArea, frozen=True, kw_only=True):
    """Takes a closing back that was entered wrongly."""

    reason: Why
    note: NoteText | None = None

    def decide(self, context: Context) -> Happened:
        state = context.existing(LocalArea, self.local_area_id, field="localAreaId")
        if state.closed_entry is None:
            refuse("NO_CHANGE", field="localAreaId")
        slot, slots = _claim(context, state, state.naming)
        event = LocalAreaReopened(
            of=state.closed_entry,
            slot=slot,
            reason=self.reason,
            note=explained(self.reason, self.note, state.id),
        )
        return [(state, event), *slots]


def _plain(number: str | None) -> str | None:
    """The number without leading zeros: 08 is 8."""
    return None if number is None else number.lstrip("0").upper()


def _naming(context: Context, given: RegisterLocalArea | CorrectLocalArea) -> tuple[Naming, str]:
    """What a command gives, checked, and the edition of its village code."""
    require_regional(context)
    village = require_own_village(context, given.village_code, field="villageCode")
    kinds = context.policies.local_area_kinds
    if given.kind not in kinds:
        refuse("KIND_UNKNOWN", field="kind", code=given.kind, list="LocalAreaKind", allowed=kinds)
    one_of(number=given.number, name=given.name)
    if given.parent is not None:
        _check_parent(context, given.parent, given.village_code, given.kind)
    naming = Naming(
        village_code=given.village_code,
        kind=given.kind,
        number=_plain(given.number),
        name=given.name,
        parent=given.parent,
    )
    return naming, village.edition


def _check_parent(context: Context, parent: UUID, village_code: str, kind: str) -> None:
    above = context.existing(LocalArea, parent, field="parent")
    if above.closed:
        refuse("AREA_CLOSED", field="parent")
    larger = _RANK.get(above.kind, _LARGEST) > _RANK.get(kind, _LARGEST)
    if above.village_code != village_code or not larger:
        refuse("AREA_NESTING", field="parent", kind=kind, parent_kind=above.kind)


def _claim(context: Context, state: LocalArea, naming: Naming) -> tuple[UUID, Happened]:
    """The slot of a number or name, and the events that change slots, if they change."""
    if state.slot == slot_id(context.tenant_id, SLOT_KIND, naming.key):
        return state.slot, []
    taken = take(context, kind=SLOT_KIND, key=naming.key, holder=state.id)
    if isinstance(taken, UUID):
        field = "number" if naming.number else "name"
        refuse("AREA_NUMBER_TAKEN", field=field, holder=About("local_area", taken))
    return taken[0].id, [*_give_back(context, state), taken]


def _give_back(context: Context, state: LocalArea) -> Sequence[tuple[Aggregate, Event]]:
    if state.slot is None:
        return []
    return [release(context, kind=SLOT_KIND, slot=state.slot, holder=state.id)]
