"""(f) A year of a whole office: through the commands, rebuilt, and queried by its hottest screens.

The year is that of ``wahana demo --year``. The screens are asked over HTTP by one client, live and
as of the middle of the log, first alone, then beside other offices of a third of its size. These
are one that lived its own year, and copies of it: their logs by block append, the rows of their
views copied, not folded, for that changes nothing for other readers.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any
from uuid import UUID

import asyncpg

from wahana.deploy import provision
from wahana.deploy.demo import dinas_year, load
from wahana.deploy.demo.story import Story
from wahana.deploy.provision import OPERATOR, MemberSetup, TenantSetup
from wahana.domain.care.report import ReportCase
from wahana.platform import sql
from wahana.platform.ids import TenantId, global_id
from wahana.projections.registry import VIEWS

from .figures import Section, Times, Verdict
from .loading import progress_bar
from .plan import Plan
from .server import ROADS
from .stage import Process, Stage

_SQL = sql.load(__file__, "year.sql")
_BLOCK, _WRITERS = 250, 2
"""Events of an append, and connections that write the copies."""
_SMALLER = 3
"""The factor by which the other offices have fewer WKSBM."""
_ROAD = next(iter(ROADS))
REBUILD_EVENTS_S = 176_000 / 15
"""Aim for all views of an office together: five years of it in 15 seconds."""
LIVE_MS, AS_OF_MS = 200, 300
"""Aims for the p95 of every screen."""


@dataclass(frozen=True, slots=True)
class Screen:
    """A question that a screen asks; ``#`` is replaced by ``asOf`` with its position, or by
    nothing."""

    name: str
    text: str
    expected: str
    """Stands in every answer."""


SCREENS = (
    Screen(
        "case inbox of the office",
        """{ caseInbox(first: 50#) { totalCount nodes { part state urgency since due isOverdue
             case { id villageName categories { code } subjects { identity { name } } }
             referral { fromName fromKind state } } } }""",
        '"since"',
    ),
    Screen(
        "one case with its history",
        """{ case(id: "@CASE"#) { stage urgency wksbm { name } categories { code }
             subjects { identity { name } } plan { serviceKind doer }
             services { serviceKind state kps { name } deliveries { deliveredOn quantity unit } }
             referrals { state toKind toName steps { state happenedOn reason } }
             closings { reason } history(first: 50) { nodes { occurredOn actEn role
             actor { person { name } } } } } }""",
        '"occurredOn"',
    ),
    Screen(
        "referrals that are overdue",
        """{ referrals(isOverdue: true, first: 50#) { totalCount nodes {
             state toKind toName due stateSince case { villageName wksbm { name } } } } }""",
        '"due"',
    ),
    Screen(
        "overlaps to decide on",
        """{ overlaps(state: OPEN, first: 50#) { totalCount nodes { serviceKind rule waits
             validFrom validTo kps { name } identity { name }
             others { serviceKind validFrom validTo kps { name } } } } }""",
        '"waits"',
    ),
    Screen(
        "who receives what this month",
        """{ servicesThisMonth(validOn: "@DAY", first: 50#) { totalCount nodes {
             serviceKind deliveries quantity unit lastDeliveryOn kps { name } identity { name }
             case { wksbm { name } } } } }""",
        '"deliveries"',
    ),
    Screen(
        "balance of a fund on a day",
        """{ fundBalance(wksbmId: "@WKSBM", kind: IURAN, unit: IDR, on: "@DAY"#) {
             balance entryCount lastDay sealed } }""",
        '"balance"',
    ),
    Screen(
        "cash book, 50 entries",
        """{ fundEntries(wksbmId: "@WKSBM", first: 50#) { totalCount nodes {
             entryNo day kind unit received paid balance payerName receiptNo } } }""",
        '"entryNo"',
    ),
    Screen(
        "who is behind with dues",
        """{ arrears(wksbmId: "@WKSBM", year: @YEAR, first: 50#) { totalCount nodes {
             payerId payerName owed periodCount oldest } } }""",
        '"arrears"',
    ),
    Screen(
        "all WKSBM with their boards",
        """{ wksbms(first: 50, orderBy: NAME#) { nodes {
             id name stage status board { termNo members { seat person { name } } } } } }""",
        '"termNo"',
    ),
    Screen(
        "audit trail, 50 events",
        """{ trail(first: 50#) { nodes {
             position recordedAt occurredOn actEn role actor { person { name } } } } }""",
        '"position"',
    ),
)
"""The ten screens that officers of the office and of a WKSBM look at most: what waits, one case,
what is late, who gets what, one book, who owes, who is there, who wrote what."""


@dataclass(frozen=True, slots=True)
class Lived:
    """The office whose year is asked about."""

    tenant: TenantId
    token: str
    words: Mapping[str, str]
    """The values of the screens' placeholders."""
    head: int
    whole: bool
    """The office has the size of a real one: no screen of it is empty."""


async def measure(stage: Stage, plan: Plan) -> Section:
    """The table of (f)."""
    section = Section("f", "a year of an office: ten screens over HTTP, one client")
    lived = await _lived(section, stage, plan)
    await _folded(section, stage, lived)
    await _asked(section, stage, lived, plan, tenants=1)
    await _beside(section, stage, plan)
    worst = await _asked(section, stage, lived, plan, tenants=plan.tenants)
    section.verdicts += [
        Verdict("slowest screen, p95, live", worst[0], LIVE_MS, "ms", at_least=False),
        Verdict("slowest screen, p95, as of", worst[1], AS_OF_MS, "ms", at_least=False),
    ]
    section.remarks.append(
        "as of: the middle of the log; the year is entered WKSBM beside WKSBM, not day by day"
    )
    return section


async def _lived(section: Section, stage: Stage, plan: Plan) -> Lived:
    """The year goes in through the commands, as a user's would."""
    story = dinas_year.story(1, wksbm=plan.year_wksbm, scale=plan.year_scale)
    with progress_bar() as bar:
        task = bar.add_task("a year through the commands", total=None)

        def progress(done: int, every: int) -> None:
            bar.update(task, completed=done, total=every)

        begun = time.perf_counter()
        loaded = await load.load(stage.service, progress, log_name="bench.localhost", told=(story,))
        seconds = time.perf_counter() - begun
    tenant = loaded.tenants[story.office.slug]
    head = await stage.service.log.head(tenant)
    section.verdicts.append(
        Verdict("a year through the commands", loaded.commands / seconds, 600, "commands/s")
    )
    section.remarks.append(
        f"{loaded.commands:,} commands, {head:,} events in {seconds:.1f} s, one process, without "
        "HTTP; every command is decided, sealed, durable"
    )
    _, token = await provision.add_member(
        stage.service, tenant, OPERATOR, MemberSetup("Petugas", "DINAS_OFFICER")
    )
    words = {
        "@WKSBM": global_id("wksbm", story.officers[0].wksbm_ids[0]),
        "@DAY": f"{dinas_year.YEAR}-06-01",
        "@YEAR": str(dinas_year.YEAR),
        "@CASE": global_id("case", _longest_case(story)),
    }
    head = await stage.service.log.head(tenant)
    return Lived(tenant, token, words, head, whole=plan.year_scale >= 1)


def _longest_case(story: Story) -> UUID:
    """The case in which most was done."""
    chains = (chain for part in story.steps() for chain in part)
    reports = {
        chain[0].act.command.case_id: len(chain)
        for chain in chains
        if chain and isinstance(chain[0].act.command, ReportCase)
    }
    return max(reports, key=reports.__getitem__)


async def _folded(section: Section, stage: Stage, lived: Lived) -> None:
    """All views catch up with the year, then are rebuilt beside the live ones and compared."""
    took: dict[str, float] = {}
    each: dict[str, float] = {}
    async with Process.running("worker", str(stage.place.file)) as worker:
        for task in ("catch up", "rebuild"):
            for view in VIEWS:
                begun = time.perf_counter()
                told = await worker.call(do=task, view=view.name, tenant=lived.tenant)
                if told.get("differences"):
                    raise RuntimeError(f"the rebuilt {view.name} differs from the live one")
                each[view.name] = time.perf_counter() - begun
            took[task] = sum(each.values())
    await _analysed(stage)
    section.verdicts.append(
        Verdict(
            "rebuild of all views of the year, compared",
            lived.head / took["rebuild"],
            REBUILD_EVENTS_S,
            "events/s",
        )
    )
    section.remarks.append(
        f"all {len(VIEWS)} views, one after the other in one worker: catch-up "
        f"{took['catch up']:.1f} s, rebuild with comparison {took['rebuild']:.1f} s; the longest: "
        + ", ".join(
            f"{name} {each[name]:.1f} s" for name in sorted(each, key=each.__getitem__)[:-4:-1]
        )
    )


async def _analysed(stage: Stage) -> None:
    """What autovacuum does within a minute: plans made before it are those of empty tables."""
    connection = await asyncpg.connect(stage.place.addresses.events)
    try:
        await connection.execute(_SQL["analyse"])
    finally:
        await connection.close()


async def _asked(
    section: Section, stage: Stage, lived: Lived, plan: Plan, *, tenants: int
) -> tuple[float, float]:
    """Every screen in turns, live and as of; the slowest p95 of each."""
    middle = f', asOf: {{position: "{lived.head // 2}"}}'
    worst = [0.0, 0.0]
    async with (
        Process.running("client") as client,
        Process.running("server", str(stage.place.file), _ROAD) as server,
    ):
        url = (await server.line())["url"]
        for screen in SCREENS:
            row: dict[str, Any] = {"screen": screen.name, "offices": tenants}
            for number, (moment, given) in enumerate((("live", ""), ("as of", middle))):
                took = await _answers(client, url, lived, screen, given, plan.screen_s)
                times = Times.of([1 / median(took)], took)
                row |= {f"{moment} p50 ms": times.p50_ms, f"{moment} p95 ms": times.p95_ms}
                worst[number] = max(worst[number], times.p95_ms)
            section.rows.append(row)
    return worst[0], worst[1]


async def _answers(
    client: Process, url: str, lived: Lived, screen: Screen, moment: str, seconds: float
) -> list[float]:
    """Seconds of every answer to a screen, the first ones (plans, pages) left out."""
    text = screen.text.replace("#", moment)
    for word, meant in lived.words.items():
        text = text.replace(word, meant)
    wish = {"url": url, "token": lived.token, "bodies": [json.dumps({"query": text})]}
    await client.call(**wish, expected='"data"', seconds=seconds / 5)
    # As of the middle something may not be there yet; live the answer of a real office is full.
    expected = screen.expected if lived.whole and not moment else '"data"'
    found = await client.call(**wish, expected=expected, seconds=seconds)
    if '"errors"' in found["sample"]:
        raise RuntimeError(f"{screen.name}: {found['sample'][:2000]}")
    took: list[float] = found["took"]
    return took


async def _neighbour(stage: Stage, plan: Plan) -> tuple[TenantId, int]:
    """A smaller office with a year of its own, level; and the head of its log."""
    wksbm = max(1, plan.year_wksbm // _SMALLER)
    story = dinas_year.story(2, wksbm=wksbm, scale=plan.year_scale)
    loaded = await load.load(stage.service, log_name="bench.localhost", told=(story,))
    tenant = loaded.tenants[story.office.slug]
    async with Process.running("worker", str(stage.place.file)) as worker:
        for view in VIEWS:
            await worker.call(do="catch up", view=view.name, tenant=tenant)
    return tenant, await stage.service.log.head(tenant)


async def _beside(section: Section, stage: Stage, plan: Plan) -> None:
    """Other offices: one that lived its year, and copies of it (logs in blocks, and views)."""
    neighbour, head = await _neighbour(stage, plan)
    number = plan.tenants - 2
    begun = time.perf_counter()
    async with asyncpg.create_pool(
        stage.place.addresses.events, min_size=_WRITERS, max_size=_WRITERS, command_timeout=900
    ) as pool:
        others = await _logs_copied(stage, pool, neighbour, head, number)
        seconds = time.perf_counter() - begun
        copied = time.perf_counter()
        present = await _views_copied(stage, pool, neighbour, others)
    events = number * head
    section.remarks.append(
        f"the other offices have a year of {head:,} events each, one of them through the commands, "
        f"{number} copied: {events:,} events by block append in {seconds:.0f} s "
        f"({events / seconds:,.0f}/s), their views copied in "
        f"{time.perf_counter() - copied:.0f} s to {present:,} rows in all"
    )


async def _logs_copied(
    stage: Stage, pool: asyncpg.Pool[Any], tenant: TenantId, head: int, number: int
) -> list[TenantId]:
    """Offices with the same events, in blocks through the append function, made on the server."""
    waiting = iter(range(number))
    others: list[TenantId] = []
    with progress_bar() as bar:
        task = bar.add_task("other offices", total=number * head)

        async def write() -> None:
            for turn in waiting:
                slug = f"tetangga-{turn}"
                new = TenantSetup(f"Dinas {slug}", slug, "KABKOTA", "33.71", "Asia/Jakarta")
                other = await provision.add_tenant(stage.service, new, log_name="bench.localhost")
                others.append(other)
                for first in range(1, head + 1, _BLOCK):
                    last = min(first + _BLOCK - 1, head)
                    outcome = await pool.fetchval(
                        _SQL["block"], tenant, other, first, last, f"block-{first}"
                    )
                    if outcome not in ("appended", None):
                        raise RuntimeError(f"a block of the copied year was a {outcome}")
                    bar.advance(task, last - first + 1)

        await asyncio.gather(*(write() for _ in range(_WRITERS)))
    return others


async def _views_copied(
    stage: Stage, pool: asyncpg.Pool[Any], tenant: TenantId, others: Sequence[TenantId]
) -> int:
    """The office's live rows of every view for the others too; how many rows there are in all."""
    statements = [statement for (statement,) in await pool.fetch(_SQL["copies"])]
    # Office by office: the rows of one lie side by side in every index.
    waiting = iter([(statement, other) for other in others for statement in statements])

    async def write() -> None:
        for statement, other in waiting:
            await pool.execute(statement, tenant, other)

    await asyncio.gather(*(write() for _ in range(_WRITERS)))
    await _analysed(stage)
    present: int = await pool.fetchval(_SQL["rows"])
    return present
