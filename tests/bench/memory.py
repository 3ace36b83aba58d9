"""(e) Memory over the large log: catch-up, rebuild, reading the log, the NDJSON export.

Each task runs in a process of its own that reports its resident memory at the start, in the
middle and at the end. Flat means: the maximum is hardly more than the memory in the middle.
"""

from __future__ import annotations

import asyncio
import contextlib
import time
from typing import Any

import httpx

from .figures import Section, Verdict
from .loading import office_of
from .plan import Plan
from .stage import Office, Process, Stage
from .views import worked

_SAMPLE_S = 0.1
_FLAT = 1.1
_EXPORTED_PERCENT = 30
"""The part of the log that is downloaded, from its end: enough to see whether the server grows."""


async def measure(stage: Stage, plan: Plan) -> Section:
    """The table of (e)."""
    events = plan.logs[-1]
    section = Section("e", f"memory over a log of {events:,} events, MiB resident")
    office = await office_of(stage, events)
    view = "wksbm_directory"
    for name, told in (
        ("catch-up of the directory", await worked(stage, office, do="catch up", view=view)),
        ("rebuild of the directory", await worked(stage, office, do="rebuild", view=view)),
        ("reading the log", await worked(stage, office, do="read the log")),
        (f"NDJSON export of {_EXPORTED_PERCENT} %", await _exported(stage, office)),
    ):
        _row(section, name, told)
    section.remarks = [
        "a process per task; the start holds the whole service, loaded and idle. Flat: the most "
        f"is at most {_FLAT} × the middle",
        "the export's process is the server; the client counts lines and keeps none",
    ]
    return section


def _row(section: Section, name: str, told: dict[str, Any]) -> None:
    found = told["rss_mib"]
    rate = told["positions"] / told["seconds"]
    section.rows.append({"task": name} | found | {"positions/s": rate})
    ratio = found["most"] / found["middle"]
    section.verdicts.append(Verdict(f"{name}: most ÷ middle", ratio, _FLAT, at_least=False))


async def _exported(stage: Stage, office: Office) -> dict[str, Any]:
    """Download the end of the log; what the server's process held meanwhile."""
    samples: list[float] = []
    async with contextlib.AsyncExitStack() as stack:
        server = await stack.enter_async_context(
            Process.running("server", str(stage.place.file), "wahana")
        )
        url = (await server.line())["url"]
        client = await stack.enter_async_context(httpx.AsyncClient(timeout=60))
        finished = asyncio.Event()

        async def watch() -> None:
            while not finished.is_set():
                samples.append((await server.call())["rss_mib"])
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(finished.wait(), _SAMPLE_S)

        watching = asyncio.create_task(watch())
        begun, lines = time.perf_counter(), 0
        headers = {"authorization": f"Bearer {office.auditor_token}"}
        head = await stage.service.log.head(office.tenant)
        wanted = {"after": head - head * _EXPORTED_PERCENT // 100}
        async with client.stream(
            "GET", f"{url}/log.ndjson", headers=headers, params=wanted
        ) as response:
            response.raise_for_status()
            async for chunk in response.aiter_bytes():
                lines += chunk.count(b"\n")
        seconds = time.perf_counter() - begun
        finished.set()
        await watching
    if lines != head - wanted["after"]:
        raise RuntimeError(f"the export gave {lines} lines of {head - wanted['after']} events")
    middle = samples[len(samples) // 2]
    rss = {"start": samples[0], "middle": middle, "end": samples[-1], "most": max(samples)}
    return {"seconds": seconds, "positions": lines, "rss_mib": rss}
