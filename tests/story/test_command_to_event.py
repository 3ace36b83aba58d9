"""From a command to immutable events: scope, decision, append, receipt."""

from __future__ import annotations

import pytest

from wahana.deploy import provision
from wahana.deploy.assembly import ServiceParts
from wahana.deploy.provision import OPERATOR, CommandRefused, MemberSetup, TenantSetup
from wahana.platform.execution import Accepted, CommandRequest
from wahana.platform.ids import TenantId, uuid7
from wahana.tenants.authorization import NotAdmitted
from wahana.tenants.member import Member
from wahana.tenants.member_commands import AdmitMember, EndRole, RevokeToken
from wahana.tenants.tenant import Tenant
from wahana.tenants.tenant_commands import AdoptCategoryEdition, RenameTenant, SetPolicy

BONTANG = TenantSetup(
    name="Dinas Sosial dan Tenaga Kerja Kota Bontang",
    slug="bontang",
    level="KABKOTA",
    area_code="64.74",
    time_zone="Asia/Makassar",
)


async def _office(service: ServiceParts, new: TenantSetup = BONTANG) -> TenantId:
    return await provision.add_tenant(service, new, log_name="log.test")


async def test_the_first_event_of_an_office_is_its_registration(service: ServiceParts) -> None:
    tenant = await _office(service)
    rows = [row async for row in service.log.read_log(tenant)]
    assert [(row.position, row.topic, row.version) for row in rows] == [(1, "tenant.registered", 1)]
    state = await service.repository.get(tenant, Tenant, tenant)
    assert state.origin == f"log.test/t/{tenant}"
    assert state.level == "KABKOTA"


async def test_registering_again_finishes_and_doubles_nothing(service: ServiceParts) -> None:
    tenant = await _office(service)
    again = await provision.add_tenant(service, BONTANG, log_name="log.test", tenant_id=tenant)
    assert again == tenant
    assert await service.log.head(tenant) == 1


async def test_an_administrator_acts_by_token_and_not_after_its_revocation(
    service: ServiceParts,
) -> None:
    tenant = await _office(service)
    member_id, secret = await provision.add_member(
        service, tenant, OPERATOR, MemberSetup("Siti Aminah", "TENANT_ADMIN")
    )
    authorization = await service.authorizer.admit(secret)
    assert authorization.tenant == tenant
    assert authorization.actor.role == "TENANT_ADMIN"
    command = SetPolicy(
        name="late_window_days",
        value=60,
        effective_from=service.clock().date(),
        reason="REVISION",
    )
    accepted = await provision.run(service, tenant, authorization, command)
    assert accepted.rows[0].actor_id == member_id
    assert authorization.token_id is not None
    revoke = RevokeToken(member_id=member_id, token_id=authorization.token_id, reason="LOST")
    await provision.run(service, tenant, OPERATOR, revoke)
    # The authorization in hand still looks valid; the decision reads the member and refuses.
    with pytest.raises(CommandRefused, match="NOT_PERMITTED"):
        await provision.run(service, tenant, authorization, command)


async def test_a_role_that_ended_admits_nobody(service: ServiceParts) -> None:
    tenant = await _office(service)
    member_id, secret = await provision.add_member(
        service, tenant, OPERATOR, MemberSetup("Budi", "DINAS_OFFICER")
    )
    authorization = await service.authorizer.admit(secret)
    member = await service.repository.get(tenant, Member, member_id)
    grant_id = member.grants[0].grant_id
    await provision.run(
        service,
        tenant,
        OPERATOR,
        EndRole(member_id=member_id, grant_id=grant_id, reason="MOVED"),
    )
    service.authorizer._known.clear()
    with pytest.raises(NotAdmitted, match="not held"):
        await service.authorizer.admit(secret)
    assert authorization.actor.id == member_id


async def test_a_retry_gets_the_first_result_and_a_reused_key_is_refused(
    service: ServiceParts,
) -> None:
    tenant = await _office(service)
    rename = RenameTenant(name="Dinas Sosial Kota Bontang", effective_from=service.clock().date())
    request = CommandRequest(key="a", source="cli")
    first = await provision.run(service, tenant, OPERATOR, rename, request)
    again = await provision.run(service, tenant, OPERATOR, rename, request)
    assert again.repeated
    assert again.position == first.position
    other = AdoptCategoryEdition(edition="2007", effective_from=service.clock().date())
    with pytest.raises(CommandRefused, match="KEY_REUSED"):
        await provision.run(service, tenant, OPERATOR, other, request)
    assert await service.log.head(tenant) == first.position


async def test_a_retry_names_what_was_made_the_first_time_though_its_id_was_left_to_the_service(
    service: ServiceParts,
) -> None:
    tenant = await _office(service)
    request = CommandRequest(key="a", source="app")
    # As the API does it: the same bytes from the app, an id of its own making each time.
    results = [
        await service.executor.execute(
            service.authorizer.order_of_service(
                tenant,
                OPERATOR,
                AdmitMember(member_id=uuid7(), kind="APP", label="app"),
                request,
                b"the same",
            )
        )
        for _ in range(2)
    ]
    first, again = results
    assert isinstance(first, Accepted)
    assert isinstance(again, Accepted)
    assert again.repeated
    assert (again.target_id, again.version) == (first.target_id, 1)
    assert again.rows == first.rows


async def test_a_stale_version_is_a_conflict_that_names_what_changed(service: ServiceParts) -> None:
    tenant = await _office(service)
    today = service.clock().date()
    await provision.run(
        service, tenant, OPERATOR, RenameTenant(name="Dinas A", effective_from=today)
    )
    request = CommandRequest(key=str(uuid7()), source="cli", expected_version=1)
    with pytest.raises(CommandRefused, match=r"Conflict.*changed_fields=\('name'"):
        await provision.run(
            service, tenant, OPERATOR, RenameTenant(name="Dinas B", effective_from=today), request
        )


async def test_a_name_is_nowhere_in_the_stored_bytes(service: ServiceParts) -> None:
    tenant = await _office(service)
    await provision.add_member(
        service, tenant, OPERATOR, MemberSetup("Kanaria Rahasia", "TENANT_ADMIN")
    )
    stored = b"".join([row.payload + row.meta async for row in service.log.read_log(tenant)])
    assert b"Kanaria" not in stored
    assert b"Rahasia" not in stored


async def test_refusals_are_recorded_without_data(service: ServiceParts) -> None:
    tenant = await _office(service)
    bad = SetPolicy(
        name="no_such_policy", value=1, effective_from=service.clock().date(), reason="X"
    )
    with pytest.raises(CommandRefused, match="POLICY_UNKNOWN"):
        await provision.run(service, tenant, OPERATOR, bad)
    (entry,) = await service.refusals.page(tenant, limit=10)
    assert (entry.command, entry.code) == ("SetPolicy", "POLICY_UNKNOWN")
