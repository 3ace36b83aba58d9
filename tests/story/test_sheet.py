"""The monthly sheet over HTTP: right to the rupiah, citable, for those who may read the book."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape

import httpx
import pytest

from wahana.domain.money.fund_book import book_id
from wahana.platform.ids import global_id, parse_global_id

from .client import Answer, Client
from .offices import BONTANG, Office, Town

NAME = 'WKSBM <b>"Melati" & kawan'
FUND = {"kind": "IURAN", "unit": "IDR"}


@dataclass(frozen=True)
class Purse:
    """A WKSBM with a treasurer, and the book of dues of 2025."""

    office: Office
    officer: Client
    treasurer: Client
    wksbm: str
    book: str

    async def give(self, amount: int, on: str, **more: str) -> Answer:
        return await self.treasurer.done(
            "receiveDonation", wksbmId=self.wksbm, kind="IURAN", donorKind="RESIDENT",
            amount=str(amount), occurredOn=on, **more,
        )  # fmt: skip


async def purse(town: Town) -> Purse:
    office = await town.found(BONTANG)
    officer = await office.staff("DINAS_OFFICER", "Nasution")
    proposed = await officer.done(
        "proposeWksbm", name=NAME, villageCode="64.74.01.1004", level="KELURAHAN",
        origin="INITIATED", budgetYear=2025, occurredOn="2025-01-01",
    )  # fmt: skip
    wksbm = proposed["id"]
    treasurer = await office.staff("WKSBM_TREASURER", "Bendahara", wksbm_ids=[wksbm])
    await treasurer.done(
        "openFund", wksbmId=wksbm, **FUND, year=2025, opensOn="2025-01-01",
        occurredOn="2025-01-01", openingBalance="1250000",
    )  # fmt: skip
    book = global_id("fund", book_id(parse_global_id(wksbm)[1], "IURAN", "IDR", 2025))
    return Purse(office, officer, treasurer, wksbm, book)


async def sheet(who: Client, book: str, month: str, **more: str) -> httpx.Response:
    params = {"book": book, "month": month, **more}
    return await who.http.get(f"{who.url}/sheet", params=params, headers=who.headers)


def cells(page: str) -> list[list[str]]:
    """The rows of the table, as texts."""
    rows = re.findall(r"<tr[^>]*>(.*?)</tr>", page, re.S)
    return [[unescape(cell) for cell in re.findall(r"<td[^>]*>(.*?)</td>", row)] for row in rows]


async def test_the_sheet_adds_up_and_can_be_cited(town: Town) -> None:
    mine = await purse(town)
    await mine.give(500_000, "2025-10-30")
    await mine.give(25_000, "2025-11-03", receiptNo="B-1")
    last = await mine.give(1_000, "2025-11-21", organisation="CV Maju")
    answer = await sheet(mine.treasurer, mine.book, "2025-11", minPosition=last["position"])
    assert answer.status_code == 200, answer.text
    page = answer.text
    rows = [row for row in cells(page) if row]
    assert rows == [
        ["", "01-11-2025", "Saldo pindahan dari bulan lalu", "", "", "", "Rp1.750.000"],
        ["3", "03-11-2025", "Sumbangan warga", "Rp25.000", "B-1", "", "Rp1.775.000"],
        ["4", "21-11-2025", "Sumbangan warga", "Rp1.000", "", "", "Rp1.776.000"],
        ["", "", "Jumlah bulan ini dan saldo akhir", "Rp26.000", "", "Rp0", "Rp1.776.000"],
    ]
    assert "November 2025" in page
    assert "&lt;b&gt;&#34;Melati&#34; &amp; kawan" in page
    assert '<b>"Melati' not in page
    assert last["receipt"]["leafHash"] in page
    cited = unescape(re.findall(r'id="cite">(.*?)<', page)[0])
    assert cited.endswith(f"asOf={last['position']}")
    late = await mine.give(7, "2025-11-10")
    again = await mine.treasurer.http.get(cited, headers=mine.treasurer.headers)
    assert again.text == page
    at = {"minPosition": late["position"]}
    now = (await sheet(mine.treasurer, mine.book, "2025-11", **at)).text
    assert ["5", "10-11-2025", "Sumbangan warga", "Rp7", "", "", "Rp1.775.007"] in cells(now)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


async def test_a_reversal_stays_readable(town: Town) -> None:
    mine = await purse(town)
    await mine.give(2_500, "2025-11-03")
    reversed_ = await mine.treasurer.done(
        "reverseEntry", wksbmId=mine.wksbm, **FUND, year=2025, entryNo=2, reason="TYPING_ERROR",
        occurredOn="2025-11-04",
    )  # fmt: skip
    at = {"minPosition": reversed_["position"]}
    page = (await sheet(mine.treasurer, mine.book, "2025-11", **at)).text
    texts = [row[2] for row in cells(page) if row]
    assert texts[1:3] == [
        "Sumbangan warga; dibatalkan, lihat no. 3",
        "Entri pembalik atas no. 2, 03-11-2025 (salah ketik)",
    ]


async def test_the_sheet_is_for_those_who_may_read_the_book(town: Town) -> None:
    mine, other = await purse(town), await purse(town)
    last = await mine.give(5, "2025-11-03")
    at = {"minPosition": last["position"]}
    assert (await sheet(mine.officer, mine.book, "2025-11", **at)).status_code == 200
    nobody = await sheet(mine.treasurer.as_(None), mine.book, "2025-11")
    assert nobody.status_code == 401
    assert nobody.headers["www-authenticate"].startswith("Bearer")
    assert (await sheet(mine.office.admin, mine.book, "2025-11")).status_code == 403
    assert (await sheet(other.treasurer, mine.book, "2025-11")).status_code == 404
    neighbour = await mine.office.staff(
        "WKSBM_TREASURER",
        "Tetangga",
        wksbm_ids=[global_id("wksbm", parse_global_id(other.wksbm)[1])],
    )
    assert (await sheet(neighbour, mine.book, "2025-11")).status_code == 404
    assert (await sheet(mine.treasurer, mine.book, "2024-11")).status_code == 404


@pytest.mark.parametrize(
    ("book", "month", "more", "cure"),
    [
        ("fund_x", "2025-11", {}, "fund"),
        (None, "2025-13", {}, "month=2026-11"),
        (None, "November", {}, "month=2026-11"),
        (None, "9999-01", {}, "belum mulai"),
        (None, "2025-11", {"asOf": "now"}, "asOf=100"),
        (None, "2025-11", {"asOf": "1000000000"}, "belum tercatat"),
        ("wksbm_00000000-0000-7000-8000-000000000000", "2025-11", {}, "book=fund_"),
    ],
)
async def test_a_url_that_means_nothing_says_its_cure(
    town: Town, book: str | None, month: str, more: dict[str, str], cure: str
) -> None:
    office = await town.found(BONTANG)
    officer = await office.staff("DINAS_OFFICER", "Nasution")
    some = "fund_00000000-0000-7000-8000-000000000000"
    answer = await sheet(officer, book or some, month, **more)
    assert answer.status_code == 400
    told = answer.json()
    assert cure in told["error"]
    assert told["errorEn"] != told["error"]
