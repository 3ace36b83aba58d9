"""The sheet for the wall in a real browser: one page of A4, whatever the month holds."""

from __future__ import annotations

import asyncio
import base64
import re
from collections.abc import AsyncIterator
from dataclasses import replace

import pytest
from tests.story.conftest import Places, opened, served
from tests.story.offices import Town
from tests.story.test_sheet import Purse, purse

from .chromium import Page

pytestmark = pytest.mark.needs("chromium")

OVERFLOW = "document.querySelector('main').scrollWidth > document.querySelector('main').clientWidth"
CUT = """[...document.querySelectorAll('th, td')]
  .filter(one => !one.matches('td.text') && one.scrollWidth > one.clientWidth)
  .map(one => one.innerText)"""
"""Cells that do not show all they hold; of an entry only its description may be cut."""
BUSY = 75
"""Entries of a month with more than a page has lines."""


@pytest.fixture
async def mine(places: Places) -> AsyncIterator[Purse]:
    """A treasurer's book in a service of its own."""
    async with places() as place, opened(place) as service, served(service) as client:
        yield await purse(Town(service, client))


async def shown(page: Page, mine: Purse, month: str, position: str) -> int:
    """Open the sheet with the treasurer's token; how many pages it prints on."""
    await page.send("Network.enable")
    await page.send("Network.setExtraHTTPHeaders", headers=mine.treasurer.headers)
    at = f"month={month}&minPosition={position}"
    await page.open(f"{mine.treasurer.url}/sheet?book={mine.book}&{at}")
    await page.until("document.querySelector('footer') !== null")
    printed = await page.send("Page.printToPDF", preferCSSPageSize=True, printBackground=True)
    return len(re.findall(rb"/Type\s*/Page\b(?!s)", base64.b64decode(printed["data"])))


async def test_a_quiet_month_prints_on_one_page(page: Page, mine: Purse) -> None:
    last = await mine.give(1_000_000, "2025-11-21", receiptNo="KWT/BENDAHARA/RW08/2025/0001")
    assert await shown(page, mine, "2025-11", last["position"]) == 1
    assert await page.value(CUT) == []
    text = await page.value("document.body.innerText")
    for words in (
        "Rp1.250.000",
        "Rp2.250.000",
        "November 2025",
        "21-11-2025",
        "KWT/BENDAHARA/RW08/2025/0001",
        "Bendahara",
        "Sekretaris",
        "Ketua",
    ):
        assert words in text
    assert await page.value(OVERFLOW) is False
    assert page.complaints == []


async def test_a_busy_month_prints_on_one_page_and_adds_up(page: Page, mine: Purse) -> None:
    given = (
        mine.give(1_000 + number, f"2025-11-{1 + number % 30:02}", receiptNo=f"B-{number}")
        for number in range(BUSY)
    )
    answers = await asyncio.gather(*given)
    last = str(max(int(answer["position"]) for answer in answers))
    assert await shown(page, mine, "2025-11", last) == 1
    assert await page.value(CUT) == []
    received = sum(1_000 + number for number in range(BUSY))
    total = f"Rp{1_250_000 + received:,}".replace(",", ".")
    assert await page.value("document.querySelector('#closing').innerText") == total
    assert f"{BUSY} entri" in await page.value("document.body.innerText")
    assert page.complaints == []


async def test_a_token_that_may_not_read_the_book_is_shown_no_sheet(
    page: Page, mine: Purse
) -> None:
    admin = replace(mine, treasurer=mine.office.admin)
    await page.send("Network.enable")
    await page.send("Network.setExtraHTTPHeaders", headers=admin.treasurer.headers)
    await page.open(f"{mine.treasurer.url}/sheet?book={mine.book}&month=2025-11")
    text = await page.until("document.body.innerText.includes('error') && document.body.innerText")
    assert "tidak berwenang membaca buku kas" in text
