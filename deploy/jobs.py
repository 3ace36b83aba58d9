"""The jobs of the command line, one function each; ``cli.py`` gives them names and options."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import signal
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from uuid import UUID

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from wahana.platform import backup as backups
from wahana.platform import interventions, positions
from wahana.platform import rebuild as rebuilding
from wahana.platform import restore as restoring
from wahana.platform.ids import TenantId
from wahana.platform.interventions import Justification
from wahana.platform.log.check import check_log
from wahana.platform.processes import process_status
from wahana.platform.processes.due import DueScan
from wahana.platform.processes.runner import ProcessRunner
from wahana.platform.runner import Worker
from wahana.platform.settings import Settings
from wahana.platform.views import View
from wahana.projections.registry import VIEWS
from wahana.tenants.directory import Directory, TenantListing

from . import assembly, locations
from .assembly import ServiceParts
from .processes import NAMES, process_parts

PLAIN_WIDTH = 200
"""Width of a table that is written to a file, a pipe or the journal, not to a terminal."""

console = Console(width=None if sys.stdout.isatty() else PLAIN_WIDTH)


class UnknownTenantOrView(Exception):
    """There is no such tenant or view; the message names those there are."""


@contextlib.asynccontextmanager
async def service(settings: Settings) -> AsyncIterator[ServiceParts]:
    """A service on the databases of the settings; refuses a schema of another release."""
    async with locations.addresses(settings, make=False) as addresses:
        await assembly.check(addresses)
        root = await locations.root_key(settings, addresses)
        async with assembly.opened(addresses, root, settings=settings) as opened:
            yield opened


async def find_tenant(directory: Directory, wanted: str) -> TenantListing:
    """The tenant of a slug or id. Raises :class:`UnknownTenantOrView`."""
    entries = await directory.all()
    for entry in entries:
        if wanted in (entry.slug, str(entry.tenant)):
            return entry
    known = ", ".join(entry.slug for entry in entries) or "none yet"
    raise UnknownTenantOrView(f"there is no tenant '{wanted}'; there are: {known}")


async def _tenants(directory: Directory, wanted: str | None) -> list[TenantListing]:
    return [await find_tenant(directory, wanted)] if wanted else await directory.all()


def find_view(name: str) -> View:
    """The view of a name. Raises :class:`UnknownTenantOrView`."""
    views = {view.name: view for view in VIEWS}
    if name in NAMES:
        raise UnknownTenantOrView(
            f"'{name}' is a process manager: what it did was done, it is never rebuilt"
        )
    if name not in views:
        raise UnknownTenantOrView(
            f"there is no view '{name}'; there are: {', '.join((*views, *NAMES))}"
        )
    return views[name]


def stop_event() -> asyncio.Event:
    """Set by SIGTERM and SIGINT: what runs then finishes what is in flight."""
    event = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, event.set)
    return event


def settle() -> None:
    """Reduce the work of the garbage collector.

    Objects of the start-up (schema, reference data) live as long as the process: collecting through
    them would pause all requests. And thousands of events are alive while a view applies a batch,
    none of them in a cycle: collecting the youngest generation after every 700 allocations took a
    sixth of the time of a catch-up.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


async def work(settings: Settings) -> None:
    """Run a worker until told to stop."""
    stop = stop_event()
    async with service(settings) as opened:
        settle()
        await run_worker(opened, stop)


async def run_worker(opened: ServiceParts, stop: asyncio.Event) -> None:
    """A worker for views, process managers and days that fall due, woken by this process's own
    appends."""
    parts = process_parts(opened)
    worker, processes = Worker(opened.projector, VIEWS), ProcessRunner(parts)
    unlisten = [opened.wakeups.listen(one.wake) for one in (worker, processes)]
    beside = (processes.run(stop), DueScan(parts).follow(_everybody(opened), stop))
    tasks = [asyncio.create_task(one) for one in beside]
    try:
        await worker.run(stop)
    finally:
        for end in unlisten:
            end()
        stop.set()
        await asyncio.gather(*tasks)


def _everybody(opened: ServiceParts) -> Callable[[], Awaitable[list[TenantId]]]:
    async def tenants() -> list[TenantId]:
        return [entry.tenant for entry in await opened.directory.all()]

    return tenants


async def migrate(settings: Settings) -> None:
    """Upgrade both databases and the views to this release."""
    async with locations.addresses(settings) as addresses:
        await locations.root_key(settings, addresses)
        done = await assembly.prepare(addresses)
    for line in done or ["nothing to do: everything is at this release"]:
        console.print(line)


async def status(settings: Settings, tenant: str | None, behind_s: float) -> int:
    """Print where every view and process manager is; 0: up to date, 1: behind, 2: stopped."""
    async with service(settings) as opened:
        entries = await opened.directory.all()
        slugs: dict[UUID, str] = {entry.tenant: entry.slug for entry in entries}
        only = (await find_tenant(opened.directory, tenant)).tenant if tenant else None
        views = await positions.status(opened.database, VIEWS, tenant=only, clock=opened.clock)
        processes = await process_status.status(
            opened.database, NAMES, tenant=only, clock=opened.clock
        )
    table = Table(
        "view", "tenant", "version", "generation", "state", "position", "head", "behind", "note"
    )
    for row in views:
        version = str(row.version or row.target)
        generation = f"{row.generation}{' live' if row.live else ''}"
        table.add_row(
            row.view, _slug(slugs, row), version, generation, row.state, *_lag(row), _note(row)
        )
    for one in processes:
        note = one.error or "process manager"
        table.add_row(one.name, _slug(slugs, one), "", "", one.state, *_lag(one), note)
    console.print(table)
    for line in upgrades(views):
        console.print(line)
    return positions.exit_code([*views, *processes], behind_s=behind_s)


Standing = positions.StatusRow | process_status.ProcessStatus


def _slug(slugs: Mapping[UUID, str], row: Standing) -> str:
    return slugs.get(row.tenant, str(row.tenant))


def _lag(row: Standing) -> tuple[str, str, str]:
    behind = f"{row.events_behind} events, {row.seconds_behind:.0f} s"
    return str(row.position), str(row.head), behind


def _note(row: positions.StatusRow) -> str:
    if row.error:
        return row.error
    if row.is_filled:
        return f"filled for version {row.version}: {row.per_cent} %"
    older = row.live and 0 < row.version < row.target
    return f"answers until version {row.target} is filled" if older else ""


def upgrades(rows: Sequence[positions.StatusRow]) -> list[str]:
    """A line for each view that changes to another version: the progress over all tenants."""
    lines = []
    for view in dict.fromkeys(row.view for row in rows if row.live and row.version < row.target):
        live = [row for row in rows if row.view == view and row.live and row.version]
        filled = {row.tenant: row.position for row in rows if row.view == view and row.follows}
        older = sorted({str(row.version) for row in live if row.version < row.target})
        if older:
            head = sum(row.head for row in live) or 1
            done = sum(filled.get(row.tenant, 0) for row in live)
            switched = sum(row.version == row.target for row in live)
            lines.append(
                f"{view}: version {', '.join(older)} → {live[0].target}, {switched} of {len(live)} "
                f"tenants switched, {100 * done // head} % of the events"
            )
    return lines


async def check(settings: Settings, tenant: str | None) -> int:
    """Walk the logs; 0 sound, 2 a defect."""
    broken = 0
    async with service(settings) as opened:
        for entry in await _tenants(opened.directory, tenant):
            defect = await check_log(opened.log, entry.tenant)
            head = await opened.log.head(entry.tenant)
            console.print(f"{entry.slug}: {defect or f'{head} events, sound'}")
            broken += defect is not None
    return 2 if broken else 0


async def rebuild(
    settings: Settings,
    view: str,
    tenant: str | None,
    warrant: Justification,
    accept_differences: bool,
) -> int:
    """Rebuild a view; 0 switched everywhere, 1 kept beside the live one, 2 stopped."""
    about = find_view(view)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    async with service(settings) as opened:
        settle()
        entries = await _tenants(opened.directory, tenant)
        slugs = {entry.tenant: entry.slug for entry in entries}
        with Progress(*columns, TimeRemainingColumn(), console=console) as bar:
            tasks = {entry.tenant: bar.add_task(entry.slug, total=None) for entry in entries}

            def show(step: rebuilding.Progress) -> None:
                bar.update(tasks[step.tenant], completed=step.position, total=step.goal)

            done = await rebuilding.rebuild(
                opened.projector,
                about,
                [entry.tenant for entry in entries],
                warrant,
                accept_differences=accept_differences,
                progress=show,
            )
    for one in done:
        console.print(f"{slugs[one.tenant]}: {one.outcome}, generation {one.generation}")
        for difference in one.differences:
            console.print(f"  {difference}")
    outcomes = {one.outcome for one in done}
    return 2 if "stopped" in outcomes else 1 if "differs" in outcomes else 0


def find_follower(name: str) -> View | str:
    """The view of a name, or the name of a process manager. Raises :class:`UnknownTenantOrView`."""
    return name if name in NAMES else find_view(name)


async def replay(settings: Settings, name: str, tenant: str, warrant: Justification) -> None:
    """Try the event again that stopped a view or process manager of a tenant."""
    follower = find_follower(name)
    async with service(settings) as opened:
        entry = await find_tenant(opened.directory, tenant)
        if isinstance(follower, View):
            at = await interventions.replay(opened.database, entry.tenant, follower, warrant)
        else:
            at = await process_status.replay(opened.database, entry.tenant, follower, warrant)
    console.print(f"{name} of {entry.slug} goes on at position {at}")


async def discard(
    settings: Settings, name: str, tenant: str, position: int, warrant: Justification
) -> None:
    """Skip an event in a view or process manager that stopped at it."""
    follower = find_follower(name)
    async with service(settings) as opened:
        database, entry = opened.database, await find_tenant(opened.directory, tenant)
        if isinstance(follower, View):
            await interventions.discard(database, entry.tenant, follower, position, warrant)
        else:
            await process_status.discard(database, entry.tenant, follower, position, warrant)
    console.print(f"{name} of {entry.slug} goes on after position {position}")


async def backup(settings: Settings, folder: Path) -> None:
    """Back up both databases and the root key."""
    async with locations.addresses(settings, make=False) as addresses:
        manifest = await backups.backup(
            folder,
            event_url=addresses.events,
            vault_url=addresses.vault,
            root_key=locations.root_key_file(settings),
        )
    events = sum(head.events for head in manifest.heads)
    console.print(f"{folder}: {len(manifest.heads)} tenants, {events} events")


async def restore(settings: Settings, folder: Path, *, replace: bool) -> None:
    """Restore a backup."""
    async with locations.addresses(settings) as addresses:
        manifest = await restoring.restore(
            folder,
            event_url=addresses.events,
            vault_url=addresses.vault,
            root_key=locations.root_key_file(settings),
            replace=replace,
        )
    for head in manifest.heads:
        console.print(f"restored {head.tenant}: {head.events} events")


def print_settings(settings: Settings) -> None:
    """The settings with their variables and meanings."""
    table = Table("variable", "value", "meaning")
    for name, field in Settings.model_fields.items():
        table.add_row(f"WAHANA_{name.upper()}", str(getattr(settings, name)), field.description)
    console.print(table)
