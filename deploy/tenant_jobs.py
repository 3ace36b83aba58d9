"""The jobs of ``wahana tenant``: adding, listing and showing offices."""

from __future__ import annotations

from datetime import date
from typing import cast

from rich.table import Table

from wahana.domain.kernel.model import Level
from wahana.domain.kernel.roles import FIRST_ADMIN
from wahana.platform.ids import TenantId
from wahana.platform.settings import Settings
from wahana.tenants.tenant import Tenant

from . import jobs, provision
from .assembly import ServiceParts
from .provision import OPERATOR, MemberSetup, TenantSetup


async def add(
    settings: Settings, slug: str, name: str, area: str, level: str, zone: str, admin: str | None
) -> None:
    """Register an office, and its first administrator if one is named."""
    new = TenantSetup(name, slug, cast("Level", level), area, zone)
    async with jobs.service(settings) as service:
        tenant = await provision.add_tenant(service, new, log_name=settings.log_name)
        jobs.console.print(f"{slug}: {tenant}")
        if admin is not None:
            await _admitted(service, tenant, admin)


async def add_admin(settings: Settings, wanted: str, name: str) -> None:
    """Add an administrator to an existing office."""
    async with jobs.service(settings) as service:
        entry = await jobs.find_tenant(service.directory, wanted)
        await _admitted(service, entry.tenant, name)


async def _admitted(service: ServiceParts, tenant: TenantId, name: str) -> None:
    member = MemberSetup(name, FIRST_ADMIN)
    _, secret = await provision.add_member(service, tenant, OPERATOR, member)
    jobs.console.print("Token of the administrator, shown this once:")
    jobs.console.print(secret, highlight=False, soft_wrap=True)


async def show_all(settings: Settings) -> None:
    """A line for each office."""
    table = Table("slug", "name", "level", "area", "zone", "events", "registered")
    async with jobs.service(settings) as service:
        for entry in await service.directory.all():
            state = await _state(service, entry.tenant)
            head = await service.log.head(entry.tenant)
            table.add_row(
                entry.slug,
                state.name_on(service.clock().date()),
                state.level,
                state.area_code,
                state.time_zone,
                str(head),
                f"{entry.registered_at:%Y-%m-%d}",
            )
    jobs.console.print(table)


async def show(settings: Settings, wanted: str) -> None:
    """Everything that was set for one office."""
    async with jobs.service(settings) as service:
        entry = await jobs.find_tenant(service.directory, wanted)
        state = await _state(service, entry.tenant)
        head = await service.log.head(entry.tenant)
    table = Table("what", "from", "value", title=f"{entry.slug} · {entry.tenant}")
    table.add_row("log", "", f"{state.origin}, {head} events")
    table.add_row("level, area, zone", "", f"{state.level} {state.area_code} {state.time_zone}")
    for name in state.names:
        table.add_row("name", _day(name.effective_from), name.text)
    for edition in state.editions:
        table.add_row("category edition", _day(edition.effective_from), edition.text)
    for policy in sorted(state.policies, key=lambda one: (one.name, one.effective_from)):
        table.add_row(policy.name, _day(policy.effective_from), str(policy.value))
    if state.backlog_until:
        table.add_row("backlog open until", "", str(state.backlog_until))
    jobs.console.print(table)


async def _state(service: ServiceParts, tenant: TenantId) -> Tenant:
    return cast("Tenant", await service.repository.get(tenant, Tenant, tenant))


def _day(day: date) -> str:
    return "beginning" if day.year == 1 else str(day)
