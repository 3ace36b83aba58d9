"""An answer *as of* a moment can be cited for ever, and a request shows one moment.

Every root field of the schema is asked, over an office with something of every kind. The oracle
finds the end of a command without the code of the product: the events of one command have the same
meta.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import cache
from itertools import groupby
from typing import Any

import orjson
import pytest
from graphql import GraphQLField, get_named_type
from tests.api.walls.conftest import House, the_schema
from tests.witness.questions import Asker

from wahana.deploy import serving
from wahana.graphql.handler import GraphQLRequest, RequestHandler
from wahana.graphql.limits import Limits
from wahana.graphql.request import AuthorizedRequest
from wahana.platform.ids import uuid7

pytestmark = pytest.mark.takes(40)

SCHEMA = the_schema()._schema
assert SCHEMA.query_type is not None
FIELDS: Mapping[str, GraphQLField] = SCHEMA.query_type.fields
DATED = tuple(name for name, field in FIELDS.items() if "asOf" in field.args)
EVENTS = "{ head nextAfter events { position topic actEn } }"
LATER = (timedelta(0), timedelta(days=3), timedelta(days=400))
SAMPLED = 4
"""Positions within commands that are asked about, of those that there are."""
DOCUMENTS = 12
TOGETHER = 15
"""Root fields in one document."""


@dataclass(frozen=True)
class Asking:
    """The head of the office, who asks for everything, and an id for each field that needs one."""

    house: House
    given: Mapping[str, Mapping[str, str]]

    @property
    def tenant(self) -> Any:
        return self.house.ours.story.office.tenant

    def part(self, name: str, more: Mapping[str, str]) -> str:
        """A root field with everything below it."""
        arguments = {**self.given.get(name, {}), **more}
        if name == "events":
            return f"events({_written(arguments)}) {EVENTS}"
        asker = Asker(SCHEMA)
        asker._fields = dict(FIELDS)
        return asker.text(name, arguments, depth=2, first=20).strip()[1:-1].strip()

    def document(self, names: Iterable[str], **more: str) -> str:
        return "{ " + " ".join(f"{name}: {self.part(name, more)}" for name in names) + " }"

    async def ask(self, text: str, after: timedelta = timedelta(0)) -> dict[str, Any]:
        """The body of an answer, asked some time later."""
        parts = serving.parts(self.house.service)
        who = await self.house.service.authorizer.admit(self.house.ours.tokens["DINAS_HEAD"])
        context = AuthorizedRequest(replace(parts, clock=lambda: datetime.now(UTC) + after), who)
        reply = await api().answer(GraphQLRequest(text), context)
        body: dict[str, Any] = orjson.loads(reply.encode())
        return body

    async def shown(self, position: int, after: timedelta = timedelta(0)) -> dict[str, Any]:
        """What every root field answers as of a position."""
        found: dict[str, Any] = {}
        for first in range(0, len(DATED), TOGETHER):
            names = DATED[first : first + TOGETHER]
            body = await self.ask(self.document(names, asOf=f'{{position: "{position}"}}'), after)
            assert "errors" not in body, body["errors"]
            found |= body["data"]
        return found


@cache
def api() -> RequestHandler:
    """The release's API, which takes long documents."""
    return RequestHandler(the_schema(), Limits(cost=10**7, tokens=10**5, fields=10**5))


def _written(arguments: Mapping[str, str]) -> str:
    return ", ".join(f"{name}: {value}" for name, value in arguments.items())


@pytest.fixture(scope="module")
async def asking(house: House) -> Asking:
    made = Asking(house, {})
    asker, given = Asker(SCHEMA), dict[str, dict[str, str]]()
    for name, field in asker.ones():
        several = asker.connection_of(get_named_type(field.type))
        body = await made.ask(f"{{ {several}(first: 1) {{ nodes {{ id }} }} }}")
        given[name] = {"id": f'"{body["data"][several]["nodes"][0]["id"]}"'}
    wksbm = f'"wksbm_{house.ours.ids["wksbm"]}"'
    given |= {
        "node": {"id": wksbm},
        "history": {"objectId": wksbm},
        "area": {"code": '"64.74.03"'},
        "events": {"after": '"0"', "first": "200"},
        "fundBalance": {"wksbmId": wksbm, "kind": "IURAN", "unit": "IDR"},
    }
    return replace(made, given=given)


async def _commands(asking: Asking) -> list[list[int]]:
    """The positions of each command: its events lie together and have the same meta."""
    log = asking.house.service.log
    rows = [row async for row in log.read_log(asking.tenant)]
    return [[row.position for row in some] for _, some in groupby(rows, key=lambda row: row.meta)]


async def _something_new(asking: Asking) -> None:
    """Facts of every later sort: a rename, a late fact, a setting, a person, a body."""
    story, ids = asking.house.ours.story, asking.house.ours.ids
    wksbm, today = str(ids["wksbm"]), story.office.today.isoformat()
    name = f"Wahana {uuid7().hex[-6:]}"
    await story.officer.done("renameWksbm", wksbmId=wksbm, name=name)
    await story.office.admin.done("renameTenant", name=name, effectiveFrom=today)


def test_every_root_field_has_a_moment_or_says_why_not() -> None:
    for name, field in FIELDS.items():
        if name in DATED:
            assert "minPosition" in field.args, name
        else:
            reasons = ("As of now alone", "no past to ask", "no moment to ask")
            assert any(reason in (field.description or "") for reason in reasons), name


async def test_an_answer_as_of_a_position_stays_the_same(asking: Asking) -> None:
    commands = await _commands(asking)
    chosen = random.Random(8).sample([one[-1] for one in commands], 2)
    before = {position: await asking.shown(position) for position in chosen}
    await _something_new(asking)
    for position, answer in before.items():
        for after in LATER:
            later = await asking.shown(position, after)
            for name in DATED:
                assert later[name] == answer[name], (name, position, after)


async def test_a_position_within_a_command_shows_the_command_whole(asking: Asking) -> None:
    commands = [one for one in await _commands(asking) if len(one) > 1]
    assert len(commands) > SAMPLED
    for one in random.Random(8).sample(commands, SAMPLED):
        whole = await asking.shown(one[-1])
        for position in {one[0], one[-2]}:
            part = await asking.shown(position)
            for name in DATED:
                assert part[name] == whole[name], (name, position)


async def test_an_instant_shows_what_was_recorded_up_to_it(asking: Asking) -> None:
    rows = [row async for row in asking.house.service.log.read_log(asking.tenant)]
    ends = {position: one[-1] for one in await _commands(asking) for position in one}
    text = "{{ wksbms(asOf: {{recordedAt: {}}}) {{ position totalCount }} }}"
    for row in random.Random(8).sample(rows, SAMPLED):
        at = row.recorded_at
        body = await asking.ask(text.format(f'"{at.isoformat()}"'))
        assert body["data"]["wksbms"]["position"] == str(ends[row.position])


@pytest.mark.parametrize("name", DATED)
async def test_a_moment_that_is_not_over_is_refused(asking: Asking, name: str) -> None:
    head = await asking.house.service.log.head(asking.tenant)
    soon = datetime.now(UTC) + timedelta(hours=1)
    for moment in (
        f'position: "{head + 1}"',
        f'position: "{head + 10**9}"',
        f'recordedAt: "{soon.isoformat()}"',
        'recordedAt: "2199-01-01T00:00:00Z"',
    ):
        body = await asking.ask(asking.document([name], asOf=f"{{{moment}}}"))
        (error,) = body["errors"]
        assert error["extensions"]["code"] == "BAD_INPUT", (moment, error)
        assert "not recorded yet" in error["message"] or "not over yet" in error["message"]


async def test_a_request_shows_one_moment_while_others_write(asking: Asking) -> None:
    drawn, running = random.Random(8), True

    async def write() -> None:
        while running:
            await _something_new(asking)

    writer = asyncio.create_task(write())
    try:
        for _ in range(DOCUMENTS):
            names = drawn.sample(DATED, drawn.randint(2, 6))
            live = await asking.ask(asking.document(names))
            assert "errors" not in live, live["errors"]
            position = live["extensions"]["position"]
            day = f'"{live["extensions"]["day"]}"'
            cited = await asking.ask(asking.document(names, asOf=f'{{position: "{position}"}}'))
            assert cited["extensions"]["position"] == position
            for name in names:
                assert cited["data"][name] == live["data"][name], (name, position, day)
    finally:
        running = False
        await writer


async def test_the_least_position_of_one_root_field_holds_for_all(asking: Asking) -> None:
    story, ids = asking.house.ours.story, asking.house.ours.ids
    for number in range(5):
        name = f"Wahana Sendiri {number}"
        done = await story.officer.done("renameWksbm", wksbmId=str(ids["wksbm"]), name=name)
        text = (
            f'{{ policies(minPosition: "{done["position"]}") {{ name }} '
            f'wksbm(id: "wksbm_{ids["wksbm"]}") {{ name }} trail(first: 1) {{ position }} }}'
        )
        body = await asking.ask(text)
        assert body["data"]["wksbm"]["name"] == name
        assert int(body["data"]["trail"]["position"]) >= int(done["position"])
