"""The queries that the demo prints answer over HTTP what they promise."""

from __future__ import annotations

import asyncio
import json
import re
import shlex
from pathlib import Path
from typing import Any

import pytest

from wahana.deploy.assembly import Service
from wahana.deploy.demo import load, queries, tokens, village_year
from wahana.deploy.demo.load import Loaded
from wahana.deploy.demo.tokens import Secrets
from wahana.platform import positions
from wahana.projections.registry import VIEWS

from .client import Client


@pytest.fixture
async def answers(
    service: Service, client: Client, tmp_path: Path
) -> tuple[Loaded, Secrets, list[dict[str, Any]]]:
    """The demo, its tokens, and the answers to the queries in their order."""
    loaded = await load.load(service)
    secrets = await tokens.keep(service, loaded, tmp_path)
    await _level(service)
    found = [
        await client.as_(secrets.of(query.office, query.role)).ask(query.text)
        for query in queries.to_paste(loaded)
    ]
    return loaded, secrets, found


async def _level(service: Service) -> None:
    """Wait until every view of every office has come as far as its log, as the demo does."""
    async with asyncio.timeout(60):
        while True:
            rows = await positions.status(service.database, VIEWS, clock=service.clock)
            if all(row.events_behind == 0 for row in rows if row.live):
                return
            await asyncio.sleep(0.05)


async def test_the_queries_answer_what_they_promise(
    answers: tuple[Loaded, Secrets, list[dict[str, Any]]],
) -> None:
    loaded, _, (target, on_a_day, as_of, session, history, *_) = answers
    (year,) = target["formationPipelines"]
    assert (year["targetQty"], year["inaugurated"], year["attainmentPercent"]) == (15, 15, 100)
    nodes = on_a_day["wksbms"]["nodes"]
    assert len(nodes) == on_a_day["wksbms"]["totalCount"] == 15
    assert {(node["stage"], node["status"]) for node in nodes} == {("TRAINED", "FORMING")}
    assert {len(node["candidates"]) for node in nodes} == {5}
    assert nodes[0]["candidates"][0]["person"]["name"].endswith("(SAMPLE)")
    assert as_of["formationPipelines"] == [{"trained": 15, "inaugurated": 0}]
    assert {node["status"] for node in as_of["wksbms"]["nodes"]} == {"FORMING"}
    assert all(node["boardMembers"] == [] for node in as_of["wksbms"]["nodes"])
    (talks,) = session["activities"]["nodes"]
    assert (talks["invitedCount"], talks["attendedCount"]) == (25, 25)
    assert talks["evidenceMarks"] == ["ASSUMED", "SAMPLE", "SEED"]
    assert [one["title"] for one in talks["materials"]][1].startswith("Peran WKSBM")
    assert len(talks["speakers"]) == 3
    (address,) = talks["statements"]
    assert "masyarakat" in address["point1"]
    entries = history["history"]["nodes"]
    assert len(entries) == history["history"]["totalCount"] >= 15
    assert all(entry["evidence"] for entry in entries)
    assert loaded.fresh


async def test_officers_of_a_wksbm_read_its_own_money(
    answers: tuple[Loaded, Secrets, list[dict[str, Any]]],
) -> None:
    *_, money, rice = answers[2]
    before = 1_500_000 + 6 * village_year.HOUSES * village_year.DEATH_DUES
    assert money["fundBalance"] == {
        "balance": str(before - 750_000),
        "entryCount": 1 + 6 * village_year.HOUSES + 1,
        "sealed": True,
    }
    (benefit,) = money["fundEntries"]["nodes"]
    assert (benefit["paid"], benefit["receiptNo"]) == ("750000", "SAMPLE/DK/1")
    (cycle,) = money["arisans"]["nodes"]
    assert cycle["wonCount"] == len(cycle["shares"]) == 12
    assert all(share["memberName"].endswith("(SAMPLE)") for share in cycle["shares"])
    nights = rice["jimpitanRounds"]
    assert nights["totalCount"] == len(nights["nodes"]) == village_year.NIGHTS
    months = rice["fundMonths"]["nodes"]
    assert len(months) == 12
    assert all(month["sealed"] and month["approvedAt"] for month in months)
    (decision,) = rice["decisions"]["nodes"]
    assert (decision["limit"], decision["spent"], decision["left"]) == (
        "650000",
        "600000",
        "50000",
    )


async def test_the_welcome_holds_what_one_needs(
    answers: tuple[Loaded, Secrets, list[dict[str, Any]]], tmp_path: Path
) -> None:
    loaded, secrets, _ = answers
    text = queries.welcome("http://127.0.0.1:8000", loaded, secrets, tmp_path, 3.14).plain
    assert "http://127.0.0.1:8000/graphql" in text
    assert all(one.token in text for one in secrets.tokens)
    for query in queries.to_paste(loaded):
        assert all(line.strip() in text for line in query.text.splitlines())
    assert 'validOn: "2012-06-14"' in text
    (cited,) = loaded.positions.values()
    assert f'asOf: {{position: "{cited.position}"}}' in text
    (command,) = re.findall(r"curl -s (?:.*\\\n)+.*", text)
    words = shlex.split(command)
    assert words[2] == "http://127.0.0.1:8000/graphql"
    assert f"authorization: Bearer {secrets.of('bontang', 'DINAS_OFFICER')}" in words
    assert json.loads(words[-1]) == {"query": "{ me { tenantName role } }"}
