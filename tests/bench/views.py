"""(c) Catch-up and rebuild of views: ours, the library's runner, and one set-based statement.

The view is the directory of WKSBM (two versioned tables and the states they are folded from); the
board's catch-up is shown beside it. Rates count the events that the view is handed, not the
positions that it passes over.
"""

from __future__ import annotations

import asyncio
import time
from typing import Any

import asyncpg

from wahana.platform import sql
from wahana.platform.ids import TenantId
from wahana.platform.table_sql import LIVE
from wahana.projections.area_names import place_of
from wahana.projections.wksbm_directory.view import VIEW as DIRECTORY

from . import library_runner
from .figures import Section, Verdict
from .history import VILLAGES
from .loading import office_of
from .plan import Plan
from .stage import Office, Process, Stage

_SQL = {
    name: DIRECTORY.of.named(text) for name, text in sql.load(__file__, "directory.sql").items()
}
_APPENDS = sql.load(__file__, "appends.sql")
_SET_BASED = 98
"""Generation that the statement fills."""


async def measure(stage: Stage, plan: Plan) -> Section:
    """The table of (c)."""
    section = Section("c", f"a view of {plan.logs[-1]:,} events in one office's log")
    office = await office_of(stage, plan.logs[-1])
    directory = await worked(stage, office, do="catch up", view=DIRECTORY.name)
    board = await worked(stage, office, do="catch up", view="board")
    rebuilt = await worked(stage, office, do="rebuild", view=DIRECTORY.name)
    rebuilt = rebuilt | {"events": directory["events"]}
    for name, told in (
        ("Wahana: catch-up of the directory", directory),
        ("Wahana: rebuild of the directory, beside the live one", rebuilt),
        ("Wahana: catch-up of the boards", board),
    ):
        _row(section, name, told["events"], told["seconds"], told["positions"])
    done, seconds, given = await _library(stage, plan)
    _row(section, "eventsourcing ProjectionRunner, the directory", done, seconds, given)
    events, seconds, differences = await _set_based(stage, office.tenant)
    positions = rebuilt["positions"]
    _row(section, "one set-based SQL statement, the directory", events, seconds, positions)
    _judge(section, rebuilt, differences)
    return section


async def worked(stage: Stage, office: Office, **task: Any) -> dict[str, Any]:
    """A task of ``worker.py`` in a process of its own; done once, told as often as asked."""
    name = (office.tenant, *task.values())
    if name not in stage.told:
        async with Process.running("worker", str(stage.place.file)) as worker:
            stage.told[name] = await worker.call(**task, tenant=office.tenant)
    return stage.told[name]


def _row(section: Section, who: str, events: int, seconds: float, positions: int) -> None:
    section.rows.append(
        {
            "who": who,
            "events of the view": events,
            "seconds": seconds,
            "events/s": events / seconds,
            "positions/s": positions / seconds,
        }
    )


def _judge(section: Section, rebuilt: dict[str, Any], differences: int) -> None:
    rates = [row["events/s"] for row in section.rows]
    catching, rebuilding, _, library, statement = rates
    section.verdicts = [
        Verdict("catch-up of the directory", catching, 20_000, "events/s"),
        Verdict("rebuild of the directory", rebuilding, 20_000, "events/s"),
    ]
    section.remarks = [
        f"catch-up is {catching / library:.0f} × the library's runner, which commits every event "
        "by itself; its projection ran the same apply with the same statements",
        f"catch-up is {catching / statement:.2f} × the set-based statement; that one fills the "
        "list table alone, only for the kinds of events in this history, without the small sets, "
        f"the states and corrections; {differences} of its rows differ from ours",
        f"after the rebuild all rows of both generations were compared in "
        f"{rebuilt['compared_s']:.1f} s: {rebuilt['differences']} tables differ; it was "
        f"{rebuilt['outcome']}",
    ]


async def _library(stage: Stage, plan: Plan) -> tuple[int, float, int]:
    """Events of the view that the library's runner applied, its seconds, events it was given."""
    url = stage.place.addresses.events
    office = await office_of(stage, plan.library_events)
    connection = await asyncpg.connect(url)
    try:
        await connection.execute(
            await connection.fetchval(_APPENDS["schema"], library_runner.SCHEMA)
        )
        await connection.execute(
            _SQL["add_generation"], office.tenant, library_runner.GENERATION, DIRECTORY.version
        )
    finally:
        await connection.close()
    rows = [row async for row in stage.service.log.read_log(office.tenant)]
    done, seconds = await asyncio.to_thread(library_runner.run, url, rows, plan.library_s)
    return done, seconds, len(rows)


async def _set_based(stage: Stage, tenant: TenantId) -> tuple[int, float, int]:
    """Rows that the statement wrote, its seconds, and how many of them differ from ours."""
    connection = await asyncpg.connect(stage.place.addresses.events)
    try:
        await connection.execute(_SQL["places"])
        for village in VILLAGES:
            place = place_of(village)
            names = (place.province_name, place.regency_name, place.district_name)
            await connection.execute(_SQL["place"], village, *names, place.village_name)
        begun = time.perf_counter()
        topics = sorted(DIRECTORY.topics or ())
        written = await connection.execute(_SQL["fill"], tenant, _SET_BASED, topics, LIVE)
        seconds = time.perf_counter() - begun
        live = await connection.fetchval(_SQL["live"], tenant, DIRECTORY.version)
        differences = await connection.fetchval(_SQL["differences"], tenant, live, _SET_BASED)
        await connection.execute(_SQL["clear"], tenant, _SET_BASED)
    finally:
        await connection.close()
    return int(written.rpartition(" ")[2]), seconds, differences
