"""Events of an area below the village: registered, renamed, closed; and corrections."""

from __future__ import annotations

from typing import ClassVar, Literal
from uuid import UUID

import msgspec

from ..kernel.corrections import CorrectionReason
from ..kernel.fields import ClearText, Code, Note
from ..kernel.model import Event
from ..kernel.texts import search_key, spellings

CloseReason = Literal["MERGED", "SPLIT", "RENUMBERED", "OTHER"]


class Naming(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Where a local area lies, and its number or name."""

    village_code: Code
    kind: Code
    number: Code | None = None
    """Without leading zeros, letters in upper case."""
    name: ClearText | None = None
    parent: UUID | None = None

    @property
    def key(self) -> str:
        """The part that must be unique; an RT's number only within the area above it."""
        return self._key(search_key(self.name or ""))

    @property
    def former_keys(self) -> tuple[str, ...]:
        """Keys under which older slots may hold the same name: formerly only its case
        was folded."""
        keys = dict.fromkeys(map(self._key, spellings(self.name or "")))
        return tuple(key for key in keys if key != self.key)

    def _key(self, name: str) -> str:
        above = self.parent if self.kind == "RT" and self.parent else "-"
        return f"{self.village_code}/{self.kind}/{above}/{self.number or name}"


class LocalAreaRegistered(Naming, Event, frozen=True, kw_only=True):
    """An area below the village was registered."""

    TOPIC: ClassVar[str] = "local_area.registered"

    area_edition: Code
    slot: UUID


class LocalAreaRenamed(Event, frozen=True, kw_only=True):
    """It has another number or name from now on."""

    TOPIC: ClassVar[str] = "local_area.renamed"

    number: Code | None = None
    name: ClearText | None = None
    slot: UUID


class LocalAreaCorrected(Naming, Event, frozen=True, kw_only=True):
    """It was entered wrongly; this is the complete corrected entry."""

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
    """Its closing was entered wrongly and does not count."""

    TOPIC: ClassVar[str] = "local_area.reopened"

    of: int
    slot: UUID
    reason: CorrectionReason
    note: Note | None = None
