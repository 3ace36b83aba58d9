"""What the platform's operator and the office's administrator decide about the office itself."""

from __future__ import annotations

from typing import Annotated, ClassVar, Final
from uuid import UUID
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import Meta

from wahana.domain.kernel.days import InForceDay, PlannedDay, shifted
from wahana.domain.kernel.fields import ClearText, Code
from wahana.domain.kernel.model import Aggregate, Command, Context, Decision, Level
from wahana.domain.kernel.particulars import carry
from wahana.domain.kernel.policies import validate_policy
from wahana.domain.kernel.problems import refuse_field
from wahana.domain.kernel.refusal import Words, refuse

from .tenant import EDITION, NAME, Tenant
from .tenant_events import (
    BacklogOpened,
    CategoryEditionAdopted,
    PolicySet,
    PolicyValue,
    Slug,
    TenantRegistered,
    TenantRenamed,
)
from .tenant_rules import TENANTS

_AREA_DIGITS: dict[Level, int] = {"NATIONAL": 0, "PROV": 2, "KABKOTA": 5}
"""Length of the dotted area code that an office of each level has."""

BACKLOG_DAYS: Final = 365
"""A backlog ends within this number of days after its opening."""


class TenantCommand(Command, frozen=True, kw_only=True):
    """A command whose target is the tenant's own stream."""

    def target(self, context: Context) -> tuple[type[Aggregate], UUID]:
        return Tenant, context.tenant_id


class RegisterTenant(TenantCommand, frozen=True, kw_only=True):
    """Register an office (Dinas). Only the operator of the service does this."""

    GROUP: ClassVar[str] = "TENANT"
    MAKES = (NAME,)

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
        return [(tenant, carry(TenantRegistered, self))]


class RenameTenant(TenantCommand, frozen=True, kw_only=True):
    """Give the office another name from a day on; the old one stays in its history."""

    GROUP: ClassVar[str] = "TENANT"
    MAKES = (NAME,)

    name: Annotated[ClearText, Meta(description="The new name.")]
    effective_from: Annotated[
        InForceDay,
        Meta(description="First day of the name; it may lie ahead."),
    ]

    def decide(self, context: Context) -> Decision:
        tenant = context.existing(Tenant, context.tenant_id)
        return TENANTS.made(context, tenant, carry(TenantRenamed, self))


class SetPolicy(TenantCommand, frozen=True, kw_only=True):
    """Set a policy from a day on. Facts keep the policy that was in force on their own day."""

    GROUP: ClassVar[str] = "TENANT"

    name: Annotated[Code, Meta(description="Name of the policy; the query policies lists them.")]
    value: Annotated[PolicyValue, Meta(description="Number, switch, code or list of codes.")]
    effective_from: Annotated[InForceDay, Meta(description="First day it is in force.")]
    reason: Annotated[Code, Meta(description="Code of the reason: a decree's number, REVISION, …")]

    def decide(self, context: Context) -> Decision:
        tenant = context.existing(Tenant, context.tenant_id)
        value = validate_policy(self.name, self.value)
        return [(tenant, carry(PolicySet, self, value=value))]


class AdoptCategoryEdition(TenantCommand, frozen=True, kw_only=True):
    """Adopt an edition of the list of people in need (2007: 22 groups, 2012: 26) from a day on."""

    GROUP: ClassVar[str] = "TENANT"
    MAKES = (EDITION,)

    edition: Annotated[Code, Meta(description="Edition: 2007 or 2012.")]
    effective_from: Annotated[InForceDay, Meta(description="First day it is in force here.")]

    def decide(self, context: Context) -> Decision:
        tenant = context.existing(Tenant, context.tenant_id)
        return TENANTS.made(context, tenant, carry(CategoryEditionAdopted, self))


class OpenBacklog(TenantCommand, frozen=True, kw_only=True):
    """Allow past facts to be entered without approval until a day: for a new office that enters its
    past. The day is at most a year ahead; it is set again for longer, or to end it."""

    GROUP: ClassVar[str] = "TENANT"

    until: Annotated[PlannedDay, Meta(description="Last day on which any past date is accepted.")]

    def decide(self, context: Context) -> Decision:
        tenant = context.existing(Tenant, context.tenant_id)
        last = shifted(context.today, BACKLOG_DAYS)
        if self.until > last:
            refuse("DATE_RANGE", field="until", day=self.until, first=context.today, last=last)
        return [(tenant, carry(BacklogOpened, self))]


COMMANDS = (
    RegisterTenant,
    RenameTenant,
    SetPolicy,
    AdoptCategoryEdition,
    OpenBacklog,
)
