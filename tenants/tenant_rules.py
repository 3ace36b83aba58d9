"""When a fact of an office is allowed: one rule for each kind."""

from __future__ import annotations

from wahana.domain.kernel.model import Context
from wahana.domain.kernel.problems import refuse_field
from wahana.domain.kernel.timeline import Timeline

from .tenant import EDITION, NAME, DatedText, Tenant


def _edition(context: Context, tenant: Tenant, adopted: DatedText) -> None:
    known = context.reference.categories.editions
    if adopted.text not in known:
        refuse_field("edition", "no_edition", edition=adopted.text, known=tuple(sorted(known)))


TENANTS: Timeline[Tenant] = Timeline({NAME: None, EDITION: _edition})
"""The facts of an office and their rules."""
