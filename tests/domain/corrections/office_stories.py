"""Stories of an office: what it is called, the lists it adopts, the roles of its members."""

from __future__ import annotations

from datetime import date
from typing import Any

from msgspec.structs import replace
from tests.domain.conftest import Scenario

from wahana.domain.kernel.facts import FactKind
from wahana.tenants import member as roles
from wahana.tenants import tenant as facts
from wahana.tenants.member import Member
from wahana.tenants.member_commands import EndRole, GiveRole
from wahana.tenants.member_corrections import CorrectRole
from wahana.tenants.member_events import MemberAdmitted
from wahana.tenants.member_rules import MEMBERS
from wahana.tenants.tenant import Tenant
from wahana.tenants.tenant_commands import AdoptCategoryEdition, RenameTenant
from wahana.tenants.tenant_corrections import CorrectCategoryEditionAdoption, CorrectTenantName
from wahana.tenants.tenant_events import TenantRegistered
from wahana.tenants.tenant_rules import TENANTS

from .care_world import WHY
from .stories import Step, Story, Telling

MARCH, JULY, DECEMBER = date(2012, 3, 1), date(2012, 7, 1), date(2012, 12, 31)


def world() -> Scenario:
    made = Scenario(today=date(2012, 6, 14))
    made.given(
        Tenant,
        made.tenant_id,
        TenantRegistered(
            name="Dinas Sosial Kota Bontang",
            slug="bontang",
            level="KABKOTA",
            area_code="64.74",
            time_zone="Asia/Makassar",
            origin="bontang/t/1",
        ),
    )
    made.given(
        Member,
        made.uid("member"),
        MemberAdmitted(kind="PERSON", person_id=made.uid("Ratna")),
    )
    return made


def of_the_office(made: Scenario, kind: FactKind, *tellings: Telling, **more: Any) -> Story:
    return Story(
        kind=kind,
        timeline=TENANTS,
        world=made,
        stream=(Tenant, made.tenant_id),
        tellings=tellings,
        **more,
    )


def of_a_member(made: Scenario, kind: FactKind, *tellings: Telling, **more: Any) -> Story:
    return Story(
        kind=kind,
        timeline=MEMBERS,
        world=made,
        stream=(Member, made.uid("member")),
        tellings=tellings,
        about=made.uid("Ratna"),
        **more,
    )


def renamed() -> Story:
    made = world()

    def telling(name: str, day: date) -> Telling:
        return Telling(
            RenameTenant(name=name, effective_from=day),
            correct=lambda of: CorrectTenantName(of=of, name=name, effective_from=day, **WHY),
        )

    again = RenameTenant(name="Dinas Sosial dan P3A", effective_from=DECEMBER)
    return of_the_office(
        made,
        facts.NAME,
        telling("Dinas Sosial", MARCH),
        telling("Dinas Sosial Bontang", MARCH),
        telling("Dinas Sosial", JULY),
        then=(Step(again, facts.NAME),),
    )


def adopted() -> Story:
    made = world()

    def telling(edition: str, day: date) -> Telling:
        given: dict[str, Any] = {"edition": edition, "effective_from": day}
        return Telling(
            AdoptCategoryEdition(**given),
            correct=lambda of: CorrectCategoryEditionAdoption(of=of, **given, **WHY),
        )

    newer = AdoptCategoryEdition(edition="2012", effective_from=DECEMBER)
    return of_the_office(
        made,
        facts.EDITION,
        telling("2007", MARCH),
        telling("2012", MARCH),
        telling("2007", JULY),
        telling("1999", MARCH),
        then=(Step(newer, facts.EDITION),),
    )


def role(made: Scenario, **changes: Any) -> Telling:
    """A role that was given, as it may be corrected to."""
    of: dict[str, Any] = {"member_id": made.uid("member"), "grant_id": made.uid("grant")}
    given: dict[str, Any] = {"area_code": "64.74.01.1001", "starts_on": MARCH} | changes
    return Telling(
        GiveRole(**of, role="LURAH", **given), correct=lambda _: CorrectRole(**of, **given, **WHY)
    )


def given() -> Story:
    made = world()
    of: dict[str, Any] = {"member_id": made.uid("member"), "grant_id": made.uid("grant")}
    end = EndRole(**of, ends_on=date(2012, 9, 30), reason="MOVED")
    return of_a_member(
        made,
        roles.ROLE,
        role(made),
        role(made, area_code="64.74.01.1002"),
        role(made, starts_on=JULY),
        role(made, starts_on=date(2012, 10, 1)),
        role(made, starts_on=DECEMBER),
        role(made, area_code=None),
        role(made, area_code="64.74.09.9999"),
        role(made, area_code=None, wksbm_ids=(made.uid("wksbm"),)),
        then=(Step(end, roles.ROLE_END, ends=True),),
    )


def given_until_a_day() -> Story:
    made = world()
    endless = role(made)
    assert endless.correct is not None
    taken_back = endless.correct(0)
    return of_a_member(
        made,
        roles.ROLE,
        role(made, ends_on=DECEMBER),
        role(made, ends_on=JULY),
        role(made, ends_on=date(2012, 2, 1)),
        Telling(endless.make, correct=lambda _: replace(taken_back, no_end=True)),
    )


def ended() -> Story:
    made = world()
    made.when(role(made).make).accepted()
    of: dict[str, Any] = {"member_id": made.uid("member"), "grant_id": made.uid("grant")}
    limits: dict[str, Any] = {"area_code": "64.74.01.1001", "starts_on": MARCH}

    def telling(day: date) -> Telling:
        return Telling(
            EndRole(**of, ends_on=day, reason="MOVED"),
            correct=lambda _: CorrectRole(**of, **limits, ends_on=day, **WHY),
        )

    return of_a_member(
        made,
        roles.ROLE_END,
        telling(JULY),
        telling(DECEMBER),
        telling(date(2012, 2, 29)),
        telling(date(2012, 2, 1)),
    )


STORIES = (renamed, adopted, given, given_until_a_day, ended)
