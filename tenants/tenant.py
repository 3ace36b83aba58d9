"""The tenant: an office (Dinas), its name history, level, area, zone, and rules by date.

Its stream's id is the tenant's id, so it stands in its own log, from position 1. The version
of this stream is cited by every event of the tenant: it fixes policies and adopted lists.
Sources: seeds S0 and S3 (the offices changed their names), decisions 2 and 3 of the design.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Annotated, Any, ClassVar, Self

import msgspec
from msgspec import Meta

from wahana.domain.kernel.fields import ClearText, Code
from wahana.domain.kernel.model import Aggregate, Event, Level, Stamp

PolicyValue = int | bool | Code | tuple[Code, ...] | dict[Code, int]
"""A policy's value: a number, a switch, a code, some codes, or numbers by code; never text."""

FIRST_DAY = date(1, 1, 1)
"""The first version of every policy is in force from here."""

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
    """The office bears another name from a day on."""

    TOPIC: ClassVar[str] = "tenant.renamed"
    name: ClearText
    effective_from: date


class TenantNameCorrected(Event, frozen=True, kw_only=True):
    """A name was entered wrongly; ``of`` is the version of the event that is corrected."""

    TOPIC: ClassVar[str] = "tenant.name_corrected"
    of: int
    name: ClearText
    effective_from: date
    reason: Code


class PolicySet(Event, frozen=True, kw_only=True):
    """A policy has a value from a day on; a later event for the same day takes its place."""

    TOPIC: ClassVar[str] = "tenant.policy_set"
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


class BacklogOpened(Event, frozen=True, kw_only=True):
    """Until a day (of recording) any past date is accepted and marked late."""

    TOPIC: ClassVar[str] = "tenant.backlog_opened"
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


class Dated(msgspec.Struct, frozen=True):
    """A text that holds from a day on, and the version of the event that said so."""

    of: int
    effective_from: date
    text: str


class PolicyVersion(msgspec.Struct, frozen=True):
    """One version of one policy."""

    name: str
    value: PolicyValue
    effective_from: date


class Tenant(Aggregate, frozen=True, kw_only=True):
    """State of a tenant."""

    TYPE: ClassVar[str] = "tenant"

    slug: str = ""
    level: Level = "KABKOTA"
    area_code: str = ""
    time_zone: str = "Asia/Jakarta"
    origin: str = ""
    names: tuple[Dated, ...] = ()
    policies: tuple[PolicyVersion, ...] = ()
    editions: tuple[Dated, ...] = ()
    backlog_until: date | None = None
    sample: bool = False

    def name_on(self, day: date) -> str:
        """The office's name on a day; before its first one, the first."""
        return _on(self.names, day) or (self.names[0].text if self.names else "")

    def edition_on(self, day: date) -> str | None:
        """The category edition adopted on a day, if any."""
        return _on(self.editions, day)

    @property
    def policy_versions(self) -> Iterable[tuple[date, dict[str, PolicyValue]]]:
        """What was set, as ``wahana.domain.kernel.policy_editions.resolve`` takes it."""
        return (
            (version.effective_from, {version.name: version.value}) for version in self.policies
        )

    def evolve(self, event: Any, stamp: Stamp) -> Self:
        version = stamp.version
        match event:
            case TenantRegistered():
                return msgspec.structs.replace(
                    self,
                    slug=event.slug,
                    level=event.level,
                    area_code=event.area_code,
                    time_zone=event.time_zone,
                    origin=event.origin,
                    sample=event.sample,
                    names=(Dated(version, FIRST_DAY, event.name),),
                )
            case TenantRenamed():
                name = Dated(version, event.effective_from, event.name)
                return msgspec.structs.replace(self, names=(*self.names, name))
            case TenantNameCorrected():
                name = Dated(event.of, event.effective_from, event.name)
                return msgspec.structs.replace(self, names=_replaced(self.names, name))
            case PolicySet():
                kept = tuple(
                    policy
                    for policy in self.policies
                    if (policy.name, policy.effective_from) != (event.name, event.effective_from)
                )
                policy = PolicyVersion(event.name, event.value, event.effective_from)
                return msgspec.structs.replace(self, policies=(*kept, policy))
            case CategoryEditionAdopted():
                edition = Dated(version, event.effective_from, event.edition)
                return msgspec.structs.replace(self, editions=(*self.editions, edition))
            case CategoryEditionAdoptionCorrected():
                edition = Dated(event.of, event.effective_from, event.edition)
                return msgspec.structs.replace(self, editions=_replaced(self.editions, edition))
            case BacklogOpened():
                return msgspec.structs.replace(self, backlog_until=event.until)
            case _:
                return self


def _on(history: tuple[Dated, ...], day: date) -> str | None:
    held = [entry for entry in history if entry.effective_from <= day]
    return max(held, key=lambda entry: (entry.effective_from, entry.of)).text if held else None


def _replaced(history: tuple[Dated, ...], entry: Dated) -> tuple[Dated, ...]:
    return tuple(entry if old.of == entry.of else old for old in history)
