"""What the platform's operator and the office's administrator decide about the office itself."""

from __future__ import annotations

from typing import Annotated, ClassVar
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import Meta

from wahana.domain.kernel.days import PlannedDay
from wahana.domain.kernel.fields import ClearText, Code
from wahana.domain.kernel.model import Aggregate, Command, Context, Decision, Level
from wahana.domain.kernel.policies import validate_policy
from wahana.domain.kernel.problems import refuse_field
from wahana.domain.kernel.refusal import Words, refuse, refuse_missing
from wahana.domain.kernel.units import Ordinal

from .tenant import (
    BacklogOpened,
    CategoryEditionAdopted,
    CategoryEditionAdoptionCorrected,
    Dated,
    PolicySet,
    PolicyValue,
    Slug,
    Tenant,
    TenantNameCorrected,
    TenantRegistered,
    TenantRenamed,
)

_AREA_DIGITS: dict[Level, int] = {"NATIONAL": 0, "PROV": 2, "KABKOTA": 5}
"""Length of the dotted area code that an office of each level has."""


class _AboutTheTenant(Command, frozen=True, kw_only=True):
    """A command whose target is the tenant's own stream."""

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return Tenant, context.tenant_id


class RegisterTenant(_AboutTheTenant, frozen=True, kw_only=True):
    """Register an office (Dinas). Only the operator of the service does this."""

    GROUP: ClassVar[str] = "TENANT"

    name: Annotated[ClearText, Meta(description="Name of the office, as on its letterhead.")]
    slug: Annotated[Slug, Meta(description="Short name for URLs; may change later.")]
    level: Annotated[Level, Meta(description="NATIONAL, PROV or KABKOTA.")]
    area_code: Annotated[
        str,
        Meta(
            pattern=r"^(\d\d(\.\d\d)?)?$",
            description="Code of its area: 64.74, 34; empty for NATIONAL.",
            extra={"text": "code"},
        ),
    ]
    time_zone: Annotated[ClearText, Meta(description="IANA zone, such as Asia/Makassar.")]
    origin: Annotated[ClearText, Meta(description="Origin of its log; fixed for ever.")]
    sample: Annotated[bool, Meta(description="Its people are invented.")] = False

    def decide(self, context: Context) -> Decision:
        tenant = context.fresh(Tenant, context.tenant_id)
        if len(self.area_code) != _AREA_DIGITS[self.level]:
            given = Words(self.area_code, self.area_code)
            refuse("LEVEL_SCOPE", field="areaCode", given=given, allowed=(self.level,))
        if self.area_code and not context.reference.areas.exists(self.area_code):
            refuse_field("areaCode", "no_area", code=self.area_code)
        try:
            ZoneInfo(self.time_zone)
        except (ZoneInfoNotFoundError, ValueError):
            refuse_field("timeZone", "no_zone", zone=self.time_zone)
        event = TenantRegistered(
            name=self.name,
            slug=self.slug,
            level=self.level,
            area_code=self.area_code,
            time_zone=self.time_zone,
            origin=self.origin,
            sample=self.sample,
        )
        return [(tenant, event)]


class RenameTenant(_AboutTheTenant, frozen=True, kw_only=True):
    """Give the office another name from a day on; the old one stays in its history."""

    GROUP: ClassVar[str] = "TENANT"

    name: Annotated[ClearText, Meta(description="The new name.")]
    effective_from: Annotated[
        PlannedDay,
        Meta(description="First day of the name; it may lie ahead."),
    ]

    def decide(self, context: Context) -> Decision:
        tenant = context.existing(Tenant, context.tenant_id)
        return [(tenant, TenantRenamed(name=self.name, effective_from=self.effective_from))]


class CorrectTenantName(_AboutTheTenant, frozen=True, kw_only=True):
    """Correct a name of the office that was entered wrongly."""

    GROUP: ClassVar[str] = "TENANT"

    of: Annotated[Ordinal, Meta(description="Version of the event that holds the wrong name.")]
    name: Annotated[ClearText, Meta(description="The right name.")]
    effective_from: Annotated[PlannedDay, Meta(description="Its right first day.")]
    reason: Annotated[Code, Meta(description="Code of the reason, such as TYPING_ERROR.")]

    def decide(self, context: Context) -> Decision:
        tenant = context.existing(Tenant, context.tenant_id)
        right = Dated(self.of, self.effective_from, self.name)
        check_changes(tenant.names, right)
        event = TenantNameCorrected(
            of=self.of, name=self.name, effective_from=self.effective_from, reason=self.reason
        )
        return [(tenant, event)]


class SetPolicy(_AboutTheTenant, frozen=True, kw_only=True):
    """Set a policy from a day on. Facts keep the policy that was in force on their own day."""

    GROUP: ClassVar[str] = "TENANT"

    name: Annotated[Code, Meta(description="Name of the policy; the query policies lists them.")]
    value: Annotated[PolicyValue, Meta(description="Number, switch, code or list of codes.")]
    effective_from: Annotated[PlannedDay, Meta(description="First day it is in force.")]
    reason: Annotated[Code, Meta(description="Code of the reason: a decree's number, REVISION, …")]

    def decide(self, context: Context) -> Decision:
        tenant = context.existing(Tenant, context.tenant_id)
        value = validate_policy(self.name, self.value)
        event = PolicySet(
            name=self.name, value=value, effective_from=self.effective_from, reason=self.reason
        )
        return [(tenant, event)]


class AdoptCategoryEdition(_AboutTheTenant, frozen=True, kw_only=True):
    """Adopt an edition of the list of people in need (2007: 22 groups, 2012: 26) from a day on."""

    GROUP: ClassVar[str] = "TENANT"

    edition: Annotated[Code, Meta(description="Edition: 2007 or 2012.")]
    effective_from: Annotated[PlannedDay, Meta(description="First day it is in force here.")]

    def decide(self, context: Context) -> Decision:
        tenant = context.existing(Tenant, context.tenant_id)
        _known_edition(self.edition, context)
        event = CategoryEditionAdopted(edition=self.edition, effective_from=self.effective_from)
        return [(tenant, event)]


class CorrectCategoryEditionAdoption(_AboutTheTenant, frozen=True, kw_only=True):
    """Correct the edition or the day of an adoption that was entered wrongly."""

    GROUP: ClassVar[str] = "TENANT"

    of: Annotated[Ordinal, Meta(description="Version of the event that adopted it.")]
    edition: Annotated[Code, Meta(description="The right edition.")]
    effective_from: Annotated[PlannedDay, Meta(description="The right first day.")]
    reason: Annotated[Code, Meta(description="Code of the reason, such as TYPING_ERROR.")]

    def decide(self, context: Context) -> Decision:
        tenant = context.existing(Tenant, context.tenant_id)
        _known_edition(self.edition, context)
        right = Dated(self.of, self.effective_from, self.edition)
        check_changes(tenant.editions, right)
        event = CategoryEditionAdoptionCorrected(
            of=self.of, edition=self.edition, effective_from=self.effective_from, reason=self.reason
        )
        return [(tenant, event)]


class OpenBacklog(_AboutTheTenant, frozen=True, kw_only=True):
    """Let past facts be entered without approval until a day: a new office brings its past."""

    GROUP: ClassVar[str] = "TENANT"

    until: Annotated[PlannedDay, Meta(description="Last day on which any past date is accepted.")]

    def decide(self, context: Context) -> Decision:
        tenant = context.existing(Tenant, context.tenant_id)
        return [(tenant, BacklogOpened(until=self.until))]


def check_changes(history: tuple[Dated, ...], right: Dated) -> None:
    """Raises NOT_FOUND, NO_CHANGE: a correction is of an entry that stands, and changes it."""
    old = next((each for each in history if each.of == right.of), None)
    if old is None:
        refuse_missing("tenant", right.of, field="of")
    if old == right:
        refuse("NO_CHANGE", field="of")


def _known_edition(edition: str, context: Context) -> None:
    if edition not in context.reference.categories.editions:
        known = tuple(sorted(context.reference.categories.editions))
        refuse_field("edition", "no_edition", edition=edition, known=known)


COMMANDS = (
    RegisterTenant,
    RenameTenant,
    CorrectTenantName,
    SetPolicy,
    AdoptCategoryEdition,
    CorrectCategoryEditionAdoption,
    OpenBacklog,
)
