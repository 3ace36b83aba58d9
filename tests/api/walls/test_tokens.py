"""Tokens: narrowed, expired, revoked, and what a role's end does to them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from tests.api.walls.conftest import House
from tests.story.client import Client, document, enveloped

from wahana.deploy.registry import KINDS
from wahana.domain.reference.catalogue import REFERENCE
from wahana.platform.clock import Clock
from wahana.platform.ids import uuid7
from wahana.tenants.authorization import FRESH_SECONDS, Authorizer, NotAdmitted

WKSBMS = "{ wksbms(first: 1) { totalCount } }"
BOARDS = "{ boards(first: 1) { totalCount } }"


@dataclass(frozen=True)
class Token:
    """A token of a new officer, and what its end takes."""

    client: Client
    member: str
    grant: str
    token: str

    @property
    def secret(self) -> str:
        return self.client.token or ""


async def issued(house: House, *, scopes: tuple[str, ...] = (), **more: Any) -> Token:
    """A token of a new officer of our office."""
    office = house.ours.story.office
    admin, names = office.admin, [str(uuid7()) for _ in range(3)]
    member, grant, token = names
    await admin.done("admitMember", memberId=member, kind="APP", label="aplikasi")
    await admin.done("giveRole", memberId=member, grantId=grant, role="DINAS_OFFICER", **more)
    expires_at = house.service.clock() + timedelta(days=30)
    answer = await admin.done(
        "issueToken",
        memberId=member,
        grantId=grant,
        tokenId=token,
        label="app",
        scopes=list(scopes),
        expiresAt=expires_at.isoformat(),
    )
    return Token(admin.as_(answer["secret"]), member, grant, token)


def at_the_door(house: House, clock: Clock | None = None) -> Authorizer:
    """A authorizer that has seen nobody yet."""
    service = house.service
    return Authorizer(
        directory=service.directory,
        repository=service.repository,
        reference=REFERENCE,
        kinds=KINDS,
        clock=clock or service.clock,
    )


async def rename(house: House, client: Client) -> str:
    """What comes of the officer's command; its name stays."""
    wish = {
        "idempotencyKey": str(uuid7()),
        "wksbmId": str(house.ours.ids["wksbm"]),
        "name": next(iter(house.ours.story.villages.values())),
    }
    body = await client.raw(document("renameWksbm"), input=enveloped(wish))
    if "errors" in body:
        return str(body["errors"][0]["extensions"]["code"])
    answer = body["data"]["renameWksbm"]
    return str(answer.get("code") or answer["__typename"])


async def test_a_narrowed_token_reads_and_writes_no_more_than_it_says(house: House) -> None:
    reader = (await issued(house, scopes=("read:FORMATION",))).client
    assert (await reader.ask(WKSBMS))["wksbms"]["totalCount"] == 15
    refused = (await reader.raw(BOARDS))["errors"][0]
    assert refused["extensions"]["code"] == "NOT_PERMITTED"
    assert await rename(house, reader) == "NOT_PERMITTED"
    writer = (await issued(house, scopes=("write:FORMATION",))).client
    assert await rename(house, writer) in ("Accepted", "NO_CHANGE")
    assert (await writer.raw(WKSBMS))["errors"][0]["extensions"]["code"] == "NOT_PERMITTED"
    answer = await writer.do("openBoardTerm", wksbmId=str(house.ours.ids["wksbm"]))
    assert answer["code"] == "NOT_PERMITTED"


async def test_a_token_cannot_be_widened_beyond_its_role(house: House) -> None:
    story = house.ours.story
    about = {"memberId": str(house.ours.ids["member"]), "grantId": str(house.ours.ids["grant"])}
    expires_at = (house.service.clock() + timedelta(days=1)).isoformat()
    for scopes in (["write:TENANT"], ["read:EXPORT"], ["everything"]):
        answer = await story.office.admin.do(
            "issueToken", **about, label="other", scopes=scopes, expiresAt=expires_at
        )
        if answer["__typename"] == "Accepted":  # a right that the role lacks stays lacking
            client = story.office.admin.as_(answer["secret"])
            day = story.office.today.isoformat()
            refused = await client.do("renameTenant", name="X", effectiveFrom=day)
            assert refused["code"] == "NOT_PERMITTED"
        else:
            assert answer["code"] == "INVALID_INPUT"


async def test_an_expired_token_opens_nothing(house: House) -> None:
    token = await issued(house)
    assert (await at_the_door(house).admit(token.secret)).actor.role == "DINAS_OFFICER"

    def later() -> datetime:
        return house.service.clock() + timedelta(days=30, seconds=1)

    with pytest.raises(NotAdmitted, match="expired"):
        await at_the_door(house, later).admit(token.secret)


async def test_a_revoked_token_writes_nothing_at_once_and_reads_nothing_in_a_second(
    house: House,
) -> None:
    token = await issued(house)
    assert await rename(house, token.client) in ("Accepted", "NO_CHANGE")
    admin = house.ours.story.office.admin
    await admin.done("revokeToken", memberId=token.member, tokenId=token.token, reason="LOST")
    assert await rename(house, token.client) in ("NOT_PERMITTED", "UNAUTHENTICATED")
    with pytest.raises(NotAdmitted, match="revoked"):
        await at_the_door(house).admit(token.secret)
    assert FRESH_SECONDS <= 1.0


async def test_a_role_that_ended_takes_its_tokens_with_it(house: House) -> None:
    token = await issued(house)
    admin = house.ours.story.office.admin
    await admin.done("endRole", memberId=token.member, grantId=token.grant, reason="MOVED")
    assert await rename(house, token.client) in ("NOT_PERMITTED", "UNAUTHENTICATED")
    with pytest.raises(NotAdmitted, match="not held"):
        await at_the_door(house).admit(token.secret)


async def test_a_role_that_has_not_begun_opens_nothing(house: House) -> None:
    begins = house.ours.story.office.today + timedelta(days=3)
    token = await issued(house, startsOn=begins.isoformat())
    with pytest.raises(NotAdmitted, match="not held"):
        await at_the_door(house).admit(token.secret)

    def then() -> datetime:
        return house.service.clock() + timedelta(days=4)

    assert (await at_the_door(house, then).admit(token.secret)).actor.role == "DINAS_OFFICER"


@pytest.mark.parametrize(
    "secret",
    ["", "wah_", "wah_0000000000000000000000000000000000000000", "x" * 41, "wah_'; --"],
)
async def test_what_is_no_token_is_not_looked_up(house: House, secret: str) -> None:
    with pytest.raises(NotAdmitted):
        await at_the_door(house).admit(secret)
    async with house.http() as http:
        answer = await http.post(
            "/graphql", json={"query": WKSBMS}, headers={"authorization": f"Bearer {secret}"}
        )
        assert answer.status_code == 401
        assert answer.headers["www-authenticate"].startswith("Bearer")
