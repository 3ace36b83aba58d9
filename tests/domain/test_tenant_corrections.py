"""Corrections of an office's own entries: its names, editions and roles."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from wahana.tenants.member import Member, MemberAdmitted, RoleGiven
from wahana.tenants.member_commands import CorrectRole
from wahana.tenants.tenant import CategoryEditionAdopted, Tenant, TenantRegistered
from wahana.tenants.tenant_commands import CorrectCategoryEditionAdoption, CorrectTenantName

DAY = date(2012, 6, 14)


@pytest.fixture
def office(scenario: Any) -> Any:
    world = scenario()
    world.given(
        Tenant,
        world.tenant_id,
        TenantRegistered(
            name="Dinas Sosial Kota Bontang",
            slug="bontang",
            level="KABKOTA",
            area_code="64.74",
            time_zone="Asia/Makassar",
            origin="bontang/t/1",
        ),
        CategoryEditionAdopted(edition="2007", effective_from=DAY),
    )
    return world


def test_a_name_is_corrected_once(office: Any) -> None:
    right = CorrectTenantName(
        of=1, name="Dinas Sosial Bontang", effective_from=DAY, reason="TYPING_ERROR"
    )
    office.when(right).accepted()
    office.when(right).then_refused("NO_CHANGE", "of")
    elsewhere = CorrectTenantName(of=9, name="Dinas", effective_from=DAY, reason="TYPING_ERROR")
    office.when(elsewhere).then_refused("NOT_FOUND", "of")


def test_an_adoption_is_corrected_once(office: Any) -> None:
    right = CorrectCategoryEditionAdoption(
        of=2, edition="2012", effective_from=DAY, reason="TYPING_ERROR"
    )
    office.when(right).accepted()
    office.when(right).then_refused("NO_CHANGE", "of")


def test_a_role_is_corrected_once(office: Any) -> None:
    member, grant = office.uid("member"), office.uid("grant")
    given = RoleGiven(grant_id=grant, role="LURAH", area_code="64.74.01.1001", starts_on=DAY)
    office.given(Member, member, MemberAdmitted(kind="APP", label="Aplikasi"), given)
    right = CorrectRole(
        member_id=member,
        grant_id=grant,
        area_code="64.74.01.1002",
        starts_on=DAY,
        reason="WRONG_PLACE",
    )
    office.when(right).accepted()
    office.when(right).then_refused("NO_CHANGE", "grantId")
