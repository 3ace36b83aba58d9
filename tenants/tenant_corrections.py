"""Correcting what an office entered about itself: its names, the editions it adopted."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from wahana.domain.kernel.corrections import EntryVersion, Why
from wahana.domain.kernel.days import InForceDay
from wahana.domain.kernel.fields import ClearText, Code
from wahana.domain.kernel.model import Context, Decision
from wahana.domain.kernel.vocabulary import NoteText

from .tenant import EDITION, FIRST_DAY, NAME, Tenant
from .tenant_commands import TenantCommand
from .tenant_events import CategoryEditionAdoptionCorrected, TenantNameCorrected
from .tenant_rules import TENANTS


class _TenantCorrection(TenantCommand, frozen=True, kw_only=True):
    """A correction of an entry about the office itself."""

    GROUP: ClassVar[str] = "TENANT"

    of: EntryVersion
    reason: Why
    note: NoteText | None = None


class CorrectTenantName(_TenantCorrection, frozen=True, kw_only=True):
    """Correct a name of the office that was entered wrongly."""

    CORRECTS = (NAME,)

    name: Annotated[ClearText, Meta(description="The right name.")]
    effective_from: Annotated[
        InForceDay | None, Meta(description="Its right first day; default: unchanged.")
    ] = None

    def decide(self, context: Context) -> Decision:
        tenant = context.existing(Tenant, context.tenant_id)
        stands = TENANTS.fact(tenant, NAME, self.of).effective_from
        day = self.effective_from or (None if stands == FIRST_DAY else stands)
        return TENANTS.corrected(
            context, tenant, self, TenantNameCorrected, of=self.of, effective_from=day
        )


class CorrectCategoryEditionAdoption(_TenantCorrection, frozen=True, kw_only=True):
    """Correct the edition or the day of an adoption that was entered wrongly."""

    CORRECTS = (EDITION,)

    edition: Annotated[Code, Meta(description="The right edition.")]
    effective_from: Annotated[InForceDay, Meta(description="The right first day.")]

    def decide(self, context: Context) -> Decision:
        tenant = context.existing(Tenant, context.tenant_id)
        return TENANTS.corrected(
            context, tenant, self, CategoryEditionAdoptionCorrected, of=self.of
        )


COMMANDS = (CorrectTenantName, CorrectCategoryEditionAdoption)
