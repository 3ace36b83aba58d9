"""``python -m tests.bench``: measures, prints, and keeps the figures where ``BENCH_JSON`` says."""

from __future__ import annotations

import argparse
import asyncio
import os
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import uvloop
from rich.console import Console

from . import appends, lists, machine, memory, mutations, stage, views, year
from .figures import Section
from .plan import QUICK, WHOLE, Plan

Part = Callable[[stage.Stage, Plan], Awaitable[Section]]
PARTS: dict[str, Part] = {
    "appends": appends.measure,
    "mutations": mutations.measure,
    "views": views.measure,
    "lists": lists.measure,
    "as-of": lists.measure_as_of,
    "memory": memory.measure,
    "year": year.measure,
}
"""The parts in the order in which they run; later ones use what earlier ones loaded."""


def main() -> None:
    """Parse the command line and run."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    parser.add_argument("--only", choices=PARTS, action="append", help="this part; repeatable")
    parser.add_argument("--quick", action="store_true", help="seconds only; figures mean nothing")
    parser.add_argument("--folder", type=Path, help="where the data lies (a real disk)")
    parser.add_argument("--tenants", type=int, help="offices beside which the year is asked")
    chosen = parser.parse_args()
    plan = QUICK if chosen.quick else WHOLE
    if chosen.tenants:
        plan = replace(plan, tenants=chosen.tenants)
    uvloop.run(run(chosen.only or list(PARTS), plan, chosen.folder))


async def run(names: list[str], plan: Plan, folder: Path | None) -> dict[str, Any]:
    """Measure the named parts; what is kept as JSON."""
    console = Console(width=max(Console().width, 110))
    begun = time.perf_counter()
    kept: dict[str, Any] = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "parts": {}}
    kept["whole"] = plan is WHOLE and names == list(PARTS)
    async with stage.opened(folder) as opened:
        place = opened.place
        kept["machine"] = await machine.described(place.server, Path(place.folder))
        machine.show(console, kept["machine"])
        for name in names:
            since = time.perf_counter()
            section = await PARTS[name](opened, plan)
            section.seconds, section.load = time.perf_counter() - since, os.getloadavg()[0]
            section.print(console)
            kept["parts"][name] = section.kept()
    kept["seconds"] = time.perf_counter() - begun
    console.print(f"\n{kept['seconds']:.0f} s in all")
    if target := os.environ.get("BENCH_JSON"):
        await asyncio.to_thread(
            Path(target).write_bytes, orjson.dumps(kept, option=orjson.OPT_INDENT_2)
        )
        console.print(f"the same figures as JSON: {target}")
    return kept


if __name__ == "__main__":
    main()
