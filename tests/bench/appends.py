"""(a) Appends of one-event commands: ours, the library's recorder, a plain INSERT per command.

The contestants take turns in short rounds, so that whatever else the machine does meets all of
them; the median of the rounds counts, the times are of every single append.
"""

from __future__ import annotations

import contextlib
import os
from datetime import date
from uuid import UUID

import asyncpg

from wahana.domain.formation.wksbm_events import WksbmRenamed
from wahana.platform.events import EventMeta, NewEvent, encode_meta, encode_payload
from wahana.platform.ids import TenantId, uuid7
from wahana.platform.settings import Settings

from .contestants import CONNECTIONS, SQL, Contestant, Library, Ours, Plain
from .figures import Section, Times, Verdict
from .loading import progress_bar
from .plan import Plan
from .stage import Stage

CLIENTS = (1, 16, 64)
TENANTS = (1, 16)
_ACTOR = UUID(int=7)
_META = encode_meta(
    EventMeta(
        role="DINAS_OFFICER", client="console", occurred_on=date(2026, 1, 5), policy=1,
        catalogue="pmks/2012;wilayah/2025", correlation=uuid7(), source="web",
    )
)  # fmt: skip
_PAYLOAD = encode_payload(WksbmRenamed(name="WKSBM Belimbing"), (), os.urandom(16))


async def measure(stage: Stage, plan: Plan) -> Section:
    """The table of (a)."""
    section = Section("a", "appends of one-event commands")
    rates: dict[tuple[str, int, int], float] = {}
    for tenants in TENANTS:
        async with contextlib.AsyncExitStack() as stack:
            contestants = await _contestants(stage, tenants, stack)
            for clients in CLIENTS:
                found = await _compared(contestants, clients, tenants, plan)
                for name, times in found.items():
                    rates[name, tenants, clients] = times.per_second
                    section.rows.append(
                        {"tenants": str(tenants), "clients": clients, "who": name}
                        | times.columns("commands/s")
                    )
            if tenants == 1:
                await _tell_losses(contestants, plan, section)
    _judge(section, rates, [one.name for one in contestants])
    return section


async def _contestants(
    stage: Stage, tenants: int, stack: contextlib.AsyncExitStack
) -> list[Contestant]:
    url = await stage.database("peers")
    pool = await asyncpg.create_pool(url, min_size=CONNECTIONS, max_size=CONNECTIONS)
    stack.push_async_callback(pool.close)
    await pool.execute(SQL["drop"])
    await pool.execute(SQL["table"])
    ids = [TenantId(uuid7()) for _ in range(tenants)]
    for tenant in ids:
        await stage.service.log.open_log(tenant)
    libraries = [Library(url, tenants, _event, functions=mode) for mode in (False, True)]
    for library in libraries:
        for schema in library.schemas:
            await pool.execute(await pool.fetchval(SQL["schema"], schema))
        library.open()
        stack.callback(library.close)
    return [Ours(stage.service.writer, ids, _event), Plain(pool, _event), *libraries]


async def _compared(
    contestants: list[Contestant], clients: int, tenants: int, plan: Plan
) -> dict[str, Times]:
    rounds: dict[str, list[float]] = {one.name: [] for one in contestants}
    took: dict[str, list[float]] = {one.name: [] for one in contestants}
    with progress_bar() as bar:
        task = bar.add_task(f"{clients} clients, {tenants} tenants", total=plan.rounds)
        for _ in range(plan.rounds):
            for one in contestants:
                found = await one.run(clients, tenants, plan.round_s)
                rounds[one.name].append(len(found) / plan.round_s)
                took[one.name] += found
            bar.advance(task)
    return {name: Times.of(rounds[name], took[name]) for name in rounds}


async def _tell_losses(contestants: list[Contestant], plan: Plan, section: Section) -> None:
    """What the library's function mode loses: the order of its notifications."""
    for one in contestants:
        if isinstance(one, Library):
            lost, written = one.lost_to_a_tail(CONNECTIONS, plan.round_s)
            section.remarks.append(
                f"{one.name}: a reader that goes on after the last id it saw missed {lost:,} of "
                f"{written:,} events while 16 clients wrote"
            )


def _judge(section: Section, rates: dict[tuple[str, int, int], float], names: list[str]) -> None:
    ours, plain, safe, function = (rates[name, 1, 64] for name in names)
    section.verdicts = [
        Verdict("64 clients, one tenant: ours against the library's safe mode", ours / safe, 20),
        Verdict("64 clients, one tenant: ours against a plain INSERT", ours / plain, 4),
    ]
    section.remarks += [
        f"against the library's function mode it is {ours / function:.1f} ×; that mode takes no "
        "lock: ids can become visible out of order, and a follower then loses events for good",
        "ours also checks idempotency keys and expected versions and keeps positions gapless; "
        "the plain INSERT does none of these and is the floor of one flush per command",
        f"peers have {CONNECTIONS} connections (4 per tenant with 16 tenants), ours "
        f"{Settings().append_connections}; the library runs a thread per client, the others one "
        "event loop",
        "clients of 16 tenants stay with one tenant each, so with one client one tenant is used",
    ]


def _event(stream: UUID, version: int) -> NewEvent:
    """A renaming as the service stores it; encoded once, because encoding is not measured here."""
    return NewEvent(
        uuid7(), stream, version, WksbmRenamed.TOPIC, WksbmRenamed.SCHEMA, _ACTOR, _META, _PAYLOAD
    )
