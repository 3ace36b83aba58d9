"""The tenant: an office (Dinas), its name history, level, area, zone, and rules by date.

Its stream's id is the tenant's id, so it is in its own log, from position 1. The version
of this stream is cited by every event of the tenant: it fixes policies and adopted lists.
Sources: seeds S0 and S3 (the offices changed their names), decisions 2 and 3 of the design.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar, Self

import msgspec

from wahana.domain.kernel.facts import Changed, Fold, changed, folded, folds, listed
from wahana.domain.kernel.model import Aggregate, Event, Level, Stamp

from .tenant_events import (
    BacklogOpened,
    CategoryEditionAdopted,
    CategoryEditionAdoptionCorrected,
    PolicySet,
    PolicyValue,
    TenantNameCorrected,
    TenantRegistered,
    TenantRenamed,
)

FIRST_DAY = date(1, 1, 1)
"""The first version of every policy is in force from here."""


class DatedText(msgspec.Struct, frozen=True):
    """A text that holds from a day on, and the version of the event that said so."""

    of: int
    effective_from: date
    text: str

    @property
    def entry(self) -> int:
        """What other facts call that version; views keep it as ``of``."""
        return self.of


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
    names: tuple[DatedText, ...] = ()
    policies: tuple[PolicyVersion, ...] = ()
    editions: tuple[DatedText, ...] = ()
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
        return folded(self, FOLD, event, stamp)


def _on(history: tuple[DatedText, ...], day: date) -> str | None:
    held = [item for item in history if item.effective_from <= day]
    return max(held, key=lambda item: (item.effective_from, item.of)).text if held else None


# --- what each event changes ---------------------------------------------------------------


def _name(event: TenantRegistered | TenantRenamed, stamp: Stamp) -> DatedText:
    begins = event.effective_from if isinstance(event, TenantRenamed) else FIRST_DAY
    return DatedText(stamp.version, begins, event.name)


def _registered(tenant: Tenant, event: TenantRegistered, stamp: Stamp) -> Changed:
    fields = ("slug", "level", "area_code", "time_zone", "origin", "sample")
    return {name: getattr(event, name) for name in fields} | {"names": (_name(event, stamp),)}


def _name_corrected(tenant: Tenant, event: TenantNameCorrected, stamp: Stamp) -> Changed:
    """The name an office was registered with has no first day, unless a correction gives one."""
    day = {} if event.effective_from is None else {"effective_from": event.effective_from}
    return {"names": changed(tenant.names, event.of, text=event.name, **day)}


def _policy_set(tenant: Tenant, event: PolicySet, stamp: Stamp) -> Changed:
    """A policy that is set again for the same day takes the place of what was set before."""
    policy = PolicyVersion(event.name, event.value, event.effective_from)
    kept = (
        item
        for item in tenant.policies
        if (item.name, item.effective_from) != (policy.name, policy.effective_from)
    )
    return {"policies": tuple(sorted((*kept, policy), key=lambda each: each.effective_from))}


def _backlog_opened(tenant: Tenant, event: BacklogOpened, stamp: Stamp) -> Changed:
    return {"backlog_until": event.until}


NAME = listed(
    "NAME",
    DatedText,
    "names",
    made_by=(TenantRegistered, TenantRenamed),
    corrected_by=TenantNameCorrected,
    day="effective_from",
    build=_name,
    correct=_name_corrected,
)
EDITION = listed(
    "EDITION",
    DatedText,
    "editions",
    made_by=CategoryEditionAdopted,
    corrected_by=CategoryEditionAdoptionCorrected,
    day="effective_from",
    build=lambda event, stamp: DatedText(stamp.version, event.effective_from, event.edition),
    renamed={"text": "edition"},
)
FOLD: dict[type[Event], Fold] = {
    **folds(NAME, EDITION),
    TenantRegistered: _registered,
    PolicySet: _policy_set,
    BacklogOpened: _backlog_opened,
}
