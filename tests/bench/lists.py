"""(d) Lists of 50 WKSBM with their boards: compiled against loaders, and as of against live.

The first is asked over HTTP, 8 clients, one server process for each way in turns, as an app would.
The second is asked below HTTP (the same compiled statement in the same read-only transaction, one
after the other), because there it is the database that may grow slower.
"""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Iterable
from statistics import median
from typing import Any

from wahana.platform.views import NOW
from wahana.projections import read
from wahana.projections.compile import Compiler
from wahana.projections.registry import CATALOGUE
from wahana.projections.selection import (
    Connection,
    Paging,
    RowConditions,
    RowSelection,
    SelectedField,
    Selection,
)

from .figures import Section, Times, Verdict
from .loading import office_of, progress_bar
from .mutations import compared, started
from .plan import Plan
from .stage import Office, Process, Stage
from .views import worked

CLIENTS = 8
PAGE = 50
VIEWS = ("office", "wksbm_directory", "board")
DOCUMENT = """
query List($asOf: AsOf) {
  wksbms(first: 50, orderBy: NAME, asOf: $asOf) {
    nodes {
      id name stage status level villageName inauguratedOn maturityGrade
      board { id termNo termFrom members { seat personId validFrom validTo acting } }
    }
  }
}
"""


async def measure(stage: Stage, plan: Plan) -> Section:
    """The table of (d)."""
    section = Section("d", "lists of 50 WKSBM with their boards, over HTTP, 8 clients")
    office = await office_of(stage, plan.logs[-1])
    await _level(stage, [office])
    ratio = await _roads(section, stage, office, plan)
    section.verdicts = [Verdict("compiled lists against Strawberry with DataLoaders", ratio, 3)]
    section.remarks = [
        "the other road is plain Strawberry: resolvers, a DataLoader per child (three statements "
        "for the list), parser and validation caches; the same pools and rows"
    ]
    return section


async def measure_as_of(stage: Stage, plan: Plan) -> Section:
    """The table of (d), second half."""
    section = Section("d2", "the same list as of mid-history ÷ live, one client, below HTTP")
    for events in plan.logs:
        office = await office_of(stage, events)
        await _level(stage, [office])
        ratio = await _moments(section, stage, office, events, plan)
        section.verdicts.append(
            Verdict(f"as of ÷ live in a log of {events:,} events", ratio, 1.3, at_least=False)
        )
    section.remarks = [
        "live and as of are asked in turns; both are the whole way from BEGIN to COMMIT, with the "
        "JSON made by PostgreSQL",
    ]
    return section


async def _level(stage: Stage, offices: Iterable[Office]) -> None:
    """Bring the views that the list needs to the end of the logs."""
    for office in offices:
        for view in VIEWS:
            await worked(stage, office, do="catch up", view=view)


async def _roads(section: Section, stage: Stage, office: Office, plan: Plan) -> float:
    body = json.dumps({"query": DOCUMENT, "variables": {}})
    wish: dict[str, Any] = {
        "token": office.token, "bodies": [body] * CLIENTS, "expected": '"seat"',
    }  # fmt: skip
    async with contextlib.AsyncExitStack() as stack:
        client = await stack.enter_async_context(Process.running("client"))
        servers = await started(stack, stage, ("wahana", "loaders"))
        rates = await compared(section, client, servers, wish, plan, "lists/s")
    return rates["wahana"] / rates["loaders"]


async def _moments(
    section: Section, stage: Stage, office: Office, events: int, plan: Plan
) -> float:
    service, compiler, selection = stage.service, Compiler(CATALOGUE), _list()
    head = await service.log.head(office.tenant)
    took: dict[int, list[float]] = {NOW: [], head // 2: []}
    with progress_bar() as bar:
        task = bar.add_task(f"as of in {events:,} events", total=plan.questions)
        for turn in range(-10, plan.questions):
            for position, found in took.items():
                begun = time.perf_counter()
                answer = await read.answer(
                    lambda: service.database.reading(office.tenant),
                    compiler,
                    read.ReadTime(position),
                    selection,
                )
                if turn >= 0:
                    found.append(time.perf_counter() - begun)
                if not answer.body or answer.body.count('"seat"') < 5 * PAGE:
                    raise RuntimeError("the list is not the one that was meant")
            bar.advance(task, turn >= 0)
    live, past = (Times.of([1 / median(one)], one) for one in took.values())
    for name, times in (("live", live), (f"as of position {head // 2:,}", past)):
        columns = times.columns("lists/s")
        section.rows.append({"events in the log": f"{events:,}", "moment": name} | columns)
    return past.p50_ms / live.p50_ms


def _list() -> Selection:
    """The document's selection, as the API makes it."""
    board, member = CATALOGUE["Wksbm"].children["board"], CATALOGUE["Board"].children["members"]
    of_board = tuple(_item(name) for name in ("seat", "personId", "validFrom", "validTo", "acting"))
    members = SelectedField("members", "members", RowSelection(_source(member), "list", of_board))
    on_board = (*(_item(name) for name in ("id", "termNo", "termFrom")), members)
    names = ("id", "name", "stage", "status", "level", "villageName", "inauguratedOn")
    row = (
        *(_item(name) for name in (*names, "maturityGrade")),
        SelectedField("board", "board", RowSelection(_source(board), "one", on_board)),
    )
    nodes = SelectedField("nodes", "nodes", row)
    return Connection(RowConditions("Wksbm", (), (), "NAME"), Paging(size=PAGE), (nodes,))


def _item(name: str) -> SelectedField:
    return SelectedField(name, name)


def _source(child: Any) -> RowConditions:
    return RowConditions(child.relation, (), (), child.ordering)
