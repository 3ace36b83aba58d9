"""Loads an office's history through the append function, in large batches, with a progress bar.

The bytes, keys, versions and positions are those the service would have written; only the
decisions are left out, and many commands share one flush.
"""

from __future__ import annotations

import asyncio
import time

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from wahana.platform.append import Appended

from .history import History
from .stage import Office, Stage


def progress_bar() -> Progress:
    """A bar with a rate's worth of columns; quiet where there is no terminal."""
    return Progress(
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn()
    )


async def load(stage: Stage, office: Office, history: History, events: int) -> float:
    """Write about ``events`` events into the office's log; seconds it took."""
    begun = time.perf_counter()
    batches = history.batches(events)
    with progress_bar() as bar:
        task = bar.add_task(f"loading {events:,} events", total=events)
        batch = next(batches, None)
        while batch is not None:
            writing = asyncio.create_task(stage.service.log.append(office.tenant, batch))
            # The next batch is made while PostgreSQL writes this one.
            following = await asyncio.to_thread(next, batches, None)
            outcomes = await writing
            if not all(isinstance(outcome, Appended) for outcome in outcomes):
                raise RuntimeError("a command of the invented history was not accepted")
            bar.advance(task, sum(len(command.events) for command in batch))
            batch = following
    return time.perf_counter() - begun


async def office_of(stage: Stage, events: int) -> Office:
    """The office with a history of this number of events; loaded at its first use."""
    if events not in stage.loaded:
        office = await stage.office(f"arsip-{events}")
        await load(stage, office, History(office.officer, wksbms_of(events)), events)
        stage.loaded[events] = office
    return stage.loaded[events]


def wksbms_of(events: int) -> int:
    """Number of WKSBM that share a history: at least a page of them, else one for 100 events."""
    return max(50, events // 100)
