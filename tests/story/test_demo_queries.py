"""The queries that the demo prints answer over HTTP what they promise."""

from __future__ import annotations

import json
import re
import shlex
import stat
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.level import level

from wahana.deploy.demo import dinas_year, load, queries, run, tokens, village_year
from wahana.deploy.demo.load import Loaded
from wahana.deploy.demo.tokens import Secrets

from .client import Answer, Client
from .conftest import Places, opened, served

pytestmark = pytest.mark.takes(6)


@dataclass(frozen=True)
class Shown:
    """The demo as its user finds it."""

    loaded: Loaded
    secrets: Secrets
    client: Client
    answers: Sequence[Answer]
    """To the queries, in their order."""

    def as_(self, office: str, role: str) -> Client:
        return self.client.as_(self.secrets.of(office, role))


@pytest.fixture(scope="module")
async def demo(places: Places, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Shown]:
    """The demo with a small year beside it, its tokens, and what is answered to its queries."""
    async with places() as place, opened(place) as service, served(service) as client:
        year = dinas_year.story(1, wksbm=2, scale=0.35)
        loaded = await load.load(service, told=(*load.stories(), year))
        secrets = await tokens.keep(service, loaded, tmp_path_factory.mktemp("demo"))
        await level(service)
        found = [
            await client.as_(secrets.of(query.office, query.role)).ask(query.text)
            for query in queries.to_paste(loaded)
        ]
        yield Shown(loaded, secrets, client, found)


async def test_the_queries_answer_what_they_promise(demo: Shown) -> None:
    target, on_a_day, as_of, session, history, *_ = demo.answers
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
    assert demo.loaded.fresh


async def test_every_printed_query_is_answered_with_something(demo: Shown) -> None:
    asked = queries.to_paste(demo.loaded)
    assert len({query.title for query in asked}) == len(demo.answers) == 10
    for query, answer in zip(asked, demo.answers, strict=True):
        for name, found in answer.items():
            rows = found.get("nodes", found) if isinstance(found, dict) else found
            assert rows, (query.title, name)
    assert sum("validOn" in query.text for query in asked) >= 1
    assert sum("asOf" in query.text for query in asked) >= 1


async def test_officers_of_a_wksbm_read_its_own_money(demo: Shown) -> None:
    money, rice = demo.answers[5:7]
    before = 1_500_000 + 6 * village_year.HOUSES * village_year.DEATH_DUES
    assert money["fundBalance"] == {
        "balance": str(before - 750_000),
        "entryCount": 1 + 6 * village_year.HOUSES + 1,
        "sealed": True,
    }
    *_, dues, benefit = money["fundEntries"]["nodes"]
    assert dues["payerName"].endswith("(SAMPLE)")
    assert int(dues["balance"]) - 750_000 == int(benefit["balance"]) == before - 750_000
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


async def test_the_chair_reads_the_whole_case_of_the_elder(demo: Shown) -> None:
    case = demo.answers[7]["case"]
    assert (case["stage"], case["closeReason"]) == ("CLOSED", "GOALS_MET")
    assert case["categories"] == [{"code": "2012/08"}]
    (subject,) = case["subjects"]
    assert subject["identity"]["name"].endswith("(SAMPLE)")
    assert [text["kind"] for text in case["texts"]] == ["NARRATIVE", "FINDINGS", "NOTE"]
    assert all(text["text"] for text in case["texts"])
    (capacity,) = case["capacities"]
    assert capacity["verdict"] == "EXCEEDED"
    by_body = {referral["toKind"]: referral for referral in case["referrals"]}
    assert by_body["KECAMATAN_TKSK"]["state"] == "DECLINED"
    steps = [step["state"] for step in by_body["DUNIA_USAHA"]["steps"]]
    assert steps == ["REQUESTED", "SENT", "RECEIVED", "ACCEPTED", "COMPLETED"]
    given, refused = case["services"]
    assert [(one["quantity"], one["unit"]) for one in given["deliveries"]] == [(10, "KG")] * 3
    assert (refused["provider"], refused["state"]) == ("KPS", "REFUSED")
    history = case["history"]
    assert len(history["nodes"]) == history["totalCount"]
    assert {entry["role"] for entry in history["nodes"]} == {"WKSBM_CHAIR", "DINAS_OFFICER"}


async def test_something_lies_on_the_desk_of_the_dinas(demo: Shown) -> None:
    desk = demo.answers[8]
    (waits,) = desk["caseInbox"]["nodes"]
    assert (waits["part"], waits["urgency"]) == ("HOLDER", "URGENT")
    assert waits["case"]["referrals"] == [
        {"toKind": "WKSBM", "state": "RETURNED", "reason": "OTHER_BODY"}
    ]
    (overlap,) = desk["overlaps"]["nodes"]
    assert (overlap["rule"], overlap["state"]) == ("EXCLUSIVE", "CONFIRMED")
    (received,) = desk["servicesThisMonth"]["nodes"]
    assert (received["deliveries"], received["quantity"]) == (1, "10")
    assert received["identity"]["name"] == overlap["identity"]["name"]


async def test_the_desk_of_a_drawn_year_shows_what_is_still_to_be_decided(demo: Shown) -> None:
    desk = demo.answers[9]
    assert "HOLDER" in {waits["part"] for waits in desk["caseInbox"]["nodes"]}
    assert {overlap["state"] for overlap in desk["overlaps"]["nodes"]} == {"OPEN"}
    assert desk["servicesThisMonth"]["totalCount"] > 1
    office = demo.loaded.stories[-1].office.slug
    cited = demo.loaded.positions[dinas_year.entered(office)]
    assert cited.tenant == demo.loaded.tenants[office]


async def test_the_sheet_of_the_printed_address_prints_the_month(demo: Shown) -> None:
    for role, status in (("WKSBM_TREASURER", 200), ("LURAH", 200), ("TKSK", 403)):
        own = demo.as_("bontang", role)
        page = await own.http.get(f"{own.url}{queries.sheet_path()}", headers=own.headers)
        assert page.status_code == status, (role, page.text)
        if status == 200:
            assert page.headers["content-type"].startswith("text/html")
            for words in ("Juni 2013", "Rp1.110.000", "SAMPLE/DK/1", "ditutup dan disetujui"):
                assert words in page.text


async def test_who_was_asked_reads_the_referral_and_no_more(demo: Shown) -> None:
    tksk = demo.as_("yogyakarta", "TKSK")
    seen = await tksk.ask("{ referrals { nodes { state case { id } } } cases { totalCount } }")
    assert seen["referrals"]["nodes"] == [{"state": "DECLINED", "case": None}]
    assert seen["cases"]["totalCount"] == 0


async def test_the_welcome_holds_what_one_needs(demo: Shown, tmp_path: Path) -> None:
    loaded, secrets = demo.loaded, demo.secrets
    text = queries.welcome("http://127.0.0.1:8000", loaded, secrets, tmp_path, 3.14).plain
    assert "http://127.0.0.1:8000/graphql" in text
    assert all(one.token in text for one in secrets.tokens)
    for query in queries.to_paste(loaded):
        assert all(line.strip() in text for line in query.text.splitlines())
    assert 'validOn: "2012-06-14"' in text
    assert len(loaded.positions) == 2
    for cited in loaded.positions.values():
        assert f'asOf: {{position: "{cited.position}"}}' in text
    command, sheet = re.findall(r"curl -s (?:.*\\\n)+.*", text)
    assert shlex.split(sheet)[2] == f"http://127.0.0.1:8000{queries.sheet_path()}"
    assert shlex.split(sheet)[-1].endswith(secrets.of("bontang", "WKSBM_TREASURER"))
    words = shlex.split(command)
    assert words[2] == "http://127.0.0.1:8000/graphql"
    assert f"authorization: Bearer {secrets.of('bontang', 'DINAS_OFFICER')}" in words
    assert json.loads(words[-1]) == {"query": "{ me { tenantName role } }"}


async def test_the_welcome_is_kept_where_only_its_owner_reads_it(tmp_path: Path) -> None:
    run._keep(tmp_path, "tokens and queries")
    kept = tmp_path / queries.FILE_NAME
    assert kept.read_text() == "tokens and queries\n"
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert queries.FILE_NAME in run.KEPT_FILES
