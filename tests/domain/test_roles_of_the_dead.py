"""A death ends the roles and tokens of a member with that day."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

import pytest
from tests.domain.corrections.office_stories import world
from tests.domain.reacting import reacted

from wahana.domain.people.life_commands import RecordDeath
from wahana.domain.people.registration import RegisterPerson
from wahana.tenants.death_process import MemberDeathProcess
from wahana.tenants.member import Member
from wahana.tenants.member_commands import EndRolesOfDeceased
from wahana.tenants.member_events import MemberAdmitted, RoleEnded, RoleGiven, TokenIssued

DIED = date(2012, 6, 10)


@pytest.fixture
def office() -> Any:
    """A member with two roles and a token; one of the roles has ended before."""
    made = world()
    made.run(RegisterPerson(person_id=made.uid("person"), name="Pak Lurah"))
    area = "64.74.01.1001"
    roles = [
        RoleGiven(grant_id=made.uid(name), role="LURAH", area_code=area, starts_on=starts_on)
        for name, starts_on in (("old", date(2010, 1, 1)), ("held", date(2012, 1, 1)))
    ]
    made.given(
        Member,
        made.uid("member"),
        MemberAdmitted(kind="PERSON", person_id=made.uid("person")),
        *roles,
        RoleEnded(grant_id=made.uid("old"), ends_on=date(2011, 1, 1), reason="MOVED"),
        TokenIssued(
            token_id=made.uid("token"),
            grant_id=made.uid("held"),
            label="hp",
            scopes=(),
            expires_at=datetime(2013, 1, 1, tzinfo=UTC),
        ),
    )
    return made


def test_a_death_ends_roles_and_tokens_of_the_member(office: Any) -> None:
    member = office.uid("member")
    end = EndRolesOfDeceased(member_id=member)
    office.when(end).then_refused("DEATH_STATE", "memberId", dead=False)
    died = RecordDeath(person_id=office.uid("person"), died_on=DIED)
    written = office.when(died).accepted().written
    process = MemberDeathProcess()
    assert reacted(office, process, written, office.today, linked=(member,)) == 1
    state = office.state(Member, member)
    assert [grant.ends_on for grant in state.grants] == [date(2011, 1, 1), DIED]
    assert [token.revoked for token in state.tokens.values()] == [True]
    office.when(end).then_refused("NO_CHANGE", "memberId")
    assert reacted(office, process, written, office.today, linked=(member,)) == 0
