"""Two offices that know the same things about the same places, in one running service.

Both entered the formation of Bontang, with equal names and areas: so it shows if one office sees
data of the other.
"""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any
from uuid import UUID

import httpx
import orjson
import pytest
import strawberry
from graphql import is_required_argument
from tests.api.walls import cases, purse
from tests.patience import PATIENCE_S
from tests.story import bontang
from tests.story.bontang import Bontang
from tests.story.client import Client, enveloped
from tests.story.conftest import Place, Places, opened, served
from tests.story.conftest import installed_template as installed_template
from tests.story.conftest import places as places
from tests.story.offices import Town, newcomer

from wahana.deploy import registry, serving
from wahana.deploy.assembly import ServiceParts
from wahana.domain.kernel.refusal import Refused
from wahana.graphql import app, schema
from wahana.graphql.handler import GraphQLRequest, RequestHandler
from wahana.graphql.limits import Limits
from wahana.graphql.request import AuthorizedRequest, RequestServices
from wahana.platform.commands import Executor
from wahana.platform.database import DatabaseUnavailable
from wahana.platform.ids import TenantId, parse_global_id, uuid7
from wahana.platform.infrastructure import AsyncInfrastructureFactory
from wahana.platform.mapper import AsyncMapper

UUIDS = re.compile(r"[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}")


def mutation(command: type) -> str:
    """A document that sends one command and asks for its refusal."""
    name = command.__name__
    return (
        f"mutation($input: {name}Input!) {{ {name[0].lower() + name[1:]}(input: $input) "
        "{ __typename ... on Rejected { code field messageId messageEn hintId hintEn } "
        "... on Conflict { currentVersion expectedVersion changedFields } } }"
    )


class WouldAppend(DatabaseUnavailable):
    """The command was permitted and decided; here it stops."""


class Nowhere:
    """A sealer and an appender that do nothing."""

    async def seal(self, tenant: Any, happened: Any) -> Any:
        raise WouldAppend("nothing is sealed here")

    def unique_values(self, happened: Any) -> Any:
        return ()

    async def append(self, tenant: Any, append: Any, /) -> Any:
        raise WouldAppend("nothing is written here")


def trying(service: ServiceParts) -> Executor:
    """An executor that decides everything and writes nothing."""
    nowhere = Nowhere()
    stores = AsyncInfrastructureFactory(
        service.log, nowhere, AsyncMapper(service.events, nowhere)
    ).event_store
    return Executor(
        stores=stores,
        repository=service.repository,
        refusals=service.refusals,
        digest=lambda *_: bytes(32),
        refusal_type=Refused,
    )


@cache
def the_api() -> RequestHandler:
    """The release's API, which accepts large questions."""
    return RequestHandler(the_schema(), Limits(cost=1_000_000))


@cache
def the_schema() -> strawberry.Schema:
    """The release's schema."""
    return schema.make(registry.COMMANDS)


@dataclass(frozen=True)
class Side:
    """One of the two offices: its story, its people's tokens, and an id of every kind."""

    story: Bontang
    ids: Mapping[str, UUID]
    named: frozenset[str]
    """Every id in its log: streams, events, persons, members, tokens."""

    def at(self, town: Town) -> Side:
        """The same office in a town that holds a copy of what it entered."""
        story = self.story
        office = replace(story.office, town=town, admin=town.client.as_(story.office.admin.token))
        officer, head, inspector = (
            town.client.as_(one.token) for one in (story.officer, story.head, story.inspector)
        )
        moved = replace(story, office=office, officer=officer, head=head, inspector=inspector)
        return replace(self, story=moved)

    @property
    def tokens(self) -> dict[str, str]:
        """A token by role."""
        story = self.story
        people = {
            "TENANT_ADMIN": story.office.admin,
            "DINAS_OFFICER": story.officer,
            "DINAS_HEAD": story.head,
            "INSPECTORATE": story.inspector,
        }
        return {role: client.token or "" for role, client in people.items()}


@dataclass(frozen=True)
class House:
    """The running service with the two offices."""

    service: ServiceParts
    town: Town
    ours: Side
    theirs: Side

    def foreign_to(self, side: Side) -> frozenset[str]:
        """Ids of the other office that this one does not have, too (the operator acts in both)."""
        other = self.theirs if side is self.ours else self.ours
        return other.named - side.named

    async def request(self, secret: str, *, executor: Executor | None = None) -> AuthorizedRequest:
        """A request of a token's owner."""
        parts: RequestServices = serving.parts(self.service)
        if executor is not None:
            parts = replace(parts, executor=executor)
        return AuthorizedRequest(parts, await self.service.authorizer.admit(secret))

    async def ask(
        self, secret: str, text: str, *, executor: Executor | None = None, **variables: Any
    ) -> dict[str, Any]:
        """The whole body of the API's answer."""
        request = await self.request(secret, executor=executor)
        reply = await the_api().answer(GraphQLRequest(text, variables), request)
        body: dict[str, Any] = orjson.loads(reply.encode())
        return body

    def http(self) -> httpx.AsyncClient:
        """A client of the application, in this process."""
        parts = serving.parts(self.service)
        application = app.application(parts, the_schema(), checks={}, development=True)
        transport = httpx.ASGITransport(app=application)
        return httpx.AsyncClient(
            transport=transport, base_url="http://wahana.test", timeout=PATIENCE_S
        )


@pytest.fixture(scope="session")
async def brought_in(places: Places) -> AsyncIterator[tuple[Place, Side, Side]]:
    """Both offices, entered over HTTP, with all views up to date; their service has ended."""
    async with places() as place:
        async with opened(place) as service, served(service) as client:
            town = Town(service, client)
            ours, theirs = await asyncio.gather(side(town), side(town))
            both = House(service, town, ours, theirs)
            for one in (ours, theirs):
                await shown(both, one)
        yield place, ours, theirs


@pytest.fixture(scope="module")
async def house(places: Places, brought_in: tuple[Place, Side, Side]) -> AsyncIterator[House]:
    """Both offices as they were entered: no file sees what the tests of another file write."""
    like, ours, theirs = brought_in
    async with places(like) as place, opened(place) as service, served(service) as client:
        town = Town(service, client)
        yield House(service, town, ours.at(town), theirs.at(town))


async def shown(house: House, one: Side) -> None:
    """Wait until every view shows all that an office has entered."""
    root = the_api()._core.query_type
    assert root is not None
    for name, field in root.fields.items():
        if "minPosition" in field.args and not any(map(is_required_argument, field.args.values())):
            text = f"query($p: BigInt) {{ {name}(minPosition: $p) {{ __typename }} }}"
            await house.ask(one.tokens["DINAS_HEAD"], text, p=one.story.positions["all"])


async def side(town: Town) -> Side:
    """An office with something of every kind."""
    story = await bontang.brought_in(town)
    officer, head, admin = story.officer, story.head, story.office.admin
    names = ("invitation", "speaker", "statement", "member", "grant", "token", "permit")
    more = ("person", "household", "consent", "local_area", *cases.KINDS, *purse.KINDS)
    ids = {name: uuid7() for name in (*names, *more)}
    code, wksbm = next(iter(story.wksbm.items()))
    ids |= {"wksbm": parse_global_id(wksbm)[1], "activity": parse_global_id(story.session)[1]}
    given = {name: str(value) for name, value in ids.items()}
    await resident(officer, code, given)
    ids["book"] = purse.book_of(ids["wksbm"])
    for brought_in in (cases.cared_for, purse.kept):
        await brought_in(town.service, story.office.tenant, officer, ids)
    await officer.done(
        "registerLocalArea",
        localAreaId=given["local_area"],
        villageCode=code,
        kind="RW",
        number="8",
    )
    await head.done(
        "allowLateEntry",
        permitId=given["permit"],
        wksbmId=given["wksbm"],
        coversFrom="2012-01-01",
        coversTo="2012-12-31",
        until=story.office.today.isoformat(),
        reason="PAPER_FOUND",
    )
    await spoken(officer, given)
    await officer.done(
        "recordHandover",
        wksbmId=given["wksbm"],
        termNo=1,
        handedOverBy=story.boards[code][:1],
        receivedBy=story.boards[code][1:2],
        books=[{"kind": "CASH", "volumes": 1}],
        occurredOn="2012-06-15",
    )
    await hired(admin, given, story.office.today.year + 1)
    await officer.refused("NOT_FOUND", "renameWksbm", wksbmId=str(uuid7()), name="X")
    await story.note("all")
    return Side(story, ids, frozenset(await names_in(town.service, story.office.tenant)))


async def spoken(officer: Client, ids: Mapping[str, str]) -> None:
    """An invitation, a speaker and an opening at the session."""
    session = {"activityId": ids["activity"]}
    await officer.done(
        "issueInvitation", **session, invitationId=ids["invitation"], inviteeKind="TKSK", count=2
    )
    await officer.done(
        "assignSpeaker",
        **session,
        speakerId=ids["speaker"],
        institution="BBPPKS",
        person=newcomer("Pembicara Tamu"),
        topicNo=1,
    )
    await officer.done(
        "giveOpening", **session, statementId=ids["statement"], kind="OPENING", office="Dinas"
    )


async def hired(admin: Client, ids: Mapping[str, str], year: int) -> None:
    """A member with a role and a token until a year."""
    person = newcomer("Petugas Baru")
    await admin.done("admitMember", memberId=ids["member"], kind="PERSON", person=person)
    about = {"memberId": ids["member"], "grantId": ids["grant"]}
    await admin.done("giveRole", **about, role="DINAS_OFFICER")
    await admin.done(
        "issueToken",
        **about,
        tokenId=ids["token"],
        label="app",
        expiresAt=f"{year}-01-01T00:00:00Z",
    )


async def resident(officer: Client, village: str, ids: Mapping[str, str]) -> None:
    """A person of a village, the head of a household, who gave a consent, may have two records, and
    was looked at."""
    person = {"personId": ids["person"]}
    await officer.done(
        "registerPerson",
        **person,
        name="Warga Contoh",
        areaCode=village,
        legalBasis="PUBLIC_TASK",
        legalProof="UU 11/2009 ps 38",
    )
    await officer.done(
        "formHousehold",
        householdId=ids["household"],
        areaCode=village,
        members=[{"person": person, "role": "HEAD"}],
    )
    await officer.done(
        "giveConsent",
        **person,
        consentId=ids["consent"],
        purpose="SERVICE",
        scope=["IDENTITY"],
        method="WRITTEN",
        proof="F-1",
        occurredOn="2012-06-15",
    )
    twin = await officer.done("registerPerson", name="Warga Contoh", areaCode=village)
    await officer.done("suspectDuplicate", **person, otherId=twin["id"], score=90, basis=["NAME"])
    look = {"id": f"person_{ids['person']}", "fields": ["name"], "reason": "VERIFICATION"}
    text = "mutation($input: RevealInput!) { reveal(input: $input) { __typename } }"
    seen = await officer.ask(text, input=enveloped(look))
    assert seen == {"reveal": {"__typename": "Revealed"}}


async def names_in(service: ServiceParts, tenant: TenantId) -> set[str]:
    """Every id in a log."""
    found: set[str] = set()
    async for row in service.log.read_log(tenant):
        found |= {str(UUID(int=one.int)) for one in (row.stream_id, row.event_id, row.actor_id)}
        found |= set(UUIDS.findall(row.payload.decode()))
    return found
