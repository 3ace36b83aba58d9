"""Corrections of what an office enters about itself: its names, editions and roles."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from tests.domain.corrections.office_stories import world

from wahana.tenants.member import Member
from wahana.tenants.member_commands import EndRole
from wahana.tenants.member_corrections import CorrectRole
from wahana.tenants.member_events import RoleGiven
from wahana.tenants.tenant import Tenant
from wahana.tenants.tenant_corrections import CorrectCategoryEditionAdoption, CorrectTenantName
from wahana.tenants.tenant_events import CategoryEditionAdopted

DAY = date(2012, 6, 14)


@pytest.fixture
def office() -> Any:
    made = world()
    adopted = CategoryEditionAdopted(edition="2007", effective_from=DAY)
    made.given(Tenant, made.tenant_id, adopted)
    return made


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


@pytest.fixture
def role(office: Any) -> dict[str, Any]:
    """A role that was given to a member, as commands name it."""
    member, grant = office.uid("member"), office.uid("grant")
    given = RoleGiven(grant_id=grant, role="LURAH", area_code="64.74.01.1001", starts_on=DAY)
    office.given(Member, member, given)
    return {"member_id": member, "grant_id": grant}


def right(role: dict[str, Any], **given: Any) -> CorrectRole:
    limits: dict[str, Any] = {"area_code": "64.74.01.1002", "starts_on": DAY}
    return CorrectRole(**role, **(limits | given), reason="WRONG_PLACE")


def last_day(office: Any, role: dict[str, Any]) -> date | None:
    (grant,) = office.state(Member, role["member_id"]).grants
    found: date | None = grant.ends_on
    return found


def test_a_role_is_corrected_once(office: Any, role: dict[str, Any]) -> None:
    office.when(right(role)).accepted()
    office.when(right(role)).then_refused("NO_CHANGE", "grantId")


def test_an_end_stays_unless_it_is_said_that_there_is_none(
    office: Any, role: dict[str, Any]
) -> None:
    end = date(2012, 9, 30)
    office.when(EndRole(**role, ends_on=end, reason="MOVED")).accepted()
    office.when(right(role)).accepted()
    assert last_day(office, role) == end
    office.when(right(role, ends_on=DAY, no_end=True)).then_refused("INVALID_INPUT", "noEnd")
    office.when(right(role, ends_on=DAY)).accepted()
    assert last_day(office, role) == DAY
    office.when(right(role, no_end=True)).accepted()
    assert last_day(office, role) is None
    office.when(right(role, no_end=True)).then_refused("NO_CHANGE", "grantId")


def test_a_role_is_ended_earlier_never_later(office: Any, role: dict[str, Any]) -> None:
    office.when(EndRole(**role, ends_on=date(2012, 9, 30), reason="MOVED")).accepted()
    later = EndRole(**role, ends_on=date(2012, 9, 30), reason="MOVED")
    office.when(later).then_refused("NO_CHANGE", "endsOn")
    office.when(EndRole(**role, ends_on=date(2012, 8, 31), reason="REMOVED")).accepted()
    assert last_day(office, role) == date(2012, 8, 31)


def test_a_role_that_has_not_begun_is_ended_before_its_first_day(
    office: Any, role: dict[str, Any]
) -> None:
    office.when(right(role, starts_on=date(2020, 1, 1))).accepted()
    early = EndRole(**role, ends_on=date(2019, 12, 1), reason="REMOVED")
    office.when(early).then_refused("DATE_ORDER", "endsOn")
    office.when(EndRole(**role, reason="REMOVED")).accepted()
    assert last_day(office, role) == date(2019, 12, 31)


def test_the_first_name_has_no_first_day_unless_one_is_given(office: Any) -> None:
    right = CorrectTenantName(of=1, name="Dinas Sosial Bontang", reason="TYPING_ERROR")
    office.when(right).accepted()
    tenant = office.state(Tenant, office.tenant_id)
    assert tenant.name_on(date(1945, 8, 17)) == "Dinas Sosial Bontang"
