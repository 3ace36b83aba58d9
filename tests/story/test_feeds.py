"""The log as a feed: pages, a subscription that resumes, SSE, and NDJSON byte for byte."""

from __future__ import annotations

import asyncio
import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import httpx
import pytest
from tests.patience import PATIENCE_S

from wahana.domain.words.page_texts import PAGES
from wahana.platform.events import EventRow
from wahana.platform.log.leaf import leaf, leaf_hash

from . import feeds
from .client import Client
from .feeds import Event
from .offices import BONTANG, Office, Town

pytestmark = pytest.mark.takes(10)


@dataclass(frozen=True)
class Busy:
    """An office with some events, and who reads its log."""

    office: Office
    officer: Client
    inspector: Client

    async def register(self, count: int) -> None:
        """So many more events, one command each, as fast as they are taken."""
        await asyncio.gather(
            *(self.officer.done("registerPerson", name=f"Orang {n}") for n in range(count))
        )

    async def head(self) -> int:
        page = await self.inspector.ask("{ events(first: 1) { head } }")
        return int(page["events"]["head"])

    async def rows(self) -> list[EventRow]:
        """The log as stored."""
        return [row async for row in self.office.town.service.log.read_log(self.office.tenant)]


@pytest.fixture
async def busy(town: Town) -> Busy:
    """An office with 40 registered persons."""
    office = await town.found(BONTANG)
    officer = await office.staff("DINAS_OFFICER", "Nasution")
    made = Busy(office, officer, await office.staff("INSPECTORATE", "Inspektur"))
    await made.register(40)
    return made


async def test_pages_give_every_event_once_in_order(busy: Busy) -> None:
    query = """query($after: BigInt!) {
      events(after: $after, first: 7) { events { position topic leafHash } nextAfter head }
    }"""
    after, found = "0", []
    while True:
        page = (await busy.inspector.ask(query, after=after))["events"]
        found += page["events"]
        after = page["nextAfter"]
        if not page["events"]:
            break
    rows = await busy.rows()
    assert [event["topic"] for event in found] == [row.topic for row in rows]
    assert [int(event["position"]) for event in found] == list(range(1, len(rows) + 1))
    assert [event["leafHash"] for event in found] == [_leaf_hash(busy, row) for row in rows]


async def test_a_page_of_topics_reads_on_where_it_ended(busy: Busy) -> None:
    query = """query($after: BigInt!) {
      events(after: $after, first: 30, topics: ["person.registered"]) {
        events { position topic } nextAfter head
      }
    }"""
    first = (await busy.inspector.ask(query, after="0"))["events"]
    assert len(first["events"]) == 30
    second = (await busy.inspector.ask(query, after=first["nextAfter"]))["events"]
    # 40 participants, the administrator, the officer and the inspector.
    assert len(second["events"]) == 13
    assert second["nextAfter"] == second["head"]
    wrong = await busy.inspector.raw('{ events(topics: ["person.unheard_of"]) { head } }')
    assert "person.unheard_of" in wrong["errors"][0]["message"]


async def test_a_follower_that_breaks_off_resumes_without_loss_or_repetition(busy: Busy) -> None:
    goal = await busy.head() + 120
    writing = asyncio.create_task(busy.register(120))
    seen: list[Event] = []
    connections = 0
    while len(seen) < goal:
        connections += 1
        async with feeds.following(busy.inspector, len(seen)) as events:
            async for event in events:
                seen.append(event)
                if len(seen) == goal or len(seen) % 25 == 0:
                    break
    await writing
    assert connections > 5
    rows = await busy.rows()
    assert [int(event["position"]) for event in seen] == [row.position for row in rows]
    assert [event["leafHash"] for event in seen] == [_leaf_hash(busy, row) for row in rows]


async def test_many_followers_see_the_same_while_commands_go_on(busy: Busy) -> None:
    start = await busy.head()

    async def follow(after: int) -> list[int]:
        found: list[int] = []
        async with feeds.following(busy.inspector, after) as events:
            async for event in events:
                found.append(int(event["position"]))
                if found[-1] == start + 60:
                    break
        return found

    *seen, _ = await asyncio.gather(
        *(follow(start - 2 * n) for n in range(8)), _after(0.05, busy.register(60))
    )
    for n, positions in enumerate(seen):
        assert positions == list(range(start - 2 * n + 1, start + 61))


@pytest.mark.parametrize("after", [-1, -(2**63), 10_000, 2**63 - 1])
async def test_a_position_that_this_log_never_gave_is_refused_everywhere(
    busy: Busy, after: int
) -> None:
    """Another office's, or one from before a restore: to wait there would lose what comes."""
    body = {"query": feeds.FOLLOW, "variables": {"after": str(after)}}
    page = "query($after: BigInt!, $topics: [String!]) { events(after: $after, topics: $topics)"
    asked = await busy.inspector.raw(f"{page} {{ head }} }}", after=str(after))
    narrow = await busy.inspector.raw(
        f"{page} {{ head }} }}", after=str(after), topics=["person.registered"]
    )
    async with feeds.connected(busy.inspector) as socket:
        assert (await feeds.heard(socket))["type"] == "connection_ack"
        await socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": body}))
        followed = await feeds.heard(socket)
    stream = await busy.inspector.http.post(
        f"{busy.inspector.url}/graphql/stream", json=body, headers=busy.inspector.headers
    )
    told = [asked["errors"][0], narrow["errors"][0], followed["payload"][0]]
    assert {one["extensions"]["code"] for one in told} == {"BAD_INPUT"}
    assert all("from 0" in one["message"] or "give 0" in one["message"] for one in told)
    assert "BAD_INPUT" in stream.text
    downloaded = await _download(busy.inspector, after=str(after))
    assert (downloaded.status_code, "position" in downloaded.json()["error"]) == (400, True)
    assert downloaded.json()["errorId"] == PAGES["error"]["BAD_INPUT"].indonesian


async def test_a_parameter_that_is_not_there_gives_no_whole_log(busy: Busy) -> None:
    answer = await _download(busy.inspector, afte="40")
    assert (answer.status_code, "after and upTo" in answer.json()["error"]) == (400, True)


async def test_a_download_up_to_what_is_not_recorded_yet_is_refused(busy: Busy) -> None:
    answer = await _download(busy.inspector, upTo=str(await busy.head() + 1000))
    assert (answer.status_code, "this log ends at" in answer.json()["error"]) == (400, True)


async def test_a_follower_of_topics_hears_only_of_them(busy: Busy) -> None:
    start = await busy.head()
    async with feeds.following(busy.inspector, start, ["local_area.registered"]) as events:
        await busy.register(3)
        wish = {"villageCode": "64.74.03.1001", "kind": "RW", "number": "1"}
        done = await busy.officer.done("registerLocalArea", **wish)
        event = await anext(events)
    assert event["topic"] == "local_area.registered"
    assert start + 3 < int(event["position"]) <= int(done["position"])


async def test_only_who_may_read_the_history_follows_it(busy: Busy) -> None:
    code, reason = await feeds.close_code(busy.inspector.as_("wah_wrong"))
    assert (code, "token" in reason) == (4401, True)
    code, _ = await feeds.close_code(busy.inspector.as_(None))
    assert code == 4401
    # The administrator of an office handles no social data.
    async with feeds.connected(busy.office.admin) as socket:
        assert json.loads(await socket.recv()) == {"type": "connection_ack"}
        payload = {"query": feeds.FOLLOW, "variables": {"after": "0"}}
        await socket.send(json.dumps({"id": "1", "type": "subscribe", "payload": payload}))
        answer = json.loads(await asyncio.wait_for(socket.recv(), PATIENCE_S))
    assert answer["type"] == "error"
    assert answer["payload"][0]["extensions"]["code"] == "NOT_PERMITTED"


async def test_an_office_hears_nothing_of_another(busy: Busy, town: Town) -> None:
    other = await town.found(BONTANG)
    auditor = await other.staff("INSPECTORATE", "Auditor")
    own = [row async for row in town.service.log.read_log(other.tenant)]
    async with feeds.following(auditor, 0) as events:
        await busy.register(5)
        heard = [await anext(events) for _ in own]
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.3):
                await anext(events)
    assert [event["topic"] for event in heard] == [row.topic for row in own]


async def test_server_sent_events_tell_the_same(busy: Busy) -> None:
    start = await busy.head()
    heard, _ = await asyncio.gather(
        feeds.streamed(busy.inspector, start - 3, 8), _after(0.05, busy.register(5))
    )
    assert [int(event["position"]) for event in heard] == list(range(start - 2, start + 6))


async def test_ndjson_is_the_stored_log_byte_for_byte(busy: Busy) -> None:
    answer = await _download(busy.inspector)
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("application/x-ndjson")
    rows = await busy.rows()
    assert int(answer.headers["x-wahana-head"]) == len(rows)
    lines = [json.loads(line) for line in answer.content.splitlines()]
    assert len(lines) == len(rows)
    me = (await busy.inspector.ask("{ me { tenant logOrigin } }"))["me"]
    for line, row in zip(lines, rows, strict=True):
        assert (line["meta"].encode(), line["payload"].encode()) == (row.meta, row.payload)
        told = _row(line, UUID(me["tenant"].rpartition("_")[2]))
        assert told == row
        # What the file says is what was proved by the receipt's leaf.
        proved = leaf(told, me["logOrigin"])
        assert leaf_hash(proved).hex() == line["leafHash"]
        for name in ("meta", "payload"):
            digest = hashlib.sha256(line[name].encode()).hexdigest()
            assert json.loads(proved)[f"{name}_sha256"] == digest
    assert b"Orang" not in answer.content
    assert b"Nasution" not in answer.content


async def test_ndjson_goes_on_from_a_position(busy: Busy) -> None:
    whole = (await _download(busy.inspector)).content.splitlines()
    parts = [
        *(await _download(busy.inspector, upTo="10")).content.splitlines(),
        *(await _download(busy.inspector, after="10", upTo="33")).content.splitlines(),
        *(await _download(busy.inspector, after="33")).content.splitlines(),
    ]
    assert parts == whole
    assert (await _download(busy.inspector, after=str(len(whole)))).content == b""
    wrong = await _download(busy.inspector, after="-1")
    assert (wrong.status_code, "position" in wrong.json()["error"]) == (400, True)


async def test_the_export_needs_its_own_right(busy: Busy) -> None:
    # An officer reads the history; to take the whole log along is the inspectorate's.
    assert (await _download(busy.officer)).status_code == 403
    assert (await _download(busy.office.admin)).status_code == 403
    nobody = await _download(busy.officer.as_(None))
    assert nobody.status_code == 401
    assert nobody.headers["www-authenticate"].startswith("Bearer")


async def _download(client: Client, **which: str) -> httpx.Response:
    return await client.http.get(f"{client.url}/log.ndjson", params=which, headers=client.headers)


async def _after(seconds: float, work: Any) -> None:
    await asyncio.sleep(seconds)
    await work


def _leaf_hash(busy: Busy, row: EventRow) -> str:
    return leaf_hash(leaf(row, f"log.test/t/{busy.office.tenant}")).hex()


def _row(line: dict[str, Any], tenant: UUID) -> EventRow:
    """The row that a line of the file tells."""
    return EventRow(
        tenant_id=tenant,
        position=line["position"],
        event_id=UUID(line["eventId"]),
        stream_id=UUID(line["streamId"]),
        version=line["version"],
        topic=line["topic"],
        schema_version=line["schemaVersion"],
        actor_id=UUID(line["actorId"]),
        recorded_at=datetime.fromisoformat(line["recordedAt"]),
        meta=line["meta"].encode(),
        payload=line["payload"].encode(),
    )
