"""This release opens the data of the first one, brings it up to date and answers from it.

The witness is real data: the demo as that release loaded it, and what it answered to thousands of
questions. See README.md.
"""

from __future__ import annotations

import hashlib
import re
from typing import Any

import pytest
from tests.patience import PATIENCE_S
from tests.story.client import enveloped

from wahana.deploy.demo import load
from wahana.deploy.processes import NAMES
from wahana.platform.ids import TenantId
from wahana.platform.log.check import check_log
from wahana.tenants.processes import PROCESS

from . import sent
from .conftest import Reopened
from .differences import Difference, Judge
from .kept import ADDRESS, Lines, Question, kept_of

FIGURES = re.compile(r'<td class="(?:no|day|sum|receipt)"[^>]*>(.*?)</td>|<code[^>]*>(.*?)</code>')
WITNESSES = [
    pytest.param(name, marks=(pytest.mark.xdist_group(f"witness {name}"), pytest.mark.takes(30)))
    for name in ("default", "year")
]


@pytest.fixture
def reopened(request: pytest.FixtureRequest) -> Reopened:
    found: Reopened = request.getfixturevalue(request.param)
    return found


@pytest.mark.parametrize("reopened", WITNESSES, indirect=True)
async def test_every_event_is_still_read_and_opened(reopened: Reopened) -> None:
    service = reopened.service
    for entry in await service.directory.all():
        assert await check_log(service.log, entry.tenant) is None
        rows = [row async for row in service.log.read_log(entry.tenant)]
        assert rows, entry.slug
        for row in rows:
            service.events.decode(row)
        if entry.slug in reopened.witness.facts.heads:
            assert len(rows) == reopened.witness.facts.heads[entry.slug], "a process acted again"


@pytest.mark.parametrize("reopened", WITNESSES, indirect=True)
async def test_process_managers_go_on_where_they_were(reopened: Reopened) -> None:
    """Their positions and lists were those of views; nothing is asked for again."""
    database = reopened.service.database
    for entry in await reopened.service.directory.all():
        async with database.reading(entry.tenant) as session:
            names = await session.fetch(
                "SELECT name FROM wahana.tracking WHERE tenant_id = $1", entry.tenant
            )
        assert {row["name"] for row in names} == set(NAMES)
        found = await reopened.service.refusals.page(entry.tenant, limit=200)
        assert [one.code for one in found if one.actor_id == PROCESS.actor.id] == []


@pytest.mark.parametrize("reopened", WITNESSES, indirect=True)
async def test_the_exported_log_is_the_same_byte_for_byte(reopened: Reopened) -> None:
    for office, then in reopened.witness.facts.log.items():
        client = reopened.as_(office, "INSPECTORATE")
        url = f"{client.url}/log.ndjson"
        answer = await client.http.get(url, headers=client.headers, timeout=PATIENCE_S)
        now = answer.content.splitlines(keepends=True)
        if isinstance(then, Lines):
            parts = [b"".join(now[at : at + 500]) for at in range(0, len(now), 500)]
            digests = [hashlib.sha256(part).hexdigest() for part in parts]
            assert (len(now), digests) == (then.lines, then.digests)
        else:
            assert now == then.encode().splitlines(keepends=True)


@pytest.mark.parametrize("reopened", WITNESSES, indirect=True)
async def test_every_answer_is_the_same(reopened: Reopened) -> None:
    """Unless ``differences.py`` allows another, and each of its entries is needed."""
    judge = Judge(reopened.witness.folder.name)
    wrong: dict[str, list[tuple[Question, Difference]]] = {}
    for question in reopened.witness.questions:
        text = judge.text(question)
        if text is None:
            continue
        client = reopened.as_(question.office, question.role)
        now = kept_of(await client.raw(text, **question.variables))
        for found in judge.differences(question, now):
            wrong.setdefault(found.path, []).append((question, found))
    assert not wrong, _told(wrong)
    assert judge.unused() == []


@pytest.mark.parametrize("reopened", WITNESSES, indirect=True)
async def test_every_figure_of_a_sheet_is_printed_the_same(reopened: Reopened) -> None:
    """Numbers, days, receipts, sums, hash and address; the words around them may differ."""
    for sheet in reopened.witness.sheets:
        client = reopened.as_(sheet.office, sheet.role)
        answer = await client.http.get(f"{client.url}{sheet.path}", headers=client.headers)
        assert answer.status_code == sheet.status, sheet.path
        page = answer.text.replace(client.url, ADDRESS)
        now, then = FIGURES.findall(page), FIGURES.findall(sheet.page)
        assert now == then, sheet.path
        assert then or sheet.status != 200


@pytest.mark.parametrize("reopened", WITNESSES, indirect=True)
async def test_every_role_has_the_rights_of_then(reopened: Reopened) -> None:
    """Their order and words differ (``differences.py``): the rights themselves do not."""
    asked = [one for one in reopened.witness.questions if one.name.startswith("roles now")]
    assert asked
    for question in asked[:1]:
        client = reopened.as_(question.office, question.role)
        answer = await client.raw(question.text)
        assert _rights(kept_of(answer)) == _rights(question.answer)


def _rights(answer: Any) -> set[tuple[str, str, str, str]]:
    return {
        (role["code"], part, right["group"], right["reach"])
        for role in answer["data"]["roles"]
        for part in ("commands", "reads")
        for right in role[part]
    }


@pytest.mark.xdist_group("witness default")
async def test_a_command_sent_then_is_known_again(default: Reopened) -> None:
    """The same key and content give the first result; another content is refused."""
    for one in default.witness.facts.sent:
        client = default.as_(one.office, one.role)
        body = await client.raw(sent.text(one.mutation), input=enveloped(one.input))
        assert "errors" not in body, (one, body)
        again = body["data"][one.mutation]
        if one.answer["__typename"] != "Accepted":
            assert again == one.answer
            continue
        assert again == one.answer | {"repeated": True}
        other = one.input | {"occurredOn": "2014-02-04"}
        body = await client.raw(sent.text(one.mutation), input=enveloped(other))
        assert body["data"][one.mutation]["code"] == "KEY_REUSED", one


@pytest.mark.xdist_group("witness default")
async def test_the_demo_finds_itself_loaded(default: Reopened) -> None:
    heads = await _heads(default)
    loaded = await load.load(default.service)
    assert not loaded.fresh
    assert await _heads(default) == heads


def _told(wrong: dict[str, list[tuple[Question, Difference]]]) -> str:
    """How often each path differs, with the first that does."""
    lines = [f"{len(wrong)} paths differ from what the release answered:"]
    for path, found in sorted(wrong.items(), key=lambda item: -len(item[1])):
        question, first = found[0]
        lines += [
            f"{path}: {len(found)} times, first in {question.label}",
            f"    then {str(first.then)[:300]}",
            f"    now  {str(first.now)[:300]}",
        ]
    return "\n".join(lines)


async def _heads(reopened: Reopened) -> dict[str, int]:
    service = reopened.service
    return {
        entry.slug: await service.log.head(TenantId(entry.tenant))
        for entry in await service.directory.all()
    }
