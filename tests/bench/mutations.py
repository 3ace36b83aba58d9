"""(b) Whole mutations over HTTP: 64 clients, one server process, three ways in turns."""

from __future__ import annotations

import contextlib
import json
from typing import Any

from wahana.platform.ids import global_id

from .figures import Section, Times, Verdict
from .history import FORMED_EVENTS, History
from .loading import load, progress_bar
from .plan import Plan
from .server import ROADS
from .stage import Process, Stage

CLIENTS = 64
_ROADS = ("wahana", "strawberry-cached", "strawberry")
DOCUMENT = """
mutation Rename($input: RenameWksbmInput!) {
  renameWksbm(input: $input) {
    __typename
    ... on Accepted { id position version repeated receipt { leafHash } events { topic } }
    ... on Rejected { code field messageId messageEn hintId hintEn }
    ... on Conflict { currentVersion expectedVersion changedFields }
  }
}
"""


async def measure(stage: Stage, plan: Plan) -> Section:
    """The table of (b)."""
    section = Section("b", "whole mutations over HTTP, 64 clients, one server process")
    office = await stage.office("mutasi")
    history = History(office.officer, CLIENTS)
    await load(stage, office, history, CLIENTS * FORMED_EVENTS)
    wish = {"token": office.token, "bodies": bodies(history), "expected": '"Accepted"'}
    async with contextlib.AsyncExitStack() as stack:
        client = await stack.enter_async_context(Process.running("client"))
        servers = await started(stack, stage, _ROADS)
        rates = await compared(section, client, servers, wish, plan, "mutations/s")
    section.verdicts = [
        Verdict(f"planned documents against {name}", rates["wahana"] / rates[road], 3)
        for road, name in (
            ("strawberry", "Strawberry as it comes"),
            ("strawberry-cached", "Strawberry with its parser and validation caches"),
        )
    ]
    section.remarks = [
        "the mutation is renameWksbm with receipt and events in the answer: admission, decision, "
        "encoding, durable append, answer; each client renames a WKSBM of its own",
        "all roads have the same handlers and writer; the server's CPU near 1.0 of a core means "
        "that the server is the limit, the client's tells that the client is not",
    ]
    return section


def bodies(history: History) -> list[str]:
    """A body per client; the name and the key are new in every request."""
    return [
        json.dumps(
            {
                "query": DOCUMENT,
                "variables": {
                    "input": {
                        "envelope": {"idempotencyKey": "@KEY@"},
                        "wksbmId": global_id("wksbm", wksbm.id),
                        "name": "WKSBM @KEY@",
                    }
                },
            }
        )
        for wksbm in history.wksbms
    ]


async def started(
    stack: contextlib.AsyncExitStack, stage: Stage, roads: tuple[str, ...]
) -> dict[str, tuple[Process, str]]:
    """A server process per road, with its address."""
    servers = {}
    for road in roads:
        server = await stack.enter_async_context(
            Process.running("server", str(stage.place.file), road)
        )
        servers[road] = (server, (await server.line())["url"])
    return servers


async def compared(
    section: Section,
    client: Process,
    servers: dict[str, tuple[Process, str]],
    wish: dict[str, Any],
    plan: Plan,
    unit: str,
) -> dict[str, float]:
    """The servers in turns, a row each; requests per second by road."""
    rates: dict[str, list[float]] = {road: [] for road in servers}
    took: dict[str, list[float]] = {road: [] for road in servers}
    cpu = dict.fromkeys(servers, (0.0, 0.0))
    samples = {}
    with progress_bar() as bar:
        task = bar.add_task("over HTTP", total=(plan.rounds + 1) * len(servers))
        for turn in range(plan.rounds + 1):
            seconds = plan.mutation_s if turn else min(plan.mutation_s, 0.5)
            for road, (server, url) in servers.items():
                before = await server.call()
                found = await client.call(**wish, url=url, seconds=seconds)
                after = await server.call()
                bar.advance(task)
                samples[road] = found["sample"]
                if turn == 0:  # documents are planned, plans cached, connections warm
                    continue
                rates[road].append(len(found["took"]) / seconds)
                took[road] += found["took"]
                server_s, client_s = cpu[road]
                server_s += after["cpu_s"] - before["cpu_s"]
                cpu[road] = (server_s, client_s + found["cpu_s"])
    whole = plan.mutation_s * plan.rounds
    for road in servers:
        times = Times.of(rates[road], took[road])
        section.rows.append(
            {"road": ROADS[road]}
            | times.columns(unit)
            | {"server CPU": cpu[road][0] / whole, "client CPU": cpu[road][1] / whole}
        )
    _check_alike(samples)
    return {road: Times.of(rates[road], took[road]).per_second for road in servers}


def _check_alike(samples: dict[str, str]) -> None:
    """All roads answer with the same fields; that their values agree is the tests' to show."""
    shapes = {road: _shape(json.loads(text[15:])["data"]) for road, text in samples.items()}
    first, *others = shapes.values()
    if any(other != first for other in others):
        raise RuntimeError(f"the roads answer differently: {shapes}")


def _shape(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _shape(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_shape(value[0])] if value else []
    return None
