"""What happens to an office: registered, renamed, its rules set by date; and what corrects it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, ClassVar

from msgspec import Meta

from wahana.domain.kernel.fields import ClearText, Code, Note
from wahana.domain.kernel.model import Event, Level

PolicyValue = int | bool | Code | tuple[Code, ...] | dict[Code, int]
"""A policy's value: a number, a switch, a code, some codes, or numbers by code; never text."""


Slug = Annotated[
    str,
    Meta(pattern=r"^[a-z][a-z0-9-]{1,40}$", extra={"clear": "short name in URLs", "text": "code"}),
]


class TenantRegistered(Event, frozen=True, kw_only=True):
    """An office joined the service."""

    TOPIC: ClassVar[str] = "tenant.registered"
    name: ClearText
    slug: Slug
    level: Level
    area_code: Annotated[str, Meta(pattern=r"^(\d\d(\.\d\d)?)?$", extra={"clear": "area code"})]
    time_zone: Code
    origin: Code
    """Origin of its log, in every leaf; survives a move and a new slug."""
    sample: bool = False
    """Its people are invented."""


class TenantRenamed(Event, frozen=True, kw_only=True):
    """The office has another name from a day on."""

    TOPIC: ClassVar[str] = "tenant.renamed"
    name: ClearText
    effective_from: date


class TenantNameCorrected(Event, frozen=True, kw_only=True):
    """A name was entered wrongly; ``of`` is the version of the event that is corrected."""

    TOPIC: ClassVar[str] = "tenant.name_corrected"
    of: int
    name: ClearText
    effective_from: date | None = None
    """Its first day; ``None``: as it was."""
    reason: Code
    note: Note | None = None


class PolicySet(Event, frozen=True, kw_only=True):
    """A policy has a value from a day on; a later event for the same day takes its place."""

    TOPIC: ClassVar[str] = "tenant.policy_set"
    FINAL: ClassVar[str] = "it is set again"

    name: Code
    value: PolicyValue
    effective_from: date
    reason: Code


class CategoryEditionAdopted(Event, frozen=True, kw_only=True):
    """The office uses an edition of the category list from a day on."""

    TOPIC: ClassVar[str] = "tenant.category_edition_adopted"
    edition: Code
    effective_from: date


class CategoryEditionAdoptionCorrected(Event, frozen=True, kw_only=True):
    """An adoption was entered wrongly: the right edition and day."""

    TOPIC: ClassVar[str] = "tenant.category_edition_adoption_corrected"
    of: int
    edition: Code
    effective_from: date
    reason: Code
    note: Note | None = None


class BacklogOpened(Event, frozen=True, kw_only=True):
    """Until a day (of recording) any past date is accepted and marked late."""

    TOPIC: ClassVar[str] = "tenant.backlog_opened"
    FINAL: ClassVar[str] = "it is set again"

    until: date


EVENTS = (
    TenantRegistered,
    TenantRenamed,
    TenantNameCorrected,
    PolicySet,
    CategoryEditionAdopted,
    CategoryEditionAdoptionCorrected,
    BacklogOpened,
)
