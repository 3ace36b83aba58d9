"""``wahana demo``: everything in one process group, with the sample offices.

Embedded PostgreSQL, both databases, API and worker; the sample facts go in through the public
commands. Stopping and starting again keeps everything; a start that finds the samples only
starts. Everything ends with Ctrl-C or SIGTERM, and what is in flight is finished.
"""

from __future__ import annotations

import asyncio
import shutil
import time
from pathlib import Path

import structlog
from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
)

from wahana.platform import embedded, positions, private_files
from wahana.platform.processes import process_status
from wahana.platform.settings import Settings
from wahana.projections.registry import VIEWS

from .. import assembly, jobs, locations, serving
from ..assembly import ServiceParts
from ..processes import NAMES
from . import dinas_year, load, queries, tokens
from .load import Loaded, Stopped

console = Console(highlight=False, soft_wrap=True)
_log = structlog.get_logger(__name__)


async def run_demo(settings: Settings, *, fresh: bool, seed: int | None = None) -> None:
    """Run the demo until it is stopped. ``seed``: beside the sample offices, a year of a whole
    office, made from this seed.
    """
    began = time.monotonic()
    stop = jobs.stop_event()
    if fresh:
        await asyncio.to_thread(_delete, settings.data)
    console.print(f"data      {settings.data.resolve()}")
    async with locations.addresses(settings, alone=True) as addresses:
        for line in await assembly.prepare(addresses):
            _log.debug("prepared", path=line)
        root = await locations.root_key(settings, addresses)
        async with assembly.opened(addresses, root, settings=settings) as service:
            try:
                loaded = await _load(service, settings, seed, stop)
            except Stopped:
                console.print("stopped while loading; the next start finishes it")
                return
            secrets = await tokens.keep(service, loaded, settings.data)
            # Only now: views catch up faster in large batches, and nothing reacts to half a past.
            working = asyncio.create_task(jobs.run_worker(service, stop), name="worker")
            try:
                await _level(service, stop)
                async with serving.serving(service, settings) as (_, url):
                    took = time.monotonic() - began
                    text = queries.welcome(url, loaded, secrets, settings.data, took)
                    await asyncio.to_thread(_keep, settings.data, text.plain)
                    console.print(text)
                    await stop.wait()
                    console.print("stopping: what is in flight is finished …")
            finally:
                stop.set()
                await working


async def _load(
    service: ServiceParts, settings: Settings, seed: int | None, stop: asyncio.Event
) -> Loaded:
    """Load what is missing; a year of an office takes a minute, so its progress is shown."""
    name = settings.log_name
    if seed is None:
        return await load.load(service, log_name=name, stop=stop)
    told = (*load.stories(), dinas_year.story(seed))
    columns = (TextColumn("loading"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    began = time.monotonic()
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("loading", total=None)

        def progress(done: int, every: int) -> None:
            bar.update(task, completed=done, total=every)

        loaded = await load.load(service, progress, log_name=name, told=told, stop=stop)
    if loaded.fresh:
        took = time.monotonic() - began
        speed = f"{loaded.commands / took:.0f} commands/s"
        console.print(f"loaded    {loaded.commands:,} commands in {took:.1f} s, {speed}")
    return loaded


async def _level(service: ServiceParts, stop: asyncio.Event) -> None:
    """Wait until views and process managers have caught up with the samples."""
    while not stop.is_set():
        views = await positions.status(service.database, VIEWS, clock=service.clock)
        processes = await process_status.status(service.database, NAMES, clock=service.clock)
        behind = [row.events_behind for row in views if row.follows and row.state != "stopped"]
        behind += [row.events_behind for row in processes if row.state != "stopped"]
        if not any(behind):
            return
        await asyncio.sleep(0.1)


def _keep(data: Path, text: str) -> None:
    private_files.write(data / queries.FILE_NAME, f"{text}\n".encode())


def _delete(data: Path) -> None:
    """Delete the demo's data folder, if it is one. Raises ``DataInUse``, ``ValueError``."""
    if not data.exists():
        return
    embedded.remove(data)
    strange = [entry.name for entry in data.iterdir() if entry.name not in KEPT_FILES]
    if strange:
        raise ValueError(
            f"{data} holds {', '.join(sorted(strange)[:3])}, which the demo did not make; "
            "give --data an empty folder"
        )
    shutil.rmtree(data)


KEPT_FILES = frozenset({"root.key", tokens.FILE_NAME, queries.FILE_NAME})
"""What the demo keeps in its data folder besides the embedded server."""
