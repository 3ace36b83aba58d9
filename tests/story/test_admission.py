"""The validity of a token is read once for all requests that wait for it."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from wahana.deploy import provision
from wahana.deploy.assembly import ServiceParts
from wahana.deploy.provision import OPERATOR, MemberSetup, TenantSetup
from wahana.tenants.authorization import NotAdmitted
from wahana.tenants.directory import Directory

BONTANG = TenantSetup("Dinas Sosial Kota Bontang", "bontang", "KABKOTA", "64.74", "Asia/Makassar")


async def test_requests_of_a_token_share_one_look_up(
    service: ServiceParts, monkeypatch: pytest.MonkeyPatch
) -> None:
    tenant = await provision.add_tenant(service, BONTANG, log_name="log.test")
    member = MemberSetup("Siti Aminah", "TENANT_ADMIN")
    _, secret = await provision.add_member(service, tenant, OPERATOR, member)
    asked = 0
    find_token = Directory.find_token

    async def counted(self: Directory, *given: Any) -> Any:
        nonlocal asked
        asked += 1
        return await find_token(self, *given)

    monkeypatch.setattr(Directory, "find_token", counted)
    given_up = asyncio.create_task(service.authorizer.admit(secret))
    await asyncio.sleep(0)
    given_up.cancel()
    scopes = await asyncio.gather(*(service.authorizer.admit(secret) for _ in range(20)))
    assert given_up.cancelled()
    assert asked == 1
    assert {authorization.tenant for authorization in scopes} == {tenant}
    unknown = secret[:-8] + "AAAAAAAA"
    refused = await asyncio.gather(
        *(service.authorizer.admit(unknown) for _ in range(3)), return_exceptions=True
    )
    assert all(isinstance(one, NotAdmitted) for one in refused)
