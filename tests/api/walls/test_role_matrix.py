"""The role table as it works: every role, every command, in and out of its reach.

Everything is generated from ``domain/kernel/roles.py``. A command that gets as far as its own
rules, or to the append, was permitted; nothing is written. What a role reads is tested in
``test_reading_rights.py``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import pytest
from tests.api.walls import cases, purse, samples
from tests.api.walls.conftest import (
    House,
    WouldAppend,
    mutation,
    resident,
    the_api,
    trying,
)
from tests.api.walls.staff import Staff, hire
from tests.story.client import enveloped

from wahana.deploy import registry
from wahana.domain.kernel.model import Actor, Command
from wahana.domain.kernel.roles import COMMAND_GROUPS, ROLES, allows
from wahana.graphql.schema import by_api
from wahana.platform.commands import Executor
from wahana.platform.execution import CommandRequest, Rejected
from wahana.platform.ids import parse_global_id, uuid7
from wahana.tenants.authorization import ServiceActor
from wahana.tenants.tenant_commands import RegisterTenant

pytestmark = pytest.mark.takes(20)

BUILT_IN = ("OPERATOR", "PROCESS")
"""Roles that nobody is given; who has them is no member."""


@dataclass(frozen=True)
class Place:
    """Somewhere in the office: ids of what is there, and its village."""

    ids: Mapping[str, UUID]
    village: str

    def command(self, kind: type[Command]) -> Command:
        """A sample that acts there."""
        return samples.built(kind, self.sample(kind))

    def sample(self, kind: type[Command]) -> dict[str, Any]:
        """Its fields, and what says where it acts, even if it may be left out."""
        fields = samples.sample(kind, self.ids)
        there = {
            "village_code": self.village,
            "area_code": self.village,
            "wksbm_id": str(self.ids["wksbm"]),
        }
        optional = {"wksbm_id", "area_code"} & set(kind.__struct_fields__)
        if kind is RegisterTenant:  # the area of an office is no village
            del there["area_code"]
        return {**fields, **{name: there[name] for name in there if name in optional | set(fields)}}


@dataclass(frozen=True)
class Matrix:
    """The staff, the executor that writes nothing, and two places."""

    house: House
    staff: Staff
    executor: Executor
    inside: Place
    outside: Place

    async def outcome(self, role: str, command: Command) -> str:
        """The code of the refusal, or ``permitted`` for any other result."""
        authorizer = self.house.service.authorizer
        tenant = self.house.ours.story.office.tenant
        request = CommandRequest(key=str(uuid7()), source="app")
        if role in BUILT_IN:
            actor = ServiceActor(Actor(UUID(int=7), role), client="test")
            order = authorizer.order_of_service(tenant, actor, command, request, b"")
        else:
            scope = await authorizer.admit(self.staff.tokens[role])
            order = authorizer.order(scope, command, request, b"")
        try:
            result = await self.executor.execute(order)
        except WouldAppend:
            return "permitted"
        refused = isinstance(result, Rejected) and result.code == "NOT_PERMITTED"
        return "NOT_PERMITTED" if refused else "permitted"


@pytest.fixture(scope="module")
async def matrix(house: House) -> Matrix:
    story, ids = house.ours.story, house.ours.ids
    (village, _), *others = story.wksbm.items()
    far_village, far_wksbm = others[-1]
    local_area = uuid7()
    await story.officer.done(
        "registerLocalArea",
        localAreaId=str(local_area),
        villageCode=far_village,
        kind="RW",
        number="9",
    )
    far_id = parse_global_id(far_wksbm)[1]
    made = ("person", "household", "consent", *cases.KINDS, *purse.KINDS)
    far = {
        **ids,
        "wksbm": far_id,
        "local_area": local_area,
        "book": purse.book_of(far_id),
        **{name: uuid7() for name in made},
    }
    await resident(story.officer, far_village, {name: str(one) for name, one in far.items()})
    for brought_in in (cases.cared_for, purse.kept):
        await brought_in(house.service, story.office.tenant, story.officer, far)
    staff = await hire(house, village, ids["wksbm"])
    return Matrix(house, staff, trying(house.service), Place(ids, village), Place(far, far_village))


def commands_of(group: str) -> list[type[Command]]:
    return [command for command in registry.COMMANDS if group == command.GROUP]


@pytest.mark.parametrize("group", COMMAND_GROUPS)
@pytest.mark.parametrize("role", ROLES)
async def test_a_role_may_do_what_its_line_of_the_table_says(
    matrix: Matrix, role: str, group: str
) -> None:
    reach = allows(role, group)
    inside = "NOT_PERMITTED" if reach is None else "permitted"
    outside = "permitted" if reach == "TENANT" else "NOT_PERMITTED"
    assert commands_of(group)
    for kind in commands_of(group):
        found = [
            await matrix.outcome(role, place.command(kind))
            for place in (matrix.inside, matrix.outside)
        ]
        assert found == [inside, outside], kind.__name__


def test_the_table_has_every_kind_of_reach_in_it() -> None:
    reaches = {allows(role, group) for role in ROLES for group in COMMAND_GROUPS}
    assert reaches == {None, "TENANT", "AREA", "OWN_WKSBM"}
    assert {command.GROUP for command in registry.COMMANDS} == set(COMMAND_GROUPS)


def test_what_nobody_of_an_office_may_do_has_no_mutation() -> None:
    apart = {command.__name__ for command in registry.COMMANDS if not by_api(command)}
    assert apart == {
        "RegisterTenant",
        "ExpireReferral",
        "WarnOfOverlap",
        "WithdrawOverlapWarning",
        "EndSeatOfDeceased",
        "EndRolesOfDeceased",
    }
    assert not apart & {name[0].upper() + name[1:] for name in the_api()._core.mutation_type.fields}


async def test_a_local_area_is_not_corrected_out_of_or_into_anothers_village(
    matrix: Matrix,
) -> None:
    kind = next(one for one in registry.COMMANDS if one.__name__ == "CorrectLocalArea")
    for place, village in (
        (matrix.inside, matrix.outside.village),
        (matrix.outside, matrix.inside.village),
    ):
        moved = samples.sample(kind, place.ids, village_code=village)
        assert await matrix.outcome("LURAH", samples.built(kind, moved)) == "NOT_PERMITTED"
        assert await matrix.outcome("DINAS_OFFICER", samples.built(kind, moved)) == "permitted"


@pytest.mark.parametrize(
    "name", ["MovePerson", "CorrectPerson", "MoveHousehold", "CorrectHousehold"]
)
async def test_nobody_is_moved_out_of_or_into_anothers_area(matrix: Matrix, name: str) -> None:
    kind = next(one for one in registry.COMMANDS if one.__name__ == name)
    for place, village in (
        (matrix.inside, matrix.outside.village),
        (matrix.outside, matrix.inside.village),
    ):
        moved = samples.built(kind, samples.sample(kind, place.ids) | {"area_code": village})
        assert await matrix.outcome("TKSK", moved) == "NOT_PERMITTED"
        assert await matrix.outcome("DINAS_OFFICER", moved) == "permitted"


@pytest.mark.parametrize("name", ["GiveConsent", "CorrectConsent", "WithdrawConsent"])
async def test_a_chair_takes_no_consent_of_somebody_elses_people(matrix: Matrix, name: str) -> None:
    """The own WKSBM, named in the command, does not open the way to a person far away."""
    kind = next(one for one in registry.COMMANDS if one.__name__ == name)
    own = {"wksbm_id": str(matrix.inside.ids["wksbm"])}
    far = samples.built(kind, samples.sample(kind, matrix.outside.ids) | own)
    near = samples.built(kind, samples.sample(kind, matrix.inside.ids) | own)
    for role in ("WKSBM_CHAIR", "WKSBM_SECRETARY"):
        assert await matrix.outcome(role, far) == "NOT_PERMITTED"
        assert await matrix.outcome(role, near) == "permitted"


async def test_over_http_the_table_holds_too(matrix: Matrix) -> None:
    """One command of each group, for each role that has a token, through every layer."""
    client = matrix.house.town.client
    for role, token in matrix.staff.tokens.items():
        for group in COMMAND_GROUPS:
            kind = next(filter(by_api, commands_of(group)), None)
            if kind is None or allows(role, group) == "TENANT":
                continue  # it has no mutation, or would happen
            fields = matrix.outside.sample(kind)
            given = enveloped(samples.input_of(kind, fields))
            data = await client.as_(token).ask(mutation(kind), input=given)
            (answer,) = data.values()
            found = (answer["__typename"], answer["code"])
            assert found == ("Rejected", "NOT_PERMITTED"), (role, group)


async def test_a_role_is_given_the_limits_the_table_knows_and_no_other(matrix: Matrix) -> None:
    admin = matrix.house.ours.story.office.admin
    member = str(matrix.house.ours.ids["member"])
    limits: list[tuple[str, str, dict[str, Any]]] = [
        ("LURAH", "ROLE_LIMITS", {}),
        ("WKSBM_CHAIR", "ROLE_LIMITS", {}),
        ("WKSBM_CHAIR", "ROLE_UNLIMITED", {"areaCode": matrix.inside.village}),
        ("DINAS_OFFICER", "ROLE_UNLIMITED", {"areaCode": matrix.inside.village}),
        ("DINAS_HEAD", "ROLE_UNLIMITED", {"wksbmIds": [str(matrix.inside.ids["wksbm"])]}),
        ("OPERATOR", "INVALID_INPUT", {}),
        ("PROCESS", "INVALID_INPUT", {}),
    ]
    for role, code, given in limits:
        answer = await admin.refused(code, "giveRole", memberId=member, role=role, **given)
        assert answer["code"] == code
