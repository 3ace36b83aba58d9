"""GraphiQL in a real browser: offline, without a complaint, with a token, schema and events."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

import pytest
from tests.story.client import Answer, Client

from .chromium import Page

pytestmark = pytest.mark.needs("chromium")

EDITOR = ".graphiql-query-editor .CodeMirror"
RUN = ".graphiql-execute-button"
RESULT = "document.querySelector('.result-window .CodeMirror')?.CodeMirror.getValue()"
SECRET_SAFE = "!JSON.stringify(localStorage).includes('wah_')"
PROPOSAL = {"level": "KELURAHAN", "origin": "INITIATED", "budgetYear": 2026}


async def proposal(officer: Client, name: str, village: str) -> Answer:
    """What is answered to a proposal."""
    return await officer.done("proposeWksbm", name=name, villageCode=village, **PROPOSAL)


async def opened(page: Page, officer: Client) -> None:
    """GraphiQL once the schema has arrived."""
    await page.open(f"{officer.url}/graphql")
    await page.until(f"document.querySelector({EDITOR!r}) !== null")
    await page.until("document.querySelector('.graphiql-spinner') === null")


async def ran(page: Page, query: str, sign: str) -> dict[str, Any]:
    """Type a query and run it; the answer as shown, once it contains a sign."""
    await page.write(EDITOR, query)
    await page.click(RUN)
    return await shown(page, sign)


async def shown(page: Page, sign: str) -> dict[str, Any]:
    await page.until(f"{RESULT}?.includes({json.dumps(sign)})")
    answer: dict[str, Any] = json.loads(await page.value(RESULT))
    return answer


async def test_the_page_asks_no_other_host_and_complains_of_nothing(
    page: Page, officer: Client
) -> None:
    await opened(page, officer)
    await page.click("[aria-label='Show Documentation Explorer']")
    await page.until("document.body.innerText.includes('Root Types')")
    await page.click(".graphiql-doc-explorer-content a.graphiql-doc-explorer-type-name")
    fields = await page.until(
        "document.querySelector('.graphiql-doc-explorer-content')?.innerText.includes('wksbms')"
        " && document.querySelector('.graphiql-doc-explorer-content').innerText"
    )
    assert "formationPipelines" in fields
    await page.click("[aria-label='Open settings dialog']")
    await page.until("document.querySelector('[role=dialog]') !== null")
    assert len(page.requests) >= 7
    assert {urlsplit(url).netloc for url in page.requests} == {urlsplit(officer.url).netloc}
    assert page.complaints == []


async def test_a_query_runs_with_the_token_of_the_field(page: Page, officer: Client) -> None:
    proposed = await proposal(officer, "WKSBM Belimbing", "64.74.03.1001")
    await opened(page, officer)
    assert "wksbms(first: 5)" in await page.value(
        f"document.querySelector({EDITOR!r}).CodeMirror.getValue()"
    )
    await page.write("#token", str(officer.token))
    query = f'{{ wksbms(minPosition: "{proposed["position"]}") {{ nodes {{ name stage }} }} }}'
    answer = await ran(page, query, "Belimbing")
    assert answer["data"]["wksbms"]["nodes"] == [{"name": "WKSBM Belimbing", "stage": "PROPOSED"}]
    assert page.complaints == []
    assert await page.value(SECRET_SAFE)
    assert await page.value("sessionStorage.getItem('token')") == officer.token


async def test_a_wrong_token_is_told(page: Page, officer: Client) -> None:
    await opened(page, officer)
    await page.write("#token", "wah_wrong")
    answer = await ran(page, "{ me { role } }", "errors")
    assert answer["errors"][0]["extensions"]["code"] == "UNAUTHENTICATED"
    assert [("401" in complaint) for complaint in page.complaints] == [True]


async def test_a_subscription_receives_events(page: Page, officer: Client) -> None:
    first = await proposal(officer, "WKSBM Belimbing", "64.74.03.1001")
    await opened(page, officer)
    await page.write("#token", str(officer.token))
    after = int(first["position"]) - 1
    query = f'subscription {{ events(after: "{after}") {{ position topic }} }}'
    answer = await ran(page, query, first["position"])
    assert answer["data"]["events"]["position"] == first["position"]
    later = await proposal(officer, "WKSBM Telihan", "64.74.03.1002")
    answer = await shown(page, later["position"])
    assert answer["data"]["events"]["topic"] == later["events"][-1]["topic"]
    await page.click(RUN)
    assert page.sockets == [officer.url.replace("http", "ws") + "/graphql"]
    assert page.complaints == []
