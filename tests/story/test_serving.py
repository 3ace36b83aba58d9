"""The serving process: health with reasons, limits, CORS, tokens, and a stop that loses nothing."""

from __future__ import annotations

import asyncio
import contextlib
import functools
import os
import re
import signal
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import httpx
import pytest
from tests.conftest import SERVICE_PASSWORD, open_folder
from tests.patience import PATIENCE_S, until

from wahana.deploy import assembly
from wahana.deploy.assembly import Addresses
from wahana.platform import databases
from wahana.platform.embedded import EmbeddedPostgres
from wahana.platform.vault.root_key import LocalRootKey

from . import feeds
from .client import Answer, Client, enveloped
from .conftest import SETTINGS, Place, opened, served
from .offices import BONTANG, Town, settled

pytestmark = pytest.mark.takes(5)

PAGE = "https://console.example.id"


async def test_the_database_goes_away_and_comes_back(tmp_path: Path) -> None:
    with open_folder() as folder:
        async with contextlib.AsyncExitStack() as whole:
            running = contextlib.AsyncExitStack()
            start = functools.partial(EmbeddedPostgres.start, folder / "data", fast=True)
            server = await running.enter_async_context(start())
            place = await _installed(server, tmp_path)
            service = await whole.enter_async_context(opened(place))
            client = await whole.enter_async_context(served(service))
            office = await Town(service, client).found(BONTANG)
            officer = await office.staff("DINAS_OFFICER", "Nasution")
            assert await _parts(client, 200) == {"ok"}
            await running.aclose()
            await _asks_while_it_is_away(officer)
            server = await whole.enter_async_context(start())
            # A command that was sent without success is sent again with its key, and done.
            again = await officer.done("registerPerson", **_WISH)
            assert not again["repeated"]
            await settled(officer, again["position"])
            assert await _parts(client, 200) == {"ok"}


_WISH = {"idempotencyKey": "1", "name": "Peserta"}
_REGISTER = """mutation($i: RegisterPersonInput!) {
  registerPerson(input: $i) { ... on Accepted { position repeated } }
}"""


async def _asks_while_it_is_away(officer: Client) -> None:
    reasons = await _parts(officer, 503)
    assert "ok" not in reasons
    assert "password" not in str(reasons)
    # The process itself lives: nobody should kill it for the database's sake.
    assert (await officer.http.get(f"{officer.url}/live")).json() == {"live": True}
    for question, variables in (
        ("{ wksbms { totalCount } }", {}),
        ('{ events(after: "0") { head } }', {}),
        (_REGISTER, {"i": enveloped(_WISH)}),
    ):
        answer = await officer.raw(question, **variables)
        extensions = [error["extensions"] for error in answer["errors"]]
        assert {one["code"] for one in extensions} == {"TRY_AGAIN"}, answer
    # A token that was not seen for a while cannot be judged: that is no refusal of the token.
    await asyncio.sleep(1.1)
    unjudged = await officer.post("{ me { role } }")
    assert unjudged.status_code == 503
    assert unjudged.json()["errors"][0]["extensions"]["code"] == "TRY_AGAIN"
    assert (await feeds.close_code(officer))[0] == 1013


async def _parts(client: Client, status: int) -> set[str]:
    """The reasons that /ready gives."""
    answer = await client.http.get(f"{client.url}/ready")
    assert (answer.status_code, answer.json()["ready"]) == (status, status == 200)
    return set(answer.json()["parts"].values())


async def _installed(server: EmbeddedPostgres, folder: Path) -> Place:
    """Both databases on a server of its own, and a root key."""
    addresses = Addresses(server.url("events"), server.url("keys"), SERVICE_PASSWORD)
    for name in ("events", "keys"):
        await databases.create(server.url(), name)
    await assembly.prepare(addresses)
    LocalRootKey.create(folder / "root.key")
    return Place(addresses, folder / "root.key")


async def test_a_token_ends_on_time(place: Place) -> None:
    # At eight in the evening UTC the next day has begun in Bontang.
    now = datetime(2026, 1, 1, 20, tzinfo=UTC)
    async with opened(place, clock=lambda: now) as service, served(service) as client:
        office = await Town(service, client).found(BONTANG)
        token = await office.staff("DINAS_OFFICER", "N", expires_at=now + timedelta(hours=1))
        me = await token.ask("{ me { role expiresAt } }")
        assert me["me"]["role"] == "DINAS_OFFICER"
        now += timedelta(hours=1)
        answer = await token.post("{ me { role } }")
        assert answer.status_code == 401
        assert "invalid_token" in answer.headers["www-authenticate"]
        assert "expired" in answer.json()["errors"][0]["message"]


async def test_a_revoked_token_ends_at_once_for_commands(town: Town) -> None:
    office = await town.found(BONTANG)
    officer = await office.staff("DINAS_OFFICER", "Nasution")
    latest = await office.admin.done("admitMember", kind="APP", label="dashboard")
    query = """query($p: BigInt) {
      members(minPosition: $p) { nodes { id roles { role } tokens { tokenId } } }
    }"""
    members = (await office.admin.ask(query, p=latest["position"]))["members"]
    (one,) = [node for node in members["nodes"] if node["roles"] == [{"role": "DINAS_OFFICER"}]]
    await office.admin.done(
        "revokeToken", memberId=one["id"], tokenId=one["tokens"][0]["tokenId"], reason="LOST"
    )
    answer = await officer.raw(
        "mutation($i: RegisterPersonInput!) {"
        " registerPerson(input: $i) { ... on Rejected { code } } }",
        i=enveloped({"idempotencyKey": "1", "name": "Peserta"}),
    )
    refused = (answer.get("data") or {}).get("registerPerson") or answer["errors"][0]["extensions"]
    assert refused["code"] in ("NOT_PERMITTED", "UNAUTHENTICATED")
    await asyncio.sleep(1.1)
    assert (await officer.post("{ me { role } }")).status_code == 401


async def test_pages_of_the_set_origins_may_call_and_bodies_have_a_limit(place: Place) -> None:
    settings = SETTINGS.model_copy(update={"cors_origins": [PAGE]})
    async with opened(place) as service, served(service, settings) as client:
        asked = {
            "origin": PAGE,
            "access-control-request-method": "POST",
            "access-control-request-headers": "authorization,content-type",
        }
        answer = await client.http.options(f"{client.url}/graphql", headers=asked)
        assert answer.status_code == 200
        assert answer.headers["access-control-allow-origin"] == PAGE
        assert "authorization" in answer.headers["access-control-allow-headers"].lower()
        asked["origin"] = "https://elsewhere.example"
        answer = await client.http.options(f"{client.url}/graphql", headers=asked)
        assert "access-control-allow-origin" not in answer.headers
        answer = await client.post("{ me { role } }", padding="x" * (2 << 20))
        assert answer.status_code == 413
        assert "KiB" in answer.json()["errors"][0]["message"]


async def test_the_explorer_is_offline_and_for_development_only(place: Place) -> None:
    browser = {"accept": "text/html,application/xhtml+xml"}
    introspection = "{ __schema { queryType { name } } }"
    async with opened(place) as service:
        async with served(service) as client:
            answer = await client.http.get(f"{client.url}/graphql", headers=browser)
            assert not answer.headers["content-type"].startswith("text/html")
            assert (await client.post(introspection)).status_code == 401
        development = SETTINGS.model_copy(update={"development": True})
        async with served(service, development) as client:
            page = await client.http.get(f"{client.url}/graphql", headers=browser)
            assert page.headers["content-type"].startswith("text/html")
            named = re.findall(r"""(?:src|href)=["']([^"']+)""", page.text)
            assert named
            for path in named:
                if path.startswith("data:"):
                    continue
                assert not urlsplit(path).netloc
                loaded = await client.http.get(f"{client.url}{path}")
                assert (path, loaded.status_code) == (path, 200)
            assert (await client.ask(introspection))["__schema"]["queryType"]["name"] == "Query"


async def test_sigterm_finishes_what_is_in_flight(place: Place) -> None:
    """Every accepted answer is in the log; what got no answer is done once when sent again."""
    async with opened(place) as service, served(service) as client:
        office = await Town(service, client).found(BONTANG)
        officer = await office.staff("DINAS_OFFICER", "Nasution")
    answers: dict[str, Answer] = {}
    unanswered: list[str] = []
    async with _serving(place) as (process, url), httpx.AsyncClient(timeout=PATIENCE_S) as http:
        at_work = Client(http, url, officer.token)
        clerks = [asyncio.create_task(_clerk(at_work, no, answers, unanswered)) for no in range(16)]
        await until(lambda: len(answers) >= 200)
        process.send_signal(signal.SIGTERM)
        await asyncio.gather(*clerks)
        assert await asyncio.wait_for(process.wait(), PATIENCE_S) == 0
    async with opened(place) as service, served(service) as client:
        rows = {row.position: row async for row in service.log.read_log(office.tenant)}
        assert sorted(rows) == list(range(1, len(rows) + 1))
        for answer in answers.values():
            told = answer["events"][0]
            assert str(rows[int(told["position"])].event_id) == told["eventId"]
        again = client.as_(officer.token)
        for key in (*unanswered, *list(answers)[-16:]):
            answer = await _register(again, key)
            assert answer["repeated"] or key in unanswered
        registered = [
            row async for row in service.log.read_log(office.tenant, topics=["person.registered"])
        ]
        # Administrator and officer, and one for every key, whether its answer arrived or not.
        assert len(registered) == 2 + len(answers) + len(unanswered)


async def _register(client: Client, key: str) -> Answer:
    return await client.done("registerPerson", idempotencyKey=key, name=f"Orang {key}")


async def _clerk(
    client: Client, no: int, answers: dict[str, Answer], unanswered: list[str]
) -> None:
    """Register persons until the service is gone."""
    for count in range(100_000):
        key = f"{no}-{count}"
        try:
            answers[key] = await _register(client, key)
        except httpx.TransportError:
            unanswered.append(key)
            return


@contextlib.asynccontextmanager
async def _serving(place: Place) -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    """``wahana serve`` as a process of its own, once it says where it listens."""
    environment = {
        **os.environ,
        "WAHANA_DATABASE_URL": place.addresses.events,
        "WAHANA_VAULT_URL": place.addresses.vault,
        "WAHANA_ROOT_KEY_FILE": str(place.root_key),
        "WAHANA_LOG_FORMAT": "json",
    }
    process = await asyncio.create_subprocess_exec(
        *(str(Path(sys.executable).with_name("wahana")), "serve", "--port", "0"),
        env=environment,
        cwd=Path(place.root_key).parent,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    try:
        assert process.stdout is not None
        said: list[str] = []
        async with asyncio.timeout(PATIENCE_S):
            while not (found := re.search(r"http://127\.0\.0\.1:\d+", "".join(said[-1:]))):
                said.append((await process.stdout.readline()).decode())
                assert said[-1], f"the process ended before it served: {said}"
        drain = asyncio.create_task(process.stdout.read())
        yield process, found[0]
        await drain
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
